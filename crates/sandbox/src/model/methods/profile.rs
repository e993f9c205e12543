//! The bot itself: who it is, its commands, its webhook, its files.

use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::params::Params;
use crate::model::polling::names;
use crate::model::telegram::Telegram;
use crate::model::transcript::About;
use crate::model::webhook::Webhook;

pub(super) fn get_me(telegram: &mut Telegram, _: Params<'_>, _: At) -> Result<Value, ApiError> {
    Ok(telegram.bot.me())
}

/// What a secret may hold. Source: Bot API, setWebhook.secret_token (1–256 of `A-Za-z0-9_-`).
const SECRET_CHARACTERS: usize = 256;

/// As long as it is set, getUpdates refuses. `http://` is taken for this machine, as a Bot API
/// server of one's own takes it (Bot API, "Using a Local Bot API Server").
pub(super) fn set_webhook(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    let url = params.text("url").unwrap_or_default();
    if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://127.0.0.1:") {
        return Err(ApiError::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    let secret = params.text("secret_token").unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if secret.len() > SECRET_CHARACTERS || !secret.chars().all(allowed) {
        return Err(ApiError::bad("secret token contains unallowed characters"));
    }
    if let Some(kinds) = params.json("allowed_updates")? {
        telegram.queue.allow(names(&kinds));
    }
    telegram.delivery = Webhook {
        secret: secret.into_owned(),
        max_connections: params.int("max_connections"),
        ..Webhook::default()
    };
    telegram.webhook = url.into_owned();
    drop_pending(telegram, params);
    telegram.stir();
    Ok(json!(true))
}

pub(super) fn delete_webhook(
    telegram: &mut Telegram,
    params: Params<'_>,
    _: At,
) -> Result<Value, ApiError> {
    telegram.webhook.clear();
    telegram.delivery = Webhook::default();
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
    if !telegram.webhook.is_empty() {
        info["max_connections"] = json!(telegram.delivery.max_connections.unwrap_or(40));
    }
    if let Some((at, why)) = &telegram.delivery.last_error {
        info["last_error_date"] = json!(at.0 / 1000);
        info["last_error_message"] = json!(why);
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
    if telegram.files.get(&id).is_some() && !telegram.files.is_given_out(&id) {
        return Err(ApiError::bad("file is too big"));
    }
    telegram
        .files
        .described(&id)
        .ok_or_else(|| ApiError::bad("wrong file_id or the file is temporarily unavailable"))
}
