//! Which days are worked (`[[holidays]]`): Monday to Friday but for holidays, and the days worked in
//! exchange for them (调休上班日).

use chrono::{Datelike, NaiveDate, Weekday};

use super::YEARS;

/// `[[holidays]]`: some days on which nobody works, or on which people do although it is a weekend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// How its owner calls it.
    pub name: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Whether these days are worked in exchange.
    pub work: bool,
}

impl Holiday {
    /// Whether a day is one of these.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// All of `[[holidays]]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(pub Vec<Holiday>);

impl Holidays {
    /// Whether a day is worked: it is marked as worked in exchange, or it is a Monday to Friday in no holiday.
    pub fn works(&self, day: NaiveDate) -> bool {
        let marked = |work: bool| self.0.iter().any(|row| row.work == work && row.covers(day));
        marked(true) || is_weekday(day) && !marked(false)
    }

    /// The first working day from this one on; `None` where the calendar ends before.
    pub fn working_from(&self, day: NaiveDate) -> Option<NaiveDate> {
        days_from(day).find(|day| self.works(*day))
    }

    /// Whether a holiday begins or goes on from this day on: a list that has ended moves over weekends only.
    pub fn lie_ahead(&self, today: NaiveDate) -> bool {
        self.0.iter().any(|row| !row.work && row.to >= today)
    }

    /// The first of the days whose work is done on this working day: it comes after the working day before.
    pub(super) fn moved_from(&self, working: NaiveDate) -> NaiveDate {
        let before = std::iter::successors(working.pred_opt(), NaiveDate::pred_opt);
        let idle = before.take_while(|day| YEARS.contains(&day.year()) && !self.works(*day));
        idle.last().unwrap_or(working)
    }
}

/// Monday to Friday.
pub fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// This day and all after it, as far as the configuration can name them.
pub(super) fn days_from(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let days = std::iter::successors(Some(day), NaiveDate::succ_opt);
    days.take_while(|day| YEARS.contains(&day.year()))
}
