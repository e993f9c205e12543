//! One store through many power cuts, beside the model in memory: after each cut they must hold
//! the same.

use std::io;
use std::path::Path;

use dutybell_core::ids::{RowId, UpdateId};
use dutybell_core::store::model::{Disk, ModelStore};
use dutybell_core::store::{
    Batch, Committed, EventWrite, Key, Space, StateWrite, Store, StoreError, StoredRow, StoredTimer,
};
use dutybell_core::time::At;

use super::super::SledStore;
use super::power_fs::{Cut, PowerFs};

/// Cuts in one run. More, and other seeds, with `DUTYBELL_STORM=seed:cuts`.
const CUTS: u64 = 40;

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Mostly a few hundred bytes, now and then some that are cut into parts.
    fn value(&mut self) -> Vec<u8> {
        let size = match self.below(40) {
            0 => self.below(150_000),
            1 | 2 => self.below(9_000),
            _ => self.below(600),
        };
        (0..size).map(|_| self.below(256) as u8).collect()
    }
}

const STREAMS: u64 = 20;
const NAMES: u64 = 60;

fn batch(dice: &mut Dice, id: u64, seqs: &mut [u32]) -> Batch {
    let mut batch = Batch {
        id,
        ..Batch::default()
    };
    let now = At(i64::try_from(id).unwrap() * 600_000);
    // Each name at most once: names of one batch are apart by their place in it.
    for place in 0..1 + dice.below(6) {
        let name = place + 6 * dice.below(NAMES / 6);
        let key = Key::numbered(Space::ALL[dice.below(4) as usize], name);
        let value = (dice.below(4) > 0).then(|| dice.value());
        batch.state.push(StateWrite { key, value });
        let (row, due) = (RowId(name), At(now.0 + dice.below(1000) as i64));
        if dice.below(3) == 0 {
            batch.rows_done.push(row);
        } else {
            let priority = dice.below(3) as u8;
            batch.rows.push(StoredRow {
                id: row,
                priority,
                due,
                value: dice.value(),
            });
        }
        let name = name.to_be_bytes().to_vec();
        if dice.below(3) == 0 {
            batch.timers_cleared.push(name);
        } else {
            batch.timers.push(StoredTimer {
                due,
                name,
                value: dice.value(),
            });
        }
        let stream = dice.below(STREAMS);
        let seq = &mut seqs[usize::try_from(stream).unwrap()];
        *seq += 1;
        batch.events.push(EventWrite {
            stream,
            seq: *seq,
            value: dice.value(),
        });
        batch.seen.push((UpdateId(dice.below(1 << 40) as i64), now));
    }
    batch
}

#[derive(Debug, PartialEq, Eq)]
struct Contents {
    state: Vec<(Vec<u8>, Vec<u8>)>,
    events: Vec<Vec<Vec<u8>>>,
    rows: Vec<StoredRow>,
    timers: Vec<StoredTimer>,
}

/// All that a store holds. Needs a new epoch, and ends it.
fn contents(store: &mut impl Store) -> Contents {
    let fence = store.acquire().unwrap();
    let mut state = Vec::new();
    for space in Space::ALL {
        let mut add = |name: &[u8], value: &[u8]| -> Result<(), StoreError> {
            state.push((name.to_vec(), value.to_vec()));
            Ok(())
        };
        store.load(space, &mut add).unwrap();
    }
    Contents {
        state,
        events: (0..STREAMS)
            .map(|stream| store.events(stream).unwrap())
            .collect(),
        rows: store.claim_rows(&fence, usize::MAX).unwrap(),
        timers: store
            .claim_timers(&fence, At(i64::MAX), usize::MAX)
            .unwrap(),
    }
}

/// A cut somewhere in what comes next.
fn some_cut(dice: &mut Dice) -> Cut {
    let cut = match dice.below(4) {
        0 => Cut::after_sync(1 + dice.below(30)),
        1 => Cut::at_write(1 + dice.below(60)),
        _ => Cut::at_sync(1 + dice.below(30)),
    };
    if dice.below(3) == 0 {
        cut
    } else {
        cut.keeping(dice.below(u64::MAX))
    }
}

/// Lives until the power goes. Returns the batch in doubt.
fn live(
    dir: &Path,
    dice: &mut Dice,
    next: &mut u64,
    seqs: &mut [u32],
    model: &mut ModelStore,
) -> Option<Batch> {
    let mut store = SledStore::open(dir).ok()?;
    let fence = store.acquire().ok()?;
    let in_model = model.acquire().unwrap();
    loop {
        if dice.below(12) == 0 {
            drop(store);
            return None;
        }
        let batch = batch(dice, *next, seqs);
        *next += 1;
        match store.commit(&fence, &batch) {
            Ok(committed) => {
                assert_eq!(committed, Committed::Done);
                model.commit(&in_model, &batch).unwrap();
            }
            Err(_) => return Some(batch),
        }
    }
}

#[test]
fn one_store_through_many_cuts_equals_the_model() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let (seed, cuts) = match std::env::var("DUTYBELL_STORM") {
        Ok(asked) => {
            let (seed, cuts) = asked.split_once(':').unwrap();
            (seed.parse().unwrap(), cuts.parse().unwrap())
        }
        Err(_) => (1, CUTS),
    };
    let dir = fs.mountpoint().join("store");
    let mut model = ModelStore::open(&Disk::new()).unwrap();
    let (mut dice, mut next, mut seqs) = (Dice(seed), 1, vec![0; 20]);
    for cut in 0..cuts {
        fs.plan(some_cut(&mut dice));
        let mut doubt = None;
        while fs.is_on() && doubt.is_none() {
            doubt = live(&dir, &mut dice, &mut next, &mut seqs, &mut model);
        }
        fs.cut();
        fs.power_on();
        let case = format!("seed {seed}, cut {cut}");
        let mut store = SledStore::open(&dir).unwrap_or_else(|error| panic!("{case}: {error}"));
        if let Some(batch) = doubt {
            let fence = store.acquire().unwrap();
            store.commit(&fence, &batch).unwrap();
            let fence = model.acquire().unwrap();
            model.commit(&fence, &batch).unwrap();
        }
        let (stored, expected) = (contents(&mut store), contents(&mut model));
        assert!(stored == expected, "{case}: the stores differ");
    }
    Ok(())
}
