//! The written report of a screening: what was screened, and what became of disputes since the report before.
//!
//! It is drafted when all have answered, else at the limit, since what is missing must not hold it up. Each
//! entry of the ledger's log is counted in one report: a report begins where the one before it ended, whatever
//! clocks said meanwhile. Source: DOMAIN, "Disputes": a written summary goes to the judicial office each half
//! month.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{DisputeNumber, PersonId, PromptId, TelegramChat};
use crate::limits::{PROMPT_DAY, SHIFT_KEPT};
use crate::settings::Target;
use crate::state::figures::Mediations;
use crate::state::ledger::DisputeKind;
use crate::state::prompt::Round;
use crate::state::prompt_title::RoundTitle;
use crate::state::selftest::Stands;
use crate::time::At;

/// Up to where reports have counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// When.
    pub at: At,
    /// The last entry of the ledger's log that is in one.
    pub seq: u32,
}

/// A written report, from its draft until it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreeningReport {
    /// Of which round.
    pub title: RoundTitle,
    /// To whom it goes.
    pub to: String,
    /// Until when: so long after the limit of the answers.
    pub limit: At,
    /// What it says.
    pub draft: Draft,
    /// Reminders that are still to come, the next first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<At>,
    /// When it was last told that it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_late: Option<At>,
    /// Who has it: whoever was sent it may say that it is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<PersonId>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// Messages with buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<ReportCopy>,
    /// The number of its last message.
    #[serde(default)]
    pub messages: u32,
}

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// When it was drafted.
    pub made: At,
    /// Where the report before it ended.
    pub from: Counted,
    /// Up to where it counts.
    pub until: Counted,
    /// Those who were asked.
    pub units: Vec<Screened>,
    /// So many screenings before it were not asked, since the bot was down.
    #[serde(default)]
    pub skipped: u32,
    /// What became of disputes; `None` where the ledger's log can't be read whole.
    pub mediations: Option<Mediations>,
    /// Disputes that were closed after a failure, with no other end.
    pub closed: Vec<DisputeNumber>,
    /// Disputes that are neither settled nor taken by another body.
    pub pending: Vec<DisputeNumber>,
    /// Of those, past the limit that runs.
    pub overdue: Vec<DisputeNumber>,
}

/// What one of those who are asked made of a screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screened {
    /// Who.
    pub who: Target,
    /// Whether the answer was late; `None`: there is none.
    pub late: Option<bool>,
    /// So many disputes were registered for it.
    pub disputes: usize,
}

/// That a report was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Who says so.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// Whether that was after the limit.
    pub late: bool,
}

/// A message with buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportCopy {
    /// Counts 1, 2, 3 … within the report.
    pub nth: u32,
    /// Whose chat.
    pub chat: TelegramChat,
    /// Which message.
    pub stands: Stands,
    /// Whether a newer one has the buttons instead.
    #[serde(default)]
    pub superseded: bool,
}

/// What a workbook of a report holds beside the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBook {
    /// Of which prompt.
    pub prompt: PromptId,
    /// When the round was due.
    pub at: At,
    /// To whom it goes.
    pub to: String,
    /// Until when.
    pub limit: At,
    /// What it says.
    pub draft: Draft,
    /// The disputes that it counts, by number.
    pub disputes: Vec<ReportDispute>,
}

/// A dispute that a report counts, without any name of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDispute {
    /// Which.
    pub number: DisputeNumber,
    /// What it is about.
    pub kind: DisputeKind,
    /// One of the configured places.
    pub place: Option<String>,
    /// Who mediates.
    pub mediator: PersonId,
    /// When it was registered.
    pub registered_at: At,
}

/// The disputes of a kind, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    /// Entered in the register.
    pub registered: u32,
    /// Broken out again after an end.
    pub reopened: u32,
    /// The parties agreed, and it stands.
    pub agreed: u32,
    /// They agreed, and it broke out again before the report.
    pub broken: u32,
    /// They did not agree.
    pub failed: u32,
    /// Another body has taken them.
    pub transferred: u32,
    /// Closed after a failure, with no other end.
    pub closed: u32,
    /// Visited again, and kept.
    pub revisited: u32,
    /// Neither settled nor taken.
    pub pending: u32,
    /// Of those, past their limit.
    pub overdue: u32,
}

impl ScreeningReport {
    /// The first draft is there: it is to be reminded of at half of the time, and at nine tenths.
    pub fn begin(title: RoundTitle, to: String, limit: At, draft: Draft) -> Self {
        let mut report = Self {
            title,
            to,
            limit,
            draft,
            reminders: Vec::new(),
            told_late: None,
            heard: Vec::new(),
            reported: None,
            copies: Vec::new(),
            messages: 0,
        };
        report.set_reminders(None);
        report
    }

    /// Reminders at half of the time since the draft and at nine tenths, as far as they are to come.
    fn set_reminders(&mut self, after: Option<At>) {
        // One that was drafted by a clock far ahead is drafted now.
        let made = after.map_or(self.draft.made, |after| after.min(self.draft.made));
        let whole = self.limit.0.saturating_sub(made.0);
        let tenths = |n: i64| At(made.0 + whole / 10 * n);
        let all = [tenths(5), tenths(9)].into_iter();
        let to_come = all.filter(|at| whole > 0 && after.is_none_or(|after| *at > after));
        self.reminders = to_come.collect();
    }

    /// A clock that was far ahead is right again: what it told is to be told in its time.
    pub fn set_right(&mut self, now: At) {
        // One that was set back a little has told the truth.
        let ahead = |told: At| told.since(now) > SHIFT_KEPT;
        if self.told_late.is_some_and(ahead) {
            self.told_late = None;
            self.set_reminders(Some(now));
        }
    }

    /// When the next thing is to be done; once it is made, nothing while its round runs.
    pub fn due(&self, runs: bool) -> Option<At> {
        if let Some(reported) = &self.reported {
            return (!runs).then(|| reported.at.plus(PROMPT_DAY));
        }
        let reminders = self.reminders.first().copied().into_iter();
        reminders.chain([self.late_due()]).min()
    }

    /// The reminder that is due, the last where there are several; those before it are not sent.
    pub fn remind(&mut self, now: At) -> Option<At> {
        let due = self.reminders.iter().rev().find(|due| **due <= now);
        let due = due.copied();
        self.reminders.retain(|due| *due > now);
        due.filter(|_| now < self.limit)
    }

    /// When it is to be told next that it is late: at the limit, and each day after it.
    pub fn late_due(&self) -> At {
        let Some(told) = self.told_late else {
            return self.limit;
        };
        let days = told.since(self.limit).as_secs() / PROMPT_DAY.as_secs() + 1;
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        self.limit.plus(PROMPT_DAY.saturating_mul(days))
    }

    /// Messages that have lost their buttons are of no use any more, once they have arrived.
    pub fn forget_superseded(&mut self) {
        self.copies
            .retain(|copy| !copy.superseded || copy.stands == Stands::Sending);
    }
}

impl Draft {
    /// Whether somebody has answered of whom it says otherwise.
    pub fn lacks_answers_of(&self, round: &Round) -> bool {
        let told = self.units.iter().map(|unit| unit.late);
        let is = round
            .units
            .iter()
            .map(|unit| unit.answer.as_ref().map(|answer| answer.late));
        !told.eq(is)
    }

    /// How many have screened, of how many.
    pub fn screened(&self) -> (usize, usize) {
        let screened = self.units.iter().filter(|unit| unit.late.is_some());
        (screened.count(), self.units.len())
    }

    /// How many of them in time.
    pub fn in_time(&self) -> usize {
        let in_time = self.units.iter().filter(|unit| unit.late == Some(false));
        in_time.count()
    }

    /// Who has not.
    pub fn missing(&self) -> impl Iterator<Item = &Target> {
        let missing = self.units.iter().filter(|unit| unit.late.is_none());
        missing.map(|unit| &unit.who)
    }

    /// The disputes that it counts, each once.
    pub fn disputes(&self) -> Vec<DisputeNumber> {
        let mut all: Vec<DisputeNumber> = Vec::new();
        for (list, _) in lists(self) {
            all.extend(list);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What became of one dispute.
    pub fn course(&self, number: DisputeNumber) -> Course {
        let mut course = Course::default();
        for (list, count) in lists(self) {
            let times = list.iter().filter(|one| **one == number).count();
            *count(&mut course) += u32::try_from(times).unwrap_or(u32::MAX);
        }
        course
    }

    /// What became of all of them, and of each kind of which there is something.
    pub fn courses(
        &self,
        kind_of: impl Fn(DisputeNumber) -> Option<DisputeKind>,
    ) -> (Course, BTreeMap<DisputeKind, Course>) {
        let mut all = Course::default();
        let mut kinds: BTreeMap<DisputeKind, Course> = BTreeMap::new();
        for (list, count) in lists(self) {
            for number in list {
                *count(&mut all) += 1;
                if let Some(kind) = kind_of(*number) {
                    *count(kinds.entry(kind).or_default()) += 1;
                }
            }
        }
        (all, kinds)
    }
}

type Count = fn(&mut Course) -> &mut u32;

/// Each list of the figures, and where it is counted.
fn lists(draft: &Draft) -> impl Iterator<Item = (&Vec<DisputeNumber>, Count)> {
    let ended = draft.mediations.iter().flat_map(|of| {
        let lists: [(_, Count); 7] = [
            (&of.registered, |course| &mut course.registered),
            (&of.reopened, |course| &mut course.reopened),
            (&of.agreed, |course| &mut course.agreed),
            (&of.broken, |course| &mut course.broken),
            (&of.failed, |course| &mut course.failed),
            (&of.transferred, |course| &mut course.transferred),
            (&of.revisited, |course| &mut course.revisited),
        ];
        lists
    });
    let open: [(_, Count); 3] = [
        (&draft.closed, |course| &mut course.closed),
        (&draft.pending, |course| &mut course.pending),
        (&draft.overdue, |course| &mut course.overdue),
    ];
    ended.chain(open)
}

/// What those who were asked made of a round so far.
pub fn screened(round: &Round) -> Vec<Screened> {
    let units = round.units.iter().map(|unit| Screened {
        who: unit.who.clone(),
        late: unit.answer.as_ref().map(|answer| answer.late),
        disputes: unit.disputes.len(),
    });
    units.collect()
}
