//! Shifts and presence checks: their timers.

use super::*;
use crate::state::presence::Checks;

impl Engine {
    /// Looks at every roster by the settings in force.
    pub(super) fn plan_duties(&mut self, now: At) {
        let decision = decide::plan_duties(&self.settings, &self.desk, now);
        self.absorb(decision, now);
    }

    /// The one timer of a roster follows from what is kept of it.
    pub(super) fn refresh_duty_timer(&mut self, roster: &RosterId) {
        let name = TimerName::Duty(roster.clone()).encode();
        match self
            .desk
            .duties
            .rosters
            .get(roster)
            .and_then(|duty| duty.due)
        {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }

    /// Looks at every row of presence checks by the settings in force.
    pub(super) fn plan_presence(&mut self, now: At) {
        let decision = decide::plan_presence(&self.settings, &self.desk, now);
        self.absorb(decision, now);
    }

    /// The one timer of a row follows from what is kept of it.
    pub(super) fn refresh_presence_timer(&mut self, row: &PresenceId) {
        let name = TimerName::Presence(row.clone()).encode();
        match self.desk.presence.get(row).and_then(Checks::due) {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }
}
