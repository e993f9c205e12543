//! Exports: a file a kind.

pub(crate) mod incidents;

use clap::ValueEnum;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated, UTF-8, with a heading.
    Csv,
}
