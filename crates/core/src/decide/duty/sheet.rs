//! The incoming side of a handover: what is taken over is signed item by item, and acknowledged incidents
//! come with the shift.

use std::collections::BTreeMap;

use super::ask::say;
use super::said::DutySaid;
use super::said_handover::{HandoverSaid, HandoverTold, SheetShown};
use super::{handover, keep, leaders, log, log_by, take};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Speech, Turn, rights};
use crate::ids::{IncidentNumber, PersonId, RosterId};
use crate::limits::{SHEET_ITEMS, SHEET_MOST, SHIFTS_WATCHED};
use crate::settings::Roster;
use crate::state::duty::{Duties, Duty, Watched, on_duty};
use crate::state::duty_log::What;
use crate::state::event::{Actor, Event};
use crate::state::handover::{Item, Note, NoteSaid, Paper, PaperKind, Sheet, SheetItem};
use crate::state::incident::{Incident, Phase};
use crate::state::roster::{Rosters, Shift, each_once};
use crate::state::selftest::Stands;
use crate::time::At;

/// Somebody took over a shift: the first of it gets a sheet, everybody who follows a copy. `before` is what
/// was known, `all` what is known by now.
pub(super) fn hand_over(
    turn: &mut Turn<'_>,
    before: &Duties,
    all: &mut BTreeMap<RosterId, Duty>,
    (roster, shift): (&Roster, &Shift),
    person: &PersonId,
) {
    let rosters = before.named(turn.world.settings);
    move_incidents(turn, before, (roster, shift), person);
    let watched = all.get(&roster.id).and_then(|duty| duty.shift(shift.from));
    if watched.is_some_and(|watched| watched.handover.sheet.is_none()) {
        let from = relieved(before, &rosters, shift);
        let mut items = carried(before, &rosters, shift);
        for (id, duty) in all.iter_mut() {
            if handover::relieved_rosters(before, &rosters, shift, id) {
                items.extend(taken_notes(duty, shift).into_iter().map(Item::Note));
            }
        }
        // What does not fit is in the log; the newest matters most.
        let old = items.len().saturating_sub(SHEET_ITEMS - 1);
        items.drain(..old);
        // Whoever goes on has nothing to take over.
        if !(from.is_empty() && items.is_empty()) {
            items.extend(incidents(turn, items.len()));
        }
        if !items.is_empty() {
            begin(turn, all, (&roster.id, shift.from), (from, items));
        }
    }
    let watched = all.get_mut(&roster.id);
    if let Some(watched) = watched.and_then(|duty| duty.shift_mut(shift.from)) {
        put(turn, roster, watched, person);
    }
}

/// A line for each incident that is open, as many as fit, and one for the rest.
fn incidents(turn: &Turn<'_>, notes: usize) -> Vec<Item> {
    let mut open = handover::open_incidents(turn);
    let room = SHEET_ITEMS.saturating_sub(notes + 1);
    let rest = open.split_off(room.min(open.len()));
    let rest = match &*rest {
        [] => None,
        [one] => Some(Item::Incident(*one)),
        _ => Some(Item::Rest(rest)),
    };
    open.into_iter().map(Item::Incident).chain(rest).collect()
}

/// What the last sheet before had, of each roster, and nobody has signed.
fn carried(before: &Duties, rosters: &Rosters<'_>, shift: &Shift) -> Vec<Item> {
    let own = before.rosters.get(&shift.roster);
    let since = own.map_or(shift.from, |duty| duty.last.shift);
    let mut notes: Vec<Item> = Vec::new();
    for (id, duty) in &before.rosters {
        if !handover::relieved_rosters(before, rosters, shift, id) {
            continue;
        }
        let earlier = duty.shifts.iter().rev();
        let mut earlier = earlier.filter(|watched| watched.from < shift.from);
        let last = earlier.find_map(|watched| watched.handover.sheet.as_ref());
        // One that is older went on with the shift that was taken over then.
        let last = last.filter(|sheet| *id == shift.roster || sheet.since >= since);
        for item in last.into_iter().flat_map(Sheet::unsigned) {
            if matches!(item, Item::Note(_)) && !notes.contains(item) {
                notes.push(item.clone());
            }
        }
    }
    // The newest, where nobody ever signs: all of them are in the log, and were told.
    let old = notes.len().saturating_sub(SHEET_ITEMS / 2);
    notes.into_iter().skip(old).collect()
}

/// Notes of the shifts before that nobody has taken over; from now on somebody has. Only words are signed.
fn taken_notes(duty: &mut Duty, shift: &Shift) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let ended = duty.shifts.iter_mut();
    for watched in ended.filter(|watched| watched.from < shift.from) {
        let open = watched.handover.notes.iter_mut();
        for note in open.filter(|note| !note.passed_on) {
            note.passed_on = true;
            if matches!(note.said, NoteSaid::Text(_)) {
                notes.push(note.clone());
            }
        }
    }
    notes
}

fn begin(
    turn: &mut Turn<'_>,
    all: &mut BTreeMap<RosterId, Duty>,
    (id, shift): (&RosterId, At),
    (from, items): (Vec<PersonId>, Vec<Item>),
) {
    let what = What::HandedOver {
        from: from.clone(),
        items: items.iter().map(Item::word).collect(),
    };
    log(&mut turn.decision, id, shift, what);
    let items = items.into_iter();
    let items = items.map(|item| SheetItem { item, signed: None });
    let sheet = Sheet {
        since: turn.now,
        from,
        items: items.collect(),
        told: false,
    };
    let watched = all.get_mut(id).and_then(|duty| duty.shift_mut(shift));
    if let Some(watched) = watched {
        watched.handover.sheet = Some(sheet);
    }
}

/// Who had the shift before, by what is known before it is taken over: whoever took over last, and whoever
/// was named since then and never did.
fn relieved(before: &Duties, rosters: &Rosters<'_>, shift: &Shift) -> Vec<PersonId> {
    let concerned = before.rosters.iter();
    let concerned =
        concerned.filter(|(id, _)| handover::relieved_rosters(before, rosters, shift, id));
    let mut people: Vec<PersonId> = Vec::new();
    for (id, duty) in concerned {
        people.extend(duty.last.people.clone());
        let since = rosters.shifts(id, duty.last.shift..shift.from);
        let named = since.take(SHIFTS_WATCHED).flat_map(|shift| shift.people);
        people.extend(named);
        // Within a team, whoever stood there a moment ago.
        let moment = rosters.shift_at(id, At(shift.from.0 - 1));
        people.extend(moment.into_iter().flat_map(|before| before.people));
    }
    let mut people = each_once(people);
    people.retain(|person| !shift.people.contains(person));
    people
}

fn put(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched, person: &PersonId) {
    let known = turn.world.settings.person(person);
    let (Some(user), Some(sheet)) = (
        known.and_then(|person| person.telegram),
        &watched.handover.sheet,
    ) else {
        return;
    };
    let said = shown(turn, (&roster.id, watched.from), sheet);
    handover::send(
        turn,
        (roster, watched),
        (person, user),
        PaperKind::Sheet,
        said,
    );
}

fn shown(turn: &Turn<'_>, (roster, from): (&RosterId, At), sheet: &Sheet) -> HandoverSaid {
    let incidents = sheet.items.iter().filter_map(|item| match item.item {
        Item::Incident(number) => turn.look(number),
        Item::Note(_) | Item::Rest(_) => None,
    });
    HandoverSaid::Sheet(Box::new(SheetShown {
        roster: roster.clone(),
        shift: from,
        sheet: sheet.clone(),
        incidents: incidents.collect(),
    }))
}

/// A message shows what is signed by now.
pub(super) fn show(turn: &mut Turn<'_>, shift: (&RosterId, At), sheet: &Sheet, paper: &Paper) {
    let said = shown(turn, shift, sheet);
    handover::rewrite(turn, paper, said);
}

/// All copies of a sheet show what is signed by now.
fn show_all(turn: &mut Turn<'_>, roster: &RosterId, watched: &mut Watched) {
    let Some(sheet) = watched.handover.sheet.clone() else {
        return;
    };
    let papers = watched.handover.papers.iter_mut();
    for paper in papers.filter(|paper| paper.kind == PaperKind::Sheet) {
        paper.buttons = sheet.unsigned().next().is_some();
        if matches!(paper.stands, Stands::At(_)) {
            paper.revision = sheet.revision();
            show(turn, (roster, watched.from), &sheet, paper);
        }
    }
}

/// An item is signed.
pub(in crate::decide) fn sign(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (id, from): (&RosterId, At),
    index: usize,
) -> Line {
    let Some(person) = rights::person_id(&turn.world, pressed.sender.id) else {
        return Line::MayNotRead;
    };
    let known = turn.world.desk.duties.rosters.get(id).cloned();
    let Some(mut duty) = known else {
        take::take_button(turn, pressed);
        return Line::DutyGone;
    };
    let Some(watched) = duty.shift_mut(from) else {
        take::take_button(turn, pressed);
        return Line::DutyGone;
    };
    if !watched.taken.contains_key(&person) {
        return Line::DutyOfOthers(watched.people.clone());
    }
    let sheet = watched.handover.sheet.as_mut();
    let Some(item) = sheet.and_then(|sheet| sheet.items.get_mut(index)) else {
        take::take_button(turn, pressed);
        return Line::DutyGone;
    };
    if let Some((by, at)) = &item.signed {
        return HandoverTold::SignedBy {
            by: by.clone(),
            at: *at,
        }
        .into();
    }
    item.signed = Some((person.clone(), turn.now));
    let what = What::Signed {
        item: item.item.word(),
    };
    log_by(&mut turn.decision, &Actor::Person(person), id, from, what);
    let mut papers = watched.handover.papers.iter();
    let here = Stands::At(pressed.message);
    let known = papers.any(|paper| paper.stands == here && paper.chat == pressed.chat);
    show_all(turn, id, watched);
    if let (false, Some(sheet)) = (known, &watched.handover.sheet) {
        // A copy that arrived while its answer was lost.
        let said = shown(turn, (id, from), sheet);
        turn.decision.effects.push(Effect::Rewrite {
            chat: pressed.chat,
            id: pressed.message,
            speech: Speech::Duty(Box::new(DutySaid::Handover(said))),
        });
    }
    let open = watched.handover.sheet.iter().flat_map(Sheet::unsigned);
    let open = open.count() > 0;
    keep(&mut turn.decision, id, Some(duty));
    if open {
        HandoverTold::Signed.into()
    } else {
        HandoverTold::SignedAll.into()
    }
}

/// A note that comes when the next has taken over already is one more item for whoever is on duty now.
/// Whether somebody is, and has room for it.
pub(super) fn add(
    turn: &mut Turn<'_>,
    all: &mut BTreeMap<RosterId, Duty>,
    (id, end): (&RosterId, At),
    note: &Note,
) -> bool {
    if !matches!(note.said, NoteSaid::Text(_)) {
        return false;
    }
    let now = turn.now;
    let duties = &turn.world.desk.duties;
    let rosters = duties.named(turn.world.settings);
    let instead = |one: &RosterId, of: &RosterId| {
        let at_the_end = rosters.shift_at(of, At(end.0 - 1));
        let shifts = at_the_end.into_iter().chain(rosters.shift_at(of, now));
        let mut stand_ins = shifts.flat_map(|shift| shift.stand_ins);
        stand_ins.any(|stand_in| stand_in == *one)
    };
    let concerned = |other: &RosterId| other == id || instead(other, id) || instead(id, other);
    let runs = |watched: &Watched| {
        let after = watched.from >= end && watched.from <= now && now < watched.to;
        after && !watched.over && !watched.taken.is_empty()
    };
    let taken_over = all.iter().filter(|(other, _)| concerned(other));
    let found = taken_over
        .flat_map(|(other, duty)| duty.shifts.iter().map(move |watched| (other, watched)))
        .find(|(_, watched)| runs(watched))
        .map(|(other, watched)| (other.clone(), watched.from));
    let Some((other, from)) = found else {
        return false;
    };
    let note = Note {
        passed_on: true,
        ..note.clone()
    };
    let (by, item) = (note.by.clone(), Item::Note(note));
    let watched = all.get_mut(&other).and_then(|duty| duty.shift_mut(from));
    let Some(watched) = watched else {
        return false;
    };
    match &mut watched.handover.sheet {
        Some(sheet) if sheet.items.len() >= SHEET_MOST => return false,
        Some(sheet) => {
            let what = What::HandedOver {
                from: vec![by],
                items: vec![item.word()],
            };
            log(&mut turn.decision, &other, from, what);
            // The time to sign runs anew only where nothing else waits.
            if sheet.told || sheet.unsigned().next().is_none() {
                sheet.since = now;
            }
            sheet.items.push(SheetItem { item, signed: None });
            sheet.told = false;
            show_all(turn, &other, watched);
        }
        None => {
            begin(turn, all, (&other, from), (vec![by], vec![item]));
            let watched = all.get_mut(&other).and_then(|duty| duty.shift_mut(from));
            if let (Some(watched), Some(roster)) = (watched, turn.world.settings.roster(&other)) {
                let people: Vec<PersonId> = watched.taken.keys().cloned().collect();
                for person in people {
                    put(turn, roster, watched, &person);
                }
            }
        }
    }
    true
}

/// What nobody signed in time is told to both sides and to who leads.
pub(super) fn tell(turn: &mut Turn<'_>, roster: &Roster, watched: &mut Watched) {
    let Some(sheet) = &mut watched.handover.sheet else {
        return;
    };
    sheet.told = true;
    let still_open = |item: &Item| match item {
        Item::Note(_) => true,
        Item::Incident(number) => turn.world.open.contains_key(number),
        Item::Rest(numbers) => {
            let mut numbers = numbers.iter();
            numbers.any(|number| turn.world.open.contains_key(number))
        }
    };
    let open: Vec<Item> = sheet
        .unsigned()
        .filter(|item| still_open(item))
        .cloned()
        .collect();
    if open.is_empty() {
        return;
    }
    let sheet = sheet.clone();
    let what = What::Unsigned {
        items: open.iter().map(Item::word).collect(),
    };
    log(&mut turn.decision, &roster.id, watched.from, what);
    let there: Vec<PersonId> = watched.taken.keys().cloned().collect();
    let leading = there.first().map_or_else(Vec::new, |person| {
        leaders(&turn.world, roster, person, turn.now)
    });
    let said = DutySaid::Handover(HandoverSaid::Unsigned {
        roster: roster.id.clone(),
        shift: watched.from,
        from: sheet.from.clone(),
        to: there.clone(),
        items: open,
    });
    for person in each_once(there.into_iter().chain(sheet.from).chain(leading)) {
        say(turn, &person, said.clone());
    }
}

/// Incidents that somebody has as an officer who is off duty now are those of who takes over: not what
/// somebody has in his own name, or as one who is still on duty by the same policy, or hands on just now.
fn move_incidents(
    turn: &mut Turn<'_>,
    duties: &Duties,
    (roster, shift): (&Roster, &Shift),
    person: &PersonId,
) {
    let (world, now) = (turn.world, turn.now);
    let rosters = duties.named(world.settings);
    let on_shift = |id: &RosterId, at: At, person: &PersonId| {
        let shift = rosters.shift_at(id, at);
        shift.is_some_and(|shift| shift.people.contains(person))
    };
    let taken_over = |id: &RosterId| {
        let runs = rosters.shift_at(id, shift.from);
        *id == roster.id || runs.is_some_and(|runs| runs.stand_ins.contains(&roster.id))
    };
    let moves = |incident: &Incident| {
        let Phase::Acknowledged { by: holder, at, .. } = &incident.phase else {
            return None;
        };
        let who = holder.person().filter(|who| *who != person)?;
        let policy = &incident.policy;
        let free = incident.handing().is_none() && !policy.people().contains(who);
        // He had it as an officer of this very roster, and is off duty by every one of the policy.
        let last = |id: &RosterId| {
            let duty = duties.rosters.get(id);
            duty.is_some_and(|duty| duty.last.people.contains(who))
        };
        // Others may have come to stand there in that very moment.
        let moment = [*at, At(at.0 - 1)];
        let had = |id: &RosterId| moment.iter().any(|at| on_shift(id, *at, who)) || last(id);
        let his = policy.rosters().any(|id| taken_over(id) && had(id));
        let responsible = |id: &RosterId| on_duty(world.settings, duties, id, now).contains(who);
        let stays = |id: &RosterId| on_shift(id, now, who) || !taken_over(id) && responsible(id);
        let still = policy.rosters().any(stays);
        (free && his && !still).then(|| (incident.number, holder.clone()))
    };
    let open = world.open.values().map(|folder| &folder.incident);
    let moving: Vec<(IncidentNumber, Actor)> = open.filter_map(moves).collect();
    for (number, holder) in moving {
        let Some(draft) = turn.open(number) else {
            continue;
        };
        let moved = Event::MovedWithShift {
            roster: roster.id.clone(),
        };
        let by = Actor::Person(person.clone());
        draft.emit(by.clone(), moved, now);
        turn.whisper(&by, HandoverTold::Yours(number).into());
        turn.whisper(&holder, Line::TakenOver { number, by });
    }
}
