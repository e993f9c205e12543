//! What makes bytes durable. sled's own flush asks for `sync_file_range`, which empties no disk
//! cache and says nothing of directories.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// An own handle of the log.
#[derive(Debug)]
pub(super) struct LogSync {
    log: File,
}

impl LogSync {
    /// Opens the log of the store in `dir`, which sled has created.
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        let log = File::options().read(true).write(true).open(log_path(dir))?;
        Ok(Self { log })
    }

    /// Returns when all that was written to the log survives a power cut, whoever wrote it.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.log.sync_data()
    }
}

/// The file that holds all data.
pub(super) fn log_path(dir: &Path) -> PathBuf {
    dir.join("db")
}

/// sled's parameters, written once.
pub(super) fn parameters_path(dir: &Path) -> PathBuf {
    dir.join("conf")
}

/// Makes the names in a directory durable.
pub(super) fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Makes a new store's directory and parameters durable; its log is synced by each commit.
pub(super) fn sync_new_store(dir: &Path) -> io::Result<()> {
    File::open(parameters_path(dir))?.sync_all()?;
    File::open(log_path(dir))?.sync_all()?;
    sync_directory(dir)?;
    let whole = dir.canonicalize()?;
    whole.parent().map_or(Ok(()), sync_directory)
}
