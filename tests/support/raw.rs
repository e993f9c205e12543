//! Updates as Telegram writes them, for what no phone of the sandbox sends.

use dutybell_core::ids::UpdateId;
use dutybell_sandbox::model::{Fault, Scope};
use serde_json::{Value, json};

use super::{Place, Town, user};

/// A message as an update, with whatever fields a test wants.
pub(crate) struct Raw(Value);

impl Raw {
    /// A message of somebody, still without anything in it.
    pub(crate) fn message(who: &str, place: impl Place) -> Self {
        let chat = place.chat();
        let kind = if chat.is_private() {
            "private"
        } else {
            "supergroup"
        };
        Self(json!({
            "message_id": 900_001,
            "date": 1_795_457_460,
            "from": { "id": user(who), "is_bot": false, "first_name": who },
            "chat": { "id": chat, "type": kind, "title": "Town" },
        }))
    }

    /// With one more field, or another value of a field.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.0[key] = value;
        self
    }

    /// Without a field.
    pub(crate) fn without(mut self, key: &str) -> Self {
        if let Some(fields) = self.0.as_object_mut() {
            fields.remove(key);
        }
        self
    }

    /// The whole update; `$ID` stands for its number.
    pub(crate) fn update(&self, kind: &str) -> String {
        format!("{{\"update_id\":$ID,\"{kind}\":{}}}", self.0)
    }
}

impl Town {
    /// Telegram has this update for the bot.
    pub(crate) fn update(&self, json: impl Into<String>) {
        let json = json.into();
        self.fault(Fault::GarbageUpdate { json }, Scope::times(1));
    }

    /// Telegram has this message for the bot.
    pub(crate) fn message(&self, message: &Raw) {
        self.update(message.update("message"));
    }

    /// The number of the next update.
    pub(crate) fn next_update(&self) -> UpdateId {
        self.telegram(|telegram, _| telegram.updates().next_id())
    }
}
