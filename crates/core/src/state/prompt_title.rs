//! How a round of a prompt is called, as data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::settings::PromptKind;
use crate::state::prompt::Round;
use crate::time::At;

/// A round, as people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTitle {
    /// When it was due.
    pub at: At,
    /// When the row fires next.
    pub to: Option<At>,
    /// The first day for which it was due.
    pub from: Option<NaiveDate>,
    /// The first day of the next round.
    pub next_day: Option<NaiveDate>,
    /// Whether the row fires twice a month.
    pub halves: bool,
    /// The row's name.
    pub name: Option<String>,
    /// What is asked.
    pub kind: PromptKind,
}

impl RoundTitle {
    /// Of a round.
    pub fn of(round: &Round) -> Self {
        Self {
            at: round.at,
            to: round.to,
            from: round.days.first().copied(),
            next_day: round.next_day,
            halves: round.halves,
            name: round.name.clone(),
            kind: round.kind.clone(),
        }
    }
}
