//! The directory of a store: locked, new, foreign, damaged.

use std::fs;

use dutybell_core::store::{Key, Reads, Space, Store, StoreError};

use super::super::SledStore;
use super::{batch, copy, fatal, open};

#[test]
fn a_second_opening_is_told_of_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let first = SledStore::open(dir.path()).unwrap();
    match SledStore::open(dir.path()) {
        Err(StoreError::Locked(at)) => assert_eq!(at, dir.path().display().to_string()),
        other => panic!("{other:?}"),
    }
    drop(first);
    SledStore::open(dir.path()).unwrap();
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let reason = fatal(SledStore::open(&file.join("store")));
    assert!(reason.contains(&file.display().to_string()), "{reason}");
    assert_eq!(
        reason.lines().count(),
        2,
        "a sentence and its mend: {reason}"
    );
}

#[test]
fn directories_are_made_as_deep_as_need_be() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, fence) = open(&dir.path().join("a/b/store"));
    store.commit(&fence, &batch(1)).unwrap();
}

#[test]
fn a_death_while_a_snapshot_is_written_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, fence) = open(dir.path());
    store.commit(&fence, &batch(1)).unwrap();
    drop(store);
    fs::write(dir.path().join("snap.FFFFFFFFFFFFFFFF.generating"), b"half").unwrap();
    let store = SledStore::open(dir.path()).unwrap();
    assert!(
        store
            .state(&Key::numbered(Space::Open, 1))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_damaged_snapshot_is_made_anew_from_the_log() {
    let dir = tempfile::tempdir().unwrap();
    for id in 1..4 {
        let (mut store, fence) = open(dir.path());
        store.commit(&fence, &batch(id)).unwrap();
    }
    let mut damaged = 0;
    for entry in fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.display().to_string().contains("snap.") {
            let mut bytes = fs::read(&path).unwrap();
            bytes[3] ^= 0xff;
            fs::write(&path, bytes).unwrap();
            damaged += 1;
        }
    }
    assert_eq!(damaged, 1);
    let store = SledStore::open(dir.path()).unwrap();
    for id in 1..4 {
        assert!(
            store
                .state(&Key::numbered(Space::Open, id))
                .unwrap()
                .is_some(),
            "{id}"
        );
    }
}

#[test]
fn parameters_whose_bytes_were_lost_are_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("conf"), [0; 60]).unwrap();
    let (mut store, fence) = open(dir.path());
    store.commit(&fence, &batch(1)).unwrap();
}

#[test]
fn a_store_of_another_segment_size_is_refused_with_the_mend() {
    let dir = tempfile::tempdir().unwrap();
    drop(
        sled::Config::new()
            .path(dir.path())
            .segment_size(64 * 1024)
            .open()
            .unwrap(),
    );
    let reason = fatal(SledStore::open(dir.path()));
    assert!(reason.contains("another kind of build"), "{reason}");
}

#[test]
fn a_kill_at_every_commit_keeps_what_was_done() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, fence) = open(&dir.path().join("0"));
    for id in 1..=40 {
        store.commit(&fence, &batch(id)).unwrap();
        let left = dir.path().join(id.to_string());
        copy(&dir.path().join("0"), &left);
        let other = SledStore::open(&left).unwrap();
        for done in 1..=id {
            assert!(
                other
                    .state(&Key::numbered(Space::Open, done))
                    .unwrap()
                    .is_some(),
                "{done}"
            );
        }
    }
}
