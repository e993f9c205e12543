//! `POST /sandbox/…`: what people do at their phones, and what goes wrong.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::time::At;
use serde::Deserialize;
use serde_json::{Value, json};

use super::page;
use super::refusal::Refusal;
use crate::exchange::Exchange;
use crate::model::{BotStanding, Fault, FaultId, Limits, Role, Saying, Scope, Telegram};

/// What can be posted to `/sandbox/ACT`, named by `ACT`.
#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Act {
    /// Sends a message. `photo` is `true` for the sample picture or the handle of a file.
    Say {
        person: TelegramUser,
        chat: TelegramChat,
        #[serde(default)]
        text: String,
        #[serde(default)]
        reply_to: Option<MessageId>,
        #[serde(default)]
        photo: Photo,
        #[serde(default)]
        location: Option<(f64, f64)>,
        /// Names this saying: said again after a lost answer, it is the same message.
        #[serde(default)]
        key: Option<String>,
    },
    /// Answers a message.
    Reply {
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        text: String,
    },
    /// Presses a button; the bot's answer comes as the event `answered`.
    Press {
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        data: String,
    },
    /// Changes an own message.
    Edit {
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        text: String,
    },
    /// Deletes a message: an own one, or any where somebody may.
    Delete {
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
    },
    /// Has read up to a message.
    Read {
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
    },
    /// Presses Start in the private chat.
    Start {
        person: TelegramUser,
        #[serde(default)]
        code: Option<String>,
    },
    /// Blocks the bot, or takes the block back.
    Block { person: TelegramUser, blocked: bool },
    /// Leaves Telegram.
    Deactivate { person: TelegramUser },
    /// Comes into a group.
    Join {
        person: TelegramUser,
        chat: TelegramChat,
    },
    /// Goes out of a group.
    Leave {
        person: TelegramUser,
        chat: TelegramChat,
    },
    /// Gives a member other rights.
    Role {
        person: TelegramUser,
        chat: TelegramChat,
        role: Role,
    },
    /// Adds the bot, throws it out, gives it other rights.
    Standing {
        chat: TelegramChat,
        #[serde(default)]
        by: Option<TelegramUser>,
        standing: BotStanding,
    },
    /// Lets a group grow up.
    Migrate {
        chat: TelegramChat,
        to: TelegramChat,
    },
    /// Lets something go wrong.
    Fault {
        fault: Fault,
        #[serde(default)]
        scope: Scope,
    },
    /// Lets it, or everything, go right again.
    Lift {
        #[serde(default)]
        id: Option<FaultId>,
    },
    /// Changes how much may be sent.
    Limits { limits: Limits },
    /// Lets time run another number of times as fast as real.
    Pace { factor: u32 },
}

/// The picture to send.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Photo {
    /// The built-in one, or none.
    Sample(bool),
    /// A file by its handle.
    Handle(String),
    #[default]
    None,
}

pub(super) async fn act(
    State(exchange): State<Arc<Exchange>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let mut object = read(&headers, &body)?;
    let Some(fields) = object.as_object_mut() else {
        return Err(Refusal::bad("an object is wanted"));
    };
    fields.insert("act".to_owned(), json!(name));
    let act: Act = serde_json::from_value(object)
        .map_err(|error| Refusal::bad(format!("`{name}` was not understood: {error}")))?;
    if let Act::Pace { factor } = act {
        if !exchange.page.paces.contains(&factor) {
            return Err(Refusal::bad(format!("time can't run at {factor} ×")));
        }
        return Ok(Json(json!({ "pace": exchange.set_pace(factor) })));
    }
    let key = match &act {
        Act::Say { key, .. } => key.clone(),
        _ => None,
    };
    let done = exchange.with(|telegram, now| {
        let mut said = exchange.said();
        if let Some(done) = key.as_ref().and_then(|key| said.answer_to(key)) {
            return Ok(done);
        }
        let done = do_it(telegram, act, now)?;
        if let Some(key) = key {
            said.note(key, done.clone());
        }
        Ok::<_, Refusal>(done)
    });
    exchange.kept().await;
    done.map(Json)
}

pub(super) async fn hook(
    State(exchange): State<Arc<Exchange>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let value = read(&headers, &body)?;
    let hook = exchange.hooks().get(&name);
    let hook = hook.ok_or_else(|| Refusal::missing(format!("the program offers no `{name}`")))?;
    let done = hook.run(value).await;
    // A hook may have changed what is shown as now.
    exchange.kept().await;
    done.map(Json).map_err(Refusal::failed)
}

/// JSON only: a page of another origin can't send it unasked.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let json = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !json {
        return Err(Refusal::bad("the body must be application/json"));
    }
    serde_json::from_slice(body)
        .map_err(|error| Refusal::bad(format!("the body is no JSON: {error}")))
}

fn do_it(telegram: &mut Telegram, act: Act, now: At) -> Result<Value, Refusal> {
    match act {
        Act::Say {
            person,
            chat,
            text,
            reply_to,
            photo,
            location,
            key: _,
        } => {
            let file = match photo {
                Photo::Sample(true) => Some(page::sample(telegram)),
                Photo::Handle(id) => Some(id),
                Photo::Sample(false) | Photo::None => None,
            };
            let saying = Saying {
                text,
                reply_to,
                file: file.map(|id| (AttachmentKind::Photo, id)),
                location,
                ..Saying::default()
            };
            let message = telegram.send(person, chat, saying, now)?;
            return Ok(json!({ "message": message }));
        }
        Act::Reply {
            person,
            chat,
            message,
            text,
        } => {
            let message = telegram.reply(person, chat, message, &text, now)?;
            return Ok(json!({ "message": message }));
        }
        Act::Press {
            person,
            chat,
            message,
            data,
        } => {
            let press = telegram.press(person, chat, message, &data, now)?;
            return Ok(json!({ "press": press }));
        }
        Act::Edit {
            person,
            chat,
            message,
            text,
        } => telegram.edit_text(person, chat, message, &text, now)?,
        Act::Delete {
            person,
            chat,
            message,
        } => telegram.delete(person, chat, message, now)?,
        Act::Read {
            person,
            chat,
            message,
        } => telegram.read(person, chat, message, now)?,
        Act::Start { person, code } => {
            let message = telegram.start(person, code.as_deref(), now)?;
            return Ok(json!({ "message": message }));
        }
        Act::Block { person, blocked } if blocked => telegram.block(person, now)?,
        Act::Block { person, .. } => telegram.unblock(person, now)?,
        Act::Deactivate { person } => telegram.deactivate(person, now)?,
        Act::Join { person, chat } => telegram.join(person, chat, now)?,
        Act::Leave { person, chat } => telegram.leave(person, chat, now)?,
        Act::Role { person, chat, role } => telegram.set_role(person, chat, role, now)?,
        Act::Standing { chat, by, standing } => telegram.set_standing(chat, by, standing, now),
        Act::Migrate { chat, to } => telegram.migrate(chat, to, now)?,
        Act::Fault { fault, scope } => {
            let id = telegram.inject(fault, scope, now);
            return Ok(json!({ "id": id }));
        }
        Act::Lift { id: None } => telegram.lift_all(now),
        Act::Lift { id: Some(id) } if telegram.lift(id, now) => {}
        Act::Lift { .. } => return Err(Refusal::missing("this fault is not on")),
        Act::Limits { limits } => telegram.set_limits(limits),
        // Time is no matter of the model.
        Act::Pace { .. } => {}
    }
    Ok(json!({}))
}
