//! Prompts: their timers.

use super::*;
use crate::state::prompt::Prompting;

impl Engine {
    /// Looks at every row of prompts by the settings in force.
    pub(super) fn plan_prompts(&mut self, now: At) {
        let decision = decide::plan_prompts(&self.settings, &self.desk, now);
        self.absorb(decision, now);
    }

    /// The one timer of a row follows from what is kept of it.
    pub(super) fn refresh_prompt_timer(&mut self, row: &PromptId) {
        let name = TimerName::Prompt(row.clone()).encode();
        match self.desk.prompts.get(row).and_then(Prompting::due) {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }
}
