//! From a batch of the contract to one atomic batch of the tree.

use dutybell_core::ids::RowId;
use dutybell_core::store::{Batch, StoredRow, StoredTimer, seen};
use sled::Db;

use super::events::Pages;
use super::value::{self, ReadError};
use super::{keys, recent::RecentBatches};

/// What a batch comes to.
pub(super) enum Draft {
    /// To be applied as a whole.
    Ready(sled::Batch),
    /// An event stands already where one was to be written.
    EventExists {
        /// Its stream.
        stream: u64,
        /// Its number.
        seq: u32,
    },
}

/// Drafts the one batch. Reads what it replaces, writes nothing.
pub(super) fn draft(db: &Db, recent: &RecentBatches, batch: &Batch) -> Result<Draft, ReadError> {
    let mut out = sled::Batch::default();
    let mut pages = Pages::default();
    for event in &batch.events {
        if !pages.add(db, event)? {
            return Ok(Draft::EventExists {
                stream: event.stream,
                seq: event.seq,
            });
        }
    }
    pages.write(db, &mut out)?;
    for write in &batch.state {
        let key = keys::state(&write.key);
        match &write.value {
            Some(value) => value::put(db, &mut out, &key, value)?,
            None => value::remove(db, &mut out, &key)?,
        }
    }
    for id in &batch.rows_done {
        remove_row(db, &mut out, *id)?;
        out.remove(keys::row_place(*id));
    }
    for row in &batch.rows {
        put_row(db, &mut out, row)?;
    }
    for name in &batch.timers_cleared {
        remove_timer(db, &mut out, name)?;
        out.remove(keys::timer_due(name));
    }
    for timer in &batch.timers {
        put_timer(db, &mut out, timer)?;
    }
    write_seen(db, &mut out, batch)?;
    recent.write(&mut out, batch.id);
    Ok(Draft::Ready(out))
}

fn put_row(db: &Db, out: &mut sled::Batch, row: &StoredRow) -> Result<(), ReadError> {
    remove_row(db, out, row.id)?;
    out.insert(keys::row_place(row.id), keys::place(row.priority, row.due));
    value::put(
        db,
        out,
        &keys::row(row.priority, row.due, row.id),
        &row.value,
    )
}

fn remove_row(db: &Db, out: &mut sled::Batch, id: RowId) -> Result<(), ReadError> {
    let Some(place) = db.get(keys::row_place(id))? else {
        return Ok(());
    };
    let place = keys::place_parts(&place).ok_or(ReadError::Damaged("a row has no place"))?;
    value::remove(db, out, &keys::row(place.0, place.1, id))
}

fn put_timer(db: &Db, out: &mut sled::Batch, timer: &StoredTimer) -> Result<(), ReadError> {
    remove_timer(db, out, &timer.name)?;
    out.insert(keys::timer_due(&timer.name), &keys::instant(timer.due));
    value::put(db, out, &keys::timer(timer.due, &timer.name), &timer.value)
}

fn remove_timer(db: &Db, out: &mut sled::Batch, name: &[u8]) -> Result<(), ReadError> {
    let Some(due) = db.get(keys::timer_due(name))? else {
        return Ok(());
    };
    let due = keys::instant_parts(&due).ok_or(ReadError::Damaged("a timer has no instant"))?;
    value::remove(db, out, &keys::timer(due, name))
}

/// Files the updates seen, and drops a bounded piece of what is over: the oldest stand first.
fn write_seen(db: &Db, out: &mut sled::Batch, batch: &Batch) -> Result<(), ReadError> {
    let Some(now) = batch.seen.iter().map(|(_, at)| *at).max() else {
        return Ok(());
    };
    for entry in db
        .range(keys::all_seen())
        .take(seen::prune_limit(batch.seen.len()))
    {
        let (key, _) = entry?;
        let day = keys::seen_day(&key).ok_or(ReadError::Damaged("an update has no day"))?;
        if !seen::is_over(day, now) {
            break;
        }
        out.remove(key);
    }
    for (update, at) in &batch.seen {
        out.insert(keys::seen(seen::day(*at), *update), &keys::instant(*at));
    }
    Ok(())
}
