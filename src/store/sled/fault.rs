//! What goes wrong with a store on a disk, in an operator's words and with the mend.

use std::io::{self, ErrorKind};
use std::path::Path;

use dutybell_core::store::StoreError;

/// An error of the engine below.
pub(super) fn sled(dir: &Path, error: &::sled::Error) -> StoreError {
    match error {
        ::sled::Error::Io(error) => self::io(dir, error),
        ::sled::Error::Corruption { .. } => damaged(dir, "a checksum does not match"),
        ::sled::Error::Unsupported(reason) => StoreError::Fatal(format!(
            "the store in {} was written by another kind of build: {reason}\n\
             start the version that wrote it",
            dir.display()
        )),
        other => damaged(dir, &other.to_string()),
    }
}

/// An error of the file system.
pub(super) fn io(dir: &Path, error: &io::Error) -> StoreError {
    let at = dir.display();
    StoreError::Fatal(match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => format!(
            "the disk of the store in {at} is full: {error}\n\
             make room there and start again; all that was confirmed is kept"
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => format!(
            "the store in {at} can't be written: {error}\n\
             let the user that runs this program own the directory, on a disk that is writable"
        ),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => format!(
            "the store can't be in {at}, which is no directory: {error}\n\
             choose another data_dir"
        ),
        _ => format!(
            "the disk of the store in {at} failed: {error}\n\
             look into the system's log for errors of this disk, then start again"
        ),
    })
}

/// Stored bytes that make no sense.
pub(super) fn damaged(dir: &Path, what: &str) -> StoreError {
    StoreError::Fatal(format!(
        "the store in {} is damaged: {what}\n\
         keep a copy of the directory, then restore the last backup",
        dir.display()
    ))
}
