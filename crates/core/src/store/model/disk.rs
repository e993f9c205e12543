//! The disk: what survives a process, what survives a power cut, and the faults planned for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::image::Image;
use crate::store::{Batch, FORMAT, StoreError};

/// Where in a commit a process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeathPoint {
    /// Nothing of the batch has reached the disk.
    BeforeWrite,
    /// The batch is written and not synced: lost when the power goes, kept when only the
    /// process dies.
    AfterWriteBeforeSync,
    /// The batch is durable, the caller was not told.
    AfterSyncBeforeReturn,
}

impl DeathPoint {
    /// Every point, in the order of a commit.
    pub const ALL: [Self; 3] = [
        Self::BeforeWrite,
        Self::AfterWriteBeforeSync,
        Self::AfterSyncBeforeReturn,
    ];
}

/// A disk that outlives the processes that use it. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Clone, Copy)]
struct Death {
    point: DeathPoint,
    power_goes: bool,
}

#[derive(Debug)]
pub(super) struct Inner {
    /// What a process reads: the page cache.
    pub(super) image: Image,
    /// What a power cut leaves, where that is not the same.
    durable: Option<Image>,
    /// Counts the power cuts and kills: processes of earlier lives are dead.
    pub(super) life: u64,
    format: u32,
    commits: u64,
    deaths: BTreeMap<u64, Death>,
    full: bool,
}

impl Default for Inner {
    fn default() -> Self {
        Self {
            image: Image::default(),
            durable: None,
            life: 0,
            format: FORMAT,
            commits: 0,
            deaths: BTreeMap::new(),
            full: false,
        }
    }
}

impl Disk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// The power goes at the `nth` commit from now that gets as far as writing (1 is the next):
    /// all processes die, and only what was synced is kept.
    pub fn die_at(&self, nth: u64, point: DeathPoint) {
        self.plan(
            nth,
            Death {
                point,
                power_goes: true,
            },
        );
    }

    /// The process dies as after `kill -9` at the `nth` commit from now (1 is the next): what it
    /// has written is kept, synced or not.
    pub fn kill_at(&self, nth: u64, point: DeathPoint) {
        self.plan(
            nth,
            Death {
                point,
                power_goes: false,
            },
        );
    }

    /// The power goes between two commits.
    pub fn power_cut(&self) {
        self.lock().cut_power();
    }

    /// All processes die between two commits; what was written is kept.
    pub fn kill(&self) {
        self.lock().life += 1;
    }

    /// The disk is full: commits fail and change nothing, until [`Disk::repair`].
    pub fn fill(&self) {
        self.lock().full = true;
    }

    /// There is room again, and no death is planned any more. A process whose commit failed must
    /// still be started anew.
    pub fn repair(&self) {
        let mut inner = self.lock();
        inner.full = false;
        inner.deaths.clear();
    }

    /// Commits that got as far as writing, since the disk was new.
    pub fn commits(&self) -> u64 {
        self.lock().commits
    }

    /// Makes the disk say that another format lies on it.
    pub fn stamp_format(&self, format: u32) {
        self.lock().format = format;
    }

    /// A second disk with what a power cut at this moment would leave.
    #[must_use]
    pub fn copy_of_durable(&self) -> Self {
        let inner = self.lock();
        let image = inner.durable.as_ref().unwrap_or(&inner.image).clone();
        let copy = Inner {
            image,
            format: inner.format,
            ..Inner::default()
        };
        Self {
            inner: Arc::new(Mutex::new(copy)),
        }
    }

    fn plan(&self, nth: u64, death: Death) {
        let mut inner = self.lock();
        let at = inner.commits + nth;
        inner.deaths.insert(at, death);
    }

    /// A panic of another test thread leaves the image whole: `apply` does not panic.
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    pub(super) fn check_format(&self) -> Result<(), StoreError> {
        if self.format > FORMAT {
            return Err(StoreError::TooNew {
                found: self.format,
                known: FORMAT,
            });
        }
        Ok(())
    }

    /// Raises the epoch and syncs, with that also what an earlier process left unsynced.
    pub(super) fn raise_epoch(&mut self) -> Result<u64, String> {
        self.check_room()?;
        self.image.epoch += 1;
        self.durable = None;
        Ok(self.image.epoch)
    }

    /// Writes and syncs, or fails the way that was planned.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), String> {
        self.check_room()?;
        self.commits += 1;
        let Some(death) = self.deaths.remove(&self.commits) else {
            self.image.apply(batch);
            self.durable = None;
            return Ok(());
        };
        match death.point {
            DeathPoint::BeforeWrite => {}
            DeathPoint::AfterWriteBeforeSync => {
                let before = self.image.clone();
                self.durable.get_or_insert(before);
                self.image.apply(batch);
            }
            DeathPoint::AfterSyncBeforeReturn => {
                self.image.apply(batch);
                self.durable = None;
            }
        }
        if death.power_goes {
            self.cut_power();
        }
        Err(format!("the store's process has died at {:?}", death.point))
    }

    fn cut_power(&mut self) {
        self.life += 1;
        if let Some(durable) = self.durable.take() {
            self.image = durable;
        }
    }

    fn check_room(&self) -> Result<(), String> {
        if self.full {
            Err("no space left on the store's disk".to_owned())
        } else {
            Ok(())
        }
    }
}
