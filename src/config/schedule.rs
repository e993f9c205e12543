//! When prompts recur: `cron` with six fields, or `on` for the end of a month.
//!
//! `cron = "sec min hour day month weekday"`; a weekday is a name.
//! `on = "last day 09:00"` | `"last Fri 09:00"`: what cron can't say.

use std::str::FromStr;

use chrono::{DateTime, NaiveTime, Weekday};
use cron::Schedule;

use super::calendar;
use super::problem::Flaw;

const FIELDS: [&str; 6] = ["second", "minute", "hour", "day", "month", "weekday"];

/// Checks a `cron` expression.
pub(super) fn cron(text: &str) -> Result<(), Flaw> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [_, _, hour, day, month, weekday] = fields[..] else {
        return Err(wrong_count(text, fields.len()));
    };
    if hour.split([',', '-']).any(|hour| hour == "24") {
        return Err(Flaw::new("hour 24 is no hour", "midnight is hour 0"));
    }
    if weekday.contains(|c: char| c.is_ascii_digit()) {
        return Err(Flaw::new(
            format!("the weekday `{weekday}` is a number, and programs disagree which day that is"),
            "write names: Mon, Tue, Wed, Thu, Fri, Sat, Sun; also Mon-Fri or Mon,Thu",
        ));
    }
    // The crate panics on a step of zero.
    if fields
        .iter()
        .flat_map(|field| field.split(','))
        .filter_map(|part| part.split_once('/'))
        .any(|(_, step)| step.bytes().all(|byte| byte == b'0'))
    {
        return Err(Flaw::new(
            "a step of 0 never comes round",
            "write a step from 1 on, like */15",
        ));
    }
    for (name, field) in FIELDS.iter().zip(&fields) {
        alone(name, field)?;
    }
    let schedule = Schedule::from_str(text)
        .map_err(|_| Flaw::new(format!("`{text}` is no cron expression"), example()))?;
    // Any day will do to look from: what never comes in a leap-year cycle never comes.
    if schedule.after(&DateTime::UNIX_EPOCH).next().is_none() {
        return Err(Flaw::new(
            format!("day {day} of month {month} never comes"),
            "choose a day that the month has; the last day of every month is on = \"last day 09:00\"",
        ));
    }
    Ok(())
}

/// Tries each field by itself, so that the message names it.
fn alone(name: &str, field: &str) -> Result<(), Flaw> {
    let whole: Vec<&str> = FIELDS
        .iter()
        .map(|other| if *other == name { field } else { "*" })
        .collect();
    Schedule::from_str(&whole.join(" "))
        .map(drop)
        .map_err(|_| Flaw::new(format!("`{field}` is no {name}"), example()))
}

fn wrong_count(text: &str, count: usize) -> Flaw {
    let reason = format!("`{text}` has {count} fields; there are six, seconds first");
    let mend = if count == 5 {
        format!("put a 0 for the seconds in front: \"0 {text}\"")
    } else {
        example()
    };
    Flaw::new(reason, mend)
}

fn example() -> String {
    "write \"second minute hour day month weekday\"; \"0 0 9 1,16 * *\" is 09:00 on the 1st and 16th"
        .to_owned()
}

/// Checks an `on` expression.
pub(super) fn on(text: &str) -> Result<(), Flaw> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mend = "write \"last day 09:00\" or \"last Fri 09:00\"";
    let flaw = || Flaw::new(format!("`{text}` is no day of a month"), mend);
    let ["last", day, time] = words[..] else {
        return Err(flaw());
    };
    if day != "day" && Weekday::from_str(day).is_err() {
        return Err(flaw());
    }
    calendar::time(time).map(|_: NaiveTime| ())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn six_fields_with_named_weekdays() {
        for good in [
            "0 0 9 1,16 * *",
            "0 30 8 * * Mon-Fri",
            "0 0 9 * * Wed",
            "0 */15 * * * *",
            "0 0 9 29 Feb *",
        ] {
            assert_eq!(cron(good), Ok(()), "{good}");
        }
        for (text, reason) in [
            ("0 9 1,16 * *", "has 5 fields"),
            ("@daily", "has 1 fields"),
            ("0 0 9 1 * * 2027", "has 7 fields"),
            ("0 0 9 * * 3", "the weekday `3` is a number"),
            ("0 0 9 * * Mon-5", "the weekday `Mon-5` is a number"),
            ("0 0 24 * * *", "hour 24 is no hour"),
            ("0 60 9 * * *", "`60` is no minute"),
            ("0 0 9 32 * *", "`32` is no day"),
            ("0 0 9 L * *", "`L` is no day"),
            ("0 0 9 * Foo *", "`Foo` is no month"),
            ("0 0 9 * * Mun", "`Mun` is no weekday"),
            ("0 0 9 30 2 *", "day 30 of month 2 never comes"),
            ("*/0 0 9 * * *", "a step of 0"),
        ] {
            let flaw = cron(text).unwrap_err();
            assert!(flaw.reason.contains(reason), "{text}: {flaw:?}");
        }
        assert!(
            cron("0 9 1 * *")
                .unwrap_err()
                .mend
                .contains("\"0 0 9 1 * *\"")
        );
    }

    #[test]
    fn the_end_of_a_month() {
        assert_eq!(on("last day 17:00"), Ok(()));
        assert_eq!(on("last Fri 17:00"), Ok(()));
        for bad in [
            "",
            "last",
            "first day 09:00",
            "last Foo 09:00",
            "last day 24:00",
        ] {
            assert!(on(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_expression_panics(text in "[-0-9*,/?LW# A-Za-z]{0,24}") {
            let _ = cron(&text);
        }

        #[test]
        fn no_six_fields_panic(fields in proptest::collection::vec("[0-9*,/?-]{1,5}|Mon-Sun|Sun", 6)) {
            let _ = cron(&fields.join(" "));
        }
    }
}
