//! What falls due of disputes: reminders, limits that have passed, and names whose time is over.

use std::collections::BTreeMap;

use super::{LedgerSaid, enter, tell_about};
use crate::decide::{Decision, Turn, World, rights};
use crate::ids::{DisputeNumber, PersonId};
use crate::limits::FORGOTTEN_AT_ONCE;
use crate::outgoing::Subject;
use crate::state::event::Actor;
use crate::state::ledger::{Dispute, What};
use crate::time::At;

/// The ledger's timer fell due. What was missed while the bot was down comes once, and says when it was due.
/// Whoever has several late disputes hears of all in one message.
pub fn ledger_due(world: World<'_>, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let ledger = &world.settings.ledger;
    let mut forgotten = 0;
    let mut late: BTreeMap<PersonId, Vec<Passed>> = BTreeMap::new();
    for dispute in world.desk.disputes.values() {
        if let Some(due) = dispute.late_due(now) {
            is_late(&mut turn, dispute, due, &mut late);
        } else if let Some(due) = dispute.reminder_due(ledger, now) {
            remind(&mut turn, dispute, due);
        }
        let over = dispute.forget_due(ledger).is_some_and(|due| due <= now);
        if over && forgotten < FORGOTTEN_AT_ONCE {
            forgotten += 1;
            let what = What::NamesRemoved;
            enter(&mut turn, Actor::Bot, dispute.number, what, Vec::new());
        }
    }
    for (person, late) in late {
        tell_late(&mut turn, &person, late);
    }
    turn.done()
}

/// Who hears of a limit: the mediator while he keeps the ledger, and those who lead it where they should or he
/// can't be reached. Where nobody of them can be, the administrators hear, who learn no name by it.
fn hearers(turn: &Turn<'_>, dispute: &Dispute, leads_too: bool) -> Vec<PersonId> {
    let settings = turn.world.settings;
    let mediator = &dispute.mediator;
    let keeps = rights::keeps_ledger(settings, mediator) && rights::is_here(settings, mediator);
    let mut to: Vec<PersonId> = keeps.then(|| mediator.clone()).into_iter().collect();
    let reached = |to: &[PersonId]| to.iter().any(|person| is_reached(turn, person));
    if leads_too || !reached(&to) {
        let leads = rights::leads_now(&turn.world, turn.now);
        to.extend(leads.into_iter().filter(|person| person != mediator));
    }
    if !reached(&to) {
        let administrators = settings.administrators().map(|person| &person.id);
        let administrators = administrators.filter(|id| rights::is_here(settings, id));
        let new: Vec<_> = administrators
            .filter(|id| !to.contains(id))
            .cloned()
            .collect();
        to.extend(new);
    }
    to
}

/// Whether somebody can be reached, as far as the last message to him told.
fn is_reached(turn: &Turn<'_>, person: &PersonId) -> bool {
    turn.note_of(person).unreachable.is_none()
}

fn remind(turn: &mut Turn<'_>, dispute: &Dispute, due: At) {
    let Some(limit) = dispute.limit() else { return };
    let hearers = hearers(turn, dispute, false);
    let told = reached(turn, &hearers);
    for person in hearers {
        tell_soon(turn, &person, dispute, (due, told.clone()));
    }
    let what = What::Reminded {
        limit: limit.1,
        due,
    };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
}

fn reached(turn: &Turn<'_>, people: &[PersonId]) -> Vec<PersonId> {
    let reached = people.iter().filter(|person| is_reached(turn, person));
    reached.cloned().collect()
}

fn tell_soon(
    turn: &mut Turn<'_>,
    person: &PersonId,
    dispute: &Dispute,
    (due, told): (At, Vec<PersonId>),
) {
    let Some(limit) = dispute.limit() else { return };
    let said = LedgerSaid::Soon {
        dispute: Box::new(dispute.clone()),
        limit,
        due: due.long_before(turn.now),
    };
    let disputes = vec![(dispute.number, told)];
    tell_of_limit(turn, person, said, (disputes, false));
}

/// A dispute whose limit has passed, when that was to be told, and who is counted on to hear it.
struct Passed {
    dispute: Dispute,
    due: At,
    told: Vec<PersonId>,
}

/// Writes down that a limit has passed, and who is to hear it. Who can't be reached is written to, and does
/// not count as told.
fn is_late(
    turn: &mut Turn<'_>,
    dispute: &Dispute,
    due: At,
    late: &mut BTreeMap<PersonId, Vec<Passed>>,
) {
    let Some((_, limit)) = dispute.limit() else {
        return;
    };
    let hearers = hearers(turn, dispute, true);
    let to = reached(turn, &hearers);
    for person in hearers {
        late.entry(person).or_default().push(Passed {
            dispute: dispute.clone(),
            due,
            told: to.clone(),
        });
    }
    let what = What::LateTold { limit, due, to };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
}

fn tell_late(turn: &mut Turn<'_>, person: &PersonId, mut late: Vec<Passed>) {
    let now = turn.now;
    let due = late.iter().map(|passed| passed.due).min();
    let due = due.and_then(|due| due.long_before(now));
    late.sort_by_key(|passed| {
        let limit = passed.dispute.limit().map(|(_, by)| by);
        (limit, passed.dispute.number)
    });
    let told = late.iter();
    let told = told.map(|passed| (passed.dispute.number, passed.told.clone()));
    let told = told.collect();
    let list: Vec<Dispute> = late.into_iter().map(|passed| passed.dispute).collect();
    let said = match <[Dispute; 1]>::try_from(list) {
        Ok([dispute]) => {
            let Some(limit) = dispute.limit() else { return };
            LedgerSaid::Late {
                dispute: Box::new(dispute),
                limit,
                due,
            }
        }
        Err(list) => LedgerSaid::LateAll { list, due },
    };
    tell_of_limit(turn, person, said, (told, true));
}

fn tell_of_limit(
    turn: &mut Turn<'_>,
    person: &PersonId,
    said: LedgerSaid,
    (disputes, late): (Vec<(DisputeNumber, Vec<PersonId>)>, bool),
) {
    let subject = Subject::Limit {
        person: person.clone(),
        disputes,
        late,
    };
    tell_about(turn, person, said, subject);
}

/// Somebody can't be reached whom a message about limits was for. Where nobody of those who were counted on to hear
/// of one can be, whoever hears instead is told now, and not a week later.
pub fn limit_not_delivered(
    world: World<'_>,
    person: &PersonId,
    (disputes, late): (&[(DisputeNumber, Vec<PersonId>)], bool),
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let mut instead: BTreeMap<PersonId, Vec<Passed>> = BTreeMap::new();
    for (number, told) in disputes {
        let lost = told.contains(person) && reached(&turn, told).is_empty();
        let dispute = world.desk.disputes.get(number).filter(|_| lost);
        let Some((dispute, (_, limit))) = dispute.and_then(|it| Some((it, it.limit()?))) else {
            continue;
        };
        let due = match (late, dispute.told_late) {
            (true, told) => told,
            (false, None) => dispute.reminded,
            (false, Some(_)) => None,
        };
        let Some(due) = due else { continue };
        let mut to = reached(&turn, &hearers(&turn, dispute, late));
        to.retain(|one| !told.contains(one));
        for one in &to {
            instead.entry(one.clone()).or_default().push(Passed {
                dispute: dispute.clone(),
                due,
                told: to.clone(),
            });
        }
        if late && !to.is_empty() {
            let what = What::LateTold { limit, due, to };
            enter(&mut turn, Actor::Bot, *number, what, Vec::new());
        }
    }
    for (one, passed) in instead {
        if late {
            tell_late(&mut turn, &one, passed);
        } else {
            for passed in passed {
                tell_soon(&mut turn, &one, &passed.dispute, (passed.due, passed.told));
            }
        }
    }
    turn.done()
}
