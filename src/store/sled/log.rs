//! sled's log, opened, written and closed with the care it needs.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use dutybell_core::store::StoreError;
use sled::{Batch, Config, Db};

use super::sync::{LogSync, sync_directory};
use super::watch::Watch;
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
    watch: Watch,
}

impl Log {
    /// Opens the log in a directory that this process holds.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        let failed = |error| fault::io(dir, &error);
        directory::clear_remains(dir).map_err(failed)?;
        let config = config(dir);
        let mut opened = recover(dir, &config);
        if let Err(::sled::Error::Corruption { .. }) = opened
            && directory::drop_snapshots(dir).map_err(failed)?
        {
            // A snapshot is a shortcut; without it the whole log is read.
            tracing::warn!(store.dir = %dir.display(), "a snapshot is damaged, reading the log");
            opened = recover(dir, &config);
        }
        let db = opened.map_err(|error| fault::sled(dir, &error))?;
        let sync = match LogSync::open(dir) {
            Ok(sync) => sync,
            Err(error) => return Err(close(db, failed(error))),
        };
        let watch = match Watch::start(config, db.clone()) {
            Ok(watch) => watch,
            Err(error) => return Err(close(db, failed(error))),
        };
        let log = Self {
            dir: dir.to_owned(),
            db,
            sync,
            watch,
        };
        match log.settle() {
            Ok(()) => Ok(log),
            Err(error) => {
                log.close();
                Err(error)
            }
        }
    }

    /// Makes durable what opening wrote.
    fn settle(&self) -> Result<(), StoreError> {
        sync_directory(&self.dir).map_err(|error| fault::io(&self.dir, &error))?;
        self.write(Batch::default())
    }

    /// For reading.
    pub(super) fn db(&self) -> &Db {
        &self.db
    }

    /// Writes a batch whole, and returns when it survives a power cut.
    ///
    /// Looking something up may make sled write (it splits and joins its leaves on the way).
    /// That is made durable first: a segment's head says how much of the log before it is
    /// stable, sled counts as stable what a disk may still hold in its cache, and where such a
    /// head survives a power cut and what it vouches for does not, recovery throws away what
    /// was durable long before.
    pub(super) fn write(&self, batch: Batch) -> Result<(), StoreError> {
        if self.flush(|| Ok(()))? > 0 {
            self.sync()?;
        }
        self.flush(|| self.db.apply_batch(batch))?;
        self.sync()
    }

    /// Runs `change`, and hands what was written to the kernel. Says how much was left to hand.
    fn flush(
        &self,
        change: impl FnOnce() -> Result<(), ::sled::Error>,
    ) -> Result<usize, StoreError> {
        let change = || change().and_then(|()| self.db.flush());
        let flushed = self.watch.over(|| guarded(change));
        flushed.map_err(|error| fault::sled(&self.dir, &error))
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.sync
            .sync()
            .map_err(|error| fault::io(&self.dir, &error))
    }

    /// Closes the log. Not to be left to a plain drop.
    pub(super) fn close(self) {
        let Self { db, watch, .. } = self;
        // While it is watched; where it fails, so did the write before it.
        drop(watch.over(|| guarded(|| db.flush())));
        watch.end();
        close(db, ());
    }
}

/// sled flushes and syncs what is left as it is dropped, and panics where that fails; all that
/// was confirmed is durable before. Returns what is to be said of it.
fn close<T>(db: Db, outcome: T) -> T {
    drop(catch_unwind(AssertUnwindSafe(|| drop(db))));
    outcome
}

fn config(dir: &Path) -> Config {
    let config = Config::new().path(dir).segment_size(SEGMENT_BYTES);
    config.cache_capacity(CACHE_BYTES).flush_every_ms(None)
}

/// Opens the log in two steps, and makes the snapshot of the first durable between them.
///
/// In one step sled would write a snapshot and then overwrite the parts of its log that the
/// snapshot makes needless, with nothing to say which of the two reaches the disk first. A power
/// cut that kept only the latter would leave a log with a hole, and all behind it lost.
fn recover(dir: &Path, config: &Config) -> Result<Db, ::sled::Error> {
    let gate = directory::Gate::shut(dir)?;
    let opened = open_when_free(config);
    let stopped = matches!(&opened, Err(::sled::Error::Io(error)) if gate.has_stopped(error));
    if stopped {
        sync_directory(dir)?;
    }
    gate.open()?;
    // What was not stopped had no log to recover, or failed for another reason.
    if stopped {
        open_when_free(config)
    } else {
        opened
    }
}

/// Opens the log; waits where sled's threads of an earlier one still hold it.
fn open_when_free(config: &Config) -> Result<Db, ::sled::Error> {
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
pub(super) fn guarded<T, E>(call: impl FnOnce() -> Result<T, E>) -> Result<T, E>
where
    E: From<::sled::Error>,
{
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        let words = words.unwrap_or("sled panicked").to_owned();
        Err(::sled::Error::ReportableBug(words).into())
    })
}
