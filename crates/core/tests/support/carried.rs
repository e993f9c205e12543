//! Messages that carry photos, files and places.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::incoming::{Attachment, AttachmentKind, ChatMessage, Incoming, Quoted, Sender};

use super::Story;

pub(crate) fn photo(id: &str) -> Attachment {
    Attachment {
        kind: AttachmentKind::Photo,
        file_id: format!("file-{id}"),
        unique_id: id.into(),
        size: Some(1000),
        name: None,
        position: None,
    }
}

/// A message that carries something, to be changed before it is sent.
pub(crate) fn carries(
    story: &mut Story,
    (user, chat): (i64, TelegramChat),
    text: &str,
    attachments: &[Attachment],
    change: impl FnOnce(&mut ChatMessage),
) {
    let Incoming::Message(mut message) = story.written(user, chat, text) else {
        unreachable!("it is a message");
    };
    message.attachments = attachments.to_vec();
    change(&mut message);
    story.update(Incoming::Message(message));
}

/// An answer to the newest message of the chat that begins so.
pub(crate) fn answers(
    story: &mut Story,
    (user, chat): (i64, TelegramChat),
    begins: &str,
    attachments: &[Attachment],
) {
    let shown = story.shown(chat);
    let found = shown
        .into_iter()
        .rfind(|(_, message)| message.text.starts_with(begins));
    let (id, quoted) = found.unwrap_or_else(|| panic!("no “{begins}”: {:?}", story.lines(chat)));
    carries(story, (user, chat), "", attachments, |message| {
        message.reply_to = Some(Box::new(Quoted {
            id,
            from: Some(Sender {
                id: TelegramUser(1),
                name: "Dutybell".into(),
                bot: true,
                language: None,
            }),
            text: quoted.text,
            attachments: Vec::new(),
        }));
    });
}
