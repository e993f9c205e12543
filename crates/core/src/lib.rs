//! What Dutybell decides. No I/O, no clock, no randomness: `now` and ids are passed in.

pub mod ids;
pub mod incoming;
pub mod limits;
pub mod outgoing;
pub mod settings;
pub mod store;
pub mod time;
