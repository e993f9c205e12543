//! Who answered what, late or not at all: a fold of the prompt log and nothing else, so it can be counted by
//! hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ids::{DisputeNumber, PromptId};
use crate::settings::Target;
use crate::state::event::Actor;
use crate::state::log::Logged as _;
use crate::state::prompt::Found;
use crate::state::prompt_log::{PromptEntry, What, id};
use crate::time::At;

/// What one of those who are asked made of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// Which prompt.
    pub prompt: PromptId,
    /// When the round was due.
    pub at: At,
    /// Whether disputes were asked for; the first builds did not say.
    pub screening: Option<bool>,
    /// The day for which it was asked, where that was moved to a working day.
    pub day: Option<NaiveDate>,
    /// Who was asked, or would have been; `None`: there was nobody.
    pub unit: Option<Target>,
    /// When.
    pub asked: Option<At>,
    /// Until when it was to be answered.
    pub until: Option<At>,
    /// Who answered, and when.
    pub answer: Option<(Actor, At)>,
    /// What came of it.
    pub outcome: Outcome,
    /// What was answered, in the log's word; of what is missing, that it was never delivered.
    pub said: Option<&'static str>,
    /// Items with something wrong.
    pub problems: usize,
    /// What was said of them, with the places of the items, from 1.
    pub remarks: Vec<(u8, String)>,
    /// What was registered.
    pub disputes: Vec<DisputeNumber>,
    /// How many rounds it stands for: more than one only of those that were missed.
    pub rounds: u32,
    /// When the last of them was due.
    pub to: At,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its time runs.
    Open,
    /// Answered in time.
    InTime,
    /// Answered late.
    Late,
    /// Not answered, and the time is over.
    Missing,
    /// Never asked: the bot was down. It counts as missing.
    NotAsked,
    /// Nobody owes an answer any more: the row is gone.
    Withdrawn,
    /// A clock far ahead had asked it.
    Void,
}

impl Outcome {
    /// One word, in every language the same.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::NotAsked => "not_asked",
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
        }
    }
}

/// Every question in the order of asking.
pub fn answerings(log: &[PromptEntry]) -> Vec<Answering> {
    let mut all: Vec<Answering> = Vec::new();
    let mut places: BTreeMap<(&str, At, &str), usize> = BTreeMap::new();
    for entry in log {
        let event = &entry.event;
        let unit = event.unit.as_ref().map_or("", id);
        let key = (event.prompt.as_str(), event.at, unit);
        let begin = |outcome, rounds| Answering {
            prompt: event.prompt.clone(),
            at: event.at,
            screening: None,
            day: None,
            unit: event.unit.clone(),
            asked: None,
            until: None,
            answer: None,
            outcome,
            said: None,
            problems: 0,
            remarks: Vec::new(),
            disputes: Vec::new(),
            rounds,
            to: event.at,
        };
        match &event.what {
            What::Asked {
                until,
                screening,
                day,
                ..
            } => {
                places.insert(key, all.len());
                all.push(Answering {
                    screening: *screening,
                    day: *day,
                    asked: Some(entry.at),
                    until: Some(*until),
                    ..begin(Outcome::Open, 1)
                });
                continue;
            }
            What::Extended { until } => {
                let of_it = |one: &&mut Answering| one.prompt == event.prompt && one.at == event.at;
                for one in all.iter_mut().rev().filter(of_it) {
                    one.until = Some(*until);
                }
            }
            What::NotAsked {
                rounds,
                to,
                units,
                screening,
                day,
                ..
            } => {
                let nobody = units.is_empty().then_some(None);
                for unit in units.iter().cloned().map(Some).chain(nobody) {
                    all.push(Answering {
                        screening: *screening,
                        day: *day,
                        unit,
                        to: *to,
                        ..begin(Outcome::NotAsked, *rounds)
                    });
                }
            }
            What::Withdrawn { missing, .. } | What::Ended { missing } => {
                let ends = match &event.what {
                    What::Withdrawn { untrue: true, .. } => Outcome::Void,
                    What::Withdrawn { .. } => Outcome::Withdrawn,
                    _ => Outcome::Missing,
                };
                for unit in missing {
                    let place = places.get(&(key.0, key.1, id(unit)));
                    let there = place.and_then(|place| all.get_mut(*place));
                    if let Some(there) = there.filter(|there| there.outcome == Outcome::Open) {
                        there.outcome = ends;
                    }
                }
            }
            _ => {}
        }
        let place = places.get(&key);
        let Some(there) = place.and_then(|place| all.get_mut(*place)) else {
            continue;
        };
        if let Some(late) = event.answers() {
            there.answer = Some((entry.by.clone(), entry.at));
            there.said = Some(event.kind());
            there.outcome = if late { Outcome::Late } else { Outcome::InTime };
        }
        match &event.what {
            What::NotAnswered { undelivered } if there.outcome == Outcome::Open => {
                there.outcome = Outcome::Missing;
                there.said = undelivered.then(|| event.kind());
            }
            What::Checked { found, .. } => {
                let wrong = found.iter().filter(|found| **found == Found::Problem);
                there.problems = wrong.count();
                // What turned out to be good is no problem.
                let is_wrong = |item: u8| {
                    let place = usize::from(item).checked_sub(1);
                    place.and_then(|place| found.get(place)) == Some(&Found::Problem)
                };
                there.remarks.retain(|(item, _)| is_wrong(*item));
            }
            What::Remarked { item, text, files } => {
                let files = if files.is_empty() {
                    String::new()
                } else {
                    format!(" 📷{}", files.len())
                };
                there.remarks.push((*item, format!("{text}{files}")));
            }
            What::Registered { dispute } => there.disputes.push(*dispute),
            _ => {}
        }
    }
    all
}
