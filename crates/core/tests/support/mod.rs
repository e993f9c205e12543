//! A town, an engine over the model store, and a delivery whose Telegram says yes.

#![allow(dead_code, reason = "each test binary uses its own part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on says so"
)]

pub(crate) mod carried;
mod seen;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::codec;
use dutybell_core::decide::{BotSelf, Folder};
use dutybell_core::deliver::{Deliver, Next};
use dutybell_core::engine::{Engine, Input, Order};
use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser, UpdateId};
use dutybell_core::incoming::{
    Attachment, AttachmentKind, ChatMessage, ChatRef, Incoming, Press, Quoted, Sender,
};
use dutybell_core::outgoing::{Drawn, Message, Outcome, Outgoing, Row};
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::evidence::Fetch;
use dutybell_core::state::invite::Seed;
use dutybell_core::state::record::Entry;
use dutybell_core::store::model::{Disk, ModelStore};
use dutybell_core::store::{Batch, EventWrite, Fence, Key, Reads, Space, StateWrite, Store};
use dutybell_core::time::At;

pub(crate) use settings::settings;

/// 2026-11-24 02:11 in Shanghai.
pub(crate) const START: At = At(1_795_457_460_000);
/// The town's group.
pub(crate) const TOWN: TelegramChat = TelegramChat(-1001);

/// The bot without its shells.
pub(crate) struct Story {
    pub(crate) now: At,
    pub(crate) engine: Engine,
    pub(crate) store: ModelStore,
    pub(crate) disk: Disk,
    pub(crate) settings: Settings,
    fence: Fence,
    deliver: Deliver,
    updates: i64,
    messages: i64,
    /// What was sent, oldest first.
    pub(crate) sent: Vec<(MessageId, Outgoing)>,
    /// Files ordered to be fetched, oldest first.
    pub(crate) fetches: Vec<Fetch>,
    /// How the next sends to a chat end, instead of well.
    pub(crate) broken: Vec<(TelegramChat, Outcome)>,
    /// Whether nothing can be sent: it waits.
    pub(crate) offline: bool,
}

impl Story {
    pub(crate) fn begin() -> Self {
        Self::with(settings())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let disk = Disk::default();
        let mut store = ModelStore::open(&disk).unwrap();
        let limits = settings.limits;
        let bot = BotSelf {
            id: TelegramUser(1),
            username: "duty_bot".into(),
        };
        let (engine, fence) = Engine::load(
            &mut store,
            Arc::new(settings.clone()),
            Arc::new(Words::new()),
            bot,
            seed(),
            START,
        )
        .unwrap();
        let mut story = Self {
            now: START,
            engine,
            store,
            disk,
            settings,
            fence,
            deliver: Deliver::new(limits),
            updates: 0,
            messages: 100,
            sent: Vec::new(),
            fetches: Vec::new(),
            broken: Vec::new(),
            offline: false,
        };
        // As the writer does at its start.
        story.commit();
        story
    }

    /// The engine starts anew on a store that holds this incident instead.
    pub(crate) fn starts_with(&mut self, folder: Folder) {
        let name = Key::numbered(Space::Open, folder.incident.number.0);
        let batch = Batch {
            id: u64::MAX,
            state: vec![StateWrite {
                key: name,
                value: Some(codec::encode(&folder)),
            }],
            ..Batch::default()
        };
        self.store.commit(&self.fence, &batch).unwrap();
        let bot = BotSelf {
            id: TelegramUser(1),
            username: "duty_bot".into(),
        };
        let (settings, words) = (Arc::new(settings()), Arc::new(Words::new()));
        let loaded = Engine::load(&mut self.store, settings, words, bot, seed(), self.now);
        (self.engine, self.fence) = loaded.unwrap();
    }

    /// A stream has an entry that nobody can read.
    pub(crate) fn spoils(&mut self, stream: u64, seq: u32) {
        let event = EventWrite {
            stream,
            seq,
            value: vec![0xFF; 7],
        };
        let batch = Batch {
            id: u64::MAX,
            events: vec![event],
            ..Batch::default()
        };
        self.store.commit(&self.fence, &batch).unwrap();
    }

    /// One input, committed and followed until nothing is left to do at this instant.
    pub(crate) fn tell(&mut self, input: Input) {
        self.engine.handle(&input, self.now, &self.store).unwrap();
        self.commit();
        self.send_all();
    }

    /// One input, committed; nothing leaves yet.
    pub(crate) fn hear(&mut self, incoming: Incoming) {
        self.updates += 1;
        let id = UpdateId(self.updates);
        let input = Input::Update { id, incoming };
        self.engine.handle(&input, self.now, &self.store).unwrap();
        self.commit();
    }

    /// The next row leaves; how it ends is left to the caller.
    pub(crate) fn departs(&mut self) -> Row {
        match self.deliver.next(self.now) {
            Next::Send(row) => row,
            other => panic!("nothing leaves: {other:?}"),
        }
    }

    /// A row that left ends so; then everything else that waits is sent.
    pub(crate) fn ends(&mut self, row: Row, outcome: Outcome) {
        if let Outcome::Sent(Some(id)) = &outcome {
            self.sent.push((*id, row.body.clone()));
        }
        self.hears_of(row, outcome);
    }

    /// The news of a row that left; then everything else that waits is sent.
    pub(crate) fn hears_of(&mut self, row: Row, outcome: Outcome) {
        self.learns_of(row, outcome);
        self.send_all();
    }

    /// The news of a row that left; what waits goes on waiting.
    pub(crate) fn learns_of(&mut self, row: Row, outcome: Outcome) {
        self.deliver.ended(row.id, &outcome, self.now);
        self.end(row, outcome);
    }

    /// Everything that waits is sent.
    pub(crate) fn catch_up(&mut self) {
        self.send_all();
    }

    /// The file says something else from now on.
    pub(crate) fn reconfigure(&mut self, settings: Settings) {
        self.settings = settings;
        let settings = Arc::new(self.settings.clone());
        self.engine.reconfigure(settings, self.now);
        self.commit();
        self.send_all();
    }

    /// A death at this instant and a new start from what is durable.
    pub(crate) fn restart(&mut self) {
        self.store = ModelStore::open(&self.disk).unwrap();
        let bot = BotSelf {
            id: TelegramUser(1),
            username: "duty_bot".into(),
        };
        (self.engine, self.fence) = Engine::load(
            &mut self.store,
            Arc::new(self.settings.clone()),
            Arc::new(Words::new()),
            bot,
            seed(),
            self.now,
        )
        .unwrap();
        self.deliver = Deliver::new(self.settings.limits);
        self.fetches.clear();
        self.commit();
    }

    /// One input, committed; what it orders is left to the caller.
    pub(crate) fn decide(&mut self, input: Input) -> Vec<Order> {
        self.engine.handle(&input, self.now, &self.store).unwrap();
        let commit = self.engine.take().unwrap();
        self.store.commit(&self.fence, &commit.batch).unwrap();
        commit.orders
    }

    fn commit(&mut self) {
        if let Some(commit) = self.engine.take() {
            self.store.commit(&self.fence, &commit.batch).unwrap();
            self.fetches.extend(commit.fetches);
            for order in commit.orders {
                if let Some(row) = self.deliver.obey(order) {
                    self.end(row, Outcome::Withdrawn);
                }
            }
        }
    }

    fn end(&mut self, row: Row, outcome: Outcome) {
        let input = Input::Ended {
            row: Box::new(row),
            outcome,
        };
        self.engine.handle(&input, self.now, &self.store).unwrap();
        self.commit();
    }

    fn send_all(&mut self) {
        while !self.offline {
            let row = match self.deliver.next(self.now) {
                Next::Send(row) => row,
                Next::Expired(row) => {
                    self.end(row, Outcome::Expired);
                    continue;
                }
                Next::Wait(_) => return,
            };
            let chat = row.body.chat();
            let broken = self
                .broken
                .iter()
                .find(|(broken, _)| Some(*broken) == chat)
                .cloned();
            let outcome = match broken {
                Some((_, outcome)) => outcome,
                None => {
                    self.messages += 1;
                    let id = MessageId(self.messages);
                    self.sent.push((id, row.body.clone()));
                    Outcome::Sent(Some(id))
                }
            };
            self.deliver.ended(row.id, &outcome, self.now);
            self.end(row, outcome);
        }
    }

    /// Time passes; what falls due on the way happens at its instant.
    pub(crate) fn pass(&mut self, span: Duration) {
        let end = self.now.plus(span);
        while let Some(due) = self.store.next_timer().unwrap().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            for timer in self.store.claim_timers(&self.fence, self.now, 10).unwrap() {
                self.tell(Input::Timer(timer));
            }
        }
        self.now = end;
        self.send_all();
    }

    /// What is due is claimed, and nobody ever deals with it.
    pub(crate) fn loses_timers(&mut self) {
        let claimed = self.store.claim_timers(&self.fence, self.now, 10).unwrap();
        assert!(!claimed.is_empty());
    }

    /// When the next timer is due.
    pub(crate) fn store_timers(&self) -> Option<At> {
        self.store.next_timer().unwrap()
    }

    /// The record of an incident.
    pub(crate) fn record(&self, number: u64) -> Vec<Entry> {
        let stored = self.store.events(number).unwrap();
        let decoded = stored.iter().map(|bytes| codec::decode(bytes).unwrap());
        decoded.collect()
    }

    /// Kinds of the entries of a record, but for the deliveries.
    pub(crate) fn kinds(&self, number: u64) -> Vec<&'static str> {
        let kinds = self
            .record(number)
            .into_iter()
            .map(|entry| entry.event.kind());
        kinds.filter(|kind| *kind != "delivered").collect()
    }

    /// The record of an open incident must tell what is stored.
    pub(crate) fn replays(&self, number: u64) {
        let mut open = self.engine.open();
        let folder = open
            .find(|folder| folder.incident.number.0 == number)
            .unwrap();
        dutybell_core::invariants::record(&folder.incident, &self.record(number)).unwrap();
    }

    pub(crate) fn update(&mut self, incoming: Incoming) {
        self.updates += 1;
        self.tell(Input::Update {
            id: UpdateId(self.updates),
            incoming,
        });
    }

    /// A user writes in a chat.
    pub(crate) fn say(&mut self, user: i64, chat: TelegramChat, text: &str) {
        let message = self.written(user, chat, text);
        self.update(message);
    }

    /// The message of a person that was written last.
    pub(crate) fn last_said(&self) -> MessageId {
        let said = self.sent.iter().map(|(id, _)| id.0).collect::<Vec<_>>();
        let last = (100..=self.messages).rev().find(|id| !said.contains(id));
        MessageId(last.unwrap())
    }

    /// What a user writes in a chat.
    pub(crate) fn written(&mut self, user: i64, chat: TelegramChat, text: &str) -> Incoming {
        self.messages += 1;
        Incoming::Message(ChatMessage {
            chat: chat_ref(chat),
            id: MessageId(self.messages),
            from: Some(sender(user)),
            text: text.into(),
            attachments: Vec::new(),
            contact: None,
            album: None,
            reply_to: None,
            forwarded: false,
        })
    }

    /// A user answers a message of the bot.
    pub(crate) fn reply(
        &mut self,
        user: i64,
        chat: TelegramChat,
        (id, quoted): (MessageId, &str),
        text: &str,
    ) {
        self.messages += 1;
        self.update(Incoming::Message(ChatMessage {
            chat: chat_ref(chat),
            id: MessageId(self.messages),
            from: Some(sender(user)),
            text: text.into(),
            attachments: Vec::new(),
            contact: None,
            album: None,
            reply_to: Some(Box::new(of_bot(id, quoted))),
            forwarded: false,
        }));
    }

    /// A user presses a button, found by its label on the newest message of the chat that has it.
    pub(crate) fn press(&mut self, user: i64, chat: TelegramChat, label: &str) -> String {
        let (message, data) = self
            .button(chat, label)
            .unwrap_or_else(|| panic!("no button {label}"));
        self.press_data(user, chat, message, &data)
    }

    pub(crate) fn press_data(
        &mut self,
        user: i64,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
    ) -> String {
        let id = format!("press-{}", self.updates);
        self.update(Incoming::Press(Press {
            id: id.clone(),
            from: sender(user),
            chat: Some(chat_ref(chat)),
            message: Some(message),
            data: data.into(),
        }));
        self.sent
            .iter()
            .find_map(|(_, body)| match body {
                Outgoing::Answer { press, text, .. } if *press == id => Some(text.clone()),
                _ => None,
            })
            .expect("every press is answered")
    }

    pub(crate) fn button(&self, chat: TelegramChat, label: &str) -> Option<(MessageId, String)> {
        self.shown(chat)
            .into_iter()
            .rev()
            .find_map(|(id, message)| {
                let button = message
                    .rows
                    .iter()
                    .flatten()
                    .find(|button| button.label == label)?;
                Some((id, button.data.clone()))
            })
    }
}

/// Codes that are the same in every run.
pub(crate) fn seed() -> Seed {
    Seed::new([7; 32])
}

pub(crate) fn private(user: i64) -> TelegramChat {
    TelegramChat(user)
}

pub(crate) fn chat_ref(chat: TelegramChat) -> ChatRef {
    ChatRef {
        id: chat,
        private: chat.is_private(),
        title: String::new(),
    }
}

/// A photo, which Telegram gives out by its handle and knows by its unique name.
pub(crate) fn photo(handle: &str, unique: &str) -> Attachment {
    Attachment {
        kind: AttachmentKind::Photo,
        file_id: handle.into(),
        unique_id: unique.into(),
        size: None,
        name: None,
        position: None,
    }
}

/// A message of the bot, as somebody replies to it.
pub(crate) fn of_bot(id: MessageId, text: &str) -> Quoted {
    let bot = Sender {
        id: TelegramUser(1),
        name: "Dutybell".into(),
        bot: true,
        language: None,
    };
    Quoted {
        id,
        from: Some(bot),
        text: text.into(),
        attachments: Vec::new(),
    }
}

pub(crate) fn sender(user: i64) -> Sender {
    Sender {
        id: TelegramUser(user),
        name: format!("User {user}"),
        bot: false,
        language: None,
    }
}

pub(crate) fn sent(message: i64) -> Outcome {
    Outcome::Sent(Some(MessageId(message)))
}

/// A user writes in a chat.
pub(crate) fn says(user: i64, chat: TelegramChat, text: &str) -> Input {
    let message = ChatMessage {
        chat: chat_ref(chat),
        id: MessageId(1),
        from: Some(sender(user)),
        text: text.into(),
        attachments: Vec::new(),
        contact: None,
        album: None,
        reply_to: None,
        forwarded: false,
    };
    Input::Update {
        id: UpdateId(1_000_000 + i64::try_from(text.len()).unwrap()),
        incoming: Incoming::Message(message),
    }
}
