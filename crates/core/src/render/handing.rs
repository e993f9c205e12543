//! Handing on: the choice, the page to who is called, the line on the card.

use crate::ids::PersonId;
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::buttons::rows;
use crate::render::page::{self, Page};
use crate::render::{View, message, withdraw};
use crate::state::handing::Handing;
use crate::state::incident::{Incident, Phase};

/// Who shall take it over?
pub(super) fn choice(
    view: &View<'_>,
    incident: &Incident,
    to: &[PersonId],
    waits: bool,
) -> Message {
    let number = incident.number;
    let (Phase::Acknowledged { by, .. }, true) = (&incident.phase, waits) else {
        return message(&view.say("question-over", &[("n", number.0.into())]));
    };
    let head = view.say("handing-head", &[("n", number.0.into())]);
    let hint = view.say("handing-hint", &[("who", (&view.actor(by)).into())]);
    let mut choice = message(&format!("{}{head}\n{hint}", view.drill(incident)));
    let people = to
        .iter()
        .map(|id| view.person_button(id, &Press::HandTo(number, id.clone())));
    choice.rows = rows(people.collect());
    choice.rows.push(vec![
        view.button("label-hand-back", &Press::HandBack(number)),
    ]);
    choice
        .rows
        .push(vec![view.button("label-cancel", &Press::Drop(number))]);
    choice
}

/// Whether a choice still waits for an answer.
pub(super) fn waits(incident: &Incident, turn: u32, over: bool) -> bool {
    !over && incident.turn == turn && matches!(incident.phase, Phase::Acknowledged { .. })
}

/// The page to who is called.
pub(super) fn page(
    view: &View<'_>,
    incident: &Incident,
    page: &Page<'_>,
    handing: &Handing,
) -> Message {
    let number = incident.number;
    let mut lines = vec![
        format!(
            "{}{}",
            view.drill(incident),
            page::head(view, incident, page.nth)
        ),
        page::text(view, incident),
        page::reported(view, incident),
    ];
    // Whoever is called must know before he comes.
    lines.extend(withdraw::on_card(view, incident));
    lines.push(view.say(
        "page-handed",
        &[
            ("who", (&view.actor(&handing.by)).into()),
            ("time", (&view.time(handing.at)).into()),
            ("until", (&view.time(handing.until)).into()),
        ],
    ));
    let mut page_message = message(&lines.join("\n"));
    page_message.sound = true;
    if !page.superseded {
        page_message.rows = vec![
            vec![view.acknowledge(number)],
            vec![view.button("label-cannot", &Press::Decline(number))],
            vec![view.button("label-full", &Press::Full(number))],
        ];
    }
    page_message
}

/// What the card says of it.
pub(super) fn on_card(view: &View<'_>, handing: &Handing) -> String {
    view.say(
        "card-handing",
        &[
            ("time", (&view.time(handing.at)).into()),
            ("who", (&view.actor(&handing.by)).into()),
            ("to", (&view.mention(&handing.to)).into()),
            ("until", (&view.time(handing.until)).into()),
        ],
    )
}
