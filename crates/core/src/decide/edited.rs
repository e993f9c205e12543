//! A message was changed by who wrote it. What it said stays in the record; what it says now is added,
//! and nothing follows from it by itself: level and category are one tap on the card.

use crate::decide::Line;
use crate::decide::{Decision, Place, Turn, World, likeness, report, rights};
use crate::ids::IncidentNumber;
use crate::incoming::{ChatMessage, Sender};
use crate::limits::{EDITABLE_FOR, EDITED_LOOK_BACK, EDITS_FULL_AGAIN, EDITS_NOTED};
use crate::parse::command::{self, Command, Parsed};
use crate::state::event::{Actor, Event, Told};
use crate::state::incident::{Incident, Phase};
use crate::time::At;

/// Decides about a changed message. Telegram also tells of changes that are none, such as a preview
/// of a link: those note nothing. No command is obeyed but a report that the message did not make
/// before: who mistyped it must not write it anew.
pub fn edited(world: World<'_>, message: &ChatMessage, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let Some(sender) = message.from.as_ref().filter(|sender| !sender.bot) else {
        return turn.done();
    };
    if message.forwarded {
        return turn.done();
    }
    let parsed = command::parse(&message.text, &world.bot.username);
    match known(&world, message) {
        Some((number, told, before)) => {
            let text = reads(&turn, message, &parsed);
            if text != before {
                let by = turn.actor(sender);
                note(&mut turn, message, number, (told, text), by);
            }
        }
        None => match told_before(&turn, message, sender) {
            Some(over) => {
                let by = turn.actor(sender);
                of_closed(&mut turn, message, &over, &parsed, by);
            }
            None => {
                if let Parsed::Command(Command::Report { text }) = parsed {
                    report::command(&mut turn, message, sender, &text);
                }
            }
        },
    }
    turn.done()
}

/// The running incident of which a message told something, and how the message read.
fn known(world: &World<'_>, message: &ChatMessage) -> Option<(IncidentNumber, Told, String)> {
    world.open.values().find_map(|folder| {
        let incident = &folder.incident;
        let (told, text) = incident.told_by(message.chat.id, message.id)?;
        Some((incident.number, told, text.to_owned()))
    })
}

/// What a message says now, without its command.
fn reads(turn: &Turn<'_>, message: &ChatMessage, parsed: &Parsed) -> String {
    match parsed {
        Parsed::Command(Command::Report { text }) => report::whole_text(turn, message, text),
        Parsed::Command(Command::Update(_, text)) => text.clone(),
        _ => message.text.trim().to_owned(),
    }
}

/// The incident of which a message told something, where that is closed by now. People can change
/// their messages for two days, so older incidents need no look; what strangers write tells nothing.
fn told_before(turn: &Turn<'_>, message: &ChatMessage, sender: &Sender) -> Option<Incident> {
    if !rights::belongs(&turn.world, message.chat.id, Some(sender.id)) {
        return None;
    }
    let numbers = (1..=turn.world.desk.last_incident)
        .rev()
        .map(IncidentNumber);
    numbers
        .filter(|number| !turn.world.open.contains_key(number))
        .take(EDITED_LOOK_BACK)
        .filter_map(|number| turn.look(number))
        .take_while(|incident| turn.now.since(incident.reported_at) < EDITABLE_FOR)
        .find(|incident| incident.told_by(message.chat.id, message.id).is_some())
}

/// What was changed about an incident that is over is noted with what goes on for it; where nothing does,
/// that is said.
fn of_closed(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    over: &Incident,
    parsed: &Parsed,
    by: Actor,
) {
    let text = reads(turn, message, parsed);
    let Some((told, before)) = over.told_by(message.chat.id, message.id) else {
        return;
    };
    if text == before {
        return;
    }
    let Some(next) = likeness::goes_on_as(turn, over.number) else {
        return;
    };
    let number = next.number;
    let Phase::Closed { at, .. } = next.phase else {
        return note(turn, message, number, (told, text), by);
    };
    if turn.lately("edits", &number.to_string(), EDITS_FULL_AGAIN) {
        return;
    }
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    turn.answer(place, Line::NewsOfClosed { number, at });
}

fn note(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    number: IncidentNumber,
    (told, text): (Told, String),
    by: Actor,
) {
    let now = turn.now;
    let Some(draft) = turn.open(number) else {
        return;
    };
    let noted = draft.incident.edits().map_or(0, |edits| edits.noted);
    if noted >= EDITS_NOTED {
        return enough(turn, message, number);
    }
    let origin = message.origin();
    draft.emit(by, Event::Edited { origin, told, text }, now);
}

/// Says, once an hour, that no more changes are noted, and how news are given.
fn enough(turn: &mut Turn<'_>, message: &ChatMessage, number: IncidentNumber) {
    if turn.lately("edits", &number.to_string(), EDITS_FULL_AGAIN) {
        return;
    }
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    turn.answer(place, Line::EditsFull(number));
}
