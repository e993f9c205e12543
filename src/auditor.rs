//! Looks every minute for what is overdue and unsent (SPEC, promise 5).
//!
//! It has a clock of its own and asks the writer what is stored, so it does not depend on the timers
//! and the delivery that it looks after. Where the writer itself does not answer, nothing can be
//! said in a chat: the log and `/readyz` say it.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::audit::Overdue;
use dutybell_core::limits::AUDIT_EVERY;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::clock;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::writer::WriterHandle;

/// The writer answers between two commits; a slower one is stuck.
const ANSWER: Duration = Duration::from_secs(10);

/// Looks until the program stops.
pub(crate) async fn run(
    writer: WriterHandle,
    health: Arc<Health>,
    metrics: Arc<Metrics>,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        tokio::select! {
            () = clock::sleep(AUDIT_EVERY) => {}
            _ = stop.changed() => continue,
        }
        match timeout(ANSWER, writer.audit()).await {
            Ok(Ok(found)) => {
                found.iter().for_each(warn);
                metrics.audited(&found, clock::now());
                health.audited(found);
            }
            // It has said why, and the program is ending.
            Ok(Err(_)) => return,
            Err(_) => tracing::error!("the auditor gets no answer from the writer"),
        }
    }
}

fn warn(overdue: &Overdue) {
    let numbers: Vec<u64> = overdue.incidents.iter().map(|number| number.0).collect();
    tracing::warn!(
        overdue.kind = overdue.kind.word(),
        overdue.count = overdue.count,
        overdue.since = %overdue.since.rfc3339(),
        incident.numbers = ?numbers,
        "overdue"
    );
}
