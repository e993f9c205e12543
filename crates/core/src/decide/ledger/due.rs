//! What falls due of disputes: reminders, limits that have passed, and names whose time is over.

use std::collections::BTreeMap;

use super::{LedgerSaid, enter, tell};
use crate::decide::{Decision, Turn, World, rights};
use crate::ids::PersonId;
use crate::limits::FORGOTTEN_AT_ONCE;
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
    let said = LedgerSaid::Soon {
        dispute: Box::new(dispute.clone()),
        limit,
        due: due.long_before(turn.now),
    };
    for person in hearers(turn, dispute, false) {
        tell(turn, &person, said.clone());
    }
    let what = What::Reminded {
        limit: limit.1,
        due,
    };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
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
    tell(turn, person, said);
}
