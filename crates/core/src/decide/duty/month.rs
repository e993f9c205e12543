//! `/roster`: a month of duty, as pictures or as text.

use chrono::NaiveDate;

use crate::decide::{Effect, Line, Place, Speech, Turn, World};
use crate::ids::RosterId;
use crate::settings::Roster;
use crate::state::roster::{DutyDay, Month, running_day};

/// A month as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyMonth {
    /// Which.
    pub month: Month,
    /// The duty day that runs, wherever it is.
    pub running: Option<NaiveDate>,
    /// The roster that was asked for alone.
    pub one: Option<RosterId>,
    /// Those shown, with their days. Of all rosters those that rest for the whole month are left out.
    pub rosters: Vec<(RosterId, Vec<DutyDay>)>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthAsked {
    /// Which month; `None`: the running one.
    pub month: Option<Month>,
    /// Which roster; `None`: all.
    pub roster: Option<RosterId>,
    /// As text instead of pictures.
    pub as_text: bool,
}

/// `/roster [YYYY-MM] [ROSTER] [text]`; `name` is what was typed for the roster.
pub(in crate::decide) fn command(turn: &mut Turn<'_>, place: Place, asked: MonthAsked, name: &str) {
    let roster = match find(&turn.world, name) {
        Ok(roster) => roster,
        Err(line) => return turn.answer(place, line),
    };
    let asked = MonthAsked { roster, ..asked };
    if let Some(line) = show(turn, place, &asked) {
        turn.answer(place, line);
    }
}

/// Shows a month; a line where there is none to show.
pub(in crate::decide) fn show(
    turn: &mut Turn<'_>,
    place: Place,
    asked: &MonthAsked,
) -> Option<Line> {
    let world = turn.world;
    let settings = world.settings;
    let one = asked.roster.as_ref();
    let wanted: Vec<&Roster> = match one {
        Some(id) => settings.roster(id).into_iter().collect(),
        None => settings.rosters.iter().collect(),
    };
    if wanted.is_empty() {
        return Some(match one {
            Some(id) => unknown(&world, id.as_str()),
            None => Line::NoRosters,
        });
    }
    let rosters = world.rosters();
    // One that rests just now begins no day.
    let on_duty = |roster: &&Roster| rosters.shift_at(&roster.id, turn.now).is_some();
    let begin: Vec<&Roster> = wanted.iter().copied().filter(on_duty).collect();
    let running = if begin.is_empty() {
        None
    } else {
        running_day(settings.timezone, begin, turn.now)
    };
    let this_month = || match running {
        Some(day) => Month::of(day),
        None => Month::at(settings.timezone, turn.now),
    };
    let month = asked.month.or_else(this_month)?;
    let mut months: Vec<(RosterId, Vec<DutyDay>)> = wanted
        .iter()
        .map(|roster| (roster.id.clone(), rosters.month(roster, month)))
        .collect();
    let works = |days: &[DutyDay]| days.iter().any(|day| !day.stands.is_empty());
    if months.iter().any(|(_, days)| works(days)) {
        months.retain(|(_, days)| works(days));
    }
    let shown = Box::new(DutyMonth {
        month,
        running,
        one: one.cloned(),
        rosters: months,
    });
    if asked.as_text {
        turn.answer(place, Speech::Roster(shown));
    } else {
        turn.decision.effects.push(Effect::ShowMonth {
            chat: place.chat,
            reply_to: place.message,
            month: shown,
        });
    }
    None
}

/// By id, else by the whole name, else by a part of one alone; case does not matter. Nothing is all.
fn find(world: &World<'_>, name: &str) -> Result<Option<RosterId>, Line> {
    let wanted = name.trim().to_lowercase();
    if wanted.is_empty() {
        return Ok(None);
    }
    let rosters = || world.settings.rosters.iter();
    let whole = rosters()
        .find(|roster| roster.id.as_str().to_lowercase() == wanted)
        .or_else(|| rosters().find(|roster| roster.name.to_lowercase() == wanted));
    if let Some(roster) = whole {
        return Ok(Some(roster.id.clone()));
    }
    let mut parts = rosters().filter(|roster| roster.name.to_lowercase().contains(&wanted));
    match (parts.next(), parts.next()) {
        (Some(only), None) => Ok(Some(only.id.clone())),
        _ => Err(unknown(world, name)),
    }
}

fn unknown(world: &World<'_>, given: &str) -> Line {
    let rosters = world.settings.rosters.iter();
    Line::RosterUnknown {
        given: given.to_owned(),
        known: rosters.map(|roster| roster.id.clone()).collect(),
    }
}
