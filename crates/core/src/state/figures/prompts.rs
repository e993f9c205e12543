//! Figures of a month's prompts. What was not asked, since the bot was down, counts as missing.

use crate::ids::PromptId;
use crate::settings::{PromptKind, Settings, Target};
use crate::state::prompt_answers::{Answering, Outcome, answerings};
use crate::state::prompt_log::PromptEntry;
use crate::state::roster::Month;

/// What became of a month's questions of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Answered in time.
    pub in_time: u32,
    /// Answered late; whose.
    pub late: Vec<Option<Target>>,
    /// Not answered, and the time is over; whose, where that is known.
    pub missing: Vec<Option<Target>>,
    /// Their time runs.
    pub open: u32,
    /// Of screenings: nobody owes an answer any more, since the row is gone; whose. They are in no rate.
    pub withdrawn: Vec<Option<Target>>,
}

impl Answers {
    /// Those of which it is known what became of them.
    pub fn over(&self) -> u32 {
        let missing = u32::try_from(self.missing.len()).unwrap_or(u32::MAX);
        self.done() + missing
    }

    /// Those that were answered, in time or late.
    pub fn done(&self) -> u32 {
        self.in_time + u32::try_from(self.late.len()).unwrap_or(u32::MAX)
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A month's prompts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompts {
    /// Of screenings.
    pub screening: Answers,
    /// Of each of the others, in the order of the configuration; one that it does not name any more is last.
    pub others: Vec<(PromptId, Answers)>,
}

impl Prompts {
    /// Counts the questions of a month, which is that of the local day for which they were asked.
    pub fn of(settings: &Settings, month: Month, log: &[PromptEntry]) -> Self {
        let mut figures = Self::default();
        for row in &settings.prompts {
            if row.kind != PromptKind::Screening {
                figures.others.push((row.id.clone(), Answers::default()));
            }
        }
        for one in answerings(log) {
            if Month::counting(settings.timezone, one.at, one.day) != Some(month) {
                continue;
            }
            // As it was asked: the file may call the row otherwise by now, or not at all.
            let screening = one.screening.unwrap_or_else(|| {
                let row = settings.prompt(&one.prompt);
                row.is_some_and(|row| row.kind == PromptKind::Screening)
            });
            let answers = if screening {
                &mut figures.screening
            } else {
                figures.other(&one.prompt)
            };
            count(answers, &one);
        }
        figures.others.retain(|(_, answers)| !answers.is_empty());
        figures
    }

    fn other(&mut self, id: &PromptId) -> &mut Answers {
        let place = self.others.iter().position(|(known, _)| known == id);
        let place = place.unwrap_or_else(|| {
            self.others.push((id.clone(), Answers::default()));
            self.others.len() - 1
        });
        &mut self.others[place].1
    }
}

fn count(answers: &mut Answers, one: &Answering) {
    match one.outcome {
        Outcome::Open => answers.open += 1,
        Outcome::InTime => answers.in_time += 1,
        Outcome::Late => answers.late.push(one.unit.clone()),
        Outcome::Missing => answers.missing.push(one.unit.clone()),
        Outcome::NotAsked => {
            let rounds = usize::try_from(one.rounds).unwrap_or(usize::MAX);
            let missing = std::iter::repeat_n(one.unit.clone(), rounds);
            answers.missing.extend(missing);
        }
        Outcome::Withdrawn if one.screening == Some(true) => {
            answers.withdrawn.push(one.unit.clone());
        }
        Outcome::Withdrawn | Outcome::Void => {}
    }
}
