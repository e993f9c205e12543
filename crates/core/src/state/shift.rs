//! Who is on shift: a pure function of roster and time (SPEC section 2, "On shift").

use chrono::{
    DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

use crate::ids::PersonId;
use crate::settings::{Roster, Rotation};
use crate::time::At;

/// The person whose shift runs at `now`; `None` before the roster starts.
pub fn on_shift(roster: &Roster, zone: Tz, now: At) -> Option<&PersonId> {
    let turn = turns_before(roster, zone, now)?;
    let count = u64::try_from(roster.people.len())
        .ok()
        .filter(|count| *count > 0)?;
    roster.people.get(usize::try_from(turn % count).ok()?)
}

/// How many shifts have ended by `now`, counted from `start`.
fn turns_before(roster: &Roster, zone: Tz, now: At) -> Option<u64> {
    let today = now.utc().with_timezone(&zone).date_naive();
    match &roster.rotation {
        Rotation::Daily => days_since(roster, zone, now, today, roster.handover),
        Rotation::Weekly => {
            days_since(roster, zone, now, today, roster.handover).map(|days| days / 7)
        }
        Rotation::Shifts(starts) => {
            let first = *starts.first()?;
            let days = days_since(roster, zone, now, today, first)?;
            let day = roster.start + TimeDelta::days(i64::try_from(days).ok()?);
            let begun = starts
                .iter()
                .filter(|start| instant(zone, day, **start) <= now)
                .count();
            let per_day = u64::try_from(starts.len()).ok()?;
            Some(days * per_day + u64::try_from(begun).ok()?.saturating_sub(1))
        }
    }
}

/// Whole duty days since the start: a day runs from `handover` to the next day's `handover`.
fn days_since(
    roster: &Roster,
    zone: Tz,
    now: At,
    today: NaiveDate,
    handover: NaiveTime,
) -> Option<u64> {
    let calendar = (today - roster.start).num_days();
    let days = if now < instant(zone, today, handover) {
        calendar - 1
    } else {
        calendar
    };
    u64::try_from(days).ok()
}

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

    fn roster(rotation: Rotation) -> Roster {
        Roster {
            id: "office".into(),
            name: "Office".into(),
            people: vec!["li".into(), "wang".into(), "chen".into()],
            start: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            handover: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
            rotation,
        }
    }

    fn at(zone: Tz, text: &str) -> At {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        instant(zone, local.date(), local.time())
    }

    fn who(rotation: Rotation, time: &str) -> Option<String> {
        let zone = chrono_tz::Asia::Shanghai;
        on_shift(&roster(rotation), zone, at(zone, time)).map(ToString::to_string)
    }

    #[test]
    fn the_first_of_people_takes_over_at_start() {
        assert_eq!(who(Rotation::Daily, "2026-11-02 08:29"), None);
        assert_eq!(
            who(Rotation::Daily, "2026-11-02 08:30").as_deref(),
            Some("li")
        );
        assert_eq!(
            who(Rotation::Daily, "2026-11-03 08:29").as_deref(),
            Some("li")
        );
        assert_eq!(
            who(Rotation::Daily, "2026-11-03 08:30").as_deref(),
            Some("wang")
        );
        assert_eq!(
            who(Rotation::Daily, "2026-11-05 09:00").as_deref(),
            Some("li")
        );
    }

    #[test]
    fn weeks_turn_at_the_weekday_of_the_start() {
        assert_eq!(
            who(Rotation::Weekly, "2026-11-09 08:29").as_deref(),
            Some("li")
        );
        assert_eq!(
            who(Rotation::Weekly, "2026-11-09 08:30").as_deref(),
            Some("wang")
        );
    }

    #[test]
    fn several_shifts_a_day() {
        let shifts = || {
            Rotation::Shifts(vec![
                NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
                NaiveTime::from_hms_opt(20, 0, 0).unwrap(),
            ])
        };
        assert_eq!(who(shifts(), "2026-11-02 08:00").as_deref(), Some("li"));
        assert_eq!(who(shifts(), "2026-11-02 20:00").as_deref(), Some("wang"));
        assert_eq!(who(shifts(), "2026-11-03 07:59").as_deref(), Some("wang"));
        assert_eq!(who(shifts(), "2026-11-03 08:00").as_deref(), Some("chen"));
    }

    #[test]
    fn a_skipped_time_happens_after_the_gap_and_a_repeated_one_first() {
        let zone = chrono_tz::Europe::Berlin;
        assert_eq!(
            at(zone, "2027-03-28 02:30").rfc3339(),
            "2027-03-28T01:00:00.000Z"
        );
        assert_eq!(
            at(zone, "2026-10-25 02:30").rfc3339(),
            "2026-10-25T00:30:00.000Z"
        );
    }
}
