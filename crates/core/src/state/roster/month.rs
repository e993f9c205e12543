//! A month of a roster: for each of its days the shifts of the duty day, from handover to handover.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;

use crate::ids::PersonId;
use crate::settings::Roster;
use crate::state::roster::{Rosters, Shift, instant, local};
use crate::time::At;

/// A month of the calendar, of the years that a roster can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

/// Years that somebody may mean; the rest is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

impl Month {
    /// A month; `None` where the calendar has none, or nobody would ask for it.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month that a calendar in this zone shows.
    pub fn at(zone: Tz, at: At) -> Option<Self> {
        Self::of(local::day(zone, at)?)
    }

    /// The month to which something counts that was due then: of the day for which it was, where that was moved.
    pub fn counting(zone: Tz, at: At, moved: Option<NaiveDate>) -> Option<Self> {
        moved.and_then(Self::of).or_else(|| Self::at(zone, at))
    }

    /// The month of a day.
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// The one before.
    pub fn before(self) -> Option<Self> {
        match self.month {
            1 => Self::new(self.year - 1, 12),
            month => Self::new(self.year, month - 1),
        }
    }

    /// The one after.
    pub fn after(self) -> Option<Self> {
        match self.month {
            12 => Self::new(self.year + 1, 1),
            month => Self::new(self.year, month + 1),
        }
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        (1..=31).filter_map(move |day| self.day(day))
    }

    /// One of its days; `None` where it has fewer.
    pub fn day(self, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, day)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = ();

    /// `2026-11`, `2026/11`, `2026.11`, `2026年11月`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.strip_suffix('月').unwrap_or(text);
        let (year, month) = text.split_once(['-', '/', '.', '年']).ok_or(())?;
        let plain = |digits: &str| digits.chars().all(|c| c.is_ascii_digit());
        if !(plain(year) && plain(month)) {
            return Err(());
        }
        let (year, month) = year.parse().ok().zip(month.parse().ok()).ok_or(())?;
        Self::new(year, month).ok_or(())
    }
}

/// The duty day that runs: the latest date on which one of these rosters has handed over by now. In the
/// small hours that is mostly the day before, whose people are still on duty.
pub fn running_day<'a>(
    zone: Tz,
    rosters: impl IntoIterator<Item = &'a Roster>,
    now: At,
) -> Option<NaiveDate> {
    let today = local::day(zone, now)?;
    let times = rosters.into_iter().map(Roster::day_begins);
    let first = times.min().unwrap_or_default();
    if instant(zone, today, first) <= now {
        Some(today)
    } else {
        today.pred_opt()
    }
}

/// A shift, as it stands in one day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// The shift, whole.
    pub shift: Shift,
    /// Those of its people who stand there in the place of somebody else.
    pub swapped: Vec<PersonId>,
    /// Whether the day's first handover begins it, or an earlier one: else the time must be told.
    pub from_handover: bool,
    /// Whether nobody follows when it ends, within the duty day.
    pub ends: bool,
}

/// A day of a month, as a roster has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDay {
    /// Which.
    pub date: NaiveDate,
    /// Who is on duty in it, in order. Nobody, where the roster rests.
    pub stands: Vec<Stand>,
}

impl<'a> Rosters<'a> {
    /// The days of a month with the shifts that run in each, from its first handover to that of the
    /// next: a shift that lasts longer stands in each of them.
    pub fn month(&self, roster: &'a Roster, month: Month) -> Vec<DutyDay> {
        let days = month.days();
        days.map(|date| DutyDay {
            date,
            stands: self.duty_day(roster, date),
        })
        .collect()
    }

    fn duty_day(&self, roster: &'a Roster, date: NaiveDate) -> Vec<Stand> {
        let time = roster.day_begins();
        let Some(next) = date.checked_add_days(Days::new(1)) else {
            return Vec::new();
        };
        let (from, to) = (
            instant(self.zone, date, time),
            instant(self.zone, next, time),
        );
        let shifts: Vec<Shift> = self.shifts(&roster.id, from..to).collect();
        let follows =
            |shift: &Shift| shift.to >= to || shifts.iter().any(|other| other.from == shift.to);
        let stands = shifts.iter().map(|shift| Stand {
            swapped: self.swapped(shift),
            from_handover: shift.from <= from,
            ends: !follows(shift),
            shift: shift.clone(),
        });
        stands.collect()
    }

    /// Who is on a shift only because an override says so.
    fn swapped(&self, shift: &Shift) -> Vec<PersonId> {
        // What rosters and periods alone say: the one place that asks without the overrides.
        let planned = Rosters {
            overrides: &[],
            ..*self
        };
        let planned = planned.shift_at(&shift.roster, shift.from);
        let planned = planned.map_or_else(Vec::new, |shift| shift.people);
        let people = shift.people.iter();
        people
            .filter(|person| !planned.contains(person))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::settings::{Asks, Rotation};
    use crate::state::roster::Override;

    fn roster(rotation: Rotation, hour: u32, minute: u32) -> Roster {
        Roster {
            id: "office".into(),
            name: "Office".into(),
            turns: vec![vec!["li".into()], vec!["sun".into()], vec!["chen".into()]],
            start: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            handover: NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
            rotation,
            patrol: false,
            asks: Asks::default(),
        }
    }

    fn shown(day: &DutyDay, zone: Tz) -> String {
        let stands = day.stands.iter().map(|stand| {
            let people: Vec<&str> = stand.shift.people.iter().map(PersonId::as_str).collect();
            let time = if stand.from_handover {
                String::new()
            } else {
                format!("{} ", crate::render::local_time(zone, stand.shift.from))
            };
            let swapped = if stand.swapped.is_empty() { "" } else { "*" };
            let ends = if stand.ends { "|" } else { "" };
            format!("{time}{}{swapped}{ends}", people.join("+"))
        });
        stands.collect::<Vec<_>>().join(", ")
    }

    fn month(roster: &Roster, zone: Tz, overrides: &[Override], month: &str) -> Vec<String> {
        let all = std::slice::from_ref(roster);
        let rosters = Rosters::new(zone, all, &[], overrides);
        let days = rosters.month(&all[0], month.parse().unwrap());
        days.iter().map(|day| shown(day, zone)).collect()
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        let november = Month::new(2026, 11);
        for text in ["2026-11", "2026/11", "2026.11", "2026年11月"] {
            assert_eq!(text.parse().ok(), november, "{text}");
        }
        for text in [
            "2026-13", "2026", "11", "26-11", "+2026-11", "2026-00", "office",
        ] {
            assert_eq!(text.parse::<Month>(), Err(()), "{text}");
        }
        let december = Month::new(2026, 12).unwrap();
        assert_eq!(december.after(), Month::new(2027, 1));
        assert_eq!(december.after().unwrap().before(), Some(december));
        assert_eq!(december.to_string(), "2026-12");
    }

    #[test]
    fn the_day_that_runs_begins_with_the_first_handover() {
        let zone = chrono_tz::Europe::Berlin;
        let (office, night) = (
            roster(Rotation::Daily, 8, 30),
            roster(Rotation::Daily, 2, 30),
        );
        let at = |month: u32, day: u32, hour: u32, minute: u32| {
            let day = NaiveDate::from_ymd_opt(2027, month, day).unwrap();
            instant(zone, day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
        };
        let day = |rosters: &[Roster], now: At| {
            let day = running_day(zone, rosters, now).unwrap();
            day.format("%m-%d").to_string()
        };
        let (one, both) = ([office.clone()], [office, night.clone()]);
        assert_eq!(day(&one, at(5, 2, 8, 29)), "05-01");
        assert_eq!(day(&one, at(5, 2, 8, 30)), "05-02");
        assert_eq!(day(&one, at(5, 1, 2, 0)), "04-30");
        assert_eq!(day(&both, at(5, 2, 2, 29)), "05-01");
        assert_eq!(day(&both, at(5, 2, 2, 30)), "05-02");
        assert_eq!(day(&[], at(5, 2, 0, 0)), "05-02");
        // 02:30 is skipped on the 28th of March.
        let night = [night];
        assert_eq!(day(&night, at(3, 28, 1, 59)), "03-27");
        assert_eq!(day(&night, at(3, 28, 3, 0)), "03-28");
    }

    #[test]
    fn a_leap_february_has_a_day_more_and_a_roster_begins_in_its_month() {
        let office = roster(Rotation::Daily, 8, 30);
        let zone = chrono_tz::Asia::Shanghai;
        assert_eq!(month(&office, zone, &[], "2028-02").len(), 29);
        assert_eq!(month(&office, zone, &[], "2027-02").len(), 28);
        let november = month(&office, zone, &[], "2026-11");
        assert_eq!(november[..4], ["", "li", "sun", "chen"]);
        assert_eq!(november.len(), 30);
    }

    #[test]
    fn a_week_stands_in_each_of_its_days() {
        let office = roster(Rotation::Weekly, 8, 30);
        let november = month(&office, chrono_tz::Asia::Shanghai, &[], "2026-11");
        assert_eq!(november[6..9], ["li", "li", "sun"]);
    }

    #[test]
    fn a_summer_time_month_has_every_duty_day_once() {
        let zone = chrono_tz::Europe::Berlin;
        for (text, days) in [("2027-03", 31), ("2027-10", 31)] {
            let office = roster(Rotation::Daily, 2, 30);
            let shown = month(&office, zone, &[], text);
            assert_eq!(shown.len(), days);
            // One a day, in turn, also where 02:30 is skipped and where it comes twice.
            for pair in shown.windows(2) {
                let order = ["li", "sun", "chen"];
                let at = |name: &String| order.iter().position(|one| one == name).unwrap();
                assert_eq!((at(&pair[0]) + 1) % 3, at(&pair[1]), "{shown:?}");
            }
        }
    }

    #[test]
    fn what_others_took_over_is_marked_and_told_with_its_time() {
        let zone = chrono_tz::Asia::Shanghai;
        let office = roster(Rotation::Daily, 8, 30);
        let at = |day: u32, hour: u32| {
            let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            instant(zone, day, NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
        };
        let overrides = [Override {
            roster: "office".into(),
            from: at(3, 14),
            to: at(4, 2),
            off: "sun".into(),
            on: "li".into(),
        }];
        let november = month(&office, zone, &overrides, "2026-11");
        assert_eq!(november[2], "sun, 14:00 li*, 02:00 sun");
        assert_eq!(november[3], "chen");
    }
}
