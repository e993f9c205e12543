//! The only reader of wall time.

use std::time::Instant;

use dutybell_core::time::At;

/// Now, as the calendar has it: decides what is due, and may be set by the machine's owner.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room where wall time is read"
)]
pub(crate) fn now() -> At {
    At::from(chrono::Utc::now())
}

/// Now, for measuring spans: never goes back.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room where wall time is read"
)]
pub(crate) fn instant() -> Instant {
    Instant::now()
}
