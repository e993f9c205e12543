//! Rates in the figures of a month, each with the cases that it lacks.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::chart::{Bar, Section, thousandths};
use crate::decide::Stats;
use crate::ids::DisputeNumber;
use crate::limits::{MEDIATION_TARGET, SCREENING_TARGET, STATS_NUMBERS, STATS_ROWS};
use crate::render::View;
use crate::render::compose::plain;
use crate::render::ledger::dispute;
use crate::render::prompt_title::unit;
use crate::render::roster::day_of;
use crate::render::stats::first_numbers;
use crate::settings::Target;
use crate::state::figures::Answers;
use crate::time::At;

/// How many screenings were done.
pub(super) fn screening(view: &View<'_>, stats: &Stats) -> Option<Section> {
    let Some(prompts) = &stats.prompts else {
        return Some(alone(view, "stats-prompts-unread"));
    };
    let answers = &prompts.screening;
    if answers.is_empty() {
        return None;
    }
    let mut section = alone(view, "stats-screening");
    let done = answers.done();
    if answers.over() > 0 {
        let label = view.say("stats-screened", &[]);
        section.bars.push(rate(
            view,
            label,
            (done, answers.over()),
            SCREENING_TARGET,
            answers.open == 0,
        ));
        let in_time = view.say("stats-screened-in-time", &[]);
        let value = part(view, answers.in_time, answers.over());
        section.bars.push(Bar::plain(in_time, value));
    }
    notes(view, &mut section, answers);
    Some(section)
}

/// How many mediations succeeded.
pub(super) fn mediation(view: &View<'_>, stats: &Stats) -> Option<Section> {
    let Some(figures) = &stats.mediations else {
        return Some(alone(view, "stats-mediation-unread"));
    };
    if figures.is_empty() {
        return None;
    }
    let count = |list: &[DisputeNumber]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let mut section = alone(view, "stats-mediation");
    if figures.ended() > 0 {
        let label = view.say("stats-mediated", &[]);
        let ended = u32::try_from(figures.ended()).unwrap_or(u32::MAX);
        let of = (count(&figures.agreed), ended);
        let settled = figures.overdue.is_empty();
        section
            .bars
            .push(rate(view, label, of, MEDIATION_TARGET, settled));
    }
    for (id, list) in [
        ("stats-dispute-registered", &figures.registered),
        ("stats-dispute-transferred", &figures.transferred),
    ] {
        if !list.is_empty() {
            let label = view.say(id, &[]);
            section.bars.push(Bar::plain(label, list.len().to_string()));
        }
    }
    // A transfer that waits now is no figure of a month that is over.
    let none = Vec::new();
    let offered = if stats.over { &none } else { &stats.offered };
    for (id, list) in [
        ("stats-dispute-failed", &figures.failed),
        ("stats-dispute-taken", &figures.taken),
        ("stats-dispute-stuck", &figures.stuck),
        ("stats-dispute-broken", &figures.broken),
        ("stats-dispute-pending", &figures.pending),
        ("stats-dispute-overdue", &figures.overdue),
        ("stats-dispute-offered", offered),
    ] {
        if !list.is_empty() {
            let numbers = first_numbers(list.iter().map(|number| dispute(view, *number)));
            let arguments = [("n", list.len().into()), ("numbers", (&numbers).into())];
            section.notes.push(plain(&view.say(id, &arguments)));
        }
    }
    Some(section)
}

/// How many onward reports were made in time.
pub(super) fn onward(view: &View<'_>, stats: &Stats) -> Option<Section> {
    let onward = stats.onward.as_ref()?;
    if onward.over() + onward.open == 0 {
        return None;
    }
    let mut section = alone(view, "stats-onward");
    if onward.over() > 0 {
        let label = view.say("stats-onward-in-time", &[]);
        let length = thousandths(onward.in_time, onward.over());
        section.bars.push(Bar {
            length: Some(length),
            ..Bar::plain(label, part(view, onward.in_time, onward.over()))
        });
    }
    for (id, cases) in [
        ("stats-onward-late", &onward.late),
        ("stats-onward-missing", &onward.missing),
    ] {
        if !cases.is_empty() {
            let days = days(view, cases);
            let arguments = [("n", cases.len().into()), ("days", (&days).into())];
            section.notes.push(view.say(id, &arguments));
        }
    }
    if onward.open > 0 {
        let open = ("n", onward.open.into());
        section.notes.push(view.say("stats-onward-open", &[open]));
    }
    Some(section)
}

/// Check-ins and checklists, a line each.
pub(super) fn others(view: &View<'_>, stats: &Stats) -> Option<Section> {
    let others = &stats.prompts.as_ref()?.others;
    if others.is_empty() {
        return None;
    }
    let mut section = alone(view, "stats-prompts");
    for (id, answers) in others.iter().take(STATS_ROWS) {
        let row = view.settings.prompt(id);
        let name = row
            .and_then(|row| row.name.as_deref())
            .unwrap_or(id.as_str());
        let missing = answers.missing.len();
        let value = format!("{}/{}/{missing}", answers.in_time, answers.late.len());
        section
            .bars
            .push(Bar::plain(plain(&view.name(name)), value));
    }
    let more = others.len().saturating_sub(STATS_ROWS);
    if more > 0 {
        section
            .notes
            .push(view.say("stats-prompts-more", &[("n", more.into())]));
    }
    Some(section)
}

fn alone(view: &View<'_>, id: &str) -> Section {
    Section {
        head: view.say(id, &[]),
        bars: Vec::new(),
        notes: Vec::new(),
    }
}

/// A part of a whole beside what it should be, and whether it falls short. It is not called good before all
/// is settled.
fn rate(
    view: &View<'_>,
    label: String,
    (part, whole): (u32, u32),
    target: u16,
    settled: bool,
) -> Bar {
    let length = thousandths(part, whole);
    let (percent, wanted) = (percent(length), percent(target));
    let id = match (length < target, settled) {
        (true, _) => "stats-rate-short",
        (false, true) => "stats-rate",
        (false, false) => "stats-rate-open",
    };
    let value = view.say(
        id,
        &[
            ("part", part.into()),
            ("whole", whole.into()),
            ("percent", (&percent).into()),
            ("wanted", (&wanted).into()),
        ],
    );
    Bar {
        length: Some(length),
        target: Some(target),
        ..Bar::plain(label, value)
    }
}

fn part(view: &View<'_>, part: u32, whole: u32) -> String {
    let percent = percent(thousandths(part, whole));
    view.say(
        "stats-part",
        &[
            ("part", part.into()),
            ("whole", whole.into()),
            ("percent", (&percent).into()),
        ],
    )
}

/// `97.9`, and `98` where nothing follows.
fn percent(thousandths: u16) -> String {
    match (thousandths / 10, thousandths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

fn notes(view: &View<'_>, section: &mut Section, answers: &Answers) {
    for (id, cases) in [
        ("stats-late", &answers.late),
        ("stats-missing", &answers.missing),
        ("stats-prompts-withdrawn", &answers.withdrawn),
    ] {
        if !cases.is_empty() {
            let names = names(view, cases);
            let arguments = [("n", cases.len().into()), ("names", (&names).into())];
            section.notes.push(plain(&view.say(id, &arguments)));
        }
    }
    if answers.open > 0 {
        section
            .notes
            .push(view.say("stats-open", &[("n", answers.open.into())]));
    }
}

/// The days on which they were due, each once; the rest is a sign.
fn days(view: &View<'_>, cases: &[At]) -> String {
    let zone = view.settings.timezone;
    let local = |at: &At| at.utc().with_timezone(&zone).date_naive();
    let days: BTreeSet<NaiveDate> = cases.iter().map(local).collect();
    let shown = days.iter().take(STATS_NUMBERS);
    let mut shown: Vec<String> = shown.map(|day| day_of(view, *day)).collect();
    if days.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(view.comma())
}

/// Whose cases they are, each once with how many; the rest is a number.
fn names(view: &View<'_>, cases: &[Option<Target>]) -> String {
    let mut counted: Vec<(&Option<Target>, usize)> = Vec::new();
    for who in cases {
        match counted.iter_mut().find(|(known, _)| *known == who) {
            Some((_, count)) => *count += 1,
            None => counted.push((who, 1)),
        }
    }
    let shown = counted.iter().take(STATS_NUMBERS).map(|(who, count)| {
        let name = match who {
            Some(who) => plain(&unit(view, who)),
            None => view.say("stats-not-asked", &[]),
        };
        if *count > 1 {
            format!("{name} ×{count}")
        } else {
            name
        }
    });
    let shown: Vec<String> = shown.collect();
    let more = counted.len().saturating_sub(shown.len());
    let names = shown.join(view.comma());
    if more == 0 {
        return names;
    }
    format!(
        "{names} {}",
        view.say("stats-and-more", &[("n", more.into())])
    )
}
