//! Checks, night tests and the auditor: what is due of them, and how their rows ended.

use super::*;
use crate::audit::{self, Books, Overdue};
use crate::limits::AUDIT_ROWS;
use crate::outgoing::Outgoing;

impl Engine {
    /// Plans the next morning's check by the settings in force.
    pub(super) fn plan_morning(&mut self, now: At) {
        let planned = self.desk.selftests.morning;
        let next = decide::plan(&self.settings, planned, now);
        if next != planned {
            self.note(&DeskChange::Morning(next));
        }
    }

    /// The one timer of checks and night tests follows from what is under way.
    pub(super) fn refresh_selftest_timer(&mut self) {
        let name = TimerName::SelfTest.encode();
        match self.desk.selftests.next_due() {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }

    /// The sending of a probe, of the message for a result, of a night test or of something about a shift
    /// ended.
    pub(super) fn selftest_ended(
        &mut self,
        row: &Row,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        self.other_ended(row, outcome, now, store)?;
        let goes_on = match outcome {
            Outcome::RetryAfter(_)
            | Outcome::Transient(_)
            | Outcome::Unknown(_)
            | Outcome::Moved(_) => true,
            Outcome::Refused(_) => {
                row.stripped < results::STRIPS && matches!(row.body, Outgoing::Send { .. })
            }
            _ => false,
        };
        if goes_on {
            return Ok(());
        }
        let decision = self.ask(store, |world| {
            decide::selftest_ended(world, &row.subject, &row.body, outcome, now)
        })?;
        self.absorb(decision, now);
        Ok(())
    }

    /// The auditor looks, and says what is new. Whatever has lost its timer gets it again: none can be on
    /// its way, since whoever looks is the one who takes them.
    pub(super) fn audit(
        &mut self,
        slack: Duration,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let rows = store
            .rows(AUDIT_ROWS)?
            .iter()
            .map(|row| codec::decode(&row.value))
            .collect::<Result<Vec<Row>, _>>()
            .map_err(|error| StoreError::Fatal(error.to_string()))?;
        let found = audit::look(
            &Books {
                rows: &rows,
                open: &self.open,
                desk: &self.desk,
                ledger: &self.settings.ledger,
                slack,
            },
            now,
        );
        let lost: BTreeSet<IncidentNumber> = found
            .iter()
            .filter(|overdue| matches!(overdue.kind, audit::Late::Steps | audit::Late::Timers))
            .flat_map(|overdue| overdue.incidents.iter().copied())
            .collect();
        for number in lost {
            self.refresh_timer(number);
        }
        if found
            .iter()
            .any(|overdue| overdue.kind == audit::Late::Timers)
        {
            self.refresh_desk_timers();
        }
        let decision = self.ask(store, |world| decide::audited(world, &found, now))?;
        self.absorb(decision, now);
        self.overdue = found;
        Ok(())
    }

    /// Everything on the desk that happens by itself has its timer.
    pub(super) fn refresh_desk_timers(&mut self) {
        let forms: Vec<_> = self.desk.forms.keys().copied().collect();
        for (chat, user) in forms {
            self.refresh_form_timer(chat, user);
        }
        if self.desk.selftests.next_due().is_some() {
            self.refresh_selftest_timer();
        }
        let rosters: Vec<_> = self.desk.duties.rosters.keys().cloned().collect();
        for roster in rosters {
            self.refresh_duty_timer(&roster);
        }
        let rows: Vec<_> = self.desk.presence.keys().cloned().collect();
        for row in rows {
            self.refresh_presence_timer(&row);
        }
        let rows: Vec<_> = self.desk.prompts.keys().cloned().collect();
        for row in rows {
            self.refresh_prompt_timer(&row);
        }
        if !self.desk.disputes.is_empty() {
            self.refresh_ledger_timer();
        }
        let offering: Vec<_> = self.desk.offers.keys().copied().collect();
        for chat in offering {
            self.refresh_offer_timer(chat);
        }
    }

    /// What the auditor found when it looked last.
    pub fn overdue(&self) -> &[Overdue] {
        &self.overdue
    }
}
