//! `/bot{TOKEN}/{method}`: what the bot takes for Telegram.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt as _};
use serde_json::Value;

use super::body;
use super::line::Cutter;
use crate::exchange::Exchange;
use crate::model::{Answer, ApiError, Download, Poll};

pub(super) async fn call(
    State(exchange): State<Arc<Exchange>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    Path((bot, method)): Path<(String, String)>,
    request: Request,
) -> Response {
    if let Err(error) = known(&exchange, &bot) {
        return respond(&Answer::Error(error), &cutter);
    }
    let params = match body::params(request, &exchange).await {
        Ok(params) => params,
        Err(error) => return respond(&Answer::Error(error), &cutter),
    };
    let answer = if method.eq_ignore_ascii_case("getUpdates") {
        poll(&exchange, &params).await
    } else {
        exchange.with(|telegram, now| telegram.call(&method, &params, now))
    };
    exchange.kept().await;
    let answer = match answer {
        Answer::Delayed { millis, answer } => {
            late(&exchange, Duration::from_millis(millis)).await;
            *answer
        }
        answer => answer,
    };
    respond(&answer, &cutter)
}

/// Waits for an update, for the end of the poll's time, or for the end of the sandbox. The time is
/// real, however fast time is shown: the bot's own limit for the answer is real as well.
async fn poll(exchange: &Exchange, params: &Value) -> Answer {
    let mut bell = exchange.bell();
    let mut closing = exchange.closing();
    let mut poll = exchange.with(|telegram, now| (telegram.poll(params, now), now));
    let mut end = None;
    loop {
        let (waiting, now) = match poll {
            (Poll::Ready(answer), _) => return answer,
            (Poll::Wait(waiting), now) => (waiting, now),
        };
        let end = end.get_or_insert_with(|| Box::pin(tokio::time::sleep(waiting.until.since(now))));
        tokio::select! {
            _ = bell.changed() => {}
            () = end.as_mut() => {}
            _ = closing.wait_for(|closing| *closing) => return Answer::Dropped,
        }
        let over = end.is_elapsed();
        poll = exchange.with(|telegram, now| {
            // Timers of the system are no finer than a millisecond.
            let now = if over { now.max(waiting.until) } else { now };
            (telegram.poll_again(waiting, now), now)
        });
    }
}

async fn late(exchange: &Exchange, by: Duration) {
    let mut closing = exchange.closing();
    tokio::select! {
        () = tokio::time::sleep(by) => {}
        _ = closing.wait_for(|closing| *closing) => {}
    }
}

fn known(exchange: &Exchange, bot: &str) -> Result<(), ApiError> {
    let token = bot.strip_prefix("bot").filter(|token| token.contains(':'));
    let Some(token) = token else {
        return Err(ApiError::new(404, "Not Found"));
    };
    if exchange.with(|telegram, _| telegram.bot().token == token) {
        Ok(())
    } else {
        Err(ApiError::unauthorized())
    }
}

fn respond(answer: &Answer, cutter: &Cutter) -> Response {
    let Some(status) = answer.status() else {
        cutter.cut();
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = answer.body();
    let kind = if body.starts_with('<') {
        "text/html"
    } else {
        "application/json"
    };
    let kind = [(CONTENT_TYPE, HeaderValue::from_static(kind))];
    (status, kind, body).into_response()
}

pub(super) async fn download(
    State(exchange): State<Arc<Exchange>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    Path((bot, path)): Path<(String, String)>,
) -> Response {
    if let Err(error) = known(&exchange, &bot) {
        return respond(&Answer::Error(error), &cutter);
    }
    match exchange.with(|telegram, now| telegram.download(&path, now)) {
        Download::Whole(bytes) => bytes.to_vec().into_response(),
        Download::Slow(bytes, millis) => {
            let wait = Duration::from_millis(millis);
            halves(&bytes, async move { late(&exchange, wait).await })
        }
        Download::Half(bytes) => halves(&bytes, async move { cutter.cut() }),
        Download::Instead(answer) => respond(&answer, &cutter),
    }
}

/// One half of a file, then what happens in between, then the other.
fn halves(bytes: &[u8], between: impl Future<Output = ()> + Send + 'static) -> Response {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let (first, second) = (first.to_vec(), second.to_vec());
    let second = async move {
        between.await;
        Ok(second)
    };
    let parts = stream::once(async { Ok::<_, Infallible>(first) }).chain(stream::once(second));
    Body::from_stream(parts).into_response()
}
