//! Attendance: how often somebody came on time, late or not at all, by month; a fold of the duty log.
//!
//! What counts is what was pressed or missed: whoever was on duty when the roster became known here has
//! pressed nothing, and a shift or check that was over while the bot was down was nobody's fault.

use std::collections::BTreeMap;

use crate::ids::{PersonId, PresenceId, RosterId};
use crate::settings::Settings;
use crate::state::duty_log::{DutyEntry, PresenceEvent, PresenceWhat, What};
use crate::state::event::Actor;
use crate::state::roster::Month;
use crate::time::At;

/// How often something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// In time.
    pub on_time: u32,
    /// After it.
    pub late: u32,
    /// Not at all.
    pub missed: u32,
}

/// What somebody did in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Shifts, without those of patrols.
    pub shifts: Tally,
    /// Shifts of patrols (rosters with `patrol = true`).
    pub patrols: Tally,
    /// Presence checks, answered or not.
    pub presence: Tally,
}

/// What everybody did, by month.
pub type Attendance = BTreeMap<Month, BTreeMap<PersonId, Counts>>;

/// What a tap was for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Owed<'a> {
    person: &'a PersonId,
    roster: &'a RosterId,
    shift: At,
    /// The check of a row that was due then; `None`: the shift itself.
    check: Option<(&'a PresenceId, At)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    OnTime,
    Late,
    Missed,
}

/// Counts what the entries tell, in their order. A month is that of the local day on which the shift began,
/// also for checks within it; whoever came late after he had been told of counts as late only.
pub fn attendance<'a>(
    entries: impl IntoIterator<Item = &'a DutyEntry>,
    settings: &Settings,
) -> Attendance {
    let mut outcomes: BTreeMap<Owed<'_>, Outcome> = BTreeMap::new();
    for entry in entries {
        let Some((person, check, outcome)) = told(entry) else {
            continue;
        };
        let owed = Owed {
            person,
            roster: &entry.event.roster,
            shift: entry.event.shift,
            check,
        };
        // Whoever has come has come, whatever is told of him later.
        if outcome == Outcome::Missed {
            outcomes.entry(owed).or_insert(outcome);
        } else {
            outcomes.insert(owed, outcome);
        }
    }
    let mut months = Attendance::new();
    for (owed, outcome) in outcomes {
        let Some(month) = Month::at(settings.timezone, owed.shift) else {
            continue;
        };
        let people = months.entry(month).or_default();
        let counts = people.entry(owed.person.clone()).or_default();
        let patrol = settings
            .roster(owed.roster)
            .is_some_and(|roster| roster.patrol);
        let tally = match owed.check {
            Some(_) => &mut counts.presence,
            None if patrol => &mut counts.patrols,
            None => &mut counts.shifts,
        };
        match outcome {
            Outcome::OnTime => tally.on_time += 1,
            Outcome::Late => tally.late += 1,
            Outcome::Missed => tally.missed += 1,
        }
    }
    months
}

type Told<'a> = (&'a PersonId, Option<(&'a PresenceId, At)>, Outcome);

/// Who did, or did not do, what was owed.
fn told(entry: &DutyEntry) -> Option<Told<'_>> {
    let by = match &entry.by {
        Actor::Person(person) => Some(person),
        _ => None,
    };
    let came = |late: bool| if late { Outcome::Late } else { Outcome::OnTime };
    match &entry.event.what {
        What::TakenOver { late } => Some((by?, None, came(*late))),
        What::NotTakenOver { person } => Some((person, None, Outcome::Missed)),
        What::Presence(PresenceEvent { row, at, what }) => {
            let check = Some((row, *at));
            match what {
                PresenceWhat::InPost { late } => Some((by?, check, came(*late))),
                PresenceWhat::Missed { person } => Some((person, check, Outcome::Missed)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Tally {
    /// Whether nothing was owed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
