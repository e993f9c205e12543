//! Events of a stream, several to a page: sled keeps about nine entries to a leaf and every leaf
//! in memory and in its snapshot, so a page of events costs a ninth of a leaf where each event
//! alone would.

use std::collections::BTreeMap;

use dutybell_core::store::EventWrite;
use sled::{Batch, Db};

use super::keys;
use super::value::{self, ReadError};

/// Bytes up to which events join the page before them. Every one added rewrites the page.
const PAGE_BYTES: usize = 2048;

/// A page: the events by their number, and its place by the first.
type Page = BTreeMap<u32, Vec<u8>>;

/// The pages that a batch changes, by stream and first number.
#[derive(Debug, Default)]
pub(super) struct Pages {
    changed: BTreeMap<(u64, u32), Page>,
}

impl Pages {
    /// Adds an event; `false` if one stands there already.
    pub(super) fn add(&mut self, db: &Db, event: &EventWrite) -> Result<bool, ReadError> {
        let Some((first, page)) = self.page_before(db, event.stream, event.seq)? else {
            self.start(event);
            return Ok(true);
        };
        if page.contains_key(&event.seq) {
            return Ok(false);
        }
        let is_last = page
            .last_key_value()
            .is_none_or(|(last, _)| *last < event.seq);
        let bytes: usize = page.values().map(Vec::len).sum();
        if is_last && bytes + event.value.len() > PAGE_BYTES {
            self.start(event);
        } else {
            let page = self.changed.entry((event.stream, first)).or_insert(page);
            page.insert(event.seq, event.value.clone());
        }
        Ok(true)
    }

    /// Adds to a batch what writes the pages.
    pub(super) fn write(&self, db: &Db, batch: &mut Batch) -> Result<(), ReadError> {
        for ((stream, first), page) in &self.changed {
            value::put(db, batch, &keys::events(*stream, *first), &encode(page))?;
        }
        Ok(())
    }

    /// The page that holds `seq`, or would: the last that begins at it or before it.
    fn page_before(
        &self,
        db: &Db,
        stream: u64,
        seq: u32,
    ) -> Result<Option<(u32, Page)>, ReadError> {
        let mut changed = self.changed.range((stream, 0)..=(stream, seq));
        let changed = changed.next_back().map(|((_, first), page)| (*first, page));
        let range = keys::events(stream, 0)..=keys::events(stream, seq);
        let Some(entry) = db.range(range).next_back() else {
            return Ok(changed.map(|(first, page)| (first, page.clone())));
        };
        let (key, entry) = entry?;
        let stored = first_of(&key)?;
        match changed {
            Some((first, page)) if first >= stored => Ok(Some((first, page.clone()))),
            _ => Ok(Some((stored, decode(&value::whole(db, &key, &entry)?)?))),
        }
    }

    fn start(&mut self, event: &EventWrite) {
        let page = Page::from([(event.seq, event.value.clone())]);
        self.changed.insert((event.stream, event.seq), page);
    }
}

/// The events of a stream from this number on, in order, up to so many.
pub(super) fn read(
    db: &Db,
    stream: u64,
    seq: u32,
    limit: usize,
) -> Result<Vec<Vec<u8>>, ReadError> {
    let mut before = db.range(keys::events(stream, 0)..=keys::events(stream, seq));
    let first = match before.next_back() {
        Some(entry) => first_of(&entry?.0)?,
        None => seq,
    };
    let mut events = Vec::new();
    for entry in db.range(keys::events(stream, first)..=keys::events(stream, u32::MAX)) {
        if events.len() >= limit {
            break;
        }
        let (key, entry) = entry?;
        let page = decode(&value::whole(db, &key, &entry)?)?;
        events.extend(
            page.into_iter()
                .filter_map(|(of, event)| (of >= seq).then_some(event)),
        );
    }
    events.truncate(limit);
    Ok(events)
}

fn first_of(key: &[u8]) -> Result<u32, ReadError> {
    keys::events_seq(key).ok_or(ReadError::Damaged("a page of events has no number"))
}

/// Each event as its number, its length and its bytes.
fn encode(page: &Page) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (seq, event) in page {
        bytes.extend(seq.to_be_bytes());
        bytes.extend(u32::try_from(event.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend(event);
    }
    bytes
}

fn decode(mut bytes: &[u8]) -> Result<Page, ReadError> {
    let mut page = Page::new();
    while !bytes.is_empty() {
        let (seq, rest) = number(bytes)?;
        let (length, rest) = number(rest)?;
        let length = usize::try_from(length).map_err(|_| CUT)?;
        let (event, rest) = rest.split_at_checked(length).ok_or(CUT)?;
        page.insert(seq, event.to_vec());
        bytes = rest;
    }
    Ok(page)
}

const CUT: ReadError = ReadError::Damaged("a page of events is cut off");

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), ReadError> {
    let (number, rest) = bytes.split_first_chunk().ok_or(CUT)?;
    Ok((u32::from_be_bytes(*number), rest))
}
