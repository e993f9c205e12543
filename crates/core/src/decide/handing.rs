//! Handing on: whoever acknowledged by mistake, or must leave, gives it to somebody else.
//!
//! * To a person: that one is called, and the holder has it until it is taken over. Where it is not,
//!   paging begins anew, as after an acknowledgement that fell silent.
//! * Back to the policy: paging goes on at once where it stood, past who has given it back.

use crate::decide::acknowledge::no_incident;
use crate::decide::{Draft, Effect, Line, Place, Turn, World, escalation, rights};
use crate::ids::{IncidentNumber, PersonId, TelegramChat};
use crate::incoming::Sender;
use crate::limits::{HAND_ON_PEOPLE, QUESTION_AGAIN};
use crate::outgoing::Priority;
use crate::state::event::{Actor, Event, Restart};
use crate::state::incident::{Incident, Phase, Reach};
use crate::state::policy::Paged;
use crate::state::posts::PostKind;
use crate::time::At;

/// Who shall take it over? Asked by a live message, so that its buttons go with what they decide.
pub(super) fn ask(
    turn: &mut Turn<'_>,
    place: Place,
    number: IncidentNumber,
    sender: &Sender,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let of = format!("{}/{number}", place.chat);
    let just_asked = turn.lately("hand_on", &of, QUESTION_AGAIN);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Some(refused) = refusal(&world, &draft.incident, sender, &by) {
        return refused;
    }
    let asks = |kind: &PostKind| matches!(kind, PostKind::Handing { over: false, turn, .. } if *turn == draft.incident.turn);
    if just_asked && draft.posts.any_in(place.chat, asks) {
        return Line::HandOnAsked(number);
    }
    close_questions(draft, Some(place.chat));
    let kind = PostKind::Handing {
        to: candidates(&world, &draft.incident, now),
        turn: draft.incident.turn,
        over: false,
    };
    draft.posts.add(kind, place.chat, place.message);
    Line::HandOnAsked(number)
}

/// Calls a person to take it over.
pub(super) fn to_person(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    person: &PersonId,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Some(refused) = refusal(&world, &draft.incident, sender, &by) {
        return refused;
    }
    if let Phase::Acknowledged { by: holder, at, .. } = &draft.incident.phase
        && holder.person() == Some(person)
    {
        let (by, at) = (holder.clone(), *at);
        return if by == turn.actor(sender) {
            Line::AcknowledgedByYou { number, at }
        } else {
            Line::AcknowledgedBy { number, by, at }
        };
    }
    let known = world.settings.person(person);
    let bound = known.is_some_and(|known| known.telegram.is_some());
    let asked = draft
        .incident
        .asks(person, world.settings, &world.desk.duties, now);
    if !bound || !asked {
        return Line::HandOnNotTo(person.clone());
    }
    if let Some(handing) = draft.incident.handing()
        && handing.to == *person
    {
        // A second press rings nobody anew.
        return Line::HandedOn {
            number,
            to: person.clone(),
            until: handing.until,
        };
    }
    let until = now.plus(draft.incident.hand_over_wait());
    let to = person.clone();
    draft.emit(by.clone(), Event::HandedOn { to, until }, now);
    let holder = draft.incident.holder().cloned();
    let role = role_of(&world, &draft.incident, person, now);
    let paged = Paged {
        person: person.clone(),
        role,
    };
    escalation::call(draft, &world, &paged, now);
    close_questions(draft, None);
    let cards: Vec<_> = draft
        .groups()
        .into_iter()
        .map(|chat| {
            (
                chat,
                draft.posts.card_in(chat).and_then(|card| card.message),
            )
        })
        .collect();
    let called = Line::CalledToTakeOver {
        number,
        by: by.clone(),
        to: person.clone(),
        until,
    };
    for (chat, reply_to) in cards {
        turn.decision.effects.push(Effect::Say {
            chat,
            reply_to,
            speech: called.clone().into(),
            priority: Priority::Card,
        });
    }
    if let Some(holder) = holder.filter(|holder| *holder != by) {
        turn.whisper(&holder, called);
    }
    Line::HandedOn {
        number,
        to: person.clone(),
        until,
    }
}

/// Back to the policy.
pub(super) fn back(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Some(refused) = refusal(&world, &draft.incident, sender, &by) {
        return refused;
    }
    let holder = draft.incident.holder().cloned();
    let step = draft.incident.step_it_stood_at();
    let who = by.clone();
    escalation::restart_at(draft, &world, who, Restart::HandedBack, step, now);
    close_questions(draft, None);
    if let Some(holder) = holder.filter(|holder| *holder != by) {
        turn.whisper(&holder, Line::HandedBackBy { number, by });
    }
    let paged = turn.being_paged(number);
    if paged.is_empty() {
        Line::NobodyLeft(number)
    } else {
        Line::HandedBack { number, paged }
    }
}

/// Whoever was called acknowledges: it is his now, and who had it hears so. `false` where he was
/// not called.
pub(super) fn take_over(turn: &mut Turn<'_>, number: IncidentNumber, by: &Actor) -> bool {
    let now = turn.now;
    let Some(draft) = turn.open(number) else {
        return false;
    };
    let called = by
        .person()
        .is_some_and(|person| draft.incident.is_offered_to(person));
    let Phase::Acknowledged { by: former, .. } = draft.incident.phase.clone() else {
        return false;
    };
    if !called {
        return false;
    }
    draft.emit(by.clone(), Event::Acknowledged, now);
    let by = by.clone();
    turn.whisper(&former, Line::TakenOver { number, by });
    true
}

/// Whoever was called can't: nobody is waited for any more. `false` where he was not called.
pub(super) fn decline(draft: &mut Draft, world: &World<'_>, by: &Actor, now: At) -> bool {
    let called = by
        .person()
        .filter(|person| draft.incident.is_offered_to(person));
    let Some(person) = called.cloned() else {
        return false;
    };
    draft.emit(by.clone(), Event::Declined, now);
    draft.notice().declined.push(person);
    not_taken(draft, world, now);
    true
}

/// Nobody took it over in time.
pub(super) fn ran_out(draft: &mut Draft, world: &World<'_>, now: At) {
    let Some(to) = draft.incident.handing().map(|handing| handing.to.clone()) else {
        return;
    };
    let delivered = draft
        .incident
        .reach(&to)
        .is_some_and(|tried| tried.reach == Reach::Delivered);
    let notice = draft.notice();
    let list = if delivered {
        &mut notice.silent
    } else {
        &mut notice.unsent
    };
    list.push(to);
    not_taken(draft, world, now);
}

/// Whoever was called can't be reached: nobody is waited for any more.
pub(super) fn pass_if_out_of_reach(
    draft: &mut Draft,
    world: &World<'_>,
    person: &PersonId,
    now: At,
) {
    if draft.incident.is_offered_to(person) {
        not_taken(draft, world, now);
    }
}

fn not_taken(draft: &mut Draft, world: &World<'_>, now: At) {
    escalation::restart(draft, world, Actor::Bot, Restart::NotTaken, now);
}

/// Questions about handing on are answered, all or those of a chat.
fn close_questions(draft: &mut Draft, chat: Option<TelegramChat>) {
    for post in &mut draft.posts.list {
        if let PostKind::Handing { over, .. } = &mut post.kind
            && chat.is_none_or(|chat| chat == post.chat)
        {
            *over = true;
        }
    }
}

/// Why somebody may not hand it on now; `None` where he may.
pub(super) fn refusal(
    world: &World<'_>,
    incident: &Incident,
    sender: &Sender,
    actor: &Actor,
) -> Option<Line> {
    let number = incident.number;
    match &incident.phase {
        Phase::Closed { at, .. } => Some(Line::ClosedAlready { number, at: *at }),
        Phase::Paging(_) | Phase::Exhausted { .. } => Some(Line::NothingToHandOn(number)),
        Phase::Acknowledged { by, .. } => {
            let may = by == actor || rights::administers(world, sender.id);
            let by = by.clone();
            (!may).then_some(Line::HandOnOnly { number, by })
        }
    }
}

/// People of the policy's steps with an account, those that can be reached first.
fn candidates(world: &World<'_>, incident: &Incident, now: At) -> Vec<PersonId> {
    let holder = incident.holder().and_then(Actor::person);
    let mut people: Vec<PersonId> = Vec::new();
    for step in 0..incident.policy.steps.len() {
        for paged in incident
            .policy
            .people_of(step, world.settings, &world.desk.duties, now)
        {
            let known = world.settings.person(&paged.person);
            let bound = known.is_some_and(|known| known.telegram.is_some());
            if bound && holder != Some(&paged.person) && !people.contains(&paged.person) {
                people.push(paged.person);
            }
        }
    }
    let out_of_reach = |person: &PersonId| {
        let note = world.desk.people.get(person);
        note.is_some_and(|note| note.unreachable.is_some())
    };
    people.sort_by_key(out_of_reach);
    people.truncate(HAND_ON_PEOPLE);
    people
}

fn role_of(world: &World<'_>, incident: &Incident, person: &PersonId, now: At) -> Option<String> {
    (0..incident.policy.steps.len())
        .flat_map(|step| {
            incident
                .policy
                .people_of(step, world.settings, &world.desk.duties, now)
        })
        .find(|paged| paged.person == *person)?
        .role
}

impl Turn<'_> {
    /// A silent line to somebody in private, where he has an account.
    pub(super) fn whisper(&mut self, to: &Actor, line: Line) {
        let user = match to {
            Actor::Person(id) => self.world.settings.person(id).and_then(|who| who.telegram),
            Actor::Guest { .. } | Actor::Bot => None,
        };
        if let Some(user) = user {
            self.decision.effects.push(Effect::Say {
                chat: user.private_chat(),
                reply_to: None,
                speech: line.into(),
                priority: Priority::Answer,
            });
        }
    }
}
