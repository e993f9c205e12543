//! What lies on the disk, and how a batch changes it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ids::{RowId, UpdateId};
use crate::store::{
    BATCHES_REMEMBERED, Batch, Key, Space, StoreError, StoredRow, StoredTimer, rules, seen,
};
use crate::time::At;

/// All that one disk holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Image {
    pub(super) epoch: u64,
    pub(super) batches: VecDeque<u64>,
    pub(super) state: BTreeMap<Key, Vec<u8>>,
    pub(super) events: BTreeMap<(u64, u32), Vec<u8>>,
    pub(super) rows: BTreeMap<RowId, StoredRow>,
    pub(super) row_order: BTreeSet<(u8, At, RowId)>,
    pub(super) timers: BTreeMap<Vec<u8>, (At, Vec<u8>)>,
    pub(super) timer_order: BTreeSet<(At, Vec<u8>)>,
    pub(super) seen: BTreeMap<(i64, UpdateId), At>,
}

impl Image {
    pub(super) fn space(&self, space: Space) -> Vec<(Vec<u8>, Vec<u8>)> {
        let from = Key {
            space,
            name: Vec::new(),
        };
        let entries = self
            .state
            .range(from..)
            .take_while(|(key, _)| key.space == space);
        entries
            .map(|(key, value)| (key.name.clone(), value.clone()))
            .collect()
    }

    pub(super) fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Vec<Vec<u8>> {
        let range = (stream, seq)..=(stream, u32::MAX);
        let events = self.events.range(range).take(limit);
        events.map(|(_, value)| value.clone()).collect()
    }

    pub(super) fn has_seen(&self, update: UpdateId, now: At) -> bool {
        seen::days_in_force(now).any(|day| {
            self.seen
                .get(&(day, update))
                .is_some_and(|at| seen::in_force(*at, now))
        })
    }

    pub(super) fn timers_in_order(&self) -> impl Iterator<Item = StoredTimer> {
        self.timer_order.iter().filter_map(|(due, name)| {
            let (_, value) = self.timers.get(name)?;
            Some(StoredTimer {
                due: *due,
                name: name.clone(),
                value: value.clone(),
            })
        })
    }

    pub(super) fn check_events(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut events = batch.events.iter().map(|event| (event.stream, event.seq));
        match events.find(|at| self.events.contains_key(at)) {
            Some((stream, seq)) => rules::event_exists(stream, seq),
            None => Ok(()),
        }
    }

    pub(super) fn apply(&mut self, batch: &Batch) {
        self.batches.push_back(batch.id);
        while self.batches.len() > BATCHES_REMEMBERED {
            self.batches.pop_front();
        }
        for write in &batch.state {
            match &write.value {
                Some(value) => self.state.insert(write.key.clone(), value.clone()),
                None => self.state.remove(&write.key),
            };
        }
        for event in &batch.events {
            self.events
                .insert((event.stream, event.seq), event.value.clone());
        }
        for id in &batch.rows_done {
            self.remove_row(*id);
        }
        for row in &batch.rows {
            self.remove_row(row.id);
            self.row_order.insert((row.priority, row.due, row.id));
            self.rows.insert(row.id, row.clone());
        }
        for name in &batch.timers_cleared {
            self.remove_timer(name);
        }
        for timer in &batch.timers {
            self.remove_timer(&timer.name);
            self.timer_order.insert((timer.due, timer.name.clone()));
            self.timers
                .insert(timer.name.clone(), (timer.due, timer.value.clone()));
        }
        for (update, at) in &batch.seen {
            self.seen.insert((seen::day(*at), *update), *at);
        }
        self.prune_seen(batch);
    }

    fn remove_row(&mut self, id: RowId) {
        if let Some(row) = self.rows.remove(&id) {
            self.row_order.remove(&(row.priority, row.due, id));
        }
    }

    fn remove_timer(&mut self, name: &[u8]) {
        if let Some((due, _)) = self.timers.remove(name) {
            self.timer_order.remove(&(due, name.to_vec()));
        }
    }

    fn prune_seen(&mut self, batch: &Batch) {
        let Some(now) = batch.seen.iter().map(|(_, at)| *at).max() else {
            return;
        };
        for _ in 0..seen::prune_limit(batch.seen.len()) {
            match self.seen.first_entry() {
                Some(first) if seen::is_over(first.key().0, now) => drop(first.remove()),
                _ => break,
            }
        }
    }
}
