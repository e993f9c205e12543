//! On duty was pressed.

use super::ask::{announce, say};
use super::{before, keep, leaders, plan, strip};
use crate::decide::form::Pressed as Place;
use crate::decide::{DutySaid, Effect, Line, Speech, Turn, rights};
use crate::ids::{PersonId, RosterId};
use crate::state::duty::{Copied, Pressed, Watched, one_before};
use crate::state::duty_log::{DutyEvent, What};
use crate::state::event::Actor;
use crate::state::roster::Rosters;
use crate::state::selftest::Stands;
use crate::time::At;

/// On duty.
pub(in crate::decide) fn take(
    turn: &mut Turn<'_>,
    place: Place<'_>,
    id: &RosterId,
    from: At,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let known = world.desk.duties.rosters.get(id);
    let watched = known.and_then(|duty| duty.shift(from));
    let (Some(roster), Some(known), Some(watched)) = (world.settings.roster(id), known, watched)
    else {
        take_button(turn, place);
        return Line::DutyGone;
    };
    let person = rights::person_id(&world, place.sender.id);
    let person = person
        .filter(|person| watched.people.contains(person) || watched.taken.contains_key(person));
    let Some(person) = person else {
        // One's own copy that is outdated; nobody else's loses its button by that.
        if place.chat == place.sender.id.private_chat() {
            take_button(turn, place);
        }
        return Line::DutyOfOthers(watched.people.clone());
    };
    if let Some(pressed) = watched.taken.get(&person) {
        take_button(turn, place);
        return Line::DutyTakenAlready(pressed.at);
    }
    if watched.over || watched.to <= now {
        take_button(turn, place);
        return Line::DutyOver {
            from: watched.from,
            to: watched.to,
        };
    }
    let missed = watched.missed.contains(&person);
    let late = missed || watched.until(&roster.asks).is_some_and(|until| now > until);
    let pressed = Pressed { at: now, late };
    let mut relieved = before(&world, roster, watched, &[]);
    let mut duty = known.clone();
    let rosters = world.rosters();
    let whole = rosters.shift_at(id, from);
    let people = whole.map_or_else(|| watched.people.clone(), |shift| shift.people);
    duty.take_over(from, &person, &people);
    if let Some(watched) = duty.shift_mut(from) {
        watched.taken.insert(person.clone(), pressed);
    }
    plan(&mut turn.decision, &mut duty, &rosters, roster, now);
    keep(&mut turn.decision, id, Some(duty));
    for other in take_over_replaced(turn, &rosters, id, &person) {
        if !relieved.contains(&other) {
            relieved.push(other);
        }
    }
    let event = DutyEvent {
        roster: id.clone(),
        shift: from,
        what: What::TakenOver { late },
    };
    turn.decision
        .duty
        .push((Actor::Person(person.clone()), event));
    show_on_all(turn, place, (id, watched), &person, pressed);
    turn.call_new(&person);
    relieved.retain(|other| !watched.people.contains(other));
    let mut others = Vec::new();
    if watched.told || missed {
        others = leaders(&world, roster, &person, now);
        if others.is_empty() {
            let said = DutySaid::TakenBy {
                roster: id.clone(),
                from,
                person: person.clone(),
                pressed,
                relieved: false,
            };
            announce(turn, &said);
        }
        others.retain(|other| !relieved.contains(other));
    }
    for (people, relieved) in [(relieved, true), (others, false)] {
        for to in people {
            let said = DutySaid::TakenBy {
                roster: id.clone(),
                from,
                person: person.clone(),
                pressed,
                relieved,
            };
            say(turn, &to, said);
        }
    }
    Line::DutyTaken { late }
}

/// Every copy of the question says that it is answered, and so does the one that was pressed, should
/// nobody know of it.
fn show_on_all(
    turn: &mut Turn<'_>,
    place: Place<'_>,
    (roster, watched): (&RosterId, &Watched),
    person: &PersonId,
    pressed: Pressed,
) {
    let own = watched.copies.iter().filter(|copy| copy.person == *person);
    for copy in own {
        show_taken(turn, roster, watched, copy, pressed);
    }
    let stands = Stands::At(place.message);
    let known = |copy: &Copied| copy.chat == place.chat && copy.stands == stands;
    if !watched.copies.iter().any(known) {
        let here = Copied {
            nth: 0,
            person: person.clone(),
            chat: place.chat,
            stands,
            superseded: false,
        };
        show_taken(turn, roster, watched, &here, pressed);
    }
}

/// Whoever takes over on a roster that stands in for others takes over there too; who is free by that.
fn take_over_replaced(
    turn: &mut Turn<'_>,
    rosters: &Rosters<'_>,
    stand_in: &RosterId,
    person: &PersonId,
) -> Vec<PersonId> {
    let duties = &turn.world.desk.duties;
    let mut relieved: Vec<PersonId> = Vec::new();
    for (id, duty) in &duties.rosters {
        let Some(shift) = rosters.shift_at(id, turn.now) else {
            continue;
        };
        if shift.stand_ins.contains(stand_in) && shift.people.contains(person) {
            relieved.extend(one_before(turn.world.settings, duties, &shift));
            let mut duty = duty.clone();
            duty.take_over(shift.from, person, &shift.people);
            keep(&mut turn.decision, id, Some(duty));
        }
    }
    relieved
}

/// A message says that its question is answered.
pub(super) fn show_taken(
    turn: &mut Turn<'_>,
    roster: &RosterId,
    watched: &Watched,
    copy: &Copied,
    pressed: Pressed,
) {
    if let (Stands::At(id), false) = (copy.stands, copy.superseded) {
        turn.decision.effects.push(Effect::Rewrite {
            chat: copy.chat,
            id,
            speech: Speech::Duty(Box::new(DutySaid::Taken {
                roster: roster.clone(),
                from: watched.from,
                to: watched.to,
                pressed,
            })),
        });
    } else {
        strip(&mut turn.decision, copy);
    }
}

fn take_button(turn: &mut Turn<'_>, place: Place<'_>) {
    turn.decision.effects.push(Effect::Strip {
        chat: place.chat,
        id: place.message,
    });
}
