//! The report was taken back by who made it.

use crate::ids::TelegramUser;
use crate::state::event::{Actor, Event, Passed, Restart};
use crate::state::evidence::Evidence;
use crate::state::incident::Incident;
use crate::state::record::Entry;
use crate::time::At;

impl Incident {
    /// When the reporter took it back.
    pub fn withdrawn(&self) -> Option<At> {
        self.trail.as_ref().and_then(|trail| trail.withdrawn)
    }

    /// Whether the reporter may take it back: once, and once more when people are called anew after
    /// he did. Who reports anonymously is not known again.
    pub fn may_be_withdrawn(&self) -> bool {
        let again = |withdrawn: At| {
            let restarted = self.trail.as_ref().and_then(|trail| trail.restarted);
            self.is_open() && restarted.is_some_and(|(_, at)| at > withdrawn)
        };
        !self.is_closed()
            && self.withdrawn().is_none_or(again)
            && self.reporter_telegram != TelegramUser::ANONYMOUS
    }

    /// Whether somebody else has confirmed it, as its record tells: by news, a fact or evidence, by
    /// an escalation, or by another level or category.
    pub fn is_confirmed_by_others(&self, record: &[Entry]) -> bool {
        let mut others = record
            .iter()
            .filter(|entry| entry.by != Actor::Bot && entry.by != self.reporter);
        others.any(|entry| {
            matches!(
                entry.event,
                Event::Updated { .. }
                    | Event::FactGiven { .. }
                    | Event::Evidence(Evidence::Added { .. })
                    | Event::SeverityChanged { .. }
                    | Event::CategoryChanged { .. }
                    | Event::StepPassed {
                        why: Passed::ByHand,
                        ..
                    }
                    | Event::Restarted {
                        why: Restart::ByHand,
                        ..
                    }
            )
        })
    }
}
