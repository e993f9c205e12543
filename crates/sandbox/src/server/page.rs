//! The page of phones. It lies in the program: no build chain, no request to anywhere else.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::exchange::Exchange;
use crate::model::{File, Telegram};

/// Only what this server itself hands out is loaded or run.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Name of the picture that a phone can attach.
const SAMPLE: &str = "sample.svg";

macro_rules! page {
    ($($name:literal: $kind:literal),* $(,)?) => {
        &[$(($name, $kind, include_str!(concat!("../../page/", $name)))),*]
    };
}

const FILES: &[(&str, &str, &str)] = page! {
    "index.html": "text/html",
    "style.css": "text/css",
    "phone.css": "text/css",
    "message.css": "text/css",
    "drawer.css": "text/css",
    "tour.css": "text/css",
    "app.js": "text/javascript",
    "bubble.js": "text/javascript",
    "calls.js": "text/javascript",
    "chain.js": "text/javascript",
    "composer.js": "text/javascript",
    "dom.js": "text/javascript",
    "drawer.js": "text/javascript",
    "heard.js": "text/javascript",
    "kinds.js": "text/javascript",
    "net.js": "text/javascript",
    "phone.js": "text/javascript",
    "progress.js": "text/javascript",
    "record.js": "text/javascript",
    "screenings.js": "text/javascript",
    "switches.js": "text/javascript",
    "shifts.js": "text/javascript",
    "sound.js": "text/javascript",
    "store.js": "text/javascript",
    "time.js": "text/javascript",
    "tour.js": "text/javascript",
    "tour_button.js": "text/javascript",
    "tour_duty.js": "text/javascript",
    "tour_incident.js": "text/javascript",
    "tour_screening.js": "text/javascript",
    "tour_words.js": "text/javascript",
    "trouble.js": "text/javascript",
    "words.js": "text/javascript",
    "sample.svg": "image/svg+xml",
};

pub(super) async fn index() -> Response {
    found("index.html").into_response()
}

pub(super) async fn file(Path(name): Path<String>) -> Response {
    found(&name).into_response()
}

fn found(name: &str) -> Result<Response, Refusal> {
    let (_, kind, text) = FILES
        .iter()
        .find(|(file, _, _)| *file == name)
        .ok_or_else(|| Refusal::missing("the page has no such file"))?;
    let headers = [
        (CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_SECURITY_POLICY, POLICY.to_owned()),
    ];
    Ok((headers, *text).into_response())
}

/// A file that somebody sent, for the phones to show.
pub(super) async fn upload(
    State(exchange): State<Arc<Exchange>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let file = exchange.with(|telegram, _| telegram.file(&id).cloned());
    let file = file.ok_or_else(|| Refusal::missing("there is no such file"))?;
    let headers = [
        (CONTENT_TYPE, file.mime),
        (
            CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'".to_owned(),
        ),
    ];
    Ok((headers, file.bytes.to_vec()).into_response())
}

/// The sample picture as a new photo.
pub(super) fn sample(telegram: &mut Telegram) -> String {
    let bytes = FILES
        .iter()
        .find(|(name, _, _)| *name == SAMPLE)
        .map_or(&[][..], |(_, _, text)| text.as_bytes());
    telegram.keep_file(File {
        kind: None,
        name: SAMPLE.to_owned(),
        mime: "image/svg+xml".to_owned(),
        bytes: Arc::from(bytes),
    })
}
