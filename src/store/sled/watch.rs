//! Frees a writer that sled has forgotten.
//!
//! Where sled fails to write its log it notes the error, but on one of its paths (0.34.7,
//! `Log::exit_reservation`) wakes nobody: whoever waits for the bytes to be written then waits
//! for ever, and a full disk would look like a program that hangs. Whoever asks for room in the
//! log and is told of the error wakes all who wait; so a thread looks whether there is an error
//! while a write lasts, and asks if there is.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sled::{Config, Db};

/// How long a forgotten writer waits at most.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Looks after which a write is called stalled, and said to be: 30 s.
const STALLED_LOOKS: u32 = 1500;

/// The thread, for as long as the log is open.
#[derive(Debug)]
pub(super) struct Watch {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_writing: bool,
    /// The thread sleeps until it is woken; else it looks again by itself.
    is_asleep: bool,
    is_over: bool,
}

impl Watch {
    /// Starts the thread. `config` is the one that `db` was opened with: they share the error.
    pub(super) fn start(config: Config, db: Db) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let name = "store-watch".to_owned();
        let thread = thread::Builder::new().name(name).spawn(move || {
            theirs.look(&config, &db);
        })?;
        Ok(Self { shared, thread })
    }

    /// Watches over one write.
    pub(super) fn over<T>(&self, write: impl FnOnce() -> T) -> T {
        let mut state = self.shared.state();
        state.is_writing = true;
        if state.is_asleep {
            self.shared.changed.notify_one();
        }
        drop(state);
        let result = write();
        self.shared.state().is_writing = false;
        result
    }

    /// Ends the thread, which lets go of the log.
    pub(super) fn end(self) {
        self.shared.state().is_over = true;
        self.shared.changed.notify_one();
        // It panics only where sled did, which was reported there.
        drop(self.thread.join());
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, config: &Config, db: &Db) {
        let mut looks = 0;
        let mut state = self.state();
        while !state.is_over {
            if !state.is_writing {
                looks = 0;
                state.is_asleep = true;
                state = self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                state.is_asleep = false;
                continue;
            }
            let waited = self.changed.wait_timeout(state, LOOK_EVERY);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if state.is_writing && config.global_error().is_err() {
                drop(state);
                // Fails at once, wakes all who wait, and takes none of the locks that they
                // hold, as a flush would.
                drop(db.open_tree("never made"));
                state = self.state();
            }
            looks += 1;
            if state.is_writing && looks == STALLED_LOOKS {
                tracing::error!("the disk of the store has not taken a write for 30 s");
            }
        }
    }
}
