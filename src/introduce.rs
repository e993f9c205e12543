//! Registers the bot's commands with Telegram, until it is done.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::render;
use dutybell_core::render::words::Words;
use dutybell_core::settings::Language;
use tokio::sync::watch;

use crate::telegram::{BotApi, CallError};

/// First pause after a failure; doubles with each further one.
const PAUSE_FIRST: Duration = Duration::from_millis(500);

/// Longest pause that we choose. Nobody waits for a menu: commands work without it.
const PAUSE_LONGEST: Duration = Duration::from_secs(300);

/// Registers the commands in both languages, again where the usual one changes. Nothing depends on
/// it, so a failure is logged and tried again for as long as the bot runs.
pub(crate) async fn run(api: BotApi, words: Arc<Words>, mut usual: watch::Receiver<Language>) {
    loop {
        let language = *usual.borrow_and_update();
        for (language, code) in [
            (language, None),
            (Language::Zh, Some("zh")),
            (Language::En, Some("en")),
        ] {
            register(&api, &body(&words, language, code)).await;
        }
        while *usual.borrow() == language {
            if usual.changed().await.is_err() {
                return;
            }
        }
    }
}

async fn register(api: &BotApi, body: &serde_json::Value) {
    let mut pause = PAUSE_FIRST;
    while let Err(error) = api.call("setMyCommands", body).await {
        let wait = match error {
            CallError::Wait(wait) => wait,
            _ => pause,
        };
        tracing::warn!(%error, ?wait, "the commands can't be registered yet");
        pause = (pause * 2).min(PAUSE_LONGEST);
        tokio::time::sleep(wait).await;
    }
}

fn body(words: &Words, language: Language, code: Option<&str>) -> serde_json::Value {
    let commands: Vec<_> = render::command_list(words, language)
        .into_iter()
        .map(|(command, description)| {
            serde_json::json!({ "command": command, "description": description })
        })
        .collect();
    let mut body = serde_json::json!({ "commands": commands });
    if let Some(code) = code {
        body["language_code"] = code.into();
    }
    body
}
