//! The letter with which a dispute goes to a body. What is forwarded holds no name: names and account come
//! beside it, protected, to be handed over on paper.

use crate::decide::DisputeCard;
use crate::outgoing::Message;
use crate::render::compose::typed;
use crate::render::ledger::{dispute, kind, numbered, parts, place};
use crate::render::{View, message};
use crate::state::ledger::{Dispute, Step, TextKind, What};
use crate::time::At;

/// The letter, ready to be forwarded, and what is written into it by hand.
pub(super) fn letter(view: &View<'_>, card: &DisputeCard) -> Vec<Message> {
    let mut messages = vec![message(&forwarded(view, card))];
    let mut lines = vec![numbered(view, "dispute-letter-parts", card.dispute.number)];
    for (kind, id) in [
        (TextKind::Place, "dispute-place"),
        (TextKind::Parties, "dispute-parties"),
        (TextKind::Account, "dispute-account"),
    ] {
        let texts = card.texts.iter().filter(|(_, text)| text.kind == kind);
        lines.extend(texts.map(|(_, text)| {
            let words = typed(text.words.words());
            view.say(id, &[("text", (&words).into())])
        }));
    }
    let way = card.dispute.way.iter();
    lines.extend(way.flat_map(|step| told(view, card, step)));
    messages.extend(parts(view, card.dispute.number, &lines));
    messages
}

/// What was told at a step, with its day: after a second mediation one result is not like another. Who answered for
/// a body is nothing to the next.
fn told(view: &View<'_>, card: &DisputeCard, step: &Step) -> Vec<String> {
    let day = view.full_date(step.at);
    let texts = card.texts.iter();
    let texts = texts.filter(|(seq, _)| step.texts.contains(seq));
    let lines = texts.filter_map(|(_, text)| {
        let id = match (text.kind, &step.what) {
            (TextKind::Result, _) => "dispute-letter-result",
            (TextKind::Calming, _) => "dispute-letter-calming",
            (TextKind::Revisit, _) => "dispute-letter-revisit",
            (TextKind::Reason, What::Reopened { .. }) => "dispute-letter-reopened",
            (TextKind::Reason, _) => "dispute-letter-closed",
            (TextKind::Correction, _) => "dispute-letter-correction",
            (TextKind::Place | TextKind::Parties | TextKind::Account | TextKind::Answer, _) => {
                return None;
            }
        };
        let words = typed(text.words.words());
        let arguments = [("time", (&day).into()), ("text", (&words).into())];
        Some(view.say(id, &arguments))
    });
    lines.collect()
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
    let course = course(view, it);
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

/// What was tried. What broke out again has its earlier end told, and only what was tried since counts as tried.
fn course(view: &View<'_>, it: &Dispute) -> String {
    let reopened = |step: &Step| matches!(step.what, What::Reopened { .. });
    let (before, since) = match it.way.iter().rposition(reopened) {
        Some(place) => it.way.split_at(place),
        None => it.way.split_at(0),
    };
    let again = since
        .first()
        .filter(|step| reopened(step))
        .and_then(|step| earlier(view, it, before, step.at));
    let failed = since.iter().rev().find(|step| step.what == What::Failed);
    // What no committee had in hand before is not tried again.
    let mediated = before.iter().any(|step| {
        matches!(
            step.what,
            What::MediationBegan | What::Agreed { .. } | What::Failed
        )
    });
    let tried = match failed {
        Some(step) => {
            let time = view.full_date(step.at);
            let id = if mediated {
                "dispute-letter-failed-again"
            } else {
                "dispute-letter-failed"
            };
            view.say(id, &[("time", (&time).into())])
        }
        // What was agreed once is not beyond what a committee can settle.
        None if mediated && !since.iter().any(|step| step.what == What::MediationBegan) => {
            view.say("dispute-letter-not-again", &[])
        }
        None => view.say("dispute-letter-beyond", &[]),
    };
    again
        .into_iter()
        .chain([tried])
        .collect::<Vec<_>>()
        .join("\n")
}

/// How it had ended before it broke out again.
fn earlier(view: &View<'_>, it: &Dispute, before: &[Step], again: At) -> Option<String> {
    let again = view.full_date(again);
    before.iter().rev().find_map(|step| {
        let time = view.full_date(step.at);
        let times = [("time", (&time).into()), ("again", (&again).into())];
        match step.what {
            What::Agreed { .. } => Some(view.say("dispute-letter-again-agreed", &times)),
            What::Failed => Some(view.say("dispute-letter-again-failed", &times)),
            What::TransferAccepted => {
                let mut taken = it.transfers.iter();
                let taken = taken.find(|it| it.answered == Some((step.at, true)))?;
                let body = view.name(&taken.body);
                let [time, again] = times;
                let arguments = [time, again, ("body", (&body).into())];
                Some(view.say("dispute-letter-again-taken", &arguments))
            }
            _ => None,
        }
    })
}
