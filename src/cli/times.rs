//! The next times of whatever recurs, so that whoever writes a schedule sees what was understood.

use std::fmt;

use chrono::{Month, NaiveDate, Timelike as _, Weekday};
use dutybell_core::settings::{Presence, Prompt, Settings};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::state::schedule::plain::{Day, Plain};
use dutybell_core::time::At;

use super::check::target_words;
use crate::config::duration;

/// So many show how a schedule goes on.
const SHOWN: usize = 5;

/// As a clock is read, with the day's name.
const DATE: &str = "%a %Y-%m-%d";

/// A line a row of `[[prompts]]` and `[[presence]]`, each with a line break before it.
pub(super) struct Times<'a> {
    pub(super) settings: &'a Settings,
    pub(super) now: At,
}

impl fmt::Display for Times<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.settings.prompts.is_empty() {
            write!(f, "\nprompts, when they are asked next:")?;
        }
        for row in &self.settings.prompts {
            let line = self.line(row.id.as_str(), &row.schedule, &self.asked(row));
            write!(f, "\n  {line}")?;
        }
        if !self.settings.presence.is_empty() {
            write!(f, "\npresence checks, when they are asked next:")?;
        }
        for row in &self.settings.presence {
            let line = self.line(row.id.as_str(), &row.schedule, &self.watched(row));
            write!(f, "\n  {line}")?;
        }
        for remark in self.remarks() {
            write!(f, "\nnote: {remark}")?;
        }
        Ok(())
    }
}

impl Times<'_> {
    /// `screening (on the 1st and 16th at 09:00; Sun, Zhou, 2d to answer): Tue 2026-12-01 09:00; …`
    fn line(&self, id: &str, schedule: &Schedule, whom: &str) -> String {
        let mut understood = schedule.plain().map(plain_words).unwrap_or_default();
        if schedule.is_moved() {
            understood.push_str(if understood.is_empty() {
                "moved to working days"
            } else {
                ", moved to working days"
            });
        }
        if schedule.is_only() {
            understood.push_str(if understood.is_empty() {
                "in special periods"
            } else {
                ", in special periods"
            });
        }
        if !understood.is_empty() {
            understood.push_str("; ");
        }
        format!("{id} ({understood}{whom}): {}", self.next(schedule))
    }

    /// `Sun, Zhou, 2d to answer`
    fn asked(&self, row: &Prompt) -> String {
        let targets = row
            .ask
            .iter()
            .map(|target| target_words(self.settings, target));
        let targets: Vec<String> = targets.collect();
        let within = duration::words(row.within);
        format!("{}, {within} to answer", targets.join(", "))
    }

    /// `on shift in Office duty, 10m to answer`
    fn watched(&self, row: &Presence) -> String {
        let roster = self.settings.roster(&row.roster);
        let roster = roster.map_or(row.roster.as_str(), |roster| &roster.name);
        format!(
            "on shift in {roster}, {} to answer",
            duration::words(row.within)
        )
    }

    /// `Tue 2026-11-24 04:00, 06:00, 08:00; Wed 2026-11-25 00:00 (moved from …)`: a day is named once.
    fn next(&self, schedule: &Schedule) -> String {
        let zone = self.settings.timezone;
        let mut days: Vec<(NaiveDate, Vec<String>, Vec<String>)> = Vec::new();
        for fire in schedule.told_after(zone, self.now).take(SHOWN) {
            let local = fire.at.utc().with_timezone(&zone);
            // As a clock is read: seconds are said where a row has some.
            let form = if local.second() == 0 {
                "%H:%M"
            } else {
                "%H:%M:%S"
            };
            let time = local.format(form).to_string();
            match days.last_mut() {
                Some((day, times, _)) if *day == local.date_naive() => times.push(time),
                _ => {
                    let moved = fire.moved_from().map(|day| day.format(DATE).to_string());
                    days.push((local.date_naive(), vec![time], moved.collect()));
                }
            }
        }
        let words = days.into_iter().map(|(day, times, moved)| {
            let moved = match &moved[..] {
                [] => String::new(),
                [day] => format!(" (moved from {day})"),
                [first, .., last] => format!(" (moved from {first} to {last})"),
            };
            format!("{} {}{moved}", day.format(DATE), times.join(", "))
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() {
            return "never again".to_owned();
        }
        words.join("; ")
    }

    /// What is allowed and may not be what was meant.
    fn remarks(&self) -> Vec<String> {
        let prompts = self.settings.prompts.iter();
        let prompts = prompts.map(|row| (row.id.as_str(), &row.schedule));
        let presence = self.settings.presence.iter();
        let presence = presence.map(|row| (row.id.as_str(), &row.schedule));
        let rows: Vec<(&str, &Schedule)> = prompts.chain(presence).collect();
        let mut remarks = Vec::new();
        for (id, schedule) in &rows {
            let skipped = schedule.plain().into_iter().flat_map(Plain::skipped).max();
            if let Some(day) = skipped {
                remarks.push(format!(
                    "{id}: a month without a {} is left out; the last day of every month is \"last\"",
                    nth(day)
                ));
            }
            let mut ahead = schedule.told_after(self.settings.timezone, self.now);
            if schedule.is_only() && ahead.next().is_none() {
                remarks.push(format!(
                    "{id}: it never falls on a day of its special periods; add the next one to [[special_periods]], or \
                     let it fall on one of their days"
                ));
            }
        }
        let zone = self.settings.timezone;
        let today = self.now.utc().with_timezone(&zone).date_naive();
        if !self.settings.holidays.lie_ahead(today) {
            let looks = |schedule: &Schedule| {
                let working = |plain: &Plain| plain.days.contains(&Day::Working);
                schedule.is_moved() || schedule.plain().is_some_and(working)
            };
            let ids = rows.iter().filter(|(_, schedule)| looks(schedule));
            let ids: Vec<&str> = ids.map(|(id, _)| *id).collect();
            if !ids.is_empty() {
                remarks.push(format!(
                    "no holiday lies ahead in [[holidays]], so only weekends count as days off: {}",
                    ids.join(", ")
                ));
            }
        }
        remarks
    }
}

/// `every Wednesday at 09:00`
fn plain_words(plain: &Plain) -> String {
    let (mut weekly, mut monthly, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    let mut yearly = Vec::new();
    for day in &plain.days {
        match *day {
            Day::Every => parts.push("every day".to_owned()),
            Day::Working => parts.push("every working day".to_owned()),
            Day::Week(from, to) if from == to => weekly.push(name(from).to_owned()),
            Day::Week(from, to) => weekly.push(format!("{} to {}", name(from), name(to))),
            Day::Month(day) => monthly.push(nth(day)),
            Day::Last => monthly.push("last day of the month".to_owned()),
            Day::LastOf(weekday) => monthly.push(format!("last {} of the month", name(weekday))),
            Day::Year(2, 29) => yearly.push("29 February of leap years".to_owned()),
            Day::Year(month, day) => yearly.push(format!("{day} {}", month_name(month))),
        }
    }
    for (before, days) in [("every", weekly), ("on the", monthly), ("on", yearly)] {
        if !days.is_empty() {
            parts.push(format!("{before} {}", both(&days)));
        }
    }
    format!("{} at {}", both(&parts), plain.time.format("%H:%M"))
}

/// `a, b and c`
fn both(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1st`, `16th`
fn nth(day: u32) -> String {
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month_name(month: u32) -> &'static str {
    let month = u8::try_from(month)
        .ok()
        .and_then(|month| Month::try_from(month).ok());
    month.map_or("", |month| month.name())
}
