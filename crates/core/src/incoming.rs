//! What comes in from a chat, freed of Telegram's wire format. The edge makes these.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TelegramChat, TelegramUser};
use crate::state::event::Origin;

/// An update that the bot understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A new message.
    Message(ChatMessage),
    /// A message whose text was changed.
    Edited(ChatMessage),
    /// An inline button was pressed.
    Press(Press),
    /// The bot itself was added, removed, blocked, started or given other rights.
    Membership(Membership),
    /// A group became a supergroup: its id changed.
    Migrated {
        /// The id that no longer works.
        from: TelegramChat,
        /// The id that works now.
        to: TelegramChat,
    },
    /// Something the bot has no use for: polls, channel posts, joins.
    Nothing,
}

/// A message in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Where.
    pub chat: ChatRef,
    /// Which.
    pub id: MessageId,
    /// Who; `None` for channels. Administrators who stay anonymous share
    /// [`TelegramUser::ANONYMOUS`].
    pub from: Option<Sender>,
    /// Text, or the caption of a photo or file; empty where there is neither.
    pub text: String,
    /// Photos, files and places.
    pub attachments: Vec<Attachment>,
    /// A contact that is shared.
    pub contact: Option<Box<Contact>>,
    /// Pictures that were sent together carry the same name, and only one of them a caption.
    pub album: Option<String>,
    /// The message that this one answers.
    pub reply_to: Option<Box<Quoted>>,
    /// Whether it was written elsewhere and only shown here: the words are not the sender's.
    pub forwarded: bool,
}

/// Somebody's entry of an address book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// First and last name as it stands there.
    pub name: String,
    /// With `+` where Telegram sends it so.
    pub phone: String,
    /// The Telegram account, where the sender's Telegram knows it.
    pub user: Option<TelegramUser>,
}

impl Contact {
    /// Name and number in a line.
    pub fn words(&self) -> String {
        format!("{} {}", self.name, self.phone).trim().to_owned()
    }
}

impl ChatMessage {
    /// Where it stands, for a record.
    pub fn origin(&self) -> Origin {
        Origin {
            chat: self.chat.id,
            message: self.id,
        }
    }
}

/// The message that another one answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Which.
    pub id: MessageId,
    /// Who wrote it.
    pub from: Option<Sender>,
    /// Text or caption.
    pub text: String,
    /// Photos, files and places.
    pub attachments: Vec<Attachment>,
}

/// A chat as an update names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatRef {
    /// Its id.
    pub id: TelegramChat,
    /// Whether it is the private chat with one user.
    pub private: bool,
    /// Title of a group; empty for private chats.
    pub title: String,
}

/// Who sent a message or pressed a button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Numeric id.
    pub id: TelegramUser,
    /// First and last name as that person set them.
    pub name: String,
    /// Whether it is a bot.
    pub bot: bool,
    /// IETF tag of that person's Telegram, where given: `zh-hans`, `en`.
    pub language: Option<String>,
}

/// A file or a place that hangs on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Telegram's handle to send it again; empty for a place.
    pub file_id: String,
    /// Telegram's name of the file, the same for every bot. Builds that kept no files did not note
    /// it: what lacks it is referred to, never downloaded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unique_id: String,
    /// Bytes, where Telegram says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// As the sender's phone called it. Typed by somebody: never a name on our disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is, of a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// A point on the earth in millionths of a degree: a decimetre, which no phone knows better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// North of the equator.
    pub latitude: i32,
    /// East of Greenwich.
    pub longitude: i32,
}

impl Position {
    /// Of degrees; `None` where there is no such point.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let within = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        within.then(|| Self {
            latitude: millionths(latitude),
            longitude: millionths(longitude),
        })
    }

    /// Degrees north and east.
    pub fn degrees(self) -> (f64, f64) {
        (
            f64::from(self.latitude) / 1e6,
            f64::from(self.longitude) / 1e6,
        )
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (latitude, longitude) = self.degrees();
        write!(f, "{latitude:.6}, {longitude:.6}")
    }
}

/// Kind of an attachment; decides the method that sends it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A photo (its largest size).
    Photo,
    /// A video.
    Video,
    /// A round video message.
    VideoNote,
    /// A short film without sound.
    Animation,
    /// A voice message.
    Voice,
    /// Music, or a sound that was recorded elsewhere.
    Audio,
    /// Any other file.
    Document,
    /// A place: no file.
    Position,
}

impl AttachmentKind {
    /// One word for records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::VideoNote => "video note",
            Self::Animation => "animation",
            Self::Voice => "voice",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Position => "position",
        }
    }
}

/// A button was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// To be answered, or the phone's spinner turns on.
    pub id: String,
    /// Who pressed.
    pub from: Sender,
    /// The chat of the message; `None` for inline messages, which are not ours.
    pub chat: Option<ChatRef>,
    /// The message under which the button is.
    pub message: Option<MessageId>,
    /// The button's data; possibly not ours.
    pub data: String,
}

/// The bot's own standing in a chat changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub chat: ChatRef,
    /// Who did it.
    pub by: Sender,
    /// Whether the bot can write there now.
    pub present: bool,
}
