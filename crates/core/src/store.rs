//! What a store must do. Bytes only, time as an argument, one writer.
//!
//! A store keeps five things: small *state* by key, *events* in streams, the *outbox*,
//! *timers*, and the ids of updates *seen*. One [`Batch`] changes all of them together: after
//! [`Store::commit`] returned `Done` the batch survives a power cut; after any death before
//! that it is seen whole or not at all.
//!
//! Due timers and outgoing rows are *claimed*: what was handed out once under a [`Fence`] is
//! not handed out again, until the batch that settles it is committed or the fence is lost.

pub mod conformance;
pub mod model;
pub mod rules;
pub mod seen;

use serde::{Deserialize, Serialize};

use crate::ids::{RowId, UpdateId};
use crate::time::At;

/// The stored format that this build writes. A newer one is refused at opening.
pub const FORMAT: u32 = 1;

/// Batch ids that a store remembers, the latest ones. A batch is repeated only while its
/// outcome is in doubt, and the one writer has few in doubt at a time.
pub const BATCHES_REMEMBERED: usize = 1024;

/// Proof of being the one writer. A store refuses a batch under an older epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    /// Grows with every [`Store::acquire`].
    pub epoch: u64,
}

/// A room of keys. Rooms marked *small* are loaded whole at start, the others only by key, so
/// that a start does not grow with history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Space {
    /// Open and acknowledged incidents. Small.
    Open,
    /// Closed incidents.
    Archive,
    /// People, chats, forms, counters: what the bot has on its desk. Small.
    Desk,
    /// Updates that could not be read, kept aside with the reason.
    Quarantine,
    /// What parties of disputes and mediators have told, and nobody else may read: the only place of it.
    Private,
}

impl Space {
    /// Every room, in the order of their stored tags.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Archive,
        Self::Desk,
        Self::Quarantine,
        Self::Private,
    ];
}

/// Address of a piece of state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The room.
    pub space: Space,
    /// The name in the room; at most [`crate::limits::KEY_BYTES`].
    pub name: Vec<u8>,
}

impl Key {
    /// A key with a readable name.
    pub fn named(space: Space, name: impl AsRef<[u8]>) -> Self {
        Self {
            space,
            name: name.as_ref().to_vec(),
        }
    }

    /// A key that sorts by number.
    pub fn numbered(space: Space, number: u64) -> Self {
        Self {
            space,
            name: number.to_be_bytes().to_vec(),
        }
    }
}

/// One change of state: `None` removes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateWrite {
    /// Where.
    pub key: Key,
    /// What, or nothing any more.
    pub value: Option<Vec<u8>>,
}

/// One event, appended to a stream; streams are incidents. `(stream, seq)` is written once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventWrite {
    /// The incident's number; 0 is the record of changes of people (`state::change`),
    /// the greatest numbers of all are logs (`state::log`).
    pub stream: u64,
    /// Counts 1, 2, 3 … within the stream.
    pub seq: u32,
    /// The encoded entry.
    pub value: Vec<u8>,
}

/// A row of the outbox as a store sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRow {
    /// Unique; grows.
    pub id: RowId,
    /// 0 goes first.
    pub priority: u8,
    /// Not before.
    pub due: At,
    /// The encoded row.
    pub value: Vec<u8>,
}

/// A timer as a store sees it. One timer a name; setting it again moves it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredTimer {
    /// When it falls due.
    pub due: At,
    /// Unique name.
    pub name: Vec<u8>,
    /// The encoded timer.
    pub value: Vec<u8>,
}

/// One transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Unique for ever; the same batch twice is [`Committed::AlreadyDone`], as long as it is
    /// among the last [`BATCHES_REMEMBERED`].
    pub id: u64,
    /// Updates that count as seen from now on, with the instant for pruning.
    pub seen: Vec<(UpdateId, At)>,
    /// State written or removed.
    pub state: Vec<StateWrite>,
    /// Events appended.
    pub events: Vec<EventWrite>,
    /// Rows added or replaced (same id). New rows count as claimed by the committer: they are
    /// born begun, so a page needs no second sync on its way.
    pub rows: Vec<StoredRow>,
    /// Rows that are done.
    pub rows_done: Vec<RowId>,
    /// Timers set; the same name moves. A timer set counts as not claimed.
    pub timers: Vec<StoredTimer>,
    /// Timers cleared, by name.
    pub timers_cleared: Vec<Vec<u8>>,
}

impl Batch {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
            && self.state.is_empty()
            && self.events.is_empty()
            && self.rows.is_empty()
            && self.rows_done.is_empty()
            && self.timers.is_empty()
            && self.timers_cleared.is_empty()
    }
}

/// How a commit ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committed {
    /// Durable now.
    Done,
    /// It was durable before: the same batch id.
    AlreadyDone,
}

/// How a store fails.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else has become the writer.
    #[error("epoch {held} is fenced: the store is at epoch {current}")]
    Fenced {
        /// The epoch of the caller.
        held: u64,
        /// The epoch in force.
        current: u64,
    },
    /// The batch breaks a rule of the contract; nothing was written.
    #[error("batch refused: {0}")]
    Refused(String),
    /// The store is in use by another process.
    #[error(
        "the store in {0} is in use by another process\n  stop it first, or choose another data_dir"
    )]
    Locked(String),
    /// The stored format is newer than this program.
    #[error("the store has format {found}, this program reads up to {known}")]
    TooNew {
        /// What the store says.
        found: u32,
        /// What this build knows.
        known: u32,
    },
    /// The disk, or the store upon it, failed: the process must not go on writing. Whether the
    /// batch is durable is not known; only a store opened anew can tell, by the batch's id.
    #[error("{0}")]
    Fatal(String),
}

/// What [`Store::load`] calls with each name and value; an error ends the walk.
pub type EachEntry<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), StoreError> + 'a;

/// What can be read of a store without being its writer.
pub trait Reads {
    /// The state at a key.
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError>;

    /// All of a small room, by name. Not meant for [`Space::Archive`] but for export and verify.
    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError>;

    /// The events of a stream from this `seq` on, in order, up to `limit` of them. Not more is read than that
    /// and what lies beside it.
    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The events of a stream, in order of `seq`.
    fn events(&self, stream: u64) -> Result<Vec<Vec<u8>>, StoreError> {
        self.events_from(stream, 0, usize::MAX)
    }
}

/// A store. Methods may block: the caller is the engine's own thread.
pub trait Store: Reads + Send {
    /// Becomes the writer: raises the epoch and forgets all claims of earlier ones.
    fn acquire(&mut self) -> Result<Fence, StoreError>;

    /// Whether an update was seen within the time that Telegram may repeat it
    /// ([`crate::limits::SEEN_FOR`] before `now`, or after it where a clock was set back).
    fn seen(&self, update: UpdateId, now: At) -> Result<bool, StoreError>;

    /// Writes a batch whole and returns once it survives a power cut.
    ///
    /// `Refused` and `Fenced` leave everything as it was, and the store goes on. After any other
    /// error this store takes nothing more: open it anew.
    fn commit(&mut self, fence: &Fence, batch: &Batch) -> Result<Committed, StoreError>;

    /// Claims up to `limit` timers due at `now`, by (due, name).
    fn claim_timers(
        &mut self,
        fence: &Fence,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, StoreError>;

    /// When the earliest timer that is not claimed falls due.
    fn next_timer(&self) -> Result<Option<At>, StoreError>;

    /// Up to `limit` rows by (priority, due, id), claimed or not; claims nothing. For the auditor,
    /// who looks at what is there and not at what was handed out.
    fn rows(&self, limit: usize) -> Result<Vec<StoredRow>, StoreError>;

    /// Claims up to `limit` rows by (priority, due, id), whether due yet or not.
    fn claim_rows(&mut self, fence: &Fence, limit: usize) -> Result<Vec<StoredRow>, StoreError>;
}
