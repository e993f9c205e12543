//! Who may do what (SPEC section 3, "Rights").

use crate::decide::{Action, Line, World};
use crate::ids::{PersonId, RoleId, TelegramChat, TelegramUser};
use crate::settings::{Prompt, PromptKind, RoleMembers, Settings, Target, Whom};
use crate::state::duty::told;
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

/// Whether somebody keeps the ledger: whom a screening's `ask` or `escalate` names (SPEC section 3,
/// "Rights"), by himself, in a role or in a roster. To administer the bot is no reason.
pub(super) fn keeps_ledger(settings: &Settings, person: &PersonId) -> bool {
    let asks = |target: &Target| match target {
        Target::Person(id) => id == person,
        Target::Role(role) => has_role(settings, role, person),
    };
    let here = settings.person(person).is_some_and(|person| !person.gone);
    let asked = screenings(settings).any(|row| row.ask.iter().any(asks));
    here && (asked || leads_ledger(settings, person))
}

/// Whether a screening's `escalate` names somebody: he hears of what is late, and says who mediates.
pub(super) fn leads_ledger(settings: &Settings, person: &PersonId) -> bool {
    let names = |whom: &Whom| match whom {
        Whom::Person(id) => id == person,
        Whom::Role(role) => has_role(settings, role, person),
        Whom::Roster(roster) => settings.takes_turns(person, roster),
    };
    screenings(settings).any(|row| row.escalate.iter().any(names))
}

/// Everybody who keeps the ledger, in the order of the file.
pub fn keepers(settings: &Settings) -> Vec<PersonId> {
    let people = settings.people.iter().map(|person| &person.id);
    let keepers = people.filter(|person| keeps_ledger(settings, person));
    keepers.cloned().collect()
}

/// Who leads the ledger now: whom a screening's `escalate` names, as far as they can be written to.
pub(super) fn leads_now(world: &World<'_>, now: At) -> Vec<PersonId> {
    let settings = world.settings;
    let rows = screenings(settings);
    let whom: Vec<Whom> = rows.flat_map(|row| row.escalate.clone()).collect();
    let mut people = told(settings, &world.desk.duties, &whom, now);
    people.retain(|person| is_here(settings, person));
    people
}

/// Whether somebody can be written to, as far as the settings tell.
pub(super) fn is_here(settings: &Settings, person: &PersonId) -> bool {
    let known = settings.person(person);
    known.is_some_and(|person| person.telegram.is_some() && !person.gone)
}

fn screenings(settings: &Settings) -> impl Iterator<Item = &Prompt> {
    let rows = settings.prompts.iter();
    rows.filter(|row| row.kind == PromptKind::Screening)
}

fn has_role(settings: &Settings, role: &RoleId, person: &PersonId) -> bool {
    match settings.role(role).map(|role| &role.members) {
        Some(RoleMembers::People(people)) => people.contains(person),
        Some(RoleMembers::Roster(roster)) => settings.takes_turns(person, roster),
        None => false,
    }
}
