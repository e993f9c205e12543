//! One dispute: where it stands, what its limits are. Only [`Dispute::apply`] changes it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{DisputeKind, LedgerEntry, LedgerEvent, What};
use crate::ids::{DisputeNumber, IncidentNumber, PersonId};
use crate::limits::{LEDGER_LATE_AGAIN, MEDIATE_WITHIN};
use crate::settings::Ledger;
use crate::state::event::Actor;
use crate::state::prompt::Origin;
use crate::time::At;

/// How far a dispute has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// In the register.
    Registered,
    /// Being mediated.
    Mediating,
    /// The parties agreed, and are to be visited again.
    Agreed,
    /// They did not.
    Failed,
    /// A body was asked to take it, and has not answered.
    Offered,
    /// The body has taken it.
    Transferred,
    /// The parties were visited again, and keep what they agreed.
    Revisited,
    /// It is over.
    Closed,
}

impl Stage {
    /// In the order of their way.
    pub const ALL: [Self; 8] = [
        Self::Registered,
        Self::Mediating,
        Self::Agreed,
        Self::Failed,
        Self::Offered,
        Self::Transferred,
        Self::Revisited,
        Self::Closed,
    ];

    /// One word for records and button data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Mediating => "mediating",
            Self::Agreed => "agreed",
            Self::Failed => "failed",
            Self::Offered => "offered",
            Self::Transferred => "transferred",
            Self::Revisited => "revisited",
            Self::Closed => "closed",
        }
    }

    /// The stage of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// Whether the parties may still agree before a committee.
    pub fn is_in_mediation(self) -> bool {
        matches!(self, Self::Registered | Self::Mediating)
    }

    /// Whether it is neither settled nor taken by another body.
    pub fn is_pending(self) -> bool {
        self.is_in_mediation() || matches!(self, Self::Failed | Self::Offered)
    }
}

/// What came of a dispute, also after it was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The parties agreed.
    Agreed,
    /// They did not.
    Failed,
    /// A body has taken it.
    Transferred,
}

/// A body that was asked to take a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Which.
    pub body: String,
    /// Where the dispute stood before, and stands again where the body refuses.
    pub from: Stage,
    /// When it was asked.
    pub offered: At,
    /// When it answered, and whether it has taken it.
    pub answered: Option<(At, bool)>,
}

/// A step of a dispute's way: what its card shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// What.
    pub what: What,
    /// Places of what was told with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<u32>,
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// A mediation is to end.
    Mediation,
    /// They did not agree: another mediation, a transfer or the end is to follow.
    NextStep,
    /// A body that was asked after a failure is to answer.
    Answer,
    /// The parties are to be visited again.
    Revisit,
    /// They keep what they agreed: it is to be closed.
    Closing,
}

/// What falls due of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// The mediator is reminded.
    Remind,
    /// It is told that a limit has passed.
    Late,
    /// Texts and salts are removed.
    Forget,
}

/// A dispute, without any name or typed word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Counts 1, 2, 3 …
    pub number: DisputeNumber,
    /// What it is about.
    pub kind: DisputeKind,
    /// One of the configured places; `None`: another, which is told by a text.
    pub place: Option<String>,
    /// Who mediates.
    pub mediator: PersonId,
    /// When it was registered.
    pub registered_at: At,
    /// By whom.
    pub registered_by: Actor,
    /// The screening that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// How far it has come.
    pub stage: Stage,
    /// Since when it stands there.
    pub since: At,
    /// What came of it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// When the mediation is to end; from the last reopening, where there was one.
    pub mediate_by: At,
    /// When the parties agreed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_at: Option<At>,
    /// When they are to be visited again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisit_by: Option<At>,
    /// How often it broke out again.
    #[serde(default)]
    pub reopened: u32,
    /// Bodies that were asked to take it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Transfer>,
    /// Incidents that were raised for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<IncidentNumber>,
    /// Its way, without readings and reminders.
    pub way: Vec<Step>,
    /// When the limit that runs was set.
    pub limit_set: At,
    /// The last reminder of it: when that was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<At>,
    /// When it was due last to tell that the limit has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_late: Option<At>,
    /// How many texts there have been.
    pub texts: u32,
    /// Texts up to this one are removed.
    #[serde(default)]
    pub removed: u32,
    /// Since when it is over: closed, or taken by another body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_since: Option<At>,
}

impl Dispute {
    /// The dispute that a registration makes; `None` where the event is none.
    pub fn begin(at: At, by: &Actor, event: &LedgerEvent) -> Option<Self> {
        let What::Registered {
            kind,
            place,
            mediator,
            mediate_by,
            origin,
        } = &event.what
        else {
            return None;
        };
        let mut dispute = Self {
            number: event.dispute?,
            kind: *kind,
            place: place.clone(),
            mediator: mediator.clone(),
            registered_at: at,
            registered_by: by.clone(),
            origin: origin.clone(),
            stage: Stage::Registered,
            since: at,
            outcome: None,
            mediate_by: *mediate_by,
            agreed_at: None,
            revisit_by: None,
            reopened: 0,
            transfers: Vec::new(),
            incidents: Vec::new(),
            way: Vec::new(),
            limit_set: at,
            reminded: None,
            told_late: None,
            texts: 0,
            removed: 0,
            over_since: None,
        };
        dispute.take_step(at, by, event);
        Some(dispute)
    }

    /// All disputes that a log tells of; `Err` is the number of the first entry that can't follow on those
    /// before it.
    ///
    /// # Errors
    /// As said.
    pub fn replay(
        entries: &[LedgerEntry],
    ) -> Result<std::collections::BTreeMap<DisputeNumber, Self>, u32> {
        let mut all = std::collections::BTreeMap::new();
        for entry in entries {
            let Some(number) = entry.event.dispute else {
                continue;
            };
            match all.get_mut(&number) {
                None => {
                    let begun = Self::begin(entry.at, &entry.by, &entry.event);
                    let begun = begun.filter(|_| number.0 == all.len() as u64 + 1);
                    all.insert(number, begun.ok_or(entry.seq)?);
                }
                Some(dispute) if dispute.allows(&entry.event.what) => {
                    dispute.apply(entry.at, &entry.by, &entry.event);
                }
                Some(_) => return Err(entry.seq),
            }
        }
        Ok(all)
    }

    /// Whether something may happen to it where it stands. The state machine, whole.
    pub fn allows(&self, what: &What) -> bool {
        use Stage::{
            Agreed, Closed, Failed, Mediating, Offered, Registered, Revisited, Transferred,
        };
        let stage = self.stage;
        match what {
            What::Registered { .. } => false,
            // After a failure a second mediation may begin.
            What::MediationBegan => matches!(stage, Registered | Failed),
            What::Agreed { .. } | What::Failed => stage == Mediating,
            // What is beyond mediation goes on without one.
            What::TransferOffered { .. } => matches!(stage, Registered | Mediating | Failed),
            What::TransferAccepted | What::TransferRefused => stage == Offered,
            What::Revisited { .. } => matches!(stage, Agreed | Revisited | Transferred),
            What::Closed => matches!(stage, Failed | Transferred | Revisited),
            What::Reopened { .. } => matches!(stage, Agreed | Transferred | Revisited | Closed),
            What::Reassigned { .. } => self.is_open(),
            What::Reminded { .. } | What::LateTold { .. } => self.limit().is_some(),
            What::RaisedIncident { .. } => stage != Closed,
            What::Read { .. } | What::Corrected => true,
            What::NamesRemoved => self.rests_since().is_some() && self.removed < self.texts,
        }
    }

    /// What an event changes. The only place where a dispute changes.
    pub fn apply(&mut self, at: At, by: &Actor, event: &LedgerEvent) {
        self.take_step(at, by, event);
        match &event.what {
            What::Registered { .. } | What::Read { .. } | What::Corrected => {}
            What::MediationBegan => {
                // A second mediation has its own time.
                if self.stage == Stage::Failed {
                    self.mediate_by = at.plus(self.mediation_takes());
                    self.begin_limit(at);
                }
                self.stands(Stage::Mediating, at);
            }
            What::Agreed { revisit_by } => {
                self.stands(Stage::Agreed, at);
                self.outcome = Some(Outcome::Agreed);
                self.agreed_at = Some(at);
                self.revisit_by = Some(*revisit_by);
                self.begin_limit(at);
            }
            What::Failed => {
                self.stands(Stage::Failed, at);
                self.outcome = Some(Outcome::Failed);
                self.begin_limit(at);
            }
            What::TransferOffered { body } => {
                self.transfers.push(Transfer {
                    body: body.clone(),
                    from: self.stage,
                    offered: at,
                    answered: None,
                });
                if self.stage == Stage::Failed {
                    self.begin_limit(at);
                }
                self.stands(Stage::Offered, at);
            }
            What::TransferAccepted => {
                self.answered(at, true);
                self.stands(Stage::Transferred, at);
                self.outcome = Some(Outcome::Transferred);
                self.over_since = Some(at);
            }
            What::TransferRefused => {
                let before = self.transfers.last().map(|transfer| transfer.from);
                self.answered(at, false);
                let before = before.unwrap_or(Stage::Failed);
                if before == Stage::Failed {
                    self.begin_limit(at);
                }
                self.stands(before, at);
            }
            What::Revisited { kept } => {
                if *kept {
                    self.stands(Stage::Revisited, at);
                    self.begin_limit(at);
                }
            }
            What::Closed => {
                self.stands(Stage::Closed, at);
                self.over_since = self.over_since.or(Some(at));
            }
            What::Reopened { mediate_by } => {
                self.stands(Stage::Registered, at);
                self.reopened += 1;
                self.outcome = None;
                self.mediate_by = *mediate_by;
                self.revisit_by = None;
                self.over_since = None;
                self.begin_limit(at);
            }
            What::Reassigned { mediator } => self.mediator = mediator.clone(),
            What::Reminded { due, .. } => self.reminded = Some(*due),
            What::LateTold { due, .. } => self.told_late = Some(*due),
            What::RaisedIncident { number } => self.incidents.push(*number),
            What::NamesRemoved => self.removed = self.texts,
        }
    }

    /// Whether it was closed then with nothing after its failure: neither settled nor taken by another body.
    pub fn closed_without_end(&self, at: At) -> bool {
        let closes = |step: &Step| step.what == What::Closed && step.at == at;
        let closing = self.way.iter().rposition(closes);
        let before = closing
            .and_then(|place| self.way.get(..place))
            .unwrap_or_default();
        let last = before.iter().rev().find_map(|step| match step.what {
            What::Failed => Some(true),
            What::Agreed { .. } | What::TransferAccepted | What::Reopened { .. } => Some(false),
            _ => None,
        });
        last == Some(true)
    }

    /// Whether a body took it then out of a mediation that had begun: that mediation did not succeed.
    pub fn taken_unsettled(&self, at: At) -> bool {
        let taken = |transfer: &&Transfer| transfer.answered == Some((at, true));
        let mut taken = self.transfers.iter().filter(taken);
        taken.any(|transfer| transfer.from == Stage::Mediating)
    }

    /// Whether something is still to be done of it. A transfer that nobody has accepted is.
    pub fn is_open(&self) -> bool {
        self.over_since.is_none()
    }

    /// The limit that runs. Whatever is open has one, so that it is not forgotten: where the law names none, as
    /// long as a mediation may take.
    pub fn limit(&self) -> Option<(Limit, At)> {
        let mediation = (Limit::Mediation, self.mediate_by);
        let own = |limit: Limit| (limit, self.since.plus(self.mediation_takes()));
        match self.stage {
            Stage::Registered | Stage::Mediating => Some(mediation),
            Stage::Offered => {
                let last = self.transfers.last();
                let failed = last.is_none_or(|transfer| transfer.from == Stage::Failed);
                // A question to a body ends no mediation.
                Some(if failed {
                    own(Limit::Answer)
                } else {
                    mediation
                })
            }
            Stage::Agreed => self.revisit_by.map(|by| (Limit::Revisit, by)),
            Stage::Failed => Some(own(Limit::NextStep)),
            Stage::Revisited => self.is_open().then(|| own(Limit::Closing)),
            Stage::Transferred | Stage::Closed => None,
        }
    }

    /// How long a mediation of it may take: as it was when it was registered or reopened last.
    fn mediation_takes(&self) -> Duration {
        let takes = |step: &Step| match &step.what {
            What::Registered { mediate_by, .. } | What::Reopened { mediate_by } => {
                Some(mediate_by.since(step.at))
            }
            _ => None,
        };
        self.way
            .iter()
            .rev()
            .find_map(takes)
            .unwrap_or(MEDIATE_WITHIN)
    }

    /// Whether the limit that runs has passed.
    pub fn is_late(&self, now: At) -> bool {
        self.limit().is_some_and(|(_, by)| by <= now)
    }

    /// The body that was asked last.
    pub fn body(&self) -> Option<&str> {
        self.transfers.last().map(|transfer| transfer.body.as_str())
    }

    /// What falls due next of it, and when.
    pub fn next_due(&self, ledger: &Ledger) -> Option<(At, Due)> {
        let limit = self.limit().map(|(_, by)| match self.told_late {
            Some(told) => (told.plus(LEDGER_LATE_AGAIN), Due::Late),
            None => (by, Due::Late),
        });
        let remind = self.reminders(ledger).map(|at| (at, Due::Remind)).min();
        let forget = self.forget_due(ledger).map(|at| (at, Due::Forget));
        limit.into_iter().chain(remind).chain(forget).min()
    }

    /// The last reminder that is due and not sent.
    pub fn reminder_due(&self, ledger: &Ledger, now: At) -> Option<At> {
        self.reminders(ledger).filter(|at| *at <= now).max()
    }

    /// When it is due to tell that the limit has passed, the last time until now.
    pub fn late_due(&self, now: At) -> Option<At> {
        let (_, by) = self.limit().filter(|(_, by)| *by <= now)?;
        let weeks = now.since(by).as_secs() / LEDGER_LATE_AGAIN.as_secs();
        let due = by.plus(LEDGER_LATE_AGAIN.saturating_mul(u32::try_from(weeks).unwrap_or(0)));
        let told = self.told_late.is_some_and(|told| told >= due);
        (!told).then_some(due)
    }

    /// When its texts are to be removed, where they are there.
    pub fn forget_due(&self, ledger: &Ledger) -> Option<At> {
        let since = self.rests_since().filter(|_| self.removed < self.texts)?;
        Some(since.plus(ledger.retention?))
    }

    /// Since when nothing is done about it: over, failed or revisited, and nothing told since.
    fn rests_since(&self) -> Option<At> {
        let rests = matches!(self.stage, Stage::Failed | Stage::Revisited);
        let since = self.over_since.or(rests.then_some(self.since))?;
        let mut told = self.way.iter().rev().filter(|step| !step.texts.is_empty());
        Some(told.next().map_or(since, |step| step.at.max(since)))
    }

    /// Reminders of the limit that runs which are not sent. What was due before the limit was set is not
    /// owed, and nothing is after it has passed and was told.
    fn reminders(&self, ledger: &Ledger) -> impl Iterator<Item = At> {
        let limit = self.limit().filter(|_| self.told_late.is_none());
        let (set, reminded) = (self.limit_set, self.reminded);
        let before = ledger.remind.iter();
        before.filter_map(move |before| {
            let at = limit?.1.minus(*before);
            (at > set && reminded.is_none_or(|last| at > last)).then_some(at)
        })
    }

    fn stands(&mut self, stage: Stage, at: At) {
        self.stage = stage;
        self.since = at;
    }

    fn begin_limit(&mut self, at: At) {
        self.limit_set = at;
        self.reminded = None;
        self.told_late = None;
    }

    fn answered(&mut self, at: At, accepted: bool) {
        if let Some(transfer) = self.transfers.last_mut() {
            transfer.answered = Some((at, accepted));
        }
    }

    fn take_step(&mut self, at: At, by: &Actor, event: &LedgerEvent) {
        let last = event.texts.iter().map(|sealed| sealed.seq).max();
        self.texts = self.texts.max(last.unwrap_or(0));
        let passing = matches!(
            event.what,
            What::Read { .. } | What::Reminded { .. } | What::LateTold { .. }
        );
        if !passing {
            self.way.push(Step {
                at,
                by: by.clone(),
                what: event.what.clone(),
                texts: event.texts.iter().map(|sealed| sealed.seq).collect(),
            });
        }
    }
}
