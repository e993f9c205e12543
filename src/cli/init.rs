//! `dutybell init`: a first configuration by a dialogue, on a terminal or from a pipe.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::language::{self, Language};
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

/// Runs the dialogue; exit 2 where something must be mended first.
pub(crate) fn run(arguments: &Init) -> ExitCode {
    let plan = Plan {
        out: arguments.out.clone(),
        base: arguments.from,
        proxy: arguments.proxy.clone(),
        language: language::chosen(arguments.language),
    };
    let ended = run::runtime().map_err(init::InitError::from);
    match ended.and_then(|runtime| runtime.block_on(init::run(&plan))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(2, &error),
    }
}
