//! Dutybell: arguments, logging, runtime, exit code.

mod archive;
mod aside;
mod auditor;
mod bench;
mod chance;
mod clerk;
mod cli;
mod clock;
mod config;
mod demo;
mod evidence;
mod export;
mod health;
mod http;
mod in_chat;
mod init;
mod intake;
mod introduce;
mod metrics;
mod outbox;
mod picture;
mod reload;
mod run;
mod secret;
mod shutdown;
mod store;
mod telegram;
mod teller;
mod webhook;
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
    /// Make a first configuration by a dialogue.
    Init(cli::init::Init),
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
    /// Ask the running bot whether it is alive; needs [http] in the configuration.
    Health {
        /// The configuration.
        #[arg(long, default_value = "config/dutybell.toml")]
        config: PathBuf,
        /// Ask whether it does its work, not only whether it is alive.
        #[arg(long)]
        ready: bool,
    },
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
    start_log();
    match arguments.command {
        Command::Demo(demo) => cli::demo::run(demo),
        Command::Init(init) => cli::init::run(&init),
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
        Command::Health { config, ready } => cli::health::run(&config, ready),
        Command::Verify { config } => cli::verify::run(&config),
    }
}

/// `DUTYBELL_LOG_FORMAT`: one JSON object a line for machines, else lines for people. A word that is
/// neither keeps no bot from starting.
fn start_log() {
    let log = tracing_subscriber::fmt()
        .with_env_filter(log_filter())
        .with_writer(std::io::stderr)
        .with_target(false);
    let format = std::env::var("DUTYBELL_LOG_FORMAT").unwrap_or_default();
    match format.as_str() {
        "json" => log.json().flatten_event(true).init(),
        known => {
            log.with_ansi(std::io::stderr().is_terminal()).init();
            if !matches!(known, "" | "text") {
                tracing::warn!(
                    "DUTYBELL_LOG_FORMAT is neither \"json\" nor \"text\"; it is taken for \"text\""
                );
            }
        }
    }
}

/// `DUTYBELL_LOG`, else everything from `info` on; of sled only what is an error, since it warns of
/// every restart's tidying.
fn log_filter() -> EnvFilter {
    let wanted = std::env::var("DUTYBELL_LOG").unwrap_or_else(|_| "info".to_owned());
    EnvFilter::try_new(format!("{wanted},sled=error"))
        .unwrap_or_else(|_| EnvFilter::new("info,sled=error"))
}
