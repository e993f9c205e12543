//! Troubles of the bot itself, told to the administrators, each kind once an hour.

use std::time::Duration;

use crate::decide::{Decision, Speech, Turn, World};
use crate::ids::TelegramChat;
use crate::limits::TROUBLE_AGAIN;
use crate::outgoing::Unreachable;
use crate::state::desk::DeskChange;
use crate::time::At;

/// What can go wrong beside incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Another program polls with the same token (409).
    SecondPoller,
    /// An update could not be read and was kept aside.
    Unreadable,
    /// Telegram can't deliver to the webhook.
    Webhook {
        /// What Telegram says.
        why: String,
    },
    /// The configuration was to be read anew and has mistakes: the old one is kept.
    ConfigRefused {
        /// How many.
        problems: usize,
        /// The line of the first, where it has one.
        line: Option<usize>,
        /// The first.
        first: String,
    },
    /// The configuration was read anew, and some of what changed needs a restart.
    NeedsRestart {
        /// The keys, as the file names them.
        keys: Vec<String>,
    },
}

/// Tells the administrators.
pub fn trouble(world: World<'_>, trouble: Trouble, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    match trouble {
        Trouble::SecondPoller => turn.tell_once_an_hour("second_poller", &Speech::SecondPoller),
        Trouble::Unreadable => turn.tell_once_an_hour("unreadable", &Speech::Unreadable),
        Trouble::Webhook { why } => turn.tell_once_an_hour("webhook", &Speech::Webhook { why }),
        // Somebody has just asked for it and waits for what comes of it: told each time.
        Trouble::ConfigRefused {
            problems,
            line,
            first,
        } => turn.tell_administrators(&Speech::ConfigRefused {
            problems,
            line,
            first,
        }),
        Trouble::NeedsRestart { keys } => {
            turn.tell_administrators(&Speech::NeedsRestart { keys });
        }
    }
    turn.done()
}

impl Turn<'_> {
    pub(super) fn tell_once_an_hour(&mut self, kind: &str, speech: &Speech) {
        let recent = self
            .world
            .desk
            .troubles
            .get(kind)
            .is_some_and(|last| self.now.since(*last) < TROUBLE_AGAIN);
        if !recent {
            self.decision
                .desk
                .push(DeskChange::Trouble(kind.to_owned(), self.now));
            self.tell_administrators(speech);
        }
    }

    /// Whether something was so within a span; else it is remembered, and what was of its kind before
    /// is forgotten.
    pub(super) fn lately(&mut self, kind: &str, of: &str, span: Duration) -> bool {
        let (name, now) = (format!("{kind}/{of}"), self.now);
        let troubles = &self.world.desk.troubles;
        let recent = |last: &At| now.since(*last) < span;
        if troubles.get(&name).is_some_and(recent) {
            return true;
        }
        let kind = format!("{kind}/");
        let old = troubles
            .iter()
            .filter(|(name, last)| name.starts_with(&kind) && !recent(last))
            .map(|(name, _)| DeskChange::TroubleOver(name.clone()));
        self.decision.desk.extend(old);
        self.decision.desk.push(DeskChange::Trouble(name, now));
        false
    }

    /// A chat can't be written to. A person's own trouble is told with his incident.
    pub(super) fn cannot_write(&mut self, chat: TelegramChat, why: Unreachable) {
        if !chat.is_private() {
            let speech = Speech::CannotWrite { chat, why };
            self.tell_once_an_hour(&format!("cannot_write/{chat}"), &speech);
        }
    }
}
