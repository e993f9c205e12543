//! Tells whoever started the bot what is in its record, as soon as it is durable: the demo shows
//! it: incidents, and the logs of duty, prompts and disputes. A line of JSON an entry on standard output; after
//! what was found at start a line `{"whole": N}`, so that they know what outlived the bot before. Where the
//! ledger's log moves what falls due next, a line `{"due": […]}` follows.

use std::collections::BTreeMap;
use std::io::Write as _;

use dutybell_core::codec;
use dutybell_core::ids::DisputeNumber;
use dutybell_core::settings::Ledger;
use dutybell_core::state::change;
use dutybell_core::state::duty_log::DutyEvent;
use dutybell_core::state::ledger::{Dispute, LedgerEntry, LedgerEvent};
use dutybell_core::state::log::{Log, LogEntry, Logged};
use dutybell_core::state::prompt_log::PromptEvent;
use dutybell_core::state::record::Entry;
use dutybell_core::store::{EventWrite, Reads, StoreError};
use dutybell_core::time::At;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::archive;

/// Whose record an entry is in: what its hash covers as `number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Of {
    /// An incident's.
    Incident(u64),
    /// A log's.
    Log(Log),
}

/// An entry as it is told: the fields that its hash covers, as they are written into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Whose record it is in.
    pub(crate) number: Of,
    /// Its place there.
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
    /// Disputes wait for something.
    Due {
        /// When the next reminder or limit of each falls due, ascending.
        due: Vec<At>,
    },
}

impl From<&Entry> for Told {
    fn from(entry: &Entry) -> Self {
        Self {
            number: Of::Incident(entry.number.0),
            seq: entry.seq,
            at: entry.at.rfc3339(),
            kind: entry.event.kind().to_owned(),
            by: entry.by.export(),
            text: entry.event.text(),
            hash: entry.hash.to_string(),
        }
    }
}

impl<E: Logged> From<&LogEntry<E>> for Told {
    fn from(entry: &LogEntry<E>) -> Self {
        Self {
            number: Of::Log(E::LOG),
            seq: entry.seq,
            at: entry.at.rfc3339(),
            kind: entry.event.kind().to_owned(),
            by: entry.by.export(),
            text: entry.event.text(),
            hash: entry.hash.to_string(),
        }
    }
}

/// Puts entries of several records in the order in which they were made, as far as the clock tells it;
/// within one record nothing changes its place, wherever the clock was set back.
fn in_order(entries: impl Iterator<Item = (At, Told)>) -> Vec<Told> {
    let mut latest: BTreeMap<Of, At> = BTreeMap::new();
    let dated = entries.map(|(at, told)| {
        let latest = latest.entry(told.number).or_insert(at);
        *latest = at.max(*latest);
        (*latest, told)
    });
    let mut dated: Vec<(At, Told)> = dated.collect();
    dated.sort_by_key(|(at, _)| *at);
    dated.into_iter().map(|(_, told)| told).collect()
}

/// Writes to standard output.
#[derive(Debug)]
pub(crate) struct Teller {
    ledger: Ledger,
    disputes: BTreeMap<DisputeNumber, Dispute>,
    due: Vec<At>,
}

impl Teller {
    /// There should be one. Limits of disputes follow from the ledger as it is configured.
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self {
            ledger,
            disputes: BTreeMap::new(),
            due: Vec::new(),
        }
    }

    /// Tells what the store holds.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn tell_whole(&mut self, store: &dyn Reads) -> Result<(), StoreError> {
        let mut found = log::<DutyEvent>(store)?;
        found.extend(log::<PromptEvent>(store)?);
        found.extend(log::<LedgerEvent>(store)?);
        archive::visit(store, |_, entries| {
            found.extend(entries.iter().map(|entry| (entry.at, entry.into())));
            Ok::<_, StoreError>(())
        })?;
        let entries = in_order(found.into_iter()).into_iter();
        let mut lines: Vec<Line> = entries.map(Line::Entry).collect();
        let whole = lines.len();
        lines.push(Line::Whole { whole });
        for entry in archive::entries::<LedgerEvent>(store)? {
            self.follow(&entry);
        }
        lines.extend(self.due());
        write(&lines);
        Ok(())
    }

    /// Tells entries that were just made durable.
    pub(crate) fn tell(&mut self, events: &[EventWrite]) {
        let mut lines: Vec<Line> = events.iter().filter_map(told).map(Line::Entry).collect();
        for event in events {
            if Log::of(event.stream) == Some(Log::Ledger)
                && let Ok(entry) = codec::decode::<LedgerEntry>(&event.value)
            {
                self.follow(&entry);
            }
        }
        lines.extend(self.due());
        write(&lines);
    }

    /// The disputes as the log tells them; what is no entry of one is none here.
    fn follow(&mut self, entry: &LedgerEntry) {
        let Some(number) = entry.event.dispute else {
            return;
        };
        if let Some(dispute) = self.disputes.get_mut(&number) {
            dispute.apply(entry.at, &entry.by, &entry.event);
        } else if let Some(begun) = Dispute::begin(entry.at, &entry.by, &entry.event) {
            self.disputes.insert(number, begun);
        }
    }

    /// What falls due, where that is otherwise than it was told last.
    fn due(&mut self) -> Option<Line> {
        let disputes = self.disputes.values();
        let next = disputes.filter_map(|dispute| dispute.next_due(&self.ledger));
        let mut due: Vec<At> = next.map(|(at, _)| at).collect();
        due.sort_unstable();
        if due == self.due {
            return None;
        }
        self.due.clone_from(&due);
        Some(Line::Due { due })
    }
}

fn log<E: Logged + DeserializeOwned>(store: &dyn Reads) -> Result<Vec<(At, Told)>, StoreError> {
    let entries = archive::entries::<E>(store)?;
    Ok(entries.iter().map(|it| (it.at, it.into())).collect())
}

/// Changes of people are in a record of their own, which is not told.
fn told(event: &EventWrite) -> Option<Told> {
    match (event.stream, Log::of(event.stream)) {
        (change::STREAM, _) => None,
        (_, Some(Log::Duty)) => logged::<DutyEvent>(event),
        (_, Some(Log::Prompt)) => logged::<PromptEvent>(event),
        (_, Some(Log::Ledger)) => logged::<LedgerEvent>(event),
        (_, None) => {
            let entry: Entry = codec::decode(&event.value).ok()?;
            Some((&entry).into())
        }
    }
}

fn logged<E: Logged + DeserializeOwned>(event: &EventWrite) -> Option<Told> {
    let entry: LogEntry<E> = codec::decode(&event.value).ok()?;
    Some((&entry).into())
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

#[cfg(test)]
mod tests {
    use dutybell_core::ids::PersonId;
    use dutybell_core::state::change::Head;
    use dutybell_core::state::event::Actor;
    use dutybell_core::state::ledger::{DisputeKind, What};

    use super::*;

    fn entry(number: Of, seq: u32, at: i64) -> (At, Told) {
        let told = Told {
            number,
            seq,
            at: At(at).rfc3339(),
            kind: "updated".into(),
            by: None,
            text: String::new(),
            hash: String::new(),
        };
        (At(at), told)
    }

    #[test]
    fn an_entry_is_told_with_the_number_that_its_hash_covers() {
        let places = [
            (Of::Log(Log::Duty), "\"duty\""),
            (Of::Log(Log::Prompt), "\"prompt\""),
            (Of::Log(Log::Ledger), "\"ledger\""),
            (Of::Incident(7), "7"),
        ];
        for (number, word) in places {
            let (_, told) = entry(number, 1, 0);
            let line = serde_json::to_string(&Line::Entry(told.clone())).unwrap();
            assert!(line.contains(&format!("\"number\":{word},")), "{line}");
            let read: Line = serde_json::from_str(&line).unwrap();
            assert_eq!(read, Line::Entry(told));
        }
    }

    #[test]
    fn what_a_dispute_waits_for_is_told_when_it_becomes_another() {
        let day = |days: i64| At(days * 24 * 3_600_000);
        let registered = What::Registered {
            kind: DisputeKind::Neighbours,
            place: None,
            mediator: PersonId::new("li"),
            mediate_by: day(30),
            origin: None,
        };
        let revisit_by = day(31);
        let way = [
            (0, registered, Some(vec![day(25)])),
            (1, What::MediationBegan, None),
            (1, What::Agreed { revisit_by }, Some(vec![day(26)])),
            (2, What::Revisited { kept: true }, Some(vec![day(27)])),
            (2, What::Closed, Some(Vec::new())),
        ];
        let mut teller = Teller::new(Ledger::default());
        let mut head = Head::default();
        assert_eq!(teller.due(), None);
        for (at, what, due) in way {
            let dispute = Some(DisputeNumber(1));
            let event = LedgerEvent {
                dispute,
                what,
                texts: Vec::new(),
            };
            let entry = LedgerEntry::chain(head, day(at), Actor::Bot, event);
            head = entry.head();
            teller.follow(&entry);
            let line = teller.due();
            assert_eq!(line, due.map(|due| Line::Due { due }));
            if let Some(line) = line {
                let text = serde_json::to_string(&line).unwrap();
                assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line);
            }
        }
    }

    #[test]
    fn records_are_told_side_by_side_and_none_in_another_order() {
        let (duty, first, second) = (Of::Log(Log::Duty), Of::Incident(1), Of::Incident(2));
        let found = [
            entry(duty, 1, 5),
            entry(duty, 2, 40),
            // The clock was set back.
            entry(duty, 3, 20),
            entry(first, 1, 10),
            entry(first, 2, 50),
            entry(second, 1, 30),
        ];
        let told = in_order(found.into_iter()).into_iter();
        let told: Vec<(Of, u32)> = told.map(|told| (told.number, told.seq)).collect();
        let expected = [
            (duty, 1),
            (first, 1),
            (second, 1),
            (duty, 2),
            (duty, 3),
            (first, 2),
        ];
        assert_eq!(told, expected);
    }
}
