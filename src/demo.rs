//! The demo: an embedded Telegram, its page, and the real bot as a process of its own.
//!
//! The bot is started as in production and talks HTTP to the sandbox. It is a process, so that the
//! page can kill it for real; its standard input is a pipe that we hold, so that it ends with us,
//! however we end.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use dutybell_core::settings::Settings;
use dutybell_sandbox::{Hook, Sandbox};
use serde_json::json;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use crate::shutdown;

mod town;

/// The configuration of the demo's town.
const TOWN: &str = include_str!("../config/demo.toml");

/// The token of a bot that exists nowhere else.
const TOKEN: &str = "1:demo";

/// Address that is tried first, so that a page stays valid over a restart of the demo.
const USUAL: ([u8; 4], u16) = ([127, 0, 0, 1], 8095);

/// Pause before a bot that ended by itself is started again.
const START_AGAIN: Duration = Duration::from_millis(500);

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
    /// The system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// The demo's own configuration is broken.
    #[error("the demo's configuration: {0}")]
    Config(String),
}

/// Runs the demo until it is told to stop.
///
/// # Errors
/// When it can't start.
pub(crate) async fn run(
    listen: Option<SocketAddr>,
    data: PathBuf,
    language: &str,
) -> Result<(), DemoError> {
    let folder = |source| DemoError::Folder {
        folder: data.clone(),
        source,
    };
    std::fs::create_dir_all(&data).map_err(folder)?;
    let text = TOWN.replacen(
        "language = \"zh\"",
        &format!("language = \"{language}\""),
        1,
    );
    let config_file = data.join("dutybell.toml");
    std::fs::write(&config_file, &text).map_err(folder)?;
    let settings = settings(&text, &data)?;
    let sandbox = start_sandbox(listen, &settings, language).await?;
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
    {
        // Whoever started us reads the address from the first line.
        let mut out = std::io::stdout().lock();
        writeln!(out, "Dutybell demo: {}", sandbox.page_url())?;
        writeln!(
            out,
            "Open the page; stop with Ctrl-C. Data: {}",
            data.display()
        )?;
        out.flush()?;
    }
    let bot = keep_running(&config_file, sandbox.api_url(), kills);
    tokio::select! {
        end = shutdown::signalled() => end?,
        end = bot => end?,
    }
    sandbox.shutdown().await;
    Ok(())
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
    language: &str,
) -> Result<Sandbox, DemoError> {
    if let Some(listen) = listen {
        return Ok(Sandbox::start(town::setup(listen, settings, TOKEN, language)).await?);
    }
    match Sandbox::start(town::setup(USUAL.into(), settings, TOKEN, language)).await {
        Ok(sandbox) => Ok(sandbox),
        // Nobody asked for that address, so any other will do.
        Err(_) => {
            let any = SocketAddr::from((USUAL.0, 0));
            Ok(Sandbox::start(town::setup(any, settings, TOKEN, language)).await?)
        }
    }
}

/// Starts the bot again and again, until the demo ends.
async fn keep_running(
    config: &Path,
    api_url: String,
    mut kills: mpsc::Receiver<()>,
) -> Result<(), DemoError> {
    loop {
        let mut bot = start_bot(config, &api_url)?;
        // Waiting for a child closes its input: held here, it stays open as long as we live.
        let _lifeline = bot.stdin.take();
        tokio::select! {
            ended = bot.wait() => {
                tracing::warn!(status = %ended?, "the bot has ended; it is started again");
                tokio::time::sleep(START_AGAIN).await;
            }
            Some(()) = kills.recv() => {
                // SIGKILL: the real thing.
                bot.kill().await?;
                tracing::info!("the bot was killed and is started again");
            }
        }
    }
}

fn start_bot(config: &Path, api_url: &str) -> Result<Child, DemoError> {
    Ok(Command::new(std::env::current_exe()?)
        .args(["run", "--until-stdin-ends", "--config"])
        .arg(config)
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", api_url)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?)
}
