//! Presence checks (查岗): whoever is on duty is asked now and then for one tap.
//!
//! A row of the configuration has one check at a time. It is known by when it was due, so a clock that is
//! set back and a restart ask nobody twice. The entries of what happened are in `state::duty_log`.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RosterId};
use crate::limits::{PRESENCE_COUNTED, PRESENCE_SPARED, SHIFT_KEPT};
use crate::settings::{Presence, Settings};
use crate::state::duty::{Copied, Duties, Pressed, Watched, on_duty};
use crate::state::roster::{Rosters, Shift};
use crate::time::At;

/// What is under way of a row of `[[presence]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checks {
    /// Up to when everything is dealt with: at first when the row became known, then when the last check was
    /// due. What fired before is not owed.
    pub since: At,
    /// When the next one is due.
    pub next: Option<At>,
    /// The last one, as long as something of it may follow.
    pub check: Option<Check>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// When it was due.
    pub at: At,
    /// Whose shift is checked: the row may name another roster by now.
    pub roster: RosterId,
    /// When its people were asked.
    pub asked: At,
    /// The beginning of the shift that ran then.
    pub shift: At,
    /// Until when In post is to be pressed.
    pub until: At,
    /// When nothing of it follows any more.
    pub ends: At,
    /// Who is to press.
    pub people: Vec<PersonId>,
    /// Whether its time is up, and those who did not press are told of.
    #[serde(default)]
    pub told: bool,
    /// Of whom that was told.
    #[serde(default)]
    pub missed: Vec<PersonId>,
    /// Those of them whom the question had not reached in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<PersonId>,
    /// Who pressed, and when.
    #[serde(default)]
    pub pressed: BTreeMap<PersonId, Pressed>,
    /// Messages with the button.
    #[serde(default)]
    pub copies: Vec<Copied>,
}

/// Checks that fired and are to be dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// The one whose time is not over yet.
    pub open: Option<At>,
    /// Those whose time is over: how many, the first and the last.
    pub over: Option<(u32, At, At)>,
}

impl Checks {
    /// Of a row that was not known before: nothing is owed.
    pub fn begin(row: &Presence, zone: Tz, now: At) -> Self {
        Self {
            since: now,
            next: row.schedule.next_after(zone, now),
            check: None,
        }
    }

    /// Looks at when the next one is due by the row as it is now. Of another setting, or after a clock that
    /// was far ahead, nothing is owed from before.
    /// Returns a check that ends by that: of another roster, or asked under a clock that was ahead.
    pub fn plan(&mut self, row: &Presence, zone: Tz, now: At) -> Option<Check> {
        let next = row.schedule.next_after(zone, self.since);
        if next != self.next || self.since.since(now) > SHIFT_KEPT {
            *self = Self {
                check: self.check.take(),
                ..Self::begin(row, zone, now)
            };
        }
        let ahead = now.plus(row.within);
        self.check
            .take_if(|check| check.roster != row.roster || check.at > ahead)
    }

    /// What fired until now, and is counted as dealt with. The last of several whose time is not over is the
    /// one to ask.
    pub fn fire(
        &mut self,
        row: &Presence,
        zone: Tz,
        now: At,
        on_duty: impl Fn(At) -> bool,
    ) -> Fired {
        let fired = |from: At| {
            let fires = row.schedule.fires_after(zone, from);
            fires.take_while(move |at| *at <= now)
        };
        let still = now.minus(row.within);
        let open = fired(self.since.max(still)).last();
        let over = fired(self.since).take(PRESENCE_COUNTED);
        let over = over.filter(|at| Some(*at) != open && on_duty(*at));
        let over = over.fold(None, |counted: Option<(u32, At, At)>, at| {
            let (count, first, _) = counted.unwrap_or((0, at, at));
            Some((count + 1, first, at))
        });
        if self.next.is_some_and(|next| next <= now) {
            self.since = now;
            self.next = row.schedule.next_after(zone, now);
        }
        Fired { open, over }
    }

    /// When the next thing is to be done.
    pub fn due(&self) -> Option<At> {
        let check = self.check.as_ref().map(Check::due);
        check.into_iter().chain(self.next).min()
    }

    /// The check that was due then.
    pub fn check(&self, at: At) -> Option<&Check> {
        self.check.as_ref().filter(|check| check.at == at)
    }
}

impl Check {
    /// Who has not pressed.
    pub fn missing(&self) -> impl Iterator<Item = &PersonId> {
        let people = self.people.iter();
        people.filter(|person| !self.pressed.contains_key(*person))
    }

    /// Whether its time runs and somebody has not pressed.
    pub fn is_open(&self) -> bool {
        !self.told && self.missing().next().is_some()
    }

    /// When the next thing of it is to be done.
    pub fn due(&self) -> At {
        if self.is_open() {
            self.until
        } else {
            self.ends
        }
    }
}

/// Who is asked now, and who is on duty and need not be: whoever has pressed On duty a short time ago, is
/// asked for that at this moment or in a moment, or is there only until one of those presses.
pub fn asked_now(
    settings: &Settings,
    duties: &Duties,
    roster: &RosterId,
    now: At,
) -> (Vec<PersonId>, Vec<PersonId>) {
    let rosters = duties.named(settings);
    let people = on_duty(settings, duties, roster, now);
    let Some(shift) = rosters.shift_at(roster, now) else {
        return (people, Vec::new());
    };
    let watched = watched(&rosters, duties, &shift, now);
    people
        .into_iter()
        .partition(|person| !is_spared(&watched, &shift, person, now))
}

/// Whether somebody has pressed On duty for the running shift since then.
pub fn came_since(
    rosters: &Rosters<'_>,
    duties: &Duties,
    roster: &RosterId,
    person: &PersonId,
    (since, now): (At, At),
) -> bool {
    let Some(shift) = rosters.shift_at(roster, now) else {
        return false;
    };
    let watched = watched(rosters, duties, &shift, now);
    let mut pressed = watched.iter().filter_map(|one| one.taken.get(person));
    pressed.any(|pressed| pressed.at >= since)
}

/// Where the people of the running shift press: whoever has it from a roster that stands in presses there.
fn watched<'a>(
    rosters: &Rosters<'_>,
    duties: &'a Duties,
    shift: &Shift,
    now: At,
) -> Vec<&'a Watched> {
    let places = std::iter::once(&shift.roster).chain(&shift.stand_ins);
    let watched = places.filter_map(|roster| {
        let runs = rosters.shift_at(roster, now)?;
        duties.rosters.get(roster)?.shift(runs.from)
    });
    watched.collect()
}

fn is_spared(watched: &[&Watched], shift: &Shift, person: &PersonId, now: At) -> bool {
    if !shift.people.contains(person) {
        // Who comes is being asked for On duty; until it is told that he is missing, whoever was there
        // before has nothing to prove.
        let told = watched.iter().any(|one| one.told || one.awaited);
        return !told && watched.iter().any(|one| one.missing().next().is_some());
    }
    let mut here = watched.iter().filter(|one| one.people.contains(person));
    here.any(|one| match one.taken.get(person) {
        Some(pressed) => now.since(pressed.at) < PRESENCE_SPARED,
        None => !one.told,
    })
}
