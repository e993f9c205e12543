//! The incoming side of a handover: what is taken over is signed item by item, and acknowledged incidents
//! come with the shift.

use super::ask::{say, say_about};
use super::said::DutySaid;
use super::said_handover::{HandoverSaid, HandoverTold, SheetShown};
use super::{handover, keep, leaders, log, log_by, take};
use crate::decide::form::Pressed;
use crate::decide::{Line, Turn, rights};
use crate::ids::{IncidentNumber, PersonId, RosterId};
use crate::limits::{ANSWER_LIFE, SHEET_ITEMS};
use crate::outgoing::Subject;
use crate::settings::Roster;
use crate::state::duty::{Duties, Duty, Watched};
use crate::state::duty_log::What;
use crate::state::event::{Actor, Event};
use crate::state::handover::{Item, Note, NoteSaid, Paper, PaperKind, Sheet, SheetItem};
use crate::state::roster::Shift;
use crate::state::selftest::Stands;
use crate::time::At;

/// Somebody took over a shift: the first of it gets a sheet, everybody who follows a copy.
pub(super) fn hand_over(
    turn: &mut Turn<'_>,
    duties: &Duties,
    (roster, shift): (&Roster, &Shift),
    duty: &mut Duty,
    person: &PersonId,
) {
    let first = duties.rosters.get(&roster.id);
    let first = first.is_some_and(|before| before.last.shift != shift.from);
    if first {
        let from = before(duties, roster, shift);
        move_incidents(turn, roster, shift, &from, person);
        let rosters = duties.named(turn.world.settings);
        let notes = handover::left_for(duties, &rosters, shift);
        let words = notes
            .into_iter()
            .filter(|note| matches!(note.said, NoteSaid::Text(_)))
            .map(Item::Note);
        let incidents = handover::open_incidents(turn).into_iter();
        let items: Vec<SheetItem> = words
            .chain(incidents.map(Item::Incident))
            .take(SHEET_ITEMS)
            .map(|item| SheetItem { item, signed: None })
            .collect();
        if let Some(watched) = duty.shift_mut(shift.from).filter(|_| !items.is_empty()) {
            let what = What::HandedOver {
                from: from.clone(),
                items: items.iter().map(|item| item.item.word()).collect(),
            };
            watched.handover.sheet = Some(Sheet {
                since: turn.now,
                from,
                items,
                told: false,
            });
            log(&mut turn.decision, &roster.id, shift.from, what);
        }
    }
    if let Some(watched) = duty.shift_mut(shift.from) {
        put(turn, roster, watched, person);
    }
}

/// Who had the shift before, by what is known before it is taken over.
fn before(duties: &Duties, roster: &Roster, shift: &Shift) -> Vec<PersonId> {
    let known = duties.rosters.get(&roster.id);
    let mut people = known.map_or_else(Vec::new, |duty| duty.last.people.clone());
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
    let subject = Subject::Handover {
        roster: roster.id.clone(),
        shift: watched.from,
        person: person.clone(),
        kind: PaperKind::Sheet,
    };
    let said = DutySaid::Handover(shown(turn, &roster.id, watched.from, sheet));
    let chat = user.private_chat();
    say_about(turn, chat, said, subject, ANSWER_LIFE);
    watched.handover.papers.push(Paper {
        kind: PaperKind::Sheet,
        person: person.clone(),
        chat,
        stands: Stands::Sending,
    });
}

fn shown(turn: &Turn<'_>, roster: &RosterId, from: At, sheet: &Sheet) -> HandoverSaid {
    let incidents = sheet.items.iter().filter_map(|item| match item.item {
        Item::Incident(number) => turn.look(number),
        Item::Note(_) => None,
    });
    HandoverSaid::Sheet(Box::new(SheetShown {
        roster: roster.clone(),
        shift: from,
        sheet: sheet.clone(),
        incidents: incidents.collect(),
    }))
}

/// A message shows what is signed by now.
pub(super) fn show(turn: &mut Turn<'_>, roster: &RosterId, from: At, sheet: &Sheet, paper: &Paper) {
    let said = shown(turn, roster, from, sheet);
    handover::rewrite(turn, paper, said);
}

fn show_all(turn: &mut Turn<'_>, roster: &RosterId, watched: &Watched) {
    let Some(sheet) = &watched.handover.sheet else {
        return;
    };
    let papers = watched.handover.papers.iter();
    for paper in papers.filter(|paper| paper.kind == PaperKind::Sheet) {
        show(turn, roster, watched.from, sheet, paper);
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
    let watched = watched.clone();
    show_all(turn, id, &watched);
    keep(&mut turn.decision, id, Some(duty));
    let mut open = watched.handover.sheet.iter().flat_map(Sheet::unsigned);
    if open.next().is_some() {
        HandoverTold::Signed.into()
    } else {
        HandoverTold::SignedAll.into()
    }
}

/// A note that comes when the next has taken over already is one more item.
pub(super) fn add(turn: &mut Turn<'_>, duty: &mut Duty, (id, end): (&RosterId, At), note: Note) {
    if !matches!(note.said, NoteSaid::Text(_)) {
        return;
    }
    let taken = |watched: &&mut Watched| watched.from >= end && !watched.taken.is_empty();
    let Some(watched) = duty.shifts.iter_mut().find(taken) else {
        return;
    };
    let by = note.by.clone();
    let item = SheetItem {
        item: Item::Note(note),
        signed: None,
    };
    match &mut watched.handover.sheet {
        Some(sheet) => {
            sheet.items.push(item);
            sheet.told = false;
            sheet.since = turn.now;
            let watched = watched.clone();
            show_all(turn, id, &watched);
        }
        None => {
            watched.handover.sheet = Some(Sheet {
                since: turn.now,
                from: vec![by],
                items: vec![item],
                told: false,
            });
            let people: Vec<PersonId> = watched.taken.keys().cloned().collect();
            if let Some(roster) = turn.world.settings.roster(id) {
                for person in people {
                    put(turn, roster, watched, &person);
                }
            }
        }
    }
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
    let said = |rings| {
        DutySaid::Handover(HandoverSaid::Unsigned {
            roster: roster.id.clone(),
            shift: watched.from,
            from: sheet.from.clone(),
            to: watched.taken.keys().cloned().collect(),
            items: open.clone(),
            rings,
        })
    };
    let mut told: Vec<PersonId> = Vec::new();
    let mut once = |turn: &mut Turn<'_>, person: &PersonId, rings| {
        if !told.contains(person) {
            told.push(person.clone());
            say(turn, person, said(rings));
        }
    };
    for person in watched.taken.keys() {
        once(turn, person, true);
    }
    // Who has gone home may sleep.
    for person in &sheet.from {
        once(turn, person, false);
    }
    if let Some(person) = watched.taken.keys().next() {
        for leader in leaders(&turn.world, roster, person, turn.now) {
            once(turn, &leader, true);
        }
    }
}

/// Incidents that somebody has as an officer of this roster are the next one's from now on.
fn move_incidents(
    turn: &mut Turn<'_>,
    roster: &Roster,
    shift: &Shift,
    from: &[PersonId],
    person: &PersonId,
) {
    let (world, now) = (turn.world, turn.now);
    let of_roster = |id: &RosterId| {
        let replaced = world.rosters().shift_at(id, shift.from);
        *id == roster.id || replaced.is_some_and(|one| one.stand_ins.contains(&roster.id))
    };
    let moving: Vec<(IncidentNumber, Actor)> = world
        .open
        .values()
        .map(|folder| &folder.incident)
        .filter(|incident| incident.handing().is_none())
        .filter_map(|incident| {
            let holder = incident.holder()?;
            let has = from.contains(holder.person()?);
            let by_roster = incident
                .policy
                .by_roster_alone(holder.person()?, &of_roster);
            (has && by_roster).then(|| (incident.number, holder.clone()))
        })
        .collect();
    for (number, holder) in moving {
        let Some(draft) = turn.open(number) else {
            continue;
        };
        let moved = Event::MovedWithShift {
            roster: roster.id.clone(),
        };
        draft.emit(Actor::Person(person.clone()), moved, now);
        turn.whisper(
            &holder,
            Line::TakenOver {
                number,
                by: Actor::Person(person.clone()),
            },
        );
    }
}
