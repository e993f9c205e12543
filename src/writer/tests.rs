//! An input that can't be decided is kept aside, and its neighbours are not held up.

use std::path::Path;
use std::sync::Arc;

use dutybell_core::decide::BotSelf;
use dutybell_core::engine::Input;
use dutybell_core::ids::{TelegramUser, UpdateId};
use dutybell_core::parse::update;
use dutybell_core::render::words::Words;
use dutybell_core::state::invite::Seed;
use dutybell_core::store::model::{Disk, ModelStore};
use dutybell_core::store::{
    Batch, Committed, EachEntry, Fence, Key, Reads, Space, Store, StoreError, StoredRow,
    StoredTimer,
};
use dutybell_core::time::At;
use tokio::sync::mpsc;

use super::{Setup, Work, start};
use crate::config;
use crate::metrics::Metrics;

const TOWN: &str = include_str!("../../config/demo.toml");

/// A store that refuses every batch with this text in an entry.
struct Fussy(ModelStore);

const POISON: &str = "poison";

impl Reads for Fussy {
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.state(key)
    }

    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        self.0.load(space, each)
    }

    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.0.events_from(stream, seq, limit)
    }
}

impl Store for Fussy {
    fn acquire(&mut self) -> Result<Fence, StoreError> {
        self.0.acquire()
    }

    fn seen(&self, update: UpdateId, now: At) -> Result<bool, StoreError> {
        self.0.seen(update, now)
    }

    fn commit(&mut self, fence: &Fence, batch: &Batch) -> Result<Committed, StoreError> {
        let poisoned = batch
            .events
            .iter()
            .any(|event| String::from_utf8_lossy(&event.value).contains(POISON));
        if poisoned {
            return Err(StoreError::Refused("poison".into()));
        }
        self.0.commit(fence, batch)
    }

    fn claim_timers(
        &mut self,
        fence: &Fence,
        now: At,
        limit: usize,
    ) -> Result<Vec<StoredTimer>, StoreError> {
        self.0.claim_timers(fence, now, limit)
    }

    fn next_timer(&self) -> Result<Option<At>, StoreError> {
        self.0.next_timer()
    }

    fn rows(&self, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.0.rows(limit)
    }

    fn claim_rows(&mut self, fence: &Fence, limit: usize) -> Result<Vec<StoredRow>, StoreError> {
        self.0.claim_rows(fence, limit)
    }
}

fn report(id: i64, text: &str) -> Work {
    let raw = serde_json::json!({"update_id": id, "message": {
        "message_id": id, "date": 1, "text": format!("/report {text}"),
        "chat": {"id": -1_001_000_000_001_i64, "type": "supergroup", "title": "Town"},
        "from": {"id": 1001, "is_bot": false, "first_name": "Li"},
    }})
    .to_string();
    let (id, incoming) = update::update(&raw).unwrap();
    Work {
        input: Input::Update { id, incoming },
        raw: raw.into_bytes(),
    }
}

#[tokio::test]
async fn what_the_store_refuses_is_kept_aside_and_holds_up_nobody() {
    let disk = Disk::default();
    let folder = tempfile::tempdir().unwrap();
    let settings = config::parse(TOWN, Path::new(".")).unwrap().settings;
    let setup = Setup {
        settings: Arc::new(settings),
        words: Arc::new(Words::new()),
        teller: None,
        bot: BotSelf {
            id: TelegramUser(1),
            username: "bot".into(),
        },
        seed: Seed::new([7; 32]),
        metrics: Arc::new(Metrics::new()),
        fetches: mpsc::unbounded_channel().0,
        data_dir: folder.path().to_owned(),
    };
    let (orders, _inbox) = mpsc::unbounded_channel();
    let store = Box::new(Fussy(ModelStore::open(&disk).unwrap()));
    let (writer, ended) = start(store, setup, orders).unwrap();
    let group = vec![report(1, "fire"), report(2, POISON), report(3, "flood")];
    writer.durable(group).await.unwrap();
    writer.stop();
    ended.await.unwrap().unwrap();

    let left = ModelStore::open(&disk).unwrap();
    let mut stored = Vec::new();
    left.load(Space::Open, &mut |_, value| {
        stored.push(String::from_utf8_lossy(value).contains("\"text\":\"flood\""));
        Ok(())
    })
    .unwrap();
    assert_eq!(
        stored,
        [false, true],
        "both neighbours are stored, in order"
    );
    let mut aside = Vec::new();
    left.load(Space::Quarantine, &mut |_, value| {
        aside.push(String::from_utf8_lossy(value).into_owned());
        Ok(())
    })
    .unwrap();
    assert_eq!(aside.len(), 1);
    assert!(aside[0].contains("could not be decided") && aside[0].contains(POISON));
    assert!(left.seen(UpdateId(2), crate::clock::now()).unwrap());
}
