//! Figures of a month. Of incidents, drills are kept out (SPEC section 3, `/drill`).

mod mediations;
mod onward;
mod prompts;

use std::time::Duration;

use chrono_tz::Tz;

use crate::ids::{CategoryId, IncidentNumber, SeverityId};
use crate::settings::Settings;
use crate::state::incident::{Ending, Incident, Phase};
use crate::state::roster::Month;

pub use mediations::Mediations;
pub use onward::OnwardReports;
pub use prompts::{Answers, Prompts};

/// What a month's incidents were like. Each figure can be counted by hand in `export incidents`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Incidents {
    /// All that were reported, but those joined to another one.
    pub reported: u32,
    /// Joined to another one, which counts.
    pub merged: u32,
    /// Of those reported, taken back before anybody had them.
    pub withdrawn: u32,
    /// Of those reported, by the level that they have now, highest first.
    pub severities: Vec<(SeverityId, u32)>,
    /// Of those reported, by the category that they have now, in the order of the configuration; those
    /// without come last.
    pub categories: Vec<(Option<CategoryId>, u32)>,
    /// How long each waited from its report until somebody first acknowledged it, ascending.
    pub waits: Vec<(Duration, IncidentNumber)>,
    /// Of those reported and not taken back, nobody ever acknowledged these.
    pub unanswered: Vec<IncidentNumber>,
}

impl Incidents {
    /// Counts the incidents of a month, which is that of the local day of the report.
    pub fn of(settings: &Settings, month: Month, all: impl IntoIterator<Item = Incident>) -> Self {
        let mut figures = Self::default();
        let mut severities: Vec<(SeverityId, u32)> = Vec::new();
        let mut categories: Vec<(Option<CategoryId>, u32)> = Vec::new();
        for incident in all {
            if incident.drill || !is_of(settings.timezone, month, &incident) {
                continue;
            }
            let ending = ending(&incident);
            if matches!(ending, Some(Ending::Merged(_))) {
                figures.merged += 1;
                continue;
            }
            figures.reported += 1;
            count(&mut severities, incident.severity.clone());
            count(&mut categories, incident.category.clone());
            let withdrawn = ending == Some(Ending::Withdrawn);
            match incident.first_acknowledged() {
                Some(at) => {
                    let wait = at.since(incident.reported_at);
                    figures.waits.push((wait, incident.number));
                }
                None if withdrawn => {}
                None => figures.unanswered.push(incident.number),
            }
            figures.withdrawn += u32::from(withdrawn);
        }
        figures.waits.sort_unstable();
        severities.sort_by_key(|(id, _)| settings.rank(id));
        let place = |id: &Option<CategoryId>| match id {
            Some(id) => {
                let mut known = settings.categories.iter();
                known
                    .position(|category| category.id == *id)
                    .unwrap_or(usize::MAX - 1)
            }
            None => usize::MAX,
        };
        categories.sort_by_key(|(id, _)| place(id));
        figures.severities = severities;
        figures.categories = categories;
        figures
    }

    /// The wait that so many hundredths of the acknowledged ones did not exceed, by nearest rank; `None` where
    /// there is none.
    pub fn percentile(&self, hundredths: usize) -> Option<Duration> {
        let rank = (self.waits.len() * hundredths).div_ceil(100);
        let wait = self.waits.get(rank.max(1) - 1);
        wait.map(|(wait, _)| *wait)
    }
}

fn is_of(zone: Tz, month: Month, incident: &Incident) -> bool {
    Month::at(zone, incident.reported_at) == Some(month)
}

fn ending(incident: &Incident) -> Option<Ending> {
    match &incident.phase {
        Phase::Closed { ending, .. } => Some(*ending),
        _ => None,
    }
}

fn count<T: PartialEq>(all: &mut Vec<(T, u32)>, one: T) {
    match all.iter_mut().find(|(known, _)| *known == one) {
        Some((_, count)) => *count += 1,
        None => all.push((one, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(seconds: &[u64]) -> Incidents {
        let waits = seconds.iter().zip(1..);
        let waits =
            waits.map(|(wait, number)| (Duration::from_secs(*wait), IncidentNumber(number)));
        Incidents {
            waits: waits.collect(),
            ..Incidents::default()
        }
    }

    #[test]
    fn percentiles_are_waits_that_there_were() {
        let percentile = |seconds: &[u64], hundredths| {
            let wait = waits(seconds).percentile(hundredths);
            wait.map(|wait| wait.as_secs())
        };
        assert_eq!(percentile(&[], 50), None);
        assert_eq!(percentile(&[7], 50), Some(7));
        assert_eq!(percentile(&[7], 90), Some(7));
        assert_eq!(percentile(&[1, 2], 50), Some(1));
        assert_eq!(percentile(&[1, 2, 3], 50), Some(2));
        let ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        assert_eq!(percentile(&ten, 50), Some(5));
        assert_eq!(percentile(&ten, 90), Some(9));
        assert_eq!(
            percentile(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 90),
            Some(10)
        );
    }
}
