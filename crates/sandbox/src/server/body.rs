//! The parameters of a call, in each form that the Bot API takes.
//! Source: Bot API, "Making requests".

use std::sync::Arc;

use axum::Form;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::exchange::Exchange;
use crate::model::{ApiError, File};

type Pairs = Vec<(String, String)>;

/// Reads query and body; files of a multipart body are kept, and their handles stand in their
/// places.
pub(super) async fn params(request: Request, exchange: &Exchange) -> Result<Value, ApiError> {
    let mut params = Map::new();
    if let Ok(Query(pairs)) = Query::<Pairs>::try_from_uri(request.uri()) {
        put(&mut params, pairs);
    }
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if kind.starts_with("application/json") {
        let body = Bytes::from_request(request, &())
            .await
            .map_err(|error| too_large(&error))?;
        if !body.is_empty() {
            match serde_json::from_slice(&body) {
                Ok(Value::Object(object)) => params.extend(object),
                _ => return Err(ApiError::bad("can't parse JSON object")),
            }
        }
    } else if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &())
            .await
            .map_err(|error| too_large(&error))?;
        parts(form, &mut params, exchange).await?;
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        if request.method() == axum::http::Method::GET {
            return Ok(Value::Object(params));
        }
        let Form(pairs) = Form::<Pairs>::from_request(request, &())
            .await
            .map_err(|error| too_large(&error))?;
        put(&mut params, pairs);
    }
    Ok(Value::Object(params))
}

fn put(params: &mut Map<String, Value>, pairs: Pairs) {
    for (name, value) in pairs {
        params.insert(name, Value::String(value));
    }
}

async fn parts(
    mut form: Multipart,
    params: &mut Map<String, Value>,
    exchange: &Exchange,
) -> Result<(), ApiError> {
    while let Some(part) = form.next_field().await.map_err(|error| too_large(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| too_large(&error))?;
        let value = match (file, mime) {
            (None, None) => String::from_utf8_lossy(&bytes).into_owned(),
            (file, mime) => {
                let file = File {
                    kind: None,
                    name: file.unwrap_or_else(|| name.clone()),
                    mime: mime.unwrap_or_else(|| "application/octet-stream".to_owned()),
                    bytes: Arc::from(bytes.as_ref()),
                };
                exchange.with(|telegram, _| telegram.keep_file(file))
            }
        };
        params.insert(name, Value::String(value));
    }
    Ok(())
}

fn too_large(error: &impl std::fmt::Display) -> ApiError {
    ApiError::new(413, format!("Request Entity Too Large: {error}"))
}
