//! The wiring: store → writer → outbox and intake, and the order in which they stop.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dutybell_core::decide::BotSelf;
use dutybell_core::render::words::Words;
use dutybell_core::state::invite::Seed;
use dutybell_core::store::StoreError;
use reqwest::Url;
use secrecy::SecretString;
use tokio::sync::{mpsc, watch};

use crate::clerk::Clerk;
use crate::config::{Config, Mode, Problems};
use crate::evidence::Files;
use crate::health::Health;
use crate::http::{ListenError, Shared};
use crate::metrics::Metrics;
use crate::reload::{Fixed, Reload};
use crate::secret::{self, SecretError};
use crate::store::SledStore;
use crate::telegram::{BotApi, CallError, Connection};
use crate::teller::Teller;
use crate::webhook::{self, Webhook};
use crate::writer::{self, Setup};
use crate::{auditor, chance, clock, evidence, http, intake, introduce, outbox, shutdown};

/// Telegram's own Bot API server.
const TELEGRAM: &str = "https://api.telegram.org";

/// Pause between two tries to reach Telegram at start.
const START_AGAIN: Duration = Duration::from_secs(2);

/// Why the bot can't run. Each text says how to mend it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// The configuration has mistakes.
    #[error("{0}")]
    Config(#[from] Problems),
    /// The address of the web server can't be had.
    #[error("{0}")]
    Listen(#[from] ListenError),
    /// The webhook's secret can't be had.
    #[error("{0}")]
    Secret(#[from] SecretError),
    /// There is no token.
    #[error(
        "there is no bot token\n  set TELOXIDE_TOKEN, or write the token that BotFather gave you into {0}"
    )]
    NoToken(String),
    /// The token file can't be read, or others may read it.
    #[error("{0}")]
    TokenFile(String),
    /// The address of the Bot API server is none.
    #[error("TELOXIDE_API_URL is no address: {0}\n  it looks like http://127.0.0.1:8081")]
    ApiUrl(String),
    /// Telegram does not know the token.
    #[error(
        "Telegram refuses the bot token: {0}\n  copy the token from BotFather anew, into TELOXIDE_TOKEN or the token file"
    )]
    Token(String),
    /// The connection can't be set up.
    #[error("{0}")]
    Call(#[from] CallError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

impl RunError {
    /// 2: the set-up must be mended first; 1: it failed while running.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Store(StoreError::Fatal(_) | StoreError::Fenced { .. }) | Self::System(_) => 1,
            _ => 2,
        }
    }
}

/// What whoever started the bot wants of it beside the bot.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Company {
    /// Standard input is held by them: it tells the pace of time and ends with them.
    pub(crate) until_stdin_ends: bool,
    /// They read the record from standard output.
    pub(crate) tell_record: bool,
}

/// Runs the bot until it is told to stop.
///
/// # Errors
/// When it can't start, or its store fails.
pub(crate) async fn run(path: &Path, config: Config, company: Company) -> Result<(), RunError> {
    let hangup = shutdown::hangups()?;
    let connection = connection(&config)?;
    let files = Files::within(&config.data_dir).keeping_free(config.keep_free);
    let api = BotApi::new(&connection)?
        .with_evidence(files.clone())
        .with_files_dir(config.telegram.files_dir.as_deref());
    let store = SledStore::open(&config.data_dir)?;
    let told_to_stop = told_to_stop(company.until_stdin_ends)?;
    tokio::pin!(told_to_stop);
    let fixed = Fixed::new(&config);
    let health = Arc::new(Health::new(&config.data_dir));
    let metrics = Arc::new(Metrics::new());
    let webhook = webhook(&config)?;
    let (stop, stopped) = watch::channel(false);
    let words = Arc::new(Words::new());
    let shared = Shared {
        health: Arc::clone(&health),
        metrics: Arc::clone(&metrics),
        words: Arc::clone(&words),
        webhook_secret: webhook.as_ref().map(|webhook| webhook.secret.clone()),
    };
    // Before Telegram is asked: who watches the bot must see that it waits for Telegram.
    let mut listens_at = None;
    let server = match config.http_listen {
        Some(address) => {
            let listener = http::bind(address).await?;
            listens_at = listener.local_addr().ok();
            Some(tokio::spawn(http::serve(listener, shared, stopped.clone())))
        }
        None => None,
    };
    let _left = http::address::leave(&config.data_dir, listens_at);
    let bot = tokio::select! {
        bot = who_am_i(&api) => bot?,
        () = &mut told_to_stop => return Ok(()),
    };
    tracing::info!(bot.username = %bot.username, "dutybell runs");
    let settings = Arc::new(config.settings);
    let (orders, inbox) = mpsc::unbounded_channel();
    let (fetches, to_fetch) = mpsc::unbounded_channel();
    let teller = || Teller::new(settings.ledger.clone());
    let mut teller = company.tell_record.then(teller);
    if let Some(teller) = &mut teller {
        teller.tell_whole(&store)?;
    }
    let setup = Setup {
        settings: Arc::clone(&settings),
        words: Arc::clone(&words),
        bot,
        seed: Seed::new(chance::bytes()?),
        metrics: Arc::clone(&metrics),
        teller,
        fetches,
        data_dir: config.data_dir,
    };
    let (handle, mut ended) = writer::start(Box::new(store), setup, orders)?;
    let (limits, limits_told) = watch::channel(settings.limits);
    let (language, language_told) = watch::channel(settings.language);
    let (ask, asked) = mpsc::channel(1);
    health.runs(handle.clone(), ask);
    let inbox = outbox::Inbox {
        orders: inbox,
        limits: limits_told,
        asked,
    };
    let outbox = outbox::run(
        api.clone().with_clerk(Clerk::new(handle.clone())),
        inbox,
        handle.clone(),
        Arc::clone(&metrics),
        stopped.clone(),
    );
    let outbox = tokio::spawn(outbox);
    let auditor = auditor::run(
        handle.clone(),
        Arc::clone(&health),
        Arc::clone(&metrics),
        stopped.clone(),
    );
    let auditor = tokio::spawn(auditor);
    let fetching = evidence::run(
        api.clone(),
        files,
        to_fetch,
        handle.clone(),
        stopped.clone(),
    );
    let fetching = tokio::spawn(fetching);
    let (writer, intake_api) = (handle.clone(), api.clone());
    let intake = match webhook {
        None => tokio::spawn(intake::run(intake_api, writer, health, metrics, stopped)),
        Some(webhook) => tokio::spawn(webhook::run(intake_api, webhook, writer, health, stopped)),
    };
    let introduction = tokio::spawn(introduce::run(api, words, language_told));
    let reload = Reload {
        path: path.to_owned(),
        fixed,
        writer: handle.clone(),
        limits,
        language,
    };
    let reloading = tokio::spawn(reload.run(hangup));
    let failure = tokio::select! {
        () = &mut told_to_stop => None,
        failure = &mut ended => Some(failure),
    };
    // First nothing new comes in, then what is in flight lands, then the writer closes the store.
    reloading.abort();
    introduction.abort();
    // A failed send means that nobody listens any more, which is what is wanted.
    let _ = stop.send(true);
    let _ = auditor.await;
    let _ = intake.await;
    let _ = outbox.await;
    let _ = fetching.await;
    if let Some(server) = server {
        let _ = server.await;
    }
    handle.stop();
    let result = match failure {
        Some(failure) => failure,
        None => ended.await,
    };
    tracing::info!("dutybell has stopped");
    match result {
        Ok(ended) => Ok(ended?),
        Err(_) => Err(StoreError::Fatal("the writer ended without a word".into()).into()),
    }
}

/// A signal, or where asked for the end of standard input.
///
/// # Errors
/// When signals can't be listened to; they are from now on, not only once it is awaited.
fn told_to_stop(until_stdin_ends: bool) -> std::io::Result<impl Future<Output = ()>> {
    let signalled = shutdown::listen()?;
    let parent_gone = async move {
        if until_stdin_ends {
            shutdown::parent_gone(clock::set).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    Ok(async move {
        tokio::select! {
            () = signalled => {}
            () = parent_gone => {}
        }
    })
}

/// Telegram, by the environment first, then by the configuration.
fn connection(config: &Config) -> Result<Connection, RunError> {
    let api_url = api_url(config.telegram.api_url.as_ref())?;
    Ok(Connection {
        api_url,
        proxy: config.telegram.proxy.clone(),
        token: token(config)?,
    })
}

/// The Bot API server: by the environment, else as configured, else Telegram's own.
pub(crate) fn api_url(configured: Option<&Url>) -> Result<Url, RunError> {
    let from_environment = std::env::var("TELOXIDE_API_URL")
        .ok()
        .filter(|url| !url.is_empty());
    Ok(match (from_environment, configured) {
        (Some(url), _) => Url::parse(&url)
            .ok()
            .filter(|parsed| parsed.has_host())
            .ok_or(RunError::ApiUrl(url))?,
        (None, Some(url)) => url.clone(),
        (None, None) => {
            Url::parse(TELEGRAM).map_err(|error| RunError::ApiUrl(error.to_string()))?
        }
    })
}

/// Whether no more than what a token may hold stands in it: it becomes part of an address, and
/// anything else would ask for another address.
pub(crate) fn is_plain_token(token: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-');
    !token.is_empty() && token.chars().all(plain)
}

/// Where Telegram is to deliver; `None` where it is asked instead.
fn webhook(config: &Config) -> Result<Option<Webhook>, RunError> {
    match (config.telegram.mode, &config.telegram.webhook_url) {
        (Mode::Webhook, Some(url)) => Ok(Some(Webhook {
            url: url.clone(),
            secret: secret::webhook(&config.data_dir)?,
        })),
        _ => Ok(None),
    }
}

/// The token, from the environment or its file.
///
/// # Errors
/// When there is none, or others may read it.
pub(crate) fn token(config: &Config) -> Result<SecretString, RunError> {
    let token = std::env::var("TELOXIDE_TOKEN").unwrap_or_default();
    let token = if token.trim().is_empty() {
        token_file(&config.telegram.token_file)?
    } else {
        token
    };
    let token = token.trim();
    if !is_plain_token(token) {
        return Err(RunError::Token(
            "it holds characters that no token has".into(),
        ));
    }
    Ok(token.to_owned().into())
}

pub(crate) fn token_file(path: &Path) -> Result<String, RunError> {
    use std::os::unix::fs::PermissionsExt as _;
    let shown = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(RunError::NoToken(shown.to_string()));
        }
        Err(error) => {
            return Err(RunError::TokenFile(format!(
                "the token file {shown} can't be read: {error}\n  let the user who runs dutybell own it: chown, then chmod 600"
            )));
        }
    };
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(RunError::TokenFile(format!(
            "others may read the token file {shown} (mode {:o})\n  chmod 600 {shown}",
            mode & 0o777
        )));
    }
    if text.trim().is_empty() {
        return Err(RunError::NoToken(shown.to_string()));
    }
    Ok(text)
}

/// Asks until Telegram answers: a server that boots before its network must come up by itself.
async fn who_am_i(api: &BotApi) -> Result<BotSelf, RunError> {
    loop {
        match api.me().await {
            Ok(bot) => return Ok(bot),
            Err(CallError::Refused {
                code: 401 | 404,
                description,
            }) => {
                return Err(RunError::Token(description));
            }
            Err(error) => {
                let wait = match error {
                    CallError::Wait(wait) => wait,
                    _ => START_AGAIN,
                };
                tracing::warn!(%error, ?wait, "Telegram can't be asked yet");
                tokio::time::sleep(wait).await;
            }
        }
    }
}
