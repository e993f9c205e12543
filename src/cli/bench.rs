//! `dutybell bench`: figures of this machine, as a table.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{failure, run};
use crate::bench::{self, Sizes};

/// How much is measured, and where.
#[derive(Args)]
pub(crate) struct Bench {
    /// Reports one after the other.
    #[arg(long, default_value_t = 1000)]
    single: usize,
    /// Reports at once.
    #[arg(long, default_value_t = 2000)]
    burst: usize,
    /// Plain updates at once.
    #[arg(long, default_value_t = 20_000)]
    updates: usize,
    /// Closed incidents in the store at the measured start.
    #[arg(long, default_value_t = 100_000)]
    history: u64,
    /// Folder for the stores, on the disk to be measured; must not exist.
    #[arg(long, default_value = "dutybell-bench")]
    scratch: PathBuf,
}

/// Measures and prints.
pub(crate) fn run(bench: &Bench) -> ExitCode {
    let sizes = Sizes {
        single: bench.single.max(1),
        burst: bench.burst.max(1),
        updates: bench.updates.max(1),
        history: bench.history,
    };
    let runtime = match run::runtime() {
        Ok(runtime) => runtime,
        Err(error) => return failure(1, &error),
    };
    if bench.scratch.exists() {
        return failure(
            2,
            &format!(
                "{} is there already\n  remove it, or choose another --scratch",
                bench.scratch.display()
            ),
        );
    }
    let measured = runtime.block_on(bench::bench(&bench.scratch, sizes));
    if let Err(error) = std::fs::remove_dir_all(&bench.scratch) {
        eprintln!(
            "dutybell: {} can't be removed: {error}",
            bench.scratch.display()
        );
    }
    match measured {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => failure(1, &error),
    }
}
