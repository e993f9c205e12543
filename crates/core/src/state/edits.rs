//! What was said about an incident and changed by its writer afterwards.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TelegramChat};
use crate::limits::SAID_REMEMBERED;
use crate::state::event::{Event, Origin, Told};
use crate::state::evidence::Evidence;
use crate::state::incident::{Incident, News};
use crate::state::record::Entry;

/// Messages that told something, and the latest changes of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Edits {
    /// Updates and further reports, the newest last, as they read now.
    said: Vec<Said>,
    /// Changes noted so far.
    pub noted: u32,
    /// The report as it was changed last.
    pub report: Option<News>,
    /// The update that was changed last.
    pub update: Option<News>,
}

/// A message as it reads now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    origin: Origin,
    told: Told,
    text: String,
}

impl Edits {
    /// Goes on by an entry.
    pub(super) fn follow(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Updated {
                text,
                origin: Some(origin),
                ..
            } => self.remember(*origin, Told::Update, text),
            // A photo without words may get some.
            Event::Evidence(Evidence::Added {
                origin: Some(origin),
                ..
            }) => self.remember(*origin, Told::Update, ""),
            Event::Joined(also) => {
                if let Some(origin) = also.origin {
                    self.remember(origin, Told::Also, &also.text);
                }
            }
            Event::Edited { origin, told, text } => {
                self.noted += 1;
                let news = News {
                    at: entry.at,
                    by: entry.by.clone(),
                    text: text.clone(),
                };
                match told {
                    Told::Report => self.report = Some(news),
                    Told::Update => self.update = Some(news),
                    Told::Also => {}
                }
                match self.said.iter_mut().find(|said| said.origin == *origin) {
                    Some(said) => said.text.clone_from(text),
                    // An update of what was joined to this one.
                    None if *told == Told::Update => self.remember(*origin, *told, text),
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, origin: Origin, told: Told, text: &str) {
        let text = text.to_owned();
        self.said.push(Said { origin, told, text });
        let beyond = self.said.len().saturating_sub(SAID_REMEMBERED);
        self.said.drain(..beyond);
    }
}

impl Incident {
    /// What a message told of this incident, and how it reads now; `None` where it told nothing of it.
    pub fn told_by(&self, chat: TelegramChat, message: MessageId) -> Option<(Told, &str)> {
        let edits = self.edits();
        if self.chat == chat && self.message == Some(message) {
            let now = edits.and_then(|edits| edits.report.as_ref());
            return Some((Told::Report, now.map_or(&self.text, |now| &now.text)));
        }
        let origin = Origin { chat, message };
        let mut said = edits?.said.iter();
        let said = said.find(|said| said.origin == origin)?;
        Some((said.told, &said.text))
    }

    /// Changes of what was said.
    pub fn edits(&self) -> Option<&Edits> {
        self.trail.as_ref().map(|trail| &trail.edits)
    }
}
