//! Random configurations that `check` would take, in random zones and years.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use dutybell_core::ids::{PersonId, RosterId};
use dutybell_core::settings::{Roster, Rotation, SpecialPeriod};
use dutybell_core::state::roster::{Override, Rosters};
use dutybell_core::time::At;
use proptest::prelude::*;

use crate::oracle::{happens, times};
use crate::{DAY, MINUTE};

const ZONES: [Tz; 14] = [
    chrono_tz::UTC,
    chrono_tz::Europe::Berlin,
    chrono_tz::Europe::Dublin,
    chrono_tz::Europe::Lisbon,
    chrono_tz::America::New_York,
    chrono_tz::America::St_Johns,
    chrono_tz::America::Santiago,
    chrono_tz::America::Havana,
    chrono_tz::Asia::Shanghai,
    chrono_tz::Asia::Beirut,
    chrono_tz::Asia::Kathmandu,
    chrono_tz::Australia::Lord_Howe,
    chrono_tz::Pacific::Apia,
    chrono_tz::Africa::Casablanca,
];

/// A configuration that `check` would take, and a span of it to look at.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) zone: Tz,
    pub(crate) rosters: Vec<Roster>,
    pub(crate) periods: Vec<SpecialPeriod>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) span: std::ops::Range<At>,
}

impl Plan {
    pub(crate) fn ask(&self) -> Rosters<'_> {
        Rosters::new(self.zone, &self.rosters, &self.periods, &self.overrides)
    }

    pub(crate) fn roster(&self, id: &RosterId) -> &Roster {
        self.rosters.iter().find(|r| r.id == *id).unwrap()
    }
}

fn person() -> impl Strategy<Value = PersonId> {
    (0..6_u8).prop_map(|n| PersonId::new(format!("p{n}")))
}

/// Half of them near the hours at which clocks are changed.
fn time() -> impl Strategy<Value = NaiveTime> {
    prop_oneof![0..4 * 60_u32, 0..24 * 60_u32]
        .prop_map(|minute| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap())
}

fn rotation() -> impl Strategy<Value = (Rotation, NaiveTime)> {
    let shifts = (
        proptest::collection::btree_set(time(), 1..4),
        any::<prop::sample::Index>(),
    );
    prop_oneof![
        time().prop_map(|time| (Rotation::Daily, time)),
        time().prop_map(|time| (Rotation::Weekly, time)),
        shifts.prop_map(|(times, first)| {
            let times: Vec<NaiveTime> = times.into_iter().collect();
            let handover = times[first.index(times.len())];
            (Rotation::Shifts(times), handover)
        }),
    ]
}

/// A roster that begins so many days before the day that is looked at.
fn roster(day: NaiveDate) -> impl Strategy<Value = Roster> {
    let turn = proptest::collection::btree_set(person(), 1..4)
        .prop_map(|turn| turn.into_iter().collect::<Vec<PersonId>>())
        .prop_shuffle();
    let turns = proptest::collection::vec(turn, 1..5);
    let before = prop_oneof![-10..40_i64, 0..400_i64];
    (turns, rotation(), before).prop_map(move |(turns, (rotation, handover), before)| Roster {
        id: "unnamed".into(),
        name: "Roster".into(),
        turns,
        start: day - TimeDelta::days(before),
        handover,
        rotation,
        patrol: false,
        asks: dutybell_core::settings::Asks::default(),
    })
}

/// A day of the years 2020 to 2036, often one at which many clocks are changed.
fn day() -> impl Strategy<Value = NaiveDate> {
    let any = (0..6_200_i64).prop_map(|days| ymd(2020, 1, 1) + TimeDelta::days(days));
    let spring = (2020..2037_i32, 0..30_i64).prop_map(|(y, d)| ymd(y, 3, 7) + TimeDelta::days(d));
    let autumn = (2020..2037_i32, 0..45_i64).prop_map(|(y, d)| ymd(y, 9, 25) + TimeDelta::days(d));
    prop_oneof![any, spring, autumn]
}

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let zone = prop::sample::select(&ZONES[..]);
    (zone, day()).prop_flat_map(|(zone, day)| {
        let rosters = proptest::collection::vec(roster(day), 4);
        let periods = proptest::collection::vec((-8..8_i64, 0..5_i64, 0..4_u8), 0..4);
        let over = (
            0..4_usize,
            -6 * 1440..6 * 1440_i64,
            0..3 * 1440_i64,
            person(),
            person(),
        );
        let overrides = proptest::collection::vec(over, 0..8);
        (Just(zone), Just(day), rosters, periods, overrides).prop_map(
            |(zone, day, mut rosters, periods, overrides)| {
                for (index, roster) in rosters.iter_mut().enumerate() {
                    roster.id = RosterId::new(format!("r{index}"));
                }
                let noon = happens(zone, day, NaiveTime::from_hms_opt(12, 0, 0).unwrap());
                let overrides = overrides.into_iter().map(|(index, from, long, off, on)| {
                    let from = noon.0 + from * MINUTE;
                    Override {
                        roster: rosters[index].id.clone(),
                        from: At(from),
                        to: At(from + long * MINUTE),
                        off,
                        on,
                    }
                });
                let overrides = overrides.collect();
                let periods = as_checked(day, &mut rosters, &periods);
                Plan {
                    zone,
                    rosters,
                    periods,
                    overrides,
                    span: At(noon.0 - 5 * DAY)..At(noon.0 + 5 * DAY),
                }
            },
        )
    })
}

/// Periods that `check` takes: `r0` and `r1` may be replaced, `r2` and `r3` are the special ones.
fn as_checked(
    day: NaiveDate,
    rosters: &mut [Roster],
    wanted: &[(i64, i64, u8)],
) -> Vec<SpecialPeriod> {
    let mut periods: Vec<SpecialPeriod> = Vec::new();
    for (begin, long, kind) in wanted {
        let from = day + TimeDelta::days(*begin);
        let to = from + TimeDelta::days(*long);
        let (special, replaced): (&[usize], &[usize]) = match kind {
            0 => (&[2], &[]),
            1 => (&[3], &[]),
            2 => (&[2], &[0]),
            _ => (&[3, 2], &[0, 1]),
        };
        let taken = periods
            .iter()
            .any(|other| !other.instead_of.is_empty() && other.from <= to && from <= other.to);
        if taken && !replaced.is_empty() {
            continue;
        }
        if !replaced.is_empty() {
            // The same first handover, and begun by then.
            let first = times(&rosters[0])[0];
            for index in replaced.iter().chain(special) {
                let roster = &mut rosters[*index];
                match &mut roster.rotation {
                    Rotation::Shifts(times) => {
                        times.retain(|time| *time > first);
                        times.insert(0, first);
                        if !times.contains(&roster.handover) {
                            roster.handover = first;
                        }
                    }
                    Rotation::Daily | Rotation::Weekly => roster.handover = first,
                }
            }
            for index in special {
                let roster = &mut rosters[*index];
                roster.start = roster.start.min(from - TimeDelta::days(1));
            }
        }
        let ids = |indices: &[usize]| {
            let ids = indices.iter().map(|index| rosters[*index].id.clone());
            ids.collect()
        };
        periods.push(SpecialPeriod {
            name: "Period".into(),
            from,
            to,
            rosters: ids(special),
            instead_of: ids(replaced),
        });
    }
    periods
}
