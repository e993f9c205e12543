//! Answers to presses.

use dutybell_core::time::At;
use serde_json::{Value, json};

use crate::model::answer::ApiError;
use crate::model::callbacks::Toast;
use crate::model::params::Params;
use crate::model::telegram::Telegram;
use crate::model::transcript::Happening;

/// Source: Bot API, answerCallbackQuery.text.
const TOAST_CHARS: usize = 200;

pub(super) fn answer(
    telegram: &mut Telegram,
    params: Params<'_>,
    now: At,
) -> Result<Value, ApiError> {
    let id = params.text("callback_query_id").unwrap_or_default();
    let text = params.text("text").unwrap_or_default();
    if text.chars().count() > TOAST_CHARS {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let toast = Toast {
        text: text.into_owned(),
        alert: params.flag("show_alert"),
        at: now,
    };
    let pressed = telegram.callbacks.answer(&id, toast.clone())?;
    let (to, chat) = (pressed.by, pressed.chat);
    let answered = Happening::Answered {
        to,
        press: id.into_owned(),
        text: toast.text,
        alert: toast.alert,
    };
    telegram.happened(Some(chat), now, answered);
    Ok(json!(true))
}
