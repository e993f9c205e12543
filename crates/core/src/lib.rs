//! What Dutybell decides. No I/O, no clock, no randomness: `now` and ids are passed in.

pub mod audit;
pub mod chart;
pub mod codec;
pub mod decide;
pub mod deliver;
pub mod engine;
pub mod ids;
pub mod incoming;
pub mod invariants;
pub mod limits;
pub mod outgoing;
pub mod pace;
pub mod parse;
pub mod render;
pub mod settings;
pub mod sheet;
pub mod state;
pub mod store;
pub mod time;
