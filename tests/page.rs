//! The main job on the demo's page, in a browser: report, page, acknowledge.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

#[path = "page/browser.rs"]
mod browser;
#[path = "demo/program.rs"]
#[allow(dead_code, reason = "the demo's own tests use the rest")]
mod program;

use std::panic::resume_unwind;
use std::sync::Arc;

use browser::Browser;
use program::{Demo, LI, ZHAO};
use serde_json::json;
use tempfile::tempdir;

/// A screen, and what is said and read on it.
struct Visit {
    language: &'static str,
    screen: (u32, u32),
    report: &'static str,
    acknowledge: &'static str,
    acknowledged: &'static str,
}

#[tokio::test]
async fn the_main_job_on_a_phone() {
    visit(Visit {
        language: "zh",
        screen: (390, 844),
        report: "/report 着火 东风路12号",
        acknowledge: "收到",
        acknowledged: "已收到",
    })
    .await;
}

#[tokio::test]
async fn the_main_job_on_a_desk() {
    visit(Visit {
        language: "en",
        screen: (1440, 900),
        report: "/report fire at 12 Dongfeng Rd",
        acknowledge: "Acknowledge",
        acknowledged: "acknowledged",
    })
    .await;
}

async fn visit(visit: Visit) {
    if !Browser::is_there() {
        return;
    }
    let folder = tempdir().unwrap();
    let demo = Arc::new(Demo::start_with(folder.path(), &["--language", visit.language]).await);
    let browser = Arc::new(Browser::start().await);
    let doing = tokio::spawn({
        let (demo, browser) = (Arc::clone(&demo), Arc::clone(&browser));
        async move { main_job(&demo, &browser, &visit).await }
    });
    let done = doing.await;
    browser.close().await;
    if let Err(failed) = done {
        resume_unwind(failed.into_panic());
    }
}

async fn main_job(demo: &Demo, browser: &Browser, visit: &Visit) {
    let one_phone = visit.screen.0 < 481;
    browser.open(demo.url(), visit.screen).await;
    browser.wait(&phone(LI, "[role=log]")).await;
    let viewport =
        "document.querySelector('meta[name=viewport]').content.includes('width=device-width')";
    assert_eq!(browser.value(viewport).await, true);
    assert_eq!(browser.value("innerWidth").await, visit.screen.0);
    assert_eq!(
        browser.value(FITS).await,
        true,
        "nothing is wider than the screen"
    );

    if one_phone {
        browser.click(&persona(LI)).await;
    }
    browser.types(&phone(LI, "textarea"), visit.report).await;
    browser.click(&phone(LI, ".send")).await;

    if one_phone {
        browser.click(&persona(ZHAO)).await;
    }
    browser
        .click(&phone(ZHAO, ".tabs button:nth-of-type(2)"))
        .await;
    let button = labelled(ZHAO, visit.acknowledge);
    browser.wait(&button).await;
    assert_eq!(browser.value(FITS).await, true, "the page of the bot fits");
    browser.click(&button).await;
    let now = phone(ZHAO, "[role=log] .text");
    let truth = format!("{now}?.textContent.includes({})", json!(visit.acknowledged));
    browser.wait(&truth).await;
    browser.wait(&format!("!{button}")).await;

    browser
        .click(&phone(ZHAO, ".tabs button:nth-of-type(1)"))
        .await;
    let card = format!(
        "[...document.querySelectorAll('.phone[data-person=\"{ZHAO}\"] [role=log] .text')].some((it) => it.textContent.includes({}))",
        json!(visit.acknowledged)
    );
    browser.wait(&card).await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

const FITS: &str = "document.scrollingElement.scrollWidth <= innerWidth";

fn phone(person: i64, inside: &str) -> String {
    format!("document.querySelector('.phone[data-person=\"{person}\"] {inside}')")
}

fn persona(person: i64) -> String {
    format!("document.querySelector('#personas [data-person=\"{person}\"]')")
}

fn labelled(person: i64, label: &str) -> String {
    format!(
        "[...document.querySelectorAll('.phone[data-person=\"{person}\"] .inline')].find((it) => it.textContent === {})",
        json!(label)
    )
}
