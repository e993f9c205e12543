//! Entries of logs (`state::log`).

use serde::Serialize;

use super::*;
use crate::state::event::Actor;
use crate::state::log::{LogEntry, Logged};
use crate::store::EventWrite;

impl Engine {
    /// Writes an entry of a log.
    pub(super) fn log<E: Logged + Serialize>(&mut self, by: Actor, event: E, now: At) {
        let entry = LogEntry::chain(self.desk.log_end(E::LOG), now, by, event);
        self.note(&DeskChange::Logged(E::LOG, entry.head()));
        self.pending.logged.push(EventWrite {
            stream: E::LOG.stream(),
            seq: entry.seq,
            value: codec::encode(&entry),
        });
    }
}
