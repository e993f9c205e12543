//! Two incidents that are the same: one goes on for both, and knows who else reported it.

use serde::{Deserialize, Serialize};

use crate::ids::{IncidentNumber, MessageId, TelegramChat};
use crate::state::event::{Actor, Event, Origin};
use crate::state::incident::{Ending, Incident, News, Phase};
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
    /// What was typed, as its writer changed it last.
    pub text: String,
    /// The message, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Photos, files and places that it has: they stay with it, and no more come once it is over.
    #[serde(default)]
    pub pieces: u32,
    /// The latest news of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
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
            Event::Joined(also) => self.also.push((**also).clone()),
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

    /// Photos, files and places of it and of those that were joined to it.
    pub fn pieces_of_all(&self) -> u32 {
        let own = u32::try_from(self.evidence.len()).unwrap_or(u32::MAX);
        let also = self.also().iter().map(|also| also.pieces);
        also.fold(own, u32::saturating_add)
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

    /// The latest news, as its writer changed it last.
    fn news_as_it_reads(&self) -> Option<News> {
        let news = self.news.as_ref()?;
        let changed = self.edits().and_then(|edits| edits.update.as_ref());
        let changed = changed.filter(|changed| changed.by == news.by && changed.at >= news.at);
        Some(News {
            text: changed.map_or(&news.text, |changed| &changed.text).clone(),
            ..news.clone()
        })
    }

    /// This one's reports, as another one takes them in.
    pub fn reports(&self) -> Vec<AlsoReported> {
        let origin = self.message.map(|message| Origin {
            chat: self.chat,
            message,
        });
        let edited = self.edits().and_then(|edits| edits.report.as_ref());
        let own = AlsoReported {
            number: self.number,
            by: self.reporter.clone(),
            at: self.reported_at,
            text: edited.map_or(&self.text, |edited| &edited.text).clone(),
            origin,
            pieces: u32::try_from(self.evidence.len()).unwrap_or(u32::MAX),
            news: self.news_as_it_reads(),
        };
        std::iter::once(own)
            .chain(self.also().iter().cloned())
            .collect()
    }
}
