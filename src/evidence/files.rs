//! The files on our disk: `data_dir/evidence`, named by incident and hash, for their owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use dutybell_core::ids::IncidentNumber;
use dutybell_core::state::evidence::{Fetch, KeptFile, file_name};
use dutybell_core::state::record::Hash;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Receiver;

use super::room::{KEEP_FREE, LOOK_EVERY, Room};

/// The folder within the data directory.
const FOLDER: &str = "evidence";

/// How the name of a file begins that is not whole yet.
const HALF: &str = "half-";

/// Bytes read at once.
const AT_ONCE: usize = 64 * 1024;

/// What comes in of a file.
#[derive(Debug)]
pub(crate) enum Part {
    /// The next bytes.
    Bytes(Vec<u8>),
    /// That was all.
    End,
}

/// Why a file was not received.
#[derive(Debug)]
pub(super) enum Unreceived {
    /// More bytes than are kept.
    TooLarge,
    /// It ended before its end.
    Cut,
    /// The disk does not take it.
    Disk(io::Error),
}

impl From<io::Error> for Unreceived {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    folder: PathBuf,
    room: Room,
    stopped: Arc<AtomicBool>,
}

impl Files {
    /// The folder within a data directory; nothing is touched yet.
    pub(crate) fn within(data_dir: &Path) -> Self {
        Self {
            folder: data_dir.join(FOLDER),
            room: Room::keeping(KEEP_FREE),
            stopped: Arc::default(),
        }
    }

    /// So that so many bytes of the disk stay free.
    pub(crate) fn keeping_free(self, bytes: u64) -> Self {
        Self {
            room: Room::keeping(bytes),
            ..self
        }
    }

    /// No file is taken in any more; one that is coming in is left.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// Makes the folder, and takes away what a death left half.
    ///
    /// # Errors
    /// When the disk does not allow it.
    pub(super) fn prepare(&self) -> io::Result<()> {
        self.make_folder()?;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(HALF) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn make_folder(&self) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
    }

    /// Takes a file in: once this returns well, it survives a power cut under the name of its hash.
    /// `size` is what Telegram says of it.
    pub(super) fn receive(
        &self,
        fetch: &Fetch,
        size: Option<u64>,
        mut parts: Receiver<Part>,
    ) -> Result<(Hash, u64), Unreceived> {
        let half = self
            .folder
            .join(format!("{HALF}{}-{}", fetch.incident, fetch.piece));
        let received = self.take_parts(&half, fetch, size, &mut parts);
        if received.is_err() {
            // Whatever is left of it is taken away at the next start.
            let _ = fs::remove_file(&half);
        }
        received
    }

    fn take_parts(
        &self,
        half: &Path,
        fetch: &Fetch,
        size: Option<u64>,
        parts: &mut Receiver<Part>,
    ) -> Result<(Hash, u64), Unreceived> {
        let mut file = create(half).or_else(|error| match error.kind() {
            // Somebody has cleared the folder away. Another file may be coming in beside this one.
            io::ErrorKind::NotFound => {
                self.make_folder()?;
                create(half)
            }
            _ => Err(error),
        })?;
        self.room.takes(&self.folder, size.unwrap_or(0))?;
        let mut digest = Sha256::new();
        let (mut bytes, mut unseen) = (0_u64, 0_u64);
        loop {
            match parts.blocking_recv() {
                _ if self.stopped.load(Relaxed) => return Err(Unreceived::Cut),
                Some(Part::Bytes(part)) => {
                    bytes += part.len() as u64;
                    if bytes > fetch.limit {
                        return Err(Unreceived::TooLarge);
                    }
                    unseen += part.len() as u64;
                    if unseen >= LOOK_EVERY {
                        // What is buffered counts as free.
                        file.sync_data()?;
                        self.room.takes(&self.folder, part.len() as u64)?;
                        unseen = 0;
                    }
                    digest.update(&part);
                    file.write_all(&part)?;
                }
                Some(Part::End) if size.is_none_or(|size| size == bytes) => break,
                Some(Part::End) | None => return Err(Unreceived::Cut),
            }
        }
        let sha256 = Hash::from(<[u8; 32]>::from(digest.finalize()));
        file.sync_all()?;
        fs::rename(half, self.folder.join(file_name(fetch.incident, sha256)))?;
        File::open(&self.folder)?.sync_all()?;
        Ok((sha256, bytes))
    }

    /// The bytes of a file, where it has at most so many.
    ///
    /// # Errors
    /// When it is not there, can't be read, or is larger.
    pub(crate) fn bytes(&self, kept: &KeptFile, most: u64) -> io::Result<Vec<u8>> {
        let file = File::open(self.folder.join(kept.file_name()))?;
        if file.metadata()?.len() > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The hash of a file as it lies there now.
    ///
    /// # Errors
    /// When it is not there or can't be read.
    pub(super) fn hash(&self, incident: IncidentNumber, sha256: Hash) -> io::Result<Hash> {
        let mut file = File::open(self.path(incident, sha256))?;
        let mut digest = Sha256::new();
        let mut buffer = vec![0; AT_ONCE];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(Hash::from(<[u8; 32]>::from(digest.finalize()))),
                read => digest.update(&buffer[..read]),
            }
        }
    }

    /// Where a file lies.
    pub(super) fn path(&self, incident: IncidentNumber, sha256: Hash) -> PathBuf {
        self.folder.join(file_name(incident, sha256))
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests;
