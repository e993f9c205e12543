//! Updates that are kept aside, for whoever mends the program. They stand there as they came and may hold names, so
//! after a while they go.

use chrono::DateTime;
use serde::Deserialize;

use super::*;
use crate::limits::{ASIDE_KEPT, SHIFT_KEPT};
use crate::store::{Key, StateWrite};

/// The first line of what is kept aside.
#[derive(Deserialize)]
struct About {
    at: String,
}

impl Engine {
    /// One more is kept aside.
    pub(super) fn put_aside(&mut self, id: Option<UpdateId>, now: At, raw: &[u8], reason: &str) {
        self.pending.quarantine(id, now, raw, reason);
        if self.aside_due.is_none() {
            self.look_aside_at(Some(now.plus(ASIDE_KEPT)));
        }
    }

    /// What has been kept aside long enough goes; the next look is when the oldest of the rest has been.
    pub(super) fn look_aside(&mut self, now: At, store: &dyn Store) -> Result<(), StoreError> {
        let mut over: Vec<Vec<u8>> = Vec::new();
        let mut next: Option<At> = None;
        store.load(Space::Quarantine, &mut |name, value| {
            // What does not say since when it is there, or that a clock far ahead put there, is nobody's any more.
            let since = kept_since(value).filter(|since| since.since(now) <= SHIFT_KEPT);
            match since.map(|since| since.plus(ASIDE_KEPT)) {
                Some(due) if due > now => next = Some(next.map_or(due, |next| next.min(due))),
                _ => over.push(name.to_vec()),
            }
            Ok(())
        })?;
        for name in over {
            // A batch writes no key twice, and this may be the second look in one.
            let key = Key::named(Space::Quarantine, name);
            self.pending.quarantine.retain(|write| write.key != key);
            let value = None;
            self.pending.quarantine.push(StateWrite { key, value });
        }
        if next.is_some() || self.aside_due.is_some() {
            self.look_aside_at(next);
        }
        Ok(())
    }

    /// The timer of that fell due.
    pub(super) fn aside_due(&mut self, now: At, store: &dyn Store) -> Result<(), StoreError> {
        self.aside_due = Some(now);
        self.look_aside(now, store)
    }

    fn look_aside_at(&mut self, due: Option<At>) {
        self.aside_due = due;
        let name = TimerName::Aside.encode();
        match due {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }
}

fn kept_since(value: &[u8]) -> Option<At> {
    let line = value.split(|byte| *byte == b'\n').next()?;
    let about: About = serde_json::from_slice(line).ok()?;
    let at = DateTime::parse_from_rfc3339(&about.at).ok()?;
    Some(At(at.timestamp_millis()))
}
