//! Checks whether everybody can be reached, and night tests.

use crate::decide::{Checked, CheckedChat, Heard, ShortTeam, VacantStep};
use crate::ids::{ChatId, PersonId};
use crate::limits::{LABEL_COLUMNS, NEWS_CHARS, PEOPLE_LINES};
use crate::outgoing::{Button, Message, Unreachable};
use crate::parse::button::Press;
use crate::render::buttons::{PER_ROW, rows};
use crate::render::compose::{fit, plain, shorten, typed};
use crate::render::people::role_name;
use crate::render::{View, message};
use crate::state::selftest::Found;
use crate::time::At;

/// The whole result, with what can be done about it.
pub(super) fn checked(view: &View<'_>, checked: &Checked) -> Message {
    let mut lines = vec![head(view, checked)];
    lines.extend(view.late(checked.late));
    let unreached = checked.unreached.iter();
    lines.extend(
        unreached
            .take(PEOPLE_LINES)
            .map(|(id, found)| person(view, id, found, &checked.bot)),
    );
    let more = checked.unreached.len().saturating_sub(PEOPLE_LINES);
    if more > 0 {
        lines.push(view.say("and-more", &[("n", more.into())]));
    }
    lines.extend(checked.vacant.iter().map(|step| vacant(view, step)));
    lines.extend(checked.short.iter().map(|short| team(view, short)));
    lines.extend(proofs(view, checked));
    lines.extend(chats(view, checked));
    let mut result = message(&lines.join("\n"));
    result.rows = buttons(view, checked);
    result
}

/// Line 1 for the groups; an administrator who can't be reached is named there too, since he can't
/// hear of it himself.
pub(super) fn checked_line(view: &View<'_>, checked: &Checked) -> Message {
    let mut lines = vec![head(view, checked)];
    lines.extend(view.late(checked.late));
    let administrators: Vec<PersonId> = checked
        .unreached
        .iter()
        .map(|(id, _)| id.clone())
        .filter(|id| view.settings.person(id).is_some_and(|person| person.admin))
        .collect();
    if !administrators.is_empty() {
        let who = view.people(&administrators);
        lines.push(view.say("selftest-administrators", &[("who", (&who).into())]));
    }
    message(&lines.join("\n"))
}

fn head(view: &View<'_>, checked: &Checked) -> String {
    let sign = if checked.is_wrong() { "⚠️" } else { "✅" };
    let (unknown, bad): (Vec<&CheckedChat>, Vec<&CheckedChat>) = checked
        .chats
        .iter()
        .filter(|chat| chat.found != Found::Fine)
        .partition(|chat| chat.found == Found::Waiting);
    let mut parts = vec![view.say(
        "selftest-head",
        &[
            ("sign", sign.into()),
            ("time", (&view.time(checked.at)).into()),
            ("n", checked.reached().into()),
            ("of", checked.people.into()),
        ],
    )];
    for (id, n) in [
        ("selftest-head-unknown", checked.unknown()),
        ("selftest-head-vacant", checked.vacant.len()),
        ("selftest-head-chats", bad.len()),
        ("selftest-head-chats-unknown", unknown.len()),
        ("selftest-head-teams", checked.short.len()),
    ] {
        if n > 0 {
            parts.push(view.say(id, &[("n", n.into())]));
        }
    }
    parts.join(" · ")
}

/// Who can't be reached, why, and how to mend it.
fn person(view: &View<'_>, id: &PersonId, found: &Found, bot: &str) -> String {
    let name = view.person(id);
    let name = ("name", (&name).into());
    match found {
        Found::Unreachable(Unreachable::NotBound) => view.say(
            "selftest-not-bound",
            &[name, ("id", (&typed(id.as_str())).into())],
        ),
        Found::Unreachable(Unreachable::NeverStarted) => {
            view.say("selftest-never-started", &[name, ("bot", bot.into())])
        }
        Found::Unreachable(Unreachable::Blocked) => {
            view.say("selftest-blocked", &[name, ("bot", bot.into())])
        }
        Found::Unreachable(Unreachable::Left) => view.say("selftest-left", &[name]),
        Found::Unreachable(Unreachable::Deactivated) => view.say("selftest-deactivated", &[name]),
        Found::Unreachable(Unreachable::NoRights) => view.say(
            "selftest-refused",
            &[name, ("why", (&view.why(Unreachable::NoRights)).into())],
        ),
        Found::Refused(reason) => {
            let why = typed(&shorten(reason, NEWS_CHARS));
            view.say("selftest-refused", &[name, ("why", (&why).into())])
        }
        Found::Waiting | Found::Fine => view.say("selftest-unknown", &[name]),
    }
}

/// A step that pages nobody; only a roster has somebody now and nobody later.
fn vacant(view: &View<'_>, step: &VacantStep) -> String {
    let roles = step.roles.iter().map(|role| role_name(view, role));
    let roles = view.listed(roles.collect());
    let text = if step.later {
        "selftest-vacant-later"
    } else {
        "selftest-vacant"
    };
    view.say(text, &[("roles", (&roles).into())])
}

fn team(view: &View<'_>, short: &ShortTeam) -> String {
    view.say(
        "selftest-team",
        &[
            ("team", (&role_name(view, &short.team)).into()),
            ("n", short.reached.into()),
            ("need", short.need.into()),
            ("who", (&view.people(&short.missing)).into()),
        ],
    )
}

/// Old proofs a line each, those who were never tested in one line together.
fn proofs(view: &View<'_>, checked: &Checked) -> Vec<String> {
    const SHOWN: usize = 5;
    let mut lines = Vec::new();
    let mut never = Vec::new();
    for (id, proof) in &checked.unproven {
        match proof {
            None => never.push(id.clone()),
            Some(at) if lines.len() < SHOWN => {
                let days = view.now.since(*at).as_secs() / (24 * 3600);
                let name = view.person(id);
                lines.push(view.say(
                    "selftest-proof-old",
                    &[("name", (&name).into()), ("days", days.into())],
                ));
            }
            Some(_) => {}
        }
    }
    if !never.is_empty() {
        let who = view.people(&never);
        lines.push(view.say("selftest-proof-none", &[("who", (&who).into())]));
    }
    lines
}

fn chats(view: &View<'_>, checked: &Checked) -> Vec<String> {
    let (fine, bad): (Vec<&CheckedChat>, Vec<&CheckedChat>) = checked
        .chats
        .iter()
        .partition(|chat| chat.found == Found::Fine);
    let mut lines: Vec<String> = bad
        .into_iter()
        .map(|chat| {
            let name = chat_name(view, &chat.id);
            let name = ("name", (&name).into());
            match &chat.found {
                Found::Refused(reason) => {
                    let why = typed(&shorten(reason, NEWS_CHARS));
                    view.say("selftest-chat-refused", &[name, ("why", (&why).into())])
                }
                Found::Unreachable(_) => view.say("selftest-chat-bad", &[name]),
                Found::Waiting | Found::Fine => view.say("selftest-chat-unknown", &[name]),
            }
        })
        .collect();
    for chat in &checked.chats {
        if let Some(to) = chat.moved_to {
            let name = chat_name(view, &chat.id);
            let to = to.to_string();
            lines.push(view.say(
                "selftest-chat-moved",
                &[("name", (&name).into()), ("to", (&to).into())],
            ));
        }
    }
    if !fine.is_empty() {
        let names = fine.iter().map(|chat| chat_name(view, &chat.id)).collect();
        let names = view.listed(names);
        lines.push(view.say("selftest-chats-fine", &[("names", (&names).into())]));
    }
    lines
}

/// A chat has no name but its id in the configuration.
fn chat_name(view: &View<'_>, id: &ChatId) -> String {
    view.name(id.as_str())
}

fn buttons(view: &View<'_>, checked: &Checked) -> Vec<Vec<Button>> {
    let mut rows = vec![vec![view.button("label-test-again", &Press::TestAgain)]];
    let unbound = checked
        .unreached
        .iter()
        .filter(|(_, found)| *found == Found::Unreachable(Unreachable::NotBound))
        .take(PER_ROW)
        .map(|(id, _)| labelled(view, "label-invite", id, &Press::Invite(id.clone())));
    let unbound: Vec<Button> = unbound.collect();
    if !unbound.is_empty() {
        rows.push(unbound);
    }
    let mut nights: Vec<Button> = checked
        .unproven
        .first()
        .map(|(id, _)| labelled(view, "label-night", id, &Press::Night(id.clone())))
        .into_iter()
        .collect();
    if checked.people > 1 {
        nights.push(view.button("label-nights", &Press::Nights));
    }
    if !nights.is_empty() {
        rows.push(nights);
    }
    rows
}

/// A button with a word and a person's name.
fn labelled(view: &View<'_>, label: &str, id: &PersonId, press: &Press) -> Button {
    // Of namesakes the id says more than the name, and there is room for one of them.
    let name = if view.has_namesake(id) {
        id.to_string()
    } else {
        plain(&view.person(id))
    };
    let label = view.say(label, &[("name", (&name).into())]);
    Button {
        label: fit(&label, LABEL_COLUMNS),
        data: press.encode(),
    }
}

/// Who can be called as at night.
pub(super) fn night_whom(view: &View<'_>, people: &[(PersonId, Option<At>)]) -> Message {
    let mut lines = vec![view.say("night-whom", &[])];
    for (id, proof) in people.iter().take(PEOPLE_LINES) {
        let name = view.person_apart(id);
        let name = ("name", (&name).into());
        lines.push(match proof {
            Some(at) => view.say("night-last", &[name, ("time", (&view.time(*at)).into())]),
            None => view.say("night-never", &[name]),
        });
    }
    let mut question = message(&lines.join("\n"));
    let buttons = people
        .iter()
        .take(PEOPLE_LINES)
        .map(|(id, _)| view.person_button(id, &Press::Night(id.clone())));
    question.rows = rows(buttons.collect());
    question
}

/// The test call: the only message of a self-test that rings.
pub(super) fn night_test(
    view: &View<'_>,
    person: &PersonId,
    began: At,
    by: Option<&PersonId>,
) -> Message {
    let mut lines = vec![view.say("night-head", &[]), view.say("night-ask", &[])];
    if let Some(by) = by {
        let who = view.person(by);
        lines.push(view.say("night-by", &[("who", (&who).into())]));
    }
    let mut test = message(&lines.join("\n"));
    let answer =
        |label: &str, heard| view.button(label, &Press::Heard(heard, began, person.clone()));
    test.rows = vec![vec![
        answer("label-heard", true),
        answer("label-unheard", false),
    ]];
    test.sound = true;
    test
}

/// A test call that was answered; advice where the phone was not heard.
pub(super) fn night_answered(view: &View<'_>, person: &PersonId, at: At, heard: bool) -> Message {
    if heard {
        let time = view.time(at);
        return message(&view.say("night-heard", &[("time", (&time).into())]));
    }
    let lines = [
        "night-unheard",
        "night-android",
        "night-iphone",
        "night-then",
    ];
    let lines = lines.map(|id| view.say(id, &[]));
    let mut advice = message(&lines.join("\n"));
    let again = view.button("label-night-again", &Press::Night(person.clone()));
    advice.rows = vec![vec![again]];
    advice
}

/// To whom it concerns.
pub(super) fn night_told(view: &View<'_>, person: &PersonId, began: At, heard: Heard) -> Message {
    let id = match heard {
        Heard::Yes => "night-told-yes",
        Heard::No => "night-told-no",
        Heard::NoAnswer => "night-told-silent",
        Heard::NotSent => "night-told-not-sent",
    };
    let (name, time) = (view.person(person), view.time(began));
    message(&view.say(id, &[("name", (&name).into()), ("time", (&time).into())]))
}
