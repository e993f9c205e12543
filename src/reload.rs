//! SIGHUP: the configuration is read anew (SPEC section 1).
//!
//! A good one takes effect for everything that is new; what runs carries its own policy. A bad one
//! is refused, the old one goes on, and the administrators are told. Nothing here touches what is
//! on its way: pages go on whatever the file says.

use std::path::PathBuf;
use std::sync::Arc;

use dutybell_core::decide::Trouble;
use dutybell_core::engine::Input;
use dutybell_core::settings::{Language, SendLimits};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::signal::unix::Signal;
use tokio::sync::watch;

use crate::config::{self, Config, Problems};
use crate::run;
use crate::writer::WriterHandle;

/// What is needed to read it anew.
pub(crate) struct Reload {
    /// The file.
    pub(crate) path: PathBuf,
    /// What the program runs with and can't change while it runs.
    pub(crate) fixed: Fixed,
    /// Who decides.
    pub(crate) writer: WriterHandle,
    /// Where the delivery learns its limits.
    pub(crate) limits: watch::Sender<SendLimits>,
    /// Where the list of commands learns the usual language.
    pub(crate) language: watch::Sender<Language>,
}

/// What needs a restart to change.
pub(crate) struct Fixed {
    config: Config,
    token: Option<SecretString>,
}

impl Fixed {
    /// Remembers what the program started with.
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            token: run::token(config).ok(),
            config: config.clone(),
        }
    }

    /// The keys that the new configuration has otherwise.
    fn changed(&self, new: &Config) -> Vec<String> {
        let old = &self.config;
        let (before, after) = (&old.telegram, &new.telegram);
        let exposed = |secret: &Option<SecretString>| {
            secret
                .as_ref()
                .map(|secret| secret.expose_secret().to_owned())
        };
        // A token that can't be read now is a matter of the next start.
        let token = run::token(new).ok();
        let other_token = token.is_some() && exposed(&token) != exposed(&self.token);
        [
            ("data_dir", old.data_dir != new.data_dir),
            ("[http] listen", old.http_listen != new.http_listen),
            ("mode", before.mode != after.mode),
            ("webhook_url", before.webhook_url != after.webhook_url),
            ("api_url", before.api_url != after.api_url),
            ("files_dir", before.files_dir != after.files_dir),
            ("proxy", exposed(&before.proxy) != exposed(&after.proxy)),
            ("token", other_token),
            ("[evidence] keep_free", old.keep_free != new.keep_free),
        ]
        .into_iter()
        .filter(|(_, changed)| *changed)
        .map(|(key, _)| key.to_owned())
        .collect()
    }
}

impl Reload {
    /// Reads the file anew at each SIGHUP, for ever.
    pub(crate) async fn run(self, mut hangup: Signal) {
        while hangup.recv().await.is_some() {
            let path = self.path.clone();
            match tokio::task::spawn_blocking(move || config::load(&path)).await {
                Ok(Ok(config)) => self.accept(config),
                Ok(Err(problems)) => self.refuse(&problems),
                Err(error) => {
                    tracing::error!(%error, "reading the configuration failed; the old one goes on");
                }
            }
        }
    }

    fn accept(&self, config: Config) {
        let keys = self.fixed.changed(&config);
        let settings = Arc::new(config.settings);
        self.limits.send_replace(settings.limits);
        self.language.send_replace(settings.language);
        self.writer.reconfigure(settings);
        tracing::info!(config.needs_restart = ?keys, "the configuration was read anew");
        if !keys.is_empty() {
            self.writer
                .tell(Input::Trouble(Trouble::NeedsRestart { keys }));
        }
    }

    fn refuse(&self, problems: &Problems) {
        tracing::error!(
            config.problems = problems.count(),
            "the new configuration was refused, the old one goes on: {problems}"
        );
        let (line, first) = problems.first();
        self.writer.tell(Input::Trouble(Trouble::ConfigRefused {
            problems: problems.count(),
            line,
            first: first.to_owned(),
        }));
    }
}
