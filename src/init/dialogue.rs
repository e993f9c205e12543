//! A dialogue on standard input and output: lines come in on a thread of their own, so that waiting
//! for Enter and looking at Telegram go on together.

use std::io::{BufRead as _, IsTerminal as _};
use std::time::Duration;

use dutybell_core::render::setup::{Said, setup};
use dutybell_core::render::words::Words;
use dutybell_core::settings::Language;
use secrecy::SecretString;
use tokio::sync::mpsc;

/// Whom we talk to.
pub(super) struct Dialogue {
    words: Words,
    language: Language,
    terminal: bool,
    /// Begun with the first line that is wanted: until then a password may be read.
    lines: Option<mpsc::UnboundedReceiver<String>>,
    /// Standard input has ended.
    over: bool,
}

impl Dialogue {
    pub(super) fn new(language: Language) -> Self {
        Self {
            words: Words::new(),
            language,
            terminal: std::io::stdin().is_terminal(),
            lines: None,
            over: false,
        }
    }

    /// Whether a person sits there.
    pub(super) fn on_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether nobody will say anything more.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn words(&self, said: Said<'_>) -> String {
        setup(&self.words, self.language, said)
    }

    pub(super) fn say(&self, said: Said<'_>) {
        self.show(&self.words(said));
    }

    pub(super) fn show(&self, text: &str) {
        println!("{text}");
    }

    /// A line without echo on a terminal; the next line of a pipe. `None`: nothing was given.
    pub(super) async fn secret(&mut self) -> std::io::Result<Option<SecretString>> {
        // A thread that reads lines already would take the secret, echo and all.
        let given = if self.terminal && self.lines.is_none() {
            tokio::task::spawn_blocking(|| rpassword::prompt_password(""))
                .await
                .map_err(std::io::Error::other)??
        } else {
            self.line().await.unwrap_or_default()
        };
        let given = given.trim();
        Ok((!given.is_empty()).then(|| given.to_owned().into()))
    }

    /// The next line; `None` at the end.
    pub(super) async fn line(&mut self) -> Option<String> {
        if self.terminal && self.lines.is_none() {
            // Not by the thread: a secret may still be asked for.
            let read = tokio::task::spawn_blocking(|| {
                let mut line = String::new();
                let bytes = std::io::stdin().read_line(&mut line).ok()?;
                (bytes > 0).then_some(line)
            });
            return read.await.ok().flatten();
        }
        let line = self.lines().recv().await;
        self.over |= line.is_none();
        line
    }

    /// Forgets what was typed before a question: it answers another one.
    pub(super) fn forget_lines(&mut self) {
        if let Some(lines) = &mut self.lines {
            while lines.try_recv().is_ok() {}
        }
    }

    /// What is typed before Enter, within a span; waits the whole span where nothing is.
    pub(super) async fn line_within(&mut self, span: Duration) -> Option<String> {
        if self.over {
            tokio::time::sleep(span).await;
            return None;
        }
        let line = tokio::time::timeout(span, self.lines().recv()).await.ok()?;
        self.over |= line.is_none();
        line
    }

    fn lines(&mut self) -> &mut mpsc::UnboundedReceiver<String> {
        self.lines.get_or_insert_with(|| {
            let (sender, lines) = mpsc::unbounded_channel();
            std::thread::spawn(move || {
                for line in std::io::stdin().lock().lines() {
                    let Ok(line) = line else { return };
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
            lines
        })
    }
}
