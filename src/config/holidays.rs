//! `[[holidays]]`: days on which nobody works, and days worked in exchange for them.

use std::sync::Arc;

use chrono::NaiveDate;
use dutybell_core::state::schedule::holidays::{Holiday, Holidays};

use super::draft::Draft;
use super::duty::day;
use super::problem::{Findings, Flaw};
use super::tree::Table;

/// Days of one row: longer than any school's summer, so more is a slip in a year. Whoever looks for the next
/// working day goes through them.
const LONGEST: i64 = 120;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let holidays = read(draft.root);
    for row in draft.root.rows("holidays") {
        check_row(row, &holidays, findings);
    }
}

fn check_row(row: &Table, holidays: &Holidays, findings: &mut Findings) {
    let Some((from, to)) = span(row) else { return };
    if to < from {
        findings.add(
            row.place("to"),
            Flaw::new(
                format!("these days end on {to}, before they begin on {from}"),
                "write the first day into `from` and the last into `to`",
            ),
        );
        return;
    }
    let days = (to - from).num_days() + 1;
    if days > LONGEST {
        findings.add(
            row.place("to"),
            Flaw::new(
                format!("from {from} to {to} are {days} days"),
                format!("look at the years; a row has {LONGEST} days at most"),
            ),
        );
        return;
    }
    let off = Holidays(holidays.0.iter().filter(|row| !row.work).cloned().collect());
    let mut all = from.iter_days().take_while(|day| *day <= to);
    if row.flag("work") && all.all(|day| off.works(day)) {
        let (are, them) = match days {
            1 => (format!("{from} is a working day anyway"), "the day"),
            _ => (
                format!("{from} to {to} are working days anyway"),
                "the days",
            ),
        };
        let mend = format!(
            "with work = true stand the Saturdays and Sundays that are worked in exchange: check {them}, or take \
             the row out"
        );
        findings.add(row.place("from"), Flaw::new(are, mend));
    }
}

/// All rows whose days are good.
pub(super) fn read(root: &Table) -> Arc<Holidays> {
    Arc::new(Holidays(
        root.rows("holidays").filter_map(holiday).collect(),
    ))
}

fn holiday(row: &Table) -> Option<Holiday> {
    let (from, to) = span(row)?;
    Some(Holiday {
        name: row.text("name")?.trim().to_owned(),
        from,
        to,
        work: row.flag("work"),
    })
}

/// One day, where `to` is left out.
fn span(row: &Table) -> Option<(NaiveDate, NaiveDate)> {
    let from = day(row, "from")?;
    let to = if row.has("to") { day(row, "to")? } else { from };
    Some((from, to))
}
