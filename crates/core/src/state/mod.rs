//! What is so: incidents, their record, their live messages, and the desk.

pub mod change;
pub mod desk;
mod due;
pub mod duty;
pub mod duty_log;
pub mod edits;
pub mod event;
pub mod evidence;
pub mod form;
pub mod handing;
pub mod handover;
pub mod incident;
pub mod invite;
pub mod likeness;
pub mod merge;
pub mod offer;
pub mod overlay;
pub mod people_toml;
pub mod policy;
pub mod posts;
pub mod record;
pub mod roster;
pub mod schedule;
pub mod selftest;
pub mod swap;
pub mod trail;
mod withdrawal;
