//! What was handed out under the epoch in force. In memory: a new epoch hands out anew.

use std::collections::BTreeSet;

use dutybell_core::ids::RowId;
use dutybell_core::store::{Batch, StoredRow, StoredTimer};
use dutybell_core::time::At;
use sled::Db;

use super::keys;
use super::value::{self, ReadError};

/// The claims of one epoch.
///
/// Rows written under this epoch are born claimed, so the rows still to be handed out are those
/// of earlier epochs: one walk over the outbox finds them all, and when it has ended nothing
/// needs to be remembered.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// How far the walk over the outbox has come.
    walked: Option<Vec<u8>>,
    walk_ended: bool,
    /// Rows written during the walk.
    born: BTreeSet<RowId>,
    timers: BTreeSet<Vec<u8>>,
}

impl Claims {
    /// Takes note of a batch that was committed.
    pub(super) fn committed(&mut self, batch: &Batch) {
        if !self.walk_ended {
            for id in &batch.rows_done {
                self.born.remove(id);
            }
            self.born.extend(batch.rows.iter().map(|row| row.id));
        }
        for name in batch
            .timers
            .iter()
            .map(|timer| &timer.name)
            .chain(&batch.timers_cleared)
        {
            self.timers.remove(name);
        }
    }

    /// Hands out rows by (priority, due, id).
    pub(super) fn rows(&mut self, db: &Db, limit: usize) -> Result<Vec<StoredRow>, ReadError> {
        let mut rows = Vec::new();
        if self.walk_ended {
            return Ok(rows);
        }
        let mut range = keys::rows();
        if let Some(walked) = &self.walked {
            // The first key after the last one handed out.
            range.start = [walked.as_slice(), &[0]].concat();
        }
        let mut entries = db.range(range);
        while rows.len() < limit {
            let Some(entry) = entries.next() else {
                self.walk_ended = true;
                self.born.clear();
                break;
            };
            let (key, entry) = entry?;
            let parts = keys::row_parts(&key).ok_or(ReadError::Damaged("a row's key is cut"))?;
            let (priority, due, id) = parts;
            if !self.born.contains(&id) {
                let value = value::whole(db, &key, &entry)?;
                rows.push(StoredRow {
                    id,
                    priority,
                    due,
                    value,
                });
            }
            self.walked = Some(key.to_vec());
        }
        Ok(rows)
    }

    /// Hands out the timers due at `now` by (due, name).
    pub(super) fn timers(
        &mut self,
        db: &Db,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, ReadError> {
        let mut timers = Vec::new();
        let mut entries = db.range(keys::timers());
        while timers.len() < limit
            && let Some(entry) = entries.next()
        {
            let (key, entry) = entry?;
            let (due, name) = timer_parts(&key)?;
            if due > now {
                break;
            }
            if !self.timers.contains(name) {
                let value = value::whole(db, &key, &entry)?;
                timers.push(StoredTimer {
                    due,
                    name: name.to_vec(),
                    value,
                });
            }
        }
        self.timers
            .extend(timers.iter().map(|timer| timer.name.clone()));
        Ok(timers)
    }

    /// When the first timer that was not handed out falls due.
    pub(super) fn next_timer(&self, db: &Db) -> Result<Option<At>, ReadError> {
        for entry in db.range(keys::timers()) {
            let (key, _) = entry?;
            let (due, name) = timer_parts(&key)?;
            if !self.timers.contains(name) {
                return Ok(Some(due));
            }
        }
        Ok(None)
    }
}

/// Rows by (priority, due, id), whether handed out or not.
pub(super) fn all_rows(db: &Db, limit: usize) -> Result<Vec<StoredRow>, ReadError> {
    let mut rows = Vec::new();
    for entry in db.range(keys::rows()).take(limit) {
        let (key, entry) = entry?;
        rows.push(row(db, &key, &entry)?);
    }
    Ok(rows)
}

fn row(db: &Db, key: &[u8], entry: &[u8]) -> Result<StoredRow, ReadError> {
    let parts = keys::row_parts(key).ok_or(ReadError::Damaged("a row's key is cut"))?;
    let (priority, due, id) = parts;
    let value = value::whole(db, key, entry)?;
    Ok(StoredRow {
        id,
        priority,
        due,
        value,
    })
}

fn timer_parts(key: &[u8]) -> Result<(At, &[u8]), ReadError> {
    keys::timer_parts(key).ok_or(ReadError::Damaged("a timer's key is cut off"))
}
