//! What is said about handovers, as meaning.

use crate::decide::Line;
use crate::ids::{IncidentNumber, PersonId, RosterId};
use crate::state::duty::Pressed;
use crate::state::handover::{Item, Note, Sheet};
use crate::state::incident::Incident;
use crate::time::At;

/// A shift that ends soon, as one of its people reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAsked {
    /// Of which roster.
    pub roster: RosterId,
    /// When the shift began.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// Who has the next.
    pub next: Vec<PersonId>,
    /// How many incidents were reported in it, where that is known.
    pub incidents: Option<u64>,
    /// How many are open.
    pub open: usize,
    /// When the reader pressed On duty.
    pub on_duty: Option<Pressed>,
    /// When this was due, where that was long before.
    pub late: Option<At>,
}

/// What is to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetShown {
    /// Of which roster.
    pub roster: RosterId,
    /// When the shift began.
    pub shift: At,
    /// The items.
    pub sheet: Sheet,
    /// The incidents among them.
    pub incidents: Vec<Incident>,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoverSaid {
    /// A line for the next, please.
    NoteAsked(Box<NoteAsked>),
    /// In the place of the question: what was left.
    Noted {
        /// Of which roster.
        roster: RosterId,
        /// Everything.
        notes: Vec<Note>,
    },
    /// Please sign.
    Sheet(Box<SheetShown>),
    /// What nobody signed.
    Unsigned {
        /// Of which roster.
        roster: RosterId,
        /// When the shift began.
        shift: At,
        /// Who handed over.
        from: Vec<PersonId>,
        /// Who took over.
        to: Vec<PersonId>,
        /// What.
        items: Vec<Item>,
    },
}

/// One sentence about handovers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoverTold {
    /// You have no shift to hand over.
    NotOnDuty,
    /// The question stands in your private chat.
    InPrivate,
    /// A note is words.
    WordsOnly,
    /// It is noted for the next on this roster.
    Noted(RosterId),
    /// The words are noted; what came with them is not kept.
    WordsKept,
    /// It is longer than a handover note may be.
    TooLong,
    /// An incident is yours, with the shift.
    Yours(IncidentNumber),
    /// One is signed.
    Signed,
    /// All are signed.
    SignedAll,
    /// Somebody has signed it before.
    SignedBy {
        /// Who.
        by: PersonId,
        /// When.
        at: At,
    },
}

impl From<HandoverTold> for Line {
    fn from(told: HandoverTold) -> Self {
        Self::Handover(told)
    }
}

impl From<HandoverTold> for crate::decide::Speech {
    fn from(told: HandoverTold) -> Self {
        Line::from(told).into()
    }
}
