//! The benchmark: the real bot as a process against a Bot API server that does nothing but answer,
//! so that what is measured is the bot. Each figure stands beside what it can't be faster than.

mod history;
mod probe;
mod run;
mod server;
mod table;

pub(crate) use run::{Sizes, bench};
