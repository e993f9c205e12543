//! What a live message should show now, and whether it should still go out.

use crate::outgoing::{Message, Priority};
use crate::render::{View, card, handing, notice, page, withdraw};
use crate::state::event::Actor;
use crate::state::incident::{Incident, Phase};
use crate::state::posts::{Post, PostKind};

/// What a post shows while the incident stands as it does.
pub fn post(view: &View<'_>, incident: &Incident, post: &Post) -> Message {
    let mut message = shown(view, incident, post);
    if post.forsaken {
        message.rows.clear();
    }
    message
}

fn shown(view: &View<'_>, incident: &Incident, post: &Post) -> Message {
    match &post.kind {
        PostKind::Card => card::card(view, incident),
        PostKind::Copy { superseded } => {
            let mut copy = card::copy(view, incident);
            if *superseded {
                copy.rows.clear();
            }
            copy
        }
        PostKind::Page {
            person,
            role,
            nth,
            superseded,
            due,
            ..
        } => page::page(
            view,
            incident,
            &page::Page {
                person,
                role: role.as_deref(),
                nth: *nth,
                superseded: *superseded,
                due: *due,
            },
        ),
        PostKind::Escalated(escalated) => notice::escalated(view, incident, escalated),
        PostKind::Exhausted {
            nobody,
            due,
            resumed,
            ..
        } => {
            let end = notice::End {
                nobody,
                due: *due,
                resumed: resumed.as_deref(),
            };
            notice::exhausted(view, incident, &end)
        }
        PostKind::Question { at, since, due } => {
            let his = is_holders(view, incident, post);
            notice::question(view, incident, his, (*at, *since), *due)
        }
        PostKind::Handing { to, turn, over } => {
            let waits = handing::waits(incident, *turn, *over);
            handing::choice(view, incident, to, waits)
        }
        PostKind::Withdrawing { over, confirmed } => {
            withdraw::question(view, incident, *over, *confirmed)
        }
        PostKind::Withdrawn => withdraw::told(view, incident, is_holders(view, incident, post)),
        PostKind::Missing { fact } => notice::missing(view, incident, *fact),
    }
}

/// Whether a post is in the private chat of who has the incident now.
fn is_holders(view: &View<'_>, incident: &Incident, post: &Post) -> bool {
    let user = match incident.holder() {
        Some(Actor::Person(id)) => view.settings.person(id).and_then(|person| person.telegram),
        Some(Actor::Guest { id, .. }) => Some(*id),
        Some(Actor::Bot) | None => None,
    };
    user.is_some_and(|user| user.private_chat() == post.chat)
}

/// Whether a post that has not left yet should still leave.
pub fn wanted(incident: &Incident, post: &Post) -> bool {
    if post.forsaken {
        return false;
    }
    match &post.kind {
        PostKind::Card => true,
        PostKind::Copy { superseded } => !superseded,
        PostKind::Page {
            person, superseded, ..
        } => {
            (incident.is_open() || incident.is_offered_to(person))
                && !superseded
                && !incident.declined.contains(person)
        }
        // What it has to say of people is taken over by the newest one.
        PostKind::Escalated(notice) => incident.is_open() && !notice.is_stale(incident),
        PostKind::Exhausted { at, .. } => {
            matches!(incident.phase, Phase::Exhausted { at: since } if since == *at)
        }
        PostKind::Question { at, .. } => {
            matches!(incident.phase, Phase::Acknowledged { asked: Some(asked), .. } if asked == *at)
        }
        PostKind::Handing { turn, over, .. } => handing::waits(incident, *turn, *over),
        PostKind::Withdrawing { over, .. } => !over && incident.may_be_withdrawn(),
        PostKind::Withdrawn => matches!(incident.phase, Phase::Acknowledged { .. }),
        PostKind::Missing { fact } => fact.is_some() && !incident.is_closed(),
    }
}

/// How urgent a post is.
pub(crate) fn priority(kind: &PostKind) -> Priority {
    match kind {
        PostKind::Page { .. } | PostKind::Exhausted { .. } | PostKind::Question { .. } => {
            Priority::Page
        }
        PostKind::Copy { .. }
        | PostKind::Handing { .. }
        | PostKind::Withdrawing { .. }
        | PostKind::Withdrawn => Priority::Answer,
        PostKind::Card | PostKind::Escalated(_) => Priority::Card,
        PostKind::Missing { .. } => Priority::Reminder,
    }
}
