//! The promises as functions with ids, for debug assertions, the simulator and `verify`.

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::Folder;
use crate::ids::DisputeNumber;
use crate::outgoing::Message;
use crate::state::incident::{Incident, Phase};
use crate::state::ledger::{Dispute, LedgerEntry, Text, TextKey, check_texts};
use crate::state::record::{self, Entry};

/// A promise that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{id}: {what}")]
pub struct Violation {
    /// Which promise: `I1` …
    pub id: &'static str,
    /// What was found.
    pub what: String,
}

fn hold(id: &'static str, holds: bool, what: impl FnOnce() -> String) -> Result<(), Violation> {
    if holds {
        Ok(())
    } else {
        Err(Violation { id, what: what() })
    }
}

/// I1: an unacknowledged open incident has a timer or is exhausted: escalation never stops
/// silently (SPEC, promise 4).
///
/// # Errors
/// The promise that does not hold.
pub fn incident(incident: &Incident) -> Result<(), Violation> {
    let runs = match incident.phase {
        Phase::Paging(_) => incident.next_due().is_some(),
        Phase::Exhausted { .. } | Phase::Acknowledged { .. } | Phase::Closed { .. } => true,
    };
    hold("I1", runs, || {
        format!("#{} is paging and nothing is due", incident.number)
    })?;
    let within = incident.paging().is_none_or(|paging| {
        paging.step < incident.policy.steps.len() && paging.round <= incident.policy.repeat + 1
    });
    hold("I1", within, || {
        format!("#{} is beyond its policy", incident.number)
    })
}

/// I2: replaying the record gives the stored incident, and the chain of hashes holds (promise 6).
///
/// # Errors
/// The promise that does not hold.
pub fn record(incident: &Incident, entries: &[Entry]) -> Result<(), Violation> {
    let number = incident.number;
    let last = record::verify(number, entries).map_err(|broken| Violation {
        id: "I2",
        what: broken.to_string(),
    })?;
    hold("I2", last == incident.hash, || {
        format!("#{number}: the record's end is missing")
    })?;
    let mut replayed = Incident::replay(entries);
    if let (Some(replayed), None) = (&mut replayed, &incident.trail) {
        replayed.trail = None;
    }
    hold("I2", replayed.as_ref() == Some(incident), || {
        format!("#{number}: the record tells {replayed:?}, stored is {incident:?}")
    })
}

/// I3: one live card a chat, and no page waits for an incident that is decided (promise 3,
/// "nobody is paged any more").
///
/// # Errors
/// The promise that does not hold.
pub fn posts(folder: &Folder) -> Result<(), Violation> {
    let number = folder.incident.number;
    let chats = folder.posts.card_chats();
    let distinct: BTreeSet<_> = chats.iter().collect();
    hold("I3", distinct.len() == chats.len(), || {
        format!("#{number}: two cards in one chat")
    })?;
    let stray = folder.posts.list.iter().find(|post| {
        post.sending.is_some() && !post.dropped && !crate::render::wanted(&folder.incident, post)
    });
    hold("I3", stray.is_none(), || {
        format!("#{number}: {stray:?} waits in vain")
    })
}

/// I4: what is sent fits Telegram's limits.
///
/// # Errors
/// The promise that does not hold.
pub fn message(message: &Message) -> Result<(), Violation> {
    let units = message.text.encode_utf16().count();
    hold(
        "I4",
        units > 0 && units <= crate::limits::MESSAGE_CHARS,
        || format!("a message of {units} units"),
    )?;
    let within = message
        .entities
        .iter()
        .all(|entity| entity.length > 0 && entity.offset + entity.length <= units);
    hold("I4", within, || "an entity beyond the text".to_owned())?;
    let data = message.rows.iter().flatten().all(|button| {
        !button.label.is_empty()
            && !button.data.is_empty()
            && button.data.len() <= crate::limits::BUTTON_DATA_BYTES
    });
    hold("I4", data, || "a button that Telegram refuses".to_owned())
}

/// I5: numbers count 1, 2, 3 … without a gap (SPEC section 6).
///
/// # Errors
/// The promise that does not hold.
pub fn numbers(numbers: impl IntoIterator<Item = u64>) -> Result<(), Violation> {
    for (expected, number) in (1..).zip(numbers) {
        hold("I5", number == expected, || {
            format!("#{number} where #{expected} should be")
        })?;
    }
    Ok(())
}

/// I7: replaying the ledger's log gives the stored disputes, none left its way, and what is kept of them is
/// what was told (promises 6 and 8). It says no word of a text.
///
/// # Errors
/// The promise that does not hold.
pub fn ledger(
    disputes: &BTreeMap<DisputeNumber, Dispute>,
    entries: &[LedgerEntry],
    texts: &BTreeMap<TextKey, Text>,
) -> Result<(), Violation> {
    let broken = |what: String| Violation { id: "I7", what };
    let replayed = Dispute::replay(entries).map_err(|seq| {
        broken(format!(
            "ledger: entry {seq} can't follow on those before it"
        ))
    })?;
    let differs = |number: &&DisputeNumber| replayed.get(number) != disputes.get(number);
    let numbers: BTreeSet<&DisputeNumber> = replayed.keys().chain(disputes.keys()).collect();
    if let Some(number) = numbers.into_iter().find(differs) {
        let what = format!("dispute {number} is stored otherwise than the log tells");
        return Err(broken(what));
    }
    check_texts(entries, texts).map_err(|unsealed| broken(unsealed.to_string()))
}

/// I6: (cycle, round, step, attempt) only grows while nobody has acknowledged.
///
/// # Errors
/// The promise that does not hold.
pub fn progress(before: &Incident, after: &Incident) -> Result<(), Violation> {
    let place = |incident: &Incident| {
        incident
            .paging()
            .map(|paging| (incident.cycle, paging.round, paging.step, paging.attempt))
    };
    let grows = match (place(before), place(after)) {
        (Some(before), Some(after)) => before <= after,
        _ => true,
    };
    hold("I6", grows, || {
        format!(
            "#{}: {:?} after {:?}",
            after.number,
            place(after),
            place(before)
        )
    })
}
