//! The people at their phones: they see what comes, and answer each in their own manner.

use std::collections::BTreeMap;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::parse::button::Press;

use super::Breach;
use super::asked;
use super::chance::Chance;
use super::mediators::Strayed;
use super::plan::{Temper, Wish};
use super::town::{Place, Who};
use super::world::{Event, World};
use crate::model::{Happening, Message, MessageView, Saying};

/// What everybody has in mind.
#[derive(Debug)]
pub(crate) struct Crowd {
    seed: u64,
    tempers: BTreeMap<Who, Temper>,
    /// What somebody will write when the bot asks, and the report's index where it is one.
    pub(crate) words: BTreeMap<(TelegramChat, Who), String>,
    /// The last message of somebody in a chat.
    pub(crate) last_said: BTreeMap<(TelegramChat, Who), MessageId>,
    /// Whom a press was of, to go on after its answer.
    pub(crate) presses: BTreeMap<String, (Who, TelegramChat, MessageId, Press)>,
    /// Who has something else than the ledger in mind, and since which message: names are told to nothing
    /// but the ledger.
    pub(super) strayed: BTreeMap<Who, Strayed>,
}

/// Something that somebody does after seeing a message.
#[derive(Debug, Clone)]
pub(crate) struct Reaction {
    pub(crate) who: Who,
    pub(crate) chat: TelegramChat,
    pub(crate) message: MessageId,
    pub(crate) deed: Deed,
}

/// What is done.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// The button with this data, also where it was gone in the meantime.
    Tap(String),
    /// The button, under the newest message there that has it.
    PressNewest(Wish),
    /// Answers a question of the ledger with a party's name.
    Tell(String),
    /// The button, and the data that it had when it was seen.
    Press(Wish, Option<String>),
    /// Writes an answer to the message.
    Write(String),
}

impl Crowd {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            tempers: BTreeMap::new(),
            words: BTreeMap::new(),
            last_said: BTreeMap::new(),
            presses: BTreeMap::new(),
            strayed: BTreeMap::new(),
        }
    }

    pub(super) fn chance(&self, draws: &[i64]) -> Chance {
        Chance::about(self.seed, draws)
    }

    pub(crate) fn becomes(&mut self, who: Who, temper: Temper) {
        self.tempers.insert(who, temper);
    }

    pub(crate) fn temper(&self, who: Who) -> Temper {
        self.tempers.get(&who).copied().unwrap_or(Temper::Never)
    }
}

impl Wish {
    /// Whether a button is what is wished for.
    fn is(self, press: &Press) -> bool {
        match self {
            Self::Acknowledge => matches!(press, Press::Ack(_)),
            Self::Decline => matches!(press, Press::Decline(_)),
            Self::Escalate => matches!(press, Press::Escalate(..)),
            Self::Again => matches!(press, Press::Again(_)),
            Self::StillOnIt => matches!(press, Press::StillOnIt(_)),
            Self::StandDown => matches!(press, Press::Close(_)),
            Self::Update => matches!(press, Press::Update(_)),
            Self::Level => matches!(press, Press::Severity(..)),
            Self::Category => matches!(press, Press::Category(..)),
            Self::Fact => matches!(press, Press::Fact(..) | Press::Later(_)),
            Self::HandOn => matches!(press, Press::HandOn(_)),
            Self::HandTo => matches!(press, Press::HandTo(..) | Press::HandBack(_)),
            Self::Withdraw => matches!(press, Press::Withdraw(_)),
            Self::Confirm => matches!(press, Press::WithdrawConfirm(_)),
            Self::Same => matches!(press, Press::Same(..)),
            Self::Full => matches!(press, Press::Full(_)),
            Self::Form => matches!(press, Press::FormCategory(..) | Press::FormSeverity(..)),
            Self::OnDuty => matches!(press, Press::OnDuty(..) | Press::InPost(..)),
            Self::Done
            | Self::Nothing
            | Self::Register
            | Self::AllRegistered
            | Self::Item(_)
            | Self::Submit
            | Self::AskAgain => matches!(press, Press::Prompt(press) if asked::is(self, press)),
            Self::Any(_) => true,
        }
    }
}

/// The data of the button on a message that somebody looks for.
pub(crate) fn find(message: &Message, wish: Wish, number: Option<u64>) -> Option<String> {
    let mut fitting = message.markup.buttons().filter_map(|button| {
        let press = Press::decode(button.data()?)?;
        let about = press.incident().map(|incident| incident.0);
        (wish.is(&press) && (number.is_none() || about == number)).then(|| button.data())?
    });
    let skipped = match wish {
        Wish::Any(skipped) => usize::from(skipped),
        _ => 0,
    };
    fitting.nth(skipped).map(str::to_owned)
}

impl World {
    /// Everybody looks at what has come since the last look.
    pub(crate) fn hear(
        &mut self,
        chat: Option<TelegramChat>,
        what: &Happening,
    ) -> Result<(), Breach> {
        match (what, chat) {
            (Happening::Posted { message }, Some(chat)) if message.by_bot() => {
                self.note_question(chat, message);
                self.posted(chat, message);
                self.mediates(chat, message);
            }
            (Happening::Edited { message }, Some(chat)) if message.by_bot() => {
                self.mediates(chat, message);
            }
            (Happening::Answered { press, text, .. }, Some(_)) => self.answered(press, text)?,
            _ => {}
        }
        Ok(())
    }

    fn posted(&mut self, chat: TelegramChat, message: &MessageView) {
        let readers: Vec<Who> = if chat.is_private() {
            Who::of(TelegramUser(chat.0)).into_iter().collect()
        } else {
            Who::ALL
                .into_iter()
                .filter(|who| *who != Who::Stranger)
                .collect()
        };
        let presses: Vec<Press> = message
            .buttons
            .iter()
            .flatten()
            .filter_map(|button| Press::decode(button.data()?))
            .collect();
        for who in readers {
            if message.force_reply.is_some() {
                self.asked_to_write(who, chat, message.id);
            }
            let draws = [who as i64, chat.0, message.id.0];
            let mut chance = Chance::about(self.crowd.seed, &draws);
            for (millis, wish) in self.wishes(who, chat, &presses, &mut chance) {
                let seen = self
                    .telegram
                    .message(chat, message.id)
                    .and_then(|message| find(message, wish, None));
                // Some phones still show what is gone.
                let seen = seen.filter(|_| chance.percent(30));
                let deed = Deed::Press(wish, seen);
                let message = message.id;
                let reaction = Reaction {
                    who,
                    chat,
                    message,
                    deed,
                };
                self.after(millis, Event::React(Box::new(reaction)));
            }
        }
    }

    fn asked_to_write(&mut self, who: Who, chat: TelegramChat, message: MessageId) {
        if let Some(text) = self.crowd.words.remove(&(chat, who)) {
            let draws = [who as i64, chat.0, message.0, 7];
            let millis = Chance::about(self.crowd.seed, &draws).between(4_000, 90_000);
            let deed = Deed::Write(text);
            let reaction = Reaction {
                who,
                chat,
                message,
                deed,
            };
            self.after(millis, Event::React(Box::new(reaction)));
        }
    }

    /// What somebody will want to press, and after how many milliseconds.
    fn wishes(
        &self,
        who: Who,
        chat: TelegramChat,
        presses: &[Press],
        chance: &mut Chance,
    ) -> Vec<(i64, Wish)> {
        let has = |wish: Wish| presses.iter().any(|press| wish.is(press));
        let form = presses.iter().any(|press| {
            matches!(press, Press::FormCategory(user, _) | Press::FormSeverity(user, _)
                if *user == who.user())
        });
        if form {
            return vec![(chance.between(1_000, 20_000), Wish::Form)];
        }
        let temper = self.crowd.temper(who);
        // In a group most leave it to those who were called.
        if !chat.is_private() {
            let quick = temper == Temper::Steadfast || chance.percent(3);
            if !quick || presses.is_empty() {
                return Vec::new();
            }
        }
        if let Some(wishes) = self.answers(who, presses, chance) {
            return wishes;
        }
        if presses
            .iter()
            .any(|press| matches!(press, Press::Ledger(_)))
        {
            // One card leads to the next: who meddled with all of them would do nothing else.
            let meddles = temper == Temper::Meddles && chance.percent(15);
            return meddles
                .then(|| (chance.between(2_000, 70_000), Wish::Any(1)))
                .into_iter()
                .collect();
        }
        let soon = chance.between(2_000, 70_000);
        let late = chance.between(90_000, 40 * 60_000);
        if has(Wish::StillOnIt) {
            return match temper {
                Temper::Never => Vec::new(),
                Temper::Steadfast => vec![(soon, Wish::StandDown)],
                Temper::Late => vec![(late, Wish::StillOnIt)],
                _ if chance.percent(30) => vec![(soon, Wish::StandDown)],
                _ => vec![(soon, Wish::StillOnIt)],
            };
        }
        if has(Wish::OnDuty) {
            return match temper {
                Temper::Prompt | Temper::Steadfast => vec![(soon, Wish::OnDuty)],
                Temper::Late | Temper::Escalates => vec![(late, Wish::OnDuty)],
                Temper::Twice => vec![(soon, Wish::OnDuty), (late, Wish::OnDuty)],
                Temper::Never | Temper::Declines => Vec::new(),
                Temper::Meddles => vec![(soon, Wish::Any(0))],
            };
        }
        if has(Wish::Acknowledge) {
            return match temper {
                Temper::Prompt | Temper::Steadfast => vec![(soon, Wish::Acknowledge)],
                Temper::Late => vec![(late, Wish::Acknowledge)],
                Temper::Twice => {
                    let again = soon + chance.between(100, 2_000);
                    let third = soon + late;
                    [soon, again, third]
                        .map(|at| (at, Wish::Acknowledge))
                        .into()
                }
                Temper::Never => Vec::new(),
                Temper::Declines => vec![(soon, Wish::Decline)],
                Temper::Escalates => vec![(soon, Wish::Escalate)],
                Temper::Meddles => {
                    let any = u8::try_from(chance.between(0, 9)).unwrap_or(0);
                    vec![(soon, Wish::Any(any)), (late, Wish::Any(any / 2))]
                }
            };
        }
        match temper {
            Temper::Prompt | Temper::Twice if has(Wish::Fact) => vec![(soon, Wish::Fact)],
            Temper::Meddles if !presses.is_empty() => vec![(soon, Wish::Any(1))],
            _ => Vec::new(),
        }
    }

    /// After an answer to a press: whoever has taken it over sees it through.
    fn answered(&mut self, press: &str, text: &str) -> Result<(), Breach> {
        let Some((who, chat, message, pressed)) = self.crowd.presses.remove(press) else {
            return Ok(());
        };
        self.note_confirmed(who, &pressed, text)?;
        let Press::Ack(number) = pressed else {
            return Ok(());
        };
        if !self.is_acknowledged_toast(number, text) {
            return Ok(());
        }
        let draws = [who as i64, chat.0, message.0, 9];
        let mut chance = Chance::about(self.crowd.seed, &draws);
        let millis = if self.crowd.temper(who) == Temper::Steadfast {
            chance.between(120_000, 600_000)
        } else if chance.percent(65) {
            chance.between(60_000, 100 * 60_000)
        } else {
            return Ok(());
        };
        let deed = Deed::Press(Wish::StandDown, None);
        let reaction = Reaction {
            who,
            chat,
            message,
            deed,
        };
        self.after(millis, Event::React(Box::new(reaction)));
        Ok(())
    }

    /// Somebody does what he had in mind.
    pub(crate) fn react(&mut self, reaction: &Reaction) {
        let Reaction {
            who,
            chat,
            message,
            deed,
        } = reaction;
        match deed {
            Deed::Press(wish, seen) => {
                let there = self
                    .telegram
                    .message(*chat, *message)
                    .and_then(|message| find(message, *wish, None));
                if let Some(data) = there {
                    self.press(*who, *chat, *message, &data, false);
                } else if let Some(data) = seen {
                    self.press(*who, *chat, *message, data, true);
                }
            }
            Deed::Tap(data) => self.tap(*who, *chat, *message, data),
            Deed::PressNewest(wish) => {
                if let Some((message, data)) = self.newest(*chat, *wish, None) {
                    self.press(*who, *chat, message, &data, false);
                }
            }
            Deed::Tell(text) => self.tell(*who, *chat, *message, text),
            Deed::Write(text) => {
                let saying = Saying::text(text.clone()).replying(*message);
                let now = self.telegram.send(who.user(), *chat, saying, self.now);
                self.note_said(*who, *chat, now.ok());
            }
        }
    }

    /// Somebody presses a button.
    pub(crate) fn press(
        &mut self,
        who: Who,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
        stale: bool,
    ) {
        let (user, now) = (who.user(), self.now);
        let pressed = if stale {
            self.telegram.press_stale(user, chat, message, data, now)
        } else {
            self.telegram.press(user, chat, message, data, now)
        };
        let (Ok(id), Some(press)) = (pressed, Press::decode(data)) else {
            return;
        };
        self.figures.presses += 1;
        if let Some(about) = asked::will_write(&press) {
            let text = format!("{about} of {who} at {}", self.now.0 % 100_000);
            self.crowd.words.insert((chat, who), text);
        }
        self.note_pressed(who, chat, &press);
        self.crowd
            .presses
            .insert(id.clone(), (who, chat, message, press));
        // Telegram holds a press for a quarter of a minute.
        self.after(16_000, Event::PressDue(id));
    }

    /// The newest message there with a button that somebody looks for.
    pub(crate) fn newest(
        &self,
        chat: TelegramChat,
        wish: Wish,
        number: Option<u64>,
    ) -> Option<(MessageId, String)> {
        let mut messages = self.telegram.chat(chat)?.messages.values().rev();
        messages.find_map(|message| Some((message.id, find(message, wish, number)?)))
    }

    /// Keeps in mind what somebody said last.
    pub(crate) fn note_said(&mut self, who: Who, chat: TelegramChat, id: Option<MessageId>) {
        if let Some(id) = id {
            self.crowd.last_said.insert((chat, who), id);
        }
    }

    /// The chat of a place as it is now.
    pub(crate) fn chat_of(&self, place: Place, who: Who) -> TelegramChat {
        let configured = place.configured(who);
        self.telegram
            .chat(configured)
            .and_then(|chat| chat.migrated_to)
            .unwrap_or(configured)
    }
}
