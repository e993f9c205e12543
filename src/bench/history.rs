//! A store with a long history: closed incidents as the bot itself leaves them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dutybell_core::codec;
use dutybell_core::decide::{BotSelf, Folder};
use dutybell_core::engine::{self, Engine, Input};
use dutybell_core::ids::{IncidentNumber, MessageId, TelegramChat, TelegramUser, UpdateId};
use dutybell_core::incoming::{ChatMessage, ChatRef, Incoming, Sender};
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::state::invite::Seed;
use dutybell_core::state::record::{Entry, Hash};
use dutybell_core::store::{Batch, EventWrite, Key, Reads, Space, StateWrite, Store, StoreError};

use crate::clock;
use crate::store::SledStore;

/// Incidents in one commit: far from what a batch may hold.
const PER_BATCH: u64 = 500;

/// Fills a new store with so many closed incidents, all copies of one that the engine decided.
pub(super) fn fill(folder: &Path, settings: Settings, count: u64) -> Result<(), StoreError> {
    let mut store = SledStore::open(folder)?;
    let (pattern, entries) = pattern(&mut store, settings)?;
    let fence = store.acquire()?;
    let mut number = 2;
    let mut id = fence.epoch << 32;
    while number <= count {
        id += 1;
        let mut batch = Batch {
            id,
            ..Batch::default()
        };
        for number in number..=count.min(number + PER_BATCH - 1) {
            add(&mut batch, number, &pattern, &entries);
        }
        batch.state.push(StateWrite {
            key: engine::last_incident_key(),
            value: Some(codec::encode(&IncidentNumber(
                count.min(number + PER_BATCH - 1),
            ))),
        });
        store.commit(&fence, &batch)?;
        number += PER_BATCH;
    }
    Ok(())
}

/// Incident 1, reported, acknowledged and stood down through the engine.
fn pattern(store: &mut SledStore, settings: Settings) -> Result<(Folder, Vec<Entry>), StoreError> {
    let chat = settings
        .chats
        .first()
        .map_or(TelegramChat(-1), |chat| chat.telegram);
    let users: Vec<TelegramUser> = settings
        .people
        .iter()
        .filter_map(|person| person.telegram)
        .collect();
    let bot = BotSelf {
        id: TelegramUser(1),
        username: "bench_bot".into(),
    };
    let now = clock::now();
    let (mut engine, fence) = Engine::load(
        store,
        Arc::new(settings),
        Arc::new(Words::new()),
        bot,
        Seed::new([0; 32]),
        now,
    )?;
    let texts = [
        "/report smoke in the market hall",
        "/ack 1",
        "/close 1 the fire is out",
    ];
    for (index, (text, minute)) in texts.into_iter().zip(0..).enumerate() {
        let user = users.get(index.min(1)).copied().unwrap_or(TelegramUser(1));
        let id = i64::try_from(index).unwrap_or(0) + 1;
        let message = ChatMessage {
            chat: ChatRef {
                id: chat,
                private: false,
                title: String::new(),
            },
            id: MessageId(id),
            from: Some(Sender {
                id: user,
                name: "Li".into(),
                bot: false,
                language: None,
            }),
            text: text.into(),
            attachments: Vec::new(),
            contact: None,
            album: None,
            reply_to: None,
            forwarded: false,
        };
        let incoming = Incoming::Message(message);
        let at = now.plus(Duration::from_secs(60 * minute));
        engine.handle(
            &Input::Update {
                id: UpdateId(id),
                incoming,
            },
            at,
            store,
        )?;
        if let Some(mut commit) = engine.take() {
            // Nobody sends them: they would be found and sent at the measured start.
            commit.batch.rows.clear();
            commit.batch.rows_done.clear();
            store.commit(&fence, &commit.batch)?;
        }
    }
    let missing = || StoreError::Fatal("the pattern incident was not closed".into());
    let damaged = |error: codec::CodecError| StoreError::Fatal(error.to_string());
    let bytes = store
        .state(&Key::numbered(Space::Archive, 1))?
        .ok_or_else(missing)?;
    let folder: Folder = codec::decode(&bytes).map_err(damaged)?;
    let entries = store
        .events(1)?
        .iter()
        .map(|bytes| codec::decode(bytes).map_err(damaged))
        .collect::<Result<_, _>>()?;
    Ok((folder, entries))
}

fn add(batch: &mut Batch, number: u64, pattern: &Folder, entries: &[Entry]) {
    let mut hash = Hash::default();
    for entry in entries {
        let entry = Entry::chain(
            hash,
            IncidentNumber(number),
            entry.seq,
            entry.at,
            entry.by.clone(),
            entry.event.clone(),
        );
        hash = entry.hash;
        batch.events.push(EventWrite {
            stream: number,
            seq: entry.seq,
            value: codec::encode(&entry),
        });
    }
    let mut folder = pattern.clone();
    folder.incident.number = IncidentNumber(number);
    folder.incident.hash = hash;
    batch.state.push(StateWrite {
        key: Key::numbered(Space::Archive, number),
        value: Some(codec::encode(&folder)),
    });
}
