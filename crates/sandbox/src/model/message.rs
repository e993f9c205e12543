//! Messages.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keyboard::Markup;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Author {
    /// The bot.
    Bot,
    /// A person.
    Person(TelegramUser),
}

impl Author {
    /// The person, if it is one.
    pub fn person(self) -> Option<TelegramUser> {
        match self {
            Self::Bot => None,
            Self::Person(id) => Some(id),
        }
    }
}

/// A message in a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Counts within the chat.
    pub id: MessageId,
    /// When it was sent.
    pub at: At,
    /// Who wrote it.
    pub author: Author,
    /// Text or caption.
    pub text: String,
    /// `MessageEntity` objects of the text or caption.
    pub entities: Vec<Value>,
    /// What it carries.
    pub content: Content,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// When it was last changed.
    pub edited: Option<At>,
    /// Sent with `disable_notification`: the phone does not ring.
    pub silent: bool,
    /// Sent with `protect_content`.
    pub protect: bool,
    /// Buttons and keyboards.
    pub markup: Markup,
    /// Who wrote the message that was forwarded.
    pub forwarded_from: Option<Author>,
    /// Written in the name of the group: only the group is named as who wrote it.
    #[serde(default)]
    pub anonymous: bool,
    /// Sent together with others of the same name, as an album.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// What the bot reacted with.
    pub reactions: Vec<String>,
}

/// Somebody whose number is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedContact {
    /// As the sender calls that person.
    pub name: String,
    /// As the sender wrote it.
    pub phone: String,
    /// The account, where the sender's Telegram knows it.
    pub user: Option<TelegramUser>,
}

/// What a message carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Nothing but text.
    Text,
    /// A file; the text is its caption.
    File {
        /// Its kind.
        kind: AttachmentKind,
        /// Telegram's handle.
        file_id: String,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// An entry of the sender's address book.
    Contact(SharedContact),
    /// A sticker.
    Sticker {
        /// What it stands for.
        emoji: String,
    },
    /// A poll.
    Poll {
        /// What is asked.
        question: String,
    },
    /// Something that happened in the chat.
    Service(Service),
}

/// Something that happened in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Service {
    /// Somebody came in.
    Joined {
        /// Who; `None` is the bot.
        who: Option<TelegramUser>,
    },
    /// Somebody went or was removed.
    Left {
        /// Who; `None` is the bot.
        who: Option<TelegramUser>,
    },
    /// The group has another id now.
    MigratedTo {
        /// The id that works.
        chat: TelegramChat,
    },
    /// The group had another id before.
    MigratedFrom {
        /// The id that works no more.
        chat: TelegramChat,
    },
    /// A message was pinned.
    Pinned {
        /// Which.
        message: MessageId,
    },
}

impl Message {
    /// The text of the message without the caption of a file.
    pub(crate) fn is_text(&self) -> bool {
        self.content == Content::Text
    }

    /// The data of the inline button with this label.
    pub fn button(&self, label: &str) -> Option<&str> {
        self.markup
            .buttons()
            .find(|button| button.text == label)
            .and_then(|button| button.data())
    }

    /// Labels of the inline buttons, row by row.
    pub fn labels(&self) -> Vec<Vec<&str>> {
        match &self.markup {
            Markup::Inline(rows) => rows
                .iter()
                .map(|row| row.iter().map(|button| button.text.as_str()).collect())
                .collect(),
            _ => Vec::new(),
        }
    }
}
