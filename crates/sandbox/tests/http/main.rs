//! The sandbox over HTTP, as the bot and the page see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on should say where"
)]

mod bot_api;
mod control;
mod events;
mod handle;
mod keep;
mod polling;
mod town;
