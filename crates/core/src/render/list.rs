//! The open incidents, highest level first.

use crate::limits::{LIST_LINE_CHARS, LIST_LINES};
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::render::buttons::rows;
use crate::render::compose::{shorten, typed};
use crate::render::{View, message};
use crate::state::incident::{Incident, Phase};

/// Buttons to single cards under a list; more would bury it.
const CARD_BUTTONS: usize = 9;

/// Characters of a report in a line.
const TEXT_CHARS: usize = 24;

/// One page of the list.
pub(super) fn incidents(view: &View<'_>, list: &[Incident], page: u32) -> Message {
    if list.is_empty() {
        return message(&view.say("incidents-none", &[]));
    }
    let pages = list.len().div_ceil(LIST_LINES);
    let page = usize::try_from(page).unwrap_or(0).min(pages - 1);
    let shown = &list[page * LIST_LINES..list.len().min((page + 1) * LIST_LINES)];
    let mut lines = vec![view.say("incidents-head", &[("n", list.len().into())])];
    if pages > 1 {
        lines.push(view.say(
            "incidents-page",
            &[("page", (page + 1).into()), ("pages", pages.into())],
        ));
    }
    lines.extend(shown.iter().map(|incident| line(view, incident)));
    let mut answer = message(&lines.join("\n"));
    answer.rows = rows(
        shown
            .iter()
            .take(CARD_BUTTONS)
            .map(|incident| crate::outgoing::Button {
                label: view.say("label-number", &[("n", incident.number.0.into())]),
                data: Press::Show(incident.number).encode(),
            })
            .collect(),
    );
    let mut turning = Vec::new();
    let page = u32::try_from(page).unwrap_or(0);
    if page > 0 {
        turning.push(view.button("label-back", &Press::List(page - 1)));
    }
    if (page as usize) + 1 < pages {
        turning.push(view.button("label-more", &Press::List(page + 1)));
    }
    if !turning.is_empty() {
        answer.rows.push(turning);
    }
    answer
}

fn line(view: &View<'_>, incident: &Incident) -> String {
    let (sign, state) = match &incident.phase {
        Phase::Paging(_) => {
            let time = view.time(incident.reported_at);
            ("🔴", view.say("state-paging", &[("time", (&time).into())]))
        }
        Phase::Exhausted { .. } => ("⛔", view.say("state-exhausted", &[])),
        Phase::Acknowledged { by, at, .. } => {
            let (who, time) = (view.actor(by), view.time(*at));
            let state = view.say(
                "state-acknowledged",
                &[("who", (&who).into()), ("time", (&time).into())],
            );
            ("🟠", state)
        }
        Phase::Closed { .. } => ("🟢", String::new()),
    };
    let text = typed(&shorten(&one_line(&incident.text), TEXT_CHARS));
    let category = shorten(&view.category(incident.category.as_ref()), TEXT_CHARS);
    let text = if incident.text.is_empty() {
        view.say("file-only", &[])
    } else {
        text
    };
    let line = view.say(
        "incidents-line",
        &[
            ("sign", sign.into()),
            ("n", incident.number.0.into()),
            ("level", incident.severity.as_str().into()),
            ("category", (&category).into()),
            ("state", (&state).into()),
            ("text", (&text).into()),
        ],
    );
    let line = format!("{}{line}", view.drill(incident));
    // Marks don't count, and a cut in the middle of one would leave it open.
    if super::compose::plain(&line).chars().count() <= LIST_LINE_CHARS {
        line
    } else {
        typed(&shorten(&super::compose::plain(&line), LIST_LINE_CHARS))
    }
}
