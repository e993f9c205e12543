//! Who is on duty when: a pure function of rosters, special periods, overrides and time (SPEC
//! section 2, "On shift").
//!
//! A roster asked for is answered by itself or, in a special period, by those that stand in for it
//! (`window`); each of them has its turns (`turn`); overrides change who stands on them. What comes of
//! it are shifts without gap and overlap: a shift ends where somebody hands over, where a period
//! begins or ends, and where its people change.

mod local;
mod month;
#[cfg(test)]
mod tests;
mod turn;
mod window;

use std::ops::Range;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RosterId};
use crate::settings::{Roster, Settings, SpecialPeriod};
use crate::time::At;

pub use local::instant;
pub use month::{DutyDay, Month, Stand, running_day};
use turn::Turn;

/// A span in which the same people are on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The roster that was asked for.
    pub roster: RosterId,
    /// When it begins.
    pub from: At,
    /// When the next one begins, or duty ends.
    pub to: At,
    /// Who is on duty, each once, the captain first; never empty.
    pub people: Vec<PersonId>,
    /// The rosters of a special period that stand in for this one, whose shifts these are as well;
    /// empty where the roster is on duty itself.
    pub stand_ins: Vec<RosterId>,
}

/// Which shift: the same over restarts, as long as what it follows from is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ShiftId {
    /// Whose.
    pub roster: RosterId,
    /// When it begins.
    pub from: At,
}

/// Somebody is on duty in the place of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// On this roster.
    pub roster: RosterId,
    /// From this instant on,
    pub from: At,
    /// until this one.
    pub to: At,
    /// Who is not on duty.
    pub off: PersonId,
    /// Who is.
    pub on: PersonId,
}

/// All that names who is on duty, besides time.
#[derive(Debug, Clone, Copy)]
pub struct Rosters<'a> {
    zone: Tz,
    rosters: &'a [Roster],
    periods: &'a [SpecialPeriod],
    overrides: &'a [Override],
}

impl Shift {
    /// Names the shift.
    pub fn id(&self) -> ShiftId {
        ShiftId {
            roster: self.roster.clone(),
            from: self.from,
        }
    }

    /// The first of its people leads it (DOMAIN, "Duty").
    pub fn captain(&self) -> Option<&PersonId> {
        self.people.first()
    }
}

impl Override {
    /// Who is on duty by this override: `on` has the place of `off`. Nobody stands there twice, and
    /// whoever has two places keeps the earlier one.
    fn apply(&self, at: At, people: &mut Vec<PersonId>) {
        if at < self.from || self.to <= at || !people.contains(&self.off) {
            return;
        }
        let before = std::mem::take(people).into_iter();
        *people = each_once(before.map(|person| {
            if person == self.off {
                self.on.clone()
            } else {
                person
            }
        }));
    }
}

/// Nobody twice: whoever comes again keeps the earlier place.
pub(crate) fn each_once(people: impl IntoIterator<Item = PersonId>) -> Vec<PersonId> {
    let mut once: Vec<PersonId> = Vec::new();
    for person in people {
        if !once.contains(&person) {
            once.push(person);
        }
    }
    once
}

impl<'a> Rosters<'a> {
    /// The rosters and periods of a configuration, with local times in `zone`. Later overrides are
    /// applied after earlier ones, so a stand-in may be replaced in turn.
    pub fn new(
        zone: Tz,
        rosters: &'a [Roster],
        periods: &'a [SpecialPeriod],
        overrides: &'a [Override],
    ) -> Self {
        Self {
            zone,
            rosters,
            periods,
            overrides,
        }
    }

    /// As [`Self::new`], of the settings in force.
    pub fn of(settings: &'a Settings, overrides: &'a [Override]) -> Self {
        Self::new(
            settings.timezone,
            &settings.rosters,
            &settings.special_periods,
            overrides,
        )
    }

    /// The shift that runs at `now`; `None` before the roster starts, and for one of special periods
    /// outside of them.
    pub fn shift_at(&self, roster: &RosterId, now: At) -> Option<Shift> {
        let asked = self.roster(roster)?;
        let window = self.window(asked, now);
        let turns: Vec<(&Roster, Turn<'a>)> = window
            .sources
            .iter()
            .map(|source| (*source, turn::turn(source, self.zone, now)))
            .collect();
        let people = self.people(asked, &turns, now);
        if people.is_empty() {
            return None;
        }
        let mut shift = Shift {
            roster: asked.id.clone(),
            from: turns
                .iter()
                .map(|(_, turn)| turn.from)
                .fold(window.from, At::max),
            to: turns
                .iter()
                .map(|(_, turn)| turn.to)
                .fold(window.to, At::min),
            stand_ins: turns
                .iter()
                .filter(|(source, _)| source.id != asked.id)
                .map(|(source, _)| source.id.clone())
                .collect(),
            people,
        };
        // An override that changes nobody ends no shift.
        let (past, ahead): (Vec<At>, Vec<At>) = self
            .changes(asked, &turns, shift.from..shift.to)
            .into_iter()
            .partition(|change| *change <= now);
        let differ = |at: At| self.people(asked, &turns, at) != shift.people;
        let begun = past.into_iter().rev().find(|at| differ(At(at.0 - 1)));
        let ends = ahead.into_iter().find(|at| differ(*at));
        shift.from = begun.unwrap_or(shift.from);
        shift.to = ends.unwrap_or(shift.to);
        Some(shift)
    }

    /// Whether others come to stand on a shift in its middle then: by the rosters alone it goes on.
    pub fn is_cut(&self, roster: &RosterId, at: At) -> bool {
        let alone = Self {
            overrides: &[],
            ..*self
        };
        let shift = alone.shift_at(roster, at);
        shift.is_some_and(|shift| shift.from < at)
    }

    /// The first shift that begins after `now`; of a roster that is on duty it follows the running
    /// one.
    pub fn next_after(&self, roster: &RosterId, now: At) -> Option<Shift> {
        let running = self.shift_at(roster, now);
        let end = running.map_or(now, |running| running.to);
        let next = self.running_or_next(roster, end);
        next.filter(|next| next.from > now)
    }

    /// The shifts that run in a span, each whole, in order.
    pub fn shifts(
        &self,
        roster: &'a RosterId,
        span: Range<At>,
    ) -> impl Iterator<Item = Shift> + use<'a> {
        let this = *self;
        let first = this.running_or_next(roster, span.start);
        std::iter::successors(first, move |shift| this.running_or_next(roster, shift.to))
            .take_while(move |shift| shift.from < span.end)
    }

    /// Instants of a span, ascending, at which others come on duty, or would if the roster had begun:
    /// where shifts and special periods begin and end.
    pub fn seams(&self, roster: &RosterId, span: &Range<At>) -> Vec<At> {
        let edges = self.roster(roster).map(|asked| self.edges(asked));
        let shifts = self.shifts(roster, span.clone());
        let mut seams: Vec<At> = shifts
            .flat_map(|shift| [shift.from, shift.to])
            .chain(edges.unwrap_or_default())
            .filter(|at| span.contains(at))
            .collect();
        seams.sort_unstable();
        seams.dedup();
        seams
    }

    /// The shifts in a span on which somebody stands, by their beginning. A shift with stand-ins is
    /// left out where the person has it from one of them already.
    pub fn shifts_of(&self, person: &PersonId, span: &Range<At>) -> Vec<Shift> {
        let has_already = |shift: &Shift| {
            let stand_ins = shift.stand_ins.iter();
            stand_ins
                .filter_map(|roster| self.shift_at(roster, shift.from))
                .any(|other| other.people.contains(person))
        };
        let mut shifts: Vec<Shift> = self
            .rosters
            .iter()
            .flat_map(|roster| self.shifts(&roster.id, span.clone()))
            .filter(|shift| shift.people.contains(person) && !has_already(shift))
            .collect();
        shifts.sort_by_key(|shift| shift.from);
        shifts
    }

    /// Whether nobody is on duty here because it is for special periods and none runs: it is nobody's
    /// fault.
    pub fn rests(&self, roster: &RosterId, now: At) -> bool {
        self.is_special(roster)
            && self
                .roster(roster)
                .is_some_and(|asked| self.window(asked, now).sources.is_empty())
    }

    fn roster(&self, id: &RosterId) -> Option<&'a Roster> {
        self.rosters.iter().find(|roster| roster.id == *id)
    }

    /// The shift that runs at an instant, or else the first after it.
    fn running_or_next(&self, roster: &RosterId, at: At) -> Option<Shift> {
        let running = self.shift_at(roster, at);
        running.or_else(|| {
            let openings = self.openings(self.roster(roster)?, at);
            openings
                .into_iter()
                .find_map(|opening| self.shift_at(roster, opening))
        })
    }

    /// Who is on duty at an instant at which these turns run.
    fn people(&self, asked: &Roster, turns: &[(&Roster, Turn<'_>)], at: At) -> Vec<PersonId> {
        let overrides_of = |id: &RosterId, people: &mut Vec<PersonId>| {
            let of_roster = self.overrides.iter().filter(|over| over.roster == *id);
            of_roster.for_each(|over| over.apply(at, people));
        };
        let mut people = each_once(turns.iter().flat_map(|(source, turn)| {
            let mut team = turn.team.to_vec();
            if source.id != asked.id {
                overrides_of(&source.id, &mut team);
            }
            team
        }));
        overrides_of(&asked.id, &mut people);
        people
    }

    /// Instants within a span at which overrides begin or end, ascending.
    fn changes(&self, asked: &Roster, turns: &[(&Roster, Turn<'_>)], span: Range<At>) -> Vec<At> {
        let concerns = |over: &&Override| {
            over.roster == asked.id || turns.iter().any(|(source, _)| source.id == over.roster)
        };
        let mut changes: Vec<At> = self
            .overrides
            .iter()
            .filter(concerns)
            .flat_map(|over| [over.from, over.to])
            .filter(|at| span.start < *at && *at < span.end)
            .collect();
        changes.sort_unstable();
        changes
    }
}
