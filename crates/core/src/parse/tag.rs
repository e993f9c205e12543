//! ```text
//! tag = two hexadecimal digits a byte
//! ```
//! Stands for something in a button that is too long for it.

use sha2::{Digest, Sha256};

/// The first bytes of the SHA-256 of what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<const BYTES: usize = 6>([u8; BYTES]);

impl<const BYTES: usize> Tag<BYTES> {
    /// How many digits it is written with.
    pub const DIGITS: usize = 2 * BYTES;

    /// Of a text.
    pub fn of(what: &str) -> Self {
        let digest = Sha256::digest(what);
        let mut tag = [0; BYTES];
        tag.copy_from_slice(&digest[..BYTES]);
        Self(tag)
    }

    /// From its digits, and nothing else.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != Self::DIGITS || !digits {
            return None;
        }
        let mut tag = [0; BYTES];
        for (index, byte) in tag.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(tag))
    }
}

impl<const BYTES: usize> std::fmt::Display for Tag<BYTES> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
