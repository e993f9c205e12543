//! The written report of a screening: drafted for those who see to it, asked for until somebody says that it
//! is made (`state::screening_report`).

use super::report_copies::{put, tell_given_up, tell_nobody, whole};
use super::{ReportWhy, leaders, log, private, renew};
use crate::codec;
use crate::decide::{Decision, Turn};
use crate::ids::{PersonId, PromptId};
use crate::limits::REPORTS_KEPT;
use crate::settings::{Prompt, PromptKind};
use crate::state::event::Actor;
use crate::state::figures::Mediations;
use crate::state::ledger::{self, LedgerEntry};
use crate::state::log::Log;
use crate::state::prompt::{Prompting, Round};
use crate::state::prompt_log::What;
use crate::state::prompt_title::RoundTitle;
use crate::state::screening_report::{Counted, Draft, ScreeningReport, screened};
use crate::state::selftest::Stands;
use crate::time::At;

/// Counting begins where a row is first known to have a report: where a row that is gone has ended, else now.
pub(super) fn plan(row: &Prompt, prompting: &mut Prompting, (now, begin): (At, Counted)) {
    for report in &mut prompting.reports {
        report.set_right(now);
    }
    if row.onward.is_none() {
        return;
    }
    prompting.counted.get_or_insert(begin);
    // A round that runs gets the report that the row has by now.
    let rounds = prompting.rounds.iter_mut();
    for round in rounds.filter(|round| round.told.is_none() && round.completed.is_none()) {
        if round.onward.is_none() && round.kind == PromptKind::Screening {
            round.onward.clone_from(&row.onward);
        }
    }
}

/// Where the reports of a row that is gone have ended: whatever replaces it begins there.
pub(super) fn ends(prompting: &Prompting) -> Option<Counted> {
    let waiting = prompting.reports.iter();
    let waiting = waiting.filter(|report| report.reported.is_none());
    let waiting = waiting.map(|report| report.draft.from);
    waiting
        .chain(prompting.counted)
        .min_by_key(|counted| counted.seq)
}

/// Nobody is asked for a report any more.
pub(super) fn give_up(decision: &mut Decision, id: &PromptId, report: &ScreeningReport) {
    if report.reported.is_some() {
        return;
    }
    strip(decision, report);
    let at = report.title.at;
    log(decision, (id, at), None, Actor::Bot, What::ReportGivenUp);
}

/// A report of a round that has yet to come is none, whoever says that it was made.
pub(super) fn withdraw(decision: &mut Decision, id: &PromptId, report: &ScreeningReport) {
    if report.reported.is_none() {
        strip(decision, report);
    }
    let at = report.title.at;
    log(decision, (id, at), None, Actor::Bot, What::ReportWithdrawn);
}

/// Its buttons go.
fn strip(decision: &mut Decision, report: &ScreeningReport) {
    for copy in report.copies.iter().filter(|copy| !copy.superseded) {
        if let Stands::At(message) = copy.stands {
            renew(decision, (copy.chat, message), None);
        }
    }
}

/// Reports whose time has come are drafted. What ends now is drafted before it does.
pub(super) fn draft_due(
    turn: &mut Turn<'_>,
    row: &Prompt,
    prompting: &mut Prompting,
    ending: &[At],
) {
    let now = turn.now;
    let wanted = prompting.rounds.iter().filter(|round| {
        let due = prompting.draft_due(round);
        due.is_some_and(|due| due <= now || ending.contains(&round.at))
    });
    let wanted: Vec<Round> = wanted.cloned().collect();
    for round in wanted {
        draft(turn, row, prompting, &round);
    }
}

fn draft(turn: &mut Turn<'_>, row: &Prompt, prompting: &mut Prompting, round: &Round) {
    let Some(onward) = &round.onward else { return };
    let draft = says(turn, prompting, round);
    if let Some(round) = prompting.round_mut(round.at) {
        round.drafted = true;
    }
    let again = prompting.report(round.at).is_some();
    match prompting.report_mut(round.at) {
        Some(report) => report.draft = draft,
        None => {
            let limit = round.until.plus(onward.within);
            let title = RoundTitle::of(round);
            let report = ScreeningReport::begin(title, onward.to.clone(), limit, draft);
            prompting.reports.push(report);
            drop_oldest(turn, row, prompting);
        }
    }
    if let Some(report) = prompting.report_mut(round.at) {
        hand_out(turn, row, report, again);
    }
}

/// What the report of a round says by now. One that is made anew counts on, as long as no later one has begun.
fn says(turn: &Turn<'_>, prompting: &mut Prompting, round: &Round) -> Draft {
    let before = prompting.report(round.at).map(|report| &report.draft);
    let later = prompting.rounds.iter().any(|later| later.at > round.at);
    match before {
        // What came since belongs to a later round, or is counted by its report already.
        Some(before) if later || prompting.counted != Some(before.until) => Draft {
            made: turn.now,
            units: screened(round),
            ..before.clone()
        },
        before => {
            let begun = before.map(|before| (before.from, before.skipped));
            let (from, skipped) = begun.unwrap_or_else(|| first(prompting, round));
            let counted = count(turn, round, from, skipped);
            prompting.counted = Some(counted.until);
            counted
        }
    }
}

/// A draft goes to those who see to it.
fn hand_out(turn: &mut Turn<'_>, row: &Prompt, report: &mut ScreeningReport, again: bool) {
    let why = if again {
        ReportWhy::Redrafted
    } else {
        ReportWhy::Drafted
    };
    // What is late already is told so, with the buttons, in the same turn.
    let why = (report.late_due() > turn.now).then_some(why);
    let mut to = leaders(&turn.world, row, turn.now);
    to.retain(|person| private(&turn.world, person).is_some());
    for person in &to {
        whole(turn, &row.id, report, person, why);
    }
    if to.is_empty() {
        tell_nobody(turn, row, report);
    }
    let what = What::ReportDrafted {
        to,
        office: report.to.clone(),
        limit: report.limit,
        after: report.draft.from.seq,
        until: report.draft.until.seq,
        again,
    };
    let of = (&row.id, report.title.at);
    log(&mut turn.decision, of, None, Actor::Bot, what);
}

/// Where the first draft of a report begins, and how many rounds before it were not asked.
fn first(prompting: &mut Prompting, round: &Round) -> (Counted, u32) {
    let begin = Counted {
        at: round.at,
        seq: 0,
    };
    let (before, later): (Vec<_>, Vec<_>) = std::mem::take(&mut prompting.skipped)
        .into_iter()
        .partition(|(at, _)| *at < round.at);
    prompting.skipped = later;
    let skipped = before.iter().map(|(_, rounds)| *rounds);
    let skipped = skipped.fold(0, u32::saturating_add);
    (prompting.counted.unwrap_or(begin), skipped)
}

/// What the report says.
fn count(turn: &Turn<'_>, round: &Round, from: Counted, skipped: u32) -> Draft {
    let (world, now) = (turn.world, turn.now);
    let seq = world.desk.log_end(Log::Ledger).seq;
    let entries = world.archive.logged(Log::Ledger, from.seq + 1..u32::MAX);
    let entries = entries.iter().map(|bytes| codec::decode(bytes).ok());
    let entries: Option<Vec<LedgerEntry>> = entries.collect();
    // What can't be read is left to a later report.
    let seq = if entries.is_some() { seq } else { from.seq };
    let closed = entries.iter().flatten().filter_map(|entry| {
        let dispute = world.desk.disputes.get(&entry.event.dispute?)?;
        let closed =
            entry.event.what == ledger::What::Closed && dispute.closed_without_end(entry.at);
        closed.then_some(dispute.number)
    });
    let closed = closed.collect();
    let mediations = entries.map(|entries| {
        let all = |_: &LedgerEntry| true;
        Mediations::of(&entries, &world.desk.disputes, all)
    });
    let disputes = || world.desk.disputes.values();
    let open = || disputes().filter(|dispute| dispute.stage.is_pending());
    Draft {
        made: now,
        from,
        until: Counted { at: now, seq },
        units: screened(round),
        skipped,
        mediations,
        closed,
        pending: open().map(|dispute| dispute.number).collect(),
        overdue: open()
            .filter(|dispute| dispute.is_late(now))
            .map(|dispute| dispute.number)
            .collect(),
    }
}

/// Too many wait: the oldest is given up, which is told.
fn drop_oldest(turn: &mut Turn<'_>, row: &Prompt, prompting: &mut Prompting) {
    let waits = |report: &ScreeningReport| report.reported.is_none();
    while prompting
        .reports
        .iter()
        .filter(|report| waits(report))
        .count()
        > REPORTS_KEPT
    {
        let Some(oldest) = prompting.reports.iter().position(waits) else {
            return;
        };
        let oldest = prompting.reports.remove(oldest);
        give_up(&mut turn.decision, &row.id, &oldest);
        tell_given_up(turn, row, &oldest);
    }
}

/// Time passes: reminders, and that it is late.
pub(super) fn follow(turn: &mut Turn<'_>, row: &Prompt, prompting: &mut Prompting) {
    let now = turn.now;
    let waiting = prompting.reports.iter_mut();
    for report in waiting.filter(|report| report.reported.is_none()) {
        let reminder = report.remind(now);
        let late = report.late_due();
        let (why, due) = match reminder {
            _ if late <= now => (ReportWhy::Late, late),
            Some(due) => (ReportWhy::Reminded, due),
            None => continue,
        };
        let was_due = due.long_before(now);
        let mut to = leaders(&turn.world, row, now);
        if why == ReportWhy::Late {
            report.told_late = Some(now);
            // Those who should have made it have not.
            let administrators = turn.world.settings.administrators();
            let others = administrators.map(|person| person.id.clone());
            let others: Vec<PersonId> = others.filter(|id| !to.contains(id)).collect();
            to.extend(others);
        }
        to.retain(|person| put(turn, &row.id, report, person, (why, was_due)));
        if to.is_empty() {
            tell_nobody(turn, row, report);
        }
        let what = match why {
            ReportWhy::Late => What::ReportLate { to, due: was_due },
            _ => What::ReportReminded { to, due: was_due },
        };
        let at = report.title.at;
        log(&mut turn.decision, (&row.id, at), None, Actor::Bot, what);
    }
}

/// What is made is forgotten a day later, once its round has ended.
pub(super) fn forget(prompting: &mut Prompting, now: At) {
    let Prompting {
        reports, rounds, ..
    } = prompting;
    reports.retain(|report| {
        let runs = rounds.iter().any(|round| round.at == report.title.at);
        report.reported.is_none() || report.due(runs).is_none_or(|due| due > now)
    });
}
