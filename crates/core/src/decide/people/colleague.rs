//! Questions of `/people` that wait for words: a colleague's contact or name, a phone number.

use std::collections::BTreeSet;

use super::{Said, Told, change};
use crate::decide::form::{self, Pressed};
use crate::decide::{Effect, Line, Place, Turn, World, invite, rights};
use crate::ids::PersonId;
use crate::incoming::{ChatMessage, Contact, Sender};
use crate::limits::GIVEN_NAME_CHARS;
use crate::parse::one_line;
use crate::parse::people::phone as read_phone;
use crate::parse::tag::Tag;
use crate::state::change::Change;
use crate::state::desk::DeskChange;
use crate::state::form::{FormKind, Newcomer};

/// Who is the colleague?
pub(super) fn ask(turn: &mut Turn<'_>, place: Place, sender: &Sender) {
    let kind = FormKind::Colleague { found: None };
    form::open(turn, place, sender, kind, Said::ColleagueAsked.into());
}

/// Which number?
pub(super) fn ask_phone(turn: &mut Turn<'_>, place: Place, sender: &Sender, person: &PersonId) {
    let kind = FormKind::Phone {
        person: person.clone(),
    };
    let said = Said::PhoneAsked(person.clone());
    form::open(turn, place, sender, kind, said.into());
}

/// An administrator shares a contact in private without having been asked: it is a colleague.
/// `false` where it is not that.
pub(in crate::decide) fn shared(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
) -> bool {
    let administers = rights::administers(&turn.world, sender.id);
    let Some(contact) = message.contact.as_ref().filter(|_| administers) else {
        return false;
    };
    found(turn, message, sender, of_contact(contact));
    true
}

/// The answer to the question for a colleague.
pub(in crate::decide) fn answered(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender) {
    let newcomer = match &message.contact {
        Some(contact) => of_contact(contact),
        None => Newcomer {
            name: one_line(&message.text),
            phone: None,
            user: None,
        },
    };
    found(turn, message, sender, newcomer);
}

/// The answer to the question for a number. The question stays where no number looks so.
pub(in crate::decide) fn phone_given(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    person: &PersonId,
) {
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    if !may(turn, place, sender) {
        return;
    }
    let given = match &message.contact {
        Some(contact) => of_contact(contact).phone,
        None => read_phone(&message.text),
    };
    let Some(phone) = given else {
        return turn.answer(place, Told::PhoneWrong);
    };
    form::end(turn, place.chat, sender.id, None);
    let person = person.clone();
    turn.answer(place, Said::PhoneSure { person, phone });
}

/// Whoever was an administrator when the question was asked may be none any more.
fn may(turn: &mut Turn<'_>, place: Place, sender: &Sender) -> bool {
    let may = rights::administers(&turn.world, sender.id);
    if !may {
        form::end(turn, place.chat, sender.id, None);
        turn.answer(place, Line::AdministratorsOnly);
    }
    may
}

fn of_contact(contact: &Contact) -> Newcomer {
    let digits = contact.phone.trim();
    // Telegram leaves the sign out where the owner of the contact did.
    let international = if digits.starts_with('+') {
        digits.to_owned()
    } else {
        format!("+{digits}")
    };
    Newcomer {
        name: one_line(&contact.name),
        phone: read_phone(&international),
        user: contact.user,
    }
}

fn found(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender, newcomer: Newcomer) {
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    if !may(turn, place, sender) {
        return;
    }
    let settings = turn.world.settings;
    let owner = newcomer.user.and_then(|user| settings.person_of(user));
    if let Some(owner) = owner {
        let taken = Told::AccountTaken(owner.id.clone());
        return turn.answer(place, taken);
    }
    let long = newcomer.name.chars().count() > GIVEN_NAME_CHARS;
    if newcomer.name.is_empty() || long {
        return turn.answer(place, Told::NameWrong);
    }
    let mut people = settings.people.iter();
    let namesake = people.any(|person| person.name.to_lowercase() == newcomer.name.to_lowercase());
    let kind = FormKind::Colleague {
        found: Some(newcomer.clone()),
    };
    let said = Said::ColleagueSure { newcomer, namesake };
    form::open(turn, place, sender, kind, said.into());
}

/// The colleague is confirmed.
pub(super) fn add(turn: &mut Turn<'_>, pressed: Pressed<'_>, meant: Tag) -> Line {
    let (world, sender) = (turn.world, pressed.sender);
    let running = world.desk.forms.get(&(pressed.chat, sender.id)).cloned();
    let Some(mut form) = running else {
        // The same press once more finds the new person's card here, whose buttons must stay.
        return Told::Dropped.into();
    };
    let newcomer = match form.kind.clone() {
        FormKind::Colleague {
            found: Some(newcomer),
        } if newcomer.tag() == meant => newcomer,
        // The button of an earlier answer, which is no longer the one.
        _ => return Told::Dropped.into(),
    };
    let owner = newcomer
        .user
        .and_then(|user| world.settings.person_of(user));
    if let Some(owner) = owner {
        return Told::AccountTaken(owner.id.clone()).into();
    }
    let person = fresh_id(&world, &newcomer.name);
    let added = Change::Added {
        person: person.clone(),
        name: newcomer.name.clone(),
        phone: newcomer.phone.clone(),
    };
    change(turn, sender, added, Vec::new());
    if let Some(user) = newcomer.user {
        let by = turn.actor(sender);
        invite::bind(turn, by, &person, (user, &newcomer.name), false);
    }
    turn.decision
        .desk
        .push(DeskChange::Form(pressed.chat, sender.id, None));
    let question = form::pressed_question(turn, pressed, &mut form);
    let card = Said::Card(person).into();
    form::close(turn, pressed.chat, vec![question], Some(&card));
    form::close(turn, pressed.chat, form.questions, Some(&Said::Over.into()));
    Told::Done.into()
}

/// The running question is dropped by its button.
pub(super) fn drop(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    let running = turn
        .world
        .desk
        .forms
        .get(&(pressed.chat, pressed.sender.id))
        .cloned();
    match running {
        Some(mut form)
            if matches!(
                form.kind,
                FormKind::Colleague { .. } | FormKind::Phone { .. }
            ) =>
        {
            let owner = pressed.sender.id;
            turn.decision
                .desk
                .push(DeskChange::Form(pressed.chat, owner, None));
            let question = form::pressed_question(turn, pressed, &mut form);
            form.questions.push(question);
            let said = Said::Over.into();
            form::close(turn, pressed.chat, form.questions, Some(&said));
            Told::Dropped.into()
        }
        _ => over(turn, pressed),
    }
}

/// A message that no question knows of any more.
fn over(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    turn.decision.effects.push(Effect::Strip {
        chat: pressed.chat,
        id: pressed.message,
    });
    Told::Dropped.into()
}

/// An id that neither people nor roles have, made of the letters of the name.
fn fresh_id(world: &World<'_>, name: &str) -> PersonId {
    /// Bytes of an id without its number.
    const BYTES: usize = 24;
    let letters = name.chars().filter_map(|c| match c {
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        ' ' | '-' | '_' | '.' => Some('_'),
        _ => None,
    });
    let word: String = letters.take(BYTES).collect();
    let word = word.trim_matches('_');
    let base = if word.is_empty() { "person" } else { word };
    // An id of before would bring its invitations, notes and pages along.
    let desk = world.desk;
    let known_before: BTreeSet<PersonId> = desk
        .overlay
        .people
        .keys()
        .chain(desk.people.keys())
        .chain(desk.invites.values().map(|invite| &invite.person))
        .cloned()
        .chain(
            world
                .open
                .values()
                .flat_map(|folder| folder.incident.policy.people()),
        )
        .collect();
    let taken = |id: &str| {
        let settings = world.settings;
        settings
            .people
            .iter()
            .any(|person| person.id.as_str() == id)
            || settings.roles.iter().any(|role| role.id.as_str() == id)
            || known_before.contains(&PersonId::new(id))
    };
    let mut id = base.to_owned();
    let mut number = 2_u32;
    while taken(&id) {
        id = format!("{base}{number}");
        number += 1;
    }
    PersonId::new(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_without_the_sign_gets_it_and_a_strange_number_is_left_out() {
        let contact = |phone: &str| {
            of_contact(&Contact {
                name: " Wu \n Lei ".into(),
                phone: phone.into(),
                user: None,
            })
        };
        assert_eq!(
            contact("8613800000009").phone,
            Some("+8613800000009".into())
        );
        assert_eq!(contact("+86 138").phone, Some("+86 138".into()));
        assert_eq!(contact("ext. 5").phone, None);
        assert_eq!(contact("").name, "Wu Lei");
    }
}
