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

impl Mode {
    fn of(telegram: Option<&Table>) -> Self {
        match telegram.and_then(|telegram| telegram.text("mode")) {
            Some("webhook") => Self::Webhook,
            _ => Self::Polling,
        }
    }
}

/// `[telegram]`
#[derive(Debug, Clone)]
pub(crate) struct Telegram {
    /// How updates come in.
    pub(crate) mode: Mode,
    /// Where Telegram delivers them; always there with [`Mode::Webhook`].
    pub(crate) webhook_url: Option<Url>,
    /// The Bot API server; `None` is Telegram's own. `TELOXIDE_API_URL` wins over it.
    pub(crate) api_url: Option<Url>,
    /// Where a Bot API server of one's own keeps its files, on a disk that we share.
    pub(crate) files_dir: Option<PathBuf>,
    /// Through which Telegram is reached; an address that may hold a password.
    pub(crate) proxy: Option<SecretString>,
    /// The file with the token, used where `TELOXIDE_TOKEN` is not set.
    pub(crate) token_file: PathBuf,
}

/// What one key asks of another.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    check_webhook(draft, findings);
    check_listener(draft, findings);
}

fn check_webhook(draft: &Draft<'_>, findings: &mut Findings) {
    let Some(telegram) = draft.root.table("telegram") else {
        return;
    };
    let wanted = Mode::of(Some(telegram)) == Mode::Webhook;
    if wanted && !telegram.has("webhook_url") {
        let flaw = Flaw::new(
            "nobody knows where Telegram is to deliver: `webhook_url` is missing",
            "add webhook_url = \"https://duty.example.org/telegram\", the address that leads to the program",
        );
        let absent = Absent::Section(vec!["webhook_url"]);
        findings.add_absent(telegram.place("mode"), absent, flaw);
    }
    let url = telegram
        .text("webhook_url")
        .and_then(|url| address::webhook(url).ok());
    // A server of one's own delivers anywhere, also within the house.
    let own_server = telegram
        .text("api_url")
        .and_then(|url| address::server(url).ok())
        .is_some_and(|url| url.host_str() != Some("api.telegram.org"));
    if let Some(url) = url
        && !own_server
        && let Err(flaw) = address::public(&url)
    {
        findings.add(telegram.place("webhook_url"), flaw);
    }
}

/// What only works while the program listens.
fn check_listener(draft: &Draft<'_>, findings: &mut Findings) {
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
        mode: Mode::of(row),
        webhook_url: text("webhook_url").and_then(|url| address::webhook(url).ok()),
        api_url: text("api_url").and_then(|url| address::server(url).ok()),
        files_dir: text("files_dir").map(|path| folder.join(path)),
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

/// The address of a proxy; `None`: a configuration takes no such text.
pub(crate) fn proxy(text: &str) -> Option<SecretString> {
    address::proxy(text).ok()?;
    Some(text.to_owned().into())
}

/// Where phones reach the program's pages, without a stroke at its end.
pub(super) fn public_url(root: &Table) -> Option<String> {
    let url = address::pages(root.table("http")?.text("url")?).ok()?;
    Some(url.as_str().trim_end_matches('/').to_owned())
}

pub(super) fn listen(root: &Table) -> Option<SocketAddr> {
    address::listen(root.table("http")?.text("listen")?).ok()
}
