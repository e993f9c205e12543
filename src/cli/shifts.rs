//! The next shifts of each roster in words, so that whoever writes rosters sees what was understood.

use std::fmt;

use chrono_tz::Tz;
use dutybell_core::ids::RosterId;
use dutybell_core::settings::{Roster, Settings};
use dutybell_core::state::roster::{Rosters, Shift};
use dutybell_core::time::At;

/// So many show how a rotation goes on.
const SHOWN: usize = 3;
/// As far as anybody plans.
const END: At = At(i64::MAX);

/// A line a roster, each with a line break before it: the running shift and the next ones.
pub(super) struct Shifts<'a> {
    pub(super) settings: &'a Settings,
    pub(super) now: At,
}

impl fmt::Display for Shifts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.settings.rosters.is_empty() {
            write!(
                f,
                "\nrosters, who is on shift now and next by the file (swaps made in chat apart):"
            )?;
        }
        for roster in &self.settings.rosters {
            write!(f, "\n  {}: {}", roster.name, self.words(roster))?;
        }
        Ok(())
    }
}

impl Shifts<'_> {
    /// `2026-11-24 08:30 Li → 2026-11-25 08:30 Wang → 2026-11-26 08:30 Chen`
    fn words(&self, roster: &Roster) -> String {
        let rosters = Rosters::of(self.settings, &[]);
        let shifts = rosters.shifts(&roster.id, self.now..END).take(SHOWN);
        let words: Vec<String> = shifts
            .map(|shift| {
                let ends = rosters.shift_at(&roster.id, shift.to).is_none();
                self.shift(&shift, ends)
            })
            .collect();
        if words.is_empty() {
            return "nobody from now on".to_owned();
        }
        words.join(" → ")
    }

    fn shift(&self, shift: &Shift, ends: bool) -> String {
        let zone = self.settings.timezone;
        let names = shift.people.iter().map(|id| {
            let person = self.settings.person(id);
            person.map_or(id.as_str(), |person| &person.name)
        });
        let names: Vec<&str> = names.collect();
        let mut words = format!("{} {}", local(zone, shift.from), names.join(" + "));
        if !shift.stand_ins.is_empty() {
            let names = shift.stand_ins.iter().map(|id| self.name(id));
            let names: Vec<&str> = names.collect();
            words.push_str(&format!(" ({} instead)", names.join(", ")));
        }
        if ends {
            words.push_str(&format!(" until {}", local(zone, shift.to)));
        }
        words
    }

    fn name<'r>(&'r self, id: &'r RosterId) -> &'r str {
        let roster = self.settings.roster(id);
        roster.map_or(id.as_str(), |roster| &roster.name)
    }
}

fn local(zone: Tz, at: At) -> impl fmt::Display {
    at.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M")
}
