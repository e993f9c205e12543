//! What to do about an input: pure functions from what is so to a [`Decision`].
//!
//! A decision changes nothing by itself. It holds drafts of incidents (with the entries that made
//! them so and the live messages wanted), changes of the desk, and things to say. Words come
//! later, in `render`; timers follow from the drafts, in `engine`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::codec;
use crate::ids::{IncidentNumber, MessageId, PersonId, TelegramChat, TelegramUser};
use crate::incoming::{Attachment, Sender};
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Drawn, Outgoing, Priority, Subject};
use crate::parse::recognise::Recogniser;
use crate::render::words::Words;
use crate::settings::Settings;
use crate::state::change::{Change, ChangeEntry};
use crate::state::desk::{Desk, DeskChange, PersonNote};
use crate::state::duty_log::DutyEvent;
use crate::state::event::Actor;
use crate::state::evidence::KeptFile;
use crate::state::form::Question;
use crate::state::incident::Incident;
use crate::state::invite::Seed;
use crate::state::ledger::{Text, TextKey};
use crate::state::log::{Log, LogEntry, Logged};
use crate::state::offer::Offer;
use crate::state::posts::Posts;
use crate::state::prompt_log::PromptEvent;
use crate::state::record::Entry;
use crate::state::roster::{Month, Rosters};
use crate::time::At;

mod acknowledge;
mod checked;
mod course;
pub mod draft;
mod duty;
mod edited;
mod escalation;
mod evidence;
mod export;
mod form;
mod handing;
mod invite;
mod ledger;
mod likeness;
pub mod line;
mod membership;
mod message;
mod night;
mod notice;
mod offer;
mod overdue;
pub mod people;
mod press;
mod prompt;
mod read;
mod report;
mod result;
mod rights;
mod selftest;
mod speech;
mod stats;
mod timer;
mod trouble;
mod withdraw;

pub use checked::{Checked, CheckedChat, ShortTeam, VacantStep};
pub use draft::Draft;
pub use duty::{
    DutyMonth, DutySaid, FeedOffer, FeedSaid, HandoverSaid, HandoverTold, MonthAsked, MyShift,
    NoteAsked, OnCall, OnShift, PresenceSaid, Seen, SheetShown, SwapSaid, SwapTold, duty_due,
    plan_duties, plan_presence, presence_due,
};
pub use edited::edited;
pub use evidence::{fetched, not_shown};
pub use invite::{bound, bound_people, not_in_private};
pub use ledger::{
    DisputeCard, Entered, LedgerSaid, LedgerTold, ReadBy, ledger_due, limit_not_delivered,
};
pub use line::{Action, Line, Waiting};
pub use message::message;
pub use night::Heard;
pub use offer::offer_due;
pub use overdue::audited;
pub use people::{Parting, left, left_people};
pub use press::press;
pub use prompt::{
    Answered, Problem, PromptSaid, PromptTold, Question as PromptQuestion, ReportShown, ReportWhy,
    RoundTitle, SeenTo, Silent, Why, plan_prompts, prompt_due,
};
pub use result::post_ended;
pub use rights::keepers as ledger_keepers;
pub use selftest::{plan, selftest_due, selftest_ended};
pub use speech::{Called, Speech};
pub use stats::Stats;
pub use timer::{form_due, incident_due};
pub use trouble::{Trouble, trouble};

pub use membership::{membership, migrated};

/// Who the bot is, as `getMe` said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotSelf {
    /// Its user id.
    pub id: TelegramUser,
    /// Its user name without `@`.
    pub username: String,
}

/// An incident with its live messages.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Folder {
    /// The incident.
    pub incident: Incident,
    /// Its live messages.
    pub posts: Posts,
}

/// Where incidents are found that are not in memory, and the records of all.
pub trait Archive {
    /// An incident, open or closed.
    fn folder(&self, number: IncidentNumber) -> Option<Folder>;
    /// Its record so far.
    fn record(&self, number: IncidentNumber) -> Vec<Entry>;
    /// The record of what was changed in chat about people.
    fn changes(&self) -> Vec<ChangeEntry>;
    /// These entries of a log, encoded and in order.
    fn logged(&self, log: Log, entries: Range<u32>) -> Vec<Vec<u8>>;
    /// What was told of a dispute; `None` where it was removed.
    fn text(&self, key: TextKey) -> Option<Text>;
}

impl dyn Archive + '_ {
    /// A log from the beginning of one month to the end of another, and what lies beside that; `None` where
    /// an entry of it can't be read: only figures and lists are made of it, which must not keep the bot from
    /// its work.
    pub fn log<E: Logged + DeserializeOwned>(
        &self,
        from: Month,
        to: Month,
        desk: &Desk,
    ) -> Option<Vec<LogEntry<E>>> {
        let entries = desk.marks.entries(E::LOG, from, to);
        let entries = self.logged(E::LOG, entries).into_iter();
        entries.map(|bytes| codec::decode(&bytes).ok()).collect()
    }
}

/// Everything a decision may look at.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The settings in force: the configuration and what was changed in chat.
    pub settings: &'a Settings,
    /// The configuration alone, as the file has it.
    pub file: &'a Settings,
    /// Its words, ready to search with.
    pub recogniser: &'a Recogniser,
    /// People, chats, forms.
    pub desk: &'a Desk,
    /// Incidents that are not closed.
    pub open: &'a BTreeMap<IncidentNumber, Folder>,
    /// All others.
    pub archive: &'a dyn Archive,
    /// This bot.
    pub bot: &'a BotSelf,
    /// Where codes come from.
    pub seed: &'a Seed,
    /// The words, for what is written into a record and read by all.
    pub words: &'a Words,
}

impl World<'_> {
    /// Who is on duty when.
    pub fn rosters(&self) -> Rosters<'_> {
        self.desk.duties.named(self.settings)
    }
}

/// Something to do beside the incidents' live messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A new message.
    Say {
        /// Where.
        chat: TelegramChat,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// What.
        speech: Speech,
        /// How urgent.
        priority: Priority,
    },
    /// Something whose end is told to whom it concerns.
    Send {
        /// What.
        body: Sending,
        /// How urgent.
        priority: Priority,
        /// Who is told.
        subject: Subject,
        /// How long it is worth sending.
        life: Duration,
    },
    /// A picture with words under it.
    Draw {
        /// Where.
        chat: TelegramChat,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// From what it is drawn.
        drawn: Drawn,
        /// The words.
        speech: Speech,
        /// Who is told how it ended.
        subject: Subject,
        /// So long is it worth sending.
        life: Duration,
    },
    /// The figures of a month, as a picture.
    ShowStats {
        /// Where.
        chat: TelegramChat,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// What.
        stats: Box<Stats>,
    },
    /// A month of duty, as pictures.
    ShowMonth {
        /// Where.
        chat: TelegramChat,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// What.
        month: Box<DutyMonth>,
    },
    /// A message that the bot wrote earlier says something else.
    Rewrite {
        /// Where.
        chat: TelegramChat,
        /// Which.
        id: MessageId,
        /// What.
        speech: Speech,
    },
    /// The same for a message that may change once more before that has arrived: the newest is shown in
    /// the end. Without words it loses its buttons.
    Renew {
        /// Where.
        chat: TelegramChat,
        /// Which.
        id: MessageId,
        /// What.
        speech: Option<Speech>,
    },
    /// A message that the bot wrote earlier loses its buttons.
    Strip {
        /// Where.
        chat: TelegramChat,
        /// Which.
        id: MessageId,
    },
    /// A form asks with a new message, and remembers it.
    Ask {
        /// Where.
        chat: TelegramChat,
        /// Whose form.
        user: TelegramUser,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// What.
        speech: Speech,
    },
    /// A form's message asks something else.
    AskInPlace {
        /// Where.
        chat: TelegramChat,
        /// Whose form.
        user: TelegramUser,
        /// Which message.
        id: MessageId,
        /// What.
        speech: Speech,
    },
    /// A question that waits for nothing any more: taken back if it has not left, else it loses its
    /// buttons.
    CloseQuestion {
        /// Where.
        chat: TelegramChat,
        /// Which, as the form knew it.
        question: Question,
        /// What it says instead; `None` leaves the words alone.
        speech: Option<Speech>,
    },
    /// The offer of a chat goes out, and remembers its message.
    Offer {
        /// Where.
        chat: TelegramChat,
    },
    /// An offer that waits for nothing any more.
    CloseOffer {
        /// Where.
        chat: TelegramChat,
        /// As it ended.
        offer: Offer,
    },
    /// A photo, file or place is sent again.
    File {
        /// Where.
        chat: TelegramChat,
        /// Which.
        file: Attachment,
        /// Our own copy, where there is one.
        kept: Option<Box<KeptFile>>,
        /// Under which message.
        reply_to: Option<MessageId>,
    },
    /// A press is answered.
    Answer {
        /// The press.
        press: String,
        /// Who pressed: the words are in that person's language.
        user: TelegramUser,
        /// What.
        line: Line,
    },
}

/// What is sent with a subject of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// Words.
    Say {
        /// Where.
        chat: TelegramChat,
        /// Under which message.
        reply_to: Option<MessageId>,
        /// What.
        speech: Speech,
    },
    /// A call that says nothing.
    Call(Outgoing),
}

/// What is to change.
#[derive(Debug, Default)]
pub struct Decision {
    /// Incidents that change.
    pub drafts: BTreeMap<IncidentNumber, Draft>,
    /// Changes of the desk.
    pub desk: Vec<DeskChange>,
    /// Changes of people, by whom.
    pub changes: Vec<(Actor, Change)>,
    /// Entries of the duty log, by whom.
    pub duty: Vec<(Actor, DutyEvent)>,
    /// Entries of the prompt log, by whom.
    pub prompts: Vec<(Actor, PromptEvent)>,
    /// Entries of the ledger.
    pub ledger: Vec<Entered>,
    /// What to say.
    pub effects: Vec<Effect>,
}

/// A decision in the making.
pub(crate) struct Turn<'a> {
    pub(crate) world: World<'a>,
    pub(crate) now: At,
    pub(crate) decision: Decision,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(world: World<'a>, now: At) -> Self {
        Self {
            world,
            now,
            decision: Decision::default(),
        }
    }

    pub(crate) fn done(mut self) -> Decision {
        self.renew_offers();
        for draft in self.decision.drafts.values_mut() {
            draft.post_notice(&self.world, self.now);
        }
        self.decision
    }

    /// The incident as it stands in this turn.
    pub(crate) fn look(&self, number: IncidentNumber) -> Option<Incident> {
        if let Some(draft) = self.decision.drafts.get(&number) {
            return Some(draft.incident.clone());
        }
        match self.world.open.get(&number) {
            Some(folder) => Some(folder.incident.clone()),
            None => self
                .world
                .archive
                .folder(number)
                .map(|folder| folder.incident),
        }
    }

    /// A draft of the incident, to be changed.
    pub(crate) fn open(&mut self, number: IncidentNumber) -> Option<&mut Draft> {
        use std::collections::btree_map::Entry as Slot;
        match self.decision.drafts.entry(number) {
            Slot::Occupied(slot) => Some(slot.into_mut()),
            Slot::Vacant(slot) => {
                let folder = match self.world.open.get(&number) {
                    Some(folder) => folder.clone(),
                    None => self.world.archive.folder(number)?,
                };
                Some(slot.insert(Draft::of(folder)))
            }
        }
    }

    /// Whether a message is, or may be, one of the incident's live ones: a press can be quicker
    /// than the news that its message has arrived.
    pub(crate) fn may_be_post_at(
        &self,
        number: IncidentNumber,
        chat: TelegramChat,
        message: MessageId,
    ) -> bool {
        let at = |posts: &Posts| {
            let mut here = posts.list.iter().filter(|post| post.chat == chat);
            here.any(|post| post.message.is_none_or(|id| id == message))
        };
        if let Some(draft) = self.decision.drafts.get(&number) {
            return at(&draft.posts);
        }
        match self.world.open.get(&number) {
            Some(folder) => at(&folder.posts),
            None => self
                .world
                .archive
                .folder(number)
                .is_some_and(|folder| at(&folder.posts)),
        }
    }

    pub(crate) fn actor(&self, sender: &Sender) -> Actor {
        match self.world.settings.person_of(sender.id) {
            Some(person) => Actor::Person(person.id.clone()),
            None => Actor::Guest {
                id: sender.id,
                name: sender.name.clone(),
            },
        }
    }

    /// What is known of a person as of this turn: a turn may learn several things of one.
    pub(crate) fn note_of(&self, person: &PersonId) -> PersonNote {
        let learned = self.decision.desk.iter().rev();
        let learned = learned.filter_map(|change| match change {
            DeskChange::Person(id, note) if id == person => Some(note),
            _ => None,
        });
        let mut known = learned.chain(self.world.desk.people.get(person));
        known.next().cloned().unwrap_or_default()
    }

    /// An answer to a command, under it.
    pub(crate) fn answer(&mut self, place: Place, speech: impl Into<Speech>) {
        self.decision.effects.push(Effect::Say {
            chat: place.chat,
            reply_to: place.message,
            speech: speech.into(),
            priority: Priority::Answer,
        });
    }

    /// An answer that only the asker may see, wherever it was asked for.
    pub(crate) fn answer_in_private(&mut self, asked: Place, user: TelegramUser, speech: Speech) {
        self.decision.effects.push(Effect::Send {
            body: Sending::Say {
                chat: user.private_chat(),
                reply_to: asked.in_private(),
                speech,
            },
            priority: Priority::Answer,
            subject: asked.elsewhere(),
            life: ANSWER_LIFE,
        });
    }

    /// A notice to every administrator, in private.
    pub(crate) fn tell_administrators(&mut self, speech: &Speech) {
        for person in self.world.settings.administrators() {
            if let Some(user) = person.telegram {
                self.decision.effects.push(Effect::Say {
                    chat: user.private_chat(),
                    reply_to: None,
                    speech: speech.clone(),
                    priority: Priority::Answer,
                });
            }
        }
    }

    /// People who are being paged right now for an incident.
    pub(crate) fn being_paged(&self, number: IncidentNumber) -> Vec<PersonId> {
        self.look(number)
            .and_then(|incident| incident.paging().map(|paging| paging.members.clone()))
            .unwrap_or_default()
    }
}

/// Where an answer goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The chat.
    pub(crate) chat: TelegramChat,
    /// The message that is answered.
    pub(crate) message: Option<MessageId>,
}

impl Place {
    /// The message that is answered, for an answer in private.
    pub(crate) fn in_private(self) -> Option<MessageId> {
        self.message.filter(|_| self.chat.is_private())
    }

    /// Who is told where an answer in private does not arrive.
    pub(crate) fn elsewhere(self) -> Subject {
        if self.chat.is_private() {
            Subject::Other
        } else {
            Subject::Elsewhere {
                chat: self.chat,
                message: self.message,
            }
        }
    }
}
