//! What is told of a dispute without being asked, in private and without names.

use crate::limits::LATE_AFTER;
use crate::outgoing::Message;
use crate::render::ledger::{called, limit, mediator, show, step_line};
use crate::render::{View, message};
use crate::state::ledger::{Dispute, Limit};
use crate::time::At;

/// It is his to mediate from now on.
pub(super) fn yours(view: &View<'_>, dispute: &Dispute) -> Message {
    let called = called(view, dispute);
    let mut lines = vec![view.say("dispute-yours", &[("what", (&called).into())])];
    lines.extend(limit(view, dispute));
    told(view, dispute, &lines)
}

/// The lines, and the way to the card.
fn told(view: &View<'_>, dispute: &Dispute, lines: &[String]) -> Message {
    let mut told = message(&lines.join("\n"));
    told.rows = vec![show(view, dispute.number)];
    told
}

/// Somebody else did something with it: the last step of its way, to whoever mediates.
pub(super) fn by_another(view: &View<'_>, dispute: &Dispute) -> Message {
    let called = called(view, dispute);
    let mut lines = vec![view.say("dispute-by-another", &[("what", (&called).into())])];
    lines.extend(dispute.way.last().map(|step| step_line(view, step)));
    told(view, dispute, &lines)
}

/// A limit is near.
pub(super) fn soon(
    view: &View<'_>,
    dispute: &Dispute,
    (limit, by): (Limit, At),
    due: Option<At>,
) -> Message {
    let called = called(view, dispute);
    let id = match limit {
        Limit::Mediation => "dispute-soon-mediation",
        Limit::Revisit => "dispute-soon-revisit",
        Limit::NextStep => "dispute-soon-next",
        Limit::Answer => "dispute-soon-answer",
        Limit::Closing => "dispute-soon-closing",
    };
    let time = view.time_in_year(by);
    let arguments = [("what", (&called).into()), ("time", (&time).into())];
    let mut lines = vec![view.say(id, &arguments)];
    lines.extend(view.late(due));
    let mut soon = told(view, dispute, &lines);
    // A personal reminder rings from one hour before the hour on (SPEC section 3, "Sound").
    soon.sound = by.since(view.now) <= crate::limits::REMINDER_RINGS;
    soon
}

/// A limit has passed.
pub(super) fn late(
    view: &View<'_>,
    dispute: &Dispute,
    (limit, by): (Limit, At),
    due: Option<At>,
) -> Message {
    let called = called(view, dispute);
    // What is told at the limit itself is not late by 0 s.
    let just_now = view.now.since(by) < LATE_AFTER;
    let id = match (limit, just_now) {
        (Limit::Mediation, true) => "dispute-now-mediation",
        (Limit::Mediation, false) => "dispute-late-mediation",
        (Limit::Revisit, true) => "dispute-now-revisit",
        (Limit::Revisit, false) => "dispute-late-revisit",
        (Limit::NextStep, true) => "dispute-now-next",
        (Limit::NextStep, false) => "dispute-late-next",
        (Limit::Answer, true) => "dispute-now-answer",
        (Limit::Answer, false) => "dispute-late-answer",
        (Limit::Closing, true) => "dispute-now-closing",
        (Limit::Closing, false) => "dispute-late-closing",
    };
    let (time, span) = (view.time_in_year(by), view.span(view.now.since(by)));
    let arguments = [
        ("what", (&called).into()),
        ("time", (&time).into()),
        ("span", (&span).into()),
    ];
    let mut lines = vec![view.say(id, &arguments), mediator(view, dispute)];
    lines.extend(view.late(due));
    let mut late = told(view, dispute, &lines);
    late.sound = true;
    late
}
