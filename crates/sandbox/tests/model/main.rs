//! The model by itself: no network, no clock.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on should say where"
)]

mod faults;
mod files;
mod groups;
mod limits;
mod presses;
mod refusals;
mod sending;
mod town;
mod updates;
mod webhook;
mod wire;
