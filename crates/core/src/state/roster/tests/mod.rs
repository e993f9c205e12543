//! Turns as they follow from `people`, `start`, `handover` and rotation.

mod overrides;
mod periods;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::{America, Asia, Europe, Tz};

use super::{Override, Rosters, instant};
use crate::ids::{PersonId, RosterId};
use crate::settings::{Roster, Rotation, SpecialPeriod};
use crate::time::At;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn times(texts: &[&str]) -> Rotation {
    Rotation::Shifts(texts.iter().map(|text| time(text)).collect())
}

/// A roster of turns like `li` or `wang+chen`.
fn roster(id: &str, turns: &[&str], start: &str, handover: &str, rotation: Rotation) -> Roster {
    let turn = |turn: &&str| turn.split('+').map(PersonId::from).collect();
    Roster {
        id: id.into(),
        name: id.into(),
        turns: turns.iter().map(turn).collect(),
        start: day(start),
        handover: time(handover),
        rotation,
        patrol: false,
        asks: crate::settings::Asks::default(),
    }
}

fn period(from: &str, to: &str, rosters: &[&str], instead_of: &[&str]) -> SpecialPeriod {
    let ids = |ids: &[&str]| ids.iter().map(|id| RosterId::from(*id)).collect();
    SpecialPeriod {
        name: "Period".into(),
        from: day(from),
        to: day(to),
        rosters: ids(rosters),
        instead_of: ids(instead_of),
    }
}

/// A configuration that the tests ask.
struct Town {
    zone: Tz,
    rosters: Vec<Roster>,
    periods: Vec<SpecialPeriod>,
    overrides: Vec<Override>,
}

impl Town {
    fn of(zone: Tz, rosters: Vec<Roster>) -> Self {
        Self {
            zone,
            rosters,
            periods: Vec::new(),
            overrides: Vec::new(),
        }
    }

    fn in_periods(self, periods: Vec<SpecialPeriod>) -> Self {
        Self { periods, ..self }
    }

    /// `on` stands in for `off` on the first roster.
    fn with(mut self, from: &str, to: &str, off: &str, on: &str) -> Self {
        let over = Override {
            roster: self.rosters[0].id.clone(),
            from: self.at(from),
            to: self.at(to),
            off: off.into(),
            on: on.into(),
        };
        self.overrides.push(over);
        self
    }

    fn ask(&self) -> Rosters<'_> {
        Rosters::new(self.zone, &self.rosters, &self.periods, &self.overrides)
    }

    fn at(&self, text: &str) -> At {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        instant(self.zone, local.date(), local.time())
    }

    fn local(&self, at: At) -> String {
        let local = at.utc().with_timezone(&self.zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    }

    fn who(&self, roster: &str, at: At) -> String {
        let shift = self.ask().shift_at(&roster.into(), at);
        shift.map_or_else(|| "-".into(), |shift| names(&shift.people))
    }

    /// `beginning +hours people`, a shift a line.
    fn plan(&self, roster: &str, from: &str, to: &str) -> Vec<String> {
        let id = roster.into();
        let shifts = self.ask();
        let shifts = shifts.shifts(&id, self.at(from)..self.at(to));
        shifts
            .map(|shift| {
                let minutes = shift.to.since(shift.from).as_secs() / 60;
                let (hours, minutes) = (minutes / 60, minutes % 60);
                let minutes = if minutes > 0 {
                    format!(":{minutes:02}")
                } else {
                    String::new()
                };
                let begins = self.local(shift.from);
                format!("{begins} +{hours}{minutes}h {}", names(&shift.people))
            })
            .collect()
    }
}

fn names(people: &[PersonId]) -> String {
    let names: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    names.join("+")
}

const THREE: [&str; 3] = ["li", "wang", "chen"];

fn office(rotation: Rotation) -> Roster {
    roster("office", &THREE, "2026-11-02", "08:30", rotation)
}

fn china(roster: Roster) -> Town {
    Town::of(Asia::Shanghai, vec![roster])
}

#[test]
fn the_first_of_people_takes_over_at_start() {
    let town = china(office(Rotation::Daily));
    assert_eq!(
        town.plan("office", "2026-10-01 00:00", "2026-11-06 08:30"),
        [
            "2026-11-02 08:30 +24h li",
            "2026-11-03 08:30 +24h wang",
            "2026-11-04 08:30 +24h chen",
            "2026-11-05 08:30 +24h li",
        ]
    );
    let start = town.at("2026-11-02 08:30");
    assert_eq!(town.who("office", At(start.0 - 1)), "-");
    assert_eq!(town.who("office", start), "li");
    assert_eq!(town.who("nowhere", start), "-");
}

#[test]
fn weeks_turn_at_the_weekday_of_the_start() {
    let town = china(office(Rotation::Weekly));
    assert_eq!(
        town.plan("office", "2026-11-02 00:00", "2026-11-16 12:00"),
        [
            "2026-11-02 08:30 +168h li",
            "2026-11-09 08:30 +168h wang",
            "2026-11-16 08:30 +168h chen",
        ]
    );
}

#[test]
fn several_shifts_a_day() {
    let town = china(roster(
        "office",
        &THREE,
        "2026-11-02",
        "08:00",
        times(&["08:00", "20:00"]),
    ));
    assert_eq!(
        town.plan("office", "2026-11-01 20:00", "2026-11-04 08:00"),
        [
            "2026-11-02 08:00 +12h li",
            "2026-11-02 20:00 +12h wang",
            "2026-11-03 08:00 +12h chen",
            "2026-11-03 20:00 +12h li",
        ]
    );
}

#[test]
fn the_first_of_people_takes_over_at_handover_also_where_the_day_has_earlier_shifts() {
    let town = china(roster(
        "office",
        &THREE,
        "2026-11-02",
        "20:00",
        times(&["08:00", "20:00"]),
    ));
    assert_eq!(
        town.plan("office", "2026-11-01 20:00", "2026-11-03 20:00"),
        ["2026-11-02 20:00 +12h li", "2026-11-03 08:00 +12h wang"]
    );
}

#[test]
fn a_shift_over_summer_times_changes_has_23_or_25_hours() {
    let town = Town::of(
        Europe::Berlin,
        vec![roster("r", &THREE, "2026-10-23", "08:30", Rotation::Daily)],
    );
    assert_eq!(
        town.plan("r", "2026-10-24 12:00", "2026-10-26 08:30"),
        ["2026-10-24 08:30 +25h wang", "2026-10-25 08:30 +24h chen"]
    );
    assert_eq!(
        town.plan("r", "2027-03-27 12:00", "2027-03-28 12:00"),
        ["2027-03-27 08:30 +23h chen", "2027-03-28 08:30 +24h li"]
    );
    let town = Town::of(
        Europe::Berlin,
        vec![roster("r", &THREE, "2026-10-19", "08:30", Rotation::Weekly)],
    );
    assert_eq!(
        town.plan("r", "2026-10-19 12:00", "2026-10-20 12:00"),
        ["2026-10-19 08:30 +169h li"]
    );
}

#[test]
fn a_handover_in_the_gap_happens_after_it() {
    let town = Town::of(
        Europe::Berlin,
        vec![roster("r", &THREE, "2027-03-26", "02:30", Rotation::Daily)],
    );
    assert_eq!(
        town.plan("r", "2027-03-26 12:00", "2027-03-29 12:00"),
        [
            "2027-03-26 02:30 +24h li",
            "2027-03-27 02:30 +23:30h wang",
            "2027-03-28 03:00 +23:30h chen",
            "2027-03-29 02:30 +24h li",
        ]
    );
}

#[test]
fn a_handover_in_the_repeated_hour_happens_once_the_first_time() {
    let town = Town::of(
        Europe::Berlin,
        vec![roster("r", &THREE, "2026-10-23", "02:30", Rotation::Daily)],
    );
    assert_eq!(
        town.plan("r", "2026-10-23 12:00", "2026-10-26 02:30"),
        [
            "2026-10-23 02:30 +24h li",
            "2026-10-24 02:30 +24h wang",
            "2026-10-25 02:30 +25h chen",
        ]
    );
    let first = town.at("2026-10-25 02:30");
    let second = At(first.0 + 3_600_000);
    assert_eq!(town.local(second), "2026-10-25 02:30");
    assert_eq!(
        [At(first.0 - 1), first, At(second.0 - 1), second].map(|at| town.who("r", at)),
        ["wang", "chen", "chen", "chen"]
    );
}

/// Newfoundland's clocks once went back at a minute past midnight, so the day before came again.
#[test]
fn a_handover_at_midnight_holds_though_the_evening_comes_twice() {
    let town = Town::of(
        America::St_Johns,
        vec![roster("r", &THREE, "2010-11-05", "00:00", Rotation::Daily)],
    );
    let midnight = town.at("2010-11-07 00:00");
    let evening = At(midnight.0 + 31 * 60_000);
    assert_eq!(town.local(evening), "2010-11-06 23:31");
    assert_eq!(
        [At(midnight.0 - 1), midnight, evening].map(|at| town.who("r", at)),
        ["wang", "chen", "chen"]
    );
}

#[test]
fn of_two_starts_in_one_gap_the_later_counts() {
    let starts = times(&["01:00", "02:00", "02:30", "14:00"]);
    let town = Town::of(
        Europe::Berlin,
        vec![roster("r", &THREE, "2027-03-28", "01:00", starts)],
    );
    assert_eq!(
        town.plan("r", "2027-03-28 00:00", "2027-03-29 02:00"),
        [
            // 01:00 to 03:00 is an hour; wang's shift at 02:00 has no length.
            "2027-03-28 01:00 +1h li",
            "2027-03-28 03:00 +11h chen",
            "2027-03-28 14:00 +11h li",
            "2027-03-29 01:00 +1h wang",
        ]
    );
}

#[test]
fn years_end_and_leap_day_are_days_like_others() {
    let town = china(roster("r", &THREE, "2027-12-31", "08:30", Rotation::Daily));
    assert_eq!(
        town.plan("r", "2027-12-31 08:30", "2028-01-02 08:30"),
        ["2027-12-31 08:30 +24h li", "2028-01-01 08:30 +24h wang"]
    );
    assert_eq!(
        town.plan("r", "2028-02-28 08:30", "2028-03-02 08:30"),
        [
            "2028-02-28 08:30 +24h chen",
            "2028-02-29 08:30 +24h li",
            "2028-03-01 08:30 +24h wang",
        ]
    );
}

#[test]
fn several_people_stand_on_one_shift_and_the_first_leads_it() {
    let turns = ["li", "wang+chen"];
    let town = china(roster("r", &turns, "2026-11-02", "08:30", Rotation::Daily));
    assert_eq!(
        town.plan("r", "2026-11-02 08:30", "2026-11-04 08:30"),
        [
            "2026-11-02 08:30 +24h li",
            "2026-11-03 08:30 +24h wang+chen"
        ]
    );
    let shift = town
        .ask()
        .shift_at(&"r".into(), town.at("2026-11-03 12:00"));
    let shift = shift.unwrap();
    assert_eq!(shift.captain(), Some(&"wang".into()));
    assert_eq!(
        (shift.id().roster, town.local(shift.id().from).as_str()),
        ("r".into(), "2026-11-03 08:30")
    );
}

#[test]
fn the_next_shift_follows_the_running_one() {
    let town = china(office(Rotation::Daily));
    let next = |at: &str| {
        let next = town.ask().next_after(&"office".into(), town.at(at));
        next.map(|next| format!("{} {}", town.local(next.from), names(&next.people)))
    };
    let first = next("2026-10-01 00:00");
    assert_eq!(first.as_deref(), Some("2026-11-02 08:30 li"));
    let second = next("2026-11-02 08:30");
    assert_eq!(second.as_deref(), Some("2026-11-03 08:30 wang"));
    assert_eq!(town.ask().next_after(&"nowhere".into(), At(0)), None);
}

#[test]
fn what_is_no_roster_is_nobody_and_does_not_panic() {
    let mut empty = office(times(&[]));
    let mut town = china(empty.clone());
    let (now, id) = (town.at("2026-11-03 12:00"), "office".into());
    assert_eq!(town.ask().shift_at(&id, now), None);
    assert_eq!(town.ask().shifts(&id, At(0)..now).count(), 0);
    (empty.rotation, empty.turns) = (Rotation::Daily, Vec::new());
    town.rosters = vec![empty];
    assert_eq!(town.ask().next_after(&id, now), None);
    town.rosters = vec![office(Rotation::Daily)];
    for edge in [At(i64::MIN), At(i64::MAX)] {
        assert_eq!(town.ask().shift_at(&id, edge), None);
    }
    assert_eq!(town.ask().next_after(&id, At(i64::MAX)), None);
}
