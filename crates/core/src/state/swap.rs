//! Somebody of a shift asks somebody else to take it; until that one confirms, it is whose it was.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RosterId, TelegramChat};
use crate::state::roster::Override;
use crate::state::selftest::Stands;
use crate::time::At;

/// A place on a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Of which roster.
    pub roster: RosterId,
    /// When the shift begins.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// Whose place it is.
    pub of: PersonId,
}

impl Slot {
    /// The place from now on, where the shift runs.
    #[must_use]
    pub fn from_now(&self, now: At) -> Self {
        Self {
            from: self.from.max(now),
            ..self.clone()
        }
    }

    /// Somebody else has the place, from now on where the shift runs.
    pub fn to(&self, on: &PersonId, now: At) -> Override {
        Override {
            roster: self.roster.clone(),
            from: self.from.max(now),
            to: self.to,
            off: self.of.clone(),
            on: on.clone(),
        }
    }
}

/// How somebody came to stand in for somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// They agreed on it.
    Swap,
    /// An administrator said so.
    Cover,
    /// The stand-in has taken over a running shift.
    Taken,
    /// The roster or the people have changed, and it fits no more.
    Undone,
}

/// Why a question came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    /// Who was asked can't.
    Refused,
    /// Who asked has thought better of it.
    Withdrawn,
    /// The shift is over.
    TooLate,
    /// The shift is somebody else's by now, or there is no such shift any more.
    Void,
    /// Who was asked can't be reached.
    Unreached,
}

/// Somebody was asked, and has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// When it was asked: it names the question.
    pub began: At,
    /// What is to be given away.
    pub give: Slot,
    /// Who is asked.
    pub to: PersonId,
    /// What is taken in return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Slot>,
    /// The question, and what says to who asked that it waits.
    pub copies: [SwapCopy; 2],
}

/// A message about a question that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapCopy {
    /// Where.
    pub chat: TelegramChat,
    /// Which message.
    pub stands: Stands,
}

/// Whose message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Of who is asked.
    Asked,
    /// Of who asks.
    Asker,
}

impl Swap {
    /// One of its messages.
    pub fn copy(&self, side: Side) -> &SwapCopy {
        let [asked, asker] = &self.copies;
        match side {
            Side::Asked => asked,
            Side::Asker => asker,
        }
    }

    /// One of its messages, to be changed.
    pub fn copy_mut(&mut self, side: Side) -> &mut SwapCopy {
        let [asked, asker] = &mut self.copies;
        match side {
            Side::Asked => asked,
            Side::Asker => asker,
        }
    }
}
