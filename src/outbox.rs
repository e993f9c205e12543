//! The delivery's shell: asks `deliver` what leaves next, sends it, tells the writer how it ended.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::deliver::{Deliver, Next};
use dutybell_core::engine::{Input, Order};
use dutybell_core::outgoing::{Outcome, Outgoing, Row, Subject};
use dutybell_core::settings::SendLimits;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::clock;
use crate::health::AskBacklog;
use crate::metrics::Metrics;
use crate::telegram::BotApi;
use crate::writer::WriterHandle;

/// At a stop, messages in flight get so long to end.
const FAREWELL: Duration = Duration::from_secs(3);

/// What the delivery is told and asked.
pub(crate) struct Inbox {
    /// By the writer.
    pub(crate) orders: mpsc::UnboundedReceiver<Vec<Order>>,
    /// By the configuration.
    pub(crate) limits: watch::Receiver<SendLimits>,
    /// By whoever wants to know how much waits.
    pub(crate) asked: mpsc::Receiver<AskBacklog>,
}

/// Sends until the program stops.
pub(crate) async fn run(
    api: BotApi,
    mut inbox: Inbox,
    writer: WriterHandle,
    metrics: Arc<Metrics>,
    mut stop: watch::Receiver<bool>,
) {
    let mut deliver = Deliver::new(*inbox.limits.borrow_and_update());
    let tell = |row, outcome| tell(&writer, &metrics, row, outcome);
    let (ended, mut ends) = mpsc::unbounded_channel::<(Row, Outcome)>();
    let mut flying = 0_usize;
    while !*stop.borrow() {
        let wake = loop {
            match deliver.next(clock::now()) {
                Next::Send(row) => {
                    flying += 1;
                    let (api, ended) = (api.clone(), ended.clone());
                    tokio::spawn(async move {
                        let outcome = api.send(&row.body, row.stripped).await;
                        // The receiver outlives every flight but those of a stop.
                        let _ = ended.send((row, outcome));
                    });
                }
                Next::Expired(row) => tell(row, Outcome::Expired),
                Next::Wait(wake) => break wake,
            }
        };
        let sleep = async {
            match wake {
                Some(at) => clock::until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(orders) = inbox.orders.recv() => {
                for order in orders {
                    if let Some(row) = deliver.obey(order) {
                        tell(row, Outcome::Withdrawn);
                    }
                }
            }
            Some((row, outcome)) = ends.recv() => {
                flying -= 1;
                deliver.ended(row.id, &outcome, clock::now());
                tell(row, outcome);
            }
            Ok(()) = inbox.limits.changed() => {
                deliver.set_limits(*inbox.limits.borrow_and_update());
            }
            Some(answer) = inbox.asked.recv() => {
                // Whoever asked may have gone.
                let _ = answer.send(deliver.backlog(clock::now()));
            }
            () = sleep => {}
            _ = stop.changed() => {}
        }
    }
    drop(ended);
    let landed = async {
        while flying > 0 {
            let Some((row, outcome)) = ends.recv().await else {
                return;
            };
            flying -= 1;
            tell(row, outcome);
        }
    };
    if timeout(FAREWELL, landed).await.is_err() {
        tracing::warn!(
            outbox.flying = flying,
            "stopped before every message was answered"
        );
    }
}

fn tell(writer: &WriterHandle, metrics: &Metrics, row: Row, outcome: Outcome) {
    log(&row, &outcome);
    // The figures are of messages.
    if !row.body.is_probe() {
        metrics.sent(&outcome);
    }
    writer.tell(Input::Ended {
        row: Box::new(row),
        outcome,
    });
}

/// One line a message that did not simply arrive, with the reason and without its text.
fn log(row: &Row, outcome: &Outcome) {
    let chat = row.body.chat().map(|chat| chat.0);
    let method = match row.body {
        Outgoing::Send { .. } => "send",
        Outgoing::SendFile { .. } => "send_file",
        Outgoing::SendLocation { .. } => "send_location",
        Outgoing::Upload { .. } => "upload",
        Outgoing::Edit { .. } => "edit",
        Outgoing::Strip { .. } => "strip",
        Outgoing::Knock { .. } => "knock",
        Outgoing::Standing { .. } => "standing",
        Outgoing::Answer { .. } => "answer",
    };
    let incident = match row.subject {
        Subject::Post { incident, .. } | Subject::PostEdit { incident, .. } => Some(incident.0),
        Subject::Question { .. }
        | Subject::Offer { .. }
        | Subject::Probe { .. }
        | Subject::Checking { .. }
        | Subject::Night { .. }
        | Subject::Duty { .. }
        | Subject::Swap { .. }
        | Subject::Handover { .. }
        | Subject::Presence { .. }
        | Subject::Limit { .. }
        | Subject::Prompt { .. }
        | Subject::Report { .. }
        | Subject::Audit
        | Subject::Elsewhere { .. }
        | Subject::Other => None,
    };
    match outcome {
        Outcome::Sent(_) | Outcome::Unchanged => {
            tracing::debug!(chat.id = chat, incident.number = incident, method, "sent");
        }
        Outcome::Withdrawn | Outcome::Expired | Outcome::Gone(_) => {
            tracing::info!(
                chat.id = chat, incident.number = incident, method, outcome = ?outcome, "not sent"
            );
        }
        _ => {
            tracing::warn!(
                chat.id = chat, incident.number = incident, method, attempt = row.attempt,
                outcome = ?outcome, "sending failed"
            );
        }
    }
}
