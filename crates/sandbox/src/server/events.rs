//! `GET /sandbox/events`: what happens, as server-sent events.
//!
//! `entry` and `call` carry the number of the happening as their id, so that a reconnecting page
//! goes on where it was. `reset` says that too much was missed: the page asks for the snapshot.
//! `program` is what the program around the sandbox shows, `told` what it tells bit by bit, `pace`
//! how time runs. `hello` comes first and tells since
//! when this sandbox stands: numbers of another one mean nothing here.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use dutybell_core::pace::Pace;
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::exchange::Exchange;
use crate::feed::Feed;
use crate::model::Telegram;

/// Sent while nothing happens, so that nobody in between takes the line for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Taken at once under the lock.
const BATCH: usize = 200;
/// A page that is further behind starts anew: its snapshot is smaller than what it missed.
const BEHIND: u64 = 5_000;

#[derive(Debug, Deserialize)]
pub(super) struct From {
    since: Option<u64>,
    /// The last line of the feed that the page has; without it none is told.
    told: Option<u64>,
}

struct Follower {
    exchange: Arc<Exchange>,
    since: u64,
    ready: VecDeque<Event>,
    bell: watch::Receiver<u64>,
    program: watch::Receiver<BTreeMap<String, Value>>,
    feed: watch::Receiver<Feed>,
    told: Option<u64>,
    pace: watch::Receiver<Pace>,
    closing: watch::Receiver<bool>,
}

pub(super) async fn stream(
    State(exchange): State<Arc<Exchange>>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // A reconnecting browser names the last event; that is newer than what the address says.
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let now = exchange.with(|telegram, _| telegram.seq());
    let follower = Follower {
        since: last.or(from.since).unwrap_or(now),
        ready: VecDeque::from([
            event("hello", &json!({ "started": exchange.started })),
            // A page that was away missed what these were meanwhile.
            event("pace", &*exchange.pace().borrow()),
            event("program", &*exchange.program().borrow()),
        ]),
        bell: exchange.bell(),
        program: exchange.program(),
        feed: exchange.feed(),
        told: from.told,
        pace: exchange.pace(),
        closing: exchange.closing(),
        exchange,
    };
    let events = stream::unfold(follower, |mut follower| async {
        let event = follower.next().await?;
        Some((Ok(event), follower))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

impl Follower {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.closing.borrow() {
                return None;
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            self.bell.mark_unchanged();
            self.look();
            self.look_at_feed();
            if !self.ready.is_empty() {
                continue;
            }
            tokio::select! {
                changed = self.bell.changed() => changed.ok()?,
                changed = self.program.changed() => {
                    changed.ok()?;
                    let shown = self.program.borrow_and_update().clone();
                    self.ready.push_back(event("program", &shown));
                }
                changed = self.pace.changed() => {
                    changed.ok()?;
                    let pace = *self.pace.borrow_and_update();
                    self.ready.push_back(event("pace", &pace));
                }
                changed = self.feed.changed() => changed.ok()?,
                _ = self.closing.wait_for(|closing| *closing) => return None,
            }
        }
    }

    fn look_at_feed(&mut self) {
        let Some(told) = self.told else {
            self.feed.mark_unchanged();
            return;
        };
        let feed = self.feed.borrow_and_update();
        for line in feed.since(told) {
            self.told = Some(line.n);
            self.ready.push_back(event("told", line));
        }
    }

    fn look(&mut self) {
        let since = self.since;
        let (mut found, seq) = self
            .exchange
            .with(|telegram, _| (happened(telegram, since), telegram.seq()));
        let lost = found.is_none() || since > seq || seq - since > BEHIND;
        if lost {
            self.since = seq;
            let reset = Event::default()
                .event("reset")
                .id(seq.to_string())
                .data("{}");
            self.ready.push_back(reset);
            return;
        }
        let found = found.get_or_insert_default();
        found.sort_by_key(|(seq, _, _)| *seq);
        found.truncate(BATCH);
        if let Some((last, _, _)) = found.last() {
            self.since = *last;
        }
        for (seq, name, json) in found.drain(..) {
            let event = Event::default().event(name).id(seq.to_string()).data(json);
            self.ready.push_back(event);
        }
    }
}

/// Entries and calls after this one; `None` if some are forgotten already.
fn happened(telegram: &Telegram, since: u64) -> Option<Vec<(u64, &'static str, String)>> {
    if telegram.transcript_lost(since) {
        return None;
    }
    let entries = telegram
        .transcript_since(since)
        .take(BATCH)
        .map(|entry| (entry.seq, "entry", text(entry)));
    let calls = telegram
        .calls_since(since)
        .take(BATCH)
        .map(|call| (call.seq, "call", text(call)));
    Some(entries.chain(calls).collect())
}

fn event(name: &str, value: &impl Serialize) -> Event {
    Event::default().event(name).data(text(value))
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
