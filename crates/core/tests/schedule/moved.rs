//! What falls on a day off waits for the next working day, against a watch that follows each day by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};
use chrono_tz::Tz;
use dutybell_core::state::schedule::Schedule;
use dutybell_core::state::schedule::holidays::{Holiday, Holidays};
use dutybell_core::time::At;
use proptest::prelude::*;

use super::{DAY, HOUR, any_day, at};

const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn row(from: &str, to: &str, work: bool) -> Holiday {
    Holiday {
        name: "National Day".to_owned(),
        from: date(from),
        to: date(to),
        work,
    }
}

/// The week of 2026 and its two days in exchange.
fn national_day() -> Arc<Holidays> {
    Arc::new(Holidays(vec![
        row("2026-10-01", "2026-10-07", false),
        row("2026-09-27", "2026-09-27", true),
        row("2026-10-10", "2026-10-10", true),
    ]))
}

/// `day time ← days from which it was moved`
fn told(schedule: Schedule, after: &str, count: usize) -> Vec<String> {
    let fires = schedule
        .told_after(SHANGHAI, at(SHANGHAI, after))
        .take(count);
    fires
        .map(|fire| {
            let local = fire.at.utc().with_timezone(&SHANGHAI);
            let moved: Vec<String> = fire.moved_from().map(|day| day.to_string()).collect();
            let arrow = if moved.is_empty() { "" } else { " ← " };
            format!("{}{arrow}{}", local.format("%m-%d %H:%M"), moved.join(" "))
        })
        .collect()
}

fn moved(text: &str) -> Schedule {
    let schedule = Schedule::on(text)
        .or_else(|_| Schedule::cron(text))
        .unwrap();
    schedule.moved(national_day())
}

#[test]
fn a_holiday_is_waited_out_and_days_in_exchange_are_worked() {
    assert_eq!(
        told(moved("1,16 09:00"), "2026-09-16 09:00", 3),
        [
            "10-08 09:00 ← 2026-10-01",
            "10-16 09:00",
            "11-02 09:00 ← 2026-11-01"
        ]
    );
    assert_eq!(
        told(moved("sat 09:00"), "2026-09-26 10:00", 4),
        [
            "09-27 09:00 ← 2026-09-26",
            "10-08 09:00 ← 2026-10-03",
            "10-10 09:00",
            "10-19 09:00 ← 2026-10-17"
        ]
    );
}

#[test]
fn what_meets_on_a_working_day_fires_once_and_in_order() {
    assert_eq!(
        told(moved("every day 09:00"), "2026-09-30 09:00", 3),
        [
            "10-08 09:00 ← 2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07",
            "10-09 09:00",
            "10-10 09:00",
        ]
    );
    // In the evening of the first day off, and in the morning of the last.
    assert_eq!(
        told(moved("0 0 9,17 * * Sat,Sun"), "2026-10-11 08:00", 5),
        [
            "10-12 09:00 ← 2026-10-11",
            "10-12 17:00 ← 2026-10-11",
            "10-19 09:00 ← 2026-10-17 2026-10-18",
            "10-19 17:00 ← 2026-10-17 2026-10-18",
            "10-26 09:00 ← 2026-10-24 2026-10-25",
        ]
    );
}

#[test]
fn kept_and_working_days() {
    let kept = Schedule::on("1 09:00").unwrap().keeping(national_day());
    assert_eq!(told(kept, "2026-09-30 00:00", 1), ["10-01 09:00"]);
    let workdays = Schedule::on("workday 09:00")
        .unwrap()
        .keeping(national_day());
    assert_eq!(
        told(workdays, "2026-09-30 09:00", 4),
        ["10-08 09:00", "10-09 09:00", "10-10 09:00", "10-12 09:00"]
    );
}

#[test]
fn days_off_to_the_end_of_the_calendar_are_waited_for_in_vain() {
    let off = row("9998-12-20", "9999-12-31", false);
    let schedule = moved("1 09:00").moved(Arc::new(Holidays(vec![off])));
    let end = At::from(date("9998-12-25").and_hms_opt(0, 0, 0).unwrap().and_utc());
    assert_eq!(schedule.next_after(SHANGHAI, end), None);
}

/// The watch looks so often: zones of these years differ from UTC by quarters of an hour.
const TICK: i64 = 5 * 60_000;
const WATCHED: i64 = 12 * DAY;
/// Further back than all the days off of a case together.
const BACK: i64 = 60;

type Fits = fn(NaiveDate) -> bool;

/// A setting as the watch knows it.
#[derive(Debug, Clone)]
struct Set {
    text: String,
    days: Fits,
    /// Besides, the day is one that is worked.
    working: bool,
    times: Vec<(u32, u32)>,
}

fn month_ends_within(day: NaiveDate, days: i64) -> bool {
    (day + TimeDelta::days(days)).month() != day.month()
}

fn any_set() -> impl Strategy<Value = Set> {
    let days: [(&str, Fits); 10] = [
        ("wed", |day| day.weekday() == Weekday::Wed),
        ("Sat", |day| day.weekday() == Weekday::Sat),
        ("fri-mon", |day| {
            [Weekday::Fri, Weekday::Sat, Weekday::Sun, Weekday::Mon].contains(&day.weekday())
        }),
        ("1，16", |day| [1, 16].contains(&day.day())),
        ("31", |day| day.day() == 31),
        ("last", |day| month_ends_within(day, 1)),
        ("15, last sun", |day| {
            day.day() == 15 || day.weekday() == Weekday::Sun && month_ends_within(day, 7)
        }),
        ("mar 28, 10月25日", |day| {
            [(3, 28), (10, 25)].contains(&(day.month(), day.day()))
        }),
        ("every day", |_| true),
        ("workday", |_| true),
    ];
    let times = prop::sample::select(vec![(0, 0), (2, 0), (2, 30), (3, 0), (9, 0), (23, 55)]);
    let plain = (prop::sample::select(days.to_vec()), times).prop_map(|((name, days), time)| Set {
        text: format!("{name} {:02}:{:02}", time.0, time.1),
        days,
        working: name == "workday",
        times: vec![time],
    });
    let cron: [(&str, Fits); 3] = [
        ("* * *", |_| true),
        ("1,16 * *", |day| [1, 16].contains(&day.day())),
        ("* * Sat,Sun", |day| {
            day.weekday().num_days_from_monday() > 4
        }),
    ];
    let hours = prop::sample::select(vec![vec![2], vec![9, 17], vec![0, 23]]);
    let cron = (prop::sample::select(cron.to_vec()), hours).prop_map(|((fields, days), hours)| {
        let names: Vec<String> = hours.iter().map(u32::to_string).collect();
        Set {
            text: format!("0 0,40 {} {fields}", names.join(",")),
            days,
            working: false,
            times: hours
                .iter()
                .flat_map(|hour| [(*hour, 0), (*hour, 40)])
                .collect(),
        }
    });
    prop_oneof![2 => plain, 1 => cron]
}

/// Days from a day on, how many, and whether they are worked.
fn any_holidays() -> impl Strategy<Value = Vec<(i64, i64, bool)>> {
    let off = (-14..14_i64, 1..10_i64, Just(false));
    let worked = (-14..14_i64, 1..3_i64, Just(true));
    (
        prop::collection::vec(off, 0..4),
        prop::collection::vec(worked, 0..3),
    )
        .prop_map(|(off, worked)| off.into_iter().chain(worked).collect())
}

struct Watch {
    set: Set,
    zone: Tz,
    moved: bool,
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

impl Watch {
    fn works(&self, day: NaiveDate) -> bool {
        if self.worked.contains(&day) {
            return true;
        }
        day.weekday().number_from_monday() <= 5 && !self.off.contains(&day)
    }

    /// Where a day's work is done.
    fn done_on(&self, mut day: NaiveDate) -> NaiveDate {
        while self.moved && !self.works(day) {
            day += TimeDelta::days(1);
        }
        day
    }

    /// The days whose work is done then.
    fn days_of(&self, on: NaiveDate) -> Vec<NaiveDate> {
        let days = (0..=BACK).rev().map(|back| on - TimeDelta::days(back));
        days.filter(|day| (self.set.days)(*day) && (!self.set.working || self.works(*day)))
            .filter(|day| self.done_on(*day) == on)
            .collect()
    }

    fn fits(&self, local: NaiveDateTime) -> bool {
        let time = (local.hour(), local.minute());
        self.set.times.contains(&time) && !self.days_of(local.date()).is_empty()
    }

    /// A time that shows for the first time, or the first tick after times that never showed.
    fn fires(&self, tick: i64) -> bool {
        let clock = |tick: i64| At(tick).utc().with_timezone(&self.zone).naive_local();
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
}

proptest! {
    #[test]
    fn it_fires_where_a_watch_sees_it(
        set in any_set(),
        (zone, day) in any_day(),
        rows in any_holidays(),
        moved in prop::bool::weighted(0.8),
        offset in 0..14 * DAY / TICK,
    ) {
        let mut watch = Watch { set, zone, moved, off: BTreeSet::new(), worked: BTreeSet::new() };
        let mut holidays = Vec::new();
        for (from, days, work) in rows {
            let from = day + TimeDelta::days(from);
            let to = from + TimeDelta::days(days - 1);
            holidays.push(Holiday { name: String::new(), from, to, work });
            let marked = if work { &mut watch.worked } else { &mut watch.off };
            marked.extend((0..days).map(|later| from + TimeDelta::days(later)));
        }
        let holidays = Arc::new(Holidays(holidays));
        let text = &watch.set.text;
        let schedule = Schedule::on(text).or_else(|_| Schedule::cron(text)).unwrap();
        let schedule = if moved { schedule.moved(holidays) } else { schedule.keeping(holidays) };

        let midnight = At::from(day.and_hms_opt(0, 0, 0).unwrap().and_utc());
        let from = midnight.0 - 10 * DAY + offset * TICK;
        let watched: Vec<At> = (1..=WATCHED / TICK)
            .map(|n| from + n * TICK)
            .filter(|tick| watch.fires(*tick))
            .map(At)
            .collect();
        let end = At(from + WATCHED);
        let fires: Vec<At> = schedule
            .fires_after(zone, At(from))
            .take_while(|fire| *fire <= end)
            .collect();
        prop_assert_eq!(&fires, &watched, "{} {} {:?}", text, zone, watch.off);
        let told: Vec<_> = schedule
            .told_after(zone, At(from))
            .take_while(|fire| fire.at <= end)
            .collect();
        prop_assert_eq!(told.iter().map(|fire| fire.at).collect::<Vec<_>>(), watched);
        for fire in &told {
            prop_assert_eq!(&fire.days, &watch.days_of(fire.on));
        }
        // Asked from anywhere on the way, the next is the same: nothing is remembered.
        for pair in fires.windows(2) {
            let between = At((pair[0].0 + pair[1].0) / 2);
            prop_assert_eq!(schedule.next_after(zone, between), Some(pair[1]));
        }
    }
}
