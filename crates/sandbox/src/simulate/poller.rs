//! The poller: asks for updates, and asks for more once what it got is durable.

use std::time::Duration;

use dutybell_core::engine::Input;
use dutybell_core::ids::UpdateId;
use dutybell_core::parse::update::{self, ALLOWED_UPDATES};
use dutybell_core::time::At;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::Breach;
use super::planted::Planted;
use super::world::{Event, World};
use crate::model::{Answer, Fault, Poll, Waiting};

/// Longest time for the answer to a poll.
const POLL_MILLIS: i64 = 60_000;
/// How long Telegram holds an empty poll, in seconds: the longest, for fewer events.
const HOLD: u32 = 50;

/// How the poller stands.
pub(super) enum Asking {
    /// Asks at this time.
    At(At),
    /// A request or its answer is under way.
    UnderWay,
    /// Telegram holds the request.
    Held(Box<Waiting>, Option<i64>),
    /// What came is not durable yet.
    Storing,
}

/// What came of a poll.
#[derive(Debug)]
pub(crate) enum Polled {
    /// A status and a body.
    Body(u16, String),
    /// Nothing.
    Lost,
}

#[derive(Deserialize)]
struct Updates<'a> {
    #[serde(borrow)]
    result: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Head {
    update_id: i64,
}

impl World {
    /// Asks for updates where it is time to; says whether it did.
    pub(super) fn ask(&mut self) -> bool {
        let down = self
            .telegram
            .faults()
            .iter()
            .any(|active| active.fault == Fault::Down);
        let Some(bot) = &mut self.bot else {
            return false;
        };
        match &bot.asking {
            Asking::At(at) if *at <= self.now => {
                let (life, offset) = (bot.life, bot.offset);
                bot.asking = Asking::UnderWay;
                let millis = self.chance.between(10, 80);
                self.after(millis, Event::PollArrives { life, offset });
                true
            }
            Asking::Held(waiting, offset)
                if waiting.until <= self.now || down || !self.telegram.updates().is_empty() =>
            {
                let (waiting, offset) = (waiting.clone(), *offset);
                let poll = self.telegram.poll_again(*waiting, self.now);
                let life = bot.life;
                bot.asking = Asking::UnderWay;
                self.polled(life, offset, poll);
                true
            }
            _ => false,
        }
    }

    /// A getUpdates reaches Telegram; whoever sent it may be dead.
    pub(crate) fn poll_arrives(&mut self, life: u64, offset: Option<i64>) -> Result<(), Breach> {
        let mut params =
            json!({ "limit": 100, "timeout": HOLD, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = offset {
            params["offset"] = json!(offset);
        }
        let waiting: Vec<UpdateId> = self.telegram.updates().ids().collect();
        let poll = self.telegram.poll(&params, self.now);
        self.check_confirmed(&waiting)?;
        self.polled(life, offset, poll);
        Ok(())
    }

    fn polled(&mut self, life: u64, offset: Option<i64>, poll: Poll) {
        let answer = match poll {
            Poll::Ready(answer) => answer,
            Poll::Wait(waiting) => {
                if let Some(bot) = self.bot.as_mut().filter(|bot| bot.life == life) {
                    bot.asking = Asking::Held(Box::new(waiting), offset);
                }
                return;
            }
        };
        let (answer, delay) = undelayed(answer);
        self.is_bad_for(delay);
        let polled = match answer.status() {
            Some(status) if delay < POLL_MILLIS => Polled::Body(status, answer.body()),
            _ => Polled::Lost,
        };
        let millis = self.chance.between(10, 80) + delay.min(POLL_MILLIS);
        self.after(millis, Event::PollReturns { life, polled });
    }

    /// The answer to a poll reaches the process.
    pub(crate) fn poll_returns(&mut self, life: u64, polled: Polled) -> Result<(), Breach> {
        let planted = self.planted;
        let now = self.now;
        let Some(bot) = self.bot.as_mut().filter(|bot| bot.life == life) else {
            return Ok(());
        };
        let Polled::Body(200, body) = polled else {
            bot.asking = Asking::At(now.plus(Duration::from_millis(bot.pause.cast_unsigned())));
            bot.pause = (bot.pause * 2).min(5_000);
            return Ok(());
        };
        bot.pause = 200;
        bot.timers_from = None;
        let raw: Vec<&RawValue> = match serde_json::from_str::<Updates<'_>>(&body) {
            Ok(updates) => updates.result,
            Err(error) => return Err(self.breach("T1", format!("{error}: {body}"))),
        };
        let ids = raw
            .iter()
            .map(|raw| serde_json::from_str::<Head>(raw.get()).ok());
        let ids: Vec<Option<i64>> = ids.map(|head| head.map(|head| head.update_id)).collect();
        bot.offset = ids.iter().flatten().max().map(|last| last + 1);
        for (raw, id) in raw.iter().zip(&ids) {
            bot.inbox.push_back(match update::update(raw.get()) {
                Ok((id, incoming)) => Input::Update { id, incoming },
                Err(error) => Input::Unreadable {
                    id: id.map(UpdateId),
                    raw: raw.get().as_bytes().to_vec(),
                    reason: error.to_string(),
                },
            });
        }
        let nameless = !ids.is_empty() && ids.iter().all(Option::is_none);
        bot.asking = if nameless {
            // It can't be confirmed, and would come again at full speed.
            Asking::At(now.plus(Duration::from_secs(5)))
        } else if ids.is_empty() || planted == Planted::ConfirmsEarly {
            Asking::At(now)
        } else {
            Asking::Storing
        };
        if planted == Planted::ConfirmsEarly {
            self.ask();
        }
        Ok(())
    }
}

/// An answer, and by how many milliseconds it is late.
pub(super) fn undelayed(answer: Answer) -> (Answer, i64) {
    match answer {
        Answer::Delayed { millis, answer } => {
            let (answer, more) = undelayed(*answer);
            (
                answer,
                i64::try_from(millis)
                    .unwrap_or(i64::MAX)
                    .saturating_add(more),
            )
        }
        answer => (answer, 0),
    }
}
