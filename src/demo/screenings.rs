//! The demo's screenings and disputes, seen from its clock: a fortnight to the next question, days to a revisit.

use std::time::Duration;

use dutybell_core::settings::{PromptKind, Settings};
use dutybell_core::time::At;
use dutybell_sandbox::{Clock, Hook};
use tokio::sync::watch;

use super::skip;

/// The hook's name, by which the page knows it.
const NAME: &str = "next_screening";

/// Screenings are less apart than this; more is never skipped at once.
const MOST: Duration = Duration::from_secs(17 * 24 * 3_600);

/// Lets the page skip the time until a screening asks, or something of a dispute falls due. When that is, the
/// bot tells of its disputes.
pub(super) fn hook(settings: Settings, due: watch::Receiver<Vec<At>>, clock: Clock) -> Hook {
    let called = (
        NAME,
        "跳到下一次排查或纠纷期限",
        "Skip to the next screening or limit of a dispute",
    );
    skip::hook(called, "no screening comes", clock, move |now| {
        next(&settings, &due.borrow(), now)
    })
}

/// A limit that lies behind is dealt with by the bot already. No question is skipped on the way to a limit: it
/// would be one that was missed.
fn next(settings: &Settings, due: &[At], now: At) -> Option<At> {
    let rows = settings.prompts.iter();
    let rows = rows.filter(|row| row.kind == PromptKind::Screening);
    let asked = rows.filter_map(|row| row.schedule.next_after(settings.timezone, now));
    let limits = due.iter().copied().filter(|due| *due > now);
    let next = asked.chain(limits).min();
    next.filter(|next| next.since(now) <= MOST)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{TOWN, settings};
    use super::*;

    fn at(text: &str) -> At {
        At(chrono::DateTime::parse_from_rfc3339(text)
            .unwrap()
            .timestamp_millis())
    }

    #[test]
    fn the_next_thing_is_a_screening_or_what_a_dispute_waits_for() {
        let settings = settings(TOWN, Path::new("")).unwrap();
        let (first, second) = ("2026-03-01T09:30:00+08:00", "2026-03-16T09:30:00+08:00");
        let next = |due: &[&str], now| {
            let due: Vec<At> = due.iter().map(|text| at(text)).collect();
            next(&settings, &due, at(now))
        };
        assert_eq!(next(&[], "2026-02-16T09:30:00+08:00"), Some(at(first)));
        assert_eq!(next(&[], first), Some(at(second)));
        let revisit = "2026-03-08T09:50:00+08:00";
        assert_eq!(next(&[revisit, second], first), Some(at(revisit)));
        assert_eq!(next(&[revisit], revisit), Some(at(second)));
        assert_eq!(
            next(&["2026-03-20T09:00:00+08:00"], first),
            Some(at(second))
        );
    }

    #[test]
    fn a_town_without_a_screening_skips_to_nothing_far_away() {
        let mut settings = settings(TOWN, Path::new("")).unwrap();
        settings.prompts.clear();
        let now = at("2026-03-01T09:00:00+08:00");
        assert_eq!(next(&settings, &[], now), None);
        assert_eq!(next(&settings, &[now.plus(2 * MOST)], now), None);
    }

    #[test]
    fn a_revisit_falls_due_before_the_next_screening() {
        let settings = settings(TOWN, Path::new("")).unwrap();
        let lead = settings.ledger.remind.iter().max().unwrap();
        let after = settings.ledger.revisit_after - *lead;
        let day = Duration::from_secs(24 * 3_600);
        // The shortest half of a month, and a day in which everything else happens.
        assert!(after < 12 * day, "{after:?}");
        assert!(settings.prompts.iter().all(|row| row.onward.is_some()));
    }
}
