//! Entries of the ledger: into the log, into the dispute, and what was told into the private room, in one
//! commit. One timer follows from all disputes.

use super::*;
use crate::decide::Entered;
use crate::state::ledger::{Dispute, TextKey, What};

impl Engine {
    /// Writes the entries of a decision; the timer that follows from them is set once.
    pub(super) fn enter_all(&mut self, entries: Vec<Entered>, now: At) {
        let mut changed = false;
        for entered in entries {
            changed |= self.enter(entered, now);
        }
        if changed {
            self.refresh_ledger_timer();
        }
    }

    /// Writes an entry and makes the dispute what it says; whether that changed it.
    fn enter(&mut self, entered: Entered, now: At) -> bool {
        let mut changed = false;
        let Entered { by, event, texts } = entered;
        for (key, text) in &texts {
            self.pending.keep_text(*key, Some(text));
        }
        if let Some(number) = event.dispute {
            let known = self.desk.disputes.get(&number).cloned();
            let before = known.clone();
            let dispute = match known {
                Some(mut dispute) => {
                    debug_assert!(dispute.allows(&event.what), "{event:?}");
                    dispute.apply(now, &by, &event);
                    Some(dispute)
                }
                None => Dispute::begin(now, &by, &event),
            };
            if let Some(dispute) = dispute.filter(|dispute| before.as_ref() != Some(dispute)) {
                if matches!(event.what, What::NamesRemoved) {
                    let first = before.map_or(0, |dispute| dispute.removed) + 1;
                    for seq in first..=dispute.removed {
                        let key = TextKey {
                            dispute: number,
                            seq,
                        };
                        self.pending.keep_text(key, None);
                    }
                }
                self.note(&DeskChange::Dispute(Box::new(dispute)));
                changed = true;
            }
        }
        self.log(by, event, now);
        changed
    }

    /// The ledger's one timer follows from its disputes.
    pub(super) fn refresh_ledger_timer(&mut self) {
        let ledger = &self.settings.ledger;
        let disputes = self.desk.disputes.values();
        let due = disputes
            .filter_map(|dispute| dispute.next_due(ledger))
            .min();
        let name = TimerName::Ledger.encode();
        match due {
            Some((due, _)) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }
}
