//! What is said about people, as meaning.

use crate::decide::{Line, Speech};
use crate::ids::{IncidentNumber, PersonId, PolicyId, RoleId};
use crate::state::change::{Change, ChangeEntry};
use crate::state::event::Actor;
use crate::state::form::Newcomer;

/// A message about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Everybody; which page, from 0.
    List(u32),
    /// One person, and what can be changed.
    Card(PersonId),
    /// What was changed in chat about a person.
    History {
        /// Who.
        person: PersonId,
        /// Oldest first.
        entries: Vec<ChangeEntry>,
    },
    /// Which roles a person has.
    Roles(PersonId),
    /// Into this role, or out of it: sure?
    RoleSure {
        /// Who.
        person: PersonId,
        /// Which.
        role: RoleId,
        /// In or out.
        into: bool,
        /// Whether nobody would have the role then.
        vacant: bool,
    },
    /// Which number? Opens the answer field.
    PhoneAsked(PersonId),
    /// This number: sure?
    PhoneSure {
        /// Whose.
        person: PersonId,
        /// Which.
        phone: String,
    },
    /// Marked as gone: sure?
    GoneSure {
        /// Who.
        person: PersonId,
        /// Roles that nobody would have then.
        vacant: Vec<RoleId>,
        /// Incidents that this person has in hand.
        holds: Vec<IncidentNumber>,
    },
    /// Back again: sure?
    ReturnedSure {
        /// Who.
        person: PersonId,
        /// The roles that are his then.
        roles: Vec<RoleId>,
        /// Whether an account is his then.
        is_bound: bool,
    },
    /// Without account: sure?
    UnbindSure {
        /// Whose.
        person: PersonId,
        /// Incidents that this person has in hand.
        holds: Vec<IncidentNumber>,
    },
    /// Who is the colleague? Opens the answer field.
    ColleagueAsked,
    /// This colleague: sure?
    ColleagueSure {
        /// Who.
        newcomer: Newcomer,
        /// Whether somebody is called so already.
        namesake: bool,
    },
    /// The question is over.
    Over,
    /// Under the file.
    Export,
    /// To the other administrators: what was changed.
    News {
        /// By whom.
        by: Actor,
        /// What.
        change: Change,
        /// Roles that nobody has now.
        vacant: Vec<RoleId>,
    },
    /// To the person: what was changed about him.
    Yours {
        /// By whom.
        by: Actor,
        /// What.
        change: Change,
    },
}

impl Said {
    /// Whom a view is about.
    pub(super) fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Card(person) | Self::Roles(person) | Self::History { person, .. } => Some(person),
            _ => None,
        }
    }
}

impl From<Said> for Speech {
    fn from(said: Said) -> Self {
        Self::People(Box::new(said))
    }
}

/// One sentence about people: a toast, or the answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The list is in the private chat.
    InPrivate,
    /// That person is no longer there.
    Unknown,
    /// It is so already.
    Already,
    /// It is done.
    Done,
    /// That role is filled by a roster, or is no longer there.
    RoleOfRoster,
    /// Nobody could administer the bot any more.
    LastAdministrator,
    /// This policy could page nobody any more.
    PagesNobody(PolicyId),
    /// He is back, and no account is his.
    ReturnedUnbound(PersonId),
    /// No number looks so.
    PhoneWrong,
    /// No name looks so.
    NameWrong,
    /// The account is somebody's already.
    AccountTaken(PersonId),
    /// The question is over.
    Dropped,
}

impl From<Told> for Line {
    fn from(told: Told) -> Self {
        Self::People(told)
    }
}

impl From<Told> for Speech {
    fn from(told: Told) -> Self {
        Self::Line(told.into())
    }
}
