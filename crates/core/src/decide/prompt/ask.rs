//! Questions and reminders.

use std::collections::BTreeMap;

use super::hearers::{Hearers, tell_not_asked};
use super::{PromptSaid, Question, RoundTitle, Why, log, people_of, private, renew, say};
use crate::decide::{Decision, Turn};
use crate::ids::{PersonId, PromptId};
use crate::limits::{PROMPT_DAY, REMINDER_RINGS};
use crate::outgoing::Subject;
use crate::settings::{Prompt, PromptKind, Target};
use crate::state::event::Actor;
use crate::state::prompt::{Copied, Item, Missed, Round, Unasked, Unit, fires_by_halves};
use crate::state::prompt_log::What;
use crate::state::schedule::Fire;
use crate::state::selftest::Stands;
use crate::time::At;

/// A round begins: everybody is asked. Who is asked late has the whole time.
pub(super) fn ask(turn: &mut Turn<'_>, row: &Prompt, at: At) -> Round {
    let (world, now) = (turn.world, turn.now);
    let zone = world.settings.timezone;
    let late = at.long_before(now);
    let until = late.map_or(at, |_| now).plus(row.within);
    let reminders = row.remind.iter().map(|lead| until.minus(*lead));
    let mut reminders: Vec<At> = reminders.filter(|reminder| *reminder > now).collect();
    reminders.sort_unstable();
    reminders.dedup();
    let before = at.minus(std::time::Duration::from_millis(1));
    let fire = row.schedule.told_after(zone, before).next();
    let fire = fire.filter(|fire| fire.at == at);
    let moved = fire.as_ref().and_then(Fire::counts_for);
    let today = at.utc().with_timezone(&zone).date_naive();
    let days = fire.map_or_else(|| vec![today], |fire| fire.days);
    let next_day = row.schedule.told_after(zone, at).next();
    let next_day = next_day.and_then(|next| next.days.first().copied());
    let mut round = Round {
        at,
        to: row.schedule.next_after(zone, at),
        days,
        next_day,
        halves: fires_by_halves(row, zone, at),
        name: row.name.clone(),
        kind: row.kind.clone(),
        onward: row.onward.clone(),
        drafted: false,
        asked: now,
        until,
        asking: 0,
        extended: false,
        reminders,
        units: units(turn, row),
        told: None,
        heard: Vec::new(),
        told_again: false,
        telling: 0,
        again: None,
        closes: None,
        completed: None,
        copies: Vec::new(),
    };
    for place in places(&round) {
        let people = put_all(turn, &row.id, &mut round, place, Why::Asked, late);
        let who = round.unit(place).map(|unit| unit.who.clone());
        let what = What::Asked {
            people,
            until,
            late: late.is_some(),
            screening: Some(row.kind == PromptKind::Screening),
            day: moved,
        };
        log(
            &mut turn.decision,
            (&row.id, at),
            who.as_ref(),
            Actor::Bot,
            what,
        );
    }
    round.asking = next(&round) - 1;
    round
}

/// These were missed while the bot was down: nobody is asked, which is an entry of each month, and said once.
pub(super) fn not_asked(turn: &mut Turn<'_>, row: &Prompt, missed: &[Missed]) -> Option<Unasked> {
    let units = units(turn, row).into_iter().map(|unit| unit.who);
    let units: Vec<Target> = units.collect();
    for of_month in missed {
        let what = What::NotAsked {
            rounds: of_month.rounds,
            to: of_month.last,
            units: units.clone(),
            screening: Some(row.kind == PromptKind::Screening),
            onward: row.onward.is_some(),
            day: of_month.day,
        };
        let of = (&row.id, of_month.first);
        log(&mut turn.decision, of, None, Actor::Bot, what);
    }
    let mut unasked = Unasked {
        kind: row.kind.clone(),
        name: row.name.clone(),
        rounds: missed.iter().map(|missed| missed.rounds).sum(),
        first: missed.first()?.first,
        last: missed.last()?.last,
        copies: Vec::new(),
    };
    let mut to = Hearers::of(turn, row, &[]);
    if !to.groups.is_empty() {
        to.people.clear();
    }
    tell_not_asked(turn, &row.id, &mut unasked, &to);
    if !to.is_nobody() {
        to.log(turn, (&row.id, unasked.first), None);
    }
    Some(unasked)
}

/// Those who answer, each once.
fn units(turn: &Turn<'_>, row: &Prompt) -> Vec<Unit> {
    let items = match &row.kind {
        PromptKind::Checklist(items) => items.len(),
        PromptKind::Acknowledge | PromptKind::Screening => 0,
    };
    let mut units: Vec<Unit> = Vec::new();
    for target in &row.ask {
        let people = people_of(&turn.world, target, turn.now);
        // A role in which there is nobody stays one that does not answer.
        let whole = vec![(target.clone(), people.clone())];
        let alone = people
            .iter()
            .map(|person| (Target::Person(person.clone()), vec![person.clone()]));
        let asked = if row.each_person && !people.is_empty() {
            alone.collect()
        } else {
            whole
        };
        for (who, people) in asked {
            if units.iter().all(|unit| unit.who != who) {
                units.push(Unit {
                    who,
                    people,
                    answer: None,
                    arrived: None,
                    missed: false,
                    undelivered: false,
                    snoozed: BTreeMap::new(),
                    items: vec![Item::default(); items],
                    disputes: Vec::new(),
                });
            }
        }
    }
    // A place in a round is two bytes of a button.
    units.truncate(usize::from(u16::MAX));
    units
}

pub(super) fn places(round: &Round) -> Vec<u16> {
    round.missing().map(|(place, _)| place).collect()
}

/// Whoever wants to be reminded now, and whoever is to be by the row.
pub(super) fn remind(turn: &mut Turn<'_>, row: &Prompt, round: &mut Round) {
    let now = turn.now;
    let due = round.reminders.iter().rev().find(|due| **due <= now);
    let due = due.copied();
    round.reminders.retain(|reminder| *reminder > now);
    if now >= round.until {
        // What the limit brings is said then, and one message is enough.
        for unit in &mut round.units {
            unit.snoozed.clear();
        }
        return;
    }
    let rings = round.until.since(now) <= REMINDER_RINGS;
    for place in places(round) {
        let until = round.until;
        let Some(unit) = round.unit_mut(place) else {
            continue;
        };
        let wished: Vec<(PersonId, At)> = unit
            .snoozed
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(person, at)| (person.clone(), *at))
            .collect();
        unit.snoozed.retain(|_, at| *at > now);
        let waits = |person: &PersonId| unit.snoozed.get(person).is_some_and(|at| *at < until);
        let by_row = unit.people.iter().filter(|person| !waits(person));
        let by_row = by_row.filter_map(|person| Some((person.clone(), due?)));
        let mut all: BTreeMap<PersonId, At> = by_row.collect();
        all.extend(wished);
        let who = unit.who.clone();
        let mut people: Vec<PersonId> = Vec::new();
        for (person, at) in all {
            let late = at.long_before(now);
            let why = Why::Reminded { rings };
            if put(turn, &row.id, round, place, &person, why, late) {
                people.push(person);
            }
        }
        if !people.is_empty() {
            let what = What::Reminded { people };
            log(
                &mut turn.decision,
                (&row.id, round.at),
                Some(&who),
                Actor::Bot,
                what,
            );
        }
    }
}

/// Everybody of a unit is asked; returns who has an account.
pub(super) fn put_all(
    turn: &mut Turn<'_>,
    id: &PromptId,
    round: &mut Round,
    place: u16,
    why: Why,
    due: Option<At>,
) -> Vec<PersonId> {
    let people = round
        .unit(place)
        .map_or_else(Vec::new, |unit| unit.people.clone());
    let asked = |person: &PersonId| put(turn, id, round, place, person, why, due);
    people.into_iter().filter(asked).collect()
}

/// A question as it stands; `None` where there is no such unit.
pub(super) fn question(
    id: &PromptId,
    round: &Round,
    place: u16,
    why: Why,
    due: Option<At>,
) -> Option<Question> {
    Some(Question {
        prompt: id.clone(),
        title: RoundTitle::of(round),
        place,
        unit: round.unit(place)?.clone(),
        until: round.until,
        why,
        due,
        answered: round.answered(),
    })
}

/// A question in the place of an older one; `false` where there is no account.
pub(super) fn put(
    turn: &mut Turn<'_>,
    id: &PromptId,
    round: &mut Round,
    place: u16,
    person: &PersonId,
    why: Why,
    due: Option<At>,
) -> bool {
    let (chat, question) = (
        private(&turn.world, person),
        question(id, round, place, why, due),
    );
    let (Some(chat), Some(question)) = (chat, question) else {
        return false;
    };
    let nth = next(round);
    // After the limit it can still be answered.
    let life = round.until.since(turn.now).max(PROMPT_DAY);
    let subject = Subject::Prompt {
        row: id.clone(),
        at: round.at,
        nth,
    };
    say(turn, chat, PromptSaid::Question(question), subject, life);
    let here = (place, person.clone());
    strip(&mut turn.decision, round, |copy| {
        copy.question.as_ref() == Some(&here)
    });
    round.copies.push(Copied {
        nth,
        question: Some(here),
        chat,
        stands: Stands::Sending,
        superseded: false,
        stale: false,
    });
    true
}

/// Whether a question has arrived, or did not since all who could have got it are out of reach by their own
/// doing.
pub(super) fn is_reached(turn: &Turn<'_>, unit: &Unit) -> bool {
    let blocked = |person: &PersonId| {
        private(&turn.world, person).is_some() && turn.note_of(person).unreachable.is_some()
    };
    unit.arrived.is_some() || unit.people.iter().any(blocked)
}

/// The number of a round's next message.
pub(super) fn next(round: &Round) -> u32 {
    round.copies.last().map_or(1, |copy| copy.nth + 1)
}

/// These messages lose their buttons.
pub(super) fn strip(decision: &mut Decision, round: &mut Round, which: impl Fn(&Copied) -> bool) {
    let copies = round.copies.iter_mut();
    for copy in copies.filter(|copy| !copy.superseded && which(copy)) {
        copy.superseded = true;
        if let Stands::At(message) = copy.stands {
            renew(decision, (copy.chat, message), None);
        }
    }
    round.forget_superseded();
}
