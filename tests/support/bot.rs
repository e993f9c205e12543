//! The bot as a process.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dutybell_core::pace::Pace;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// A clean stop takes no longer. Source: SPEC section 1.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// Lines of the log that are worth reading after a death.
const LAST_WORDS: usize = 40;

/// A running bot; killed when it is dropped.
pub(crate) struct Bot {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    lines: watch::Receiver<usize>,
}

impl Bot {
    /// Starts the real program.
    pub(crate) fn start(config: &Path, api_url: &str, token: &str) -> Self {
        Self::start_at(config, api_url, token, None)
    }

    /// The same, and its time runs so.
    pub(crate) fn start_at(config: &Path, api_url: &str, token: &str, pace: Option<Pace>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dutybell"));
        if let Some(pace) = pace {
            command.args(["run", "--pace", &pace.to_string(), "--config"]);
        } else {
            command.args(["run", "--config"]);
        }
        let mut child = command
            .arg(config)
            .env("TELOXIDE_TOKEN", token)
            .env("TELOXIDE_API_URL", api_url)
            .env("DUTYBELL_LOG", "info,dutybell=debug")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let (count, lines) = watch::channel(0);
        let mut reader = BufReader::new(child.stderr.take().unwrap()).lines();
        let into = Arc::clone(&said);
        tokio::spawn(async move {
            while let Ok(Some(line)) = reader.next_line().await {
                into.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(line);
                count.send_modify(|count| *count += 1);
            }
        });
        Self { child, said, lines }
    }

    /// Waits for a line of the log.
    pub(crate) async fn logs(&mut self, words: &str) {
        loop {
            self.lines.borrow_and_update();
            if self.log().contains(words) {
                return;
            }
            if self.lines.changed().await.is_err() {
                panic!("the log ended without “{words}”:\n{}", self.log());
            }
        }
    }

    /// Where it listens, by its own word.
    pub(crate) async fn http(&mut self) -> SocketAddr {
        const WORD: &str = "http.address=";
        self.logs(WORD).await;
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let address = said.iter().rev().find_map(|line| line.split(WORD).nth(1));
        address.unwrap().trim().parse().unwrap()
    }

    /// SIGHUP.
    pub(crate) async fn hang_up(&self) {
        let id = self.child.id().expect("the bot runs").to_string();
        let sent = Command::new("kill").args(["-HUP", &id]).status().await;
        assert!(sent.unwrap().success());
    }

    /// What it wrote to standard error.
    pub(crate) fn log(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said[said.len().saturating_sub(LAST_WORDS)..].join("\n")
    }

    /// All that it wrote there.
    pub(crate) fn whole_log(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.join("\n")
    }

    /// Waits for its end, which nobody ordered.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }

    /// SIGKILL.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits for the end of its log.
    pub(crate) async fn read_to_end(&mut self) {
        while self.lines.changed().await.is_ok() {}
    }

    /// SIGTERM; the exit status.
    pub(crate) async fn stop(self) -> ExitStatus {
        self.signal("-TERM").await
    }

    /// A signal that ends it; the exit status.
    pub(crate) async fn signal(mut self, signal: &str) -> ExitStatus {
        let id = self
            .child
            .id()
            .expect("the bot has ended before")
            .to_string();
        let sent = Command::new("kill").args([signal, &id]).status().await;
        assert!(sent.unwrap().success());
        match tokio::time::timeout(STOPS_WITHIN, self.child.wait()).await {
            Ok(status) => status.unwrap(),
            Err(_) => panic!("no stop within {STOPS_WITHIN:?}:\n{}", self.log()),
        }
    }
}
