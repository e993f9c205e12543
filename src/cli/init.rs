//! `dutybell init`: a first configuration by a dialogue, on a terminal or from a pipe.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dutybell_core::settings;

use super::{failure, run};
use crate::init::{self, Base, Plan};

/// Where the configuration goes and what it begins with.
#[derive(Args)]
pub(crate) struct Init {
    /// The configuration to be written; the token goes into `token` beside it.
    #[arg(long, default_value = "config/dutybell.toml")]
    out: PathBuf,
    /// The example that it begins with.
    #[arg(long, value_enum)]
    from: Option<Base>,
    /// Through which Telegram is reached, where it can't be directly; goes into the configuration
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// Language of the dialogue and of the bot [default: that of LANG]
    #[arg(long, value_enum)]
    language: Option<Language>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Runs the dialogue; exit 2 where something must be mended first.
pub(crate) fn run(arguments: &Init) -> ExitCode {
    let language = match arguments.language {
        Some(Language::Zh) => settings::Language::Zh,
        Some(Language::En) => settings::Language::En,
        None => of_environment(),
    };
    let plan = Plan {
        out: arguments.out.clone(),
        base: arguments.from,
        proxy: arguments.proxy.clone(),
        language,
    };
    let ended = run::runtime().map_err(init::InitError::from);
    match ended.and_then(|runtime| runtime.block_on(init::run(&plan))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(2, &error),
    }
}

/// As POSIX orders the variables. Where none names a language the product's default holds.
fn of_environment() -> settings::Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let none = named.is_empty() || named == "POSIX" || named == "C" || named.starts_with("C.");
    if none || named.starts_with("zh") {
        settings::Language::Zh
    } else {
        settings::Language::En
    }
}
