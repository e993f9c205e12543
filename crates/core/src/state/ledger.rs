//! The dispute ledger (纠纷登记簿): what was brought to mediation, and what became of it.
//!
//! A [`Dispute`] holds no name and no typed word, so that figures, reminders and lists need none. What
//! parties and mediators told lies apart ([`Text`], `Space::Private` of the store), and the log
//! (`state::log`, [`Log::Ledger`](crate::state::log::Log)) knows it by a salted digest: a word that was
//! changed is noticed, and one that was removed after its time leaves the chain whole.

mod dispute;
mod draft;
mod log;
mod text;

use serde::{Deserialize, Serialize};

pub use dispute::{Dispute, Due, Limit, Outcome, Stage, Step, Transfer};
pub use draft::{Asked, DisputeDraft, LedgerForm, Wanted};
pub use log::{LedgerEntry, LedgerEvent, Reading, What};
pub use text::{Private, Salt, Sealed, Text, TextKey, TextKind, Unsealed, check_texts};

/// What a dispute is about. Source: DOMAIN, "Disputes", the usual kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// Marriage 婚姻.
    Marriage,
    /// Family 家庭.
    Family,
    /// Neighbours 邻里.
    Neighbours,
    /// Compensation 赔偿.
    Compensation,
    /// Support of the elderly 赡养.
    Support,
    /// Housing land 宅基地.
    Land,
    /// Labour and wages 劳资.
    Labour,
    /// Anything else.
    Other,
}

impl DisputeKind {
    /// In the order of DOMAIN.
    pub const ALL: [Self; 8] = [
        Self::Marriage,
        Self::Family,
        Self::Neighbours,
        Self::Compensation,
        Self::Support,
        Self::Land,
        Self::Labour,
        Self::Other,
    ];

    /// One word for records and button data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Marriage => "marriage",
            Self::Family => "family",
            Self::Neighbours => "neighbours",
            Self::Compensation => "compensation",
            Self::Support => "support",
            Self::Land => "land",
            Self::Labour => "labour",
            Self::Other => "other",
        }
    }

    /// The kind of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
