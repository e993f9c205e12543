//! What was changed of people, in a few words: for the record's reader, the administrators, and whom
//! it is about.

use crate::ids::{PersonId, RoleId};
use crate::outgoing::Message;
use crate::parse::people::PeoplePress;
use crate::render::compose::typed;
use crate::render::people::{press, role_name, vacancy};
use crate::render::{View, feed, message};
use crate::state::change::{Change, ChangeEntry};
use crate::state::event::Actor;
use crate::state::overlay::Aspect;

/// Entries of a person's history in one message; older ones stay in the record.
const HISTORY_LINES: usize = 20;

pub(super) fn history(view: &View<'_>, person: &PersonId, entries: &[ChangeEntry]) -> Message {
    let name = view.person(person);
    let mut lines = vec![view.say(
        "people-history",
        &[("name", (&name).into()), ("n", entries.len().into())],
    )];
    let skipped = entries.len().saturating_sub(HISTORY_LINES);
    lines.extend(entries.iter().skip(skipped).map(|entry| {
        view.say(
            "people-history-line",
            &[
                ("time", (&view.time(entry.at)).into()),
                ("who", (&view.actor(&entry.by)).into()),
                ("what", (&what(view, &entry.change)).into()),
            ],
        )
    }));
    let mut answer = message(&lines.join("\n"));
    let back = press(PeoplePress::Card(person.clone()));
    answer.rows = vec![vec![view.button("label-people-one", &back)]];
    answer
}

pub(super) fn news(view: &View<'_>, by: &Actor, change: &Change, vacant: &[RoleId]) -> Message {
    let mut lines = vec![view.say(
        "people-news",
        &[
            ("who", (&view.actor(by)).into()),
            ("what", (&what(view, change)).into()),
        ],
    )];
    lines.extend(vacant.iter().map(|role| vacancy(view, role)));
    let mut told = message(&lines.join("\n"));
    let card = press(PeoplePress::Card(change.person().clone()));
    told.rows = vec![vec![view.button("label-people-one", &card)]];
    told
}

/// A change in a few words.
fn what(view: &View<'_>, change: &Change) -> String {
    let name = view.person(change.person());
    let named = |text: &str| view.say(text, &[("name", (&name).into())]);
    let with = |text: &str, key: &str, value: &str| {
        view.say(text, &[("name", (&name).into()), (key, value.into())])
    };
    match change {
        Change::Invited { expires, .. } => with("change-invited", "time", &view.time(*expires)),
        Change::Bound { user, .. } => with("change-bound", "id", &user.to_string()),
        Change::Unbound { user, .. } => with("change-unbound", "id", &user.to_string()),
        Change::Added { .. } => named("change-added"),
        Change::PutIn { role, .. } => with("change-put-in", "role", &role_name(view, role)),
        Change::TakenOut { role, .. } => with("change-taken-out", "role", &role_name(view, role)),
        Change::Phone { to, .. } => with("change-phone", "phone", &typed(to)),
        Change::Gone { .. } => named("change-gone"),
        Change::Returned { .. } => named("change-returned"),
        Change::FeedMade { roster, .. } => {
            let of = feed::called(view, roster.as_ref());
            with("change-feed-made", "of", &of)
        }
        Change::FeedRevoked { roster, .. } => {
            let of = feed::called(view, roster.as_ref());
            with("change-feed-revoked", "of", &of)
        }
        Change::InFile { what, .. } => {
            let words = what
                .iter()
                .map(|aspect| self::aspect(view, aspect))
                .collect();
            with("change-in-file", "what", &view.listed(words))
        }
    }
}

/// To the person whom a change is about.
pub(super) fn yours(view: &View<'_>, by: &Actor, change: &Change) -> Message {
    let who = view.actor(by);
    let with = |text: &str, key: &str, value: &str| {
        view.say(text, &[("who", (&who).into()), (key, value.into())])
    };
    let by_whom = |text: &str| view.say(text, &[("who", (&who).into())]);
    let text = match change {
        Change::PutIn { role, .. } => with("yours-put-in", "role", &role_name(view, role)),
        Change::TakenOut { role, .. } => with("yours-taken-out", "role", &role_name(view, role)),
        Change::Phone { to, .. } => with("yours-phone", "phone", &typed(to)),
        Change::Unbound { .. } => by_whom("yours-unbound"),
        Change::Gone { .. } => by_whom("yours-gone"),
        Change::Returned { person } => {
            let roles = view.roles_of(person);
            if roles.is_empty() {
                by_whom("yours-returned-roleless")
            } else {
                with("yours-returned", "roles", &view.listed(roles))
            }
        }
        Change::Invited { .. }
        | Change::Bound { .. }
        | Change::Added { .. }
        | Change::FeedMade { .. }
        | Change::FeedRevoked { .. }
        | Change::InFile { .. } => what(view, change),
    };
    message(&text)
}

fn aspect(view: &View<'_>, aspect: &Aspect) -> String {
    match aspect {
        Aspect::Added => view.say("aspect-added", &[]),
        Aspect::Account => view.say("aspect-account", &[]),
        Aspect::Phone => view.say("aspect-phone", &[]),
        Aspect::Role(role) => role_name(view, role),
    }
}
