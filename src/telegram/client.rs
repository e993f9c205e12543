//! Calls of the Bot API over HTTP.

use std::path::{Path, PathBuf};
use std::time::Duration;

use dutybell_core::decide::BotSelf;
use dutybell_core::ids::TelegramUser;
use dutybell_core::limits::RETRY_AFTER_LONGEST;
use dutybell_core::outgoing::{Drawn, Outcome, Outgoing};
use dutybell_core::parse::answer;
use reqwest::multipart::{Form, Part};
use reqwest::{Proxy, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::Serialize;

use super::request;
use crate::clerk::Clerk;
use crate::evidence::Files;
use crate::picture;

/// Longest time for a connection to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// Longest time for an answer: after it the message may be there or not.
pub(super) const ANSWER: Duration = Duration::from_secs(10);

/// Longest time for the answer to a picture of some kilobytes on a slow line.
const UPLOAD: Duration = Duration::from_secs(30);

/// Longest time for the answer to a file of some megabytes on such a line.
const UPLOAD_OF_FILE: Duration = Duration::from_secs(300);

/// Where Telegram is and how to get there.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    /// The Bot API server.
    pub(crate) api_url: Url,
    /// Through which it is reached.
    pub(crate) proxy: Option<SecretString>,
    /// The bot's token.
    pub(crate) token: SecretString,
}

/// The Bot API, ready to be called. Cheap to clone.
#[derive(Clone)]
pub(crate) struct BotApi {
    pub(super) http: reqwest::Client,
    /// With the token in it, so never to be shown.
    base: SecretString,
    /// Where files are had, with the token in it too.
    pub(super) files: SecretString,
    /// The files on our disk.
    pub(super) evidence: Option<Files>,
    /// Makes workbooks of what is stored.
    pub(super) clerk: Option<Clerk>,
    /// Where a server of one's own keeps its files on our disk.
    pub(super) files_dir: Option<PathBuf>,
}

/// How a call fails. No text here holds the token: reqwest's own would.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// The client itself can't be made.
    #[error(
        "the connection to Telegram can't be set up: {0}\n  mend `proxy` or `api_url` under [telegram]"
    )]
    SetUp(String),
    /// No connection: nothing was asked.
    #[error("Telegram can't be reached: {0}")]
    NoConnection(String),
    /// Asked, but the answer was lost.
    #[error("Telegram did not answer: {0}")]
    NoAnswer(String),
    /// Telegram is asked too often.
    #[error("Telegram wants to be asked again in {} s", .0.as_secs())]
    Wait(Duration),
    /// Telegram says no.
    #[error("Telegram says: {description} ({code})")]
    Refused {
        /// The error's code.
        code: u16,
        /// Its words.
        description: String,
    },
}

/// An answer's frame.
#[derive(Deserialize)]
pub(super) struct Frame<T> {
    pub(super) ok: bool,
    pub(super) result: Option<T>,
    pub(super) error_code: Option<u16>,
    pub(super) description: Option<String>,
    pub(super) parameters: Option<Parameters>,
}

#[derive(Deserialize)]
pub(super) struct Parameters {
    pub(super) retry_after: Option<u64>,
}

#[derive(Deserialize)]
struct Me {
    id: i64,
    username: Option<String>,
}

/// How the webhook stands. Source: Bot API, WebhookInfo.
#[derive(Debug, Deserialize)]
pub(crate) struct WebhookInfo {
    /// Where Telegram delivers; empty where it does not.
    pub(crate) url: String,
    /// Updates that wait.
    #[serde(default)]
    pub(crate) pending_update_count: u64,
    /// When the last delivery that failed did, in seconds since 1970.
    pub(crate) last_error_date: Option<u64>,
    /// Why.
    pub(crate) last_error_message: Option<String>,
}

impl BotApi {
    /// Prepares the connection; nothing is sent yet.
    ///
    /// # Errors
    /// When the proxy's address is of no use.
    pub(crate) fn new(connection: &Connection) -> Result<Self, CallError> {
        let set_up = |error: reqwest::Error| CallError::SetUp(error.without_url().to_string());
        // The configuration alone says which way to go: a proxy that the environment happens to
        // name would carry the token.
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT);
        if let Some(proxy) = &connection.proxy {
            builder = builder.proxy(Proxy::all(proxy.expose_secret()).map_err(set_up)?);
        }
        let http = builder.build().map_err(set_up)?;
        let api_url = connection.api_url.as_str().trim_end_matches('/');
        let base = format!("{api_url}/bot{}/", connection.token.expose_secret());
        let files = format!("{api_url}/file/bot{}/", connection.token.expose_secret());
        Ok(Self {
            http,
            base: base.into(),
            files: files.into(),
            evidence: None,
            clerk: None,
            files_dir: None,
        })
    }

    /// With the files on our disk, to show those again that Telegram no longer knows.
    pub(crate) fn with_evidence(self, files: Files) -> Self {
        Self {
            evidence: Some(files),
            ..self
        }
    }

    /// With whoever makes workbooks.
    pub(crate) fn with_clerk(self, clerk: Clerk) -> Self {
        Self {
            clerk: Some(clerk),
            ..self
        }
    }

    /// With the folder in which a server of one's own keeps its files, on a disk that we share.
    pub(crate) fn with_files_dir(self, folder: Option<&Path>) -> Self {
        Self {
            files_dir: folder.map(Path::to_owned),
            ..self
        }
    }

    /// Who the bot is.
    ///
    /// # Errors
    /// When Telegram can't be reached or refuses the token.
    pub(crate) async fn me(&self) -> Result<BotSelf, CallError> {
        let (status, body) = self.post("getMe", &serde_json::json!({}), ANSWER).await?;
        let me: Me = read(status, &body)?;
        Ok(BotSelf {
            id: TelegramUser(me.id),
            username: me.username.unwrap_or_default(),
        })
    }

    /// How the webhook stands.
    ///
    /// # Errors
    /// When Telegram can't be reached or refuses.
    pub(crate) async fn webhook_info(&self) -> Result<WebhookInfo, CallError> {
        let nothing = serde_json::json!({});
        let (status, body) = self.post("getWebhookInfo", &nothing, ANSWER).await?;
        read(status, &body)
    }

    /// Calls a method for its effect.
    ///
    /// # Errors
    /// When Telegram can't be reached or refuses.
    pub(crate) async fn call(&self, method: &str, body: &impl Serialize) -> Result<(), CallError> {
        let (status, body) = self.post(method, body, ANSWER).await?;
        read::<serde_json::Value>(status, &body).map(|_| ())
    }

    /// Sends what the outbox holds.
    pub(crate) async fn send(&self, body: &Outgoing, stripped: u8) -> Outcome {
        if let Outgoing::Upload {
            chat,
            drawn: Drawn::Kept(kept),
            reply_to,
            ..
        } = body
        {
            return match self.kept(*chat, kept, *reply_to).await {
                Ok(upload) => self.upload(body, upload, UPLOAD_OF_FILE).await,
                Err(outcome) => outcome,
            };
        }
        if let (Outgoing::Upload { drawn, .. }, true, 0) = (body, body.is_picture(), stripped) {
            return match picture::draw(drawn.clone()).await {
                Ok(png) => self.upload(body, request::picture(body, png), UPLOAD).await,
                // The engine sends its words instead.
                Err(error) => Outcome::Refused(error.to_string()),
            };
        }
        if let (Outgoing::Upload { drawn, .. }, true, Some(clerk)) =
            (body, body.is_workbook(), &self.clerk)
        {
            return match clerk.workbook(drawn).await {
                Ok((name, bytes)) => {
                    let upload = request::workbook(body, name, bytes);
                    self.upload(body, upload, UPLOAD_OF_FILE).await
                }
                // The engine says so instead.
                Err(why) => Outcome::Refused(why),
            };
        }
        match request::upload(body, stripped) {
            Ok(Some(upload)) => return self.upload(body, upload, UPLOAD).await,
            Ok(None) => {}
            // A picture that can't be drawn must not hold up the words.
            Err(error) => return Outcome::Refused(error.to_string()),
        }
        let (method, json) = match request::encode(body, stripped) {
            Ok(request) => request,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        match self.post_json(method, json, ANSWER).await {
            Ok((status, answer)) => answer::outcome(body, status, &answer),
            Err(CallError::NoAnswer(why)) => Outcome::Unknown(why),
            Err(error) => Outcome::Transient(error.to_string()),
        }
    }

    async fn upload(&self, body: &Outgoing, upload: request::Upload, within: Duration) -> Outcome {
        let part = Part::bytes(upload.bytes).file_name(upload.name);
        let part = match part.mime_str(upload.mime) {
            Ok(part) => part,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        let mut form = Form::new().part(upload.field, part);
        for (name, value) in upload.fields {
            form = form.text(name, value);
        }
        let request = self
            .http
            .post(format!("{}{}", self.base.expose_secret(), upload.method))
            .timeout(within)
            .multipart(form);
        match answered(request).await {
            Ok((status, answer)) => answer::outcome(body, status, &answer),
            Err(CallError::NoAnswer(why)) => Outcome::Unknown(why),
            Err(error) => Outcome::Transient(error.to_string()),
        }
    }

    /// Posts a body and returns status and answer.
    pub(super) async fn post(
        &self,
        method: &str,
        body: &impl Serialize,
        timeout: Duration,
    ) -> Result<(u16, Vec<u8>), CallError> {
        let json = serde_json::to_vec(body).map_err(|error| CallError::SetUp(error.to_string()))?;
        self.post_json(method, json, timeout).await
    }

    async fn post_json(
        &self,
        method: &str,
        json: Vec<u8>,
        timeout: Duration,
    ) -> Result<(u16, Vec<u8>), CallError> {
        let request = self
            .http
            .post(format!("{}{method}", self.base.expose_secret()))
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .timeout(timeout)
            .body(json);
        answered(request).await
    }
}

async fn answered(request: reqwest::RequestBuilder) -> Result<(u16, Vec<u8>), CallError> {
    let answer = request.send().await.map_err(lost)?;
    let status = answer.status().as_u16();
    let body = answer.bytes().await.map_err(lost)?;
    Ok((status, body.into()))
}

/// Only a failed connection is sure to have sent nothing.
pub(super) fn lost(error: reqwest::Error) -> CallError {
    let connecting = error.is_connect();
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        words = cause.to_string();
        source = cause.source();
    }
    if connecting {
        CallError::NoConnection(words)
    } else {
        CallError::NoAnswer(words)
    }
}

/// The result of an answer, or Telegram's refusal.
pub(super) fn read<T: serde::de::DeserializeOwned>(
    status: u16,
    body: &[u8],
) -> Result<T, CallError> {
    match serde_json::from_slice::<Frame<T>>(body) {
        Ok(Frame {
            ok: true,
            result: Some(result),
            ..
        }) => Ok(result),
        Ok(Frame {
            parameters: Some(Parameters {
                retry_after: Some(seconds),
            }),
            ..
        }) => Err(CallError::Wait(
            Duration::from_secs(seconds).min(RETRY_AFTER_LONGEST),
        )),
        Ok(frame) => Err(CallError::Refused {
            code: frame.error_code.unwrap_or(status),
            description: frame.description.unwrap_or_default(),
        }),
        Err(_) => Err(CallError::Refused {
            code: status,
            description: "no readable answer".into(),
        }),
    }
}
