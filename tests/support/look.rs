//! A message as text, for snapshots: times of day become `HH:MM`.

use dutybell_sandbox::model::MessageView;

/// Text and buttons, a row a line, without times.
pub(crate) fn look(view: &MessageView) -> String {
    let mut text = without_times(&view.text);
    for row in view.labels() {
        text.push_str("\n❬");
        text.push_str(&row.join(" | "));
        text.push('❭');
    }
    text
}

/// Labels of all buttons.
pub(crate) fn buttons(view: &MessageView) -> Vec<String> {
    let labels = view.labels().into_iter().flatten();
    labels.map(str::to_owned).collect()
}

/// `02:11` and `02:11:59` become `HH:MM` and `HH:MM:SS`, also behind a date; `3 s` and `3秒` become
/// `N s` and `N秒`.
pub(crate) fn without_times(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::new();
    let mut at = 0;
    while at < characters.len() {
        let rest = &characters[at..];
        if let Some(date) = date(rest) {
            at += date;
        } else if let Some(digits) = seconds(rest) {
            result.push('N');
            at += digits;
        } else if is_time(rest) {
            result.push_str("HH:MM");
            at += 5;
            if is_time(&characters[at - 2..]) {
                result.push_str(":SS");
                at += 3;
            }
        } else {
            result.push(characters[at]);
            at += 1;
        }
    }
    result
}

fn is_time(text: &[char]) -> bool {
    text.len() >= 5
        && text[2] == ':'
        && [0, 1, 3, 4]
            .into_iter()
            .all(|place| text[place].is_ascii_digit())
}

/// The length of `24 Nov ` or `11月24日 ` in front of a time: a test may run over midnight.
fn date(text: &[char]) -> Option<usize> {
    let words: String = text.iter().take(8).collect();
    let digits = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let english = || {
        let (day, rest) = words.split_once(' ')?;
        let (month, _) = rest.split_once(' ')?;
        let named = month.len() == 3 && month.chars().all(char::is_alphabetic);
        (digits(day) && named).then_some(day.len() + month.len() + 2)
    };
    let chinese = || {
        let (month, rest) = words.split_once('月')?;
        let (day, _) = rest.split_once("日 ")?;
        (digits(month) && digits(day)).then_some(month.len() + day.len() + 3)
    };
    let length = english().or_else(chinese)?;
    is_time(&text[length..]).then_some(length)
}

#[test]
fn a_time_of_another_day_is_a_time() {
    let shown = without_times("Next 7 Nov 00:09: deputy, 下一步 11月27日 00:09：副指挥 · 3 s");
    assert_eq!(shown, "Next HH:MM: deputy, 下一步 HH:MM：副指挥 · N s");
}

/// The digits of a span of seconds.
fn seconds(text: &[char]) -> Option<usize> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let behind: String = text[digits..].iter().take(3).collect();
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let span = behind.starts_with('秒') || behind.strip_prefix(" s").is_some_and(ends);
    (digits > 0 && span).then_some(digits)
}
