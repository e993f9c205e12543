//! Fetches what came with reports from Telegram to our disk, few at a time and beside everything
//! else, and tells the writer how each try ended.
//!
//! Nothing is remembered here: what is to be fetched stands in the store until the writer has heard
//! of its end, and is ordered anew at every start.

mod check;
mod files;
mod room;

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use dutybell_core::engine::Input;
use dutybell_core::limits::FETCHES_AT_ONCE;
use dutybell_core::state::evidence::{Fetch, Fetched};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, spawn_blocking};

pub(crate) use check::Checked;
use files::Unreceived;
pub(crate) use files::{Files, Part};
pub(crate) use room::KEEP_FREE;

use crate::telegram::{BotApi, CallError};
use crate::writer::WriterHandle;

/// Parts of a file that wait for the disk: enough to keep both busy, little in memory.
const PARTS_AHEAD: usize = 8;

/// Fetches until the program stops. What is under way then is fetched anew at the next start.
pub(crate) async fn run(
    api: BotApi,
    files: Files,
    mut orders: mpsc::UnboundedReceiver<Vec<Fetch>>,
    writer: WriterHandle,
    mut stop: watch::Receiver<bool>,
) {
    prepare(&files).await;
    let mut waiting: VecDeque<Fetch> = VecDeque::new();
    // Ordered twice after the writer began anew.
    let mut known = BTreeSet::new();
    let mut running = JoinSet::new();
    while !*stop.borrow() {
        while running.len() < FETCHES_AT_ONCE
            && let Some(fetch) = waiting.pop_front()
        {
            let (api, files) = (api.clone(), files.clone());
            running.spawn(async move {
                let fetched = fetch_one(&api, files, &fetch).await;
                (fetch, fetched)
            });
        }
        tokio::select! {
            Some(list) = orders.recv() => {
                for fetch in list {
                    if known.insert((fetch.incident, fetch.piece)) {
                        waiting.push_back(fetch);
                    }
                }
            }
            Some(ended) = running.join_next() => match ended {
                Ok((fetch, fetched)) => {
                    known.remove(&(fetch.incident, fetch.piece));
                    log(&fetch, &fetched);
                    writer.tell(Input::Fetched {
                        incident: fetch.incident,
                        piece: fetch.piece,
                        fetched,
                    });
                }
                Err(error) => tracing::error!(%error, "fetching a file broke off; the next start tries again"),
            },
            _ = stop.changed() => {}
        }
    }
    // Else a large file of a local server would be copied to its end.
    files.stop();
    running.shutdown().await;
}

async fn prepare(files: &Files) {
    let files = files.clone();
    let prepared = spawn_blocking(move || files.prepare()).await;
    if let Ok(Err(error)) = prepared {
        // Pages matter more: the bot runs, and each file that can't be kept says so.
        tracing::error!(%error, "the folder for evidence can't be used");
    }
}

async fn fetch_one(api: &BotApi, files: Files, fetch: &Fetch) -> Fetched {
    let place = match api.file(&fetch.file_id).await {
        Ok(place) => place,
        Err(error) => return refused(error),
    };
    if place.size.is_some_and(|size| size > fetch.limit) {
        return Fetched::TooLarge;
    }
    let (parts, inbox) = mpsc::channel(PARTS_AHEAD);
    let (wanted, size) = (fetch.clone(), place.size);
    let receiving = spawn_blocking(move || files.receive(&wanted, size, inbox));
    let given = api.download(&place, &parts).await;
    if given.is_ok() {
        // Who has stopped listening says why.
        let _ = parts.send(Part::End).await;
    }
    drop(parts);
    let Ok(received) = receiving.await else {
        return later("the disk's task broke off".to_owned());
    };
    match (received, given) {
        (Ok((sha256, bytes)), _) => Fetched::Kept { sha256, bytes },
        (Err(Unreceived::TooLarge), _) => Fetched::TooLarge,
        (Err(Unreceived::Disk(error)), _) => Fetched::Disk {
            why: error.to_string(),
        },
        (Err(Unreceived::Cut), Err(error)) => later(error.to_string()),
        (Err(Unreceived::Cut), Ok(())) => later("the file came incomplete".to_owned()),
    }
}

fn later(why: String) -> Fetched {
    Fetched::Later { why, wait: None }
}

/// What the refusal of getFile means. Its words are not documented; a wrong token is told by the
/// intake, and the file itself is not at fault.
fn refused(error: CallError) -> Fetched {
    match error {
        CallError::Refused {
            code: 400,
            description,
        } if description.to_lowercase().contains("too big") => Fetched::NotGiven,
        CallError::Refused {
            code: 400 | 403,
            description,
        } => Fetched::Gone { why: description },
        CallError::Wait(wait) => Fetched::Later {
            why: error.to_string(),
            wait: Some(wait.max(Duration::from_secs(1))),
        },
        error => later(error.to_string()),
    }
}

/// One line a file, without its name.
fn log(fetch: &Fetch, fetched: &Fetched) {
    let (number, piece) = (fetch.incident.0, fetch.piece);
    match fetched {
        Fetched::Kept { bytes, .. } => {
            tracing::info!(incident.number = number, piece, bytes, "evidence is kept");
        }
        Fetched::TooLarge | Fetched::NotGiven => {
            tracing::info!(
                incident.number = number,
                piece,
                "evidence is too large to be kept"
            );
        }
        Fetched::Later { why, .. } | Fetched::Gone { why } => {
            tracing::warn!(
                incident.number = number, piece, attempt = fetch.attempt, %why,
                "evidence can't be fetched"
            );
        }
        Fetched::Disk { why } => {
            tracing::error!(
                incident.number = number, piece, attempt = fetch.attempt, %why,
                "evidence can't be written"
            );
        }
    }
}
