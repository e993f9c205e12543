//! Binding: an administrator invites a person, and whoever gives the code is that person.

use crate::decide::{Decision, Effect, Line, Place, Sending, Speech, Turn, World, rights};
use crate::ids::{MessageId, PersonId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Sender};
use crate::limits::{ANSWER_LIFE, INVITE_KEPT};
use crate::outgoing::{Drawn, Outgoing, Priority, Subject};
use crate::state::change::Change;
use crate::state::desk::{DeskChange, PersonNote};
use crate::state::event::Actor;
use crate::state::invite::{Code, Guesses, Invite, Void};
use crate::state::record::Hash;
use crate::time::At;

/// `/invite PERSON`; without a person, who there is to be invited.
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, asked: &str) {
    if !rights::administers(&turn.world, sender.id) {
        return turn.answer(place, Line::AdministratorsOnly);
    }
    if asked.is_empty() {
        let people = unbound(&turn.world);
        return turn.answer(place, Speech::InviteWhom(people));
    }
    match find(&turn.world, asked) {
        Ok(person) => {
            let line = invite(turn, place, sender, &person);
            // In private the link is the answer.
            if !(place.chat.is_private() && matches!(line, Line::InviteComes(_))) {
                turn.answer(place, line);
            }
        }
        Err(line) => turn.answer(place, line),
    }
}

/// A button with a person's name.
pub(super) fn press(turn: &mut Turn<'_>, place: Place, sender: &Sender, id: &PersonId) -> Line {
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    invite(turn, place, sender, id)
}

/// People without an account, in the order of the file.
fn unbound(world: &World<'_>) -> Vec<PersonId> {
    let without = world
        .settings
        .people
        .iter()
        .filter(|p| p.telegram.is_none() && !p.gone);
    without.map(|person| person.id.clone()).collect()
}

/// By id, else by the whole name, else by a part of it; case does not matter. Who is one of several is not
/// guessed.
pub(super) fn find(world: &World<'_>, asked: &str) -> Result<PersonId, Line> {
    let (asked, wanted) = (asked.trim(), asked.trim().to_lowercase());
    let people = || world.settings.people.iter();
    let exact = people().find(|person| person.id.as_str() == asked);
    if let Some(person) =
        exact.or_else(|| people().find(|person| person.id.as_str().to_lowercase() == wanted))
    {
        return Ok(person.id.clone());
    }
    let called = |is: &dyn Fn(&str) -> bool| -> Vec<PersonId> {
        let found = people().filter(|person| is(&person.name.to_lowercase()));
        found.map(|person| person.id.clone()).collect()
    };
    let mut found = called(&|name| name == wanted);
    if found.is_empty() {
        found = called(&|name| name.contains(&wanted));
    }
    match &*found {
        [] => Err(Line::PersonUnknown(asked.to_owned())),
        [person] => Ok(person.clone()),
        _ => Err(Line::PersonSeveral {
            given: asked.to_owned(),
            people: found,
        }),
    }
}

/// Makes an invitation; the link goes to the administrator in private, wherever it was asked for.
fn invite(turn: &mut Turn<'_>, place: Place, sender: &Sender, id: &PersonId) -> Line {
    let (world, now) = (turn.world, turn.now);
    let Some(person) = world.settings.person(id) else {
        return Line::PersonUnknown(id.to_string());
    };
    if person.telegram.is_some() {
        return Line::InviteBound(id.clone());
    }
    if person.gone {
        return Line::InviteGone(id.clone());
    }
    // An older code of the same person is void: the newest is the one on the notice board.
    for (hash, older) in &world.desk.invites {
        let open = older.person == *id && older.used.is_none() && older.void.is_none();
        let then = if now.since(older.made) > INVITE_KEPT {
            None
        } else if open {
            Some(older.voided(Void::Replaced))
        } else {
            continue;
        };
        turn.decision.desk.push(DeskChange::Invite(*hash, then));
    }
    let code = world.seed.code(world.desk.changes.seq + 1);
    let made = Invite {
        person: id.clone(),
        made: now,
        used: None,
        void: None,
    };
    let expires = made.expires();
    turn.decision
        .desk
        .push(DeskChange::Invite(code.hash(), Some(made)));
    let by = turn.actor(sender);
    let change = Change::Invited {
        person: id.clone(),
        expires,
    };
    turn.decision.changes.push((by, change));
    let link = code.link(&world.bot.username);
    turn.decision.effects.push(Effect::Draw {
        chat: sender.id.private_chat(),
        reply_to: place.in_private(),
        drawn: Drawn::Qr(link.clone()),
        speech: Speech::Invite {
            person: id.clone(),
            link,
            expires,
        },
        subject: place.elsewhere(),
        life: ANSWER_LIFE,
    });
    Line::InviteComes(id.clone())
}

/// An answer that only an administrator may see did not reach him: he has never started the bot.
pub fn not_in_private(
    world: World<'_>,
    chat: TelegramChat,
    message: Option<MessageId>,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let bot = world.bot.username.clone();
    turn.answer(Place { chat, message }, Line::StartFirst { bot });
    turn.done()
}

/// `/start CODE` in private: binds who gives it to the person whom it is for.
pub(super) fn redeem(turn: &mut Turn<'_>, place: Place, sender: &Sender, given: &str) {
    let speech = redeemed(turn, sender, given);
    turn.answer(place, speech);
}

fn redeemed(turn: &mut Turn<'_>, sender: &Sender, given: &str) -> Speech {
    let (world, now) = (turn.world, turn.now);
    let user = sender.id;
    let guesses = world.desk.guesses.get(&user);
    if guesses.is_some_and(|guesses| guesses.too_many(now)) {
        return Line::CodeTooMany.into();
    }
    let me = rights::person_id(&world, user);
    let Some((hash, invite)) = known(&world, given) else {
        wrong(turn, user);
        return Line::CodeUnknown.into();
    };
    let person = match world.settings.person(&invite.person) {
        Some(person) if !person.gone => person,
        Some(_) | None => return Line::CodeVoid.into(),
    };
    if me.as_ref() == Some(&person.id) {
        // Also a second press of Start: nothing to scold.
        return Speech::Welcome { person: me };
    }
    if invite.used.is_some() {
        return Line::CodeUsed.into();
    }
    match invite.void {
        Some(Void::Replaced) => return Line::CodeReplaced.into(),
        Some(Void::Exposed) => return Line::CodeExposed.into(),
        None if now >= invite.expires() => return Line::CodeExpired.into(),
        None => {}
    }
    if let Some(me) = me {
        return Line::CodeOfAnother { you: me }.into();
    }
    if person.telegram.is_some() {
        return Line::CodePersonBound.into();
    }
    let by = Actor::Person(person.id.clone());
    bind(turn, by, &person.id, (user, &sender.name), true);
    turn.decision.desk.push(DeskChange::Invite(
        hash,
        Some(Invite {
            used: Some((user, now)),
            ..invite.clone()
        }),
    ));
    Speech::Welcome {
        person: Some(person.id.clone()),
    }
}

/// The invitation of a code.
fn known<'a>(world: &World<'a>, given: &str) -> Option<(Hash, &'a Invite)> {
    let hash = Code::read(given)?.hash();
    let invite = world.desk.invites.get(&hash)?;
    Some((hash, invite))
}

/// `/start CODE` in a group: whoever reads it there could use it, so a good one is good no longer. `false`
/// where there is nothing to protect.
pub(super) fn exposed(turn: &mut Turn<'_>, message: &ChatMessage, given: &str) -> bool {
    let known = known(&turn.world, given).filter(|(_, invite)| invite.is_good(turn.now));
    let Some((hash, invite)) = known.filter(|_| !message.chat.private) else {
        return false;
    };
    let void = Some(invite.voided(Void::Exposed));
    turn.decision.desk.push(DeskChange::Invite(hash, void));
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    turn.answer(place, Line::CodeExposed);
    turn.tell_administrators(&Speech::CodeExposed {
        person: invite.person.clone(),
        group: message.chat.title.clone(),
    });
    true
}

/// An account is a person's from now on; the administrators hear which, and as what it calls itself. One
/// that has not come itself may never have started the bot: it is tried with a call that writes nothing.
pub(super) fn bind(
    turn: &mut Turn<'_>,
    by: Actor,
    person: &PersonId,
    (user, name): (TelegramUser, &str),
    came: bool,
) {
    let world = turn.world;
    turn.decision.changes.push((
        by,
        Change::Bound {
            person: person.clone(),
            user,
            name: name.to_owned(),
        },
    ));
    if world.desk.guesses.contains_key(&user) {
        turn.decision.desk.push(DeskChange::Guesses(user, None));
    }
    // What was known belongs to the account before, but for a language that this user chose.
    let note = turn.note_of(person);
    let language = world.desk.languages.get(&user).copied();
    let fresh = PersonNote {
        unreachable: None,
        untried: !came,
        // Another phone.
        night_proof: None,
        language: language.or(note.language),
    };
    if !came {
        turn.decision.effects.push(Effect::Send {
            body: Sending::Call(Outgoing::Knock {
                chat: user.private_chat(),
            }),
            priority: Priority::Bulk,
            subject: Subject::Other,
            life: ANSWER_LIFE,
        });
    }
    if note != fresh {
        turn.decision
            .desk
            .push(DeskChange::Person(person.clone(), fresh));
    }
    turn.tell_administrators(&Speech::Bound {
        person: person.clone(),
        user,
        name: name.to_owned(),
    });
}

/// Notes a wrong code; those of others that are long ago are forgotten, so that the list stays short.
fn wrong(turn: &mut Turn<'_>, user: TelegramUser) {
    let (world, now) = (turn.world, turn.now);
    for (other, guesses) in &world.desk.guesses {
        if guesses.is_over(now) {
            turn.decision.desk.push(DeskChange::Guesses(*other, None));
        }
    }
    let before = world.desk.guesses.get(&user).filter(|g| !g.is_over(now));
    let guesses = match before {
        Some(guesses) => Guesses {
            count: guesses.count + 1,
            ..*guesses
        },
        None => Guesses {
            since: now,
            count: 1,
        },
    };
    turn.decision
        .desk
        .push(DeskChange::Guesses(user, Some(guesses)));
}

/// Who is bound, or back, by a decision.
pub fn bound_people(decision: &Decision) -> Vec<PersonId> {
    let changes = decision.changes.iter().map(|(_, change)| change);
    changes
        .filter(|change| matches!(change, Change::Bound { .. } | Change::Returned { .. }))
        .map(|change| change.person().clone())
        .collect()
}

/// Somebody was bound just now, or is back: a running step that waits for him pages him.
pub fn bound(world: World<'_>, person: &PersonId, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    turn.call_back(person);
    turn.done()
}
