//! Incidents as SPEC section 6 has them.

use std::io::Write;

use dutybell_core::state::event::Actor;
use dutybell_core::state::incident::{Incident, Phase};
use dutybell_core::state::record::Entry;
use dutybell_core::store::Store;
use dutybell_core::time::At;
use serde::Serialize;

use super::Format;
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
    store: &dyn Store,
    format: Format,
    out: &mut dyn Write,
) -> Result<u64, ExportError> {
    let mut count = 0;
    match format {
        Format::Jsonl => archive::visit(store, |incident, entries| {
            count += 1;
            serde_json::to_writer(&mut *out, &line(incident, entries))?;
            out.write_all(b"\n")?;
            Ok::<_, ExportError>(())
        })?,
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(COLUMNS)?;
            archive::visit(store, |incident, entries| {
                count += 1;
                csv.write_record(row(line(incident, entries))?)?;
                Ok::<_, ExportError>(())
            })?;
            csv.flush()?;
        }
    }
    Ok(count)
}

fn line<'a>(incident: &'a Incident, entries: &[Entry]) -> Line<'a> {
    // Where paging began anew nobody has it, whoever had it before.
    let held = incident
        .acknowledged
        .as_ref()
        .filter(|_| !incident.is_open());
    let (closed_by, closed_at) = match &incident.phase {
        Phase::Closed { by, at, .. } => (Some(by), Some(*at)),
        _ => (None, None),
    };
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
        closed_by: closed_by.and_then(Actor::export),
        closed_at: closed_at.map(At::rfc3339),
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
        cell(line.severity),
        cell(line.category.unwrap_or_default()),
        cell(line.text),
        line.drill.to_string(),
        cell(line.reporter.unwrap_or_default()),
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

/// A spreadsheet runs what begins like a formula; an apostrophe in front makes it text.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
