//! `/people`: who is there, bound, reachable, in which role; and what administrators change of it.
//!
//! Everything happens in the administrator's private chat: the list holds phone numbers. Each change
//! is asked about first, and is an entry of the record of changes (`state::change`).

use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Place, Turn, World, duty, invite, rights};
use crate::ids::{PersonId, PolicyId, RoleId, TelegramUser};
use crate::incoming::Sender;
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Drawn, Priority};
use crate::parse::people::PeoplePress;
use crate::parse::tag::Tag;
use crate::settings::{Person, RoleMembers, Settings};
use crate::state::change::Change;
use crate::state::desk::DeskChange;
use crate::state::people_toml;

mod alter;
pub(super) mod colleague;
mod said;

pub use alter::{Parting, left, left_people};
pub use said::{Said, Told};

/// What asks for the file instead of a person.
const EXPORT: [&str; 2] = ["export", "导出"];

/// What the file is called.
const FILE_NAME: &str = "people.toml";

/// `/people`; with a name, that person; with `export`, the file.
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, asked: &str) {
    if !rights::administers(&turn.world, sender.id) {
        return turn.answer(place, Line::AdministratorsOnly);
    }
    let word = asked.trim().to_lowercase();
    if EXPORT.contains(&word.as_str()) {
        export(turn, place, sender);
    } else {
        let said = if word.is_empty() {
            Said::List(0)
        } else {
            match invite::find(&turn.world, asked) {
                Ok(person) => Said::Card(person),
                Err(line) => return turn.answer(place, line),
            }
        };
        turn.answer_in_private(place, sender.id, said.into());
    }
    if !place.chat.is_private() {
        turn.answer(place, Told::InPrivate);
    }
}

/// A button of `/people`.
pub(super) fn press(turn: &mut Turn<'_>, pressed: Pressed<'_>, button: PeoplePress) -> Line {
    let sender = pressed.sender;
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    let place = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    if !pressed.chat.is_private() {
        // The button of `/help` in a group.
        turn.answer_in_private(place, sender.id, Said::List(0).into());
        return Told::InPrivate.into();
    }
    let said = match button {
        PeoplePress::List(page) => Said::List(page),
        PeoplePress::Add => {
            colleague::ask(turn, place, sender);
            return Line::Comes;
        }
        PeoplePress::AddIs(newcomer) => return colleague::add(turn, pressed, newcomer),
        PeoplePress::Drop => return colleague::drop(turn, pressed),
        PeoplePress::Export => {
            export(turn, place, sender);
            return Line::Comes;
        }
        PeoplePress::Role {
            person,
            role,
            into,
            sure,
        } => {
            let Some(person) = tagged(turn.world.settings, person) else {
                return Told::Unknown.into();
            };
            return alter::role(turn, pressed, &person, &role, into, sure);
        }
        PeoplePress::PhoneIs { person, phone } => {
            let Some(person) = tagged(turn.world.settings, person) else {
                return Told::Unknown.into();
            };
            return alter::phone(turn, pressed, &person, &phone);
        }
        PeoplePress::Gone { person, sure } => return alter::gone(turn, pressed, &person, sure),
        PeoplePress::Returned { person, sure } => {
            return alter::returned(turn, pressed, &person, sure);
        }
        PeoplePress::Unbind { person, sure } => return alter::unbind(turn, pressed, &person, sure),
        PeoplePress::Card(person) => Said::Card(person),
        PeoplePress::Roles(person) => Said::Roles(person),
        PeoplePress::History(person) => {
            let mut entries = turn.world.archive.changes();
            entries.retain(|entry| *entry.change.person() == person);
            Said::History { person, entries }
        }
        PeoplePress::Shifts(person) => {
            turn.decision.effects.push(Effect::Rewrite {
                chat: pressed.chat,
                id: pressed.message,
                speech: duty::shifts_of(turn, &person),
            });
            return Line::Comes;
        }
        PeoplePress::Phone(person) => {
            colleague::ask_phone(turn, place, sender, &person);
            return Line::Comes;
        }
    };
    if let Some(person) = said.person()
        && turn.world.settings.person(person).is_none()
    {
        return Told::Unknown.into();
    }
    rewrite(turn, pressed, said);
    Line::Comes
}

fn export(turn: &mut Turn<'_>, asked: Place, sender: &Sender) {
    turn.decision.effects.push(Effect::Draw {
        chat: sender.id.private_chat(),
        reply_to: asked.in_private(),
        drawn: Drawn::Text {
            name: FILE_NAME.to_owned(),
            text: people_toml::text(turn.world.settings),
        },
        speech: Said::Export.into(),
        subject: asked.elsewhere(),
        life: ANSWER_LIFE,
    });
}

/// The message under whose button somebody pressed says something else.
fn rewrite(turn: &mut Turn<'_>, pressed: Pressed<'_>, said: Said) {
    turn.decision.effects.push(Effect::Rewrite {
        chat: pressed.chat,
        id: pressed.message,
        speech: said.into(),
    });
}

fn tagged(settings: &Settings, tag: Tag) -> Option<PersonId> {
    let mut people = settings.people.iter();
    let found = people.find(|person| Tag::of(person.id.as_str()) == tag);
    found.map(|person| person.id.clone())
}

/// Roles that nobody would have any more without this person.
fn emptied_without(settings: &Settings, person: &PersonId) -> Vec<RoleId> {
    let alone = |members: &RoleMembers| {
        matches!(members, RoleMembers::People(people) if people.iter().all(|id| id == person)
            && !people.is_empty())
    };
    let roles = settings.roles.iter().filter(|role| alone(&role.members));
    roles.map(|role| role.id.clone()).collect()
}

/// The settings in force after a change.
fn after(world: &World<'_>, change: &Change) -> Settings {
    let mut overlay = world.desk.overlay.clone();
    overlay.apply(change);
    overlay.over(world.file)
}

/// The first policy that could page nobody any more after a change. The file refuses such a policy, and
/// a report under it would ring nowhere.
fn silenced(world: &World<'_>, change: &Change) -> Option<PolicyId> {
    let (before, after) = (world.settings, after(world, change));
    let mut policies = before.policies.iter();
    let silent = policies.find(|policy| before.can_page(policy) && !after.can_page(policy));
    silent.map(|policy| policy.id.clone())
}

/// Whether nobody would be left who can administer the bot from a phone.
fn is_last_administrator(world: &World<'_>, person: &Person) -> bool {
    let mut others = world.settings.administrators();
    person.admin && !others.any(|other| other.id != person.id && other.telegram.is_some())
}

/// Makes a change, and tells whom it concerns: the person, and the other administrators.
fn change(turn: &mut Turn<'_>, sender: &Sender, change: Change, vacant: Vec<RoleId>) {
    let by = turn.actor(sender);
    let settings = turn.world.settings;
    let concerned = concerned(&turn.world, &change);
    if let (Some(user), Change::Gone { .. } | Change::Unbound { .. }) = (concerned, &change) {
        // He is a stranger from now on, and is told so in his own language.
        let language = turn.world.desk.language_of(settings, user);
        turn.decision
            .desk
            .push(DeskChange::Language(user, language));
    }
    let mut tell = |user: TelegramUser, said: Said| {
        if user != sender.id {
            turn.decision.effects.push(Effect::Say {
                chat: user.private_chat(),
                reply_to: None,
                speech: said.into(),
                priority: Priority::Bulk,
            });
        }
    };
    for administrator in settings.administrators() {
        if let Some(user) = administrator
            .telegram
            .filter(|user| Some(*user) != concerned)
        {
            tell(
                user,
                Said::News {
                    by: by.clone(),
                    change: change.clone(),
                    vacant: vacant.clone(),
                },
            );
        }
    }
    if let Some(user) = concerned {
        tell(
            user,
            Said::Yours {
                by: by.clone(),
                change: change.clone(),
            },
        );
    }
    turn.decision.changes.push((by, change));
}

/// The account of whom a change is about, where there is one.
fn concerned(world: &World<'_>, change: &Change) -> Option<TelegramUser> {
    let id = change.person();
    let account = world.settings.person(id).and_then(|person| person.telegram);
    match change {
        // The account he left with may be somebody else's by now, or out of the file.
        Change::Returned { .. } => after(world, change).person(id)?.telegram,
        _ => account,
    }
}
