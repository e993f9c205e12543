//! A question to somebody whether he takes a shift: asked, answered, withdrawn, out of date.

use super::ask::say_about;
use super::said::DutySaid;
use super::said_swap::{SwapSaid, SwapTold};
use super::{log_by, moved};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Speech, Turn, rights};
use crate::ids::{MessageId, PersonId, TelegramChat};
use crate::incoming::Sender;
use crate::outgoing::{Outcome, Subject};
use crate::state::desk::DeskChange;
use crate::state::duty::Duties;
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::selftest::Stands;
use crate::state::swap::{Side, Slot, Swap, SwapCopy, Unanswered, Way};
use crate::time::At;

/// Whether a place is still that person's, by what is known of shifts.
pub(super) fn stands(turn: &Turn<'_>, duties: &Duties, slot: &Slot) -> bool {
    let rosters = duties.named(turn.world.settings);
    let at = slot.from.max(turn.now);
    let shift = rosters.shift_at(&slot.roster, at);
    slot.to > turn.now
        && shift.is_some_and(|shift| shift.people.contains(&slot.of) && shift.to == slot.to)
}

/// Rosters on which somebody is on duty at some time of a shift.
pub(super) fn clashes(
    turn: &Turn<'_>,
    person: &PersonId,
    slot: &Slot,
) -> Vec<crate::ids::RosterId> {
    let rosters = turn.world.rosters();
    let shifts = rosters.shifts_of(person, &(slot.from.max(turn.now)..slot.to));
    let mut clashes: Vec<_> = shifts.into_iter().map(|shift| shift.roster).collect();
    clashes.dedup();
    clashes
}

/// Asks somebody. `here` is the asker's message with the choice, which waits from now on; without one he
/// gets a new one.
pub(super) fn ask(
    turn: &mut Turn<'_>,
    sender: &Sender,
    here: Option<(TelegramChat, MessageId)>,
    (give, to, back): (Slot, PersonId, Option<Slot>),
) -> Line {
    let settings = turn.world.settings;
    let Some(user) = settings.person(&to).and_then(|person| person.telegram) else {
        return Line::Swap(SwapTold::Unbound(to));
    };
    let pending = &turn.world.desk.duties.swaps;
    if let Some(known) = pending
        .values()
        .find(|swap| swap.give == give && swap.to == to)
    {
        return Line::Swap(SwapTold::Waits(known.to.clone()));
    }
    let mut began = turn.now;
    while pending.contains_key(&began) {
        began = At(began.0 + 1);
    }
    let copy = |chat, stands| SwapCopy { chat, stands };
    let asker = match here {
        Some((chat, message)) => copy(chat, Stands::At(message)),
        None => copy(sender.id.private_chat(), Stands::Sending),
    };
    let swap = Swap {
        began,
        give,
        to: to.clone(),
        back,
        copies: [copy(user.private_chat(), Stands::Sending), asker],
    };
    let asked = What::SwapAsked {
        of: swap.give.of.clone(),
        to: to.clone(),
        back: swap.back.clone(),
    };
    let by = turn.actor(sender);
    let (roster, from) = (&swap.give.roster, swap.give.from);
    log_by(&mut turn.decision, &by, roster, from, asked);
    let clash = clashes(turn, &to, &swap.give);
    let life = swap.give.to.since(turn.now);
    let question = SwapSaid::Asked {
        swap: Box::new(swap.clone()),
        clash,
    };
    let subject = |side| Subject::Swap { began, side };
    say_about(
        turn,
        user.private_chat(),
        DutySaid::Swap(question),
        subject(Side::Asked),
        life,
    );
    let waits = SwapSaid::Waits(Box::new(swap.clone()));
    match here {
        Some((chat, message)) => rewrite(turn, chat, message, waits),
        None => say_about(
            turn,
            sender.id.private_chat(),
            DutySaid::Swap(waits),
            subject(Side::Asker),
            life,
        ),
    }
    turn.decision
        .desk
        .push(DeskChange::Swap(began, Some(Box::new(swap))));
    Line::Swap(SwapTold::Asked(to))
}

/// Who was asked takes it.
pub(super) fn yes(turn: &mut Turn<'_>, pressed: Pressed<'_>, began: At) -> Line {
    let swap = match asked_of(turn, pressed, began) {
        Ok(swap) => swap,
        Err(line) => return line,
    };
    let duties = &turn.world.desk.duties;
    let mut slots = std::iter::once(&swap.give).chain(&swap.back);
    let joined = |slot: &Slot, on: &PersonId| {
        let rosters = duties.named(turn.world.settings);
        let shift = rosters.shift_at(&slot.roster, slot.from.max(turn.now));
        shift.is_some_and(|shift| shift.people.contains(on))
    };
    let there = joined(&swap.give, &swap.to)
        || swap
            .back
            .as_ref()
            .is_some_and(|back| joined(back, &swap.give.of));
    if there || !slots.all(|slot| stands(turn, duties, slot)) {
        over(turn, &swap, &Actor::Bot, Unanswered::Void);
        return Line::Swap(SwapTold::Void);
    }
    let by = Actor::Person(swap.to.clone());
    let given = (swap.give.clone(), swap.to.clone());
    let back = swap.back.clone().map(|back| (back, swap.give.of.clone()));
    forget(turn, &swap);
    for side in [Side::Asked, Side::Asker] {
        let mut agreed = swap.clone();
        agreed.give = agreed.give.from_now(turn.now);
        let said = SwapSaid::Agreed(Box::new(agreed));
        show(turn, swap.copy(side), said);
    }
    let moves: Vec<_> = std::iter::once(given).chain(back).collect();
    moved::make(turn, &by, &moves, Way::Swap);
    Line::Swap(SwapTold::Done)
}

/// Who was asked can't.
pub(super) fn no(turn: &mut Turn<'_>, pressed: Pressed<'_>, began: At) -> Line {
    match asked_of(turn, pressed, began) {
        Ok(swap) => {
            let by = Actor::Person(swap.to.clone());
            over(turn, &swap, &by, Unanswered::Refused);
            Line::Swap(SwapTold::Refused)
        }
        Err(line) => line,
    }
}

/// Who asked has thought better of it.
pub(super) fn withdraw(turn: &mut Turn<'_>, pressed: Pressed<'_>, began: At) -> Line {
    let Some(swap) = turn.world.desk.duties.swaps.get(&began).cloned() else {
        return gone(turn, pressed);
    };
    let by = turn.actor(pressed.sender);
    if by.person() != Some(&swap.give.of) {
        return Line::Swap(SwapTold::OfOthers(swap.give.of));
    }
    over(turn, &swap, &by, Unanswered::Withdrawn);
    Line::Swap(SwapTold::Withdrawn)
}

/// A question that waits, pressed by the one who was asked.
fn asked_of(turn: &mut Turn<'_>, pressed: Pressed<'_>, began: At) -> Result<Swap, Line> {
    let Some(swap) = turn.world.desk.duties.swaps.get(&began).cloned() else {
        return Err(gone(turn, pressed));
    };
    if rights::person_id(&turn.world, pressed.sender.id).as_ref() != Some(&swap.to) {
        return Err(Line::Swap(SwapTold::OfOthers(swap.to)));
    }
    Ok(swap)
}

fn gone(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    turn.decision.effects.push(Effect::Strip {
        chat: pressed.chat,
        id: pressed.message,
    });
    Line::Swap(SwapTold::Gone)
}

/// Ends what has become void or too late.
pub(super) fn settle(turn: &mut Turn<'_>, duties: &Duties) {
    let ended = |turn: &Turn<'_>, began: &At| {
        let mut changes = turn.decision.desk.iter();
        changes.any(|change| matches!(change, DeskChange::Swap(one, None) if one == began))
    };
    let pending = &turn.world.desk.duties.swaps;
    for (began, swap) in pending {
        let mut slots = std::iter::once(&swap.give).chain(&swap.back);
        let why = if swap.give.to <= turn.now {
            Unanswered::TooLate
        } else if !slots.all(|slot| stands(turn, duties, slot)) {
            Unanswered::Void
        } else {
            continue;
        };
        if !ended(turn, began) {
            over(turn, swap, &Actor::Bot, why);
        }
    }
}

/// A question comes to nothing: both see it, and who asked hears it.
fn over(turn: &mut Turn<'_>, swap: &Swap, by: &Actor, why: Unanswered) {
    forget(turn, swap);
    let event = What::SwapOver {
        of: swap.give.of.clone(),
        to: swap.to.clone(),
        why,
    };
    let (roster, from) = (&swap.give.roster, swap.give.from);
    log_by(&mut turn.decision, by, roster, from, event);
    let said = |asker, news| SwapSaid::Over {
        swap: Box::new(swap.clone()),
        why,
        asker,
        news,
    };
    show(turn, swap.copy(Side::Asked), said(false, false));
    show(turn, swap.copy(Side::Asker), said(true, false));
    if why != Unanswered::Withdrawn {
        super::ask::say(turn, &swap.give.of, DutySaid::Swap(said(true, true)));
    }
}

fn forget(turn: &mut Turn<'_>, swap: &Swap) {
    turn.decision.desk.push(DeskChange::Swap(swap.began, None));
}

fn show(turn: &mut Turn<'_>, copy: &SwapCopy, said: SwapSaid) {
    if let Stands::At(id) = copy.stands {
        rewrite(turn, copy.chat, id, said);
    }
}

/// A message says something about a swap instead.
pub(super) fn rewrite(turn: &mut Turn<'_>, chat: TelegramChat, id: MessageId, said: SwapSaid) {
    turn.decision.effects.push(Effect::Rewrite {
        chat,
        id,
        speech: Speech::Duty(Box::new(DutySaid::Swap(said))),
    });
}

/// The sending of a message about a question ended for good.
pub(in crate::decide) fn ended(
    turn: &mut Turn<'_>,
    (began, side): (At, Side),
    chat: Option<TelegramChat>,
    outcome: &Outcome,
) {
    let known = turn.world.desk.duties.swaps.get(&began).cloned();
    match (known, outcome) {
        (Some(mut swap), Outcome::Sent(id)) => {
            swap.copy_mut(side).stands = id.map_or(Stands::Nowhere, Stands::At);
            let change = DeskChange::Swap(began, Some(Box::new(swap)));
            turn.decision.desk.push(change);
        }
        (Some(swap), _) if side == Side::Asked => {
            over(turn, &swap, &Actor::Bot, Unanswered::Unreached);
        }
        // It was decided while the message was on its way.
        (None, Outcome::Sent(Some(id))) => {
            if let Some(chat) = chat {
                rewrite(turn, chat, *id, SwapSaid::NotWanted);
            }
        }
        _ => {}
    }
}
