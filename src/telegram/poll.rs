//! Lossless intake by long polling: updates are durable first and confirmed by the next offset.
//!
//! The first poll and each after an empty one ask from the oldest unconfirmed update, never from a
//! remembered number: ids restart at random after an idle week (Bot API, Update), and repeats are
//! recognised by what was seen.

use std::time::Duration;

use dutybell_core::ids::UpdateId;
use dutybell_core::limits::{POLL_HOLD, RETRY_AFTER_LONGEST};
use dutybell_core::parse::update::{self, ALLOWED_UPDATES};
use serde::Deserialize;
use serde_json::value::RawValue;
use teloxide::payloads::GetUpdates;

use super::client::{BotApi, CallError, Frame};
use super::split::{self, RawUpdate};
use dutybell_core::engine::Input;

/// How long Telegram holds an empty poll.
const HOLD: u32 = POLL_HOLD;

/// Longest time for the answer to a poll: the hold and a slow line.
const ANSWER: Duration = Duration::from_secs(HOLD as u64 + 10);

/// Updates in one poll. Source: Bot API, getUpdates (1–100).
pub(crate) const AT_ONCE: u8 = 100;

/// An update, read or not, with its bytes.
#[derive(Debug)]
pub(crate) struct Received {
    /// For the engine.
    pub(crate) input: Input,
    /// As it came.
    pub(crate) raw: Vec<u8>,
}

/// Asks for updates, one poll at a time.
pub(crate) struct Poller {
    api: BotApi,
    /// `None`: from the oldest unconfirmed one.
    offset: Option<i64>,
    /// Whether Telegram may hold the next poll. At the start and after a failure it is to answer at
    /// once: only then is it known that it answers, and that nothing waits.
    patient: bool,
    /// What came last, where none of it has a number: it can't be confirmed and comes again.
    nameless: Vec<Vec<u8>>,
}

/// How a poll fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PollError {
    /// Another program polls with the same token.
    #[error("another program polls with the same token")]
    SecondPoller,
    /// A webhook is set, so nothing can be polled.
    #[error("a webhook is set")]
    Webhook,
    /// Telegram wants us to wait.
    #[error("Telegram asks to wait {} s", .0.as_secs())]
    Wait(Duration),
    /// The same as before, and nothing of it can be confirmed.
    #[error("updates without a number come again and again")]
    Nameless,
    /// Anything else; worth another try.
    #[error(transparent)]
    Call(#[from] CallError),
}

#[derive(Deserialize)]
struct Head {
    update_id: i64,
}

impl Poller {
    /// Begins at the oldest unconfirmed update.
    pub(crate) fn new(api: BotApi) -> Self {
        Self {
            api,
            offset: None,
            patient: false,
            nameless: Vec::new(),
        }
    }

    /// The next updates. They are confirmed by the next call, so the caller makes them durable
    /// before that.
    pub(crate) async fn poll(&mut self) -> Result<Vec<Received>, PollError> {
        let mut payload = GetUpdates::new();
        payload.offset = self.offset.and_then(|offset| i32::try_from(offset).ok());
        payload.limit = Some(AT_ONCE);
        payload.timeout = Some(if std::mem::take(&mut self.patient) {
            HOLD
        } else {
            0
        });
        let mut body =
            serde_json::to_value(&payload).map_err(|error| CallError::SetUp(error.to_string()))?;
        // On every call: Telegram remembers the last list that anybody gave. teloxide's list lacks
        // nothing that is asked for here, but its offset has 32 bits.
        body["allowed_updates"] = ALLOWED_UPDATES.into();
        if let Some(offset) = self.offset {
            body["offset"] = offset.into();
        }
        let (status, answer) = self.api.post("getUpdates", &body, ANSWER).await?;
        let updates = read(status, &answer)?;
        self.patient = true;
        let last = updates.iter().filter_map(|update| update.id).max();
        self.offset = last.map(|last| last + 1);
        let before = std::mem::take(&mut self.nameless);
        if last.is_none() {
            self.nameless = updates.iter().map(|update| update.json.clone()).collect();
            if !before.is_empty() && self.nameless == before {
                return Err(PollError::Nameless);
            }
        }
        Ok(updates.into_iter().map(read_update).collect())
    }
}

/// What waits at Telegram, without confirming any of it: the bot's first start finds it again.
/// At most [`AT_ONCE`], the oldest.
pub(crate) async fn peek(api: &BotApi) -> Result<Vec<Input>, PollError> {
    let body = serde_json::json!({ "timeout": 0, "allowed_updates": ALLOWED_UPDATES });
    let (status, answer) = api.post("getUpdates", &body, ANSWER).await?;
    let updates = read(status, &answer)?.into_iter();
    Ok(updates.map(|update| read_update(update).input).collect())
}

/// Confirms everything up to this update, and nobody has taken it: only at a person's word.
pub(crate) async fn forget(api: &BotApi, last: UpdateId) -> Result<(), PollError> {
    let offset = last.0.saturating_add(1);
    let body = serde_json::json!({
        "timeout": 0, "offset": offset, "limit": 1, "allowed_updates": ALLOWED_UPDATES,
    });
    let (status, answer) = api.post("getUpdates", &body, ANSWER).await?;
    read(status, &answer).map(|_| ())
}

fn read(status: u16, answer: &[u8]) -> Result<Vec<RawUpdate>, PollError> {
    let failed = match serde_json::from_slice::<Frame<Vec<&RawValue>>>(answer) {
        Ok(Frame {
            ok: true,
            result: Some(list),
            ..
        }) => return Ok(list.iter().map(raw).collect()),
        Ok(frame) => frame,
        Err(_) => {
            return match split::updates(answer) {
                Some(list) if status == 200 => Ok(list),
                _ => Err(CallError::Refused {
                    code: status,
                    description: "no readable answer".into(),
                }
                .into()),
            };
        }
    };
    let code = failed.error_code.unwrap_or(status);
    let description = failed.description.unwrap_or_default();
    Err(match code {
        409 if description.to_lowercase().contains("webhook") => PollError::Webhook,
        409 => PollError::SecondPoller,
        429 => {
            let seconds = failed
                .parameters
                .and_then(|parameters| parameters.retry_after);
            // A broken answer must not stop the intake for a day.
            let wait = Duration::from_secs(seconds.unwrap_or(1));
            PollError::Wait(wait.min(RETRY_AFTER_LONGEST))
        }
        _ => CallError::Refused { code, description }.into(),
    })
}

fn raw(value: &&RawValue) -> RawUpdate {
    let id = serde_json::from_str::<Head>(value.get())
        .ok()
        .map(|head| head.update_id);
    RawUpdate {
        id,
        json: value.get().as_bytes().to_vec(),
    }
}

/// An update that came alone.
pub(crate) fn received(json: Vec<u8>) -> Received {
    read_update(split::alone(json))
}

fn read_update(raw: RawUpdate) -> Received {
    let read = std::str::from_utf8(&raw.json)
        .map_err(|error| error.to_string())
        .and_then(|json| update::update(json).map_err(|error| error.to_string()));
    let input = match read {
        Ok((id, incoming)) => Input::Update { id, incoming },
        Err(reason) => {
            // The reason may quote what stands there; its end names the place alone.
            let place = reason.rsplit_once(" at ").map(|(_, place)| place);
            tracing::warn!(
                update.id = raw.id,
                place,
                "an update can't be read and is kept aside"
            );
            Input::Unreadable {
                id: raw.id.map(UpdateId),
                raw: raw.json.clone(),
                reason,
            }
        }
    };
    Received {
        input,
        raw: raw.json,
    }
}
