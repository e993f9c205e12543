//! The queue of updates with the semantics of `getUpdates`.
//!
//! An update stays until an offset above its id confirms it; asked again with the same offset,
//! the same updates come again. Source: Bot API, getUpdates.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use dutybell_core::ids::UpdateId;
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

/// Kinds that come only when they are asked for by name. Source: Bot API, getUpdates.
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Updates are kept for so long. Source: Bot API, "Getting updates".
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// An offset so far above the newest id is taken for one of an older numbering and confirms
/// nothing, or a numbering that starts anew would be lost whole.
const FUTURE: i64 = 10;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Pending {
    json: String,
    at: At,
}

/// What waits for the bot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateQueue {
    pending: BTreeMap<i64, Pending>,
    next: i64,
    allowed: Option<BTreeSet<String>>,
    forgotten: Option<i64>,
    confirmed: u64,
    arrivals: VecDeque<i64>,
}

impl UpdateQueue {
    /// An empty queue whose first update gets this id.
    pub fn new(first: UpdateId) -> Self {
        Self {
            pending: BTreeMap::new(),
            next: first.0.max(1),
            allowed: None,
            forgotten: None,
            confirmed: 0,
            arrivals: VecDeque::new(),
        }
    }

    /// Puts an update in, unless its kind is not wanted; `payload` is JSON.
    pub fn push(&mut self, kind: &str, payload: &str, now: At) -> Option<UpdateId> {
        if !self.wants(kind) {
            return None;
        }
        let id = self.next;
        let json = format!("{{\"update_id\":{id},\"{kind}\":{payload}}}");
        Some(self.insert(json, now))
    }

    /// Puts text in as it is, with `$ID` replaced by the update's id.
    pub fn push_raw(&mut self, text: &str, now: At) -> UpdateId {
        let json = text.replace("$ID", &self.next.to_string());
        self.insert(json, now)
    }

    fn insert(&mut self, json: String, now: At) -> UpdateId {
        self.expire(now);
        let id = self.next;
        self.next += 1;
        self.pending.insert(id, Pending { json, at: now });
        self.arrivals.push_back(id);
        UpdateId(id)
    }

    fn expire(&mut self, now: At) {
        while let Some(oldest) = self.arrivals.front() {
            match self.pending.get(oldest) {
                None => {}
                Some(update) if now.since(update.at) > KEPT => {
                    self.pending.remove(oldest);
                }
                Some(_) => break,
            }
            self.arrivals.pop_front();
        }
    }

    /// Whether updates of this kind are put in. What is already in stays.
    pub fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            None => !NOT_BY_DEFAULT.contains(&kind),
            Some(allowed) => allowed.contains(kind),
        }
    }

    /// Remembers which kinds are wanted from now on; an empty list is the default again.
    pub fn allow(&mut self, kinds: BTreeSet<String>) {
        self.allowed = (!kinds.is_empty()).then_some(kinds);
    }

    /// The kinds asked for by name.
    pub fn allowed(&self) -> Option<&BTreeSet<String>> {
        self.allowed.as_ref()
    }

    /// Whether this offset would confirm anything.
    pub fn would_confirm(&self, offset: i64) -> bool {
        self.first_kept(offset)
            .is_some_and(|from| self.pending.range(..from).next().is_some())
    }

    /// Confirms what lies below the offset. A negative one counts from the newest.
    pub fn confirm(&mut self, offset: i64) {
        let Some(from) = self.first_kept(offset) else {
            return;
        };
        let kept = self.pending.split_off(&from);
        self.confirmed += self.pending.len() as u64;
        self.pending = kept;
        if self.pending.is_empty() {
            self.arrivals.clear();
        }
    }

    /// Takes note of an offset whose confirmation is to be forgotten: false if it was forgotten
    /// before, so that a bot that insists gets through.
    pub fn forget(&mut self, offset: i64) -> bool {
        let anew = self.forgotten != Some(offset);
        self.forgotten = Some(offset);
        anew
    }

    fn first_kept(&self, offset: i64) -> Option<i64> {
        match offset {
            0 => None,
            _ if offset > self.next + FUTURE => None,
            1.. => Some(offset),
            _ => {
                let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
                self.pending.keys().rev().nth(back - 1).copied()
            }
        }
    }

    /// The oldest unconfirmed updates as a JSON list, and how many they are.
    pub fn batch(&self, limit: usize) -> (String, usize) {
        let mut list = String::from("[");
        let mut count = 0;
        for update in self.pending.values().take(limit) {
            if count > 0 {
                list.push(',');
            }
            list.push_str(&update.json);
            count += 1;
        }
        list.push(']');
        (list, count)
    }

    /// The oldest unconfirmed update.
    pub fn oldest(&self) -> Option<(UpdateId, &str)> {
        let (id, update) = self.pending.first_key_value()?;
        Some((UpdateId(*id), &update.json))
    }

    /// Confirms this one alone.
    pub fn take(&mut self, id: UpdateId) {
        if self.pending.remove(&id.0).is_some() {
            self.confirmed += 1;
        }
    }

    /// Ids of what is unconfirmed, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = UpdateId> {
        self.pending.keys().copied().map(UpdateId)
    }

    /// How many are unconfirmed.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether none is unconfirmed.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// How many were confirmed so far.
    pub fn confirmed(&self) -> u64 {
        self.confirmed
    }

    /// The id of the next update.
    pub fn next_id(&self) -> UpdateId {
        UpdateId(self.next)
    }

    /// Starts the numbering anew, as Telegram may after an idle week.
    /// Source: Bot API, Update.update_id.
    pub fn renumber(&mut self, next: UpdateId) {
        self.next = next.0.max(1);
    }

    /// Drops everything unconfirmed (`drop_pending_updates`).
    pub fn clear(&mut self) {
        self.pending.clear();
        self.arrivals.clear();
    }
}
