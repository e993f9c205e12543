//! `dutybell export`: what a stopped bot has stored, for other programs.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dutybell_core::engine;
use dutybell_core::store::StoreError;

use super::failure;
use crate::export::{Format, Out, disputes, duty, incidents, prompts};
use crate::{archive, clock, config, store::SledStore};

/// What to export, how and where to.
#[derive(Args)]
pub(crate) struct Export {
    /// What.
    kind: Kind,
    /// The configuration.
    #[arg(long, default_value = "config/dutybell.toml")]
    config: PathBuf,
    /// How.
    #[arg(long)]
    format: Format,
    /// Of duty only the attendance: a line a month and person; a workbook has both.
    #[arg(long)]
    attendance: bool,
    /// Where to; replaced once the export is whole.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Every incident with its record.
    Incidents,
    /// The duty log: shifts and presence checks; as a workbook with the attendance of each month.
    Duty,
    /// The prompt log: who was asked, and who answered; as a workbook with a row for each question.
    Prompts,
    /// Every dispute with its record, without names of parties.
    Disputes,
}

impl Kind {
    /// What is counted, of one and of several.
    fn noun(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Incidents, 1) => "incident",
            (Self::Incidents, _) => "incidents",
            (Self::Duty, 1) => "entry of the duty log",
            (Self::Duty, _) => "entries of the duty log",
            (Self::Disputes, 1) => "dispute",
            (Self::Disputes, _) => "disputes",
            (Self::Prompts, 1) => "entry of the prompt log",
            (Self::Prompts, _) => "entries of the prompt log",
        }
    }
}

/// What is counted of attendance: a month and a person.
fn attendance(count: u64) -> &'static str {
    match count {
        1 => "line of attendance",
        _ => "lines of attendance",
    }
}

/// Why an export fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The store can't be read.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A line can't be written.
    #[error("the export can't be written: {0}\n  choose another --out, or make room there")]
    Write(#[from] io::Error),
    /// A row can't be written.
    #[error("the export can't be written: {0}\n  choose another --out, or make room there")]
    Csv(#[from] csv::Error),
    /// A workbook can't be written.
    #[error("the export can't be written: {0}\n  choose another --out, or make room there")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// A value can't be written.
    #[error("the export can't be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Exports and turns the end into an exit code.
pub(crate) fn run(export: &Export) -> ExitCode {
    let config = match config::load(&export.config) {
        Ok(config) => config,
        Err(problems) => return failure(2, &problems),
    };
    if export.attendance && !matches!(export.kind, Kind::Duty) {
        return failure(2, &"--attendance is for `export duty`\n  leave it out");
    }
    let mut store = match SledStore::open_existing(&config.data_dir) {
        Ok(store) => store,
        Err(error) => return failure(2, &error),
    };
    // Names as they are in force: the file, and what was changed in chat.
    let settings = match engine::desk(&store) {
        Ok(desk) => desk.overlay.over(&config.settings),
        Err(error) => return failure(1, &error),
    };
    if matches!(export.kind, Kind::Disputes)
        && let Err(error) = engine::note_copy(&mut store, clock::now())
    {
        return failure(1, &error);
    }
    let written = whole(&export.out, |out| match export.kind {
        Kind::Incidents => {
            archive::nothing_beyond(&store)?;
            incidents::write(&store, &settings, export.format, out)
        }
        Kind::Duty if export.attendance => {
            duty::write_attendance(&store, &settings, export.format, out)
        }
        Kind::Duty => duty::write(&store, &settings, export.format, out),
        Kind::Disputes => disputes::write(&store, &settings, export.format, out),
        Kind::Prompts => prompts::write(&store, &settings, export.format, out),
    });
    match written {
        Ok(count) => {
            let noun = if export.attendance {
                attendance(count)
            } else {
                export.kind.noun(count)
            };
            eprintln!("{count} {noun} exported to {}", export.out.display());
            ExitCode::SUCCESS
        }
        Err(error) => failure(1, &error),
    }
}

/// Writes beside the target and moves it there at the end: nobody reads half an export.
fn whole<T>(
    target: &Path,
    write: impl FnOnce(&mut Out<'_>) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = target.with_file_name(name);
    let mut out = BufWriter::new(File::create(&part)?);
    let written = write(&mut out).and_then(|written| {
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&part, target)?;
        Ok(written)
    });
    if written.is_err() {
        // The reason that stopped us is the one to tell.
        let _ = std::fs::remove_file(&part);
    }
    written
}
