//! What the duty log says of presence checks.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, PresenceId};
use crate::time::At;

/// What happened to a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceEvent {
    /// By which row of `[[presence]]`.
    pub row: PresenceId,
    /// When the check was due.
    pub at: At,
    /// What.
    pub what: PresenceWhat,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceWhat {
    /// Those on duty were asked.
    Asked {
        /// Who.
        people: Vec<PersonId>,
        /// Until when they are to press.
        until: At,
    },
    /// They were on duty and need not be asked: they had just pressed On duty, were asked for that, or waited
    /// for whoever was.
    Spared {
        /// Who.
        people: Vec<PersonId>,
    },
    /// Whoever did this is in post.
    InPost {
        /// Whether that was late.
        late: bool,
    },
    /// Somebody did not press in time.
    Missed {
        /// Who.
        person: PersonId,
    },
    /// The question had not reached somebody by the end of its time: that is not held against him.
    Unreached {
        /// Who.
        person: PersonId,
    },
    /// Somebody had handed over before the time was up, or had pressed On duty: he owes nothing.
    Freed {
        /// Who.
        person: PersonId,
    },
    /// That somebody did not press, or was not reached, was told.
    Told {
        /// Of whom.
        person: PersonId,
        /// To whom.
        to: Vec<PersonId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// A message about it did not arrive.
    NotDelivered {
        /// For whom it was.
        person: PersonId,
    },
    /// Nobody was asked, since its time was over by then: the bot was down.
    NotSent {
        /// How many checks, of which this is the first.
        checks: u32,
        /// When the last of them was due.
        to: At,
    },
    /// Nobody was asked, since the check before it was still open.
    Skipped,
    /// Nothing is owed of it any more: its row is gone or asks another roster, or the clock was far ahead.
    Withdrawn {
        /// Who had not pressed.
        people: Vec<PersonId>,
    },
}

impl PresenceEvent {
    /// One word for what happened.
    pub fn kind(&self) -> &'static str {
        match &self.what {
            PresenceWhat::Asked { .. } => "presence_asked",
            PresenceWhat::Spared { .. } => "presence_spared",
            PresenceWhat::InPost { late: false } => "in_post",
            PresenceWhat::InPost { late: true } => "in_post_late",
            PresenceWhat::Missed { .. } => "presence_missed",
            PresenceWhat::Unreached { .. } => "presence_unreached",
            PresenceWhat::Freed { .. } => "presence_freed",
            PresenceWhat::Told { .. } => "presence_told",
            PresenceWhat::NotDelivered { .. } => "presence_not_delivered",
            PresenceWhat::NotSent { .. } => "presence_not_sent",
            PresenceWhat::Skipped => "presence_skipped",
            PresenceWhat::Withdrawn { .. } => "presence_withdrawn",
        }
    }

    /// Everything beside the kind, as text: the log's hash is over it.
    pub fn text(&self) -> String {
        let check = format!("{} {}", self.row, self.at.rfc3339());
        let listed = |people: &[PersonId]| -> String {
            let people: Vec<&str> = people.iter().map(PersonId::as_str).collect();
            people.join(", ")
        };
        match &self.what {
            PresenceWhat::Asked { people, until } => {
                format!("{check}: {} until {}", listed(people), until.rfc3339())
            }
            PresenceWhat::Spared { people } | PresenceWhat::Withdrawn { people } => {
                format!("{check}: {}", listed(people))
            }
            PresenceWhat::InPost { .. } | PresenceWhat::Skipped => check,
            PresenceWhat::Missed { person }
            | PresenceWhat::Unreached { person }
            | PresenceWhat::Freed { person }
            | PresenceWhat::NotDelivered { person } => format!("{check}: {person}"),
            PresenceWhat::Told { person, to, due } => {
                let due = due.map_or_else(String::new, |due| format!(" (due {})", due.rfc3339()));
                format!("{check}: {person}, to {}{due}", listed(to))
            }
            PresenceWhat::NotSent { checks, to } => {
                format!("{check}: {checks} until {}", to.rfc3339())
            }
        }
    }

    /// Whom it is about, beside whoever did it.
    pub fn people(&self) -> Vec<&PersonId> {
        match &self.what {
            PresenceWhat::Asked { people, .. }
            | PresenceWhat::Spared { people }
            | PresenceWhat::Withdrawn { people } => people.iter().collect(),
            PresenceWhat::Missed { person }
            | PresenceWhat::Unreached { person }
            | PresenceWhat::Freed { person }
            | PresenceWhat::Told { person, .. }
            | PresenceWhat::NotDelivered { person } => vec![person],
            PresenceWhat::InPost { .. } | PresenceWhat::NotSent { .. } | PresenceWhat::Skipped => {
                Vec::new()
            }
        }
    }
}
