//! The store on a local disk: one sled tree, one atomic batch a commit, one sync before it is
//! said to be done.
//!
//! sled 0.34 is used for what it does well and guarded where it does not:
//! - its flush is followed by an `fdatasync` of ours, which also empties the disk's cache;
//! - no value ever leaves its log for a file of its own, which it would not sync (`value`);
//! - it shortens its log only where it is opened, so the store reopens itself now and then, and
//!   a start after a crash reads little (`REOPEN_AFTER_BYTES`);
//! - it opens in two steps, so that a power cut while opening leaves no hole (`log::recover`);
//! - where it forgets to wake a writer after an error, that is made up for (`watch`);
//! - after an error it is not asked again: what it then holds in memory may be half a batch.

mod batch;
mod claims;
mod directory;
mod events;
mod fault;
mod keys;
mod log;
mod recent;
mod sync;
#[cfg(test)]
mod tests;
mod value;
mod watch;

use std::path::{Path, PathBuf};

use dutybell_core::ids::UpdateId;
use dutybell_core::store::{
    Batch, Committed, EachEntry, FORMAT, Fence, Key, Reads, Space, Store, StoreError, StoredRow,
    StoredTimer, rules, seen,
};
use dutybell_core::time::At;

use self::batch::Draft;
use self::claims::Claims;
use self::directory::DirectoryLock;
use self::log::Log;
use self::recent::RecentBatches;
use self::value::ReadError;

/// Bytes of a segment of sled's log. Stored with the store: it can't change.
const SEGMENT_BYTES: usize = 512 * 1024;

/// Bytes of batches after which the store reopens itself, so that a start after a crash reads
/// little: sled writes some six bytes of log for each, and reads 26 MB in about 30 ms. Reopening
/// takes that long too, with a history of 100,000 incidents.
const REOPEN_AFTER_BYTES: usize = 4 * 1024 * 1024;

/// A store in a directory.
#[derive(Debug)]
pub(crate) struct SledStore {
    dir: PathBuf,
    condition: Condition,
    epoch: u64,
    acquired: bool,
    recent: RecentBatches,
    claims: Claims,
    written: usize,
    _lock: DirectoryLock,
}

#[derive(Debug)]
enum Condition {
    Open(Log),
    /// A write failed; the reason is the answer to every later call.
    Broken(String),
}

impl SledStore {
    /// Opens the store in `dir`, or makes a new one.
    pub(crate) fn open(dir: &Path) -> Result<Self, StoreError> {
        let lock = DirectoryLock::take(dir)?;
        let mut store = Self {
            dir: dir.to_owned(),
            condition: Condition::Open(Log::open(dir)?),
            epoch: 0,
            acquired: false,
            recent: RecentBatches::default(),
            claims: Claims::default(),
            written: 0,
            _lock: lock,
        };
        store.check_format()?;
        store.epoch = store.read(read_epoch)?;
        store.recent = store.read(RecentBatches::load)?;
        Ok(store)
    }

    /// Whether a bot has run here before.
    pub(crate) fn exists(dir: &Path) -> bool {
        dir.join("db").exists()
    }

    /// Opens the store in `dir`; one that is not there is not made: whoever wants to read it has
    /// the wrong folder.
    pub(crate) fn open_existing(dir: &Path) -> Result<Self, StoreError> {
        if Self::exists(dir) {
            return Self::open(dir);
        }
        Err(StoreError::Fatal(format!(
            "{} holds no store\n  mend `data_dir` in the configuration; the first `dutybell run` makes a store",
            dir.display()
        )))
    }

    fn check_format(&mut self) -> Result<(), StoreError> {
        match self.read(read_format)? {
            Some(FORMAT) => Ok(()),
            Some(found) if found > FORMAT => Err(StoreError::TooNew {
                found,
                known: FORMAT,
            }),
            Some(_) => Err(fault::damaged(
                &self.dir,
                "its format is none that ever was",
            )),
            None => self.create(),
        }
    }

    /// Marks a new store with its format, once its files are durable.
    fn create(&mut self) -> Result<(), StoreError> {
        sync::sync_new_store(&self.dir).map_err(|error| fault::io(&self.dir, &error))?;
        let mut batch = ::sled::Batch::default();
        batch.insert(keys::FORMAT, &FORMAT.to_be_bytes());
        self.write(batch)
    }

    fn log(&self) -> Result<&Log, StoreError> {
        match &self.condition {
            Condition::Open(log) => Ok(log),
            Condition::Broken(reason) => Err(StoreError::Fatal(reason.clone())),
        }
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&::sled::Db) -> Result<T, ReadError>,
    ) -> Result<T, StoreError> {
        let db = self.log()?.db();
        log::guarded(|| read(db)).map_err(|error| read_fault(&self.dir, &error))
    }

    /// Writes durably, or breaks the store.
    fn write(&mut self, batch: ::sled::Batch) -> Result<(), StoreError> {
        let written = self.log()?.write(batch);
        written.inspect_err(|error| self.close(error.to_string()))
    }

    fn close(&mut self, reason: String) {
        let before = std::mem::replace(&mut self.condition, Condition::Broken(reason));
        if let Condition::Open(log) = before {
            log.close();
        }
    }

    fn check_fence(&self, fence: &Fence) -> Result<(), StoreError> {
        self.log()?;
        if !self.acquired {
            return rules::not_acquired();
        }
        if fence.epoch != self.epoch {
            return Err(StoreError::Fenced {
                held: fence.epoch,
                current: self.epoch,
            });
        }
        Ok(())
    }

    /// Reopens the store when much was written since it was opened. The batch in hand is durable
    /// by then: where reopening fails the next call says so.
    fn reopen_if_due(&mut self, bytes: usize) {
        self.written += bytes;
        if self.written < REOPEN_AFTER_BYTES {
            return;
        }
        self.written = 0;
        self.close("the store is closed".to_owned());
        self.condition = match Log::open(&self.dir) {
            Ok(log) => Condition::Open(log),
            Err(error) => Condition::Broken(error.to_string()),
        };
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        self.close("the store is closed".to_owned());
    }
}

impl Reads for SledStore {
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|db| value::read(db, &keys::state(key)))
    }

    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let mut entries = self.log()?.db().range(keys::space(space));
        // `each` is not run inside `read`: a panic of the caller's is the caller's.
        while let Some((name, value)) = self.read(|db| next_entry(db, &mut entries))? {
            each(&name, &value)?;
        }
        Ok(())
    }

    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(|db| events::read(db, stream, seq, limit))
    }
}

impl Store for SledStore {
    fn acquire(&mut self) -> Result<Fence, StoreError> {
        let epoch = self.epoch + 1;
        let mut batch = ::sled::Batch::default();
        batch.insert(keys::EPOCH, &epoch.to_be_bytes());
        // Syncs with it what a process that was killed had written and not synced: whatever can
        // be read from now on is durable.
        self.write(batch)?;
        self.epoch = epoch;
        self.acquired = true;
        self.claims = Claims::default();
        Ok(Fence { epoch })
    }

    fn seen(&self, update: UpdateId, now: At) -> Result<bool, StoreError> {
        self.read(|db| {
            for day in seen::days_in_force(now) {
                let at = db.get(keys::seen(day, update))?;
                let at = at.as_deref().and_then(keys::instant_parts);
                if at.is_some_and(|at| seen::in_force(at, now)) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    fn commit(&mut self, fence: &Fence, batch: &Batch) -> Result<Committed, StoreError> {
        self.check_fence(fence)?;
        rules::check(batch)?;
        if self.recent.contains(batch.id) {
            return Ok(Committed::AlreadyDone);
        }
        match self.read(|db| batch::draft(db, &self.recent, batch))? {
            Draft::EventExists { stream, seq } => return rules::event_exists(stream, seq),
            Draft::Ready(batch) => self.write(batch)?,
        }
        self.recent.committed(batch.id);
        self.claims.committed(batch);
        self.reopen_if_due(rules::batch_bytes(batch));
        Ok(Committed::Done)
    }

    fn claim_timers(
        &mut self,
        fence: &Fence,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, StoreError> {
        self.check_fence(fence)?;
        let mut claims = std::mem::take(&mut self.claims);
        let timers = self.read(|db| claims.timers(db, now, limit));
        self.claims = claims;
        timers
    }

    fn next_timer(&self) -> Result<Option<At>, StoreError> {
        self.read(|db| self.claims.next_timer(db))
    }

    fn rows(&self, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.read(|db| claims::all_rows(db, limit))
    }

    fn claim_rows(&mut self, fence: &Fence, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.check_fence(fence)?;
        let mut claims = std::mem::take(&mut self.claims);
        let rows = self.read(|db| claims.rows(db, limit));
        self.claims = claims;
        rows
    }
}

/// A piece of state: its name and its value.
type Entry = (Vec<u8>, Vec<u8>);

fn next_entry(db: &::sled::Db, entries: &mut ::sled::Iter) -> Result<Option<Entry>, ReadError> {
    let Some(entry) = entries.next() else {
        return Ok(None);
    };
    let (key, entry) = entry?;
    let name = keys::state_name(&key).unwrap_or_default().to_vec();
    Ok(Some((name, value::whole(db, &key, &entry)?)))
}

fn read_format(db: &::sled::Db) -> Result<Option<u32>, ReadError> {
    let Some(stored) = db.get(keys::FORMAT)? else {
        return Ok(None);
    };
    let bytes = stored.as_ref().try_into();
    Ok(Some(u32::from_be_bytes(
        bytes.map_err(|_| ReadError::Damaged("no format"))?,
    )))
}

fn read_epoch(db: &::sled::Db) -> Result<u64, ReadError> {
    let Some(stored) = db.get(keys::EPOCH)? else {
        return Ok(0);
    };
    let bytes = stored.as_ref().try_into();
    Ok(u64::from_be_bytes(
        bytes.map_err(|_| ReadError::Damaged("no epoch"))?,
    ))
}

fn read_fault(dir: &Path, error: &ReadError) -> StoreError {
    match error {
        ReadError::Sled(error) => fault::sled(dir, error),
        ReadError::Damaged(what) => fault::damaged(dir, what),
    }
}
