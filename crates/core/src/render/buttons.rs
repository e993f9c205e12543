//! Buttons: which there are follows from the state; the labels of the table are never lengthened.

use crate::ids::{IncidentNumber, PersonId};
use crate::limits::LABEL_COLUMNS;
use crate::outgoing::Button;
use crate::parse::button::Press;
use crate::render::View;
use crate::render::compose::{fit, plain};
use crate::state::incident::{Incident, Phase};

/// Buttons in a row (MESSAGES: at most three).
pub(super) const PER_ROW: usize = 3;

impl View<'_> {
    /// A button with a label of the locale files.
    pub(super) fn button(&self, label: &str, press: &Press) -> Button {
        Button {
            label: self.say(label, &[]),
            data: press.encode(),
        }
    }

    /// A button with a configured name on it.
    pub(super) fn named_button(&self, name: &str, press: &Press) -> Button {
        Button {
            label: fit(&plain(&self.name(name)), LABEL_COLUMNS),
            data: press.encode(),
        }
    }

    /// A button with a person on it.
    pub(super) fn person_button(&self, id: &PersonId, press: &Press) -> Button {
        Button {
            label: self.person_label(id),
            data: press.encode(),
        }
    }

    /// A person's name as it fits a button; of namesakes the id is whole, whatever is left of the name.
    pub(super) fn person_label(&self, id: &PersonId) -> String {
        /// Of a name, so that it still says something.
        const NAME_COLUMNS: usize = 4;
        let name = plain(&self.person(id));
        if !self.has_namesake(id) {
            return fit(&name, LABEL_COLUMNS);
        }
        // Ids are of Latin letters: a column each.
        let id = fit(id.as_str(), LABEL_COLUMNS);
        let room = LABEL_COLUMNS.saturating_sub(id.chars().count() + 2);
        if room < NAME_COLUMNS {
            return id;
        }
        format!("{} {id}", fit(&name, room))
    }

    /// A button for a level.
    pub(super) fn level_button(&self, id: &str, press: &Press) -> Button {
        Button {
            label: self.say("label-level", &[("id", id.into())]),
            data: press.encode(),
        }
    }

    /// What can be done with an incident, the usual answer first and alone in its row.
    pub(super) fn course(&self, incident: &Incident) -> Vec<Vec<Button>> {
        let number = incident.number;
        let update = self.button("label-update", &Press::Update(number));
        let escalate = self.button("label-escalate", &Press::Escalate(number, incident.turn));
        let stand_down = self.button("label-stand-down", &Press::Close(number));
        match incident.phase {
            Phase::Paging(_) => {
                vec![
                    vec![self.acknowledge(number)],
                    vec![update, escalate, stand_down],
                ]
            }
            Phase::Exhausted { .. } => vec![
                vec![self.acknowledge(number)],
                vec![self.button("label-again", &Press::Again(number))],
                vec![update, stand_down],
            ],
            Phase::Acknowledged { .. } => vec![
                vec![update],
                vec![escalate, stand_down],
                vec![self.button("label-hand-on", &Press::HandOn(number))],
            ],
            Phase::Closed { .. } => Vec::new(),
        }
    }

    pub(super) fn acknowledge(&self, number: IncidentNumber) -> Button {
        self.button("label-acknowledge", &Press::Ack(number))
    }

    /// One tap to another level or category.
    pub(super) fn corrections(&self, incident: &Incident) -> Vec<Vec<Button>> {
        if incident.is_closed() {
            return Vec::new();
        }
        let number = incident.number;
        let levels = self
            .settings
            .severities
            .iter()
            .filter(|severity| severity.id != incident.severity)
            .map(|severity| {
                let press = Press::Severity(number, severity.id.clone());
                self.level_button(severity.id.as_str(), &press)
            })
            .collect();
        let categories = self
            .settings
            .categories
            .iter()
            .filter(|category| Some(&category.id) != incident.category.as_ref())
            .map(|category| {
                self.named_button(
                    &category.name,
                    &Press::Category(number, category.id.clone()),
                )
            })
            .collect();
        rows(levels).into_iter().chain(rows(categories)).collect()
    }
}

/// Buttons in rows.
pub(super) fn rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    buttons.chunks(PER_ROW).map(<[Button]>::to_vec).collect()
}
