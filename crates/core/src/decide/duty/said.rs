//! What is said about shifts, as meaning.

use super::said_handover::HandoverSaid;
use super::said_swap::SwapSaid;
use crate::ids::{PersonId, PresenceId, RosterId};
use crate::state::duty::Pressed;
use crate::state::handover::Note;
use crate::state::swap::Slot;
use crate::time::At;

/// A shift, as one of its people sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnShift {
    /// Of which roster.
    pub roster: RosterId,
    /// When it begins.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// When this was due, where that was long before.
    pub due: Option<At>,
    /// Who else is on it.
    pub with: Vec<PersonId>,
    /// From whom it is taken over.
    pub before: Vec<PersonId>,
}

/// Who is on duty in a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnCall {
    /// Which.
    pub roster: RosterId,
    /// Who is responsible now.
    pub now: Vec<PersonId>,
    /// When the running shift ends; `None` where none runs.
    pub until: Option<At>,
    /// When the next begins, and who has it.
    pub next: Option<(At, Vec<PersonId>)>,
}

/// A shift of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyShift {
    /// Of which roster.
    pub roster: RosterId,
    /// When it begins.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// When On duty was pressed.
    pub pressed: Option<Pressed>,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutySaid {
    /// A shift comes.
    Coming {
        /// Which.
        called: OnShift,
        /// Who has the one after it.
        next: Vec<PersonId>,
        /// Until when On duty is to be pressed.
        until: At,
        /// Whether the reader has noted it.
        noted: bool,
        /// Whose it is, so that he can ask for a swap.
        person: PersonId,
    },
    /// It begins: are you there?
    Asked {
        /// Which.
        called: OnShift,
        /// Whether this was asked before.
        again: bool,
        /// Until when On duty is to be pressed.
        until: At,
        /// How many incidents are open.
        open: usize,
        /// What those before have left.
        left: Vec<Note>,
    },
    /// Who is on duty now and next.
    OnCall {
        /// By roster.
        rosters: Vec<OnCall>,
        /// Whether only one person reads it: phone numbers stand there alone.
        private: bool,
    },
    /// Which shifts you have.
    Mine {
        /// In order.
        shifts: Vec<MyShift>,
        /// Whose.
        person: PersonId,
        /// Places on running shifts that could be taken over at once; none in a group.
        takes: Vec<Slot>,
        /// Whether only one person reads it: buttons stand there alone.
        private: bool,
    },
    /// About swaps.
    Swap(SwapSaid),
    /// About handovers.
    Handover(HandoverSaid),
    /// You did not press in time, or were not asked in time; others know.
    Missed {
        /// Which.
        called: OnShift,
        /// Who.
        told: Vec<PersonId>,
        /// Whether it stands in the groups, since there is nobody to tell.
        posted: bool,
    },
    /// To those who see to it: somebody did not press in time.
    NotTaken {
        /// Which.
        called: OnShift,
        /// Who.
        person: PersonId,
        /// Whether only one person reads it: the phone number stands there alone.
        private: bool,
    },
    /// You took over.
    Taken {
        /// Of which roster.
        roster: RosterId,
        /// When the shift began.
        from: At,
        /// When it ends.
        to: At,
        /// When you pressed.
        pressed: Pressed,
    },
    /// To others: somebody took over.
    TakenBy {
        /// Of which roster.
        roster: RosterId,
        /// When the shift began.
        from: At,
        /// Who.
        person: PersonId,
        /// When.
        pressed: Pressed,
        /// Whether whoever hears it is free by that.
        relieved: bool,
    },
    /// About a presence check.
    Presence(PresenceSaid),
}

/// What is said about a presence check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PresenceSaid {
    /// Are you in post?
    Asked {
        /// By which row.
        row: PresenceId,
        /// Which check.
        at: At,
        /// When it was due, where that was long before.
        due: Option<At>,
        /// Until when In post is to be pressed.
        until: At,
    },
    /// You did not press in time; others know.
    Missed {
        /// By which row.
        row: PresenceId,
        /// Which check.
        at: At,
        /// Who.
        told: Vec<PersonId>,
        /// Whether it stands in the groups, since there is nobody to tell.
        posted: bool,
        /// Whether the question had reached you.
        reached: bool,
    },
    /// To those who see to it: somebody did not press in time, or was not asked in time.
    NotInPost {
        /// By which row.
        row: PresenceId,
        /// Which check.
        at: At,
        /// Who.
        person: PersonId,
        /// When this was to be told, where that was long before.
        due: Option<At>,
        /// Whether only one person reads it: the phone number stands there alone.
        private: bool,
        /// Whether the question had reached him.
        reached: bool,
    },
    /// You are in post.
    InPost {
        /// By which row.
        row: PresenceId,
        /// When you pressed.
        pressed: Pressed,
        /// Until when you were to.
        until: At,
    },
    /// To others: somebody is in post after all.
    InPostBy {
        /// By which row.
        row: PresenceId,
        /// Who.
        person: PersonId,
        /// When.
        pressed: Pressed,
        /// Until when that was to be pressed.
        until: At,
    },
}
