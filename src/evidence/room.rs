//! Room on the disk: files must not take what the store needs, since the bot ends where it can't write.

use std::io;
use std::path::Path;

/// Bytes that stay free where the configuration says no other number: an hour of a busy store, and
/// time for somebody to make room.
pub(crate) const KEEP_FREE: u64 = 1 << 30;

/// Bytes written of a file between two looks at the disk.
pub(super) const LOOK_EVERY: u64 = 4 << 20;

/// How many bytes the disk of a folder has free.
pub(super) type FreeOf = fn(&Path) -> io::Result<u64>;

/// What stays free, and who tells how much is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Bytes.
    pub(super) keep_free: u64,
    /// Of which disk.
    pub(super) free_of: FreeOf,
}

impl Room {
    /// On the real disk.
    pub(super) fn keeping(keep_free: u64) -> Self {
        Self {
            keep_free,
            free_of: free,
        }
    }

    /// Whether so many more bytes may be written to the disk of a folder.
    ///
    /// # Errors
    /// [`io::ErrorKind::StorageFull`] where too little would stay free.
    pub(super) fn takes(&self, folder: &Path, bytes: u64) -> io::Result<()> {
        if (self.free_of)(folder)?.saturating_sub(bytes) >= self.keep_free {
            return Ok(());
        }
        let keep = self.keep_free >> 20;
        Err(io::Error::new(
            io::ErrorKind::StorageFull,
            format!("the disk would have less than {keep} MB free ([evidence] keep_free)"),
        ))
    }
}

/// Bytes that are free for whom the program runs as.
fn free(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_store_needs_stays_free() {
        let room = Room {
            keep_free: 100,
            free_of: |_| Ok(150),
        };
        let folder = Path::new("/");
        assert!(room.takes(folder, 50).is_ok());
        let full = room.takes(folder, 51).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn a_disk_says_what_it_has_free() {
        assert!(free(tempfile::tempdir().unwrap().path()).is_ok());
        assert!(free(Path::new("/nowhere at all")).is_err());
    }
}
