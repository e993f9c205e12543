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
        // What was stored before there were marks belongs to the first of them.
        let fresh = if self.desk.marks.is_empty() {
            Mark::first()
        } else {
            let begins = Log::ALL.map(|log| (log, self.desk.log_end(log).seq + 1));
            Mark {
                incident: IncidentNumber(self.desk.last_incident + 1),
                logs: begins.into(),
            }
        };
        let known = self.desk.marks.get(month).cloned();
        let mut mark = known.clone().unwrap_or(fresh);
        let ahead: Vec<Month> = self.desk.marks.after(month).collect();
        for later in ahead {
            if let Some(wrong) = self.desk.marks.get(later) {
                mark = mark.least(wrong);
            }
            self.note(&DeskChange::Mark(later, None));
        }
        if known.as_ref() != Some(&mark) {
            self.note(&DeskChange::Mark(month, Some(mark)));
        }
    }
}
