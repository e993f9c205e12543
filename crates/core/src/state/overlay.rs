//! What was changed in chat lies over the file: settings in force = file + overlay.
//!
//! Only an entry of the record of changes alters the overlay ([`Overlay::apply`]); what it changes
//! of the settings is computed here and nowhere else ([`Overlay::over`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, TelegramUser};
use crate::settings::Settings;
use crate::state::change::Change;

/// Everything that lies over the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlay {
    /// By person.
    pub people: BTreeMap<PersonId, PersonOver>,
}

/// What lies over a person's row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonOver {
    /// The account bound by a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telegram: Option<TelegramUser>,
}

impl Overlay {
    /// Follows an entry of the record.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Invited { .. } => {}
            Change::Bound { person, user, .. } => {
                self.people.entry(person.clone()).or_default().telegram = Some(*user);
            }
        }
    }

    /// The settings in force. People whom the file no longer names stay away; an account that the
    /// file has given to somebody else meanwhile is his: one account is one person.
    pub fn over(&self, file: &Settings) -> Settings {
        let mut settings = file.clone();
        for person in &mut settings.people {
            let bound = self
                .people
                .get(&person.id)
                .and_then(|over| over.telegram)
                .filter(|user| {
                    file.person_of(*user)
                        .is_none_or(|owner| owner.id == person.id)
                });
            person.telegram = bound.or(person.telegram);
        }
        settings
    }
}
