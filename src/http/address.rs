//! Where the running bot listens, left in `data_dir` for `dutybell health`: what the configuration
//! says may have changed since, or be refused, and the bot be well all the same.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;

use crate::aside;

const NAME: &str = "http_address";

/// Leaves the address, or takes away what was left by a bot that listened.
pub(crate) fn leave(data_dir: &Path, address: Option<SocketAddr>) {
    let path = data_dir.join(NAME);
    let left = match address {
        Some(address) => aside::write(&path, &format!("{address}\n"), 0o644),
        None => std::fs::remove_file(&path),
    };
    if let Err(error) = left
        && error.kind() != ErrorKind::NotFound
    {
        tracing::warn!(%error, "where the bot listens can't be left for `dutybell health`");
    }
}

/// The address of the running bot; `None` where none was left.
pub(crate) fn left(data_dir: &Path) -> Option<SocketAddr> {
    let text = std::fs::read_to_string(data_dir.join(NAME)).ok()?;
    text.trim().parse().ok()
}
