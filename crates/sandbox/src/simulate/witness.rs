//! What an observer outside of the bot keeps in mind, to hold the bot to its promises.

use std::collections::{BTreeMap, BTreeSet};

use dutybell_core::ids::{MessageId, RowId, TelegramChat};
use dutybell_core::outgoing::Subject;
use dutybell_core::state::incident::Incident;
use dutybell_core::time::At;

use super::{answers, disputes};

/// A report that was made, and how many incidents may come of it.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    /// What no other report holds: a mark in the text, or a file.
    pub(crate) key: String,
    pub(crate) least: usize,
    pub(crate) most: usize,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    pub(crate) expected: Vec<Expected>,
    doubts: BTreeMap<RowId, u32>,
    subject_doubts: BTreeMap<(u64, u32), u32>,
    subjects: BTreeMap<RowId, (u64, u32)>,
    /// New messages that came of a row, and of a live message of an incident.
    copies: BTreeMap<RowId, u32>,
    subject_copies: BTreeMap<(u64, u32), u32>,
    /// Which row made a message.
    pub(crate) made_by: BTreeMap<(TelegramChat, MessageId), RowId>,
    /// The rows that answer a press.
    pub(crate) answers: BTreeMap<String, BTreeSet<RowId>>,
    /// Incidents as they were when last made durable.
    pub(crate) incidents: BTreeMap<u64, Incident>,
    /// When they were first seen, by the true time.
    pub(crate) first_seen: BTreeMap<u64, At>,
    /// Incidents whose record was not checked since.
    pub(crate) unchecked: BTreeSet<u64>,
    /// Who was told that he has it.
    pub(crate) acknowledged: Vec<(u64, &'static str)>,
    /// From when to when a chat was out of reach.
    out: BTreeMap<TelegramChat, Vec<(At, Option<At>)>>,
    /// Pages seen at the phones.
    pub(crate) pages: BTreeMap<u64, u32>,
    /// Updates that the bot can't know by their id.
    pub(crate) nameless: BTreeSet<i64>,
    /// What was seen of prompts.
    pub(super) prompts: answers::Seen,
    /// What was seen of disputes.
    pub(super) ledger: disputes::Seen,
    /// When the bot started, each time.
    pub(crate) starts: Vec<At>,
    pub(crate) clock_set: Option<At>,
    pub(crate) rests: Option<At>,
}

impl Witness {
    pub(crate) fn expects(&mut self, expected: Expected) {
        self.expected.push(expected);
    }

    /// It is not known whether a row has left.
    pub(crate) fn doubt(&mut self, row: RowId) {
        *self.doubts.entry(row).or_default() += 1;
        if let Some(subject) = self.subjects.get(&row) {
            *self.subject_doubts.entry(*subject).or_default() += 1;
        }
    }

    pub(crate) fn is_doubted(&self, row: RowId) -> bool {
        self.doubts.contains_key(&row)
    }

    pub(crate) fn leaves(&mut self, row: RowId, subject: &Subject) {
        if let Subject::Post { incident, post } = subject {
            self.subjects.insert(row, (incident.0, *post));
        }
    }

    /// A new message came of a row; says what is wrong about that. A card may be posted anew, so
    /// only pages are counted by what they are about.
    pub(crate) fn arrived(
        &mut self,
        row: RowId,
        at: (TelegramChat, MessageId),
        page: bool,
    ) -> Result<(), String> {
        self.made_by.insert(at, row);
        let copies = self.copies.entry(row).or_default();
        *copies += 1;
        let allowed = 1 + self.doubts.get(&row).copied().unwrap_or(0);
        if *copies > allowed {
            return Err(format!(
                "{copies} copies of row {row} where {allowed} may be"
            ));
        }
        if let (Some(subject), true) = (self.subjects.get(&row), page) {
            let copies = self.subject_copies.entry(*subject).or_default();
            *copies += 1;
            let allowed = 1 + self.subject_doubts.get(subject).copied().unwrap_or(0);
            if *copies > allowed {
                let (number, post) = subject;
                return Err(format!(
                    "{copies} copies of post {post} of #{number} where {allowed} may be"
                ));
            }
        }
        Ok(())
    }

    /// A chat can't be written to from now on.
    pub(crate) fn goes_out(&mut self, chat: TelegramChat, now: At) {
        let spans = self.out.entry(chat).or_default();
        if spans.last().is_none_or(|(_, until)| until.is_some()) {
            spans.push((now, None));
        }
    }

    /// A chat can be written to again.
    pub(crate) fn comes_back(&mut self, chat: TelegramChat, now: At) {
        if let Some((_, until @ None)) = self.out.get_mut(&chat).and_then(|spans| spans.last_mut())
        {
            *until = Some(now);
        }
    }

    /// Whether a chat could be written to all the time since, and then some.
    pub(crate) fn in_reach_since(&self, chat: TelegramChat, since: At) -> bool {
        // A row that met a closed door may be on its way to the engine yet.
        let since = At(since.0 - 60_000);
        let spans = self.out.get(&chat);
        spans.is_none_or(|spans| {
            spans
                .iter()
                .all(|(_, until)| until.is_some_and(|until| until < since))
        })
    }

    /// Whether a group that grew up was never out of reach before.
    pub(crate) fn only_grew(&self, chat: TelegramChat) -> bool {
        self.out.get(&chat).is_none_or(|spans| spans.len() == 1)
    }

    pub(crate) fn clock_was_set(&mut self, now: At) {
        self.clock_set = Some(now);
    }

    pub(crate) fn rests_at(&mut self, now: At) {
        self.rests = Some(now);
    }
}
