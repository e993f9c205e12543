//! The bot's process: started, killed for show, started again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use dutybell_sandbox::Sandbox;
use serde_json::json;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use super::{DemoError, TOKEN};

/// Pause before a bot that ended by itself is started again.
const START_AGAIN: Duration = Duration::from_millis(500);

/// Starts the bot again and again, until `stop` comes; then it is gone.
pub(super) async fn keep_running(
    config: &Path,
    sandbox: &Sandbox,
    mut kills: mpsc::Receiver<()>,
    stop: impl Future<Output = ()>,
) -> Result<(), DemoError> {
    tokio::pin!(stop);
    loop {
        let mut bot = start(config, &sandbox.api_url())?;
        // Waiting for a child closes its input: held here, it stays open as long as we live.
        let _lifeline = bot.stdin.take();
        sandbox.show("bot", json!({ "pid": bot.id() }));
        tokio::select! {
            // Ctrl-C reaches the bot as well: its end is then no surprise.
            biased;
            () = &mut stop => {
                // It may be in the middle of anything: what it has promised is in its store, and
                // that goes with it.
                bot.kill().await?;
                return Ok(());
            }
            Some(()) = kills.recv() => {
                // SIGKILL: the real thing.
                bot.kill().await?;
                tracing::info!("the bot was killed and is started again");
            }
            ended = bot.wait() => {
                let status = ended?;
                tokio::select! {
                    biased;
                    () = &mut stop => return Ok(()),
                    () = tokio::time::sleep(START_AGAIN) => {}
                }
                tracing::warn!(%status, "the bot had ended; it is started again");
            }
        }
    }
}

fn start(config: &Path, api_url: &str) -> Result<Child, DemoError> {
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
