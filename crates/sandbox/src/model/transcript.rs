//! What happened in the chats, in order, as somebody at a phone would tell it.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::time::At;
use serde::Serialize;
use serde_json::Value;

use super::chats::Chat;
use super::keyboard::{Force, InlineButton, Keyboard, Markup};
use super::message::{Author, Content, Message, Service};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its place among everything that happened.
    pub seq: u64,
    /// When.
    pub at: At,
    /// In which chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<TelegramChat>,
    /// What.
    #[serde(flatten)]
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happening {
    /// A message came.
    Posted {
        /// As it looks.
        message: Box<MessageView>,
    },
    /// A message looks otherwise now.
    Edited {
        /// As it looks.
        message: Box<MessageView>,
    },
    /// A message is gone.
    Deleted {
        /// Which.
        message: MessageId,
    },
    /// A button was pressed.
    Pressed {
        /// By whom.
        by: TelegramUser,
        /// Under which message.
        message: MessageId,
        /// What is on the button; empty if it is there no more.
        label: String,
        /// What the button holds.
        data: String,
        /// Names the press.
        press: String,
    },
    /// The bot answered a press.
    Answered {
        /// Whose.
        to: TelegramUser,
        /// Names the press.
        press: String,
        /// What it says; may be empty.
        text: String,
        /// Whether it is a box to be closed.
        alert: bool,
    },
    /// The bot shows that it is at work (`sendChatAction`).
    Busy {
        /// `typing`, `upload_photo` …
        action: String,
    },
    /// Somebody has read up to a message.
    Read {
        /// Who.
        by: TelegramUser,
        /// Up to which.
        message: MessageId,
    },
    /// Something beside messages changed: look at the whole again.
    Changed {
        /// What.
        about: About,
    },
}

/// What changed beside messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Somebody started or blocked the bot, or left Telegram.
    People,
    /// Members, rights, ids.
    Chats,
    /// The bot's commands or its description.
    Profile,
    /// What goes wrong.
    Faults,
    /// What the program around the sandbox offers.
    Hooks,
}

/// A message as a phone shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageView {
    /// Counts within the chat.
    pub id: MessageId,
    /// When it was sent.
    pub at: At,
    /// Who wrote it; `None` is the bot.
    pub from: Option<TelegramUser>,
    /// Text or caption.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Spans, as `MessageEntity`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Value>,
    /// A file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileView>,
    /// A place: degrees north, degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<(f64, f64)>,
    /// What happened, if it is no message of anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Rows of buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<InlineButton>>,
    /// A keyboard that comes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
    /// Takes a keyboard away.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub removes_keyboard: bool,
    /// Wants to be answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force_reply: Option<Force>,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<QuoteView>,
    /// Whether it was changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// Whether the phone does not ring.
    pub silent: bool,
    /// Whether it may not be forwarded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub protect: bool,
    /// Whether it was forwarded or written by somebody else first.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forwarded: bool,
    /// What the bot reacted with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<String>,
}

/// A file as a phone shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Its kind.
    pub kind: AttachmentKind,
    /// Telegram's handle.
    pub id: String,
}

/// The answered message as a phone shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    /// Which.
    pub id: MessageId,
    /// Who wrote it; `None` is the bot.
    pub from: Option<TelegramUser>,
    /// How it begins.
    pub text: String,
    /// What it is.
    pub kind: QuoteKind,
}

/// What an answered message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Text.
    Text,
    /// A photo.
    Photo,
    /// A video.
    Video,
    /// A voice message.
    Voice,
    /// Any other file.
    Document,
    /// A place.
    Place,
    /// Something that happened.
    Service,
    /// Deleted.
    Gone,
}

impl QuoteKind {
    fn of(content: &Content) -> Self {
        match content {
            Content::Text
            | Content::Contact(_)
            | Content::Sticker { .. }
            | Content::Poll { .. } => Self::Text,
            Content::Location { .. } => Self::Place,
            Content::Service(_) => Self::Service,
            Content::File { kind, .. } => match kind {
                AttachmentKind::Photo => Self::Photo,
                AttachmentKind::Video | AttachmentKind::VideoNote | AttachmentKind::Animation => {
                    Self::Video
                }
                AttachmentKind::Voice | AttachmentKind::Audio => Self::Voice,
                AttachmentKind::Document => Self::Document,
                AttachmentKind::Position => Self::Place,
            },
        }
    }
}

/// A quote is one line on a phone.
const QUOTE_CHARS: usize = 80;

impl MessageView {
    /// The message as a phone in this chat shows it.
    pub fn of(message: &Message, chat: &Chat) -> Self {
        let (file, location, service) = match &message.content {
            Content::Text => (None, None, None),
            Content::File { kind, file_id } => {
                let id = file_id.clone();
                (Some(FileView { kind: *kind, id }), None, None)
            }
            Content::Location {
                latitude,
                longitude,
            } => (None, Some((*latitude, *longitude)), None),
            Content::Contact(_) | Content::Sticker { .. } | Content::Poll { .. } => {
                (None, None, None)
            }
            Content::Service(service) => (None, None, Some(service.clone())),
        };
        let mut view = Self {
            id: message.id,
            at: message.at,
            from: message.author.person(),
            text: shown_text(message),
            entities: message.entities.clone(),
            file,
            location,
            service,
            buttons: Vec::new(),
            keyboard: None,
            removes_keyboard: false,
            force_reply: None,
            reply_to: message.reply_to.map(|id| QuoteView::of(id, chat)),
            edited: message.edited.is_some(),
            silent: message.silent,
            protect: message.protect,
            forwarded: message.forwarded_from.is_some(),
            reactions: message.reactions.clone(),
        };
        match &message.markup {
            Markup::None => {}
            Markup::Inline(rows) => view.buttons.clone_from(rows),
            Markup::Keyboard(keyboard) => view.keyboard = Some(keyboard.clone()),
            Markup::Force(force) => view.force_reply = Some(force.clone()),
            Markup::Remove => view.removes_keyboard = true,
        }
        view
    }

    /// Whether the bot wrote it.
    pub fn by_bot(&self) -> bool {
        self.from.is_none()
    }

    /// Labels of the buttons, row by row.
    pub fn labels(&self) -> Vec<Vec<&str>> {
        self.buttons
            .iter()
            .map(|row| row.iter().map(|button| button.text.as_str()).collect())
            .collect()
    }
}

/// A contact is its name and number, a sticker its emoji and a poll its question, where a phone would draw them.
fn shown_text(message: &Message) -> String {
    match &message.content {
        Content::Contact(contact) => format!("👤 {} {}", contact.name, contact.phone),
        Content::Sticker { emoji } => emoji.clone(),
        Content::Poll { question } => question.clone(),
        _ => message.text.clone(),
    }
}

impl QuoteView {
    fn of(id: MessageId, chat: &Chat) -> Self {
        match chat.message(id) {
            Some(message) => Self {
                id,
                from: message.author.person(),
                text: message.text.chars().take(QUOTE_CHARS).collect(),
                kind: QuoteKind::of(&message.content),
            },
            None => Self {
                id,
                from: None,
                text: String::new(),
                kind: QuoteKind::Gone,
            },
        }
    }
}

impl Entry {
    /// The message that came or changed.
    pub fn message(&self) -> Option<&MessageView> {
        match &self.what {
            Happening::Posted { message } | Happening::Edited { message } => Some(message),
            _ => None,
        }
    }

    /// The message, if it is a new one of the bot.
    pub fn posted_by_bot(&self) -> Option<&MessageView> {
        match &self.what {
            Happening::Posted { message } if message.by_bot() => Some(message),
            _ => None,
        }
    }

    pub(crate) fn posted(message: &Message, chat: &Chat) -> Happening {
        Happening::Posted {
            message: Box::new(MessageView::of(message, chat)),
        }
    }

    pub(crate) fn edited(message: &Message, chat: &Chat) -> Happening {
        Happening::Edited {
            message: Box::new(MessageView::of(message, chat)),
        }
    }
}

impl Message {
    /// Whether the bot wrote it.
    pub fn by_bot(&self) -> bool {
        self.author == Author::Bot
    }
}
