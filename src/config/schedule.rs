//! When something recurs: `on` with days and a time as people write them, or `cron` with six fields. The
//! grammar is the core's; here are the words for whoever writes the file.

use std::sync::Arc;

use dutybell_core::state::schedule::holidays::Holidays;
use dutybell_core::state::schedule::{Schedule, Wrong};

use super::calendar;
use super::problem::Flaw;
use super::tree::Table;

const PLAIN: &str = "write days and a time: \"wed 09:00\", \"mon-fri 09:00\", \"1,16 09:00\", \"last 17:00\", \
                     \"last fri 17:00\", \"jun 30, dec 31 09:00\", \"workday 09:00\" or \"every day 09:00\"";

/// When a row recurs, as its `cron` or `on` and its `holidays` say; `None` where a mistake is told of them.
pub(super) fn of(row: &Table, holidays: &Arc<Holidays>) -> Option<Schedule> {
    let text = row.text(key(row))?;
    let read = if row.has("cron") {
        cron(text)
    } else {
        on(text)
    };
    let (schedule, holidays) = (read.ok()?, Arc::clone(holidays));
    Some(match row.text("holidays") {
        Some("next") => schedule.moved(holidays),
        _ => schedule.keeping(holidays),
    })
}

/// The key that says when a row recurs.
pub(super) fn key(row: &Table) -> &'static str {
    if row.has("cron") { "cron" } else { "on" }
}

/// Reads a `cron` expression.
pub(super) fn cron(text: &str) -> Result<Schedule, Flaw> {
    Schedule::cron(text).map_err(flaw)
}

/// Reads an `on` expression.
pub(super) fn on(text: &str) -> Result<Schedule, Flaw> {
    Schedule::on(text).map_err(|wrong| match &wrong {
        Wrong::Time(time) => calendar::time(time).err().unwrap_or_else(|| flaw(wrong)),
        _ => flaw(wrong),
    })
}

fn flaw(wrong: Wrong) -> Flaw {
    let mend = match &wrong {
        Wrong::Count { text, count: 5 } => {
            format!("put a 0 for the seconds in front: \"0 {text}\"")
        }
        Wrong::Hour24 => "midnight is hour 0".to_owned(),
        Wrong::NumberedWeekday(_) => {
            "write names: Mon, Tue, Wed, Thu, Fri, Sat, Sun; also Mon-Fri or Mon,Thu".to_owned()
        }
        Wrong::StepOfZero => "write a step from 1 on, like */15".to_owned(),
        Wrong::Never { .. } => "choose a day that the month has; the last day of every month is \
                                on = \"last 09:00\""
            .to_owned(),
        Wrong::NoSuchDay(_) => {
            "choose a day that the month has; the last day of every month is \"last 09:00\""
                .to_owned()
        }
        Wrong::Range(_) => "write each day: \"1,2,3 09:00\"".to_owned(),
        Wrong::Nth(_) => {
            "the first Monday is cron = \"0 0 9 1-7 * Mon\", the second has 8-14, and so on"
                .to_owned()
        }
        Wrong::WhichMonth(_) => {
            "write the month with each day: \"jun 15, jun 30 09:00\"; what is of every month \
                                 needs a row of its own"
                .to_owned()
        }
        Wrong::NoTime(_) => {
            "write a blank and the time behind the days, with two digits each: \"wed 09:00\"".to_owned()
        }
        Wrong::NoDay(time) => format!("write the days in front: \"every day {time}\""),
        Wrong::Times(_) => {
            "write one time; another one needs a row of its own, or cron = \"0 0 9,14 * * Wed\"".to_owned()
        }
        Wrong::Day(_) | Wrong::EmptyDay | Wrong::Time(_) => PLAIN.to_owned(),
        Wrong::Count { .. } | Wrong::Field { .. } | Wrong::Cron(_) => {
            "write \"second minute hour day month weekday\"; \"0 0 9 1,16 * *\" is 09:00 on the 1st and \
             16th"
                .to_owned()
        }
    };
    Flaw::new(wrong.to_string(), mend)
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
            assert!(cron(good).is_ok(), "{good}");
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
    fn days_and_a_time_as_people_write_them() {
        for good in [
            "wed 09:00",
            "last day 17:00",
            "last Fri 17:00",
            "1, 16 09:00",
            "周三 09:00",
        ] {
            assert!(on(good).is_ok(), "{good}");
        }
        for (text, reason, mend) in [
            ("", "`` ends with no time of day", "\"wed 09:00\""),
            (
                "last",
                "`last` ends with no time of day",
                "a blank and the time",
            ),
            (
                "wed 0900",
                "`wed 0900` ends with no time of day",
                "two digits",
            ),
            ("wed 9:00", "`9:00` is no time of day", "two digits"),
            (
                "last day 24:00",
                "24:00 is no time of day",
                "midnight is 00:00",
            ),
            ("周三09:00", "`周三09:00` is no time of day", "hour:minute"),
            ("09:00", "`09:00` names no day", "\"every day 09:00\""),
            (
                "wed 09:00,14:00",
                "`wed 09:00,14:00` has more than one time",
                "a row of its own",
            ),
            ("wed 09:00, 14:00", "has more than one time of day", "9,14"),
            (
                "wde 09:00",
                "`wde` is no day of a week, month or year",
                "\"last fri 17:00\"",
            ),
            ("last Foo 09:00", "`last foo`", ""),
            (
                "1,,16 09:00",
                "a day is missing beside a comma",
                "\"1,16 09:00\"",
            ),
            ("1 16 09:00", "`1 16` is no day", "\"1,16 09:00\""),
            ("0 09:00", "there is no day `0`", "\"last 09:00\""),
            ("32 09:00", "there is no day `32`", "\"last 09:00\""),
            (
                "jun 31 09:00",
                "there is no day `jun 31`",
                "that the month has",
            ),
            (
                "30 feb 09:00",
                "there is no day `30 feb`",
                "that the month has",
            ),
            ("1-5 09:00", "`1-5` is a range", "\"1,2,3 09:00\""),
            (
                "first mon 09:00",
                "`first mon`: of the days of a month",
                "1-7 * Mon",
            ),
            (
                "jun 15, 30 09:00",
                "`30` stands beside a day with a month",
                "jun 15, jun 30",
            ),
        ] {
            let flaw = on(text).unwrap_err();
            let told = flaw.reason.to_lowercase().contains(&reason.to_lowercase());
            assert!(told && flaw.mend.contains(mend), "{text}: {flaw:?}");
        }
    }

    proptest! {
        #[test]
        fn no_expression_panics(text in "[-0-9*,/?LW# A-Za-z]{0,24}") {
            let _ = cron(&text);
        }

        #[test]
        fn no_days_panic(text in "[-0-9,，、a-z 月日号周末最后每至]{0,16}|(last |every |feb |mon-)?[0-9a-z]{0,4}( 09:00)?") {
            let _ = on(&text);
            let _ = on(&format!("{text} 09:00"));
        }

        #[test]
        fn no_six_fields_panic(fields in proptest::collection::vec("[0-9*,/?-]{1,5}|Mon-Sun|Sun", 6)) {
            let _ = cron(&fields.join(" "));
        }
    }
}
