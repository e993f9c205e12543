//! A conversation that waits for a person's next word. Durable: it survives a restart.

use serde::{Deserialize, Serialize};

use crate::ids::{
    CategoryId, IncidentNumber, MessageId, PersonId, RowId, SeverityId, TelegramUser,
};
use crate::parse::tag::Tag;
use crate::state::ledger::LedgerForm;
use crate::state::prompt::RemarkForm;
use crate::time::At;

/// What a person in a chat is being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What it is for.
    pub kind: FormKind,
    /// When it began.
    pub began: At,
    /// Whether the person was reminded that nothing is stored yet.
    #[serde(default)]
    pub reminded: bool,
    /// Whether its owner has done something else since it asked last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
    /// The message that began it: what comes later by itself answers that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_by: Option<MessageId>,
    /// As the person calls himself, so that a group knows who is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it has asked with and still stands, or is on its way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// A message that asks for a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Question {
    /// The row that sends it, until the news of its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending: Option<RowId>,
    /// The message, once it is known: by the news of its end, or by a press that was quicker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The row that changes it, while that is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editing: Option<RowId>,
    /// Whether there are buttons to be taken away once it is answered.
    #[serde(default)]
    pub buttons: bool,
}

/// Somebody who is to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// How he is to be called.
    pub name: String,
    /// With `+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The account, where the contact names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<TelegramUser>,
}

impl Newcomer {
    /// Stands for this very answer in a button.
    pub fn tag(&self) -> Tag {
        let phone = self.phone.as_deref().unwrap_or_default();
        let user = self.user.map(|user| user.to_string()).unwrap_or_default();
        Tag::of(&[&self.name, phone, &user].join("\n"))
    }
}

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// A guided report.
    Report {
        /// Chosen category: `None` not yet, `Some(None)` none fits.
        category: Option<Option<CategoryId>>,
        /// Chosen level: `None` not yet, `Some(None)` not known.
        severity: Option<Option<SeverityId>>,
    },
    /// A colleague is added to the people whom the bot knows.
    Colleague {
        /// Who, once that is known: to be confirmed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Newcomer>,
    },
    /// Another phone number.
    Phone {
        /// Whose.
        person: PersonId,
    },
    /// What is wrong with an item of a checklist.
    Remark(RemarkForm),
    /// The text of an update.
    Update {
        /// Of which incident.
        incident: IncidentNumber,
    },
    /// Something for the ledger.
    Ledger(LedgerForm),
}
