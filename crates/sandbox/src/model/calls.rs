//! The log of what the bot called.

use std::collections::VecDeque;

use dutybell_core::time::At;
use serde::Serialize;
use serde_json::Value;

use super::answer::{Answer, ApiError};

/// A call of the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Its place among everything that happened.
    pub seq: u64,
    /// When it came in.
    pub at: At,
    /// The method as the Bot API writes it.
    pub method: String,
    /// Its parameters.
    pub params: Value,
    /// What it got. Of getUpdates only how many came, for the updates themselves can be many.
    pub answer: Heard,
}

/// What the bot got to hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// `result`, or for getUpdates the number of updates.
    Ok(Value),
    /// A refusal.
    Error {
        /// `error_code`
        code: u16,
        /// `description`
        description: String,
        /// Seconds to wait, where told.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    },
    /// Nothing: the connection was closed. Says whether the method took effect.
    Nothing {
        /// It did.
        took_effect: bool,
    },
}

impl Heard {
    pub(crate) fn refusal(error: &ApiError) -> Self {
        Self::Error {
            code: error.code,
            description: error.description.clone(),
            retry_after: error.parameters.retry_after,
        }
    }

    /// What is heard of a call that faults keep from being carried out.
    pub(crate) fn instead(answer: &Answer) -> Self {
        match answer {
            Answer::Error(error) => Self::refusal(error),
            Answer::Delayed { answer, .. } => Self::instead(answer),
            Answer::Reply(_) | Answer::Dropped => Self::Nothing { took_effect: false },
        }
    }
}

/// A list that forgets its oldest entries.
#[derive(Debug, Clone)]
pub(crate) struct Log<T> {
    entries: VecDeque<(u64, T)>,
    most: usize,
    forgotten_to: u64,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T> Log<T> {
    /// Keeps so many entries; none switches it off.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            most,
            forgotten_to: 0,
        }
    }

    /// As if everything up to this had been forgotten.
    pub(crate) fn from(most: usize, seq: u64) -> Self {
        Self {
            forgotten_to: seq,
            ..Self::new(most)
        }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.most > 0
    }

    pub(crate) fn push(&mut self, seq: u64, entry: T) {
        if self.most == 0 {
            self.forgotten_to = seq;
            return;
        }
        if self.entries.len() == self.most
            && let Some((seq, _)) = self.entries.pop_front()
        {
            self.forgotten_to = seq;
        }
        self.entries.push_back((seq, entry));
    }

    /// Entries after this one, oldest first.
    pub(crate) fn since(&self, seq: u64) -> impl Iterator<Item = &T> {
        let from = self.entries.partition_point(|(at, _)| *at <= seq);
        self.entries.range(from..).map(|(_, entry)| entry)
    }

    /// Whether an entry after this one was forgotten.
    pub(crate) fn lost_since(&self, seq: u64) -> bool {
        seq < self.forgotten_to
    }
}
