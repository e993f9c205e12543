//! `GET /sandbox/…`: how things stand.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::time::At;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::clock;
use crate::exchange::Exchange;
use crate::model::{Call, Chat, Entry, MessageView, Telegram, Violation};

/// Messages of a chat in the snapshot; older ones can be asked for.
const RECENT: usize = 80;
/// Entries in one answer, so that an answer stays readable.
const MOST: usize = 1_000;
/// Beyond this a phone shows `99+`.
const MOST_UNREAD: usize = 100;

pub(super) async fn state(State(exchange): State<Arc<Exchange>>) -> Json<Value> {
    let hooks = exchange.hooks().offers();
    let program = exchange.program().borrow().clone();
    Json(exchange.with(|telegram, now| {
        let mut state = whole(telegram, &exchange.page.phones, now);
        state["started"] = json!(exchange.started);
        state["language"] = json!(exchange.page.language);
        state["timezone"] = json!(exchange.page.timezone);
        state["hooks"] = json!(hooks);
        state["pace"] = json!(*exchange.pace().borrow());
        state["paces"] = json!(exchange.page.paces);
        state["real_now"] = json!(clock::now());
        state["program"] = json!(program);
        state
    }))
}

fn whole(telegram: &Telegram, phones: &[TelegramUser], now: At) -> Value {
    let people: Vec<_> = telegram.people().collect();
    let chats: Vec<Value> = telegram.chats().map(|chat| one(chat, phones)).collect();
    let presses: Vec<Value> = telegram
        .open_presses()
        .map(|(press, pressed)| json!({ "press": press, "pressed": pressed }))
        .collect();
    json!({
        "seq": telegram.seq(),
        "now": now,
        "bot": {
            "id": telegram.bot().id,
            "name": telegram.bot().name,
            "username": telegram.bot().username,
            "profile": telegram.profile(),
        },
        "phones": phones,
        "people": people,
        "chats": chats,
        "commands": commands(telegram, phones),
        "open_presses": presses,
        "faults": telegram.faults(),
        "limits": telegram.limits(),
        "violations": telegram.violation_count(),
        "unconfirmed_updates": telegram.updates().len(),
    })
}

fn one(chat: &Chat, phones: &[TelegramUser]) -> Value {
    let shown = |phone: &&TelegramUser| chat.members.contains_key(phone);
    let unread: serde_json::Map<String, Value> = phones
        .iter()
        .filter(shown)
        .map(|phone| (phone.to_string(), json!(chat.unread(*phone, MOST_UNREAD))))
        .collect();
    let read: serde_json::Map<String, Value> = phones
        .iter()
        .filter(shown)
        .map(|phone| (phone.to_string(), json!(chat.read_to(*phone))))
        .collect();
    let (messages, more) = page_of(chat, None, RECENT);
    json!({
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "members": chat.members,
        "bot": chat.bot,
        "pinned": chat.pinned,
        "migrated_to": chat.migrated_to,
        "keyboard": chat.keyboard,
        "unread": unread,
        "read": read,
        "messages": messages,
        "more": more,
    })
}

/// The newest messages below `before`, oldest first, and whether there are older ones.
fn page_of(chat: &Chat, before: Option<MessageId>, most: usize) -> (Vec<MessageView>, bool) {
    let before = before.unwrap_or(MessageId(i64::MAX));
    let mut messages: Vec<MessageView> = chat
        .messages
        .range(..before)
        .rev()
        .take(most + 1)
        .map(|(_, message)| MessageView::of(message, chat))
        .collect();
    let more = messages.len() > most;
    messages.truncate(most);
    messages.reverse();
    (messages, more)
}

fn commands(telegram: &Telegram, phones: &[TelegramUser]) -> Value {
    let mut all = serde_json::Map::new();
    for phone in phones {
        let mut chats = serde_json::Map::new();
        let mine = telegram
            .chats()
            .filter(|chat| chat.members.contains_key(phone));
        for chat in mine {
            let list = telegram.commands(*phone, chat.id);
            chats.insert(chat.id.to_string(), json!(list));
        }
        all.insert(phone.to_string(), Value::Object(chats));
    }
    Value::Object(all)
}

#[derive(Debug, Deserialize)]
pub(super) struct Older {
    chat: TelegramChat,
    before: Option<MessageId>,
    limit: Option<usize>,
}

pub(super) async fn messages(
    State(exchange): State<Arc<Exchange>>,
    Query(older): Query<Older>,
) -> Result<Json<Value>, Refusal> {
    exchange
        .with(|telegram, _| {
            let chat = telegram.chat(older.chat)?;
            let most = older.limit.unwrap_or(RECENT).clamp(1, MOST);
            let (messages, more) = page_of(chat, older.before, most);
            Some(json!({ "messages": messages, "more": more }))
        })
        .map(Json)
        .ok_or_else(|| Refusal::missing(format!("no chat has the id {}", older.chat)))
}

#[derive(Debug, Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: u64,
}

pub(super) async fn calls(
    State(exchange): State<Arc<Exchange>>,
    Query(from): Query<Since>,
) -> Json<Value> {
    let (calls, seq): (Vec<Call>, u64) = exchange.with(|telegram, _| {
        let calls = telegram.calls_since(from.since).take(MOST).cloned();
        (calls.collect(), telegram.seq())
    });
    Json(json!({ "seq": seq, "calls": calls }))
}

pub(super) async fn feed(
    State(exchange): State<Arc<Exchange>>,
    Query(from): Query<Since>,
) -> Json<Value> {
    let feed = exchange.feed();
    let feed = feed.borrow();
    let lines: Vec<_> = feed.since(from.since).collect();
    Json(json!({ "started": exchange.started, "lines": lines }))
}

pub(super) async fn transcript(
    State(exchange): State<Arc<Exchange>>,
    Query(from): Query<Since>,
) -> Json<Value> {
    let (entries, lost, seq): (Vec<Entry>, bool, u64) = exchange.with(|telegram, _| {
        let entries = telegram.transcript_since(from.since).take(MOST).cloned();
        (
            entries.collect(),
            telegram.transcript_lost(from.since),
            telegram.seq(),
        )
    });
    Json(json!({ "seq": seq, "lost": lost, "entries": entries }))
}

pub(super) async fn violations(State(exchange): State<Arc<Exchange>>) -> Json<Value> {
    let (list, count): (Vec<Violation>, u64) =
        exchange.with(|telegram, _| (telegram.violations().to_vec(), telegram.violation_count()));
    Json(json!({ "count": count, "violations": list }))
}
