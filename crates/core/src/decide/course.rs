//! The course of an incident by hand: escalate, level, category, facts, updates, stand-down.

use crate::decide::acknowledge::no_incident;
use crate::decide::evidence::{self, Came};
use crate::decide::{Action, Line, Turn, escalation, rights};
use crate::ids::{CategoryId, IncidentNumber, SeverityId};
use crate::incoming::Sender;
use crate::state::event::{Actor, Event, Fact, FactAnswer, Passed, Restart};
use crate::state::evidence::Evidence;
use crate::state::incident::Phase;
use crate::state::policy::PolicySnapshot;
use crate::state::posts::PostKind;

/// On to the next step. `turn_seen` is the turn that the button belongs to: when the incident has
/// gone on since, the press meant what has happened already.
pub(super) fn escalate(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    turn_seen: Option<u32>,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    let stale = turn_seen.is_some_and(|seen| seen != draft.incident.turn);
    match &draft.incident.phase {
        Phase::Closed { at, .. } => return Line::ClosedAlready { number, at: *at },
        Phase::Paging(_) if stale => {
            return Line::EscalatedAlready {
                number,
                paged: turn.being_paged(number),
            };
        }
        // The press was meant for what stood before: nobody is woken for it again.
        Phase::Acknowledged { by, at, .. } if stale => {
            return Line::AcknowledgedBy {
                number,
                by: by.clone(),
                at: *at,
            };
        }
        Phase::Exhausted { .. } if stale => return Line::NobodyLeft(number),
        Phase::Paging(_) => escalation::pass(draft, &world, Passed::ByHand, by, now),
        Phase::Acknowledged { .. } => {
            escalation::escalate_acknowledged(draft, &world, by, now);
        }
        Phase::Exhausted { .. } => {
            escalation::restart(draft, &world, by, Restart::ByHand, now);
        }
    }
    let paged = turn.being_paged(number);
    if paged.is_empty() {
        Line::NobodyLeft(number)
    } else {
        Line::Escalated { number, paged }
    }
}

/// Everybody is paged again after the policy was exhausted.
pub(super) fn page_again(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    match &draft.incident.phase {
        Phase::Exhausted { .. } => {
            escalation::restart(draft, &world, by, Restart::ByHand, now);
        }
        Phase::Closed { at, .. } => return Line::ClosedAlready { number, at: *at },
        Phase::Acknowledged { by, at, .. } => {
            return Line::AcknowledgedBy {
                number,
                by: by.clone(),
                at: *at,
            };
        }
        Phase::Paging(_) => {}
    }
    let paged = turn.being_paged(number);
    if paged.is_empty() {
        Line::NobodyLeft(number)
    } else {
        Line::PagedAgain { number, paged }
    }
}

/// Another level. A raised level pages anew, by the policy that is for it now.
pub(super) fn change_severity(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    to: &SeverityId,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Phase::Closed { at, .. } = &draft.incident.phase {
        return Line::ClosedAlready { number, at: *at };
    }
    if !rights::may_direct(&world, &draft.incident, sender.id, now) {
        return rights::refusal(&draft.incident, Action::ChangeLevel);
    }
    if world.settings.severity(to).is_none() {
        return Line::SeverityUnknown {
            given: to.to_string(),
            known: world
                .settings
                .severities
                .iter()
                .map(|severity| severity.id.clone())
                .collect(),
        };
    }
    let from = draft.incident.severity.clone();
    if from == *to {
        return Line::SeveritySame {
            number,
            to: to.clone(),
        };
    }
    let raised = world.settings.rank(to) < world.settings.rank(&from);
    let policy = raised
        .then(|| {
            world
                .settings
                .policy_for(to, draft.incident.category.as_ref())
        })
        .flatten()
        .map(|policy| Box::new(PolicySnapshot::take(policy, world.settings)))
        .filter(|policy| **policy != draft.incident.policy);
    draft.emit(
        by,
        Event::SeverityChanged {
            from,
            to: to.clone(),
            policy,
        },
        now,
    );
    if raised {
        escalation::restart(draft, &world, Actor::Bot, Restart::Raised, now);
    }
    Line::SeverityChanged {
        number,
        to: to.clone(),
    }
}

/// Another category. Where nobody has named a level, a graver default of the category raises it.
/// The policy that is for it now takes over: while nobody has it, its people are paged; once
/// somebody has, nobody is before the next escalation.
pub(super) fn change_category(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    to: &CategoryId,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Phase::Closed { at, .. } = &draft.incident.phase {
        return Line::ClosedAlready { number, at: *at };
    }
    // Whoever reports may say what it is; a category already given is changed like a level.
    let own = draft.incident.reporter == by && draft.incident.category.is_none();
    if !own && !rights::may_direct(&world, &draft.incident, sender.id, now) {
        return rights::refusal(&draft.incident, Action::ChangeLevel);
    }
    let Some(category) = world.settings.category(to) else {
        return Line::CategorySame(number);
    };
    if draft.incident.category.as_ref() == Some(to) {
        return Line::CategorySame(number);
    }
    let from = draft.incident.category.clone();
    let graver = category.severity.clone().filter(|default| {
        !draft.incident.severity_named
            && world.settings.rank(default) < world.settings.rank(&draft.incident.severity)
    });
    let another = graver
        .is_none()
        .then(|| {
            world
                .settings
                .policy_for(&draft.incident.severity, Some(to))
        })
        .flatten()
        .filter(|policy| policy.id != draft.incident.policy.id)
        .map(|policy| Box::new(PolicySnapshot::take(policy, world.settings)));
    let pages_anew = another.is_some() && draft.incident.is_open();
    draft.emit(
        by,
        Event::CategoryChanged {
            from,
            to: to.clone(),
            policy: another,
        },
        now,
    );
    if pages_anew {
        escalation::restart(draft, &world, Actor::Bot, Restart::Category, now);
    }
    if let Some(severity) = graver {
        let policy = world
            .settings
            .policy_for(&severity, Some(to))
            .map(|policy| Box::new(PolicySnapshot::take(policy, world.settings)));
        let from = draft.incident.severity.clone();
        draft.emit(
            Actor::Bot,
            Event::SeverityChanged {
                from,
                to: severity,
                policy,
            },
            now,
        );
        escalation::restart(draft, &world, Actor::Bot, Restart::Raised, now);
    }
    Line::CategoryChanged {
        number,
        to: to.clone(),
    }
}

/// A missing fact.
pub(super) fn give_fact(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    fact: Fact,
    answer: FactAnswer,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Phase::Closed { at, .. } = &draft.incident.phase {
        return Line::ClosedAlready { number, at: *at };
    }
    if draft.incident.facts.contains(&(fact, answer)) {
        return Line::FactNoted(number);
    }
    draft.emit(by, Event::FactGiven { fact, answer }, now);
    let next = draft.incident.missing_fact();
    ask_for(draft, next);
    Line::FactNoted(number)
}

/// No answer now.
pub(super) fn later(turn: &mut Turn<'_>, number: IncidentNumber) -> Line {
    let world = turn.world;
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    ask_for(draft, None);
    Line::LaterNoted(number)
}

fn ask_for(draft: &mut crate::decide::Draft, fact: Option<Fact>) {
    for post in &mut draft.posts.list {
        if let PostKind::Missing { fact: asked } = &mut post.kind {
            *asked = fact;
        }
    }
}

/// News.
pub(super) fn update(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    text: &str,
    came: &Came<'_>,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Phase::Closed { at, .. } = &draft.incident.phase {
        let at = *at;
        let nothing = text.is_empty() && came.attachments.is_empty();
        return if nothing {
            Line::ClosedAlready { number, at }
        } else {
            Line::NewsOfClosed { number, at }
        };
    }
    let before = draft.incident.evidence.len();
    let (taken, surplus) = evidence::split(&world, before, came.attachments);
    let wordless = text.is_empty() && !came.attachments.is_empty();
    let evidence = taken.to_vec();
    if !wordless {
        let text = text.to_owned();
        let origin = came.origin;
        let event = Event::Updated {
            text,
            evidence,
            origin,
        };
        draft.emit(by, event, now);
    } else if !evidence.is_empty() {
        let origin = came.origin;
        let added = Evidence::Added { evidence, origin };
        draft.emit(by, Event::Evidence(added), now);
    }
    match evidence::file(turn, number, sender, before, surplus, came) {
        Some(refusal) if wordless => refusal,
        Some(refusal) => {
            turn.answer(came.place, refusal);
            Line::UpdateStored(number)
        }
        None if wordless => Line::EvidenceStored(number),
        None => Line::UpdateStored(number),
    }
}

/// It is over.
pub(super) fn stand_down(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    reason: &str,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let by = turn.actor(sender);
    let Some(draft) = turn.open(number) else {
        return no_incident(&world, number);
    };
    if let Phase::Closed { at, .. } = &draft.incident.phase {
        return Line::ClosedAlready { number, at: *at };
    }
    if !rights::may_direct(&world, &draft.incident, sender.id, now) {
        return rights::refusal(&draft.incident, Action::StandDown);
    }
    draft.emit(
        by,
        Event::Closed {
            reason: reason.to_owned(),
        },
        now,
    );
    Line::StoodDown(number)
}
