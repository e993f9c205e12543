//! Handing a shift over: what is left for the next, and what was signed of it.
//!
//! Pressing On duty is the taking over and waits for nothing of this (SPEC section 2, "On shift").

use serde::{Deserialize, Serialize};

use crate::ids::{IncidentNumber, PersonId, TelegramChat};
use crate::state::selftest::Stands;
use crate::time::At;

/// What is under way of handing a shift over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Handover {
    /// Number of the last incident when the shift began.
    pub incidents_before: Option<u64>,
    /// Whether its people were asked for a note.
    pub asked: bool,
    /// What they left.
    pub notes: Vec<Note>,
    /// What they took over from those before.
    pub sheet: Option<Sheet>,
    /// Messages about all of it.
    pub papers: Vec<Paper>,
}

impl Handover {
    /// Whether nothing has been done.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Something left for the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// What.
    pub said: NoteSaid,
    /// Whether whoever took over has it.
    #[serde(default)]
    pub passed_on: bool,
}

/// What somebody leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteSaid {
    /// All quiet.
    Quiet,
    /// The incidents that are open.
    Open(Vec<IncidentNumber>),
    /// What was typed.
    Text(String),
}

/// What is taken over, to be signed item by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// When the shift was taken over.
    pub since: At,
    /// From whom.
    pub from: Vec<PersonId>,
    /// The items.
    pub items: Vec<SheetItem>,
    /// Whether it was told that some are not signed.
    #[serde(default)]
    pub told: bool,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetItem {
    /// What.
    pub item: Item,
    /// By whom it was signed, and when.
    #[serde(default)]
    pub signed: Option<(PersonId, At)>,
}

/// What is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Words.
    Note(Note),
    /// An incident that is not closed.
    Incident(IncidentNumber),
    /// More of them than have a line each.
    Rest(Vec<IncidentNumber>),
}

impl Item {
    /// As the duty log names it.
    pub fn word(&self) -> String {
        match self {
            Self::Note(note) => format!("note of {} at {}", note.by, note.at.rfc3339()),
            Self::Incident(number) => format!("#{number}"),
            Self::Rest(numbers) => {
                let numbers = numbers.iter().map(|number| format!("#{number}"));
                numbers.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

impl Sheet {
    /// Changes whenever what it shows changes.
    pub fn revision(&self) -> usize {
        let signed = self.items.iter().filter(|item| item.signed.is_some());
        self.items.len() + signed.count()
    }

    /// What nobody has signed.
    pub fn unsigned(&self) -> impl Iterator<Item = &Item> {
        let open = self.items.iter().filter(|item| item.signed.is_none());
        open.map(|item| &item.item)
    }
}

/// Which message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Asks for a note.
    Note,
    /// Shows what is to be signed.
    Sheet,
}

/// A message about a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Counts 1, 2, 3 … within the shift.
    pub nth: u32,
    /// Which.
    pub kind: PaperKind,
    /// For whom.
    pub person: PersonId,
    /// Where.
    pub chat: TelegramChat,
    /// Which message.
    pub stands: Stands,
    /// Whether it has buttons.
    pub buttons: bool,
    /// The revision of the sheet that it shows.
    #[serde(default)]
    pub revision: usize,
}
