//! How stored values are written: a version byte, then JSON.
//!
//! JSON, because a stored value must be readable in years by people too; fields may be added with a
//! default. A change that old values can't follow gets a new version byte and a reader for the old.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Version of values written by this build.
pub const VERSION: u8 = 1;

/// A stored value that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Nothing is there.
    #[error("stored value is empty")]
    Empty,
    /// A newer build wrote it.
    #[error("stored value has version {0}, this program reads up to {VERSION}")]
    TooNew(u8),
    /// It is damaged.
    #[error("stored value does not parse: {0}")]
    Damaged(#[from] serde_json::Error),
}

/// Encodes a value.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    // Our types have text keys and no failing parts, so this can't fail.
    let written = serde_json::to_writer(&mut bytes, value);
    debug_assert!(written.is_ok());
    bytes
}

/// Decodes a value.
///
/// # Errors
/// When the value is of a newer version or damaged.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    match bytes.split_first() {
        None => Err(CodecError::Empty),
        Some((&VERSION, json)) => Ok(serde_json::from_slice(json)?),
        Some((&version, _)) => Err(CodecError::TooNew(version)),
    }
}
