//! People and the bot, as Telegram knows them.

use dutybell_core::ids::TelegramUser;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Somebody with a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Numeric id; also the id of the private chat with the bot.
    pub id: TelegramUser,
    /// First name, or the whole name.
    pub name: String,
    /// The rest of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// `@name` without the `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// IETF tag of that person's Telegram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Pressed Start in the private chat with the bot.
    #[serde(default)]
    pub started: bool,
    /// Blocked the bot.
    #[serde(default)]
    pub blocked: bool,
    /// The account is gone.
    #[serde(default)]
    pub deactivated: bool,
}

impl Person {
    /// Somebody who never met the bot.
    pub fn new(id: i64, name: impl Into<String>) -> Self {
        Self {
            id: TelegramUser(id),
            name: name.into(),
            last_name: None,
            username: None,
            language: None,
            started: false,
            blocked: false,
            deactivated: false,
        }
    }

    /// With this language set in the phone's Telegram.
    #[must_use]
    pub fn speaking(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Who has pressed Start already.
    #[must_use]
    pub fn started(mut self) -> Self {
        self.started = true;
        self
    }

    /// First and last name.
    pub fn full_name(&self) -> String {
        match &self.last_name {
            Some(last) => format!("{} {last}", self.name),
            None => self.name.clone(),
        }
    }

    /// `User` of the Bot API.
    pub(crate) fn user(&self) -> Value {
        let mut user = json!({ "id": self.id, "is_bot": false, "first_name": self.name });
        if let Some(last) = &self.last_name {
            user["last_name"] = json!(last);
        }
        if let Some(name) = &self.username {
            user["username"] = json!(name);
        }
        if let Some(language) = &self.language {
            user["language_code"] = json!(language);
        }
        user
    }
}

/// The bot's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Numeric id: the part of the token before the colon.
    pub id: TelegramUser,
    /// What stands above its messages.
    pub name: String,
    /// `@name` without the `@`.
    pub username: String,
    /// What it calls the Bot API with.
    pub token: String,
    /// In groups it sees only commands, answers to its messages and service messages, unless it
    /// is an administrator. Source: Telegram, "Bots: privacy mode".
    pub privacy: bool,
}

impl Default for Bot {
    fn default() -> Self {
        Self {
            id: TelegramUser(7_000_000_001),
            name: "Dutybell".to_owned(),
            username: "dutybell_bot".to_owned(),
            token: "7000000001:sandbox".to_owned(),
            privacy: true,
        }
    }
}

impl Bot {
    /// A bot with this token; its id is read from it.
    pub fn with_token(token: impl Into<String>, username: impl Into<String>) -> Self {
        let token = token.into();
        let default = Self::default();
        let id = token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .map_or(default.id, TelegramUser);
        Self {
            id,
            username: username.into(),
            token,
            ..default
        }
    }

    pub(crate) fn user(&self) -> Value {
        json!({
            "id": self.id,
            "is_bot": true,
            "first_name": self.name,
            "username": self.username,
        })
    }

    /// `User` as only getMe tells it.
    pub(crate) fn me(&self) -> Value {
        json!({
            "id": self.id,
            "is_bot": true,
            "first_name": self.name,
            "username": self.username,
            "can_join_groups": true,
            "can_read_all_group_messages": !self.privacy,
            "supports_inline_queries": false,
            "can_connect_to_business": false,
            "has_main_web_app": false,
            "has_topics_enabled": false,
        })
    }
}
