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
}

static TOLD: LazyLock<watch::Sender<Option<Told>>> = LazyLock::new(|| watch::Sender::new(None));

/// A wait that rounds to nothing would spin.
const MOMENT: Duration = Duration::from_millis(1);

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
        *told = Some(Told {
            pace,
            floor: told.map_or(pace.shown, |before| shown(Some(before))),
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

/// How much shown time passes in a span of real time at the present pace.
pub(crate) fn shown_in(span: Duration) -> Duration {
    match *TOLD.borrow() {
        Some(told) => span.saturating_mul(told.pace.factor),
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

fn shown(told: Option<Told>) -> At {
    match told {
        Some(Told { pace, floor }) => pace.shown(wall()).max(floor),
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
        let before = shown(Some(Told {
            pace: fast,
            floor: ahead,
        }));
        let slow = Pace::from(start, start);
        let after = shown(Some(Told {
            pace: slow,
            floor: before,
        }));
        assert_eq!(after, before);
    }
}
