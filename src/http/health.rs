//! `GET /healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::Shared;
use crate::clock;

/// What prometheus-client writes.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The program runs.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// It does its work, or why not, a line each.
pub(super) async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    let problems = shared.health.problems().await;
    if problems.is_empty() {
        return "ready\n".into_response();
    }
    let mut text = problems.join("\n");
    text.push('\n');
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

/// The figures.
pub(super) async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    let (census, backlog) = tokio::join!(shared.health.census(), shared.health.backlog());
    match shared.metrics.text(census, backlog, clock::now()) {
        Ok(text) => ([(CONTENT_TYPE, OPENMETRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
