//! The letter with which a dispute goes to a body. What is forwarded holds no name: names and account come
//! beside it, protected, to be handed over on paper.

use crate::decide::DisputeCard;
use crate::outgoing::Message;
use crate::render::compose::typed;
use crate::render::ledger::{dispute, kind, numbered, parts, place};
use crate::render::{View, message};
use crate::state::ledger::{TextKind, What};

/// The letter, ready to be forwarded, and what is written into it by hand.
pub(super) fn letter(view: &View<'_>, card: &DisputeCard) -> Vec<Message> {
    let mut messages = vec![message(&forwarded(view, card))];
    let mut lines = vec![numbered(view, "dispute-letter-parts", card.dispute.number)];
    for (kind, id) in [
        (TextKind::Place, "dispute-place"),
        (TextKind::Parties, "dispute-parties"),
        (TextKind::Account, "dispute-account"),
        (TextKind::Result, "dispute-letter-result"),
        (TextKind::Calming, "dispute-letter-calming"),
        (TextKind::Correction, "dispute-letter-correction"),
    ] {
        let texts = card.texts.iter().filter(|(_, text)| text.kind == kind);
        lines.extend(texts.map(|(_, text)| {
            let words = typed(text.words.words());
            view.say(id, &[("text", (&words).into())])
        }));
    }
    messages.extend(parts(view, card.dispute.number, &lines));
    messages
}

fn forwarded(view: &View<'_>, card: &DisputeCard) -> String {
    let it = &card.dispute;
    let body = it.body().map(|body| view.name(body)).unwrap_or_default();
    let (number, kind, place) = (
        dispute(view, it.number),
        kind(view, it.kind),
        place(view, it),
    );
    let registered = view.full_date(it.registered_at);
    let head = view.say("dispute-letter-head", &[("d", (&number).into())]);
    let to = view.say("dispute-letter-to", &[("body", (&body).into())]);
    let about = view.say(
        "dispute-letter-about",
        &[
            ("time", (&registered).into()),
            ("kind", (&kind).into()),
            ("place", (&place).into()),
        ],
    );
    let ended = it.way.iter().rev().find_map(|step| match step.what {
        What::Failed => Some(step.at),
        _ => None,
    });
    let course = match ended {
        Some(at) => {
            let time = view.full_date(at);
            view.say("dispute-letter-failed", &[("time", (&time).into())])
        }
        None => view.say("dispute-letter-beyond", &[]),
    };
    let offered = it
        .transfers
        .last()
        .map_or(view.now, |transfer| transfer.offered);
    let time = view.full_date(offered);
    let calmed = view.say("dispute-letter-calmed", &[("time", (&time).into())]);
    let enclosed = view.say("dispute-letter-enclosed", &[]);
    let known = view.settings.person(&it.mediator);
    let phone = known.and_then(|person| person.phone.as_deref());
    let name = view.person(&it.mediator);
    let signed = view.say(
        "dispute-letter-signed",
        &[
            ("name", (&name).into()),
            ("phone", phone.unwrap_or_default().into()),
        ],
    );
    [head, to, about, course, calmed, enclosed, signed].join("\n")
}
