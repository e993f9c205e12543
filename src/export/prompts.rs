//! The prompt log, an entry a line; in a workbook with a sheet that has a row for each question: who
//! answered what, late or not at all.

use dutybell_core::ids::PersonId;
use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::{Settings, Target};
use dutybell_core::state::log::Logged as _;
use dutybell_core::state::prompt_answers::{Answering, answerings};
use dutybell_core::state::prompt_log::{PromptEntry, id};
use dutybell_core::store::Reads;
use dutybell_core::time::At;
use serde::Serialize;

use super::workbook::{Book, Cell};
use super::{Format, Out, actor, field, local, logged, name};
use crate::archive;
use crate::cli::export::ExportError;

#[derive(Serialize)]
struct Line<'a> {
    seq: u32,
    at: String,
    kind: &'static str,
    prompt: &'a str,
    due: String,
    unit: Option<&'a str>,
    by: Option<String>,
    people: Vec<&'a str>,
    text: String,
    hash: String,
}

const COLUMNS: [&str; 10] = [
    "seq", "at", "kind", "prompt", "due", "unit", "by", "people", "text", "hash",
];

const ANSWERS: [&str; 14] = [
    "prompt",
    "due",
    "unit",
    "asked_at",
    "until",
    "outcome",
    "answer",
    "answered_by",
    "answered_at",
    "problems",
    "remarks",
    "disputes",
    "rounds",
    "to",
];

/// Writes every entry and returns how many there are.
pub(crate) fn write(
    store: &dyn Reads,
    settings: &Settings,
    format: Format,
    mut out: &mut Out<'_>,
) -> Result<u64, ExportError> {
    let log = archive::entries(store)?;
    match format {
        Format::Jsonl => {
            for entry in &log {
                serde_json::to_writer(&mut out, &line(entry))?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(COLUMNS)?;
            for entry in &log {
                csv.write_record(row(line(entry)))?;
            }
            csv.flush()?;
        }
        Format::Xlsx => workbook(&log, settings)?.write(out)?,
    }
    Ok(log.len() as u64)
}

fn line(entry: &PromptEntry) -> Line<'_> {
    let event = &entry.event;
    Line {
        seq: entry.seq,
        at: entry.at.rfc3339(),
        kind: event.kind(),
        prompt: event.prompt.as_str(),
        due: event.at.rfc3339(),
        unit: event.unit.as_ref().map(id),
        by: entry.by.export(),
        people: event.people().into_iter().map(PersonId::as_str).collect(),
        text: event.text(),
        hash: entry.hash.to_string(),
    }
}

fn row(line: Line<'_>) -> [String; 10] {
    [
        line.seq.to_string(),
        line.at,
        line.kind.to_owned(),
        field(line.prompt),
        line.due,
        field(line.unit.unwrap_or_default()),
        field(&line.by.unwrap_or_default()),
        field(&line.people.join(", ")),
        field(&line.text),
        line.hash,
    ]
}

/// The answers, and the log, in words and local times.
fn workbook(log: &[PromptEntry], settings: &Settings) -> Result<Book, ExportError> {
    let words = Words::new();
    let words = SheetWords {
        words: &words,
        language: settings.language,
    };
    let headings = |columns: &[&str]| -> Vec<String> {
        columns.iter().map(|column| words.heading(column)).collect()
    };
    let moment = |at: At| local(settings.timezone, at);
    let mut book = Book::new();
    let mut sheet = book.sheet(&words.sheet("answers"), &headings(&ANSWERS))?;
    for answering in answerings(log) {
        sheet.row(&answer(&answering, settings, words))?;
    }
    sheet.end()?;
    let mut sheet = book.sheet(&words.sheet("prompts"), &headings(&logged(&COLUMNS)))?;
    for entry in log {
        let event = &entry.event;
        let people = event.people().into_iter().map(|id| name(settings, id));
        let people: Vec<String> = people.collect();
        let unit = event.unit.as_ref().map(|unit| called(settings, unit));
        sheet.row(&[
            entry.seq.into(),
            moment(entry.at),
            words.prompt_event(event.kind()).into(),
            prompt(settings, &event.prompt).into(),
            moment(event.at),
            Cell::of(unit),
            Cell::of(actor(settings, &entry.by)),
            people.join("、").into(),
            event.text().into(),
            entry.hash.to_string().into(),
        ])?;
    }
    sheet.end()?;
    Ok(book)
}

fn answer(answering: &Answering, settings: &Settings, words: SheetWords<'_>) -> [Cell; 14] {
    let moment = |at: At| local(settings.timezone, at);
    let optional = |at: Option<At>| at.map_or(Cell::Empty, moment);
    let unit = answering.unit.as_ref().map(|unit| called(settings, unit));
    let by = answering.answer.as_ref();
    let disputes = answering
        .disputes
        .iter()
        .map(|dispute| words.dispute(*dispute));
    let disputes: Vec<String> = disputes.collect();
    let remarks = answering.remarks.iter();
    let remarks: Vec<String> = remarks
        .map(|(item, said)| format!("{item}: {said}"))
        .collect();
    let problems = u32::try_from(answering.problems).unwrap_or(u32::MAX);
    [
        prompt(settings, &answering.prompt).into(),
        moment(answering.at),
        Cell::of(unit),
        optional(answering.asked),
        optional(answering.until),
        words.outcome(answering.outcome).into(),
        Cell::of(answering.said.map(|kind| words.prompt_event(kind))),
        Cell::of(by.and_then(|(by, _)| actor(settings, by))),
        optional(by.map(|(_, at)| *at)),
        problems.into(),
        remarks.join("\n").into(),
        disputes.join(", ").into(),
        answering.rounds.into(),
        moment(answering.to),
    ]
}

pub(super) fn prompt(settings: &Settings, id: &dutybell_core::ids::PromptId) -> String {
    let known = settings.prompt(id).and_then(|prompt| prompt.name.clone());
    known.unwrap_or_else(|| id.to_string())
}

pub(super) fn called(settings: &Settings, unit: &Target) -> String {
    match unit {
        Target::Person(person) => name(settings, person),
        Target::Role(role) => {
            let known = settings.role(role).map(|role| role.name.clone());
            known.unwrap_or_else(|| role.to_string())
        }
    }
}
