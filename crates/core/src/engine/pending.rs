//! What a group of inputs has changed and no commit holds yet. Writes to one key are folded.

use super::*;
use crate::state::change::{ChangeEntry, STREAM};
use crate::state::desk::DeskChange;
use crate::state::event::Event;
use crate::state::evidence::Evidence;
use crate::state::ledger::{Text, TextKey};
use crate::store::{EventWrite, Key, StateWrite, StoredRow};

/// Changes since the last commit.
#[derive(Debug, Default)]
pub(super) struct Pending {
    seen: Vec<(UpdateId, At)>,
    seen_ids: BTreeSet<UpdateId>,
    pub(super) entries: Vec<Entry>,
    /// Changes of people.
    pub(super) changes: Vec<ChangeEntry>,
    /// Entries of logs.
    pub(super) logged: Vec<EventWrite>,
    touched: BTreeSet<IncidentNumber>,
    /// Closed incidents that changed.
    pub(super) closed: BTreeMap<IncidentNumber, Folder>,
    left_desk: BTreeSet<IncidentNumber>,
    desk: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    rows: BTreeMap<RowId, Option<Box<Row>>>,
    born: BTreeSet<RowId>,
    withdrawn: BTreeSet<RowId>,
    settled: BTreeSet<RowId>,
    timers: BTreeMap<Vec<u8>, Option<At>>,
    fetches: BTreeMap<(IncidentNumber, u32), Fetch>,
    /// What is kept aside from now on, and what no longer.
    pub(super) quarantine: Vec<StateWrite>,
    /// What was told of disputes, or is removed.
    texts: BTreeMap<TextKey, Option<Vec<u8>>>,
}

impl Pending {
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
            && self.entries.is_empty()
            && self.changes.is_empty()
            && self.logged.is_empty()
            && self.touched.is_empty()
            && self.closed.is_empty()
            && self.desk.is_empty()
            && self.rows.is_empty()
            && self.timers.is_empty()
            && self.quarantine.is_empty()
            && self.texts.is_empty()
    }

    pub(super) fn has_seen(&self, id: UpdateId) -> bool {
        self.seen_ids.contains(&id)
    }

    pub(super) fn see(&mut self, id: UpdateId, now: At) {
        self.seen.push((id, now));
        self.seen_ids.insert(id);
    }

    pub(super) fn touch(&mut self, number: IncidentNumber) {
        self.touched.insert(number);
    }

    pub(super) fn close(&mut self, folder: Folder, was_open: bool) {
        let number = folder.incident.number;
        self.touched.remove(&number);
        if was_open {
            self.left_desk.insert(number);
        }
        self.closed.insert(number, folder);
    }

    pub(super) fn desk_changed(&mut self, change: &DeskChange) {
        let (key, value) = load::desk_record(change);
        self.desk.insert(key, value);
    }

    /// A text of the ledger, or that it is removed.
    pub(super) fn keep_text(&mut self, key: TextKey, text: Option<&Text>) {
        self.texts.insert(key, text.map(codec::encode));
    }

    /// A text of the ledger, where this group of inputs brought or removed it.
    pub(super) fn text(&self, key: TextKey) -> Option<Option<&Vec<u8>>> {
        self.texts.get(&key).map(Option::as_ref)
    }

    pub(super) fn set_timer(&mut self, name: Vec<u8>, due: At) {
        self.timers.insert(name, Some(due));
    }

    pub(super) fn clear_timer(&mut self, name: Vec<u8>) {
        self.timers.insert(name, None);
    }

    /// A file to be fetched once this is durable.
    pub(super) fn fetch(&mut self, fetch: Fetch) {
        self.fetches.insert((fetch.incident, fetch.piece), fetch);
    }

    /// A row that was not there before.
    pub(super) fn new_row(&mut self, row: Row) {
        self.born.insert(row.id);
        self.put_row(row);
    }

    /// A row in a new form.
    pub(super) fn put_row(&mut self, row: Row) {
        self.rows.insert(row.id, Some(Box::new(row)));
    }

    /// A row that is done.
    pub(super) fn row_done(&mut self, id: RowId) {
        self.rows.insert(id, None);
    }

    /// A row that is done before it left. `true` where no commit ever held it: then nobody will
    /// tell how it ended.
    pub(super) fn withdraw_row(&mut self, id: RowId) -> bool {
        if self.born.remove(&id) {
            self.rows.remove(&id);
            return true;
        }
        self.row_done(id);
        self.withdrawn.insert(id);
        false
    }

    /// The end of a row is being dealt with.
    pub(super) fn settle_row(&mut self, id: RowId) {
        self.settled.insert(id);
    }

    /// Keeps an update aside: the reason in a line of JSON, then the bytes as they came.
    pub(super) fn quarantine(&mut self, id: Option<UpdateId>, now: At, raw: &[u8], reason: &str) {
        let name = match id {
            Some(id) => format!("{:020}", id.0),
            None => format!("at/{}/{}", now.0, self.quarantine.len()),
        };
        let about = serde_json::json!({ "at": now.rfc3339(), "reason": reason });
        let mut value = about.to_string().into_bytes();
        value.push(b'\n');
        value.extend_from_slice(raw);
        self.quarantine
            .retain(|write| write.key.name != name.as_bytes());
        let key = Key::named(Space::Quarantine, name);
        self.quarantine.push(StateWrite {
            key,
            value: Some(value),
        });
    }

    fn tally(&self, open: &BTreeMap<IncidentNumber, Folder>) -> Tally {
        let mut tally = Tally::default();
        for entry in &self.entries {
            match &entry.event {
                Event::Evidence(Evidence::Kept { .. }) => tally.files_kept += 1,
                Event::Evidence(Evidence::Refused { .. }) => tally.files_refused += 1,
                Event::Evidence(Evidence::Failed { .. }) => tally.files_failed += 1,
                _ => {}
            }
            let counts = matches!(entry.event, Event::Delivered { .. } | Event::Acknowledged);
            let folder = counts
                .then(|| open.get(&entry.number).or(self.closed.get(&entry.number)))
                .flatten();
            let Some(incident) = folder.map(|folder| &folder.incident) else {
                continue;
            };
            match entry.event {
                _ if incident.drill => {}
                // Once paging has begun anew, the time since the report says nothing of an answer.
                Event::Acknowledged if incident.cycle == 1 && !incident.was_handed_on() => {
                    let after = entry.at.since(incident.reported_at);
                    tally.acknowledged_after.push(after);
                }
                Event::Acknowledged => {}
                _ => tally.pages += 1,
            }
        }
        tally
    }

    pub(super) fn into_commit(self, id: u64, open: &BTreeMap<IncidentNumber, Folder>) -> Commit {
        let tally = self.tally(open);
        let mut batch = Batch {
            id,
            seen: self.seen,
            ..Batch::default()
        };
        batch.events = self
            .entries
            .iter()
            .map(|entry| EventWrite {
                stream: entry.number.0,
                seq: entry.seq,
                value: codec::encode(entry),
            })
            .collect();
        batch
            .events
            .extend(self.changes.iter().map(|entry| EventWrite {
                stream: STREAM,
                seq: entry.seq,
                value: codec::encode(entry),
            }));
        batch.events.extend(self.logged);
        let put = |space, number: IncidentNumber, folder: Option<&Folder>| StateWrite {
            key: Key::numbered(space, number.0),
            value: folder.map(codec::encode),
        };
        batch.state.extend(
            self.touched
                .iter()
                .map(|number| put(Space::Open, *number, open.get(number))),
        );
        batch.state.extend(
            self.left_desk
                .iter()
                .map(|number| put(Space::Open, *number, None)),
        );
        batch.state.extend(
            self.closed
                .iter()
                .map(|(number, folder)| put(Space::Archive, *number, Some(folder))),
        );
        batch
            .state
            .extend(self.desk.into_iter().map(|(name, value)| StateWrite {
                key: Key {
                    space: Space::Desk,
                    name,
                },
                value,
            }));
        batch.state.extend(self.quarantine);
        let texts = self.texts.into_iter();
        let texts = texts.map(|(key, value)| StateWrite {
            key: key.key(),
            value,
        });
        batch.state.extend(texts);
        for (name, due) in self.timers {
            match due {
                Some(due) => batch.timers.push(StoredTimer {
                    due,
                    name,
                    value: Vec::new(),
                }),
                None => batch.timers_cleared.push(name),
            }
        }
        let again = |id: &RowId| matches!(self.rows.get(id), Some(Some(_)));
        let settled = self
            .settled
            .iter()
            .filter(|id| !again(id))
            .map(|id| Order::Settled(*id));
        let withdrawn = self.withdrawn.iter().map(|id| Order::Withdraw(*id));
        let mut orders: Vec<Order> = settled.chain(withdrawn).collect();
        for (id, row) in self.rows {
            match row {
                Some(row) => {
                    batch.rows.push(StoredRow {
                        id,
                        priority: row.priority as u8,
                        due: row.due,
                        value: codec::encode(&row),
                    });
                    orders.push(if self.settled.contains(&id) {
                        Order::Again(row)
                    } else {
                        Order::Offer(row)
                    });
                }
                None if self.born.contains(&id) => {}
                None => batch.rows_done.push(id),
            }
        }
        Commit {
            batch,
            orders,
            fetches: self.fetches.into_values().collect(),
            tally,
        }
    }
}
