//! From the Bot API's JSON to what the core understands.
//!
//! Only the fields that matter are read, so that a field or kind added by Telegram breaks nothing.
//! Source: Bot API, Update, Message, CallbackQuery, ChatMemberUpdated.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::ids::{MessageId, TelegramChat, TelegramUser, UpdateId};
use crate::incoming::{
    Attachment, AttachmentKind, ChatMessage, ChatRef, Contact, Incoming, Membership, Position,
    Press, Quoted, Sender,
};

/// The kinds of update that the bot asks for (`allowed_updates`).
pub const ALLOWED_UPDATES: [&str; 4] = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
];

#[derive(Deserialize)]
struct Update {
    update_id: i64,
    message: Option<Message>,
    edited_message: Option<Message>,
    callback_query: Option<CallbackQuery>,
    my_chat_member: Option<ChatMemberUpdated>,
}

#[derive(Deserialize)]
struct Message {
    message_id: i64,
    chat: Chat,
    from: Option<User>,
    sender_chat: Option<Chat>,
    author_signature: Option<String>,
    text: Option<String>,
    caption: Option<String>,
    #[serde(default)]
    photo: Vec<File>,
    video: Option<File>,
    animation: Option<File>,
    video_note: Option<File>,
    voice: Option<File>,
    audio: Option<File>,
    document: Option<File>,
    contact: Option<SharedContact>,
    location: Option<Location>,
    media_group_id: Option<String>,
    reply_to_message: Option<Box<Message>>,
    forward_origin: Option<IgnoredAny>,
    /// As Bot API servers before 7.0 say it.
    forward_date: Option<IgnoredAny>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
    title: Option<String>,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    #[serde(default)]
    first_name: String,
    last_name: Option<String>,
    language_code: Option<String>,
}

#[derive(Deserialize)]
struct File {
    file_id: String,
    #[serde(default)]
    file_unique_id: String,
    file_size: Option<u64>,
    file_name: Option<String>,
}

/// Also of a venue, and of a live location: where that moves to later is not followed.
#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
}

/// Source: Bot API, Contact.
#[derive(Deserialize)]
struct SharedContact {
    #[serde(default)]
    phone_number: String,
    #[serde(default)]
    first_name: String,
    last_name: Option<String>,
    user_id: Option<i64>,
}

#[derive(Deserialize)]
struct CallbackQuery {
    id: String,
    from: User,
    message: Option<PressedMessage>,
    data: Option<String>,
}

/// Also `InaccessibleMessage`: only these two fields are sure.
#[derive(Deserialize)]
struct PressedMessage {
    message_id: i64,
    chat: Chat,
}

#[derive(Deserialize)]
struct ChatMemberUpdated {
    chat: Chat,
    from: User,
    new_chat_member: ChatMember,
}

#[derive(Deserialize)]
struct ChatMember {
    status: String,
    is_member: Option<bool>,
    can_send_messages: Option<bool>,
}

/// Reads one update.
///
/// # Errors
/// Says why it can't be read; it is then kept aside.
pub fn update(json: &str) -> Result<(UpdateId, Incoming), serde_json::Error> {
    let update: Update = serde_json::from_str(json)?;
    let id = UpdateId(update.update_id);
    let incoming = if let Some(message) = update.message {
        new_message(message)
    } else if let Some(message) = update.edited_message {
        Incoming::Edited(chat_message(message))
    } else if let Some(press) = update.callback_query {
        Incoming::Press(pressed(press))
    } else if let Some(change) = update.my_chat_member {
        Incoming::Membership(membership(change))
    } else {
        Incoming::Nothing
    };
    Ok((id, incoming))
}

fn new_message(message: Message) -> Incoming {
    let chat = TelegramChat(message.chat.id);
    // Both groups get a service message; either is enough.
    if let Some(to) = message.migrate_to_chat_id {
        return Incoming::Migrated {
            from: chat,
            to: TelegramChat(to),
        };
    }
    if let Some(from) = message.migrate_from_chat_id {
        return Incoming::Migrated {
            from: TelegramChat(from),
            to: chat,
        };
    }
    if message.chat.kind == "channel" {
        return Incoming::Nothing;
    }
    Incoming::Message(chat_message(message))
}

fn chat_message(mut message: Message) -> ChatMessage {
    let reply_to = message.reply_to_message.take().map(|quoted| {
        let quoted = chat_message(*quoted);
        Box::new(Quoted {
            id: quoted.id,
            from: quoted.from,
            text: quoted.text,
            attachments: quoted.attachments,
        })
    });
    // An animation comes as a document too.
    let document = message.document.filter(|_| message.animation.is_none());
    let files = [
        // Photos come in several sizes, the largest last.
        (AttachmentKind::Photo, message.photo.pop()),
        (AttachmentKind::Video, message.video),
        (AttachmentKind::VideoNote, message.video_note),
        (AttachmentKind::Animation, message.animation),
        (AttachmentKind::Voice, message.voice),
        (AttachmentKind::Audio, message.audio),
        (AttachmentKind::Document, document),
    ];
    let files = files
        .into_iter()
        .filter_map(|(kind, file)| Some(attached(kind, file?)));
    let place = message.location.and_then(|place| {
        let position = Position::of_degrees(place.latitude, place.longitude)?;
        Some(Attachment {
            kind: AttachmentKind::Position,
            file_id: String::new(),
            unique_id: String::new(),
            size: None,
            name: None,
            position: Some(position),
        })
    });
    let attachments = files.chain(place).collect();
    // `from` is a stand-in where a chat speaks.
    let from = match &message.sender_chat {
        None => message.from.map(sender),
        Some(chat) if chat.id == message.chat.id => Some(Sender {
            id: TelegramUser::ANONYMOUS,
            name: message
                .author_signature
                .or_else(|| chat.title.clone())
                .unwrap_or_default(),
            bot: false,
            language: None,
        }),
        // A channel: nobody of this chat.
        Some(_) => None,
    };
    ChatMessage {
        forwarded: message.forward_origin.is_some() || message.forward_date.is_some(),
        chat: chat_ref(message.chat),
        id: MessageId(message.message_id),
        from,
        text: message.text.or(message.caption).unwrap_or_default(),
        attachments,
        album: message.media_group_id,
        contact: message.contact.map(contact).map(Box::new),
        reply_to,
    }
}

fn contact(shared: SharedContact) -> Contact {
    Contact {
        name: full_name(shared.first_name, shared.last_name),
        phone: shared.phone_number,
        user: shared.user_id.map(TelegramUser),
    }
}

fn attached(kind: AttachmentKind, file: File) -> Attachment {
    Attachment {
        kind,
        file_id: file.file_id,
        unique_id: file.file_unique_id,
        size: file.file_size,
        name: file.file_name,
        position: None,
    }
}

fn chat_ref(chat: Chat) -> ChatRef {
    ChatRef {
        id: TelegramChat(chat.id),
        private: chat.kind == "private",
        title: chat.title.unwrap_or_default(),
    }
}

fn sender(user: User) -> Sender {
    Sender {
        id: TelegramUser(user.id),
        name: full_name(user.first_name, user.last_name),
        bot: user.is_bot,
        language: user.language_code,
    }
}

fn full_name(first: String, last: Option<String>) -> String {
    match last {
        Some(last) => format!("{first} {last}"),
        None => first,
    }
}

fn pressed(press: CallbackQuery) -> Press {
    let (chat, message) = match press.message {
        Some(message) => (
            Some(chat_ref(message.chat)),
            Some(MessageId(message.message_id)),
        ),
        None => (None, None),
    };
    Press {
        id: press.id,
        from: sender(press.from),
        chat,
        message,
        data: press.data.unwrap_or_default(),
    }
}

fn membership(change: ChatMemberUpdated) -> Membership {
    let member = change.new_chat_member;
    let present = match member.status.as_str() {
        "creator" | "administrator" | "member" => true,
        "restricted" => member.is_member != Some(false) && member.can_send_messages != Some(false),
        _ => false,
    };
    Membership {
        chat: chat_ref(change.chat),
        by: sender(change.from),
        present,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_with_a_caption_in_reply_to_a_text() {
        let json = r#"{"update_id":5,"message":{"message_id":9,"date":1,"chat":{"id":-1001,
            "type":"supergroup","title":"Town"},"from":{"id":14,"is_bot":false,"first_name":"Li",
            "last_name":"Qiang","language_code":"zh-hans"},"caption":"/report smoke",
            "photo":[{"file_id":"small"},{"file_id":"large"}],"reply_to_message":{"message_id":8,
            "date":1,"chat":{"id":-1001,"type":"supergroup"},"text":"look there"},"new_field":[1]}}"#;
        let (id, incoming) = update(json).unwrap();
        assert_eq!(id, UpdateId(5));
        let Incoming::Message(message) = incoming else {
            panic!("{incoming:?}")
        };
        assert_eq!(message.text, "/report smoke");
        assert_eq!(message.attachments[0].file_id, "large");
        assert_eq!(message.from.unwrap().name, "Li Qiang");
        assert_eq!(message.reply_to.unwrap().text, "look there");
    }

    fn attachments(fields: &str) -> Vec<Attachment> {
        let json = format!(
            r#"{{"update_id":5,"message":{{"message_id":9,"chat":{{"id":-1,"type":"group"}},
            "from":{{"id":14,"first_name":"Li"}},{fields}}}}}"#
        );
        let (_, Incoming::Message(message)) = update(&json).unwrap() else {
            panic!()
        };
        message.attachments
    }

    #[test]
    fn files_come_with_what_telegram_says_of_them() {
        let file = r#"{"file_id":"a","file_unique_id":"u","file_size":7,"file_name":"n"}"#;
        for (field, kind) in [
            ("video", AttachmentKind::Video),
            ("video_note", AttachmentKind::VideoNote),
            ("voice", AttachmentKind::Voice),
            ("audio", AttachmentKind::Audio),
            ("document", AttachmentKind::Document),
        ] {
            let found = attachments(&format!(r#""{field}":{file}"#));
            let [found] = &found[..] else {
                panic!("{found:?}")
            };
            assert_eq!(found.kind, kind);
            assert_eq!((&*found.file_id, &*found.unique_id), ("a", "u"));
            assert_eq!((found.size, found.name.as_deref()), (Some(7), Some("n")));
        }
        let animation = attachments(&format!(r#""animation":{file},"document":{file}"#));
        assert_eq!(animation.len(), 1, "an animation comes as a document too");
        assert_eq!(animation[0].kind, AttachmentKind::Animation);
    }

    #[test]
    fn a_place_comes_as_a_pin_a_venue_or_live() {
        for field in [
            r#""location":{"latitude":31.25,"longitude":-120.5,"live_period":900}"#,
            r#""venue":{"title":"Mill"},"location":{"latitude":31.25,"longitude":-120.5}"#,
        ] {
            let position = attachments(field)[0].position.unwrap();
            assert_eq!(position.to_string(), "31.250000, -120.500000");
        }
        assert_eq!(
            attachments(r#""location":{"latitude":91,"longitude":0}"#),
            []
        );
    }

    #[test]
    fn kinds_that_are_of_no_use_are_nothing_and_broken_ones_an_error() {
        let poll = r#"{"update_id":6,"poll":{"id":"1"}}"#;
        assert_eq!(update(poll).unwrap(), (UpdateId(6), Incoming::Nothing));
        assert!(update(r#"{"message":{}}"#).is_err());
        assert!(update(r#"{"update_id":7,"message":{"message_id":1}}"#).is_err());
        assert!(update(r#"{"update_id":8,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"text":"\ud800"}}"#).is_err());
    }

    #[test]
    fn a_forwarded_message_is_marked_in_the_old_and_the_new_way() {
        for (field, forwarded) in [
            (r#""forward_origin":{"type":"hidden_user","date":1}"#, true),
            (r#""forward_date":1"#, true),
            (r#""forward_origin":null"#, false),
        ] {
            let json = format!(
                r#"{{"update_id":5,"message":{{"message_id":9,"chat":{{"id":-1,"type":"group"}},
                "from":{{"id":14,"first_name":"Li"}},"text":"/report x",{field}}}}}"#
            );
            let (_, Incoming::Message(message)) = update(&json).unwrap() else {
                panic!()
            };
            assert_eq!(message.forwarded, forwarded, "{field}");
        }
    }

    #[test]
    fn a_group_speaks_for_its_administrators_and_a_channel_for_nobody() {
        for (speaks, id) in [(-1, Some(TelegramUser::ANONYMOUS)), (-2, None)] {
            let json = format!(
                r#"{{"update_id":5,"message":{{"message_id":9,"chat":{{"id":-1,"type":"group"}},
                "from":{{"id":1087968824,"is_bot":true,"first_name":"Group"}},
                "sender_chat":{{"id":{speaks},"type":"group","title":"Town"}},"text":"/report x"}}}}"#
            );
            let (_, Incoming::Message(message)) = update(&json).unwrap() else {
                panic!()
            };
            assert_eq!(
                message.from.map(|from| (from.id, from.bot)),
                id.map(|id| (id, false))
            );
        }
    }
}
