use dutybell_core::ids::MessageId;
use dutybell_sandbox::model::{Happening, Mistake};
use serde_json::json;

use crate::town::{TOWN, WANG, ZHAO, at, ok, quiet, waiting};

fn page() -> (dutybell_sandbox::model::Telegram, MessageId) {
    let mut telegram = quiet();
    let sent = ok(
        &mut telegram,
        "sendMessage",
        json!({
            "chat_id": TOWN,
            "text": "page",
            "reply_markup": { "inline_keyboard": [[
                { "text": "Acknowledge", "callback_data": "1:ack:7" },
                { "text": "Copy", "copy_text": { "text": "x" } },
            ]] },
        }),
    );
    let id = MessageId(sent["message_id"].as_i64().unwrap());
    (telegram, id)
}

#[test]
fn a_press_is_answered_once() {
    let (mut telegram, page) = page();
    let id = telegram.press(ZHAO, TOWN, page, "1:ack:7", at(0)).unwrap();
    let update = &waiting(&mut telegram)[0]["callback_query"];
    assert_eq!(update["id"], json!(id));
    assert_eq!(update["data"], "1:ack:7");
    assert_eq!(update["message"]["message_id"], json!(page));
    let answer = json!({ "callback_query_id": id, "text": "done", "show_alert": true });
    assert_eq!(
        telegram
            .call("answerCallbackQuery", &answer, at(1))
            .status(),
        Some(200)
    );
    let toast = telegram.press_of(&id).unwrap().answer.clone().unwrap();
    assert_eq!((toast.text.as_str(), toast.alert), ("done", true));
    let again = telegram.call("answerCallbackQuery", &answer, at(2));
    assert_eq!(
        again.error().unwrap().description,
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    );
    assert!(telegram.transcript_since(0).any(|entry| matches!(
        &entry.what,
        Happening::Pressed { label, .. } if label == "Acknowledge"
    )));
}

#[test]
fn a_press_waits_fifteen_seconds() {
    for (millis, status) in [(15_000, 200), (15_001, 400)] {
        let (mut telegram, page) = page();
        let id = telegram.press(ZHAO, TOWN, page, "1:ack:7", at(0)).unwrap();
        let answer = json!({ "callback_query_id": id });
        let answer = telegram.call("answerCallbackQuery", &answer, at(millis));
        assert_eq!(answer.status(), Some(status));
    }
}

#[test]
fn an_answer_has_at_most_two_hundred_characters() {
    let (mut telegram, page) = page();
    let id = telegram.press(ZHAO, TOWN, page, "1:ack:7", at(0)).unwrap();
    for (count, status) in [(201, 400), (200, 200)] {
        let answer = json!({ "callback_query_id": id, "text": "字".repeat(count) });
        let answer = telegram.call("answerCallbackQuery", &answer, at(0));
        assert_eq!(answer.status(), Some(status));
    }
}

#[test]
fn only_what_is_there_can_be_pressed_unless_the_phone_is_behind() {
    let (mut telegram, page) = page();
    let gone = telegram.press(ZHAO, TOWN, page, "other", at(0));
    assert!(matches!(gone, Err(Mistake::NoSuchButton(..))));
    let stranger = telegram.press(WANG, WANG.private_chat(), page, "x", at(0));
    assert!(matches!(stranger, Err(Mistake::NoSuchMessage(..))));
    ok(
        &mut telegram,
        "deleteMessage",
        json!({ "chat_id": TOWN, "message_id": page }),
    );
    telegram
        .press_stale(ZHAO, TOWN, page, "1:ack:7", at(0))
        .unwrap();
    let update = &waiting(&mut telegram)[0]["callback_query"];
    assert_eq!(update["message"]["date"], 0);
}
