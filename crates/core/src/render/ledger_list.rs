//! Lists of disputes, without names: what is late first. And who read what.

use crate::decide::ReadBy;
use crate::limits::{LIST_LINE_CHARS, LIST_LINES};
use crate::outgoing::{Button, Message};
use crate::parse::ledger::{Filter, LedgerPress};
use crate::render::buttons::rows;
use crate::render::compose::{plain, shorten, typed};
use crate::render::ledger::{called, dispute, filter, limit, press, stage};
use crate::render::{View, message};
use crate::state::event::Actor;
use crate::state::ledger::{Dispute, DisputeKind, Stage};
use crate::time::At;

/// Late disputes that are named where nobody asked; the list has all of them.
const LATE_SHOWN: usize = 10;

/// Buttons to single cards under a list; more would bury it.
const CARD_BUTTONS: usize = 9;

/// One page of a list.
pub(super) fn list(view: &View<'_>, all: &[Dispute], shows: Filter, page: u32) -> Message {
    let pages = all.len().div_ceil(LIST_LINES).max(1);
    let page = usize::try_from(page).unwrap_or(0).min(pages - 1);
    let shown = all.iter().skip(page * LIST_LINES).take(LIST_LINES);
    let what = filter(view, shows);
    let count = ("n", all.len().into());
    let mut lines = vec![view.say("dispute-list", &[("what", (&what).into()), count])];
    if all.is_empty() {
        lines.push(view.say("dispute-list-none", &[]));
    }
    if pages > 1 {
        let place = [("page", (page + 1).into()), ("pages", pages.into())];
        lines.push(view.say("incidents-page", &place));
    }
    lines.extend(shown.clone().map(|dispute| line(view, dispute)));
    let mut list = message(&lines.join("\n"));
    let cards = shown.take(CARD_BUTTONS).map(|it| Button {
        label: plain(&dispute(view, it.number)),
        data: press(LedgerPress::Show(it.number)).encode(),
    });
    list.rows = rows(cards.collect());
    let page = u32::try_from(page).unwrap_or(0);
    let to = |page| press(LedgerPress::List(shows, page));
    let mut turning = Vec::new();
    if page > 0 {
        turning.push(view.button("label-back", &to(page - 1)));
    }
    if (page as usize) + 1 < pages {
        turning.push(view.button("label-more", &to(page + 1)));
    }
    if !turning.is_empty() {
        list.rows.push(turning);
    }
    list.rows.extend(filters(view));
    list.rows.push(vec![
        view.button("label-dispute-new", &press(LedgerPress::New)),
    ]);
    list
}

fn line(view: &View<'_>, dispute: &Dispute) -> String {
    let late = dispute.is_late(view.now);
    let sign = if late { "⚠️ " } else { "" };
    let mut parts = vec![called(view, dispute), stage(view, dispute.stage)];
    // What broke out again stands where a new one does.
    if dispute.reopened > 0 && dispute.is_open() {
        let times = ("n", dispute.reopened.into());
        parts.push(view.say("dispute-reopened", &[times]));
    }
    parts.extend(limit(view, dispute));
    parts.push(view.person(&dispute.mediator));
    let line = format!("{sign}{}", parts.join(" · "));
    // Marks don't count, and a cut in the middle of one would leave it open.
    if plain(&line).chars().count() <= LIST_LINE_CHARS {
        line
    } else {
        typed(&shorten(&plain(&line), LIST_LINE_CHARS))
    }
}

/// Those whose limits have passed, to somebody who did not ask: the first of them, without names.
pub(super) fn late(view: &View<'_>, all: &[Dispute], due: Option<At>) -> Message {
    let mut lines = vec![view.say("dispute-late-all", &[("n", all.len().into())])];
    let shown = all.iter().take(LATE_SHOWN);
    lines.extend(shown.map(|dispute| line(view, dispute)));
    let more = all.len().saturating_sub(LATE_SHOWN);
    if more > 0 {
        lines.push(view.say("dispute-late-more", &[("n", more.into())]));
    }
    lines.extend(view.late(due));
    let mut late = message(&lines.join("\n"));
    late.rows = vec![vec![
        view.button("label-disputes", &press(LedgerPress::Open)),
    ]];
    late.sound = true;
    late
}

fn filters(view: &View<'_>) -> Vec<Vec<Button>> {
    let to = |label: &str, filter| view.button(label, &press(LedgerPress::List(filter, 0)));
    vec![
        vec![
            to("label-dispute-open", Filter::Open),
            to("label-dispute-mine", Filter::Mine),
            to("label-dispute-late", Filter::Late),
        ],
        vec![
            view.button("label-dispute-stages", &press(LedgerPress::Stages)),
            view.button("label-dispute-kinds", &press(LedgerPress::Kinds)),
            to("label-dispute-all", Filter::All),
        ],
    ]
}

/// By which stage?
pub(super) fn stages(view: &View<'_>) -> Message {
    let mut question = message(&view.say("dispute-by-stage", &[]));
    let stages = Stage::ALL.into_iter().map(Filter::Stage);
    question.rows = choices(view, stages.collect());
    question
}

/// By which kind?
pub(super) fn kinds(view: &View<'_>) -> Message {
    let mut question = message(&view.say("dispute-by-kind", &[]));
    let kinds = DisputeKind::ALL.into_iter().map(Filter::Kind);
    question.rows = choices(view, kinds.collect());
    question
}

fn choices(view: &View<'_>, filters: Vec<Filter>) -> Vec<Vec<Button>> {
    let button = |shows: Filter| Button {
        label: filter(view, shows),
        data: press(LedgerPress::List(shows, 0)).encode(),
    };
    let mut all = rows(filters.into_iter().map(button).collect());
    let open = press(LedgerPress::List(Filter::Open, 0));
    all.push(vec![view.button("label-dispute-open", &open)]);
    all
}

/// Who read what, the newest first.
pub(super) fn readings(view: &View<'_>, list: &[ReadBy], page: u32, more: bool) -> Message {
    let mut lines = vec![view.say("dispute-readings", &[])];
    if list.is_empty() {
        lines.push(view.say("dispute-readings-none", &[]));
    }
    lines.extend(list.iter().map(|read| {
        let time = view.time_in_year(read.at);
        // On the machine nobody says who he is.
        let who = (read.by != Actor::Bot).then(|| view.actor(&read.by));
        let what = view.say(&format!("dispute-read-{}", read.what.word()), &[]);
        let of = read.dispute.map(|number| dispute(view, number));
        let parts = [Some(time), who, of, Some(what)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }));
    let mut readings = message(&lines.join("\n"));
    let to = |page| press(LedgerPress::Readings(page));
    let mut turning = Vec::new();
    if page > 0 {
        turning.push(view.button("label-back", &to(page - 1)));
    }
    if more {
        turning.push(view.button("label-more", &to(page + 1)));
    }
    if !turning.is_empty() {
        readings.rows.push(turning);
    }
    readings
}
