//! Changes of one person by buttons: asked about first, then made.

use super::{Said, Told, after, change, emptied_without, is_last_administrator, rewrite, silenced};
use crate::decide::form::Pressed;
use crate::decide::{Decision, Draft, Folder, Line, Turn, World, escalation};
use crate::ids::{IncidentNumber, PersonId, RoleId, TelegramChat, TelegramUser};
use crate::outgoing::Unreachable;
use crate::parse::people::phone as read_phone;
use crate::settings::RoleMembers;
use crate::state::change::Change;
use crate::state::desk::{DeskChange, PersonNote};
use crate::state::event::{Actor, Restart};
use crate::time::At;

/// Into a role, or out of it.
pub(super) fn role(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    person: &PersonId,
    role: &RoleId,
    into: bool,
    sure: bool,
) -> Line {
    let settings = turn.world.settings;
    let Some(RoleMembers::People(members)) = settings.role(role).map(|role| &role.members) else {
        return Told::RoleOfRoster.into();
    };
    if settings.person(person).is_none_or(|person| person.gone) {
        return Told::Unknown.into();
    }
    let has = members.contains(person);
    let vacant = !into && has && members.len() == 1;
    if has == into {
        rewrite(turn, pressed, Said::Roles(person.clone()));
        return Told::Already.into();
    }
    let made = if into {
        Change::PutIn {
            person: person.clone(),
            role: role.clone(),
        }
    } else {
        Change::TakenOut {
            person: person.clone(),
            role: role.clone(),
        }
    };
    if let Some(policy) = silenced(&turn.world, &made) {
        return Told::PagesNobody(policy).into();
    }
    if !sure {
        let (person, role) = (person.clone(), role.clone());
        let said = Said::RoleSure {
            person,
            role,
            into,
            vacant,
        };
        rewrite(turn, pressed, said);
        return Line::Comes;
    }
    let empty = vacant.then(|| role.clone()).into_iter().collect();
    change(turn, pressed.sender, made, empty);
    rewrite(turn, pressed, Said::Roles(person.clone()));
    Told::Done.into()
}

/// Another phone number, confirmed.
pub(super) fn phone(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    person: &PersonId,
    given: &str,
) -> Line {
    let Some(known) = turn.world.settings.person(person) else {
        return Told::Unknown.into();
    };
    // A button's data is not to be trusted more than typed text.
    let Some(to) = read_phone(given) else {
        return Told::PhoneWrong.into();
    };
    let from = known.phone.clone();
    let same = from.as_ref() == Some(&to);
    if !same {
        let person = person.clone();
        change(
            turn,
            pressed.sender,
            Change::Phone { person, from, to },
            Vec::new(),
        );
    }
    rewrite(turn, pressed, Said::Card(person.clone()));
    if same { Told::Already } else { Told::Done }.into()
}

/// Somebody has left.
pub(super) fn gone(turn: &mut Turn<'_>, pressed: Pressed<'_>, id: &PersonId, sure: bool) -> Line {
    let world = turn.world;
    let Some(person) = world.settings.person(id) else {
        return Told::Unknown.into();
    };
    if person.gone {
        rewrite(turn, pressed, Said::Card(id.clone()));
        return Told::Already.into();
    }
    if is_last_administrator(&world, person) {
        return Told::LastAdministrator.into();
    }
    let made = Change::Gone {
        person: id.clone(),
        user: person.telegram,
    };
    if let Some(policy) = silenced(&world, &made) {
        return Told::PagesNobody(policy).into();
    }
    let vacant = emptied_without(world.settings, id);
    if !sure {
        let said = Said::GoneSure {
            person: id.clone(),
            vacant,
            holds: held_by(&world, id),
        };
        rewrite(turn, pressed, said);
        return Line::Comes;
    }
    change(turn, pressed.sender, made, vacant);
    rewrite(turn, pressed, Said::Card(id.clone()));
    Told::Done.into()
}

/// Somebody who was marked as gone is back, with the roles and the account that are still his: an export
/// that was put into the file took both out of it.
pub(super) fn returned(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    id: &PersonId,
    sure: bool,
) -> Line {
    let Some(person) = turn.world.settings.person(id) else {
        return Told::Unknown.into();
    };
    if !person.gone {
        rewrite(turn, pressed, Said::Card(id.clone()));
        return Told::Already.into();
    }
    let made = Change::Returned { person: id.clone() };
    let after = after(&turn.world, &made);
    let is_bound = after
        .person(id)
        .is_some_and(|person| person.telegram.is_some());
    if !sure {
        let said = Said::ReturnedSure {
            person: id.clone(),
            roles: after.roles_of(id).map(|role| role.id.clone()).collect(),
            is_bound,
        };
        rewrite(turn, pressed, said);
        return Line::Comes;
    }
    change(turn, pressed.sender, made, Vec::new());
    rewrite(turn, pressed, Said::Card(id.clone()));
    if is_bound {
        Told::Done.into()
    } else {
        Told::ReturnedUnbound(id.clone()).into()
    }
}

/// The account is no longer this person's: a lost phone, or the wrong one.
pub(super) fn unbind(turn: &mut Turn<'_>, pressed: Pressed<'_>, id: &PersonId, sure: bool) -> Line {
    let world = turn.world;
    let Some(person) = world.settings.person(id) else {
        return Told::Unknown.into();
    };
    let Some(user) = person.telegram else {
        rewrite(turn, pressed, Said::Card(id.clone()));
        return Told::Already.into();
    };
    if is_last_administrator(&world, person) {
        return Told::LastAdministrator.into();
    }
    if !sure {
        let said = Said::UnbindSure {
            person: id.clone(),
            holds: held_by(&world, id),
        };
        rewrite(turn, pressed, said);
        return Line::Comes;
    }
    let person = id.clone();
    change(
        turn,
        pressed.sender,
        Change::Unbound { person, user },
        Vec::new(),
    );
    rewrite(turn, pressed, Said::Card(id.clone()));
    Told::Done.into()
}

/// Somebody who can be reached at an account no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    person: PersonId,
    /// The account he had.
    user: Option<TelegramUser>,
    why: Unreachable,
}

/// Who was marked as gone, or lost his account, by a decision.
pub fn left_people(decision: &Decision) -> Vec<Parting> {
    let changes = decision.changes.iter().map(|(_, change)| change);
    let left = changes.filter_map(|change| match change {
        Change::Gone { person, user } => Some(Parting {
            person: person.clone(),
            user: *user,
            why: Unreachable::Left,
        }),
        Change::Unbound { person, user } => Some(Parting {
            person: person.clone(),
            user: Some(*user),
            why: Unreachable::NotBound,
        }),
        _ => None,
    });
    left.collect()
}

/// Somebody was marked as gone, or lost his account, just now: what was known of his reach is of the
/// past, and no running step waits for him.
pub fn left(world: World<'_>, parting: &Parting, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let Parting { person, user, why } = parting;
    let note = turn.note_of(person);
    if note.unreachable.is_some() || note.untried {
        let note = PersonNote {
            unreachable: None,
            untried: false,
            ..note
        };
        turn.decision
            .desk
            .push(DeskChange::Person(person.clone(), note));
    }
    turn.is_gone(person, *why);
    for number in held_by(&world, person) {
        if let Some(draft) = turn.open(number) {
            let step = draft.incident.step_it_stood_at();
            let why = Restart::HolderLeft;
            escalation::restart_at(draft, &world, Actor::Bot, why, step, now);
        }
    }
    if let Some(user) = user {
        let chat = user.private_chat();
        let there = |folder: &&Folder| folder.posts.list.iter().any(|post| post.chat == chat);
        let shown: Vec<IncidentNumber> = world
            .open
            .values()
            .filter(there)
            .map(|folder| folder.incident.number)
            .collect();
        for number in shown {
            if let Some(draft) = turn.open(number) {
                take_back(draft, chat);
            }
        }
    }
    turn.done()
}

/// What waits for a chat leaves no more; what stands there loses its buttons and is followed no longer.
fn take_back(draft: &mut Draft, chat: TelegramChat) {
    for post in draft.posts.list.iter_mut().filter(|post| post.chat == chat) {
        post.forsake();
    }
}

/// Incidents that somebody has in hand.
fn held_by(world: &World<'_>, person: &PersonId) -> Vec<IncidentNumber> {
    let by = Actor::Person(person.clone());
    let holds = |folder: &&Folder| folder.incident.holder() == Some(&by);
    let held = world.open.values().filter(holds);
    held.map(|folder| folder.incident.number).collect()
}
