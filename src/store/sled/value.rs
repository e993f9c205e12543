//! Values of any size. sled keeps an entry of a quarter segment outside its log, in a file that
//! it never syncs and whose absence it passes over in silence; a leaf of many large entries goes
//! the same way. So larger values are cut into parts, none of which can make a leaf that large.

use dutybell_core::limits::KEY_BYTES;
use sled::{Batch, Db};

use super::{SEGMENT_BYTES, keys};

/// Bytes of a value up to which it stays in one entry, and of a part.
const PART_BYTES: usize = 4096;

/// Bytes that a key may add to the name of what it files.
const KEY_FRAME_BYTES: usize = 32;

/// sled splits a leaf of more than 16 entries at the next visit, and may have merged one of
/// three into it before; this leaves room.
const LEAF_ENTRIES: usize = 28;

const _: () = assert!(
    LEAF_ENTRIES * (PART_BYTES + KEY_BYTES + KEY_FRAME_BYTES) < SEGMENT_BYTES / 4 - 64,
    "a leaf could grow into a file of its own"
);

const WHOLE: u8 = 0;
const IN_PARTS: u8 = 1;

/// Why a value could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// sled failed.
    #[error(transparent)]
    Sled(#[from] sled::Error),
    /// Stored bytes make no sense.
    #[error("{0}")]
    Damaged(&'static str),
}

/// The value at a key.
pub(super) fn read(db: &Db, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
    match db.get(key)? {
        Some(entry) => whole(db, key, &entry).map(Some),
        None => Ok(None),
    }
}

/// The value whose first entry was read already.
pub(super) fn whole(db: &Db, key: &[u8], entry: &[u8]) -> Result<Vec<u8>, ReadError> {
    match entry.split_first() {
        Some((&WHOLE, value)) => Ok(value.to_vec()),
        Some((&IN_PARTS, length)) => {
            let length = length_of(length)?;
            let mut value = Vec::with_capacity(length);
            for number in 0..parts(length) {
                let part = db.get(keys::part(key, number))?;
                value.extend_from_slice(&part.ok_or(ReadError::Damaged("a part is missing"))?);
            }
            Ok(value)
        }
        _ => Err(ReadError::Damaged("a value has an unknown form")),
    }
}

/// Adds to a batch what sets a key.
pub(super) fn put(db: &Db, batch: &mut Batch, key: &[u8], value: &[u8]) -> Result<(), ReadError> {
    let before = parts_stored(db, key)?;
    let mut now = 0;
    if value.len() <= PART_BYTES {
        batch.insert(key, [&[WHOLE], value].concat());
    } else {
        for part in value.chunks(PART_BYTES) {
            batch.insert(keys::part(key, now), part);
            now += 1;
        }
        let length = u32::try_from(value.len()).map_err(|_| ReadError::Damaged("too large"))?;
        batch.insert(key, [&[IN_PARTS], length.to_be_bytes().as_slice()].concat());
    }
    for number in now..before {
        batch.remove(keys::part(key, number));
    }
    Ok(())
}

/// Adds to a batch what removes a key.
pub(super) fn remove(db: &Db, batch: &mut Batch, key: &[u8]) -> Result<(), ReadError> {
    for number in 0..parts_stored(db, key)? {
        batch.remove(keys::part(key, number));
    }
    batch.remove(key);
    Ok(())
}

fn parts_stored(db: &Db, key: &[u8]) -> Result<u32, ReadError> {
    let entry = db.get(key)?;
    match entry.as_deref().and_then(<[u8]>::split_first) {
        Some((&IN_PARTS, length)) => Ok(parts(length_of(length)?)),
        _ => Ok(0),
    }
}

fn length_of(bytes: &[u8]) -> Result<usize, ReadError> {
    let bytes = bytes
        .try_into()
        .map_err(|_| ReadError::Damaged("a length is cut off"))?;
    usize::try_from(u32::from_be_bytes(bytes)).map_err(|_| ReadError::Damaged("too large"))
}

fn parts(length: usize) -> u32 {
    u32::try_from(length.div_ceil(PART_BYTES)).unwrap_or(u32::MAX)
}
