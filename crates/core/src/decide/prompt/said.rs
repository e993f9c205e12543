//! What is said about prompts, as meaning.

use std::collections::BTreeMap;

use crate::decide::{Line, Speech};
use crate::ids::{DisputeNumber, PersonId, PromptId};
use crate::settings::{PromptKind, Target};
use crate::state::ledger::DisputeKind;
use crate::state::prompt::{Answer, Unit};
use crate::state::prompt_title::RoundTitle;
use crate::state::screening_report::{Course, Draft, Reported};
use crate::time::At;

/// Why a question comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// For the first time.
    Asked,
    /// As a reminder.
    Reminded {
        /// Whether it rings.
        rings: bool,
    },
    /// Its time is up.
    Late,
    /// Somebody had it asked again.
    Again,
    /// Whoever is asked wanted to see it.
    Shown,
}

/// A question with its buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of which prompt.
    pub prompt: PromptId,
    /// Of which round.
    pub title: RoundTitle,
    /// Its place in the round.
    pub place: u16,
    /// Who answers, and what is answered so far.
    pub unit: Unit,
    /// Until when.
    pub until: At,
    /// Why it comes.
    pub why: Why,
    /// When it was due, where that was long before.
    pub due: Option<At>,
    /// How many have answered, of how many.
    pub answered: (usize, usize),
}

/// Something wrong with an item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// With which.
    pub item: String,
    /// In words; empty where nothing was said.
    pub remark: String,
    /// So many photos or files.
    pub files: usize,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// Done.
    Done,
    /// Every item was looked at.
    Checked {
        /// So many.
        items: usize,
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// Nothing found.
    Nothing,
    /// So many disputes were registered.
    Disputes(usize),
}

/// Somebody who has not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silent {
    /// Who.
    pub who: Target,
    /// The people of it.
    pub people: Vec<PersonId>,
    /// Whether the question can have reached anybody.
    pub reached: bool,
    /// Disputes that were registered for it, while nobody has said that these are all.
    pub registered: usize,
}

/// A round that somebody sees to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTo {
    /// Of which prompt.
    pub prompt: PromptId,
    /// Which.
    pub title: RoundTitle,
    /// Until when it is to be answered.
    pub until: At,
    /// How many have answered, of how many.
    pub answered: (usize, usize),
    /// Who has not.
    pub missing: Vec<Silent>,
    /// Whether those can be asked again.
    pub again: bool,
}

/// Why it is said that a written report waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportWhy {
    /// It was drafted.
    Drafted,
    /// It was drafted anew, since an answer came.
    Redrafted,
    /// Time passes.
    Reminded,
    /// Its time is up.
    Late,
    /// Somebody wanted to see it.
    Shown,
}

/// A written report, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportShown {
    /// Of which prompt.
    pub prompt: PromptId,
    /// Of which round.
    pub title: RoundTitle,
    /// Where it is to go.
    pub to: String,
    /// Until when.
    pub limit: At,
    /// What it says.
    pub draft: Draft,
    /// What became of all disputes, and of those of each kind.
    pub courses: (Course, BTreeMap<DisputeKind, Course>),
}

/// A message about prompts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptSaid {
    /// The question.
    Question(Question),
    /// A question that is answered.
    Answered {
        /// Of which round.
        title: RoundTitle,
        /// Whose it was.
        who: Target,
        /// The answer.
        answer: Answer,
        /// What was answered.
        what: Answered,
        /// Until when it was to be.
        until: At,
    },
    /// Who has not answered.
    Missing {
        /// The round.
        round: SeenTo,
        /// When it was due to be told, where that was long before.
        due: Option<At>,
        /// Days after the limit.
        days: u32,
        /// Whether one reads it alone.
        private: bool,
    },
    /// The bot was down when these were due, and nobody is asked any more.
    NotAsked {
        /// What would have been asked.
        kind: PromptKind,
        /// As the row is called.
        name: Option<String>,
        /// So many.
        rounds: u32,
        /// When the first was due.
        first: At,
        /// When the last was due.
        last: At,
    },
    /// An answer came after it was told that there was none.
    LateAnswer {
        /// Of which round.
        title: RoundTitle,
        /// Whose.
        who: Target,
        /// The answer.
        answer: Answer,
        /// What was answered.
        what: Answered,
        /// Until when it was to be.
        until: At,
    },
    /// All have answered.
    Complete {
        /// The round.
        title: RoundTitle,
        /// How many.
        units: usize,
        /// So many disputes were registered.
        disputes: usize,
        /// So many of the ledger wait for the end of their mediation.
        mediating: usize,
        /// So many items have something wrong.
        problems: usize,
        /// How many answered in time.
        in_time: usize,
        /// Who answered late.
        late: Vec<Target>,
    },
    /// The row is gone from the configuration, and nobody is asked any more.
    Withdrawn {
        /// The row.
        row: PromptId,
        /// Of which round.
        title: RoundTitle,
        /// Who had not answered.
        missing: Vec<Target>,
        /// To whom a written report would have gone that is not drafted any more.
        report: Option<String>,
    },
    /// Something is wrong with items of a checklist.
    Problems {
        /// Of which round.
        title: RoundTitle,
        /// Whose.
        who: Target,
        /// Who says so.
        by: PersonId,
        /// What.
        problems: Vec<Problem>,
    },
    /// What is wrong with this item? Opens the answer field.
    RemarkAsked {
        /// Which item.
        item: String,
    },
    /// Nothing is waited for any more.
    RemarkOver,
    /// The written report, to be forwarded.
    ReportText(Box<ReportShown>),
    /// What stands in its workbook.
    ReportBook(RoundTitle),
    /// The workbook could not be made or sent.
    ReportBookFailed,
    /// The report waits to be made.
    ReportDue {
        /// The report.
        report: Box<ReportShown>,
        /// Why it is said.
        why: ReportWhy,
        /// When it was due to be said, where that was long before.
        due: Option<At>,
    },
    /// It is made: in the place of what asked for it.
    ReportMade {
        /// Which.
        title: RoundTitle,
        /// Where it went.
        to: String,
        /// Who says so.
        reported: Reported,
    },
    /// Nobody of those whom it is for can be written to.
    ReportForNobody {
        /// Which.
        title: RoundTitle,
        /// Where it is to go.
        to: String,
        /// Until when.
        limit: At,
        /// Whom it is for.
        of: Vec<PersonId>,
    },
    /// It was not made, and too many wait, or the row is gone.
    ReportGivenUp {
        /// Which.
        title: RoundTitle,
        /// Where it was to go.
        to: String,
        /// Until when.
        limit: At,
        /// The row, where it is gone.
        gone: Option<PromptId>,
    },
    /// What is open for somebody.
    Mine {
        /// Written reports that wait to be made.
        reports: Vec<ReportShown>,
        /// So many questions, which come as messages.
        questions: usize,
        /// Rounds that one sees to.
        rounds: Vec<SeenTo>,
    },
}

impl From<PromptSaid> for Speech {
    fn from(said: PromptSaid) -> Self {
        Self::Prompt(Box::new(said))
    }
}

/// A sentence about prompts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptTold {
    /// The answer is noted.
    Noted {
        /// What was answered.
        what: Answered,
        /// Whether that was late.
        late: bool,
    },
    /// Somebody has answered before.
    AnsweredBy(Answer),
    /// The round that was due then waits for nobody any more.
    Over(At),
    /// Others are asked.
    OfOthers(Target),
    /// A reminder comes then.
    Later(At),
    /// Tomorrow would be too late: it is to be answered until then.
    NoLater(At),
    /// An item is marked.
    Marked,
    /// An item has something wrong, and what is asked for.
    RemarkWanted,
    /// An item has something wrong, and what was said of it stands.
    RemarkStands,
    /// An item has something wrong, and what is asked for once the other remark is there.
    RemarkNext,
    /// An item has something wrong; what can be said once a form about something else is done.
    RemarkAfterForm,
    /// An item is marked good, so nothing is said of it.
    RemarkOfGood(String),
    /// The remark is kept.
    RemarkNoted(String),
    /// The remark is kept; more photos or files came of the item than are passed on.
    RemarkFull(String),
    /// The remark is too long.
    RemarkTooLong,
    /// A remark is words or a photo.
    RemarkWhat,
    /// So many items are still to be looked at.
    ItemsLeft(usize),
    /// Disputes were registered, so there is something.
    SomethingFound(Vec<DisputeNumber>),
    /// A dispute of this screening is being filled in: nothing found is not so.
    RegistersNow,
    /// To somebody who wrote what nothing waits for: a question waits for one of its buttons.
    Waits,
    /// Nothing was registered yet.
    NothingRegistered,
    /// So many are asked again.
    AskedAgain(usize),
    /// They were asked again just now.
    AskedAgainAlready(At),
    /// Only those who are asked or told, and administrators, may have them asked again.
    AgainOf(Vec<PersonId>),
    /// Everybody has answered.
    NobodyMissing,
    /// It comes in private.
    InPrivate,
    /// The written report is noted as made.
    ReportNoted {
        /// Whether that was late.
        late: bool,
    },
    /// Somebody has said so before.
    ReportedBy(Reported),
    /// The written report of the round that was due then waits no more.
    ReportOver(At),
    /// Only those may who have it, and administrators.
    ReportOf(Vec<PersonId>),
}

impl From<PromptTold> for Line {
    fn from(told: PromptTold) -> Self {
        Self::Prompt(told)
    }
}
