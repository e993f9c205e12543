//! Who came: groups that the bot was added to, people who pressed Start or wrote.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::incoming::{ChatRef, Incoming, Sender};
use dutybell_core::render::setup::Said;

use super::dialogue::Dialogue;

/// Everybody so far, in the order of coming.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub(super) groups: Vec<(TelegramChat, String)>,
    pub(super) people: Vec<(TelegramUser, String)>,
}

/// Somebody came or went.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    Group(TelegramChat, String),
    GroupLeft(TelegramChat, String),
    Admin(TelegramUser, String),
    Person(TelegramUser, String),
}

impl News {
    pub(super) fn tell(&self, talk: &Dialogue) {
        talk.say(match self {
            Self::Group(id, name) => Said::Group(name, id.0),
            Self::GroupLeft(id, name) => Said::GroupLeft(name, id.0),
            Self::Admin(id, name) => Said::Admin(name, id.0),
            Self::Person(id, name) => Said::Person(name, id.0),
        });
    }
}

impl Met {
    /// Takes an update in.
    pub(super) fn hear(&mut self, incoming: &Incoming) -> Vec<News> {
        let mut news = Vec::new();
        match incoming {
            Incoming::Message(message) | Incoming::Edited(message) => {
                news.extend(self.group(&message.chat));
                news.extend(message.from.as_ref().and_then(|from| self.person(from)));
            }
            Incoming::Press(press) => news.extend(self.person(&press.from)),
            Incoming::Membership(change) if change.chat.private => {
                if change.present {
                    news.extend(self.person(&change.by));
                }
            }
            Incoming::Membership(change) if change.present => {
                news.extend(self.group(&change.chat));
            }
            Incoming::Membership(change) => news.extend(self.left(change.chat.id)),
            Incoming::Migrated { from, to } => {
                if let Some((id, _)) = self.groups.iter_mut().find(|(id, _)| id == from) {
                    *id = *to;
                }
            }
            Incoming::Nothing => {}
        }
        news
    }

    fn group(&mut self, chat: &ChatRef) -> Option<News> {
        if chat.private || self.groups.iter().any(|(id, _)| *id == chat.id) {
            return None;
        }
        self.groups.push((chat.id, chat.title.clone()));
        Some(News::Group(chat.id, chat.title.clone()))
    }

    fn left(&mut self, chat: TelegramChat) -> Option<News> {
        let at = self.groups.iter().position(|(id, _)| *id == chat)?;
        let (id, name) = self.groups.remove(at);
        Some(News::GroupLeft(id, name))
    }

    fn person(&mut self, sender: &Sender) -> Option<News> {
        if sender.bot || self.people.iter().any(|(id, _)| *id == sender.id) {
            return None;
        }
        let first = self.people.is_empty();
        let name = match sender.name.trim() {
            "" => sender.id.to_string(),
            name => name.to_owned(),
        };
        self.people.push((sender.id, name.clone()));
        Some(if first {
            News::Admin(sender.id, name)
        } else {
            News::Person(sender.id, name)
        })
    }
}
