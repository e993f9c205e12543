//! A Telegram to try Dutybell on.
//!
//! [`model`] is a Telegram as data: chats, people, updates, limits, faults, without network or
//! clock.

pub mod model;
