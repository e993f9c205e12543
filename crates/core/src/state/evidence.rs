//! Evidence: what came with a report or an update, and what became of each piece.
//!
//! A piece is counted from 1 in the order in which it came to its incident. Its file is fetched from
//! Telegram beside everything else; what comes of that is an entry of the record, so the record says
//! of every piece by which hash it can be recognised, or why there is none.

use serde::{Deserialize, Serialize};

use crate::ids::{IncidentNumber, MessageId, TelegramChat, TelegramUser};
use crate::incoming::{Attachment, AttachmentKind, Position};
use crate::state::event::Origin;
use crate::state::incident::Incident;
use crate::state::record::Hash;
use crate::time::At;

/// What can happen to evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It came without words.
    Added {
        /// What came.
        evidence: Vec<Attachment>,
        /// The message that brought it; not known of what was stored before that was remembered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
    },
    /// A piece is a place.
    Placed {
        /// Which piece.
        piece: u32,
        /// Where it is.
        position: Position,
    },
    /// The file of a piece is on our disk.
    Kept {
        /// Which piece.
        piece: u32,
        /// What it is.
        kind: AttachmentKind,
        /// Of its bytes.
        sha256: Hash,
        /// How many.
        bytes: u64,
    },
    /// A file is not kept, by the limits of the configuration.
    Refused {
        /// Which piece; `None`: it became none.
        piece: Option<u32>,
        /// What it is.
        kind: AttachmentKind,
        /// Why.
        why: Unkept,
    },
    /// A file could not be kept.
    Failed {
        /// Which piece.
        piece: u32,
        /// What it is.
        kind: AttachmentKind,
        /// What the system or Telegram said.
        reason: String,
    },
}

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unkept {
    /// It has more bytes than are kept of one file.
    TooLarge {
        /// So many are kept.
        limit: u64,
    },
    /// Telegram gives out no file of its size.
    NotGiven,
    /// The incident has as many pieces as are kept of one.
    TooMany {
        /// So many are.
        limit: u32,
    },
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filed {
    /// On our disk.
    Kept {
        /// Of its bytes.
        sha256: Hash,
        /// How many.
        bytes: u64,
    },
    /// Not kept, by the limits.
    Refused,
    /// Not kept, or not yet: it failed.
    Failed,
}

/// A file on our disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its incident.
    pub incident: IncidentNumber,
    /// What it is.
    pub kind: AttachmentKind,
    /// Of its bytes.
    pub sha256: Hash,
    /// As the sender's phone called it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl KeptFile {
    /// Its name on our disk: nothing that anybody typed.
    pub fn file_name(&self) -> String {
        file_name(self.incident, self.sha256)
    }
}

/// The name of a file on our disk.
pub fn file_name(incident: IncidentNumber, sha256: Hash) -> String {
    format!("{incident}-{sha256}")
}

/// A file that is to be fetched from Telegram. It is stored with the entry that brought it, and
/// leaves with the entry that says what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// Of which incident.
    pub incident: IncidentNumber,
    /// Which piece.
    pub piece: u32,
    /// What it is.
    pub kind: AttachmentKind,
    /// Telegram's handle.
    pub file_id: String,
    /// Bytes that are kept at most.
    pub limit: u64,
    /// Where it came, to say there what is wrong with it.
    pub chat: TelegramChat,
    /// By which message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// When it came.
    pub since: At,
    /// Not before.
    pub due: At,
    /// Tries that failed.
    #[serde(default)]
    pub attempt: u32,
    /// Those of them that Telegram refused.
    #[serde(default)]
    pub refusals: u32,
}

/// How a try to fetch a file ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// It is on our disk, and survives a power cut.
    Kept {
        /// Of its bytes.
        sha256: Hash,
        /// How many.
        bytes: u64,
    },
    /// It is larger than was said.
    TooLarge,
    /// It is larger than what Telegram gives out.
    NotGiven,
    /// Not now: no connection, too many requests, a server in trouble.
    Later {
        /// What happened.
        why: String,
        /// Not before so long.
        wait: Option<std::time::Duration>,
    },
    /// Telegram does not give it out.
    Gone {
        /// What it says.
        why: String,
    },
    /// Our disk does not take it.
    Disk {
        /// What the system says.
        why: String,
    },
}

/// Pictures that were sent together, of which one has come to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Album {
    /// To which.
    pub incident: IncidentNumber,
    /// Who sent them.
    pub by: TelegramUser,
    /// When the first came.
    pub at: At,
}

impl Evidence {
    /// One word for the record.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Added { .. } => "evidence",
            Self::Placed { .. } => "position",
            Self::Kept { .. } => "evidence_kept",
            Self::Refused { .. } => "evidence_refused",
            Self::Failed { .. } => "evidence_failed",
        }
    }

    /// What the record says beside the word.
    pub(super) fn words(&self) -> String {
        let numbered = |kind: &AttachmentKind, piece: u32| format!("{} ({piece})", kind.word());
        match self {
            Self::Added { evidence, .. } => {
                let words: Vec<&str> = evidence.iter().map(|one| one.kind.word()).collect();
                words.join(", ")
            }
            Self::Placed { piece, position } => format!("{position} ({piece})"),
            Self::Kept {
                piece,
                kind,
                sha256,
                bytes,
            } => format!("{}: {bytes} bytes, sha256 {sha256}", numbered(kind, *piece)),
            Self::Refused { piece, kind, why } => {
                let what = match piece {
                    Some(piece) => numbered(kind, *piece),
                    None => kind.word().to_owned(),
                };
                match why {
                    Unkept::TooLarge { limit } => format!("{what}: more than {limit} bytes"),
                    Unkept::NotGiven => {
                        format!("{what}: Telegram does not give out files of this size")
                    }
                    Unkept::TooMany { limit } => format!("{what}: more than {limit} pieces"),
                }
            }
            Self::Failed {
                piece,
                kind,
                reason,
            } => format!("{}: {reason}", numbered(kind, *piece)),
        }
    }
}

impl Incident {
    /// What an entry about evidence changes.
    pub(super) fn apply_evidence(&mut self, evidence: &Evidence, at: At) {
        match evidence {
            Evidence::Added { evidence, .. } => {
                self.evidence.extend(evidence.iter().cloned());
                self.sign_of_life(at);
            }
            Evidence::Kept {
                piece,
                sha256,
                bytes,
                ..
            } => {
                let (sha256, bytes) = (*sha256, *bytes);
                self.filed.insert(*piece, Filed::Kept { sha256, bytes });
            }
            Evidence::Refused {
                piece: Some(piece), ..
            } => {
                self.filed.insert(*piece, Filed::Refused);
            }
            Evidence::Failed { piece, .. } => {
                self.filed.insert(*piece, Filed::Failed);
            }
            Evidence::Placed { .. } | Evidence::Refused { piece: None, .. } => {}
        }
    }

    /// The pieces with their numbers.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, &Attachment)> {
        (1..).zip(&self.evidence)
    }

    /// The file of a piece, where it is on our disk.
    pub fn kept(&self, piece: u32) -> Option<KeptFile> {
        let Some(Filed::Kept { sha256, .. }) = self.filed.get(&piece) else {
            return None;
        };
        let (_, attachment) = self.pieces().find(|(number, _)| *number == piece)?;
        Some(KeptFile {
            incident: self.number,
            kind: attachment.kind,
            sha256: *sha256,
            name: attachment.name.clone(),
        })
    }
}
