//! Looking at chats, pinning, leaving.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::chats::{BotStanding, Chat, ChatKind, Role, bot_member, person_member};
use crate::model::keyboard::Markup;
use crate::model::message::{Author, Content, Message, Service};
use crate::model::params::Params;
use crate::model::telegram::Telegram;
use crate::model::transcript::About;

fn visible<'a>(telegram: &'a Telegram, params: Params<'_>) -> Result<&'a Chat, ApiError> {
    let id = params.chat()?;
    telegram.standing(id)?;
    let chat = telegram.chat(id);
    // Who never met the bot does not exist for it.
    let met = !id.is_private()
        || telegram
            .person(TelegramUser(id.0))
            .is_some_and(|person| person.started);
    chat.filter(|_| met)
        .ok_or_else(|| ApiError::bad("chat not found"))
}

pub(super) fn get_chat(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let chat = visible(telegram, params)?;
    let mut full = chat.json(&telegram.people);
    full["accent_color_id"] = json!(0);
    full["max_reaction_count"] = json!(11);
    full["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
        "gifts_from_channels": false,
    });
    if let Some(pinned) = chat.pinned.and_then(|id| chat.message(id)) {
        full["pinned_message"] = telegram.message_json(chat, pinned);
    }
    if chat.kind != ChatKind::Private {
        full["permissions"] = json!({
            "can_send_messages": true,
            "can_send_audios": true,
            "can_send_documents": true,
            "can_send_photos": true,
            "can_send_videos": true,
            "can_send_video_notes": true,
            "can_send_voice_notes": true,
            "can_send_polls": true,
            "can_send_other_messages": true,
            "can_add_web_page_previews": true,
            "can_change_info": false,
            "can_invite_users": true,
            "can_pin_messages": false,
            "can_manage_topics": false,
        });
    }
    Ok(full)
}

pub(super) fn get_member(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let chat = visible(telegram, params)?;
    let user = params.user()?;
    if user == telegram.bot.id {
        return Ok(bot_member(&telegram.bot, chat.bot));
    }
    let person = telegram
        .person(user)
        .ok_or_else(|| ApiError::bad("member not found"))?;
    Ok(person_member(person, chat.members.get(&user).copied()))
}

pub(super) fn count_members(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let chat = visible(telegram, params)?;
    Ok(json!(chat.members.len() + usize::from(chat.bot.present())))
}

pub(super) fn administrators(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let chat = visible(telegram, params)?;
    if chat.kind == ChatKind::Private {
        return Err(ApiError::bad(
            "there are no administrators in the private chat",
        ));
    }
    let mut list: Vec<Value> = chat
        .members
        .iter()
        .filter(|(_, role)| **role != Role::Member)
        .filter_map(|(id, role)| Some(person_member(telegram.person(*id)?, Some(*role))))
        .collect();
    if chat.bot == BotStanding::Administrator {
        list.push(bot_member(&telegram.bot, chat.bot));
    }
    Ok(json!(list))
}

pub(super) fn pin(telegram: &mut Telegram, params: Params<'_>, now: At) -> Result<Value, ApiError> {
    let chat = may_pin(telegram, params)?;
    let id = params.message()?;
    if telegram.message(chat, id).is_none() {
        return Err(ApiError::bad("message to pin not found"));
    }
    if let Some(chat) = telegram.chats.get_mut(&chat) {
        chat.pinned = Some(id);
    }
    telegram.post(
        chat,
        Message {
            id: MessageId(0),
            at: now,
            author: Author::Bot,
            text: String::new(),
            entities: Vec::new(),
            content: Content::Service(Service::Pinned { message: id }),
            reply_to: None,
            edited: None,
            silent: params.flag("disable_notification"),
            protect: false,
            markup: Markup::None,
            forwarded_from: None,
            anonymous: false,
            album: None,
            reactions: Vec::new(),
        },
    )?;
    telegram.changed(About::Chats, now);
    Ok(json!(true))
}

pub(super) fn unpin(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let id = may_pin(telegram, params)?;
    let only = params.int("message_id").map(MessageId);
    if let Some(chat) = telegram.chats.get_mut(&id)
        && (only.is_none() || only == chat.pinned)
    {
        chat.pinned = None;
    }
    telegram.changed(About::Chats, now);
    Ok(json!(true))
}

fn may_pin(telegram: &Telegram, params: Params<'_>) -> Result<TelegramChat, ApiError> {
    let chat = params.chat()?;
    telegram.reach(chat)?;
    if !chat.is_private() && telegram.standing(chat)? != BotStanding::Administrator {
        return Err(ApiError::bad(
            "not enough rights to manage pinned messages in the chat",
        ));
    }
    Ok(chat)
}

pub(super) fn leave(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let chat = params.chat()?;
    telegram.standing(chat)?;
    if chat.is_private() {
        return Err(ApiError::bad(
            "chat member status can't be changed in private chats",
        ));
    }
    telegram.set_standing(chat, None, BotStanding::Left, now);
    Ok(json!(true))
}
