//! Spans of time: `90s` | `3m` | `2h` | `1d`. A positive whole number and one unit.
//!
//! An own grammar: the usual crates take `1M` as a month, `0s`, `1.5h`, or refuse `1d`.

use std::time::Duration;

use super::problem::Flaw;

const UNITS: [(char, u64); 4] = [('s', 1), ('m', 60), ('h', 3600), ('d', 24 * 3600)];

/// Ten years: nothing here waits longer, and no sum of such spans overflows.
const LONGEST_DAYS: u64 = 3650;

const EXAMPLES: &str = r#"write a whole number and one unit: "90s", "3m", "2h" or "1d""#;

/// Reads a span, or says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Duration, Flaw> {
    let flaw = |reason: String| Flaw::new(reason, EXAMPLES);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err(flaw(format!("`{text}` is no duration")));
    }
    if unit.contains(char::is_whitespace) {
        return Err(flaw(format!("`{text}` has a blank in it")));
    }
    if unit.is_empty() {
        return Err(flaw(format!("`{text}` has no unit")));
    }
    let mut letters = unit.chars();
    let seconds = match (letters.next(), letters.next()) {
        (Some(letter), None) => UNITS.iter().find(|(name, _)| *name == letter),
        _ => None,
    };
    let Some((_, seconds)) = seconds else {
        let reason = match unit.chars().next() {
            Some('.' | ',') => format!("`{text}` is not a whole number and a unit"),
            _ if unit.contains(|c: char| c.is_ascii_digit()) => {
                format!("`{text}` has more than one number")
            }
            _ => format!("`{unit}` is no unit of time"),
        };
        return Err(flaw(reason));
    };
    let total = number
        .parse()
        .ok()
        .and_then(|number: u64| number.checked_mul(*seconds))
        .filter(|total| *total <= LONGEST_DAYS * 24 * 3600)
        .ok_or_else(|| flaw(format!("`{text}` is longer than ten years")))?;
    if total == 0 {
        return Err(flaw(format!("`{text}` is no time at all")));
    }
    Ok(Duration::from_secs(total))
}

/// The shortest way to write a span that [`parse`] reads.
pub(crate) fn words(span: Duration) -> String {
    let total = span.as_secs();
    let (unit, seconds) = UNITS
        .iter()
        .rev()
        .find(|(_, seconds)| total > 0 && total.is_multiple_of(*seconds))
        .unwrap_or(&UNITS[0]);
    format!("{}{unit}", total / seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit() {
        for (text, seconds) in [("90s", 90), ("3m", 180), ("2h", 7200), ("1d", 86_400)] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
            assert_eq!(words(Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "`` is no duration"),
            ("m", "`m` is no duration"),
            ("-3m", "`-3m` is no duration"),
            ("3", "`3` has no unit"),
            ("3M", "`M` is no unit of time"),
            ("3min", "`min` is no unit of time"),
            ("3 m", "`3 m` has a blank in it"),
            ("3分", "`分` is no unit of time"),
            ("1.5h", "`1.5h` is not a whole number and a unit"),
            ("1h30m", "`1h30m` has more than one number"),
            ("0s", "`0s` is no time at all"),
            ("3651d", "`3651d` is longer than ten years"),
            (
                "99999999999999999999d",
                "`99999999999999999999d` is longer than ten years",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().reason, reason);
        }
    }
}
