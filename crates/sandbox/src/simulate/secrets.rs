//! What is private stays private (SPEC, promise 8): every party has a name that is found wherever it stands.

use dutybell_core::codec;
use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::outgoing::{Outgoing, Row};
use dutybell_core::store::{Batch, Space};

use super::Breach;
use super::chance::Chance;
use super::town::Who;
use super::world::World;
use crate::model::{Happening, MessageView};

/// In every name, and in nothing else.
const MARKS: [&str; 2] = ["Zyxwv", "龘"];

/// What somebody tells the ledger; a few write more than it takes.
pub(super) fn words(chance: &mut Chance) -> String {
    let [one, other] = MARKS.map(|mark| format!("{mark}{}", chance.between(1, 999)));
    match chance.between(0, 19) {
        0 => format!("{one} ").repeat(400),
        1 => format!("{one}\n{other} <b>x</b> @durov"),
        2..8 => format!("{other}与{one}为宅基地"),
        _ => format!("{one} and {other}"),
    }
}

/// Whether a text names a party.
pub(super) fn tells(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

impl World {
    /// What somebody reads at a phone: names only where he may read them, and where they can't be forwarded.
    pub(super) fn check_said(
        &self,
        chat: Option<TelegramChat>,
        what: &Happening,
    ) -> Result<(), Breach> {
        let (told, protected, text) = match what {
            Happening::Posted { message } | Happening::Edited { message } if message.by_bot() => {
                let text = shown(message);
                (tells(&text), message.protect, text)
            }
            Happening::Answered { text, .. } => (tells(text), true, text.clone()),
            _ => return Ok(()),
        };
        if !told {
            return Ok(());
        }
        let keeper = chat.is_some_and(keeps);
        if keeper && protected {
            return Ok(());
        }
        let why = if keeper {
            "can be forwarded"
        } else {
            "is no keeper's"
        };
        let chat = chat.unwrap_or(TelegramChat(0));
        Err(self.breach("P8", format!("a name in {chat}, which {why}: «{text}»")))
    }

    /// What a commit holds: names in what is told of disputes and in the forms of keepers, and in rows to
    /// nobody else.
    pub(super) fn check_stored(&self, batch: &Batch) -> Result<(), Breach> {
        // A record begins with the number of its version, which is no text.
        let told = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes);
            text.map_or_else(|_| tells(&String::from_utf8_lossy(bytes)), tells)
        };
        for event in &batch.events {
            if told(&event.value) {
                let (stream, seq) = (event.stream, event.seq);
                return Err(self.breach("P8", format!("a name in entry {seq} of {stream}")));
            }
        }
        for write in &batch.state {
            let Some(value) = &write.value else { continue };
            let name = String::from_utf8_lossy(&write.key.name);
            let form = Who::KEEPERS.iter().any(|who| {
                let (chat, user) = (who.user().private_chat(), who.user());
                name == format!("form/{chat}/{user}")
            });
            let apart = write.key.space == Space::Private || form;
            if !apart && (told(value) || tells(&name)) {
                let space = write.key.space;
                return Err(self.breach("P8", format!("a name in {space:?}, {name}")));
            }
        }
        for stored in &batch.rows {
            if !told(&stored.value) {
                continue;
            }
            let row: Option<Row> = codec::decode(&stored.value).ok();
            let to = row.as_ref().and_then(|row| match &row.body {
                Outgoing::Answer { press, .. } => {
                    let pressed = self.telegram.press_of(press);
                    pressed.map(|pressed| pressed.by.private_chat())
                }
                body => body.chat(),
            });
            if !to.is_some_and(keeps) {
                return Err(self.breach("P8", format!("a name in a row to {to:?}")));
            }
        }
        Ok(())
    }
}

/// Whether it is the private chat of somebody who keeps the ledger.
fn keeps(chat: TelegramChat) -> bool {
    let who = Who::of(TelegramUser(chat.0));
    chat.is_private() && who.is_some_and(Who::keeps_ledger)
}

/// Everything of a message but what it quotes of a person's own words.
fn shown(message: &MessageView) -> String {
    let mut all = message.text.clone();
    for button in message.buttons.iter().flatten() {
        all.push_str(&button.text);
        all.push_str(button.data().unwrap_or_default());
    }
    for more in [
        message.file.as_ref().map(|file| format!("{file:?}")),
        message
            .keyboard
            .as_ref()
            .map(|keyboard| format!("{keyboard:?}")),
        message
            .force_reply
            .as_ref()
            .map(|force| format!("{force:?}")),
    ] {
        all.push_str(&more.unwrap_or_default());
    }
    all
}
