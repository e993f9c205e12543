//! When something recurs: `cron` with six fields, or `on` for the end of a month. The grammar is the
//! core's; here are the words for whoever writes the file.

use dutybell_core::state::schedule::{Schedule, Wrong};

use super::calendar;
use super::problem::Flaw;

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
                                on = \"last day 09:00\""
            .to_owned(),
        Wrong::On(_) | Wrong::Time(_) => {
            "write \"last day 09:00\" or \"last Fri 09:00\"".to_owned()
        }
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
    fn the_end_of_a_month() {
        assert!(on("last day 17:00").is_ok());
        assert!(on("last Fri 17:00").is_ok());
        for bad in [
            "",
            "last",
            "first day 09:00",
            "last Foo 09:00",
            "last day 24:00",
            "last day 9:00",
        ] {
            assert!(on(bad).is_err(), "{bad}");
        }
        let midnight = on("last day 24:00").unwrap_err();
        assert!(midnight.mend.contains("00:00"), "{midnight:?}");
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
