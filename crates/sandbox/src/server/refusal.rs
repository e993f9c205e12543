//! What the control interface says when it does not do what was asked: a sentence in JSON.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::model::Mistake;

/// `{"error": "…"}` with a status.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    sentence: String,
}

impl Refusal {
    pub(super) fn bad(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            sentence: sentence.into(),
        }
    }

    pub(super) fn missing(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            sentence: sentence.into(),
        }
    }

    /// The program around the sandbox could not do it.
    pub(super) fn failed(sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_GATEWAY,
            sentence: sentence.into(),
        }
    }
}

impl From<Mistake> for Refusal {
    fn from(mistake: Mistake) -> Self {
        let status = match mistake {
            Mistake::NoSuchPerson(_)
            | Mistake::NoSuchChat(_)
            | Mistake::NoSuchFile(_)
            | Mistake::NoSuchMessage(..)
            | Mistake::NoSuchButton(..) => StatusCode::NOT_FOUND,
            Mistake::Empty | Mistake::TooLong(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::CONFLICT,
        };
        Self {
            status,
            sentence: mistake.to_string(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.sentence }))).into_response()
    }
}

pub(super) async fn nothing_here() -> Refusal {
    Refusal::missing("there is nothing at this address")
}
