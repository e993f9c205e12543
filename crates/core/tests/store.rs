//! The store in memory keeps the contract of every store, and dies the way it says.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so")]

use dutybell_core::store::conformance::ModelRig;
use dutybell_core::store::model::{DeathPoint, Disk, ModelStore};
use dutybell_core::store::{Batch, Committed, Key, Reads, Space, StateWrite, Store, StoreError};

dutybell_core::store_conformance!(ModelRig::default());

fn batch(id: u64) -> Batch {
    let key = Key::numbered(Space::Open, id);
    let value = Some(b"x".to_vec());
    Batch {
        id,
        state: vec![StateWrite { key, value }],
        ..Batch::default()
    }
}

fn has(store: &ModelStore, id: u64) -> bool {
    store
        .state(&Key::numbered(Space::Open, id))
        .unwrap()
        .is_some()
}

#[test]
fn the_nth_commit_dies_where_it_was_planned() {
    use DeathPoint::{AfterSyncBeforeReturn, AfterWriteBeforeSync, BeforeWrite};
    let cases = [
        (BeforeWrite, true, false),
        (BeforeWrite, false, false),
        (AfterWriteBeforeSync, true, false),
        (AfterWriteBeforeSync, false, true),
        (AfterSyncBeforeReturn, true, true),
        (AfterSyncBeforeReturn, false, true),
    ];
    for (point, power_goes, kept) in cases {
        let disk = Disk::new();
        if power_goes {
            disk.die_at(3, point)
        } else {
            disk.kill_at(3, point)
        }
        let mut store = ModelStore::open(&disk).unwrap();
        let fence = store.acquire().unwrap();
        store.commit(&fence, &batch(1)).unwrap();
        store.commit(&fence, &batch(1)).unwrap();
        store.commit(&fence, &batch(2)).unwrap();
        let died = store.commit(&fence, &batch(3)).unwrap_err();
        assert!(matches!(died, StoreError::Fatal(_)));
        assert!(store.next_timer().is_err() && store.acquire().is_err());
        let store = ModelStore::open(&disk).unwrap();
        assert!(has(&store, 2));
        assert_eq!(has(&store, 3), kept, "{point:?}, power goes: {power_goes}");
        assert_eq!(disk.commits(), 3);
    }
}

#[test]
fn a_power_cut_after_a_kill_drops_what_was_never_synced() {
    let disk = Disk::new();
    disk.kill_at(1, DeathPoint::AfterWriteBeforeSync);
    let mut store = ModelStore::open(&disk).unwrap();
    let fence = store.acquire().unwrap();
    store.commit(&fence, &batch(1)).unwrap_err();
    assert!(
        has(&ModelStore::open(&disk).unwrap(), 1),
        "the page cache outlives the process"
    );
    assert!(!has(&ModelStore::open(&disk.copy_of_durable()).unwrap(), 1));
    disk.power_cut();
    assert!(!has(&ModelStore::open(&disk).unwrap(), 1));
}

#[test]
fn acquiring_makes_durable_what_a_killed_process_left() {
    let disk = Disk::new();
    disk.kill_at(1, DeathPoint::AfterWriteBeforeSync);
    let mut store = ModelStore::open(&disk).unwrap();
    let fence = store.acquire().unwrap();
    store.commit(&fence, &batch(1)).unwrap_err();
    let mut store = ModelStore::open(&disk).unwrap();
    let fence = store.acquire().unwrap();
    assert_eq!(
        store.commit(&fence, &batch(1)).unwrap(),
        Committed::AlreadyDone
    );
    disk.power_cut();
    assert!(
        has(&ModelStore::open(&disk).unwrap(), 1),
        "it was said to be done"
    );
}

#[test]
fn of_two_processes_the_last_to_acquire_writes() {
    let disk = Disk::new();
    let mut first = ModelStore::open(&disk).unwrap();
    let mut second = ModelStore::open(&disk).unwrap();
    let old = first.acquire().unwrap();
    let new = second.acquire().unwrap();
    let fenced = first.commit(&old, &batch(1)).unwrap_err();
    assert!(
        matches!(
            fenced,
            StoreError::Fenced {
                held: 1,
                current: 2
            }
        ),
        "{fenced}"
    );
    second.commit(&new, &batch(1)).unwrap();
    assert!(has(&first, 1));
}

#[test]
fn batches_are_remembered_up_to_a_number() {
    let disk = Disk::new();
    let mut store = ModelStore::open(&disk).unwrap();
    let fence = store.acquire().unwrap();
    let many = dutybell_core::store::BATCHES_REMEMBERED as u64;
    for id in 0..=many {
        store.commit(&fence, &batch(id)).unwrap();
    }
    assert_eq!(
        store.commit(&fence, &batch(1)).unwrap(),
        Committed::AlreadyDone
    );
    assert_eq!(store.commit(&fence, &batch(0)).unwrap(), Committed::Done);
}
