//! Tells whoever started the bot what is in its record, as soon as it is durable: the demo shows
//! it. A line of JSON an entry on standard output; after what was found at start a line `{"whole":
//! N}`, so that they know what outlived the bot before.

use std::io::Write as _;

use dutybell_core::codec;
use dutybell_core::state::record::Entry;
use dutybell_core::store::{Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::archive;

/// An entry as it is told: the fields that its hash covers, as they are written into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The incident.
    pub(crate) number: u64,
    /// Its place in the incident's record.
    pub(crate) seq: u32,
    /// RFC 3339.
    pub(crate) at: String,
    /// What happened, in one word.
    pub(crate) kind: String,
    /// Who; nothing for the bot.
    pub(crate) by: Option<String>,
    /// What was said.
    pub(crate) text: String,
    /// Over the entry before and this one.
    pub(crate) hash: String,
}

/// A line of what is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Line {
    /// An entry.
    Entry(Told),
    /// All that the store held has been told.
    Whole {
        /// How many entries.
        whole: usize,
    },
}

impl From<&Entry> for Told {
    fn from(entry: &Entry) -> Self {
        Self {
            number: entry.number.0,
            seq: entry.seq,
            at: entry.at.rfc3339(),
            kind: entry.event.kind().to_owned(),
            by: entry.by.export(),
            text: entry.event.text(),
            hash: entry.hash.to_string(),
        }
    }
}

/// Writes to standard output.
#[derive(Debug)]
pub(crate) struct Teller(());

impl Teller {
    /// There should be one.
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// Tells what the store holds.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn tell_whole(&self, store: &dyn Store) -> Result<(), StoreError> {
        let mut lines = Vec::new();
        archive::visit(store, |_, entries| {
            lines.extend(entries.iter().map(|entry| Line::Entry(entry.into())));
            Ok::<_, StoreError>(())
        })?;
        let whole = lines.len();
        lines.push(Line::Whole { whole });
        write(&lines);
        Ok(())
    }

    /// Tells entries that were just made durable.
    pub(crate) fn tell<'a>(&self, entries: impl Iterator<Item = &'a [u8]>) {
        let lines: Vec<Line> = entries
            .filter_map(|bytes| codec::decode::<Entry>(bytes).ok())
            .map(|entry| Line::Entry((&entry).into()))
            .collect();
        write(&lines);
    }
}

/// Whoever should hear it may be gone; the bot then ends by itself.
fn write(lines: &[Line]) {
    let mut text = Vec::new();
    for line in lines {
        if serde_json::to_writer(&mut text, line).is_ok() {
            text.push(b'\n');
        }
    }
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(&text).and_then(|()| out.flush());
}
