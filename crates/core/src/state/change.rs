//! The record of what was changed in chat about people: who did what when, hash-chained as an
//! incident's record is (`state::record`).
//!
//! It is stream [`STREAM`] of the store: incidents count from 1. The hash is SHA-256 over the
//! previous hash and, for each of `people`, `seq`, `at`, `kind`, `by`, `text`, its length as four
//! bytes, big-endian, and its UTF-8 text. The overlay follows from the record: nothing else changes
//! it (`state::overlay`).

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RoleId, RosterId, TelegramUser};
use crate::state::event::Actor;
use crate::state::overlay::Aspect;
use crate::state::record::{Hash, Link, chained, follow};
use crate::time::At;

/// The stream of the store that holds the record.
pub const STREAM: u64 = 0;

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Somebody was invited; an older invitation of the same person is void.
    Invited {
        /// Who.
        person: PersonId,
        /// Until when the code is good.
        expires: At,
    },
    /// An account was bound by a code, or by a contact that names it.
    Bound {
        /// To whom.
        person: PersonId,
        /// Which account.
        user: TelegramUser,
        /// As it calls itself.
        name: String,
    },
    /// An account was taken from its person.
    Unbound {
        /// From whom.
        person: PersonId,
        /// Which account.
        user: TelegramUser,
    },
    /// Somebody whom the file does not have.
    Added {
        /// The id that he got.
        person: PersonId,
        /// How he is called in messages.
        name: String,
        /// His phone number, where one was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    },
    /// Somebody has a role from now on.
    PutIn {
        /// Who.
        person: PersonId,
        /// Which.
        role: RoleId,
    },
    /// Somebody has a role no longer.
    TakenOut {
        /// Who.
        person: PersonId,
        /// Which.
        role: RoleId,
    },
    /// Somebody has another phone number.
    Phone {
        /// Who.
        person: PersonId,
        /// The one before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The one from now on.
        to: String,
    },
    /// Somebody has left.
    Gone {
        /// Who.
        person: PersonId,
        /// The account that he had.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<TelegramUser>,
    },
    /// Somebody who was marked as gone is back.
    Returned {
        /// Who.
        person: PersonId,
    },
    /// Somebody made a link by which a calendar reads shifts; an older one of the same is void.
    FeedMade {
        /// Who.
        person: PersonId,
        /// Of which roster; `None`: his own shifts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        roster: Option<RosterId>,
    },
    /// Such a link is void.
    FeedRevoked {
        /// Whose it was.
        person: PersonId,
        /// Of which roster; `None`: his own shifts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        roster: Option<RosterId>,
    },
    /// The file says the same by now: it counts again.
    InFile {
        /// About whom.
        person: PersonId,
        /// What of it.
        what: Vec<Aspect>,
    },
}

impl Change {
    /// One word for what happened.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::Bound { .. } => "bound",
            Self::Unbound { .. } => "unbound",
            Self::Added { .. } => "added",
            Self::PutIn { .. } => "put_in",
            Self::TakenOut { .. } => "taken_out",
            Self::Phone { .. } => "phone",
            Self::Gone { .. } => "gone",
            Self::Returned { .. } => "returned",
            Self::FeedMade { .. } => "feed_made",
            Self::FeedRevoked { .. } => "feed_revoked",
            Self::InFile { .. } => "in_file",
        }
    }

    /// Whom it is about.
    pub fn person(&self) -> &PersonId {
        match self {
            Self::Invited { person, .. }
            | Self::Bound { person, .. }
            | Self::Unbound { person, .. }
            | Self::Added { person, .. }
            | Self::PutIn { person, .. }
            | Self::TakenOut { person, .. }
            | Self::Phone { person, .. }
            | Self::Gone { person, .. }
            | Self::Returned { person }
            | Self::FeedMade { person, .. }
            | Self::FeedRevoked { person, .. }
            | Self::InFile { person, .. } => person,
        }
    }

    /// Everything beside the kind, as text: what the hash is over.
    pub fn text(&self) -> String {
        match self {
            Self::Invited { person, expires } => format!("{person} until {}", expires.rfc3339()),
            Self::Bound { person, user, name } => format!("{person} to {user} {name}"),
            Self::Unbound { person, user } => format!("{person} from {user}"),
            Self::Added {
                person,
                name,
                phone,
            } => format!("{person} {name} {}", phone.as_deref().unwrap_or_default()),
            Self::PutIn { person, role } | Self::TakenOut { person, role } => {
                format!("{person} {role}")
            }
            Self::Phone { person, from, to } => {
                format!("{person} {} → {to}", from.as_deref().unwrap_or_default())
            }
            Self::Gone { person, user } => match user {
                Some(user) => format!("{person} with {user}"),
                None => person.to_string(),
            },
            Self::Returned { person } => person.to_string(),
            Self::FeedMade { person, roster } | Self::FeedRevoked { person, roster } => {
                match roster {
                    Some(roster) => format!("{person} {roster}"),
                    None => person.to_string(),
                }
            }
            Self::InFile { person, what } => {
                let what: Vec<String> = what.iter().map(Aspect::word).collect();
                format!("{person} {}", what.join(", "))
            }
        }
    }
}

/// An entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEntry {
    /// Counts 1, 2, 3 …
    pub seq: u32,
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// What.
    pub change: Change,
    /// Hash of this entry, over the hash of the one before.
    pub hash: Hash,
}

/// The end of the record so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last entry; 0 for none.
    pub seq: u32,
    /// Its hash.
    pub hash: Hash,
}

impl ChangeEntry {
    /// Makes the entry that follows.
    pub fn chain(head: Head, at: At, by: Actor, change: Change) -> Self {
        let mut entry = Self {
            seq: head.seq + 1,
            at,
            by,
            change,
            hash: Hash::default(),
        };
        entry.hash = entry.hash_after(head.hash);
        entry
    }
}

impl Link for ChangeEntry {
    fn place(&self) -> (u32, Hash) {
        (self.seq, self.hash)
    }

    fn hash_after(&self, previous: Hash) -> Hash {
        chained(
            previous,
            &[
                "people".to_owned(),
                self.seq.to_string(),
                self.at.rfc3339(),
                self.change.kind().to_owned(),
                self.by.export().unwrap_or_default(),
                self.change.text(),
            ],
        )
    }
}

/// Where the record is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry's hash does not follow from its content and the one before.
    #[error("changes of people: entry {0} does not match its hash")]
    Hash(u32),
    /// An entry is missing or out of order.
    #[error("changes of people: entry {0} is missing")]
    Gap(u32),
}

/// Checks the whole record against its end as it is known.
///
/// # Errors
/// Names the first broken entry.
pub fn verify(head: Head, entries: &[ChangeEntry]) -> Result<(), Broken> {
    follow((head.seq, head.hash), entries, Broken::Hash, Broken::Gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Vec<ChangeEntry> {
        let invited = Change::Invited {
            person: "wang".into(),
            expires: At(1_764_000_000_000),
        };
        let bound = Change::Bound {
            person: "wang".into(),
            user: TelegramUser(7),
            name: "W".into(),
        };
        let first = ChangeEntry::chain(Head::default(), At(5), Actor::Person("li".into()), invited);
        let head = Head {
            seq: 1,
            hash: first.hash,
        };
        let second = ChangeEntry::chain(head, At(6), Actor::Person("wang".into()), bound);
        vec![first, second]
    }

    fn head(record: &[ChangeEntry]) -> Head {
        record.last().map_or_else(Head::default, |last| Head {
            seq: last.seq,
            hash: last.hash,
        })
    }

    #[test]
    fn a_changed_entry_a_missing_one_and_a_cut_off_end_are_named() {
        let good = record();
        let end = head(&good);
        assert_eq!(verify(end, &good), Ok(()));
        assert_eq!(verify(end, &good[1..]), Err(Broken::Gap(1)));
        assert_eq!(verify(end, &good[..1]), Err(Broken::Gap(2)));
        let mut forged = good;
        forged[0].at = At(4);
        assert_eq!(verify(end, &forged), Err(Broken::Hash(1)));
    }
}
