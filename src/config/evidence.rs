//! `[evidence]`: how much of what comes with reports is kept.
//!
//! Sizes: `500kB` | `20MB` | `2GB`. A positive whole number and one unit of 1024 steps, as phones and
//! Telegram count.

use dutybell_core::settings::EvidenceLimits;

use super::problem::Flaw;
use super::tree::Table;
use crate::evidence::KEEP_FREE;

const UNITS: [(&str, u64); 3] = [("kB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)];

/// A Bot API server of one's own gives out no larger file. Source: Bot API, "Using a Local Bot API
/// Server" (uploads up to 2000 MB).
const MOST: u64 = 2000 << 20;

const EXAMPLES: &str = r#"write a whole number and one unit: "500kB", "20MB" or "2GB""#;

/// Reads the size of a file, or says what is wrong with it.
pub(super) fn size(text: &str) -> Result<u64, Flaw> {
    match bytes(text)?.filter(|bytes| *bytes <= MOST) {
        Some(0) => Err(Flaw::new(
            format!("`{text}` keeps nothing"),
            "write how large a file may be, like \"20MB\"",
        )),
        Some(bytes) => Ok(bytes),
        None => Err(Flaw::new(
            format!("`{text}` is more than any Bot API server gives out"),
            "write at most \"2000MB\"; Telegram's own server gives out 20MB",
        )),
    }
}

/// Reads how much of a disk stays free, or says what is wrong with it.
pub(super) fn room(text: &str) -> Result<u64, Flaw> {
    bytes(text)?.ok_or_else(|| {
        let reason = format!("`{text}` is more than any disk has");
        Flaw::new(reason, "write how much stays free, like \"1GB\"")
    })
}

/// `None`: too large to be counted.
fn bytes(text: &str) -> Result<Option<u64>, Flaw> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = UNITS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit))
        .filter(|_| !number.is_empty());
    let Some((_, unit)) = unit else {
        return Err(Flaw::new(format!("`{text}` is no size"), EXAMPLES));
    };
    let number = number.parse().ok();
    Ok(number.and_then(|number: u64| number.checked_mul(*unit)))
}

/// Bytes of the disk that stay free.
pub(super) fn keep_free(root: &Table) -> u64 {
    root.table("evidence")
        .and_then(|row| room(row.text("keep_free")?).ok())
        .unwrap_or(KEEP_FREE)
}

pub(super) fn limits(root: &Table) -> EvidenceLimits {
    let usual = EvidenceLimits::default();
    let row = root.table("evidence");
    EvidenceLimits {
        max_file: row
            .and_then(|row| size(row.text("max_file")?).ok())
            .unwrap_or(usual.max_file),
        max_files: row
            .and_then(|row| row.whole("max_files")?.try_into().ok())
            .unwrap_or(usual.max_files),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit() {
        for (text, bytes) in [
            ("500kB", 500 << 10),
            ("20MB", 20 << 20),
            ("20mb", 20 << 20),
            ("1GB", 1 << 30),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn a_disk_may_keep_more_free_than_a_file_has() {
        assert_eq!(room("30GB"), Ok(30 << 30));
        assert_eq!(room("0MB"), Ok(0));
        assert!(room("1").is_err());
        assert!(room("99999999999999GB").is_err());
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "`` is no size"),
            ("MB", "`MB` is no size"),
            ("20", "`20` is no size"),
            ("20 MB", "`20 MB` is no size"),
            ("1.5MB", "`1.5MB` is no size"),
            ("0MB", "`0MB` keeps nothing"),
            ("3GB", "`3GB` is more than any Bot API server gives out"),
        ] {
            assert_eq!(size(text).unwrap_err().reason, reason);
        }
    }
}
