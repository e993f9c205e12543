//! What can happen to an incident. Past tense; each is one line of its record.

use serde::{Deserialize, Serialize};

use crate::ids::{
    CategoryId, DisputeNumber, IncidentNumber, MessageId, PersonId, RosterId, SeverityId,
    TelegramChat, TelegramUser,
};
use crate::incoming::Attachment;
use crate::outgoing::Unreachable;
use crate::state::evidence::Evidence;
use crate::state::merge::AlsoReported;
use crate::state::policy::PolicySnapshot;
use crate::time::At;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody of the configuration.
    Person(PersonId),
    /// Somebody else in a configured chat.
    Guest {
        /// Numeric Telegram user.
        id: TelegramUser,
        /// As that person calls himself.
        name: String,
    },
    /// The bot itself.
    Bot,
}

impl Actor {
    /// As exports name it: the person's id, `telegram:ID`, or nothing for the bot.
    pub fn export(&self) -> Option<String> {
        match self {
            Self::Person(id) => Some(id.to_string()),
            Self::Guest { id, .. } => Some(format!("telegram:{id}")),
            Self::Bot => None,
        }
    }

    /// The configured person, where it is one.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Guest { .. } | Self::Bot => None,
        }
    }
}

/// A first report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The number it got.
    pub number: IncidentNumber,
    /// What was typed.
    pub text: String,
    /// Numeric Telegram user of the reporter, [`TelegramUser::ANONYMOUS`] where
    /// that is an administrator who stays anonymous.
    pub reporter_telegram: TelegramUser,
    /// Where it was reported.
    pub chat: TelegramChat,
    /// The message that reported it.
    pub message: Option<MessageId>,
    /// Level.
    pub severity: SeverityId,
    /// Whether the report named the level itself.
    pub severity_named: bool,
    /// Category, where one was recognised.
    pub category: Option<CategoryId>,
    /// Photos and files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Attachment>,
    /// An exercise, not the real thing.
    pub drill: bool,
    /// The policy that pages for it.
    pub policy: PolicySnapshot,
}

/// A fact that a report lacked and that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Is anyone hurt?
    Hurt,
    /// Is support needed?
    Support,
}

impl Fact {
    /// In the order in which they are asked.
    pub const ALL: [Self; 2] = [Self::Hurt, Self::Support];

    /// One word for records and button data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hurt => "hurt",
            Self::Support => "support",
        }
    }
}

/// An answer by one tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactAnswer {
    /// No.
    No,
    /// Yes.
    Yes,
    /// Not known.
    Unknown,
}

impl FactAnswer {
    /// Whether it counts where another answer was given before, by somebody who reported the same.
    pub fn outweighs(self, known: Self) -> bool {
        match self {
            Self::Yes => known != Self::Yes,
            Self::No => known == Self::Unknown,
            Self::Unknown => false,
        }
    }

    /// One word for records and button data.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}

/// Where something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The chat.
    pub chat: TelegramChat,
    /// The message.
    pub message: MessageId,
}

/// What a message told that was changed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The report.
    Report,
    /// News.
    Update,
    /// Another report of the same.
    Also,
}

/// Why a step was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passed {
    /// Its wait ran out.
    NoAnswer,
    /// It resolves to nobody.
    Nobody,
    /// Nobody of it can be reached, or all pressed Can't respond.
    NobodyLeft,
    /// Somebody pressed Escalate.
    ByHand,
}

/// Why paging begins anew: at the first step, after an acknowledgement by hand also at a later
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// The level was raised.
    Raised,
    /// Acknowledged, then silent beyond `ack_timeout`.
    Lapsed,
    /// Somebody asked for it.
    ByHand,
    /// The category was changed, and another policy is for it.
    Category,
    /// Whoever had it gave it back.
    HandedBack,
    /// It was handed on to somebody who did not take it.
    NotTaken,
    /// Whoever had it has left, or lost his account.
    HolderLeft,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It was reported.
    Reported(Box<Report>),
    /// A step of the policy began.
    StepEntered {
        /// From 1.
        round: u32,
        /// From 0.
        step: usize,
        /// When it should have begun, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// A step was left unanswered.
    StepPassed {
        /// From 1.
        round: u32,
        /// From 0.
        step: usize,
        /// Why.
        why: Passed,
        /// When its wait ran out, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// A person is paged: the message is on its way.
    Paged {
        /// Who.
        person: PersonId,
        /// As what.
        role: Option<String>,
        /// Counts the pages of this incident.
        call: u32,
    },
    /// A step that still waits rings anew.
    RangAgain {
        /// Counts the calls of this step.
        attempt: u32,
        /// When it should have rung, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// Telegram took the page.
    Delivered {
        /// Whose.
        person: PersonId,
        /// Which.
        call: u32,
    },
    /// A person can't be reached.
    NotReached {
        /// Who.
        person: PersonId,
        /// Why.
        why: Unreachable,
    },
    /// Telegram refused a page for good.
    PageFailed {
        /// Whose.
        person: PersonId,
        /// What Telegram said.
        reason: String,
    },
    /// A message about the incident could not be posted.
    PostFailed {
        /// Where.
        chat: TelegramChat,
        /// What Telegram said.
        reason: String,
    },
    /// A person can't respond.
    Declined,
    /// All rounds are through and nobody has acknowledged.
    Exhausted,
    /// Somebody takes it.
    Acknowledged,
    /// Whoever has it calls somebody to take it over.
    HandedOn {
        /// Whom.
        to: PersonId,
        /// Until when that person may take it.
        until: At,
    },
    /// No update for `ack_timeout`: the one who has it was asked.
    Questioned,
    /// The same, long after it was due.
    QuestionedLate {
        /// When it was due.
        due: At,
    },
    /// The answer: still on it.
    StillOnIt,
    /// Paging begins anew.
    Restarted {
        /// Why.
        why: Restart,
        /// When it should have begun, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
        /// Who is not rung; not known of what was stored before that was noted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        excused: Option<Vec<PersonId>>,
    },
    /// The level was changed.
    SeverityChanged {
        /// Before.
        from: SeverityId,
        /// After.
        to: SeverityId,
        /// The policy from now on, where it is another.
        policy: Option<Box<PolicySnapshot>>,
    },
    /// The category was changed.
    CategoryChanged {
        /// Before.
        from: Option<CategoryId>,
        /// After.
        to: CategoryId,
        /// The policy from now on, where it is another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<Box<PolicySnapshot>>,
    },
    /// A missing fact was given.
    FactGiven {
        /// Which.
        fact: Fact,
        /// The answer.
        answer: FactAnswer,
    },
    /// News.
    Updated {
        /// What was typed.
        text: String,
        /// Photos and files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Attachment>,
        /// The message, so that a change of it is noticed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
    },
    /// A message of the record was changed by who wrote it. What it said before stays.
    Edited {
        /// Which message.
        origin: Origin,
        /// What it told.
        told: Told,
        /// What it says now.
        text: String,
    },
    /// It looks like another open incident, which is offered on the card; `None`: no longer.
    Likened {
        /// Which.
        to: Option<IncidentNumber>,
    },
    /// Another incident is the same as this one, which goes on for both.
    Joined(Box<AlsoReported>),
    /// Whoever had the other one has this one too.
    AcknowledgedWith {
        /// Who.
        holder: Actor,
        /// The other one.
        number: IncidentNumber,
    },
    /// Whoever took over a shift has what its officer had.
    MovedWithShift {
        /// Of which roster.
        roster: RosterId,
    },
    /// It is the same as another one, which goes on for both.
    Merged {
        /// Which.
        into: IncidentNumber,
    },
    /// Who reported it takes the report back.
    Withdrawn {
        /// Whether that ends it; where others rely on it, it does not.
        ends: bool,
    },
    /// It was raised for a dispute that may turn violent. Names are asked of its mediator.
    FromDispute {
        /// Which.
        dispute: DisputeNumber,
    },
    /// Another mediates the dispute for which it was raised.
    MediatorChanged {
        /// Which.
        dispute: DisputeNumber,
        /// Who.
        mediator: PersonId,
    },
    /// Photos, files and places: what came, and what became of it.
    Evidence(Evidence),
    /// It is over.
    Closed {
        /// What was typed.
        reason: String,
    },
}

impl Event {
    /// One word for the record: `kind` of the export.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Reported(_) => "reported",
            Self::StepEntered { .. } => "step_entered",
            Self::StepPassed { .. } => "step_passed",
            Self::Paged { .. } => "paged",
            Self::RangAgain { .. } => "rang_again",
            Self::Delivered { .. } => "delivered",
            Self::NotReached { .. } => "unreachable",
            Self::PageFailed { .. } => "page_failed",
            Self::PostFailed { .. } => "post_failed",
            Self::Declined => "declined",
            Self::Exhausted => "exhausted",
            Self::Acknowledged => "acknowledged",
            Self::HandedOn { .. } => "handed_on",
            Self::Questioned | Self::QuestionedLate { .. } => "questioned",
            Self::StillOnIt => "still_on_it",
            Self::Restarted { .. } => "restarted",
            Self::SeverityChanged { .. } => "severity_changed",
            Self::CategoryChanged { .. } => "category_changed",
            Self::FactGiven { .. } => "fact",
            Self::Updated { .. } => "updated",
            Self::Edited { .. } => "edited",
            Self::Likened { .. } => "likened",
            Self::Joined(_) => "joined",
            Self::AcknowledgedWith { .. } => "acknowledged_with",
            Self::MovedWithShift { .. } => "moved_with_shift",
            Self::Merged { .. } => "merged",
            Self::Withdrawn { .. } => "withdrawn",
            Self::FromDispute { .. } => "from_dispute",
            Self::MediatorChanged { .. } => "mediator_changed",
            Self::Evidence(evidence) => evidence.kind(),
            Self::Closed { .. } => "closed",
        }
    }

    /// What the record says beside kind and actor: `text` of the export. It holds what people
    /// typed as they typed it, and ids for the rest, so that it means the same in every language.
    pub fn text(&self) -> String {
        let words = self.words();
        match self.due() {
            Some(due) if words.is_empty() => format!("due {}", due.rfc3339()),
            Some(due) => format!("{words}, due {}", due.rfc3339()),
            None => words,
        }
    }

    /// When it was due, where it happened long after that.
    pub fn due(&self) -> Option<At> {
        match self {
            Self::StepEntered { due, .. }
            | Self::StepPassed { due, .. }
            | Self::RangAgain { due, .. }
            | Self::Restarted { due, .. } => *due,
            Self::QuestionedLate { due } => Some(*due),
            _ => None,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Reported(report) => report.text.clone(),
            Self::StepEntered { round, step, .. } => format!("round {round} step {}", step + 1),
            Self::StepPassed {
                round, step, why, ..
            } => {
                let why = match why {
                    Passed::NoAnswer => "no answer",
                    Passed::Nobody => "resolves to nobody",
                    Passed::NobodyLeft => "nobody left who can respond",
                    Passed::ByHand => "escalated by hand",
                };
                format!("round {round} step {}: {why}", step + 1)
            }
            Self::Paged { person, role, call } => match role {
                Some(role) => format!("{person} ({role}), call {call}"),
                None => format!("{person}, call {call}"),
            },
            Self::RangAgain { attempt, .. } => format!("attempt {attempt}"),
            Self::Delivered { person, call } => format!("{person}, call {call}"),
            Self::NotReached { person, why } => format!("{person}: {}", why.words()),
            Self::PageFailed { person, reason } => format!("{person}: {reason}"),
            Self::PostFailed { chat, reason } => format!("chat {chat}: {reason}"),
            Self::Declined
            | Self::Exhausted
            | Self::Acknowledged
            | Self::Questioned
            | Self::QuestionedLate { .. }
            | Self::StillOnIt => String::new(),
            Self::Restarted { why, .. } => match why {
                Restart::Raised => "level raised",
                Restart::Lapsed => "no update after the acknowledgement",
                Restart::ByHand => "by hand",
                Restart::Category => "category changed",
                Restart::HandedBack => "handed back",
                Restart::NotTaken => "handed on, not taken over",
                Restart::HolderLeft => "its holder can not be reached any more",
            }
            .to_owned(),
            Self::SeverityChanged { from, to, .. } => format!("{from} → {to}"),
            Self::CategoryChanged { from, to, .. } => match from {
                Some(from) => format!("{from} → {to}"),
                None => to.to_string(),
            },
            Self::HandedOn { to, until } => format!("to {to}, until {}", until.rfc3339()),
            Self::Withdrawn { ends: true } => "by the reporter".to_owned(),
            Self::Withdrawn { ends: false } => "by the reporter, goes on".to_owned(),
            Self::FactGiven { fact, answer } => format!("{}: {}", fact.word(), answer.word()),
            Self::Updated { text, .. } | Self::Edited { text, .. } => text.clone(),
            Self::Likened { to: Some(to) } => format!("#{to}"),
            Self::Likened { to: None } => "none".to_owned(),
            Self::Joined(also) => format!("#{}: {}", also.number, also.text),
            Self::AcknowledgedWith { holder, number } => {
                format!("#{number}, {}", holder.export().unwrap_or_default())
            }
            Self::MovedWithShift { roster } => roster.to_string(),
            Self::Merged { into } => format!("same as #{into}"),
            Self::FromDispute { dispute } => format!("D{dispute}"),
            Self::MediatorChanged { dispute, mediator } => format!("D{dispute}: {mediator}"),
            Self::Evidence(evidence) => evidence.words(),
            Self::Closed { reason } => reason.clone(),
        }
    }
}
