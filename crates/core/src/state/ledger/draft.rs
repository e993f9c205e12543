//! What a guided form of the ledger has been told so far. It lies in the form alone, and goes with it.

use serde::{Deserialize, Serialize};

use super::{DisputeKind, Private};
use crate::ids::{DisputeNumber, MessageId, PersonId};
use crate::parse::tag::Tag;
use crate::state::prompt::Origin;

/// A dispute in the making.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisputeDraft {
    /// The screening from which it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<DisputeKind>,
    /// One of `[ledger] places`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// A place that was typed instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_place: Option<Private>,
    /// Who the parties are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<Private>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Private>,
    /// Who mediates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediator: Option<PersonId>,
}

/// What a dispute in the making lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// What it is about.
    Kind,
    /// Where.
    Place,
    /// Who the parties are.
    Parties,
    /// What happened.
    Account,
    /// Who mediates.
    Mediator,
    /// Nothing but Confirm.
    Confirm,
}

impl DisputeDraft {
    /// What is asked for next.
    pub fn wants(&self) -> Wanted {
        if self.kind.is_none() {
            Wanted::Kind
        } else if self.place.is_none() && self.other_place.is_none() {
            Wanted::Place
        } else if self.parties.is_none() {
            Wanted::Parties
        } else if self.account.is_none() {
            Wanted::Account
        } else if self.mediator.is_none() {
            Wanted::Mediator
        } else {
            Wanted::Confirm
        }
    }

    /// Forgets the last answer, so that it is asked for again. `false` where there is none.
    pub fn step_back(&mut self) -> bool {
        match self.wants() {
            Wanted::Kind => return false,
            Wanted::Place => self.kind = None,
            Wanted::Parties => {
                self.place = None;
                self.other_place = None;
            }
            Wanted::Account => self.parties = None,
            Wanted::Mediator => self.account = None,
            Wanted::Confirm => self.mediator = None,
        }
        true
    }

    /// Stands for this very draft in the button that confirms it.
    pub fn tag(&self) -> Tag {
        let words = |text: &Option<Private>| {
            let words = text.as_ref().map_or("", Private::words);
            format!("{}:{words}", words.len())
        };
        let kind = self.kind.map_or("", DisputeKind::word);
        let place = self.place.as_deref().unwrap_or_default();
        let mediator = self.mediator.as_ref().map_or("", PersonId::as_str);
        let other = [&self.other_place, &self.parties, &self.account].map(words);
        Tag::of(&[kind, place, mediator, &other.concat()].join("\n"))
    }
}

/// A question of the ledger that waits for words or a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerForm {
    /// A dispute is registered.
    Register(Box<DisputeDraft>),
    /// Something is told of one that is there.
    Tell {
        /// Of which.
        dispute: DisputeNumber,
        /// What.
        asked: Asked,
        /// The card from which it was asked: its buttons go once something is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        card: Option<MessageId>,
        /// What was typed already, where only a choice is wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told: Option<Private>,
    },
}

/// What is told of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// What came of the mediation; `None`: whether they agreed is to be chosen.
    Result(Option<bool>),
    /// How the parties were calmed before it goes to this body.
    Calming(String),
    /// Who at the body accepted it.
    Accepted,
    /// Why the body did not.
    Refused,
    /// What a revisit found; then, whether they keep what they agreed.
    Revisit,
    /// Why it is closed.
    Closing,
    /// What broke out again.
    Reopening,
    /// What is to be read otherwise.
    Correction,
}
