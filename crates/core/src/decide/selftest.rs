//! Whether everybody can be reached (SPEC, promise 9): a check asks Telegram about each person on call
//! and each chat with calls that write nothing, and says what came of it.

use crate::decide::{
    Checked, Decision, Effect, Line, Place, Sending, Speech, Turn, World, checked, duty, night,
    prompt, rights,
};
use crate::ids::TelegramChat;
use crate::incoming::Sender;
use crate::limits::{CHECK_LIFE, LATE_AFTER};
use crate::outgoing::{Outcome, Outgoing, Priority, Subject, Unreachable};
use crate::settings::Settings;
use crate::state::desk::DeskChange;
use crate::state::selftest::{Check, Found, Probe, Probed, Stands, Telling, next_morning, on_call};
use crate::time::At;

/// `/selftest`
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender) {
    if !rights::administers(&turn.world, sender.id) {
        return turn.answer(place, Line::AdministratorsOnly);
    }
    begin(turn, Some(Show::New(place)), None);
}

/// A button that asks for a check: with a message of its own, or in place of an earlier result.
pub(super) fn press(turn: &mut Turn<'_>, place: Place, sender: &Sender, in_place: bool) -> Line {
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    let show = match place.message {
        Some(id) if in_place => Show::InPlace(Telling {
            chat: place.chat,
            stands: Stands::At(id),
        }),
        _ => Show::New(Place {
            message: None,
            ..place
        }),
    };
    begin(turn, Some(show), None);
    Line::Checking
}

/// Something of the checks and night tests is due: one thing a time, the timer is set anew for the
/// next.
pub fn selftest_due(world: World<'_>, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let tests = &world.desk.selftests;
    if let Some(check) = tests.check.as_ref().filter(|check| check.due() <= now) {
        // No answer at all says something of the line, and nothing of people: nobody is to read in the
        // morning that all are out of reach.
        let no_line = check.morning.is_some() && check.heard_nothing();
        if no_line || now.since(check.due()) > LATE_AFTER {
            ask_anew(&mut turn, check);
        } else {
            end(&mut turn, check);
        }
    } else if let Some(due) = tests.morning.filter(|due| *due <= now) {
        let next = plan(world.settings, None, now);
        turn.decision.desk.push(DeskChange::Morning(next));
        begin(&mut turn, None, Some(due));
    } else {
        night::unheard(&mut turn);
    }
    turn.done()
}

/// When the next morning's check is due, by the settings in force. One that is due already stays: it
/// was missed while the bot was down.
pub fn plan(settings: &Settings, planned: Option<At>, now: At) -> Option<At> {
    let time = settings.selftest.morning?;
    match planned {
        Some(due) if due <= now => Some(due),
        _ => Some(next_morning(time, settings.timezone, now)),
    }
}

/// The sending of something that belongs to a check, a night test, a shift, a handover or a swap ended for good.
pub fn selftest_ended(
    world: World<'_>,
    subject: &Subject,
    body: &Outgoing,
    outcome: &Outcome,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    match subject {
        Subject::Probe { check, probe } => probe_ended(&mut turn, *check, *probe, outcome),
        Subject::Checking { check, place } => {
            stands(&mut turn, *check, *place, body.chat(), outcome);
        }
        Subject::Night { person, began } => {
            night::ended(&mut turn, person, *began, outcome);
        }
        Subject::Duty {
            roster,
            shift,
            person,
            nth,
        } => duty::ended(&mut turn, (roster, *shift), (person, *nth), body, outcome),
        Subject::Handover {
            roster,
            shift,
            person,
            kind: _,
            nth,
        } => {
            let about = (person, *nth);
            duty::handover_ended(&mut turn, (roster, *shift), about, body.chat(), outcome);
        }
        Subject::Swap { began, side } => {
            duty::swap_ended(&mut turn, (*began, *side), body.chat(), outcome);
        }
        Subject::Presence {
            row,
            at,
            person,
            nth,
        } => duty::presence_ended(&mut turn, (row, *at), (person, *nth), body, outcome),
        Subject::Prompt { row, at, nth } => {
            prompt::ended(&mut turn, (row, *at), *nth, body, outcome);
        }
        Subject::Report { row, at, nth } => {
            prompt::report_ended(&mut turn, (row, *at), *nth, body, outcome);
        }
        _ => {}
    }
    turn.done()
}

/// How the result is to be shown to who asked.
enum Show {
    New(Place),
    InPlace(Telling),
}

/// Begins a check; one that runs already tells its result here too.
fn begin(turn: &mut Turn<'_>, show: Option<Show>, morning: Option<At>) {
    let (desk, now) = (turn.world.desk, turn.now);
    let mut check = match &desk.selftests.check {
        Some(running) => Check {
            morning: running.morning.or(morning),
            ..running.clone()
        },
        None => ask(turn, morning),
    };
    let began = check.began;
    match show {
        Some(Show::InPlace(telling)) => {
            if let Stands::At(id) = telling.stands {
                turn.decision.effects.push(Effect::Rewrite {
                    chat: telling.chat,
                    id,
                    speech: Speech::Checking,
                });
            }
            check.tellings.retain(|known| *known != telling);
            check.tellings.push(telling);
        }
        Some(Show::New(place)) => {
            turn.decision.effects.push(Effect::Send {
                body: Sending::Say {
                    chat: place.chat,
                    reply_to: place.message,
                    speech: Speech::Checking,
                },
                priority: Priority::Answer,
                subject: Subject::Checking {
                    check: began,
                    place: number(check.tellings.len()),
                },
                life: check.due().since(now),
            });
            check.tellings.push(Telling {
                chat: place.chat,
                stands: Stands::Sending,
            });
        }
        None => {}
    }
    settle(turn, check);
}

/// Asks Telegram about everybody and every chat.
fn ask(turn: &mut Turn<'_>, morning: Option<At>) -> Check {
    let (world, now) = (turn.world, turn.now);
    let settings = world.settings;
    let people = on_call(settings, &world.desk.duties, now);
    let mut asked = people.clone();
    for muster in settings
        .musters
        .iter()
        .filter(|muster| muster.need.is_some())
    {
        for person in checked::team(&world, &muster.team, now) {
            if !asked.contains(&person) {
                asked.push(person);
            }
        }
    }
    let mut check = Check {
        began: now,
        morning,
        tellings: Vec::new(),
        people,
        probes: Vec::new(),
    };
    for id in asked {
        let chat = settings
            .person(&id)
            .and_then(|person| person.telegram)
            .map(|user| user.private_chat());
        let body = chat.map(|chat| Outgoing::Knock { chat });
        probe(turn, &mut check, Probed::Person(id), body);
    }
    for chat in &settings.chats {
        let now_at = world.desk.current(chat.telegram);
        let standing = Outgoing::Standing {
            chat: now_at,
            user: world.bot.id,
        };
        for body in [Outgoing::Knock { chat: now_at }, standing] {
            probe(turn, &mut check, Probed::Chat(chat.telegram), Some(body));
        }
    }
    check
}

/// The bot was down in the middle of a check: its questions have lost their time, and whoever asked
/// wants to know how it is now.
fn ask_anew(turn: &mut Turn<'_>, check: &Check) {
    let mut again = ask(turn, check.morning);
    again.tellings.clone_from(&check.tellings);
    for telling in &mut again.tellings {
        if telling.stands == Stands::Sending {
            telling.stands = Stands::Nowhere;
        }
    }
    settle(turn, again);
}

/// One question; without a body there is nobody to ask.
fn probe(turn: &mut Turn<'_>, check: &mut Check, of: Probed, body: Option<Outgoing>) {
    let found = match body {
        Some(body) => {
            turn.decision.effects.push(Effect::Send {
                body: Sending::Call(body),
                priority: Priority::Bulk,
                subject: Subject::Probe {
                    check: check.began,
                    probe: number(check.probes.len()),
                },
                life: CHECK_LIFE,
            });
            Found::Waiting
        }
        None => {
            let left = matches!(&of, Probed::Person(id)
                if turn.world.settings.person(id).is_some_and(|person| person.gone));
            Found::Unreachable(if left {
                Unreachable::Left
            } else {
                Unreachable::NotBound
            })
        }
    };
    check.probes.push(Probe { of, found });
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn probe_ended(turn: &mut Turn<'_>, began: At, index: u32, outcome: &Outcome) {
    let Some(mut check) = running(&turn.world, began) else {
        return;
    };
    let Some(probe) = check.probes.get_mut(index as usize) else {
        return;
    };
    probe.found = match outcome {
        Outcome::Sent(_) | Outcome::Unchanged => Found::Fine,
        Outcome::Unreachable(why) => Found::Unreachable(*why),
        Outcome::Refused(reason) | Outcome::Gone(reason) => Found::Refused(reason.clone()),
        // It had no time: whether the person can be reached is not known.
        _ => return,
    };
    if let Probed::Person(person) = probe.of.clone() {
        match probe.found {
            Found::Fine => turn.is_back(&person),
            Found::Unreachable(why) => turn.is_gone(&person, why),
            _ => {}
        }
    }
    settle(turn, check);
}

/// A message for the result has arrived, or never will.
fn stands(
    turn: &mut Turn<'_>,
    began: At,
    place: u32,
    chat: Option<TelegramChat>,
    outcome: &Outcome,
) {
    let arrived = Stands::of(outcome);
    let check = running(&turn.world, began);
    match (check, arrived) {
        (Some(mut check), arrived) => {
            if let Some(telling) = check.tellings.get_mut(place as usize) {
                telling.stands = arrived;
                telling.chat = chat.unwrap_or(telling.chat);
            }
            settle(turn, check);
        }
        (None, Stands::At(id)) => {
            if let Some(chat) = chat {
                turn.decision.effects.push(Effect::Rewrite {
                    chat,
                    id,
                    speech: Speech::CheckOver,
                });
            }
        }
        (None, _) => {}
    }
}

fn running(world: &World<'_>, began: At) -> Option<Check> {
    let check = world.desk.selftests.check.as_ref();
    check.filter(|check| check.began == began).cloned()
}

/// Keeps a check, or ends it where nothing is left to wait for.
fn settle(turn: &mut Turn<'_>, check: Check) {
    if check.is_over() {
        end(turn, &check);
    } else {
        let check = Some(Box::new(check));
        turn.decision.desk.push(DeskChange::Check(check));
    }
}

/// Says what came of a check.
fn end(turn: &mut Turn<'_>, check: &Check) {
    let world = turn.world;
    let checked = checked::result(turn, check);
    for telling in &check.tellings {
        let speech = Speech::Checked(Box::new(checked.clone()));
        turn.decision.effects.push(match telling.stands {
            Stands::At(id) => Effect::Rewrite {
                chat: telling.chat,
                id,
                speech,
            },
            Stands::Sending | Stands::Nowhere => Effect::Say {
                chat: telling.chat,
                reply_to: None,
                speech,
                priority: Priority::Answer,
            },
        });
    }
    if check.morning.is_some() {
        tell_administrators(turn, check, &checked);
    }
    if check.morning.is_some() && checked.is_wrong() {
        let announcing = world.settings.chats.iter().filter(|chat| chat.announce);
        for chat in announcing {
            turn.decision.effects.push(Effect::Say {
                chat: world.desk.current(chat.telegram),
                reply_to: None,
                speech: Speech::CheckedLine(Box::new(checked.clone())),
                priority: Priority::Reminder,
            });
        }
    }
    turn.decision.desk.push(DeskChange::Check(None));
}

/// A morning's result goes to everybody who can do something about it and has it not already.
fn tell_administrators(turn: &mut Turn<'_>, check: &Check, checked: &Checked) {
    for person in turn.world.settings.administrators() {
        let found = check.found(&Probed::Person(person.id.clone()));
        if matches!(found, Some(Found::Unreachable(_))) {
            continue;
        }
        let chat = person.telegram.map(|user| user.private_chat());
        let told = |chat| check.tellings.iter().any(|telling| telling.chat == chat);
        if let Some(chat) = chat.filter(|chat| !told(*chat)) {
            turn.decision.effects.push(Effect::Say {
                chat,
                reply_to: None,
                speech: Speech::Checked(Box::new(checked.clone())),
                priority: Priority::Reminder,
            });
        }
    }
}
