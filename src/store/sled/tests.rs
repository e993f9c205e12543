//! The store on a local disk against the contract, and against deaths of its own kind.

mod conformance;
mod directory;
mod fixture;
mod growth;
mod power;
#[path = "../../../tests/support/power_fs/mod.rs"]
mod power_fs;
mod storm;

use std::fs;
use std::path::Path;

use dutybell_core::store::{Batch, Fence, Key, Space, StateWrite, Store, StoreError};

use super::SledStore;

fn open(dir: &Path) -> (SledStore, Fence) {
    let mut store = SledStore::open(dir).unwrap();
    let fence = store.acquire().unwrap();
    (store, fence)
}

fn batch(id: u64) -> Batch {
    let key = Key::numbered(Space::Open, id);
    let value = Some(b"x".to_vec());
    Batch {
        id,
        state: vec![StateWrite { key, value }],
        ..Batch::default()
    }
}

fn fatal(result: Result<SledStore, StoreError>) -> String {
    match result {
        Err(StoreError::Fatal(reason)) => reason,
        other => panic!("must be fatal: {other:?}"),
    }
}

/// What a process killed at this instant would leave: the page cache's view of its files.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
