//! The policy's course: step after step, round after round, until somebody acknowledges.
//!
//! * A step that resolves to nobody is skipped at once and named; not named is who is on duty in
//!   special periods only, while none runs.
//! * A step is passed at once when nobody of it can be reached or all can't respond.
//! * After the last step of the last round the incident is exhausted, and that is announced; so it
//!   is after a whole round in which nobody could be reached.

use crate::decide::{Draft, World};
use crate::ids::PersonId;
use crate::outgoing::Unreachable;
use crate::state::duty::Duties;
use crate::state::event::{Actor, Event, Passed, Restart};
use crate::state::incident::Reach;
use crate::state::policy::Paged;
use crate::state::posts::{Escalated, PostKind};
use crate::time::At;

/// Pages the first step. The card names who is paged; a notice is needed only where somebody is
/// missing.
pub(super) fn begin(draft: &mut Draft, world: &World<'_>, now: At) {
    enter(draft, world, now, 1, 0);
    if draft.incident.paging().is_some() {
        draft.notice = draft
            .notice
            .take()
            .filter(|notice| !notice.nobody.is_empty() || !notice.unreached.is_empty())
            .map(|notice| Escalated {
                paged: Vec::new(),
                ..notice
            });
    }
}

/// Begins anew at the first step.
pub(super) fn restart(draft: &mut Draft, world: &World<'_>, by: Actor, why: Restart, now: At) {
    restart_at(draft, world, by, why, 0, now);
}

/// Who has it needs more people: pages those after the ones who were called for it before.
pub(super) fn escalate_acknowledged(draft: &mut Draft, world: &World<'_>, by: Actor, now: At) {
    let step = draft.incident.step_to_escalate();
    restart_at(draft, world, by, Restart::ByHand, step, now);
}

/// Begins anew at a step.
pub(super) fn restart_at(
    draft: &mut Draft,
    world: &World<'_>,
    by: Actor,
    why: Restart,
    step: usize,
    now: At,
) {
    draft.resume(now);
    let due = draft.late;
    let excused = Some(draft.incident.excused(why, &by));
    draft.emit(by, Event::Restarted { why, due, excused }, now);
    draft.notice().restart = Some(why);
    enter(draft, world, now, 1, step);
}

/// Leaves the running step for the next one.
pub(super) fn pass(draft: &mut Draft, world: &World<'_>, why: Passed, by: Actor, now: At) {
    let Some(paging) = draft.incident.paging().cloned() else {
        return;
    };
    let members_at = |reach: Reach| -> Vec<PersonId> {
        let at = |person: &&PersonId| {
            !draft.incident.declined.contains(person)
                && draft
                    .incident
                    .reach(person)
                    .is_some_and(|tried| tried.reach == reach)
        };
        paging.members.iter().filter(at).cloned().collect()
    };
    let (silent, unsent) = (members_at(Reach::Delivered), members_at(Reach::Sending));
    let declined: Vec<PersonId> = paging
        .members
        .iter()
        .filter(|person| draft.incident.declined.contains(person))
        .cloned()
        .collect();
    let notice = draft.notice();
    notice.why = Some(why);
    notice.silent = silent;
    notice.unsent = unsent;
    notice.declined = declined;
    draft.emit(
        by,
        Event::StepPassed {
            round: paging.round,
            step: paging.step,
            why,
            due: draft.late,
        },
        now,
    );
    match draft.incident.following_step() {
        Some((round, step)) => enter(draft, world, now, round, step),
        None => draft.emit(Actor::Bot, Event::Exhausted, now),
    }
}

/// Passes the running step if nobody of it is left who could answer.
pub(super) fn pass_if_dead(draft: &mut Draft, world: &World<'_>, now: At) {
    if draft.incident.paging().is_some() && !draft.incident.step_is_alive() {
        pass(draft, world, Passed::NobodyLeft, Actor::Bot, now);
    }
}

/// Rings everybody of the running step anew, and whoever came on duty since it was entered. Whoever came
/// by a roster and is off duty by now is left out while somebody else may answer.
pub(super) fn ring_again(draft: &mut Draft, world: &World<'_>, now: At) {
    let Some(paging) = draft.incident.paging().cloned() else {
        return;
    };
    draft.emit(
        Actor::Bot,
        Event::RangAgain {
            attempt: paging.attempt + 1,
            due: draft.late,
        },
        now,
    );
    let policy = &draft.incident.policy;
    let people = policy.people_of(paging.step, world.settings, &world.desk.duties, now);
    let is_off = |person: &PersonId| {
        !policy.names(paging.step, person) && people.iter().all(|paged| paged.person != *person)
    };
    let (off, on): (Vec<PersonId>, Vec<PersonId>) =
        paging.members.iter().cloned().partition(is_off);
    for person in on {
        ring(draft, world, person, now);
    }
    let is_new = |paged: &&Paged| !paging.members.contains(&paged.person);
    for paged in people.iter().filter(is_new) {
        call(draft, world, paged, now);
    }
    let members = draft.incident.paging().map(|paging| &paging.members);
    let mut others = members
        .into_iter()
        .flatten()
        .filter(|one| !off.contains(one));
    if others.any(|person| draft.incident.waits_for(person)) {
        off.iter().for_each(|person| supersede(draft, person));
    } else {
        for person in off {
            ring(draft, world, person, now);
        }
    }
    // Whatever follows from the ring was not due before.
    draft.late = None;
    pass_if_dead(draft, world, now);
}

fn ring(draft: &mut Draft, world: &World<'_>, person: PersonId, now: At) {
    let tried = draft.incident.reach(&person);
    let role = tried.and_then(|tried| tried.role.clone());
    call(draft, world, &Paged { person, role }, now);
}

/// Pages somebody who has come on duty since the running step was entered.
pub(super) fn call_new(
    draft: &mut Draft,
    world: &World<'_>,
    duties: &Duties,
    person: &PersonId,
    now: At,
) {
    let Some(paging) = draft.incident.paging() else {
        return;
    };
    let policy = &draft.incident.policy;
    let people = policy.people_of(paging.step, world.settings, duties, now);
    let known = paging.members.contains(person);
    if let (false, Some(paged)) = (known, people.iter().find(|p| p.person == *person)) {
        call(draft, world, paged, now);
    }
}

/// Pages somebody of the running step who was out of reach and is there again.
pub(super) fn call_back(draft: &mut Draft, world: &World<'_>, person: &PersonId, now: At) {
    let Some(paging) = draft.incident.paging() else {
        return;
    };
    let members =
        draft
            .incident
            .policy
            .people_of(paging.step, world.settings, &world.desk.duties, now);
    let out_of_reach = draft
        .incident
        .reach(person)
        .is_some_and(|tried| matches!(tried.reach, Reach::Unreachable(_)));
    if let (true, Some(paged)) = (out_of_reach, members.iter().find(|p| p.person == *person)) {
        call(draft, world, paged, now);
    }
}

fn enter(draft: &mut Draft, world: &World<'_>, now: At, round: u32, step: usize) {
    let (mut round, mut step) = (round, step);
    loop {
        let due = draft.late;
        draft.emit(Actor::Bot, Event::StepEntered { round, step, due }, now);
        let people = draft
            .incident
            .policy
            .people_of(step, world.settings, &world.desk.duties, now);
        let why = if people.is_empty() {
            let policy = &draft.incident.policy;
            let missing = policy.missing_of(step, world.settings, now).join(", ");
            if !missing.is_empty() {
                draft.notice().nobody.push(missing);
            }
            Passed::Nobody
        } else {
            for paged in &people {
                call(draft, world, paged, now);
            }
            if draft.incident.step_is_alive() {
                let members = draft
                    .incident
                    .paging()
                    .map(|paging| paging.members.clone())
                    .unwrap_or_default();
                let notice = draft.notice();
                notice.paged = members;
                notice.round = round;
                return;
            }
            Passed::NobodyLeft
        };
        let passed = Event::StepPassed {
            round,
            step,
            why,
            due: None,
        };
        draft.emit(Actor::Bot, passed, now);
        match draft.incident.following_step() {
            Some(next) => (round, step) = next,
            None => {
                draft.notice();
                draft.emit(Actor::Bot, Event::Exhausted, now);
                return;
            }
        }
    }
}

/// Sends somebody a page; a newer one takes the place of an older one.
pub(super) fn call(draft: &mut Draft, world: &World<'_>, paged: &Paged, now: At) {
    let person = &paged.person;
    if draft.incident.declined.contains(person) {
        return;
    }
    let Some(user) = world
        .settings
        .person(person)
        .and_then(|person| person.telegram)
    else {
        not_bound(draft, person, now);
        return;
    };
    let call = draft.incident.calls + 1;
    draft.emit(
        Actor::Bot,
        Event::Paged {
            person: person.clone(),
            role: paged.role.clone(),
            call,
        },
        now,
    );
    let nth = draft.incident.reach(person).map_or(1, |tried| tried.count);
    supersede(draft, person);
    draft.posts.add(
        PostKind::Page {
            person: person.clone(),
            role: paged.role.clone(),
            call,
            nth,
            superseded: false,
            due: draft.late,
        },
        user.private_chat(),
        None,
    );
}

/// The pages that somebody has so far lose their buttons.
fn supersede(draft: &mut Draft, person: &PersonId) {
    for post in &mut draft.posts.list {
        if let PostKind::Page {
            person: earlier,
            superseded,
            ..
        } = &mut post.kind
            && earlier == person
        {
            *superseded = true;
        }
    }
}

/// Once in the record and once in a notice is enough: the next round changes nothing about it.
fn not_bound(draft: &mut Draft, person: &PersonId, now: At) {
    let why = Unreachable::NotBound;
    if draft.incident.reach(person).is_none() {
        draft.emit(
            Actor::Bot,
            Event::NotReached {
                person: person.clone(),
                why,
            },
            now,
        );
        draft.notice().unreached.push((person.clone(), why));
    }
}
