//! Where the months begin in the records (`state::marks`).

use chrono::NaiveTime;

use super::*;
use crate::state::log::Log;
use crate::state::marks::Mark;
use crate::state::roster::{Month, instant};

impl Engine {
    /// Sets the mark of the month that runs, at its first input.
    pub(super) fn mark_month(&mut self, now: At) {
        if self.month.as_ref().is_some_and(|span| span.contains(&now)) {
            return;
        }
        let zone = self.settings.timezone;
        let Some(month) = Month::at(zone, now) else {
            return;
        };
        let begins = |month: Month| Some(instant(zone, month.day(1)?, NaiveTime::MIN));
        self.month = begins(month)
            .zip(month.after().and_then(begins))
            .map(|(from, to)| from..to);
        let ahead: Vec<Month> = self.desk.marks.after(month).collect();
        for month in ahead {
            self.note(&DeskChange::Mark(month, None));
        }
        if !self.desk.marks.has(month) {
            let ends = Log::ALL.map(|log| (log, self.desk.log_end(log).seq + 1));
            let mark = Mark {
                incident: IncidentNumber(self.desk.last_incident + 1),
                logs: BTreeMap::from(ends),
            };
            self.note(&DeskChange::Mark(month, Some(mark)));
        }
    }
}
