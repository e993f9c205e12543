//! What every store refuses before it writes anything.

use std::collections::BTreeSet;

use super::{Batch, Key, StoreError};
use crate::ids::RowId;
use crate::limits::{BATCH_BYTES, KEY_BYTES};

/// Bytes counted for the fixed parts of one entry: ids, instants, tags.
const ENTRY_BYTES: usize = 32;

/// Refuses a batch that breaks the contract whatever is stored: too large, a key too long, or
/// two writes of one key (their order would decide, and a batch has none).
pub fn check(batch: &Batch) -> Result<(), StoreError> {
    check_keys(batch)?;
    let bytes = batch_bytes(batch);
    if bytes > BATCH_BYTES {
        return refuse(format!(
            "{bytes} bytes, at most {BATCH_BYTES} fit one batch"
        ));
    }
    let mut once = BTreeSet::new();
    for write in &batch.state {
        if !once.insert(&write.key) {
            return refuse(format!("two writes of {}", state_name(&write.key)));
        }
    }
    let mut once = BTreeSet::new();
    for event in &batch.events {
        if !once.insert((event.stream, event.seq)) {
            return refuse(format!(
                "two writes of {}",
                event_name(event.stream, event.seq)
            ));
        }
    }
    let mut once = BTreeSet::new();
    for id in batch
        .rows
        .iter()
        .map(|row| row.id)
        .chain(batch.rows_done.iter().copied())
    {
        if !once.insert(id) {
            return refuse(format!("two writes of {}", row_name(id)));
        }
    }
    let mut once = BTreeSet::new();
    for name in timer_names(batch) {
        if !once.insert(name) {
            return refuse(format!("two writes of {}", timer_name(name)));
        }
    }
    Ok(())
}

/// Refuses the second event at one place of a stream.
pub fn event_exists<T>(stream: u64, seq: u32) -> Result<T, StoreError> {
    refuse(format!("{} is written already", event_name(stream, seq)))
}

/// Refuses a fence where nobody acquired the store since it was opened: an epoch from an
/// earlier process proves nothing.
pub fn not_acquired<T>() -> Result<T, StoreError> {
    refuse("the store was not acquired since it was opened".to_owned())
}

/// The bytes that count against [`BATCH_BYTES`].
pub fn batch_bytes(batch: &Batch) -> usize {
    let state = batch
        .state
        .iter()
        .map(|write| write.key.name.len() + write.value.as_ref().map_or(0, Vec::len));
    let events = batch.events.iter().map(|event| event.value.len());
    let rows = batch.rows.iter().map(|row| row.value.len());
    let timers = batch
        .timers
        .iter()
        .map(|timer| timer.name.len() + timer.value.len());
    let cleared = batch.timers_cleared.iter().map(Vec::len);
    let fixed = batch.seen.len() + batch.rows_done.len();
    let entries = state.chain(events).chain(rows).chain(timers).chain(cleared);
    entries.map(|bytes| bytes + ENTRY_BYTES).sum::<usize>() + fixed * ENTRY_BYTES
}

fn check_keys(batch: &Batch) -> Result<(), StoreError> {
    for write in &batch.state {
        if write.key.name.len() > KEY_BYTES {
            return refuse(too_long(&state_name(&write.key), write.key.name.len()));
        }
    }
    for name in timer_names(batch) {
        if name.len() > KEY_BYTES {
            return refuse(too_long(&timer_name(name), name.len()));
        }
    }
    Ok(())
}

fn timer_names(batch: &Batch) -> impl Iterator<Item = &Vec<u8>> {
    batch
        .timers
        .iter()
        .map(|timer| &timer.name)
        .chain(&batch.timers_cleared)
}

fn too_long(name: &str, bytes: usize) -> String {
    format!("the key of {name} has {bytes} bytes, at most {KEY_BYTES} fit")
}

fn state_name(key: &Key) -> String {
    format!("state {:?} \"{}\"", key.space, key.name.escape_ascii())
}

fn event_name(stream: u64, seq: u32) -> String {
    format!("event {seq} of stream {stream}")
}

fn row_name(id: RowId) -> String {
    format!("row {id}")
}

fn timer_name(name: &[u8]) -> String {
    format!("timer \"{}\"", name.escape_ascii())
}

fn refuse<T>(reason: String) -> Result<T, StoreError> {
    Err(StoreError::Refused(reason))
}
