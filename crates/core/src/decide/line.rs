//! One sentence that the bot says, as meaning. `render` finds the words.

use crate::decide::people::Told;
use crate::decide::{HandoverTold, LedgerTold, PromptTold, SwapTold};
use crate::ids::{
    CategoryId, IncidentNumber, PersonId, RosterId, SeverityId, TelegramChat, TelegramUser,
};
use crate::parse::command::Mistake;
use crate::settings::Language;
use crate::state::event::Actor;
use crate::state::roster::Month;
use crate::time::At;

/// Something that needs a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Acknowledge or decline.
    Acknowledge,
    /// Stand down.
    StandDown,
    /// Change level or category.
    ChangeLevel,
}

/// What a form in a private chat waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The text of a report.
    Report,
    /// News of this incident.
    Update(IncidentNumber),
    /// What is wrong with an item of a checklist.
    Remark,
}

/// One sentence: a toast after a press, or the answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Yours now.
    Acknowledged(IncidentNumber),
    /// Somebody else was first.
    AcknowledgedBy {
        /// Which.
        number: IncidentNumber,
        /// Who.
        by: Actor,
        /// When.
        at: At,
    },
    /// You have it already.
    AcknowledgedByYou {
        /// Which.
        number: IncidentNumber,
        /// Since when.
        at: At,
    },
    /// Nobody has it, so nobody can hand it on.
    NothingToHandOn(IncidentNumber),
    /// Handing on is for who has it, and for administrators.
    HandOnOnly {
        /// Which.
        number: IncidentNumber,
        /// Who has it.
        by: Actor,
    },
    /// To whom? The choice comes as a message.
    HandOnAsked(IncidentNumber),
    /// Somebody is called to take it over; until then it is the holder's.
    HandedOn {
        /// Which.
        number: IncidentNumber,
        /// Who is called.
        to: PersonId,
        /// Until when.
        until: At,
    },
    /// To the groups: somebody is called to take it over.
    CalledToTakeOver {
        /// Which.
        number: IncidentNumber,
        /// Who hands it on.
        by: Actor,
        /// Who is called.
        to: PersonId,
        /// Until when.
        until: At,
    },
    /// A person who can't be called: no account is known, or not of the policy.
    HandOnNotTo(PersonId),
    /// To who had it: somebody has taken it over.
    TakenOver {
        /// Which.
        number: IncidentNumber,
        /// Who has it now.
        by: Actor,
    },
    /// Given back: paging goes on.
    HandedBack {
        /// Which.
        number: IncidentNumber,
        /// Who is being paged now.
        paged: Vec<PersonId>,
    },
    /// To who had it: an administrator gave it back.
    HandedBackBy {
        /// Which.
        number: IncidentNumber,
        /// Who gave it back.
        by: Actor,
    },
    /// News of what is over: not stored, and said so.
    NewsOfClosed {
        /// Which.
        number: IncidentNumber,
        /// When it ended.
        at: At,
    },
    /// Only who reported it may withdraw it.
    WithdrawOnly {
        /// Which.
        number: IncidentNumber,
        /// Who reported it.
        by: Actor,
    },
    /// Really? The question comes as a message.
    WithdrawAsked(IncidentNumber),
    /// Withdrawn, and over.
    Withdrawn(IncidentNumber),
    /// Withdrawn; whoever has it decides.
    WithdrawNoted(IncidentNumber),
    /// Withdrawn; others have reported it too, so it goes on.
    WithdrawNotedAmongOthers(IncidentNumber),
    /// It was withdrawn before.
    WithdrawnAlready(IncidentNumber),
    /// To whoever was paged: the report was withdrawn.
    WithdrawnBy {
        /// Which.
        number: IncidentNumber,
        /// Who reported it.
        by: Actor,
    },
    /// Two are one from now on.
    Merged {
        /// Which ends.
        number: IncidentNumber,
        /// Which goes on.
        into: IncidentNumber,
    },
    /// It goes on under another number.
    GoesOnAs {
        /// Which ended.
        number: IncidentNumber,
        /// Which goes on.
        into: IncidentNumber,
    },
    /// To who had it: the one that goes on is his too.
    YoursAs {
        /// Which ended.
        number: IncidentNumber,
        /// Which goes on.
        into: IncidentNumber,
    },
    /// It ended by its reporter.
    WithdrawnBefore {
        /// Which.
        number: IncidentNumber,
        /// Since when.
        at: At,
    },
    /// What was offered is reported.
    OfferTaken(IncidentNumber),
    /// What was offered is not reported.
    OfferOver,
    /// No more changes of messages are noted.
    EditsFull(IncidentNumber),
    /// A question was dropped, nothing was changed.
    Dropped(IncidentNumber),
    /// It is over.
    ClosedAlready {
        /// Which.
        number: IncidentNumber,
        /// Since when.
        at: At,
    },
    /// The right is missing; names who may.
    MayNot {
        /// Which.
        number: IncidentNumber,
        /// What was wanted.
        action: Action,
        /// Its level.
        severity: SeverityId,
        /// Roles and people of its policy.
        who: Vec<String>,
    },
    /// There are no figures of a month that has yet to come.
    MonthToCome(Month),
    /// Reading is for people whom the configuration names.
    MayNotRead,
    /// This is for administrators.
    AdministratorsOnly,
    /// The link to a calendar is void from now on.
    FeedRevoked,
    /// It has been before.
    FeedGone,
    /// There is no roster in the configuration.
    NoRosters,
    /// No roster is called so, or several are.
    RosterUnknown {
        /// What was given.
        given: String,
        /// Which there are.
        known: Vec<RosterId>,
    },
    /// Nobody is called so.
    PersonUnknown(String),
    /// More than one is called so.
    PersonSeveral {
        /// What was given.
        given: String,
        /// Who they are.
        people: Vec<PersonId>,
    },
    /// About people and what is changed of them.
    People(Told),
    /// About the ledger.
    Ledger(LedgerTold),
    /// The link was sent to you in private.
    InviteComes(PersonId),
    /// What was asked for can't be written to you in private: press Start first.
    StartFirst {
        /// The bot's user name.
        bot: String,
    },
    /// Somebody is bound already: there is nothing to invite him to.
    InviteBound(PersonId),
    /// Somebody is marked as gone: he is not invited.
    InviteGone(PersonId),
    /// A check has begun.
    Checking,
    /// A test call goes to you.
    NightComesToYou,
    /// A test call goes to somebody.
    NightComes(PersonId),
    /// Somebody has no account: there is nobody to call.
    NightUnbound(PersonId),
    /// Nobody is called so.
    NightWho(String),
    /// The test call is for somebody else.
    NightOfAnother(PersonId),
    /// The test is over.
    NightLate,
    /// The proof is kept.
    NightHeard,
    /// Advice follows.
    NightUnheard,
    /// You are on duty.
    DutyTaken {
        /// Whether you came late.
        late: bool,
    },
    /// You have pressed before.
    DutyTakenAlready(At),
    /// The shift is over.
    DutyOver {
        /// When it began.
        from: At,
        /// When it ended.
        to: At,
    },
    /// There is no such shift any more.
    DutyGone,
    /// A reminder of the shift that begins then is noted.
    DutyNoted(At),
    /// About swaps.
    Swap(SwapTold),
    /// About handovers.
    Handover(HandoverTold),
    /// The shift is that of others.
    DutyOfOthers(Vec<PersonId>),
    /// You are in post.
    InPost {
        /// Whether you were late.
        late: bool,
    },
    /// You have pressed In post before.
    PresenceAlready(At),
    /// The presence check that was due then waits for you no more.
    PresenceOver(At),
    /// The presence check is for others.
    PresenceOfOthers(Vec<PersonId>),
    /// About prompts.
    Prompt(PromptTold),
    /// A code that nobody was given.
    CodeUnknown,
    /// A code that did its work.
    CodeUsed,
    /// A code in whose place there is a newer one.
    CodeReplaced,
    /// A code that stood where others could read it.
    CodeExposed,
    /// A code that is too old.
    CodeExpired,
    /// A code for somebody who is no longer there.
    CodeVoid,
    /// A code for another than who you are.
    CodeOfAnother {
        /// Who you are.
        you: PersonId,
    },
    /// A code for somebody who has another account by now.
    CodePersonBound,
    /// Too many wrong codes.
    CodeTooMany,
    /// Noted that you can't respond.
    DeclineNoted {
        /// Which.
        number: IncidentNumber,
        /// Who is being paged now.
        paged: Vec<PersonId>,
    },
    /// The next step is paged.
    Escalated {
        /// Which.
        number: IncidentNumber,
        /// Who is being paged now.
        paged: Vec<PersonId>,
    },
    /// Somebody pressed before you.
    EscalatedAlready {
        /// Which.
        number: IncidentNumber,
        /// Who is being paged now.
        paged: Vec<PersonId>,
    },
    /// There is nobody left to page.
    NobodyLeft(IncidentNumber),
    /// Paging begins anew.
    PagedAgain {
        /// Which.
        number: IncidentNumber,
        /// Who is being paged now.
        paged: Vec<PersonId>,
    },
    /// An update is stored.
    UpdateStored(IncidentNumber),
    /// What is the news?
    UpdateAsked(IncidentNumber),
    /// Photos or files are noted.
    EvidenceStored(IncidentNumber),
    /// A file is not kept: it is too large.
    EvidenceTooLarge {
        /// Of which incident.
        number: IncidentNumber,
        /// Bytes that are kept at most.
        limit: u64,
    },
    /// A file is not kept: Telegram gives out none of its size.
    EvidenceNotGiven(IncidentNumber),
    /// A file is not kept: there are too many.
    EvidenceTooMany {
        /// Of which incident.
        number: IncidentNumber,
        /// So many are.
        limit: u32,
    },
    /// Photos and files come as messages.
    EvidenceComes(IncidentNumber),
    /// They have just been sent there.
    EvidenceCame(IncidentNumber),
    /// There are none.
    EvidenceNone(IncidentNumber),
    /// A photo or file can't be shown any more.
    EvidenceNotShown,
    /// A photo or file that belongs to nothing.
    EvidenceLoose,
    /// Stood down.
    StoodDown(IncidentNumber),
    /// The level is another.
    SeverityChanged {
        /// Which.
        number: IncidentNumber,
        /// To what.
        to: SeverityId,
    },
    /// The level is that already.
    SeveritySame {
        /// Which.
        number: IncidentNumber,
        /// What.
        to: SeverityId,
    },
    /// No such level.
    SeverityUnknown {
        /// What was given.
        given: String,
        /// What there is.
        known: Vec<SeverityId>,
    },
    /// The category is another.
    CategoryChanged {
        /// Which.
        number: IncidentNumber,
        /// To what.
        to: CategoryId,
    },
    /// The category is that already, or no longer configured.
    CategorySame(IncidentNumber),
    /// A fact is noted.
    FactNoted(IncidentNumber),
    /// Nothing more is asked now.
    LaterNoted(IncidentNumber),
    /// Noted that somebody is still on it.
    StillOnItNoted(IncidentNumber),
    /// Full text and photos come as a message.
    FullComes(IncidentNumber),
    /// What was asked for comes as a message.
    Comes,
    /// This button has done its work.
    OldButton,
    /// Another message was answered than what a form asks for.
    AnswersAnother(Waiting),
    /// This button is not ours.
    ForeignButton,
    /// There is no incident of this number.
    NoIncident {
        /// What was given.
        number: IncidentNumber,
        /// The last one there is; 0 for none.
        last: u64,
    },
    /// A number is needed.
    WhichIncident {
        /// What is open.
        open: Vec<IncidentNumber>,
    },
    /// Somebody else's form.
    OthersForm,
    /// This form is over.
    FormGone,
    /// A form goes on in the chat.
    FormGoesOn,
    /// The form is dropped, nothing was stored.
    FormCancelled,
    /// There is no form.
    NothingToCancel,
    /// The language is this.
    LanguageSet(Language),
    /// Only administrators change a group's language.
    LanguageOfGroup,
    /// A person whom the configuration does not name, in private.
    StrangerUser(TelegramUser),
    /// A chat that the configuration does not name.
    StrangerChat(TelegramChat),
    /// The bot was added to a chat that the configuration does not name.
    ChatNotConfigured(TelegramChat),
    /// This chat takes no reports.
    NoReportsHere,
    /// A command is not understood.
    Mistake(Mistake),
    /// Talk in private that asks for nothing.
    NotUnderstood,
    /// A forwarded command is no command.
    Forwarded,
    /// Who writes anonymously, or as a channel, may report; the rest asks who it is.
    Anonymous,
    /// Who writes anonymously reports in one line.
    AnonymousForm,
}
