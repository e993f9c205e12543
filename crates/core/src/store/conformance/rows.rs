//! The outbox.

use super::{Rig, at, batch, commit, must, open, row};
use crate::ids::RowId;
use crate::store::{Batch, Fence, Store, StoredRow};
use crate::time::At;

/// Rows of [`many_rows_keep_their_order`]: the promise is made for 100,000, and a debug build
/// shows the same with fewer.
const MANY: u64 = if cfg!(debug_assertions) {
    20_000
} else {
    100_000
};

fn ids(rows: &[StoredRow]) -> Vec<u64> {
    rows.iter().map(|row| row.id.0).collect()
}

fn claim(store: &mut impl Store, fence: &Fence, limit: usize) -> Vec<u64> {
    ids(&must(store.claim_rows(fence, limit)))
}

/// Priority first, then due, then id; due or not.
pub fn rows_come_by_priority_due_id<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let rows = vec![
        row(1, 2, at(0)),
        row(2, 0, at(9_000_000)),
        row(3, 0, at(10)),
        row(4, 1, at(10)),
        row(300, 1, at(10)),
        row(5, 1, at(10)),
        row(6, 1, At(-1)),
        row(7, 255, at(0)),
    ];
    commit(&mut store, &fence, &Batch { rows, ..batch(1) });
    let fence = must(store.acquire());
    let claimed = must(store.claim_rows(&fence, 100));
    assert_eq!(ids(&claimed), [3, 2, 6, 4, 5, 300, 1, 7]);
    assert_eq!(claimed[2], row(6, 1, At(-1)));
}

/// Looking at rows finds the same ones as claiming, whoever holds them, and takes none away.
pub fn all_rows_are_seen_claimed_or_not<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let rows = vec![row(1, 2, at(0)), row(2, 0, at(10)), row(3, 0, at(5))];
    commit(&mut store, &fence, &Batch { rows, ..batch(1) });
    assert_eq!(ids(&must(store.rows(9))), [3, 2, 1]);
    assert_eq!(must(store.rows(2))[1], row(2, 0, at(10)));
    let fence = must(store.acquire());
    assert_eq!(claim(&mut store, &fence, 1), [3]);
    assert_eq!(ids(&must(store.rows(9))), [3, 2, 1]);
    let rows_done = vec![RowId(3), RowId(1)];
    let done = Batch {
        rows_done,
        ..batch(2)
    };
    commit(&mut store, &fence, &done);
    assert_eq!(ids(&must(store.rows(9))), [2]);
    assert_eq!(claim(&mut store, &fence, 9), [2]);
}

/// A row put by the committer is in its hands already; a new epoch finds it.
pub fn a_row_is_born_claimed<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    commit(
        &mut store,
        &fence,
        &Batch {
            rows: vec![row(1, 0, at(0))],
            ..batch(1)
        },
    );
    assert!(claim(&mut store, &fence, 9).is_empty());
    commit(
        &mut store,
        &fence,
        &Batch {
            rows: vec![row(2, 0, at(0))],
            ..batch(2)
        },
    );
    assert!(claim(&mut store, &fence, 9).is_empty());
    let fence = must(store.acquire());
    commit(
        &mut store,
        &fence,
        &Batch {
            rows: vec![row(3, 0, at(0))],
            ..batch(3)
        },
    );
    assert_eq!(claim(&mut store, &fence, 9), [1, 2]);
    rig.kill(store);
    let (mut store, fence) = open(rig);
    assert_eq!(claim(&mut store, &fence, 9), [1, 2, 3]);
    assert!(claim(&mut store, &fence, 9).is_empty());
}

/// A row is handed out once an epoch until it is done; done rows are gone.
pub fn a_row_is_claimed_once<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let rows = (1..=5).map(|id| row(id, 1, at(0))).collect();
    commit(&mut store, &fence, &Batch { rows, ..batch(1) });
    let fence = must(store.acquire());
    assert_eq!(claim(&mut store, &fence, 2), [1, 2]);
    let rows_done = vec![RowId(1), RowId(4), RowId(77)];
    commit(
        &mut store,
        &fence,
        &Batch {
            rows_done,
            ..batch(2)
        },
    );
    // Urgent ones written meanwhile, and one replaced before its turn, are not handed out.
    let rows = vec![row(8, 0, at(0)), row(9, 2, at(0)), row(3, 2, at(1))];
    commit(&mut store, &fence, &Batch { rows, ..batch(3) });
    assert_eq!(claim(&mut store, &fence, 2), [5]);
    assert!(claim(&mut store, &fence, 2).is_empty());
    let fence = must(store.acquire());
    assert_eq!(claim(&mut store, &fence, 3), [8, 2, 5]);
    assert_eq!(claim(&mut store, &fence, 3), [9, 3]);
    assert!(claim(&mut store, &fence, 3).is_empty());
}

/// A row written again under its id moves: one row, at the new place, with the new value.
pub fn a_row_moves<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let rows = vec![row(1, 1, at(0)), row(2, 1, at(1))];
    commit(&mut store, &fence, &Batch { rows, ..batch(1) });
    for (id, (priority, due)) in (2..).zip([(1, 5), (0, 9), (1, 5), (1, 5)]) {
        let fence = must(store.acquire());
        let moved = StoredRow {
            value: vec![9; 5_000],
            ..row(1, priority, at(due))
        };
        commit(
            &mut store,
            &fence,
            &Batch {
                rows: vec![moved.clone()],
                ..batch(id)
            },
        );
        let fence = must(store.acquire());
        let claimed = must(store.claim_rows(&fence, 9));
        assert_eq!(ids(&claimed), if priority == 0 { [1, 2] } else { [2, 1] });
        assert!(claimed.contains(&moved));
    }
    let fence = must(store.acquire());
    commit(
        &mut store,
        &fence,
        &Batch {
            rows_done: vec![RowId(1)],
            ..batch(300)
        },
    );
    let fence = must(store.acquire());
    assert_eq!(claim(&mut store, &fence, 9), [2]);
}

/// The order holds among very many, in pieces, and while others are done.
pub fn many_rows_keep_their_order<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let rows = (0..MANY).map(|i| {
        let scattered = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let due = i64::try_from(scattered % 1000).unwrap_or(0);
        row(i, u8::try_from(scattered % 4).unwrap_or(0), at(due))
    });
    let rows: Vec<_> = rows.collect();
    let mut expected: Vec<_> = rows
        .iter()
        .map(|row| (row.priority, row.due, row.id))
        .collect();
    expected.sort_unstable();
    for (id, rows) in (1..).zip(rows.chunks(5_000)) {
        commit(
            &mut store,
            &fence,
            &Batch {
                rows: rows.to_vec(),
                ..batch(id)
            },
        );
    }
    drop(store);
    let (mut store, fence) = open(rig);
    let mut claimed = Vec::new();
    for id in 1_000.. {
        let rows = must(store.claim_rows(&fence, 3_000));
        if rows.is_empty() {
            break;
        }
        let rows_done = rows.iter().map(|row| row.id).collect();
        claimed.extend(rows.into_iter().map(|row| (row.priority, row.due, row.id)));
        commit(
            &mut store,
            &fence,
            &Batch {
                rows_done,
                ..batch(id)
            },
        );
    }
    assert!(claimed == expected, "rows came in another order");
}
