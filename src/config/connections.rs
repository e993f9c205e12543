//! `[telegram]`, `[http]` and what needs them: how the program reaches the world.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use dutybell_core::settings::SendLimits;
use reqwest::Url;
use secrecy::SecretString;

use super::address;
use super::draft::Draft;
use super::problem::{Absent, Findings, Flaw};
use super::tree::Table;

/// How updates come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The program asks Telegram.
    Polling,
    /// Telegram calls `POST /telegram`.
    Webhook,
}

/// `[telegram]`
#[derive(Debug, Clone)]
pub(crate) struct Telegram {
    /// How updates come in.
    pub(crate) mode: Mode,
    /// The Bot API server; `None` is Telegram's own. `TELOXIDE_API_URL` wins over it.
    pub(crate) api_url: Option<Url>,
    /// Through which Telegram is reached; an address that may hold a password.
    pub(crate) proxy: Option<SecretString>,
    /// The file with the token, used where `TELOXIDE_TOKEN` is not set.
    pub(crate) token_file: PathBuf,
}

/// What only works while the program listens.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    if draft.root.has("http") {
        return;
    }
    let webhook = draft
        .root
        .table("telegram")
        .filter(|telegram| telegram.text("mode") == Some("webhook"))
        .map(|telegram| (telegram.place("mode"), "Telegram can't call the program"));
    let source = draft
        .root
        .rows("sources")
        .next()
        .map(|source| (source.at, "machines can't report"));
    for (at, what) in webhook.into_iter().chain(source) {
        let flaw = Flaw::new(
            format!("{what} while there is no [http]"),
            "add [http] with listen = \"127.0.0.1:8090\"",
        );
        findings.add_absent(at, Absent::File("http".to_owned()), flaw);
    }
}

/// `folder` holds the configuration file; relative paths start there, wherever the program was
/// started from.
pub(super) fn telegram(root: &Table, folder: &Path) -> Telegram {
    let row = root.table("telegram");
    let text = |key| row.and_then(|row| row.text(key));
    Telegram {
        mode: match text("mode") {
            Some("webhook") => Mode::Webhook,
            _ => Mode::Polling,
        },
        api_url: text("api_url").and_then(|url| address::server(url).ok()),
        proxy: text("proxy").map(SecretString::from),
        token_file: folder.join(text("token_file").unwrap_or("token")),
    }
}

pub(super) fn limits(root: &Table) -> SendLimits {
    let usual = SendLimits::default();
    let row = root
        .table("telegram")
        .and_then(|telegram| telegram.table("limits"));
    let or = |key, usual| {
        row.and_then(|row| row.whole(key)?.try_into().ok())
            .unwrap_or(usual)
    };
    SendLimits {
        overall_per_second: or("overall_per_second", usual.overall_per_second),
        chat_per_second: or("chat_per_second", usual.chat_per_second),
        group_per_minute: or("group_per_minute", usual.group_per_minute),
    }
}

pub(super) fn listen(root: &Table) -> Option<SocketAddr> {
    address::listen(root.table("http")?.text("listen")?).ok()
}
