//! A town to try the real bot on: the program as a child process, a Telegram in this process, and
//! people who say, see and press.
//!
//! ```ignore
//! let mut town = Town::begin().await;
//! town.says("li", GROUP, "/report smoke in 12 Dongfeng Rd");
//! town.sees(GROUP, "🔴 #1 Fire").await;
//! town.rings("zhao", "🔴 LEVEL II Fire").await;
//! assert_eq!(town.presses("zhao", "Acknowledge").await.text, "Acknowledged #1. …");
//! town.end().await; // whatever came and was neither seen nor rang fails the test
//! ```
//!
//! Nothing here sleeps: whoever waits is woken by what happens in the Telegram, by the death of
//! the bot, or gives up after [`PATIENCE`].

#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses its own part of this"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

mod bot;
mod chat;
mod ending;
mod gate;
mod look;
mod plan;
mod program;
mod raw;
mod town;

use std::time::Duration;

pub(crate) use bot::Bot;
pub(crate) use chat::{Place, Seen};
pub(crate) use ending::{entries, kinds};
pub(crate) use gate::Gate;
pub(crate) use look::{buttons, look, without_times};
pub(crate) use plan::{ELSEWHERE, GROUP, HALF_A_DAY, Plan, SIX_HOURS, TOKEN, local, user};
pub(crate) use program::{Ran, dutybell};
pub(crate) use raw::Raw;
pub(crate) use town::Town;

/// Longer than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
