//! Subcommands, a file each.

use std::fmt::Display;
use std::process::ExitCode;

pub(crate) mod bench;
mod changed;
pub(crate) mod check;
mod committees;
pub(crate) mod demo;
mod doubts;
pub(crate) mod export;
pub(crate) mod health;
pub(crate) mod init;
mod language;
mod mediation;
pub(crate) mod run;
mod shifts;
mod times;
pub(crate) mod verify;

/// Tells what went wrong, with its mend.
fn failure(code: u8, error: &dyn Display) -> ExitCode {
    eprintln!("dutybell: {error}");
    ExitCode::from(code)
}
