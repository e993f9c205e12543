//! `dutybell demo`: the main job with no account and no network.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::language::{self, Language};
use super::{failure, run};
use crate::demo;

/// Where the demo is and what it speaks.
#[derive(Args)]
pub(crate) struct Demo {
    /// Address of the page [default: 127.0.0.1:8095, or any free port]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Folder for what the demo stores: found again after a crash, cleared by a clean stop.
    #[arg(long, default_value = "dutybell-demo")]
    data: PathBuf,
    /// Language of the town [default: that of LANG]
    #[arg(long, value_enum)]
    language: Option<Language>,
}

/// Runs the demo and turns its end into an exit code.
pub(crate) fn run(demo: Demo) -> ExitCode {
    let language = language::chosen(demo.language);
    let runtime = match run::runtime() {
        Ok(runtime) => runtime,
        Err(error) => return failure(1, &error),
    };
    match runtime.block_on(demo::run(demo.listen, &demo.data, language)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure(2, &error),
    }
}
