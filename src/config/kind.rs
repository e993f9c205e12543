//! The kinds of things that have an id.

/// What ids name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Role,
    Chat,
    Severity,
    Category,
    Policy,
    Deadline,
    Roster,
    Source,
    Presence,
    Prompt,
    Committee,
}

impl Kind {
    /// The table in the file: also the kind's plural.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Role => "roles",
            Self::Chat => "chats",
            Self::Severity => "severities",
            Self::Category => "categories",
            Self::Policy => "policies",
            Self::Deadline => "deadlines",
            Self::Roster => "rosters",
            Self::Source => "sources",
            Self::Presence => "presence",
            Self::Prompt => "prompts",
            Self::Committee => "committees",
        }
    }

    pub(super) fn singular(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Role => "role",
            Self::Chat => "chat",
            Self::Severity => "severity",
            Self::Category => "category",
            Self::Policy => "policy",
            Self::Deadline => "deadline",
            Self::Roster => "roster",
            Self::Source => "source",
            Self::Presence => "presence check",
            Self::Prompt => "prompt",
            Self::Committee => "committee",
        }
    }

    /// People and roles are named in the same places, so their ids may not meet.
    pub(super) fn shares_names_with(self, other: Self) -> bool {
        let paged = |kind| matches!(kind, Self::Person | Self::Role);
        self == other || paged(self) && paged(other)
    }
}
