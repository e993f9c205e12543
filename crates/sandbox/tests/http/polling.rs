use std::time::Duration;

use dutybell_sandbox::model::{Fault, Scope};
use serde_json::json;

use crate::town::{Client, SOON, TOWN, ZHAO, sandbox};

#[tokio::test]
async fn a_poll_wakes_at_once_when_something_comes() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let poll = client.call("getUpdates", json!({ "timeout": 50 }));
    let said = async {
        // The poll has begun when its call has raised nothing yet but the bot's server waits:
        // whichever comes first, the update must arrive.
        tokio::task::yield_now().await;
        sandbox
            .with(|telegram, now| telegram.say(ZHAO, TOWN, "/report x", now))
            .unwrap();
    };
    let both = async { tokio::join!(poll, said).0 };
    let updates = tokio::time::timeout(SOON, both).await.unwrap();
    assert_eq!(updates[0]["message"]["text"], "/report x");
}

#[tokio::test]
async fn a_poll_ends_with_nothing_when_its_time_is_over() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let updates = client.call("getUpdates", json!({ "timeout": 1 })).await;
    assert_eq!(updates, json!([]));
}

#[tokio::test]
async fn a_second_poll_ends_the_first_with_a_conflict() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let waits = || client.try_call("getUpdates", json!({ "timeout": 50 }));
    let first = waits();
    tokio::pin!(first);
    // The second call can overtake the first on its way: then the roles are changed.
    let second = waits();
    tokio::pin!(second);
    let (status, body) = tokio::time::timeout(SOON, async {
        tokio::select! { answer = &mut first => answer, answer = &mut second => answer }
    })
    .await
    .unwrap()
    .unwrap();
    assert_eq!(status, 409);
    assert!(
        body["description"]
            .as_str()
            .unwrap()
            .starts_with("Conflict: terminated by other getUpdates request")
    );
}

#[tokio::test]
async fn going_down_cuts_a_poll_that_waits() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let poll = client.try_call("getUpdates", json!({ "timeout": 50 }));
    let down = async {
        tokio::task::yield_now().await;
        sandbox.with(|telegram, now| telegram.inject(Fault::Down, Scope::everything(), now));
    };
    let (answer, ()) = tokio::time::timeout(SOON, async { tokio::join!(poll, down) })
        .await
        .unwrap();
    assert!(answer.is_err());
}

#[tokio::test]
async fn a_slow_answer_comes_late() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let fault = Fault::Slow { millis: 300 };
    sandbox.with(|telegram, now| telegram.inject(fault, Scope::everything().method("getMe"), now));
    let hasty = client.call("getMe", json!({}));
    let hasty = tokio::time::timeout(Duration::from_millis(200), hasty).await;
    assert!(hasty.is_err());
    client.call("getMe", json!({})).await;
}
