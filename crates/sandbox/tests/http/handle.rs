use std::time::Duration;

use dutybell_core::ids::MessageId;
use dutybell_sandbox::{PressFailed, TimedOut};
use serde_json::json;

use crate::town::{Client, SOON, TOWN, ZHAO, sandbox};

#[tokio::test]
async fn until_wakes_when_the_bot_has_sent() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let waits = sandbox.until(
        |telegram| {
            let mut entries = telegram.transcript_since(0);
            entries.find_map(|entry| Some(entry.posted_by_bot()?.text.clone()))
        },
        SOON,
    );
    let sends = client.call("sendMessage", json!({ "chat_id": TOWN, "text": "page" }));
    let (found, _) = tokio::join!(waits, sends);
    assert_eq!(found.unwrap(), "page");
    let never = Duration::from_millis(20);
    let waits = sandbox.until(|_| None::<()>, never).await;
    assert_eq!(waits, Err(TimedOut(never)));
}

#[tokio::test]
async fn a_press_resolves_when_the_bot_answers_it() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    client
        .call(
            "sendMessage",
            json!({ "chat_id": TOWN, "text": "page", "reply_markup":
                { "inline_keyboard": [[{ "text": "Acknowledge", "callback_data": "a" }]] } }),
        )
        .await;
    let press = sandbox.press(ZHAO, TOWN, MessageId(1), "a");
    let answer = async {
        let updates = client.call("getUpdates", json!({ "timeout": 10 })).await;
        let id = &updates[0]["callback_query"]["id"];
        let params = json!({ "callback_query_id": id, "text": "done" });
        client.call("answerCallbackQuery", params).await;
    };
    let (toast, ()) = tokio::join!(press, answer);
    assert_eq!(toast.unwrap().text, "done");
    let wrong = sandbox.press(ZHAO, TOWN, MessageId(1), "b").await;
    assert!(matches!(wrong, Err(PressFailed::Mistake(_))));
}

#[tokio::test]
async fn skipped_time_is_chosen_by_the_program_and_never_comes_back() {
    let sandbox = sandbox().await;
    let clock = sandbox.clock();
    sandbox.set_pace(60);
    let hour = Duration::from_secs(3_600);
    let mut before = None;
    let there = clock.skip(|now| {
        before = Some(now);
        Some(now.plus(hour))
    });
    let there = there.unwrap();
    assert_eq!(there.shown, before.unwrap().plus(hour));
    assert_eq!(there.factor, 1, "one sees what comes");
    assert_eq!(*sandbox.pace().borrow(), there);
    assert_eq!(clock.skip(|_| None), Some(there));
    let not_back = clock.skip(|now| Some(now.minus(hour))).unwrap();
    assert!(not_back.shown >= there.shown);
    sandbox.shutdown().await;
    assert_eq!(clock.skip(|now| Some(now.plus(hour))), None);
}
