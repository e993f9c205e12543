//! A town to test in.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::time::At;
use dutybell_sandbox::model::{Answer, ApiError, ChatKind, Group, Limits, Person, Telegram, Town};
use serde_json::{Value, json};

pub(crate) const ZHAO: TelegramUser = TelegramUser(1001);
pub(crate) const LI: TelegramUser = TelegramUser(1002);
/// Never pressed Start.
pub(crate) const WANG: TelegramUser = TelegramUser(1003);
pub(crate) const TOWN: TelegramChat = TelegramChat(-1_001_000_000_001);
/// A small group that can grow up.
pub(crate) const YARD: TelegramChat = TelegramChat(-500);

pub(crate) fn town(limits: Limits) -> Telegram {
    Telegram::new(Town {
        people: vec![
            Person::new(1001, "Zhao Jianguo").speaking("en").started(),
            Person::new(1002, "李强").speaking("zh-hans").started(),
            Person::new(1003, "Wang Fang"),
        ],
        groups: vec![
            Group::new(TOWN.0, "Town", [ZHAO, LI, WANG]),
            Group {
                kind: ChatKind::Group,
                ..Group::new(YARD.0, "Yard", [ZHAO, LI])
            },
        ],
        limits,
        ..Town::default()
    })
}

/// Without limits, which most tests are not about.
pub(crate) fn quiet() -> Telegram {
    town(Limits::off())
}

pub(crate) fn at(millis: i64) -> At {
    At(1_700_000_000_000 + millis)
}

pub(crate) fn ok(telegram: &mut Telegram, method: &str, params: Value) -> Value {
    let answer = telegram.call(method, &params, at(0));
    answer
        .value()
        .unwrap_or_else(|| panic!("{method} {params} got {answer:?}"))
}

pub(crate) fn refused(telegram: &mut Telegram, method: &str, params: Value) -> ApiError {
    match telegram.call(method, &params, at(0)) {
        Answer::Error(error) => error,
        answer => panic!("{method} {params} got {answer:?}"),
    }
}

/// Sends a message of the bot; gives its id.
pub(crate) fn bot_says(telegram: &mut Telegram, chat: TelegramChat, text: &str) -> i64 {
    let sent = ok(
        telegram,
        "sendMessage",
        json!({ "chat_id": chat, "text": text }),
    );
    sent["message_id"].as_i64().unwrap()
}

/// All updates that wait, without confirming any.
pub(crate) fn waiting(telegram: &mut Telegram) -> Vec<Value> {
    let list = ok(telegram, "getUpdates", json!({}));
    list.as_array().unwrap().clone()
}
