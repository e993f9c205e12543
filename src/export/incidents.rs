//! Incidents as SPEC section 6 has them.

use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::event::Actor;
use dutybell_core::state::incident::{Incident, Phase};
use dutybell_core::state::record::Entry;
use dutybell_core::store::Reads;
use dutybell_core::time::At;
use serde::Serialize;

use super::workbook::{Book, Cell};
use super::{Format, Out, actor, field, local};
use crate::archive;
use crate::cli::export::ExportError;

#[derive(Serialize)]
struct Line<'a> {
    number: u64,
    state: &'static str,
    severity: &'a str,
    category: Option<&'a str>,
    text: &'a str,
    drill: bool,
    reporter: Option<&'a str>,
    reporter_telegram: i64,
    chat_telegram: i64,
    reported_at: String,
    acknowledged_by: Option<String>,
    acknowledged_at: Option<String>,
    closed_by: Option<String>,
    closed_at: Option<String>,
    timeline: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    at: String,
    kind: &'static str,
    by: Option<String>,
    text: String,
    hash: String,
}

/// Writes every incident and returns how many there are.
pub(crate) fn write(
    store: &dyn Reads,
    settings: &Settings,
    format: Format,
    mut out: &mut Out<'_>,
) -> Result<u64, ExportError> {
    let mut count = 0;
    // While the bot runs, more may come.
    let last = archive::last_number(store)?;
    match format {
        Format::Jsonl => archive::visit_until(store, last, |incident, entries| {
            count += 1;
            serde_json::to_writer(&mut out, &line(incident, entries))?;
            out.write_all(b"\n")?;
            Ok::<_, ExportError>(())
        })?,
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(COLUMNS)?;
            archive::visit_until(store, last, |incident, entries| {
                count += 1;
                csv.write_record(row(line(incident, entries))?)?;
                Ok::<_, ExportError>(())
            })?;
            csv.flush()?;
        }
        Format::Xlsx => {
            let book = workbook(store, settings, last, &mut count)?;
            book.write(out)?;
        }
    }
    Ok(count)
}

/// The incidents, and beside them the entries of all records: a cell can't hold a long one.
fn workbook(
    store: &dyn Reads,
    settings: &Settings,
    last: u64,
    count: &mut u64,
) -> Result<Book, ExportError> {
    let words = Words::new();
    let words = SheetWords {
        words: &words,
        language: settings.language,
    };
    let headings = |columns: &[&str]| -> Vec<String> {
        columns.iter().map(|column| words.heading(column)).collect()
    };
    let mut book = Book::new();
    let columns = &COLUMNS[..COLUMNS.len() - 1];
    let mut sheet = book.sheet(&words.sheet("incidents"), &headings(columns))?;
    archive::visit_until(store, last, |incident, _| {
        *count += 1;
        sheet.row(&cells(incident, settings, &words))?;
        Ok::<_, ExportError>(())
    })?;
    sheet.end()?;
    let mut sheet = book.sheet(&words.sheet("timeline"), &headings(&TIMELINE))?;
    archive::visit_until(store, last, |incident, entries| {
        for entry in entries {
            sheet.row(&[
                number(incident),
                local(settings.timezone, entry.at),
                words.incident_event(&entry.event).into(),
                Cell::of(actor(settings, &entry.by)),
                entry.event.text().into(),
                entry.hash.to_string().into(),
            ])?;
        }
        Ok::<_, ExportError>(())
    })?;
    sheet.end()?;
    Ok(book)
}

fn cells(incident: &Incident, settings: &Settings, words: &SheetWords<'_>) -> Vec<Cell> {
    let told = line(incident, &[]);
    let moment = |at: At| local(settings.timezone, at);
    let by = |by: &Actor| actor(settings, by);
    let category = incident.category.as_ref().map(|id| {
        let known = settings.category(id);
        known.map_or(id.as_str(), |category| &category.name)
    });
    let (acknowledged, closed) = ends(incident);
    vec![
        number(incident),
        words.state(told.state).into(),
        told.severity.into(),
        Cell::of(category),
        told.text.into(),
        Cell::Flag(told.drill),
        Cell::of(actor(settings, &incident.reporter)),
        Cell::Number(told.reporter_telegram),
        Cell::Number(told.chat_telegram),
        moment(incident.reported_at),
        Cell::of(acknowledged.and_then(|(actor, _)| by(actor))),
        acknowledged.map_or(Cell::Empty, |(_, at)| moment(at)),
        Cell::of(closed.and_then(|(actor, _)| by(actor))),
        closed.map_or(Cell::Empty, |(_, at)| moment(at)),
    ]
}

fn number(incident: &Incident) -> Cell {
    Cell::Number(i64::try_from(incident.number.0).unwrap_or(i64::MAX))
}

/// By whom something was done, and when.
type Done<'a> = (&'a Actor, At);

/// Who has it, and who ended it, and since when.
fn ends(incident: &Incident) -> (Option<Done<'_>>, Option<Done<'_>>) {
    // Where paging began anew nobody has it, whoever had it before.
    let held = incident.acknowledged.as_ref();
    let held = held.filter(|_| !incident.is_open());
    let closed = match &incident.phase {
        Phase::Closed { by, at, .. } => Some((by, *at)),
        _ => None,
    };
    (held.map(|(by, at)| (by, *at)), closed)
}

fn line<'a>(incident: &'a Incident, entries: &[Entry]) -> Line<'a> {
    let (held, closed) = ends(incident);
    Line {
        number: incident.number.0,
        state: incident.state_word(),
        severity: incident.severity.as_str(),
        category: incident.category.as_ref().map(|id| id.as_str()),
        text: &incident.text,
        drill: incident.drill,
        reporter: incident.reporter.person().map(|id| id.as_str()),
        reporter_telegram: incident.reporter_telegram.0,
        chat_telegram: incident.chat.0,
        reported_at: incident.reported_at.rfc3339(),
        acknowledged_by: held.and_then(|(by, _)| by.export()),
        acknowledged_at: held.map(|(_, at)| at.rfc3339()),
        closed_by: closed.and_then(|(by, _)| by.export()),
        closed_at: closed.map(|(_, at)| at.rfc3339()),
        timeline: entries
            .iter()
            .map(|entry| Item {
                at: entry.at.rfc3339(),
                kind: entry.event.kind(),
                by: entry.by.export(),
                text: entry.event.text(),
                hash: entry.hash.to_string(),
            })
            .collect(),
    }
}

/// Columns of the entries of all records, in a workbook.
const TIMELINE: [&str; 6] = ["number", "at", "kind", "by", "record", "hash"];

const COLUMNS: [&str; 15] = [
    "number",
    "state",
    "severity",
    "category",
    "text",
    "drill",
    "reporter",
    "reporter_telegram",
    "chat_telegram",
    "reported_at",
    "acknowledged_by",
    "acknowledged_at",
    "closed_by",
    "closed_at",
    "timeline",
];

fn row(line: Line<'_>) -> Result<[String; 15], ExportError> {
    let timeline = serde_json::to_string(&line.timeline)?;
    Ok([
        line.number.to_string(),
        line.state.to_owned(),
        field(line.severity),
        field(line.category.unwrap_or_default()),
        field(line.text),
        line.drill.to_string(),
        field(line.reporter.unwrap_or_default()),
        line.reporter_telegram.to_string(),
        line.chat_telegram.to_string(),
        line.reported_at,
        line.acknowledged_by.unwrap_or_default(),
        line.acknowledged_at.unwrap_or_default(),
        line.closed_by.unwrap_or_default(),
        line.closed_at.unwrap_or_default(),
        timeline,
    ])
}
