//! That rounds were not asked, while those who are told have yet to get it.

use serde::{Deserialize, Serialize};

use super::Copied;
use crate::settings::PromptKind;
use crate::time::At;

/// Rounds that were not asked, since the bot was down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unasked {
    /// What would have been asked.
    pub kind: PromptKind,
    /// As the row was called.
    pub name: Option<String>,
    /// How many.
    pub rounds: u32,
    /// When the first was due.
    pub first: At,
    /// When the last was due.
    pub last: At,
    /// Messages that say so.
    pub copies: Vec<Copied>,
}
