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
    let mut late: BTreeMap<PersonId, Vec<(Dispute, At)>> = BTreeMap::new();
    for dispute in world.desk.disputes.values() {
        if let Some(due) = dispute.late_due(now) {
            for person in is_late(&mut turn, dispute, due) {
                late.entry(person).or_default().push((dispute.clone(), due));
            }
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
    hearers_by(turn, dispute, leads_too, |person| is_reached(turn, person))
}

fn hearers_by(
    turn: &Turn<'_>,
    dispute: &Dispute,
    leads_too: bool,
    is_reached: impl Fn(&PersonId) -> bool,
) -> Vec<PersonId> {
    let settings = turn.world.settings;
    let mediator = &dispute.mediator;
    let keeps = rights::keeps_ledger(settings, mediator) && rights::is_here(settings, mediator);
    let mut to: Vec<PersonId> = keeps.then(|| mediator.clone()).into_iter().collect();
    let reached = |to: &[PersonId]| to.iter().any(&is_reached);
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
    for person in hearers(turn, dispute, false) {
        tell_soon(turn, &person, dispute, due);
    }
    let what = What::Reminded {
        limit: limit.1,
        due,
    };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
}

fn tell_soon(turn: &mut Turn<'_>, person: &PersonId, dispute: &Dispute, due: At) {
    let Some(limit) = dispute.limit() else { return };
    let said = LedgerSaid::Soon {
        dispute: Box::new(dispute.clone()),
        limit,
        due: due.long_before(turn.now),
    };
    tell_of_limit(turn, person, said, (vec![dispute.number], false));
}

/// Writes down that a limit has passed, and who is to hear it. Who can't be reached is written to, and does
/// not count as told.
fn is_late(turn: &mut Turn<'_>, dispute: &Dispute, due: At) -> Vec<PersonId> {
    let Some((_, limit)) = dispute.limit() else {
        return Vec::new();
    };
    let hearers = hearers(turn, dispute, true);
    let mut to = hearers.clone();
    to.retain(|person| is_reached(turn, person));
    let what = What::LateTold { limit, due, to };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
    hearers
}

fn tell_late(turn: &mut Turn<'_>, person: &PersonId, mut late: Vec<(Dispute, At)>) {
    let now = turn.now;
    let due = late.iter().map(|(_, due)| *due).min();
    let due = due.and_then(|due| due.long_before(now));
    late.sort_by_key(|(dispute, _)| (dispute.limit().map(|(_, by)| by), dispute.number));
    let list: Vec<Dispute> = late.into_iter().map(|(dispute, _)| dispute).collect();
    let numbers = list.iter().map(|dispute| dispute.number).collect();
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
    tell_of_limit(turn, person, said, (numbers, true));
}

fn tell_of_limit(
    turn: &mut Turn<'_>,
    person: &PersonId,
    said: LedgerSaid,
    (disputes, late): (Vec<DisputeNumber>, bool),
) {
    let subject = Subject::Limit {
        person: person.clone(),
        disputes,
        late,
    };
    tell_about(turn, person, said, subject);
}

/// Somebody whom a message about limits was for can't be reached, which nobody knew: whoever hears instead is
/// told now, and not a week later.
pub fn limit_not_delivered(
    world: World<'_>,
    person: &PersonId,
    (numbers, late): (&[DisputeNumber], bool),
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let mut instead: BTreeMap<PersonId, Vec<(Dispute, At)>> = BTreeMap::new();
    for number in numbers {
        let Some(dispute) = world.desk.disputes.get(number) else {
            continue;
        };
        let told = if late {
            dispute.told_late
        } else {
            dispute.reminded
        };
        let stands = late || dispute.told_late.is_none();
        let (Some(due), Some((_, limit))) = (told.filter(|_| stands), dispute.limit()) else {
            continue;
        };
        let before = hearers_by(&turn, dispute, late, |one| {
            one == person || is_reached(&turn, one)
        });
        let mut new = hearers(&turn, dispute, late);
        new.retain(|one| !before.contains(one) && is_reached(&turn, one));
        if new.is_empty() {
            continue;
        }
        for one in &new {
            let told = instead.entry(one.clone()).or_default();
            told.push((dispute.clone(), due));
        }
        if late {
            let what = What::LateTold {
                limit,
                due,
                to: new,
            };
            enter(&mut turn, Actor::Bot, *number, what, Vec::new());
        }
    }
    for (one, told) in instead {
        if late {
            tell_late(&mut turn, &one, told);
        } else {
            for (dispute, due) in told {
                tell_soon(&mut turn, &one, &dispute, due);
            }
        }
    }
    turn.done()
}
