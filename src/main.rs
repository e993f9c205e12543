//! Dutybell.

mod cli {
    pub(crate) mod check;
}
mod config;
mod store;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", "--config", file] => cli::check::run(Path::new(file)),
        ["check"] => cli::check::run(Path::new("config/dutybell.toml")),
        _ => ExitCode::from(2),
    }
}
