//! A reporter takes his report back.
//!
//! It is his own report only. While nobody has it that ends the incident; once somebody has it, or
//! others have reported or confirmed the same, it is an entry of the record and they decide.

use crate::decide::acknowledge::no_incident;
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Place, Turn, World, handing};
use crate::ids::{IncidentNumber, PersonId, TelegramUser};
use crate::incoming::Sender;
use crate::limits::QUESTION_AGAIN;
use crate::state::event::{Actor, Event};
use crate::state::incident::{Incident, Phase};
use crate::state::posts::{Post, PostKind};

/// Really? One stray tap ends nothing.
pub(super) fn ask(
    turn: &mut Turn<'_>,
    place: Place,
    number: IncidentNumber,
    sender: &Sender,
) -> Line {
    let world = turn.world;
    let of = format!("{}/{number}", place.chat);
    let just_asked = turn.lately("withdraw", &of, QUESTION_AGAIN);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Some(refused) = refusal(&draft.incident, sender.id) {
        return refused;
    }
    let asks = |kind: &PostKind| matches!(kind, PostKind::Withdrawing { over: false, .. });
    if just_asked && draft.posts.any_in(place.chat, asks) {
        return Line::WithdrawAsked(number);
    }
    let confirmed = is_confirmed(&world, &draft.incident);
    for post in draft.posts.list.iter_mut() {
        if let (true, PostKind::Withdrawing { over, .. }) =
            (post.chat == place.chat, &mut post.kind)
        {
            *over = true;
        }
    }
    let kind = PostKind::Withdrawing {
        over: false,
        confirmed,
    };
    draft.posts.add(kind, place.chat, place.message);
    Line::WithdrawAsked(number)
}

/// It is taken back.
pub(super) fn confirm(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Some(refused) = refusal(&draft.incident, sender.id) {
        return refused;
    }
    for post in &mut draft.posts.list {
        if let PostKind::Withdrawing { over, .. } = &mut post.kind {
            *over = true;
        }
    }
    let holder = draft.incident.holder().cloned();
    let others = draft.incident.is_reported_by_others() || is_confirmed(&world, &draft.incident);
    let ends = holder.is_none() && !others;
    draft.emit(by.clone(), Event::Withdrawn { ends }, now);
    if let Some(holder) = &holder {
        let person = holder.person().and_then(|id| world.settings.person(id));
        if let Some(user) = person.and_then(|person| person.telegram) {
            draft
                .posts
                .add(PostKind::Withdrawn, user.private_chat(), None);
        }
    }
    if ends {
        for person in paged(&draft.incident) {
            let by = by.clone();
            turn.whisper(&Actor::Person(person), Line::WithdrawnBy { number, by });
        }
        Line::Withdrawn(number)
    } else if holder.is_some() {
        Line::WithdrawNoted(number)
    } else {
        Line::WithdrawNotedAmongOthers(number)
    }
}

/// A question under which Cancel was pressed waits for nothing any more: that about handing on, or
/// that about withdrawing.
pub(super) fn drop_question(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    number: IncidentNumber,
) -> Line {
    let world = turn.world;
    let actor = turn.actor(pressed.sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    let incident = &draft.incident;
    let is_question = |post: &Post| {
        matches!(
            post.kind,
            PostKind::Withdrawing { over: false, .. } | PostKind::Handing { over: false, .. }
        )
    };
    // A press can be quicker than the news that its message has arrived.
    let here = |post: &Post, at: Option<_>| post.chat == pressed.chat && post.message == at;
    let mut posts = draft.posts.list.iter();
    let found = posts
        .position(|post| is_question(post) && here(post, Some(pressed.message)))
        .or_else(|| {
            let mut posts = draft.posts.list.iter();
            posts.position(|post| is_question(post) && here(post, None))
        });
    let Some(index) = found else {
        turn.decision.effects.push(Effect::Strip {
            chat: pressed.chat,
            id: pressed.message,
        });
        return Line::OldButton;
    };
    let refused = match draft.posts.list[index].kind {
        PostKind::Handing { .. } => handing::refusal(&world, incident, pressed.sender, &actor),
        _ => refusal(incident, pressed.sender.id),
    };
    if let Some(refused) = refused {
        return refused;
    }
    match &mut draft.posts.list[index].kind {
        PostKind::Handing { over, .. } | PostKind::Withdrawing { over, .. } => *over = true,
        _ => {}
    }
    Line::Dropped(number)
}

/// Why somebody may not withdraw it now; `None` where he may.
fn refusal(incident: &Incident, user: TelegramUser) -> Option<Line> {
    let number = incident.number;
    if let Phase::Closed { at, .. } = incident.phase {
        return Some(Line::ClosedAlready { number, at });
    }
    if incident.reporter_telegram != user || user == TelegramUser::ANONYMOUS {
        let by = incident.reporter.clone();
        return Some(Line::WithdrawOnly { number, by });
    }
    (!incident.may_be_withdrawn()).then_some(Line::WithdrawnAlready(number))
}

/// Whether somebody else has confirmed it, or what was joined to it.
fn is_confirmed(world: &World<'_>, incident: &Incident) -> bool {
    let joined = incident.also().iter().map(|also| also.number);
    std::iter::once(incident.number)
        .chain(joined)
        .any(|number| incident.is_confirmed_by_others(&world.archive.record(number)))
}

/// Whom the bot has called for it.
fn paged(incident: &Incident) -> Vec<PersonId> {
    let called = incident.tried.iter().filter(|tried| tried.count > 0);
    called.map(|tried| tried.person.clone()).collect()
}
