//! How shown time runs beside real time: as fast, or faster, so that hours can be watched.
//!
//! A pace is data that can be told to another process in one line: whoever knows the same pace and
//! the same real time sees the same shown time. Nothing here reads a clock.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::At;

/// From the real instant `real` on, shown time runs from `shown` on, `factor` times as fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// When this pace began, in real time.
    pub real: At,
    /// What was shown then.
    pub shown: At,
    /// 1 is as fast as real time; never 0.
    pub factor: u32,
}

/// A line that tells no pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pace is three whole numbers: real and shown milliseconds, and a factor from 1 on")]
pub struct NoPace;

impl Pace {
    /// Real time, or a shown time ahead of it, running as fast as real time.
    pub fn from(real: At, shown: At) -> Self {
        Self {
            real,
            shown,
            factor: 1,
        }
    }

    /// What is shown at a real instant. Before the pace began it stands still.
    pub fn shown(self, real: At) -> At {
        let passed = real.0.saturating_sub(self.real.0).max(0);
        let passed = passed.saturating_mul(i64::from(self.factor));
        At(self.shown.0.saturating_add(passed))
    }

    /// How long a shown span really takes; never shorter than it needs.
    pub fn real_span(self, shown: Duration) -> Duration {
        let nanos = shown.as_nanos().div_ceil(u128::from(self.factor.max(1)));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// The pace that takes over at a real instant: what is shown goes on where it was.
    #[must_use]
    pub fn changed(self, real: At, factor: u32) -> Self {
        Self {
            real: real.max(self.real),
            shown: self.shown(real),
            factor: factor.max(1),
        }
    }

    /// The pace that takes over at a real instant and shows a later one at once, as fast as real time
    /// from there on: whoever skips wants to see what comes. Never back.
    #[must_use]
    pub fn skipped(self, real: At, to: At) -> Self {
        Self::from(real.max(self.real), self.shown(real).max(to))
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.real.0, self.shown.0, self.factor)
    }
}

impl FromStr for Pace {
    type Err = NoPace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words = text.split_ascii_whitespace();
        let mut word = || words.next().ok_or(NoPace);
        let (real, shown, factor) = (word()?, word()?, word()?);
        if word().is_ok() {
            return Err(NoPace);
        }
        let pace = Self {
            real: At(real.parse().map_err(|_| NoPace)?),
            shown: At(shown.parse().map_err(|_| NoPace)?),
            factor: factor.parse().map_err(|_| NoPace)?,
        };
        if pace.factor == 0 {
            return Err(NoPace);
        }
        Ok(pace)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_minutes_take_three_seconds_at_sixty_times() {
        let pace = Pace::from(At(1_000), At(1_000)).changed(At(2_000), 60);
        assert_eq!(pace.shown(At(2_000)), At(2_000));
        assert_eq!(pace.shown(At(5_000)), At(182_000));
        let span = pace.real_span(Duration::from_secs(180));
        assert_eq!(span, Duration::from_secs(3));
    }

    #[test]
    fn who_skips_is_there_at_once_and_never_goes_back() {
        let fast = Pace::from(At(1_000), At(1_000)).changed(At(2_000), 60);
        let there = fast.skipped(At(3_000), At(9_000_000));
        assert_eq!(there.shown(At(3_000)), At(9_000_000));
        assert_eq!(there.shown(At(4_000)), At(9_001_000));
        let not_back = there.skipped(At(5_000), At(7));
        assert_eq!(not_back.shown(At(5_000)), there.shown(At(5_000)));
        let late = there.skipped(At(1_000), At(0));
        assert_eq!(
            late.shown(At(3_000)),
            there.shown(At(3_000)),
            "a clock set back"
        );
    }

    #[test]
    fn a_line_that_is_no_pace_is_refused() {
        for line in ["", "1 2", "1 2 0", "1 2 -3", "1 2 3 4", "a b c"] {
            assert_eq!(line.parse::<Pace>(), Err(NoPace), "{line}");
        }
    }

    proptest! {
        #[test]
        fn it_never_goes_back_and_jumps_at_no_change(
            start in 0_i64..1 << 42,
            lead in 0_i64..1 << 40,
            changes in prop::collection::vec((0_i64..100_000, 0_u32..100), 1..20),
        ) {
            let mut pace = Pace::from(At(start), At(start + lead));
            let mut real = At(start);
            let mut last = pace.shown(real);
            for (wait, factor) in changes {
                real = At(real.0 + wait);
                let before = pace.shown(real);
                prop_assert!(before >= last);
                pace = pace.changed(real, factor);
                prop_assert_eq!(pace.shown(real), before);
                last = before;
            }
        }

        #[test]
        fn a_real_span_is_long_enough_and_hardly_longer(
            millis in 0_u64..1 << 40,
            factor in 1_u32..61,
        ) {
            let pace = Pace { real: At(0), shown: At(0), factor };
            let span = pace.real_span(Duration::from_millis(millis));
            let shown = span.as_nanos() * u128::from(factor);
            let wanted = u128::from(millis) * 1_000_000;
            prop_assert!(shown >= wanted && shown - wanted < u128::from(factor));
        }

        #[test]
        fn who_is_told_the_pace_sees_the_same(real: i64, shown: i64, factor in 1_u32..) {
            let pace = Pace { real: At(real), shown: At(shown), factor };
            prop_assert_eq!(pace.to_string().parse(), Ok(pace));
        }
    }
}
