//! From a message as data to teloxide's payload as JSON.

use std::borrow::Cow;

use dutybell_core::limits::PAGE_TEXT_CHARS;
use dutybell_core::outgoing::{Drawn, Entity, EntityKind, Keyboard, Message, Outgoing};
use dutybell_core::render::shorten;
use serde::Serialize;
use teloxide::payloads::{
    AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, EditMessageTextSetters as _,
    GetChatMember, SendChatAction, SendMessage, SendMessageSetters as _,
};
use teloxide::types::{
    ButtonRequest, CallbackQueryId, ChatAction, ChatId, ForceReply, InlineKeyboardButton,
    InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, KeyboardRemove, LinkPreviewOptions,
    MessageEntity, MessageId, ReplyMarkup, ReplyParameters, User, UserId,
};

use super::drawn::{self, DrawError};
use super::file;

/// The method and its JSON. `stripped` takes away what Telegram may have refused: 1 entities and
/// reply, 2 also buttons, and the text is cut: a page arrives whatever happens.
pub(super) fn encode(
    body: &Outgoing,
    stripped: u8,
) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
    match body {
        Outgoing::Send {
            chat,
            message,
            reply_to,
        } => {
            let message = strip(message, stripped);
            let mut payload = SendMessage::new(ChatId(chat.0), message.text.clone())
                .disable_notification(!message.sound)
                .link_preview_options(no_preview());
            if !message.entities.is_empty() {
                payload = payload.entities(entities(&message));
            }
            if message.protect {
                payload = payload.protect_content(true);
            }
            if let (Some(id), 0) = (reply_to, stripped) {
                payload = payload.reply_parameters(reply(id.0));
            }
            if let Some(markup) = markup(&message) {
                payload = payload.reply_markup(markup);
            }
            json("sendMessage", &payload)
        }
        Outgoing::Edit { chat, id, message } => {
            let message = strip(message, stripped);
            let mut payload =
                EditMessageText::new(ChatId(chat.0), message_id(id.0), message.text.clone())
                    .link_preview_options(no_preview())
                    .reply_markup(inline(&message));
            if !message.entities.is_empty() {
                payload = payload.entities(entities(&message));
            }
            json("editMessageText", &payload)
        }
        Outgoing::Strip { chat, id } => json(
            "editMessageReplyMarkup",
            &EditMessageReplyMarkup::new(ChatId(chat.0), message_id(id.0)),
        ),
        Outgoing::Knock { chat } => json(
            "sendChatAction",
            &SendChatAction::new(ChatId(chat.0), ChatAction::Typing),
        ),
        Outgoing::Standing { chat, user } => json(
            "getChatMember",
            &GetChatMember::new(ChatId(chat.0), UserId(user.0.unsigned_abs())),
        ),
        Outgoing::SendFile {
            chat,
            kind,
            file_id,
            reply_to,
            kept: _,
        } => {
            let (method, call) = file::by_handle(*chat, *kind, file_id, *reply_to);
            json(method, &call)
        }
        Outgoing::SendLocation {
            chat,
            position,
            reply_to,
        } => {
            let (method, call) = file::location(*chat, *position, *reply_to);
            json(method, &call)
        }
        // Without its picture: for what has been refused with it. See `upload` for the picture.
        Outgoing::Upload {
            chat,
            message,
            reply_to,
            ..
        } => encode(
            &Outgoing::Send {
                chat: *chat,
                message: message.clone(),
                reply_to: *reply_to,
            },
            stripped,
        ),
        Outgoing::Answer { press, text, alert } => {
            let mut payload = AnswerCallbackQuery::new(CallbackQueryId(press.clone()));
            payload.text = Some(text.clone());
            payload.show_alert = alert.then_some(true);
            json("answerCallbackQuery", &payload)
        }
    }
}

/// A file to be uploaded: the method, its fields as a form has them, the file's field, name, type
/// and bytes.
pub(super) struct Upload {
    pub(super) method: &'static str,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) field: &'static str,
    pub(super) name: Cow<'static, str>,
    pub(super) mime: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// What a message carries, made now. `None`: it goes as text, since it was refused with its picture
/// or file, or has none, or it is the client's task: what comes from the disk or takes its time.
pub(super) fn upload(body: &Outgoing, stripped: u8) -> Result<Option<Upload>, DrawError> {
    let Outgoing::Upload { drawn, .. } = body else {
        return Ok(None);
    };
    if stripped > 0 {
        return Ok(None);
    }
    let (method, field, name, mime, bytes) = match drawn {
        Drawn::Qr(link) => (
            "sendPhoto",
            "photo",
            "invitation.png".to_owned(),
            "image/png",
            drawn::qr(link)?,
        ),
        Drawn::Text { name, text } => (
            "sendDocument",
            "document",
            name.clone(),
            "text/plain; charset=utf-8",
            text.clone().into_bytes(),
        ),
        Drawn::Kept(_)
        | Drawn::Roster(_)
        | Drawn::Chart(_)
        | Drawn::Workbook(_)
        | Drawn::Report(_) => {
            return Ok(None);
        }
    };
    Ok(Some(Upload {
        method,
        fields: caption(body),
        field,
        name: name.into(),
        mime,
        bytes,
    }))
}

/// A picture that was drawn for the message.
pub(super) fn picture(body: &Outgoing, bytes: Vec<u8>) -> Upload {
    Upload {
        method: "sendPhoto",
        fields: caption(body),
        field: "photo",
        name: "picture.png".into(),
        mime: "image/png",
        bytes,
    }
}

/// A workbook that was made for the message. Its name says what and when, and of nobody.
pub(super) fn workbook(body: &Outgoing, name: String, bytes: Vec<u8>) -> Upload {
    Upload {
        method: "sendDocument",
        fields: caption(body),
        field: "document",
        name: name.into(),
        mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
    }
}

/// The fields beside the file: where it goes, and what stands under it.
fn caption(body: &Outgoing) -> Vec<(&'static str, String)> {
    let Outgoing::Upload {
        chat,
        message,
        reply_to,
        ..
    } = body
    else {
        return Vec::new();
    };
    let mut fields = vec![
        ("chat_id", chat.to_string()),
        ("caption", message.text.clone()),
        ("disable_notification", (!message.sound).to_string()),
    ];
    let mut json = |name, value: serde_json::Result<String>| {
        // Plain data, so this can't fail; without it the picture is still worth sending.
        fields.extend(value.ok().map(|value| (name, value)));
    };
    if !message.entities.is_empty() {
        json(
            "caption_entities",
            serde_json::to_string(&entities(message)),
        );
    }
    if let Some(markup) = markup(message) {
        json("reply_markup", serde_json::to_string(&markup));
    }
    if let Some(id) = reply_to {
        json("reply_parameters", serde_json::to_string(&reply(id.0)));
    }
    fields
}

fn json(
    method: &'static str,
    payload: &impl Serialize,
) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
    Ok((method, serde_json::to_vec(payload)?))
}

fn strip(message: &Message, stripped: u8) -> Message {
    let mut message = message.clone();
    if stripped >= 1 {
        message.entities.clear();
    }
    if stripped >= 2 {
        message.rows.clear();
        message.keyboard = None;
        message.text = shorten(&message.text, PAGE_TEXT_CHARS * 2);
    }
    message
}

pub(super) fn reply(id: i64) -> ReplyParameters {
    ReplyParameters::new(message_id(id)).allow_sending_without_reply()
}

/// Telegram's message ids fit 32 bits; one that does not is no message of Telegram's.
fn message_id(id: i64) -> MessageId {
    MessageId(i32::try_from(id).unwrap_or(0))
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn entities(message: &Message) -> Vec<MessageEntity> {
    message.entities.iter().filter_map(entity).collect()
}

fn entity(entity: &Entity) -> Option<MessageEntity> {
    let (offset, length) = (entity.offset, entity.length);
    Some(match entity.kind {
        EntityKind::Bold => MessageEntity::bold(offset, length),
        EntityKind::Code => MessageEntity::code(offset, length),
        EntityKind::Mention(user) => MessageEntity::text_mention(
            User {
                id: UserId(u64::try_from(user.0).ok()?),
                is_bot: false,
                // Telegram looks at the id alone.
                first_name: String::new(),
                last_name: None,
                username: None,
                language_code: None,
                is_premium: false,
                added_to_attachment_menu: false,
            },
            offset,
            length,
        ),
    })
}

fn inline(message: &Message) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(message.rows.iter().map(|row| {
        row.iter()
            .map(|button| InlineKeyboardButton::callback(button.label.clone(), button.data.clone()))
            .collect::<Vec<_>>()
    }))
}

fn markup(message: &Message) -> Option<ReplyMarkup> {
    if !message.rows.is_empty() {
        return Some(ReplyMarkup::InlineKeyboard(inline(message)));
    }
    Some(match message.keyboard.as_ref()? {
        Keyboard::Reply(rows) => {
            let rows = rows
                .iter()
                .map(|row| row.iter().map(|label| key(label)).collect::<Vec<_>>());
            ReplyMarkup::Keyboard(KeyboardMarkup::new(rows).persistent().resize_keyboard())
        }
        Keyboard::Force { hint } => {
            let hint: String = hint.chars().take(64).collect();
            ReplyMarkup::ForceReply(ForceReply::new().input_field_placeholder(hint).selective())
        }
        Keyboard::Remove => ReplyMarkup::KeyboardRemove(KeyboardRemove::new()),
    })
}

fn key(label: &str) -> KeyboardButton {
    KeyboardButton {
        text: label.to_owned(),
        request: None::<ButtonRequest>,
    }
}

#[cfg(test)]
mod tests {
    use dutybell_core::ids::{self, TelegramChat, TelegramUser};
    use dutybell_core::incoming::AttachmentKind;
    use dutybell_core::outgoing::Button;
    use serde_json::{Value, json};

    use super::*;

    fn encoded(body: &Outgoing, stripped: u8) -> (&'static str, Value) {
        let (method, json) = encode(body, stripped).unwrap();
        (method, serde_json::from_slice(&json).unwrap())
    }

    fn page() -> Message {
        Message {
            text: "🔴 Zhao".into(),
            entities: vec![Entity {
                kind: EntityKind::Mention(TelegramUser(7)),
                offset: 3,
                length: 4,
            }],
            rows: vec![vec![Button {
                label: "Acknowledge".into(),
                data: "1:ack:7".into(),
            }]],
            sound: true,
            ..Message::default()
        }
    }

    #[test]
    fn a_page_is_what_the_bot_api_expects() {
        let body = Outgoing::Send {
            chat: TelegramChat(7),
            message: page(),
            reply_to: Some(ids::MessageId(5)),
        };
        let (method, json) = encoded(&body, 0);
        assert_eq!(method, "sendMessage");
        assert_eq!(json["chat_id"], 7);
        assert_eq!(json["disable_notification"], false);
        assert_eq!(json["entities"][0]["type"], "text_mention");
        assert_eq!(json["entities"][0]["user"]["id"], 7);
        assert_eq!(
            json["reply_parameters"],
            json!({"message_id": 5, "allow_sending_without_reply": true})
        );
        assert_eq!(
            json["reply_markup"],
            json!({"inline_keyboard": [[{"text": "Acknowledge", "callback_data": "1:ack:7"}]]})
        );
        assert_eq!(json["parse_mode"], Value::Null);
    }

    #[test]
    fn what_telegram_refused_goes_again_with_less() {
        let body = Outgoing::Send {
            chat: TelegramChat(7),
            message: page(),
            reply_to: None,
        };
        assert_eq!(encoded(&body, 1).1["entities"], Value::Null);
        assert_ne!(encoded(&body, 1).1["reply_markup"], Value::Null);
        assert_eq!(encoded(&body, 2).1["reply_markup"], Value::Null);
    }

    #[test]
    fn an_edit_without_buttons_takes_them_away() {
        let message = Message {
            text: "done".into(),
            ..Message::default()
        };
        let body = Outgoing::Edit {
            chat: TelegramChat(-5),
            id: ids::MessageId(9),
            message,
        };
        let (method, json) = encoded(&body, 0);
        assert_eq!(method, "editMessageText");
        assert_eq!(json["message_id"], 9);
        assert_eq!(json["reply_markup"], json!({"inline_keyboard": []}));
    }

    #[test]
    fn files_go_by_their_id() {
        let body = Outgoing::SendFile {
            chat: TelegramChat(7),
            kind: AttachmentKind::Photo,
            file_id: "AgAC".into(),
            kept: None,
            reply_to: None,
        };
        let (method, json) = encoded(&body, 0);
        assert_eq!((method, &json["photo"]), ("sendPhoto", &json!("AgAC")));
    }

    #[test]
    fn a_picture_that_was_refused_goes_as_its_words() {
        let body = Outgoing::Upload {
            chat: TelegramChat(7),
            drawn: Drawn::Qr("https://t.me/duty_bot?start=x".into()),
            message: page(),
            reply_to: None,
        };
        let picture = upload(&body, 0).unwrap().unwrap();
        assert_eq!((picture.method, picture.field), ("sendPhoto", "photo"));
        assert!(picture.fields.contains(&("caption", "🔴 Zhao".into())));
        assert!(
            picture
                .fields
                .iter()
                .any(|(name, _)| *name == "reply_markup")
        );
        assert!(upload(&body, 1).unwrap().is_none());
        let (method, json) = encoded(&body, 1);
        assert_eq!((method, &json["text"]), ("sendMessage", &json!("🔴 Zhao")));
    }

    #[test]
    fn a_question_opens_the_answer_field() {
        let message = Message {
            text: "Where?".into(),
            keyboard: Some(Keyboard::Force {
                hint: "Where".into(),
            }),
            ..Message::default()
        };
        let body = Outgoing::Send {
            chat: TelegramChat(7),
            message,
            reply_to: None,
        };
        let markup = &encoded(&body, 0).1["reply_markup"];
        assert_eq!(markup["force_reply"], true);
        assert_eq!(markup["input_field_placeholder"], "Where");
    }
}
