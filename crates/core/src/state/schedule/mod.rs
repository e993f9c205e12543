//! When something recurs: a setting in local time, and the instants at which it fires.
//!
//! ```text
//! cron    = second minute hour day month weekday
//! weekday = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun"
//! ```
//! In `cron` the day and the weekday must both fit, and a weekday is a name. `on` is for people: its grammar
//! is in [`plain`].
//!
//! Local times are found on a clock that knows no summer time, and only then turned into instants (SPEC
//! section 2, "Times"): what a gap skips fires once, at the first instant after it, and what comes twice
//! fires the first time. The crate by itself loses the hour of a gap and doubles a repeated one.
//!
//! Where it is [moved](Schedule::moved), what falls on a day that is not worked fires on the next one that is,
//! at the same time of day. Days are moved whole, and every day on which a setting fires has the same times,
//! so on a working day it fires at those times, once, for whatever was moved to it.

pub mod holidays;
pub mod plain;

use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use self::holidays::{Holidays, days_from};
use self::plain::Plain;
use crate::state::roster::instant;
use crate::time::At;

const FIELDS: [&str; 6] = ["second", "minute", "hour", "day", "month", "weekday"];

/// The calendar is asked for no other years: the configuration can't name them.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9_998;

/// When something recurs.
#[derive(Debug, Clone)]
pub struct Schedule {
    rule: Rule,
    /// Which days are worked.
    holidays: Arc<Holidays>,
    /// Whether it waits for a working day.
    moved: bool,
    /// The days on which alone it fires, from the first to the last of each span, ascending; `None`: on all.
    only: Option<Arc<[(NaiveDate, NaiveDate)]>>,
}

#[derive(Debug, Clone)]
enum Rule {
    Cron(Box<cron::Schedule>),
    On(Plain),
}

/// One time at which something fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fire {
    /// When.
    pub at: At,
    /// The days of the calendar for which it fires, ascending, never empty; several where some were moved to
    /// the same working day, and one that is not the day of `at` was moved.
    pub days: Vec<NaiveDate>,
    /// The day on which it fires.
    pub on: NaiveDate,
}

impl Fire {
    /// The first day for which it fires, where it does not fire for its own: figures count it there.
    pub fn counts_for(&self) -> Option<NaiveDate> {
        let first = self.days.first().copied();
        first.filter(|_| !self.days.contains(&self.on))
    }

    /// The days from which it was moved.
    pub fn moved_from(&self) -> impl Iterator<Item = NaiveDate> {
        self.days.iter().copied().filter(|day| *day != self.on)
    }
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
    /// A part of an `on` expression.
    #[error("`{0}` is no day of a week, month or year")]
    Day(String),
    /// Nothing between two commas, or beside one.
    #[error("a day is missing beside a comma")]
    EmptyDay,
    /// `1-5`
    #[error("`{0}` is a range; only weekdays can be one")]
    Range(String),
    /// `first mon`
    #[error("`{0}`: of the days of a month only the last can be named by its weekday")]
    Nth(String),
    /// `32`, `feb 30`
    #[error("there is no day `{0}`")]
    NoSuchDay(String),
    /// A bare number beside a day with a month.
    #[error("`{0}` stands beside a day with a month, and may be of that month or of every month")]
    WhichMonth(String),
    /// An `on` expression without a time.
    #[error("`{0}` ends with no time of day")]
    NoTime(String),
    /// An `on` expression without a day.
    #[error("`{0}` names no day")]
    NoDay(String),
    /// Several times of day.
    #[error("`{0}` has more than one time of day")]
    Times(String),
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
        Ok(Self::of(Rule::Cron(Box::new(schedule))))
    }

    /// Reads an `on` expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn on(text: &str) -> Result<Self, Wrong> {
        Plain::read(text).map(Rule::On).map(Self::of)
    }

    fn of(rule: Rule) -> Self {
        Self {
            rule,
            holidays: Arc::default(),
            moved: false,
            only: None,
        }
    }

    /// The same with these days off work: what `workday` means.
    #[must_use]
    pub fn keeping(self, holidays: Arc<Holidays>) -> Self {
        Self { holidays, ..self }
    }

    /// The same, but waiting for the next working day, at the same time of day.
    #[must_use]
    pub fn moved(self, holidays: Arc<Holidays>) -> Self {
        Self {
            holidays,
            moved: true,
            ..self
        }
    }

    /// The same, but on the days of these spans alone, both ends included.
    #[must_use]
    pub fn only(self, spans: impl IntoIterator<Item = (NaiveDate, NaiveDate)>) -> Self {
        let mut all: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        let mut spans: Vec<_> = spans.into_iter().collect();
        spans.sort_unstable();
        for (from, to) in spans {
            match all.last_mut() {
                // A day of several spans is one day.
                Some((_, last)) if from <= *last => *last = to.max(*last),
                _ => all.push((from, to)),
            }
        }
        Self {
            only: Some(all.into()),
            ..self
        }
    }

    /// Whether it fires on some days alone.
    pub fn is_only(&self) -> bool {
        self.only.is_some()
    }

    /// Whether it waits for working days.
    pub fn is_moved(&self) -> bool {
        self.moved
    }

    /// The setting as people write it; `None` where it is a `cron` expression.
    pub fn plain(&self) -> Option<&Plain> {
        match &self.rule {
            Rule::Cron(_) => None,
            Rule::On(plain) => Some(plain),
        }
    }

    /// The first instant after `at` at which it fires in a zone; `None` where the calendar ends before.
    pub fn next_after(&self, zone: Tz, at: At) -> Option<At> {
        self.next(zone, at).map(|(at, _)| at)
    }

    /// The instants after `at` at which it fires in a zone, ascending.
    pub fn fires_after(&self, zone: Tz, at: At) -> impl Iterator<Item = At> {
        std::iter::successors(self.next_after(zone, at), move |fire| {
            self.next_after(zone, *fire)
        })
    }

    /// The same, with the days for which each of them fires.
    pub fn told_after(&self, zone: Tz, at: At) -> impl Iterator<Item = Fire> {
        let next = move |at| {
            let (at, local) = self.next(zone, at)?;
            let on = local.date();
            let days = self.days_of(on);
            Some(Fire { at, days, on })
        };
        std::iter::successors(next(at), move |fire| next(fire.at))
    }

    /// The instant, and what a clock that is never set shows then.
    fn next(&self, zone: Tz, at: At) -> Option<(At, NaiveDateTime)> {
        let utc = at.utc();
        if !YEARS.contains(&utc.year()) {
            return None;
        }
        // What the clock showed before has fired, whatever it has been set to since; where it shows an
        // hour for the second time, so has the rest of that hour.
        let shown = utc.with_timezone(&zone).naive_local();
        self.after(shown)
            .map(|local| (instant(zone, local.date(), local.time()), local))
            .find(|(fire, _)| *fire > at)
    }

    /// The times after this one at which it fires, on a clock that is never set.
    pub fn after(&self, shown: NaiveDateTime) -> Box<dyn Iterator<Item = NaiveDateTime> + '_> {
        let Some(only) = &self.only else {
            return self.whenever_after(shown);
        };
        let to_come = only.iter().filter(move |(_, to)| *to >= shown.date());
        Box::new(to_come.flat_map(move |(from, to)| {
            // It is looked from just before the span: what lies between may be years of seconds.
            let from = before(*from).map_or(shown, |before| before.max(shown));
            self.whenever_after(from)
                .take_while(|time| time.date() <= *to)
        }))
    }

    fn whenever_after(&self, shown: NaiveDateTime) -> Box<dyn Iterator<Item = NaiveDateTime> + '_> {
        if !self.moved {
            return self.rule.after(shown, &self.holidays);
        }
        let next = |shown| self.moved_after(shown);
        Box::new(std::iter::successors(next(shown), move |time| next(*time)))
    }

    /// A time of a working day is one of any day that was moved to it: they all have the same.
    fn moved_after(&self, shown: NaiveDateTime) -> Option<NaiveDateTime> {
        let mut working = self.holidays.working_from(shown.date())?;
        loop {
            let first = self
                .rule
                .first_from(self.holidays.moved_from(working), &self.holidays)?;
            if first > working {
                working = self.holidays.working_from(first)?;
                continue;
            }
            let after = if working == shown.date() {
                first.and_time(shown.time())
            } else {
                before(first)?
            };
            let next = self.rule.after(after, &self.holidays).next();
            if let Some(time) = next.filter(|next| next.date() == first) {
                return Some(working.and_time(time.time()));
            }
            working = self.holidays.working_from(working.succ_opt()?)?;
        }
    }

    /// The days of the calendar for which it fires on this one.
    fn days_of(&self, on: NaiveDate) -> Vec<NaiveDate> {
        if !self.moved {
            return vec![on];
        }
        let from = self.holidays.moved_from(on);
        let days = days_from(from).take_while(|day| *day <= on);
        let fires = |day: &NaiveDate| self.rule.first_from(*day, &self.holidays) == Some(*day);
        days.filter(fires).collect()
    }
}

impl Rule {
    /// The times after this one, on a clock that is never set.
    fn after<'a>(
        &'a self,
        shown: NaiveDateTime,
        holidays: &'a Holidays,
    ) -> Box<dyn Iterator<Item = NaiveDateTime> + 'a> {
        match self {
            Self::Cron(schedule) => {
                let after = shown.and_utc();
                Box::new(schedule.after_owned(after).map(|at| at.naive_utc()))
            }
            Self::On(plain) => {
                let days = days_from(shown.date()).filter(|day| plain.fits(*day, holidays));
                let times = days.map(|day| day.and_time(plain.time));
                Box::new(times.filter(move |time| *time > shown))
            }
        }
    }

    /// The first day from this one on at which it fires.
    fn first_from(&self, day: NaiveDate, holidays: &Holidays) -> Option<NaiveDate> {
        let mut times = self.after(before(day)?, holidays);
        times.next().map(|time| time.date())
    }
}

/// Just before a day begins: no setting knows less than a second.
fn before(day: NaiveDate) -> Option<NaiveDateTime> {
    day.and_time(NaiveTime::MIN)
        .checked_sub_signed(TimeDelta::seconds(1))
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
