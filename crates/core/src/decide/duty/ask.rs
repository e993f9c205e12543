//! What is said to the people of a shift, and about them to others.

use std::time::Duration;

use super::{before, handover, leaders, log, strip};
use crate::decide::{DutySaid, Effect, OnShift, Sending, Speech, Turn};
use crate::ids::{PersonId, TelegramChat};
use crate::limits::SHIFT_KEPT;
use crate::outgoing::{Priority, Subject};
use crate::settings::Roster;
use crate::state::duty::{Copied, Watched};
use crate::state::duty_log::What;
use crate::state::handover::Note;
use crate::state::roster::Shift;
use crate::state::selftest::Stands;
use crate::time::At;

/// Before a shift, in private.
pub(super) fn remind(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    late: Option<At>,
) {
    let mut reminded: Vec<PersonId> = Vec::new();
    for person in watched.people.clone() {
        let said = coming(turn, roster, watched, &person, late);
        if put(turn, roster, watched, &person, said) {
            reminded.push(person);
        }
    }
    let event = What::Reminded {
        people: reminded,
        due: late,
    };
    log(&mut turn.decision, &roster.id, watched.from, event);
}

/// A shift comes, as one of its people reads it.
pub(super) fn coming(
    turn: &Turn<'_>,
    roster: &Roster,
    watched: &Watched,
    person: &PersonId,
    late: Option<At>,
) -> DutySaid {
    let rosters = turn.world.rosters();
    let people = |shift: Option<Shift>| shift.map_or_else(Vec::new, |shift| shift.people);
    let before = people(rosters.shift_at(&roster.id, At(watched.from.0 - 1)));
    DutySaid::Coming {
        called: called(roster, watched, person, before, late),
        next: people(rosters.next_after(&roster.id, watched.from)),
        until: watched.from.plus(roster.asks.ack_within),
        noted: watched.noted.contains(person),
        person: person.clone(),
    }
}

/// Who stays responsible beside this person until somebody of the shift has pressed.
fn stays(turn: &Turn<'_>, roster: &Roster, watched: &Watched, person: &PersonId) -> Vec<PersonId> {
    let (settings, duties) = (turn.world.settings, &turn.world.desk.duties);
    before(
        settings,
        duties,
        roster,
        watched,
        std::slice::from_ref(person),
    )
}

/// At its start.
pub(super) fn ask(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, late: Option<At>) {
    watched.asked = Some(turn.now);
    let before = &mut watched.handover.incidents_before;
    before.get_or_insert(turn.world.desk.last_incident);
    put_question(turn, roster, watched, late, false);
}

/// At half of the time.
pub(super) fn ask_again(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    late: Option<At>,
) {
    watched.again = true;
    put_question(turn, roster, watched, late, true);
}

fn put_question(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    late: Option<At>,
    again: bool,
) {
    let until = watched.until(&roster.asks).unwrap_or(watched.to);
    let missing: Vec<PersonId> = watched.missing().cloned().collect();
    if missing.is_empty() {
        return;
    }
    let mut people: Vec<PersonId> = Vec::new();
    for person in missing {
        let before = stays(turn, roster, watched, &person);
        let said = DutySaid::Asked {
            called: called(roster, watched, &person, before, late),
            again,
            until,
            open: handover::open_incidents(turn).len(),
            left: left(turn, roster, watched),
        };
        if put(turn, roster, watched, &person, said) {
            people.push(person);
        }
    }
    let event = What::Asked {
        people,
        again,
        due: late,
    };
    log(&mut turn.decision, &roster.id, watched.from, event);
}

/// What those before have left for a shift.
fn left(turn: &Turn<'_>, roster: &Roster, watched: &Watched) -> Vec<Note> {
    let rosters = turn.world.rosters();
    let shift = rosters.shift_at(&roster.id, watched.from);
    shift.map_or_else(Vec::new, |shift| {
        handover::left_for(&turn.world.desk.duties, &rosters, &shift)
    })
}

/// The question once more, for one who asks for it.
pub(super) fn repeat(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    person: &PersonId,
) {
    let before = stays(turn, roster, watched, person);
    let said = DutySaid::Asked {
        called: called(roster, watched, person, before, None),
        again: false,
        until: watched.until(&roster.asks).unwrap_or(watched.to),
        open: handover::open_incidents(turn).len(),
        left: left(turn, roster, watched),
    };
    put(turn, roster, watched, person, said);
}

/// Who did not press hears of it, and so do those who are to see to it.
pub(super) fn tell(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, late: Option<At>) {
    let world = turn.world;
    watched.told = true;
    let missing: Vec<PersonId> = watched.missing().cloned().collect();
    for person in missing {
        let before = stays(turn, roster, watched, &person);
        let told = leaders(&world, roster, &person, turn.now);
        let said = DutySaid::Missed {
            called: called(roster, watched, &person, before, late),
            posted: told.is_empty() && announcing(turn).next().is_some(),
            told,
        };
        put(turn, roster, watched, &person, said);
        // Of whom it was told before others came to stand there, it is told already.
        if !watched.missed.contains(&person) {
            tell_leaders(turn, roster, watched, &person, late);
            watched.missed.push(person);
        }
    }
}

/// Those who are to see to it hear that somebody did not press; the groups, where there is nobody else.
fn tell_leaders(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &Watched,
    person: &PersonId,
    late: Option<At>,
) {
    let (world, now) = (turn.world, turn.now);
    let missing = What::NotTakenOver {
        person: person.clone(),
    };
    log(&mut turn.decision, &roster.id, watched.from, missing);
    let to = leaders(&world, roster, person, now);
    let before = stays(turn, roster, watched, person);
    let said = |private| DutySaid::NotTaken {
        called: called(roster, watched, person, before.clone(), late),
        person: person.clone(),
        private,
    };
    for leader in &to {
        say(turn, leader, said(true));
    }
    if to.is_empty() {
        announce(turn, &said(false));
    }
    let event = What::Told {
        person: person.clone(),
        to,
        due: late,
    };
    log(&mut turn.decision, &roster.id, watched.from, event);
}

/// A shift has ended: its buttons go. Whoever was asked, did not press, and of whom nobody has heard yet,
/// is told now.
pub(super) fn end(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, late: Option<At>) {
    watched.over = true;
    let missing: Vec<PersonId> = watched.missing().cloned().collect();
    if watched.asked.is_some() && !watched.told {
        let unheard = missing.iter().filter(|one| !watched.missed.contains(one));
        for person in unheard {
            tell_leaders(turn, roster, watched, person, late);
        }
    }
    for copy in watched
        .copies
        .iter()
        .filter(|copy| !watched.taken.contains_key(&copy.person))
    {
        strip(&mut turn.decision, copy);
    }
}

fn called(
    roster: &Roster,
    watched: &Watched,
    person: &PersonId,
    before: Vec<PersonId>,
    late: Option<At>,
) -> OnShift {
    let others = watched.people.iter().filter(|other| *other != person);
    OnShift {
        roster: roster.id.clone(),
        from: watched.from,
        to: watched.to,
        due: late,
        with: others.cloned().collect(),
        before,
    }
}

/// A message with buttons, in the place of an older one.
fn put(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    person: &PersonId,
    said: DutySaid,
) -> bool {
    let nth = watched.copies.last().map_or(1, |copy| copy.nth + 1);
    // Nobody wants to hear that something begins once it has begun.
    let useful = match said {
        DutySaid::Coming { .. } => watched.from,
        _ => watched.to,
    };
    let life = useful.since(turn.now);
    let Some(chat) = send(turn, roster, watched, person, nth, said, life) else {
        return false;
    };
    let older = watched.copies.iter_mut();
    for copy in older.filter(|copy| copy.person == *person && !copy.superseded) {
        copy.superseded = true;
        strip(&mut turn.decision, copy);
    }
    watched.copies.push(Copied {
        nth,
        person: person.clone(),
        chat,
        stands: Stands::Sending,
        superseded: false,
    });
    true
}

/// Sends somebody of a shift something; `None` where no account is known.
fn send(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &Watched,
    person: &PersonId,
    nth: u32,
    said: DutySaid,
    life: Duration,
) -> Option<TelegramChat> {
    let known = turn.world.settings.person(person);
    let chat = known
        .filter(|person| !person.gone)
        .and_then(|person| person.telegram)?
        .private_chat();
    let subject = Subject::Duty {
        roster: roster.id.clone(),
        shift: watched.from,
        person: person.clone(),
        nth,
    };
    say_about(turn, chat, said, subject, life);
    Some(chat)
}

/// Tells somebody in private.
pub(super) fn say(turn: &mut Turn<'_>, person: &PersonId, said: DutySaid) {
    let known = turn.world.settings.person(person);
    if let Some(user) = known.and_then(|person| person.telegram) {
        say_about(turn, user.private_chat(), said, Subject::Other, SHIFT_KEPT);
    }
}

/// Tells the groups, where there is nobody to tell.
pub(super) fn announce(turn: &mut Turn<'_>, said: &DutySaid) {
    let chats: Vec<TelegramChat> = announcing(turn).collect();
    for chat in chats {
        say_about(turn, chat, said.clone(), Subject::Other, SHIFT_KEPT);
    }
}

/// The groups in which such things stand.
pub(super) fn announcing<'a>(turn: &Turn<'a>) -> impl Iterator<Item = TelegramChat> + use<'a> {
    let world = turn.world;
    let chats = world.settings.chats.iter().filter(|chat| chat.announce);
    chats.map(move |chat| world.desk.current(chat.telegram))
}

/// Says something whose end is told to whom it concerns.
pub(super) fn say_about(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    said: DutySaid,
    subject: Subject,
    life: Duration,
) {
    turn.decision.effects.push(Effect::Send {
        body: Sending::Say {
            chat,
            reply_to: None,
            speech: Speech::Duty(Box::new(said)),
        },
        priority: Priority::Reminder,
        subject,
        life,
    });
}
