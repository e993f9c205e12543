//! Two incidents that are the same: one goes on for both, and knows who else reported it.

use serde::{Deserialize, Serialize};

use crate::ids::{IncidentNumber, MessageId, TelegramChat};
use crate::incoming::Attachment;
use crate::state::event::{Actor, Event, Origin};
use crate::state::incident::{Ending, Incident, Phase};
use crate::state::record::Entry;
use crate::time::At;

/// A report that was of the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlsoReported {
    /// The number that it had.
    pub number: IncidentNumber,
    /// Who reported.
    pub by: Actor,
    /// When.
    pub at: At,
    /// What was typed.
    pub text: String,
    /// The message, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Photos and files that it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Attachment>,
}

/// Likeness to others, and who else reported.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kin {
    /// The open incident that this one looks like.
    pub like: Option<IncidentNumber>,
    /// Reports of the same, in the order in which they were joined.
    pub also: Vec<AlsoReported>,
}

impl Kin {
    /// Goes on by an entry.
    pub(super) fn follow(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Likened { to } => self.like = *to,
            Event::Joined(also) => self.also.push(AlsoReported {
                // The incident itself has them.
                evidence: Vec::new(),
                ..(**also).clone()
            }),
            Event::Edited { origin, text, .. } => {
                let mut also = self.also.iter_mut();
                if let Some(also) = also.find(|also| also.origin == Some(*origin)) {
                    also.text.clone_from(text);
                }
            }
            _ => {}
        }
    }
}

impl Incident {
    /// The open incident that this one looks like, while this one runs.
    pub fn like(&self) -> Option<IncidentNumber> {
        if self.is_closed() {
            return None;
        }
        self.trail.as_ref()?.kin.like
    }

    /// Reports of the same.
    pub fn also(&self) -> &[AlsoReported] {
        self.trail.as_ref().map_or(&[], |trail| &trail.kin.also)
    }

    /// The incident that goes on for this one.
    pub fn merged_into(&self) -> Option<IncidentNumber> {
        match self.phase {
            Phase::Closed {
                ending: Ending::Merged(into),
                ..
            } => Some(into),
            _ => None,
        }
    }

    /// Whether somebody else has reported the same.
    pub fn is_reported_by_others(&self) -> bool {
        self.also().iter().any(|also| also.by != self.reporter)
    }

    /// Whether a message made one of the reports that this one took in.
    pub fn took_in(&self, chat: TelegramChat, message: MessageId) -> bool {
        let origin = Some(Origin { chat, message });
        self.also().iter().any(|also| also.origin == origin)
    }

    /// This one's reports, as another one takes them in.
    pub fn reports(&self) -> Vec<AlsoReported> {
        let origin = self.message.map(|message| Origin {
            chat: self.chat,
            message,
        });
        let own = AlsoReported {
            number: self.number,
            by: self.reporter.clone(),
            at: self.reported_at,
            text: self.text.clone(),
            origin,
            evidence: self.evidence.clone(),
        };
        std::iter::once(own)
            .chain(self.also().iter().cloned())
            .collect()
    }
}
