//! The only reader of wall time.
//!
//! In production what is shown is what the machine's clock says. Beside the demo another process
//! may set the pace, so that a night passes while somebody watches: then [`now`] runs along that
//! pace, and whoever waits for an instant waits with [`until`] or [`real`]. Network time limits are
//! real ones and use neither.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use dutybell_core::pace::Pace;
use dutybell_core::time::At;
use tokio::sync::watch;

/// A pace and the instant that was shown last before it: time does not go back where a change is
/// heard late.
#[derive(Debug, Clone, Copy)]
struct Told {
    pace: Pace,
    floor: At,
    /// When time was last skipped, in real time, and how much of it in all.
    skipped: Option<(At, Duration)>,
}

static TOLD: LazyLock<watch::Sender<Option<Told>>> = LazyLock::new(|| watch::Sender::new(None));

/// A wait that rounds to nothing would spin.
const MOMENT: Duration = Duration::from_millis(1);

/// Time that comes at once is skipped where it is longer than what a change of the pace may be late.
const LEAP: Duration = Duration::from_secs(60);

/// Now, as the calendar has it: decides what is due, and may be set by the machine's owner.
pub(crate) fn now() -> At {
    shown(*TOLD.borrow())
}

/// Now, for measuring spans: never goes back.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the room where wall time is read"
)]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

/// From now on time is shown at this pace.
pub(crate) fn set(pace: Pace) {
    TOLD.send_modify(|told| {
        *told = Some(match *told {
            Some(before) => before.followed(pace, wall()),
            None => Told {
                pace,
                floor: pace.shown,
                skipped: None,
            },
        });
    });
}

/// How long a span of shown time really takes at the present pace.
pub(crate) fn real(span: Duration) -> Duration {
    match *TOLD.borrow() {
        Some(told) => told.pace.real_span(span),
        None => span,
    }
}

/// How much shown time has passed, at most, in the last span of real time: what was skipped in it passed
/// as well.
pub(crate) fn shown_in_last(span: Duration) -> Duration {
    match *TOLD.borrow() {
        Some(told) => told.shown_in_last(span, wall()),
        None => span,
    }
}

/// Waits until an instant is shown; a change of the pace on the way is heeded.
pub(crate) async fn until(at: At) {
    let mut changes = TOLD.subscribe();
    loop {
        changes.borrow_and_update();
        let left = at.since(now());
        tokio::select! {
            // Not looked at again: a clock that was set back must not prolong the wait.
            () = tokio::time::sleep(real(left).max(MOMENT)) => return,
            // The sender is never dropped.
            _ = changes.changed() => {}
        }
    }
}

/// Waits for a span of shown time.
pub(crate) async fn sleep(span: Duration) {
    until(now().plus(span)).await;
}

impl Told {
    /// Another pace is told.
    fn followed(self, pace: Pace, real: At) -> Self {
        let floor = self.pace.shown(real).max(self.floor);
        let leap = pace.shown(real).since(floor);
        // What is heard a moment late is no leap.
        let skipped = if leap < LEAP {
            self.skipped
        } else {
            // All leaps together: too much of it is heeded for a moment, never too little.
            let before = self.skipped.map_or(Duration::ZERO, |(_, leap)| leap);
            Some((real, before.saturating_add(leap)))
        };
        Self {
            pace,
            floor,
            skipped,
        }
    }

    fn shown_in_last(self, span: Duration, real: At) -> Duration {
        let passed = span.saturating_mul(self.pace.factor);
        match self.skipped {
            Some((at, leap)) if real.since(at) < span => passed.saturating_add(leap),
            _ => passed,
        }
    }
}

fn shown(told: Option<Told>) -> At {
    match told {
        Some(Told { pace, floor, .. }) => pace.shown(wall()).max(floor),
        None => wall(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the room where wall time is read"
)]
fn wall() -> At {
    At::from(chrono::Utc::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_heard_late_takes_nothing_back() {
        let start = wall();
        let ahead = At(start.0 + 60_000);
        let fast = Pace::from(start, ahead);
        let told = Told {
            pace: fast,
            floor: ahead,
            skipped: None,
        };
        let before = shown(Some(told));
        let slow = Pace::from(start, start);
        let after = shown(Some(told.followed(slow, start)));
        assert_eq!(after, before);
    }

    #[test]
    fn what_was_skipped_has_passed_for_a_moment() {
        let (start, hour) = (At(1_000_000), Duration::from_secs(3_600));
        let two = Duration::from_secs(2);
        let told = Told {
            pace: Pace::from(start, start),
            floor: start,
            skipped: None,
        };
        let there = told.pace.skipped(start, start.plus(hour));
        let skipped = told.followed(there, start);
        assert_eq!(skipped.shown_in_last(two, start), two + hour);
        // Another pace right after it takes nothing back, and is no leap.
        let fast = skipped.followed(there.changed(start, 60), start);
        assert_eq!(fast.shown_in_last(two, start), two * 60 + hour);
        assert_eq!(skipped.shown_in_last(two, start.plus(two)), two);
    }
}
