//! At least once, repeated only in doubt: who sent which copy of a message.

use std::collections::BTreeMap;

use dutybell_core::ids::TelegramChat;
use dutybell_sandbox::model::MessageView;

use super::storm::{Storm, number, posted};

/// What a message is: of its kind there is one in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The card of an incident.
    Card,
    /// The question for missing facts.
    Missing,
    /// The nth call of whom the chat belongs to.
    Page { nth: u32 },
}

/// Names a message whatever its text says by now: chat, incident, kind.
pub(super) type Name = (TelegramChat, u64, Kind);

/// Which message this is, where it is one that comes once.
pub(super) fn name(chat: TelegramChat, view: &MessageView) -> Option<Name> {
    let head = view.text.lines().next()?;
    let kind = if view.text.contains(" reported · registered") {
        Kind::Card
    } else if head.ends_with("is stored and being paged.") {
        Kind::Missing
    } else if head.starts_with("🔴 LEVEL") {
        Kind::Page { nth: 1 }
    } else {
        let (nth, _) = head.strip_prefix("🔴 ")?.split_once(" CALL · LEVEL")?;
        let nth = nth.trim_end_matches(char::is_alphabetic).parse().ok()?;
        Kind::Page { nth }
    };
    Some((chat, number(head)?, kind))
}

/// Where each message stands among all that happened, once for each of its copies.
pub(super) fn copies(storm: &Storm) -> BTreeMap<Name, Vec<u64>> {
    let mut copies: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    storm.town.telegram(|telegram, _| {
        for (seq, chat, view) in posted(telegram) {
            if let Some(name) = name(chat, view) {
                copies.entry(name).or_default().push(seq);
            }
        }
    });
    copies
}

/// No life of the bot sent the same message twice. What a life sent with its last breath Telegram
/// may have taken only after its death, but not after the death of the next one.
pub(super) fn only_in_doubt(storm: &Storm, copies: &BTreeMap<Name, Vec<u64>>) {
    for (name, places) in copies {
        let mut earliest = 0;
        for place in places {
            let heard_in = storm.deaths.partition_point(|death| death < place);
            let sent_in = heard_in.saturating_sub(1).max(earliest);
            assert!(
                sent_in <= heard_in,
                "{name:?} has a copy too many at {places:?}; deaths at {:?}",
                storm.deaths
            );
            earliest = sent_in + 1;
        }
    }
}
