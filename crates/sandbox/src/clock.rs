//! The only place of this crate that reads the clock. The model gets `now` as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use dutybell_core::time::At;

/// Wall time.
#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox's server needs wall time once, here; the model is given it"
)]
pub(crate) fn now() -> At {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    At(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
