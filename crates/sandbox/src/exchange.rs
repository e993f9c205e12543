//! The model under a lock, with a bell that rings when something happened.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dutybell_core::ids::TelegramUser;
use dutybell_core::pace::Pace;
use dutybell_core::time::At;
use serde_json::Value;
use tokio::sync::watch;

use crate::clock;
use crate::feed::Feed;
use crate::hooks::{Hook, Hooks};
use crate::keep::Keeper;
use crate::model::Telegram;
use crate::said::Said;

/// What the server and whoever started it share.
pub(crate) struct Exchange {
    telegram: Mutex<Telegram>,
    bell: watch::Sender<u64>,
    closing: watch::Sender<bool>,
    hooks: Mutex<Hooks>,
    /// What the program around the sandbox shows on the page.
    program: watch::Sender<BTreeMap<String, Value>>,
    /// What the program tells bit by bit.
    feed: watch::Sender<Feed>,
    said: Mutex<Said>,
    /// How time runs here.
    pace: watch::Sender<Pace>,
    /// Tells this sandbox from one that stood at the same address before.
    pub(crate) started: At,
    pub(crate) page: Page,
    keeper: Option<Keeper>,
}

/// What the page is told to show at first.
pub(crate) struct Page {
    pub(crate) language: String,
    pub(crate) timezone: Option<String>,
    pub(crate) phones: Vec<TelegramUser>,
    pub(crate) paces: Vec<u32>,
}

impl Exchange {
    pub(crate) fn new(
        telegram: Telegram,
        hooks: Vec<Hook>,
        keeper: Option<Keeper>,
        page: Page,
        shown: At,
    ) -> Self {
        Self {
            bell: watch::Sender::new(telegram.seq()),
            telegram: Mutex::new(telegram),
            closing: watch::Sender::new(false),
            hooks: Mutex::new(Hooks::new(hooks)),
            program: watch::Sender::new(BTreeMap::new()),
            feed: watch::Sender::new(Feed::default()),
            said: Mutex::new(Said::default()),
            pace: watch::Sender::new(Pace::from(clock::now(), shown)),
            started: clock::now(),
            page,
            keeper,
        }
    }

    /// Acts under the lock and rings the bell if anything happened.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Telegram, At) -> T) -> T {
        let (result, seq) = {
            let mut telegram = locked(&self.telegram);
            let result = act(&mut telegram, self.now());
            (result, telegram.seq())
        };
        self.bell.send_if_modified(|last| {
            let further = seq > *last;
            *last = seq.max(*last);
            further
        });
        result
    }

    /// What is shown as now.
    pub(crate) fn now(&self) -> At {
        self.pace.borrow().shown(clock::now())
    }

    pub(crate) fn pace(&self) -> watch::Receiver<Pace> {
        self.pace.subscribe()
    }

    /// Lets time run at another pace; nothing jumps.
    pub(crate) fn set_pace(&self, factor: u32) -> Pace {
        // Under the lock, so that nobody acts between two paces.
        let mut telegram = locked(&self.telegram);
        let mut set = *self.pace.borrow();
        if set.factor != factor {
            set = set.changed(clock::now(), factor);
            self.pace.send_replace(set);
            telegram.set_haste(factor);
        }
        set
    }

    /// Shows a later instant at once, chosen by what is shown now; from there on time runs as fast as
    /// real time. `None` leaves everything as it is.
    pub(crate) fn skip(&self, choose: impl FnOnce(At) -> Option<At>) -> Pace {
        // Under the lock, as above: two who skip at once don't skip twice.
        let mut telegram = locked(&self.telegram);
        let set = *self.pace.borrow();
        let real = clock::now();
        let Some(to) = choose(set.shown(real)) else {
            return set;
        };
        let skipped = set.skipped(real, to);
        self.pace.send_replace(skipped);
        telegram.set_haste(skipped.factor);
        skipped
    }

    /// Returns when all that happened so far outlives the process, at once where nothing is kept.
    /// To be awaited before anybody is told of it.
    pub(crate) async fn kept(self: &Arc<Self>) {
        if self.keeper.is_none() {
            return;
        }
        let exchange = Arc::clone(self);
        let writing = tokio::task::spawn_blocking(move || {
            if let Some(keeper) = &exchange.keeper {
                keeper.keep(|draw| exchange.with(|telegram, now| draw(telegram, now)));
            }
        });
        if let Err(error) = writing.await {
            tracing::error!(%error, "writing the sandbox down failed");
        }
    }

    /// Writes down no more.
    pub(crate) fn let_go(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.end();
        }
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

    pub(crate) fn said(&self) -> MutexGuard<'_, Said> {
        locked(&self.said)
    }

    pub(crate) fn program(&self) -> watch::Receiver<BTreeMap<String, Value>> {
        self.program.subscribe()
    }

    pub(crate) fn feed(&self) -> watch::Receiver<Feed> {
        self.feed.subscribe()
    }

    pub(crate) fn tell(&self, told: Value) {
        self.feed.send_modify(|feed| feed.push(told));
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
