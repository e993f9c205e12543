//! The rules word by word, and slowly: all handovers since a roster began are listed, and at each instant
//! it is asked which of them have happened.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use dutybell_core::ids::{PersonId, RosterId};
use dutybell_core::settings::{Roster, Rotation};
use dutybell_core::time::At;

use crate::plan::Plan;
use crate::{DAY, MINUTE};

/// What the wall shows.
fn wall(zone: Tz, at: At) -> NaiveDateTime {
    let utc = at.utc().naive_utc();
    utc + zone.offset_from_utc_datetime(&utc).fix()
}

/// The first minute at which the wall shows this time or a later one.
pub(crate) fn happens(zone: Tz, day: NaiveDate, time: NaiveTime) -> At {
    let local = day.and_time(time);
    let offset = |days: i64| {
        let utc = local + TimeDelta::days(days);
        zone.offset_from_utc_datetime(&utc).fix()
    };
    let guess = (local - offset(-2)).and_utc().timestamp_millis();
    if offset(-2) == offset(2) {
        // No clock is changed and changed back in four days.
        return At(guess);
    }
    // No zone changes its clock by more than three hours in these years.
    (-180..=180)
        .map(|minutes| At(guess + minutes * MINUTE))
        .find(|at| wall(zone, *at) >= local)
        .unwrap()
}

pub(crate) fn times(roster: &Roster) -> Vec<NaiveTime> {
    match &roster.rotation {
        Rotation::Shifts(times) => times.clone(),
        Rotation::Daily | Rotation::Weekly => vec![roster.handover],
    }
}

/// All handovers from the beginning of the roster until `end`, in order.
pub(crate) fn handovers(zone: Tz, roster: &Roster, end: At) -> Vec<At> {
    let mut found = Vec::new();
    for day in roster.start.iter_days() {
        let weekday = day.weekday() == roster.start.weekday();
        if roster.rotation == Rotation::Weekly && !weekday {
            continue;
        }
        for time in times(roster) {
            if day == roster.start && time < roster.handover {
                continue;
            }
            let at = happens(zone, day, time);
            if at > end {
                return found;
            }
            found.push(at);
        }
    }
    found
}

/// Everything that the oracle has listed.
pub(crate) struct Oracle<'a> {
    plan: &'a Plan,
    handovers: Vec<(RosterId, Vec<At>)>,
    /// Where a duty day begins, by the time of the first handover of a day.
    days: Vec<(NaiveTime, Vec<(At, NaiveDate)>)>,
}

/// What is so at an instant: who is on duty by which turns of which rosters.
pub(crate) type So = (Vec<(RosterId, usize)>, Vec<PersonId>);

impl<'a> Oracle<'a> {
    pub(crate) fn of(plan: &'a Plan) -> Self {
        let end = At(plan.span.end.0 + 15 * DAY);
        let listed = |roster: &Roster| (roster.id.clone(), handovers(plan.zone, roster, end));
        let mut days: Vec<(NaiveTime, Vec<(At, NaiveDate)>)> = Vec::new();
        for roster in &plan.rosters {
            let first = times(roster)[0];
            if days.iter().any(|(time, _)| *time == first) {
                continue;
            }
            let begin = wall(plan.zone, plan.span.start).date() - TimeDelta::days(20);
            let last = wall(plan.zone, end).date();
            let all = begin.iter_days().take_while(|day| *day <= last);
            let all = all.map(|day| (happens(plan.zone, day, first), day));
            days.push((first, all.collect()));
        }
        Self {
            plan,
            handovers: plan.rosters.iter().map(listed).collect(),
            days,
        }
    }

    /// The duty day of a roster: the last whose first handover has happened.
    fn duty_day(&self, roster: &Roster, at: At) -> NaiveDate {
        let first = times(roster)[0];
        let (_, days) = self.days.iter().find(|(time, _)| *time == first).unwrap();
        let begun = days.iter().take_while(|(begins, _)| *begins <= at);
        begun.last().unwrap().1
    }

    pub(crate) fn so(&self, id: &RosterId, at: At) -> So {
        let roster = self.plan.roster(id);
        let today = self.duty_day(roster, at);
        let periods = &self.plan.periods;
        let running = || {
            periods
                .iter()
                .filter(|period| period.from <= today && today <= period.to)
        };
        let replaced = running().find(|period| period.instead_of.contains(id));
        let special = periods.iter().any(|period| period.rosters.contains(id));
        let sources = match replaced {
            Some(period) => period.rosters.clone(),
            None if special && !running().any(|period| period.rosters.contains(id)) => Vec::new(),
            None => vec![id.clone()],
        };
        let mut turns = Vec::new();
        let mut people = Vec::new();
        for source in sources {
            let (_, handovers) = self.handovers.iter().find(|(of, _)| *of == source).unwrap();
            let begun = handovers.iter().filter(|handover| **handover <= at).count();
            if begun == 0 {
                continue;
            }
            let list = &self.plan.roster(&source).turns;
            let mut team = list[(begun - 1) % list.len()].clone();
            if source != *id {
                self.relieve(&source, at, &mut team);
            }
            people.extend(team);
            turns.push((source, begun));
        }
        once(&mut people);
        self.relieve(id, at, &mut people);
        (turns, people)
    }

    fn relieve(&self, id: &RosterId, at: At, people: &mut Vec<PersonId>) {
        for over in &self.plan.overrides {
            if over.roster == *id && over.from <= at && at < over.to {
                for person in people.iter_mut().filter(|person| **person == over.off) {
                    *person = over.on.clone();
                }
                once(people);
            }
        }
    }

    /// Every instant at which something may change, ascending.
    pub(crate) fn moments(&self) -> Vec<At> {
        let handovers = self.handovers.iter().flat_map(|(_, all)| all.clone());
        let days = self.days.iter().flat_map(|(_, all)| all.clone());
        let overrides = self.plan.overrides.iter();
        let mut all: Vec<At> = handovers
            .chain(days.map(|(at, _)| at))
            .chain(overrides.flat_map(|over| [over.from, over.to]))
            .collect();
        all.sort_unstable();
        all.dedup();
        // The longest shift is a week long, and an hour where the clock goes back.
        all.retain(|at| {
            self.plan.span.start.0 - 8 * DAY <= at.0 && at.0 <= self.plan.span.end.0 + 8 * DAY
        });
        all
    }

    /// The shifts of a span: from change to change.
    pub(crate) fn shifts(&self, id: &RosterId) -> Vec<(At, At, Vec<PersonId>)> {
        let so: Vec<(At, So)> = self
            .moments()
            .into_iter()
            .map(|at| (at, self.so(id, at)))
            .collect();
        let mut shifts: Vec<(At, At, Vec<PersonId>)> = Vec::new();
        let mut before: Option<&So> = None;
        for (at, now) in &so {
            if before == Some(now) {
                continue;
            }
            if let Some(last) = shifts.last_mut()
                && last.1 == At(i64::MAX)
            {
                last.1 = *at;
            }
            if !now.1.is_empty() {
                shifts.push((*at, At(i64::MAX), now.1.clone()));
            }
            before = Some(now);
        }
        let span = &self.plan.span;
        shifts.retain(|(from, to, _)| *from < span.end && span.start < *to);
        shifts
    }
}

/// The first of equal ones stays.
fn once(people: &mut Vec<PersonId>) {
    let all = std::mem::take(people);
    for person in all {
        if !people.contains(&person) {
            people.push(person);
        }
    }
}
