//! The intake's shell: polls, makes durable, polls on.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::decide::Trouble;
use dutybell_core::engine::Input;
use tokio::sync::watch;

use crate::clock;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::telegram::{AT_ONCE, BotApi, PollError, Poller, Received};
use crate::writer::{Work, WriterGone, WriterHandle};

/// First pause after a failed poll; doubles with each further one.
const PAUSE_FIRST: Duration = Duration::from_millis(200);

/// Longest pause: the first report after a failure must not wait long.
const PAUSE_LONGEST: Duration = Duration::from_secs(5);

/// Returns once updates are durable, from wherever they came; only then may Telegram hear of it.
///
/// # Errors
/// When nobody takes them any more.
pub(crate) async fn take(
    writer: &WriterHandle,
    metrics: &Metrics,
    updates: Vec<Received>,
) -> Result<(), WriterGone> {
    let read: Vec<bool> = updates
        .iter()
        .map(|update| matches!(update.input, Input::Update { .. }))
        .collect();
    let work: Vec<Work> = updates
        .into_iter()
        .map(|update| Work {
            input: update.input,
            raw: update.raw,
        })
        .collect();
    writer.durable(work).await?;
    for read in read {
        metrics.update(read);
    }
    Ok(())
}

/// Polls until the program stops.
pub(crate) async fn run(
    api: BotApi,
    writer: WriterHandle,
    health: Arc<Health>,
    metrics: Arc<Metrics>,
    mut stop: watch::Receiver<bool>,
) {
    let mut poller = Poller::new(api.clone());
    let mut pause = PAUSE_FIRST;
    let mut behind = true;
    while !*stop.borrow() {
        let polled = tokio::select! {
            polled = poller.poll() => polled,
            _ = stop.changed() => return,
        };
        match polled {
            Ok(updates) => {
                pause = PAUSE_FIRST;
                health.polled();
                metrics.polled(clock::now());
                let full = updates.len() >= usize::from(AT_ONCE);
                if !updates.is_empty() && take(&writer, &metrics, updates).await.is_err() {
                    return;
                }
                // A full answer means that more waits at Telegram, perhaps an acknowledgement.
                if behind && !full {
                    behind = false;
                    writer.timers_may_run();
                }
            }
            Err(error) => {
                complain(&error, &api, &writer).await;
                let wait = async {
                    match error {
                        // What Telegram asks for counts as its messages do; a bad line is real.
                        PollError::Wait(wait) => clock::sleep(wait).await,
                        _ => tokio::time::sleep(pause).await,
                    }
                };
                tokio::select! {
                    () = wait => {}
                    _ = stop.changed() => return,
                }
                pause = (pause * 2).min(PAUSE_LONGEST);
            }
        }
    }
}

async fn complain(error: &PollError, api: &BotApi, writer: &WriterHandle) {
    tracing::warn!(%error, "polling failed");
    match error {
        PollError::SecondPoller => writer.tell(Input::Trouble(Trouble::SecondPoller)),
        PollError::Webhook => {
            // Left by an earlier set-up. What waits at Telegram is kept.
            let body = serde_json::json!({ "drop_pending_updates": false });
            if let Err(error) = api.call("deleteWebhook", &body).await {
                tracing::warn!(%error, "the old webhook can't be removed");
            }
        }
        PollError::Wait(_) | PollError::Nameless | PollError::Call(_) => {}
    }
}
