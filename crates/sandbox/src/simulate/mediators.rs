//! Those who keep the ledger at their phones: they register what they found, mediate, fail, transfer, visit
//! again, and tell names to the bot alone.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::parse::button::Press;
use dutybell_core::parse::ledger::{Act, LedgerPress};
use dutybell_core::parse::prompt::{PromptPress, QuestionButton};

use super::chance::Chance;
use super::crowd::{Deed, Reaction};
use super::plan::{Temper, Wish};
use super::secrets;
use super::town::Who;
use super::world::{Event, World};
use crate::model::{MessageView, Saying};

/// What somebody has in mind in his chat with the bot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strayed {
    /// Whether a form about something else may wait for his words.
    is_elsewhere: bool,
    /// The last message there when he last turned to something else: what is older asks for nothing that he
    /// would tell now.
    since: MessageId,
}

/// What a message of the ledger invites to, in order of how much somebody looks for it.
enum Invites {
    /// One of these, by data.
    Tap(Vec<String>),
    /// A text.
    Words,
    /// Something may be done about a dispute: what, and by which data.
    Deeds(Vec<(Act, String)>),
    /// Its card can be shown.
    Card(String),
}

impl World {
    /// Somebody who keeps the ledger looks at what came in his chat with the bot.
    pub(super) fn mediates(&mut self, chat: TelegramChat, message: &MessageView) {
        let who = Who::of(TelegramUser(chat.0)).filter(|who| who.keeps_ledger());
        let (Some(who), Some(invites)) = (who, invites(message)) else {
            return;
        };
        let temper = self.crowd.temper(who);
        if temper == Temper::Never {
            return;
        }
        let length = i64::try_from(message.text.len()).unwrap_or(0);
        let mut chance = self
            .crowd
            .chance(&[who as i64, chat.0, message.id.0, length, 11]);
        let pause = match temper {
            // Now and then longer than a form lives.
            Temper::Late => chance.between(20_000, 40 * 60_000),
            _ => chance.between(2_000, 40_000),
        };
        let deeds = match invites {
            Invites::Tap(all) => {
                let index = chance.between(0, i64::try_from(all.len()).unwrap_or(1) - 1);
                let data = all.into_iter().nth(usize::try_from(index).unwrap_or(0));
                let again = pause + chance.between(50, 3_000);
                let times = [Some(pause), (temper == Temper::Twice).then_some(again)];
                let data = data.unwrap_or_default();
                let taps = times.into_iter().flatten();
                taps.map(|at| (at, Deed::Tap(data.clone()))).collect()
            }
            Invites::Words => vec![(pause, Deed::Tell(secrets::words(&mut chance)))],
            Invites::Deeds(_) | Invites::Card(_) if self.resting => Vec::new(),
            Invites::Deeds(deeds) => {
                let begins = chance.percent(65);
                let data = weighted(&deeds, &mut chance).filter(|_| begins);
                let later = pause + chance.between(0, 25 * 60_000);
                data.map(|data| (later, Deed::Tap(data)))
                    .into_iter()
                    .collect()
            }
            Invites::Card(data) => {
                let looks = chance.percent(40);
                looks
                    .then_some((pause, Deed::Tap(data)))
                    .into_iter()
                    .collect()
            }
        };
        for (millis, deed) in deeds {
            let reaction = Reaction {
                who,
                chat,
                message: message.id,
                deed,
            };
            self.after(millis, Event::React(Box::new(reaction)));
        }
    }

    /// A button of the ledger, as it was seen; some phones still show what is gone.
    pub(super) fn tap(&mut self, who: Who, chat: TelegramChat, message: MessageId, data: &str) {
        let Some(there) = self.telegram.message(chat, message) else {
            return;
        };
        let stale = !there.markup.buttons().any(|it| it.data() == Some(data));
        let length = i64::try_from(there.text.len()).unwrap_or(0);
        let mut chance = self.crowd.chance(&[who as i64, message.0, length, 13]);
        if !stale || chance.percent(30) {
            self.press(who, chat, message, data, stale);
        }
    }

    /// Tells the ledger what it asks for. Nobody tells names while he has something else in mind.
    pub(super) fn tell(&mut self, who: Who, chat: TelegramChat, message: MessageId, words: &str) {
        let asks = self.telegram.message(chat, message).is_some_and(|asking| {
            let mut data = asking.markup.buttons().filter_map(|button| button.data());
            data.any(|data| Press::decode(data) == Some(Press::Ledger(LedgerPress::Drop)))
        });
        let strayed = self.crowd.strayed.get(&who);
        let is_meant = strayed.is_none_or(|it| !it.is_elsewhere && message.0 > it.since.0);
        if !asks || !is_meant {
            return;
        }
        let mut saying = Saying::text(words);
        if words.len().is_multiple_of(2) {
            saying = saying.replying(message);
        }
        // Not kept in mind as the last thing said: nobody turns it into a report.
        let _ = self.telegram.send(who.user(), chat, saying, self.now);
    }

    /// Somebody pressed a button: what he has in mind now.
    pub(super) fn note_pressed(&mut self, who: Who, chat: TelegramChat, press: &Press) {
        let of_ledger = match press {
            Press::Ledger(press) => matches!(
                press,
                LedgerPress::New | LedgerPress::Act(..) | LedgerPress::To(..)
            ),
            Press::Prompt(PromptPress::Question { button, .. }) => {
                self.note_tried(who, press);
                *button == QuestionButton::Register
            }
            _ => false,
        };
        let neither = match press {
            Press::Ledger(_) => !of_ledger,
            Press::Prompt(PromptPress::Question { button, .. }) => {
                !of_ledger && !matches!(button, QuestionButton::Item(..))
            }
            _ => false,
        };
        if !neither {
            self.has_in_mind(who, chat, of_ledger);
        }
    }

    /// Somebody wrote a command: what he has in mind now.
    pub(super) fn note_command(&mut self, who: Who, chat: TelegramChat, text: &str) {
        let ledger = ["/dispute", "/mediated", "/transfer", "/revisit"];
        let of_ledger = ledger.iter().any(|command| text.starts_with(command));
        self.has_in_mind(who, chat, of_ledger);
    }

    fn has_in_mind(&mut self, who: Who, chat: TelegramChat, ledger: bool) {
        if !chat.is_private() || !who.keeps_ledger() {
            return;
        }
        let messages = self.telegram.chat(chat).map(|chat| &chat.messages);
        let last = messages.and_then(|all| all.last_key_value().map(|(id, _)| *id));
        let last = last.unwrap_or(MessageId(0));
        let before = self.crowd.strayed.get(&who).copied();
        let since = match before {
            Some(before) if ledger => before.since,
            _ if ledger => MessageId(0),
            _ => last,
        };
        let now = Strayed {
            is_elsewhere: !ledger,
            since,
        };
        self.crowd.strayed.insert(who, now);
    }

    /// Whoever has registered a dispute for a screening says, a while later, that these are all.
    pub(super) fn says_all(&mut self, who: Who, chat: TelegramChat, number: u64) {
        let number = i64::try_from(number).unwrap_or(0);
        let mut chance = self.crowd.chance(&[who as i64, number, 17]);
        if self.crowd.temper(who) == Temper::Never || chance.percent(20) {
            return;
        }
        let reaction = Reaction {
            who,
            chat,
            message: MessageId(0),
            deed: Deed::PressNewest(Wish::AllRegistered),
        };
        let millis = chance.between(5_000, 70 * 60_000);
        self.after(millis, Event::React(Box::new(reaction)));
    }
}

fn invites(message: &MessageView) -> Option<Invites> {
    let buttons = message.buttons.iter().flatten();
    let presses: Vec<(LedgerPress, String)> = buttons
        .filter_map(|button| match Press::decode(button.data()?)? {
            Press::Ledger(press) => Some((press, button.data()?.to_owned())),
            _ => None,
        })
        .collect();
    let of = |which: fn(&LedgerPress) -> bool| -> Vec<String> {
        let those = presses.iter().filter(|(press, _)| which(press));
        those.map(|(_, data)| data.clone()).collect()
    };
    // Of some choices another is typed now and then.
    let typed = message.text.len().is_multiple_of(3);
    let choices: [fn(&LedgerPress) -> bool; 7] = [
        |press| matches!(press, LedgerPress::Confirm(_) | LedgerPress::Words(_)),
        |press| matches!(press, LedgerPress::Kind(_)),
        |press| matches!(press, LedgerPress::Place(_)),
        |press| matches!(press, LedgerPress::Mediator(_)),
        // Most keep what they agreed.
        |press| matches!(press, LedgerPress::Choice(_, true)),
        |press| matches!(press, LedgerPress::To(..)),
        |press| matches!(press, LedgerPress::ReassignTo(..)),
    ];
    let places = of(|press| matches!(press, LedgerPress::Place(_)));
    let others = of(|press| matches!(press, LedgerPress::Choice(_, false)));
    if typed && !others.is_empty() {
        return Some(Invites::Tap(others));
    }
    if typed && !places.is_empty() {
        return Some(Invites::Words);
    }
    if let Some(taps) = choices.map(of).into_iter().find(|taps| !taps.is_empty()) {
        return Some(Invites::Tap(taps));
    }
    let deeds = presses.iter().filter_map(|(press, data)| match press {
        LedgerPress::Act(_, act) => Some((*act, data.clone())),
        _ => None,
    });
    let deeds: Vec<(Act, String)> = deeds.collect();
    if !deeds.is_empty() {
        return Some(Invites::Deeds(deeds));
    }
    if presses.iter().any(|(press, _)| *press == LedgerPress::Drop) {
        return Some(Invites::Words);
    }
    let shows = |press: &LedgerPress| matches!(press, LedgerPress::Show(_));
    let card = presses.iter().find(|(press, _)| shows(press));
    card.map(|(_, data)| Invites::Card(data.clone()))
}

/// One of what can be done, more often what goes on.
fn weighted(deeds: &[(Act, String)], chance: &mut Chance) -> Option<String> {
    let weight = |act: Act| match act {
        Act::CloseSure | Act::ViolentSure => 12,
        Act::Agreed | Act::Accepted | Act::Revisit => 4,
        Act::Begin | Act::Failed | Act::Transfer => 3,
        Act::Close | Act::Refused => 2,
        Act::Reopen | Act::Violent | Act::Correct | Act::Letter | Act::Reassign => 1,
    };
    let all: i64 = deeds.iter().map(|(act, _)| weight(*act)).sum();
    let mut left = chance.between(1, all.max(1));
    deeds.iter().find_map(|(act, data)| {
        left -= weight(*act);
        (left <= 0).then(|| data.clone())
    })
}
