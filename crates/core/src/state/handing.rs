//! Handed on: whoever has it calls somebody to take it over, and has it until that one does.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::state::event::{Actor, Restart};
use crate::state::incident::{Incident, Phase};
use crate::time::At;

/// A call to take it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Who is called.
    pub to: PersonId,
    /// Who hands it on.
    pub by: Actor,
    /// When.
    pub at: At,
    /// Not taken by then, paging begins anew.
    pub until: At,
}

impl Incident {
    /// Who has it, while it is acknowledged.
    pub fn holder(&self) -> Option<&Actor> {
        match &self.phase {
            Phase::Acknowledged { by, .. } => Some(by),
            _ => None,
        }
    }

    /// Whether who has it was asked for news and has not answered yet.
    pub fn is_asked_about(&self) -> bool {
        matches!(self.phase, Phase::Acknowledged { asked: Some(_), .. })
    }

    /// The call that runs, while it is acknowledged.
    pub fn handing(&self) -> Option<&Handing> {
        match self.phase {
            Phase::Acknowledged { .. } => self.trail.as_ref()?.handing.as_ref(),
            _ => None,
        }
    }

    /// Whether a person is being called to take it over.
    pub fn is_offered_to(&self, person: &PersonId) -> bool {
        self.handing().is_some_and(|handing| handing.to == *person)
    }

    /// Whether the one who has it is another than who acknowledged it first.
    pub fn was_handed_on(&self) -> bool {
        self.trail.as_ref().is_some_and(|trail| trail.handings > 0)
    }

    /// The step at which it stood when it was acknowledged; the first where that is not known.
    pub fn step_it_stood_at(&self) -> usize {
        self.trail
            .as_ref()
            .and_then(|trail| trail.acknowledged_in)
            .filter(|step| *step < self.policy.steps.len())
            .unwrap_or(0)
    }

    /// How long somebody may take to take it over: as long as the step at which it stood waits, and
    /// no longer than its holder may be silent.
    pub fn hand_over_wait(&self) -> Duration {
        let step = self.policy.steps.get(self.step_it_stood_at());
        let wait = step.map_or(Duration::ZERO, |step| step.wait());
        match self.policy.ack_timeout() {
            Some(timeout) => wait.min(timeout),
            None => wait,
        }
    }

    /// Who is not rung when paging begins anew. Where it goes on after somebody had it: whoever has
    /// said that he can't come and has not taken it since, and who gives it back.
    pub fn excused(&self, why: Restart, by: &Actor) -> Vec<PersonId> {
        if !matches!(why, Restart::HandedBack | Restart::NotTaken) {
            return Vec::new();
        }
        let holder = self.holder();
        let holds = |person: &PersonId| holder.and_then(Actor::person) == Some(person);
        let declined = self.declined.iter().filter(|person| !holds(person));
        let gives_back = why == Restart::HandedBack && holder == Some(by);
        let back = by.person().filter(|_| gives_back);
        declined.chain(back).cloned().collect()
    }

    /// The same, for entries that do not tell it.
    pub(super) fn excused_before(&self, why: Restart, by: &Actor) -> Vec<PersonId> {
        let one = match why {
            Restart::HandedBack if self.holder() == Some(by) => by.person().cloned(),
            Restart::NotTaken => {
                let to = self.handing().map(|handing| &handing.to);
                to.filter(|to| self.declined.contains(to)).cloned()
            }
            _ => None,
        };
        one.into_iter().collect()
    }

    /// Whether a person had it and gave it back, so that he is not rung for it.
    pub fn was_given_back_by(&self, person: &PersonId) -> bool {
        let trail = self.trail.as_ref();
        let gave_back = trail.is_some_and(|trail| trail.gave_back.contains(person));
        gave_back && self.is_excused(person)
    }

    /// Whether a person is not rung: he can't come, or gave it back. Who has it now, has it.
    pub fn is_excused(&self, person: &PersonId) -> bool {
        let holds = self.holder().and_then(Actor::person) == Some(person);
        self.declined.contains(person) && !holds
    }
}
