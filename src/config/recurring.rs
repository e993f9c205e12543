//! `[[prompts]]` and `[ledger]`: the recurring work of the villages.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};
use dutybell_core::ids::{ChatId, PromptId};
use dutybell_core::limits::{ITEM_CHARS, PROMPT_ITEMS, PROMPT_ROUNDS, PROMPT_UNITS};
use dutybell_core::settings::{Ledger, Onward, Prompt, PromptKind, SpecialPeriod};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::state::schedule::holidays::Holidays;

use super::draft::Draft;
use super::names::Names;
use super::problem::{Findings, Flaw};
use super::tree::Table;
use super::{duration, duty, holidays, periods, policies, schedule, suggest};

/// So many times show how often a row asks: a year of days, and then some.
const COMPARED: usize = 500;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let holidays = holidays::read(draft.root);
    let special = draft.root.rows("special_periods");
    let special: Vec<SpecialPeriod> = special.filter_map(periods::period).collect();
    for prompt in draft.root.rows("prompts") {
        check_prompt(prompt, findings);
        check_periods(prompt, draft, findings);
        check_rounds(prompt, (&holidays, &special), findings);
        check_units(prompt, draft, findings);
    }
    if let Some(table) = draft.root.table("ledger") {
        for key in ["places", "bodies"] {
            check_twice(table, key, findings);
        }
    }
}

/// What is chosen by its name is there once: two buttons that say the same are one too many.
fn check_twice(table: &Table, key: &str, findings: &mut Findings) {
    let mut known = BTreeSet::new();
    for (text, at) in table.texts(key) {
        let text = text.trim();
        if !known.insert(text.to_lowercase()) {
            let reason = format!("`{text}` stands twice in `{key}`");
            let mend = "name it once, or write what tells the two apart";
            findings.add(at, Flaw::new(reason, mend));
        }
    }
}

/// All items stand in one message, and each has a button.
fn check_items(prompt: &Table, findings: &mut Findings) {
    let items = prompt.list("items").len();
    if items > PROMPT_ITEMS {
        let reason = format!("a checklist has at most {PROMPT_ITEMS} items, this one has {items}");
        let mend = "make two rows of it: all items stand in one message";
        findings.add(prompt.place("items"), Flaw::new(reason, mend));
    }
    for (item, at) in prompt.texts("items") {
        let units = item.trim().encode_utf16().count();
        if units > ITEM_CHARS {
            let reason =
                format!("an item has at most {ITEM_CHARS} characters, this one has {units}");
            let mend = "name it in a few words: what is wrong with it is said when it is checked";
            findings.add(at, Flaw::new(reason, mend));
        }
    }
    check_twice(prompt, "items", findings);
}

/// What is asked in special periods names them as they are written, and stays on their days.
fn check_periods(prompt: &Table, draft: &Draft<'_>, findings: &mut Findings) {
    if let (Some(entry), Some("next")) = (prompt.entry("periods"), prompt.text("holidays")) {
        let reason = "what is moved to a working day leaves its special period, and is not asked";
        let mend = "leave `holidays` out: a special period is watched on its days off too";
        findings.add(entry.at, Flaw::new(reason, mend));
    }
    let special = draft.root.rows("special_periods");
    let names = special.filter_map(|period| period.text("name"));
    let known: Vec<&str> = names.map(str::trim).collect();
    for (name, at) in prompt.texts("periods") {
        let name = name.trim();
        if !known.contains(&name) {
            let reason = format!("there is no special period `{name}`");
            let mend = suggest::nearest(name, known.iter().copied()).map_or_else(
                || "write the `name` of a row of [[special_periods]]".to_owned(),
                suggest::did_you_mean,
            );
            findings.add(at, Flaw::new(reason, mend));
        }
    }
}

fn check_prompt(prompt: &Table, findings: &mut Findings) {
    if let Some(within) = prompt.span("within") {
        for (text, at) in prompt.texts("remind") {
            if duration::parse(text).is_ok_and(|before| before >= within) {
                let reason =
                    format!("a reminder {text} before the limit comes before the question");
                findings.add(at, Flaw::new(reason, "make it shorter than `within`"));
            }
        }
    }
    // Of a kind that there is not, that alone is told.
    let known = |kind: &&str| ["screening", "acknowledge", "checklist"].contains(kind);
    let kind = prompt.text("kind").filter(known);
    if kind == Some("checklist") && prompt.entry("items").is_none() {
        let mend = "write what is to be checked: items = [\"…\", \"…\"]";
        let flaw = Flaw::new("a checklist has nothing to check", mend);
        findings.add(prompt.place("kind"), flaw);
    }
    check_items(prompt, findings);
    for (key, other) in [
        ("onward_to", "onward_within"),
        ("onward_within", "onward_to"),
    ] {
        let Some(entry) = prompt.entry(key) else {
            continue;
        };
        if prompt.entry(other).is_none() {
            let reason = format!("`{key}` says nothing without `{other}`");
            findings.add(entry.at, Flaw::new(reason, "write both, or none"));
        } else if kind.is_some_and(|kind| kind != "screening") {
            let mend = "write kind = \"screening\", or leave them out";
            let flaw = Flaw::new("only a screening has a written report that goes on", mend);
            findings.add(entry.at, flaw);
        }
    }
    if let Some(entry) = prompt.entry("items")
        && kind.is_some_and(|kind| kind != "checklist")
    {
        findings.add(
            entry.at,
            Flaw::new(
                "only a checklist has `items`",
                "write kind = \"checklist\", or leave `items` out",
            ),
        );
    }
}

/// Nobody has an overview of questions that pile up, and a round must not end before its limit.
fn check_rounds(
    prompt: &Table,
    (holidays, special): (&Arc<Holidays>, &[SpecialPeriod]),
    findings: &mut Findings,
) {
    let schedule = schedule::of(prompt, holidays);
    let (Some(schedule), Some(within)) = (schedule, prompt.span("within")) else {
        return;
    };
    // Each period for itself: a long one that is over must not hide the next.
    let schedules = match prompt.has("periods") {
        false => vec![schedule],
        true => {
            let periods = named(prompt, special);
            let only = |period: &SpecialPeriod| schedule.clone().only([(period.from, period.to)]);
            periods.map(only).collect()
        }
    };
    if schedules.iter().any(|schedule| is_full(schedule, within)) {
        let reason = format!("more than {PROMPT_ROUNDS} questions of it are open at once");
        let mend = format!(
            "make `within` shorter, or let `{}` ask more seldom",
            schedule::key(prompt)
        );
        findings.add(prompt.place("within"), Flaw::new(reason, mend));
    }
}

/// Whether more questions of a row are open at once than are kept.
fn is_full(schedule: &Schedule, within: std::time::Duration) -> bool {
    let times: Vec<NaiveDateTime> = schedule
        .after(DateTime::UNIX_EPOCH.naive_utc())
        .take(COMPARED)
        .collect();
    times.windows(PROMPT_ROUNDS + 1).any(|times| {
        let (first, last) = (times.first(), times.last());
        let span = first.zip(last).map(|(first, last)| *last - *first);
        span.and_then(|span| span.to_std().ok())
            .is_some_and(|span| span < within)
    })
}

/// A round with all its answers is one value in the store.
fn check_units(prompt: &Table, draft: &Draft<'_>, findings: &mut Findings) {
    let asked = prompt.texts("ask").map(|(id, _)| id);
    let units: BTreeSet<&str> = if prompt.flag("each_person") {
        asked.flat_map(|id| people_of(id, draft)).collect()
    } else {
        asked.collect()
    };
    if units.len() > PROMPT_UNITS {
        let reason = format!(
            "a row asks {PROMPT_UNITS} people or roles at most, this one asks {}",
            units.len()
        );
        let mend = "make two rows of it, or let roles answer as one";
        findings.add(prompt.place("ask"), Flaw::new(reason, mend));
    }
}

/// The people of a role, else the person himself.
fn people_of<'a>(id: &'a str, draft: &Draft<'a>) -> Vec<&'a str> {
    let row = |table: &str, id: &str| {
        let mut rows = draft.root.rows(table);
        rows.find(|row| row.text("id") == Some(id))
    };
    let Some(role) = row("roles", id) else {
        return vec![id];
    };
    let roster = role
        .text("roster")
        .and_then(|roster| row("rosters", roster));
    let people = roster.unwrap_or(role).texts("people");
    people.map(|(id, _)| id).collect()
}

/// `None` where the row has a mistake.
pub(super) fn prompt(
    row: &Table,
    names: &Names<'_>,
    (holidays, special): (&Arc<Holidays>, &[SpecialPeriod]),
) -> Option<Prompt> {
    let kind = match row.text("kind")? {
        "acknowledge" => PromptKind::Acknowledge,
        "screening" => PromptKind::Screening,
        _ => PromptKind::Checklist(texts(row, "items")),
    };
    Some(Prompt {
        id: PromptId::new(row.text("id")?),
        name: row.text("name").map(|name| name.trim().to_owned()),
        kind,
        schedule: in_periods(row, schedule::of(row, holidays)?, special),
        ask: policies::targets(row, "ask", names),
        each_person: row.flag("each_person"),
        within: row.span("within")?,
        remind: spans(row, "remind"),
        escalate: duty::escalate(row, names),
        report_to: row.text("report_to").map(ChatId::new),
        onward: onward(row),
    })
}

/// Where a row names special periods, it is asked on their days alone: several rows of one name are the same holiday
/// of several years.
fn in_periods(row: &Table, schedule: Schedule, special: &[SpecialPeriod]) -> Schedule {
    if !row.has("periods") {
        return schedule;
    }
    let days = named(row, special).map(|period| (period.from, period.to));
    schedule.only(days)
}

/// The special periods that a row names.
fn named<'a>(
    row: &Table,
    special: &'a [SpecialPeriod],
) -> impl Iterator<Item = &'a SpecialPeriod> + use<'a> {
    let names = texts(row, "periods");
    let periods = special.iter();
    periods.filter(move |period| names.contains(&period.name))
}

fn onward(row: &Table) -> Option<Onward> {
    Some(Onward {
        to: row.text("onward_to")?.trim().to_owned(),
        within: row.span("onward_within")?,
    })
}

/// What is not there is as usual.
pub(super) fn ledger(root: &Table) -> Ledger {
    let usual = Ledger::default();
    let Some(table) = root.table("ledger") else {
        return usual;
    };
    Ledger {
        places: texts(table, "places"),
        bodies: texts(table, "bodies"),
        mediate_within: table.span("mediate_within").unwrap_or(usual.mediate_within),
        revisit_after: table.span("revisit_after").unwrap_or(usual.revisit_after),
        remind: match table.entry("remind") {
            Some(_) => spans(table, "remind"),
            None => usual.remind,
        },
        retention: table.span("retention"),
    }
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    table
        .texts(key)
        .map(|(text, _)| text.trim().to_owned())
        .collect()
}

fn spans(table: &Table, key: &str) -> Vec<std::time::Duration> {
    let spans = table.texts(key).map(|(text, _)| duration::parse(text));
    spans.filter_map(Result::ok).collect()
}
