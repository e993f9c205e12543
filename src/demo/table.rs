//! The demo's folder: one demo at a time, found again after a crash, cleared after a clean stop.
//!
//! The bot's store and the Telegram lie side by side and belong together: message ids of the one
//! mean messages of the other. Where one of them can't be used, both are put aside.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use dutybell_sandbox::Keep;

use super::DemoError;

const CONFIG: &str = "dutybell.toml";
const STORE: &str = "data";
const TELEGRAM: &str = "telegram";

/// First line of the configuration. What stands in a folder without it is somebody else's, and a
/// clean stop would remove it.
const MARK: &str =
    "# Written by `dutybell demo`, which removes it and the data beside it when it is stopped.\n";

/// The folder, held by this demo.
pub(super) struct Table {
    folder: PathBuf,
    made: bool,
    _lock: File,
}

impl Table {
    /// Takes the folder, and makes it if need be.
    pub(super) fn take(folder: &Path) -> Result<Self, DemoError> {
        let failed = |source| DemoError::folder(folder, source);
        let made = !folder.exists();
        fs::create_dir_all(folder).map_err(failed)?;
        // The lock lies on the folder itself: a file for it could not be removed without a race.
        let lock = File::open(folder).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DemoError::Taken(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(Self {
            folder: folder.to_owned(),
            made,
            _lock: lock,
        })
    }

    /// Writes the configuration and opens the Telegram that was left, if it goes with it. Of these towns
    /// the one that was left, or else the first.
    pub(super) fn lay<'a>(&self, towns: &'a [String]) -> Result<(Keep, &'a str), DemoError> {
        let first = towns.first().map_or("", String::as_str);
        let (keep, town) = match self.left(towns)? {
            Left::Usable(keep, town) => (keep, town.unwrap_or(first)),
            Left::Useless(why) => {
                let aside = self.put_aside().map_err(|error| self.failed(error))?;
                tracing::warn!(%why, aside = %aside.display(), "what the last demo left can't be used: this one starts fresh, and it was put aside");
                let keep = Keep::open(self.path(TELEGRAM))
                    .map_err(|error| self.failed(io::Error::other(error)))?;
                (keep, first)
            }
        };
        self.write(&marked(town))
            .map_err(|error| self.failed(error))?;
        Ok((keep, town))
    }

    /// What an earlier demo left here.
    fn left<'a>(&self, towns: &'a [String]) -> Result<Left<'a>, DemoError> {
        let before = match fs::read(self.config()) {
            Ok(before) => Some(before),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(self.failed(error)),
        };
        let ours = match &before {
            Some(before) => before.starts_with(MARK.as_bytes()),
            None => !self.path(STORE).exists() && !self.path(TELEGRAM).exists(),
        };
        if !ours {
            return Err(DemoError::Foreign(self.folder.clone()));
        }
        let same = |town: &&String| before == Some(marked(town).into_bytes());
        let town = towns.iter().find(same).map(String::as_str);
        if before.is_some() && town.is_none() {
            let why = "it was another town: another language, or another version of the program";
            return Ok(Left::Useless(why.to_owned()));
        }
        Ok(match Keep::open(self.path(TELEGRAM)) {
            Err(error) => Left::Useless(error.to_string()),
            Ok(keep) if !keep.holds_one() && self.path(STORE).exists() => {
                Left::Useless("the store is there and its Telegram is not".to_owned())
            }
            Ok(keep) => Left::Usable(keep, town),
        })
    }

    /// Moves everything into a folder of its own, the configuration last: as long as it stands,
    /// what is beside it is known as ours.
    fn put_aside(&self) -> io::Result<PathBuf> {
        let mut number = 1;
        let aside = loop {
            let aside = self.path(&format!("aside-{number}"));
            if !aside.exists() {
                break aside;
            }
            number += 1;
        };
        fs::create_dir(&aside)?;
        for name in [STORE, TELEGRAM, CONFIG] {
            gone(fs::rename(self.path(name), aside.join(name)))?;
        }
        Ok(aside)
    }

    /// As a whole, or a death half way would leave a file that nobody knows as ours.
    fn write(&self, config: &str) -> io::Result<()> {
        let fresh = self.path("dutybell.toml.fresh");
        fs::write(&fresh, config)?;
        fs::rename(fresh, self.config())
    }

    /// Removes what demos made here, for the next visitor; what was put aside stays.
    pub(super) fn clear(self) -> Result<(), DemoError> {
        let cleared = gone(fs::remove_dir_all(self.path(STORE)))
            .and_then(|()| gone(fs::remove_dir_all(self.path(TELEGRAM))))
            .and_then(|()| gone(fs::remove_file(self.config())));
        cleared.map_err(|error| self.failed(error))?;
        if self.made {
            // Something else lies in it by now, then: that stays, and so does the folder.
            let _ = fs::remove_dir(&self.folder);
        }
        Ok(())
    }

    /// The bot's configuration.
    pub(super) fn config(&self) -> PathBuf {
        self.path(CONFIG)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn failed(&self, source: io::Error) -> DemoError {
        DemoError::folder(&self.folder, source)
    }
}

enum Left<'a> {
    /// The Telegram, and the town that it is of; none where nothing was left.
    Usable(Keep, Option<&'a str>),
    Useless(String),
}

fn marked(town: &str) -> String {
    format!("{MARK}{town}")
}

/// What is not there needs no moving or removing.
fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_that_was_left_stays_as_it_was_whenever_the_next_demo_starts() {
        let folder = tempfile::tempdir().unwrap();
        let towns = ["one", "other", "third"].map(str::to_owned);
        let lay = |towns: &[String]| {
            let table = Table::take(folder.path()).unwrap();
            let (_, town) = table.lay(towns).unwrap();
            let written = fs::read_to_string(table.config()).unwrap();
            assert_eq!(written, marked(town));
            town.to_owned()
        };
        assert_eq!(lay(&towns[1..]), "other");
        assert_eq!(lay(&towns), "other");
        // None of these.
        assert_eq!(lay(&towns[..1]), "one");
        assert!(folder.path().join("aside-1").is_dir());
    }
}
