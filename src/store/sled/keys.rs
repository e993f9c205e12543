//! How keys are laid out in the one tree. A byte says the kind; numbers are big endian with the
//! sign turned, so that bytes sort as the numbers do.
//!
//! These bytes are the stored format 1: a change here needs a new format.

use std::ops::Range;

use dutybell_core::ids::{RowId, UpdateId};
use dutybell_core::store::{Key, Space};
use dutybell_core::time::At;

const META: u8 = 0;
const BATCH: u8 = 1;
const STATE: u8 = 2;
const EVENTS: u8 = 3;
const ROW: u8 = 4;
const ROW_PLACE: u8 = 5;
const TIMER: u8 = 6;
const TIMER_DUE: u8 = 7;
const SEEN: u8 = 8;
const PART: u8 = 9;

/// The stored format, four bytes.
pub(super) const FORMAT: &[u8] = &[META, b'f'];
/// The epoch, eight bytes.
pub(super) const EPOCH: &[u8] = &[META, b'e'];

/// A place among the batch ids remembered.
pub(super) fn batch(slot: u16) -> Vec<u8> {
    key(BATCH, &[&slot.to_be_bytes()])
}

/// All batch ids remembered.
pub(super) fn batches() -> Range<Vec<u8>> {
    kind(BATCH)
}

/// A piece of state.
pub(super) fn state(at: &Key) -> Vec<u8> {
    key(STATE, &[&[space_tag(at.space)], &at.name])
}

/// All state in one room.
pub(super) fn space(space: Space) -> Range<Vec<u8>> {
    let tag = space_tag(space);
    vec![STATE, tag]..vec![STATE, tag + 1]
}

/// The name under which a piece of state is filed.
pub(super) fn state_name(key: &[u8]) -> Option<&[u8]> {
    key.get(2..)
}

/// The page of a stream's events that begins with `seq`.
pub(super) fn events(stream: u64, seq: u32) -> Vec<u8> {
    key(EVENTS, &[&stream.to_be_bytes(), &seq.to_be_bytes()])
}

/// The number with which a page of events begins.
pub(super) fn events_seq(key: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(fixed(key, 9)?))
}

/// A row, in the order in which rows go out.
pub(super) fn row(priority: u8, due: At, id: RowId) -> Vec<u8> {
    key(ROW, &[&[priority], &signed(due.0), &id.0.to_be_bytes()])
}

/// All rows, in the order in which they go out.
pub(super) fn rows() -> Range<Vec<u8>> {
    kind(ROW)
}

/// What a row's key says: priority, due, id.
pub(super) fn row_parts(key: &[u8]) -> Option<(u8, At, RowId)> {
    let [priority] = fixed(key, 1)?;
    Some((
        priority,
        At(unsigned(fixed(key, 2)?)),
        RowId(u64::from_be_bytes(fixed(key, 10)?)),
    ))
}

/// Where a row stands, by its id.
pub(super) fn row_place(id: RowId) -> Vec<u8> {
    key(ROW_PLACE, &[&id.0.to_be_bytes()])
}

/// The value under [`row_place`].
pub(super) fn place(priority: u8, due: At) -> Vec<u8> {
    let mut value = vec![priority];
    value.extend(signed(due.0));
    value
}

/// The reverse of [`place`].
pub(super) fn place_parts(value: &[u8]) -> Option<(u8, At)> {
    let [priority] = fixed(value, 0)?;
    Some((priority, At(unsigned(fixed(value, 1)?))))
}

/// A timer, in the order in which timers fall due.
pub(super) fn timer(due: At, name: &[u8]) -> Vec<u8> {
    key(TIMER, &[&signed(due.0), name])
}

/// All timers, in the order in which they fall due.
pub(super) fn timers() -> Range<Vec<u8>> {
    kind(TIMER)
}

/// What a timer's key says: due, name.
pub(super) fn timer_parts(key: &[u8]) -> Option<(At, &[u8])> {
    Some((At(unsigned(fixed(key, 1)?)), key.get(9..)?))
}

/// When a timer falls due, by its name.
pub(super) fn timer_due(name: &[u8]) -> Vec<u8> {
    key(TIMER_DUE, &[name])
}

/// The value of an instant.
pub(super) fn instant(at: At) -> [u8; 8] {
    signed(at.0)
}

/// The reverse of [`instant`].
pub(super) fn instant_parts(value: &[u8]) -> Option<At> {
    Some(At(unsigned(fixed(value, 0)?)))
}

/// An update seen, filed under a day.
pub(super) fn seen(day: i64, update: UpdateId) -> Vec<u8> {
    key(SEEN, &[&signed(day), &signed(update.0)])
}

/// All updates seen.
pub(super) fn all_seen() -> Range<Vec<u8>> {
    kind(SEEN)
}

/// The day under which an update is filed.
pub(super) fn seen_day(key: &[u8]) -> Option<i64> {
    Some(unsigned(fixed(key, 1)?))
}

/// A part of a value too large for one entry.
pub(super) fn part(of: &[u8], number: u32) -> Vec<u8> {
    key(PART, &[of, &number.to_be_bytes()])
}

fn space_tag(space: Space) -> u8 {
    match space {
        Space::Open => 0,
        Space::Archive => 1,
        Space::Desk => 2,
        Space::Quarantine => 3,
        Space::Private => 4,
    }
}

fn key(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = vec![kind];
    key.extend(parts.iter().copied().flatten());
    key
}

fn kind(kind: u8) -> Range<Vec<u8>> {
    vec![kind]..vec![kind + 1]
}

fn fixed<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn signed(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

fn unsigned(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed()
}
