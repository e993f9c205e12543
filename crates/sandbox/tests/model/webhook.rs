use dutybell_sandbox::model::{Deliver, Delivery, Fault, Scope, Telegram};
use serde_json::json;

use crate::town::{TOWN, ZHAO, at, ok, quiet, refused, waiting};

const URL: &str = "http://127.0.0.1:9/telegram";

fn with_webhook() -> Telegram {
    let mut telegram = quiet();
    ok(
        &mut telegram,
        "setWebhook",
        json!({ "url": URL, "secret_token": "a-secret" }),
    );
    telegram
}

fn next(telegram: &Telegram, millis: i64) -> Delivery {
    match telegram.next_delivery(at(millis)) {
        Deliver::Post(delivery) => delivery,
        Deliver::Wait(until) => panic!("nothing before {until:?}"),
    }
}

#[test]
fn updates_are_delivered_one_by_one_and_repeated_until_they_are_taken() {
    let mut telegram = with_webhook();
    for text in ["/a", "/b"] {
        telegram.say(ZHAO, TOWN, text, at(0)).unwrap();
    }
    let first = next(&telegram, 0);
    assert_eq!(
        (first.url.as_str(), first.secret.as_str()),
        (URL, "a-secret")
    );
    assert!(first.json.contains("\"text\":\"/a\""), "{}", first.json);
    telegram.delivered(&first, Ok(503), at(0));
    let Deliver::Wait(Some(until)) = telegram.next_delivery(at(0)) else {
        panic!("not at once")
    };
    assert!(until > at(0));
    let info = ok(&mut telegram, "getWebhookInfo", json!({}));
    assert_eq!(info["pending_update_count"], 2);
    assert_eq!(info["last_error_date"], 1_700_000_000);
    assert!(info["last_error_message"].as_str().unwrap().contains("503"));
    let again = next(&telegram, 60_000);
    assert_eq!(again, first);
    telegram.delivered(&again, Ok(200), at(60_000));
    assert!(next(&telegram, 60_000).json.contains("\"text\":\"/b\""));
    assert_eq!(telegram.updates().confirmed(), 1);
}

#[test]
fn an_answer_that_is_lost_brings_the_update_again_once() {
    let mut telegram = with_webhook();
    telegram.inject(Fault::RepeatUpdates, Scope::everything(), at(0));
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    let first = next(&telegram, 0);
    telegram.delivered(&first, Ok(200), at(0));
    let again = next(&telegram, 0);
    assert_eq!(again, first);
    telegram.delivered(&again, Ok(200), at(0));
    assert_eq!(telegram.next_delivery(at(0)), Deliver::Wait(None));
}

#[test]
fn polls_and_webhook_exclude_each_other_and_neither_drops_what_waits() {
    let mut telegram = with_webhook();
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    let error = refused(&mut telegram, "getUpdates", json!({}));
    assert_eq!(error.code, 409);
    let late = next(&telegram, 0);
    ok(&mut telegram, "deleteWebhook", json!({}));
    assert_eq!(telegram.next_delivery(at(0)), Deliver::Wait(None));
    // The answer to a delivery to where there is no webhook any more confirms nothing.
    telegram.delivered(&late, Ok(200), at(0));
    assert_eq!(waiting(&mut telegram).len(), 1);
}

#[test]
fn addresses_and_secrets_are_checked() {
    let mut telegram = quiet();
    for (url, secret) in [
        ("http://example.com/telegram", "good"),
        (URL, "not good"),
        (URL, "schlecht-ü"),
    ] {
        let params = json!({ "url": url, "secret_token": secret });
        assert_eq!(refused(&mut telegram, "setWebhook", params).code, 400);
    }
    ok(
        &mut telegram,
        "setWebhook",
        json!({ "url": "https://example.com/telegram" }),
    );
}
