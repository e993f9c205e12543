//! A Telegram to try Dutybell on.
//!
//! [`model`] is a Telegram as data: chats, people, updates, limits, faults, without network or
//! clock. [`Sandbox`] puts it behind HTTP, so that the bot talks to it as to the Bot API, and
//! shows the phones of its people on a page. [`simulate`] takes the bot's core through bad days
//! against the same model.

mod clock;
mod exchange;
mod feed;
mod hooks;
mod keep;
pub mod model;
mod said;
mod sandbox;
mod server;
pub mod simulate;

pub use hooks::Hook;
pub use keep::{Keep, Unreadable};
pub use sandbox::{Clock, PressFailed, Sandbox, Setup, StartFailed, TimedOut};
