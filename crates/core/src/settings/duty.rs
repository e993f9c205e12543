//! `[[rosters]]`, `[[special_periods]]` and `[[presence]]`.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};

use crate::ids::{PersonId, PresenceId, RoleId, RosterId};
use crate::state::schedule::Schedule;

/// `[[rosters]]`
#[derive(Debug, Clone)]
pub struct Roster {
    /// Unique among rosters.
    pub id: RosterId,
    /// Shown in messages.
    pub name: String,
    /// `people`: take turns in this order. A turn is that of one person or of several, of whom the
    /// first is the captain; neither the list nor a turn is empty.
    pub turns: Vec<Vec<PersonId>>,
    /// The first of `people` takes over on this day.
    pub start: NaiveDate,
    /// When the first of `people` takes over on `start`, local time; in a daily or weekly rotation all
    /// others as well.
    pub handover: NaiveTime,
    /// How long a shift is.
    pub rotation: Rotation,
    /// Whether each turn is a patrol's, with a captain and at least two members (DOMAIN, "Duty").
    pub patrol: bool,
    /// How its people are reminded, and asked whether they are there.
    pub asks: Asks,
}

/// How people are reminded of their shifts, and asked whether they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// So long before a shift its people are reminded.
    pub remind: Vec<Duration>,
    /// On duty must be pressed within this time.
    pub ack_within: Duration,
    /// So long before the end they are asked for a handover note; half of a shift at most.
    pub handover_note: Duration,
    /// What was handed over is to be signed within this time.
    pub sign_within: Duration,
    /// Who is told when it was not; empty: the administrators.
    pub escalate: Vec<Whom>,
}

impl Default for Asks {
    fn default() -> Self {
        Self {
            remind: Vec::new(),
            ack_within: crate::limits::ACK_WITHIN,
            handover_note: crate::limits::HANDOVER_NOTE,
            sign_within: crate::limits::SIGN_WITHIN,
            escalate: Vec::new(),
        }
    }
}

/// Who is told of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// One person.
    Person(PersonId),
    /// All of a role.
    Role(RoleId),
    /// Whoever is on duty in a roster.
    Roster(RosterId),
}

/// How a roster turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// A shift a day.
    Daily,
    /// A shift a week, from the weekday of `start`.
    Weekly,
    /// Several shifts a day, beginning at these local times, ascending.
    Shifts(Vec<NaiveTime>),
}

/// `[[special_periods]]`: holidays and big events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialPeriod {
    /// Shown in messages.
    pub name: String,
    /// Its first day: a duty day, so it begins at the first handover.
    pub from: NaiveDate,
    /// Its last day, which ends at the first handover of the next.
    pub to: NaiveDate,
    /// On duty in this period; outside of such periods they rest.
    pub rosters: Vec<RosterId>,
    /// Rosters for which those stand in; empty: they are on duty besides everybody else.
    pub instead_of: Vec<RosterId>,
}

/// `[[presence]]`: whoever is on duty is asked now and then for one tap.
#[derive(Debug, Clone)]
pub struct Presence {
    /// Unique among presence checks.
    pub id: PresenceId,
    /// Shown in messages; `None`: the roster's name is.
    pub name: Option<String>,
    /// When it is asked.
    pub schedule: Schedule,
    /// Whoever is on duty here is asked.
    pub roster: RosterId,
    /// So long is there to press In post.
    pub within: Duration,
    /// Who is told when somebody did not; empty: whom the roster names.
    pub escalate: Vec<Whom>,
}

impl Roster {
    /// Whether somebody takes turns in it.
    pub fn has(&self, person: &PersonId) -> bool {
        self.turns.iter().any(|turn| turn.contains(person))
    }

    /// The first handover of a day, local time: where a duty day of this roster begins.
    pub fn day_begins(&self) -> NaiveTime {
        match &self.rotation {
            Rotation::Shifts(times) => times.first().copied().unwrap_or(self.handover),
            Rotation::Daily | Rotation::Weekly => self.handover,
        }
    }
}
