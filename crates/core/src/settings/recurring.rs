//! `[[prompts]]` and `[ledger]`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Target, Whom};
use crate::ids::{ChatId, PromptId};
use crate::state::schedule::Schedule;

/// `[[prompts]]`: a recurring check-in.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// Unique among prompts.
    pub id: PromptId,
    /// Shown in messages; `None`: the kind's name is.
    pub name: Option<String>,
    /// What is asked.
    pub kind: PromptKind,
    /// When it is asked.
    pub schedule: Schedule,
    /// Who is asked. Each answers alone: a person for himself, a role as the unit that it is, by any of its
    /// people.
    pub ask: Vec<Target>,
    /// Whether the people of a role answer one by one, and not as a unit.
    pub each_person: bool,
    /// So long is there to answer.
    pub within: Duration,
    /// So long before the limit whoever has not answered is reminded.
    pub remind: Vec<Duration>,
    /// Who is told of what is not answered in time; empty: the administrators.
    pub escalate: Vec<Whom>,
    /// Where completion and summary are posted.
    pub report_to: Option<ChatId>,
    /// To whom the written report of a screening goes, and how long after its limit it may take.
    pub onward: Option<Onward>,
}

/// What a prompt asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    /// Whether it is done.
    Acknowledge,
    /// Each of these, one by one; never empty.
    Checklist(Vec<String>),
    /// Which disputes there are: nothing found, or as many as need be registered.
    Screening,
}

/// Where a written report goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// As people call it: the judicial office.
    pub to: String,
    /// How long after the limit of the answers it may take.
    pub within: Duration,
}

/// `[ledger]`: disputes brought to mediation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Villages and sites, to choose from.
    pub places: Vec<String>,
    /// Bodies to which a dispute can be transferred, to choose from.
    pub bodies: Vec<String>,
    /// So long after the registration a mediation is to end.
    pub mediate_within: Duration,
    /// So long after an agreement the parties are to be visited again.
    pub revisit_after: Duration,
    /// So long before such a limit the mediator is reminded.
    pub remind: Vec<Duration>,
    /// So long after its end a dispute's names and texts are removed; `None`: never.
    pub retention: Option<Duration>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            bodies: Vec::new(),
            mediate_within: crate::limits::MEDIATE_WITHIN,
            revisit_after: crate::limits::REVISIT_AFTER,
            remind: vec![crate::limits::LEDGER_REMIND],
            retention: None,
        }
    }
}
