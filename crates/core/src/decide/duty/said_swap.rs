//! What is said about swaps, as meaning.

use crate::decide::Line;
use crate::ids::{PersonId, RosterId};
use crate::state::event::Actor;
use crate::state::swap::{Slot, Swap, Unanswered, Way};
use crate::time::At;

/// Who reads of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Whose place it was.
    Off,
    /// Whose place it is.
    On,
    /// Everybody else.
    Others,
}

/// What is said about swaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwapSaid {
    /// Which of these is meant? By buttons.
    Which {
        /// The places.
        slots: Vec<Slot>,
        /// Who is to take it, where that was said.
        to: Option<PersonId>,
    },
    /// Somebody's coming shifts, for an administrator. By buttons.
    ShiftsOf {
        /// Whose.
        person: PersonId,
        /// The places.
        slots: Vec<Slot>,
    },
    /// Who takes it? By buttons.
    Whom {
        /// Which place.
        slot: Slot,
        /// Whether it is the reader's.
        own: bool,
        /// Who is offered.
        people: Vec<PersonId>,
    },
    /// Really? To an administrator.
    Sure {
        /// Which place.
        slot: Slot,
        /// Who is to take it.
        to: PersonId,
        /// Rosters on which that one is on duty then.
        clash: Vec<RosterId>,
        /// Whether the bot can tell him.
        reached: bool,
    },
    /// Really? To whoever takes over a running shift.
    TakeSure(Slot),
    /// Can you take it?
    Asked {
        /// Which question.
        swap: Box<Swap>,
        /// Rosters on which the reader is on duty then.
        clash: Vec<RosterId>,
    },
    /// To who asked: it waits for an answer.
    Waits(Box<Swap>),
    /// Somebody has taken it, in the place of the question.
    Agreed(Box<Swap>),
    /// The question came to nothing.
    Over {
        /// Which question.
        swap: Box<Swap>,
        /// Why.
        why: Unanswered,
        /// Whether the reader asked.
        asker: bool,
        /// Whether it is news, and not what the question says now.
        news: bool,
    },
    /// Who is on duty has changed.
    Moved {
        /// Which places, and who has them now.
        moves: Vec<(Slot, PersonId)>,
        /// How that came.
        way: Way,
        /// Who did it.
        by: Actor,
        /// Who reads it.
        seen: Seen,
    },
    /// A running shift is the reader's now.
    SteppedIn(Slot),
    /// Nothing has changed.
    Dropped,
    /// A question that arrived when nobody wanted an answer any more.
    NotWanted,
}

/// One sentence about swaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwapTold {
    /// Nobody's shift begins on that day who is meant.
    NoShift {
        /// Who is meant; `None` where it is the reader.
        of: Option<PersonId>,
        /// When that one's next shifts begin.
        next: Vec<At>,
    },
    /// With several shifts on a day, there is no exchange by words.
    Several,
    /// What was asked for stands in your private chat.
    InPrivate,
    /// Somebody was asked.
    Asked(PersonId),
    /// Somebody was asked already, and has not answered yet.
    Waits(PersonId),
    /// Somebody has no account, and can't be asked here.
    Unbound(PersonId),
    /// Somebody has left.
    GoneAway(PersonId),
    /// Somebody is on that shift already.
    IsOn(PersonId),
    /// The shift, or the question, is somebody else's.
    OfOthers(PersonId),
    /// Taking over is for those of the roster.
    NotYours(RosterId),
    /// Who is on duty has changed as wanted.
    Done,
    /// You can't.
    Refused,
    /// You have taken back what you asked for.
    Withdrawn,
    /// The shift is somebody else's by now, or is over.
    Void,
    /// It was answered, or is over.
    Gone,
    /// Nothing has changed.
    Dropped,
}

impl From<SwapTold> for Line {
    fn from(told: SwapTold) -> Self {
        Self::Swap(told)
    }
}
