//! What is refused before anything is written.

use super::{Rig, at, batch, commit, event, must, open, refused, row, timer, write};
use crate::ids::RowId;
use crate::limits::{BATCH_BYTES, KEY_BYTES};
use crate::store::{Batch, Key, Reads, Space, StateWrite, Store};

/// Two writes of one key have no order, and are refused by name.
pub fn two_writes_of_one_key<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let twice = [
        (
            "state Desk \"a\\x00b\"",
            Batch {
                state: vec![
                    write(Space::Desk, "a\0b", b"1"),
                    write(Space::Desk, "a\0b", b"2"),
                ],
                ..batch(1)
            },
        ),
        (
            "event 3 of stream 7",
            Batch {
                events: vec![event(7, 3, b"1"), event(7, 3, b"2")],
                ..batch(2)
            },
        ),
        (
            "row 5",
            Batch {
                rows: vec![row(5, 0, at(0)), row(5, 1, at(1))],
                ..batch(3)
            },
        ),
        (
            "row 5",
            Batch {
                rows: vec![row(5, 0, at(0))],
                rows_done: vec![RowId(5)],
                ..batch(4)
            },
        ),
        (
            "timer \"t\"",
            Batch {
                timers: vec![timer(at(0), "t"), timer(at(1), "t")],
                ..batch(5)
            },
        ),
        (
            "timer \"t\"",
            Batch {
                timers: vec![timer(at(0), "t")],
                timers_cleared: vec![b"t".to_vec()],
                ..batch(6)
            },
        ),
    ];
    for (name, mut twice) in twice {
        twice.state.push(write(Space::Desk, "kept out", b"x"));
        let reason = refused(&mut store, &fence, &twice);
        assert!(reason.contains(name), "{reason:?} does not name {name}");
    }
    check_empty(&mut store);
    // The same name in two rooms is two keys, and the ids of refused batches are free.
    let apart = vec![write(Space::Desk, "a", b"1"), write(Space::Open, "a", b"2")];
    commit(
        &mut store,
        &fence,
        &Batch {
            state: apart,
            ..batch(1)
        },
    );
}

/// `(stream, seq)` is written once, and the second time changes nothing.
pub fn an_event_is_written_once<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(
        &mut store,
        &fence,
        &Batch {
            events: vec![event(7, 1, b"true")],
            ..batch(1)
        },
    );
    drop(store);
    let (mut store, fence) = open(rig);
    let second = Batch {
        events: vec![event(7, 2, b"later"), event(7, 1, b"false")],
        state: vec![write(Space::Desk, "kept out", b"x")],
        ..batch(2)
    };
    let reason = refused(&mut store, &fence, &second);
    assert!(reason.contains("event 1 of stream 7"), "{reason:?}");
    check_empty(&mut store);
    assert_eq!(must(store.events(7)), [b"true"]);
    commit(
        &mut store,
        &fence,
        &Batch {
            events: vec![event(7, 2, b"later")],
            ..batch(3)
        },
    );
    assert_eq!(must(store.events(7)), [b"true".to_vec(), b"later".to_vec()]);
}

/// Names have a length; the longest is kept.
pub fn a_key_too_long<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let long = "x".repeat(KEY_BYTES + 1);
    let other = write(Space::Desk, "kept out", b"x");
    let state = vec![other.clone(), write(Space::Desk, &long, b"")];
    refused(&mut store, &fence, &Batch { state, ..batch(1) });
    let timers = vec![timer(at(0), &long)];
    refused(
        &mut store,
        &fence,
        &Batch {
            state: vec![other],
            timers,
            ..batch(2)
        },
    );
    check_empty(&mut store);
    let longest = Key::named(Space::Desk, &long[1..]);
    let state = vec![StateWrite {
        key: longest.clone(),
        value: Some(b"v".to_vec()),
    }];
    let timers = vec![timer(at(0), &long[1..])];
    commit(
        &mut store,
        &fence,
        &Batch {
            state,
            timers,
            ..batch(3)
        },
    );
    assert_eq!(
        must(store.state(&longest)).as_deref(),
        Some(b"v".as_slice())
    );
    assert_eq!(must(store.claim_timers(&fence, at(0), 9)).len(), 1);
}

/// A batch has a size.
pub fn a_batch_too_large<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let mut state = vec![write(Space::Desk, "kept out", b"x")];
    let value = vec![7; BATCH_BYTES / 4];
    state.extend(["a", "b", "c", "d"].map(|name| write(Space::Archive, name, &value)));
    refused(&mut store, &fence, &Batch { state, ..batch(1) });
    check_empty(&mut store);
    assert_eq!(must(store.state(&Key::named(Space::Archive, "a"))), None);
}

fn check_empty(store: &mut impl Store) {
    assert_eq!(
        must(store.state(&Key::named(Space::Desk, "kept out"))),
        None
    );
    assert_eq!(must(store.next_timer()), None);
}
