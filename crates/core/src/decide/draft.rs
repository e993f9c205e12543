//! An incident in the making: every change goes through an entry of its record.

use crate::decide::Folder;
use crate::ids::TelegramChat;
use crate::state::event::{Actor, Event};
use crate::state::incident::Incident;
use crate::state::posts::{Escalated, Posts};
use crate::state::record::{Entry, Hash};
use crate::time::At;

/// An incident as a decision wants it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The incident, changed.
    pub incident: Incident,
    /// Its live messages, changed.
    pub posts: Posts,
    /// The entries that made the change.
    pub entries: Vec<Entry>,
    /// What the next notice of escalation will say.
    pub(crate) notice: Option<Escalated>,
    /// When what happens now was due, where that was long before.
    pub(crate) late: Option<At>,
}

impl Draft {
    /// A draft of an incident as it stands.
    pub(crate) fn of(folder: Folder) -> Self {
        Self {
            incident: folder.incident,
            posts: folder.posts,
            entries: Vec::new(),
            notice: None,
            late: None,
        }
    }

    /// A draft of a new incident; `None` where the event is no report.
    pub(crate) fn begin(by: Actor, event: Event, now: At) -> Option<Self> {
        let Event::Reported(report) = &event else {
            return None;
        };
        let number = report.number;
        let entry = Entry::chain(Hash::default(), number, 1, now, by, event);
        Some(Self {
            incident: Incident::from_first(&entry)?,
            posts: Posts::default(),
            entries: vec![entry],
            notice: None,
            late: None,
        })
    }

    /// Writes an entry and applies it.
    pub(crate) fn emit(&mut self, by: Actor, event: Event, now: At) {
        let entry = Entry::chain(
            self.incident.hash,
            self.incident.number,
            self.incident.seq + 1,
            now,
            by,
            event,
        );
        self.incident.apply(&entry);
        self.entries.push(entry);
    }

    /// The notice in the making.
    pub(crate) fn notice(&mut self) -> &mut Escalated {
        self.notice.get_or_insert_with(Escalated::default)
    }

    /// Groups that follow the incident: those with a card.
    pub(crate) fn groups(&self) -> Vec<TelegramChat> {
        self.posts
            .card_chats()
            .into_iter()
            .filter(|chat| !chat.is_private())
            .collect()
    }
}
