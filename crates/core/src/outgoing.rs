//! What goes out: a message as data, and the row of the outbox that carries it.

use serde::{Deserialize, Serialize};

use crate::chart::Chart;
use crate::ids::{
    DisputeNumber, IncidentNumber, MessageId, PersonId, PresenceId, PromptId, RosterId, RowId,
    TelegramChat, TelegramUser,
};
use crate::incoming::{AttachmentKind, Position};
use crate::sheet::Sheet;
use crate::state::evidence::KeptFile;
use crate::state::handover::PaperKind;
use crate::state::screening_report::ReportBook;
use crate::state::swap::Side;
use crate::time::At;

/// A rendered message. No mark-up language: typed text can't become mark-up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Message {
    /// Plain text, at most [`crate::limits::MESSAGE_CHARS`] UTF-16 units.
    pub text: String,
    /// Spans of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// Rows of inline buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Vec<Button>>,
    /// Whether the phone rings.
    #[serde(default)]
    pub sound: bool,
    /// Whether forwarding and saving are barred.
    #[serde(default)]
    pub protect: bool,
    /// A keyboard below the text field, or a question to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
}

/// A span of a message; offsets and lengths in UTF-16 units as the Bot API counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What the span is.
    pub kind: EntityKind,
    /// First unit.
    pub offset: usize,
    /// Units.
    pub length: usize,
}

/// What a span is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// Emphasis.
    Bold,
    /// Inert text: Telegram finds no links, mentions or commands in it.
    Code,
    /// Notifies a user who has no user name.
    Mention(TelegramUser),
}

/// An inline button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What is on it.
    pub label: String,
    /// What a press sends back, at most 64 bytes.
    pub data: String,
}

/// What stands in for the phone's keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Persistent rows of words that are sent when pressed.
    Reply(Vec<Vec<String>>),
    /// The answer field opens as a reply to this message; shows a hint.
    Force {
        /// Placeholder in the field, at most 64 characters.
        hint: String,
    },
    /// Removes a reply keyboard.
    Remove,
}

/// What is asked of the Bot API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    /// `sendMessage`
    Send {
        /// Where.
        chat: TelegramChat,
        /// What.
        message: Message,
        /// Under which message; sent without if that one is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// `sendPhoto`, `sendVideo`, `sendVoice`, `sendDocument` … by file id
    SendFile {
        /// Where.
        chat: TelegramChat,
        /// Kind of the file.
        kind: AttachmentKind,
        /// Telegram's handle.
        file_id: String,
        /// Our own copy, for when Telegram no longer knows the handle.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Box<KeptFile>>,
        /// Under which message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// `sendLocation`
    SendLocation {
        /// Where to.
        chat: TelegramChat,
        /// The place.
        position: Position,
        /// Under which message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// `sendPhoto` or `sendDocument` of something that the shell draws when it is sent, so that no
    /// picture lies in the store; the message is its caption
    Upload {
        /// Where.
        chat: TelegramChat,
        /// From what it is drawn.
        drawn: Drawn,
        /// Caption of at most [`crate::limits::CAPTION_CHARS`] UTF-16 units, buttons, sound.
        message: Message,
        /// Under which message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// `editMessageText`, buttons and all
    Edit {
        /// Where.
        chat: TelegramChat,
        /// Which.
        id: MessageId,
        /// What it says from now on.
        message: Message,
    },
    /// `editMessageReplyMarkup` to no buttons
    Strip {
        /// Where.
        chat: TelegramChat,
        /// Which.
        id: MessageId,
    },
    /// `sendChatAction`: nothing is written, and it fails where a message would
    Knock {
        /// Where.
        chat: TelegramChat,
    },
    /// `getChatMember` of the bot itself: whether it may write in a group
    Standing {
        /// Where.
        chat: TelegramChat,
        /// The bot.
        user: TelegramUser,
    },
    /// `answerCallbackQuery`; counts against no limit
    Answer {
        /// The press.
        press: String,
        /// At most 200 characters.
        text: String,
        /// As a box to be closed instead of a passing line.
        alert: bool,
    },
}

/// What a picture or file is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn {
    /// A QR code of a link. The caption holds the link too: if the picture can't be sent, the text is.
    Qr(String),
    /// A file of text, as it is.
    Text {
        /// What the file is called.
        name: String,
        /// What is in it.
        text: String,
    },
    /// A file that came as evidence, from our own disk; its caption is empty.
    Kept(Box<KeptFile>),
    /// A month of duty, or a part of it; if the picture can't be drawn or sent, its words are.
    Roster(Box<Sheet>),
    /// The figures of a month; likewise.
    Chart(Box<Chart>),
    /// A workbook of what is stored, made when it is sent.
    Workbook(Exported),
    /// The workbook of a written report; all that it says is here.
    Report(Box<ReportBook>),
}

/// What can be had as a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exported {
    /// Every incident with its record.
    Incidents,
    /// The duty log, and the attendance.
    Duty,
    /// The prompt log, and who answered what.
    Prompts,
    /// The dispute ledger, without names of parties.
    Disputes,
}

impl Exported {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Incidents, Self::Duty, Self::Prompts, Self::Disputes];

    /// As `dutybell export` and `/export` call it (SPEC section 1).
    pub fn word(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Duty => "duty",
            Self::Prompts => "prompts",
            Self::Disputes => "disputes",
        }
    }
}

impl Outgoing {
    /// Whether it only asks Telegram, and nobody sees anything of it.
    pub fn is_probe(&self) -> bool {
        matches!(self, Self::Knock { .. } | Self::Standing { .. })
    }

    /// Whether it uploads our own copy of a file, which may take minutes.
    pub fn is_copy(&self) -> bool {
        let Self::Upload { drawn, .. } = self else {
            return false;
        };
        matches!(drawn, Drawn::Kept(_))
    }

    /// Whether it shows as a picture what can be said in words.
    pub fn is_picture(&self) -> bool {
        let Self::Upload { drawn, .. } = self else {
            return false;
        };
        matches!(drawn, Drawn::Roster(_) | Drawn::Chart(_))
    }

    /// Whether it carries a workbook.
    pub fn is_workbook(&self) -> bool {
        let Self::Upload { drawn, .. } = self else {
            return false;
        };
        matches!(drawn, Drawn::Workbook(_) | Drawn::Report(_))
    }

    /// Whether it takes its time, so that it is sent beside the rest: no page waits for it.
    pub fn is_slow(&self) -> bool {
        self.is_copy() || self.is_picture() || self.is_workbook()
    }

    /// Whether it shows a piece of evidence again.
    pub fn is_evidence(&self) -> bool {
        matches!(self, Self::SendFile { .. } | Self::SendLocation { .. }) || self.is_copy()
    }

    /// The chat it goes to; `None` for an answer to a press.
    pub fn chat(&self) -> Option<TelegramChat> {
        match self {
            Self::Send { chat, .. }
            | Self::SendFile { chat, .. }
            | Self::SendLocation { chat, .. }
            | Self::Upload { chat, .. }
            | Self::Edit { chat, .. }
            | Self::Strip { chat, .. }
            | Self::Knock { chat }
            | Self::Standing { chat, .. } => Some(*chat),
            Self::Answer { .. } => None,
        }
    }
}

/// What goes first when not all can go (SPEC, promise 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Somebody must come.
    Page,
    /// Somebody waits for an answer.
    Answer,
    /// An incident's card.
    Card,
    /// A reminder.
    Reminder,
    /// Everything else.
    Bulk,
}

/// What a row is about, so that its end can be told to whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A live message of an incident: its card, a page, a notice. See `state::posts`.
    Post {
        /// The incident.
        incident: IncidentNumber,
        /// The post within the incident.
        post: u32,
    },
    /// The change of a live message.
    PostEdit {
        /// The incident.
        incident: IncidentNumber,
        /// The post within the incident.
        post: u32,
    },
    /// A question of a form, new or changed: the form learns its message, and a form that is over
    /// by then takes its buttons.
    Question {
        /// The form's chat.
        chat: TelegramChat,
        /// Whose form.
        user: TelegramUser,
    },
    /// One question of a check whether somebody, or a chat, can be reached.
    Probe {
        /// When the check began: it names the check.
        check: At,
        /// Which of its questions.
        probe: u32,
    },
    /// The message that a check's result will stand in.
    Checking {
        /// When the check began.
        check: At,
        /// Which of its messages.
        place: u32,
    },
    /// A night test.
    Night {
        /// Who is asked whether the phone rang.
        person: PersonId,
        /// When it was asked for: it names the test.
        began: At,
    },
    /// Something about a shift, for one of its people.
    Duty {
        /// Of which roster.
        roster: RosterId,
        /// When the shift begins.
        shift: At,
        /// Whom it is for.
        person: PersonId,
        /// Which of the shift's messages it is.
        nth: u32,
    },
    /// A message about a handover, for one of the shift's people.
    Handover {
        /// Of which roster.
        roster: RosterId,
        /// When the shift begins.
        shift: At,
        /// Whom it is for.
        person: PersonId,
        /// Which kind of message it is.
        kind: PaperKind,
        /// Which of the shift's.
        nth: u32,
    },
    /// A message about a swap that somebody was asked for.
    Swap {
        /// When it was asked: it names the question.
        began: At,
        /// Whose message it is.
        side: Side,
    },
    /// Something about a presence check, for one of those who are asked.
    Presence {
        /// By which row.
        row: PresenceId,
        /// When the check was due.
        at: At,
        /// Whom it is for.
        person: PersonId,
        /// Which message with the button it is.
        nth: u32,
    },
    /// That limits of disputes are near, or have passed.
    Limit {
        /// Whom it is for.
        person: PersonId,
        /// Of which, and of each who was counted on to hear of it.
        disputes: Vec<(DisputeNumber, Vec<PersonId>)>,
        /// Whether they have passed.
        late: bool,
    },
    /// A message with buttons of a prompt.
    Prompt {
        /// Of which row.
        row: PromptId,
        /// When the round was due.
        at: At,
        /// Which message of the round it is.
        nth: u32,
    },
    /// A message with buttons about the written report of a screening.
    Report {
        /// Of which row.
        row: PromptId,
        /// When the round was due.
        at: At,
        /// Which message of the report it is.
        nth: u32,
    },
    /// What the auditor says. It does not look at its own words.
    Audit,
    /// An offer to report what somebody wrote: it learns its message, and one that is over by then
    /// takes its buttons.
    Offer {
        /// The chat whose offer it is.
        chat: TelegramChat,
    },
    /// An answer that goes to a private chat and was asked for in a group: where it does not arrive, the
    /// group says so.
    Elsewhere {
        /// Where it was asked for.
        chat: TelegramChat,
        /// By which message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
    },
    /// Nothing follows from its end.
    Other,
}

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Unique; grows.
    pub id: RowId,
    /// What goes first.
    pub priority: Priority,
    /// Not before.
    pub due: At,
    /// Since when it waits, where a failed try or a newer text has moved `due`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_since: Option<At>,
    /// Not after: what nobody waits for any more is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<At>,
    /// Tries that failed.
    #[serde(default)]
    pub attempt: u32,
    /// How much was taken away because Telegram refused it: 0 nothing, 1 mark-up, 2 also buttons.
    #[serde(default)]
    pub stripped: u8,
    /// Counts the replacements of what it carries while it waited.
    #[serde(default)]
    pub revision: u32,
    /// What it is about.
    pub subject: Subject,
    /// What is sent.
    pub body: Outgoing,
}

impl Row {
    /// Since when it waits to be sent.
    pub fn since(&self) -> At {
        self.waits_since.unwrap_or(self.due)
    }
}

/// How the sending of a row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there.
    Sent(Option<MessageId>),
    /// 429: the chat, or the bot, must wait.
    RetryAfter(std::time::Duration),
    /// It surely did not go out, and may later: 5xx, no connection.
    Transient(String),
    /// The answer was lost: it may be there or not.
    Unknown(String),
    /// The chat has another id now.
    Moved(TelegramChat),
    /// The person or chat can't be written to.
    Unreachable(Unreachable),
    /// Telegram refuses the message as it is.
    Refused(String),
    /// The message shows that already: nothing is left to do.
    Unchanged,
    /// The message to be changed is gone, or the press too old to be answered.
    Gone(String),
    /// It was taken back before it left.
    Withdrawn,
    /// Nobody waits for it any more.
    Expired,
}

impl Outcome {
    /// Every class, as logs and metrics name it.
    pub const CLASSES: [&'static str; 11] = [
        "sent",
        "retry_after",
        "transient",
        "unknown",
        "moved",
        "unreachable",
        "refused",
        "unchanged",
        "gone",
        "withdrawn",
        "expired",
    ];

    /// Its class, one of [`Outcome::CLASSES`].
    pub fn class(&self) -> &'static str {
        match self {
            Self::Sent(_) => "sent",
            Self::RetryAfter(_) => "retry_after",
            Self::Transient(_) => "transient",
            Self::Unknown(_) => "unknown",
            Self::Moved(_) => "moved",
            Self::Unreachable(_) => "unreachable",
            Self::Refused(_) => "refused",
            Self::Unchanged => "unchanged",
            Self::Gone(_) => "gone",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

impl Unreachable {
    /// As records say it, in every language the same.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotBound => "no telegram account known",
            Self::NeverStarted => "never started the bot",
            Self::Blocked => "blocked the bot",
            Self::Deactivated => "account deactivated",
            Self::NoRights => "no right to write",
            Self::Left => "marked as gone",
        }
    }
}

/// Why somebody can't be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// No Telegram user is known.
    NotBound,
    /// Never pressed Start.
    NeverStarted,
    /// Blocked the bot.
    Blocked,
    /// The account is gone.
    Deactivated,
    /// The bot was removed from the chat, or may not write there.
    NoRights,
    /// An administrator marked the person as gone.
    Left,
}
