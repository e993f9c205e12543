//! Where each month begins in the records, so that the figures of a month read a month and not all history.
//!
//! A mark is set by the first input of a month, and is a lower bound: a clock may have been wrong around it, and
//! a zone corrected since. So whoever reads begins at the mark of the month before, ends at that of the month
//! after the next, and looks at each date. A mark of a month that a clock has not reached yet goes when the
//! clock is right again, and leaves its numbers to the one that stays, if they are the lesser ones.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use serde::{Deserialize, Serialize};

use crate::ids::IncidentNumber;
use crate::state::log::Log;
use crate::state::roster::Month;

/// The first that a month may have of what counts up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Of incidents.
    pub incident: IncidentNumber,
    /// Of the entries of each log; what is not there begins with 1.
    pub logs: BTreeMap<Log, u32>,
}

impl Mark {
    /// Of a month before which there is nothing.
    pub fn first() -> Self {
        Self {
            incident: IncidentNumber(1),
            logs: BTreeMap::new(),
        }
    }

    /// The lesser numbers of both.
    pub fn least(&self, other: &Self) -> Self {
        let logs = self.logs.iter().map(|(log, seq)| {
            let other = other.logs.get(log).copied().unwrap_or(1);
            (*log, other.min(*seq))
        });
        Self {
            incident: self.incident.min(other.incident),
            logs: logs.collect(),
        }
    }
}

/// The marks, by month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks(BTreeMap<Month, Mark>);

impl Marks {
    /// Sets a mark, or takes it away.
    pub(super) fn put(&mut self, month: Month, mark: Option<Mark>) {
        match mark {
            Some(mark) => self.0.insert(month, mark),
            None => self.0.remove(&month),
        };
    }

    /// The mark of a month.
    pub fn get(&self, month: Month) -> Option<&Mark> {
        self.0.get(&month)
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Months after this one that have one, ascending.
    pub fn after(&self, month: Month) -> impl Iterator<Item = Month> {
        let later = self.0.range((Bound::Excluded(month), Bound::Unbounded));
        later.map(|(month, _)| *month)
    }

    /// Incidents that may have been reported in a month: the end is `None` where it is still open.
    pub fn incidents(&self, month: Month) -> (IncidentNumber, Option<IncidentNumber>) {
        let first = self.beginning(month).map(|mark| mark.incident);
        let end = self.ending(month).map(|mark| mark.incident);
        (first.unwrap_or(IncidentNumber(1)), end)
    }

    /// Entries of a log that may have been made from the beginning of one month to the end of another.
    pub fn entries(&self, log: Log, from: Month, to: Month) -> Range<u32> {
        let of = |mark: &Mark| mark.logs.get(&log).copied().unwrap_or(1);
        let first = self.beginning(from).map_or(1, of);
        first..self.ending(to).map_or(u32::MAX, of)
    }

    fn beginning(&self, month: Month) -> Option<&Mark> {
        let before = month.before()?;
        self.0.range(..=before).next_back().map(|(_, mark)| mark)
    }

    fn ending(&self, month: Month) -> Option<&Mark> {
        let next = month.after()?;
        let (_, mark) = self
            .0
            .range((Bound::Excluded(next), Bound::Unbounded))
            .next()?;
        Some(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn mark(incident: u64, duty: u32) -> Mark {
        Mark {
            incident: IncidentNumber(incident),
            logs: BTreeMap::from([(Log::Duty, duty)]),
        }
    }

    #[test]
    fn a_month_lies_within_the_marks_around_it() {
        let mut marks = Marks::default();
        for (text, incident, duty) in [
            ("2026-10", 5, 40),
            ("2026-11", 9, 90),
            ("2027-01", 20, 200),
            ("2027-02", 30, 300),
        ] {
            marks.put(month(text), Some(mark(incident, duty)));
        }
        let numbers = |text: &str| {
            let (first, end) = marks.incidents(month(text));
            (first.0, end.map(|end| end.0))
        };
        assert_eq!(numbers("2026-08"), (1, Some(5)));
        assert_eq!(numbers("2026-10"), (1, Some(20)));
        assert_eq!(numbers("2026-11"), (5, Some(20)));
        // Nothing came in December: it lies within what November's mark begins.
        assert_eq!(numbers("2026-12"), (9, Some(30)));
        assert_eq!(numbers("2027-01"), (9, None));
        assert_eq!(numbers("2027-03"), (30, None));
        let entries = |from: &str, to: &str| marks.entries(Log::Duty, month(from), month(to));
        assert_eq!(entries("2026-11", "2026-12"), 40..300);
        assert_eq!(entries("2026-08", "2026-08"), 1..40);
        assert_eq!(entries("2027-02", "2027-02"), 200..u32::MAX);
        let none = Marks::default();
        let all = none.entries(Log::Duty, month("2026-10"), month("2026-10"));
        assert_eq!(all, 1..u32::MAX);
    }

    #[test]
    fn of_two_marks_the_lesser_numbers_stay() {
        assert_eq!(mark(9, 40).least(&mark(5, 90)), mark(5, 40));
    }
}
