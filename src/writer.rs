//! The single writer: a thread that takes inputs to the engine, makes each commit durable, and only
//! then lets anybody know.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use dutybell_core::audit::Overdue;
use dutybell_core::decide::BotSelf;
use dutybell_core::engine::{Census, Commit, Engine, FeedSource, Input, Order};
use dutybell_core::limits::INPUTS_PER_COMMIT;
use dutybell_core::outgoing::Outcome;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::change::Head;
use dutybell_core::state::evidence::Fetch;
use dutybell_core::state::invite::{Code, Seed};
use dutybell_core::store::{Fence, Reads, Store, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::clock;
use crate::in_chat;
use crate::metrics::Metrics;
use crate::teller::Teller;

/// At start, timers wait so long for the first updates: an acknowledgement that came while the bot
/// was down must be seen before the next step is paged.
const TIMERS_WAIT: Duration = Duration::from_secs(3);

/// Longest sleep: a clock that was set forward, or runs at another pace, is noticed within it.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// The news that a message arrived may wait so long to share a sync with something urgent, so that
/// no report waits for the sync of such news. A death within it may add a copy (promise 2).
const LINGER: Duration = Duration::from_millis(5);

/// A timer that could not be decided is tried again after so long.
const TIMER_AGAIN: Duration = Duration::from_secs(60);

/// What a busy machine may take on top of what the auditor lets things wait, in real time: where time
/// runs faster, or was skipped, it counts for more.
const AUDIT_SLACK: Duration = Duration::from_secs(2);

/// Timers handled in one commit.
const TIMERS_PER_COMMIT: usize = 64;

/// An input with the bytes it came from, to be kept aside should it be our undoing.
#[derive(Debug)]
pub(crate) struct Work {
    /// For the engine.
    pub(crate) input: Input,
    /// Bytes of an update.
    pub(crate) raw: Vec<u8>,
}

impl From<Input> for Work {
    fn from(input: Input) -> Self {
        Self {
            input,
            raw: Vec::new(),
        }
    }
}

impl Work {
    /// Whether nothing is at stake if it is dealt with a little later.
    fn is_patient(&self) -> bool {
        matches!(
            self.input,
            Input::Ended {
                outcome: Outcome::Sent(_) | Outcome::Unchanged | Outcome::Withdrawn,
                ..
            } | Input::Fetched { .. }
        )
    }
}

/// Something to be read.
type Reading = Box<dyn FnOnce(&dyn Reads) + Send>;

enum Request {
    Work(Vec<Work>, Option<oneshot::Sender<()>>),
    /// The first updates are in.
    TimersMayRun,
    /// Other settings from now on.
    Settings(Arc<Settings>),
    /// How many incidents are in which state.
    Census(oneshot::Sender<Census>),
    /// The calendar feed of a token.
    Feed(Code, oneshot::Sender<Option<FeedSource>>),
    /// The settings in force.
    InForce(oneshot::Sender<Arc<Settings>>),
    /// Something to be read, between two commits.
    Read(Reading),
    /// What is overdue.
    Audit(oneshot::Sender<Vec<Overdue>>),
    Stop,
}

/// The way to the writer. Cheap to clone.
#[derive(Clone)]
pub(crate) struct WriterHandle {
    requests: Sender<Request>,
}

/// The writer is gone: it stopped, or its store failed.
#[derive(Debug, thiserror::Error)]
#[error("the writer has stopped")]
pub(crate) struct WriterGone;

impl WriterHandle {
    /// Returns once everything that the inputs change is durable.
    pub(crate) async fn durable(&self, work: Vec<Work>) -> Result<(), WriterGone> {
        let (done, wait) = oneshot::channel();
        self.requests
            .send(Request::Work(work, Some(done)))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// Hands an input over without waiting.
    pub(crate) fn tell(&self, input: Input) {
        // A writer that is gone has said why, and the program is ending.
        let _ = self.requests.send(Request::Work(vec![input.into()], None));
    }

    /// The first updates are in: what fell due meanwhile may happen.
    pub(crate) fn timers_may_run(&self) {
        let _ = self.requests.send(Request::TimersMayRun);
    }

    /// Decides by other settings from now on.
    pub(crate) fn reconfigure(&self, settings: Arc<Settings>) {
        let _ = self.requests.send(Request::Settings(settings));
    }

    /// How many incidents are in which state. The answer comes from between two commits, so it
    /// also says that the writer is not stuck.
    pub(crate) async fn census(&self) -> Result<Census, WriterGone> {
        let (answer, wait) = oneshot::channel();
        self.requests
            .send(Request::Census(answer))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// What the calendar feed of a token follows from; `None` where there is none.
    pub(crate) async fn feed(&self, token: Code) -> Result<Option<FeedSource>, WriterGone> {
        let (answer, wait) = oneshot::channel();
        self.requests
            .send(Request::Feed(token, answer))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// The settings in force: the file, and what was changed in chat.
    pub(crate) async fn settings(&self) -> Result<Arc<Settings>, WriterGone> {
        let (answer, wait) = oneshot::channel();
        self.requests
            .send(Request::InForce(answer))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// Reads what is durable, between two commits. Whoever asks asks for little at a time: pages wait.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn Reads) -> T + Send + 'static,
    ) -> Result<T, WriterGone> {
        let (answer, wait) = oneshot::channel();
        let read = move |store: &dyn Reads| {
            // Whoever asked may have gone.
            let _ = answer.send(read(store));
        };
        self.requests
            .send(Request::Read(Box::new(read)))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// What is overdue by what is stored; whatever of it is new has been said, durably. While timers
    /// wait for the first updates nobody looks: what was missed while the bot was down is about to
    /// happen.
    pub(crate) async fn audit(&self) -> Result<Vec<Overdue>, WriterGone> {
        let (answer, wait) = oneshot::channel();
        self.requests
            .send(Request::Audit(answer))
            .map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
    }

    /// Ends the writer after what was handed over before.
    pub(crate) fn stop(&self) {
        let _ = self.requests.send(Request::Stop);
    }
}

/// What the writer needs to begin, and again after a panic.
pub(crate) struct Setup {
    /// The configuration.
    pub(crate) settings: Arc<Settings>,
    /// The words.
    pub(crate) words: Arc<Words>,
    /// Who the bot is.
    pub(crate) bot: BotSelf,
    /// Where the codes of invitations come from.
    pub(crate) seed: Seed,
    /// Where commits are counted.
    pub(crate) metrics: Arc<Metrics>,
    /// Is told what was added to the record, once it is durable.
    pub(crate) teller: Option<Teller>,
    /// Fetches files.
    pub(crate) fetches: mpsc::UnboundedSender<Vec<Fetch>>,
    /// Where what was changed in chat is copied to.
    pub(crate) data_dir: PathBuf,
}

struct Writer {
    setup: Setup,
    store: Box<dyn Store>,
    engine: Engine,
    fence: Fence,
    orders: mpsc::UnboundedSender<Vec<Order>>,
    /// Up to which entry what was changed in chat is copied.
    copied: Option<Head>,
}

/// Takes up the store and starts the thread. The thread's result is the error that ended it.
///
/// # Errors
/// When the store can't be taken up.
pub(crate) fn start(
    mut store: Box<dyn Store>,
    setup: Setup,
    orders: mpsc::UnboundedSender<Vec<Order>>,
) -> Result<(WriterHandle, oneshot::Receiver<Result<(), StoreError>>), StoreError> {
    let (engine, fence) = load(&mut *store, &setup)?;
    let (requests, inbox) = channel();
    let (ended, end) = oneshot::channel();
    let writer = Writer {
        setup,
        store,
        engine,
        fence,
        orders,
        copied: None,
    };
    std::thread::Builder::new()
        .name("writer".into())
        .spawn(move || {
            // Nobody may listen any more.
            let _ = ended.send(writer.run(&inbox));
        })
        .map_err(|error| StoreError::Fatal(format!("the writer can't start: {error}")))?;
    Ok((WriterHandle { requests }, end))
}

fn load(store: &mut dyn Store, setup: &Setup) -> Result<(Engine, Fence), StoreError> {
    Engine::load(
        store,
        Arc::clone(&setup.settings),
        Arc::clone(&setup.words),
        setup.bot.clone(),
        setup.seed.clone(),
        clock::now(),
    )
}

impl Writer {
    fn run(mut self, inbox: &Receiver<Request>) -> Result<(), StoreError> {
        self.commit()?;
        self.copy_changes();
        let mut timers_from = Some(clock::instant() + TIMERS_WAIT);
        loop {
            let mut waiting = Vec::new();
            let mut stop = false;
            let mut work: Vec<Work> = Vec::new();
            let mut audits = Vec::new();
            let mut linger: Option<Instant> = None;
            let sleep = self.sleep(timers_from)?;
            let mut next = match inbox.recv_timeout(sleep) {
                Ok(request) => Some(request),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Request::Stop),
            };
            while let Some(request) = next.take() {
                match request {
                    Request::Work(more, done) => {
                        work.extend(more);
                        waiting.extend(done);
                    }
                    Request::TimersMayRun => timers_from = None,
                    Request::Settings(settings) => {
                        // Also for beginning anew from what is durable.
                        self.setup.settings = Arc::clone(&settings);
                        self.engine.reconfigure(settings, clock::now());
                    }
                    Request::Census(answer) => {
                        // Whoever asked may have gone.
                        let _ = answer.send(self.engine.census());
                    }
                    Request::Feed(token, answer) => {
                        // As above.
                        let _ = answer.send(self.engine.feed(&token));
                    }
                    Request::InForce(answer) => {
                        let _ = answer.send(self.engine.settings());
                    }
                    Request::Read(read) => read(&*self.store),
                    Request::Audit(answer) => {
                        if timers_from.is_none() {
                            let slack = clock::shown_in_last(AUDIT_SLACK);
                            work.push(Input::Audit { slack }.into());
                        }
                        audits.push(answer);
                    }
                    Request::Stop => stop = true,
                }
                if stop || work.len() >= INPUTS_PER_COMMIT {
                    break;
                }
                next = if waiting.is_empty() && work.iter().all(Work::is_patient) {
                    let until = *linger.get_or_insert_with(|| clock::instant() + LINGER);
                    inbox
                        .recv_timeout(until.saturating_duration_since(clock::instant()))
                        .ok()
                } else {
                    inbox.try_recv().ok()
                };
            }
            self.settle(work)?;
            for done in waiting {
                // Whoever asked may have gone.
                let _ = done.send(());
            }
            for answer in audits {
                let _ = answer.send(self.engine.overdue().to_vec());
            }
            if stop {
                return Ok(());
            }
            if timers_from.is_none_or(|from| from <= clock::instant()) {
                timers_from = None;
                self.fire_timers()?;
            }
        }
    }

    fn sleep(&self, timers_from: Option<Instant>) -> Result<Duration, StoreError> {
        let until_due = self
            .store
            .next_timer()?
            .map_or(LONGEST_SLEEP, |due| clock::real(due.since(clock::now())));
        let held = timers_from.map_or(Duration::ZERO, |from| {
            from.saturating_duration_since(clock::instant())
        });
        Ok(until_due.max(held).min(LONGEST_SLEEP))
    }

    fn fire_timers(&mut self) -> Result<(), StoreError> {
        let timers = self
            .store
            .claim_timers(&self.fence, clock::now(), TIMERS_PER_COMMIT)?;
        let work: Vec<Work> = timers
            .into_iter()
            .map(|timer| Input::Timer(timer).into())
            .collect();
        self.settle(work)
    }

    /// Decides a group of inputs and makes it durable. Should one of them be our undoing, the others
    /// are decided one by one, and that one is kept aside.
    fn settle(&mut self, work: Vec<Work>) -> Result<(), StoreError> {
        let mut decided = true;
        for item in &work {
            decided = decided && self.handle_one(&item.input)?;
        }
        if decided && self.commit_unless_refused()? {
            return Ok(());
        }
        self.recover()?;
        for item in work {
            if !(self.handle_one(&item.input)? && self.commit_unless_refused()?) {
                self.recover()?;
                self.keep_aside(item)?;
            }
        }
        Ok(())
    }

    fn keep_aside(&mut self, work: Work) -> Result<(), StoreError> {
        let now = clock::now();
        match work.input {
            Input::Update { id, .. } => {
                let aside = Input::Unreadable {
                    id: Some(id),
                    raw: work.raw,
                    reason: "it could not be decided".to_owned(),
                };
                self.engine.handle(&aside, now, &*self.store)?;
            }
            // Left as it is, it would fall due again at once, and again.
            Input::Timer(timer) => self.engine.postpone(&timer, now.plus(TIMER_AGAIN)),
            // It would be fetched and come in again, and again.
            Input::Fetched {
                incident, piece, ..
            } => self.engine.give_up_fetch(incident, piece),
            Input::Unreadable { .. }
            | Input::Ended { .. }
            | Input::Trouble(_)
            | Input::Audit { .. } => {}
        }
        self.commit()
    }

    /// `false` where the batch breaks the store's contract: nothing of it was written.
    fn commit_unless_refused(&mut self) -> Result<bool, StoreError> {
        match self.commit() {
            Err(StoreError::Refused(reason)) => {
                tracing::error!(%reason, "the store refuses a batch");
                Ok(false)
            }
            done => done.map(|()| true),
        }
    }

    /// `false` where it panicked: the engine is then not to be trusted any more.
    fn handle_one(&mut self, input: &Input) -> Result<bool, StoreError> {
        let now = clock::now();
        let (engine, store) = (&mut self.engine, &*self.store);
        match catch_unwind(AssertUnwindSafe(|| engine.handle(input, now, store))) {
            Ok(handled) => handled.map(|()| true),
            Err(_) => Ok(false),
        }
    }

    /// Begins anew from what is durable.
    fn recover(&mut self) -> Result<(), StoreError> {
        tracing::error!("an input could not be decided; beginning anew from what is durable");
        let (engine, fence) = load(&mut *self.store, &self.setup)?;
        self.engine = engine;
        self.fence = fence;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let Some(commit) = self.engine.take() else {
            return Ok(());
        };
        let Commit {
            batch,
            orders,
            fetches,
            tally,
        } = commit;
        let begun = clock::instant();
        self.store.commit(&self.fence, &batch)?;
        let took = clock::instant().saturating_duration_since(begun);
        self.setup.metrics.committed(&tally, took);
        if let Some(teller) = &mut self.setup.teller {
            teller.tell(&batch.events);
        }
        if !orders.is_empty() {
            // The delivery ends after the writer, or the program is ending.
            let _ = self.orders.send(orders);
        }
        if !fetches.is_empty() {
            // As above.
            let _ = self.setup.fetches.send(fetches);
        }
        self.copy_changes();
        Ok(())
    }

    /// What was changed in chat, for whoever reads the configuration while the store is held.
    fn copy_changes(&mut self) {
        let desk = self.engine.desk();
        let head = Some(desk.changes);
        if self.copied != head {
            in_chat::write(&self.setup.data_dir, &desk.overlay);
            self.copied = head;
        }
    }
}

#[cfg(test)]
mod tests;
