//! Where the running bot listens, left in `data_dir` for `dutybell health`: what the configuration
//! says may have changed since, or be refused, and the bot be well all the same.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::aside;

const NAME: &str = "http_address";

/// Takes the address away again when the bot ends, whichever way it ends by itself.
pub(crate) struct Left(PathBuf);

/// Leaves the address, or takes away what was left by a bot that listened and was killed.
pub(crate) fn leave(data_dir: &Path, address: Option<SocketAddr>) -> Left {
    let left = Left(data_dir.join(NAME));
    match address {
        Some(address) => told(aside::write(&left.0, &format!("{address}\n"), 0o644)),
        None => left.take_away(),
    }
    left
}

impl Left {
    fn take_away(&self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => told(removed),
        }
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        self.take_away();
    }
}

fn told(done: std::io::Result<()>) {
    if let Err(error) = done {
        tracing::warn!(%error, "where the bot listens can't be left for `dutybell health`");
    }
}

/// The address of the running bot; `None` where none was left.
pub(crate) fn left(data_dir: &Path) -> Option<SocketAddr> {
    let text = std::fs::read_to_string(data_dir.join(NAME)).ok()?;
    text.trim().parse().ok()
}
