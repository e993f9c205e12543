//! Power cuts: at every sync and every write of a short life, also while it comes back, with
//! nothing or a part of the unsynced kept.

use std::io;
use std::path::PathBuf;

use dutybell_core::ids::{RowId, UpdateId};
use dutybell_core::store::conformance::Rig;
use dutybell_core::store::{
    Batch, EventWrite, Fence, Key, Reads, Space, StateWrite, Store, StoreError, StoredRow,
    StoredTimer,
};
use dutybell_core::time::At;

use super::super::{SEGMENT_BYTES, SledStore, keys};
use super::power_fs::{Cut, PowerFs};

/// Where a commit can be made to die: it writes the head of the batch and its body, and syncs
/// the log.
fn deaths() -> Vec<Cut> {
    let plain = [
        Cut::at_write(1),
        Cut::at_write(2),
        Cut::at_sync(1),
        Cut::after_sync(1),
    ];
    let partly = (0..8).map(|seed| Cut::at_sync(1).keeping(seed));
    plain.into_iter().chain(partly).collect()
}

struct PowerRig {
    fs: PowerFs,
}

impl PowerRig {
    fn dir(&self) -> PathBuf {
        self.fs.mountpoint().join("store")
    }
}

impl Rig for PowerRig {
    type Store = SledStore;

    fn open(&mut self) -> Result<SledStore, StoreError> {
        SledStore::open(&self.dir())
    }

    fn kill(&mut self, store: SledStore) {
        self.fs.cut();
        drop(store);
        self.fs.power_on();
    }

    fn stamp_format(&mut self, format: u32) {
        let config = sled::Config::new()
            .path(self.dir())
            .segment_size(SEGMENT_BYTES);
        let db = config.open().unwrap();
        db.insert(keys::FORMAT, &format.to_be_bytes()).unwrap();
        db.flush().unwrap();
    }

    fn deaths(&self) -> usize {
        deaths().len()
    }

    fn plan_death(&mut self, place: usize) {
        self.fs.plan(deaths()[place]);
    }

    fn fill(&mut self) -> bool {
        self.fs.fill();
        true
    }

    fn repair(&mut self) {
        self.fs.repair();
    }
}

/// The rules in which power plays a part; the others were checked on a plain directory.
#[test]
fn the_contract_holds_where_a_kill_is_a_power_cut() -> io::Result<()> {
    use dutybell_core::store::conformance::{durability, rows, timers, values};
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let mut rig = PowerRig { fs };
    let checks: [fn(&mut PowerRig); 8] = [
        durability::done_survives_a_kill,
        durability::done_survives_reopening,
        durability::commits_whole_or_not_at_all,
        durability::a_full_disk_confirms_nothing,
        durability::a_newer_format_is_refused,
        rows::a_row_is_born_claimed,
        timers::a_timer_is_claimed_once,
        values::bytes_come_back_unchanged,
    ];
    for check in checks {
        rig.fs.wipe();
        check(&mut rig);
    }
    Ok(())
}

/// A short life: a new store, commits of several kinds and sizes, closing, opening, more.
/// Returns the ids of batches that were confirmed, up to the error.
fn live(dir: &std::path::Path, confirmed: &mut Vec<u64>) -> Result<(), StoreError> {
    for first in [1, 4] {
        let mut store = SledStore::open(dir)?;
        let fence = store.acquire()?;
        for id in first..first + 3 {
            store.commit(&fence, &batch(id))?;
            confirmed.push(id);
        }
    }
    Ok(())
}

const BATCHES: std::ops::RangeInclusive<u64> = 1..=6;

/// A batch in which everything says its number; the third is larger than a segment.
fn batch(id: u64) -> Batch {
    let size = if id == 3 { 200_000 } else { 500 };
    let value = vec![u8::try_from(id).unwrap(); size];
    let due = At(i64::try_from(id).unwrap());
    let state = [Space::Open, Space::Archive, Space::Desk].map(|space| StateWrite {
        key: Key::numbered(space, id),
        value: Some(value.clone()),
    });
    Batch {
        id,
        seen: vec![(UpdateId(due.0), At(0))],
        // One key that each batch overwrites: the latest must be the one in force.
        state: state.into_iter().chain([last(id)]).collect(),
        events: vec![EventWrite {
            stream: 1,
            seq: u32::try_from(id).unwrap(),
            value: value.clone(),
        }],
        rows: vec![StoredRow {
            id: RowId(id),
            priority: 1,
            due,
            value: value.clone(),
        }],
        rows_done: vec![RowId(id - 1)],
        timers: vec![StoredTimer {
            due,
            name: b"t".to_vec(),
            value,
        }],
        timers_cleared: vec![],
    }
}

fn last(id: u64) -> StateWrite {
    let key = Key::named(Space::Desk, "last");
    StateWrite {
        key,
        value: Some(id.to_be_bytes().to_vec()),
    }
}

/// Whole batches up to one, all that was confirmed among them, and nothing of the next.
fn check(store: &mut SledStore, fence: &Fence, confirmed: &[u64], case: &str) {
    let stored = store.state(&last(0).key).unwrap();
    let newest = stored.map_or(0, |value| u64::from_be_bytes(value.try_into().unwrap()));
    let told = confirmed.last().copied().unwrap_or(0);
    assert!(
        newest == told || newest == told + 1,
        "{case}: confirmed {told}, stored {newest}"
    );
    assert_eq!(store.events(1).unwrap().len() as u64, newest, "{case}");
    for id in BATCHES {
        let batch = batch(id);
        let is_there = id <= newest;
        for write in &batch.state[..3] {
            let stored = store.state(&write.key).unwrap();
            assert_eq!(
                stored.is_some(),
                is_there,
                "{case}: {:?} of batch {id}",
                write.key
            );
            assert!(
                !is_there || stored == write.value,
                "{case}: {:?} changed",
                write.key
            );
        }
        assert_eq!(
            store.seen(batch.seen[0].0, At(0)).unwrap(),
            is_there,
            "{case}: batch {id}"
        );
    }
    let rows = store.claim_rows(fence, 9).unwrap();
    let timers = store.claim_timers(fence, At(99), 9).unwrap();
    if newest == 0 {
        assert!(rows.is_empty() && timers.is_empty(), "{case}");
    } else {
        assert_eq!(
            (rows, timers),
            (batch(newest).rows, batch(newest).timers),
            "{case}"
        );
    }
}

/// Comes back after a cut, checks, and lives on to the end.
fn come_back(fs: &PowerFs, confirmed: &[u64], case: &str) {
    let dir = fs.mountpoint().join("store");
    fs.power_on();
    let mut store = SledStore::open(&dir).unwrap_or_else(|error| panic!("{case}: {error}"));
    let fence = store.acquire().unwrap();
    check(&mut store, &fence, confirmed, case);
    for id in BATCHES {
        store
            .commit(&fence, &batch(id))
            .unwrap_or_else(|error| panic!("{case}: {error}"));
    }
    let fence = store.acquire().unwrap();
    check(&mut store, &fence, &[6], case);
}

#[test]
fn a_cut_at_any_moment_loses_nothing_confirmed() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let dir = fs.mountpoint().join("store");
    live(&dir, &mut Vec::new()).unwrap();
    let (syncs, writes) = (fs.syncs(), fs.writes());
    assert!(
        syncs >= 12 && writes >= 12,
        "{syncs} syncs and {writes} writes are too few"
    );
    let mut cuts = Vec::new();
    for nth in 1..=syncs {
        cuts.extend([Cut::at_sync(nth), Cut::after_sync(nth)]);
        cuts.extend([
            Cut::at_sync(nth).keeping(nth),
            Cut::at_sync(nth).keeping(1000 + nth),
        ]);
    }
    cuts.extend((1..=writes).flat_map(|nth| [Cut::at_write(nth), Cut::at_write(nth).keeping(nth)]));
    for cut in cuts {
        fs.wipe();
        fs.plan(cut);
        let mut confirmed = Vec::new();
        let lived = live(&dir, &mut confirmed);
        assert!(
            lived.is_err() || !fs.is_on() || matches!(confirmed.len(), 6),
            "{cut:?}"
        );
        if fs.is_on() {
            fs.cut();
        }
        come_back(&fs, &confirmed, &format!("{cut:?}"));
    }
    Ok(())
}

#[test]
fn a_second_cut_while_coming_back_loses_nothing_either() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let dir = fs.mountpoint().join("store");
    for first in [
        Cut::at_sync(9),
        Cut::after_sync(14).keeping(5),
        Cut::at_write(9).keeping(3),
    ] {
        for nth in 1..=8 {
            for second in [
                Cut::at_sync(nth),
                Cut::at_write(nth),
                Cut::at_sync(nth).keeping(nth),
            ] {
                fs.wipe();
                fs.plan(first);
                let mut confirmed = Vec::new();
                let _ = live(&dir, &mut confirmed);
                fs.cut();
                fs.power_on();
                fs.plan(second);
                // It may come further than opening; what it confirms then counts as well.
                let reopened = SledStore::open(&dir).and_then(|mut store| store.acquire());
                drop(reopened);
                fs.cut();
                come_back(&fs, &confirmed, &format!("{first:?}, then {second:?}"));
            }
        }
    }
    Ok(())
}
