//! What survives what, and who may write.

use super::{Rig, batch, commit, full_batch, is_there, must, open, write};
use crate::store::{Committed, FORMAT, Fence, Reads, Space, Store, StoreError};

/// What was done is there after the store was closed and opened.
pub fn done_survives_reopening<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(&mut store, &fence, &full_batch(1));
    commit(&mut store, &fence, &full_batch(2));
    drop(store);
    let (mut store, fence) = open(rig);
    assert!(is_there(&mut store, &fence, 1));
    drop(store);
    let (mut store, fence) = open(rig);
    assert!(is_there(&mut store, &fence, 2));
}

/// What was done is there after a kill right after it.
pub fn done_survives_a_kill<R: Rig>(rig: &mut R) {
    for id in 1..=3 {
        let (mut store, fence) = open(rig);
        commit(&mut store, &fence, &full_batch(id));
        rig.kill(store);
        let (mut store, fence) = open(rig);
        assert!(is_there(&mut store, &fence, id), "batch {id}");
    }
}

/// A commit that dies leaves all of its batch or nothing; repeated, it is done exactly once; and
/// what was done before it stays.
pub fn commits_whole_or_not_at_all<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(&mut store, &fence, &full_batch(1));
    drop(store);
    for place in 0..rig.deaths() {
        let id = 10 + place as u64;
        let (mut store, fence) = open(rig);
        rig.plan_death(place);
        let died = store.commit(&fence, &full_batch(id));
        assert!(
            matches!(died, Err(StoreError::Fatal(_))),
            "death {place}: {died:?}"
        );
        let after = store.commit(&fence, &full_batch(1000 + id));
        assert!(
            matches!(after, Err(StoreError::Fatal(_))),
            "it goes on after death {place}"
        );
        rig.kill(store);

        let (mut store, fence) = open(rig);
        let there = is_there(&mut store, &fence, id);
        let again = must(store.commit(&fence, &full_batch(id)));
        assert_eq!(again == Committed::AlreadyDone, there, "death {place}");
        drop(store);
        let (mut store, fence) = open(rig);
        assert!(is_there(&mut store, &fence, id), "death {place}");
        drop(store);
        let (mut store, fence) = open(rig);
        assert!(
            is_there(&mut store, &fence, 1),
            "death {place} lost what was done before"
        );
    }
}

/// The same batch twice is done once, also where the store was opened between.
pub fn a_batch_repeated_is_already_done<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(&mut store, &fence, &full_batch(7));
    assert_eq!(
        must(store.commit(&fence, &full_batch(7))),
        Committed::AlreadyDone
    );
    drop(store);
    let (mut store, fence) = open(rig);
    assert_eq!(
        must(store.commit(&fence, &full_batch(7))),
        Committed::AlreadyDone
    );
    commit(&mut store, &fence, &full_batch(6));
    assert_eq!(must(store.events(7)).len(), 2);
}

/// Nothing is written or handed out under an old epoch.
pub fn an_old_epoch_is_fenced<R: Rig>(rig: &mut R) {
    let (mut store, old) = open(rig);
    commit(&mut store, &old, &full_batch(1));
    let new = must(store.acquire());
    assert!(new.epoch > old.epoch);
    check_fenced(&mut store, &old, &new);
    commit(&mut store, &new, &full_batch(2));
    drop(store);
    let (mut store, newest) = open(rig);
    assert!(newest.epoch > new.epoch, "an epoch came twice");
    check_fenced(&mut store, &new, &newest);
    assert!(is_there(&mut store, &newest, 2));
}

fn check_fenced(store: &mut impl Store, old: &Fence, new: &Fence) {
    let results = [
        store.commit(old, &full_batch(99)).map(drop),
        store.claim_rows(old, 1).map(drop),
        store.claim_timers(old, super::at(0), 1).map(drop),
    ];
    for result in results {
        match result {
            Err(StoreError::Fenced { held, current }) => {
                assert_eq!((held, current), (old.epoch, new.epoch));
            }
            other => panic!("epoch {} must be fenced: {other:?}", old.epoch),
        }
    }
    assert_eq!(must(store.events(99)).len(), 0);
}

/// A fence from before the store was opened is no fence.
pub fn a_fence_needs_an_acquisition<R: Rig>(rig: &mut R) {
    let (store, fence) = open(rig);
    drop(store);
    let mut store = must(rig.open());
    let early = store.commit(&fence, &full_batch(1));
    assert!(matches!(early, Err(StoreError::Refused(_))), "{early:?}");
    assert_eq!(must(store.events(1)).len(), 0);
}

/// Where there is no room a commit fails, nothing that was done is lost, and after repair a
/// store opened anew goes on.
pub fn a_full_disk_confirms_nothing<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(&mut store, &fence, &full_batch(1));
    if !rig.fill() {
        return;
    }
    let full = store.commit(&fence, &full_batch(2));
    assert!(matches!(full, Err(StoreError::Fatal(_))), "{full:?}");
    let full = store.commit(&fence, &full_batch(2));
    assert!(matches!(full, Err(StoreError::Fatal(_))), "{full:?}");
    rig.repair();
    rig.kill(store);
    let (mut store, fence) = open(rig);
    assert!(is_there(&mut store, &fence, 1));
    must(store.commit(&fence, &full_batch(2)));
    drop(store);
    let (mut store, fence) = open(rig);
    assert!(is_there(&mut store, &fence, 2));
}

/// A store of a newer format is not opened, and stays as it is.
pub fn a_newer_format_is_refused<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let kept = write(Space::Desk, "a", b"1");
    let key = kept.key.clone();
    commit(
        &mut store,
        &fence,
        &super::Batch {
            state: vec![kept],
            ..batch(1)
        },
    );
    drop(store);
    rig.stamp_format(FORMAT + 1);
    match rig.open().map(drop) {
        Err(StoreError::TooNew { found, known }) => {
            assert_eq!((found, known), (FORMAT + 1, FORMAT));
        }
        other => panic!("a newer format must be refused: {other:?}"),
    }
    rig.stamp_format(FORMAT);
    let store = must(rig.open());
    assert_eq!(must(store.state(&key)).as_deref(), Some(b"1".as_slice()));
}
