//! The wiring: store → writer → outbox and intake, and the order in which they stop.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dutybell_core::decide::BotSelf;
use dutybell_core::render::words::Words;
use dutybell_core::render::{self};
use dutybell_core::settings::Language;
use dutybell_core::store::StoreError;
use reqwest::Url;
use secrecy::SecretString;
use tokio::sync::{mpsc, watch};

use crate::config::{Config, Mode, Problems};
use crate::store::SledStore;
use crate::telegram::{BotApi, CallError, Connection};
use crate::teller::Teller;
use crate::writer::{self, Setup};
use crate::{clock, intake, outbox, shutdown};

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
    /// The configuration asks for what is not there yet.
    #[error("mode = \"webhook\" is not available yet\n  use mode = \"polling\" under [telegram]")]
    Webhook,
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
pub(crate) async fn run(config: Config, company: Company) -> Result<(), RunError> {
    if config.telegram.mode == Mode::Webhook {
        return Err(RunError::Webhook);
    }
    if let Some(address) = config.http_listen {
        tracing::warn!(%address, "[http] is checked but not served yet");
    }
    let connection = connection(&config)?;
    let api = BotApi::new(&connection)?;
    let store = SledStore::open(&config.data_dir)?;
    let told_to_stop = told_to_stop(company.until_stdin_ends);
    tokio::pin!(told_to_stop);
    let bot = tokio::select! {
        bot = who_am_i(&api) => bot?,
        end = &mut told_to_stop => return Ok(end?),
    };
    tracing::info!(bot.username = %bot.username, "dutybell runs");
    let words = Arc::new(Words::new());
    let settings = Arc::new(config.settings);
    let (orders, inbox) = mpsc::unbounded_channel();
    let teller = company.tell_record.then(Teller::new);
    if let Some(teller) = &teller {
        teller.tell_whole(&store)?;
    }
    let setup = Setup {
        settings: Arc::clone(&settings),
        words: Arc::clone(&words),
        bot,
        teller,
    };
    let (handle, mut ended) = writer::start(Box::new(store), setup, orders)?;
    let (stop, stopped) = watch::channel(false);
    let outbox = tokio::spawn(outbox::run(
        api.clone(),
        settings.limits,
        inbox,
        handle.clone(),
        stopped.clone(),
    ));
    let intake = tokio::spawn(intake::run(api.clone(), handle.clone(), stopped));
    let introduction = tokio::spawn(introduce(api, words, settings.language));
    let failure = tokio::select! {
        end = &mut told_to_stop => { end?; None }
        failure = &mut ended => Some(failure),
    };
    // First nothing new comes in, then what is in flight lands, then the writer closes the store.
    introduction.abort();
    // A failed send means that nobody listens any more, which is what is wanted.
    let _ = stop.send(true);
    let _ = intake.await;
    let _ = outbox.await;
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
async fn told_to_stop(until_stdin_ends: bool) -> std::io::Result<()> {
    let parent_gone = async {
        if until_stdin_ends {
            shutdown::parent_gone(clock::set).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        end = shutdown::signalled() => end,
        () = parent_gone => Ok(()),
    }
}

/// Telegram, by the environment first, then by the configuration.
fn connection(config: &Config) -> Result<Connection, RunError> {
    let from_environment = std::env::var("TELOXIDE_API_URL")
        .ok()
        .filter(|url| !url.is_empty());
    let api_url = match (from_environment, &config.telegram.api_url) {
        (Some(url), _) => Url::parse(&url)
            .ok()
            .filter(|parsed| parsed.has_host())
            .ok_or(RunError::ApiUrl(url))?,
        (None, Some(url)) => url.clone(),
        (None, None) => {
            Url::parse(TELEGRAM).map_err(|error| RunError::ApiUrl(error.to_string()))?
        }
    };
    Ok(Connection {
        api_url,
        proxy: config.telegram.proxy.clone(),
        token: token(config)?,
    })
}

fn token(config: &Config) -> Result<SecretString, RunError> {
    let token = std::env::var("TELOXIDE_TOKEN").unwrap_or_default();
    let token = if token.trim().is_empty() {
        token_file(&config.telegram.token_file)?
    } else {
        token
    };
    let token = token.trim();
    // It becomes part of an address: anything else would ask for another address.
    if !token
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-'))
    {
        return Err(RunError::Token(
            "it holds characters that no token has".into(),
        ));
    }
    Ok(token.to_owned().into())
}

fn token_file(path: &Path) -> Result<String, RunError> {
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
            Err(error) => tracing::warn!(%error, "Telegram can't be asked yet"),
        }
        tokio::time::sleep(START_AGAIN).await;
    }
}

/// Registers the commands in both languages. Nothing depends on it, so failures are only logged.
async fn introduce(api: BotApi, words: Arc<Words>, usual: Language) {
    for (language, code) in [
        (usual, None),
        (Language::Zh, Some("zh")),
        (Language::En, Some("en")),
    ] {
        let commands: Vec<_> = render::command_list(&words, language)
            .into_iter()
            .map(|(command, description)| {
                serde_json::json!({ "command": command, "description": description })
            })
            .collect();
        let mut body = serde_json::json!({ "commands": commands });
        if let Some(code) = code {
            body["language_code"] = code.into();
        }
        if let Err(error) = api.call("setMyCommands", &body).await {
            tracing::warn!(%error, "the commands can't be registered");
            return;
        }
    }
}
