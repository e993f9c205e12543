//! A conversation that waits for a person's next word. Durable: it survives a restart.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, IncidentNumber, SeverityId};
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
    /// The text of an update.
    Update {
        /// Of which incident.
        incident: IncidentNumber,
    },
}
