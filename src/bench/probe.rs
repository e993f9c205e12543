//! What nothing can be faster than, and what a process takes.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::clock;

/// Bytes of one append: about what one report writes.
const APPEND: usize = 4096;

/// Times of one append with `fdatasync` in a folder.
pub(super) fn syncs(folder: &Path, count: usize) -> std::io::Result<Vec<Duration>> {
    let mut file = File::create(folder.join("sync-probe"))?;
    let bytes = [7_u8; APPEND];
    (0..count)
        .map(|_| {
            let start = clock::instant();
            file.write_all(&bytes)?;
            file.sync_data()?;
            Ok(start.elapsed())
        })
        .collect()
}

/// Times of one HTTP round trip to the server, as the bot makes it.
pub(super) async fn round_trips(
    api: &crate::telegram::BotApi,
    count: usize,
) -> Result<Vec<Duration>, crate::telegram::CallError> {
    let body = serde_json::json!({ "text": "x".repeat(600) });
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let start = clock::instant();
        api.call("probe", &body).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// Resident memory of a process and its peak, in bytes.
pub(super) fn memory(process: u32) -> std::io::Result<(u64, u64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|kilobytes| kilobytes.trim().parse::<u64>().ok())
            .map_or(0, |kilobytes| kilobytes * 1024)
    };
    Ok((field("VmRSS:"), field("VmHWM:")))
}

/// The value below which so many of a hundred are.
pub(super) fn percentile(times: &mut [Duration], hundredth: usize) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times
        .get(last * hundredth / 100)
        .copied()
        .unwrap_or_default()
}
