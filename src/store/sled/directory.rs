//! The directory of a store: taken by one process, and cleared of what a death half way through
//! opening leaves behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

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

/// Stops sled half way through opening: when its snapshot is written and before it touches the
/// log. At that point sled removes the blobs that are newer than the log's end, and fails if it
/// can't. The gate is a directory by the name of the newest blob there can be.
#[derive(Debug)]
pub(super) struct Gate {
    at: PathBuf,
}

impl Gate {
    /// Puts the gate where sled runs into it.
    pub(super) fn shut(dir: &Path) -> io::Result<Self> {
        let at = dir.join("blobs").join(i64::MAX.to_string());
        fs::create_dir_all(&at)?;
        Ok(Self { at })
    }

    /// Whether this error comes of the gate.
    pub(super) fn has_stopped(&self, error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::IsADirectory
    }

    /// Takes it away.
    pub(super) fn open(self) -> io::Result<()> {
        fs::remove_dir(self.at)
    }
}
