//! Somebody stands in for somebody else: the roster follows, questions that became void end, and whom it
//! concerns is told.

use super::ask::{announce, announcing, say};
use super::said::DutySaid;
use super::said_swap::{Seen, SwapSaid};
use super::{keep_changed, log_by, plan, swap};
use crate::decide::{Speech, Turn};
use crate::ids::PersonId;
use crate::limits::OVERRIDE_KEPT;
use crate::state::desk::DeskChange;
use crate::state::duty::Duties;
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::swap::{Slot, Way};
use crate::time::At;

/// A place, and who has it from now on.
pub(super) type Move = (Slot, PersonId);

/// Makes it so. Returns what is known of shifts now.
pub(super) fn make(turn: &mut Turn<'_>, by: &Actor, moves: &[Move], way: Way) -> Duties {
    let now = turn.now;
    let mut duties = turn.world.desk.duties.clone();
    let kept = |to| now.since(to) < OVERRIDE_KEPT;
    duties.overrides.retain(|over| kept(over.to));
    for (slot, on) in moves {
        let over = slot.to(on, now);
        let moved = What::Moved {
            off: slot.of.clone(),
            on: on.clone(),
            from: over.from,
            to: over.to,
            way,
        };
        log_by(&mut turn.decision, by, &slot.roster, slot.from, moved);
        duties.overrides.push(over);
    }
    let all = duties.overrides.clone();
    turn.decision.desk.push(DeskChange::Overrides(all));
    replan(turn, &mut duties);
    swap::settle(turn, &duties);
    tell(turn, by, &as_they_are(moves, now), way);
    // What rings rings whoever has come to stand on a running shift.
    for (_, on) in moves.iter().filter(|(slot, _)| slot.from <= now) {
        turn.call_new(on, &duties);
    }
    duties
}

/// The places as they change hands: of a running shift what is left of it.
pub(super) fn as_they_are(moves: &[Move], now: At) -> Vec<Move> {
    let moves = moves.iter();
    moves
        .map(|(slot, on)| (slot.from_now(now), on.clone()))
        .collect()
}

/// Every roster follows who stands in for whom now: one that stands in for another changes that too.
fn replan(turn: &mut Turn<'_>, duties: &mut Duties) {
    let settings = turn.world.settings;
    let before = duties.clone();
    let rosters = before.named(settings);
    for roster in &settings.rosters {
        if let Some(known) = duties.rosters.get_mut(&roster.id) {
            plan(&mut turn.decision, known, &rosters, roster, turn.now);
        }
    }
    keep_changed(&mut turn.decision, &before, duties.rosters.clone());
}

/// The office sees it, and so do those whose shift it was and is.
fn tell(turn: &mut Turn<'_>, by: &Actor, moves: &[Move], way: Way) {
    let said = |seen| {
        DutySaid::Swap(SwapSaid::Moved {
            moves: moves.to_vec(),
            way,
            by: by.clone(),
            seen,
        })
    };
    if announcing(turn).next().is_some() {
        announce(turn, &said(Seen::Others));
    } else {
        turn.tell_administrators(&Speech::Duty(Box::new(said(Seen::Others))));
    }
    let Some((slot, on)) = moves.first() else {
        return;
    };
    for (person, seen) in [(&slot.of, Seen::Off), (on, Seen::On)] {
        if by.person() != Some(person) {
            say(turn, person, said(seen));
        }
    }
}
