//! The model under a lock, with a bell that rings when something happened.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dutybell_core::ids::TelegramUser;
use dutybell_core::time::At;
use serde_json::Value;
use tokio::sync::watch;

use crate::clock;
use crate::hooks::{Hook, Hooks};
use crate::model::Telegram;

/// What the server and whoever started it share.
pub(crate) struct Exchange {
    telegram: Mutex<Telegram>,
    bell: watch::Sender<u64>,
    closing: watch::Sender<bool>,
    hooks: Mutex<Hooks>,
    /// What the program around the sandbox shows on the page.
    program: watch::Sender<BTreeMap<String, Value>>,
    /// Tells this sandbox from one that stood at the same address before.
    pub(crate) started: At,
    pub(crate) language: String,
    pub(crate) phones: Vec<TelegramUser>,
}

impl Exchange {
    pub(crate) fn new(
        telegram: Telegram,
        hooks: Vec<Hook>,
        language: String,
        phones: Vec<TelegramUser>,
    ) -> Self {
        Self {
            bell: watch::Sender::new(telegram.seq()),
            telegram: Mutex::new(telegram),
            closing: watch::Sender::new(false),
            hooks: Mutex::new(Hooks::new(hooks)),
            program: watch::Sender::new(BTreeMap::new()),
            started: clock::now(),
            language,
            phones,
        }
    }

    /// Acts under the lock and rings the bell if anything happened.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Telegram, At) -> T) -> T {
        let (result, seq) = {
            let mut telegram = locked(&self.telegram);
            let result = act(&mut telegram, clock::now());
            (result, telegram.seq())
        };
        self.bell.send_if_modified(|last| {
            let further = seq > *last;
            *last = seq.max(*last);
            further
        });
        result
    }

    /// Changes with everything that happens.
    pub(crate) fn bell(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// Becomes true when the server stops.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    pub(crate) fn hooks(&self) -> MutexGuard<'_, Hooks> {
        locked(&self.hooks)
    }

    pub(crate) fn program(&self) -> watch::Receiver<BTreeMap<String, Value>> {
        self.program.subscribe()
    }

    pub(crate) fn show(&self, name: String, value: Value) {
        self.program.send_if_modified(|shown| {
            let before = shown.insert(name, value.clone());
            before != Some(value)
        });
    }
}

/// A panic of another thread under the lock leaves the model as it was between two of its steps:
/// good enough to look at, and better than a second panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
