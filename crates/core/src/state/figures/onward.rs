//! Onward reports of a month: how many were made in time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::ids::PromptId;
use crate::state::prompt_log::{PromptEntry, What};
use crate::state::roster::Month;
use crate::time::At;

/// What became of a month's onward reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnwardReports {
    /// Made in time.
    pub in_time: u32,
    /// Made late: when the screenings were due.
    pub late: Vec<At>,
    /// Not made, and the time is over: when the screenings were due, the first of several that were not asked.
    pub missing: Vec<At>,
    /// Their time runs.
    pub open: u32,
}

/// How far one has come.
#[derive(Clone, Copy)]
enum Stands {
    Runs,
    Over,
    Made { late: bool },
}

impl OnwardReports {
    /// Counts the written reports of a month's screenings: of those that were to be asked in it. Where nobody was
    /// asked, since the bot was down, there was none.
    pub fn of((zone, month): (Tz, Month), log: &[PromptEntry], now: At) -> Self {
        let mut counts = Self::default();
        // Some were moved to a working day of another month.
        let mut days: BTreeMap<(&PromptId, At), NaiveDate> = BTreeMap::new();
        let mut reports: BTreeMap<(&PromptId, At), Stands> = BTreeMap::new();
        for entry in log {
            let event = &entry.event;
            let key = (&event.prompt, event.at);
            if let What::NotAsked {
                rounds,
                onward: true,
                day,
                ..
            } = &event.what
                && Month::counting(zone, event.at, *day) == Some(month)
            {
                let rounds = usize::try_from(*rounds).unwrap_or(usize::MAX);
                counts.missing.extend(std::iter::repeat_n(event.at, rounds));
            }
            if let What::Asked { day: Some(day), .. } = &event.what {
                days.insert(key, *day);
            }
            let stands = match &event.what {
                What::ReportDrafted { limit, .. } if *limit < now => Stands::Over,
                What::ReportDrafted { .. } => Stands::Runs,
                What::ReportLate { .. } | What::ReportGivenUp => Stands::Over,
                What::Reported { late } => Stands::Made { late: *late },
                What::ReportWithdrawn => {
                    reports.remove(&key);
                    continue;
                }
                _ => continue,
            };
            reports.insert(key, stands);
        }
        for (key, stands) in reports {
            let at = key.1;
            if Month::counting(zone, at, days.get(&key).copied()) != Some(month) {
                continue;
            }
            match stands {
                Stands::Runs => counts.open += 1,
                Stands::Over => counts.missing.push(at),
                Stands::Made { late: false } => counts.in_time += 1,
                Stands::Made { late: true } => counts.late.push(at),
            }
        }
        counts
    }

    /// Those of which it is known what became of them.
    pub fn over(&self) -> u32 {
        let others = self.late.len() + self.missing.len();
        self.in_time + u32::try_from(others).unwrap_or(u32::MAX)
    }
}
