//! A running sandbox, for the demo and for tests.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::Router;
use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::pace::Pace;
use dutybell_core::time::At;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock;
use crate::exchange::{Exchange, Page};
use crate::hooks::Hook;
use crate::keep::Keep;
use crate::model::{Mistake, Telegram, Toast, Town, WAITS};
use crate::server;

/// Phones shown if none are chosen.
const PHONES: usize = 5;
/// Connections that do not end by themselves are cut after this.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What a sandbox starts with.
pub struct Setup {
    /// Where it listens; port 0 takes any.
    pub listen: SocketAddr,
    /// Bot, people, chats and limits.
    pub town: Town,
    /// Language of the page before anybody chooses another: `zh` or `en`.
    pub language: String,
    /// Time zone in which the phones show times, by its IANA name; none is the browser's.
    pub timezone: Option<String>,
    /// Keeps everything, and goes on with what was found there instead of `town`; none is off.
    pub keep: Option<Keep>,
    /// Whose phones the page shows; none is the first five people.
    pub phones: Vec<TelegramUser>,
    /// How many times as fast as real the page may let time run; none leaves it no choice.
    pub paces: Vec<u32>,
    /// What the page can ask of the program.
    pub hooks: Vec<Hook>,
    /// More pages beside those of the sandbox.
    pub pages: Router,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            town: Town::default(),
            language: "zh".to_owned(),
            timezone: None,
            keep: None,
            phones: Vec::new(),
            paces: Vec::new(),
            hooks: Vec::new(),
            pages: Router::new(),
        }
    }
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[error("can't listen on {address}")]
pub struct StartFailed {
    address: SocketAddr,
    #[source]
    source: std::io::Error,
}

/// What was waited for did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it did not happen within {0:?}")]
pub struct TimedOut(pub Duration);

/// Why a press has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressFailed {
    /// It can't be pressed.
    #[error(transparent)]
    Mistake(#[from] Mistake),
    /// The bot never answered: the phone's spinner turned until it gave up.
    #[error("the press {0} was not answered")]
    Unanswered(String),
}

/// The shown time of a sandbox. Without such a thing in the program's hands the page can make time run
/// faster, and skip none of it.
#[derive(Clone)]
pub struct Clock(Weak<Exchange>);

impl Clock {
    /// Shows a later instant at once. `choose` gets what is shown now; `None` of it, or an instant
    /// before that, skips nothing. `None` where the sandbox is gone.
    pub fn skip(&self, choose: impl FnOnce(At) -> Option<At>) -> Option<Pace> {
        Some(self.0.upgrade()?.skip(choose))
    }
}

/// A running sandbox. It stops when it is dropped.
pub struct Sandbox {
    exchange: Arc<Exchange>,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts to listen; must be called within a tokio runtime.
    pub async fn start(setup: Setup) -> Result<Self, StartFailed> {
        let failed = |source| StartFailed {
            address: setup.listen,
            source,
        };
        let listener = TcpListener::bind(setup.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let phones = if setup.phones.is_empty() {
            let first = setup.town.people.iter().take(PHONES);
            first.map(|person| person.id).collect()
        } else {
            setup.phones
        };
        let logs = setup.town.logs;
        let left_at = setup.keep.as_ref().and_then(Keep::left_at);
        let shown = clock::now().max(left_at.unwrap_or(At(0)));
        let (keeper, found) = setup.keep.map(Keep::take).unzip();
        let telegram = match found.flatten() {
            Some(telegram) => telegram.resumed(logs),
            None => Telegram::new(setup.town),
        };
        let page = Page {
            language: setup.language,
            timezone: setup.timezone,
            phones,
            paces: setup.paces,
        };
        let exchange = Arc::new(Exchange::new(telegram, setup.hooks, keeper, page, shown));
        exchange.kept().await;
        let serving = tokio::spawn(server::serve(listener, Arc::clone(&exchange), setup.pages));
        Ok(Self {
            exchange,
            address,
            serving: Some(serving),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the bot takes for `https://api.telegram.org`.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The page of phones.
    pub fn page_url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Acts or looks under the lock; whoever waits for a change wakes.
    pub fn with<T>(&self, act: impl FnOnce(&mut Telegram, At) -> T) -> T {
        self.exchange.with(act)
    }

    /// Waits until what is looked for is there; looks again whenever something happened.
    pub async fn until<T>(
        &self,
        mut look: impl FnMut(&Telegram) -> Option<T>,
        within: Duration,
    ) -> Result<T, TimedOut> {
        let mut bell = self.exchange.bell();
        let looking = async {
            loop {
                bell.mark_unchanged();
                if let Some(found) = self.exchange.with(|telegram, _| look(telegram)) {
                    return found;
                }
                if bell.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(within, looking)
            .await
            .map_err(|_| TimedOut(within))
    }

    /// Presses a button and waits for what the bot says to it.
    pub async fn press(
        &self,
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
    ) -> Result<Toast, PressFailed> {
        let id = self.with(|telegram, now| telegram.press(person, chat, message, data, now))?;
        self.until(|telegram| telegram.press_of(&id)?.answer.clone(), WAITS)
            .await
            .map_err(|_| PressFailed::Unanswered(id.clone()))
    }

    /// Lets the page ask something more of the program.
    pub fn add_hook(&self, hook: Hook) {
        self.exchange.hooks().add(hook);
        self.with(Telegram::hooks_changed);
    }

    /// Shows something of the program on the page: in the snapshot under `program`, and live as
    /// the event `program`.
    pub fn show(&self, name: impl Into<String>, value: Value) {
        self.exchange.show(name.into(), value);
    }

    /// Tells the page one thing more: in the list `/sandbox/feed`, and live as the event `told`.
    pub fn tell(&self, told: Value) {
        self.exchange.tell(told);
    }

    /// How time runs here, now and after each change: whoever shows times beside the sandbox
    /// follows it.
    pub fn pace(&self) -> watch::Receiver<Pace> {
        self.exchange.pace()
    }

    /// Lets time run this many times as fast as real time from now on.
    pub fn set_pace(&self, factor: u32) -> Pace {
        self.exchange.set_pace(factor)
    }

    /// The clock, for a hook that skips time.
    pub fn clock(&self) -> Clock {
        Clock(Arc::downgrade(&self.exchange))
    }

    /// Stops: waiting polls and open streams end at once, and nothing is written down any more.
    pub async fn shutdown(mut self) {
        self.exchange.close();
        let Some(mut serving) = self.serving.take() else {
            return;
        };
        if tokio::time::timeout(LAST_WORDS, &mut serving)
            .await
            .is_err()
        {
            serving.abort();
        }
        self.exchange.let_go();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.exchange.close();
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}
