//! Inputs in, commits out. The engine owns what is so; it does no I/O but reads old incidents
//! through the store it is handed.
//!
//! One [`Commit`] holds everything that a group of inputs changes: updates seen, entries, state,
//! rows, timers. The shell makes it durable and only then acts on its orders.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::audit::Overdue;
use crate::codec;
use crate::decide::{self, Archive, BotSelf, Decision, Folder, Trouble, World};
use crate::ids::{
    IncidentNumber, PresenceId, PromptId, RosterId, RowId, TelegramChat, TelegramUser, UpdateId,
};
use crate::incoming::Incoming;
use crate::limits::{FORM_LIFE, FORM_REMINDER};
use crate::outgoing::{Outcome, Row};
use crate::parse::recognise::Recogniser;
use crate::render::words::Words;
use crate::render::{self};
use crate::settings::Settings;
use crate::state::desk::{Desk, DeskChange};
use crate::state::evidence::{Fetch, Fetched};
use crate::state::invite::Seed;
use crate::state::record::Entry;
use crate::store::{Batch, Fence, Reads, Space, Store, StoreError, StoredTimer};
use crate::time::At;

mod aside;
mod change;
mod duty;
mod evidence;
mod feed;
mod ledger;
mod library;
mod load;
mod log;
mod marks;
mod offer;
mod pending;
mod prompt;
mod question;
mod reading;
mod reconcile;
mod results;
mod selftest;
mod speak;

pub use feed::FeedSource;
use library::Library;
pub use load::{desk, last_incident_key};
use pending::Pending;
pub use reading::note_copy;

/// What the engine is told.
#[derive(Debug, Clone)]
pub enum Input {
    /// An update of Telegram.
    Update {
        /// Its id; repeats are recognised by it.
        id: UpdateId,
        /// What it says.
        incoming: Incoming,
    },
    /// An update that could not be read.
    Unreadable {
        /// Its id, where it has one.
        id: Option<UpdateId>,
        /// As it came.
        raw: Vec<u8>,
        /// Why it could not be read.
        reason: String,
    },
    /// A timer fell due.
    Timer(StoredTimer),
    /// The sending of a row ended.
    Ended {
        /// As it was sent.
        row: Box<Row>,
        /// How it ended.
        outcome: Outcome,
    },
    /// A try to fetch a file ended.
    Fetched {
        /// Of which incident.
        incident: IncidentNumber,
        /// Which piece of evidence.
        piece: u32,
        /// How it ended.
        fetched: Fetched,
    },
    /// Something is wrong with the bot itself.
    Trouble(Trouble),
    /// The auditor is to look for what is overdue.
    Audit {
        /// What a busy machine may take, in shown time.
        slack: Duration,
    },
}

/// What to tell the delivery after the commit is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Send this row; replaces a waiting row of the same id.
    Offer(Box<Row>),
    /// The end of this row is dealt with: send it once more.
    Again(Box<Row>),
    /// The end of this row is dealt with: nothing more of it.
    Settled(RowId),
    /// Don't send this row if it still waits.
    Withdraw(RowId),
}

/// A transaction and what follows from it.
#[derive(Debug, Default)]
pub struct Commit {
    /// To be made durable.
    pub batch: Batch,
    /// To be done after that.
    pub orders: Vec<Order>,
    /// Files to be fetched after that.
    pub fetches: Vec<Fetch>,
    /// What of it counts.
    pub tally: Tally,
}

/// What a commit adds to the figures. Drills are kept out (SPEC section 3).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Pages that Telegram took.
    pub pages: u64,
    /// How long each incident waited for its acknowledgement; of those paged from the first step
    /// once only.
    pub acknowledged_after: Vec<Duration>,
    /// Files that are kept.
    pub files_kept: u64,
    /// Files that are not, by the limits.
    pub files_refused: u64,
    /// Files that could not be.
    pub files_failed: u64,
}

/// How many incidents are in which state.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Census {
    /// Nobody has taken it.
    pub open: u64,
    /// Somebody has.
    pub acknowledged: u64,
    /// It is over.
    pub closed: u64,
}

/// The single writer's mind.
pub struct Engine {
    /// As the file has them.
    file: Arc<Settings>,
    /// In force: the file and what lies over it.
    settings: Arc<Settings>,
    seed: Seed,
    recogniser: Recogniser,
    words: Arc<Words>,
    bot: BotSelf,
    desk: Desk,
    open: BTreeMap<IncidentNumber, Folder>,
    pending: Pending,
    questions: question::Loose,
    overdue: Vec<Overdue>,
    epoch: u64,
    /// The month whose mark is set: from when until when it runs.
    month: Option<Range<At>>,
    /// When the oldest of what is kept aside has been long enough; `None` while there is nothing.
    aside_due: Option<At>,
    last_row: u64,
    last_batch: u64,
}

impl Engine {
    /// Decides about an input. Nothing is durable before the next [`Engine::take`] is committed.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn handle(&mut self, input: &Input, now: At, store: &dyn Store) -> Result<(), StoreError> {
        self.mark_month(now);
        match input {
            Input::Update { id, incoming } => {
                if self.is_new(*id, now, store)? {
                    let decision =
                        self.ask(store, |world| incoming_decision(world, incoming, self, now))?;
                    let bound = decide::bound_people(&decision);
                    let left = decide::left_people(&decision);
                    self.absorb(decision, now);
                    self.welcome(&bound, now, store)?;
                    self.part_from(&left, now, store)?;
                }
                Ok(())
            }
            Input::Unreadable { id, raw, reason } => {
                if let Some(id) = id
                    && !self.is_new(*id, now, store)?
                {
                    return Ok(());
                }
                self.put_aside(*id, now, raw, reason);
                let decision = self.ask(store, |world| {
                    decide::trouble(world, Trouble::Unreadable, now)
                })?;
                self.absorb(decision, now);
                Ok(())
            }
            Input::Timer(timer) => self.timer(timer, now, store),
            Input::Ended { row, outcome } => self.ended(row, outcome, now, store),
            Input::Fetched {
                incident,
                piece,
                fetched,
            } => self.fetched((*incident, *piece), fetched, now, store),
            Input::Trouble(trouble) => {
                let decision =
                    self.ask(store, |world| decide::trouble(world, trouble.clone(), now))?;
                self.absorb(decision, now);
                Ok(())
            }
            Input::Audit { slack } => self.audit(*slack, now, store),
        }
    }

    /// Lets a timer fall due later; for one that could not be decided.
    pub fn postpone(&mut self, timer: &StoredTimer, due: At) {
        self.pending.set_timer(timer.name.clone(), due);
    }

    /// Decides by other settings from now on. What runs keeps the policy that it carries, and a live
    /// message is worded anew when its incident changes.
    pub fn reconfigure(&mut self, settings: Arc<Settings>, now: At) {
        // Until now the old ones were in force.
        self.plan_prompts(now);
        self.recogniser = Recogniser::new(&settings);
        self.settings = Arc::new(self.desk.overlay.over(&settings));
        self.file = settings;
        // Another zone has other months.
        self.month = None;
        self.yield_to_file(now);
        self.plan_morning(now);
        self.refresh_selftest_timer();
        self.plan_duties(now);
        self.plan_presence(now);
        self.plan_prompts(now);
        self.refresh_ledger_timer();
    }

    /// How many incidents are in which state.
    pub fn census(&self) -> Census {
        let running = self.open.len() as u64;
        let open = self
            .open
            .values()
            .filter(|folder| folder.incident.is_open());
        let open = open.count() as u64;
        Census {
            open,
            acknowledged: running - open,
            closed: self.desk.last_incident.saturating_sub(running),
        }
    }

    /// The transaction of everything handled since the last call; `None` where nothing changed.
    pub fn take(&mut self) -> Option<Commit> {
        if self.pending.is_empty() {
            return None;
        }
        self.last_batch += 1;
        let id = (self.epoch << 32) | self.last_batch;
        let pending = std::mem::take(&mut self.pending);
        Some(pending.into_commit(id, &self.open))
    }

    /// Incidents that are not closed.
    pub fn open(&self) -> impl Iterator<Item = &Folder> {
        self.open.values()
    }

    /// The settings in force: the file and what lies over it.
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings)
    }

    /// What is on the desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    fn is_new(&mut self, id: UpdateId, now: At, store: &dyn Store) -> Result<bool, StoreError> {
        if self.pending.has_seen(id) || store.seen(id, now)? {
            return Ok(false);
        }
        self.pending.see(id, now);
        Ok(true)
    }

    fn ask<F>(&self, store: &dyn Store, question: F) -> Result<Decision, StoreError>
    where
        F: FnOnce(World<'_>) -> Decision,
    {
        let library = Library {
            store,
            pending: &self.pending,
            failed: RefCell::new(None),
        };
        let decision = question(World {
            settings: &self.settings,
            file: &self.file,
            recogniser: &self.recogniser,
            desk: &self.desk,
            open: &self.open,
            archive: &library,
            bot: &self.bot,
            seed: &self.seed,
            words: &self.words,
        });
        match library.failed.into_inner() {
            Some(error) => Err(error),
            None => Ok(decision),
        }
    }

    fn timer(&mut self, timer: &StoredTimer, now: At, store: &dyn Store) -> Result<(), StoreError> {
        let Some(name) = TimerName::decode(&timer.name) else {
            self.pending.clear_timer(timer.name.clone());
            return Ok(());
        };
        // Whatever comes of it, the claimed timer is settled: set anew or cleared.
        match name {
            TimerName::Incident(number) => {
                let decision = self.ask(store, |world| decide::incident_due(world, number, now))?;
                self.absorb(decision, now);
                self.refresh_timer(number);
            }
            TimerName::Fetch(number, piece) => self.fetch_due((number, piece)),
            TimerName::Aside => self.aside_due(now, store)?,
            TimerName::Form(chat, user) => {
                let decision = self.ask(store, |world| decide::form_due(world, chat, user, now))?;
                self.absorb(decision, now);
                self.refresh_form_timer(chat, user);
            }
            TimerName::SelfTest => {
                let decision = self.ask(store, |world| decide::selftest_due(world, now))?;
                self.absorb(decision, now);
                self.refresh_selftest_timer();
            }
            TimerName::Duty(roster) => {
                let decision = self.ask(store, |world| decide::duty_due(world, &roster, now))?;
                self.absorb(decision, now);
                self.refresh_duty_timer(&roster);
            }
            TimerName::Presence(row) => {
                let decision = self.ask(store, |world| decide::presence_due(world, &row, now))?;
                self.absorb(decision, now);
                self.refresh_presence_timer(&row);
            }
            TimerName::Prompt(row) => {
                let decision = self.ask(store, |world| decide::prompt_due(world, &row, now))?;
                self.absorb(decision, now);
                self.refresh_prompt_timer(&row);
            }
            TimerName::Ledger => {
                let decision = self.ask(store, |world| decide::ledger_due(world, now))?;
                self.absorb(decision, now);
                self.refresh_ledger_timer();
            }
            TimerName::Offer(chat) => {
                let decision = self.ask(store, |world| decide::offer_due(world, chat, now))?;
                self.absorb(decision, now);
                self.refresh_offer_timer(chat);
            }
        }
        Ok(())
    }

    /// Makes a decision real, in memory and in the pending commit.
    fn absorb(&mut self, decision: Decision, now: At) {
        for change in decision.desk {
            self.desk.apply(&change);
            match &change {
                DeskChange::Form(chat, user, _) => self.refresh_form_timer(*chat, *user),
                DeskChange::Duty(roster, _) => self.refresh_duty_timer(roster),
                DeskChange::Presence(row, _) => self.refresh_presence_timer(row),
                DeskChange::Prompt(row, _) => self.refresh_prompt_timer(row),
                DeskChange::Morning(_) | DeskChange::Check(_) | DeskChange::Night(..) => {
                    self.refresh_selftest_timer();
                }
                _ => {}
            }
            if let DeskChange::Offer(chat, _) = &change {
                self.refresh_offer_timer(*chat);
            }
            if let DeskChange::Fetch(number, piece, _) = &change {
                self.refresh_fetch((*number, *piece), now);
            }
            self.pending.desk_changed(&change);
        }
        for (by, change) in decision.changes {
            self.enact(by, change, now);
        }
        for (by, event) in decision.duty {
            self.log(by, event, now);
        }
        for (by, event) in decision.prompts {
            self.log(by, event, now);
        }
        self.enter_all(decision.ledger, now);
        for (number, draft) in decision.drafts {
            let changed = !draft.entries.is_empty()
                || self
                    .open
                    .get(&number)
                    .is_none_or(|folder| folder.posts != draft.posts);
            self.pending.entries.extend(draft.entries);
            let folder = Folder {
                incident: draft.incident,
                posts: draft.posts,
            };
            if changed {
                self.put_folder(folder, now);
            }
        }
        for effect in decision.effects {
            self.perform(effect, now);
        }
    }

    /// Stores an incident with its live messages brought up to date.
    fn put_folder(&mut self, mut folder: Folder, now: At) {
        let number = folder.incident.number;
        debug_assert_eq!(crate::invariants::incident(&folder.incident), Ok(()));
        self.reconcile(&mut folder, now);
        if folder.incident.is_closed() {
            let was_open = self.open.remove(&number).is_some();
            self.pending.close(folder, was_open);
        } else {
            self.open.insert(number, folder);
            self.pending.touch(number);
        }
        self.refresh_timer(number);
    }

    fn refresh_timer(&mut self, number: IncidentNumber) {
        let name = TimerName::Incident(number).encode();
        match self
            .open
            .get(&number)
            .and_then(|folder| folder.incident.next_due())
        {
            Some(due) => self.pending.set_timer(name, due),
            None => self.pending.clear_timer(name),
        }
    }

    fn refresh_form_timer(&mut self, chat: TelegramChat, user: TelegramUser) {
        let name = TimerName::Form(chat, user).encode();
        match self.desk.forms.get(&(chat, user)) {
            Some(form) => {
                let span = if form.reminded {
                    FORM_LIFE
                } else {
                    FORM_REMINDER
                };
                self.pending.set_timer(name, form.began.plus(span));
            }
            None => self.pending.clear_timer(name),
        }
    }

    fn new_row_id(&mut self) -> RowId {
        self.last_row += 1;
        RowId((self.epoch << 32) | self.last_row)
    }

    fn view(&self, chat: TelegramChat, now: At) -> render::View<'_> {
        render::View {
            words: &self.words,
            settings: &self.settings,
            desk: &self.desk,
            language: self.desk.language(&self.settings, chat),
            now,
        }
    }
}

fn incoming_decision(world: World<'_>, incoming: &Incoming, engine: &Engine, now: At) -> Decision {
    match incoming {
        Incoming::Message(message) => {
            let shortcut = message
                .chat
                .private
                .then(|| render::shortcut(&engine.words, &message.text))
                .flatten();
            decide::message(world, message, shortcut, now)
        }
        Incoming::Press(press) => decide::press(world, press, now),
        Incoming::Membership(change) => decide::membership(world, change, now),
        Incoming::Migrated { from, to } => decide::migrated(world, *from, *to, now),
        Incoming::Edited(message) => decide::edited(world, message, now),
        Incoming::Nothing => Decision::default(),
    }
}

/// The names of timers in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TimerName {
    Incident(IncidentNumber),
    Form(TelegramChat, TelegramUser),
    SelfTest,
    Duty(RosterId),
    Presence(PresenceId),
    Prompt(PromptId),
    Offer(TelegramChat),
    Ledger,
    Aside,
    Fetch(IncidentNumber, u32),
}

impl TimerName {
    fn encode(self) -> Vec<u8> {
        match self {
            Self::Incident(number) => format!("incident/{number}"),
            Self::Form(chat, user) => format!("form/{chat}/{user}"),
            Self::SelfTest => "selftest/due".to_owned(),
            Self::Ledger => "ledger/due".to_owned(),
            Self::Aside => "aside/due".to_owned(),
            Self::Duty(roster) => format!("duty/{roster}"),
            Self::Presence(row) => format!("presence/{row}"),
            Self::Prompt(row) => format!("prompt/{row}"),
            Self::Offer(chat) => format!("offer/{chat}"),
            Self::Fetch(number, piece) => format!("fetch/{number}/{piece}"),
        }
        .into_bytes()
    }

    fn decode(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        // An id may have strokes of its own.
        if let Some(roster) = name.strip_prefix("duty/") {
            return Some(Self::Duty(RosterId::new(roster)));
        }
        if let Some(row) = name.strip_prefix("presence/") {
            return Some(Self::Presence(PresenceId::new(row)));
        }
        if let Some(row) = name.strip_prefix("prompt/") {
            return Some(Self::Prompt(PromptId::new(row)));
        }
        let mut parts = name.split('/');
        match (parts.next()?, parts.next()?, parts.next()) {
            ("incident", number, None) => {
                Some(Self::Incident(IncidentNumber(number.parse().ok()?)))
            }
            ("offer", chat, None) => Some(Self::Offer(TelegramChat(chat.parse().ok()?))),
            ("fetch", number, Some(piece)) => Some(Self::Fetch(
                IncidentNumber(number.parse().ok()?),
                piece.parse().ok()?,
            )),
            ("form", chat, Some(user)) => Some(Self::Form(
                TelegramChat(chat.parse().ok()?),
                TelegramUser(user.parse().ok()?),
            )),
            ("selftest", _, None) => Some(Self::SelfTest),
            ("ledger", _, None) => Some(Self::Ledger),
            ("aside", _, None) => Some(Self::Aside),
            _ => None,
        }
    }
}
