//! The bot's process: started, killed for show, started again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use dutybell_core::pace::Pace;
use dutybell_sandbox::Sandbox;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::{mpsc, watch};

use super::record::{Found, Record};
use super::{DemoError, TOKEN};

/// Pause before a bot that ended by itself is started again.
const START_AGAIN: Duration = Duration::from_millis(500);

/// Starts the bot again and again, until `stop` comes; then it is gone.
pub(super) async fn keep_running(
    config: &Path,
    sandbox: &Sandbox,
    mut record: Record,
    mut kills: mpsc::Receiver<()>,
    stop: impl Future<Output = ()>,
) -> Result<(), DemoError> {
    tokio::pin!(stop);
    let mut before: Option<Killed> = None;
    loop {
        let mut bot = start(config, &sandbox.api_url(), *sandbox.pace().borrow())?;
        // Waiting for a child closes its input: held here, it stays open as long as we live.
        let Some((input, output)) = bot.stdin.take().zip(bot.stdout.take()) else {
            return Err(std::io::Error::other("the bot was started without its pipes").into());
        };
        let pid = bot.id();
        sandbox.show("bot", json!({ "pid": pid, "before": before }));
        record.begin();
        let found = |found: Found| {
            sandbox.show("bot", json!({ "pid": pid, "before": before, "found": { "before": found.before, "lost": found.lost } }));
        };
        let company = async {
            tokio::join!(
                tell_pace(input, sandbox.pace()),
                record.follow(output, sandbox, found),
            );
            // What the bot tells is no reason to end anything.
            std::future::pending::<()>().await;
        };
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
                before = Some(Killed { pid, killed: true });
            }
            ended = bot.wait() => {
                let status = ended?;
                sandbox.show("bot", json!({ "pid": null }));
                tokio::select! {
                    biased;
                    () = &mut stop => return Ok(()),
                    () = tokio::time::sleep(START_AGAIN) => {}
                }
                tracing::warn!(%status, "the bot had ended; it is started again");
                before = Some(Killed { pid, killed: false });
            }
            () = company => {}
        }
    }
}

/// The bot before the present one.
#[derive(Debug, Clone, Copy, serde::Serialize)]
struct Killed {
    pid: Option<u32>,
    /// By us, for show; otherwise it ended by itself.
    killed: bool,
}

/// Tells the bot how time runs, now and at each change, and holds its input open.
async fn tell_pace(mut input: ChildStdin, mut paces: watch::Receiver<Pace>) {
    loop {
        let pace = *paces.borrow_and_update();
        // A bot that is gone needs no clock.
        let told = input.write_all(format!("clock {pace}\n").as_bytes()).await;
        if told.is_err() || paces.changed().await.is_err() {
            return;
        }
    }
}

fn start(config: &Path, api_url: &str, pace: Pace) -> Result<Child, DemoError> {
    Ok(Command::new(std::env::current_exe()?)
        .args(["run", "--until-stdin-ends", "--tell-record", "--config"])
        .arg(config)
        // From its first look at the clock on: its time must not go back behind the last bot's.
        .args(["--pace", &pace.to_string()])
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", api_url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?)
}
