//! Whether the bot does its work: what `GET /readyz` says.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use dutybell_core::audit::Overdue;
use dutybell_core::deliver::Backlog;
use dutybell_core::engine::Census;
use dutybell_core::limits::{PAGE_STUCK_AFTER, POLL_LATELY};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::clock;
use crate::writer::WriterHandle;

/// Writer and outbox answer between two pieces of work; a slower one is stuck.
const ANSWER: Duration = Duration::from_secs(2);

/// What was found out about the disk counts for so long: whoever asks often shall not keep it busy.
const DISK_AGAIN: Duration = Duration::from_secs(5);

/// The name of the file that is written to see whether the disk takes it.
const PROBE: &str = "probe.tmp";

/// A question to the outbox.
pub(crate) type AskBacklog = oneshot::Sender<Backlog>;

/// How updates come in, or why they don't.
#[derive(Debug, Clone)]
enum Intake {
    /// Telegram has not answered yet.
    Begins,
    /// A poll was answered then.
    Polled(Instant),
    /// Telegram delivers to the webhook.
    Webhook,
    /// It does not come in.
    Fails(String),
}

/// Whom to ask, once they are there.
struct Parts {
    writer: WriterHandle,
    outbox: mpsc::Sender<AskBacklog>,
}

/// What is known about the bot's health.
pub(crate) struct Health {
    data_dir: PathBuf,
    intake: Mutex<Intake>,
    deliveries: AtomicU64,
    parts: OnceLock<Parts>,
    /// What the auditor found when it looked last.
    overdue: Mutex<Vec<Overdue>>,
    disk: tokio::sync::Mutex<Option<(Instant, Option<String>)>>,
}

impl Health {
    /// Nothing is known yet.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_owned(),
            intake: Mutex::new(Intake::Begins),
            deliveries: AtomicU64::new(0),
            parts: OnceLock::new(),
            overdue: Mutex::new(Vec::new()),
            disk: tokio::sync::Mutex::new(None),
        }
    }

    /// Writer and outbox run.
    pub(crate) fn runs(&self, writer: WriterHandle, outbox: mpsc::Sender<AskBacklog>) {
        // They are started once.
        let _ = self.parts.set(Parts { writer, outbox });
    }

    /// The auditor has looked.
    pub(crate) fn audited(&self, found: Vec<Overdue>) {
        *self.overdue.lock().unwrap_or_else(PoisonError::into_inner) = found;
    }

    /// A poll was answered.
    pub(crate) fn polled(&self) {
        self.intake_is(Intake::Polled(clock::instant()));
    }

    /// A delivery to the webhook is durable.
    pub(crate) fn delivered(&self) {
        self.deliveries.fetch_add(1, Ordering::Relaxed);
    }

    /// How many deliveries there were since the start.
    pub(crate) fn deliveries(&self) -> u64 {
        self.deliveries.load(Ordering::Relaxed)
    }

    /// Telegram delivers to the webhook.
    pub(crate) fn webhook_is_set(&self) {
        self.intake_is(Intake::Webhook);
    }

    /// Telegram does not deliver.
    pub(crate) fn webhook_fails(&self, why: &str) {
        self.intake_is(Intake::Fails(why.to_owned()));
    }

    fn intake_is(&self, intake: Intake) {
        *self.intake.lock().unwrap_or_else(PoisonError::into_inner) = intake;
    }

    /// The way to the writer, once it runs.
    pub(crate) fn writer(&self) -> Option<&WriterHandle> {
        self.parts.get().map(|parts| &parts.writer)
    }

    /// How many incidents are in which state; `None` where the writer does not say.
    pub(crate) async fn census(&self) -> Option<Census> {
        timeout(ANSWER, self.writer()?.census()).await.ok()?.ok()
    }

    /// What waits to be sent; `None` where the outbox does not say.
    pub(crate) async fn backlog(&self) -> Option<Backlog> {
        let outbox = &self.parts.get()?.outbox;
        let asked = async {
            let (answer, answered) = oneshot::channel();
            outbox.send(answer).await.ok()?;
            answered.await.ok()
        };
        timeout(ANSWER, asked).await.ok()?
    }

    /// Why the bot is not ready, a line each; nothing where it is.
    pub(crate) async fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = self.intake_problem().into_iter().collect();
        if self.parts.get().is_none() {
            // Without Telegram's answer to who the bot is nothing else has begun.
            return problems;
        }
        if self.census().await.is_none() {
            problems.push("store: the writer does not answer".to_owned());
        }
        if let Some(problem) = self.disk_problem().await {
            problems.push(format!("store: {problem}"));
        }
        match self.backlog().await {
            None => problems.push("outbox: it does not answer".to_owned()),
            Some(backlog) => problems.extend(outbox_problem(backlog)),
        }
        problems.extend(self.overdue_problems());
        problems
    }

    /// Where somebody may not be called because of it.
    fn overdue_problems(&self) -> Vec<String> {
        let overdue = self.overdue.lock().unwrap_or_else(PoisonError::into_inner);
        let grave = overdue.iter().filter(|overdue| overdue.kind.is_grave());
        grave
            .map(|overdue| {
                format!(
                    "auditor: {} {} overdue since {}",
                    overdue.count,
                    overdue.kind.word(),
                    overdue.since.rfc3339()
                )
            })
            .collect()
    }

    fn intake_problem(&self) -> Option<String> {
        let intake = self
            .intake
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match intake {
            Intake::Begins => Some("intake: Telegram has not answered yet".to_owned()),
            Intake::Polled(at) => {
                let ago = clock::instant().saturating_duration_since(at);
                (ago > POLL_LATELY)
                    .then(|| format!("intake: no poll was answered for {} s", ago.as_secs()))
            }
            Intake::Webhook => None,
            Intake::Fails(why) => Some(format!("intake: {why}")),
        }
    }

    async fn disk_problem(&self) -> Option<String> {
        let mut disk = self.disk.lock().await;
        let now = clock::instant();
        if let Some((at, found)) = &*disk
            && now.saturating_duration_since(*at) < DISK_AGAIN
        {
            return found.clone();
        }
        let path = self.data_dir.join(PROBE);
        let written = tokio::task::spawn_blocking(move || probe(&path));
        let found = match timeout(ANSWER, written).await {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(error))) => Some(format!("data_dir can't be written: {error}")),
            Ok(Err(_)) | Err(_) => Some("the disk of data_dir does not answer".to_owned()),
        };
        *disk = Some((now, found.clone()));
        found
    }
}

fn outbox_problem(backlog: Backlog) -> Option<String> {
    let waited = clock::now().since(backlog.oldest_page?);
    (waited > PAGE_STUCK_AFTER).then(|| {
        format!(
            "outbox: a page has waited for {} s, {} messages wait",
            waited.as_secs(),
            backlog.rows
        )
    })
}

/// Writes a small file to the disk itself. The store is left alone: an error of its own would end
/// the bot, and one that only was asked after shall not.
fn probe(path: &Path) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path)?;
    file.write_all(&[b'.'; 4096])?;
    file.sync_data()?;
    std::fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dutybell_core::time::At;

    use super::*;

    #[test]
    fn a_page_that_waits_too_long_makes_it_not_ready() {
        let since = |ago: Duration| Backlog {
            rows: 3,
            oldest: None,
            oldest_page: i64::try_from(ago.as_millis())
                .ok()
                .map(|ago| At(clock::now().0 - ago)),
        };
        assert_eq!(outbox_problem(since(Duration::from_secs(1))), None);
        let told = outbox_problem(since(PAGE_STUCK_AFTER + Duration::from_secs(5)));
        let told = told.unwrap_or_default();
        assert!(
            told.starts_with("outbox: a page has waited for 6"),
            "{told}"
        );
        assert!(told.ends_with("3 messages wait"), "{told}");
        let none = Backlog {
            oldest_page: None,
            ..since(Duration::ZERO)
        };
        assert_eq!(outbox_problem(none), None, "what is no page may wait");
    }

    #[tokio::test]
    async fn a_disk_that_takes_nothing_makes_it_not_ready() {
        let folder = tempfile::tempdir().unwrap();
        let well = Health::new(folder.path());
        assert_eq!(well.disk_problem().await, None);
        let gone = Health::new(&folder.path().join("gone"));
        let told = gone.disk_problem().await.unwrap_or_default();
        assert!(told.starts_with("data_dir can't be written"), "{told}");
    }
}
