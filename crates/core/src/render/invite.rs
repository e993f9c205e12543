//! Invitations: whom to invite, the words under the QR code, and who bound himself.

use crate::ids::{PersonId, TelegramUser};
use crate::limits::PEOPLE_LINES;
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::buttons::rows;
use crate::render::{View, message};
use crate::time::At;

/// Buttons for people who are not bound yet.
pub(super) fn whom(view: &View<'_>, people: &[PersonId]) -> Message {
    if people.is_empty() {
        return message(&view.say("invite-nobody", &[]));
    }
    let mut question = message(&view.say("invite-whom", &[("n", people.len().into())]));
    let buttons = people
        .iter()
        .take(PEOPLE_LINES)
        .map(|id| view.person_button(id, &Press::Invite(id.clone())));
    question.rows = rows(buttons.collect());
    question
}

/// The words under the QR code.
pub(super) fn link(view: &View<'_>, person: &PersonId, link: &str, expires: At) -> Message {
    let (name, until) = (view.person(person), view.time(expires));
    let lines = [
        view.say("invite-head", &[("name", (&name).into())]),
        // Not typed by anybody: it must stay a link that a tap opens.
        link.to_owned(),
        view.say("invite-how", &[("time", (&until).into())]),
    ];
    message(&lines.join("\n"))
}

/// To the administrators.
pub(super) fn bound(view: &View<'_>, id: &PersonId, user: TelegramUser, name: &str) -> Message {
    let (person, name) = (view.person(id), view.name(name));
    message(&view.say(
        "admin-bound",
        &[
            ("person", (&person).into()),
            ("name", (&name).into()),
            ("id", (&user.to_string()).into()),
        ],
    ))
}

/// To the administrators.
pub(super) fn exposed(view: &View<'_>, id: &PersonId, group: &str) -> Message {
    let (person, group) = (view.person(id), view.name(group));
    let mut told = message(&view.say(
        "admin-code-exposed",
        &[("person", (&person).into()), ("group", (&group).into())],
    ));
    let invite = view.button("label-people-invite", &Press::Invite(id.clone()));
    told.rows = vec![vec![invite]];
    told
}
