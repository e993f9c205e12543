//! Onward reports of a month: how many were made in time.

use std::collections::BTreeMap;

use crate::ids::PromptId;
use crate::state::prompt_log::{PromptEntry, What};
use crate::time::At;

/// What became of a month's onward reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnwardReports {
    /// Made in time.
    pub in_time: u32,
    /// Made late.
    pub late: u32,
    /// Not made, and the time is over.
    pub missing: u32,
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
    /// Counts the written reports of a month's screenings: of those that were due to be asked in it. Where
    /// nobody was asked, since the bot was down, there was none.
    pub fn of(of_month: impl Fn(At) -> bool, log: &[PromptEntry], now: At) -> Self {
        let mut counts = Self::default();
        let mut reports: BTreeMap<(&PromptId, At), Stands> = BTreeMap::new();
        for entry in log {
            let event = &entry.event;
            let key = (&event.prompt, event.at);
            if let What::NotAsked {
                rounds,
                onward: true,
                ..
            } = &event.what
                && of_month(event.at)
            {
                counts.missing += rounds;
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
        for ((_, at), stands) in reports {
            if !of_month(at) {
                continue;
            }
            match stands {
                Stands::Runs => counts.open += 1,
                Stands::Over => counts.missing += 1,
                Stands::Made { late: false } => counts.in_time += 1,
                Stands::Made { late: true } => counts.late += 1,
            }
        }
        counts
    }

    /// Those of which it is known what became of them.
    pub fn over(&self) -> u32 {
        self.in_time + self.late + self.missing
    }
}
