//! Whether everybody can be reached (SPEC, promise 9): a check asks Telegram about each person on call
//! and each chat with calls that write nothing, and says what came of it.

use crate::decide::{Decision, Effect, Line, Place, Sending, Speech, Turn, World, night, rights};
use crate::ids::{ChatId, PersonId, RoleId, TelegramChat};
use crate::incoming::Sender;
use crate::limits::{CHECK_LIFE, LATE_AFTER};
use crate::outgoing::{Outcome, Outgoing, Priority, Subject, Unreachable};
use crate::settings::Settings;
use crate::state::desk::DeskChange;
use crate::state::selftest::{
    Check, Found, Probe, Probed, Stands, Telling, members, next_morning, on_call,
};
use crate::time::At;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// When it was made.
    pub at: At,
    /// When it was due, where that was long before.
    pub late: Option<At>,
    /// How many are on call.
    pub people: usize,
    /// Who of them can't be reached, or is not known to be.
    pub unreached: Vec<(PersonId, Found)>,
    /// Every chat of the configuration.
    pub chats: Vec<CheckedChat>,
    /// Teams of which fewer can be reached than are wanted.
    pub short: Vec<ShortTeam>,
    /// Who can be reached and was not called by night for too long, the longest first.
    pub unproven: Vec<(PersonId, Option<At>)>,
    /// The bot's user name: whoever never started it finds it there.
    pub bot: String,
}

/// A chat that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedChat {
    /// As the configuration names it.
    pub id: ChatId,
    /// Whether it can be written to.
    pub found: Found,
    /// The supergroup that it became, where the configuration has the old id.
    pub moved_to: Option<TelegramChat>,
}

/// A muster's team of which fewer can be reached than are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortTeam {
    /// The team.
    pub team: RoleId,
    /// How many can be reached.
    pub reached: usize,
    /// How many are wanted.
    pub need: u32,
    /// Who can't.
    pub missing: Vec<PersonId>,
}

impl Checked {
    /// Whether somebody should do something about it now.
    pub fn is_wrong(&self) -> bool {
        let chats = self.chats.iter().any(|chat| chat.found != Found::Fine);
        !self.unreached.is_empty() || chats || !self.short.is_empty()
    }

    /// How many people can be reached.
    pub fn reached(&self) -> usize {
        self.people.saturating_sub(self.unreached.len())
    }
}

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
        if now.since(check.due()) > LATE_AFTER {
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

/// The sending of something that belongs to a check or night test ended for good.
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
    let people = on_call(settings, now);
    let mut asked = people.clone();
    for muster in settings
        .musters
        .iter()
        .filter(|muster| muster.need.is_some())
    {
        for person in team(&world, &muster.team, now) {
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
    let arrived = match outcome {
        Outcome::Sent(Some(id)) => Stands::At(*id),
        _ => Stands::Nowhere,
    };
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
    let checked = result(turn, check);
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

fn result(turn: &Turn<'_>, check: &Check) -> Checked {
    let world = turn.world;
    let unknown = Found::Unreachable(Unreachable::NotBound);
    let found = |id: &PersonId| {
        let found = check.found(&Probed::Person(id.clone()));
        found.unwrap_or(&unknown).clone()
    };
    let unreached = check
        .people
        .iter()
        .map(|id| (id.clone(), found(id)))
        .filter(|(_, found)| *found != Found::Fine)
        .collect();
    let chats = world.settings.chats.iter().filter_map(|chat| {
        let moved = world.desk.current(chat.telegram);
        Some(CheckedChat {
            id: chat.id.clone(),
            found: check.found(&Probed::Chat(chat.telegram))?.clone(),
            moved_to: Some(moved).filter(|moved| *moved != chat.telegram),
        })
    });
    let mut unproven: Vec<(PersonId, Option<At>)> = check
        .people
        .iter()
        .filter(|id| found(id) == Found::Fine)
        .map(|id| (id.clone(), night::proof(&world, id)))
        .filter(|(_, proof)| night::is_stale(&world, *proof, turn.now))
        .collect();
    unproven.sort_by_key(|(_, proof)| *proof);
    Checked {
        at: check.began,
        late: check
            .morning
            .filter(|due| check.began.since(*due) > LATE_AFTER),
        people: check.people.len(),
        unreached,
        chats: chats.collect(),
        short: short_teams(&world, check, &found),
        unproven,
        bot: world.bot.username.clone(),
    }
}

fn short_teams(
    world: &World<'_>,
    check: &Check,
    found: &dyn Fn(&PersonId) -> Found,
) -> Vec<ShortTeam> {
    let short = world.settings.musters.iter().filter_map(|muster| {
        let need = muster.need?;
        let people = team(world, &muster.team, check.began);
        let (reached, missing): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|person| found(person) == Found::Fine);
        let enough = usize::try_from(need).is_ok_and(|need| reached.len() >= need);
        (!enough).then(|| ShortTeam {
            team: muster.team.clone(),
            reached: reached.len(),
            need,
            missing,
        })
    });
    short.collect()
}

fn team(world: &World<'_>, team: &RoleId, now: At) -> Vec<PersonId> {
    let role = world.settings.role(team);
    let people = role.map(|role| members(world.settings, &role.members, now));
    let mut people = people.unwrap_or_default();
    people.retain(|person| world.settings.person(person).is_some());
    people
}
