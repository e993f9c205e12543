//! Bugs planted on purpose: a simulation that does not find them finds nothing.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use dutybell_core::ids::{RowId, UpdateId};
use dutybell_core::store::model::{Disk, ModelStore};
use dutybell_core::store::{
    Batch, Committed, EachEntry, Fence, Key, Reads, Space, Store, StoreError, StoredRow,
    StoredTimer,
};
use dutybell_core::time::At;

/// What is wrong with the bot on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Planted {
    /// Nothing.
    #[default]
    Nothing,
    /// The store says that it is done, and forgets every timer due in a second that five divides.
    /// Forgetting the timers of a batch goes unnoticed: what follows sets them again.
    LosesTimers,
    /// At a restart the rows of every fifth batch are gone.
    LosesRows,
    /// What was sent stays in the outbox in every third batch, and is sent anew after a restart.
    KeepsSentRows,
    /// Updates are confirmed to Telegram before they are durable.
    ConfirmsEarly,
    /// No timer of prompts or of the ledger is kept.
    LosesRecurring,
    /// What names parties may be forwarded.
    Unprotected,
}

/// Opens stores, honest ones and others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vault {
    ledger: Arc<Mutex<Ledger>>,
}

/// What a faulty store remembers over restarts.
#[derive(Debug, Default)]
struct Ledger {
    batches: u64,
    doomed: BTreeSet<RowId>,
}

impl Vault {
    /// Starts a process on the disk.
    pub(crate) fn open(&self, disk: &Disk, planted: Planted) -> Result<Box<dyn Store>, StoreError> {
        let store = ModelStore::open(disk)?;
        Ok(match planted {
            Planted::Nothing | Planted::ConfirmsEarly => Box::new(store),
            _ => Box::new(Faulty {
                store,
                planted,
                ledger: Arc::clone(&self.ledger),
            }),
        })
    }
}

struct Faulty {
    store: ModelStore,
    planted: Planted,
    ledger: Arc<Mutex<Ledger>>,
}

impl Faulty {
    fn spoil(&self, batch: &Batch) -> Batch {
        let mut batch = batch.clone();
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.batches += 1;
        match self.planted {
            Planted::LosesTimers => {
                let lost = |timer: &StoredTimer| timer.due.0.div_euclid(1000) % 5 == 0;
                let names = batch.timers.iter().filter(|timer| lost(timer));
                batch
                    .timers_cleared
                    .extend(names.map(|timer| timer.name.clone()));
                batch.timers.retain(|timer| !lost(timer));
            }
            Planted::LosesRows if ledger.batches.is_multiple_of(5) => {
                ledger.doomed.extend(batch.rows.iter().map(|row| row.id));
            }
            Planted::KeepsSentRows if ledger.batches.is_multiple_of(3) => batch.rows_done.clear(),
            Planted::LosesRecurring => batch.timers.retain(|timer| !is_recurring(&timer.name)),
            Planted::Unprotected => {
                for row in &mut batch.rows {
                    row.value = unprotected(&row.value);
                }
            }
            _ => {}
        }
        batch
    }
}

fn is_recurring(name: &[u8]) -> bool {
    name.starts_with(b"prompt/") || name.starts_with(b"ledger")
}

/// A row as it is stored, with its message free to be forwarded.
fn unprotected(value: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(value);
    text.replace("\"protect\":true", "\"protect\":false")
        .into_bytes()
}

impl Reads for Faulty {
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.state(key)
    }

    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        self.store.load(space, each)
    }

    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.store.events_from(stream, seq, limit)
    }
}

impl Store for Faulty {
    fn acquire(&mut self) -> Result<Fence, StoreError> {
        let fence = self.store.acquire()?;
        let doomed = {
            let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut ledger.doomed)
        };
        if !doomed.is_empty() {
            let batch = Batch {
                id: (fence.epoch << 32) | 0xFFFF_FFFF,
                rows_done: doomed.into_iter().collect(),
                ..Batch::default()
            };
            self.store.commit(&fence, &batch)?;
        }
        Ok(fence)
    }

    fn seen(&self, update: UpdateId, now: At) -> Result<bool, StoreError> {
        self.store.seen(update, now)
    }

    fn commit(&mut self, fence: &Fence, batch: &Batch) -> Result<Committed, StoreError> {
        let spoilt = self.spoil(batch);
        self.store.commit(fence, &spoilt)
    }

    fn claim_timers(
        &mut self,
        fence: &Fence,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, StoreError> {
        self.store.claim_timers(fence, now, limit)
    }

    fn next_timer(&self) -> Result<Option<At>, StoreError> {
        self.store.next_timer()
    }

    fn rows(&self, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.store.rows(limit)
    }

    fn claim_rows(&mut self, fence: &Fence, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.store.claim_rows(fence, limit)
    }
}
