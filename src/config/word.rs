//! Words: ids, names, phone numbers, names of environment variables.

use super::problem::Flaw;

/// Ids travel in buttons, whose data has 64 bytes for everything.
const ID_BYTES: usize = 32;

/// A text that says something.
pub(super) fn text(text: &str) -> Result<(), Flaw> {
    if text.trim().is_empty() {
        return Err(Flaw::new("this text is empty", "write something into it"));
    }
    Ok(())
}

/// A word that names something in this file and in commands.
pub(super) fn id(text: &str) -> Result<(), Flaw> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let reason = if text.is_empty() {
        "this id is empty".to_owned()
    } else if !text.chars().all(plain) {
        format!("the id `{text}` has blanks or signs in it")
    } else if text.len() > ID_BYTES {
        format!("the id `{text}` is longer than {ID_BYTES} bytes")
    } else {
        return Ok(());
    };
    Err(Flaw::new(
        reason,
        "use a short word of letters, digits, `_` and `-`, like \"duty_officer\"",
    ))
}

/// A number that a phone can call when it is tapped.
pub(super) fn phone(text: &str) -> Result<(), Flaw> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')');
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    if digits < 3 || !rest.chars().all(plain) {
        return Err(Flaw::new(
            format!("`{text}` is no phone number"),
            "write it with + and the country, like \"+86 138 0000 0001\"",
        ));
    }
    Ok(())
}

/// The name of an environment variable, not its value.
pub(super) fn variable(text: &str) -> Result<(), Flaw> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Ok(());
    }
    // Not quoted: people write the secret itself here.
    Err(Flaw::new(
        "this is no name of an environment variable",
        "write the variable's name here, like \"DUTYBELL_MONITORING_TOKEN\", and the secret into the variable",
    ))
}

/// Whether a bot's token stands in the text: its number, a colon, and 35 letters or so.
pub(super) fn holds_token(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-')))
        .filter_map(|word| word.split_once(':'))
        .any(|(number, key)| {
            let number = number.strip_prefix("bot").unwrap_or(number);
            number.len() >= 6 && number.bytes().all(|byte| byte.is_ascii_digit()) && key.len() >= 30
        })
}

/// What counts as the same word in a report: case and full-width forms do not matter.
pub(super) fn fold(word: &str) -> String {
    word.trim()
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
            }
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_words() {
        for good in ["I", "duty_officer", "team-2", "值班室", "1"] {
            assert_eq!(id(good), Ok(()), "{good}");
        }
        for bad in ["", "a b", "a/b", "一二三四五六七八九十一"] {
            assert!(id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn phones_can_be_called() {
        for good in ["+86 138 0000 0001", "119", "(0571) 8000-0000"] {
            assert_eq!(phone(good), Ok(()), "{good}");
        }
        for bad in ["", "+", "12", "call me", "138+1"] {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn tokens_are_seen() {
        let token = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";
        assert!(holds_token(token));
        assert!(holds_token(&format!(
            "https://api.telegram.org/bot{token}/getMe"
        )));
        for plain in [
            "127.0.0.1:8090",
            "socks5://user:word@127.0.0.1:1080",
            "08:30",
        ] {
            assert!(!holds_token(plain), "{plain}");
        }
    }

    #[test]
    fn width_and_case_do_not_tell_words_apart() {
        assert_eq!(fold(" ＩＩ级"), fold("ii级"));
    }
}
