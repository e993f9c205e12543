//! The bot's record as the page shows it, what of it outlived a bot that was killed, and what it waits for.

use std::collections::BTreeMap;

use dutybell_core::time::At;
use dutybell_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::sync::watch;

use crate::teller::{Line, Of, Told};

/// Where an entry stands: whose record, and its number there.
type Place = (Of, u32);

/// What the bots of this demo have told so far.
#[derive(Debug)]
pub(super) struct Record {
    /// When something of each dispute falls due, as it was told last.
    due: watch::Sender<Vec<At>>,
    known: BTreeMap<Place, String>,
    /// What the present bot has found in its store; `None` once it has told all of that.
    found: Option<BTreeMap<Place, String>>,
}

/// What a bot found of what those before it had told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Entries known from before.
    pub(super) before: usize,
    /// Of these, the ones that are not there any more, or not as they were.
    pub(super) lost: usize,
}

impl Record {
    /// Nothing is told yet.
    pub(super) fn new(due: watch::Sender<Vec<At>>) -> Self {
        Self {
            due,
            known: BTreeMap::new(),
            found: None,
        }
    }

    /// Another bot begins to tell.
    pub(super) fn begin(&mut self) {
        self.found = Some(BTreeMap::new());
    }

    /// Takes what is told; gives it on if it is new.
    fn take(&mut self, told: Told) -> Option<Told> {
        let (key, hash) = ((told.number, told.seq), told.hash.clone());
        if let Some(found) = &mut self.found {
            found.insert(key, hash.clone());
        }
        let before = self.known.insert(key, hash.clone());
        (before != Some(hash)).then_some(told)
    }

    fn whole(&mut self, before: &BTreeMap<Place, String>) -> Found {
        let found = self.found.take().unwrap_or_default();
        let lost = before
            .iter()
            .filter(|(key, hash)| found.get(key) != Some(hash))
            .count();
        Found {
            before: before.len(),
            lost,
        }
    }

    /// Reads what a bot tells until it is gone; `whole` hears what it found once that is known.
    pub(super) async fn follow(
        &mut self,
        output: impl AsyncRead + Unpin,
        sandbox: &Sandbox,
        whole: impl FnOnce(Found),
    ) {
        let before = self.known.clone();
        let mut whole = Some(whole);
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            match serde_json::from_str(&line) {
                Ok(Line::Entry(told)) => {
                    if let Some(told) = self.take(told) {
                        sandbox.tell(value(&told));
                    }
                }
                Ok(Line::Whole { .. }) => {
                    let found = self.whole(&before);
                    if let Some(whole) = whole.take() {
                        whole(found);
                    }
                }
                Ok(Line::Due { due }) => {
                    self.due.send_replace(due);
                }
                Err(error) => tracing::warn!(%error, line, "the bot tells what is no entry"),
            }
        }
    }
}

fn value(told: &Told) -> Value {
    serde_json::to_value(told).unwrap_or_else(|_| json!({}))
}

#[cfg(test)]
mod tests {
    use dutybell_core::state::log::Log;

    use super::*;

    fn told(seq: u32, hash: &str) -> Told {
        told_of(Of::Incident(1), seq, hash)
    }

    fn told_of(number: Of, seq: u32, hash: &str) -> Told {
        Told {
            number,
            seq,
            at: "2026-11-02T00:00:00.000Z".into(),
            kind: "updated".into(),
            by: None,
            text: String::new(),
            hash: hash.into(),
        }
    }

    #[test]
    fn what_is_told_again_is_not_new_and_what_is_missing_is_counted() {
        let mut record = Record::new(watch::Sender::default());
        record.begin();
        assert_eq!(record.whole(&BTreeMap::new()).before, 0);
        assert!(record.take(told(1, "a")).is_some());
        assert!(record.take(told(2, "b")).is_some());
        let before = record.known.clone();
        record.begin();
        assert!(record.take(told(1, "a")).is_none());
        let kept = Found { before: 2, lost: 1 };
        assert_eq!(record.whole(&before), kept);
        record.begin();
        assert!(record.take(told(1, "a")).is_none());
        assert!(record.take(told(2, "changed")).is_some());
        assert_eq!(record.whole(&before), kept);
    }

    #[test]
    fn the_logs_outlive_a_kill_as_the_incidents_do() {
        let mut record = Record::new(watch::Sender::default());
        record.begin();
        let logs = Log::ALL.map(Of::Log);
        for (number, hash) in [
            (logs[0], "a"),
            (logs[1], "b"),
            (logs[2], "c"),
            (Of::Incident(1), "d"),
        ] {
            assert!(record.take(told_of(number, 1, hash)).is_some());
        }
        let before = record.known.clone();
        record.begin();
        assert!(record.take(told_of(Of::Incident(1), 1, "d")).is_none());
        let kept = Found { before: 4, lost: 3 };
        assert_eq!(record.whole(&before), kept);
    }
}
