//! The demo: an embedded Telegram, its page, and the real bot as a process of its own.
//!
//! The bot is started as in production and talks HTTP to the sandbox. It is a process, so that the
//! page can kill it for real; its standard input is a pipe that we hold, so that it ends with us,
//! however we end. Both the bot's store and the embedded Telegram lie in a folder and survive us.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::Timelike as _;
use dutybell_core::settings::{Language, Settings};
use dutybell_sandbox::{Hook, Keep, Sandbox};
use serde_json::json;
use tokio::sync::{mpsc, watch};

use crate::{clock, shutdown};

mod bot;
mod record;
mod screenings;
mod shifts;
mod skip;
mod table;
mod town;

use record::Record;
use table::Table;

/// The configuration of the demo's town.
const TOWN: &str = include_str!("../config/demo.toml");

/// The token of a bot that exists nowhere else.
const TOKEN: &str = "1:demo";

/// Address that is tried first, so that a page stays valid over a restart of the demo.
const USUAL: ([u8; 4], u16) = ([127, 0, 0, 1], 8095);

/// Why the demo can't run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The page's address is taken.
    #[error("{0}: {source}\n  choose another: dutybell demo --listen 127.0.0.1:0", source = std::error::Error::source(.0).map(ToString::to_string).unwrap_or_default())]
    Listen(#[from] dutybell_sandbox::StartFailed),
    /// The folder can't be used.
    #[error(
        "the demo can't use the folder {folder}: {source}\n  choose another: dutybell demo --data DIR"
    )]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another demo is in the folder.
    #[error(
        "another demo is running in the folder {0}\n  use its page, stop it, or choose another folder: dutybell demo --data DIR"
    )]
    Taken(PathBuf),
    /// The folder holds what no demo has made.
    #[error(
        "the folder {0} holds data that is not the demo's\n  choose an empty folder: dutybell demo --data DIR"
    )]
    Foreign(PathBuf),
    /// The system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// The demo's own configuration is broken.
    #[error("the demo's configuration: {0}")]
    Config(String),
}

impl DemoError {
    fn folder(folder: &Path, source: std::io::Error) -> Self {
        Self::Folder {
            folder: folder.to_owned(),
            source,
        }
    }
}

/// Runs the demo until it is told to stop.
///
/// # Errors
/// When it can't start.
pub(crate) async fn run(
    listen: Option<SocketAddr>,
    data: &Path,
    language: Language,
) -> Result<(), DemoError> {
    let text = match language {
        Language::En => town::in_english(TOWN),
        Language::Zh => TOWN.to_owned(),
    };
    let zone = settings(&text, data)?.timezone;
    let towns = town::towns(&text, clock::now().utc().with_timezone(&zone).hour());
    let table = Table::take(data)?;
    let (keep, town) = table.lay(&towns)?;
    let settings = settings(town, data)?;
    let sandbox = start_sandbox(listen, &settings, language, &keep).await?;
    drop(keep);
    sandbox.show("captions", town::captions(&settings));
    // The page changes its language by a press, a town only by another start.
    let other = json!({ "zh": "dutybell demo --language zh", "en": "dutybell demo --language en" });
    sandbox.show("languages", other);
    let (kill, kills) = mpsc::channel(1);
    sandbox.add_hook(Hook::new(
        "kill",
        "强行终止机器人并重启",
        "Kill the bot and start it again",
        move |_| {
            let kill = kill.clone();
            async move {
                kill.try_send(())
                    .map_err(|_| "the bot is just being started".to_owned())?;
                Ok(json!({ "killed": true }))
            }
        },
    ));
    let (due, dues) = watch::channel(Vec::new());
    sandbox.add_hook(shifts::hook(settings.clone(), sandbox.clock()));
    sandbox.add_hook(screenings::hook(settings, dues, sandbox.clock()));
    // Listened for before anybody can read that the demo stands.
    let stop = shutdown::listen()?;
    // A terminal that closes does not end it: it has no configuration to read anew.
    let _hangups = shutdown::hangups()?;
    {
        // Whoever started us reads the address from the first line.
        let mut out = std::io::stdout().lock();
        writeln!(out, "Dutybell demo: {}", sandbox.page_url())?;
        writeln!(
            out,
            "Ctrl-C stops it and clears {}; after a crash everything is found there again.",
            data.display()
        )?;
        out.flush()?;
    }
    bot::keep_running(&table.config(), &sandbox, Record::new(due), kills, stop).await?;
    sandbox.shutdown().await;
    table.clear()
}

fn settings(text: &str, folder: &Path) -> Result<Settings, DemoError> {
    match crate::config::parse(text, folder) {
        Ok(config) => Ok(config.settings),
        Err(problems) => {
            let first = problems.first().map(|problem| problem.reason.clone());
            Err(DemoError::Config(first.unwrap_or_default()))
        }
    }
}

async fn start_sandbox(
    listen: Option<SocketAddr>,
    settings: &Settings,
    language: Language,
    keep: &Keep,
) -> Result<Sandbox, DemoError> {
    let start = |listen| {
        let setup = town::setup(listen, settings, TOKEN, language, keep.clone());
        Sandbox::start(setup)
    };
    if let Some(listen) = listen {
        return Ok(start(listen).await?);
    }
    match start(USUAL.into()).await {
        Ok(sandbox) => Ok(sandbox),
        // Nobody asked for that address, so any other will do.
        Err(_) => Ok(start(SocketAddr::from((USUAL.0, 0))).await?),
    }
}
