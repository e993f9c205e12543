//! A store that an earlier build wrote. Every later build opens it and finds all that is in it.
//!
//! The directory is kept as it was written, so a new format gets a new one beside it:
//! `DUTYBELL_WRITE_FIXTURE=tests/fixtures/store-v2 cargo test a_store_of_format`.

use std::path::{Path, PathBuf};

use dutybell_core::ids::{RowId, UpdateId};
use dutybell_core::store::{
    Batch, Committed, EventWrite, FORMAT, Key, Reads, Space, StateWrite, Store, StoredRow,
    StoredTimer,
};
use dutybell_core::time::At;

use super::super::keys;
use super::{batch, copy, open};

const NOON: At = At(1_780_000_000_000);

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v1")
}

/// The rooms that there were when it was written.
const ROOMS: [Space; 4] = [Space::Open, Space::Archive, Space::Desk, Space::Quarantine];

/// Something of everything; one value in parts.
fn contents() -> Vec<Batch> {
    let first = Batch {
        id: 1,
        seen: vec![(UpdateId(-5), NOON), (UpdateId(900_000_001), NOON)],
        state: ROOMS
            .into_iter()
            .map(|space| StateWrite {
                key: Key::named(space, "a\0b"),
                value: Some(format!("{space:?}").into_bytes()),
            })
            .chain([StateWrite {
                key: Key::numbered(Space::Archive, 7),
                value: Some((0..5_000u32).map(|i| i.to_be_bytes()[3]).collect()),
            }])
            .collect(),
        events: (1..=3)
            .map(|seq| EventWrite {
                stream: 7,
                seq,
                value: vec![0, 0xff, seq as u8],
            })
            .collect(),
        rows: (1..=3)
            .map(|id| StoredRow {
                id: RowId(id),
                priority: 3 - id as u8,
                due: NOON,
                value: vec![id as u8],
            })
            .collect(),
        timers: ["b", "a"]
            .map(|name| StoredTimer {
                due: NOON,
                name: name.as_bytes().to_vec(),
                value: vec![],
            })
            .to_vec(),
        ..Batch::default()
    };
    let second = Batch {
        id: 2,
        events: vec![EventWrite {
            stream: 7,
            seq: 4,
            value: b"four".to_vec(),
        }],
        rows_done: vec![RowId(2)],
        timers_cleared: vec![b"b".to_vec()],
        ..Batch::default()
    };
    vec![first, second]
}

#[test]
fn a_store_of_format_1_opens_with_all_that_is_in_it() {
    if let Ok(dir) = std::env::var("DUTYBELL_WRITE_FIXTURE") {
        let (mut store, fence) = open(Path::new(&dir));
        for batch in contents() {
            store.commit(&fence, &batch).unwrap();
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&fixture(), dir.path());
    let (mut store, fence) = open(dir.path());
    assert_eq!(fence.epoch, 2);
    let [first, second] = contents().try_into().unwrap();
    for write in &first.state {
        assert_eq!(
            store.state(&write.key).unwrap(),
            write.value,
            "{:?}",
            write.key
        );
    }
    let events = first
        .events
        .iter()
        .chain(&second.events)
        .map(|event| event.value.clone());
    assert_eq!(store.events(7).unwrap(), events.collect::<Vec<_>>());
    for (update, at) in &first.seen {
        assert!(store.seen(*update, *at).unwrap());
    }
    let rows = store.claim_rows(&fence, 9).unwrap();
    assert_eq!(rows, [first.rows[2].clone(), first.rows[0].clone()]);
    let timers = store.claim_timers(&fence, NOON, 9).unwrap();
    assert_eq!(timers, [first.timers[1].clone()]);
    for old in [&first, &second] {
        assert_eq!(store.commit(&fence, old).unwrap(), Committed::AlreadyDone);
    }
    assert_eq!(store.commit(&fence, &batch(3)).unwrap(), Committed::Done);
}

/// Keys as bytes, written out: whoever changes one must make a new format.
#[test]
fn the_layout_of_keys_is_that_of_format_1() {
    assert_eq!(FORMAT, 1);
    let layout: [(Vec<u8>, &[u8]); 10] = [
        (keys::batch(258), b"\x01\x01\x02"),
        (
            keys::state(&Key::named(Space::Quarantine, "a")),
            b"\x02\x03a",
        ),
        (keys::state(&Key::named(Space::Private, "a")), b"\x02\x04a"),
        (keys::events(7, 1), b"\x03\0\0\0\0\0\0\0\x07\0\0\0\x01"),
        (
            keys::row(1, At(2), RowId(3)),
            b"\x04\x01\x80\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x03",
        ),
        (keys::row_place(RowId(3)), b"\x05\0\0\0\0\0\0\0\x03"),
        (
            keys::timer(At(-1), b"t"),
            b"\x06\x7f\xff\xff\xff\xff\xff\xff\xfft",
        ),
        (keys::timer_due(b"t"), b"\x07t"),
        (
            keys::seen(1, UpdateId(2)),
            b"\x08\x80\0\0\0\0\0\0\x01\x80\0\0\0\0\0\0\x02",
        ),
        (keys::part(b"k", 1), b"\x09k\0\0\0\x01"),
    ];
    for (key, bytes) in layout {
        assert_eq!(key, bytes);
    }
}
