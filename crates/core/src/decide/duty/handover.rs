//! The outgoing side of a handover: whoever is on duty leaves a note for the next.

use super::ask::say_about;
use super::said::DutySaid;
use super::said_handover::{HandoverSaid, HandoverTold, NoteAsked};
use super::{keep, keep_changed, log_by, plan, sheet};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Place, Speech, Turn, rights};
use crate::ids::{IncidentNumber, PersonId, RosterId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Sender};
use crate::limits::{ANSWER_LIFE, HANDOVER_CHARS, NOTES_KEPT};
use crate::outgoing::{Outcome, Subject};
use crate::settings::Roster;
use crate::state::duty::{Duties, Watched};
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::handover::{Note, NoteSaid, Paper, PaperKind, Sheet};
use crate::state::roster::{Rosters, Shift};
use crate::state::selftest::Stands;
use crate::time::At;

/// Before the end, those who are there are asked for a line. Nobody is where the same people go on.
pub(super) fn ask(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, late: Option<At>) {
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
        put(turn, roster, watched, &person, late);
    }
}

/// Asks somebody for a note; what asked him before loses its buttons.
fn put(
    turn: &mut Turn<'_>,
    roster: &Roster,
    watched: &mut Watched,
    person: &PersonId,
    late: Option<At>,
) {
    let known = turn.world.settings.person(person);
    let Some(user) = known.and_then(|person| person.telegram) else {
        return;
    };
    let asked = note_asked(turn, roster, watched, person, late);
    let papers = watched.handover.papers.iter_mut();
    for paper in papers.filter(|paper| paper.kind == PaperKind::Note && paper.person == *person) {
        strip(turn, paper);
    }
    let said = HandoverSaid::NoteAsked(Box::new(asked));
    send(
        turn,
        (roster, watched),
        (person, user),
        PaperKind::Note,
        said,
    );
}

/// A message about a handover, remembered.
pub(super) fn send(
    turn: &mut Turn<'_>,
    (roster, watched): (&Roster, &mut Watched),
    (person, user): (&PersonId, TelegramUser),
    kind: PaperKind,
    said: HandoverSaid,
) {
    let handover = &mut watched.handover;
    let paper = Paper {
        nth: handover.papers.last().map_or(1, |paper| paper.nth + 1),
        kind,
        person: person.clone(),
        chat: user.private_chat(),
        stands: Stands::Sending,
        buttons: true,
        revision: handover.sheet.as_ref().map_or(0, Sheet::revision),
    };
    let subject = Subject::Handover {
        roster: roster.id.clone(),
        shift: watched.from,
        person: person.clone(),
        kind,
        nth: paper.nth,
    };
    say_about(
        turn,
        paper.chat,
        DutySaid::Handover(said),
        subject,
        ANSWER_LIFE,
    );
    handover.papers.push(paper);
}

fn strip(turn: &mut Turn<'_>, paper: &mut Paper) {
    if let (true, Stands::At(id)) = (paper.buttons, paper.stands) {
        turn.decision.effects.push(Effect::Strip {
            chat: paper.chat,
            id,
        });
    }
    paper.buttons = false;
}

fn note_asked(
    turn: &Turn<'_>,
    roster: &Roster,
    watched: &Watched,
    person: &PersonId,
    late: Option<At>,
) -> NoteAsked {
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
        late,
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
            put(turn, roster, watched, &person, None);
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

/// The shift that somebody hands over: of each roster the running one that he has taken over, else the last
/// one; of several rosters the one whose end is nearest.
fn shift_of(turn: &Turn<'_>, person: &PersonId) -> Option<(RosterId, At)> {
    let duties = turn.world.desk.duties.rosters.iter();
    let had = duties.filter_map(|(id, duty)| {
        let shifts = duty.shifts.iter();
        let begun = shifts.filter(|watched| watched.from <= turn.now);
        let had = begun.filter(|watched| watched.taken.contains_key(person));
        let runs = |watched: &Watched| turn.now < watched.to && watched.people.contains(person);
        let last = had.max_by_key(|watched| (runs(watched), watched.to))?;
        Some((last.to.0.abs_diff(turn.now.0), id, last.from))
    });
    let (_, id, from) = had.min()?;
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
    } else if !message.attachments.is_empty() {
        leave(
            turn,
            &person,
            (&roster, from),
            NoteSaid::Text(text.to_owned()),
        );
        HandoverTold::WordsKept.into()
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
    let before = &turn.world.desk.duties.rosters;
    let had = before
        .get(id)
        .and_then(|duty| duty.shift(from))
        .filter(|watched| watched.taken.contains_key(person));
    let Some(watched) = had else {
        return Line::DutyGone;
    };
    if let NoteSaid::Text(text) = &said
        && text.chars().count() > HANDOVER_CHARS
    {
        return HandoverTold::TooLong.into();
    }
    let told = HandoverTold::Noted(id.clone());
    let mut own = watched.handover.notes.iter().rev();
    if own
        .find(|note| note.by == *person)
        .is_some_and(|last| last.said == said)
    {
        return told.into();
    }
    let by = Actor::Person(person.clone());
    let what = What::HandoverNote { said: said.clone() };
    log_by(&mut turn.decision, &by, id, from, what);
    let mut note = Note {
        by: person.clone(),
        at: turn.now,
        said,
        passed_on: false,
    };
    let mut all = before.clone();
    note.passed_on = sheet::add(turn, &mut all, (id, watched.to), &note);
    if let Some(watched) = all.get_mut(id).and_then(|duty| duty.shift_mut(from)) {
        watched.handover.notes.push(note);
        let said = noted(id, watched);
        let papers = watched.handover.papers.iter_mut();
        for paper in papers.filter(|paper| paper.kind == PaperKind::Note && paper.person == *person)
        {
            paper.buttons = false;
            rewrite(turn, paper, said.clone());
        }
    }
    let settings = turn.world.settings;
    let rosters = turn.world.rosters();
    for roster in &settings.rosters {
        // What was added is told where nobody signs it.
        if let Some(duty) = all.get_mut(&roster.id) {
            plan(&mut turn.decision, duty, &rosters, roster, turn.now);
        }
    }
    keep_changed(&mut turn.decision, &turn.world.desk.duties, all);
    told.into()
}

fn noted(id: &RosterId, watched: &Watched) -> HandoverSaid {
    HandoverSaid::Noted {
        roster: id.clone(),
        notes: watched.handover.notes.clone(),
    }
}

/// A message about a handover says something else.
pub(super) fn rewrite(turn: &mut Turn<'_>, paper: &Paper, said: HandoverSaid) {
    if let Stands::At(id) = paper.stands {
        turn.decision.effects.push(Effect::Rewrite {
            chat: paper.chat,
            id,
            speech: Speech::Duty(Box::new(DutySaid::Handover(said))),
        });
    }
}

/// The rosters whose notes are for a shift, and whose officers it relieves: its own, those that stood in
/// until then, and those for which it stands in.
pub(super) fn relieved_rosters(
    before: &Duties,
    rosters: &Rosters<'_>,
    shift: &Shift,
    id: &RosterId,
) -> bool {
    // Nobody may have pressed for some shifts, and one may have been cut; what was taken over then is over.
    let last = before
        .rosters
        .get(&shift.roster)
        .map(|duty| duty.last.shift);
    let back = last.unwrap_or(shift.from).max(shift.from.minus(NOTES_KEPT));
    let stood_in = || {
        let mut earlier = rosters.shifts(&shift.roster, back..shift.from);
        *id != shift.roster && earlier.any(|before| before.stand_ins.contains(id))
    };
    let replaced = || {
        let other = rosters.shift_at(id, shift.from);
        other.is_some_and(|other| other.stand_ins.contains(&shift.roster))
    };
    *id == shift.roster || stood_in() || replaced()
}

/// What was left for a shift, and nobody has taken over yet.
pub(super) fn left_for(duties: &Duties, rosters: &Rosters<'_>, shift: &Shift) -> Vec<Note> {
    let concerned = duties.rosters.iter();
    let concerned = concerned.filter(|(id, _)| relieved_rosters(duties, rosters, shift, id));
    let ended = concerned.flat_map(|(_, duty)| &duty.shifts);
    let ended = ended.filter(|watched| watched.from < shift.from);
    let notes = ended.flat_map(|watched| watched.handover.notes.clone());
    let mut notes: Vec<Note> = notes.filter(|note| !note.passed_on).collect();
    notes.sort_by_key(|note| note.at);
    notes
}

/// The sending of a message about a handover ended for good.
pub(in crate::decide) fn ended(
    turn: &mut Turn<'_>,
    (id, shift): (&RosterId, At),
    (person, nth): (&PersonId, u32),
    chat: Option<TelegramChat>,
    outcome: &Outcome,
) {
    if !matches!(outcome, Outcome::Sent(_)) {
        let person = person.clone();
        log_by(
            &mut turn.decision,
            &Actor::Bot,
            id,
            shift,
            What::NotDelivered { person },
        );
    }
    let mut known = turn.world.desk.duties.rosters.get(id).cloned();
    let watched = known.as_mut().and_then(|duty| duty.shift_mut(shift));
    let paper = watched.and_then(|watched| {
        let papers = &mut watched.handover.papers;
        papers.iter_mut().find(|paper| paper.nth == nth)
    });
    let Some(paper) = paper else {
        // Nothing is known of it any more.
        if let (Some(chat), Outcome::Sent(Some(message))) = (chat, outcome) {
            turn.decision
                .effects
                .push(Effect::Strip { chat, id: *message });
        }
        return;
    };
    paper.stands = Stands::of(outcome);
    let paper = paper.clone();
    // It was decided while the message was on its way.
    if let Some(watched) = known.as_ref().and_then(|duty| duty.shift(shift)) {
        match (paper.kind, &watched.handover.sheet) {
            (PaperKind::Sheet, Some(sheet)) if sheet.revision() != paper.revision => {
                sheet::show(turn, (id, shift), sheet, &paper);
            }
            (PaperKind::Note, _) if !paper.buttons => {
                let mut own = watched.handover.notes.iter();
                if own.any(|note| note.by == *person) {
                    rewrite(turn, &paper, noted(id, watched));
                } else if let (Some(chat), Stands::At(message)) = (chat, paper.stands) {
                    let strip = Effect::Strip { chat, id: message };
                    turn.decision.effects.push(strip);
                }
            }
            _ => {}
        }
    }
    keep(&mut turn.decision, id, known);
}
