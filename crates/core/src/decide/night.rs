//! Night tests: a person is called as at night and says whether the phone rang. The date of the last
//! proof is kept.

use crate::decide::{Effect, Line, Place, Sending, Speech, Turn, World, invite, rights};
use crate::ids::{MessageId, PersonId, TelegramChat};
use crate::incoming::Sender;
use crate::limits::NIGHT_ANSWER;
use crate::outgoing::{Outcome, Priority, Subject};
use crate::state::desk::{DeskChange, PersonNote};
use crate::state::selftest::{NightTest, Stands, on_call};
use crate::time::At;

/// What came of a night test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The phone rang.
    Yes,
    /// It did not.
    No,
    /// Nobody pressed.
    NoAnswer,
    /// It did not arrive.
    NotSent,
}

/// `/selftest night`, `/selftest night PERSON`
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, asked: &str) {
    let person = if asked.is_empty() {
        rights::person_id(&turn.world, sender.id).ok_or(Line::AdministratorsOnly)
    } else if rights::administers(&turn.world, sender.id) {
        invite::find(&turn.world, asked).map_err(|line| match line {
            Line::PersonUnknown(given) => Line::NightWho(given),
            line => line,
        })
    } else {
        Err(Line::AdministratorsOnly)
    };
    let line = match person {
        Ok(person) => begin(turn, sender, &person),
        Err(line) => line,
    };
    turn.answer(place, line);
}

/// A button with a person's name, or the person's own.
pub(super) fn press(turn: &mut Turn<'_>, sender: &Sender, person: &PersonId) -> Line {
    let own = rights::person_id(&turn.world, sender.id).as_ref() == Some(person);
    if !own && !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    begin(turn, sender, person)
}

/// Who can be called, by buttons.
pub(super) fn list(turn: &mut Turn<'_>, place: Place, sender: &Sender) -> Line {
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    let world = turn.world;
    let mut people: Vec<(PersonId, Option<At>)> =
        on_call(world.settings, &world.desk.duties, turn.now)
            .into_iter()
            .filter(|id| {
                let person = world.settings.person(id);
                person.is_some_and(|person| person.telegram.is_some())
            })
            .map(|id| {
                let proof = proof(&world, &id);
                (id, proof)
            })
            .collect();
    people.sort_by_key(|(_, proof)| *proof);
    turn.answer(
        Place {
            message: None,
            ..place
        },
        Speech::NightWhom(people),
    );
    Line::Comes
}

fn begin(turn: &mut Turn<'_>, sender: &Sender, id: &PersonId) -> Line {
    let (world, now) = (turn.world, turn.now);
    let Some(by) = rights::person_id(&world, sender.id) else {
        return Line::AdministratorsOnly;
    };
    let Some(person) = world.settings.person(id) else {
        return Line::NightWho(id.to_string());
    };
    let Some(user) = person.telegram else {
        return Line::NightUnbound(id.clone());
    };
    let chat = user.private_chat();
    if let Some(older) = world.desk.selftests.nights.get(id) {
        close(turn, older.stands, chat, Speech::NightOver);
    }
    let own = by == *id;
    let test = NightTest {
        began: now,
        by,
        stands: Stands::Sending,
        arrived: None,
    };
    turn.decision
        .desk
        .push(DeskChange::Night(id.clone(), Some(test.clone())));
    turn.decision.effects.push(Effect::Send {
        body: Sending::Say {
            chat,
            reply_to: None,
            speech: Speech::NightTest {
                person: id.clone(),
                began: now,
                by: (!own).then_some(test.by),
            },
        },
        priority: Priority::Answer,
        subject: Subject::Night {
            person: id.clone(),
            began: now,
        },
        life: NIGHT_ANSWER,
    });
    if own {
        Line::NightComesToYou
    } else {
        Line::NightComes(id.clone())
    }
}

/// The sending of a test ended.
pub(super) fn ended(turn: &mut Turn<'_>, person: &PersonId, began: At, outcome: &Outcome) {
    let now = turn.now;
    // An answer can be quicker than the news that its question has arrived; what was overtaken by
    // another test says so when somebody presses.
    let Some(test) = running(&turn.world, person, began) else {
        return;
    };
    match outcome {
        Outcome::Sent(id) => {
            let test = NightTest {
                stands: id.map_or(Stands::Nowhere, Stands::At),
                arrived: Some(now),
                ..test
            };
            turn.decision
                .desk
                .push(DeskChange::Night(person.clone(), Some(test)));
        }
        _ => {
            turn.decision
                .desk
                .push(DeskChange::Night(person.clone(), None));
            tell(turn, &test, person, Heard::NotSent);
            if let Outcome::Unreachable(why) = outcome {
                turn.is_gone(person, *why);
            }
        }
    }
}

/// Yes or No under a test.
pub(super) fn answer(
    turn: &mut Turn<'_>,
    place: (TelegramChat, MessageId),
    sender: &Sender,
    (person, began): (&PersonId, At),
    heard: bool,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let (chat, message) = place;
    if rights::person_id(&world, sender.id).as_ref() != Some(person) {
        return Line::NightOfAnother(person.clone());
    }
    let Some(test) = running(&world, person, began) else {
        turn.decision
            .effects
            .push(Effect::Strip { chat, id: message });
        return Line::NightLate;
    };
    turn.decision
        .desk
        .push(DeskChange::Night(person.clone(), None));
    if heard {
        let note = PersonNote {
            // Whoever presses in his private chat can be reached.
            unreachable: None,
            untried: false,
            night_proof: Some(now),
            ..turn.note_of(person)
        };
        turn.decision
            .desk
            .push(DeskChange::Person(person.clone(), note));
    }
    turn.decision.effects.push(Effect::Rewrite {
        chat,
        id: message,
        speech: Speech::NightAnswered {
            person: person.clone(),
            at: now,
            heard,
        },
    });
    let outcome = if heard { Heard::Yes } else { Heard::No };
    tell(turn, &test, person, outcome);
    if heard {
        Line::NightHeard
    } else {
        Line::NightUnheard
    }
}

/// Nobody pressed in time.
pub(super) fn unheard(turn: &mut Turn<'_>) {
    let (world, now) = (turn.world, turn.now);
    let due = world.desk.selftests.nights.iter();
    for (person, test) in due.filter(|(_, test)| test.due() <= now) {
        turn.decision
            .desk
            .push(DeskChange::Night(person.clone(), None));
        let user = world.settings.person(person).and_then(|p| p.telegram);
        if let Some(user) = user {
            close(turn, test.stands, user.private_chat(), Speech::NightOver);
        }
        let outcome = match test.arrived {
            Some(_) => Heard::NoAnswer,
            None => Heard::NotSent,
        };
        tell(turn, test, person, outcome);
    }
}

/// When a person's phone last rang in a test.
pub(super) fn proof(world: &World<'_>, person: &PersonId) -> Option<At> {
    world.desk.people.get(person)?.night_proof
}

/// Whether a proof is too old, or there is none.
pub(super) fn is_stale(world: &World<'_>, proof: Option<At>, now: At) -> bool {
    proof.is_none_or(|proof| now.since(proof) > world.settings.selftest.night_proof)
}

fn running(world: &World<'_>, person: &PersonId, began: At) -> Option<NightTest> {
    let test = world.desk.selftests.nights.get(person);
    test.filter(|test| test.began == began).cloned()
}

fn close(turn: &mut Turn<'_>, stands: Stands, chat: TelegramChat, speech: Speech) {
    if let Stands::At(id) = stands {
        turn.decision
            .effects
            .push(Effect::Rewrite { chat, id, speech });
    }
}

/// Whoever asked for the test hears of it; of one's own test the administrators do.
fn tell(turn: &mut Turn<'_>, test: &NightTest, person: &PersonId, heard: Heard) {
    let settings = turn.world.settings;
    let own = test.by == *person;
    let told = settings.people.iter().filter(|other| {
        if own {
            other.admin && other.id != *person
        } else {
            other.id == test.by
        }
    });
    for other in told {
        if let Some(user) = other.telegram {
            turn.decision.effects.push(Effect::Say {
                chat: user.private_chat(),
                reply_to: None,
                speech: Speech::NightTold {
                    person: person.clone(),
                    began: test.began,
                    heard,
                },
                priority: Priority::Answer,
            });
        }
    }
}
