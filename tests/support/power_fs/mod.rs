//! A file system whose power can be cut: what was not synced is gone.
//!
//! It lies in memory and is mounted through FUSE, so the programs under test use it as any
//! other, whether they run in this process or in a child:
//!
//! ```ignore
//! let Some(fs) = PowerFs::mount_or_say_why()? else { return Ok(()) };
//! fs.plan(Cut::at_sync(3));            // the power goes in the third fsync from now
//! run_the_program(fs.mountpoint());    // sees I/O errors from there on
//! fs.power_on();                       // what was durable is served again
//! ```
//!
//! What is durable:
//! - a file's data and length as of the last `fsync` or `fdatasync` of that file;
//! - the names in a directory as of the last `fsync` of that directory;
//! - with [`Names::WithTheFile`] also the name of a new file or directory as of its own first
//!   `fsync`, together with the directories above it, as ext4 does it. [`Names::Strict`] promises
//!   no more than POSIX, and is the default.
//!
//! `sync_file_range`, `close` and the passing of time make nothing durable. A cut may also keep
//! a part of the writes that were not synced ([`Cut::keeping`]): a disk is free to do so.
//!
//! A file opened before a cut stays dead after it, as the process that held it would be.

#![allow(dead_code, reason = "each test that includes this uses a part of it")]

mod image;
mod wire;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fuser::{BackgroundSession, Config, MountOption};
use tempfile::TempDir;

use self::image::Image;

/// Set to 1 where a test must fail rather than be skipped without FUSE.
const REQUIRE: &str = "DUTYBELL_REQUIRE_FUSE";

/// What makes a new name durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// A sync of the directory alone.
    Strict,
    /// The first sync of the file, too.
    WithTheFile,
}

/// What is counted towards a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    /// A sync of a file or a directory.
    Sync,
    /// A write into a file.
    Write,
}

/// A power cut that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    operation: Operation,
    nth: u64,
    takes_effect: bool,
    keeping: Option<u64>,
}

impl Cut {
    /// In the `nth` sync from now (1 is the next), which makes nothing durable any more.
    pub(crate) fn at_sync(nth: u64) -> Self {
        Self {
            operation: Operation::Sync,
            nth,
            takes_effect: false,
            keeping: None,
        }
    }

    /// Right after the `nth` sync from now: it is durable, and its caller hears of an error.
    pub(crate) fn after_sync(nth: u64) -> Self {
        Self {
            takes_effect: true,
            ..Self::at_sync(nth)
        }
    }

    /// In the `nth` write from now.
    pub(crate) fn at_write(nth: u64) -> Self {
        Self {
            operation: Operation::Write,
            ..Self::at_sync(nth)
        }
    }

    /// The same, and a part of the writes that were not synced is kept: which, `seed` decides.
    #[must_use]
    pub(crate) fn keeping(self, seed: u64) -> Self {
        Self {
            keeping: Some(seed),
            ..self
        }
    }
}

/// A mounted file system with a switch. Unmounted when dropped.
#[derive(Debug)]
pub(crate) struct PowerFs {
    image: Arc<Mutex<Image>>,
    session: Option<BackgroundSession>,
    mountpoint: TempDir,
}

impl PowerFs {
    /// Mounts an empty one in a directory of its own. Fails where FUSE is not to be had.
    pub(crate) fn mount() -> io::Result<Self> {
        Self::mount_with(Names::Strict)
    }

    /// The same, with a choice of what makes names durable.
    pub(crate) fn mount_with(names: Names) -> io::Result<Self> {
        let mountpoint = tempfile::tempdir()?;
        let image = Arc::new(Mutex::new(Image::new(names)));
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("power_fs".to_owned())];
        let wire = wire::Wire::new(Arc::clone(&image));
        let session = fuser::spawn_mount(wire, mountpoint.path(), &config)?;
        Ok(Self {
            image,
            session: Some(session),
            mountpoint,
        })
    }

    /// Mounts one, or says in one line why the test that wants it is skipped. An error where
    /// `DUTYBELL_REQUIRE_FUSE` is 1.
    pub(crate) fn mount_or_say_why() -> io::Result<Option<Self>> {
        match Self::mount() {
            Ok(fs) => Ok(Some(fs)),
            Err(error) if std::env::var(REQUIRE).is_ok_and(|value| value == "1") => Err(error),
            Err(error) => {
                println!("skipped: no FUSE here ({error}); {REQUIRE}=1 makes this a failure");
                Ok(None)
            }
        }
    }

    /// The directory where it is mounted.
    pub(crate) fn mountpoint(&self) -> &Path {
        self.mountpoint.path()
    }

    /// Cuts the power now. From here on every operation fails.
    pub(crate) fn cut(&self) {
        self.image().cut(None);
    }

    /// Cuts the power at a moment to come. One cut is planned at a time.
    pub(crate) fn plan(&self, cut: Cut) {
        self.image().plan(Some(cut));
    }

    /// Whether the power is on.
    pub(crate) fn is_on(&self) -> bool {
        self.image().is_on()
    }

    /// Serves what was durable at the cut. Without a cut before it, nothing is lost. A cut
    /// planned and not come to is off.
    pub(crate) fn power_on(&self) {
        self.image().power_on();
    }

    /// The disk is full: writes fail, until [`PowerFs::repair`].
    pub(crate) fn fill(&self) {
        self.image().set_full(true);
    }

    /// There is room again.
    pub(crate) fn repair(&self) {
        self.image().set_full(false);
    }

    /// Syncs of files and directories so far.
    pub(crate) fn syncs(&self) -> u64 {
        self.image().syncs()
    }

    /// Writes so far.
    pub(crate) fn writes(&self) -> u64 {
        self.image().writes()
    }

    /// Empties it, and turns the power on: cheaper than a new mount. Files opened before are
    /// dead.
    pub(crate) fn wipe(&self) {
        self.image().wipe();
    }

    fn image(&self) -> MutexGuard<'_, Image> {
        lock(&self.image)
    }
}

impl Drop for PowerFs {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && let Err(error) = session.umount_and_join()
        {
            eprintln!(
                "{} stays mounted: {error}",
                self.mountpoint.path().display()
            );
        }
    }
}

/// A panic of another thread leaves the image whole.
fn lock(image: &Mutex<Image>) -> MutexGuard<'_, Image> {
    image.lock().unwrap_or_else(PoisonError::into_inner)
}
