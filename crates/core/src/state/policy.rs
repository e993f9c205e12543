//! The policy as an incident carries it: a new configuration never changes what is running.

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, PolicyId, RoleId, RosterId};
use crate::settings::{Policy, RoleMembers, Settings, Target};
use crate::state::duty::{Duties, on_duty};
use crate::state::roster::Rosters;
use crate::time::At;

/// A policy with its roles resolved as far as they do not depend on time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySnapshot {
    /// Which policy it was.
    pub id: PolicyId,
    /// Paged in turn.
    pub steps: Vec<StepSnapshot>,
    /// Rounds after the first.
    pub repeat: u32,
    /// Milliseconds without an update after which the one who acknowledged is asked.
    pub ack_timeout_ms: Option<u64>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSnapshot {
    /// Who is paged, in this order.
    pub targets: Vec<TargetSnapshot>,
    /// Milliseconds the step may go unanswered.
    pub wait_ms: u64,
    /// Milliseconds after which it rings anew.
    pub again_ms: Option<u64>,
}

/// A role or a person of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSnapshot {
    /// The role, where it is one.
    pub role: Option<RoleId>,
    /// Name of the role or person.
    pub name: String,
    /// Who that is.
    pub who: Who,
}

/// The people behind a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// These.
    People(Vec<PersonId>),
    /// Whoever is on duty when the step is entered.
    Roster(RosterId),
}

/// Somebody whom a step pages, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged {
    /// Who.
    pub person: PersonId,
    /// Name of the role, where the step names one.
    pub role: Option<String>,
}

impl PolicySnapshot {
    /// Takes a policy as it is configured now.
    pub fn take(policy: &Policy, settings: &Settings) -> Self {
        let steps = policy
            .steps
            .iter()
            .map(|step| StepSnapshot {
                targets: step
                    .page
                    .iter()
                    .map(|target| TargetSnapshot::take(target, settings))
                    .collect(),
                wait_ms: millis(step.wait),
                again_ms: step.again.map(millis),
            })
            .collect();
        Self {
            id: policy.id.clone(),
            steps,
            repeat: policy.repeat,
            ack_timeout_ms: policy.ack_timeout.map(millis),
        }
    }

    /// Whom a step pages now, each once, in order.
    pub fn people_of(
        &self,
        step: usize,
        settings: &Settings,
        duties: &Duties,
        now: At,
    ) -> Vec<Paged> {
        let mut paged: Vec<Paged> = Vec::new();
        for target in self
            .steps
            .get(step)
            .into_iter()
            .flat_map(|step| &step.targets)
        {
            let role = target.role.as_ref().map(|_| target.name.clone());
            for person in target.who.now(settings, duties, now) {
                let here = settings.person(&person).is_some_and(|known| !known.gone);
                if here && paged.iter().all(|p| p.person != person) {
                    paged.push(Paged {
                        person,
                        role: role.clone(),
                    });
                }
            }
        }
        paged
    }

    /// Whether a step names a person, be it among those of a role, and not by a roster.
    pub fn names(&self, step: usize, person: &PersonId) -> bool {
        let step = self.steps.get(step);
        let mut targets = step.into_iter().flat_map(|step| &step.targets);
        targets.any(|target| matches!(&target.who, Who::People(people) if people.contains(person)))
    }

    /// Whether a person belongs to any step; of a roster, whoever takes turns in it or in one that
    /// stands in for it, and whoever has stood in there for one of them in a span.
    pub fn involves(
        &self,
        person: &PersonId,
        settings: &Settings,
        duties: &Duties,
        span: &Range<At>,
    ) -> bool {
        self.steps
            .iter()
            .flat_map(|step| &step.targets)
            .any(|target| match &target.who {
                Who::People(people) => people.contains(person),
                Who::Roster(id) => duties.involve(settings, person, id, span),
            })
    }

    /// The rosters of its steps.
    pub fn rosters(&self) -> impl Iterator<Item = &RosterId> {
        let targets = self.steps.iter().flat_map(|step| &step.targets);
        targets.filter_map(|target| match &target.who {
            Who::Roster(id) => Some(id),
            Who::People(_) => None,
        })
    }

    /// Everybody whom a step names, but for those on a roster.
    pub fn people(&self) -> Vec<PersonId> {
        let targets = self.steps.iter().flat_map(|step| &step.targets);
        let named = targets.filter_map(|target| match &target.who {
            Who::People(people) => Some(people.iter().cloned()),
            Who::Roster(_) => None,
        });
        named.flatten().collect()
    }

    /// Names of the roles or people of a step.
    pub fn names_of(&self, step: usize) -> Vec<&str> {
        self.steps
            .get(step)
            .into_iter()
            .flat_map(|step| &step.targets)
            .map(|target| target.name.as_str())
            .collect()
    }

    /// Names of a step that resolves to nobody, but for rosters of special periods while none runs:
    /// that nobody is there is meant so.
    pub fn missing_of(&self, step: usize, settings: &Settings, now: At) -> Vec<&str> {
        let rosters = Rosters::of(settings, &[]);
        self.steps
            .get(step)
            .into_iter()
            .flat_map(|step| &step.targets)
            .filter(|target| !matches!(&target.who, Who::Roster(id) if rosters.rests(id, now)))
            .map(|target| target.name.as_str())
            .collect()
    }

    /// Time without an update after which the one who acknowledged is asked.
    pub fn ack_timeout(&self) -> Option<Duration> {
        self.ack_timeout_ms.map(Duration::from_millis)
    }
}

impl StepSnapshot {
    /// How long the step may go unanswered.
    pub fn wait(&self) -> Duration {
        Duration::from_millis(self.wait_ms)
    }

    /// How often it rings anew meanwhile.
    pub fn again(&self) -> Option<Duration> {
        self.again_ms.map(Duration::from_millis)
    }
}

impl TargetSnapshot {
    fn take(target: &Target, settings: &Settings) -> Self {
        match target {
            Target::Person(id) => Self {
                role: None,
                name: settings
                    .person(id)
                    .map_or_else(|| id.to_string(), |p| p.name.clone()),
                who: Who::People(vec![id.clone()]),
            },
            Target::Role(id) => {
                let role = settings.role(id);
                Self {
                    role: Some(id.clone()),
                    name: role.map_or_else(|| id.to_string(), |role| role.name.clone()),
                    who: match role.map(|role| &role.members) {
                        Some(RoleMembers::People(people)) => Who::People(people.clone()),
                        Some(RoleMembers::Roster(roster)) => Who::Roster(roster.clone()),
                        None => Who::People(Vec::new()),
                    },
                }
            }
        }
    }
}

impl Who {
    fn now(&self, settings: &Settings, duties: &Duties, now: At) -> Vec<PersonId> {
        match self {
            Self::People(people) => people.clone(),
            Self::Roster(id) => on_duty(settings, duties, id, now),
        }
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
