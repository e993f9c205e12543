//! What must not grow: the log read at a start, and what is kept of old updates.

use std::fs;

use dutybell_core::ids::UpdateId;
use dutybell_core::store::{Batch, Committed, Key, Reads, Space, StateWrite, Store, seen};
use dutybell_core::time::At;

use super::super::{Condition, REOPEN_AFTER_BYTES, keys};
use super::{batch, open};

#[test]
fn the_store_reopens_itself_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, fence) = open(dir.path());
    let mut snapshots = Vec::new();
    let value = vec![5; REOPEN_AFTER_BYTES / 8];
    for id in 1..=40 {
        let key = Key::numbered(Space::Archive, id % 3);
        let state = vec![StateWrite {
            key,
            value: Some(value.clone()),
        }];
        store
            .commit(
                &fence,
                &Batch {
                    id,
                    state,
                    ..batch(id)
                },
            )
            .unwrap();
        assert!(
            matches!(store.condition, Condition::Open(_)),
            "{:?}",
            store.condition
        );
        let names = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        snapshots.extend(names.filter(|name| name.to_string_lossy().starts_with("snap.")));
        snapshots.dedup();
    }
    assert!(snapshots.len() >= 4, "{snapshots:?}");
    assert_eq!(
        store.commit(&fence, &batch(2)).unwrap(),
        Committed::AlreadyDone
    );
    assert_eq!(
        store.state(&Key::numbered(Space::Archive, 2)).unwrap(),
        Some(value)
    );
}

#[test]
fn updates_of_days_past_are_dropped_in_small_pieces() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, fence) = open(dir.path());
    let day = 24 * 3600 * 1000;
    let burst = (0..500).map(|id| (UpdateId(id), At(0))).collect();
    store
        .commit(
            &fence,
            &Batch {
                seen: burst,
                ..batch(0)
            },
        )
        .unwrap();
    let mut kept = vec![filed(&store)];
    for id in 1..60 {
        let now = At(10 * day + i64::try_from(id).unwrap());
        let update = UpdateId(1000 + now.0);
        store
            .commit(
                &fence,
                &Batch {
                    seen: vec![(update, now)],
                    ..batch(id)
                },
            )
            .unwrap();
        kept.push(filed(&store));
    }
    for pair in kept.windows(2) {
        assert!(
            pair[1] + seen::prune_limit(1) >= pair[0],
            "too many at once: {kept:?}"
        );
    }
    assert_eq!(kept.last(), Some(&59), "{kept:?}");
}

fn filed(store: &super::SledStore) -> usize {
    store.log().unwrap().db().range(keys::all_seen()).count()
}
