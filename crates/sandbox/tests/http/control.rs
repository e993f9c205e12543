use dutybell_sandbox::{Hook, Setup};
use serde_json::{Value, json};

use crate::town::{Client, TOWN, ZHAO, sandbox, with};

#[tokio::test]
async fn people_act_over_http_and_the_state_shows_it() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let say = json!({ "person": ZHAO, "chat": TOWN, "text": "/report smoke", "photo": true });
    let (status, said) = client.act("say", say).await;
    assert_eq!((status, &said["message"]), (200, &json!(1)));
    let card = client
        .call(
            "sendMessage",
            json!({ "chat_id": TOWN, "text": "#1", "reply_markup":
                { "inline_keyboard": [[{ "text": "Acknowledge", "callback_data": "a" }]] } }),
        )
        .await;
    let press = json!({ "person": ZHAO, "chat": TOWN, "message": card["message_id"], "data": "a" });
    let (_, pressed) = client.act("press", press).await;
    let state = client.get("/sandbox/state").await;
    assert_eq!(state["phones"], json!([1001, 1002]));
    assert_eq!(state["open_presses"][0]["press"], pressed["press"]);
    let chats = state["chats"].as_array().unwrap();
    let town = chats.iter().find(|chat| chat["id"] == json!(TOWN)).unwrap();
    assert_eq!(town["unread"], json!({ "1001": 1, "1002": 2 }));
    assert_eq!(town["messages"][1]["buttons"][0][0]["data"], "a");
    let file = town["messages"][0]["file"]["id"].as_str().unwrap();
    let picture = client.page(&format!("/sandbox/file/{file}"));
    let picture = client.http().get(picture).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");

    let (_, done) = client
        .act("start", json!({ "person": 1002, "code": "abc" }))
        .await;
    assert_eq!(done["message"], 1);
    let (status, _) = client
        .act("block", json!({ "person": 1002, "blocked": true }))
        .await;
    assert_eq!(status, 200);
    let (status, refused) = client.act("start", json!({ "person": 1002 })).await;
    assert_eq!(
        (status, refused),
        (409, json!({ "error": "1002 has blocked the bot" }))
    );
}

#[tokio::test]
async fn faults_are_switched_over_http() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let fault =
        json!({ "fault": { "kind": "server_error", "code": 500 }, "scope": { "times": 9 } });
    let (_, on) = client.act("fault", fault).await;
    let (status, _) = client.try_call("getMe", json!({})).await.unwrap();
    assert_eq!(status, 500);
    assert_eq!(client.get("/sandbox/state").await["faults"][0]["hits"], 1);
    let (status, _) = client.act("lift", on.clone()).await;
    assert_eq!(status, 200);
    let (status, _) = client.act("lift", on).await;
    assert_eq!(status, 404);
    client.call("getMe", json!({})).await;
}

#[tokio::test]
async fn what_is_not_understood_is_told_in_a_sentence() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    for (act, params, wanted) in [
        ("dance", json!({}), 400),
        ("say", json!({ "person": 1001 }), 400),
        ("say", json!([]), 400),
        (
            "say",
            json!({ "person": 5, "chat": TOWN, "text": "x" }),
            404,
        ),
        ("hook/none", json!({}), 404),
    ] {
        let (status, body) = client.act(act, params).await;
        assert_eq!(status, wanted, "{body}");
        assert!(body["error"].is_string(), "{body}");
    }
    let url = client.page("/sandbox/lift");
    let answer = client.http().post(url).body("{}").send().await.unwrap();
    assert_eq!(
        answer.status(),
        400,
        "a form of another origin gets nowhere"
    );
}

#[tokio::test]
async fn hooks_are_listed_and_run() {
    let setup = Setup {
        hooks: vec![Hook::new("echo", "回声", "Echo", |value: Value| async {
            Ok(value)
        })],
        ..Setup::default()
    };
    let sandbox = with(setup).await;
    sandbox.add_hook(Hook::new("fail", "失败", "Fail", |_| async {
        Err("the bot does not stop".to_owned())
    }));
    sandbox.show("clock", json!("02:11"));
    let client = Client::of(&sandbox);
    let state = client.get("/sandbox/state").await;
    assert_eq!(
        state["hooks"][0],
        json!({ "name": "echo", "zh": "回声", "en": "Echo" })
    );
    assert_eq!(state["program"]["clock"], "02:11");
    let (_, echoed) = client.act("hook/echo", json!({ "a": 1 })).await;
    assert_eq!(echoed, json!({ "a": 1 }));
    let (status, failed) = client.act("hook/fail", json!({})).await;
    assert_eq!(
        (status, failed),
        (502, json!({ "error": "the bot does not stop" }))
    );
}

#[tokio::test]
async fn calls_and_transcript_go_on_where_they_were() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let send = || client.call("sendMessage", json!({ "chat_id": TOWN, "text": "x" }));
    send().await;
    let first = client.get("/sandbox/calls?since=0").await;
    assert_eq!(first["calls"][0]["method"], "sendMessage");
    let seq = first["seq"].as_u64().unwrap();
    send().await;
    let rest = client.get(&format!("/sandbox/calls?since={seq}")).await;
    assert_eq!(rest["calls"].as_array().unwrap().len(), 1);
    let rest = client
        .get(&format!("/sandbox/transcript?since={seq}"))
        .await;
    assert_eq!(rest["entries"][0]["what"], "posted");
    let older = client
        .get(&format!("/sandbox/messages?chat={TOWN}&before=2"))
        .await;
    assert_eq!(older["messages"].as_array().unwrap().len(), 1);
    assert_eq!(older["more"], false);
}

#[tokio::test]
async fn the_page_lies_in_the_program_and_asks_nobody_else() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let page = client.http().get(sandbox.page_url()).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'self'"));
    let page = page.text().await.unwrap();
    assert!(page.contains("viewport"));
    assert!(!page.contains("https://"));
    let answer = client.http().get(client.page("/page/none.js")).send().await;
    assert_eq!(answer.unwrap().status(), 404);
}
