//! The turns of one roster by itself: what its rotation says, whatever period or override holds.
//!
//! Shift starts are numbered from the day of `start` on. Their instants never go back, so the turn at
//! an instant is that of the last start which is not after it; where two fall on one instant, both in
//! a gap, that is the later one.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use crate::ids::PersonId;
use crate::settings::{Roster, Rotation};
use crate::state::roster::{instant, local};
use crate::time::At;

/// A turn: from one handover to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    pub(super) from: At,
    pub(super) to: At,
    /// Nobody before the roster begins.
    pub(super) team: &'a [PersonId],
}

/// The turn that runs at `now`.
pub(super) fn turn(roster: &Roster, zone: Tz, now: At) -> Turn<'_> {
    let starts = Starts::of(roster, zone);
    starts.turn(now).unwrap_or(Turn {
        from: At(i64::MIN),
        to: starts
            .instant(starts.first)
            .filter(|first| *first > now)
            .unwrap_or(At(i64::MAX)),
        team: &[],
    })
}

/// When the first of `people` takes over.
pub(super) fn begin(roster: &Roster, zone: Tz) -> Option<At> {
    let starts = Starts::of(roster, zone);
    starts.instant(starts.first)
}

/// The shift starts of a roster, numbered from the first of the day of `start`.
struct Starts<'a> {
    roster: &'a Roster,
    zone: Tz,
    /// Local times at which shifts begin, ascending.
    times: &'a [NaiveTime],
    /// Days until the same time begins a shift again.
    every: i64,
    /// The number of the start at `handover` on the day of `start` (SPEC section 2, "On shift").
    first: i64,
}

impl<'a> Starts<'a> {
    fn of(roster: &'a Roster, zone: Tz) -> Self {
        let (times, every) = match &roster.rotation {
            Rotation::Daily => (std::slice::from_ref(&roster.handover), 1),
            Rotation::Weekly => (std::slice::from_ref(&roster.handover), 7),
            Rotation::Shifts(times) => (times.as_slice(), 1),
        };
        let first = times.iter().position(|time| *time == roster.handover);
        Self {
            roster,
            zone,
            times,
            every,
            first: number(first.unwrap_or(0)),
        }
    }

    fn turn(&self, now: At) -> Option<Turn<'a>> {
        let begun = self.last_begun(now)?;
        let team = self.roster.turns.len();
        let index = (begun - self.first).checked_rem_euclid(number(team))?;
        let team = self.roster.turns.get(usize::try_from(index).ok()?)?;
        Some(Turn {
            from: self.instant(begun)?,
            to: self.instant(begun + 1).unwrap_or(At(i64::MAX)),
            team,
        })
    }

    /// The last start that is not after `now`.
    fn last_begun(&self, now: At) -> Option<i64> {
        let today = local::day(self.zone, now)?;
        let days = (today - self.roster.start).num_days();
        // Where the clock goes back over midnight, a start of tomorrow has happened already.
        let ahead = (days + 1).div_euclid(self.every) + 1;
        let behind = (days - 2).div_euclid(self.every) - 1;
        let per_day = number(self.times.len());
        (behind * per_day..ahead * per_day)
            .rev()
            .take_while(|start| *start >= self.first)
            .find(|start| self.instant(*start).is_some_and(|at| at <= now))
    }

    fn instant(&self, start: i64) -> Option<At> {
        let per_day = number(self.times.len());
        let days = start.checked_div_euclid(per_day)?.checked_mul(self.every)?;
        let time = usize::try_from(start.checked_rem_euclid(per_day)?).ok()?;
        let day: NaiveDate = self
            .roster
            .start
            .checked_add_signed(TimeDelta::try_days(days)?)?;
        Some(instant(self.zone, day, *self.times.get(time)?))
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
