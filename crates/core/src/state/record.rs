//! The tamper-evident record: every entry carries the hash of the one before.
//!
//! The hash of an entry is SHA-256 over the previous hash (32 bytes; zeros before the first)
//! followed by its canonical bytes: for each of `number`, `seq`, `at`, `kind`, `by`, `text` in
//! this order, the length of its UTF-8 text as four bytes, big-endian, then the text. Numbers are
//! decimal, `at` is RFC 3339 in UTC with milliseconds, a missing `by` is the empty text. These
//! are the fields of the export, so the export alone is enough to check the chain.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::IncidentNumber;
use crate::state::event::{Actor, Event};
use crate::time::At;

/// SHA-256, as text 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl From<[u8; 32]> for Hash {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

/// The hash over the previous one and texts with their lengths, as the top of this file says.
pub(crate) fn chained(previous: Hash, fields: &[String]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(previous.0);
    for field in fields {
        let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
        digest.update(length.to_be_bytes());
        digest.update(field.as_bytes());
    }
    Hash(digest.finalize().into())
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Hash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a hash is 64 hexadecimal digits";
        if text.len() != 64 || !text.is_ascii() {
            return Err(WRONG);
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).map_err(|_| WRONG)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// An entry of an incident's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The incident.
    pub number: IncidentNumber,
    /// Counts 1, 2, 3 … within the incident.
    pub seq: u32,
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// What.
    pub event: Event,
    /// Hash of this entry, over the hash of the one before.
    pub hash: Hash,
}

impl Entry {
    /// Makes the entry that follows `previous`.
    pub fn chain(
        previous: Hash,
        number: IncidentNumber,
        seq: u32,
        at: At,
        by: Actor,
        event: Event,
    ) -> Self {
        let mut entry = Self {
            number,
            seq,
            at,
            by,
            event,
            hash: Hash::default(),
        };
        entry.hash = entry.hash_after(previous);
        entry
    }

    /// The hash that this entry must carry after `previous`.
    pub fn hash_after(&self, previous: Hash) -> Hash {
        chained(
            previous,
            &[
                self.number.to_string(),
                self.seq.to_string(),
                self.at.rfc3339(),
                self.event.kind().to_owned(),
                self.by.export().unwrap_or_default(),
                self.event.text(),
            ],
        )
    }
}

/// An entry of a record that is one for the whole installation.
pub(crate) trait Link {
    /// Its number, and the hash that it carries.
    fn place(&self) -> (u32, Hash);
    /// The hash that it must carry after `previous`.
    fn hash_after(&self, previous: Hash) -> Hash;
}

/// Checks such a record against its end as it is known: the number and hash of the last entry. The first
/// broken entry is told by its number.
pub(crate) fn follow<L: Link, B>(
    end: (u32, Hash),
    entries: &[L],
    wrong: impl Fn(u32) -> B,
    missing: impl Fn(u32) -> B,
) -> Result<(), B> {
    let mut last = (0, Hash::default());
    for entry in entries {
        let (seq, hash) = entry.place();
        if seq != last.0 + 1 {
            return Err(missing(last.0 + 1));
        }
        if entry.hash_after(last.1) != hash {
            return Err(wrong(seq));
        }
        last = (seq, hash);
    }
    if last.0 < end.0 {
        return Err(missing(last.0 + 1));
    }
    if last == end {
        Ok(())
    } else {
        Err(wrong(last.0))
    }
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry's hash does not follow from its content and the one before.
    #[error("incident {0}: entry {1} does not match its hash")]
    Hash(IncidentNumber, u32),
    /// An entry is missing or out of order.
    #[error("incident {0}: entry {1} is missing")]
    Gap(IncidentNumber, u32),
}

/// Checks the whole record of one incident.
///
/// # Errors
/// Names the first broken entry.
pub fn verify(number: IncidentNumber, entries: &[Entry]) -> Result<Hash, Broken> {
    let mut previous = Hash::default();
    for (expected, entry) in (1..).zip(entries) {
        if entry.seq != expected || entry.number != number {
            return Err(Broken::Gap(number, expected));
        }
        if entry.hash_after(previous) != entry.hash {
            return Err(Broken::Hash(number, entry.seq));
        }
        previous = entry.hash;
    }
    Ok(previous)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let number = IncidentNumber(7);
        let first = Entry::chain(
            Hash::default(),
            number,
            1,
            At(1_764_000_000_123),
            Actor::Person("li".into()),
            Event::Updated {
                text: "smoke".into(),
                evidence: Vec::new(),
                origin: None,
            },
        );
        let second = Entry::chain(
            first.hash,
            number,
            2,
            At(1_764_000_001_000),
            Actor::Bot,
            Event::Exhausted,
        );
        vec![first, second]
    }

    #[test]
    fn the_hash_is_the_documented_one() {
        let mut bytes = vec![0_u8; 32];
        for field in [
            "7",
            "1",
            "2025-11-24T16:00:00.123Z",
            "updated",
            "li",
            "smoke",
        ] {
            bytes.extend((field.len() as u32).to_be_bytes());
            bytes.extend(field.as_bytes());
        }
        assert_eq!(entries()[0].hash, Hash(Sha256::digest(&bytes).into()));
    }

    #[test]
    fn a_changed_entry_and_a_missing_one_are_named() {
        let good = entries();
        assert_eq!(verify(IncidentNumber(7), &good), Ok(good[1].hash));

        let mut forged = good.clone();
        forged[0].event = Event::Updated {
            text: "nothing".into(),
            evidence: Vec::new(),
            origin: None,
        };
        assert_eq!(
            verify(IncidentNumber(7), &forged),
            Err(Broken::Hash(IncidentNumber(7), 1))
        );

        assert_eq!(
            verify(IncidentNumber(7), &good[1..]),
            Err(Broken::Gap(IncidentNumber(7), 1))
        );
    }

    #[test]
    fn hashes_round_trip_as_text() {
        let hash = entries()[0].hash;
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("xyz".parse::<Hash>().is_err());
    }
}
