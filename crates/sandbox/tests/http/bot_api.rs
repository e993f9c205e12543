use dutybell_sandbox::model::{Fault, Scope};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::town::{Client, TOWN, ZHAO, sandbox};

#[tokio::test]
async fn json_forms_and_queries_are_taken_and_case_does_not_matter() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let me = client.call("GetMe", json!({})).await;
    assert_eq!(me["username"], "dutybell_bot");
    client
        .call("SENDMESSAGE", json!({ "chat_id": ZHAO, "text": "json" }))
        .await;
    let query = client.url("sendMessage?chat_id=1001&text=a%20query");
    let answer = client.http().get(query).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let form = "chat_id=1001&text=a+form&reply_markup=%7B%22inline_keyboard%22%3A%5B%5B%7B%22text\
                %22%3A%22b%22%2C%22callback_data%22%3A%22d%22%7D%5D%5D%7D";
    let answer = client
        .http()
        .post(client.url("sendMessage"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
        "d"
    );
    let texts: Vec<String> = sandbox.with(|telegram, _| {
        let chat = telegram.chat(ZHAO.private_chat()).unwrap();
        chat.messages.values().map(|m| m.text.clone()).collect()
    });
    assert_eq!(texts, ["json", "a query", "a form"]);
}

#[tokio::test]
async fn an_uploaded_file_gets_a_handle_and_can_be_fetched() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    for attached in [false, true] {
        let part = Part::bytes(vec![1, 2, 3]).file_name("roster.png");
        let form = Form::new().text("chat_id", "1001").text("caption", "名单");
        let form = if attached {
            form.text("photo", "attach://f0").part("f0", part)
        } else {
            form.part("photo", part)
        };
        let url = client.url("sendPhoto");
        let answer = client.http().post(url).multipart(form).send().await;
        let body: Value = answer.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["caption"], "名单", "{body}");
        let id = &body["result"]["photo"][1]["file_id"];
        let file = client.call("getFile", json!({ "file_id": id })).await;
        let path = file["file_path"].as_str().unwrap();
        let token = sandbox.with(|telegram, _| telegram.bot().token.clone());
        let url = client.page(&format!("/file/bot{token}/{path}"));
        let bytes = client.http().get(url).send().await.unwrap().bytes().await;
        assert_eq!(bytes.unwrap().as_ref(), [1, 2, 3]);
    }
}

#[tokio::test]
async fn refusals_look_like_telegrams() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let (status, body) = client
        .try_call("sendMessage", json!({ "chat_id": 5, "text": "x" }))
        .await
        .unwrap();
    assert_eq!(status, 400);
    assert_eq!(
        body,
        json!({ "ok": false, "error_code": 400, "description": "Bad Request: chat not found" })
    );
    let (status, _) = client.try_call("noSuchThing", json!({})).await.unwrap();
    assert_eq!(status, 404);
    let wrong = client.page("/bot1:wrong/getMe");
    let answer = client.http().get(wrong).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["description"], "Unauthorized");
    let answer = client.http().get(client.page("/bot/getMe")).send().await;
    assert_eq!(answer.unwrap().status(), 404);
    sandbox.with(|telegram, now| {
        let fault = Fault::TooManyRequests {
            chat: None,
            retry_after: 7,
        };
        telegram.inject(fault, Scope::times(1), now);
    });
    let (status, body) = client
        .try_call("sendMessage", json!({ "chat_id": TOWN, "text": "x" }))
        .await
        .unwrap();
    assert_eq!(
        (status, &body["parameters"]["retry_after"]),
        (429, &json!(7))
    );
}

#[tokio::test]
async fn a_dropped_call_has_no_answer_and_a_lost_one_took_effect() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let send = || client.try_call("sendMessage", json!({ "chat_id": TOWN, "text": "x" }));
    let count = || sandbox.with(|telegram, _| telegram.chat(TOWN).unwrap().messages.len());
    sandbox.with(|telegram, now| telegram.inject(Fault::Down, Scope::times(1), now));
    let error = send().await.unwrap_err();
    assert!(error.status().is_none(), "{error:?}");
    assert_eq!(count(), 0);
    sandbox.with(|telegram, now| telegram.inject(Fault::AnswerLost, Scope::times(1), now));
    assert!(send().await.unwrap_err().status().is_none());
    assert_eq!(count(), 1);
    send().await.unwrap();
    assert_eq!(count(), 2);
}

#[tokio::test]
async fn a_bad_gateway_speaks_no_json() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let fault = Fault::ServerError { code: 502 };
    sandbox.with(|telegram, now| telegram.inject(fault, Scope::everything(), now));
    let answer = client.http().get(client.url("getMe")).send().await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(answer.json::<Value>().await.is_err());
}
