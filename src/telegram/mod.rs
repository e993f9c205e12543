//! The edge to Telegram: updates in, messages out. The only room that names teloxide and the Bot
//! API's use of reqwest.
//!
//! teloxide's types and payloads are used, its dispatcher and throttle are not: they confirm an
//! update before it is handled, and let an urgent message wait behind all others.

mod client;
mod drawn;
mod file;
mod poll;
mod request;
mod split;

pub(crate) use client::{BotApi, CallError, Connection, WebhookInfo};
pub(crate) use poll::{AT_ONCE, PollError, Poller, Received, forget, peek, received};
