//! Where each month begins in the records, so that the figures of a month read a month and not all history.
//!
//! A mark is set by the first input of a month. What was stored before there were marks lies before the
//! first of them; a mark of a month that a clock has not reached yet goes when the clock is right again.

use std::collections::BTreeMap;
use std::ops::Range;

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

    /// Whether a month has one.
    pub fn has(&self, month: Month) -> bool {
        self.0.contains_key(&month)
    }

    /// Months after this one that have one: the clock was ahead.
    pub fn after(&self, month: Month) -> impl Iterator<Item = Month> {
        let later = self
            .0
            .range((std::ops::Bound::Excluded(month), std::ops::Bound::Unbounded));
        later.map(|(month, _)| *month)
    }

    /// Incidents that may have been reported in a month: the end is `None` where it is still open.
    pub fn incidents(&self, month: Month) -> (IncidentNumber, Option<IncidentNumber>) {
        let first = self.at_or_before(month).map(|mark| mark.incident);
        let end = self.after_all(month).map(|mark| mark.incident);
        (first.unwrap_or(IncidentNumber(1)), end)
    }

    /// Entries of a log that may have been made from the beginning of one month to the end of another.
    pub fn entries(&self, log: Log, from: Month, to: Month) -> Range<u32> {
        let of = |mark: &Mark| mark.logs.get(&log).copied();
        let first = self.at_or_before(from).and_then(of);
        let end = self.after_all(to).map(|mark| of(mark).unwrap_or(1));
        first.unwrap_or(1)..end.unwrap_or(u32::MAX)
    }

    fn at_or_before(&self, month: Month) -> Option<&Mark> {
        self.0.range(..=month).next_back().map(|(_, mark)| mark)
    }

    fn after_all(&self, month: Month) -> Option<&Mark> {
        let month = self.after(month).next()?;
        self.0.get(&month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn marks(list: &[(&str, u64, u32)]) -> Marks {
        let mut marks = Marks::default();
        for (text, incident, duty) in list {
            let mark = Mark {
                incident: IncidentNumber(*incident),
                logs: BTreeMap::from([(Log::Duty, *duty)]),
            };
            marks.put(month(text), Some(mark));
        }
        marks
    }

    #[test]
    fn a_month_lies_between_its_mark_and_the_next() {
        let marks = marks(&[("2026-10", 5, 40), ("2026-11", 9, 90), ("2027-01", 20, 200)]);
        let numbers = |text: &str| {
            let (first, end) = marks.incidents(month(text));
            (first.0, end.map(|end| end.0))
        };
        assert_eq!(numbers("2026-09"), (1, Some(5)));
        assert_eq!(numbers("2026-10"), (5, Some(9)));
        assert_eq!(numbers("2026-11"), (9, Some(20)));
        // Nothing came in December: it is within what November's mark begins.
        assert_eq!(numbers("2026-12"), (9, Some(20)));
        assert_eq!(numbers("2027-01"), (20, None));
        let entries = |from: &str, to: &str| marks.entries(Log::Duty, month(from), month(to));
        assert_eq!(entries("2026-10", "2026-11"), 40..200);
        assert_eq!(entries("2026-08", "2026-09"), 1..40);
        assert_eq!(entries("2026-12", "2027-02"), 90..u32::MAX);
        assert_eq!(
            marks.entries(Log::Ledger, month("2026-10"), month("2026-10")),
            1..1
        );
        assert_eq!(
            Marks::default().entries(Log::Duty, month("2026-10"), month("2026-10")),
            1..u32::MAX
        );
    }

    #[test]
    fn a_clock_that_was_ahead_leaves_none() {
        let mut marks = marks(&[("2026-11", 9, 90), ("2031-01", 20, 200)]);
        let ahead: Vec<Month> = marks.after(month("2026-12")).collect();
        assert_eq!(ahead, [month("2031-01")]);
        marks.put(ahead[0], None);
        assert_eq!(marks.incidents(month("2026-12")), (IncidentNumber(9), None));
    }
}
