//! The log of the ledger: what happened to disputes, who read of them, and no word of what was told.

use serde::{Deserialize, Serialize};

use super::{DisputeKind, Sealed};
use crate::ids::{DisputeNumber, IncidentNumber, PersonId};
use crate::state::log::{Log, LogEntry, Logged};
use crate::state::prompt::Origin;
use crate::time::At;

/// An entry of the log.
pub type LedgerEntry = LogEntry<LedgerEvent>;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEvent {
    /// To which dispute; `None`: to several at once, as when a list is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeNumber>,
    /// What.
    pub what: What,
    /// What was told with it, by digest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Sealed>,
}

/// What happened to a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was entered in the register.
    Registered {
        /// What it is about.
        kind: DisputeKind,
        /// One of `[ledger] places`; what was typed instead is a text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
        /// Who mediates.
        mediator: PersonId,
        /// Until when.
        mediate_by: At,
        /// The screening that found it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
    },
    /// Mediation began.
    MediationBegan,
    /// The parties agreed.
    Agreed {
        /// Until when they are to be visited again.
        revisit_by: At,
    },
    /// They did not.
    Failed,
    /// A body was asked to take it.
    TransferOffered {
        /// One of `[ledger] bodies`.
        body: String,
    },
    /// The body has taken it, by the word of whoever did this.
    TransferAccepted,
    /// The body has not.
    TransferRefused,
    /// The parties were visited again.
    Revisited {
        /// Whether they keep what they agreed.
        kept: bool,
    },
    /// It is over.
    Closed,
    /// It broke out again.
    Reopened {
        /// Until when it is to be mediated.
        mediate_by: At,
    },
    /// Another mediates.
    Reassigned {
        /// Who.
        mediator: PersonId,
    },
    /// The mediator was reminded of a limit.
    Reminded {
        /// Which.
        limit: At,
        /// When the reminder was due.
        due: At,
    },
    /// It was told that a limit has passed.
    LateTold {
        /// Which.
        limit: At,
        /// When that was due.
        due: At,
        /// To whom.
        to: Vec<PersonId>,
    },
    /// An incident was raised: it may turn violent.
    RaisedIncident {
        /// Which.
        number: IncidentNumber,
    },
    /// Whoever did this read of it.
    Read {
        /// What.
        what: Reading,
    },
    /// After its time, texts and salts were removed.
    NamesRemoved,
    /// Something is to be read otherwise.
    Corrected,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// One card.
    Card,
    /// All that is kept of one.
    Whole,
    /// A list: numbers, kinds, places.
    List,
    /// A letter to a body.
    Letter,
    /// A copy in a file.
    Export,
    /// A copy in a file, written on the machine itself.
    Copy,
    /// A written report.
    Report,
}

impl Reading {
    /// One word for records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Whole => "whole",
            Self::List => "list",
            Self::Letter => "letter",
            Self::Export => "export",
            Self::Copy => "copy",
            Self::Report => "report",
        }
    }
}

impl Logged for LedgerEvent {
    const LOG: Log = Log::Ledger;

    fn kind(&self) -> &'static str {
        match &self.what {
            What::Registered { .. } => "ledger_registered",
            What::MediationBegan => "ledger_mediation_began",
            What::Agreed { .. } => "ledger_agreed",
            What::Failed => "ledger_failed",
            What::TransferOffered { .. } => "ledger_transfer_offered",
            What::TransferAccepted => "ledger_transfer_accepted",
            What::TransferRefused => "ledger_transfer_refused",
            What::Revisited { .. } => "ledger_revisited",
            What::Closed => "ledger_closed",
            What::Reopened { .. } => "ledger_reopened",
            What::Reassigned { .. } => "ledger_reassigned",
            What::Reminded { .. } => "ledger_reminded",
            What::LateTold { .. } => "ledger_late_told",
            What::RaisedIncident { .. } => "ledger_raised_incident",
            What::Read { .. } => "ledger_read",
            What::NamesRemoved => "ledger_names_removed",
            What::Corrected => "ledger_corrected",
        }
    }

    fn text(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.dispute.map(|number| format!("D{number}")));
        let words = self.words();
        if !words.is_empty() {
            parts.push(words);
        }
        parts.extend(self.texts.iter().map(|sealed| {
            let (seq, kind, digest) = (sealed.seq, sealed.kind.word(), sealed.digest);
            format!("{kind} {seq} {digest}")
        }));
        parts.join("; ")
    }
}

impl LedgerEvent {
    fn words(&self) -> String {
        match &self.what {
            What::Registered {
                kind,
                place,
                mediator,
                mediate_by,
                origin,
            } => {
                let mut words = vec![kind.word().to_owned()];
                words.extend(place.clone());
                words.push(format!("mediator {mediator}"));
                words.push(format!("by {}", mediate_by.rfc3339()));
                words.extend(origin.as_ref().map(|origin| {
                    let (prompt, at) = (&origin.prompt, origin.at.rfc3339());
                    format!("from {prompt} {at} {}", origin.unit)
                }));
                words.join(", ")
            }
            What::MediationBegan
            | What::Failed
            | What::TransferAccepted
            | What::TransferRefused
            | What::Closed
            | What::NamesRemoved
            | What::Corrected => String::new(),
            What::Agreed { revisit_by } => format!("revisit by {}", revisit_by.rfc3339()),
            What::TransferOffered { body } => body.clone(),
            What::Revisited { kept: true } => "kept".to_owned(),
            What::Revisited { kept: false } => "broke out again".to_owned(),
            What::Reopened { mediate_by } => format!("by {}", mediate_by.rfc3339()),
            What::Reassigned { mediator } => format!("mediator {mediator}"),
            What::Reminded { limit, due } => {
                format!("limit {}, due {}", limit.rfc3339(), due.rfc3339())
            }
            What::LateTold { limit, due, to } => {
                let to: Vec<&str> = to.iter().map(PersonId::as_str).collect();
                let (limit, due) = (limit.rfc3339(), due.rfc3339());
                format!("limit {limit}, due {due}, told {}", to.join(", "))
            }
            What::RaisedIncident { number } => format!("#{number}"),
            What::Read { what } => what.word().to_owned(),
        }
    }
}
