//! Who is responsible: whoever is named for now, and whoever took over last until one of those has pressed.

use super::{Duties, TakenOver};
use crate::ids::{PersonId, RosterId};
use crate::settings::{RoleMembers, Settings, Whom};
use crate::state::roster::{Rosters, Shift, each_once};
use crate::time::At;

/// Who is asked for a shift on its roster: whoever has it from one that stands in is asked there.
pub fn asked_here(rosters: &Rosters<'_>, shift: &Shift) -> Vec<PersonId> {
    let stand_ins: Vec<Shift> = shift
        .stand_ins
        .iter()
        .filter_map(|roster| rosters.shift_at(roster, shift.from))
        .collect();
    let elsewhere = |person: &PersonId| stand_ins.iter().any(|one| one.people.contains(person));
    let people = shift.people.iter();
    people
        .filter(|person| !elsewhere(person))
        .cloned()
        .collect()
}

/// Who took over before a shift and is responsible beside its people, as nobody of it has pressed.
pub fn one_before(settings: &Settings, duties: &Duties, shift: &Shift) -> Vec<PersonId> {
    let rosters = duties.named(settings);
    let Some(duty) = duties.rosters.get(&shift.roster) else {
        return Vec::new();
    };
    let last = &duty.last;
    // Whoever pressed and was taken out of the shift since then has not taken it over for the others.
    let taken_over = |from: At, last: &TakenOver| {
        let in_it = last.people.iter().any(|one| shift.people.contains(one));
        last.shift == from && in_it
    };
    let by_stand_in = |roster: &RosterId| {
        let runs = rosters.shift_at(roster, shift.from);
        runs.zip(duties.rosters.get(roster))
            .is_some_and(|(runs, duty)| taken_over(runs.from, &duty.last))
    };
    if taken_over(shift.from, last) || shift.stand_ins.iter().any(by_stand_in) {
        return Vec::new();
    }
    // Where nobody was on duty in between, nobody is left from before.
    let mut end = None;
    let shifts = rosters
        .shifts(&shift.roster, last.shift..shift.from)
        .all(|one| {
            let follows = end.is_none_or(|end| end == one.from);
            end = Some(one.to);
            follows
        });
    let unbroken = shifts && end.is_none_or(|end| end >= shift.from);
    if !unbroken {
        return Vec::new();
    }
    let known = |one: &&PersonId| settings.person(one).is_some_and(|person| !person.gone);
    last.people.iter().filter(known).cloned().collect()
}

/// Who is on duty: the people named for now, and whoever took over last until one of them has pressed.
pub fn on_duty(settings: &Settings, duties: &Duties, roster: &RosterId, now: At) -> Vec<PersonId> {
    let rosters = duties.named(settings);
    let Some(shift) = rosters.shift_at(roster, now) else {
        return Vec::new();
    };
    let before = one_before(settings, duties, &shift);
    each_once(shift.people.into_iter().chain(before))
}

/// Who has a role now.
pub fn with_role(
    settings: &Settings,
    duties: &Duties,
    members: &RoleMembers,
    now: At,
) -> Vec<PersonId> {
    match members {
        RoleMembers::People(people) => people.clone(),
        RoleMembers::Roster(roster) => on_duty(settings, duties, roster, now),
    }
}

/// Who is told, each once.
pub fn told(settings: &Settings, duties: &Duties, whom: &[Whom], now: At) -> Vec<PersonId> {
    each_once(whom.iter().flat_map(|one| match one {
        Whom::Person(person) => vec![person.clone()],
        Whom::Role(role) => settings.role(role).map_or_else(Vec::new, |role| {
            with_role(settings, duties, &role.members, now)
        }),
        Whom::Roster(roster) => on_duty(settings, duties, roster, now),
    }))
}
