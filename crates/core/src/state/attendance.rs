//! Attendance: how often somebody came on time, late or not at all, by month; a fold of the duty log.
//!
//! What counts is what was pressed or missed: whoever was on duty when the roster became known here has
//! pressed nothing, and a shift or check that was over while the bot was down was nobody's fault.

use std::collections::BTreeMap;
use std::fmt;

use chrono::Datelike;
use chrono_tz::Tz;

use crate::ids::{PersonId, PresenceId, RosterId};
use crate::parse::fold;
use crate::settings::Settings;
use crate::state::duty_log::{DutyEntry, PresenceEvent, PresenceWhat, What};
use crate::state::event::Actor;
use crate::time::At;

/// A month of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    /// From 1.
    month: u32,
}

/// How often something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// In time.
    pub on_time: u32,
    /// After it.
    pub late: u32,
    /// Not at all.
    pub missed: u32,
}

/// What somebody did in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Shifts, without those of patrols.
    pub shifts: Tally,
    /// Shifts of patrols (rosters with `patrol = true`).
    pub patrols: Tally,
    /// Presence checks, answered or not.
    pub presence: Tally,
}

/// What everybody did, by month.
pub type Attendance = BTreeMap<Month, BTreeMap<PersonId, Counts>>;

/// What a tap was for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Owed<'a> {
    person: &'a PersonId,
    roster: &'a RosterId,
    shift: At,
    /// The check of a row that was due then; `None`: the shift itself.
    check: Option<(&'a PresenceId, At)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    OnTime,
    Late,
    Missed,
}

/// Counts what the entries tell, in their order. A month is that of the local day on which the shift began,
/// also for checks within it; whoever came late after he had been told of counts as late only.
pub fn attendance<'a>(
    entries: impl IntoIterator<Item = &'a DutyEntry>,
    settings: &Settings,
) -> Attendance {
    let mut outcomes: BTreeMap<Owed<'_>, Outcome> = BTreeMap::new();
    for entry in entries {
        let Some((person, check, outcome)) = told(entry) else {
            continue;
        };
        let owed = Owed {
            person,
            roster: &entry.duty.roster,
            shift: entry.duty.shift,
            check,
        };
        // Whoever has come has come, whatever is told of him later.
        if outcome == Outcome::Missed {
            outcomes.entry(owed).or_insert(outcome);
        } else {
            outcomes.insert(owed, outcome);
        }
    }
    let mut months = Attendance::new();
    for (owed, outcome) in outcomes {
        let Some(month) = Month::of(settings.timezone, owed.shift) else {
            continue;
        };
        let people = months.entry(month).or_default();
        let counts = people.entry(owed.person.clone()).or_default();
        let patrol = settings
            .roster(owed.roster)
            .is_some_and(|roster| roster.patrol);
        let tally = match owed.check {
            Some(_) => &mut counts.presence,
            None if patrol => &mut counts.patrols,
            None => &mut counts.shifts,
        };
        match outcome {
            Outcome::OnTime => tally.on_time += 1,
            Outcome::Late => tally.late += 1,
            Outcome::Missed => tally.missed += 1,
        }
    }
    months
}

type Told<'a> = (&'a PersonId, Option<(&'a PresenceId, At)>, Outcome);

/// Who did, or did not do, what was owed.
fn told(entry: &DutyEntry) -> Option<Told<'_>> {
    let by = match &entry.by {
        Actor::Person(person) => Some(person),
        _ => None,
    };
    let came = |late: bool| if late { Outcome::Late } else { Outcome::OnTime };
    match &entry.duty.what {
        What::TakenOver { late } => Some((by?, None, came(*late))),
        What::NotTakenOver { person } => Some((person, None, Outcome::Missed)),
        What::Presence(PresenceEvent { row, at, what }) => {
            let check = Some((row, *at));
            match what {
                PresenceWhat::InPost { late } => Some((by?, check, came(*late))),
                PresenceWhat::Missed { person } => Some((person, check, Outcome::Missed)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Tally {
    /// Whether nothing was owed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Month {
    /// The month that a calendar in this zone shows; `None` beyond what it can show.
    pub fn of(zone: Tz, at: At) -> Option<Self> {
        let utc = at.utc();
        (0..=9_998).contains(&utc.year()).then(|| {
            let local = utc.with_timezone(&zone);
            Self {
                year: local.year(),
                month: local.month(),
            }
        })
    }

    /// Reads `2026-11`, `2026-1`, `2026/11`, `2026年11月`, in any width.
    pub fn parse(text: &str) -> Option<Self> {
        let text = fold(text.trim());
        let text = text.strip_suffix('月').unwrap_or(&text);
        let (year, month) = text.split_once(['-', '/', '.', '年'])?;
        let digits = |text: &str, most: usize| {
            let fits = (1..=most).contains(&text.len());
            (fits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
        };
        let (year, month): (u32, u32) = (digits(year, 4)?, digits(month, 2)?);
        let year = i32::try_from(year).ok()?;
        let known = (1970..=9_998).contains(&year) && (1..=12).contains(&month);
        known.then_some(Self { year, month })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month within it, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        match self.month {
            1 => Self {
                year: self.year - 1,
                month: 12,
            },
            month => Self {
                month: month - 1,
                ..self
            },
        }
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        match self.month {
            12 => Self {
                year: self.year + 1,
                month: 1,
            },
            month => Self {
                month: month + 1,
                ..self
            },
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_write_it() {
        for text in [
            "2026-11",
            " 2026/11 ",
            "2026.11",
            "２０２６－１１",
            "2026年11月",
        ] {
            let month = Month::parse(text).unwrap();
            assert_eq!(month.to_string(), "2026-11", "{text}");
        }
        assert_eq!(
            Month::parse("2027-1").unwrap().before().to_string(),
            "2026-12"
        );
        assert_eq!(
            Month::parse("2026-12").unwrap().after().to_string(),
            "2027-01"
        );
        for bad in [
            "",
            "11",
            "2026",
            "2026-13",
            "2026-00",
            "2026-011",
            "-1-2",
            "nov",
            "2026-11-02",
            "+2026-1",
        ] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_month_is_that_of_the_local_day() {
        // 2026-11-30 20:00 in UTC is the first of December in Shanghai.
        let at = At(1_796_068_800_000);
        let month = |zone| Month::of(zone, at).unwrap().to_string();
        assert_eq!(month(chrono_tz::Asia::Shanghai), "2026-12");
        assert_eq!(month(chrono_tz::Europe::Berlin), "2026-11");
        assert_eq!(Month::of(chrono_tz::Asia::Shanghai, At(i64::MAX)), None);
    }
}
