//! The dispute ledger, a dispute a line, with its record, and without any name of a party or typed word: those are
//! for private chats alone.

use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::ledger::{Dispute, LedgerEntry, Stage, What};
use dutybell_core::state::log::Logged as _;
use dutybell_core::store::Reads;
use dutybell_core::time::At;
use serde::Serialize;

use super::workbook::{Book, Cell};
use super::{Format, Out, actor, field, local, name};
use crate::archive;
use crate::cli::export::ExportError;

#[derive(Serialize)]
struct Line<'a> {
    number: u64,
    state: &'static str,
    kind: &'static str,
    place: Option<&'a str>,
    mediator: &'a str,
    registered_at: String,
    registered_by: Option<String>,
    mediate_by: String,
    agreed_at: Option<String>,
    failed_at: Option<String>,
    revisited_at: Option<String>,
    revisit_by: Option<String>,
    reopened: u32,
    body: Option<&'a str>,
    offered_at: Option<String>,
    answered_at: Option<String>,
    accepted: Option<bool>,
    transfers_offered: u32,
    transfers_accepted: u32,
    transfers_refused: u32,
    incidents: Vec<u64>,
    over_at: Option<String>,
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

const COLUMNS: [&str; 23] = [
    "number",
    "state",
    "kind",
    "place",
    "mediator",
    "registered_at",
    "registered_by",
    "mediate_by",
    "agreed_at",
    "failed_at",
    "revisited_at",
    "revisit_by",
    "reopened",
    "body",
    "offered_at",
    "answered_at",
    "accepted",
    "transfers_offered",
    "transfers_accepted",
    "transfers_refused",
    "incidents",
    "over_at",
    "timeline",
];

/// Columns of the entries of all records, in a workbook.
const TIMELINE: [&str; 6] = ["number", "at", "kind", "by", "record", "hash"];

/// Writes every dispute and returns how many there are.
pub(crate) fn write(
    store: &dyn Reads,
    settings: &Settings,
    format: Format,
    mut out: &mut Out<'_>,
) -> Result<u64, ExportError> {
    let (disputes, log) = archive::disputes(store)?;
    match format {
        Format::Jsonl => {
            for dispute in &disputes {
                serde_json::to_writer(&mut out, &line(dispute, &log))?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(COLUMNS)?;
            for dispute in &disputes {
                csv.write_record(row(line(dispute, &log))?)?;
            }
            csv.flush()?;
        }
        Format::Xlsx => workbook(&disputes, &log, settings)?.write(out)?,
    }
    Ok(disputes.len() as u64)
}

/// The disputes, and beside them the entries of all records.
fn workbook(
    disputes: &[Dispute],
    log: &[LedgerEntry],
    settings: &Settings,
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
    // Of a dispute the kind is what it is about, of an entry what happened; who answered is a body, and no unit.
    let columns = COLUMNS[..COLUMNS.len() - 1].iter();
    let columns = columns.map(|column| match *column {
        "kind" => "about",
        "answered_at" => "body_answered_at",
        column => column,
    });
    let columns: Vec<&str> = columns.collect();
    let mut sheet = book.sheet(&words.sheet("disputes"), &headings(&columns))?;
    for dispute in disputes {
        sheet.row(&cells(dispute, settings, &words))?;
    }
    sheet.end()?;
    let mut sheet = book.sheet(&words.sheet("ledger_log"), &headings(&TIMELINE))?;
    for entry in log {
        let Some(number) = entry.event.dispute else {
            continue;
        };
        sheet.row(&[
            count(number.0),
            local(settings.timezone, entry.at),
            words.ledger_event(entry.event.kind()).into(),
            Cell::of(actor(settings, &entry.by)),
            entry.event.text().into(),
            entry.hash.to_string().into(),
        ])?;
    }
    sheet.end()?;
    Ok(book)
}

fn cells(dispute: &Dispute, settings: &Settings, words: &SheetWords<'_>) -> Vec<Cell> {
    let moment = |at: At| local(settings.timezone, at);
    let may = |at: Option<At>| at.map_or(Cell::Empty, moment);
    let transfer = dispute.transfers.last();
    let answered = transfer.and_then(|transfer| transfer.answered);
    let offers = Offers::of(dispute);
    let incidents = dispute.incidents.iter().map(|number| format!("#{number}"));
    let incidents: Vec<String> = incidents.collect();
    vec![
        count(dispute.number.0),
        words.stage_of(dispute).into(),
        words.dispute_kind(dispute.kind).into(),
        words.place(dispute.place.as_deref()).into(),
        name(settings, &dispute.mediator).into(),
        moment(dispute.registered_at),
        Cell::of(actor(settings, &dispute.registered_by)),
        moment(dispute.mediate_by),
        may(dispute.agreed_at),
        may(last(dispute, has_failed)),
        may(last(dispute, is_visited)),
        may(dispute.revisit_by),
        dispute.reopened.into(),
        Cell::of(transfer.map(|transfer| transfer.body.as_str())),
        may(transfer.map(|transfer| transfer.offered)),
        may(answered.map(|(at, _)| at)),
        answered.map_or(Cell::Empty, |(_, accepted)| Cell::Flag(accepted)),
        offers.offered.into(),
        offers.accepted.into(),
        offers.refused.into(),
        incidents.join(" ").into(),
        may(dispute.over_since),
    ]
}

/// How often bodies were asked to take a dispute, and what they answered; one that has not is in neither.
#[derive(Default)]
struct Offers {
    offered: u32,
    accepted: u32,
    refused: u32,
}

impl Offers {
    fn of(dispute: &Dispute) -> Self {
        let mut offers = Self::default();
        for transfer in &dispute.transfers {
            offers.offered += 1;
            match transfer.answered {
                Some((_, true)) => offers.accepted += 1,
                Some((_, false)) => offers.refused += 1,
                None => {}
            }
        }
        offers
    }
}

/// When such a step was made last.
fn last(dispute: &Dispute, is_such: fn(&What) -> bool) -> Option<At> {
    let step = dispute.way.iter().rfind(|step| is_such(&step.what));
    step.map(|step| step.at)
}

fn has_failed(what: &What) -> bool {
    matches!(what, What::Failed)
}

fn is_visited(what: &What) -> bool {
    matches!(what, What::Revisited { .. })
}

fn count(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn line<'a>(dispute: &'a Dispute, log: &[LedgerEntry]) -> Line<'a> {
    let transfer = dispute.transfers.last();
    let answered = transfer.and_then(|transfer| transfer.answered);
    let offers = Offers::of(dispute);
    let entries = log.iter();
    let entries = entries.filter(|entry| entry.event.dispute == Some(dispute.number));
    Line {
        number: dispute.number.0,
        state: Stage::word(dispute.stage),
        kind: dispute.kind.word(),
        place: dispute.place.as_deref(),
        mediator: dispute.mediator.as_str(),
        registered_at: dispute.registered_at.rfc3339(),
        registered_by: dispute.registered_by.export(),
        mediate_by: dispute.mediate_by.rfc3339(),
        agreed_at: dispute.agreed_at.map(At::rfc3339),
        failed_at: last(dispute, has_failed).map(At::rfc3339),
        revisited_at: last(dispute, is_visited).map(At::rfc3339),
        revisit_by: dispute.revisit_by.map(At::rfc3339),
        reopened: dispute.reopened,
        body: transfer.map(|transfer| transfer.body.as_str()),
        offered_at: transfer.map(|transfer| transfer.offered.rfc3339()),
        answered_at: answered.map(|(at, _)| at.rfc3339()),
        accepted: answered.map(|(_, accepted)| accepted),
        transfers_offered: offers.offered,
        transfers_accepted: offers.accepted,
        transfers_refused: offers.refused,
        incidents: dispute.incidents.iter().map(|number| number.0).collect(),
        over_at: dispute.over_since.map(At::rfc3339),
        timeline: entries
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

fn row(line: Line<'_>) -> Result<[String; 23], ExportError> {
    let timeline = serde_json::to_string(&line.timeline)?;
    let incidents: Vec<String> = line.incidents.iter().map(u64::to_string).collect();
    let accepted = line.accepted.map(|accepted| accepted.to_string());
    Ok([
        line.number.to_string(),
        line.state.to_owned(),
        line.kind.to_owned(),
        field(line.place.unwrap_or_default()),
        field(line.mediator),
        line.registered_at,
        field(&line.registered_by.unwrap_or_default()),
        line.mediate_by,
        line.agreed_at.unwrap_or_default(),
        line.failed_at.unwrap_or_default(),
        line.revisited_at.unwrap_or_default(),
        line.revisit_by.unwrap_or_default(),
        line.reopened.to_string(),
        field(line.body.unwrap_or_default()),
        line.offered_at.unwrap_or_default(),
        line.answered_at.unwrap_or_default(),
        accepted.unwrap_or_default(),
        line.transfers_offered.to_string(),
        line.transfers_accepted.to_string(),
        line.transfers_refused.to_string(),
        incidents.join(" "),
        line.over_at.unwrap_or_default(),
        timeline,
    ])
}
