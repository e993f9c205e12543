//! What every store must do alike, as checks that panic with what went wrong.
//!
//! A store's tests make a [`Rig`] and name it once:
//!
//! ```
//! # mod demo {
//! use dutybell_core::store::conformance::ModelRig;
//!
//! dutybell_core::store_conformance!(ModelRig::default());
//! # }
//! ```

pub mod durability;
pub mod refusals;
pub mod rows;
pub mod seen;
pub mod timers;
pub mod values;

use super::model::{DeathPoint, Disk, ModelStore};
use super::{
    Batch, Committed, EventWrite, Fence, Key, Space, StateWrite, Store, StoreError, StoredRow,
    StoredTimer,
};
use crate::ids::{RowId, UpdateId};
use crate::time::At;

/// One place where a store lies, and the power over it. New rigs are empty.
pub trait Rig {
    /// The store under test.
    type Store: Store;

    /// Opens what lies there. The one opened before has been dropped or killed.
    fn open(&mut self) -> Result<Self::Store, StoreError>;

    /// Ends the store's process as `kill -9` does.
    fn kill(&mut self, store: Self::Store);

    /// Makes what lies there say that it has another format. Nothing is open.
    fn stamp_format(&mut self, format: u32);

    /// How many places there are where the rig can make a commit die.
    fn deaths(&self) -> usize {
        0
    }

    /// The next commit dies at one of those places. After it, the rig opens what is left.
    fn plan_death(&mut self, _place: usize) {}

    /// The disk is full until [`Rig::repair`]; `false` if the rig can't do that.
    fn fill(&mut self) -> bool {
        false
    }

    /// There is room again.
    fn repair(&mut self) {}
}

/// Declares a test for each rule of the contract, with a new rig for each.
#[macro_export]
macro_rules! store_conformance {
    ($rig:expr) => {
        $crate::store_conformance!(@tests $rig;
            durability: done_survives_reopening, done_survives_a_kill, commits_whole_or_not_at_all,
            a_batch_repeated_is_already_done, an_old_epoch_is_fenced,
            a_fence_needs_an_acquisition, a_full_disk_confirms_nothing,
            a_newer_format_is_refused;
            refusals: two_writes_of_one_key, an_event_is_written_once, a_key_too_long,
            a_batch_too_large;
            values: bytes_come_back_unchanged, small_rooms_load_by_name, state_is_replaced,
            events_come_in_order, long_streams_keep_their_order;
            seen: an_update_counts_once, seen_ends, seen_survives_a_clock_set_back;
            timers: timers_come_by_due_and_name, a_timer_moves,
            a_timer_is_claimed_once, a_timer_set_anew_is_free;
            rows: rows_come_by_priority_due_id, all_rows_are_seen_claimed_or_not, a_row_is_born_claimed,
            a_row_is_claimed_once, a_row_moves, many_rows_keep_their_order;
        );
    };
    (@tests $rig:expr; $($group:ident: $($check:ident),+;)+) => {
        $($(
            #[test]
            fn $check() {
                $crate::store::conformance::$group::$check(&mut $rig);
            }
        )+)+
    };
}

/// The rig of [`ModelStore`].
#[derive(Debug, Default)]
pub struct ModelRig {
    disk: Disk,
}

impl Rig for ModelRig {
    type Store = ModelStore;

    fn open(&mut self) -> Result<ModelStore, StoreError> {
        ModelStore::open(&self.disk)
    }

    fn kill(&mut self, store: ModelStore) {
        self.disk.kill();
        drop(store);
    }

    fn stamp_format(&mut self, format: u32) {
        self.disk.stamp_format(format);
    }

    fn deaths(&self) -> usize {
        DeathPoint::ALL.len() * 2
    }

    fn plan_death(&mut self, place: usize) {
        let point = DeathPoint::ALL[place / 2];
        if place.is_multiple_of(2) {
            self.disk.die_at(1, point);
        } else {
            self.disk.kill_at(1, point);
        }
    }

    fn fill(&mut self) -> bool {
        self.disk.fill();
        true
    }

    fn repair(&mut self) {
        self.disk.repair();
    }
}

/// An instant of the year 2026, so many milliseconds after a round one.
fn at(millis: i64) -> At {
    At(1_780_000_000_000 + millis)
}

fn must<T>(result: Result<T, StoreError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the store failed: {error}"),
    }
}

fn open<R: Rig>(rig: &mut R) -> (R::Store, Fence) {
    let mut store = must(rig.open());
    let fence = must(store.acquire());
    (store, fence)
}

fn commit(store: &mut impl Store, fence: &Fence, batch: &Batch) {
    assert_eq!(
        must(store.commit(fence, batch)),
        Committed::Done,
        "batch {}",
        batch.id
    );
}

/// Commits a batch that must be refused, and returns the reason.
fn refused(store: &mut impl Store, fence: &Fence, batch: &Batch) -> String {
    match store.commit(fence, batch) {
        Err(StoreError::Refused(reason)) => reason,
        other => panic!(
            "batch {} must be refused, and the store says {other:?}",
            batch.id
        ),
    }
}

fn batch(id: u64) -> Batch {
    Batch {
        id,
        ..Batch::default()
    }
}

fn write(space: Space, name: &str, value: &[u8]) -> StateWrite {
    StateWrite {
        key: Key::named(space, name),
        value: Some(value.to_vec()),
    }
}

fn event(stream: u64, seq: u32, value: &[u8]) -> EventWrite {
    EventWrite {
        stream,
        seq,
        value: value.to_vec(),
    }
}

fn row(id: u64, priority: u8, due: At) -> StoredRow {
    StoredRow {
        id: RowId(id),
        priority,
        due,
        value: format!("row {id}").into_bytes(),
    }
}

fn timer(due: At, name: &str) -> StoredTimer {
    StoredTimer {
        due,
        name: name.as_bytes().to_vec(),
        value: format!("of {name}").into_bytes(),
    }
}

/// A batch that touches everything a store keeps; `id` sets its contents apart.
fn full_batch(id: u64) -> Batch {
    let number = i64::try_from(id).unwrap_or(0);
    let name = format!("{id}");
    Batch {
        id,
        seen: vec![(UpdateId(number), at(0))],
        state: vec![
            write(Space::Open, &name, b"open"),
            write(Space::Archive, &name, b"closed"),
            write(Space::Desk, &name, b"desk"),
            write(Space::Quarantine, &name, b"unread"),
        ],
        events: vec![event(id, 1, b"first"), event(id, 2, b"second")],
        rows: vec![row(id, 1, at(number))],
        rows_done: vec![],
        timers: vec![timer(at(number), &name)],
        timers_cleared: vec![],
    }
}

/// How much of a [`full_batch`] is there; the claims are those of a new epoch.
fn parts_of(store: &mut impl Store, fence: &Fence, id: u64) -> (usize, usize) {
    let whole = full_batch(id);
    let state = whole
        .state
        .iter()
        .filter(|write| must(store.state(&write.key)) == write.value);
    let mut found = state.count();
    found += must(store.events(id)).len();
    found += whole
        .seen
        .iter()
        .filter(|(update, now)| must(store.seen(*update, *now)))
        .count();
    let rows = must(store.claim_rows(fence, usize::MAX));
    found += rows.iter().filter(|row| whole.rows.contains(row)).count();
    let timers = must(store.claim_timers(fence, at(i64::from(u32::MAX)), usize::MAX));
    found += timers
        .iter()
        .filter(|timer| whole.timers.contains(timer))
        .count();
    let all = whole.state.len() + whole.events.len() + whole.seen.len();
    (found, all + whole.rows.len() + whole.timers.len())
}

fn is_there(store: &mut impl Store, fence: &Fence, id: u64) -> bool {
    let (found, whole) = parts_of(store, fence, id);
    assert!(
        found == 0 || found == whole,
        "batch {id}: {found} of {whole} parts are there"
    );
    found == whole
}
