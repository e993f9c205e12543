//! The ways to Telegram: a proxy, a Bot API server of one's own.

mod support;

use support::{Gate, Plan, Town};

/// Where nobody is (RFC 5737): who gets an answer from here came through the proxy.
const NOWHERE: &str = "http://192.0.2.1:8081";

/// A report all the way through a proxy.
async fn works(gate: Gate, proxy: String, api_url: &str) {
    let mut town = Town::asleep(Plan::calm()).await;
    let plan = Plan::calm()
        .telegram("proxy", &proxy)
        .telegram("api_url", api_url);
    town.configure(&plan);
    gate.leads_to(Some(town.address()));
    town.wake_by_configuration();
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn telegram_is_reached_through_a_socks_proxy() {
    let gate = Gate::socks().await;
    let proxy = format!("socks5://{}", gate.address());
    works(gate, proxy, NOWHERE).await;
}

#[tokio::test]
async fn a_socks_proxy_may_look_the_name_up_itself() {
    let gate = Gate::socks().await;
    let proxy = format!("socks5h://{}", gate.address());
    works(gate, proxy, "http://telegram.invalid").await;
}

#[tokio::test]
async fn telegram_is_reached_through_an_http_proxy() {
    let gate = Gate::open().await;
    let proxy = format!("http://{}", gate.address());
    works(gate, proxy, "http://telegram.invalid").await;
}

#[tokio::test]
async fn a_proxy_that_is_down_is_waited_for() {
    let gate = Gate::socks().await;
    let mut town = Town::asleep(Plan::calm()).await;
    let plan = Plan::calm()
        .telegram("proxy", &format!("socks5://user:hush@{}", gate.address()))
        .telegram("api_url", NOWHERE);
    town.configure(&plan);
    town.wake_by_configuration();
    town.bot().logs("Telegram can't be asked yet").await;
    assert!(!town.bot().log().contains("hush"), "{}", town.bot().log());
    town.stop().await;
}

#[tokio::test]
async fn a_bot_api_server_of_ones_own_works_by_the_configuration() {
    let mut town = Town::asleep(Plan::calm()).await;
    town.configure(&Plan::calm().telegram("api_url", &format!("{}/", town.api_url())));
    town.wake_by_configuration();
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    assert_eq!(town.end().await.len(), 1);
}
