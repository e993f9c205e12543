use dutybell_sandbox::{Sandbox, Setup};
use reqwest::Response;

use crate::town::{Client, SOON, TOWN, ZHAO, sandbox, with};

/// Reads a stream until it holds this text; gives all that was read.
async fn read_until(stream: &mut Response, wanted: &str) -> String {
    let mut read = String::new();
    let reading = async {
        while !read.contains(wanted) {
            let chunk = stream.chunk().await.unwrap().unwrap();
            read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    };
    tokio::time::timeout(SOON, reading).await.unwrap();
    read
}

fn say(sandbox: &Sandbox, text: &str) {
    let said = sandbox.with(|telegram, now| telegram.say(ZHAO, TOWN, text, now));
    said.unwrap();
}

#[tokio::test]
async fn what_happens_is_told_live_and_a_reconnect_goes_on() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    say(&sandbox, "before");
    let mut stream = client
        .http()
        .get(client.page("/sandbox/events"))
        .send()
        .await
        .unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    say(&sandbox, "one");
    let read = read_until(&mut stream, "\"one\"").await;
    assert!(read.contains("event: entry"));
    assert!(!read.contains("before"), "it begins with now");
    drop(stream);
    say(&sandbox, "two");
    let mut again = client
        .http()
        .get(client.page("/sandbox/events?since=0"))
        .header("last-event-id", "2")
        .send()
        .await
        .unwrap();
    let read = read_until(&mut again, "\"two\"").await;
    assert!(read.contains("\"one\""));
    assert!(!read.contains("before"), "{read}");
}

#[tokio::test]
async fn who_asks_for_more_than_there_is_starts_anew() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let url = client.page("/sandbox/events?since=99999");
    let mut stream = client.http().get(url).send().await.unwrap();
    read_until(&mut stream, "event: reset").await;
    sandbox.show("clock", serde_json::json!("02:11"));
    read_until(&mut stream, "event: program").await;
}

#[tokio::test]
async fn open_streams_and_polls_do_not_hold_up_the_end() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    let url = client.page("/sandbox/events");
    let mut stream = client.http().get(url).send().await.unwrap();
    say(&sandbox, "one");
    read_until(&mut stream, "one").await;
    tokio::time::timeout(SOON, sandbox.shutdown())
        .await
        .unwrap();
    while let Ok(Some(_)) = stream.chunk().await {}
}

#[tokio::test]
async fn what_the_program_tells_is_told_once_to_each_page() {
    let sandbox = sandbox().await;
    let client = Client::of(&sandbox);
    sandbox.tell(serde_json::json!("first"));
    let whole = client.get("/sandbox/feed").await;
    assert_eq!(whole["lines"][0]["told"], "first");
    let url = client.page("/sandbox/events?told=1");
    let mut stream = client.http().get(url).send().await.unwrap();
    read_until(&mut stream, "event: hello").await;
    sandbox.tell(serde_json::json!("second"));
    let read = read_until(&mut stream, "\"second\"").await;
    assert!(!read.contains("first"), "{read}");
}

#[tokio::test]
async fn time_runs_as_the_page_wants_and_never_back() {
    let sandbox = with(Setup {
        paces: vec![1, 60],
        ..Setup::default()
    })
    .await;
    let client = Client::of(&sandbox);
    let before = sandbox.with(|_, now| now);
    let (status, set) = client
        .act("pace", serde_json::json!({ "factor": 60 }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(set["pace"]["factor"], 60);
    let (status, _) = client.act("pace", serde_json::json!({ "factor": 7 })).await;
    assert_eq!(status, 400, "not on offer");
    let mut stream = {
        let url = client.page("/sandbox/events");
        client.http().get(url).send().await.unwrap()
    };
    let read = read_until(&mut stream, "event: pace").await;
    assert!(read.contains("\"factor\":60"), "{read}");
    let after = sandbox.with(|_, now| now);
    assert!(after >= before);
}
