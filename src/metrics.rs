//! The figures of `GET /metrics`: counted where things happen, printed where they are asked for.
//!
//! No name, text or chat id is a label: figures are read by more people than messages are
//! (SPEC, promise 8).

use std::time::Duration;

use dutybell_core::audit::{Late, Overdue};
use dutybell_core::deliver::Backlog;
use dutybell_core::engine::{Census, Tally};
use dutybell_core::outgoing::Outcome;
use dutybell_core::time::At;
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

/// Seconds until an acknowledgement: steps of policies are minutes, a good answer is quicker.
const ACKNOWLEDGED_WITHIN: [f64; 10] = [
    15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0,
];

/// Seconds of a commit: a sync takes from a fraction of a millisecond to a second on a bad disk.
const COMMITTED_WITHIN: [f64; 10] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0,
];

type Label = [(&'static str, &'static str); 1];

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    incidents: Family<Label, Gauge>,
    pages: Counter,
    acknowledged: Histogram,
    outbox_rows: Gauge,
    outbox_oldest: Gauge<f64, std::sync::atomic::AtomicU64>,
    overdue: Family<Label, Gauge>,
    last_audit: Gauge<f64, std::sync::atomic::AtomicU64>,
    sends: Family<Label, Counter>,
    updates: Family<Label, Counter>,
    commits: Histogram,
    last_poll: Gauge<f64, std::sync::atomic::AtomicU64>,
    evidence: Family<Label, Counter>,
}

impl Metrics {
    /// Everything at nothing. Each label is touched: a family without a series prints nothing, and
    /// whoever watches a rate wants to see the zero.
    pub(crate) fn new() -> Self {
        let metrics = Self {
            registry: Registry::with_prefix("dutybell"),
            incidents: Family::default(),
            pages: Counter::default(),
            acknowledged: Histogram::new(ACKNOWLEDGED_WITHIN),
            outbox_rows: Gauge::default(),
            outbox_oldest: Gauge::default(),
            overdue: Family::default(),
            last_audit: Gauge::default(),
            sends: Family::default(),
            updates: Family::default(),
            commits: Histogram::new(COMMITTED_WITHIN),
            last_poll: Gauge::default(),
            evidence: Family::default(),
        };
        for class in Outcome::CLASSES {
            drop(metrics.sends.get_or_create(&[("outcome", class)]));
        }
        for result in ["kept", "refused", "failed"] {
            drop(metrics.evidence.get_or_create(&[("result", result)]));
        }
        for result in ["read", "kept_aside"] {
            drop(metrics.updates.get_or_create(&[("result", result)]));
        }
        for kind in Late::ALL {
            drop(metrics.overdue.get_or_create(&[("kind", kind.word())]));
        }
        metrics.count(Census::default());
        metrics.registered()
    }

    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("incidents", "Incidents by state", self.incidents.clone());
        registry.register("pages", "Pages that Telegram took", self.pages.clone());
        registry.register(
            "acknowledge_seconds",
            "Time from a report to its acknowledgement, drills left out",
            self.acknowledged.clone(),
        );
        registry.register(
            "outbox_rows",
            "Messages that wait or are on their way",
            self.outbox_rows.clone(),
        );
        registry.register(
            "outbox_oldest_seconds",
            "How long the oldest due message has waited, 0 where none waits",
            self.outbox_oldest.clone(),
        );
        registry.register(
            "overdue",
            "What the auditor found late and undone, by kind",
            self.overdue.clone(),
        );
        registry.register(
            "last_audit_timestamp_seconds",
            "When the auditor last looked, 0 before it first did",
            self.last_audit.clone(),
        );
        registry.register(
            "sends",
            "Messages by how their sending ended",
            self.sends.clone(),
        );
        registry.register("updates", "Updates made durable", self.updates.clone());
        registry.register(
            "commit_seconds",
            "Time of a commit until it survives a power cut",
            self.commits.clone(),
        );
        registry.register(
            "last_poll_timestamp_seconds",
            "When Telegram last answered a poll, 0 before the first answer and with a webhook",
            self.last_poll.clone(),
        );
        registry.register(
            "evidence",
            "Files that came with reports, by what became of them",
            self.evidence.clone(),
        );
        registry.register(
            "build",
            "The program",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        self
    }

    /// A commit is durable.
    pub(crate) fn committed(&self, tally: &Tally, took: Duration) {
        self.commits.observe(took.as_secs_f64());
        self.pages.inc_by(tally.pages);
        for (result, count) in [
            ("kept", tally.files_kept),
            ("refused", tally.files_refused),
            ("failed", tally.files_failed),
        ] {
            let label = [("result", result)];
            self.evidence.get_or_create(&label).inc_by(count);
        }
        for after in &tally.acknowledged_after {
            self.acknowledged.observe(after.as_secs_f64());
        }
    }

    /// An update is durable, read or kept aside.
    pub(crate) fn update(&self, read: bool) {
        let result = if read { "read" } else { "kept_aside" };
        self.updates.get_or_create(&[("result", result)]).inc();
    }

    /// The sending of a message ended.
    pub(crate) fn sent(&self, outcome: &Outcome) {
        let label = [("outcome", outcome.class())];
        self.sends.get_or_create(&label).inc();
    }

    /// The auditor has looked.
    pub(crate) fn audited(&self, found: &[Overdue], now: At) {
        for kind in Late::ALL {
            let found = found.iter().find(|overdue| overdue.kind == kind);
            let count = found.map_or(0, |overdue| overdue.count);
            let label = [("kind", kind.word())];
            self.overdue
                .get_or_create(&label)
                .set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.last_audit
            .set(Duration::from_millis(now.0.unsigned_abs()).as_secs_f64());
    }

    /// Telegram answered a poll.
    pub(crate) fn polled(&self, now: At) {
        self.last_poll
            .set(Duration::from_millis(now.0.unsigned_abs()).as_secs_f64());
    }

    fn count(&self, census: Census) {
        for (state, count) in [
            ("open", census.open),
            ("acknowledged", census.acknowledged),
            ("closed", census.closed),
        ] {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            self.incidents.get_or_create(&[("state", state)]).set(count);
        }
    }

    /// The figures as OpenMetrics text, with how things stand now where that could be learned.
    ///
    /// # Errors
    /// Never: a text has room.
    pub(crate) fn text(
        &self,
        census: Option<Census>,
        backlog: Option<Backlog>,
        now: At,
    ) -> Result<String, std::fmt::Error> {
        if let Some(census) = census {
            self.count(census);
        }
        if let Some(backlog) = backlog {
            self.outbox_rows
                .set(i64::try_from(backlog.rows).unwrap_or(i64::MAX));
            let oldest = backlog.oldest.map_or(Duration::ZERO, |at| now.since(at));
            self.outbox_oldest.set(oldest.as_secs_f64());
        }
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
