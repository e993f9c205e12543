//! Whether Telegram delivers, from what it says each time it is asked.

use crate::telegram::WebhookInfo;

/// Looks in a row without an answer after which nobody knows any more: one may be lost on the way.
const MOST_MISSED: u32 = 2;

/// What is remembered from one look to the next.
pub(super) struct Standing {
    /// Failures up to this one are known, or were before the webhook was set; a date of Telegram's.
    seen: u64,
    failing: Option<Failing>,
    /// Looks in a row without an answer.
    missed: u32,
}

/// A delivery failed, and none has succeeded since.
struct Failing {
    /// When the last one did.
    date: u64,
    /// Deliveries that had come in until then.
    came: u64,
}

impl Standing {
    /// The webhook has been set in this second.
    pub(super) fn set(now: u64) -> Self {
        Self {
            seen: now,
            failing: None,
            missed: 0,
        }
    }

    /// Telegram answered, after so many deliveries came in; why it does not deliver, if so.
    ///
    /// What failed before the webhook was set says nothing, and an update that is on its way waits as
    /// well. But Telegram may make the next try only after minutes: as long as updates wait and none
    /// comes in, what failed goes on failing.
    pub(super) fn looked<'a>(&mut self, info: &'a WebhookInfo, came: u64) -> Option<&'a str> {
        self.missed = 0;
        let date = info.last_error_date.unwrap_or_default();
        let fresh = date > self.seen;
        let lasts = self
            .failing
            .as_ref()
            .is_some_and(|failing| failing.date == date && failing.came == came);
        self.seen = self.seen.max(date);
        self.failing =
            (info.pending_update_count > 0 && (fresh || lasts)).then_some(Failing { date, came });
        let why = info.last_error_message.as_deref().unwrap_or_default();
        self.failing.as_ref().map(|_| why)
    }

    /// It did not answer; whether that has been so too often.
    pub(super) fn missed(&mut self) -> bool {
        self.missed = self.missed.saturating_add(1);
        self.missed >= MOST_MISSED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: u64 = 1_000;

    fn info(waiting: u64, failed: Option<u64>) -> WebhookInfo {
        WebhookInfo {
            url: "https://duty.example.org/telegram".to_owned(),
            pending_update_count: waiting,
            last_error_date: failed,
            last_error_message: failed.map(|_| "Connection refused".to_owned()),
        }
    }

    #[test]
    fn it_fails_until_something_comes_in_however_long_telegram_makes_no_new_try() {
        let mut standing = Standing::set(SET);
        assert_eq!(standing.looked(&info(0, None), 0), None);
        let failed = info(3, Some(SET + 30));
        for _ in 0..5 {
            assert_eq!(standing.looked(&failed, 0), Some("Connection refused"));
        }
        // A newer try failed as well.
        let again = info(4, Some(SET + 600));
        assert_eq!(standing.looked(&again, 0), Some("Connection refused"));
        // One came in: the others are on their way.
        assert_eq!(standing.looked(&info(3, Some(SET + 600)), 1), None);
        assert_eq!(standing.looked(&info(3, Some(SET + 600)), 1), None);
        let once_more = info(3, Some(SET + 660));
        assert!(standing.looked(&once_more, 1).is_some());
        // Nothing waits any more.
        assert_eq!(standing.looked(&info(0, Some(SET + 660)), 1), None);
        assert_eq!(standing.looked(&info(1, Some(SET + 660)), 1), None);
    }

    #[test]
    fn what_failed_before_it_was_set_says_nothing() {
        let mut standing = Standing::set(SET);
        for failed in [None, Some(SET - 1), Some(SET)] {
            assert_eq!(standing.looked(&info(9, failed), 0), None);
        }
    }

    #[test]
    fn one_look_may_be_missed() {
        let mut standing = Standing::set(SET);
        assert!(!standing.missed());
        standing.looked(&info(0, None), 0);
        assert!(!standing.missed());
        assert!(standing.missed());
        assert!(standing.missed());
    }

    #[test]
    fn a_missed_look_makes_nothing_good() {
        let mut standing = Standing::set(SET);
        let failed = info(1, Some(SET + 5));
        standing.looked(&failed, 0);
        standing.missed();
        assert!(standing.looked(&failed, 0).is_some());
    }
}
