//! A store in memory that knows what is not yet durable.
//!
//! A [`Disk`] outlives the processes that use it. [`ModelStore::open`] starts a process; a death
//! planned on the disk ends it in the middle of a commit, and every later call of that process
//! fails until the disk is opened again:
//!
//! ```
//! use dutybell_core::store::model::{DeathPoint, Disk, ModelStore};
//! use dutybell_core::store::{Batch, Key, Reads, Space, StateWrite, Store};
//!
//! let disk = Disk::new();
//! let key = Key::named(Space::Desk, "a");
//! let write = StateWrite { key: key.clone(), value: Some(b"1".to_vec()) };
//! let batch = Batch { id: 1, state: vec![write], ..Batch::default() };
//!
//! disk.die_at(1, DeathPoint::AfterWriteBeforeSync);
//! let mut store = ModelStore::open(&disk)?;
//! let fence = store.acquire()?;
//! assert!(store.commit(&fence, &batch).is_err());
//! assert!(store.state(&key).is_err(), "the process is dead");
//!
//! let store = ModelStore::open(&disk)?;
//! assert_eq!(store.state(&key)?, None, "and what it had not synced is lost");
//! # Ok::<(), dutybell_core::store::StoreError>(())
//! ```

mod disk;
mod image;

use std::collections::BTreeSet;

pub use disk::{DeathPoint, Disk};

use super::{
    Batch, Committed, EachEntry, Fence, Key, Reads, Space, Store, StoreError, StoredRow,
    StoredTimer, rules,
};
use crate::ids::{RowId, UpdateId};
use crate::time::At;

/// One process that uses a [`Disk`].
#[derive(Debug)]
pub struct ModelStore {
    disk: Disk,
    /// The life of the disk in which this process was started.
    life: u64,
    /// Why this process may not go on, once it may not.
    ended: Option<String>,
    epoch: Option<u64>,
    claimed_rows: BTreeSet<RowId>,
    claimed_timers: BTreeSet<Vec<u8>>,
}

impl ModelStore {
    /// Starts a process on the disk. Several may run at a time, as on a shared database: the
    /// last that acquires fences the others.
    pub fn open(disk: &Disk) -> Result<Self, StoreError> {
        let inner = disk.lock();
        inner.check_format()?;
        Ok(Self {
            life: inner.life,
            disk: disk.clone(),
            ended: None,
            epoch: None,
            claimed_rows: BTreeSet::new(),
            claimed_timers: BTreeSet::new(),
        })
    }

    /// Runs `read` on what this process sees, unless it is dead. A process that failed to write
    /// may still read.
    fn look<T>(&self, read: impl FnOnce(&image::Image) -> T) -> Result<T, StoreError> {
        let inner = self.disk.lock();
        if inner.life != self.life {
            return Err(StoreError::Fatal("the store's process has died".to_owned()));
        }
        match &self.ended {
            Some(reason) => Err(StoreError::Fatal(reason.clone())),
            None => Ok(read(&inner.image)),
        }
    }

    fn check_fence(&self, fence: &Fence) -> Result<(), StoreError> {
        let current = self.look(|image| image.epoch)?;
        match self.epoch {
            None => rules::not_acquired(),
            Some(own) if own == current && fence.epoch == current => Ok(()),
            Some(_) => Err(StoreError::Fenced {
                held: fence.epoch,
                current,
            }),
        }
    }

    fn forget_claims(&mut self) {
        self.claimed_rows.clear();
        self.claimed_timers.clear();
    }
}

impl Reads for ModelStore {
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.look(|image| image.state.get(key).cloned())
    }

    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        // Copied out, so that `each` may use the store.
        let entries = self.look(|image| image.space(space))?;
        entries
            .iter()
            .try_for_each(|(name, value)| each(name, value))
    }

    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.look(|image| image.events_from(stream, seq, limit))
    }
}

impl Store for ModelStore {
    fn acquire(&mut self) -> Result<Fence, StoreError> {
        self.look(|_| ())?;
        let epoch = self.disk.lock().raise_epoch();
        match epoch {
            Ok(epoch) => {
                self.forget_claims();
                self.epoch = Some(epoch);
                Ok(Fence { epoch })
            }
            Err(reason) => {
                self.ended = Some(reason.clone());
                Err(StoreError::Fatal(reason))
            }
        }
    }

    fn seen(&self, update: UpdateId, now: At) -> Result<bool, StoreError> {
        self.look(|image| image.has_seen(update, now))
    }

    fn commit(&mut self, fence: &Fence, batch: &Batch) -> Result<Committed, StoreError> {
        self.check_fence(fence)?;
        rules::check(batch)?;
        if self.look(|image| image.batches.contains(&batch.id))? {
            return Ok(Committed::AlreadyDone);
        }
        self.look(|image| image.check_events(batch))??;
        if let Err(reason) = self.disk.lock().write(batch) {
            self.ended = Some(reason.clone());
            return Err(StoreError::Fatal(reason));
        }
        for id in &batch.rows_done {
            self.claimed_rows.remove(id);
        }
        self.claimed_rows
            .extend(batch.rows.iter().map(|row| row.id));
        for name in batch
            .timers
            .iter()
            .map(|timer| &timer.name)
            .chain(&batch.timers_cleared)
        {
            self.claimed_timers.remove(name);
        }
        Ok(Committed::Done)
    }

    fn claim_timers(
        &mut self,
        fence: &Fence,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, StoreError> {
        self.check_fence(fence)?;
        let timers = self.look(|image| {
            let due = image.timers_in_order().take_while(|timer| timer.due <= now);
            let free = due.filter(|timer| !self.claimed_timers.contains(&timer.name));
            free.take(limit).collect::<Vec<_>>()
        })?;
        self.claimed_timers
            .extend(timers.iter().map(|timer| timer.name.clone()));
        Ok(timers)
    }

    fn next_timer(&self) -> Result<Option<At>, StoreError> {
        self.look(|image| {
            let mut order = image.timer_order.iter();
            order
                .find(|(_, name)| !self.claimed_timers.contains(name))
                .map(|(due, _)| *due)
        })
    }

    fn rows(&self, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.look(|image| {
            let order = image.row_order.iter().take(limit);
            order
                .filter_map(|(.., id)| image.rows.get(id).cloned())
                .collect()
        })
    }

    fn claim_rows(&mut self, fence: &Fence, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.check_fence(fence)?;
        let rows = self.look(|image| {
            let free = image
                .row_order
                .iter()
                .filter(|(.., id)| !self.claimed_rows.contains(id));
            free.take(limit)
                .filter_map(|(.., id)| image.rows.get(id).cloned())
                .collect::<Vec<_>>()
        })?;
        self.claimed_rows.extend(rows.iter().map(|row| row.id));
        Ok(rows)
    }
}
