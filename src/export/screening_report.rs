//! The workbook of a written report: its figures, each kind, each dispute and who screened. No name of a party
//! is in it, and everything that it says came with the message.

use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::ledger::DisputeKind;
use dutybell_core::state::prompt_answers::Outcome;
use dutybell_core::state::screening_report::{Course, Draft, ReportBook};
use dutybell_core::time::At;

use super::prompts::{called, prompt};
use super::workbook::{Book, Cell};
use super::{Out, local, name};
use crate::cli::export::ExportError;

/// What is counted, in the order of the columns.
const COUNTED: [&str; 10] = [
    "registered",
    "reopened",
    "agreed",
    "broken",
    "failed",
    "transferred",
    "closed_failed",
    "revisited",
    "pending",
    "overdue",
];

const DISPUTE: [&str; 5] = ["number", "about", "place", "mediator", "registered_at"];

const UNITS: [&str; 3] = ["unit", "outcome", "disputes_registered"];

/// Writes the workbook.
pub(crate) fn write(
    report: &ReportBook,
    settings: &Settings,
    out: &mut Out<'_>,
) -> Result<(), ExportError> {
    let words = Words::new();
    let words = SheetWords {
        words: &words,
        language: settings.language,
    };
    let mut book = Book::new();
    summary(&mut book, report, settings, words)?;
    let kind_of = |number| {
        let mut known = report.disputes.iter();
        let dispute = known.find(|dispute| dispute.number == number);
        dispute.map(|dispute| dispute.kind)
    };
    let (all, kinds) = report.draft.courses(kind_of);
    let headings: Vec<String> = headings(words, &["about"], &COUNTED);
    let mut sheet = book.sheet(&words.sheet("kinds"), &headings)?;
    for kind in DisputeKind::ALL {
        let course = kinds.get(&kind).copied().unwrap_or_default();
        sheet.row(&row(words.dispute_kind(kind).into(), &report.draft, course))?;
    }
    sheet.row(&row(words.heading("total").into(), &report.draft, all))?;
    sheet.end()?;
    disputes(&mut book, report, settings, words)?;
    let headings = self::headings(words, &UNITS, &[]);
    let mut sheet = book.sheet(&words.sheet("screened"), &headings)?;
    for unit in &report.draft.units {
        let outcome = match unit.late {
            Some(false) => Outcome::InTime,
            Some(true) => Outcome::Late,
            None => Outcome::Missing,
        };
        sheet.row(&[
            called(settings, &unit.who).into(),
            words.outcome(outcome).into(),
            number(unit.disputes),
        ])?;
    }
    sheet.end()?;
    book.write(out)?;
    Ok(())
}

/// What stands first: a line each.
fn summary(
    book: &mut Book,
    report: &ReportBook,
    settings: &Settings,
    words: SheetWords<'_>,
) -> Result<(), ExportError> {
    let draft = &report.draft;
    let moment = |at: At| local(settings.timezone, at);
    let (screened, asked) = draft.screened();
    let headings = headings(words, &["item", "value"], &[]);
    let mut sheet = book.sheet(&words.sheet("report"), &headings)?;
    let lines = [
        ("prompt", prompt(settings, &report.prompt).into()),
        ("screening_due", moment(report.at)),
        ("report_to", report.to.as_str().into()),
        ("report_limit", moment(report.limit)),
        ("counted_from", moment(draft.from.at)),
        ("counted_until", moment(draft.until.at)),
        ("units_asked", number(asked)),
        ("units_screened", number(screened)),
        ("units_in_time", number(draft.in_time())),
        ("rounds_not_asked", draft.skipped.into()),
    ];
    for (heading, value) in lines {
        sheet.row(&[words.heading(heading).into(), value])?;
    }
    if draft.mediations.is_none() {
        let unread = words.heading("ledger_unread");
        sheet.row(&[unread.into(), Cell::Empty])?;
    }
    sheet.end()?;
    Ok(())
}

fn disputes(
    book: &mut Book,
    report: &ReportBook,
    settings: &Settings,
    words: SheetWords<'_>,
) -> Result<(), ExportError> {
    let headings = headings(words, &DISPUTE, &COUNTED);
    let mut sheet = book.sheet(&words.sheet("disputes"), &headings)?;
    for dispute in &report.disputes {
        let number = i64::try_from(dispute.number.0).unwrap_or(i64::MAX);
        let mut cells = vec![
            Cell::Number(number),
            words.dispute_kind(dispute.kind).into(),
            words.place(dispute.place.as_deref()).into(),
            name(settings, &dispute.mediator).into(),
            local(settings.timezone, dispute.registered_at),
        ];
        let course = report.draft.course(dispute.number);
        cells.extend(counts(&report.draft, course));
        sheet.row(&cells)?;
    }
    sheet.end()?;
    Ok(())
}

fn headings(words: SheetWords<'_>, first: &[&str], more: &[&str]) -> Vec<String> {
    let columns = first.iter().chain(more);
    columns.map(|column| words.heading(column)).collect()
}

fn row(first: Cell, draft: &Draft, course: Course) -> Vec<Cell> {
    let first = std::iter::once(first);
    first.chain(counts(draft, course)).collect()
}

/// What the ledger's log tells stays empty where that can't be read.
fn counts(draft: &Draft, course: Course) -> [Cell; 10] {
    let is_read = draft.mediations.is_some();
    let told = |count: u32| {
        if is_read {
            Cell::from(count)
        } else {
            Cell::Empty
        }
    };
    [
        told(course.registered),
        told(course.reopened),
        told(course.agreed),
        told(course.broken),
        told(course.failed),
        told(course.transferred),
        told(course.closed),
        told(course.revisited),
        course.pending.into(),
        course.overdue.into(),
    ]
}

fn number(count: usize) -> Cell {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
