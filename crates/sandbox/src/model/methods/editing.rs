//! Changing and taking back messages.

use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::chats::{BotStanding, ChatKind};
use crate::model::keyboard::Markup;
use crate::model::message::{Content, Message};
use crate::model::params::Params;
use crate::model::telegram::Telegram;
use crate::model::text;
use crate::model::transcript::{Entry, Happening};

/// Source: Bot API, deleteMessage.
const DELETABLE: Duration = Duration::from_secs(48 * 3600);

pub(super) fn edit_text(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let text = text::message_text(params)?;
    let markup = inline(params)?;
    let (chat, id) = target(telegram, params)?;
    edit(telegram, chat, id, now, |message| {
        if !message.is_text() {
            return Err(ApiError::bad("there is no text in the message to edit"));
        }
        message.text = text.text;
        message.entities = text.entities;
        message.markup = markup;
        Ok(())
    })
}

pub(super) fn edit_caption(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let caption = text::caption(params)?;
    let markup = inline(params)?;
    let (chat, id) = target(telegram, params)?;
    edit(telegram, chat, id, now, |message| {
        if !matches!(message.content, Content::File { .. }) {
            return Err(ApiError::bad("there is no caption in the message to edit"));
        }
        message.text = caption.text;
        message.entities = caption.entities;
        message.markup = markup;
        Ok(())
    })
}

pub(super) fn edit_markup(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let markup = inline(params)?;
    let (chat, id) = target(telegram, params)?;
    edit(telegram, chat, id, now, |message| {
        message.markup = markup;
        Ok(())
    })
}

fn inline(params: Params<'_>) -> Result<Markup, ApiError> {
    let markup = params.json("reply_markup")?;
    Markup::read_inline(markup.as_deref())
}

fn target(telegram: &Telegram, params: Params<'_>) -> Result<(TelegramChat, MessageId), ApiError> {
    if params.get("inline_message_id").is_some() {
        return Err(ApiError::bad("MESSAGE_ID_INVALID"));
    }
    let chat = params.chat()?;
    let id = params.message()?;
    telegram.reach(chat)?;
    Ok((chat, id))
}

fn edit(
    telegram: &mut Telegram,
    chat_id: TelegramChat,
    id: MessageId,
    now: At,
    change: impl FnOnce(&mut Message) -> Result<(), ApiError>,
) -> Result<Value, ApiError> {
    let before = telegram
        .message(chat_id, id)
        .ok_or_else(|| ApiError::bad("message to edit not found"))?;
    let other_keyboard = matches!(
        before.markup,
        Markup::Keyboard(_) | Markup::Force(_) | Markup::Remove
    );
    if !before.by_bot() || before.forwarded_from.is_some() || other_keyboard {
        return Err(ApiError::bad("message can't be edited"));
    }
    let mut after = before.clone();
    change(&mut after)?;
    if after == *before {
        return Err(ApiError::not_modified());
    }
    // Taking buttons away leaves no mark on the phone; a changed text does.
    if after.text != before.text || after.entities != before.entities {
        after.edited = Some(now);
    }
    telegram.replace(chat_id, after, now);
    let answer = telegram
        .chat(chat_id)
        .and_then(|chat| Some(telegram.message_json(chat, chat.message(id)?)));
    Ok(answer.unwrap_or_default())
}

pub(super) fn delete_message(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat_id = params.chat()?;
    let id = params.message()?;
    telegram.reach(chat_id)?;
    let Some(chat) = telegram.chats.get_mut(&chat_id) else {
        return Err(ApiError::bad("chat not found"));
    };
    let message = chat
        .message(id)
        .ok_or_else(|| ApiError::bad("message to delete not found"))?;
    let leads = chat.bot == BotStanding::Administrator;
    let foreign = !message.by_bot() && chat.kind != ChatKind::Private;
    if foreign && !leads {
        return Err(ApiError::bad("message can't be deleted"));
    }
    if now.since(message.at) > DELETABLE && !leads {
        return Err(ApiError::bad("message can't be deleted for everyone"));
    }
    chat.messages.remove(&id);
    telegram.happened(Some(chat_id), now, Happening::Deleted { message: id });
    Ok(json!(true))
}

pub(super) fn react(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat_id = params.chat()?;
    let id = params.message()?;
    telegram.reach(chat_id)?;
    let list = params.json("reaction")?;
    let emoji: Vec<String> = list
        .as_deref()
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|reaction| reaction["emoji"].as_str().map(str::to_owned))
        .collect();
    if emoji.len() > 1 {
        return Err(ApiError::bad("REACTIONS_TOO_MANY"));
    }
    let mut message = telegram
        .message(chat_id, id)
        .ok_or_else(|| ApiError::bad("message to react not found"))?
        .clone();
    message.reactions = emoji;
    telegram.replace(chat_id, message, now);
    Ok(json!(true))
}

impl Telegram {
    /// Puts a changed message in the place of the old one.
    pub(crate) fn replace(&mut self, chat_id: TelegramChat, message: Message, now: At) {
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return;
        };
        let edited = Entry::edited(&message, chat);
        chat.messages.insert(message.id, message);
        self.happened(Some(chat_id), now, edited);
    }
}
