//! What parties and mediators told: kept apart, hidden from every log, known to the chain by a digest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::log::{LedgerEntry, What};
use crate::ids::DisputeNumber;
use crate::state::record::{Hash, chained};
use crate::store::{Key, Space};

/// Words for those who keep the ledger and for nobody else: `Debug` does not tell them.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    /// Words as somebody typed them.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The words, for the private chat of somebody who may read them.
    pub fn words(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private(…)")
    }
}

/// What keeps somebody with the log alone from trying names until a digest fits. It goes with its text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Salt(String);

impl Salt {
    /// Of what was drawn for it (`Seed::salt`).
    pub(crate) fn new(drawn: String) -> Self {
        Self(drawn)
    }
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// What a text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// Who the parties are.
    Parties,
    /// What happened.
    Account,
    /// The place, where it is none of the configuration: what is typed may hold a name.
    Place,
    /// What came of the mediation.
    Result,
    /// How the parties were calmed before a transfer.
    Calming,
    /// Who accepted it at the body, or why the body did not.
    Answer,
    /// What a revisit found.
    Revisit,
    /// Why it was closed, or what broke out again.
    Reason,
    /// What is to be read otherwise.
    Correction,
}

impl TextKind {
    /// One word for records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Account => "account",
            Self::Place => "place",
            Self::Result => "result",
            Self::Calming => "calming",
            Self::Answer => "answer",
            Self::Revisit => "revisit",
            Self::Reason => "reason",
            Self::Correction => "correction",
        }
    }
}

/// Which text: of which dispute, and its place among the texts of it, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextKey {
    /// Of which dispute.
    pub dispute: DisputeNumber,
    /// From 1.
    pub seq: u32,
}

impl TextKey {
    /// Where the store keeps it.
    pub fn key(self) -> Key {
        Key::named(Space::Private, format!("{}/{}", self.dispute, self.seq))
    }

    /// From its name in the store.
    pub fn read(name: &[u8]) -> Option<Self> {
        let (dispute, seq) = std::str::from_utf8(name).ok()?.split_once('/')?;
        Some(Self {
            dispute: DisputeNumber(dispute.parse().ok()?),
            seq: seq.parse().ok()?,
        })
    }
}

/// A text as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What it tells.
    pub kind: TextKind,
    /// As it was typed.
    pub words: Private,
    /// Drawn for this text.
    pub salt: Salt,
}

impl Text {
    /// What the log keeps of it: SHA-256 over salt, dispute, place, kind and words, each with its length as
    /// `state::record` has it.
    pub fn digest(&self, key: TextKey) -> Hash {
        let fields = [
            self.salt.0.clone(),
            key.dispute.to_string(),
            key.seq.to_string(),
            self.kind.word().to_owned(),
            self.words.0.clone(),
        ];
        chained(Hash::default(), &fields)
    }
}

/// A text as the log knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Its place among the texts of its dispute, from 1.
    pub seq: u32,
    /// What it tells.
    pub kind: TextKind,
    /// [`Text::digest`].
    pub digest: Hash,
}

/// Where a text is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsealed {
    /// It says something else than was told.
    #[error("ledger: text {} of dispute {} does not match its digest", .0.seq, .0.dispute)]
    Changed(TextKey),
    /// It is not there, and no entry says that it was removed.
    #[error("ledger: text {} of dispute {} is missing", .0.seq, .0.dispute)]
    Missing(TextKey),
    /// It is there, and an entry says that it was removed.
    #[error("ledger: text {} of dispute {} is still there, though its names were removed", .0.seq, .0.dispute)]
    Left(TextKey),
    /// No entry tells of it.
    #[error("ledger: no entry tells of text {} of dispute {}", .0.seq, .0.dispute)]
    Loose(TextKey),
}

/// Checks what is kept of disputes against the log.
///
/// # Errors
/// Names the first text that is not as an entry says.
pub fn check_texts(
    entries: &[LedgerEntry],
    texts: &BTreeMap<TextKey, Text>,
) -> Result<(), Unsealed> {
    let mut told: BTreeMap<TextKey, Option<&Sealed>> = BTreeMap::new();
    for entry in entries {
        let Some(dispute) = entry.event.dispute else {
            continue;
        };
        for sealed in &entry.event.texts {
            let seq = sealed.seq;
            told.insert(TextKey { dispute, seq }, Some(sealed));
        }
        if matches!(entry.event.what, What::NamesRemoved) {
            let of_it = told.iter_mut().filter(|(key, _)| key.dispute == dispute);
            of_it.for_each(|(_, sealed)| *sealed = None);
        }
    }
    for (key, sealed) in &told {
        match (sealed, texts.get(key)) {
            (Some(_), None) => return Err(Unsealed::Missing(*key)),
            (None, Some(_)) => return Err(Unsealed::Left(*key)),
            (Some(sealed), Some(text)) if text.digest(*key) != sealed.digest => {
                return Err(Unsealed::Changed(*key));
            }
            _ => {}
        }
    }
    match texts.keys().find(|key| !told.contains_key(key)) {
        Some(key) => Err(Unsealed::Loose(*key)),
        None => Ok(()),
    }
}
