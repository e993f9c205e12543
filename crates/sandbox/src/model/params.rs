//! Parameters of a call. The Bot API takes every value as JSON or as text (forms know only text).

use std::borrow::Cow;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use serde_json::Value;

use super::answer::ApiError;

/// The parameters of one call.
#[derive(Clone, Copy)]
pub(crate) struct Params<'a>(pub(crate) &'a Value);

impl<'a> Params<'a> {
    /// A parameter that is there and not null.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn int(self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn float(self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn text(self, name: &str) -> Option<Cow<'a, str>> {
        match self.get(name)? {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    pub(crate) fn flag(self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => {
                matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1")
            }
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// An object or a list, as JSON or as text that holds JSON.
    pub(crate) fn json(self, name: &str) -> Result<Option<Cow<'a, Value>>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(|value| Some(Cow::Owned(value)))
                .map_err(|_| ApiError::bad(format!("can't parse {name} JSON object"))),
            Some(value) => Ok(Some(Cow::Borrowed(value))),
        }
    }

    pub(crate) fn chat(self) -> Result<TelegramChat, ApiError> {
        self.chat_named("chat_id")
    }

    /// `@name` is answered as Telegram answers a name that nobody has: no chat here has one.
    pub(crate) fn chat_named(self, name: &str) -> Result<TelegramChat, ApiError> {
        match self.int(name) {
            Some(id) => Ok(TelegramChat(id)),
            None if self.get(name).is_some_and(|value| value != "") => {
                Err(ApiError::bad("chat not found"))
            }
            None => Err(ApiError::bad(format!("{name} is empty"))),
        }
    }

    pub(crate) fn message(self) -> Result<MessageId, ApiError> {
        self.int("message_id")
            .map(MessageId)
            .ok_or_else(|| ApiError::bad("message identifier is not specified"))
    }

    pub(crate) fn user(self) -> Result<TelegramUser, ApiError> {
        self.int("user_id")
            .map(TelegramUser)
            .ok_or_else(|| ApiError::bad("invalid user_id specified"))
    }
}
