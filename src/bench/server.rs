//! A Bot API server that does nothing but answer and note when.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::any;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock;

/// What has happened so far.
#[derive(Default)]
pub(super) struct Seen {
    waiting: VecDeque<(i64, Value)>,
    last_update: i64,
    /// When the first poll came.
    pub(super) first_poll: Option<Instant>,
    /// When the first update was handed out.
    pub(super) first_given: Option<Instant>,
    /// The highest id that was confirmed, with the instant.
    pub(super) confirmed: Option<(i64, Instant)>,
    /// New messages so far.
    pub(super) messages: u64,
    /// When each ringing message came.
    pub(super) pages: Vec<Instant>,
}

/// The server. It ends with the process.
#[derive(Clone)]
pub(super) struct Server {
    seen: Arc<Mutex<Seen>>,
    bell: watch::Sender<u64>,
    pub(super) address: SocketAddr,
}

impl Server {
    /// Begins to listen on any port.
    pub(super) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = Self {
            seen: Arc::default(),
            bell: watch::Sender::new(0),
            address,
        };
        let router = Router::new()
            .route("/{bot}/{method}", any(answer))
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(server)
    }

    /// Looks or acts under the lock.
    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts messages of people in the group into the queue; returns the last update's id.
    pub(super) fn say(&self, texts: impl IntoIterator<Item = String>, chat: i64) -> i64 {
        let last = {
            let mut seen = self.seen();
            for text in texts {
                seen.last_update += 1;
                let id = seen.last_update;
                let update = json!({"update_id": id, "message": {
                    "message_id": id, "date": 1_795_457_460, "text": text,
                    "chat": {"id": chat, "type": "supergroup", "title": "Town"},
                    "from": {"id": 1001, "is_bot": false, "first_name": "Li", "language_code": "zh-hans"},
                }});
                seen.waiting.push_back((id, update));
            }
            seen.last_update
        };
        self.ring();
        last
    }

    /// Waits until something is so.
    pub(super) async fn until<T>(&self, mut look: impl FnMut(&Seen) -> Option<T>) -> T {
        let mut bell = self.bell.subscribe();
        loop {
            bell.mark_unchanged();
            let found = look(&self.seen());
            if let Some(found) = found {
                return found;
            }
            if bell.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    fn ring(&self) {
        self.bell.send_modify(|count| *count += 1);
    }

    async fn updates(&self, body: &Value) -> Value {
        let now = clock::instant();
        let offset = body["offset"].as_i64().unwrap_or(0);
        {
            let mut seen = self.seen();
            seen.first_poll.get_or_insert(now);
            while seen.waiting.front().is_some_and(|(id, _)| *id < offset) {
                seen.waiting.pop_front();
            }
            if offset > 0 {
                seen.confirmed = Some((offset - 1, now));
            }
        }
        self.ring();
        let hold = Duration::from_secs(body["timeout"].as_u64().unwrap_or(0));
        let some = self.until(|seen| (!seen.waiting.is_empty()).then_some(()));
        // Nothing came in time: the empty list below says so.
        let _ = tokio::time::timeout(hold, some).await;
        let mut seen = self.seen();
        let limit = usize::try_from(body["limit"].as_u64().unwrap_or(100)).unwrap_or(100);
        let list: Vec<Value> = seen
            .waiting
            .iter()
            .take(limit)
            .map(|(_, update)| update.clone())
            .collect();
        if !list.is_empty() {
            seen.first_given.get_or_insert_with(clock::instant);
        }
        Value::Array(list)
    }

    fn message(&self, body: &Value) -> Value {
        let now = clock::instant();
        let id = {
            let mut seen = self.seen();
            if body["disable_notification"] == false {
                seen.pages.push(now);
            }
            seen.messages += 1;
            seen.messages
        };
        self.ring();
        json!({"message_id": id, "date": 0, "chat": {"id": body["chat_id"], "type": "private"}})
    }
}

async fn answer(
    State(server): State<Server>,
    Path((_, method)): Path<(String, String)>,
    body: Bytes,
) -> axum::Json<Value> {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let result = match method.to_lowercase().as_str() {
        "getme" => json!({"id": 1, "is_bot": true, "first_name": "Bench", "username": "bench_bot"}),
        "getupdates" => server.updates(&body).await,
        "sendmessage" => server.message(&body),
        _ => Value::Bool(true),
    };
    axum::Json(json!({"ok": true, "result": result}))
}
