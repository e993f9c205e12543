//! The model behind HTTP: the Bot API for the bot, `/sandbox/` for the page and other tools.

mod body;
mod bot_api;
mod control;
mod delivery;
mod events;
mod line;
mod page;
mod refusal;
mod snapshot;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;

use crate::exchange::Exchange;
use line::{Cutter, Lines};

/// Bytes of an upload. Source: Bot API, "Sending files".
const UPLOAD_BYTES: usize = 50 * 1024 * 1024;

/// Serves until the exchange closes.
pub(crate) async fn serve(listener: TcpListener, exchange: Arc<Exchange>, pages: Router) {
    let mut closing = exchange.closing();
    let delivering = tokio::spawn(delivery::run(Arc::clone(&exchange)));
    let app = router(exchange)
        .merge(pages)
        .into_make_service_with_connect_info::<Cutter>();
    let served = axum::serve(Lines(listener), app)
        .with_graceful_shutdown(async move {
            // An error says that nobody is left who could close: that is closing too.
            let _ = closing.wait_for(|closing| *closing).await;
        })
        .await;
    delivering.abort();
    if let Err(error) = served {
        tracing::error!(%error, "the sandbox stopped serving");
    }
}

fn router(exchange: Arc<Exchange>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/page/{file}", get(page::file))
        .route("/sandbox/state", get(snapshot::state))
        .route("/sandbox/messages", get(snapshot::messages))
        .route("/sandbox/calls", get(snapshot::calls))
        .route("/sandbox/feed", get(snapshot::feed))
        .route("/sandbox/transcript", get(snapshot::transcript))
        .route("/sandbox/violations", get(snapshot::violations))
        .route("/sandbox/file/{id}", get(page::upload))
        .route("/sandbox/events", get(events::stream))
        .route("/sandbox/hook/{name}", post(control::hook))
        .route("/sandbox/{act}", post(control::act))
        .route("/file/{bot}/{*path}", get(bot_api::download))
        .route("/{bot}/{method}", any(bot_api::call))
        .fallback(refusal::nothing_here)
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES))
        .with_state(exchange)
}
