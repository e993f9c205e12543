//! The configuration file: read, checked to the last mistake, and turned into what the core uses.
//!
//! [`recover`] reads the text into a [`tree`], [`walk`] holds it against the [`schema`], the files
//! named after a subject check what no single key tells, and [`draft`] builds the [`Config`].
//! Nothing is used of a file with a mistake in it.

mod address;
mod calendar;
pub(crate) mod committees;
mod connections;
mod draft;
pub(crate) mod duration;
mod duty;
mod evidence;
mod holidays;
mod kind;
mod levels;
mod names;
mod people;
mod periods;
mod policies;
mod presence;
mod problem;
mod recover;
mod recurring;
mod schedule;
mod schema;
mod selftest;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod word;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use dutybell_core::settings::Settings;

use committees::Committee;
pub(crate) use connections::{Mode, Telegram, proxy};
pub(crate) use problem::{Problem, Problems};

/// A file larger than this is no configuration: the largest real one has some 20 kB.
const MOST_BYTES: usize = 1024 * 1024;

/// A configuration without a mistake.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// What the core decides by.
    pub(crate) settings: Settings,
    /// Mediation committees; the bot itself asks nobody as such.
    pub(crate) committees: Vec<Committee>,
    /// Where the store lives.
    pub(crate) data_dir: PathBuf,
    /// Bytes of its disk that evidence leaves free.
    pub(crate) keep_free: u64,
    /// How Telegram is reached.
    pub(crate) telegram: Telegram,
    /// `[http] listen`; `None`: the program does not listen.
    pub(crate) http_listen: Option<SocketAddr>,
}

/// Reads and checks the file. Relative paths in it start at its own folder.
pub(crate) fn load(path: &Path) -> Result<Config, Problems> {
    let text = read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&text, folder).map_err(|list| Problems::Mistakes {
        path: path.to_owned(),
        list,
    })
}

/// Where the store lives by a file that may have mistakes elsewhere.
pub(crate) fn data_dir(path: &Path) -> Result<PathBuf, Problems> {
    let text = read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(draft::data_dir(&recover::parse(&text).root, folder))
}

/// Checks the text of a file that lies in `folder`.
pub(crate) fn parse(text: &str, folder: &Path) -> Result<Config, Vec<Problem>> {
    let parsed = recover::parse(text);
    let draft = draft::Draft::new(text, &parsed.root);
    let mut found = draft.check().0;
    found.retain(|found| !parsed.excuses(text, found));
    found.extend(parsed.broken.iter().cloned());
    if found.is_empty() {
        if let Some(config) = draft.build(folder) {
            return Ok(config);
        }
        debug_assert!(false, "a checked file could not be used");
        found.push(unusable());
    }
    found.sort_by_key(|found| found.at);
    Err(found
        .into_iter()
        .map(|found| draft.lines.locate(found))
        .collect())
}

/// Told rather than started without what could not be read: a gap in the checks must be loud.
fn unusable() -> problem::Found {
    problem::Found {
        at: 0,
        flaw: problem::Flaw::new(
            "this file passed every check and still can't be used",
            "this is a mistake of the program: please report it with the file",
        ),
        absent: None,
    }
}

fn read(path: &Path) -> Result<String, Problems> {
    let unreadable = |reason: String, mend: &str| Problems::Unreadable {
        path: path.to_owned(),
        reason,
        mend: mend.to_owned(),
    };
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => unreadable(
            "there is no such file".to_owned(),
            "name it with --config FILE, or make one with `dutybell init`",
        ),
        ErrorKind::IsADirectory => unreadable(
            "this is a folder".to_owned(),
            "name the file in it, like config/dutybell.toml",
        ),
        ErrorKind::PermissionDenied => unreadable(
            "this file may not be read by the account that runs the program".to_owned(),
            "give that account the right to read it (chown or chmod)",
        ),
        _ => unreadable(
            format!("this file can't be read: {error}"),
            "check the disk and the path",
        ),
    })?;
    if bytes.len() > MOST_BYTES {
        return Err(unreadable(
            "this file is larger than 1 MB".to_owned(),
            "this is hardly a configuration: name another file with --config FILE",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let before = String::from_utf8_lossy(valid);
        let found = problem::Found {
            at: before.len(),
            flaw: problem::Flaw::new(
                "from here on the file is not UTF-8",
                "save it with the encoding UTF-8 (editors offer that under Save as)",
            ),
            absent: None,
        };
        Problems::Mistakes {
            path: path.to_owned(),
            list: vec![problem::Lines::new(&before).locate(found)],
        }
    })
}
