//! Updates that come twice.

use std::time::Duration;

use super::{Rig, at, batch, commit, must, open};
use crate::ids::UpdateId;
use crate::limits::SEEN_FOR;
use crate::store::{Batch, Store};

/// An update is new once, also where the store was opened between.
pub fn an_update_counts_once<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let updates = [UpdateId(0), UpdateId(7), UpdateId(-7), UpdateId(i64::MAX)];
    for update in updates {
        assert!(!must(store.seen(update, at(0))), "{update}");
    }
    let seen = updates.iter().map(|update| (*update, at(0))).collect();
    commit(&mut store, &fence, &Batch { seen, ..batch(1) });
    drop(store);
    let (mut store, fence) = open(rig);
    for update in updates {
        assert!(must(store.seen(update, at(1))), "{update}");
    }
    assert!(!must(store.seen(UpdateId(8), at(1))));
    // Seen again is no error: the second copy changes nothing.
    let seen = vec![(UpdateId(7), at(5)), (UpdateId(7), at(5))];
    commit(&mut store, &fence, &Batch { seen, ..batch(2) });
    assert!(must(store.seen(UpdateId(7), at(5))));
}

/// An id counts as seen for [`SEEN_FOR`], whatever the hour, and then is new.
pub fn seen_ends<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let hour = Duration::from_secs(3600);
    for i in 0..30 {
        let start = at(0).plus(hour * i);
        let update = UpdateId(i64::from(i));
        commit(
            &mut store,
            &fence,
            &Batch {
                seen: vec![(update, start)],
                ..batch(u64::from(i))
            },
        );
        assert!(must(store.seen(update, start.plus(SEEN_FOR))), "hour {i}");
        let over = start.plus(SEEN_FOR + Duration::from_millis(1));
        assert!(!must(store.seen(update, over)), "hour {i}");
    }
    // Later updates drop the outdated ones, and none that still counts.
    for i in 0..200 {
        let now = at(0).plus(hour * (30 + i));
        let update = UpdateId(1000 + i64::from(i));
        let id = 1000 + u64::from(i);
        commit(
            &mut store,
            &fence,
            &Batch {
                seen: vec![(update, now)],
                ..batch(id)
            },
        );
        for back in 0..=i.min(48) {
            let earlier = UpdateId(1000 + i64::from(i - back));
            assert!(
                must(store.seen(earlier, now)),
                "hour {i}, {back} hours before"
            );
        }
    }
}

/// Where the clock was set back, what was seen "in future" still counts.
pub fn seen_survives_a_clock_set_back<R: Rig>(rig: &mut R) {
    let (mut store, fence) = open(rig);
    let ahead = at(0).plus(SEEN_FOR / 2);
    commit(
        &mut store,
        &fence,
        &Batch {
            seen: vec![(UpdateId(1), ahead)],
            ..batch(1)
        },
    );
    assert!(must(store.seen(UpdateId(1), at(0))));
}
