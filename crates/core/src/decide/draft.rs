//! An incident in the making: every change goes through an entry of its record.

use crate::decide::{Folder, World};
use crate::ids::TelegramChat;
use crate::state::event::{Actor, Event};
use crate::state::incident::{Incident, Phase};
use crate::state::posts::{Escalated, PostKind, Posts};
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
}

impl Draft {
    /// A draft of an incident as it stands.
    pub(crate) fn of(folder: Folder) -> Self {
        Self {
            incident: folder.incident,
            posts: folder.posts,
            entries: Vec::new(),
            notice: None,
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

    /// Turns the collected notice into posts: one message however many steps were passed.
    pub(crate) fn post_notice(&mut self, world: &World<'_>, now: At) {
        let Some(mut notice) = self.notice.take() else {
            return;
        };
        match self.incident.phase {
            Phase::Paging(_) => {
                notice.at = Some(now);
                for chat in self.groups() {
                    self.posts
                        .add(PostKind::Escalated(notice.clone()), chat, None);
                }
            }
            Phase::Exhausted { at } => {
                // Also where the card could not be posted: this must be heard (SPEC, promise 4).
                let announcing = world
                    .settings
                    .chats
                    .iter()
                    .filter(|chat| chat.announce)
                    .map(|chat| world.desk.current(chat.telegram));
                let administrators = world
                    .settings
                    .administrators()
                    .filter_map(|person| person.telegram)
                    .map(|user| user.private_chat());
                let mut chats: Vec<TelegramChat> = Vec::new();
                for chat in self
                    .groups()
                    .into_iter()
                    .chain(announcing)
                    .chain(administrators)
                {
                    if !chats.contains(&chat) {
                        chats.push(chat);
                    }
                }
                for chat in chats {
                    let nobody = notice.nobody.clone();
                    self.posts
                        .add(PostKind::Exhausted { at, nobody }, chat, None);
                }
            }
            Phase::Acknowledged { .. } | Phase::Closed { .. } => {}
        }
    }
}
