//! `dutybell verify` finds what somebody has changed in a stopped bot's record.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::Path;

use support::{GROUP, Town};

/// As the store opens its log; a segment of another size would not be read.
const SEGMENT_BYTES: usize = 512 * 1024;

/// Keys of events begin with this byte in the stored format 1.
const EVENTS: u8 = 3;

/// Changes words of the record as one would with a tool: only there, and as many bytes as before.
fn tamper(dir: &Path, before: &str, after: &str) {
    assert_eq!(before.len(), after.len());
    let config = sled::Config::new()
        .path(dir)
        .segment_size(SEGMENT_BYTES)
        .flush_every_ms(None);
    let db = config.open().unwrap();
    let mut changed = 0;
    for entry in db.scan_prefix([EVENTS]) {
        let (key, value) = entry.unwrap();
        let at = value
            .windows(before.len())
            .position(|words| words == before.as_bytes());
        if let Some(at) = at {
            let mut value = value.to_vec();
            value[at..at + after.len()].copy_from_slice(after.as_bytes());
            db.insert(key, value).unwrap();
            changed += 1;
        }
    }
    assert_eq!(changed, 1, "one entry holds the words");
    db.flush().unwrap();
}

#[tokio::test]
async fn an_entry_that_was_changed_is_named() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "smoke").await;
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    town.settles().await;
    for text in ["the roof is safe", "nobody is hurt"] {
        town.says("li", GROUP, &format!("/update 2 {text}"));
        town.sees(GROUP, "#2: update stored.").await;
    }
    let stored = town.end().await;
    let timeline = stored[1]["timeline"].as_array().unwrap();
    let changed = timeline
        .iter()
        .position(|entry| entry["text"] == "the roof is safe");
    let seq = changed.unwrap() + 1;

    tamper(&town.data(), "the roof is safe", "the roof is gone");
    let ran = town.runs(&["verify"]).await;
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let told = format!("incident 2: entry {seq} does not match its hash");
    assert!(ran.out.contains(&told), "no “{told}” in: {}", ran.out);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);

    tamper(&town.data(), "the roof is gone", "the roof is safe");
    let ran = town.runs(&["verify"]).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("2 incidents"), "{}", ran.out);
}
