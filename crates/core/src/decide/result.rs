//! How the sending of a live message ended, and what follows for its incident.

use crate::decide::{Decision, Draft, Turn, World, escalation, handing};
use crate::ids::{IncidentNumber, PersonId, TelegramChat, TelegramUser};
use crate::outgoing::{Outcome, Unreachable};
use crate::state::desk::{DeskChange, PersonNote};
use crate::state::event::{Actor, Event, Restart};
use crate::state::incident::Phase;
use crate::state::posts::PostKind;
use crate::time::At;

/// A live message was sent for the first time, or will never be.
pub fn post_ended(
    world: World<'_>,
    number: IncidentNumber,
    post: u32,
    outcome: &Outcome,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let Some(draft) = turn.open(number) else {
        return turn.done();
    };
    let Some((kind, chat)) = draft
        .posts
        .get_mut(post)
        .map(|post| (post.kind.clone(), post.chat))
    else {
        return turn.done();
    };
    match (kind, outcome) {
        // It was on its way when he left, or lost this account: nobody is reached by it.
        (PostKind::Page { person, .. }, _) if !is_at(&world, &person, chat) => {}
        (PostKind::Page { person, call, .. }, Outcome::Sent(_)) => {
            draft.emit(
                Actor::Bot,
                Event::Delivered {
                    person: person.clone(),
                    call,
                },
                now,
            );
            reachable(&mut turn, &person, None);
        }
        (PostKind::Page { person, .. }, Outcome::Unreachable(why)) => {
            not_reached(&mut turn, number, &person, *why);
        }
        (PostKind::Page { person, .. }, Outcome::Refused(reason)) => {
            let reason = reason.clone();
            let failed = Event::PageFailed {
                person: person.clone(),
                reason,
            };
            draft.emit(Actor::Bot, failed, now);
            handing::pass_if_out_of_reach(draft, &world, &person, now);
            escalation::pass_if_dead(draft, &world, now);
        }
        (PostKind::Question { .. }, Outcome::Unreachable(_) | Outcome::Refused(_)) => {
            let reason = match outcome {
                Outcome::Unreachable(why) => why.words().to_owned(),
                Outcome::Refused(reason) => reason.clone(),
                _ => String::new(),
            };
            draft.emit(Actor::Bot, Event::PostFailed { chat, reason }, now);
            if matches!(
                draft.incident.phase,
                Phase::Acknowledged { asked: Some(_), .. }
            ) {
                escalation::restart(draft, &world, Actor::Bot, Restart::Lapsed, now);
            }
        }
        // Who asked for it will ask again; the record is not about that.
        (PostKind::Copy { .. } | PostKind::Handing { .. } | PostKind::Withdrawing { .. }, _) => {}
        (_, Outcome::Unreachable(why)) => {
            let reason = why.words().to_owned();
            draft.emit(Actor::Bot, Event::PostFailed { chat, reason }, now);
            turn.cannot_write(chat, *why);
        }
        (_, Outcome::Refused(reason)) => {
            let reason = reason.clone();
            draft.emit(Actor::Bot, Event::PostFailed { chat, reason }, now);
        }
        _ => {}
    }
    turn.done()
}

fn is_at(world: &World<'_>, person: &PersonId, chat: TelegramChat) -> bool {
    let known = world.settings.person(person);
    known
        .and_then(|person| person.telegram)
        .map(TelegramUser::private_chat)
        == Some(chat)
}

fn not_reached(turn: &mut Turn<'_>, number: IncidentNumber, person: &PersonId, why: Unreachable) {
    let (world, now) = (turn.world, turn.now);
    reachable(turn, person, Some(why));
    if let Some(draft) = turn.open(number) {
        out_of_reach(draft, &world, person, why, now);
    }
}

/// Somebody can't be reached: named once, and his step is passed where nobody else is left.
pub(super) fn out_of_reach(
    draft: &mut Draft,
    world: &World<'_>,
    person: &PersonId,
    why: Unreachable,
    now: At,
) {
    let known = draft.incident.reach(person).is_some_and(|tried| tried.told);
    draft.emit(
        Actor::Bot,
        Event::NotReached {
            person: person.clone(),
            why,
        },
        now,
    );
    let handed = draft.incident.is_offered_to(person);
    let matters = draft.incident.paging().is_some() || handed;
    if matters && (!known || handed) {
        draft.notice().unreached.push((person.clone(), why));
    }
    handing::pass_if_out_of_reach(draft, world, person, now);
    escalation::pass_if_dead(draft, world, now);
}

fn reachable(turn: &mut Turn<'_>, person: &PersonId, unreachable: Option<Unreachable>) {
    let note = turn.note_of(person);
    let known = PersonNote {
        unreachable,
        untried: false,
        ..note.clone()
    };
    if known != note {
        turn.decision
            .desk
            .push(DeskChange::Person(person.clone(), known));
    }
}
