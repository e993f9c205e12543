//! When something must happen to an incident by itself.

use std::time::Duration;

use crate::limits::ACK_GRACE;
use crate::state::incident::{Incident, Phase};
use crate::time::At;

impl Incident {
    /// When the running step ends.
    pub fn step_ends(&self) -> Option<At> {
        let paging = self.paging()?;
        let wait = self
            .policy
            .steps
            .get(paging.step)
            .map_or(Duration::ZERO, |step| step.wait());
        Some(paging.entered.plus(wait))
    }

    /// When the running step rings anew, if it does so before it ends.
    pub fn rings_again(&self) -> Option<At> {
        let paging = self.paging()?;
        let again = self.policy.steps.get(paging.step)?.again()?;
        Some(paging.rang.plus(again)).filter(|at| Some(*at) < self.step_ends())
    }

    /// When something must happen by itself; `None` where nothing will.
    pub fn next_due(&self) -> Option<At> {
        match &self.phase {
            Phase::Paging(_) => self.rings_again().or_else(|| self.step_ends()),
            // Somebody else is being called: he has until then, and nobody is asked meanwhile.
            Phase::Acknowledged { .. } if self.handing().is_some() => {
                self.handing().map(|handing| handing.until)
            }
            Phase::Acknowledged {
                asked: Some(asked), ..
            } => Some(asked.plus(ACK_GRACE)),
            Phase::Acknowledged {
                news_at,
                asked: None,
                ..
            } => self
                .policy
                .ack_timeout()
                .map(|timeout| news_at.plus(timeout)),
            Phase::Exhausted { .. } | Phase::Closed { .. } => None,
        }
    }

    /// The step after the running one; `None` when all rounds are through, or when nobody could
    /// be reached in a whole round: another one would say the same.
    pub fn following_step(&self) -> Option<(u32, usize)> {
        let paging = self.paging()?;
        let dead_steps = self.trail.as_ref().map_or(0, |trail| trail.dead_steps);
        if dead_steps >= self.policy.steps.len() {
            return None;
        }
        if paging.step + 1 < self.policy.steps.len() {
            Some((paging.round, paging.step + 1))
        } else if paging.round <= self.policy.repeat {
            Some((paging.round + 1, 0))
        } else {
            None
        }
    }
}
