//! `/stats`: the figures of a month.

use chrono::NaiveTime;

use crate::decide::{Effect, Line, Place, Speech, Turn, World};
use crate::ids::{DisputeNumber, IncidentNumber, PersonId};
use crate::limits::STATS_MONTHS;
use crate::state::attendance::{Counts, attendance};
use crate::state::duty_log::DutyEvent;
use crate::state::figures::{Incidents, Mediations, OnwardReports, Prompts};
use crate::state::ledger::{LedgerEntry, LedgerEvent, Stage};
use crate::state::prompt_log::{PromptEntry, PromptEvent};
use crate::state::roster::{Month, instant};
use crate::time::At;

/// What a month was like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Which.
    pub month: Month,
    /// Whether a later one has begun.
    pub over: bool,
    /// What was reported.
    pub incidents: Incidents,
    /// What became of questions; `None` where the prompt log can't be read whole.
    pub prompts: Option<Prompts>,
    /// What became of onward reports; `None` where the prompt log can't be read whole.
    pub onward: Option<OnwardReports>,
    /// What became of disputes; `None` where the ledger's log can't be read whole.
    pub mediations: Option<Mediations>,
    /// Those that wait for a body's answer now.
    pub offered: Vec<DisputeNumber>,
    /// Who was on duty, in the order of the configuration; whoever it does not name any more is last.
    /// `None` where the duty log can't be read whole.
    pub attendance: Option<Vec<(PersonId, Counts)>>,
}

/// The figures of a month, or of the one that runs; of one to come a line says that there are none.
fn stats(turn: &Turn<'_>, asked: Option<Month>) -> Result<Stats, Line> {
    let world = &turn.world;
    let running = Month::at(world.settings.timezone, turn.now).ok_or(Line::OldButton)?;
    let month = asked.unwrap_or(running);
    if month > running {
        return Err(Line::MonthToCome(month));
    }
    let log = prompt_log(world, month);
    let zone = world.settings.timezone;
    let log = log.as_deref();
    Ok(Stats {
        month,
        over: month < running,
        incidents: incidents(world, month),
        onward: log.map(|log| OnwardReports::of((zone, month), log, turn.now)),
        prompts: log.map(|log| Prompts::of(world.settings, month, log)),
        mediations: mediations(world, month, running, turn.now),
        offered: offered(world),
        attendance: attended(world, month),
    })
}

/// As a picture.
pub(super) fn show(turn: &mut Turn<'_>, place: Place, asked: Option<Month>) -> Result<(), Line> {
    let stats = stats(turn, asked)?;
    turn.decision.effects.push(Effect::ShowStats {
        chat: place.chat,
        reply_to: place.message,
        stats: Box::new(stats),
    });
    Ok(())
}

/// As text.
pub(super) fn as_text(turn: &Turn<'_>, asked: Option<Month>) -> Result<Speech, Line> {
    stats(turn, asked).map(|stats| Speech::Stats(Box::new(stats)))
}

fn incidents(world: &World<'_>, month: Month) -> Incidents {
    let (first, end) = world.desk.marks.incidents(month);
    let end = end.map_or(world.desk.last_incident, |end| end.0 - 1);
    let all = (first.0..=end).map(IncidentNumber);
    let all = all.filter_map(|number| match world.open.get(&number) {
        Some(folder) => Some(folder.incident.clone()),
        None => world.archive.folder(number).map(|folder| folder.incident),
    });
    Incidents::of(world.settings, month, all)
}

fn prompt_log(world: &World<'_>, month: Month) -> Option<Vec<PromptEntry>> {
    // What is asked at the end of a month is answered, or told as missing, in the next ones; a written report
    // may be made months later.
    let end = (0..STATS_MONTHS).try_fold(month, |end, _| end.after())?;
    world.archive.log::<PromptEvent>(month, end, world.desk)
}

fn mediations(world: &World<'_>, month: Month, running: Month, now: At) -> Option<Mediations> {
    let next = month.after()?.day(1)?;
    let until = instant(world.settings.timezone, next, NaiveTime::MIN).min(now);
    // What was agreed may have broken out again at any time since.
    let end = running.max(month);
    let log = world.archive.log::<LedgerEvent>(month, end, world.desk)?;
    let zone = world.settings.timezone;
    let within = |entry: &LedgerEntry| Month::at(zone, entry.at) == Some(month);
    let figures = Mediations::of(&log, &world.desk.disputes, within);
    Some(figures.with_pending(world.desk.disputes.values(), until))
}

fn offered(world: &World<'_>) -> Vec<DisputeNumber> {
    let disputes = world.desk.disputes.values();
    let offered = disputes.filter(|dispute| dispute.stage == Stage::Offered);
    offered.map(|dispute| dispute.number).collect()
}

fn attended(world: &World<'_>, month: Month) -> Option<Vec<(PersonId, Counts)>> {
    // A shift is asked for before it begins, and some press after it.
    let (from, to) = (month.before()?, month.after()?);
    let log = world.archive.log::<DutyEvent>(from, to, world.desk)?;
    let settings = world.settings;
    let mut people = attendance(&log, settings)
        .remove(&month)
        .unwrap_or_default();
    let mut ordered: Vec<(PersonId, Counts)> = Vec::new();
    for person in &settings.people {
        ordered.extend(people.remove_entry(&person.id));
    }
    ordered.extend(people);
    Some(ordered)
}
