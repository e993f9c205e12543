//! What an incident remembers of its way beside how it stands: it follows from the record too.
//!
//! An incident that was stored before there was a trail has none; a start works it out from the
//! record.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::settings::Settings;
use crate::state::duty::Duties;
use crate::state::edits::Edits;
use crate::state::event::{Actor, Event, Passed, Restart};
use crate::state::handing::Handing;
use crate::state::incident::{Incident, Phase, Tried};
use crate::state::merge::Kin;
use crate::state::record::Entry;
use crate::time::At;

/// The way of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trail {
    /// Steps left one after the other up to now in which nobody could be reached.
    pub dead_steps: usize,
    /// Whether somebody of the running step was reached.
    pub reached: bool,
    /// The step that was running at the last acknowledgement, from 0.
    #[serde(default)]
    pub acknowledged_in: Option<usize>,
    /// When somebody acknowledged it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_acknowledged: Option<At>,
    /// When paging began anew last, and why.
    #[serde(default)]
    pub restarted: Option<(Restart, At)>,
    /// Who was paged before the category brought another policy: they may still take it.
    #[serde(default)]
    pub paged_before: Vec<PersonId>,
    /// Whom it was handed on to last, until somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handing: Option<Handing>,
    /// Who had it and gave it back, until paging began anew for another reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_back: Vec<PersonId>,
    /// Whether who has it came to it with a shift.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// Times that it was handed on.
    #[serde(default)]
    pub handings: u32,
    /// When the reporter took the report back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<At>,
    /// What was said and changed afterwards.
    #[serde(default)]
    pub edits: Edits,
    /// Likeness to others, and who else reported.
    #[serde(default)]
    pub kin: Kin,
}

impl Trail {
    /// Goes on by an entry. `phase` and `tried` are the incident's before it.
    pub(super) fn follow(&mut self, phase: &Phase, tried: &[Tried], entry: &Entry) {
        self.edits.follow(entry);
        self.kin.follow(entry);
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
            Event::MovedWithShift { .. } => self.moved = true,
            Event::Acknowledged | Event::AcknowledgedWith { .. } => {
                self.moved = false;
                self.handing = None;
                self.first_acknowledged.get_or_insert(entry.at);
                self.acknowledged_in = match phase {
                    Phase::Paging(paging) => Some(paging.step),
                    // Taken over from somebody: it goes on where that one had it.
                    Phase::Acknowledged { .. } => self.acknowledged_in,
                    _ => None,
                };
            }
            Event::HandedOn { to, until } => {
                self.handings += 1;
                self.handing = Some(Handing {
                    to: to.clone(),
                    by: entry.by.clone(),
                    at: entry.at,
                    until: *until,
                });
            }
            Event::Withdrawn { .. } => self.withdrawn = Some(entry.at),
            Event::Restarted { why, excused, .. } => {
                if excused.is_some() {
                    self.follow_giving_back(phase, *why, &entry.by);
                }
                self.dead_steps = 0;
                self.restarted = Some((*why, entry.at));
            }
            Event::CategoryChanged {
                policy: Some(_), ..
            } => {
                let paged = tried.iter().filter(|tried| tried.count > 0);
                self.paged_before = paged.map(|tried| tried.person.clone()).collect();
                // A step of the policy before says nothing about those of this one.
                self.acknowledged_in = None;
            }
            // What has become graver is for the people of its new policy alone.
            Event::SeverityChanged {
                policy: Some(_), ..
            } => self.paged_before.clear(),
            _ => {}
        }
    }

    fn follow_giving_back(&mut self, phase: &Phase, why: Restart, by: &Actor) {
        match (why, phase) {
            (Restart::HandedBack, Phase::Acknowledged { by: holder, .. }) if holder == by => {
                self.gave_back.extend(by.person().cloned());
            }
            (Restart::HandedBack | Restart::NotTaken, _) => {}
            _ => self.gave_back.clear(),
        }
    }
}

impl Incident {
    /// The step to page when an acknowledged incident is escalated: the one after that which was
    /// running when it was acknowledged; the first where there is none.
    pub fn step_to_escalate(&self) -> usize {
        self.trail
            .as_ref()
            .and_then(|trail| trail.acknowledged_in)
            .map(|step| step + 1)
            .filter(|step| *step < self.policy.steps.len())
            .unwrap_or(0)
    }

    /// When somebody acknowledged it first. Of one stored before that was remembered: when somebody did last.
    pub fn first_acknowledged(&self) -> Option<At> {
        let first = self
            .trail
            .as_ref()
            .and_then(|trail| trail.first_acknowledged);
        let last = self.acknowledged.as_ref().map(|(_, at)| *at);
        first.or(last)
    }

    /// Whether who has it took it over with a shift, and did not acknowledge it himself.
    pub fn came_with_shift(&self) -> bool {
        let holds = matches!(self.phase, Phase::Acknowledged { .. });
        holds && self.trail.as_ref().is_some_and(|trail| trail.moved)
    }

    /// Whether a person is asked to come: people of its policy, whoever is being paged (the one before
    /// stays responsible also when the roster does not name him any more), and whoever was paged before
    /// another category brought that policy. A tap on the wrong category must not lock out who can mend
    /// it.
    pub fn asks(&self, person: &PersonId, settings: &Settings, duties: &Duties, now: At) -> bool {
        let before = self.trail.as_ref().map(|trail| &trail.paged_before);
        let paging = self.paging().map(|paging| &paging.members);
        let span = self.reported_at..now;
        let holds = self.holder().and_then(Actor::person) == Some(person);
        holds
            || self.policy.involves(person, settings, duties, &span)
            || paging.is_some_and(|them| them.contains(person))
            || before.is_some_and(|them| them.contains(person))
    }
}
