//! From a message as data to a call of the Bot API.
//!
//! The program has its own, made of teloxide's types; both follow the Bot API.

use dutybell_core::ids::MessageId;
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::outgoing::{Entity, EntityKind, Keyboard, Message, Outgoing};
use serde_json::{Value, json};

/// The method and its parameters. `stripped` takes away what may have been refused.
pub(crate) fn of(body: &Outgoing, stripped: u8) -> (&'static str, Value) {
    match body {
        Outgoing::Send {
            chat,
            message,
            reply_to,
        } => {
            let mut call = json!({ "chat_id": chat, "text": message.text });
            call["disable_notification"] = json!(!message.sound);
            if message.protect {
                call["protect_content"] = json!(true);
            }
            if stripped == 0 {
                answering(&mut call, *reply_to);
            }
            dress(&mut call, message, stripped);
            if let (Some(markup), 0 | 1) = (markup(message), stripped) {
                call["reply_markup"] = markup;
            }
            ("sendMessage", call)
        }
        Outgoing::Edit { chat, id, message } => {
            let mut call = json!({ "chat_id": chat, "message_id": id, "text": message.text });
            dress(&mut call, message, stripped);
            if stripped < 2 {
                call["reply_markup"] = inline(message);
            }
            ("editMessageText", call)
        }
        Outgoing::Strip { chat, id } => (
            "editMessageReplyMarkup",
            json!({ "chat_id": chat, "message_id": id }),
        ),
        Outgoing::Knock { chat } => (
            "sendChatAction",
            json!({ "chat_id": chat, "action": "typing" }),
        ),
        Outgoing::Standing { chat, user } => {
            ("getChatMember", json!({ "chat_id": chat, "user_id": user }))
        }
        Outgoing::SendFile {
            chat,
            kind,
            file_id,
            kept: _,
            reply_to,
        } => {
            let (method, field) = match kind {
                AttachmentKind::Photo => ("sendPhoto", "photo"),
                AttachmentKind::Video => ("sendVideo", "video"),
                AttachmentKind::VideoNote => ("sendVideoNote", "video_note"),
                AttachmentKind::Animation => ("sendAnimation", "animation"),
                AttachmentKind::Voice => ("sendVoice", "voice"),
                AttachmentKind::Audio => ("sendAudio", "audio"),
                AttachmentKind::Document | AttachmentKind::Position => ("sendDocument", "document"),
            };
            let mut call = json!({ "chat_id": chat, "disable_notification": true });
            call[field] = json!(file_id);
            answering(&mut call, *reply_to);
            (method, call)
        }
        Outgoing::SendLocation {
            chat,
            position,
            reply_to,
        } => {
            let (latitude, longitude) = position.degrees();
            let mut call = json!({ "chat_id": chat, "disable_notification": true,
                "latitude": latitude, "longitude": longitude });
            answering(&mut call, *reply_to);
            ("sendLocation", call)
        }
        // The picture itself is the program's to draw: here its caption goes alone.
        Outgoing::Upload {
            chat,
            message,
            reply_to,
            ..
        } => of(
            &Outgoing::Send {
                chat: *chat,
                message: message.clone(),
                reply_to: *reply_to,
            },
            stripped,
        ),
        Outgoing::Answer { press, text, alert } => (
            "answerCallbackQuery",
            json!({ "callback_query_id": press, "text": text, "show_alert": alert }),
        ),
    }
}

fn answering(call: &mut Value, message: Option<MessageId>) {
    if let Some(id) = message {
        call["reply_parameters"] = json!({ "message_id": id, "allow_sending_without_reply": true });
    }
}

fn dress(call: &mut Value, message: &Message, stripped: u8) {
    if stripped == 0 && !message.entities.is_empty() {
        call["entities"] = message.entities.iter().map(entity).collect();
    }
}

/// `MessageEntity` of the Bot API.
pub(crate) fn entity(entity: &Entity) -> Value {
    let mut value = json!({ "offset": entity.offset, "length": entity.length });
    match entity.kind {
        EntityKind::Bold => value["type"] = json!("bold"),
        EntityKind::Code => value["type"] = json!("code"),
        EntityKind::Mention(user) => {
            value["type"] = json!("text_mention");
            value["user"] = json!({ "id": user, "is_bot": false, "first_name": "" });
        }
    }
    value
}

fn inline(message: &Message) -> Value {
    let rows: Vec<Vec<Value>> = message
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|button| json!({ "text": button.label, "callback_data": button.data }))
                .collect()
        })
        .collect();
    json!({ "inline_keyboard": rows })
}

fn markup(message: &Message) -> Option<Value> {
    if !message.rows.is_empty() {
        return Some(inline(message));
    }
    Some(match message.keyboard.as_ref()? {
        Keyboard::Reply(rows) => json!({ "keyboard": rows, "is_persistent": true }),
        Keyboard::Force { hint } => {
            json!({ "force_reply": true, "selective": true, "input_field_placeholder": hint })
        }
        Keyboard::Remove => json!({ "remove_keyboard": true }),
    })
}
