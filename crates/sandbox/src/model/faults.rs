//! Everything that can go wrong, as one enum: what fails in the demo can become a test.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, ApiError};

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// Nobody answers: the connection closes and nothing happened.
    Down,
    /// An answer without sense from a server in between; nothing happened.
    ServerError {
        /// 500, 502, 503 …
        code: u16,
    },
    /// 429; nothing happened. Whoever calls again before the time gets it again.
    TooManyRequests {
        /// The chat that must wait; `None` is the whole bot.
        #[serde(default)]
        chat: Option<TelegramChat>,
        /// Seconds.
        retry_after: u64,
    },
    /// The method takes effect, and the connection closes without an answer.
    AnswerLost,
    /// The method takes effect at once, and its answer comes late.
    Slow {
        /// How late.
        millis: u64,
    },
    /// A person blocks the bot; undone when the fault ends.
    Blocked {
        /// Who.
        person: TelegramUser,
    },
    /// The bot is thrown out of a chat; undone when the fault ends.
    Kicked {
        /// Where.
        chat: TelegramChat,
    },
    /// The confirmation of an offset is forgotten and its updates come again. Each offset is
    /// forgotten once.
    RepeatUpdates,
    /// Text put into the queue as an update, at once; `$ID` becomes the update's id.
    GarbageUpdate {
        /// JSON, or not.
        json: String,
    },
}

impl Fault {
    /// A message whose text is half of a surrogate pair: valid JSON, no valid text.
    pub fn lone_surrogate(chat: TelegramChat, person: TelegramUser) -> Self {
        let json = format!(
            "{{\"update_id\":$ID,\"message\":{{\"message_id\":1,\"date\":0,\"chat\":{{\"id\":{chat},\
             \"type\":\"supergroup\",\"title\":\"\"}},\"from\":{{\"id\":{person},\"is_bot\":false,\
             \"first_name\":\"\"}},\"text\":\"\\ud800\"}}}}"
        );
        Self::GarbageUpdate { json }
    }

    /// An update nested so deep that parsers with a limit give up.
    pub fn nested(depth: usize) -> Self {
        let json = format!(
            "{{\"update_id\":$ID,\"message\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        Self::GarbageUpdate { json }
    }

    /// An update whose message lacks what every message has.
    pub fn fields_missing() -> Self {
        Self::GarbageUpdate {
            json: "{\"update_id\":$ID,\"message\":{\"message_id\":1}}".to_owned(),
        }
    }

    /// An update that does not say which it is.
    pub fn id_missing() -> Self {
        Self::GarbageUpdate {
            json: "{\"message\":{\"message_id\":1}}".to_owned(),
        }
    }
}

/// Which calls a fault hits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    /// Methods by name, without regard to case; none is all.
    pub methods: Vec<String>,
    /// Only calls that name this chat.
    pub chat: Option<TelegramChat>,
    /// So many times; `None` is until it is lifted.
    pub times: Option<u32>,
}

impl Scope {
    /// Every call, until lifted.
    pub fn everything() -> Self {
        Self::default()
    }

    /// The next so many calls.
    pub fn times(times: u32) -> Self {
        Self {
            times: Some(times),
            ..Self::default()
        }
    }

    /// Narrowed to one more method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.methods.push(method.into());
        self
    }

    /// Narrowed to one chat.
    #[must_use]
    pub fn chat(mut self, chat: TelegramChat) -> Self {
        self.chat = Some(chat);
        self
    }

    pub(crate) fn covers(&self, method: &str, chat: Option<TelegramChat>) -> bool {
        let named = self.methods.is_empty()
            || self
                .methods
                .iter()
                .any(|name| name.eq_ignore_ascii_case(method));
        named && self.chat.is_none_or(|only| chat == Some(only))
    }
}

/// Names a fault that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(pub u64);

/// A fault that is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveFault {
    /// Its name.
    pub id: FaultId,
    /// What goes wrong.
    pub fault: Fault,
    /// For whom; `times` counts down.
    pub scope: Scope,
    /// Since when.
    pub since: At,
    /// How often it hit.
    pub hits: u32,
}

/// The faults that are on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Faults {
    active: Vec<ActiveFault>,
    last: u64,
}

/// What faults do to a call that is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Aftermath {
    pub(crate) lost: bool,
    pub(crate) slow_millis: u64,
}

impl Aftermath {
    pub(crate) fn upon(self, answer: Answer) -> Answer {
        let answer = if self.lost { Answer::Dropped } else { answer };
        if self.slow_millis == 0 {
            return answer;
        }
        Answer::Delayed {
            millis: self.slow_millis,
            answer: Box::new(answer),
        }
    }
}

/// What faults do to a call.
pub(crate) enum Verdict {
    /// It is carried out.
    Through(Aftermath),
    /// It is not.
    Instead(Answer),
    /// It is not, and the chat (or the bot) must wait.
    MustWait(Option<TelegramChat>, u64),
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault, scope: Scope, now: At) -> FaultId {
        self.last += 1;
        let id = FaultId(self.last);
        self.active.push(ActiveFault {
            id,
            fault,
            scope,
            since: now,
            hits: 0,
        });
        id
    }

    pub(crate) fn remove(&mut self, id: FaultId) -> Option<Fault> {
        let place = self.active.iter().position(|active| active.id == id)?;
        Some(self.active.remove(place).fault)
    }

    pub(crate) fn list(&self) -> &[ActiveFault] {
        &self.active
    }

    /// Meets a call with the faults in the order in which they were switched on.
    pub(crate) fn meet(&mut self, method: &str, chat: Option<TelegramChat>) -> Verdict {
        let mut aftermath = Aftermath::default();
        let mut verdict = None;
        for active in &mut self.active {
            if !active.scope.covers(method, chat) {
                continue;
            }
            verdict = match &active.fault {
                Fault::Down => Some(Verdict::Instead(Answer::Dropped)),
                Fault::ServerError { code } => {
                    let error = ApiError::new(*code, status_text(*code));
                    Some(Verdict::Instead(Answer::Error(error)))
                }
                Fault::TooManyRequests {
                    chat: waits,
                    retry_after,
                } if method != "getUpdates" && (waits.is_none() || *waits == chat) => {
                    Some(Verdict::MustWait(*waits, *retry_after))
                }
                Fault::AnswerLost => {
                    aftermath.lost = true;
                    None
                }
                Fault::Slow { millis } => {
                    aftermath.slow_millis += millis;
                    None
                }
                _ => continue,
            };
            active.hit();
            if verdict.is_some() {
                break;
            }
        }
        self.forget_spent();
        match verdict {
            Some(Verdict::Instead(answer)) => Verdict::Instead(
                Aftermath {
                    lost: false,
                    ..aftermath
                }
                .upon(answer),
            ),
            Some(verdict) => verdict,
            None => Verdict::Through(aftermath),
        }
    }

    /// Whether the confirmation of an offset is to be forgotten now.
    pub(crate) fn repeats(&self) -> bool {
        self.active
            .iter()
            .any(|active| active.fault == Fault::RepeatUpdates)
    }

    /// Counts a hit of a fault that works elsewhere; says which have run out with it.
    pub(crate) fn hit(&mut self, is: impl Fn(&Fault) -> bool) -> Vec<FaultId> {
        let mut spent = Vec::new();
        for active in self.active.iter_mut().filter(|active| is(&active.fault)) {
            active.hit();
            if active.scope.times == Some(0) {
                spent.push(active.id);
            }
        }
        spent
    }

    fn forget_spent(&mut self) {
        self.active.retain(|active| active.scope.times != Some(0));
    }
}

impl ActiveFault {
    fn hit(&mut self) {
        self.hits += 1;
        if let Some(times) = &mut self.scope.times {
            *times = times.saturating_sub(1);
        }
    }
}

fn status_text(code: u16) -> &'static str {
    match code {
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}
