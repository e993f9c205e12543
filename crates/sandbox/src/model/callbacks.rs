//! Presses of inline buttons: each is answered once and waits not for ever.

use std::collections::BTreeMap;
use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

use super::answer::ApiError;

/// A press is answered within this, or the answer is refused. Not in the documentation; so
/// Telegram behaves.
pub const WAITS: Duration = Duration::from_secs(15);

/// Presses are remembered up to so many, so that whoever pressed can read the answer.
const KEPT: usize = 10_000;

/// Where the numbering of presses starts; the ids are long numbers, as Telegram's are.
const FIRST: u64 = 4_000_000_001;

/// A press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// Who.
    pub by: TelegramUser,
    /// Where.
    pub chat: TelegramChat,
    /// Under which message.
    pub message: MessageId,
    /// What the button holds.
    pub data: String,
    /// When.
    pub at: At,
    /// What the bot said to it.
    pub answer: Option<Toast>,
}

/// What the bot said to a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    /// May be empty: then only the spinner stops.
    pub text: String,
    /// Whether it is a box to be closed instead of a passing line.
    pub alert: bool,
    /// When it was said.
    pub at: At,
}

/// The presses so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Callbacks {
    pressed: BTreeMap<u64, Pressed>,
    count: u64,
    /// How many times as fast as real time runs, where it does not run as fast: the phone waits
    /// in real time.
    #[serde(skip)]
    haste: Option<u32>,
}

impl Callbacks {
    pub(crate) fn press(&mut self, pressed: Pressed) -> String {
        if self.pressed.len() == KEPT {
            self.pressed.pop_first();
        }
        let id = FIRST + self.count;
        self.count += 1;
        self.pressed.insert(id, pressed);
        id.to_string()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Pressed> {
        self.pressed.get(&id.parse().ok()?)
    }

    pub(crate) fn answer(&mut self, id: &str, toast: Toast) -> Result<&Pressed, ApiError> {
        let waits = WAITS * self.haste.unwrap_or(1);
        let pressed = id
            .parse()
            .ok()
            .and_then(|id: u64| self.pressed.get_mut(&id))
            .filter(|pressed| pressed.answer.is_none())
            .filter(|pressed| toast.at.since(pressed.at) <= waits)
            .ok_or_else(ApiError::press_gone)?;
        pressed.answer = Some(toast);
        Ok(pressed)
    }

    pub(crate) fn set_haste(&mut self, haste: u32) {
        // A press of before a change may wait longer than it should; none waits less.
        self.haste = self.haste.max(Some(haste));
    }

    pub(crate) fn open(&self) -> impl Iterator<Item = (String, &Pressed)> {
        self.pressed
            .iter()
            .filter(|(_, pressed)| pressed.answer.is_none())
            .map(|(id, pressed)| (id.to_string(), pressed))
    }
}
