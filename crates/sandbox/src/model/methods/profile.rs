//! The bot itself: who it is, its commands, its webhook, its files.

use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::params::Params;
use crate::model::telegram::Telegram;
use crate::model::transcript::About;

pub(super) fn get_me(telegram: &mut Telegram, _: Params<'_>, _: At) -> Result<Value, ApiError> {
    Ok(telegram.bot.me())
}

/// The address is only kept: nothing is sent there, but getUpdates refuses as long as it is set.
pub(super) fn set_webhook(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let url = params.text("url").unwrap_or_default();
    if !url.is_empty() && !url.starts_with("https://") {
        return Err(ApiError::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    telegram.webhook = url.into_owned();
    drop_pending(telegram, params);
    Ok(json!(true))
}

pub(super) fn delete_webhook(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    telegram.webhook.clear();
    drop_pending(telegram, params);
    Ok(json!(true))
}

fn drop_pending(telegram: &mut Telegram, params: Params<'_>) {
    if params.flag("drop_pending_updates") {
        telegram.queue.clear();
    }
}

pub(super) fn webhook_info(
    telegram: &mut Telegram,
    _: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let mut info = json!({
        "url": telegram.webhook,
        "has_custom_certificate": false,
        "pending_update_count": telegram.queue.len(),
    });
    if let Some(allowed) = telegram.queue.allowed() {
        info["allowed_updates"] = json!(allowed);
    }
    Ok(info)
}

pub(super) fn set_commands(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let scope = params.json("scope")?;
    let language = params.text("language_code").unwrap_or_default();
    let list = params
        .json("commands")?
        .ok_or_else(|| ApiError::bad("can't parse commands JSON object"))?;
    telegram.commands.set(scope.as_deref(), &language, &list)?;
    telegram.changed(About::Profile, now);
    Ok(json!(true))
}

pub(super) fn get_commands(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let scope = params.json("scope")?;
    let language = params.text("language_code").unwrap_or_default();
    Ok(json!(telegram.commands.get(scope.as_deref(), &language)?))
}

pub(super) fn delete_commands(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let scope = params.json("scope")?;
    let language = params.text("language_code").unwrap_or_default();
    telegram.commands.delete(scope.as_deref(), &language)?;
    telegram.changed(About::Profile, now);
    Ok(json!(true))
}

/// Source: Bot API, setMyDescription (0–512 characters).
pub(super) fn set_description(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    describe(telegram, params, "description", 512, now)
}

/// Source: Bot API, setMyShortDescription (0–120 characters).
pub(super) fn set_short_description(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    describe(telegram, params, "short_description", 120, now)
}

fn describe(
    telegram: &mut Telegram,
    params: Params<'_>,
    what: &str,
    most: usize,
    now: At,
) -> Result<Value, ApiError> {
    let text = params.text(what).unwrap_or_default();
    if text.chars().count() > most {
        return Err(ApiError::bad(format!("{what} is too long")));
    }
    let language = params.text("language_code").unwrap_or_default();
    telegram
        .profile
        .insert(format!("{what}:{language}"), json!(text));
    telegram.changed(About::Profile, now);
    Ok(json!(true))
}

pub(super) fn set_menu_button(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let button = params.json("menu_button")?;
    let chat = params.text("chat_id").unwrap_or_default();
    telegram.profile.insert(
        format!("menu_button:{chat}"),
        button.map_or(Value::Null, std::borrow::Cow::into_owned),
    );
    telegram.changed(About::Profile, now);
    Ok(json!(true))
}

pub(super) fn get_file(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let id = params.text("file_id").unwrap_or_default();
    telegram
        .files
        .described(&id)
        .ok_or_else(|| ApiError::bad("wrong file_id or the file is temporarily unavailable"))
}
