//! The directory of a store: taken by one process, and cleared of what a death half way through
//! opening leaves behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use dutybell_core::store::StoreError;

use super::fault;
use super::sync::parameters_path;

/// Holds the directory for one process. sled locks its log too, but lets go of it where the
/// store is reopened to keep the next start short.
#[derive(Debug)]
pub(super) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Creates the directory if need be and takes it.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|error| fault::io(dir, &error))?;
        let path = dir.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path);
        let file = file.map_err(|error| fault::io(dir, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked(dir.display().to_string())),
            Err(TryLockError::Error(error)) => Err(fault::io(dir, &error)),
        }
    }
}

/// Removes what sled would take for damage although nothing is lost: a snapshot that was being
/// written (it is only a shortcut through the log), and parameters of which the name reached
/// the disk and the bytes did not.
pub(super) fn clear_remains(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "generating")
        {
            fs::remove_file(path)?;
        }
    }
    let parameters = parameters_path(dir);
    match fs::read(&parameters) {
        Ok(bytes) if bytes.iter().all(|byte| *byte == 0) => fs::remove_file(parameters),
        _ => Ok(()),
    }
}

/// Puts sled's snapshots aside, so that it reads the whole log instead. Says whether there were
/// any.
pub(super) fn drop_snapshots(dir: &Path) -> io::Result<bool> {
    let mut any = false;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("snap.") {
            fs::remove_file(entry.path())?;
            any = true;
        }
    }
    Ok(any)
}
