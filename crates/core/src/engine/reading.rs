//! A reading of the ledger while no bot runs: a copy that is written on the machine itself.

use super::load::desk_record;
use super::log::next_entry;
use super::*;
use crate::state::event::Actor;
use crate::state::ledger::{LedgerEvent, Reading, What};
use crate::store::{Key, StateWrite};

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
    let (end, entry) = next_entry(&desk, Actor::Bot, event, now);
    let (name, value) = desk_record(&end);
    let fence = store.acquire()?;
    let batch = Batch {
        id: (fence.epoch << 32) | 1,
        state: vec![StateWrite {
            key: Key::named(Space::Desk, name),
            value,
        }],
        events: vec![entry],
        ..Batch::default()
    };
    store.commit(&fence, &batch)?;
    Ok(())
}
