//! When something recurs: a setting in local time, and the instants at which it fires.
//!
//! ```text
//! cron    = second minute hour day month weekday
//! on      = "last" ( "day" | weekday ) hour ":" minute
//! weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun"
//! ```
//! In `cron` the day and the weekday must both fit, and a weekday is a name. `on` says what cron can't: the
//! end of a month.
//!
//! Local times are found on a clock that knows no summer time, and only then turned into instants (SPEC
//! section 2, "Times"): what a gap skips fires once, at the first instant after it, and what comes twice
//! fires the first time. The crate by itself loses the hour of a gap and doubles a repeated one.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;

use crate::state::roster::instant;
use crate::time::At;

const FIELDS: [&str; 6] = ["second", "minute", "hour", "day", "month", "weekday"];

/// The calendar is asked for no other years: the configuration can't name them.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9_998;

/// When something recurs.
#[derive(Debug, Clone)]
pub struct Schedule(Rule);

#[derive(Debug, Clone)]
enum Rule {
    Cron(Box<cron::Schedule>),
    /// The last day of each month, or the last of its days of this name.
    Last(Option<Weekday>, NaiveTime),
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There are six fields.
    #[error("`{text}` has {count} fields; there are six, seconds first")]
    Count {
        /// As it was written.
        text: String,
        /// How many it has.
        count: usize,
    },
    /// Midnight is hour 0.
    #[error("hour 24 is no hour")]
    Hour24,
    /// Programs disagree which day a number is.
    #[error("the weekday `{0}` is a number, and programs disagree which day that is")]
    NumberedWeekday(String),
    /// `*/0`
    #[error("a step of 0 never comes round")]
    StepOfZero,
    /// A field that is not understood.
    #[error("`{given}` is no {field}")]
    Field {
        /// Which.
        field: &'static str,
        /// As it was written.
        given: String,
    },
    /// Each field is good by itself.
    #[error("`{0}` is no cron expression")]
    Cron(String),
    /// There is no such day in any year.
    #[error("day {day} of month {month} never comes")]
    Never {
        /// As it was written.
        day: String,
        /// As it was written.
        month: String,
    },
    /// No `on` expression.
    #[error("`{0}` is no day of a month")]
    On(String),
    /// The time of day of an `on` expression.
    #[error("`{0}` is no time of day")]
    Time(String),
}

impl Schedule {
    /// Reads a `cron` expression.
    ///
    /// # Errors
    /// What is wrong with it; also where it never fires.
    pub fn cron(text: &str) -> Result<Self, Wrong> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [_, _, hour, day, month, weekday] = fields[..] else {
            return Err(Wrong::Count {
                text: text.to_owned(),
                count: fields.len(),
            });
        };
        if hour.split([',', '-']).any(|hour| hour == "24") {
            return Err(Wrong::Hour24);
        }
        if weekday.contains(|c: char| c.is_ascii_digit()) {
            return Err(Wrong::NumberedWeekday(weekday.to_owned()));
        }
        // The crate panics on a step of zero.
        if fields
            .iter()
            .flat_map(|field| field.split(','))
            .filter_map(|part| part.split_once('/'))
            .any(|(_, step)| step.bytes().all(|byte| byte == b'0'))
        {
            return Err(Wrong::StepOfZero);
        }
        for (field, given) in FIELDS.into_iter().zip(&fields) {
            alone(field, given)?;
        }
        let schedule = cron::Schedule::from_str(text).map_err(|_| Wrong::Cron(text.to_owned()))?;
        // Any day will do to look from: what never comes in a leap-year cycle never comes.
        if schedule.after(&DateTime::UNIX_EPOCH).next().is_none() {
            return Err(Wrong::Never {
                day: day.to_owned(),
                month: month.to_owned(),
            });
        }
        Ok(Self(Rule::Cron(Box::new(schedule))))
    }

    /// Reads an `on` expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn on(text: &str) -> Result<Self, Wrong> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let wrong = || Wrong::On(text.to_owned());
        let ["last", day, time] = words[..] else {
            return Err(wrong());
        };
        let weekday = match day {
            "day" => None,
            name => Some(Weekday::from_str(name).map_err(|_| wrong())?),
        };
        let shaped = time.len() == "00:00".len();
        let read = NaiveTime::parse_from_str(time, "%H:%M").ok();
        let time = read
            .filter(|_| shaped)
            .ok_or_else(|| Wrong::Time(time.to_owned()))?;
        Ok(Self(Rule::Last(weekday, time)))
    }

    /// The first instant after `at` at which it fires in a zone; `None` where the calendar ends before.
    pub fn next_after(&self, zone: Tz, at: At) -> Option<At> {
        let utc = at.utc();
        if !YEARS.contains(&utc.year()) {
            return None;
        }
        // What the clock showed before has fired, whatever it has been set to since; where it shows an
        // hour for the second time, so has the rest of that hour.
        let shown = utc.with_timezone(&zone).naive_local();
        self.after(shown)
            .map(|local| instant(zone, local.date(), local.time()))
            .find(|fire| *fire > at)
    }

    /// The instants after `at` at which it fires in a zone, ascending.
    pub fn fires_after(&self, zone: Tz, at: At) -> impl Iterator<Item = At> {
        std::iter::successors(self.next_after(zone, at), move |fire| {
            self.next_after(zone, *fire)
        })
    }

    /// The times after this one at which it fires, on a clock that is never set.
    pub fn after(&self, shown: NaiveDateTime) -> Box<dyn Iterator<Item = NaiveDateTime> + '_> {
        match &self.0 {
            Rule::Cron(schedule) => {
                let after = shown.and_utc();
                Box::new(schedule.after_owned(after).map(|at| at.naive_utc()))
            }
            Rule::Last(weekday, time) => {
                let first = shown.date().with_day(1);
                let months = std::iter::successors(first, |first| {
                    let next = first.checked_add_months(Months::new(1));
                    next.filter(|next| YEARS.contains(&next.year()))
                });
                let days = months.filter_map(|first| last(first, *weekday));
                let times = days.map(|day| day.and_time(*time));
                Box::new(times.filter(move |time| *time > shown))
            }
        }
    }
}

/// The last day of a month that begins then, or the last of its days of this name.
fn last(first: NaiveDate, weekday: Option<Weekday>) -> Option<NaiveDate> {
    let end = first.checked_add_months(Months::new(1))?.pred_opt()?;
    let back = weekday.map_or(0, |weekday| end.weekday().days_since(weekday));
    end.checked_sub_days(Days::new(u64::from(back)))
}

/// Tries a field by itself, so that the message names it.
fn alone(field: &'static str, given: &str) -> Result<(), Wrong> {
    let whole = FIELDS.map(|other| if other == field { given } else { "*" });
    cron::Schedule::from_str(&whole.join(" "))
        .map(drop)
        .map_err(|_| Wrong::Field {
            field,
            given: given.to_owned(),
        })
}
