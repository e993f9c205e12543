//! Figures of the mediations of a month or of a report: a fold of the ledger's log.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::DisputeNumber;
use crate::limits::MEDIATE_WITHIN;
use crate::state::ledger::{Dispute, LedgerEntry, What};
use crate::time::At;

/// What became of disputes in a time. A dispute may be mediated more than once, and counts each time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mediations {
    /// Entered in the register.
    pub registered: Vec<DisputeNumber>,
    /// The parties agreed, and it has not broken out again up to now.
    pub agreed: Vec<DisputeNumber>,
    /// The parties agreed, and it has broken out again since: no success.
    pub broken: Vec<DisputeNumber>,
    /// The parties did not agree.
    pub failed: Vec<DisputeNumber>,
    /// Another body has taken them.
    pub transferred: Vec<DisputeNumber>,
    /// Of those, out of a mediation that had begun: it did not succeed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<DisputeNumber>,
    /// They broke out again after an end.
    pub reopened: Vec<DisputeNumber>,
    /// The parties were visited again, and keep what they agreed.
    pub revisited: Vec<DisputeNumber>,
    /// At the end of that time, or now, their mediation has not ended.
    pub pending: Vec<DisputeNumber>,
    /// Of those, past their limit.
    pub overdue: Vec<DisputeNumber>,
    /// At the end of that time, or now, failed with no step after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stuck: Vec<DisputeNumber>,
}

impl Mediations {
    /// Counts what the entries tell, in their order: of those within the time; later ones tell whether an
    /// agreement stands up to now. `disputes` are those of which they tell, as they stand now.
    pub fn of<'a>(
        entries: impl IntoIterator<Item = &'a LedgerEntry>,
        disputes: &BTreeMap<DisputeNumber, Dispute>,
        within: impl Fn(&LedgerEntry) -> bool,
    ) -> Self {
        let mut figures = Self::default();
        // Agreements within the time that stand, by dispute.
        let mut standing: BTreeMap<DisputeNumber, usize> = BTreeMap::new();
        let mut agreements: Vec<(DisputeNumber, bool)> = Vec::new();
        for entry in entries {
            let Some(number) = entry.event.dispute else {
                continue;
            };
            let within = within(entry);
            match &entry.event.what {
                What::Registered { .. } if within => figures.registered.push(number),
                What::Failed if within => figures.failed.push(number),
                What::TransferAccepted if within => {
                    let dispute = disputes.get(&number);
                    if dispute.is_some_and(|dispute| dispute.taken_unsettled(entry.at)) {
                        figures.taken.push(number);
                    }
                    figures.transferred.push(number);
                }
                What::Agreed { .. } => {
                    standing.remove(&number);
                    if within {
                        standing.insert(number, agreements.len());
                        agreements.push((number, true));
                    }
                }
                What::Revisited { kept: true } if within => figures.revisited.push(number),
                What::Reopened { .. } | What::Revisited { kept: false } => {
                    if within && matches!(entry.event.what, What::Reopened { .. }) {
                        figures.reopened.push(number);
                    }
                    let place = standing.remove(&number);
                    if let Some(agreement) = place.and_then(|place| agreements.get_mut(place)) {
                        agreement.1 = false;
                    }
                }
                _ => {}
            }
        }
        for (number, stands) in agreements {
            if stands {
                figures.agreed.push(number);
            } else {
                figures.broken.push(number);
            }
        }
        figures
    }

    /// Looks at what had not ended at an instant.
    pub fn with_pending<'a>(
        mut self,
        disputes: impl IntoIterator<Item = &'a Dispute>,
        at: At,
    ) -> Self {
        for dispute in disputes {
            if has_failed(dispute, at) {
                self.stuck.push(dispute.number);
            }
            let Some(limit) = mediated_until(dispute, at) else {
                continue;
            };
            self.pending.push(dispute.number);
            if limit < at {
                self.overdue.push(dispute.number);
            }
        }
        self
    }

    /// Mediations that ended: the whole of the rate, of which those agreed are the part.
    pub fn ended(&self) -> usize {
        self.agreed.len() + self.broken.len() + self.failed.len() + self.taken.len()
    }

    /// Whether there is nothing to show of a month.
    pub fn is_empty(&self) -> bool {
        let lists = [
            &self.registered,
            &self.agreed,
            &self.broken,
            &self.failed,
            &self.transferred,
            &self.pending,
            &self.stuck,
        ];
        lists.into_iter().all(Vec::is_empty)
    }
}

/// Whether a dispute had failed at an instant, and nothing followed: no other mediation, and no body that was asked
/// and has not refused.
fn has_failed(dispute: &Dispute, at: At) -> bool {
    let steps = dispute.way.iter().take_while(|step| step.at <= at);
    let (failed, _) = steps.fold((false, false), |(failed, before), step| match &step.what {
        What::Failed => (true, false),
        What::TransferOffered { .. } => (false, failed),
        What::TransferRefused => (before, false),
        What::MediationBegan
        | What::Agreed { .. }
        | What::TransferAccepted
        | What::Closed
        | What::Reopened { .. } => (false, false),
        _ => (failed, before),
    });
    failed
}

/// Until when a dispute was to be mediated, where its mediation had begun and not ended at an instant.
fn mediated_until(dispute: &Dispute, at: At) -> Option<At> {
    let mut takes = MEDIATE_WITHIN;
    let mut until = None;
    for step in dispute.way.iter().take_while(|step| step.at <= at) {
        match &step.what {
            What::Registered { mediate_by, .. } | What::Reopened { mediate_by } => {
                takes = mediate_by.since(step.at);
                until = Some(*mediate_by);
            }
            // A second mediation has its own time.
            What::MediationBegan => until = until.or_else(|| Some(step.at.plus(takes))),
            What::Agreed { .. } | What::Failed | What::TransferAccepted | What::Closed => {
                until = None;
            }
            _ => {}
        }
    }
    until
}
