//! Logs of what is no incident's: hash-chained as an incident's record is (`state::record`), each a stream
//! of its own in the store.
//!
//! The hash is SHA-256 over the previous hash and, for each of the log's word, `seq`, `at`, `kind`, `by`,
//! `text`, its length as four bytes, big-endian, and its UTF-8 text.

use serde::{Deserialize, Serialize};

use crate::state::change::Head;
use crate::state::event::Actor;
use crate::state::record::{Hash, Link, chained, follow};
use crate::time::At;

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Log {
    /// Of shifts and presence checks: `state::duty_log`.
    Duty,
    /// Of prompts: `state::prompt_log`.
    Prompt,
    /// Of disputes: `state::ledger`.
    Ledger,
}

impl Log {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Duty, Self::Prompt, Self::Ledger];

    /// The stream of the store that holds it. No incident can meet it: they count from 1, one at a time.
    pub fn stream(self) -> u64 {
        match self {
            Self::Duty => u64::MAX,
            Self::Prompt => u64::MAX - 1,
            Self::Ledger => u64::MAX - 2,
        }
    }

    /// The log that a stream holds.
    pub fn of(stream: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|log| log.stream() == stream)
    }

    /// What its hashes are over first.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Prompt => "prompt",
            Self::Ledger => "ledger",
        }
    }

    /// As `verify` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duty => "duty log",
            Self::Prompt => "prompt log",
            Self::Ledger => "ledger",
        }
    }
}

/// What a log has entries of.
pub trait Logged {
    /// Its log.
    const LOG: Log;

    /// One word for what happened.
    fn kind(&self) -> &'static str;

    /// Everything beside the kind, as text: what the hash is over.
    fn text(&self) -> String;
}

/// An entry of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry<E> {
    /// Counts 1, 2, 3 …
    pub seq: u32,
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// What. The first builds called it `duty`.
    #[serde(alias = "duty")]
    pub event: E,
    /// Hash of this entry, over the hash of the one before.
    pub hash: Hash,
}

impl<E: Logged> LogEntry<E> {
    /// Makes the entry that follows.
    pub fn chain(head: Head, at: At, by: Actor, event: E) -> Self {
        let mut entry = Self {
            seq: head.seq + 1,
            at,
            by,
            event,
            hash: Hash::default(),
        };
        entry.hash = entry.hash_after(head.hash);
        entry
    }

    /// The log's end, where this is the last entry.
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash,
        }
    }
}

impl<E: Logged> Link for LogEntry<E> {
    fn place(&self) -> (u32, Hash) {
        (self.seq, self.hash)
    }

    fn hash_after(&self, previous: Hash) -> Hash {
        chained(
            previous,
            &[
                E::LOG.word().to_owned(),
                self.seq.to_string(),
                self.at.rfc3339(),
                self.event.kind().to_owned(),
                self.by.export().unwrap_or_default(),
                self.event.text(),
            ],
        )
    }
}

/// Where a log is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry's hash does not follow from its content and the one before.
    #[error("{name}: entry {1} does not match its hash", name = .0.name())]
    Hash(Log, u32),
    /// An entry is missing or out of order.
    #[error("{name}: entry {1} is missing", name = .0.name())]
    Gap(Log, u32),
}

/// Checks a whole log against its end as it is known.
///
/// # Errors
/// Names the first broken entry.
pub fn verify<E: Logged>(head: Head, entries: &[LogEntry<E>]) -> Result<(), Broken> {
    let wrong = |seq| Broken::Hash(E::LOG, seq);
    let missing = |seq| Broken::Gap(E::LOG, seq);
    follow((head.seq, head.hash), entries, wrong, missing)
}
