//! The prompt log: who was asked, who answered what, late or not at all (`state::log`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, DisputeNumber, PersonId, PromptId};
use crate::settings::Target;
use crate::state::log::{Log, LogEntry, Logged};
use crate::state::prompt::Found;
use crate::time::At;

/// An entry of the log.
pub type PromptEntry = LogEntry<PromptEvent>;

/// What happened in a round of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptEvent {
    /// Which prompt.
    pub prompt: PromptId,
    /// When the round was due.
    pub at: At,
    /// With whom of those who are asked; `None`: with the round as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Target>,
    /// What.
    pub what: What,
}

/// A photo or file, which stays with Telegram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// Telegram's name of it, the same for every bot.
    pub unique_id: String,
    /// Telegram's handle, by which this bot gets it.
    pub file_id: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A question went out.
    Asked {
        /// To whom; nobody where there is no account.
        people: Vec<PersonId>,
        /// Until when it is to be answered.
        until: At,
        /// Whether it came long after it was due, since the bot was down.
        late: bool,
        /// Whether disputes are asked for; the first builds did not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        screening: Option<bool>,
        /// The day of the calendar for which it is asked, where that was moved to a working day: its month counts it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<NaiveDate>,
    },
    /// A reminder.
    Reminded {
        /// To whom.
        people: Vec<PersonId>,
    },
    /// Whoever did this wants to be reminded then.
    Snoozed {
        /// When.
        to: At,
    },
    /// Whoever did this says that it is done.
    Done {
        /// Whether that was late.
        late: bool,
    },
    /// Whoever did this has looked at every item.
    Checked {
        /// What was found of each, in order.
        found: Vec<Found>,
        /// Whether that was late.
        late: bool,
    },
    /// Whoever did this says what is wrong with an item.
    Remarked {
        /// Which, from 1.
        item: u8,
        /// In words.
        text: String,
        /// Photos and files.
        files: Vec<SentFile>,
    },
    /// Whoever did this signs that there is no dispute.
    NothingFound {
        /// Whether that was late.
        late: bool,
    },
    /// Whoever did this has registered a dispute.
    Registered {
        /// Which.
        dispute: DisputeNumber,
    },
    /// Whoever did this signs that these are all.
    AllRegistered {
        /// Which.
        disputes: Vec<DisputeNumber>,
        /// Whether that was late.
        late: bool,
    },
    /// There is more time, since a question arrived long after it was asked.
    Extended {
        /// Until when it is to be answered now.
        until: At,
    },
    /// There was no answer in time.
    NotAnswered {
        /// Whether no question had arrived, by no doing of those who are asked.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        undelivered: bool,
    },
    /// It was told who has not answered.
    Told {
        /// To whom, in private.
        to: Vec<PersonId>,
        /// In which group.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chat: Option<ChatId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// Whoever did this had those asked again who have not answered.
    AskedAgain {
        /// Whom.
        people: Vec<PersonId>,
    },
    /// All have answered.
    Completed {
        /// How many.
        answers: usize,
        /// How many of them in time.
        in_time: usize,
    },
    /// A question or reminder did not arrive, or that others have not answered.
    NotDelivered {
        /// For whom it was.
        person: PersonId,
    },
    /// Who has not answered could not be posted.
    NotPosted {
        /// In which group.
        chat: ChatId,
    },
    /// Nobody was asked, since it was time for a later round when the bot came back. What is not asked is
    /// missing.
    NotAsked {
        /// How many rounds of a month, of which this is the first.
        rounds: u32,
        /// When the last of them was due.
        to: At,
        /// Who would have been asked.
        units: Vec<Target>,
        /// Whether disputes would have been asked for; the first builds did not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        screening: Option<bool>,
        /// Whether a written report of each would have gone on.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        onward: bool,
        /// The day for which the first was, where it was moved to a later one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<NaiveDate>,
    },
    /// The written report of a screening was drafted, or drafted anew.
    ReportDrafted {
        /// Who has it.
        to: Vec<PersonId>,
        /// Where it is to go.
        office: String,
        /// Until when.
        limit: At,
        /// The entries of the ledger's log that it counts: after this one,
        after: u32,
        /// up to this one.
        until: u32,
        /// Whether there was a draft of it before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// A reminder that it is to be made.
    ReportReminded {
        /// To whom.
        to: Vec<PersonId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// It was told that it is late.
    ReportLate {
        /// To whom.
        to: Vec<PersonId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// Whoever did this says that it is made.
    Reported {
        /// Whether that was late.
        late: bool,
    },
    /// Nobody is asked for it any more.
    ReportGivenUp,
    /// A written report was of a round that has yet to come: a clock was far ahead. Whether it was made does not
    /// count.
    ReportWithdrawn,
    /// It can't be answered any more.
    Ended {
        /// Who has not answered; none where all have.
        missing: Vec<Target>,
    },
    /// Nobody owes an answer any more: the row is gone, or the clock was far ahead.
    Withdrawn {
        /// Who had not answered.
        missing: Vec<Target>,
        /// Whether it was a clock: then it was never to be asked.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        untrue: bool,
    },
}

/// The id of a person or role.
pub fn id(target: &Target) -> &str {
    match target {
        Target::Person(id) => id.as_str(),
        Target::Role(id) => id.as_str(),
    }
}

impl Logged for PromptEvent {
    const LOG: Log = Log::Prompt;

    fn kind(&self) -> &'static str {
        match &self.what {
            What::Asked { late: false, .. } => "asked",
            What::Asked { late: true, .. } => "asked_late",
            What::Reminded { .. } => "reminded",
            What::Snoozed { .. } => "snoozed",
            What::Done { late: false } => "done",
            What::Done { late: true } => "done_late",
            What::Checked { late: false, .. } => "checked",
            What::Checked { late: true, .. } => "checked_late",
            What::Remarked { .. } => "remarked",
            What::NothingFound { late: false } => "nothing_found",
            What::NothingFound { late: true } => "nothing_found_late",
            What::Registered { .. } => "dispute_registered",
            What::AllRegistered { late: false, .. } => "all_registered",
            What::AllRegistered { late: true, .. } => "all_registered_late",
            What::Extended { .. } => "extended",
            What::NotAnswered { undelivered: false } => "not_answered",
            What::NotAnswered { undelivered: true } => "not_answered_undelivered",
            What::Told { .. } => "told",
            What::AskedAgain { .. } => "asked_again",
            What::Completed { .. } => "completed",
            What::NotDelivered { .. } => "not_delivered",
            What::NotPosted { .. } => "not_posted",
            What::NotAsked { .. } => "not_asked",
            What::ReportDrafted { again: false, .. } => "report_drafted",
            What::ReportDrafted { again: true, .. } => "report_redrafted",
            What::ReportReminded { .. } => "report_reminded",
            What::ReportLate { .. } => "report_late",
            What::Reported { late: false } => "reported",
            What::Reported { late: true } => "reported_late",
            What::ReportGivenUp => "report_given_up",
            What::ReportWithdrawn => "report_withdrawn",
            What::Ended { .. } => "ended",
            What::Withdrawn { untrue: false, .. } => "withdrawn",
            What::Withdrawn { untrue: true, .. } => "withdrawn_untrue",
        }
    }

    fn text(&self) -> String {
        let at = self.at.rfc3339();
        let round = match &self.unit {
            Some(unit) => format!("{} {at} {}", self.prompt, id(unit)),
            None => format!("{} {at}", self.prompt),
        };
        let people = |people: &[PersonId]| joined(people.iter().map(PersonId::as_str));
        let numbers = |disputes: &[DisputeNumber]| {
            let numbers: Vec<String> = disputes
                .iter()
                .map(|dispute| format!("D{dispute}"))
                .collect();
            numbers.join(", ")
        };
        let more = match &self.what {
            What::Asked {
                people: asked,
                until,
                screening,
                day,
                ..
            } => {
                let (asked, until) = (people(asked), until.rfc3339());
                let screening = of_screening(*screening);
                let day = for_day(*day);
                format!("{asked} until {until}{screening}{day}")
            }
            What::Reminded { people: asked } | What::AskedAgain { people: asked } => people(asked),
            What::Snoozed { to } => to.rfc3339(),
            What::Extended { until } => until.rfc3339(),
            What::Done { .. }
            | What::NothingFound { .. }
            | What::NotAnswered { .. }
            | What::Reported { .. }
            | What::ReportGivenUp
            | What::ReportWithdrawn => return round,
            What::ReportDrafted {
                to,
                office,
                limit,
                after,
                until,
                ..
            } => {
                let (to, limit) = (people(to), limit.rfc3339());
                format!("{to} for «{office}» by {limit}, ledger {after}–{until}")
            }
            What::ReportReminded { to, due } | What::ReportLate { to, due } => {
                format!("{}{}", people(to), was_due(*due))
            }
            What::Checked { found, .. } => {
                let found = found.iter().map(|found| match found {
                    Found::Good => "good",
                    Found::Problem => "problem",
                });
                joined(found)
            }
            What::Remarked { item, text, files } => {
                let files = files.iter();
                let files = files.map(|file| format!("{} ({})", file.unique_id, file.file_id));
                let files = files.collect::<Vec<String>>().join(", ");
                format!("{item} «{text}» {files}").trim_end().to_owned()
            }
            What::Registered { dispute } => format!("D{dispute}"),
            What::AllRegistered { disputes, .. } => numbers(disputes),
            What::Told { to, chat, due } => {
                let chat = chat.as_ref().map(|chat| format!(" and {chat}"));
                let chat = chat.unwrap_or_default();
                format!("{}{chat}{}", people(to), was_due(*due))
            }
            What::Completed { answers, in_time } => format!("{answers}, {in_time} in time"),
            What::NotDelivered { person } => person.to_string(),
            What::NotPosted { chat } => chat.to_string(),
            What::NotAsked {
                rounds,
                to,
                units,
                screening,
                onward,
                day,
            } => {
                let day = for_day(*day);
                let units = joined(units.iter().map(id));
                let screening = of_screening(*screening);
                let onward = if *onward {
                    ", with a written report"
                } else {
                    ""
                };
                format!(
                    "{rounds} until {}{screening}{onward}{day}: {units}",
                    to.rfc3339()
                )
            }
            What::Ended { missing } | What::Withdrawn { missing, .. } => {
                joined(missing.iter().map(id))
            }
        };
        format!("{round}: {more}")
    }
}

fn for_day(day: Option<NaiveDate>) -> String {
    day.map(|day| format!(", for {day}")).unwrap_or_default()
}

fn of_screening(screening: Option<bool>) -> &'static str {
    if screening == Some(true) {
        ", a screening"
    } else {
        ""
    }
}

impl PromptEvent {
    /// Whom it is about, beside whoever did it.
    pub fn people(&self) -> Vec<&PersonId> {
        match &self.what {
            What::Asked { people, .. }
            | What::Reminded { people }
            | What::AskedAgain { people }
            | What::Told { to: people, .. }
            | What::ReportDrafted { to: people, .. }
            | What::ReportReminded { to: people, .. }
            | What::ReportLate { to: people, .. } => people.iter().collect(),
            What::NotDelivered { person } => vec![person],
            _ => Vec::new(),
        }
    }

    /// Whether it is an answer, and if so, whether that was late.
    pub fn answers(&self) -> Option<bool> {
        match &self.what {
            What::Done { late }
            | What::Checked { late, .. }
            | What::NothingFound { late }
            | What::AllRegistered { late, .. } => Some(*late),
            _ => None,
        }
    }
}

/// ` (due …)`, where something came long after it was due.
fn was_due(due: Option<At>) -> String {
    due.map(|due| format!(" (due {})", due.rfc3339()))
        .unwrap_or_default()
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<&str>>().join(", ")
}
