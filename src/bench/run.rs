//! Each measurement starts a bot of its own in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use secrecy::SecretString;
use tokio::process::{Child, Command};

use super::history;
use super::probe::{self, percentile};
use super::server::Server;
use super::table::{Figure, table};
use crate::telegram::{BotApi, CallError, Connection};
use crate::{clock, config};

/// The bench's town: the demo's, with the limits lifted.
const TOWN: &str = include_str!("../../config/demo.toml");

const LIFTED: &str = "[telegram.limits]\noverall_per_second = 1000000\nchat_per_second = 1000000\ngroup_per_minute = 1000000\n";

/// The group of the demo's town.
const GROUP: i64 = -1_001_000_000_001;

/// Aim: update to page within so many times one sync and one round trip.
const LATENCY_AIM: f64 = 1.5;

/// A page, a card, a question for missing facts.
const MESSAGES_PER_REPORT: u64 = 3;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Reports one after the other.
    pub(crate) single: usize,
    /// Reports at once.
    pub(crate) burst: usize,
    /// Plain updates at once.
    pub(crate) updates: usize,
    /// Closed incidents in the store.
    pub(crate) history: u64,
}

/// Why the bench can't run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// The system failed.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// A call failed.
    #[error("{0}")]
    Call(#[from] CallError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] dutybell_core::store::StoreError),
    /// The bench's own configuration is broken.
    #[error("the bench's configuration has mistakes")]
    Config,
    /// The server's address is none.
    #[error("the bench's own address is none")]
    Address,
}

struct Running {
    bot: Child,
    server: Server,
    data: PathBuf,
}

/// Measures everything in folders below `scratch` and returns the table.
pub(crate) async fn bench(scratch: &Path, sizes: Sizes) -> Result<String, BenchError> {
    let mut figures = latency(&scratch.join("latency"), sizes.single).await?;
    figures.extend(burst(&scratch.join("burst"), sizes.burst).await?);
    figures.push(intake(&scratch.join("intake"), sizes.updates).await?);
    figures.push(start(&scratch.join("history"), sizes.history).await?);
    let program = std::fs::metadata(std::env::current_exe()?)?.len();
    figures.push(Figure {
        what: "size of the binary",
        is: format!("{:.1} MB", megabytes(program)),
        aim: String::new(),
        met: None,
    });
    Ok(table(&figures))
}

async fn latency(folder: &Path, count: usize) -> Result<Vec<Figure>, BenchError> {
    let running = start_bot(folder).await?;
    let (resident, _) = memory(&running)?;
    let api = api(&running.server)?;
    let mut times = Vec::with_capacity(count);
    let mut syncs = Vec::new();
    let mut trips = Vec::new();
    for index in 0..count {
        let start = clock::instant();
        running
            .server
            .say([format!("/report smoke in hall {index}")], GROUP);
        let page = running
            .server
            .until(|seen| seen.pages.get(index).copied())
            .await;
        times.push(page.duration_since(start));
        // Reports come one after the other, not one upon the other: the card and the question are
        // let through first.
        let messages = (index as u64 + 1) * MESSAGES_PER_REPORT;
        running
            .server
            .until(|seen| (seen.messages >= messages).then_some(()))
            .await;
        // Beside each other in the same run: the machine is not always equally fast.
        syncs.extend(probe::syncs(&running.data, 1)?);
        trips.extend(probe::round_trips(&api, 1).await?);
    }
    let mut figures = Vec::new();
    for (hundredth, what, floor) in [
        (
            50,
            "update to page, p50",
            "one fdatasync and one HTTP round trip, p50",
        ),
        (
            99,
            "update to page, p99",
            "one fdatasync and one HTTP round trip, p99",
        ),
    ] {
        let time = percentile(&mut times, hundredth);
        let sync = percentile(&mut syncs, hundredth);
        let trip = percentile(&mut trips, hundredth);
        let ratio = time.as_secs_f64() / (sync + trip).as_secs_f64();
        figures.push(Figure {
            what: floor,
            is: format!("{} + {}", millis(sync), millis(trip)),
            aim: String::new(),
            met: None,
        });
        figures.push(Figure {
            what,
            is: format!("{}, {ratio:.2} × the floor", millis(time)),
            aim: format!("{LATENCY_AIM} × the floor"),
            met: Some(ratio <= LATENCY_AIM),
        });
    }
    figures.push(Figure {
        what: "resident memory at rest",
        is: format!("{:.1} MB", megabytes(resident)),
        aim: "15 MB".into(),
        met: Some(megabytes(resident) <= 15.0),
    });
    stop(running).await?;
    Ok(figures)
}

async fn burst(folder: &Path, count: usize) -> Result<Vec<Figure>, BenchError> {
    let running = start_bot(folder).await?;
    let texts = (0..count).map(|index| format!("/report smoke in hall {index}"));
    running.server.say(texts, GROUP);
    let took = running
        .server
        .until(|seen| Some(seen.pages.get(count - 1)?.duration_since(seen.first_given?)))
        .await;
    let rate = count as f64 / took.as_secs_f64();
    let (_, peak) = memory(&running)?;
    stop(running).await?;
    Ok(vec![
        Figure {
            what: "burst of reports, durable and paged",
            is: format!("{rate:.0} a second ({count} in {})", millis(took)),
            aim: "5,000 a second".into(),
            met: Some(rate >= 5000.0),
        },
        Figure {
            what: "resident memory at the peak of the burst",
            is: format!("{:.1} MB", megabytes(peak)),
            aim: "25 MB".into(),
            met: Some(megabytes(peak) <= 25.0),
        },
    ])
}

async fn intake(folder: &Path, count: usize) -> Result<Figure, BenchError> {
    let running = start_bot(folder).await?;
    let texts = (0..count).map(|index| format!("good morning {index}"));
    let last = running.server.say(texts, GROUP);
    let took = running
        .server
        .until(|seen| {
            let (_, at) = seen.confirmed.filter(|(id, _)| *id >= last)?;
            Some(at.duration_since(seen.first_given?))
        })
        .await;
    stop(running).await?;
    let rate = count as f64 / took.as_secs_f64();
    Ok(Figure {
        what: "burst of plain updates, durable and confirmed",
        is: format!("{rate:.0} a second ({count} in {})", millis(took)),
        aim: "50,000 a second".into(),
        met: Some(rate >= 50_000.0),
    })
}

async fn start(folder: &Path, count: u64) -> Result<Figure, BenchError> {
    let text = prepare(folder)?;
    let parsed = config::parse(&text, folder).map_err(|_| BenchError::Config)?;
    history::fill(&parsed.data_dir, parsed.settings, count)?;
    let server = Server::start().await?;
    let start = clock::instant();
    let bot = spawn(folder, &server)?;
    let polled = server.until(|seen| seen.first_poll).await;
    let took = polled.duration_since(start);
    stop(Running {
        bot,
        server,
        data: folder.to_owned(),
    })
    .await?;
    Ok(Figure {
        what: "start to first poll",
        is: format!("{} with {count} closed incidents", millis(took)),
        aim: "50 ms".into(),
        met: Some(took <= Duration::from_millis(50)),
    })
}

fn prepare(folder: &Path) -> Result<String, BenchError> {
    std::fs::create_dir_all(folder)?;
    let text = format!("{TOWN}\n{LIFTED}");
    std::fs::write(folder.join("dutybell.toml"), &text)?;
    Ok(text)
}

async fn start_bot(folder: &Path) -> Result<Running, BenchError> {
    prepare(folder)?;
    let server = Server::start().await?;
    let bot = spawn(folder, &server)?;
    server.until(|seen| seen.first_poll).await;
    Ok(Running {
        bot,
        server,
        data: folder.join("data"),
    })
}

fn spawn(folder: &Path, server: &Server) -> Result<Child, BenchError> {
    Ok(Command::new(std::env::current_exe()?)
        .args(["run", "--config"])
        .arg(folder.join("dutybell.toml"))
        .env("TELOXIDE_TOKEN", "1:bench")
        .env("TELOXIDE_API_URL", format!("http://{}", server.address))
        .env("DUTYBELL_LOG", "warn")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()?)
}

async fn stop(mut running: Running) -> Result<(), BenchError> {
    running.bot.kill().await?;
    Ok(())
}

fn memory(running: &Running) -> Result<(u64, u64), BenchError> {
    Ok(probe::memory(running.bot.id().unwrap_or_default())?)
}

fn api(server: &Server) -> Result<BotApi, BenchError> {
    let api_url = format!("http://{}", server.address)
        .parse()
        .map_err(|_| BenchError::Address)?;
    let token = SecretString::from("1:bench");
    Ok(BotApi::new(&Connection {
        api_url,
        proxy: None,
        token,
    })?)
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
