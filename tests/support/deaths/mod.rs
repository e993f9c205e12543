//! A bot that dies again and again while people report and press, and what must be true after it.
//!
//! ```ignore
//! let mut storm = Storm::begin(town, seed);
//! for life in lives(seed, 100) {
//!     storm.live(&life).await; // wakes the bot; people act; returns at the moment of death
//!     storm.dies().await;
//! }
//! storm.end().await; // every report stored once and paged, every answer kept
//! ```

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on says so"
)]

mod copies;
mod plan;
mod reckoning;
mod storm;

pub(crate) use plan::{lives, seed};
pub(crate) use storm::Storm;
