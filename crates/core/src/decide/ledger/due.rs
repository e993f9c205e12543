//! What falls due of disputes: reminders, limits that have passed, and names whose time is over.

use super::{LedgerSaid, enter, tell};
use crate::decide::{Decision, Turn, World, rights};
use crate::ids::PersonId;
use crate::limits::{FORGOTTEN_AT_ONCE, LATE_AFTER};
use crate::state::event::Actor;
use crate::state::ledger::{Dispute, What};
use crate::time::At;

/// The ledger's timer fell due. What was missed while the bot was down comes once, and says when it was due.
pub fn ledger_due(world: World<'_>, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let ledger = &world.settings.ledger;
    let mut forgotten = 0;
    for dispute in world.desk.disputes.values() {
        if let Some(due) = dispute.late_due(now) {
            tell_late(&mut turn, dispute, due);
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
    turn.done()
}

fn long_ago(now: At, due: At) -> Option<At> {
    (now.since(due) > LATE_AFTER).then_some(due)
}

fn remind(turn: &mut Turn<'_>, dispute: &Dispute, due: At) {
    let Some(limit) = dispute.limit() else { return };
    let said = LedgerSaid::Soon {
        dispute: Box::new(dispute.clone()),
        limit,
        due: long_ago(turn.now, due),
    };
    // Where the mediator can't be told, those must who can name another.
    let mediator = [dispute.mediator.clone()];
    let to = match rights::is_here(turn.world.settings, &dispute.mediator) {
        true => mediator.to_vec(),
        false => rights::told_of_ledger(&turn.world, turn.now),
    };
    for person in &to {
        tell(turn, person, said.clone());
    }
    let what = What::Reminded {
        limit: limit.1,
        due,
    };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
}

fn tell_late(turn: &mut Turn<'_>, dispute: &Dispute, due: At) {
    let Some(limit) = dispute.limit() else { return };
    let said = LedgerSaid::Late {
        dispute: Box::new(dispute.clone()),
        limit,
        due: long_ago(turn.now, due),
    };
    let settings = turn.world.settings;
    let mut to: Vec<PersonId> = Vec::new();
    to.extend(rights::is_here(settings, &dispute.mediator).then(|| dispute.mediator.clone()));
    for person in rights::told_of_ledger(&turn.world, turn.now) {
        if !to.contains(&person) {
            to.push(person);
        }
    }
    for person in &to {
        tell(turn, person, said.clone());
    }
    let limit = limit.1;
    let what = What::LateTold { limit, due, to };
    enter(turn, Actor::Bot, dispute.number, what, Vec::new());
}
