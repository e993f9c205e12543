//! `GET /calendar/TOKEN.ics`: the shifts of a person or roster, for whoever has the link (SPEC section 7).
//!
//! What was revoked and what never was look the same from outside: 404. The token stands in no log.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use dutybell_core::limits::FEED_REFRESH;
use dutybell_core::render::{self, CalendarEntry};
use dutybell_core::state::invite::Code;
use dutybell_core::time::At;
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::{Shared, nothing_here};
use crate::clock;

/// The writer answers between two pieces of work.
const ANSWER: Duration = Duration::from_secs(2);

/// What the file is. Source: RFC 5545, section 8.1.
const ICALENDAR: &str = "text/calendar; charset=utf-8";

/// Who made it. Source: RFC 5545, section 3.7.3.
const PRODUCT: &str = "-//Dutybell//Duty rosters//EN";

/// The calendar as it is now.
pub(super) async fn feed(
    State(shared): State<Arc<Shared>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(token) = file.strip_suffix(".ics").and_then(Code::read) else {
        return nothing_here().await.into_response();
    };
    let unready = (StatusCode::SERVICE_UNAVAILABLE, "not running yet\n");
    let Some(writer) = shared.health.writer() else {
        return unready.into_response();
    };
    let source = match timeout(ANSWER, writer.feed(token)).await {
        Ok(Ok(Some(source))) => source,
        Ok(Ok(None)) => return nothing_here().await.into_response(),
        Ok(Err(_)) | Err(_) => return unready.into_response(),
    };
    let words = Arc::clone(&shared.words);
    // Some thousand questions who is on duty: no work for those who answer everybody else.
    let text = tokio::task::spawn_blocking(move || written(&source.calendar(&words, clock::now())));
    let Ok(text) = text.await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = tag(&text);
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .any(|given| *given == tag);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(ICALENDAR)),
        // Kept by whoever has the link alone, and asked for again each time.
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (ETAG, tag),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, text).into_response()
}

/// The same for the same text.
fn tag(text: &str) -> HeaderValue {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Digits and letters, so this can't fail; an empty tag would only cost a transfer.
    HeaderValue::from_str(&format!("\"{hex}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// As RFC 5545 has it, with times in UTC, so that no calendar needs to know our zone.
pub(super) fn written(calendar: &render::Calendar) -> String {
    let mut all = Calendar::empty();
    let minutes = FEED_REFRESH.as_secs() / 60;
    let refresh = format!("PT{minutes}M");
    all.append_property(("VERSION", "2.0"));
    all.append_property(("PRODID", PRODUCT));
    all.append_property(("CALSCALE", "GREGORIAN"));
    let name = unlisted(&calendar.name);
    all.append_property(Property::new("NAME", &name));
    all.append_property(Property::new("X-WR-CALNAME", &name));
    // RFC 7986, section 5.7, and what older programs read.
    let mut interval = Property::new("REFRESH-INTERVAL", &refresh);
    interval.add_parameter("VALUE", "DURATION");
    all.append_property(interval);
    all.append_property(Property::new("X-PUBLISHED-TTL", &refresh));
    for entry in &calendar.entries {
        all.push(event(entry, calendar.made));
    }
    all.to_string()
}

fn event(entry: &CalendarEntry, made: At) -> Event {
    let mut event = Event::new();
    event
        .uid(&entry.uid)
        .timestamp(made.utc())
        .starts(entry.from.utc())
        .ends(entry.to.utc())
        .summary(&entry.summary);
    if !entry.description.is_empty() {
        event.description(&entry.description);
    }
    event.done()
}

/// The name goes out as it is: these would begin another value of a list.
fn unlisted(name: &str) -> String {
    let plain = name.replace([',', ';', '\\'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
