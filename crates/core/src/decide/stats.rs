//! `/stats`: the figures of a month.

use crate::decide::{Speech, Turn};
use crate::ids::PersonId;
use crate::state::attendance::{Counts, attendance};
use crate::state::duty_log::DutyEvent;
use crate::state::roster::Month;

/// What a month was like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Which.
    pub month: Month,
    /// Whether a later one has begun.
    pub over: bool,
    /// Who was on duty, in the order of the configuration; whoever it does not name any more is last.
    /// `None` where the duty log can't be read whole.
    pub attendance: Option<Vec<(PersonId, Counts)>>,
}

/// The figures of a month, or of the one that runs.
pub(super) fn stats(turn: &Turn<'_>, asked: Option<Month>) -> Option<Speech> {
    let settings = turn.world.settings;
    let running = Month::at(settings.timezone, turn.now)?;
    let month = asked.unwrap_or(running);
    let log = turn.world.archive.log::<DutyEvent>();
    let attendance = log.map(|log| {
        let mut people = attendance(&log, settings)
            .remove(&month)
            .unwrap_or_default();
        let mut ordered: Vec<(PersonId, Counts)> = Vec::new();
        for person in &settings.people {
            ordered.extend(people.remove_entry(&person.id));
        }
        ordered.extend(people);
        ordered
    });
    Some(Speech::Stats(Box::new(Stats {
        month,
        over: month < running,
        attendance,
    })))
}
