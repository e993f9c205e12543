//! What somebody sends from a phone.

use dutybell_core::ids::{MessageId, TelegramUser};
use dutybell_core::incoming::AttachmentKind;

use super::message::SharedContact;

/// What somebody sends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Saying {
    /// Text, or the caption of the file.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// A file by its handle.
    pub file: Option<(AttachmentKind, String)>,
    /// A place: degrees north, degrees east.
    pub location: Option<(f64, f64)>,
    /// Somebody's number; text beside it is not sent.
    pub contact: Option<SharedContact>,
    /// A sticker by its emoji; text beside it is not sent.
    pub sticker: Option<String>,
    /// A poll by its question; text beside it is not sent.
    pub poll: Option<String>,
    /// Who wrote it elsewhere, where it is only forwarded.
    pub forwarded_from: Option<TelegramUser>,
    /// In the name of the group, as its administrators may.
    pub anonymous: bool,
    /// Together with others of the same name: one album, of which mostly the first has a caption.
    pub album: Option<String>,
}

impl Saying {
    /// Text alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// As an answer to a message.
    #[must_use]
    pub fn replying(mut self, message: MessageId) -> Self {
        self.reply_to = Some(message);
        self
    }

    /// Somebody's number.
    pub fn contact(name: &str, phone: &str, user: Option<TelegramUser>) -> Self {
        Self {
            contact: Some(SharedContact {
                name: name.to_owned(),
                phone: phone.to_owned(),
                user,
            }),
            ..Self::default()
        }
    }

    /// A sticker.
    pub fn sticker(emoji: impl Into<String>) -> Self {
        Self {
            sticker: Some(emoji.into()),
            ..Self::default()
        }
    }

    /// A poll.
    pub fn poll(question: impl Into<String>) -> Self {
        Self {
            poll: Some(question.into()),
            ..Self::default()
        }
    }

    /// Forwarded: somebody else wrote it.
    #[must_use]
    pub fn forwarded_from(mut self, person: TelegramUser) -> Self {
        self.forwarded_from = Some(person);
        self
    }

    /// In the name of the group.
    #[must_use]
    pub fn anonymously(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// As one of an album.
    #[must_use]
    pub fn in_album(mut self, name: impl Into<String>) -> Self {
        self.album = Some(name.into());
        self
    }

    /// A place.
    pub fn location(north: f64, east: f64) -> Self {
        Self {
            location: Some((north, east)),
            ..Self::default()
        }
    }

    /// As the caption of a file.
    #[must_use]
    pub fn with_file(mut self, kind: AttachmentKind, id: impl Into<String>) -> Self {
        self.file = Some((kind, id.into()));
        self
    }
}
