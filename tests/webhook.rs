//! Intake by webhook: Telegram calls, and nothing is lost on the way or by changing the way.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use dutybell_sandbox::model::{Fault, Heard, Scope};
use serde_json::json;
use support::{GROUP, Gate, Plan, Town};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";

/// A town whose bot is to be called through a gate.
async fn asleep() -> (Town, Gate) {
    let gate = Gate::open().await;
    let town = Town::asleep(Plan::calm()).await;
    town.configure(&by_webhook(&town, &gate));
    (town, gate)
}

fn by_webhook(town: &Town, gate: &Gate) -> Plan {
    Plan::calm()
        .http()
        .telegram("mode", "webhook")
        .telegram(
            "webhook_url",
            &format!("http://{}/telegram", gate.address()),
        )
        // A server of one's own, which delivers within the house.
        .telegram("api_url", &town.api_url())
}

async fn wake(town: &mut Town, gate: &Gate) {
    town.wake();
    gate.leads_to(Some(town.bot().http().await));
}

async fn begin() -> (Town, Gate) {
    let (mut town, gate) = asleep().await;
    wake(&mut town, &gate).await;
    (town, gate)
}

/// Posts as whoever knows the address.
async fn post(town: &mut Town, secret: Option<&str>, body: Vec<u8>) -> u16 {
    let address = town.bot().http().await;
    let mut request = reqwest::Client::new()
        .post(format!("http://{address}/telegram"))
        .body(body);
    if let Some(secret) = secret {
        request = request.header(SECRET, secret);
    }
    request.send().await.unwrap().status().as_u16()
}

fn secret(town: &Town) -> String {
    let path = town.config().with_file_name("data").join("webhook_secret");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner only");
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test]
async fn a_report_is_stored_paged_and_acknowledged() {
    let (mut town, _gate) = begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    assert_eq!(town.get("/readyz").await, (200, "ready\n".to_owned()));
    let set = town
        .call("setWebhook", |call| call.method == "setWebhook")
        .await;
    assert_eq!(set.params["drop_pending_updates"], false);
    assert_eq!(set.params["secret_token"], secret(&town));
    assert!(set.params["allowed_updates"].as_array().unwrap().len() > 2);
    let stored = town.end().await;
    assert_eq!(support::entries(&stored[0], "acknowledged"), 1);
}

#[tokio::test]
async fn what_is_said_while_the_bot_is_dead_is_delivered_again() {
    let (mut town, gate) = begin().await;
    town.settles().await;
    town.kill().await;
    town.says("li", GROUP, "/report smoke");
    town.says("guest", GROUP, "/report fire in the mill");
    wake(&mut town, &gate).await;
    for _ in 1..=2 {
        town.sees(GROUP, "registered").await;
        town.sees(GROUP, "Is anyone hurt?").await;
        town.rings("zhao", "LEVEL II").await;
    }
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn a_delivery_whose_answer_is_lost_changes_nothing_when_it_comes_again() {
    let (mut town, gate) = begin().await;
    let repeats = town.fault(Fault::RepeatUpdates, Scope::everything());
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.hits(repeats, 1).await;
    town.mend(repeats);
    // Dead between a delivery and whatever follows from it.
    town.says("li", GROUP, "/update 1 water is on");
    town.kill().await;
    wake(&mut town, &gate).await;
    town.sees(GROUP, "#1: update stored.").await;
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(support::entries(&stored[0], "updated"), 1);
}

#[tokio::test]
async fn who_does_not_know_the_secret_is_not_heard() {
    let (mut town, _gate) = begin().await;
    let forged = json!({ "update_id": 900_000, "message": {
        "message_id": 1, "date": 1, "text": "/report forged",
        "chat": { "id": GROUP, "type": "supergroup" },
        "from": { "id": 1005, "is_bot": false, "first_name": "Li" },
    }})
    .to_string()
    .into_bytes();
    let secret = secret(&town);
    let almost = format!("{}x", &secret[..secret.len() - 1]);
    for wrong in [
        None,
        Some(""),
        Some("x"),
        Some(almost.as_str()),
        Some(&secret[1..]),
    ] {
        assert_eq!(
            post(&mut town, wrong, forged.clone()).await,
            401,
            "{wrong:?}"
        );
    }
    let large = vec![b' '; 10 * 1024 * 1024];
    assert_eq!(
        post(&mut town, Some("x"), large).await,
        401,
        "heard out, or the answer would be lost"
    );
    assert_eq!(town.end().await.len(), 0);
}

#[tokio::test]
async fn who_delivers_too_slowly_is_told_and_let_go() {
    let (mut town, _gate) = begin().await;
    town.call("setWebhook", |call| call.method == "setWebhook")
        .await;
    let address = town.bot().http().await;
    let mut slow = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /telegram HTTP/1.1\r\nHost: bot\r\n{SECRET}: {}\r\nContent-Length: 100\r\n\r\n{{",
        secret(&town)
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    slow.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    town.end().await;
}

#[tokio::test]
async fn what_is_no_update_is_refused_or_kept_aside_and_holds_up_nothing() {
    let (mut town, _gate) = begin().await;
    // Before the writer runs everything is answered with 503.
    town.call("setWebhook", |call| call.method == "setWebhook")
        .await;
    let secret = secret(&town);
    let large = vec![b' '; 10 * 1024 * 1024];
    assert_eq!(post(&mut town, Some(&secret), large).await, 413);
    for garbage in [
        &b"no json"[..],
        b"",
        b"[]",
        b"{\"update_id\":\"x\"}",
        b"{\"update_id\":77,\"message\":{\"text\":\"\\ud800\"}}",
        b"\xff\xfe",
    ] {
        assert_eq!(post(&mut town, Some(&secret), garbage.to_vec()).await, 200);
    }
    town.sees("office", "A message could not be read").await;
    let address = town.bot().http().await;
    let got = reqwest::get(format!("http://{address}/telegram")).await;
    assert_eq!(got.unwrap().status().as_u16(), 405);
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn from_polling_to_the_webhook_and_back_nothing_is_lost() {
    let mut town = Town::begin().await;
    let gate = Gate::open().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.stop().await;
    town.says("li", GROUP, "/report first fire");
    town.configure(&by_webhook(&town, &gate));
    wake(&mut town, &gate).await;
    town.sees(GROUP, "🔴 #2 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "first fire").await;
    town.settles().await;
    town.stop().await;
    town.says("li", GROUP, "/report second fire");
    // Telegram has tried in vain by now, as it would.
    town.configure(&Plan::calm());
    town.wake();
    town.sees(GROUP, "🔴 #3 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "second fire").await;
    let deleted = town
        .call("deleteWebhook", |call| call.method == "deleteWebhook")
        .await;
    assert_eq!(deleted.params["drop_pending_updates"], false);
    assert_eq!(town.end().await.len(), 3);
}

#[tokio::test]
async fn a_telegram_that_fails_at_first_gets_the_webhook_later() {
    let (mut town, gate) = asleep().await;
    let fails = Scope::times(2).method("setWebhook");
    town.fault(Fault::ServerError { code: 502 }, fails);
    wake(&mut town, &gate).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_webhook_that_cannot_be_reached_is_told_to_the_administrator() {
    let (mut town, gate) = asleep().await;
    town.says("li", GROUP, "/report smoke");
    town.wake();
    let address = town.bot().http().await;
    let notice = town
        .sees("office", "Telegram can't deliver messages to the bot")
        .await;
    assert!(notice.text().contains("webhook_url"), "{}", notice.text());
    let (status, why) = town.get("/readyz").await;
    assert_eq!(status, 503);
    assert!(why.starts_with("intake: Telegram can't deliver"), "{why}");
    gate.leads_to(Some(address));
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn an_address_that_telegram_refuses_is_told_and_pages_go_on() {
    let (mut town, gate) = asleep().await;
    let url = format!("http://{}/telegram", gate.address()).replace("127.0.0.1", "localhost");
    let plan = Plan::calm()
        .http()
        .telegram("mode", "webhook")
        .telegram("webhook_url", &url)
        .telegram("api_url", &town.api_url());
    town.configure(&plan);
    town.wake();
    town.refused("An HTTPS URL must be provided").await;
    town.sees("office", "An HTTPS URL must be provided").await;
    let polls = town.telegram(|telegram, _| {
        let mut calls = telegram.calls_since(0);
        calls.any(|call| call.method == "getUpdates" && matches!(call.answer, Heard::Ok(_)))
    });
    assert!(!polls, "it does not poll behind the operator's back");
    town.stop().await;
}
