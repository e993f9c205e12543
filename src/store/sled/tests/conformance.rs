//! The contract, on a directory.

use dutybell_core::store::StoreError;
use dutybell_core::store::conformance::Rig;
use tempfile::TempDir;

use super::super::{SEGMENT_BYTES, SledStore, keys};
use super::copy;

dutybell_core::store_conformance!(DirectoryRig::new());

struct DirectoryRig {
    dir: TempDir,
}

impl DirectoryRig {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }
}

impl Rig for DirectoryRig {
    type Store = SledStore;

    fn open(&mut self) -> Result<SledStore, StoreError> {
        SledStore::open(self.dir.path())
    }

    fn kill(&mut self, store: SledStore) {
        let left = tempfile::tempdir().unwrap();
        copy(self.dir.path(), left.path());
        drop(store);
        self.dir = left;
    }

    fn stamp_format(&mut self, format: u32) {
        let config = sled::Config::new()
            .path(self.dir.path())
            .segment_size(SEGMENT_BYTES);
        let db = config.open().unwrap();
        db.insert(keys::FORMAT, &format.to_be_bytes()).unwrap();
    }
}

impl Drop for DirectoryRig {
    /// After every check: sled never syncs a file of this kind, so there must be none.
    fn drop(&mut self) {
        if let Ok(blobs) = self.dir.path().join("blobs").read_dir() {
            assert_eq!(blobs.count(), 0, "a value went into a file of its own");
        }
    }
}
