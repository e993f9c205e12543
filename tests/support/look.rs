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

/// The length of `27 Nov ` or `11月27日 ` in front of a time: a test may run near midnight.
fn date(text: &[char]) -> Option<usize> {
    const LONGEST: usize = 7;
    let length = (1..=LONGEST).find(|length| text.len() > *length && is_time(&text[*length..]))?;
    let date: String = text[..length].iter().collect();
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let date = date.strip_suffix(' ')?;
    let english = date.split_once(' ').is_some_and(|(day, month)| {
        digits(day) && month.len() == 3 && month.chars().all(|c| c.is_ascii_alphabetic())
    });
    let chinese = date
        .strip_suffix('日')
        .and_then(|date| date.split_once('月'));
    let chinese = chinese.is_some_and(|(month, day)| digits(month) && digits(day));
    (english || chinese).then_some(length)
}

/// The digits of a span of seconds.
fn seconds(text: &[char]) -> Option<usize> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    let behind: String = text[digits..].iter().take(3).collect();
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let span = behind.starts_with('秒') || behind.strip_prefix(" s").is_some_and(ends);
    (digits > 0 && span).then_some(digits)
}
