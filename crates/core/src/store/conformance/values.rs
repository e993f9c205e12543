//! Bytes go in and come out.

use super::{Rig, at, batch, commit, event, must, open, write};
use crate::ids::RowId;
use crate::store::{
    Batch, Key, Reads, Space, StateWrite, Store, StoreError, StoredRow, StoredTimer,
};

/// Values that a store with an opinion on text would change.
fn odd_values() -> Vec<Vec<u8>> {
    vec![
        Vec::new(),
        vec![0],
        b"a\0b\0".to_vec(),
        vec![0xed, 0xa0, 0x80],
        vec![0xff, 0xfe, 0x00, 0x01],
        br#"{"text":"\ud83d"}"#.to_vec(),
        (0..=255).collect(),
        (0..1024 * 1024u32)
            .map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[0])
            .collect(),
        vec![1; 4096],
        vec![2; 4097],
    ]
}

/// State, events, rows and timers keep any bytes, also where the store was opened between.
pub fn bytes_come_back_unchanged<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let mut all = batch(1);
    for (i, value) in (0u8..).zip(odd_values()) {
        let key = Key {
            space: Space::Quarantine,
            name: vec![0, 0xff, i],
        };
        let seq = u32::from(i) + 1;
        all.state.push(StateWrite {
            key,
            value: Some(value.clone()),
        });
        all.events.push(event(1, seq, &value));
        let id = RowId(u64::from(i));
        all.rows.push(StoredRow {
            id,
            priority: 1,
            due: at(0),
            value: value.clone(),
        });
        all.timers.push(StoredTimer {
            due: at(0),
            name: vec![0xff, i],
            value,
        });
    }
    commit(&mut store, &fence, &all);
    check_bytes(&mut store, &all);
    drop(store);
    let (mut store, fence) = open(rig);
    check_bytes(&mut store, &all);
    assert_eq!(must(store.claim_rows(&fence, 100)), all.rows);
    assert_eq!(must(store.claim_timers(&fence, at(0), 100)), all.timers);
}

fn check_bytes(store: &mut impl Store, all: &Batch) {
    for write in &all.state {
        assert!(
            must(store.state(&write.key)) == write.value,
            "state {:?}",
            write.key.name
        );
    }
    let events = must(store.events(1));
    assert_eq!(events.len(), all.events.len());
    for (event, expected) in events.iter().zip(&all.events) {
        assert!(*event == expected.value, "event {}", expected.seq);
    }
}

/// A room loads whole, by name, and alone.
pub fn small_rooms_load_by_name<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let names: [&[u8]; 6] = [b"", b"\0", b"a", b"a\0", b"b", b"\xff\xff"];
    let mut state = Vec::new();
    for name in names.iter().rev() {
        for space in Space::ALL {
            let key = Key {
                space,
                name: name.to_vec(),
            };
            state.push(StateWrite {
                key,
                value: Some([name, b"=".as_slice()].concat()),
            });
        }
    }
    commit(&mut store, &fence, &Batch { state, ..batch(1) });
    for space in Space::ALL {
        let mut loaded = Vec::new();
        must(store.load(space, &mut |name, value| {
            assert_eq!(value, [name, b"="].concat());
            loaded.push(name.to_vec());
            Ok(())
        }));
        assert_eq!(loaded, names, "{space:?}");
    }
    let mut calls = 0;
    let ended = store.load(Space::Desk, &mut |_, _| {
        calls += 1;
        Err(StoreError::Refused("enough".to_owned()))
    });
    assert!(
        matches!(ended, Err(StoreError::Refused(_))) && calls == 1,
        "{calls}: {ended:?}"
    );
}

/// State is replaced by larger and smaller values, and removed.
pub fn state_is_replaced<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let key = Key::named(Space::Open, "a");
    let sizes = [10, 100_000, 5_000, 4_096, 70_000, 0, 8_193, 1];
    for (id, size) in (1..).zip(sizes) {
        let value = vec![b'v'; size];
        let neighbour = write(Space::Open, &format!("a{id}"), b"n");
        let state = vec![write(Space::Open, "a", &value), neighbour];
        commit(&mut store, &fence, &Batch { state, ..batch(id) });
        assert_eq!(must(store.state(&key)), Some(value));
    }
    let gone = StateWrite {
        key: key.clone(),
        value: None,
    };
    commit(
        &mut store,
        &fence,
        &Batch {
            state: vec![gone],
            ..batch(20)
        },
    );
    assert_eq!(must(store.state(&key)), None);
    let absent = StateWrite {
        key: Key::named(Space::Open, "never"),
        value: None,
    };
    commit(
        &mut store,
        &fence,
        &Batch {
            state: vec![absent],
            ..batch(21)
        },
    );
    drop(store);
    let (store, _) = open(rig);
    assert_eq!(must(store.state(&key)), None);
    let mut count = 0;
    must(store.load(Space::Open, &mut |_, _| {
        count += 1;
        Ok(())
    }));
    assert_eq!(count, sizes.len());
}

/// Events come in order of their number whatever the order of writing, and streams stay apart.
pub fn events_come_in_order<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let big = vec![b'x'; 9_000];
    let first = vec![
        event(2, 5, b"5"),
        event(2, 3, b"3"),
        event(3, 1, b"other"),
        event(1, 1, &big),
    ];
    commit(
        &mut store,
        &fence,
        &Batch {
            events: first,
            ..batch(1)
        },
    );
    let second = vec![
        event(2, 4, &big),
        event(2, 1, b"1"),
        event(2, 9, b"9"),
        event(1, 2, b"b"),
    ];
    commit(
        &mut store,
        &fence,
        &Batch {
            events: second,
            ..batch(2)
        },
    );
    let expected = [
        b"1".to_vec(),
        b"3".to_vec(),
        big.clone(),
        b"5".to_vec(),
        b"9".to_vec(),
    ];
    assert_eq!(must(store.events(2)), expected);
    assert_eq!(must(store.events(1)), [big, b"b".to_vec()]);
    assert_eq!(must(store.events(3)), [b"other"]);
    assert_eq!(must(store.events_from(2, 3, 2)), expected[1..3]);
    assert_eq!(must(store.events_from(2, 4, 9)), expected[2..]);
    assert_eq!(must(store.events_from(2, 10, 9)), [b""; 0]);
    assert_eq!(must(store.events(4)), Vec::<Vec<u8>>::new());
}

/// A stream grows over many commits.
pub fn long_streams_keep_their_order<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let mut seq = 0;
    let mut expected = Vec::new();
    for id in 1..=60 {
        let mut events = Vec::new();
        for _ in 0..id % 7 {
            seq += 1;
            let value = format!("{seq}:{}", "e".repeat((seq as usize * 37) % 900)).into_bytes();
            events.push(event(8, seq, &value));
            expected.push(value);
        }
        commit(
            &mut store,
            &fence,
            &Batch {
                events,
                ..batch(id)
            },
        );
    }
    assert_eq!(must(store.events(8)), expected);
    for from in [0, 1, 2, 50, seq - 1, seq] {
        let rest = &expected[(from.max(1) - 1) as usize..];
        for limit in [0, 1, 7, usize::MAX] {
            let events = must(store.events_from(8, from, limit));
            assert_eq!(events, rest[..limit.min(rest.len())], "{limit} from {from}");
        }
    }
    drop(store);
    let (mut store, fence) = open(rig);
    assert_eq!(must(store.events(8)), expected);
    for again in [1, seq / 2, seq] {
        super::refused(
            &mut store,
            &fence,
            &Batch {
                events: vec![event(8, again, b"")],
                ..batch(99)
            },
        );
    }
}
