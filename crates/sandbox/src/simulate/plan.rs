//! What will happen, in words: a seed makes a plan, and a plan can be read, cut and run again.

use std::fmt;
use std::time::Duration;

use dutybell_core::store::model::DeathPoint;

use super::town::{Place, Shape, Who};
use crate::model::{Fault, Scope};

/// A simulated day.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What made it; people and delays draw from it too.
    pub seed: u64,
    /// The configuration.
    pub shape: Shape,
    /// In the order of time.
    pub actions: Vec<Action>,
    /// When faults end and the town comes to rest.
    pub end: Duration,
}

/// Something at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Since the start.
    pub at: Duration,
    /// What.
    pub what: Act,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// From now on a person answers in this manner.
    Becomes(Who, Temper),
    /// A report.
    Report {
        /// By whom.
        who: Who,
        /// Where.
        place: Place,
        /// In which form.
        form: ReportForm,
        /// In these words; a mark in it makes it one of a kind.
        words: String,
    },
    /// The last own message there is changed.
    Edit(Who, Place, String),
    /// A command or talk.
    Say(Who, Place, String),
    /// A button of the newest message about an incident that has it.
    Press(Who, Place, Wish, u64),
    /// Presses Start.
    Start(Who),
    /// Blocks the bot.
    Block(Who),
    /// Takes the block back.
    Unblock(Who),
    /// Leaves Telegram.
    Deactivate(Who),
    /// The town's group becomes a supergroup.
    Grow,
    /// Something goes wrong for a while.
    Trouble {
        /// What.
        fault: Fault,
        /// For which calls.
        scope: Scope,
        /// For how long, if it does not run out before.
        span: Duration,
    },
    /// The bot dies.
    Die(Death),
    /// The bot's clock is set by so many seconds.
    SetClock(i64),
    /// The disk is full for a while.
    DiskFull(Duration),
    /// The disk takes its time for a while: so many milliseconds a commit.
    DiskSlow(Duration, i64),
    /// Updates are numbered from here.
    Renumber(i64),
}

/// How the bot dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Death {
    /// In which commit from now (1 is the next); 0 is at once, between two commits.
    pub commit: u64,
    /// Where in it.
    pub point: DeathPoint,
    /// The power goes too: what is not synced is lost.
    pub power: bool,
    /// Dies again in the first commit after its start.
    pub again: Option<DeathPoint>,
    /// How long it stays down.
    pub down: Duration,
}

/// How a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportForm {
    /// `/report TEXT`
    Text,
    /// As the caption of a photo.
    Photo,
    /// A photo with the bare command: nothing but the photo is the report.
    PhotoAlone,
    /// `/report` as an answer to somebody's text.
    AnswerToText,
    /// `/report` as an answer to somebody's photo.
    AnswerToPhoto,
    /// `/report`, then buttons, then the text.
    Guided,
}

/// How somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// Within a minute.
    Prompt,
    /// After many minutes, on buttons that may be gone.
    Late,
    /// Promptly and several times.
    Twice,
    /// Not at all.
    Never,
    /// Can't respond.
    Declines,
    /// Presses Escalate.
    Escalates,
    /// Presses anything.
    Meddles,
    /// At once, and sees it through to the end: only in the last phase.
    Steadfast,
}

/// The button that somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Acknowledge.
    Acknowledge,
    /// Can't respond.
    Decline,
    /// Escalate.
    Escalate,
    /// Page everyone again.
    Again,
    /// Still on it.
    StillOnIt,
    /// Stand down.
    StandDown,
    /// Update.
    Update,
    /// Any level.
    Level,
    /// Any category.
    Category,
    /// Any answer to a missing fact.
    Fact,
    /// Hand on.
    HandOn,
    /// To whom, or back to the policy.
    HandTo,
    /// Withdraw.
    Withdraw,
    /// Confirm the withdrawal.
    Confirm,
    /// Same as another one.
    Same,
    /// Full text, photos.
    Full,
    /// The step of a guided report.
    Form,
    /// On duty, or In post.
    OnDuty,
    /// The answer to a question of `[[prompts]]` that is asked whether something is done.
    Done,
    /// Nothing found.
    Nothing,
    /// Register dispute.
    Register,
    /// That is all.
    AllRegistered,
    /// A mark for this item of a checklist.
    Item(u8),
    /// Submit the checklist.
    Submit,
    /// Ask those again who have not answered.
    AskAgain,
    /// Whatever comes first after so many others.
    Any(u8),
}

impl Plan {
    /// The plan without some of its actions.
    #[must_use]
    pub fn without(&self, mut left_out: impl FnMut(usize) -> bool) -> Self {
        let actions = self
            .actions
            .iter()
            .enumerate()
            .filter(|(index, _)| !left_out(*index))
            .map(|(_, action)| action.clone())
            .collect();
        Self {
            actions,
            ..self.clone()
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}: {}", self.seed, self.shape)?;
        for action in &self.actions {
            writeln!(f, "{action}")?;
        }
        write!(f, "{} the town comes to rest", Span(self.end))
    }
}

/// `+hh:mm:ss`
struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        write!(f, "+{hours:02}:{minutes:02}:{:02}", seconds % 60)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", Span(self.at))?;
        match &self.what {
            Act::Becomes(who, temper) => write!(f, "{who} answers: {temper:?}"),
            Act::Report {
                who,
                place,
                form,
                words,
            } => write!(f, "{who} → {place}: report {form:?} «{words}»"),
            Act::Edit(who, place, text) => write!(f, "{who} → {place}: edits to «{text}»"),
            Act::Say(who, place, text) => write!(f, "{who} → {place}: {text}"),
            Act::Press(who, place, wish, number) => {
                write!(f, "{who} → {place}: presses {wish:?} of #{number}")
            }
            Act::Start(who) => write!(f, "{who} presses Start"),
            Act::Block(who) => write!(f, "{who} blocks the bot"),
            Act::Unblock(who) => write!(f, "{who} unblocks the bot"),
            Act::Deactivate(who) => write!(f, "{who} leaves Telegram"),
            Act::Grow => f.write_str("town becomes a supergroup"),
            Act::Trouble { fault, scope, span } => {
                write!(f, "for {} s {fault:?}", span.as_secs())?;
                if *scope != Scope::everything() {
                    write!(f, " {scope:?}")?;
                }
                Ok(())
            }
            Act::Die(death) => {
                match death.commit {
                    0 => f.write_str("the bot dies between two commits")?,
                    nth => write!(f, "the bot dies {:?} in commit {nth} from now", death.point)?,
                }
                if death.power {
                    f.write_str(", the power goes")?;
                }
                if let Some(point) = death.again {
                    write!(f, ", and again {point:?} at its start")?;
                }
                write!(f, ", down for {} s", death.down.as_secs())
            }
            Act::SetClock(seconds) => write!(f, "the clock is set by {seconds} s"),
            Act::DiskFull(span) => write!(f, "the disk is full for {} s", span.as_secs()),
            Act::DiskSlow(span, millis) => {
                write!(f, "a commit takes {millis} ms for {} s", span.as_secs())
            }
            Act::Renumber(next) => write!(f, "updates are numbered from {next}"),
        }
    }
}
