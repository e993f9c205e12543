//! What rings while nobody looks at its chat is said to a screen reader.

use std::sync::Arc;

use serde_json::json;

use crate::program::{GROUP, LI, ZHAO};
use crate::visit::{DESK, EN, PHONE, Visit, one, visit};

/// Notes all that the page has said in the region that interrupts; lines leave it after a while.
const LISTEN: &str = "(() => {
    window.said = [];
    const region = document.querySelector('body > [aria-live=assertive]:not([hidden])');
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) said.push(...[...addedNodes].map((it) => it.textContent));
    }).observe(region, { childList: true });
    return region.getAttribute('role');
  })()";

#[tokio::test]
async fn what_rings_on_a_desk_is_heard_with_person_chat_and_first_line() {
    visit(EN, DESK, rings).await;
}

#[tokio::test]
async fn what_rings_on_a_phone_out_of_sight_is_heard() {
    visit(EN, PHONE, rings).await;
}

async fn rings(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    // A log: each line is read once, and not all of them again with the next one.
    assert_eq!(browser.value(LISTEN).await, "log");
    demo.says(LI, GROUP, "/report smoke").await;
    visit.heard("#1").await;
    let expected = visit.page("#1").await;
    assert_eq!(browser.value("said").await, json!([expected]));
    visit.is_sound().await;

    // An open chat says itself what comes into it, where its phone is on the screen.
    visit.opens_private_chat_of(ZHAO).await;
    let in_sight = visit.screen == DESK;
    if !in_sight {
        let other = format!("#personas [data-person=\"{LI}\"]");
        browser.click(&one(&other)).await;
    }
    demo.says(LI, GROUP, "/report flood").await;
    let log = format!(".phone[data-person=\"{ZHAO}\"] .log");
    browser
        .wait(&format!("{}.textContent.includes('#2')", one(&log)))
        .await;
    let mut all = vec![expected];
    if !in_sight {
        all.push(visit.page("#2").await);
    }
    assert_eq!(browser.value("said").await, json!(all));
}

impl Visit {
    async fn heard(&self, what: &str) {
        let heard = format!("said.some((line) => line.includes('{what}'))");
        self.browser.wait(&heard).await;
    }

    /// What is said of the commander's page.
    async fn page(&self, number: &str) -> String {
        let state = self.demo.state().await;
        let page = state.message(ZHAO, number).unwrap()["text"].clone();
        let first = page.as_str().unwrap().lines().next().unwrap().to_owned();
        format!("Ringing: Zhao Jianguo. Dutybell: {first}")
    }
}
