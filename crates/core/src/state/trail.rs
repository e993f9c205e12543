//! What an incident remembers of its way beside how it stands: it follows from the record too.
//!
//! An incident that was stored before there was a trail has none; a start works it out from the
//! record.

use serde::{Deserialize, Serialize};

use crate::state::event::{Event, Passed};
use crate::state::incident::Phase;
use crate::state::record::Entry;

/// The way of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trail {
    /// Steps left one after the other up to now in which nobody could be reached.
    pub dead_steps: usize,
    /// Whether somebody of the running step was reached.
    pub reached: bool,
}

impl Trail {
    /// Goes on by an entry. `phase` is how the incident stands before it.
    pub(super) fn follow(&mut self, phase: &Phase, entry: &Entry) {
        match &entry.event {
            Event::StepEntered { .. } => self.reached = false,
            Event::Delivered { person, .. } => {
                self.dead_steps = 0;
                self.reached |=
                    matches!(phase, Phase::Paging(paging) if paging.members.contains(person));
            }
            Event::StepPassed { why, .. } => {
                let dead = !self.reached && matches!(why, Passed::Nobody | Passed::NobodyLeft);
                self.dead_steps = if dead { self.dead_steps + 1 } else { 0 };
            }
            Event::Restarted { .. } => self.dead_steps = 0,
            _ => {}
        }
    }
}
