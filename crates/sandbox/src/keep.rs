//! A Telegram that outlives the process: a folder that always holds its whole, current state.
//!
//! What is kept is written before anybody hears of it, so a bot never remembers an update or a
//! message that the Telegram after a restart does not know. A death of the process loses nothing;
//! a power cut may, for nothing is synced: this is a table to play on, not a store.
//!
//! `state.json` is replaced as a whole, by a rename. Files that were sent lie beside it under their
//! handles: they never change, so they are written once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

use crate::model::{File, Telegram};

/// Grows when an older state could be misread.
const VERSION: u32 = 1;

const STATE: &str = "state.json";
const FILES: &str = "files";

/// A folder to keep a Telegram in, and what was found in it.
#[derive(Debug, Clone)]
pub struct Keep {
    folder: PathBuf,
    found: Option<Box<Telegram>>,
    left_at: Option<At>,
}

/// Why a kept Telegram can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system refuses.
    #[error("{path}: {source}")]
    System {
        /// What was to be read.
        path: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
    /// Not JSON, or not ours.
    #[error("{path} is damaged: {source}")]
    Damaged {
        /// Which.
        path: PathBuf,
        /// Where.
        source: serde_json::Error,
    },
    /// Of another program version.
    #[error("{path} is of version {found}, and this program reads {VERSION}")]
    Version {
        /// Which.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
}

#[derive(Deserialize)]
struct Header {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    version: u32,
    /// What its clock showed; it may have run ahead of the machine's.
    #[serde(default)]
    at: Option<At>,
    telegram: T,
}

impl Keep {
    /// Reads what the folder holds; one that is not there holds nothing. Writes nothing.
    ///
    /// # Errors
    /// When there is something that can't be used.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, Unreadable> {
        let folder = folder.into();
        let path = folder.join(STATE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self {
                    folder,
                    found: None,
                    left_at: None,
                });
            }
            Err(source) => return Err(Unreadable::System { path, source }),
        };
        let damaged = |source| Unreadable::Damaged {
            path: path.clone(),
            source,
        };
        let header: Header = serde_json::from_slice(&bytes).map_err(damaged)?;
        if header.version != VERSION {
            let found = header.version;
            return Err(Unreadable::Version { path, found });
        }
        let kept: Kept<Telegram> = serde_json::from_slice(&bytes).map_err(damaged)?;
        let mut telegram = kept.telegram;
        telegram.files.fill(|id| {
            let path = file_path(&folder, id);
            fs::read(&path).map_err(|source| Unreadable::System { path, source })
        })?;
        Ok(Self {
            folder,
            found: Some(Box::new(telegram)),
            left_at: kept.at,
        })
    }

    /// Whether a Telegram was found, so that a bot that knew it finds it again.
    pub fn holds_one(&self) -> bool {
        self.found.is_some()
    }

    /// What its clock showed when it was written last: time must not go back behind that.
    pub(crate) fn left_at(&self) -> Option<At> {
        self.left_at
    }

    pub(crate) fn take(self) -> (Keeper, Option<Telegram>) {
        let written = self.found.iter().flat_map(|found| names(found)).collect();
        let keeper = Keeper {
            folder: self.folder,
            asked: AtomicU64::new(0),
            state: Mutex::new(Progress {
                covered: 0,
                written,
                failing: false,
                ended: false,
            }),
        };
        (keeper, self.found.map(|found| *found))
    }
}

/// Writes a Telegram down. Whoever waits while another writes shares the next writing.
#[derive(Debug)]
pub(crate) struct Keeper {
    folder: PathBuf,
    asked: AtomicU64,
    state: Mutex<Progress>,
}

#[derive(Debug)]
struct Progress {
    /// Requests up to this one are in the file.
    covered: u64,
    /// Files that lie in the folder.
    written: BTreeSet<String>,
    /// Told once, not at each writing.
    failing: bool,
    ended: bool,
}

impl Keeper {
    /// Returns when what happened before the call is in the file. `look` shows the Telegram.
    ///
    /// A failure is logged and not told to the bot: a full disk makes a demo forgetful, no worse.
    pub(crate) fn keep(&self, look: impl FnOnce(&mut dyn FnMut(&Telegram, At))) {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut progress = self.progress();
        if progress.covered >= mine || progress.ended {
            return;
        }
        let covers = self.asked.load(Ordering::SeqCst);
        let mut drawn = None;
        look(&mut |telegram, now| drawn = Some(draw(telegram, now, &progress.written)));
        let result = match drawn {
            Some(Ok(drawn)) => self.write(drawn, &mut progress.written),
            Some(Err(error)) => Err(error.into()),
            None => Ok(()),
        };
        if let Err(error) = &result
            && !progress.failing
        {
            tracing::error!(%error, folder = %self.folder.display(), "what happens in the sandbox is not kept");
        }
        progress.failing = result.is_err();
        progress.covered = covers;
    }

    /// Writes no more, so that the folder can be removed.
    pub(crate) fn end(&self) {
        self.progress().ended = true;
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, drawn: Drawn, written: &mut BTreeSet<String>) -> io::Result<()> {
        fs::create_dir_all(self.folder.join(FILES))?;
        for (id, bytes) in drawn.files {
            fs::write(file_path(&self.folder, &id), bytes)?;
            written.insert(id);
        }
        let path = self.folder.join(STATE);
        let fresh = path.with_extension("json.fresh");
        fs::write(&fresh, drawn.state)?;
        fs::rename(fresh, path)
    }
}

struct Drawn {
    state: Vec<u8>,
    files: Vec<(String, Arc<[u8]>)>,
}

fn draw(telegram: &Telegram, now: At, written: &BTreeSet<String>) -> serde_json::Result<Drawn> {
    let state = serde_json::to_vec(&Kept {
        version: VERSION,
        at: Some(now),
        telegram,
    })?;
    let files = telegram
        .files
        .all()
        .filter(|(id, _)| !written.contains(*id))
        .map(|(id, File { bytes, .. })| (id.to_owned(), Arc::clone(bytes)))
        .collect();
    Ok(Drawn { state, files })
}

fn names(telegram: &Telegram) -> impl Iterator<Item = String> {
    telegram.files.all().map(|(id, _)| id.to_owned())
}

fn file_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(FILES).join(id)
}
