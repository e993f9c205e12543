//! The dispute ledger (纠纷登记簿), in private chats with those who keep it (`state::ledger`).
//!
//! Whom a screening's `ask` or `escalate` names keeps it; to administer the bot is no reason to read of
//! disputes. Names and typed words pass through here on their way from one private chat to the store's
//! private room and back, and nowhere else. Whoever reads is written down.

mod choose;
mod course;
mod due;
mod form;
mod list;
mod said;

use crate::decide::form::{self as forms, Pressed};
use crate::decide::{Effect, Line, Place, Sending, Speech, Turn, World, rights};
use crate::ids::{DisputeNumber, MessageId, PersonId, TelegramChat};
use crate::incoming::{ChatMessage, Quoted, Sender};
use crate::limits::LEDGER_LATE_AGAIN;
use crate::outgoing::{Priority, Subject};
use crate::parse::command::{self, Command, Parsed};
use crate::parse::ledger::{LedgerCommand, LedgerPress, number_and_rest};
use crate::state::event::Actor;
use crate::state::ledger::{
    Dispute, LedgerEvent, Private, Reading, Sealed, Text, TextKey, TextKind, What,
};
use crate::state::prompt::Origin;

pub use due::{ledger_due, limit_not_delivered};
pub(in crate::decide) use form::{answered, fell_due, registers_for};
pub use said::{DisputeCard, LedgerSaid, LedgerTold, ReadBy};

/// An entry of the ledger in the making, with what was told.
#[derive(Debug, Clone)]
pub struct Entered {
    /// Who.
    pub by: Actor,
    /// What.
    pub event: LedgerEvent,
    /// The texts that it seals.
    pub texts: Vec<(TextKey, Text)>,
}

/// Whoever acts on the ledger, and may.
#[derive(Clone, Copy)]
struct Keeper<'a> {
    place: Place,
    sender: &'a Sender,
    person: &'a PersonId,
    /// The card under which a button was pressed.
    card: Option<MessageId>,
}

impl Keeper<'_> {
    fn actor(&self) -> Actor {
        Actor::Person(self.person.clone())
    }
}

/// A command of the ledger.
pub(in crate::decide) fn command(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    command: &LedgerCommand,
) {
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    if !message.chat.private {
        let exposed = match command {
            LedgerCommand::Disputes => false,
            LedgerCommand::Dispute(asked)
            | LedgerCommand::Mediated(asked)
            | LedgerCommand::Transfer(asked)
            | LedgerCommand::Revisit(asked) => {
                let plain = |(_, rest): (_, String)| rest.is_empty();
                !asked.words().is_empty() && !number_and_rest(asked.words()).is_some_and(plain)
            }
        };
        let told = in_private(turn, exposed);
        return turn.answer(place, told);
    }
    let Some(person) = keeper(&turn.world, sender) else {
        if let Some(said) = refusal(turn, sender) {
            turn.answer(place, said);
        }
        return;
    };
    let keeper = Keeper {
        place,
        sender,
        person: &person,
        card: None,
    };
    let told = match command {
        LedgerCommand::Dispute(asked) if asked.words().is_empty() => {
            form::begin(turn, place, sender, None);
            None
        }
        LedgerCommand::Dispute(asked) => match one_meant(asked) {
            Some(number) => list::card(turn, keeper, number).err(),
            // Nothing is stored half: it is asked step by step.
            None => {
                form::begin(turn, place, sender, None);
                None
            }
        },
        LedgerCommand::Disputes => {
            list::open(turn, keeper);
            None
        }
        LedgerCommand::Mediated(asked) => course::mediated(turn, keeper, asked).err(),
        LedgerCommand::Transfer(asked) => course::transfer(turn, keeper, asked).err(),
        LedgerCommand::Revisit(asked) => course::revisit(turn, keeper, asked).err(),
    };
    if let Some(told) = told {
        turn.answer(place, told);
    }
    if !message.attachments.is_empty() {
        turn.answer(place, LedgerTold::NoFiles);
    }
}

/// The dispute that `/dispute` names. What is glued to a number, as in `3号楼`, makes another word of it.
fn one_meant(asked: &Private) -> Option<DisputeNumber> {
    let (number, rest) = number_and_rest(asked.words().split_whitespace().next()?)?;
    rest.is_empty().then_some(number)
}

/// A dispute is registered step by step, in private; `origin` is the screening's question that it answers.
/// Whoever does not keep the ledger hears who does.
pub(in crate::decide) fn begin_form(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    origin: Option<Origin>,
) -> Line {
    if !place.chat.is_private() {
        return in_private(turn, false).into();
    }
    if keeper(&turn.world, sender).is_none() {
        return LedgerTold::NotYours(rights::keepers(turn.world.settings)).into();
    }
    form::begin(turn, place, sender, origin);
    Line::FormGoesOn
}

/// That the ledger is for others, to somebody who does not keep it.
fn refusal(turn: &Turn<'_>, sender: &Sender) -> Option<LedgerSaid> {
    keeper(&turn.world, sender)
        .is_none()
        .then(|| LedgerSaid::NotYours {
            who: rights::keepers(turn.world.settings),
            readings: rights::administers(&turn.world, sender.id),
        })
}

/// A button of the ledger.
pub(in crate::decide) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    press: LedgerPress,
) -> Line {
    if !pressed.chat.is_private() {
        return in_private(turn, false).into();
    }
    if let LedgerPress::Readings(page) = press {
        return list::readings(turn, pressed, page);
    }
    if let (LedgerPress::Open, Some(said)) = (&press, refusal(turn, pressed.sender)) {
        let place = Place {
            chat: pressed.chat,
            message: Some(pressed.message),
        };
        turn.answer(place, said);
        return Line::Comes;
    }
    let Some(person) = keeper(&turn.world, pressed.sender) else {
        forget_question(turn, pressed);
        return LedgerTold::NotYours(rights::keepers(turn.world.settings)).into();
    };
    let keeper = Keeper {
        place: Place {
            chat: pressed.chat,
            message: Some(pressed.message),
        },
        sender: pressed.sender,
        person: &person,
        card: Some(pressed.message),
    };
    let done = match press {
        LedgerPress::New => Ok(begin_form(turn, keeper.place, pressed.sender, None)),
        LedgerPress::Kind(_)
        | LedgerPress::Place(_)
        | LedgerPress::Mediator(_)
        | LedgerPress::Page(_)
        | LedgerPress::Back
        | LedgerPress::Drop
        | LedgerPress::Confirm(_)
        | LedgerPress::Choice(..)
        | LedgerPress::Words(_) => form::press(turn, keeper, pressed, press),
        LedgerPress::Open => {
            list::open(turn, keeper);
            Ok(Line::Comes)
        }
        LedgerPress::List(filter, page) => Ok(list::turn_to(turn, keeper, pressed, filter, page)),
        LedgerPress::Stages => Ok(rewrite(turn, pressed, LedgerSaid::Stages, Line::Comes)),
        LedgerPress::Kinds => Ok(rewrite(turn, pressed, LedgerSaid::Kinds, Line::Comes)),
        LedgerPress::Show(number) => list::card(turn, keeper, number).map(|()| Line::Comes),
        LedgerPress::Card(number) => look(turn, number).map(|_| {
            list::card_in_place(turn, keeper, pressed, number);
            Line::Comes
        }),
        LedgerPress::Whole(number) => list::whole(turn, keeper, number).map(|()| Line::Comes),
        LedgerPress::Act(number, act) => course::act(turn, keeper, pressed, (number, act)),
        LedgerPress::To(number, body) => course::to_body(turn, keeper, pressed, (number, body)),
        LedgerPress::Bodies(number, page) => {
            let turned = choose::body(turn, pressed, number, page);
            choose::turned(turn, keeper, pressed, number, turned)
        }
        LedgerPress::Mediators(number, page) => {
            let turned = choose::mediator(turn, keeper, pressed, number, page);
            choose::turned(turn, keeper, pressed, number, turned)
        }
        LedgerPress::ReassignTo(number, mediator) => {
            course::reassign(turn, keeper, pressed, (number, mediator))
        }
        LedgerPress::Readings(_) => Ok(Line::OldButton),
    };
    done.unwrap_or_else(Line::from)
}

/// Whoever keeps the ledger no more has nothing to answer: his form goes, with what it holds.
fn forget_question(turn: &mut Turn<'_>, pressed: Pressed<'_>) {
    let running = turn
        .world
        .desk
        .forms
        .get(&(pressed.chat, pressed.sender.id));
    let ledger =
        running.is_some_and(|form| matches!(form.kind, crate::state::form::FormKind::Ledger(_)));
    if ledger {
        forms::end(turn, pressed.chat, pressed.sender.id, None);
    }
}

/// Whether a message is something that whoever keeps the ledger wrote to the bot in private, and no report:
/// it may name parties, and goes into none.
pub(in crate::decide) fn may_name_parties(
    world: &World<'_>,
    chat: TelegramChat,
    quoted: &Quoted,
) -> bool {
    let keeper = quoted
        .from
        .as_ref()
        .is_some_and(|from| keeper(world, from).is_some());
    let parsed = command::parse(&quoted.text, &world.bot.username);
    let report = matches!(parsed, Parsed::Command(Command::Report { .. }));
    chat.is_private() && keeper && !quoted.text.trim().is_empty() && !report
}

/// What is said where nothing waits for what was written in private.
pub(in crate::decide) fn not_understood(world: &World<'_>, sender: &Sender) -> Line {
    match keeper(world, sender) {
        Some(_) => LedgerTold::NotUnderstood.into(),
        None => Line::NotUnderstood,
    }
}

fn keeper(world: &World<'_>, sender: &Sender) -> Option<PersonId> {
    let person = rights::person_id(world, sender.id)?;
    rights::keeps_ledger(world.settings, &person).then_some(person)
}

fn in_private(turn: &Turn<'_>, exposed: bool) -> LedgerTold {
    LedgerTold::InPrivate {
        bot: turn.world.bot.username.clone(),
        exposed,
    }
}

/// The dispute as it stands in this turn.
fn look(turn: &Turn<'_>, number: DisputeNumber) -> Result<Dispute, LedgerTold> {
    let mut dispute = turn.world.desk.disputes.get(&number).cloned();
    for entered in &turn.decision.ledger {
        if entered.event.dispute == Some(number) {
            let (by, event) = (&entered.by, &entered.event);
            match &mut dispute {
                Some(dispute) => dispute.apply(turn.now, by, event),
                None => dispute = Dispute::begin(turn.now, by, event),
            }
        }
    }
    dispute.ok_or(LedgerTold::None {
        number,
        last: turn.world.desk.disputes.len() as u64,
    })
}

/// The dispute, where that may happen to it.
fn standing(
    turn: &Turn<'_>,
    number: DisputeNumber,
    may: impl FnOnce(&Dispute) -> bool,
) -> Result<Dispute, LedgerTold> {
    let dispute = look(turn, number)?;
    if may(&dispute) {
        Ok(dispute)
    } else {
        let stage = dispute.stage;
        Err(LedgerTold::Stands { number, stage })
    }
}

/// Writes an entry, and keeps what was told with it apart from it. Whoever mediates hears what others do.
fn enter(
    turn: &mut Turn<'_>,
    by: Actor,
    number: DisputeNumber,
    what: What,
    told: Vec<(TextKind, Private)>,
) {
    let before = look(turn, number).ok();
    let known = before.as_ref().map_or(0, |dispute| dispute.texts);
    // Another entry of the same act follows on these; whoever begins a mediation by itself tells of it.
    let news = !matches!(
        what,
        What::MediationBegan | What::Revisited { kept: false } | What::NamesRemoved
    );
    let teller = by.clone();
    let texts: Vec<(TextKey, Text)> = (known + 1..)
        .zip(told)
        .map(|(seq, (kind, words))| {
            let key = TextKey {
                dispute: number,
                seq,
            };
            let salt = turn.world.seed.salt(key);
            (key, Text { kind, words, salt })
        })
        .collect();
    let sealed = texts.iter().map(|(key, text)| Sealed {
        seq: key.seq,
        kind: text.kind,
        digest: text.digest(*key),
    });
    let event = LedgerEvent {
        dispute: Some(number),
        what,
        texts: sealed.collect(),
    };
    turn.decision.ledger.push(Entered { by, event, texts });
    if let Some(before) = before.filter(|_| news) {
        tell_of_step(turn, &teller, &before.mediator, number);
    }
}

/// Whoever mediates, and keeps the ledger, hears what somebody else did: the last step of its way.
fn tell_of_step(turn: &mut Turn<'_>, by: &Actor, mediator: &PersonId, number: DisputeNumber) {
    let by_another = by.person().is_some_and(|by| by != mediator);
    let keeps = rights::keeps_ledger(turn.world.settings, mediator);
    if let (true, Ok(dispute)) = (by_another && keeps, look(turn, number)) {
        tell(turn, mediator, LedgerSaid::ByAnother(Box::new(dispute)));
    }
}

/// That somebody reads of a dispute, or of several.
fn read(turn: &mut Turn<'_>, by: Actor, dispute: Option<DisputeNumber>, what: Reading) {
    let event = LedgerEvent {
        dispute,
        what: What::Read { what },
        texts: Vec::new(),
    };
    turn.decision.ledger.push(Entered {
        by,
        event,
        texts: Vec::new(),
    });
}

/// What is kept of a dispute, as of this turn.
fn card_of(turn: &Turn<'_>, dispute: Dispute) -> DisputeCard {
    let entered = turn.decision.ledger.iter().flat_map(|entry| &entry.texts);
    let text = |seq| {
        let key = TextKey {
            dispute: dispute.number,
            seq,
        };
        let mut fresh = entered.clone();
        let fresh = fresh.find(|(known, _)| *known == key);
        fresh
            .map(|(_, text)| text.clone())
            .or_else(|| turn.world.archive.text(key))
    };
    let places = dispute.removed + 1..=dispute.texts;
    let texts = places.filter_map(|seq| Some((seq, text(seq)?))).collect();
    DisputeCard { dispute, texts }
}

/// The message under which a button was pressed says something else.
fn rewrite(turn: &mut Turn<'_>, pressed: Pressed<'_>, said: LedgerSaid, line: Line) -> Line {
    turn.decision.effects.push(Effect::Rewrite {
        chat: pressed.chat,
        id: pressed.message,
        speech: said.into(),
    });
    line
}

/// Tells somebody in private, without being asked.
fn tell(turn: &mut Turn<'_>, person: &PersonId, said: LedgerSaid) {
    tell_about(turn, person, said, Subject::Other);
}

fn tell_about(turn: &mut Turn<'_>, person: &PersonId, said: LedgerSaid, subject: Subject) {
    let known = turn.world.settings.person(person);
    let Some(user) = known
        .filter(|person| !person.gone)
        .and_then(|it| it.telegram)
    else {
        return;
    };
    turn.decision.effects.push(Effect::Send {
        body: Sending::Say {
            chat: user.private_chat(),
            reply_to: None,
            speech: Speech::from(said),
        },
        priority: Priority::Reminder,
        subject,
        life: LEDGER_LATE_AGAIN,
    });
}

/// Who may, for whoever may not.
pub(in crate::decide) fn not_yours(world: &World<'_>) -> Line {
    LedgerTold::NotYours(rights::keepers(world.settings)).into()
}

/// A written report lists disputes: who gets it reads of them, though no name of a party is in it.
pub(in crate::decide) fn report_read(turn: &mut Turn<'_>, person: &PersonId) {
    read(turn, Actor::Person(person.clone()), None, Reading::Report);
}

/// A workbook of all disputes is a reading too, though no name of a party is in it.
pub(in crate::decide) fn exported(turn: &mut Turn<'_>, sender: &Sender) {
    if let Some(person) = rights::person_id(&turn.world, sender.id) {
        read(turn, Actor::Person(person), None, Reading::Export);
    }
}
