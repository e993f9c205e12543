//! What is so: incidents, their record, their live messages, and the desk.

pub mod change;
pub mod desk;
pub mod event;
pub mod evidence;
pub mod form;
pub mod incident;
pub mod invite;
pub mod overlay;
pub mod policy;
pub mod posts;
pub mod record;
pub mod shift;
pub mod trail;
