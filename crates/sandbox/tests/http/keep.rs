use std::fs;
use std::path::{Path, PathBuf};

use dutybell_core::ids::{MessageId, UpdateId};
use dutybell_core::incoming::AttachmentKind;
use dutybell_sandbox::model::{Fault, File, Saying, Scope};
use dutybell_sandbox::{Keep, Sandbox, Setup};
use serde_json::json;

use crate::town::{Client, TOWN, ZHAO, with};

/// A folder of this test alone, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

async fn kept(folder: &Path) -> Sandbox {
    let keep = Some(Keep::open(folder).unwrap());
    with(Setup {
        keep,
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn what_the_bot_and_people_did_is_there_again() {
    let folder = folder("there-again");
    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    let commands = json!([{ "command": "report", "description": "reports" }]);
    client
        .call("setMyCommands", json!({ "commands": commands }))
        .await;
    let keyboard =
        json!({ "inline_keyboard": [[{ "text": "Acknowledge", "callback_data": "ack" }]] });
    let page = json!({ "chat_id": TOWN, "text": "page", "reply_markup": keyboard });
    client.call("sendMessage", page).await;
    sandbox.with(|telegram, now| {
        let photo = telegram.keep_file(File {
            kind: None,
            name: "smoke.jpg".to_owned(),
            mime: "image/jpeg".to_owned(),
            bytes: b"smoke".as_slice().into(),
        });
        let photo = Saying::text("smoke").with_file(AttachmentKind::Photo, photo);
        telegram.send(ZHAO, TOWN, photo, now).unwrap();
        telegram.inject(Fault::Slow { millis: 1 }, Scope::everything(), now);
    });
    let press = json!({ "person": ZHAO, "chat": TOWN, "message": 1, "data": "ack" });
    let (_, pressed) = client.act("press", press).await;
    let before = client.get("/sandbox/state").await;
    drop(sandbox);

    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    let after = client.get("/sandbox/state").await;
    for part in [
        "seq",
        "chats",
        "people",
        "commands",
        "open_presses",
        "faults",
        "unconfirmed_updates",
    ] {
        assert_eq!(after[part], before[part], "{part}");
    }
    let photo = sandbox.with(|telegram, _| telegram.file("sandbox-file-00000001").cloned());
    assert_eq!(&*photo.unwrap().bytes, b"smoke");
    let answer = json!({ "callback_query_id": pressed["press"], "text": "done" });
    client.call("answerCallbackQuery", answer).await;
    let next = client
        .call("sendMessage", json!({ "chat_id": TOWN, "text": "next" }))
        .await;
    assert_eq!(next["message_id"], 3);
}

#[tokio::test]
async fn updates_go_on_where_they_were() {
    let folder = folder("updates");
    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    for text in ["/report one", "/report two"] {
        let said = json!({ "person": ZHAO, "chat": TOWN, "text": text });
        client.act("say", said).await;
    }
    let first = client.call("getUpdates", json!({ "limit": 1 })).await;
    let confirmed = first[0]["update_id"].as_i64().unwrap();
    let rest = client
        .call("getUpdates", json!({ "offset": confirmed + 1 }))
        .await;
    drop(sandbox);

    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    assert_eq!(client.call("getUpdates", json!({})).await, rest);
    let next = sandbox.with(|telegram, _| telegram.updates().next_id());
    assert_eq!(next, UpdateId(confirmed + 2));
}

#[tokio::test]
async fn who_waits_for_news_finds_them_kept() {
    let folder = folder("poll");
    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    let says = async {
        sandbox
            .with(|telegram, now| telegram.say(ZHAO, TOWN, "/report smoke", now))
            .unwrap();
    };
    let polls = client.call("getUpdates", json!({ "timeout": 50 }));
    let (updates, ()) = tokio::join!(polls, says);
    assert_eq!(updates.as_array().unwrap().len(), 1);
    let again = kept(&folder).await;
    again.with(|telegram, _| {
        assert_eq!(telegram.updates().len(), 1);
        assert!(telegram.message(TOWN, MessageId(1)).is_some());
    });
}

#[tokio::test]
async fn what_can_not_be_read_is_told_and_left() {
    let folder = folder("unreadable");
    assert!(!Keep::open(&folder).unwrap().holds_one());
    drop(kept(&folder).await);
    assert!(Keep::open(&folder).unwrap().holds_one());
    let file = folder.join("state.json");
    for (text, why) in [
        ("{\"version\":0}", "version 0"),
        ("{\"version\":1,", "damaged"),
    ] {
        fs::write(&file, text).unwrap();
        let error = Keep::open(&folder).unwrap_err().to_string();
        assert!(
            error.contains(why) && error.contains("state.json"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[tokio::test]
async fn a_clock_that_ran_ahead_does_not_go_back_over_a_restart() {
    let folder = folder("ahead");
    let sandbox = kept(&folder).await;
    let client = Client::of(&sandbox);
    sandbox.set_pace(1_000_000_000);
    client
        .call("setMyCommands", json!({ "commands": [] }))
        .await;
    let ahead = sandbox.set_pace(1).shown;
    client
        .call("setMyCommands", json!({ "commands": [] }))
        .await;
    drop(sandbox);
    let sandbox = kept(&folder).await;
    assert!(sandbox.with(|_, now| now) >= ahead);
}
