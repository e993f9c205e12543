//! Entries of logs (`state::log`).

use serde::Serialize;

use super::*;
use crate::state::event::Actor;
use crate::state::log::{LogEntry, Logged};
use crate::store::EventWrite;

impl Engine {
    /// Writes an entry of a log.
    pub(super) fn log<E: Logged + Serialize>(&mut self, by: Actor, event: E, now: At) {
        let (end, entry) = next_entry(&self.desk, by, event, now);
        self.note(&end);
        self.pending.logged.push(entry);
    }
}

/// The entry that follows in a log, and the log's end by it.
pub(super) fn next_entry<E: Logged + Serialize>(
    desk: &Desk,
    by: Actor,
    event: E,
    now: At,
) -> (DeskChange, EventWrite) {
    let entry = LogEntry::chain(desk.log_end(E::LOG), now, by, event);
    let end = DeskChange::Logged(E::LOG, entry.head());
    let entry = EventWrite {
        stream: E::LOG.stream(),
        seq: entry.seq,
        value: codec::encode(&entry),
    };
    (end, entry)
}
