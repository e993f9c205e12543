//! Presence checks (查岗): whoever is on duty is asked for one tap, and told of where none comes.
//!
//! A row has one timer, which follows from what is kept of it (`state::presence`). A check that was missed
//! while the bot was down comes once and says when it was due; of one whose time is over nothing is sent.

use super::ask::{announce, announcing, say, say_about};
use super::take::take_button;
use super::{leaders_of, show_answered, strip};
use crate::decide::form::Pressed as Place;
use crate::decide::{Decision, DutySaid, Effect, Line, PresenceSaid, Turn, World, rights};
use crate::ids::{PersonId, PresenceId, RosterId};
use crate::limits::SHIFT_KEPT;
use crate::outgoing::{Outcome, Outgoing, Subject};
use crate::settings::{Presence, Settings};
use crate::state::desk::{Desk, DeskChange};
use crate::state::duty::{Copied, Pressed, on_duty};
use crate::state::duty_log::{DutyEvent, PresenceEvent, PresenceWhat, What};
use crate::state::event::Actor;
use crate::state::presence::{Check, Checks, asked_now, came_since};
use crate::state::selftest::Stands;
use crate::time::At;

/// Looks at every row as it is configured now. What is due stays for its timer.
pub fn plan_presence(settings: &Settings, desk: &Desk, now: At) -> Decision {
    let mut decision = Decision::default();
    for row in &settings.presence {
        let known = desk.presence.get(&row.id);
        let mut checks = known
            .cloned()
            .unwrap_or_else(|| Checks::begin(row, settings.timezone, now));
        let dropped = checks.plan(row, settings.timezone, now);
        withdraw(&mut decision, &row.id, dropped.as_ref());
        if known != Some(&checks) {
            keep(&mut decision, &row.id, Some(checks));
        }
    }
    for (id, checks) in &desk.presence {
        if settings.presence_row(id).is_none() {
            withdraw(&mut decision, id, checks.check.as_ref());
            keep(&mut decision, id, None);
        }
    }
    decision
}

/// A row's timer fell due.
pub fn presence_due(world: World<'_>, id: &PresenceId, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let (Some(row), Some(known)) = (world.settings.presence_row(id), world.desk.presence.get(id))
    else {
        return turn.done();
    };
    let zone = world.settings.timezone;
    let mut checks = known.clone();
    let dropped = checks.plan(row, zone, now);
    withdraw(&mut turn.decision, id, dropped.as_ref());
    if let Some(check) = &mut checks.check
        && check.is_open()
        && check.until <= now
    {
        tell(&mut turn, row, check);
    }
    let over = checks
        .check
        .as_ref()
        .is_some_and(|check| !check.is_open() && check.ends <= now);
    if over {
        end(&mut turn.decision, checks.check.take().as_ref());
    }
    let rosters = world.rosters();
    let runs = |at: At| rosters.shift_at(&row.roster, at);
    let fired = checks.fire(row, zone, now, |at| runs(at).is_some());
    if let Some((count, first, last)) = fired.over {
        let shift = runs(first).map_or(first, |shift| shift.from);
        let what = PresenceWhat::NotSent {
            checks: count,
            to: last,
        };
        log(&mut turn, row, (first, shift), Actor::Bot, what);
    }
    if let Some(at) = fired.open {
        if let Some(open) = checks.check.as_ref().filter(|check| check.is_open()) {
            let shift = open.shift;
            log(
                &mut turn,
                row,
                (at, shift),
                Actor::Bot,
                PresenceWhat::Skipped,
            );
        } else {
            end(&mut turn.decision, checks.check.take().as_ref());
            checks.check = ask(&mut turn, row, at);
        }
    }
    keep(&mut turn.decision, id, Some(checks));
    turn.done()
}

/// Asks whoever is on duty; nobody where all of them need not be asked.
fn ask(turn: &mut Turn<'_>, row: &Presence, at: At) -> Option<Check> {
    let (world, now) = (turn.world, turn.now);
    let shift = world.rosters().shift_at(&row.roster, now)?;
    let (people, spared) = asked_now(world.settings, &world.desk.duties, &row.roster, now);
    let place = (at, shift.from);
    if !spared.is_empty() {
        let what = PresenceWhat::Spared { people: spared };
        log(turn, row, place, Actor::Bot, what);
    }
    if people.is_empty() {
        return None;
    }
    // The time counts from the hour itself, or the next check might come before its end; whoever is asked
    // late has it whole.
    let late = at.long_before(now);
    let until = late.map_or(at, |_| now).plus(row.within);
    let mut check = Check {
        at,
        roster: row.roster.clone(),
        asked: now,
        shift: shift.from,
        until,
        ends: shift.to.max(until),
        people: people.clone(),
        told: false,
        missed: Vec::new(),
        unreached: Vec::new(),
        pressed: std::collections::BTreeMap::new(),
        copies: Vec::new(),
    };
    for person in &people {
        let said = PresenceSaid::Asked {
            row: row.id.clone(),
            at,
            due: late,
            until,
        };
        put(turn, row, &mut check, person, said);
    }
    // Whoever has no account is asked nothing, and told of when the time is up.
    let asked = check.copies.iter().map(|copy| copy.person.clone());
    let people: Vec<PersonId> = asked.collect();
    if !people.is_empty() {
        let what = PresenceWhat::Asked { people, until };
        log(turn, row, place, Actor::Bot, what);
    }
    Some(check)
}

/// Its time is up: whoever did not press hears of it, and so do those who are to see to it. Whoever has
/// handed over or pressed On duty meanwhile is asked no more; a question that never arrived is nobody's fault.
fn tell(turn: &mut Turn<'_>, row: &Presence, check: &mut Check) {
    let (world, now) = (turn.world, turn.now);
    check.told = true;
    let due = check.until.long_before(now);
    let there = on_duty(world.settings, &world.desk.duties, &row.roster, now);
    let place = (check.at, check.shift);
    let missing: Vec<PersonId> = check.missing().cloned().collect();
    for person in missing {
        let came = came_since(
            &world.rosters(),
            &world.desk.duties,
            &row.roster,
            &person,
            (check.asked, now),
        );
        if came || !there.contains(&person) {
            strip_all(turn, check, &person);
            check.people.retain(|other| *other != person);
            log(turn, row, place, Actor::Bot, PresenceWhat::Freed { person });
            continue;
        }
        let reached = is_reached(turn, check, &person);
        let of = person.clone();
        let what = if reached {
            PresenceWhat::Missed { person: of }
        } else {
            check.unreached.push(person.clone());
            PresenceWhat::Unreached { person: of }
        };
        log(turn, row, place, Actor::Bot, what);
        check.missed.push(person.clone());
        let to = leaders(&world, row, &person, now);
        let said = PresenceSaid::Missed {
            row: row.id.clone(),
            at: check.at,
            posted: to.is_empty() && announcing(turn).next().is_some(),
            told: to.clone(),
            reached,
        };
        put(turn, row, check, &person, said);
        let said = |private| {
            DutySaid::Presence(PresenceSaid::NotInPost {
                row: row.id.clone(),
                at: check.at,
                person: person.clone(),
                due,
                private,
                reached,
            })
        };
        for leader in &to {
            say(turn, leader, said(true));
        }
        if to.is_empty() {
            announce(turn, &said(false));
        }
        log(
            turn,
            row,
            place,
            Actor::Bot,
            PresenceWhat::Told { person, to, due },
        );
    }
    // The shift may end otherwise than it was to.
    let shift = world.rosters().shift_at(&row.roster, now);
    check.ends = shift.map_or(now, |shift| shift.to);
}

/// Whether the question arrived, or did not since somebody is out of reach by his own doing.
fn is_reached(turn: &Turn<'_>, check: &Check, person: &PersonId) -> bool {
    let mut copies = check.copies.iter().filter(|copy| copy.person == *person);
    let asked = copies.clone().next().is_some();
    // On a phone that is not his any more it has reached nobody.
    let known = turn.world.settings.person(person);
    let chat = known.and_then(|known| Some(known.telegram?.private_chat()));
    let arrived =
        copies.any(|copy| matches!(copy.stands, Stands::At(_)) && Some(copy.chat) == chat);
    arrived || asked && turn.note_of(person).unreachable.is_some()
}

/// Nothing of a check follows any more: its buttons go.
fn end(decision: &mut Decision, check: Option<&Check>) {
    let Some(check) = check else { return };
    for copy in check.copies.iter().filter(|copy| !copy.superseded) {
        if !check.pressed.contains_key(&copy.person) {
            strip(decision, copy);
        }
    }
}

/// A check ends before its time, and whoever has not pressed owes nothing.
fn withdraw(decision: &mut Decision, row: &PresenceId, check: Option<&Check>) {
    let Some(check) = check else { return };
    end(decision, Some(check));
    if check.is_open() {
        let people = check.missing().cloned().collect();
        let what = What::Presence(PresenceEvent {
            row: row.clone(),
            at: check.at,
            what: PresenceWhat::Withdrawn { people },
        });
        let event = DutyEvent {
            roster: check.roster.clone(),
            shift: check.shift,
            what,
        };
        decision.duty.push((Actor::Bot, event));
    }
}

/// In post was pressed.
pub(in crate::decide) fn in_post(
    turn: &mut Turn<'_>,
    place: Place<'_>,
    id: &PresenceId,
    at: At,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let known = world.desk.presence.get(id);
    let check = known.and_then(|checks| checks.check(at));
    let (Some(row), Some(known), Some(check)) = (world.settings.presence_row(id), known, check)
    else {
        take_button(turn, place);
        return Line::PresenceOver(at);
    };
    let person = rights::person_id(&world, place.sender.id);
    let Some(person) = person.filter(|person| check.people.contains(person)) else {
        if place.chat == place.sender.id.private_chat() {
            take_button(turn, place);
            return Line::PresenceOver(at);
        }
        return Line::PresenceOfOthers(check.people.clone());
    };
    if let Some(pressed) = check.pressed.get(&person) {
        take_button(turn, place);
        return Line::PresenceAlready(pressed.at);
    }
    if check.ends <= now && !check.is_open() {
        take_button(turn, place);
        return Line::PresenceOver(at);
    }
    let missed = check.missed.contains(&person);
    let late = (missed || now > check.until) && !check.unreached.contains(&person);
    let pressed = Pressed { at: now, late };
    let mut checks = known.clone();
    if let Some(check) = &mut checks.check {
        check.pressed.insert(person.clone(), pressed);
    }
    keep(&mut turn.decision, id, Some(checks));
    let by = Actor::Person(person.clone());
    log(
        turn,
        row,
        (at, check.shift),
        by,
        PresenceWhat::InPost { late },
    );
    let here = Copied {
        nth: 0,
        person: person.clone(),
        chat: place.chat,
        stands: Stands::At(place.message),
        superseded: false,
    };
    let known = |copy: &&Copied| copy.chat == here.chat && copy.stands == here.stands;
    let pressed_one = check.copies.iter().find(known).is_none().then_some(&here);
    let copies = check.copies.iter().filter(|copy| copy.person == person);
    for copy in copies.chain(pressed_one) {
        show_pressed(turn, row, check, copy, pressed);
    }
    if missed {
        let said = DutySaid::Presence(PresenceSaid::InPostBy {
            row: row.id.clone(),
            person: person.clone(),
            pressed,
            until: check.until,
        });
        let to = leaders(&world, row, &person, now);
        for leader in &to {
            say(turn, leader, said.clone());
        }
        if to.is_empty() {
            announce(turn, &said);
        }
    }
    Line::InPost { late }
}

/// The sending of a message about a check ended for good.
pub(in crate::decide) fn presence_ended(
    turn: &mut Turn<'_>,
    (id, at): (&PresenceId, At),
    (person, nth): (&PersonId, u32),
    body: &Outgoing,
    outcome: &Outcome,
) {
    let world = turn.world;
    let row = world.settings.presence_row(id);
    let known = world.desk.presence.get(id);
    let check = known.and_then(|checks| checks.check(at));
    let stands = Stands::of(outcome);
    let Some(chat) = body.chat() else { return };
    let (Some(row), Some(known), Some(check)) = (row, known, check) else {
        // It was over while the message was on its way.
        if let Stands::At(id) = stands {
            turn.decision.effects.push(Effect::Strip { chat, id });
        }
        return;
    };
    if !matches!(outcome, Outcome::Sent(_)) {
        let what = PresenceWhat::NotDelivered {
            person: person.clone(),
        };
        log(turn, row, (at, check.shift), Actor::Bot, what);
    }
    let mut checks = known.clone();
    let copies = checks.check.as_mut().map(|check| &mut check.copies);
    let copy = copies.and_then(|copies| copies.iter_mut().find(|copy| copy.nth == nth));
    let Some(copy) = copy else { return };
    copy.stands = stands;
    copy.chat = chat;
    match check.pressed.get(person) {
        Some(pressed) => show_pressed(turn, row, check, copy, *pressed),
        None if copy.superseded || !check.people.contains(person) => {
            strip(&mut turn.decision, copy);
        }
        None => {}
    }
    keep(&mut turn.decision, id, Some(checks));
}

/// A message with the button, in the place of an older one.
fn put(
    turn: &mut Turn<'_>,
    row: &Presence,
    check: &mut Check,
    person: &PersonId,
    said: PresenceSaid,
) {
    let known = turn.world.settings.person(person);
    let user = known
        .filter(|person| !person.gone)
        .and_then(|person| person.telegram);
    let Some(user) = user else { return };
    let nth = check.copies.last().map_or(1, |copy| copy.nth + 1);
    let life = if check.told {
        SHIFT_KEPT
    } else {
        check.until.since(turn.now)
    };
    let subject = Subject::Presence {
        row: row.id.clone(),
        at: check.at,
        person: person.clone(),
        nth,
    };
    say_about(
        turn,
        user.private_chat(),
        DutySaid::Presence(said),
        subject,
        life,
    );
    strip_all(turn, check, person);
    check.copies.push(Copied {
        nth,
        person: person.clone(),
        chat: user.private_chat(),
        stands: Stands::Sending,
        superseded: false,
    });
}

/// Somebody's messages lose their button.
fn strip_all(turn: &mut Turn<'_>, check: &mut Check, person: &PersonId) {
    let copies = check.copies.iter_mut();
    for copy in copies.filter(|copy| copy.person == *person && !copy.superseded) {
        copy.superseded = true;
        strip(&mut turn.decision, copy);
    }
}

/// A message says that its question is answered.
fn show_pressed(
    turn: &mut Turn<'_>,
    row: &Presence,
    check: &Check,
    copy: &Copied,
    pressed: Pressed,
) {
    let said = DutySaid::Presence(PresenceSaid::InPost {
        row: row.id.clone(),
        pressed,
        until: check.until,
    });
    show_answered(&mut turn.decision, copy, said);
}

/// Who hears that somebody did not press: whom the row names, else whom its roster does.
fn leaders(world: &World<'_>, row: &Presence, but: &PersonId, now: At) -> Vec<PersonId> {
    leaders_of(world, world.settings.told_of(row), Some(but), now)
}

fn keep(decision: &mut Decision, row: &PresenceId, checks: Option<Checks>) {
    decision
        .desk
        .push(DeskChange::Presence(row.clone(), checks.map(Box::new)));
}

fn log(turn: &mut Turn<'_>, row: &Presence, (at, shift): (At, At), by: Actor, what: PresenceWhat) {
    let roster: RosterId = row.roster.clone();
    let what = What::Presence(PresenceEvent {
        row: row.id.clone(),
        at,
        what,
    });
    let event = DutyEvent {
        roster,
        shift,
        what,
    };
    turn.decision.duty.push((by, event));
}
