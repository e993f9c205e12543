//! The webhook: one delivery at a time, in order, repeated until it is answered well.
//!
//! The model says what to deliver and when, and is told how it went; whoever has a network delivers.
//! Source: Bot API, setWebhook, getWebhookInfo, "Getting updates".

use std::time::Duration;

use dutybell_core::ids::UpdateId;
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

use super::faults::Fault;
use super::telegram::Telegram;

/// Pause after a first failed delivery; doubles with each further one. Not in the documentation.
const AGAIN_FIRST: Duration = Duration::from_millis(200);
/// Longest pause between two deliveries. Telegram's is longer; nobody here wants to wait for it.
const AGAIN_LONGEST: Duration = Duration::from_secs(2);

/// What is known of the webhook beside its address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) secret: String,
    pub(crate) max_connections: Option<i64>,
    /// When the last failed delivery failed, and why.
    pub(crate) last_error: Option<(At, String)>,
    /// Failed deliveries in a row.
    pub(crate) failed: u32,
    pub(crate) not_before: Option<At>,
}

/// What the deliverer is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deliver {
    /// Post this.
    Post(Delivery),
    /// Nothing before this instant, or before something happens.
    Wait(Option<At>),
}

/// An update on its way to the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Where to.
    pub url: String,
    /// What stands in `X-Telegram-Bot-Api-Secret-Token`; empty is no header.
    pub secret: String,
    /// Which update.
    pub update: UpdateId,
    /// Its bytes.
    pub json: String,
}

impl Telegram {
    /// What is to be delivered now.
    pub fn next_delivery(&self, now: At) -> Deliver {
        if self.webhook.is_empty() || self.is_down_for_polls() {
            return Deliver::Wait(None);
        }
        let Some((update, json)) = self.queue.oldest() else {
            return Deliver::Wait(None);
        };
        match self.delivery.not_before {
            Some(at) if at > now => Deliver::Wait(Some(at)),
            _ => Deliver::Post(Delivery {
                url: self.webhook.clone(),
                secret: self.delivery.secret.clone(),
                update,
                json: json.to_owned(),
            }),
        }
    }

    /// A delivery ended: with an HTTP status, or with the reason why none came.
    pub fn delivered(&mut self, delivery: &Delivery, ended: Result<u16, String>, now: At) {
        self.stir();
        if self.webhook != delivery.url {
            // Somebody set another one meanwhile: it begins anew there.
            return;
        }
        let why = match ended {
            Ok(200..=299) => {
                self.delivery.failed = 0;
                self.delivery.not_before = None;
                self.confirm_delivery(delivery.update, now);
                return;
            }
            Ok(status) => format!("Wrong response from the webhook: {status}"),
            Err(why) => why,
        };
        let pause = AGAIN_FIRST.saturating_mul(1 << self.delivery.failed.min(16));
        self.delivery.failed += 1;
        self.delivery.not_before = Some(now.plus(pause.min(AGAIN_LONGEST)));
        self.delivery.last_error = Some((now, why));
    }

    /// The bot's answer may get lost: then the update comes again.
    fn confirm_delivery(&mut self, update: UpdateId, now: At) {
        let forget = self.faults.repeats() && self.queue.forget(update.0);
        if !forget {
            self.queue.take(update);
            return;
        }
        for id in self.faults.hit(|fault| *fault == Fault::RepeatUpdates) {
            self.lift(id, now);
        }
    }
}
