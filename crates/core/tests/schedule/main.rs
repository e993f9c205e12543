//! When something recurs, against a clock that is watched half minute by half minute.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod moved;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use dutybell_core::state::schedule::Schedule;
use dutybell_core::time::At;
use proptest::prelude::*;

/// The watch looks so often.
const TICK: i64 = 30_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn at(zone: Tz, text: &str) -> At {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    At::from(
        zone.from_local_datetime(&local)
            .earliest()
            .unwrap()
            .to_utc(),
    )
}

/// The next times as clocks in the zone show them, with their distance from UTC.
fn shown(text: &str, zone: Tz, after: &str, count: usize) -> Vec<String> {
    let schedule = Schedule::cron(text)
        .or_else(|_| Schedule::on(text))
        .unwrap();
    let fires = schedule.fires_after(zone, at(zone, after)).take(count);
    fires
        .map(|at| {
            at.utc()
                .with_timezone(&zone)
                .format("%d %H:%M %:z")
                .to_string()
        })
        .collect()
}

const BERLIN: Tz = chrono_tz::Europe::Berlin;

#[test]
fn an_hour_that_is_skipped_is_not_lost() {
    assert_eq!(
        shown("0 */20 * * * *", BERLIN, "2027-03-28 01:30", 4),
        [
            "28 01:40 +01:00",
            "28 03:00 +02:00",
            "28 03:20 +02:00",
            "28 03:40 +02:00"
        ]
    );
    // Alone in the gap: at the first instant after it, and only then.
    assert_eq!(
        shown("0 30 2 * * *", BERLIN, "2027-03-27 12:00", 2),
        ["28 03:00 +02:00", "29 02:30 +02:00"]
    );
}

#[test]
fn an_hour_that_comes_twice_counts_once() {
    assert_eq!(
        shown("0 */20 * * * *", BERLIN, "2026-10-25 01:50", 5),
        [
            "25 02:00 +02:00",
            "25 02:20 +02:00",
            "25 02:40 +02:00",
            "25 03:00 +01:00",
            "25 03:20 +01:00"
        ]
    );
    // Asked within the second of them, the hour has passed.
    let again = At(at(BERLIN, "2026-10-25 02:10").0 + HOUR);
    let schedule = Schedule::cron("0 30 2 * * *").unwrap();
    let next = schedule.next_after(BERLIN, again).unwrap();
    assert_eq!(next, at(BERLIN, "2026-10-26 02:30"));
}

#[test]
fn leap_days_month_ends_and_years_ends() {
    let shanghai = chrono_tz::Asia::Shanghai;
    let schedule = Schedule::cron("0 0 9 29 Feb *").unwrap();
    let fires = schedule.fires_after(shanghai, at(shanghai, "2026-01-01 00:00"));
    let years: Vec<i32> = fires.take(2).map(|at| at.utc().year()).collect();
    assert_eq!(years, [2028, 2032]);
    assert_eq!(
        shown("last day 17:00", shanghai, "2028-01-31 17:00", 2),
        ["29 17:00 +08:00", "31 17:00 +08:00"]
    );
    assert_eq!(
        shown("last Fri 17:00", shanghai, "2026-12-01 00:00", 2),
        ["25 17:00 +08:00", "29 17:00 +08:00"]
    );
    assert_eq!(
        shown("0 0 0 1 1 *", shanghai, "2026-12-31 23:59", 1),
        ["01 00:00 +08:00"]
    );
}

#[test]
fn next_is_strictly_after_and_ends_with_the_calendar() {
    let schedule = Schedule::cron("0 0 */2 * * *").unwrap();
    let now = at(BERLIN, "2026-11-24 04:00");
    let next = schedule.next_after(BERLIN, now).unwrap();
    assert_eq!(next, at(BERLIN, "2026-11-24 06:00"));
    assert_eq!(schedule.next_after(BERLIN, At(now.0 - 1)), Some(now));
    assert_eq!(schedule.next_after(BERLIN, At(i64::MAX)), None);
    assert_eq!(schedule.next_after(BERLIN, At(i64::MIN)), None);
}

/// A setting as sets of numbers: the oracle never reads the expression.
#[derive(Debug, Clone)]
struct Set {
    text: String,
    second: u32,
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Vec<u32>,
    weekdays: Vec<Weekday>,
}

impl Set {
    fn fits(&self, local: NaiveDateTime) -> bool {
        local.second() == self.second
            && self.minutes.contains(&local.minute())
            && self.hours.contains(&local.hour())
            && self.days.contains(&local.day())
            && self.weekdays.contains(&local.weekday())
    }

    /// What a watch sees that looks at every tick: a time that shows for the first time, or the first
    /// tick after times that never showed.
    fn fires(&self, zone: Tz, tick: i64) -> bool {
        let clock = |tick: i64| At(tick).utc().with_timezone(&zone).naive_local();
        let (before, now) = (clock(tick - TICK), clock(tick));
        let step = TimeDelta::milliseconds(TICK);
        let mut skipped = before + step;
        while skipped < now {
            if self.fits(skipped) {
                return true;
            }
            skipped += step;
        }
        let shown_before = || (1..=26 * HOUR / TICK).any(|back| clock(tick - back * TICK) == now);
        self.fits(now) && !shown_before()
    }

    fn next(&self, zone: Tz, after: i64, end: i64) -> Option<At> {
        let first = after.div_euclid(TICK) * TICK + TICK;
        let mut ticks = (0..)
            .map(|n| first + n * TICK)
            .take_while(|tick| *tick <= end);
        ticks.find(|tick| self.fires(zone, *tick)).map(At)
    }
}

fn any_set() -> impl Strategy<Value = Set> {
    let minutes = prop_oneof![
        Just(("*/20", vec![0, 20, 40])),
        Just(("0", vec![0])),
        Just(("30", vec![30])),
        Just(("0,5,50", vec![0, 5, 50])),
        Just(("15-45/10", vec![15, 25, 35, 45])),
    ];
    let hours = prop_oneof![
        Just(("*", (0..24).collect::<Vec<u32>>())),
        Just(("*/2", (0..24).step_by(2).collect())),
        Just(("2", vec![2])),
        Just(("0,3", vec![0, 3])),
        Just(("1-3", vec![1, 2, 3])),
    ];
    let days = prop_oneof![
        3 => Just(("*", (1..=31).collect::<Vec<u32>>())),
        1 => Just(("1,16", vec![1, 16])),
        1 => Just(("28-31", vec![28, 29, 30, 31])),
    ];
    let every = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let weekdays = prop_oneof![
        3 => Just(("*", every.clone())),
        1 => Just(("Sun", vec![Weekday::Sun])),
        1 => Just(("Mon-Fri", every[..5].to_vec())),
    ];
    let second = prop_oneof![Just(0_u32), Just(30)];
    (second, minutes, hours, days, weekdays).prop_map(|(second, m, h, d, w)| Set {
        text: format!("{second} {} {} {} * {}", m.0, h.0, d.0, w.0),
        second,
        minutes: m.1,
        hours: h.1,
        days: d.1,
        weekdays: w.1,
    })
}

/// Days on which clocks are set, and some on which they are not.
fn any_day() -> impl Strategy<Value = (Tz, NaiveDate)> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    prop_oneof![
        (2020..2037_i32, prop_oneof![Just(3_u32), Just(10)]).prop_map(move |(year, month)| {
            // The last Sunday, when Europe sets its clocks.
            let end = day(year, month, 31);
            let back = end.weekday().num_days_from_sunday();
            (BERLIN, end - TimeDelta::days(i64::from(back)))
        }),
        Just((chrono_tz::America::New_York, day(2027, 3, 14))),
        Just((chrono_tz::America::New_York, day(2026, 11, 1))),
        Just((chrono_tz::Australia::Lord_Howe, day(2026, 10, 4))),
        Just((chrono_tz::Australia::Lord_Howe, day(2027, 4, 4))),
        Just((chrono_tz::Pacific::Apia, day(2011, 12, 30))),
        Just((chrono_tz::Africa::Casablanca, day(2025, 2, 23))),
        Just((chrono_tz::America::Sao_Paulo, day(2018, 11, 4))),
        Just((chrono_tz::Asia::Kathmandu, day(1986, 1, 1))),
        (2020..2037_i32, 1..=12_u32, 1..=28_u32)
            .prop_map(move |(year, month, of)| (chrono_tz::Asia::Shanghai, day(year, month, of))),
        Just((chrono_tz::Asia::Shanghai, day(2028, 2, 29))),
        Just((chrono_tz::Asia::Shanghai, day(2027, 12, 31))),
    ]
}

proptest! {
    #[test]
    fn the_next_time_is_the_one_that_a_watch_sees(
        set in any_set(),
        (zone, day) in any_day(),
        offset in -DAY / 4..DAY,
    ) {
        let noon = day.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let after = At(At::from(noon).0 + offset);
        let end = after.0 + 2 * DAY;
        let found = Schedule::cron(&set.text).unwrap().next_after(zone, after);
        let expected = set.next(zone, after.0, end);
        prop_assert_eq!(found.filter(|found| found.0 <= end), expected, "{} {} {}", set.text, zone, after.rfc3339());
    }

    #[test]
    fn no_time_is_lost_or_doubled_on_the_way(set in any_set(), (zone, day) in any_day()) {
        let from = At(At::from(day.and_hms_opt(0, 0, 0).unwrap().and_utc()).0 - DAY / 2);
        let schedule = Schedule::cron(&set.text).unwrap();
        let fires: Vec<At> = schedule
            .fires_after(zone, from)
            .take_while(|at| at.0 <= from.0 + DAY)
            .collect();
        prop_assert!(fires.windows(2).all(|pair| pair[0] < pair[1]));
        let watched: Vec<At> = (1..=DAY / TICK)
            .map(|n| from.0 + n * TICK)
            .filter(|tick| set.fires(zone, *tick))
            .map(At)
            .collect();
        prop_assert_eq!(fires, watched);
    }
}

#[test]
fn in_special_periods_alone() {
    let zone = chrono_tz::Asia::Shanghai;
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    // Out of order, and two that share a day.
    let spans = [
        (day("2027-05-01"), day("2027-05-01")),
        (day("2027-02-05"), day("2027-02-06")),
        (day("2027-02-06"), day("2027-02-07")),
    ];
    for text in ["every day 17:00", "0 0 17 * * *"] {
        let schedule = Schedule::on(text)
            .or_else(|_| Schedule::cron(text))
            .unwrap();
        let schedule = schedule.only(spans);
        let fires = |from: &str| {
            let fires = schedule.fires_after(zone, at(zone, from));
            let local = fires.map(|at| at.utc().with_timezone(&zone));
            local
                .map(|at| at.format("%m-%d %H:%M").to_string())
                .collect::<Vec<_>>()
        };
        let all = ["02-05 17:00", "02-06 17:00", "02-07 17:00", "05-01 17:00"];
        assert_eq!(fires("2026-11-24 00:00"), all);
        assert_eq!(fires("2027-02-05 17:00"), all[1..]);
        assert_eq!(fires("2027-02-07 23:00"), all[3..]);
        assert!(fires("2027-05-01 17:00").is_empty());
    }
    // Each second, and a period far away: nobody counts the seconds up to it.
    let schedule = Schedule::cron("* * * * * *").unwrap();
    let schedule = schedule.only([(day("2099-01-01"), day("2099-01-01"))]);
    let next = schedule.next_after(zone, at(zone, "2026-11-24 00:00"));
    assert_eq!(next, Some(at(zone, "2099-01-01 00:00")));
}
