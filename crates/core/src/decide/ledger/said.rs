//! What is said about the ledger, as meaning.

use crate::decide::{Line, Speech};
use crate::ids::{DisputeNumber, IncidentNumber, PersonId};
use crate::parse::ledger::{Act, Filter};
use crate::parse::tag::Tag;
use crate::state::event::Actor;
use crate::state::ledger::{Asked, Dispute, DisputeDraft, Limit, Private, Reading, Stage, Text};
use crate::time::At;

/// A dispute with what is kept of it, for somebody who keeps the ledger, in his private chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeCard {
    /// The dispute.
    pub dispute: Dispute,
    /// Its texts by place, as far as they are there.
    pub texts: Vec<(u32, Text)>,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBy {
    /// When.
    pub at: At,
    /// Who.
    pub by: Actor,
    /// Of which; `None`: of several.
    pub dispute: Option<DisputeNumber>,
    /// What.
    pub what: Reading,
}

/// A message about the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerSaid {
    /// The ledger is for others: who they are. An administrator may see who read what.
    NotYours {
        /// Who keeps it.
        who: Vec<PersonId>,
        /// Whether the reader administers the bot.
        readings: bool,
    },
    /// The next question of a registration.
    Question {
        /// What was told so far.
        draft: Box<DisputeDraft>,
        /// Who may mediate; the reader first.
        people: Vec<PersonId>,
        /// Of what can be chosen; from 0.
        page: u32,
    },
    /// A question for a line.
    Ask {
        /// Of which dispute.
        number: DisputeNumber,
        /// What.
        asked: Asked,
    },
    /// Did they agree?
    AskOutcome(DisputeNumber),
    /// Do they keep what they agreed?
    AskKept {
        /// Which dispute.
        number: DisputeNumber,
        /// What the revisit found, as it came in a message.
        words: Option<Private>,
    },
    /// Is that line the answer?
    SureOfWords {
        /// To what.
        question: Box<LedgerSaid>,
        /// The line.
        words: Private,
        /// Stands for it in the button.
        tag: Tag,
    },
    /// To which body does it go?
    AskBody {
        /// Which dispute.
        number: DisputeNumber,
        /// `[ledger] bodies`
        bodies: Vec<String>,
        /// From 0.
        page: u32,
    },
    /// Who is to mediate?
    AskMediator {
        /// Which dispute.
        number: DisputeNumber,
        /// Who may.
        people: Vec<PersonId>,
        /// From 0.
        page: u32,
    },
    /// Really?
    Sure {
        /// Which dispute.
        number: DisputeNumber,
        /// What is done on Confirm.
        act: Act,
    },
    /// A question that waits for nothing any more; what came of it.
    Over(Option<DisputeNumber>),
    /// The question about a dispute was dropped.
    Left(DisputeNumber),
    /// The question is over, and what was told could not be noted any more.
    NotNoted(DisputeNumber),
    /// Nothing is stored yet; of which dispute something was to be told.
    Reminder(Option<DisputeNumber>),
    /// The form was dropped after its time; of which dispute something was to be told.
    Expired(Option<DisputeNumber>),
    /// It is registered.
    Registered(Box<Dispute>),
    /// To a mediator: a dispute is his from now on.
    Yours(Box<Dispute>),
    /// To a mediator: somebody else did what its last step says.
    ByAnother(Box<Dispute>),
    /// The card.
    Card(Box<DisputeCard>),
    /// All that is kept of it.
    Whole(Box<DisputeCard>),
    /// A letter to a body, without names, ready to be forwarded; and what belongs into it, which is not.
    Letter(Box<DisputeCard>),
    /// A list.
    List {
        /// In the order in which they are shown.
        list: Vec<Dispute>,
        /// Which it shows.
        filter: Filter,
        /// From 0.
        page: u32,
        /// Whether the reader also administers the bot, and may see who read what.
        readings: bool,
    },
    /// By which stage?
    Stages,
    /// By which kind?
    Kinds,
    /// To the mediator: a limit comes.
    Soon {
        /// Of which.
        dispute: Box<Dispute>,
        /// Which.
        limit: (Limit, At),
        /// When this was due, where that was long before.
        due: Option<At>,
    },
    /// A limit has passed.
    Late {
        /// Of which.
        dispute: Box<Dispute>,
        /// Which.
        limit: (Limit, At),
        /// When this was due, where that was long before.
        due: Option<At>,
    },
    /// Limits of several have passed.
    LateAll {
        /// The longest late first.
        list: Vec<Dispute>,
        /// When the first of them was due, where that was long before.
        due: Option<At>,
    },
    /// Who read what.
    Readings {
        /// The newest first.
        list: Vec<ReadBy>,
        /// From 0.
        page: u32,
        /// Whether there are older ones.
        more: bool,
        /// Whether the reader keeps the ledger: then its list is one tap away.
        keeper: bool,
    },
}

/// One sentence about the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerTold {
    /// In private only. What was typed in the group is not kept.
    InPrivate {
        /// The bot's user name.
        bot: String,
        /// Whether something was typed there that others can read.
        exposed: bool,
    },
    /// The ledger is for these people.
    NotYours(Vec<PersonId>),
    /// Which dispute? By number.
    Which(&'static str),
    /// There is no such dispute.
    None {
        /// What was given.
        number: DisputeNumber,
        /// The last one there is; 0 for none.
        last: u64,
    },
    /// It does not stand where that could be done.
    Stands {
        /// Which.
        number: DisputeNumber,
        /// Where.
        stage: Stage,
    },
    /// Words are wanted, and no photo or voice.
    Words,
    /// What came with a command is not kept; its words are.
    NoFiles,
    /// One of the buttons is wanted.
    Choose,
    /// Too long.
    TooLong(usize),
    /// No such body is in the configuration.
    NoBody,
    /// No body is in the configuration.
    NoBodies,
    /// Noted.
    Noted(DisputeNumber),
    /// Registered.
    Registered(DisputeNumber),
    /// An incident is raised.
    Raised(IncidentNumber),
    /// One was raised, and it is still open.
    RaisedAlready(IncidentNumber),
    /// Who mediates is for these to say.
    ReassignOnly(Vec<PersonId>),
    /// Somebody does not keep the ledger any more.
    NoKeeper(PersonId),
    /// The question was dropped; what was to be noted of which dispute.
    Dropped(Option<DisputeNumber>),
    /// The question under which a button was pressed is over.
    Gone,
    /// To somebody who keeps the ledger: nothing waits for what he wrote.
    NotUnderstood,
    /// What he wrote in private may have been told to the ledger, so no report takes it over.
    NotQuoted,
}

impl LedgerTold {
    /// Whether a toast deserves a box that must be closed.
    pub fn is_alert(&self) -> bool {
        !matches!(
            self,
            Self::Noted(_) | Self::Registered(_) | Self::Raised(_) | Self::Dropped(_)
        )
    }
}

impl From<LedgerTold> for Line {
    fn from(told: LedgerTold) -> Self {
        Self::Ledger(told)
    }
}

impl From<LedgerTold> for Speech {
    fn from(told: LedgerTold) -> Self {
        Self::Line(told.into())
    }
}

impl From<LedgerSaid> for Speech {
    fn from(said: LedgerSaid) -> Self {
        Self::Ledger(Box::new(said))
    }
}

/// What a text of the ledger says, where it is there.
impl DisputeCard {
    /// The words of the text at a place.
    pub fn words(&self, seq: u32) -> Option<&Private> {
        let text = self.texts.iter().find(|(place, _)| *place == seq);
        text.map(|(_, text)| &text.words)
    }
}
