//! Who may do what (SPEC section 3, "Rights").

use crate::decide::{Action, Line, World};
use crate::ids::{PersonId, TelegramChat, TelegramUser};
use crate::state::incident::Incident;
use crate::time::At;

/// Whether a user belongs here: in a configured chat, or configured himself in private.
pub(super) fn belongs(world: &World<'_>, chat: TelegramChat, user: Option<TelegramUser>) -> bool {
    if chat.is_private() {
        user.is_some_and(|user| world.settings.person_of(user).is_some())
    } else {
        world.desk.chat(world.settings, chat).is_some()
    }
}

/// Whether a user may read lists, cards and records: whoever the configuration names. A chat holds
/// guests too, and a record names everybody who was called.
pub(super) fn may_read(world: &World<'_>, user: TelegramUser) -> bool {
    world.settings.person_of(user).is_some()
}

/// Whether a user may acknowledge an incident or direct it: people whom it asks, administrators.
pub(super) fn may_direct(
    world: &World<'_>,
    incident: &Incident,
    user: TelegramUser,
    now: At,
) -> bool {
    world.settings.person_of(user).is_some_and(|person| {
        let duties = &world.desk.duties;
        person.admin || incident.asks(&person.id, world.settings, duties, now)
    })
}

/// The refusal that says who may.
pub(super) fn refusal(incident: &Incident, action: Action) -> Line {
    let mut who: Vec<String> = Vec::new();
    for name in (0..incident.policy.steps.len()).flat_map(|step| incident.policy.names_of(step)) {
        if who.iter().all(|known| known != name) {
            who.push(name.to_owned());
        }
    }
    Line::MayNot {
        number: incident.number,
        action,
        severity: incident.severity.clone(),
        who,
    }
}

/// The configured person behind a user.
pub(super) fn person_id(world: &World<'_>, user: TelegramUser) -> Option<PersonId> {
    world
        .settings
        .person_of(user)
        .map(|person| person.id.clone())
}

/// Whether a user administers the bot.
pub(super) fn administers(world: &World<'_>, user: TelegramUser) -> bool {
    world
        .settings
        .person_of(user)
        .is_some_and(|person| person.admin)
}
