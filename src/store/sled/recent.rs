//! The ids of the last batches, so that one repeated in doubt is recognised.

use std::collections::{BTreeSet, VecDeque};

use dutybell_core::store::BATCHES_REMEMBERED;
use sled::{Batch, Db};

use super::keys;
use super::value::ReadError;

/// The last batches, in memory and in as many places on the disk, used in turn.
#[derive(Debug, Default)]
pub(super) struct RecentBatches {
    ids: BTreeSet<u64>,
    order: VecDeque<u64>,
    written: u64,
}

impl RecentBatches {
    /// Reads them from the store.
    pub(super) fn load(db: &Db) -> Result<Self, ReadError> {
        let mut stored = Vec::new();
        for entry in db.range(keys::batches()) {
            let (_, value) = entry?;
            stored.push(parts(&value).ok_or(ReadError::Damaged("a batch id is cut off"))?);
        }
        stored.sort_unstable();
        let mut recent = Self::default();
        for (number, id) in stored {
            recent.written = number;
            recent.note(id);
        }
        Ok(recent)
    }

    /// Whether a batch was committed.
    pub(super) fn contains(&self, id: u64) -> bool {
        self.ids.contains(&id)
    }

    /// Adds to a batch what remembers it, in the place of the oldest.
    pub(super) fn write(&self, batch: &mut Batch, id: u64) {
        let number = self.written + 1;
        let slot = number % BATCHES_REMEMBERED as u64;
        let value = [number.to_be_bytes(), id.to_be_bytes()].concat();
        batch.insert(keys::batch(u16::try_from(slot).unwrap_or(0)), value);
    }

    /// Remembers a batch that was committed.
    pub(super) fn committed(&mut self, id: u64) {
        self.written += 1;
        self.note(id);
    }

    fn note(&mut self, id: u64) {
        self.ids.insert(id);
        self.order.push_back(id);
        if self.order.len() > BATCHES_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }
}

const _: () = assert!(
    BATCHES_REMEMBERED <= u16::MAX as usize,
    "a slot is two bytes"
);

fn parts(value: &[u8]) -> Option<(u64, u64)> {
    let (number, rest) = value.split_first_chunk()?;
    Some((
        u64::from_be_bytes(*number),
        u64::from_be_bytes(rest.try_into().ok()?),
    ))
}
