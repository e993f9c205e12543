//! Timers.

use super::{Rig, at, batch, commit, must, open, timer};
use crate::store::{Batch, Fence, Store, StoredTimer};
use crate::time::At;

fn names(timers: &[StoredTimer]) -> Vec<String> {
    timers
        .iter()
        .map(|timer| String::from_utf8_lossy(&timer.name).into_owned())
        .collect()
}

fn claim(store: &mut impl Store, fence: &Fence, now: At, limit: usize) -> Vec<String> {
    names(&must(store.claim_timers(fence, now, limit)))
}

/// Due first, then name; none before it is due, each until it is cleared.
pub fn timers_come_by_due_and_name<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    assert_eq!(must(store.next_timer()), None);
    let timers = ["c", "a", "ab", "b"].map(|name| timer(at(10), name));
    let mut timers = timers.to_vec();
    timers.extend([
        timer(at(5), "z"),
        timer(at(20), "later"),
        timer(At(-5), "before 1970"),
    ]);
    commit(&mut store, &fence, &Batch { timers, ..batch(1) });
    assert_eq!(must(store.next_timer()), Some(At(-5)));
    assert_eq!(claim(&mut store, &fence, at(9), 9), ["before 1970", "z"]);
    assert_eq!(claim(&mut store, &fence, at(10), 9), ["a", "ab", "b", "c"]);
    let fence = must(store.acquire());
    let cleared = vec![
        b"before 1970".to_vec(),
        b"a".to_vec(),
        b"never set".to_vec(),
    ];
    commit(
        &mut store,
        &fence,
        &Batch {
            timers_cleared: cleared,
            ..batch(2)
        },
    );
    assert_eq!(claim(&mut store, &fence, at(10), 9), ["z", "ab", "b", "c"]);
}

/// The same name moves, back or forth, and stays one timer.
pub fn a_timer_moves<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    for (id, due) in (1..).zip([10, 50, 20, 20]) {
        let moved = StoredTimer {
            value: vec![due],
            ..timer(at(i64::from(due)), "t")
        };
        commit(
            &mut store,
            &fence,
            &Batch {
                timers: vec![moved.clone()],
                ..batch(id)
            },
        );
        assert_eq!(must(store.next_timer()), Some(at(i64::from(due))));
        assert_eq!(must(store.claim_timers(&fence, at(99), 9)), [moved]);
        assert_eq!(must(store.next_timer()), None);
    }
    commit(
        &mut store,
        &fence,
        &Batch {
            timers_cleared: vec![b"t".to_vec()],
            ..batch(9)
        },
    );
    drop(store);
    let (mut store, fence) = open(rig);
    assert_eq!(claim(&mut store, &fence, at(99), 9), Vec::<String>::new());
}

/// A timer is handed out once an epoch, and `next_timer` passes over it.
pub fn a_timer_is_claimed_once<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let timers = vec![timer(at(1), "a"), timer(at(2), "b"), timer(at(3), "c")];
    commit(&mut store, &fence, &Batch { timers, ..batch(1) });
    assert_eq!(claim(&mut store, &fence, at(3), 2), ["a", "b"]);
    assert_eq!(must(store.next_timer()), Some(at(3)));
    assert_eq!(claim(&mut store, &fence, at(3), 2), ["c"]);
    assert_eq!(claim(&mut store, &fence, at(3), 2), Vec::<String>::new());
    assert_eq!(must(store.next_timer()), None);
    let fence = must(store.acquire());
    assert_eq!(claim(&mut store, &fence, at(3), 9), ["a", "b", "c"]);
    rig.kill(store);
    let (mut store, fence) = open(rig);
    assert_eq!(must(store.next_timer()), Some(at(1)));
    assert_eq!(claim(&mut store, &fence, at(3), 9), ["a", "b", "c"]);
}

/// A timer that was handed out and is set anew is handed out again.
pub fn a_timer_set_anew_is_free<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let timers = vec![timer(at(1), "a"), timer(at(1), "b")];
    commit(&mut store, &fence, &Batch { timers, ..batch(1) });
    assert_eq!(claim(&mut store, &fence, at(1), 9), ["a", "b"]);
    commit(
        &mut store,
        &fence,
        &Batch {
            timers: vec![timer(at(1), "a")],
            ..batch(2)
        },
    );
    assert_eq!(claim(&mut store, &fence, at(1), 9), ["a"]);
    let cleared = vec![b"a".to_vec()];
    commit(
        &mut store,
        &fence,
        &Batch {
            timers_cleared: cleared,
            ..batch(3)
        },
    );
    commit(
        &mut store,
        &fence,
        &Batch {
            timers: vec![timer(at(1), "a")],
            ..batch(4)
        },
    );
    assert_eq!(must(store.next_timer()), Some(at(1)));
    assert_eq!(claim(&mut store, &fence, at(1), 9), ["a"]);
}
