//! A report that is taken back: the question to the reporter, the word to who has it.

use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::{View, message};
use crate::state::incident::{Incident, Phase};

/// Really?
pub(super) fn question(
    view: &View<'_>,
    incident: &Incident,
    over: bool,
    confirmed: bool,
) -> Message {
    let number = incident.number;
    if over || !incident.may_be_withdrawn() {
        return message(&view.say("question-over", &[("n", number.0.into())]));
    }
    let head = view.say("withdrawing-head", &[("n", number.0.into())]);
    let what = match &incident.phase {
        Phase::Acknowledged { by, .. } => {
            view.say("withdrawing-decides", &[("who", (&view.actor(by)).into())])
        }
        _ if confirmed || incident.is_reported_by_others() => view.say("withdrawing-others", &[]),
        _ => view.say("withdrawing-ends", &[]),
    };
    let mut question = message(&format!("{}{head}\n{what}", view.drill(incident)));
    question.rows = vec![
        vec![view.button("label-confirm", &Press::WithdrawConfirm(number))],
        vec![view.button("label-cancel", &Press::Drop(number))],
    ];
    question
}

/// To who has it: he decides. `his`: whether he still has it.
pub(super) fn told(view: &View<'_>, incident: &Incident, his: bool) -> Message {
    let number = incident.number;
    let time = incident.withdrawn().map(|at| view.time(at));
    let category = view.category(incident.category.as_ref());
    let head = view.say(
        "withdrawn-head",
        &[
            ("n", number.0.into()),
            ("category", (&category).into()),
            ("who", (&view.actor(&incident.reporter)).into()),
            ("time", (&time.unwrap_or_default()).into()),
        ],
    );
    let mut told = message(&format!("{}{head}", view.drill(incident)));
    if his {
        let ask = view.say("withdrawn-ask", &[]);
        told = message(&format!("{}{head}\n{ask}", view.drill(incident)));
        told.rows = vec![vec![view.button("label-stand-down", &Press::Close(number))]];
    }
    told
}

/// What the card says of it.
pub(super) fn on_card(view: &View<'_>, incident: &Incident) -> Option<String> {
    let at = incident.withdrawn()?;
    Some(view.say(
        "card-withdrew",
        &[
            ("time", (&view.time(at)).into()),
            ("who", (&view.actor(&incident.reporter)).into()),
        ],
    ))
}
