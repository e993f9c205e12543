//! SIGKILL at a hundred moments loses no report, no page and no acknowledgement.

#[path = "support/deaths/mod.rs"]
mod deaths;
mod support;

use deaths::{Storm, lives, seed};
use support::{Plan, Town};

/// How often it dies.
const DEATHS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing() {
    let lives = lives(seed(), DEATHS);
    let mut storm = Storm::begin(Town::asleep(Plan::calm()).await);
    for life in &lives {
        storm.live(life).await;
        storm.dies().await;
    }
    storm.end().await;
}
