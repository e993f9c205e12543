//! sled's log, opened, written and closed with the care it needs.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use dutybell_core::store::StoreError;
use sled::{Batch, Config, Db};

use super::sync::{LogSync, sync_directory};
use super::{SEGMENT_BYTES, directory, fault};

/// Bytes of pages that sled may keep in memory. A commit is not faster with more, and a walk
/// over the archive fills whatever is allowed.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;

/// sled's threads let go of a closed log a moment after it is closed.
const CLOSE_TRIES: u32 = 200;
const CLOSE_PAUSE: Duration = Duration::from_millis(10);

/// An open log.
#[derive(Debug)]
pub(super) struct Log {
    dir: PathBuf,
    db: Db,
    sync: LogSync,
}

impl Log {
    /// Opens the log in a directory that this process holds.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        let failed = |error| fault::io(dir, &error);
        directory::clear_remains(dir).map_err(failed)?;
        let mut opened = open_when_free(dir);
        if let Err(::sled::Error::Corruption { .. }) = opened
            && directory::drop_snapshots(dir).map_err(failed)?
        {
            // A snapshot is a shortcut; without it the whole log is read.
            tracing::warn!(store.dir = %dir.display(), "a snapshot is damaged, reading the log");
            opened = open_when_free(dir);
        }
        let db = opened.map_err(|error| fault::sled(dir, &error))?;
        match prepare(dir) {
            Ok(sync) => Ok(Self {
                dir: dir.to_owned(),
                db,
                sync,
            }),
            Err(error) => {
                close(db);
                Err(failed(error))
            }
        }
    }

    /// For reading.
    pub(super) fn db(&self) -> &Db {
        &self.db
    }

    /// Writes a batch whole, and returns when it survives a power cut.
    pub(super) fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let written = guarded(|| {
            self.db.apply_batch(batch)?;
            self.db.flush().map(drop)
        });
        written.map_err(|error| fault::sled(&self.dir, &error))?;
        self.sync
            .sync()
            .map_err(|error| fault::io(&self.dir, &error))
    }

    /// Closes the log. Not to be left to a plain drop.
    pub(super) fn close(self) {
        close(self.db);
    }
}

/// sled flushes and syncs what is left as it is dropped, and panics where that fails; all that
/// was confirmed is durable before.
fn close(db: Db) {
    drop(catch_unwind(AssertUnwindSafe(|| drop(db))));
}

/// Makes durable the name of the new snapshot, and that what recovery cut off stays cut off.
fn prepare(dir: &Path) -> io::Result<LogSync> {
    let sync = LogSync::open(dir)?;
    sync_directory(dir)?;
    sync.sync()?;
    Ok(sync)
}

/// Opens the log; waits where sled's threads of an earlier one still hold it.
fn open_when_free(dir: &Path) -> Result<Db, ::sled::Error> {
    let config = Config::new()
        .path(dir)
        .cache_capacity(CACHE_BYTES)
        .segment_size(SEGMENT_BYTES)
        .flush_every_ms(None);
    for _ in 0..CLOSE_TRIES {
        match guarded(|| config.open()) {
            Err(::sled::Error::Io(error)) if is_lock(&error) => thread::sleep(CLOSE_PAUSE),
            opened => return opened,
        }
    }
    guarded(|| config.open())
}

fn is_lock(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

/// sled panics where it doubts itself; for the caller that is an error like another.
fn guarded<T>(call: impl FnOnce() -> Result<T, ::sled::Error>) -> Result<T, ::sled::Error> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(::sled::Error::ReportableBug(
            words.unwrap_or("sled panicked").to_owned(),
        ))
    })
}
