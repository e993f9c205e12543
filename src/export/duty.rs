//! The duty log, an entry a line, so that a clerk can make the list of attendance of it; in a workbook with
//! that list beside it.

use dutybell_core::ids::PersonId;
use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::attendance::{Tally, attendance};
use dutybell_core::state::duty_log::DutyEntry;
use dutybell_core::state::log::Logged as _;
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
    roster: &'a str,
    shift: String,
    check: Option<&'a str>,
    check_due: Option<String>,
    by: Option<String>,
    people: Vec<&'a str>,
    text: String,
    hash: String,
}

const COLUMNS: [&str; 11] = [
    "seq",
    "at",
    "kind",
    "roster",
    "shift",
    "check",
    "check_due",
    "by",
    "people",
    "text",
    "hash",
];

const ATTENDANCE: [&str; 11] = [
    "month",
    "person",
    "shifts_on_time",
    "shifts_late",
    "shifts_missed",
    "patrols_on_time",
    "patrols_late",
    "patrols_missed",
    "checks_on_time",
    "checks_late",
    "checks_missed",
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

#[derive(Serialize)]
struct Month {
    month: String,
    person: String,
    shifts_on_time: u32,
    shifts_late: u32,
    shifts_missed: u32,
    patrols_on_time: u32,
    patrols_late: u32,
    patrols_missed: u32,
    checks_on_time: u32,
    checks_late: u32,
    checks_missed: u32,
}

/// Writes what everybody did in each month, and returns how many lines that are; as a workbook with the log.
pub(crate) fn write_attendance(
    store: &dyn Reads,
    settings: &Settings,
    format: Format,
    mut out: &mut Out<'_>,
) -> Result<u64, ExportError> {
    let log = archive::entries(store)?;
    let months = attendance(&log, settings);
    let lines = months.iter().flat_map(|(month, people)| {
        let people = people.iter();
        people.map(|(person, counts)| Month {
            month: month.to_string(),
            person: match format {
                Format::Csv => field(person.as_str()),
                Format::Jsonl | Format::Xlsx => person.to_string(),
            },
            shifts_on_time: counts.shifts.on_time,
            shifts_late: counts.shifts.late,
            shifts_missed: counts.shifts.missed,
            patrols_on_time: counts.patrols.on_time,
            patrols_late: counts.patrols.late,
            patrols_missed: counts.patrols.missed,
            checks_on_time: counts.presence.on_time,
            checks_late: counts.presence.late,
            checks_missed: counts.presence.missed,
        })
    });
    let lines: Vec<Month> = lines.collect();
    match format {
        Format::Jsonl => {
            for line in &lines {
                serde_json::to_writer(&mut out, line)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => {
            // The headings are the names of the fields.
            let mut csv = csv::WriterBuilder::new()
                .has_headers(false)
                .from_writer(&mut out);
            csv.write_record(ATTENDANCE)?;
            for line in &lines {
                csv.serialize(line)?;
            }
            csv.flush()?;
        }
        Format::Xlsx => workbook(&log, settings)?.write(out)?,
    }
    Ok(lines.len() as u64)
}

fn line(entry: &DutyEntry) -> Line<'_> {
    let duty = &entry.event;
    let check = duty.check();
    Line {
        seq: entry.seq,
        at: entry.at.rfc3339(),
        kind: duty.kind(),
        roster: duty.roster.as_str(),
        shift: duty.shift.rfc3339(),
        check: check.map(|(row, _)| row.as_str()),
        check_due: check.map(|(_, at)| at.rfc3339()),
        by: entry.by.export(),
        people: duty.people().into_iter().map(PersonId::as_str).collect(),
        text: duty.text(),
        hash: entry.hash.to_string(),
    }
}

fn row(line: Line<'_>) -> [String; 11] {
    [
        line.seq.to_string(),
        line.at,
        line.kind.to_owned(),
        field(line.roster),
        line.shift,
        field(line.check.unwrap_or_default()),
        line.check_due.unwrap_or_default(),
        field(&line.by.unwrap_or_default()),
        field(&line.people.join(", ")),
        field(&line.text),
        line.hash,
    ]
}

/// The log in words and local times, and the attendance of each month.
fn workbook(log: &[DutyEntry], settings: &Settings) -> Result<Book, ExportError> {
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
    let mut sheet = book.sheet(&words.sheet("duty"), &headings(&logged(&COLUMNS)))?;
    for entry in log {
        let duty = &entry.event;
        let roster = settings.roster(&duty.roster);
        let roster = roster.map_or(duty.roster.as_str(), |roster| &roster.name);
        let check = duty.check();
        let row = check.map(|(row, _)| {
            let known = settings
                .presence_row(row)
                .and_then(|row| row.name.as_deref());
            known.unwrap_or(row.as_str())
        });
        let people = duty.people().into_iter().map(|id| name(settings, id));
        let people: Vec<String> = people.collect();
        sheet.row(&[
            entry.seq.into(),
            moment(entry.at),
            words.event(duty).into(),
            roster.into(),
            moment(duty.shift),
            Cell::of(row),
            check.map_or(Cell::Empty, |(_, at)| moment(at)),
            Cell::of(actor(settings, &entry.by)),
            people.join("、").into(),
            duty.text().into(),
            entry.hash.to_string().into(),
        ])?;
    }
    sheet.end()?;
    let mut sheet = book.sheet(&words.sheet("attendance"), &headings(&ATTENDANCE))?;
    for (month, people) in attendance(log, settings) {
        for (person, counts) in people {
            let tally = |tally: Tally| [tally.on_time, tally.late, tally.missed].map(Cell::from);
            let mut row = vec![
                Cell::from(month.to_string()),
                name(settings, &person).into(),
            ];
            for counted in [counts.shifts, counts.patrols, counts.presence] {
                row.extend(tally(counted));
            }
            sheet.row(&row)?;
        }
    }
    sheet.end()?;
    Ok(book)
}
