//! On duty was pressed.

use super::ask::{announce, say};
use super::{before, keep_changed, leaders, log_by, plan, sheet, show_answered};
use crate::decide::form::Pressed as Place;
use crate::decide::{DutySaid, Effect, Line, Turn, rights};
use crate::ids::{PersonId, RosterId};
use crate::settings::Roster;
use crate::state::duty::{Copied, Duties, Pressed, Watched, one_before};
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::roster::each_once;
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
    let from = rest_of(turn, id, from);
    let known = world.desk.duties.rosters.get(id);
    let watched = known.and_then(|duty| duty.shift(from));
    let (Some(roster), Some(watched)) = (world.settings.roster(id), watched) else {
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
    let duties = &world.desk.duties;
    let mut relieved = takes_over(turn, duties, roster, from, (&person, pressed));
    show_on_all(turn, place, (id, watched), &person, pressed);
    relieved.retain(|other| !watched.people.contains(other));
    if watched.told || watched.awaited || missed {
        tell_leaders(turn, roster, from, (&person, pressed), &relieved);
    }
    tell_relieved(turn, id, from, (&person, pressed), relieved);
    Line::DutyTaken { late }
}

/// Others have come to stand on a shift in its middle: whoever presses an older button means the rest of
/// it.
fn rest_of(turn: &Turn<'_>, id: &RosterId, from: At) -> At {
    let duties = &turn.world.desk.duties;
    let known = duties.rosters.get(id);
    let rosters = turn.world.rosters();
    let mut part = from;
    while let Some(watched) = known.and_then(|duty| duty.shift(part)) {
        let cut = rosters.is_cut(id, watched.to);
        if watched.to > turn.now || !cut || watched.to <= part {
            break;
        }
        part = watched.to;
    }
    let runs = known.and_then(|duty| duty.shift(part));
    runs.map_or(from, |rest| rest.from)
}

/// Somebody has taken over a shift: it is kept and logged, and what rings rings him too. Who is free by
/// that, as known before.
pub(super) fn takes_over(
    turn: &mut Turn<'_>,
    duties: &Duties,
    roster: &Roster,
    from: At,
    (person, pressed): (&PersonId, Pressed),
) -> Vec<PersonId> {
    let (settings, id) = (turn.world.settings, &roster.id);
    let rosters = duties.named(settings);
    let mut all = duties.rosters.clone();
    let Some(duty) = all.get_mut(id) else {
        return Vec::new();
    };
    let watched = duty.shift(from).cloned();
    let mut relieved = watched.as_ref().map_or_else(Vec::new, |watched| {
        before(settings, duties, roster, watched, &[])
    });
    let shift = rosters.shift_at(id, from);
    let whole = shift.as_ref().map(|shift| shift.people.clone());
    let people = whole.or(watched.map(|watched| watched.people));
    duty.take_over(from, person, &people.unwrap_or_default());
    if let Some(watched) = duty.shift_mut(from) {
        watched.taken.insert(person.clone(), pressed);
    }
    for (other, duty) in &mut all {
        let Some(shift) = rosters.shift_at(other, turn.now) else {
            continue;
        };
        // Whoever takes over on a roster that stands in for others takes over there too.
        if shift.stand_ins.contains(id) && shift.people.contains(person) {
            relieved.extend(one_before(settings, duties, &shift));
            duty.take_over(shift.from, person, &shift.people);
        }
    }
    if let Some(shift) = &shift {
        sheet::hand_over(turn, duties, &mut all, (roster, shift), person);
    }
    if let Some(duty) = all.get_mut(id) {
        plan(&mut turn.decision, duty, &rosters, roster, turn.now);
    }
    keep_changed(&mut turn.decision, duties, all);
    let mut relieved = each_once(relieved);
    let by = Actor::Person(person.clone());
    let late = pressed.late;
    log_by(&mut turn.decision, &by, id, from, What::TakenOver { late });
    turn.call_new(person, duties);
    relieved.retain(|other| other != person);
    relieved
}

/// Those who had heard that nobody came hear that somebody did; the groups, where there is nobody else.
pub(super) fn tell_leaders(
    turn: &mut Turn<'_>,
    roster: &Roster,
    from: At,
    (person, pressed): (&PersonId, Pressed),
    relieved: &[PersonId],
) {
    let said = DutySaid::TakenBy {
        roster: roster.id.clone(),
        from,
        person: person.clone(),
        pressed,
        relieved: false,
    };
    let leaders = leaders(&turn.world, roster, person, turn.now);
    if leaders.is_empty() {
        announce(turn, &said);
    }
    for leader in leaders.iter().filter(|leader| !relieved.contains(leader)) {
        say(turn, leader, said.clone());
    }
}

/// Whoever is free hears it.
pub(super) fn tell_relieved(
    turn: &mut Turn<'_>,
    roster: &RosterId,
    from: At,
    (person, pressed): (&PersonId, Pressed),
    relieved: Vec<PersonId>,
) {
    for other in relieved {
        let said = DutySaid::TakenBy {
            roster: roster.clone(),
            from,
            person: person.clone(),
            pressed,
            relieved: true,
        };
        say(turn, &other, said);
    }
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

/// A message says that its question is answered.
pub(super) fn show_taken(
    turn: &mut Turn<'_>,
    roster: &RosterId,
    watched: &Watched,
    copy: &Copied,
    pressed: Pressed,
) {
    let said = DutySaid::Taken {
        roster: roster.clone(),
        from: watched.from,
        to: watched.to,
        pressed,
    };
    show_answered(&mut turn.decision, copy, said);
}

pub(super) fn take_button(turn: &mut Turn<'_>, place: Place<'_>) {
    turn.decision.effects.push(Effect::Strip {
        chat: place.chat,
        id: place.message,
    });
}
