//! The whole of it: state, the call of a method, and what can be looked at.

use std::collections::BTreeMap;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser, UpdateId};
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{Answer, ApiError};
use super::callbacks::{Callbacks, Pressed};
use super::calls::{Call, Heard, Log};
use super::chats::{Chat, Group};
use super::commands::{Command, Commands};
use super::faults::{ActiveFault, Aftermath, Fault, FaultId, Faults, Scope, Verdict};
use super::files::{File, Files};
use super::message::Message;
use super::methods::{self, Method};
use super::params::Params;
use super::people::{Bot, Person};
use super::polling::{Poll, Polls};
use super::rates::{Limits, Rates, Violation};
use super::transcript::{About, Entry, Happening};
use super::updates::UpdateQueue;
use super::webhook::Webhook;

/// What there is at the start.
#[derive(Debug, Clone)]
pub struct Town {
    /// The bot.
    pub bot: Bot,
    /// Everybody.
    pub people: Vec<Person>,
    /// Groups; each person has a private chat with the bot anyway.
    pub groups: Vec<Group>,
    /// How much may be sent.
    pub limits: Limits,
    /// The id of the first update.
    pub first_update: UpdateId,
    /// How much is remembered of what happened.
    pub logs: Logs,
}

/// How many entries the logs keep; 0 is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logs {
    /// Calls of the bot.
    pub calls: usize,
    /// What happened in the chats.
    pub transcript: usize,
}

impl Default for Logs {
    fn default() -> Self {
        Self {
            calls: 20_000,
            transcript: 50_000,
        }
    }
}

impl Default for Town {
    fn default() -> Self {
        Self {
            bot: Bot::default(),
            people: Vec::new(),
            groups: Vec::new(),
            limits: Limits::telegram(),
            first_update: UpdateId(1),
            logs: Logs::default(),
        }
    }
}

/// A Telegram with one bot. Serialized, it lacks what only those who look on would miss: the logs,
/// and the bytes of its files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Telegram {
    pub(crate) bot: Bot,
    pub(crate) people: BTreeMap<TelegramUser, Person>,
    pub(crate) chats: BTreeMap<TelegramChat, Chat>,
    pub(crate) queue: UpdateQueue,
    #[serde(skip)]
    pub(crate) polls: Polls,
    pub(crate) callbacks: Callbacks,
    pub(crate) commands: Commands,
    pub(crate) files: Files,
    pub(crate) rates: Rates,
    pub(crate) faults: Faults,
    pub(crate) webhook: String,
    #[serde(default)]
    pub(crate) delivery: Webhook,
    pub(crate) profile: BTreeMap<String, Value>,
    #[serde(skip)]
    calls: Log<Call>,
    #[serde(skip)]
    transcript: Log<Entry>,
    seq: u64,
}

impl Telegram {
    /// A Telegram as this town has it.
    pub fn new(town: Town) -> Self {
        let mut chats = BTreeMap::new();
        for person in &town.people {
            let chat = Chat::private(person.id);
            chats.insert(chat.id, chat);
        }
        for group in town.groups {
            chats.insert(group.id, Chat::group(group));
        }
        Self {
            bot: town.bot,
            people: town
                .people
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            chats,
            queue: UpdateQueue::new(town.first_update),
            polls: Polls::default(),
            callbacks: Callbacks::default(),
            commands: Commands::default(),
            files: Files::default(),
            rates: Rates::new(town.limits),
            faults: Faults::default(),
            webhook: String::new(),
            delivery: Webhook::default(),
            profile: BTreeMap::new(),
            calls: Log::new(town.logs.calls),
            transcript: Log::new(town.logs.transcript),
            seq: 0,
        }
    }

    /// Goes on after it was read again: its logs start here.
    #[must_use]
    pub(crate) fn resumed(self, logs: Logs) -> Self {
        Self {
            calls: Log::from(logs.calls, self.seq),
            transcript: Log::from(logs.transcript, self.seq),
            ..self
        }
    }

    /// Time runs this many times as fast as real: what depends on real lines gets as much more
    /// room.
    pub fn set_haste(&mut self, haste: u32) {
        self.rates.set_haste(haste);
        self.callbacks.set_haste(haste);
    }

    /// Carries out a method of the Bot API. getUpdates is answered at once with what is there;
    /// [`Telegram::poll`] can wait.
    pub fn call(&mut self, method: &str, params: &Value, now: At) -> Answer {
        let Some(method) = methods::find(method) else {
            let error = ApiError::unknown_method();
            self.log_call(method, params, Heard::refusal(&error), now);
            return Answer::Error(error);
        };
        if method.name == methods::GET_UPDATES {
            return match self.poll(params, now) {
                Poll::Ready(answer) => answer,
                Poll::Wait(waiting) => self.give_up(&waiting, now),
            };
        }
        let named = Params(params).int("chat_id").map(TelegramChat);
        let aftermath = match self.meet_faults(method.name, named, now) {
            Ok(aftermath) => aftermath,
            Err(answer) => {
                self.log_call(method.name, params, Heard::instead(&answer), now);
                return answer;
            }
        };
        let result = self.carry_out(method, params, named, now);
        if let (Err(error), Some(chat)) = (&result, named) {
            self.count_closed_door(error, chat, now);
        }
        let (answer, heard) = match result {
            Ok(value) => (Answer::Reply(value.to_string()), Heard::Ok(value)),
            Err(error) => (Answer::Error(error.clone()), Heard::refusal(&error)),
        };
        let heard = if aftermath.lost {
            Heard::Nothing { took_effect: true }
        } else {
            heard
        };
        self.log_call(method.name, params, heard, now);
        aftermath.upon(answer)
    }

    fn carry_out(
        &mut self,
        method: &Method,
        params: &Value,
        chat: Option<TelegramChat>,
        now: At,
    ) -> Result<Value, ApiError> {
        if method.counted
            && let Some(chat) = chat
        {
            self.rates
                .count(method.name, chat, now)
                .map_err(ApiError::too_many)?;
        }
        (method.run)(self, Params(params), now)
    }

    /// What the faults that are on make of a call, before it is carried out.
    pub(crate) fn meet_faults(
        &mut self,
        method: &str,
        chat: Option<TelegramChat>,
        now: At,
    ) -> Result<Aftermath, Answer> {
        let before = self.faults.list().len();
        let verdict = self.faults.meet(method, chat);
        if self.faults.list().len() != before {
            self.changed(About::Faults, now);
        }
        match verdict {
            Verdict::Through(aftermath) => Ok(aftermath),
            Verdict::Instead(answer) => Err(answer),
            Verdict::MustWait(chat, seconds) => {
                self.rates.impose(chat, seconds, now);
                Err(Answer::Error(ApiError::too_many(seconds)))
            }
        }
    }

    /// A person who blocks, or a chat that threw the bot out, for so many calls only.
    fn count_closed_door(&mut self, error: &ApiError, chat: TelegramChat, now: At) {
        if error.code != 403 {
            return;
        }
        let spent = self.faults.hit(|fault| match fault {
            Fault::Blocked { person } => person.private_chat() == chat,
            Fault::Kicked { chat: closed } => *closed == chat,
            _ => false,
        });
        for id in spent {
            self.lift(id, now);
        }
    }

    pub(crate) fn log_call(&mut self, method: &str, params: &Value, answer: Heard, now: At) {
        self.seq += 1;
        if !self.calls.is_on() {
            return;
        }
        let call = Call {
            seq: self.seq,
            at: now,
            method: method.to_owned(),
            params: params.clone(),
            answer,
        };
        self.calls.push(self.seq, call);
    }

    pub(crate) fn happened(&mut self, chat: Option<TelegramChat>, now: At, what: Happening) {
        self.seq += 1;
        let entry = Entry {
            seq: self.seq,
            at: now,
            chat,
            what,
        };
        self.transcript.push(self.seq, entry);
    }

    /// Wakes who waits, although nothing happened that anybody could see.
    pub(crate) fn stir(&mut self) {
        self.seq += 1;
    }

    pub(crate) fn changed(&mut self, about: About, now: At) {
        self.happened(None, now, Happening::Changed { about });
    }

    /// Tells whoever looks at the sandbox that the program around it offers other hooks.
    pub fn hooks_changed(&mut self, now: At) {
        self.changed(About::Hooks, now);
    }

    /// Lets something go wrong.
    pub fn inject(&mut self, fault: Fault, scope: Scope, now: At) -> FaultId {
        match &fault {
            Fault::GarbageUpdate { json } => {
                self.queue.push_raw(json, now);
            }
            Fault::Blocked { person } => {
                let person = *person;
                self.set_blocked(person, true, now);
            }
            Fault::Kicked { chat } => {
                let chat = *chat;
                self.shut_out(chat, now);
            }
            _ => {}
        }
        let garbage = matches!(fault, Fault::GarbageUpdate { .. });
        let id = self.faults.add(fault, scope, now);
        if garbage {
            self.faults.remove(id);
        }
        self.changed(About::Faults, now);
        id
    }

    /// Lets it go right again; false if it was not on.
    pub fn lift(&mut self, id: FaultId, now: At) -> bool {
        let Some(fault) = self.faults.remove(id) else {
            return false;
        };
        match fault {
            Fault::Blocked { person } => self.set_blocked(person, false, now),
            Fault::Kicked { chat } => self.let_in_again(chat, now),
            _ => {}
        }
        self.changed(About::Faults, now);
        true
    }

    /// Lets everything go right again.
    pub fn lift_all(&mut self, now: At) {
        let ids: Vec<FaultId> = self.faults.list().iter().map(|fault| fault.id).collect();
        for id in ids {
            self.lift(id, now);
        }
    }

    /// What goes wrong now.
    pub fn faults(&self) -> &[ActiveFault] {
        self.faults.list()
    }

    /// The bot.
    pub fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Everybody.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Somebody.
    pub fn person(&self, id: TelegramUser) -> Option<&Person> {
        self.people.get(&id)
    }

    /// All chats, the private ones too.
    pub fn chats(&self) -> impl Iterator<Item = &Chat> {
        self.chats.values()
    }

    /// A chat.
    pub fn chat(&self, id: TelegramChat) -> Option<&Chat> {
        self.chats.get(&id)
    }

    /// A message, if it was not deleted.
    pub fn message(&self, chat: TelegramChat, id: MessageId) -> Option<&Message> {
        self.chat(chat)?.message(id)
    }

    /// The updates that the bot has not confirmed.
    pub fn updates(&self) -> &UpdateQueue {
        &self.queue
    }

    /// Numbers updates anew from here, as Telegram may after an idle week.
    pub fn renumber_updates(&mut self, next: UpdateId) {
        self.queue.renumber(next);
    }

    /// A press and what the bot said to it.
    pub fn press_of(&self, id: &str) -> Option<&Pressed> {
        self.callbacks.get(id)
    }

    /// Presses that wait for their answer.
    pub fn open_presses(&self) -> impl Iterator<Item = (String, &Pressed)> {
        self.callbacks.open()
    }

    /// The commands that a person's phone offers in a chat.
    pub fn commands(&self, person: TelegramUser, chat: TelegramChat) -> &[Command] {
        let language = self
            .person(person)
            .and_then(|person| person.language.as_deref());
        match self.chat(chat) {
            Some(chat) => self.commands.seen_by(chat, person, language),
            None => &[],
        }
    }

    /// What the bot set about itself: `description:zh`, `short_description:`, `menu_button:` …
    pub fn profile(&self) -> &BTreeMap<String, Value> {
        &self.profile
    }

    /// Keeps a file and names it.
    pub fn keep_file(&mut self, file: File) -> String {
        self.files.keep(file)
    }

    /// Loses a file: its handle means nothing any more. False if there is none.
    pub fn forget_file(&mut self, id: &str) -> bool {
        self.files.forget(id)
    }

    /// The files that there are with their handles, oldest first.
    pub fn files(&self) -> impl DoubleEndedIterator<Item = (&str, &File)> {
        self.files.all()
    }

    /// A file by its handle.
    pub fn file(&self, id: &str) -> Option<&File> {
        self.files.get(id)
    }

    /// A file by the path that getFile told.
    pub fn file_at(&self, path: &str) -> Option<&File> {
        self.files.at_path(path)
    }

    /// How much may be sent.
    pub fn limits(&self) -> Limits {
        self.rates.limits()
    }

    /// Changes how much may be sent; what was sent so far counts no more.
    pub fn set_limits(&mut self, limits: Limits) {
        self.rates.set_limits(limits);
    }

    /// Calls that broke a limit (the first thousand).
    pub fn violations(&self) -> &[Violation] {
        self.rates.violations()
    }

    /// How many calls broke a limit.
    pub fn violation_count(&self) -> u64 {
        self.rates.violation_count()
    }

    /// Grows with everything that happens.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Calls of the bot after this one, oldest first.
    pub fn calls_since(&self, seq: u64) -> impl Iterator<Item = &Call> {
        self.calls.since(seq)
    }

    /// What happened after this, oldest first.
    pub fn transcript_since(&self, seq: u64) -> impl Iterator<Item = &Entry> {
        self.transcript.since(seq)
    }

    /// Whether the transcript after this is no longer whole.
    pub fn transcript_lost(&self, seq: u64) -> bool {
        self.transcript.lost_since(seq)
    }
}
