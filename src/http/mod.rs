//! The program's own web server: `[http] listen` (SPEC section 7).
//!
//! It runs beside the bot and never in its way: it knows the writer only by its handle, and its
//! connections are numbered (`door`), so that a flood of them leaves sockets for the pages.

pub(crate) mod address;
mod calendar;
mod door;
mod health;
mod telegram;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use dutybell_core::render::words::Words;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::health::Health;
use crate::metrics::Metrics;
use door::Door;

/// At a stop, requests in hand get so long; less than the bot has for all of it (SPEC section 1).
const FAREWELL: Duration = Duration::from_secs(2);

/// What the pages look at.
pub(crate) struct Shared {
    /// How the bot is.
    pub(crate) health: Arc<Health>,
    /// What was counted.
    pub(crate) metrics: Arc<Metrics>,
    /// The words of calendars.
    pub(crate) words: Arc<Words>,
    /// The secret of the webhook; `None`: nobody may deliver.
    pub(crate) webhook_secret: Option<SecretString>,
}

/// The address can't be listened on.
#[derive(Debug, thiserror::Error)]
#[error("[http] listen = \"{address}\" can't be used: {source}\n  {}", mend(.source))]
pub(crate) struct ListenError {
    address: SocketAddr,
    source: std::io::Error,
}

fn mend(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "another program listens there: stop it, or choose another port"
        }
        std::io::ErrorKind::AddrNotAvailable => {
            "this computer has no such address: 127.0.0.1 is itself only, 0.0.0.0 every network"
        }
        std::io::ErrorKind::PermissionDenied => {
            "ports below 1024 are kept for the administrator: choose one above"
        }
        _ => "choose another address or port",
    }
}

/// Takes the address.
///
/// # Errors
/// When it can't be had.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| ListenError { address, source })
}

/// Serves until the program stops.
pub(crate) async fn serve(listener: TcpListener, shared: Shared, stop: watch::Receiver<bool>) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(http.address = %address, "listening");
    }
    let told = |mut stop: watch::Receiver<bool>| async move {
        // An error says that nobody is left who could stop us: that is stopping too.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let serving = axum::serve(Door::new(listener), router(Arc::new(shared)))
        .with_graceful_shutdown(told(stop.clone()));
    let too_late = async {
        told(stop).await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = serving => {
            if let Err(error) = served {
                tracing::error!(%error, "the web server has ended");
            }
        }
        () = too_late => tracing::warn!("stopped before every request was answered"),
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/calendar/{file}", get(calendar::feed));
    if shared.webhook_secret.is_some() {
        router = router.route("/telegram", post(telegram::take));
    }
    router
        .fallback(nothing_here)
        .layer(middleware::from_fn(secured))
        .with_state(shared)
}

async fn nothing_here() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "there is nothing here\n")
}

/// Nothing here is for a browser to guess, keep, frame or run.
async fn secured(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        // A page that needs other rules sets its own.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
