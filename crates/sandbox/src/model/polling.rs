//! getUpdates without waiting: who waits asks again after something happened.

use std::collections::BTreeSet;
use std::time::Duration;

use dutybell_core::time::At;
use serde_json::{Value, json};

use super::answer::{Answer, ApiError};
use super::calls::Heard;
use super::faults::{Aftermath, Fault};
use super::methods::GET_UPDATES;
use super::params::Params;
use super::telegram::Telegram;

/// The longest wait. Not in the documentation; so the server caps it.
const LONGEST_SECONDS: i64 = 50;
/// Updates in one answer. Source: Bot API, getUpdates.limit.
const MOST: i64 = 100;

/// How a getUpdates stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poll {
    /// It has its answer.
    Ready(Answer),
    /// Nothing is there yet.
    Wait(Waiting),
}

/// A getUpdates that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    ticket: u64,
    limit: usize,
    params: Value,
    aftermath: Aftermath,
    /// When it is answered with nothing.
    pub until: At,
}

/// What is remembered of the polls before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Polls {
    ticket: u64,
    waiting: bool,
    last: Option<(i64, At)>,
}

impl Telegram {
    /// Begins a getUpdates: confirms, and answers if there is anything or nobody wants to wait.
    /// A poll that still waits is thereby over.
    pub fn poll(&mut self, params: &Value, now: At) -> Poll {
        let aftermath = match self.meet_faults(GET_UPDATES, None, now) {
            Ok(aftermath) => aftermath,
            Err(answer) => {
                self.log_call(GET_UPDATES, params, Heard::instead(&answer), now);
                return Poll::Ready(answer);
            }
        };
        if !self.webhook.is_empty() {
            return self.refuse(ApiError::webhook_is_set(), params, now);
        }
        let read = Params(params);
        match read.json("allowed_updates") {
            Err(error) => return self.refuse(error, params, now),
            Ok(None) => {}
            Ok(Some(kinds)) => self.queue.allow(names(&kinds)),
        }
        self.polls.ticket += 1;
        if std::mem::take(&mut self.polls.waiting) {
            self.stir();
        }
        let offset = read.int("offset").unwrap_or(0);
        self.confirm(offset, now);
        let limit = self.batch_size(offset, read.int("limit").unwrap_or(MOST), now);
        let timeout = read.int("timeout").unwrap_or(0).clamp(0, LONGEST_SECONDS);
        let waiting = Waiting {
            ticket: self.polls.ticket,
            limit,
            params: params.clone(),
            aftermath,
            until: now.plus(Duration::from_secs(timeout.unsigned_abs())),
        };
        self.look(waiting, now)
    }

    /// Looks again for a getUpdates that waits.
    pub fn poll_again(&mut self, waiting: Waiting, now: At) -> Poll {
        if waiting.ticket != self.polls.ticket {
            return self.refuse(ApiError::second_poll(), &waiting.params, now);
        }
        if self.is_down_for_polls() {
            let heard = Heard::Nothing { took_effect: true };
            self.log_call(GET_UPDATES, &waiting.params, heard, now);
            return Poll::Ready(Answer::Dropped);
        }
        self.look(waiting, now)
    }

    /// Ends a wait with nothing.
    pub(crate) fn give_up(&mut self, waiting: &Waiting, now: At) -> Answer {
        self.log_call(GET_UPDATES, &waiting.params, Heard::Ok(json!(0)), now);
        waiting.aftermath.upon(Answer::Reply("[]".to_owned()))
    }

    fn look(&mut self, waiting: Waiting, now: At) -> Poll {
        if self.queue.is_empty() && now < waiting.until {
            self.polls.waiting = true;
            return Poll::Wait(waiting);
        }
        self.polls.waiting = false;
        let (list, count) = self.queue.batch(waiting.limit);
        let heard = if waiting.aftermath.lost {
            Heard::Nothing { took_effect: true }
        } else {
            Heard::Ok(json!(count))
        };
        self.log_call(GET_UPDATES, &waiting.params, heard, now);
        Poll::Ready(waiting.aftermath.upon(Answer::Reply(list)))
    }

    fn refuse(&mut self, error: ApiError, params: &Value, now: At) -> Poll {
        self.log_call(GET_UPDATES, params, Heard::refusal(&error), now);
        Poll::Ready(Answer::Error(error))
    }

    fn confirm(&mut self, offset: i64, now: At) {
        let forget =
            self.faults.repeats() && self.queue.would_confirm(offset) && self.queue.forget(offset);
        if !forget {
            self.queue.confirm(offset);
            return;
        }
        for id in self.faults.hit(|fault| *fault == Fault::RepeatUpdates) {
            self.lift(id, now);
        }
    }

    /// A bot that asks for the same again at once gets one update, lest it turn in circles at
    /// full speed. Not in the documentation; so the server behaves.
    fn batch_size(&mut self, offset: i64, limit: i64, now: At) -> usize {
        let hasty = self.rates.limits().hasty_poll_millis.is_some_and(|millis| {
            self.polls.last.is_some_and(|(before, at)| {
                before == offset && now.since(at) < Duration::from_millis(millis.into())
            })
        });
        self.polls.last = Some((offset, now));
        let limit = if hasty { 1 } else { limit.clamp(1, MOST) };
        usize::try_from(limit).unwrap_or(1)
    }

    pub(crate) fn is_down_for_polls(&self) -> bool {
        self.faults.list().iter().any(|active| {
            active.fault == Fault::Down
                && active.scope.times.is_none()
                && active.scope.covers(GET_UPDATES, None)
        })
    }
}

pub(crate) fn names(kinds: &Value) -> BTreeSet<String> {
    kinds
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|kind| kind.as_str().map(str::to_owned))
        .collect()
}
