//! Messages that are said, as meaning. `render` finds the words.

use crate::audit::{Late, Overdue};
use crate::decide::line::Line;
use crate::decide::people::Said;
use crate::decide::{Checked, DutyMonth, DutySaid, FeedSaid, Heard, LedgerSaid, PromptSaid, Stats};
use crate::ids::{
    CategoryId, IncidentNumber, MessageId, PersonId, SeverityId, TelegramChat, TelegramUser,
};
use crate::outgoing::{Exported, Unreachable};
use crate::state::incident::Incident;
use crate::state::record::Entry;
use crate::time::At;

/// Whose answer a question in a group waits for: the answer field opens for those named alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Who.
    pub user: TelegramUser,
    /// As that person calls himself.
    pub name: String,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speech {
    /// One sentence.
    Line(Line),
    /// Welcome, with the reply keyboard.
    Welcome {
        /// Who.
        person: Option<PersonId>,
    },
    /// About people and what is changed of them.
    People(Box<Said>),
    /// Who is to be invited? By buttons.
    InviteWhom(Vec<PersonId>),
    /// An invitation, under its QR code.
    Invite {
        /// For whom.
        person: PersonId,
        /// The link.
        link: String,
        /// Until when it is good.
        expires: At,
    },
    /// To an administrator: somebody bound himself.
    Bound {
        /// Who.
        person: PersonId,
        /// The account.
        user: TelegramUser,
        /// As it calls itself.
        name: String,
    },
    /// To an administrator: a code was written in a group, and is good no longer.
    CodeExposed {
        /// For whom it was.
        person: PersonId,
        /// The group's title.
        group: String,
    },
    /// A check runs; its result will stand here.
    Checking,
    /// A check's message that came too late for its result.
    CheckOver,
    /// What a check found.
    Checked(Box<Checked>),
    /// The same in a line, for groups.
    CheckedLine(Box<Checked>),
    /// Who is to be called as at night? By buttons, with the last proof.
    NightWhom(Vec<(PersonId, Option<At>)>),
    /// A test call. It rings.
    NightTest {
        /// Who is asked.
        person: PersonId,
        /// When the test began.
        began: At,
        /// Who asked for it, where it was somebody else.
        by: Option<PersonId>,
    },
    /// A test call that is over.
    NightOver,
    /// A test call that was answered.
    NightAnswered {
        /// Who answered.
        person: PersonId,
        /// When.
        at: At,
        /// What.
        heard: bool,
    },
    /// To whom it concerns: what came of a night test.
    NightTold {
        /// Of whom.
        person: PersonId,
        /// When it was asked for.
        began: At,
        /// What.
        heard: Heard,
    },
    /// About a shift.
    Duty(Box<DutySaid>),
    /// About prompts.
    Prompt(Box<PromptSaid>),
    /// About disputes.
    Ledger(Box<LedgerSaid>),
    /// The figures of a month.
    Stats(Box<Stats>),
    /// Which workbooks there are.
    Exports {
        /// What was asked for and is none of them; or nothing.
        asked: String,
        /// Those that the asker may have.
        kinds: Vec<Exported>,
    },
    /// What a workbook holds.
    Exported(Exported),
    /// A workbook could not be made or sent.
    ExportFailed(Exported),
    /// About calendar feeds.
    Feed(FeedSaid),
    /// A month of duty, as text.
    Roster(Box<DutyMonth>),
    /// The auditor: something is overdue.
    Overdue {
        /// What.
        found: Vec<Overdue>,
        /// Whether a group is told: it rings there for less.
        in_group: bool,
    },
    /// The auditor: it is over; what was overdue, and since when.
    OverdueOver(Vec<(Late, At)>),
    /// All commands.
    Help,
    /// Who the bot takes somebody for.
    Whoami {
        /// The user.
        user: TelegramUser,
        /// The chat.
        chat: TelegramChat,
    },
    /// The incident's card as a copy that does not live.
    Card(Box<Incident>),
    /// Full text of the report and its updates.
    Full(Box<Incident>),
    /// The open incidents.
    Incidents {
        /// Highest level first.
        list: Vec<Incident>,
        /// Which page, from 0.
        page: u32,
    },
    /// The whole record.
    Timeline {
        /// The incident.
        incident: Box<Incident>,
        /// Its entries.
        entries: Vec<Entry>,
    },
    /// A guided report: category, level, text.
    FormCategory(TelegramUser),
    /// The next question.
    FormSeverity(TelegramUser),
    /// The last question; opens the answer field.
    FormText(Option<Called>),
    /// What the earlier message of a form says after a choice.
    FormChosen {
        /// Category, where one was chosen.
        category: Option<CategoryId>,
        /// Level, where one was chosen.
        severity: Option<SeverityId>,
    },
    /// The form is over; which incident came of it, if any.
    FormOver(Option<IncidentNumber>),
    /// Nothing is stored yet.
    FormReminder(Option<Called>),
    /// The form was dropped after its time.
    FormExpired(Option<Called>),
    /// Shall this message be reported?
    Offer {
        /// Which.
        about: MessageId,
        /// The category whose word it has.
        category: CategoryId,
    },
    /// The text of an update is asked for; opens the answer field.
    UpdateAsked(IncidentNumber, Option<Called>),
    /// To an administrator: somebody reports from a chat that is not configured.
    StrangerReports {
        /// The chat.
        chat: TelegramChat,
        /// Its title.
        title: String,
        /// Who.
        name: String,
        /// What was typed.
        text: String,
    },
    /// To an administrator: a chat has another id.
    ChatMoved {
        /// The id in the configuration.
        from: TelegramChat,
        /// The id now.
        to: TelegramChat,
    },
    /// To an administrator: a chat or person can't be written to.
    CannotWrite {
        /// Where.
        chat: TelegramChat,
        /// Why.
        why: Unreachable,
    },
    /// To an administrator: a second program polls with the same token.
    SecondPoller,
    /// To an administrator: a photo or file could not be kept.
    EvidenceFailed {
        /// Of which incident.
        number: IncidentNumber,
        /// Why.
        why: String,
    },
    /// To an administrator: an update could not be read and was kept aside.
    Unreadable,
    /// To an administrator: Telegram can't deliver to the webhook.
    Webhook {
        /// What Telegram says.
        why: String,
    },
    /// To an administrator: a new configuration was refused, the old one is kept.
    ConfigRefused {
        /// How many mistakes.
        problems: usize,
        /// The line of the first, where it has one.
        line: Option<usize>,
        /// The first, as `dutybell check` words it.
        first: String,
    },
    /// To an administrator: a new configuration is in force but for some keys.
    NeedsRestart {
        /// The keys.
        keys: Vec<String>,
    },
}

impl From<Line> for Speech {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}
