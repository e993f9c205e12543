//! Acknowledge, Can't respond, and what follows when the one who has it falls silent.

use crate::decide::{Action, Draft, Line, Turn, World, escalation, handing, rights};
use crate::ids::IncidentNumber;
use crate::incoming::Sender;
use crate::state::event::{Actor, Event, Restart};
use crate::state::incident::Phase;
use crate::state::posts::PostKind;
use crate::time::At;

/// Somebody takes it.
pub(super) fn acknowledge(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    if handing::take_over(turn, number, &by) {
        return Line::Acknowledged(number);
    }
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    match &draft.incident.phase {
        Phase::Closed { at, .. } => Line::ClosedAlready { number, at: *at },
        Phase::Acknowledged { by: holder, at, .. } if *holder == by => {
            Line::AcknowledgedByYou { number, at: *at }
        }
        Phase::Acknowledged { by, at, .. } => Line::AcknowledgedBy {
            number,
            by: by.clone(),
            at: *at,
        },
        Phase::Paging(_) | Phase::Exhausted { .. } => {
            if !rights::may_direct(&world, &draft.incident, sender.id, now) {
                return rights::refusal(&draft.incident, Action::Acknowledge);
            }
            draft.emit(by, Event::Acknowledged, now);
            Line::Acknowledged(number)
        }
    }
}

/// Somebody can't.
pub(super) fn decline(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if handing::decline(draft, &world, &by, now) {
        return Line::DeclineNoted {
            number,
            paged: still_paged(turn, number),
        };
    }
    match &draft.incident.phase {
        Phase::Closed { at, .. } => return Line::ClosedAlready { number, at: *at },
        Phase::Acknowledged { by: holder, at, .. } if *holder == by => {
            return Line::AcknowledgedByYou { number, at: *at };
        }
        Phase::Acknowledged { by, at, .. } => {
            return Line::AcknowledgedBy {
                number,
                by: by.clone(),
                at: *at,
            };
        }
        Phase::Paging(_) | Phase::Exhausted { .. } => {}
    }
    if !rights::may_direct(&world, &draft.incident, sender.id, now) {
        return rights::refusal(&draft.incident, Action::Acknowledge);
    }
    let known = by
        .person()
        .is_some_and(|person| draft.incident.declined.contains(person));
    if !known {
        draft.emit(by, Event::Declined, now);
        escalation::pass_if_dead(draft, &world, now);
    }
    Line::DeclineNoted {
        number,
        paged: still_paged(turn, number),
    }
}

/// Members of the running step who have not declined.
fn still_paged(turn: &Turn<'_>, number: IncidentNumber) -> Vec<crate::ids::PersonId> {
    let declined = turn
        .look(number)
        .map(|incident| incident.declined)
        .unwrap_or_default();
    let mut paged = turn.being_paged(number);
    paged.retain(|person| !declined.contains(person));
    paged
}

/// The answer to the question whether somebody is still on it.
pub(super) fn still_on_it(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let actor = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    match &draft.incident.phase {
        Phase::Closed { at, .. } => Line::ClosedAlready { number, at: *at },
        Phase::Acknowledged { by, asked, .. } if *by == actor => {
            if asked.is_some() {
                draft.emit(actor, Event::StillOnIt, now);
            }
            Line::StillOnItNoted(number)
        }
        Phase::Acknowledged { by, at, .. } => Line::AcknowledgedBy {
            number,
            by: by.clone(),
            at: *at,
        },
        Phase::Paging(_) | Phase::Exhausted { .. } => Line::OldButton,
    }
}

/// `ack_timeout` has passed without news: asked first, then paged again.
pub(super) fn silent_too_long(draft: &mut Draft, world: &World<'_>, now: At) {
    let Phase::Acknowledged {
        by, asked, news_at, ..
    } = draft.incident.phase.clone()
    else {
        return;
    };
    let holder = match &by {
        Actor::Person(id) => world.settings.person(id).and_then(|person| person.telegram),
        Actor::Guest { id, .. } => Some(*id),
        Actor::Bot => None,
    };
    match (asked, holder) {
        (None, Some(user)) => {
            let due = draft.late;
            let asked = due.map_or(Event::Questioned, |due| Event::QuestionedLate { due });
            draft.emit(Actor::Bot, asked, now);
            let question = PostKind::Question {
                at: now,
                since: news_at,
                due,
            };
            draft.posts.add(question, user.private_chat(), None);
        }
        _ => escalation::restart(draft, world, Actor::Bot, Restart::Lapsed, now),
    }
}

/// The answer where there is no such incident.
pub(super) fn no_incident(world: &World<'_>, number: IncidentNumber) -> Line {
    Line::NoIncident {
        number,
        last: world.desk.last_incident,
    }
}
