//! Where decisions find old incidents and the records of all.

use super::*;
use crate::state::change::{self, ChangeEntry};
use crate::state::ledger::{Text, TextKey};
use crate::state::log::Log;

/// Old incidents and records, as of this very moment: the store and what is not committed yet.
pub(super) struct Library<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) pending: &'a Pending,
    pub(super) failed: RefCell<Option<StoreError>>,
}

impl Archive for Library<'_> {
    fn folder(&self, number: IncidentNumber) -> Option<Folder> {
        if let Some(folder) = self.pending.closed.get(&number) {
            return Some(folder.clone());
        }
        let key = crate::store::Key::numbered(Space::Archive, number.0);
        match self.store.state(&key) {
            Ok(bytes) => self.decoded(bytes?),
            Err(error) => self.fail(error),
        }
    }

    fn record(&self, number: IncidentNumber) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .stored_events(number.0)
            .into_iter()
            .filter_map(|bytes| self.decoded(bytes))
            .collect();
        entries.extend(
            self.pending
                .entries
                .iter()
                .filter(|e| e.number == number)
                .cloned(),
        );
        entries
    }

    fn changes(&self) -> Vec<ChangeEntry> {
        let stored = self.stored_events(change::STREAM).into_iter();
        let mut entries: Vec<ChangeEntry> =
            stored.filter_map(|bytes| self.decoded(bytes)).collect();
        entries.extend(self.pending.changes.iter().cloned());
        entries
    }

    fn text(&self, key: TextKey) -> Option<Text> {
        let bytes = match self.pending.text(key) {
            Some(pending) => pending.cloned(),
            None => match self.store.state(&key.key()) {
                Ok(bytes) => bytes,
                Err(error) => return self.fail(error),
            },
        };
        self.decoded(bytes?)
    }

    fn logged(&self, log: Log, entries: Range<u32>) -> Vec<Vec<u8>> {
        let stream = log.stream();
        let count =
            usize::try_from(entries.end.saturating_sub(entries.start)).unwrap_or(usize::MAX);
        let stored = self.store.events_from(stream, entries.start, count);
        let mut read = stored.unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            Vec::new()
        });
        let pending = self.pending.logged.iter();
        let pending =
            pending.filter(|entry| entry.stream == stream && entries.contains(&entry.seq));
        read.extend(pending.map(|entry| entry.value.clone()));
        read
    }
}

impl Library<'_> {
    fn stored_events(&self, stream: u64) -> Vec<Vec<u8>> {
        self.store.events(stream).unwrap_or_else(|error| {
            self.failed.borrow_mut().get_or_insert(error);
            Vec::new()
        })
    }

    fn decoded<T: serde::de::DeserializeOwned>(&self, bytes: Vec<u8>) -> Option<T> {
        match codec::decode(&bytes) {
            Ok(value) => Some(value),
            Err(error) => self.fail(StoreError::Fatal(error.to_string())),
        }
    }

    fn fail<T>(&self, error: StoreError) -> Option<T> {
        self.failed.borrow_mut().get_or_insert(error);
        None
    }
}
