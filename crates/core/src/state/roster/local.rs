//! Local times as instants (SPEC section 2, "Times").

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone,
    Timelike, Utc,
};
use chrono_tz::Tz;

use crate::time::At;

/// The configuration can't name a later year, and the calendar ends some way behind it.
const LAST_YEAR: i32 = 9_999;

/// A local time as an instant: what summer time skips happens at the first instant after the
/// gap, what comes twice happens the first time (SPEC section 2, "Times").
pub fn instant(zone: Tz, day: NaiveDate, time: NaiveTime) -> At {
    let local = NaiveDateTime::new(day, time);
    let found: DateTime<Utc> = match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => after_gap(zone, local),
    };
    At::from(found)
}

/// The day that a calendar in this zone shows; `None` beyond what the configuration can name.
pub(super) fn day(zone: Tz, at: At) -> Option<NaiveDate> {
    let utc = at.utc();
    (0..=LAST_YEAR)
        .contains(&utc.year())
        .then(|| utc.with_timezone(&zone).date_naive())
}

fn after_gap(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    // Gaps of the zone database end at whole minutes, and none is longer than a day.
    let minute = local.with_second(0).unwrap_or(local);
    (1..=24 * 60)
        .map(|minutes| minute + TimeDelta::minutes(minutes))
        .find_map(|later| zone.from_local_datetime(&later).earliest())
        .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: Tz, text: &str) -> String {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        instant(zone, local.date(), local.time()).rfc3339()
    }

    #[test]
    fn a_skipped_time_happens_after_the_gap_and_a_repeated_one_first() {
        let zone = chrono_tz::Europe::Berlin;
        assert_eq!(at(zone, "2027-03-28 02:30"), "2027-03-28T01:00:00.000Z");
        assert_eq!(at(zone, "2026-10-25 02:30"), "2026-10-25T00:30:00.000Z");
    }

    #[test]
    fn a_gap_may_be_half_an_hour_or_a_day() {
        let half = chrono_tz::Australia::Lord_Howe;
        assert_eq!(at(half, "2026-10-04 02:10"), "2026-10-03T15:30:00.000Z");
        let whole = chrono_tz::Pacific::Apia;
        assert_eq!(at(whole, "2011-12-30 00:00"), "2011-12-30T10:00:00.000Z");
        assert_eq!(at(whole, "2011-12-30 23:59"), "2011-12-30T10:00:00.000Z");
    }

    #[test]
    fn an_instant_beyond_the_calendar_has_no_day() {
        for at in [At(i64::MIN), At(i64::MAX)] {
            assert_eq!(day(chrono_tz::Asia::Shanghai, at), None);
        }
    }
}
