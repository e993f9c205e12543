//! What a call of the Bot API brings, worded as Telegram words it.

use dutybell_core::ids::TelegramChat;
use serde::Serialize;
use serde_json::Value;

/// What a call brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was done; the text is the JSON of `result`. Text, because an update may hold what a
    /// parsed value can't (a lone surrogate).
    Reply(String),
    /// It was refused.
    Error(ApiError),
    /// The connection closes without an answer. Whether the method had its effect is not told.
    Dropped,
    /// The answer comes later.
    Delayed {
        /// How much later.
        millis: u64,
        /// What comes then.
        answer: Box<Self>,
    },
}

/// A refusal of the Bot API.
/// Source: Bot API, "Making requests" and `ResponseParameters`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {description}")]
pub struct ApiError {
    /// `error_code`, also the status of the HTTP answer.
    pub code: u16,
    /// `description`
    pub description: String,
    /// `parameters`
    pub parameters: Parameters,
}

/// Hints for the machine in a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Parameters {
    /// Seconds to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The group's new id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_to_chat_id: Option<TelegramChat>,
}

impl Parameters {
    fn is_empty(&self) -> bool {
        self.retry_after.is_none() && self.migrate_to_chat_id.is_none()
    }
}

impl ApiError {
    /// A refusal without hints.
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameters: Parameters::default(),
        }
    }

    /// 400, `Bad Request: …`
    pub fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    /// 403, `Forbidden: …`
    pub fn forbidden(what: &str) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    /// 401: the token is of no bot.
    pub fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// 404: no such method.
    pub fn unknown_method() -> Self {
        Self::new(404, "Not Found: method not found")
    }

    /// 409: another getUpdates came while this one waited.
    pub fn second_poll() -> Self {
        Self::new(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot \
             instance is running",
        )
    }

    /// 409: updates go to a webhook.
    pub fn webhook_is_set() -> Self {
        Self::new(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
             delete the webhook first",
        )
    }

    /// 429
    pub fn too_many(retry_after: u64) -> Self {
        Self {
            code: 429,
            description: format!("Too Many Requests: retry after {retry_after}"),
            parameters: Parameters {
                retry_after: Some(retry_after),
                ..Parameters::default()
            },
        }
    }

    /// 400: the group has another id now.
    pub fn migrated(to: TelegramChat) -> Self {
        Self {
            parameters: Parameters {
                migrate_to_chat_id: Some(to),
                ..Parameters::default()
            },
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// 400: the press waits no more, or never was.
    pub fn press_gone() -> Self {
        Self::bad("query is too old and response timeout expired or query ID is invalid")
    }

    /// 400: an edit that changes nothing.
    pub fn not_modified() -> Self {
        Self::bad(
            "message is not modified: specified new message content and reply markup are exactly \
             the same as a current content and reply markup of the message",
        )
    }
}

impl Answer {
    /// The HTTP status; `None` where no answer comes.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Reply(_) => Some(200),
            Self::Error(error) => Some(error.code),
            Self::Dropped => None,
            Self::Delayed { answer, .. } => answer.status(),
        }
    }

    /// The body of the HTTP answer; empty where none comes.
    pub fn body(&self) -> String {
        match self {
            Self::Reply(result) => format!("{{\"ok\":true,\"result\":{result}}}"),
            // These come from what stands before the Bot API, and speak no JSON.
            Self::Error(error) if (502..=504).contains(&error.code) => {
                let (code, text) = (error.code, &error.description);
                format!("<html><head><title>{code} {text}</title></head></html>")
            }
            Self::Error(error) => {
                let mut body = serde_json::json!({
                    "ok": false,
                    "error_code": error.code,
                    "description": error.description,
                });
                if !error.parameters.is_empty() {
                    body["parameters"] = serde_json::json!(error.parameters);
                }
                body.to_string()
            }
            Self::Dropped => String::new(),
            Self::Delayed { answer, .. } => answer.body(),
        }
    }

    /// `result`, parsed; `None` for refusals, lost answers and what does not parse.
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Reply(result) => serde_json::from_str(result).ok(),
            Self::Delayed { answer, .. } => answer.value(),
            Self::Error(_) | Self::Dropped => None,
        }
    }

    /// The refusal, if it is one.
    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Self::Error(error) => Some(error),
            Self::Delayed { answer, .. } => answer.error(),
            Self::Reply(_) | Self::Dropped => None,
        }
    }
}
