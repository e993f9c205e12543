//! How a round ends: in its time, or before it, since its row is gone or since a clock far ahead had asked it.
//!
//! What goes with its row is told: nobody leaves the count in silence.

use super::hearers::group_and_administrators;
use super::{PromptSaid, RoundTitle, log, renew, report, say_in};
use crate::decide::Decision;
use crate::ids::PromptId;
use crate::limits::PROMPT_KEPT;
use crate::outgoing::Subject;
use crate::settings::{Settings, Target};
use crate::state::desk::Desk;
use crate::state::event::Actor;
use crate::state::prompt::{Prompting, Round};
use crate::state::prompt_log::What;
use crate::state::screening_report::ScreeningReport;
use crate::state::selftest::Stands;

/// A round ends, and says who has not answered: its buttons go.
pub(super) fn end(decision: &mut Decision, id: &PromptId, round: &Round) {
    strip_open(decision, round);
    let missing = missing(round);
    if !missing.is_empty() {
        let what = What::Ended { missing };
        log(decision, (id, round.at), None, Actor::Bot, what);
    }
}

fn missing(round: &Round) -> Vec<Target> {
    round.missing().map(|(_, unit)| unit.who.clone()).collect()
}

fn strip_open(decision: &mut Decision, round: &Round) {
    for copy in &round.copies {
        let answered = copy.question.as_ref().is_some_and(|(unit, _)| {
            let unit = round.unit(*unit);
            unit.is_some_and(|unit| unit.answer.is_some())
        });
        if let (Stands::At(message), false) = (copy.stands, answered) {
            renew(decision, (copy.chat, message), None);
        }
    }
}

/// A row is gone from the configuration: everything that it had under way ends.
pub(super) fn end_all(
    decision: &mut Decision,
    (settings, desk): (&Settings, &Desk),
    id: &PromptId,
    prompting: &Prompting,
) {
    let chats = group_and_administrators(settings, desk, prompting.report_to.as_ref());
    let rounds = prompting.rounds.iter();
    let rounds = rounds.filter_map(|round| end_round(decision, id, round, prompting));
    let mut said: Vec<PromptSaid> = rounds.collect();
    let waiting = prompting.reports.iter();
    for report in waiting.filter(|report| report.reported.is_none()) {
        report::give_up(decision, id, report);
        said.push(given_up(id, report));
    }
    for said in said {
        for chat in &chats {
            let said = said.clone();
            say_in(decision, *chat, said, Subject::Other, PROMPT_KEPT);
        }
    }
}

/// A round ends before its time, since its row is gone or since a clock far ahead had asked it: nobody owes an
/// answer.
pub(super) fn withdraw(decision: &mut Decision, id: &PromptId, round: &Round, untrue: bool) {
    strip_open(decision, round);
    let missing = missing(round);
    if !missing.is_empty() {
        let what = What::Withdrawn { missing, untrue };
        log(decision, (id, round.at), None, Actor::Bot, what);
    }
}

fn end_round(
    decision: &mut Decision,
    id: &PromptId,
    round: &Round,
    prompting: &Prompting,
) -> Option<PromptSaid> {
    withdraw(decision, id, round, false);
    let undrafted = !round.drafted && prompting.report(round.at).is_none();
    let onward = round.onward.as_ref().filter(|_| undrafted);
    let missing = missing(round);
    if missing.is_empty() && onward.is_none() {
        return None;
    }
    Some(PromptSaid::Withdrawn {
        row: id.clone(),
        title: RoundTitle::of(round),
        missing,
        report: onward.map(|onward| onward.to.clone()),
    })
}

fn given_up(id: &PromptId, report: &ScreeningReport) -> PromptSaid {
    PromptSaid::ReportGivenUp {
        title: report.title.clone(),
        to: report.to.clone(),
        limit: report.limit,
        gone: Some(id.clone()),
    }
}
