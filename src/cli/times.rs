//! The next times of whatever recurs, so that whoever writes a schedule sees what was understood.

use std::fmt;

use chrono::NaiveDate;
use dutybell_core::settings::{Presence, Settings};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::time::At;

use crate::config::duration;

/// So many show how a schedule goes on.
const SHOWN: usize = 5;

/// A line a row of `[[presence]]`, each with a line break before it.
pub(super) struct Times<'a> {
    pub(super) settings: &'a Settings,
    pub(super) now: At,
}

impl fmt::Display for Times<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.settings.presence.is_empty() {
            write!(f, "\npresence checks, when they are asked next:")?;
        }
        for row in &self.settings.presence {
            let times = self.words(&row.schedule);
            write!(f, "\n  {} ({}): {times}", row.id, self.whom(row))?;
        }
        Ok(())
    }
}

impl Times<'_> {
    /// `on shift in Office duty, 10m to answer`
    fn whom(&self, row: &Presence) -> String {
        let roster = self.settings.roster(&row.roster);
        let roster = roster.map_or(row.roster.as_str(), |roster| &roster.name);
        format!(
            "on shift in {roster}, {} to answer",
            duration::words(row.within)
        )
    }

    /// `Tue 2026-11-24 04:00, 06:00, 08:00; Wed 2026-11-25 00:00`: a day is named once.
    fn words(&self, schedule: &Schedule) -> String {
        let zone = self.settings.timezone;
        let mut words = String::new();
        let mut day: Option<NaiveDate> = None;
        for fire in schedule.fires_after(zone, self.now).take(SHOWN) {
            let local = fire.utc().with_timezone(&zone);
            if day == Some(local.date_naive()) {
                words.push_str(", ");
            } else {
                if day.is_some() {
                    words.push_str("; ");
                }
                words.push_str(&local.format("%a %Y-%m-%d ").to_string());
                day = Some(local.date_naive());
            }
            words.push_str(&local.format("%H:%M").to_string());
        }
        if words.is_empty() {
            return "never again".to_owned();
        }
        words
    }
}
