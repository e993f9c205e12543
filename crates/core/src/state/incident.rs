//! An incident as its record makes it: every field follows from the entries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{
    CategoryId, DisputeNumber, IncidentNumber, MessageId, PersonId, SeverityId, TelegramChat,
    TelegramUser,
};
use crate::incoming::Attachment;
use crate::outgoing::Unreachable;
use crate::state::event::{Actor, Event, Fact, FactAnswer, Report};
use crate::state::evidence::Filed;
use crate::state::policy::PolicySnapshot;
use crate::state::record::{Entry, Hash};
use crate::state::trail::Trail;
use crate::time::At;

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// What people call it.
    pub number: IncidentNumber,
    /// What was typed.
    pub text: String,
    /// Who reported.
    pub reporter: Actor,
    /// The reporter's Telegram user.
    pub reporter_telegram: TelegramUser,
    /// Where it was reported.
    pub chat: TelegramChat,
    /// The message that reported it.
    pub message: Option<MessageId>,
    /// When.
    pub reported_at: At,
    /// An exercise.
    pub drill: bool,
    /// Photos and files of report and updates.
    #[serde(default)]
    pub evidence: Vec<Attachment>,
    /// What became of the pieces of evidence, by their numbers from 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filed: BTreeMap<u32, Filed>,
    /// Level.
    pub severity: SeverityId,
    /// Whether a person named the level: then a category's default no longer moves it.
    pub severity_named: bool,
    /// Category.
    pub category: Option<CategoryId>,
    /// Facts given so far.
    #[serde(default)]
    pub facts: Vec<(Fact, FactAnswer)>,
    /// The policy that pages for it.
    pub policy: PolicySnapshot,
    /// How far it has come.
    pub phase: Phase,
    /// Whom the bot tried to reach, in the order of the first try.
    pub tried: Vec<Tried>,
    /// Who pressed Can't respond.
    pub declined: Vec<PersonId>,
    /// The last acknowledgement, also after paging began anew.
    pub acknowledged: Option<(Actor, At)>,
    /// The latest news.
    pub news: Option<News>,
    /// Pages so far.
    pub calls: u32,
    /// Grows with each step entered, acknowledgement and exhaustion, so that an Escalate button of
    /// before is recognised.
    pub turn: u32,
    /// Times that paging began.
    pub cycle: u32,
    /// Its way so far; `None` where it was stored before that was remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trail: Option<Trail>,
    /// The dispute for which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeNumber>,
    /// Entries of the record.
    pub seq: u32,
    /// Hash of the last entry.
    pub hash: Hash,
}

/// An update as the card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// What.
    pub text: String,
}

/// How far an incident has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Somebody is being paged.
    Paging(Paging),
    /// Everybody was paged, nobody has acknowledged.
    Exhausted {
        /// Since when.
        at: At,
    },
    /// Somebody has it.
    Acknowledged {
        /// Who.
        by: Actor,
        /// Since when.
        at: At,
        /// Last sign of life.
        news_at: At,
        /// When the one who has it was asked for news.
        asked: Option<At>,
    },
    /// It is over.
    Closed {
        /// Who stood it down.
        by: Actor,
        /// When.
        at: At,
        /// Why.
        reason: String,
        /// In which way.
        #[serde(default)]
        ending: Ending,
    },
}

/// In which way an incident came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Somebody stood it down.
    #[default]
    StoodDown,
    /// Who reported it took it back before anybody had it.
    Withdrawn,
    /// It is the same as another one, which goes on.
    Merged(IncidentNumber),
}

/// Where in the policy paging is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// From 1.
    pub round: u32,
    /// From 0.
    pub step: usize,
    /// Calls of this step, from 1.
    pub attempt: u32,
    /// When the step began.
    pub entered: At,
    /// When it rang last.
    pub rang: At,
    /// Whom the step pages.
    pub members: Vec<PersonId>,
}

/// How it went with one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Option<String>,
    /// First try.
    pub first: At,
    /// Tries.
    pub count: u32,
    /// How the last one stands.
    pub reach: Reach,
    /// Whether it was told since the last delivery that the person can't be reached.
    #[serde(default)]
    pub told: bool,
}

/// How a page stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// On its way.
    Sending,
    /// Telegram has it.
    Delivered,
    /// The person can't be reached.
    Unreachable(Unreachable),
    /// Telegram refused it.
    Failed,
}

impl Incident {
    /// The incident that a first entry makes.
    fn begin(report: &Report, entry: &Entry) -> Self {
        Self {
            number: report.number,
            text: report.text.clone(),
            reporter: entry.by.clone(),
            reporter_telegram: report.reporter_telegram,
            chat: report.chat,
            message: report.message,
            reported_at: entry.at,
            drill: report.drill,
            evidence: report.evidence.clone(),
            filed: BTreeMap::new(),
            severity: report.severity.clone(),
            severity_named: report.severity_named,
            category: report.category.clone(),
            facts: Vec::new(),
            policy: report.policy.clone(),
            phase: Phase::Paging(Paging {
                round: 1,
                step: 0,
                attempt: 0,
                entered: entry.at,
                rang: entry.at,
                members: Vec::new(),
            }),
            tried: Vec::new(),
            declined: Vec::new(),
            acknowledged: None,
            news: None,
            calls: 0,
            turn: 0,
            cycle: 1,
            trail: Some(Trail::default()),
            dispute: None,
            seq: entry.seq,
            hash: entry.hash,
        }
    }

    /// The incident that a record tells of; `None` where the record does not begin with a report.
    pub fn replay(entries: &[Entry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let mut incident = Self::from_first(first)?;
        rest.iter().for_each(|entry| incident.apply(entry));
        Some(incident)
    }

    /// The incident that a record's first entry makes; `None` where that is no report.
    pub fn from_first(entry: &Entry) -> Option<Self> {
        match &entry.event {
            Event::Reported(report) => Some(Self::begin(report, entry)),
            _ => None,
        }
    }

    /// What an entry changes. The only place where an incident changes.
    pub fn apply(&mut self, entry: &Entry) {
        let at = entry.at;
        self.seq = entry.seq;
        self.hash = entry.hash;
        if let Some(trail) = &mut self.trail {
            trail.follow(&self.phase, &self.tried, entry);
        }
        match &entry.event {
            Event::Reported(_)
            | Event::StepPassed { .. }
            | Event::PostFailed { .. }
            | Event::Edited { .. }
            | Event::Likened { .. }
            | Event::MediatorChanged { .. }
            | Event::Joined(_) => {}
            Event::Merged { into } => {
                self.close(entry, entry.event.text(), Ending::Merged(*into));
            }
            Event::FromDispute { dispute } => self.dispute = Some(*dispute),
            Event::StepEntered { round, step, .. } => {
                self.turn += 1;
                self.phase = Phase::Paging(Paging {
                    round: *round,
                    step: *step,
                    attempt: 1,
                    entered: at,
                    rang: at,
                    members: Vec::new(),
                });
            }
            Event::Paged { person, role, call } => {
                self.calls = *call;
                self.note_try(person, role.clone(), at);
            }
            Event::RangAgain { attempt, .. } => {
                if let Phase::Paging(paging) = &mut self.phase {
                    paging.attempt = *attempt;
                    paging.rang = at;
                }
            }
            Event::Delivered { person, .. } => self.note_reach(person, at, Reach::Delivered),
            Event::NotReached { person, why } => {
                self.note_reach(person, at, Reach::Unreachable(*why));
            }
            Event::PageFailed { person, .. } => self.note_reach(person, at, Reach::Failed),
            Event::Declined => {
                if let Some(person) = entry.by.person()
                    && !self.declined.contains(person)
                {
                    self.declined.push(person.clone());
                }
            }
            Event::Exhausted => {
                self.turn += 1;
                self.phase = Phase::Exhausted { at };
            }
            Event::Acknowledged => self.is_taken_by(&entry.by, at),
            // Who acknowledged it, and when, stays as it was.
            Event::MovedWithShift { .. } => self.is_held_by(&entry.by, at),
            Event::AcknowledgedWith { holder, .. } => self.is_taken_by(holder, at),
            Event::Questioned | Event::QuestionedLate { .. } => {
                if let Phase::Acknowledged { asked, .. } = &mut self.phase {
                    *asked = Some(at);
                }
            }
            Event::StillOnIt => self.sign_of_life(at),
            Event::Restarted { why, excused, .. } => {
                self.cycle += 1;
                self.declined = match excused {
                    Some(excused) => excused.clone(),
                    None => self.excused_before(*why, &entry.by),
                };
            }
            Event::HandedOn { to, .. } => {
                self.declined.retain(|person| person != to);
                self.sign_of_life(at);
            }
            Event::Withdrawn { ends: false } => {}
            Event::Withdrawn { ends: true } => {
                self.close(entry, String::new(), Ending::Withdrawn);
            }
            Event::SeverityChanged { to, policy, .. } => {
                self.severity = to.clone();
                self.severity_named |= entry.by != Actor::Bot;
                if let Some(policy) = policy {
                    self.policy = (**policy).clone();
                }
                self.sign_of_life(at);
            }
            Event::CategoryChanged { to, policy, .. } => {
                self.category = Some(to.clone());
                if let Some(policy) = policy {
                    self.policy = (**policy).clone();
                }
                self.sign_of_life(at);
            }
            Event::FactGiven { fact, answer } => {
                self.facts.retain(|(given, _)| given != fact);
                self.facts.push((*fact, *answer));
            }
            Event::Updated { text, evidence, .. } => {
                self.evidence.extend(evidence.iter().cloned());
                self.news = Some(News {
                    at,
                    by: entry.by.clone(),
                    text: text.clone(),
                });
                self.sign_of_life(at);
            }
            Event::Evidence(evidence) => self.apply_evidence(evidence, at),
            Event::Closed { reason } => self.close(entry, reason.clone(), Ending::StoodDown),
        }
    }

    fn is_taken_by(&mut self, holder: &Actor, at: At) {
        self.acknowledged = Some((holder.clone(), at));
        self.is_held_by(holder, at);
    }

    fn is_held_by(&mut self, holder: &Actor, at: At) {
        self.turn += 1;
        self.phase = Phase::Acknowledged {
            by: holder.clone(),
            at,
            news_at: at,
            asked: None,
        };
    }

    fn close(&mut self, entry: &Entry, reason: String, ending: Ending) {
        self.phase = Phase::Closed {
            by: entry.by.clone(),
            at: entry.at,
            reason,
            ending,
        };
    }

    fn note_try(&mut self, person: &PersonId, role: Option<String>, at: At) {
        match self.tried.iter_mut().find(|tried| tried.person == *person) {
            Some(tried) => {
                tried.count += 1;
                tried.reach = Reach::Sending;
            }
            None => self.tried.push(Tried {
                person: person.clone(),
                role,
                first: at,
                count: 1,
                reach: Reach::Sending,
                told: false,
            }),
        }
        self.join(person);
    }

    fn note_reach(&mut self, person: &PersonId, at: At, reach: Reach) {
        let told = matches!(reach, Reach::Unreachable(_));
        match self.tried.iter_mut().find(|tried| tried.person == *person) {
            Some(tried) => {
                tried.reach = reach;
                tried.told = told;
            }
            None => self.tried.push(Tried {
                person: person.clone(),
                role: None,
                first: at,
                count: 0,
                reach,
                told,
            }),
        }
    }

    fn join(&mut self, person: &PersonId) {
        if let Phase::Paging(paging) = &mut self.phase
            && !paging.members.contains(person)
        {
            paging.members.push(person.clone());
        }
    }

    pub(super) fn sign_of_life(&mut self, at: At) {
        if let Phase::Acknowledged { news_at, asked, .. } = &mut self.phase {
            *news_at = at;
            *asked = None;
        }
    }

    /// Where paging is, while somebody is being paged.
    pub fn paging(&self) -> Option<&Paging> {
        match &self.phase {
            Phase::Paging(paging) => Some(paging),
            _ => None,
        }
    }

    /// Whether it still needs somebody: neither acknowledged nor closed.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Paging(_) | Phase::Exhausted { .. })
    }

    /// Whether it is over.
    pub fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed { .. })
    }

    /// `state` of the export (SPEC section 6).
    pub fn state_word(&self) -> &'static str {
        match self.phase {
            Phase::Paging(_) | Phase::Exhausted { .. } => "open",
            Phase::Acknowledged { .. } => "acknowledged",
            Phase::Closed { .. } => "closed",
        }
    }

    /// How it stands with a person.
    pub fn reach(&self, person: &PersonId) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.person == *person)
    }

    /// Whether somebody of the running step may still answer.
    pub fn step_is_alive(&self) -> bool {
        self.paging().is_some_and(|paging| {
            let mut members = paging.members.iter();
            members.any(|person| self.waits_for(person))
        })
    }

    /// Whether the running step pages a person who may still answer.
    pub fn waits_for(&self, person: &PersonId) -> bool {
        self.paging()
            .is_some_and(|paging| paging.members.contains(person))
            && !self.declined.contains(person)
            && self
                .reach(person)
                .is_some_and(|tried| matches!(tried.reach, Reach::Sending | Reach::Delivered))
    }

    /// Facts not given yet, in the order in which they are asked.
    pub fn missing_fact(&self) -> Option<Fact> {
        Fact::ALL
            .into_iter()
            .find(|fact| self.facts.iter().all(|(given, _)| given != fact))
    }
}
