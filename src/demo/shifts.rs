//! The demo's roster, seen from its clock: shifts that begin hours after the start, and how to get there.

use dutybell_core::settings::Settings;
use dutybell_core::state::roster::Rosters;
use dutybell_core::time::At;
use dutybell_sandbox::{Clock, Hook};
use std::time::Duration;

use super::skip;

/// The hook's name, by which the page knows it.
const NAME: &str = "next_shift";

/// The roster's shifts are shorter than this; more is never skipped at once.
const MOST: Duration = Duration::from_secs(24 * 3_600);

/// Lets the page skip the time until something happens about a shift.
pub(super) fn hook(settings: Settings, clock: Clock) -> Hook {
    let called = (
        NAME,
        "跳到下一次提醒或交接班",
        "Skip to the next reminder or handover",
    );
    skip::hook(called, "no shift comes", clock, move |now| {
        next(&settings, now)
    })
}

/// When the next thing happens about a shift: its people are reminded, or it begins. Swaps are the bot's
/// to know; they move nobody's beginning here.
fn next(settings: &Settings, now: At) -> Option<At> {
    let rosters = Rosters::of(settings, &[]);
    let coming = settings.rosters.iter().filter_map(|roster| {
        let shift = rosters.next_after(&roster.id, now)?;
        let reminders = roster.asks.remind.iter();
        let due = reminders.map(|lead| shift.from.minus(*lead));
        due.chain([shift.from]).filter(|due| *due > now).min()
    });
    coming.min().filter(|next| next.since(now) <= MOST)
}

#[cfg(test)]
mod tests {
    use super::super::{TOWN, settings};
    use super::*;
    use std::path::Path;

    fn at(text: &str) -> At {
        At(chrono::DateTime::parse_from_rfc3339(text)
            .unwrap()
            .timestamp_millis())
    }

    #[test]
    fn the_next_thing_is_a_reminder_and_then_the_handover() {
        let settings = settings(TOWN, Path::new("")).unwrap();
        let next = |now| next(&settings, at(now));
        let (reminder, handover) = ("2026-03-01T11:50:00+08:00", "2026-03-01T12:00:00+08:00");
        assert_eq!(next("2026-03-01T08:00:00+08:00"), Some(at(reminder)));
        assert_eq!(next("2026-03-01T11:49:59+08:00"), Some(at(reminder)));
        assert_eq!(next(reminder), Some(at(handover)));
        assert_eq!(next("2026-03-01T11:59:58+08:00"), Some(at(handover)));
        assert_eq!(next(handover), Some(at("2026-03-01T15:50:00+08:00")));
    }

    #[test]
    fn a_town_without_a_roster_skips_nothing() {
        let mut settings = settings(TOWN, Path::new("")).unwrap();
        settings.rosters.clear();
        assert_eq!(next(&settings, at("2026-03-01T08:00:00+08:00")), None);
    }
}
