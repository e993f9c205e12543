//! The live messages of an incident: which there are, what each shows, what is on its way.
//!
//! A post is wanted to look as the incident stands; the engine compares what it shows with what
//! it should show and queues the difference. So no copy can be forgotten.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, PersonId, RowId, TelegramChat};
use crate::outgoing::Unreachable;
use crate::state::event::{Fact, Passed, Restart};
use crate::state::incident::{Incident, Tried};
use crate::time::At;

/// All live messages of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Posts {
    /// Id of the last post.
    pub last: u32,
    /// In the order of their making.
    pub list: Vec<Post>,
}

/// One live message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Unique within the incident.
    pub id: u32,
    /// What it is.
    pub kind: PostKind,
    /// Where it is.
    pub chat: TelegramChat,
    /// Under which message it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// The row that sends it, while it is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending: Option<RowId>,
    /// The message, once it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The row that changes it, while that is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editing: Option<RowId>,
    /// Revision of the row queued last.
    #[serde(default)]
    pub revision: u32,
    /// Fingerprint of the content queued last.
    #[serde(default)]
    pub shown: u64,
    /// Entries of the record when its content was last looked at.
    #[serde(default)]
    pub rendered: u32,
    /// It was taken back before it was there; it may still arrive if it was on its way.
    #[serde(default)]
    pub dropped: bool,
    /// Whoever's private chat it is in has left: it loses its buttons and is followed no longer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forsaken: bool,
}

/// What a live message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// The incident's card.
    Card,
    /// A copy of the card that somebody asked for: it lives too, or its buttons would outlive what
    /// they decide.
    Copy {
        /// A newer copy in the same chat took its place: its buttons go.
        superseded: bool,
    },
    /// A page to one person.
    Page {
        /// Who.
        person: PersonId,
        /// As what.
        role: Option<String>,
        /// Counts the pages of the incident.
        call: u32,
        /// Which call to this person it is, from 1.
        nth: u32,
        /// A newer page took its place: its buttons go.
        superseded: bool,
        /// When it was due, where it is late.
        #[serde(default)]
        due: Option<At>,
    },
    /// The next step was entered, somebody is unreachable: a silent answer under the card.
    Escalated(Escalated),
    /// Nobody acknowledged.
    Exhausted {
        /// When.
        at: At,
        /// Names of roles that resolved to nobody on the last stretch.
        #[serde(default)]
        nobody: Vec<String>,
        /// When it was due, where it is late.
        #[serde(default)]
        due: Option<At>,
        /// Once paging began again: since when, and how it stood before.
        #[serde(default)]
        resumed: Option<Box<Resumed>>,
    },
    /// Who shall take it over? By buttons.
    Handing {
        /// Who may be called, in this order.
        to: Vec<PersonId>,
        /// The turn of the incident that it asks about.
        turn: u32,
        /// It is answered, or a newer one took its place.
        over: bool,
    },
    /// Shall the report really be withdrawn? By buttons.
    Withdrawing {
        /// Others have confirmed what was reported: it goes on whatever the answer.
        #[serde(default)]
        confirmed: bool,
        /// It is answered, or a newer one took its place.
        over: bool,
    },
    /// To whoever has it: the reporter took the report back.
    Withdrawn,
    /// No news after the acknowledgement.
    Question {
        /// When it was asked.
        at: At,
        /// The last sign of life before.
        since: At,
        /// When it was due, where it is late.
        #[serde(default)]
        due: Option<At>,
    },
    /// A missing fact is asked for.
    Missing {
        /// Which; `None` once all were asked or the reporter put it off.
        fact: Option<Fact>,
    },
}

/// Paging began again after the notice that nobody answered, which goes on to say what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// When.
    pub at: At,
    /// Whom the bot had tried to reach.
    pub tried: Vec<Tried>,
    /// Who could not respond.
    pub declined: Vec<PersonId>,
}

/// What a notice of escalation says; it does not change any more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Escalated {
    /// When.
    pub at: Option<At>,
    /// Why the step before was left; `None` where none was left.
    pub why: Option<Passed>,
    /// Who is paged now.
    pub paged: Vec<PersonId>,
    /// Names of roles that resolve to nobody.
    pub nobody: Vec<String>,
    /// Who can't be reached.
    pub unreached: Vec<(PersonId, Unreachable)>,
    /// Who was called before and has not answered.
    pub silent: Vec<PersonId>,
    /// Whose page is still on its way.
    #[serde(default)]
    pub unsent: Vec<PersonId>,
    /// Who can't respond.
    pub declined: Vec<PersonId>,
    /// The round, where it is a later one.
    pub round: u32,
    /// When that was due, where it is late.
    #[serde(default)]
    pub due: Option<At>,
    /// Why paging began anew, where it did.
    #[serde(default)]
    pub restart: Option<Restart>,
    /// The turn of the incident that it tells of.
    #[serde(default)]
    pub turn: Option<u32>,
}

impl PostKind {
    /// Whether another message took its place, or an answer made it useless.
    pub fn is_spent(&self) -> bool {
        matches!(
            self,
            Self::Page {
                superseded: true,
                ..
            } | Self::Copy { superseded: true }
                | Self::Handing { over: true, .. }
                | Self::Withdrawing { over: true, .. }
        )
    }
}

impl Escalated {
    /// Whether the step that it tells of no longer runs.
    pub fn is_stale(&self, incident: &Incident) -> bool {
        self.turn.is_some_and(|turn| turn != incident.turn)
    }

    /// Whether it says something of a person already.
    pub fn names(&self, person: &PersonId) -> bool {
        let lists = [&self.paged, &self.silent, &self.unsent, &self.declined];
        lists.into_iter().any(|list| list.contains(person))
            || self.unreached.iter().any(|(named, _)| named == person)
    }
}

impl Post {
    /// Whether nothing that happens later changes it any more.
    pub fn is_spent(&self) -> bool {
        self.forsaken || self.kind.is_spent()
    }

    /// Whoever's private chat it is in has left.
    pub fn forsake(&mut self) {
        self.forsaken = true;
        // Looked at once more, though the incident has not changed.
        self.rendered = 0;
    }

    /// The chat has another id now. Message ids of a group end with it: what stood there can't be
    /// changed any more, so a message that still matters is posted anew.
    pub fn move_to(&mut self, chat: TelegramChat) {
        self.chat = chat;
        self.message = None;
        self.editing = None;
        self.sending = None;
        self.reply_to = None;
        self.shown = 0;
    }
}

impl Posts {
    /// Adds a post and returns its id.
    pub fn add(&mut self, kind: PostKind, chat: TelegramChat, reply_to: Option<MessageId>) -> u32 {
        self.last += 1;
        self.list.push(Post {
            id: self.last,
            kind,
            chat,
            reply_to,
            sending: None,
            message: None,
            editing: None,
            revision: 0,
            shown: 0,
            rendered: 0,
            dropped: false,
            forsaken: false,
        });
        self.last
    }

    /// The post with this id.
    pub fn get_mut(&mut self, id: u32) -> Option<&mut Post> {
        self.list.iter_mut().find(|post| post.id == id)
    }

    /// The card in a chat.
    pub fn card_in(&self, chat: TelegramChat) -> Option<&Post> {
        self.list
            .iter()
            .find(|post| post.chat == chat && post.kind == PostKind::Card)
    }

    /// Whether a chat has a message of this kind.
    pub fn any_in(&self, chat: TelegramChat, is: impl Fn(&PostKind) -> bool) -> bool {
        let mut here = self.list.iter().filter(|post| post.chat == chat);
        here.any(|post| is(&post.kind))
    }

    /// The chats that hold a card.
    pub fn card_chats(&self) -> Vec<TelegramChat> {
        self.list
            .iter()
            .filter(|post| post.kind == PostKind::Card)
            .map(|post| post.chat)
            .collect()
    }

    /// The post behind a message, for commands that answer it.
    pub fn at_message(&self, chat: TelegramChat, message: MessageId) -> Option<&Post> {
        self.list
            .iter()
            .find(|post| post.chat == chat && post.message == Some(message))
    }
}
