//! Dutybell: arguments, logging, runtime, exit code.

mod archive;
mod bench;
mod cli;
mod clock;
mod config;
mod demo;
mod export;
mod intake;
mod outbox;
mod run;
mod shutdown;
mod store;
mod telegram;
mod teller;
mod writer;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dutybell_core::pace::Pace;
use tracing_subscriber::EnvFilter;

/// Stores incident reports from a Telegram group, pages who is responsible, and escalates until
/// somebody acknowledges.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Try everything in a browser: an embedded Telegram, no account, no network.
    Demo(cli::demo::Demo),
    /// Run the bot.
    Run {
        /// The configuration.
        #[arg(long, default_value = "config/dutybell.toml")]
        config: PathBuf,
        /// Also stop when standard input ends; a line `clock PACE` there sets how time is shown.
        #[arg(long, hide = true)]
        until_stdin_ends: bool,
        /// Write each entry of the record to standard output, a line of JSON each.
        #[arg(long, hide = true)]
        tell_record: bool,
        /// How time is shown from the start: real and shown milliseconds, and a factor.
        #[arg(long, hide = true)]
        pace: Option<Pace>,
    },
    /// List every mistake of a configuration, or say what it means.
    Check {
        /// The configuration.
        #[arg(long, default_value = "config/dutybell.toml")]
        config: PathBuf,
    },
    /// Write what a stopped bot has stored to a file.
    Export(cli::export::Export),
    /// Measure this build on this machine.
    Bench(cli::bench::Bench),
    /// Check the tamper-evident record of a stopped bot.
    Verify {
        /// The configuration.
        #[arg(long, default_value = "config/dutybell.toml")]
        config: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; clap knows where each belongs.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(log_filter())
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    match arguments.command {
        Command::Demo(demo) => cli::demo::run(demo),
        Command::Run {
            config,
            until_stdin_ends,
            tell_record,
            pace,
        } => {
            if let Some(pace) = pace {
                clock::set(pace);
            }
            let company = run::Company {
                until_stdin_ends,
                tell_record,
            };
            cli::run::run(&config, company)
        }
        Command::Check { config } => cli::check::run(&config),
        Command::Export(export) => cli::export::run(&export),
        Command::Bench(bench) => cli::bench::run(&bench),
        Command::Verify { config } => cli::verify::run(&config),
    }
}

/// `DUTYBELL_LOG`, else everything from `info` on; of sled only what is an error, since it warns of
/// every restart's tidying.
fn log_filter() -> EnvFilter {
    let wanted = std::env::var("DUTYBELL_LOG").unwrap_or_else(|_| "info".to_owned());
    EnvFilter::try_new(format!("{wanted},sled=error"))
        .unwrap_or_else(|_| EnvFilter::new("info,sled=error"))
}
