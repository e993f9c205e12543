//! A round of a prompt: one firing as it was asked, those who answer it, and its messages.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Origin;
use crate::ids::{DisputeNumber, MessageId, PersonId, TelegramChat};
use crate::incoming::Attachment;
use crate::limits::{LATE_AFTER, PROMPT_DAY};
use crate::settings::{Onward, PromptKind, Target};
use crate::state::selftest::Stands;
use crate::time::At;

/// One firing, as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// When it was due: it names the round.
    pub at: At,
    /// When the row was to fire next: the end of the time that it is about.
    pub to: Option<At>,
    /// The days of the calendar for which it fires, where some were moved to a working day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<NaiveDate>,
    /// The first day of the next round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_day: Option<NaiveDate>,
    /// Whether the row fires twice a month.
    #[serde(default)]
    pub halves: bool,
    /// As the row was called.
    pub name: Option<String>,
    /// What is asked.
    pub kind: PromptKind,
    /// Where its written report goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<Onward>,
    /// Whether that was drafted.
    #[serde(default)]
    pub drafted: bool,
    /// When it was asked.
    pub asked: At,
    /// Until when it is to be answered.
    pub until: At,
    /// The number of the last message of the asking.
    #[serde(default)]
    pub asking: u32,
    /// Whether there is more time, since the question arrived late.
    #[serde(default)]
    pub extended: bool,
    /// Reminders that are still to come, the next first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<At>,
    /// Those who answer, each alone.
    pub units: Vec<Unit>,
    /// When it was told who had not answered in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<At>,
    /// Who heard of it in private: who answers after all is told to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<PersonId>,
    /// Whether that was told once more a day later.
    #[serde(default)]
    pub told_again: bool,
    /// The number of the first message of the last telling; where all from there on were lost, others are told.
    #[serde(default)]
    pub telling: u32,
    /// When somebody last had those asked again who had not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<At>,
    /// The limit of the next round: until then it can be answered late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<At>,
    /// When the last answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<At>,
    /// Messages with buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copied>,
}

/// Somebody, or a role as one, who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Who.
    pub who: Target,
    /// The people of it at the asking.
    pub people: Vec<PersonId>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// When a question first arrived at one of its people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<At>,
    /// Whether it was told that there was none in time.
    #[serde(default)]
    pub missed: bool,
    /// Whether none had arrived by then, by no doing of those who are asked.
    #[serde(default)]
    pub undelivered: bool,
    /// Who wants to be reminded when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub snoozed: BTreeMap<PersonId, At>,
    /// What was found of each item of a checklist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What was registered in a screening.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<DisputeNumber>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who signs it.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// Whether that was after the limit.
    pub late: bool,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Item {
    /// What was found; `None`: not looked at yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
    /// What is wrong, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// What is wrong, in pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
    /// Whether more came than are passed on, which was said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_full: bool,
}

impl Item {
    /// Whether it was said what is wrong.
    pub fn is_said(&self) -> bool {
        !self.remark.is_empty() || !self.files.is_empty()
    }
}

/// What is wrong with the items of a checklist is asked for, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkForm {
    /// Whose checklist.
    pub origin: Origin,
    /// Which item is asked for, from 0; `None`: only the rest of an album is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u8>,
    /// Messages that have asked for other items before: a reply to one of them is about that item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<(MessageId, u8)>,
    /// The album of which a picture came, and the item that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<(String, u8)>,
}

impl RemarkForm {
    /// Whether a reply to that message, or the rest of that album, is about one of its items. Where nothing is asked
    /// for any more, the form itself says what it leaves to others.
    pub fn takes(&self, album: Option<&str>, quoted: MessageId) -> bool {
        let asked = self.asked.iter().any(|(id, _)| *id == quoted);
        let known = self.album.as_ref().map(|(album, _)| album.as_str());
        self.item.is_none() || asked || known.is_some() && known == album
    }
}

/// What was found of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It is as it should be.
    Good,
    /// Something is wrong with it.
    Problem,
}

/// A message with buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Counts 1, 2, 3 … within the round.
    pub nth: u32,
    /// Whose question it is; `None`: it says who has not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<(u16, PersonId)>,
    /// Where.
    pub chat: TelegramChat,
    /// Which message.
    pub stands: Stands,
    /// Whether a newer one has the buttons instead.
    #[serde(default)]
    pub superseded: bool,
    /// Whether it has changed what it is to show since it was sent.
    #[serde(default)]
    pub stale: bool,
}

impl Round {
    /// Those who have not answered, with their places.
    pub fn missing(&self) -> impl Iterator<Item = (u16, &Unit)> {
        let units = (0..).zip(&self.units);
        units.filter(|(_, unit)| unit.answer.is_none())
    }

    /// Whether an answer is late now. Where no question had arrived in time, the time runs from its arrival.
    pub fn is_late(&self, unit: &Unit, now: At) -> bool {
        if unit.undelivered {
            let whole = self.until.since(self.asked);
            return unit.arrived.is_some_and(|at| now > at.plus(whole));
        }
        now > self.until || unit.missed
    }

    /// A question has arrived long after the asking: all have the whole time from now, once.
    pub fn extend(&mut self, now: At) -> bool {
        let by = now.since(self.asked);
        if self.extended || self.told.is_some() || by <= LATE_AFTER {
            return false;
        }
        self.extended = true;
        self.until = self.until.plus(by);
        for reminder in &mut self.reminders {
            *reminder = reminder.plus(by);
        }
        true
    }

    /// The name of an item of a checklist, from 0.
    pub fn item(&self, place: u8) -> Option<&str> {
        match &self.kind {
            PromptKind::Checklist(names) => names.get(usize::from(place)).map(String::as_str),
            PromptKind::Acknowledge | PromptKind::Screening => None,
        }
    }

    /// How many have answered, of how many.
    pub fn answered(&self) -> (usize, usize) {
        let all = self.units.len();
        (all - self.missing().count(), all)
    }

    /// Whoever is asked there.
    pub fn unit(&self, place: u16) -> Option<&Unit> {
        self.units.get(usize::from(place))
    }

    /// The same, to be changed.
    pub fn unit_mut(&mut self, place: u16) -> Option<&mut Unit> {
        self.units.get_mut(usize::from(place))
    }

    /// Messages that have lost their buttons are of no use any more, once they have arrived.
    pub fn forget_superseded(&mut self) {
        self.copies
            .retain(|copy| !copy.superseded || copy.stands == Stands::Sending);
    }

    /// What was registered in it.
    pub fn disputes(&self) -> usize {
        self.units.iter().map(|unit| unit.disputes.len()).sum()
    }

    /// When something of it is to be said next.
    pub(super) fn next_step(&self) -> Option<At> {
        self.missing().next()?;
        let reminder = self.reminders.first().copied();
        let snoozed = self.missing().flat_map(|(_, unit)| unit.snoozed.values());
        let told = match self.told {
            None => Some(self.until),
            Some(_) if self.told_again => None,
            Some(_) => Some(self.until.plus(PROMPT_DAY)),
        };
        let all = snoozed.copied().chain(reminder).chain(told);
        all.min()
    }
}

impl Unit {
    /// Whether every item was looked at.
    pub fn is_checked(&self) -> bool {
        self.items.iter().all(|item| item.found.is_some())
    }

    /// The first item with something wrong of which nothing was said yet.
    pub fn unsaid(&self) -> Option<u8> {
        let mut problems = self.problems();
        let first = problems.find(|(_, item)| !item.is_said());
        first.map(|(place, _)| place)
    }

    /// Items with something wrong, with their places.
    pub fn problems(&self) -> impl Iterator<Item = (u8, &Item)> {
        let items = (0..).zip(&self.items);
        items.filter(|(_, item)| item.found == Some(Found::Problem))
    }

    /// Whether somebody is one of it.
    pub fn has(&self, person: &PersonId) -> bool {
        self.people.contains(person) || matches!(&self.who, Target::Person(id) if id == person)
    }
}
