//! New messages.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::keyboard::Markup;
use crate::model::message::{Author, Content, Message};
use crate::model::params::Params;
use crate::model::telegram::Telegram;
use crate::model::text::{self, Formatted};
use crate::model::transcript::{Entry, Happening};

/// What `sendChatAction` may show. Source: Bot API, sendChatAction.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(super) fn send_message(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let text = text::message_text(params)?;
    let id = send(telegram, chat, params, Content::Text, text, now)?;
    Ok(sent(telegram, chat, id))
}

pub(super) fn send_photo(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(telegram, params, AttachmentKind::Photo, "photo", now)
}

pub(super) fn send_video(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(telegram, params, AttachmentKind::Video, "video", now)
}

pub(super) fn send_video_note(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(
        telegram,
        params,
        AttachmentKind::VideoNote,
        "video_note",
        now,
    )
}

pub(super) fn send_animation(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(
        telegram,
        params,
        AttachmentKind::Animation,
        "animation",
        now,
    )
}

pub(super) fn send_voice(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(telegram, params, AttachmentKind::Voice, "voice", now)
}

pub(super) fn send_audio(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(telegram, params, AttachmentKind::Audio, "audio", now)
}

pub(super) fn send_document(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    send_file(telegram, params, AttachmentKind::Document, "document", now)
}

fn send_file(
    telegram: &mut Telegram,
    params: Params<'_>,
    kind: AttachmentKind,
    name: &str,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let file_id = file_of(params, name)
        .ok_or_else(|| ApiError::bad(format!("there is no {name} in the request")))?;
    if file_id.starts_with("http://") || file_id.starts_with("https://") {
        return Err(ApiError::bad("failed to get HTTP URL content"));
    }
    let caption = text::caption(params)?;
    telegram.reach(chat)?;
    match telegram.files.use_as(&file_id, kind) {
        Some(true) => {}
        Some(false) => return Err(ApiError::bad("type of file mismatch")),
        None => {
            return Err(ApiError::bad("wrong file identifier/HTTP URL specified"));
        }
    }
    let content = Content::File { kind, file_id };
    let id = send(telegram, chat, params, content, caption, now)?;
    Ok(sent(telegram, chat, id))
}

/// A handle, or `attach://name` for a part of the same request.
fn file_of(params: Params<'_>, name: &str) -> Option<String> {
    let value = params.text(name)?;
    match value.strip_prefix("attach://") {
        Some(part) => params.text(part).map(|id| id.into_owned()),
        None => Some(value.into_owned()),
    }
}

pub(super) fn send_location(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let place = params
        .float("latitude")
        .zip(params.float("longitude"))
        .filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0);
    let Some((latitude, longitude)) = place else {
        return Err(ApiError::bad("wrong latitude or longitude specified"));
    };
    let content = Content::Location {
        latitude,
        longitude,
    };
    let id = send(telegram, chat, params, content, Formatted::default(), now)?;
    Ok(sent(telegram, chat, id))
}

pub(super) fn copy_message(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let original = original(telegram, params, "copy")?;
    let text = match params.get("caption") {
        Some(_) if !original.is_text() => text::caption(params)?,
        _ => Formatted {
            text: original.text,
            entities: original.entities,
        },
    };
    let id = send(telegram, chat, params, original.content, text, now)?;
    Ok(json!({ "message_id": id }))
}

pub(super) fn forward_message(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let original = original(telegram, params, "forward")?;
    telegram.reach(chat)?;
    let author = original.forwarded_from.unwrap_or(original.author);
    let id = telegram.post(
        chat,
        Message {
            id: MessageId(0),
            at: now,
            author: Author::Bot,
            anonymous: false,
            reply_to: None,
            edited: None,
            album: None,
            silent: params.flag("disable_notification"),
            protect: params.flag("protect_content"),
            markup: Markup::None,
            forwarded_from: Some(author),
            reactions: Vec::new(),
            ..original
        },
    )?;
    Ok(sent(telegram, chat, id))
}

fn original(telegram: &Telegram, params: Params<'_>, act: &str) -> Result<Message, ApiError> {
    let from = params.chat_named("from_chat_id")?;
    telegram.standing(from)?;
    let message = telegram
        .message(from, params.message()?)
        .ok_or_else(|| ApiError::bad(format!("message to {act} not found")))?;
    let whole = !matches!(message.content, Content::Service(_));
    if !whole || message.protect {
        let past = if act == "copy" { "copied" } else { "forwarded" };
        return Err(ApiError::bad(format!("message can't be {past}")));
    }
    Ok(message.clone())
}

pub(super) fn send_chat_action(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    let action = params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_ref()) {
        return Err(ApiError::bad("wrong parameter action in request"));
    }
    telegram.reach(chat)?;
    let action = action.into_owned();
    telegram.happened(Some(chat), now, Happening::Busy { action });
    Ok(json!(true))
}

fn send(
    telegram: &mut Telegram,
    chat: TelegramChat,
    params: Params<'_>,
    content: Content,
    text: Formatted,
    now: At,
) -> Result<MessageId, ApiError> {
    let markup = params.json("reply_markup")?;
    let markup = Markup::read(markup.as_deref())?;
    telegram.reach(chat)?;
    let reply_to = reply_target(telegram, chat, params)?;
    telegram.post(
        chat,
        Message {
            id: MessageId(0),
            at: now,
            author: Author::Bot,
            text: text.text,
            entities: text.entities,
            content,
            reply_to,
            edited: None,
            album: None,
            silent: params.flag("disable_notification"),
            protect: params.flag("protect_content"),
            markup,
            forwarded_from: None,
            anonymous: false,
            reactions: Vec::new(),
        },
    )
}

/// `reply_parameters`, or its older form. Source: Bot API, ReplyParameters.
fn reply_target(
    telegram: &Telegram,
    chat: TelegramChat,
    params: Params<'_>,
) -> Result<Option<MessageId>, ApiError> {
    let (id, lenient) = match params.json("reply_parameters")? {
        Some(reply) => {
            let reply = Params(&reply);
            let Some(id) = reply.int("message_id") else {
                return Err(ApiError::bad("message identifier is not specified"));
            };
            (id, reply.flag("allow_sending_without_reply"))
        }
        None => match params.int("reply_to_message_id") {
            None | Some(0) => return Ok(None),
            Some(id) => (id, params.flag("allow_sending_without_reply")),
        },
    };
    let id = MessageId(id);
    if telegram.message(chat, id).is_some() {
        Ok(Some(id))
    } else if lenient {
        Ok(None)
    } else {
        Err(ApiError::bad("message to be replied not found"))
    }
}

fn sent(telegram: &Telegram, chat: TelegramChat, id: MessageId) -> Value {
    telegram
        .chat(chat)
        .and_then(|chat| Some(telegram.message_json(chat, chat.message(id)?)))
        .unwrap_or_default()
}

impl Telegram {
    /// Puts a message into a chat under the chat's next id.
    pub(crate) fn post(
        &mut self,
        chat_id: TelegramChat,
        mut message: Message,
    ) -> Result<MessageId, ApiError> {
        let chat = self
            .chats
            .get_mut(&chat_id)
            .ok_or_else(|| ApiError::bad("chat not found"))?;
        let id = chat.next_message();
        message.id = id;
        let reader: Option<TelegramUser> = message
            .reply_to
            .and_then(|answered| chat.message(answered))
            .and_then(|answered| answered.author.person());
        let markup = message.markup.clone();
        chat.show_keyboard(id, &markup, reader);
        let posted = Entry::posted(&message, chat);
        let at = message.at;
        chat.messages.insert(id, message);
        self.happened(Some(chat_id), at, posted);
        Ok(id)
    }
}
