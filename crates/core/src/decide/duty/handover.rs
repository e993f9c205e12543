//! The outgoing side of a handover: whoever is on duty leaves a note for the next.

use super::ask::say_about;
use super::said::DutySaid;
use super::said_handover::{HandoverSaid, HandoverTold, NoteAsked};
use super::{keep, log_by, sheet};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Place, Speech, Turn, rights};
use crate::ids::{IncidentNumber, PersonId, RosterId, TelegramChat};
use crate::incoming::{ChatMessage, Sender};
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Outcome, Subject};
use crate::settings::Roster;
use crate::state::duty::{Duties, Duty, Watched};
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::handover::{Note, NoteSaid, Paper, PaperKind};
use crate::state::roster::{Rosters, Shift};
use crate::state::selftest::Stands;
use crate::time::At;

/// Before the end, those who are there are asked for a line. Nobody is where the same people go on.
pub(super) fn ask(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched) {
    watched.handover.asked = true;
    let next = turn.world.rosters().shift_at(&roster.id, watched.to);
    let goes_on = |person: &PersonId| {
        let next = next.as_ref();
        next.is_some_and(|next| next.people.contains(person))
    };
    let there: Vec<PersonId> = watched
        .taken
        .keys()
        .filter(|person| watched.people.contains(person) && !goes_on(person))
        .cloned()
        .collect();
    for person in there {
        put(turn, roster, watched, &person);
    }
}

/// Asks somebody for a note.
fn put(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, person: &PersonId) {
    let known = turn.world.settings.person(person);
    let Some(user) = known.and_then(|person| person.telegram) else {
        return;
    };
    let said = HandoverSaid::NoteAsked(Box::new(note_asked(turn, roster, watched, person)));
    let subject = Subject::Handover {
        roster: roster.id.clone(),
        shift: watched.from,
        person: person.clone(),
        kind: PaperKind::Note,
    };
    let chat = user.private_chat();
    say_about(turn, chat, DutySaid::Handover(said), subject, ANSWER_LIFE);
    let papers = &mut watched.handover.papers;
    papers.retain(|paper| paper.kind != PaperKind::Note || paper.person != *person);
    papers.push(Paper {
        kind: PaperKind::Note,
        person: person.clone(),
        chat,
        stands: Stands::Sending,
    });
}

fn note_asked(turn: &Turn<'_>, roster: &Roster, watched: &Watched, person: &PersonId) -> NoteAsked {
    let next = turn.world.rosters().shift_at(&roster.id, watched.to);
    let before = watched.handover.incidents_before;
    let last = turn.world.desk.last_incident;
    NoteAsked {
        roster: roster.id.clone(),
        from: watched.from,
        to: watched.to,
        next: next.map_or_else(Vec::new, |next| next.people),
        incidents: before.map(|before| last.saturating_sub(before)),
        open: open_incidents(turn).len(),
        on_duty: watched.taken.get(person).copied(),
    }
}

/// Incidents that are not closed, but for exercises.
pub(super) fn open_incidents(turn: &Turn<'_>) -> Vec<IncidentNumber> {
    let open = turn.world.open.values().map(|folder| &folder.incident);
    let real = open.filter(|incident| !incident.drill && !incident.is_closed());
    real.map(|incident| incident.number).collect()
}

/// `/handover TEXT`: a note of whoever is on duty, or has just been; without text it is asked for.
pub(in crate::decide) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, text: &str) {
    let Some(person) = rights::person_id(&turn.world, sender.id) else {
        return turn.answer(place, Line::MayNotRead);
    };
    let Some((roster, from)) = shift_of(turn, &person) else {
        return turn.answer(place, HandoverTold::NotOnDuty);
    };
    if text.is_empty() {
        let known = turn.world.desk.duties.rosters.get(&roster).cloned();
        let settings = turn.world.settings.roster(&roster);
        if let (Some(mut duty), Some(roster)) = (known, settings)
            && let Some(watched) = duty.shift_mut(from)
        {
            put(turn, roster, watched, &person);
            keep(&mut turn.decision, &roster.id, Some(duty));
        }
        if !place.chat.is_private() {
            turn.answer(place, HandoverTold::InPrivate);
        }
        return;
    }
    let said = NoteSaid::Text(text.to_owned());
    let line = leave(turn, &person, (&roster, from), said);
    turn.answer(place, line);
}

/// The shift that somebody hands over: the running one that he has taken over, else the last one that he
/// had.
fn shift_of(turn: &Turn<'_>, person: &PersonId) -> Option<(RosterId, At)> {
    let duties = turn.world.desk.duties.rosters.iter();
    let had = duties.flat_map(|(id, duty)| {
        let shifts = duty.shifts.iter();
        let begun = shifts.filter(|watched| watched.from <= turn.now);
        let had = begun.filter(|watched| watched.taken.contains_key(person));
        had.map(move |watched| (watched.to, watched.from, id))
    });
    let (_, from, id) = had.max()?;
    Some((id.clone(), from))
}

/// A button under the question.
pub(in crate::decide) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (roster, from): (&RosterId, At),
    quiet: bool,
) -> Line {
    let Some(person) = rights::person_id(&turn.world, pressed.sender.id) else {
        return Line::MayNotRead;
    };
    let said = if quiet {
        NoteSaid::Quiet
    } else {
        NoteSaid::Open(open_incidents(turn))
    };
    let line = leave(turn, &person, (roster, from), said);
    if matches!(line, Line::DutyGone) {
        turn.decision.effects.push(Effect::Strip {
            chat: pressed.chat,
            id: pressed.message,
        });
    }
    line
}

/// An answer to the question. `false` where it is none.
pub(in crate::decide) fn reply(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
) -> bool {
    let Some(quoted) = message.reply_to.as_deref() else {
        return false;
    };
    let chat = message.chat.id;
    let is_it = |paper: &Paper| {
        let note = paper.kind == PaperKind::Note && paper.chat == chat;
        note && paper.stands == Stands::At(quoted.id)
    };
    let duties = turn.world.desk.duties.rosters.iter();
    let found = duties
        .flat_map(|(id, duty)| duty.shifts.iter().map(move |watched| (id, watched)))
        .find(|(_, watched)| watched.handover.papers.iter().any(is_it))
        .map(|(id, watched)| (id.clone(), watched.from));
    let person = rights::person_id(&turn.world, sender.id);
    let (Some((roster, from)), Some(person)) = (found, person) else {
        return false;
    };
    let text = message.text.trim();
    let place = Place {
        chat,
        message: Some(message.id),
    };
    let line = if text.is_empty() {
        HandoverTold::WordsOnly.into()
    } else {
        leave(
            turn,
            &person,
            (&roster, from),
            NoteSaid::Text(text.to_owned()),
        )
    };
    turn.answer(place, line);
    true
}

/// Somebody leaves something for the next.
fn leave(
    turn: &mut Turn<'_>,
    person: &PersonId,
    (id, from): (&RosterId, At),
    said: NoteSaid,
) -> Line {
    let known = turn.world.desk.duties.rosters.get(id);
    let had = known
        .and_then(|duty| duty.shift(from))
        .filter(|watched| watched.taken.contains_key(person));
    let (Some(known), Some(watched)) = (known, had) else {
        return Line::DutyGone;
    };
    let note = Note {
        by: person.clone(),
        at: turn.now,
        said,
    };
    let by = Actor::Person(person.clone());
    let what = What::HandoverNote {
        said: note.said.clone(),
    };
    log_by(&mut turn.decision, &by, id, from, what);
    let mut duty = known.clone();
    let papers = watched.handover.papers.clone();
    if let Some(watched) = duty.shift_mut(from) {
        watched.handover.notes.push(note.clone());
    }
    let said = HandoverSaid::Noted {
        roster: id.clone(),
        notes: duty
            .shift(from)
            .map(|watched| watched.handover.notes.clone())
            .unwrap_or_default(),
    };
    for paper in papers
        .iter()
        .filter(|paper| paper.kind == PaperKind::Note && paper.person == *person)
    {
        rewrite(turn, paper, said.clone());
    }
    sheet::add(turn, &mut duty, (id, watched.to), note);
    keep(&mut turn.decision, id, Some(duty));
    HandoverTold::Noted.into()
}

pub(super) fn rewrite(turn: &mut Turn<'_>, paper: &Paper, said: HandoverSaid) {
    if let Stands::At(id) = paper.stands {
        turn.decision.effects.push(Effect::Rewrite {
            chat: paper.chat,
            id,
            speech: Speech::Duty(Box::new(DutySaid::Handover(said))),
        });
    }
}

/// What was left for a shift since the last one that somebody took over, on its roster and on those that
/// stand in for it, or for which it stands in.
pub(super) fn left_for(duties: &Duties, rosters: &Rosters<'_>, shift: &Shift) -> Vec<Note> {
    let before = rosters.shift_at(&shift.roster, At(shift.from.0 - 1));
    let stood_in = before.map(|before| before.stand_ins).unwrap_or_default();
    let replaced = |id: &RosterId| {
        let other = rosters.shift_at(id, shift.from);
        other.is_some_and(|other| other.stand_ins.contains(&shift.roster))
    };
    let left = |duty: &Duty| -> Vec<Note> {
        let since = duty.last.shift;
        let shifts = duty.shifts.iter();
        let ended = shifts.filter(|watched| since <= watched.from && watched.from < shift.from);
        ended
            .flat_map(|watched| watched.handover.notes.clone())
            .collect()
    };
    let concerned = duties
        .rosters
        .iter()
        .filter(|(id, _)| **id == shift.roster || stood_in.contains(id) || replaced(id));
    let mut notes: Vec<Note> = concerned.flat_map(|(_, duty)| left(duty)).collect();
    notes.sort_by_key(|note| note.at);
    notes
}

/// The sending of a message about a handover ended for good.
pub(in crate::decide) fn ended(
    turn: &mut Turn<'_>,
    (id, shift): (&RosterId, At),
    (person, kind): (&PersonId, PaperKind),
    chat: Option<TelegramChat>,
    outcome: &Outcome,
) {
    let Some(known) = turn.world.desk.duties.rosters.get(id) else {
        return;
    };
    let mut duty = known.clone();
    let stands = match outcome {
        Outcome::Sent(Some(message)) => Stands::At(*message),
        _ => Stands::Nowhere,
    };
    let Some(watched) = duty.shift_mut(shift) else {
        return;
    };
    let mut papers = watched.handover.papers.iter_mut();
    let waits = papers.find(|paper| {
        let same = paper.kind == kind && paper.person == *person && Some(paper.chat) == chat;
        same && paper.stands == Stands::Sending
    });
    let Some(paper) = waits else {
        return;
    };
    paper.stands = stands;
    let paper = paper.clone();
    let handover = watched.handover.clone();
    // It was decided while the message was on its way.
    match (kind, &handover.sheet) {
        (PaperKind::Sheet, Some(sheet)) if sheet.unsigned().next().is_none() => {
            sheet::show(turn, id, shift, sheet, &paper);
        }
        (PaperKind::Note, _) if handover.notes.iter().any(|note| note.by == *person) => {
            let said = HandoverSaid::Noted {
                roster: id.clone(),
                notes: handover.notes.clone(),
            };
            rewrite(turn, &paper, said);
        }
        _ => {}
    }
    keep(&mut turn.decision, id, Some(duty));
}
