//! The webhook at Telegram: set at the start, looked after while the program runs.
//!
//! The updates themselves come in by `http::telegram`. Nothing is dropped when the way of intake
//! changes: both setWebhook and deleteWebhook leave what waits at Telegram where it is.

mod standing;

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::decide::Trouble;
use dutybell_core::engine::Input;
use dutybell_core::parse::update::ALLOWED_UPDATES;
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::watch;

use crate::clock;
use crate::health::Health;
use crate::telegram::{BotApi, CallError, WebhookInfo};
use crate::writer::WriterHandle;
use standing::Standing;

/// First pause after a failed setWebhook; doubles with each further one.
const PAUSE_FIRST: Duration = Duration::from_millis(500);

/// Longest pause: a Telegram that is back must find the webhook soon.
const PAUSE_LONGEST: Duration = Duration::from_secs(20);

/// At the start it is asked so often whether all that waited has been delivered.
const CATCH_UP: Duration = Duration::from_millis(250);

/// Asked so many times at most: the writer lets the timers run by then anyway.
const CATCH_UPS: usize = 12;

/// Later it is looked so often whether the webhook is still there and works.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// A webhook as Telegram is told of it.
pub(crate) struct Webhook {
    /// Where Telegram delivers.
    pub(crate) url: Url,
    /// What it says with each delivery.
    pub(crate) secret: SecretString,
}

/// Sets the webhook and keeps it until the program stops.
pub(crate) async fn run(
    api: BotApi,
    webhook: Webhook,
    writer: WriterHandle,
    health: Arc<Health>,
    mut stop: watch::Receiver<bool>,
) {
    tokio::select! {
        () = keep(&api, &webhook, &writer, &health) => {}
        // An error says that nobody is left who could stop us: that is stopping too.
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

async fn keep(api: &BotApi, webhook: &Webhook, writer: &WriterHandle, health: &Health) {
    let mut standing = set(api, webhook, writer, health).await;
    for _ in 0..CATCH_UPS {
        match api.webhook_info().await {
            Ok(info) if info.pending_update_count > 0 => {
                judge(&info, &mut standing, writer, health);
                tokio::time::sleep(CATCH_UP).await;
            }
            Ok(_) => break,
            Err(error) => {
                miss(&error, &mut standing, health);
                break;
            }
        }
    }
    writer.timers_may_run();
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        match api.webhook_info().await {
            Ok(info) if info.url != webhook.url.as_str() => {
                tracing::warn!("somebody else took the webhook away; it is set again");
                standing = set(api, webhook, writer, health).await;
            }
            Ok(info) => judge(&info, &mut standing, writer, health),
            Err(error) => miss(&error, &mut standing, health),
        }
    }
}

/// In the unit of Telegram's dates.
fn now() -> u64 {
    Duration::from_millis(clock::now().0.unsigned_abs()).as_secs()
}

/// Tries until it is set.
async fn set(api: &BotApi, webhook: &Webhook, writer: &WriterHandle, health: &Health) -> Standing {
    let body = serde_json::json!({
        "url": webhook.url.as_str(),
        "secret_token": webhook.secret.expose_secret(),
        "allowed_updates": ALLOWED_UPDATES,
        "drop_pending_updates": false,
    });
    let mut pause = PAUSE_FIRST;
    loop {
        match api.call("setWebhook", &body).await {
            Ok(()) => {
                tracing::info!("the webhook is set");
                health.webhook_is_set();
                return Standing::set(now());
            }
            // Only a human can mend an address that Telegram does not take.
            Err(CallError::Refused {
                code: 400,
                description,
            }) => complain(&description, writer, health),
            Err(error) => {
                tracing::warn!(%error, "the webhook can't be set yet");
                health.webhook_fails("the webhook can't be set");
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_LONGEST);
    }
}

fn judge(info: &WebhookInfo, standing: &mut Standing, writer: &WriterHandle, health: &Health) {
    match standing.looked(info, health.deliveries()) {
        Some(why) => complain(why, writer, health),
        None => health.webhook_is_set(),
    }
}

fn miss(error: &CallError, standing: &mut Standing, health: &Health) {
    tracing::warn!(%error, "the webhook can't be looked after");
    if standing.missed() {
        health.webhook_fails("Telegram can't be asked whether it delivers");
    }
}

fn complain(why: &str, writer: &WriterHandle, health: &Health) {
    tracing::error!(error = why, "Telegram can't deliver to the webhook");
    health.webhook_fails("Telegram can't deliver to the webhook");
    writer.tell(Input::Trouble(Trouble::Webhook {
        why: why.to_owned(),
    }));
}
