//! `dutybell run`: the bot against Telegram.

use std::path::Path;
use std::process::ExitCode;

use crate::config;
use crate::run::{self, Company, RunError};

/// Runs the bot and turns its end into an exit code.
pub(crate) fn run(path: &Path, company: Company) -> ExitCode {
    let result = config::load(path)
        .map_err(RunError::from)
        .and_then(|config| runtime()?.block_on(run::run(path, config, company)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dutybell: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// Two threads: one message may be on its way while another is read.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, RunError> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}
