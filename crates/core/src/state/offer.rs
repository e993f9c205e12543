//! An offer to report what somebody has just written in a group. Durable: its buttons outlive a
//! restart, and so does the duty to take them away.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, IncidentNumber, MessageId, RowId};
use crate::incoming::Attachment;
use crate::limits::{OFFER_ANEW, OFFER_EVERY, OFFER_SELDOM};
use crate::time::At;

/// The last offer in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The message that it is about.
    pub about: MessageId,
    /// What the message says; empty once the offer is over.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Photos and files of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Attachment>,
    /// The album that the message is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// The category whose word it has.
    pub category: CategoryId,
    /// When it was made.
    pub at: At,
    /// How many before it, one after the other, nobody wanted.
    #[serde(default, skip_serializing_if = "is_none")]
    pub unwanted: u32,
    /// What became of it.
    pub fate: Fate,
    /// The row that sends it, until the news of its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending: Option<RowId>,
    /// The message with the buttons, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<MessageId>,
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It waits for a tap.
    Stands,
    /// The message was reported.
    Taken(IncidentNumber),
    /// Nobody wanted it.
    Over,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

impl Offer {
    /// When the chat may be asked next: the more offers nobody wanted, the later.
    pub fn next(&self) -> At {
        let unwanted = if self.is_taken() { 0 } else { self.unwanted };
        let pause = OFFER_EVERY.saturating_mul(1 << unwanted.min(16));
        self.at.plus(pause.min(OFFER_SELDOM))
    }

    /// How many offers in a row nobody wanted, this one included, as one sees it that is made `now`.
    pub fn unwanted_by(&self, now: At) -> u32 {
        if self.is_taken() || now.since(self.at) >= OFFER_ANEW {
            0
        } else {
            self.unwanted.saturating_add(1)
        }
    }

    fn is_taken(&self) -> bool {
        matches!(self.fate, Fate::Taken(_))
    }

    /// Whether it waits for a tap, and its message is of this album.
    pub fn is_of_album(&self, album: Option<&str>) -> bool {
        self.stands() && album.is_some() && self.album.as_deref() == album
    }

    /// Whether it waits for a tap.
    pub fn stands(&self) -> bool {
        self.fate == Fate::Stands
    }

    /// The same, ended; the words are not kept.
    pub fn ended(&self, fate: Fate) -> Self {
        Self {
            fate,
            text: String::new(),
            evidence: Vec::new(),
            album: None,
            ..self.clone()
        }
    }
}
