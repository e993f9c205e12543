//! `[[presence]]`: whoever is on duty is asked now and then whether he is in post.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};
use dutybell_core::ids::PresenceId;
use dutybell_core::settings::Presence;
use dutybell_core::state::schedule::holidays::Holidays;

use super::draft::Draft;
use super::names::Names;
use super::problem::{Findings, Flaw};
use super::tree::Table;
use super::{duration, duty, holidays, schedule};

/// So many times show how close a setting comes to itself: those of a week, asked every quarter of an hour.
const COMPARED: usize = 700;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let holidays = holidays::read(draft.root);
    for row in draft.root.rows("presence") {
        check_time(row, &holidays, findings);
    }
}

/// Nobody is asked while the check before is still open.
fn check_time(row: &Table, holidays: &Arc<Holidays>, findings: &mut Findings) {
    let schedule = schedule::of(row, holidays);
    let (Some(schedule), Some(within)) = (schedule, row.span("within")) else {
        return;
    };
    let times: Vec<NaiveDateTime> = schedule
        .after(DateTime::UNIX_EPOCH.naive_utc())
        .take(COMPARED)
        .collect();
    let gaps = times
        .windows(2)
        .filter_map(|pair| (pair[1] - pair[0]).to_std().ok());
    if let Some(gap) = gaps.min().filter(|gap| *gap < within) {
        let reason = format!(
            "after {} comes the next check, and this one is still open",
            duration::words(gap)
        );
        let mend = format!(
            "make `within` shorter, or let `{}` ask more seldom",
            schedule::key(row)
        );
        findings.add(row.place("within"), Flaw::new(reason, mend));
    }
}

pub(super) fn row(row: &Table, names: &Names<'_>, holidays: &Arc<Holidays>) -> Option<Presence> {
    Some(Presence {
        id: PresenceId::new(row.text("id")?),
        name: row.text("name").map(|name| name.trim().to_owned()),
        schedule: schedule::of(row, holidays)?,
        roster: row.text("roster")?.into(),
        within: row.span("within")?,
        escalate: duty::escalate(row, names),
    })
}
