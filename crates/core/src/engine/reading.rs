//! A reading of the ledger while no bot runs: a copy that is written on the machine itself.

use super::load::desk_record;
use super::*;
use crate::state::event::Actor;
use crate::state::ledger::{LedgerEvent, Reading, What};
use crate::state::log::{LogEntry, Logged as _};
use crate::store::{EventWrite, Key, StateWrite};

/// Notes that a copy of the ledger is made, as every reading is: administrators see it. A ledger
/// without a dispute has nothing to be read.
///
/// # Errors
/// When the store can't be read or written: then no copy is to be made.
pub fn note_copy(store: &mut dyn Store, now: At) -> Result<(), StoreError> {
    let desk = desk(store)?;
    if desk.disputes.is_empty() {
        return Ok(());
    }
    let event = LedgerEvent {
        dispute: None,
        what: What::Read {
            what: Reading::Copy,
        },
        texts: Vec::new(),
    };
    let log = LedgerEvent::LOG;
    let entry = LogEntry::chain(desk.log_end(log), now, Actor::Bot, event);
    let (name, value) = desk_record(&DeskChange::Logged(log, entry.head()));
    let fence = store.acquire()?;
    let batch = Batch {
        id: (fence.epoch << 32) | 1,
        state: vec![StateWrite {
            key: Key::named(Space::Desk, name),
            value,
        }],
        events: vec![EventWrite {
            stream: log.stream(),
            seq: entry.seq,
            value: codec::encode(&entry),
        }],
        ..Batch::default()
    };
    store.commit(&fence, &batch)?;
    Ok(())
}
