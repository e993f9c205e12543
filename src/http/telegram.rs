//! `POST /telegram`: updates from Telegram's webhook (SPEC section 7).
//!
//! Telegram repeats a delivery until it hears 200. So 200 is said once the update is durable, and
//! also of what can't be read, which is then kept aside: refused, it would come again for ever and
//! hold up all that is behind it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dutybell_core::limits::UPDATE_BYTES;
use secrecy::ExposeSecret as _;
use subtle::ConstantTimeEq as _;
use tokio::time::timeout;

use super::Shared;
use crate::intake;

/// Where Telegram puts the secret. Source: Bot API, setWebhook.secret_token.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Longest time for an update to come in: Telegram sends it at once.
const READ: Duration = Duration::from_secs(10);

/// Of a body that is too large, or comes without the secret, so much is still listened to, so that the
/// refusal is heard: a
/// connection that closes on somebody who still sends takes the answer with it.
const HEARD_OUT: usize = 16 * UPDATE_BYTES;

type Answer = (StatusCode, &'static str);

/// Takes an update.
pub(super) async fn take(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let knows_secret = knows_secret(&shared, &headers);
    let heard = timeout(READ, read(body)).await;
    if !knows_secret {
        tracing::debug!("a delivery without the secret was refused");
        return (StatusCode::UNAUTHORIZED, "the secret is wrong\n");
    }
    let bytes = match heard {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(refusal)) => return refusal,
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, "the update came too slowly\n"),
    };
    // Before the writer runs nothing can be kept; Telegram comes again.
    let Some(writer) = shared.health.writer() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "not running yet\n");
    };
    let update = crate::telegram::received(bytes);
    match intake::take(writer, &shared.metrics, vec![update]).await {
        Ok(()) => {
            shared.health.delivered();
            (StatusCode::OK, "")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
    }
}

/// In constant time: how much of a guess was right must not show.
fn knows_secret(shared: &Shared, headers: &HeaderMap) -> bool {
    let Some(secret) = &shared.webhook_secret else {
        return false;
    };
    let given = headers
        .get(SECRET_HEADER)
        .map_or(&[][..], |given| given.as_bytes());
    secret.expose_secret().as_bytes().ct_eq(given).into()
}

async fn read(mut body: Body) -> Result<Vec<u8>, Answer> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(frame) =
        std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let Ok(frame) = frame else {
            return Err((StatusCode::BAD_REQUEST, "the update broke off\n"));
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length += data.len();
        if length <= UPDATE_BYTES {
            bytes.extend_from_slice(&data);
        } else if length > HEARD_OUT {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    if length > UPDATE_BYTES {
        tracing::warn!(bytes = length, "a delivery was too large");
        return Err((StatusCode::PAYLOAD_TOO_LARGE, "no update is so large\n"));
    }
    Ok(bytes)
}
