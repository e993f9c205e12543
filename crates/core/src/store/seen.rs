//! How long an update counts as seen: one rule for every store.

use crate::limits::SEEN_FOR;
use crate::time::At;

const DAY_MILLIS: i64 = 24 * 3600 * 1000;

#[expect(
    clippy::cast_possible_truncation,
    reason = "two days of milliseconds fit"
)]
const SEEN_FOR_MILLIS: i64 = SEEN_FOR.as_millis() as i64;

/// The days since 1970 under which an instant is filed: days are dropped whole.
pub fn day(at: At) -> i64 {
    at.0.div_euclid(DAY_MILLIS)
}

/// The days where an update that still counts at `now` may be filed. They reach as far ahead
/// as back: a clock that was set back must not make old updates new.
pub fn days_in_force(now: At) -> std::ops::RangeInclusive<i64> {
    let from = day(At(now.0.saturating_sub(SEEN_FOR_MILLIS)));
    from..=day(At(now.0.saturating_add(SEEN_FOR_MILLIS)))
}

/// Whether an update seen at `at` still counts at `now`.
pub fn in_force(at: At, now: At) -> bool {
    at.0.abs_diff(now.0) <= SEEN_FOR_MILLIS.unsigned_abs()
}

/// Whether everything filed under `filed` is over and may be dropped.
pub fn is_over(filed: i64, now: At) -> bool {
    filed < *days_in_force(now).start()
}

/// How many outdated entries one commit may drop: more than it adds, so the backlog shrinks,
/// and few enough not to be felt.
pub fn prune_limit(added: usize) -> usize {
    2 * added + 16
}
