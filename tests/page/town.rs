//! The page in another language than the town's, and the record by other ways than its command.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::program::{GROUP, LI, ZHAO};
use crate::visit::{DESK, DONE, EN, PHONE, SUN, Visit, ZH, one, ticked, visit};

#[tokio::test]
async fn an_english_page_leads_through_a_chinese_town() {
    visit(ZH, PHONE, another_language).await;
}

#[tokio::test]
async fn a_chinese_page_leads_through_an_english_town() {
    visit(EN, DESK, another_language).await;
}

#[tokio::test]
async fn the_record_is_ticked_off_by_button_and_by_any_slash() {
    visit(ZH, DESK, records).await;
}

async fn another_language(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    let (other, both, how) = match visit.words.language {
        "zh" => ("en", "“Acknowledge (收到)”", "demo --language en"),
        _ => ("zh", "“收到（Acknowledge）”", "demo --language zh"),
    };
    visit.opens().await;
    let town = one("#town:not([hidden])");
    assert_eq!(browser.value(&town).await, Value::Null);
    browser
        .click(&one(&format!("[data-language={other}]")))
        .await;
    let line = browser.wait(&format!("{town}?.textContent")).await;
    assert!(line.as_str().unwrap().ends_with(how), "{line}");
    visit.is_sound().await;

    demo.says(LI, GROUP, "/report 着火").await;
    visit.opens_private_chat_of(ZHAO).await;
    browser.wait(&ticked("page")).await;
    let says = format!("{}.textContent.includes('{both}')", one(".next"));
    browser.wait(&says).await;
    demo.act("pace", json!({ "factor": 60 })).await;
    browser.wait(&ticked("escalation")).await;
    browser.wait(&says).await;
    visit.opens_private_chat_of(SUN).await;
    let here = one(&format!(".phone[data-person=\"{SUN}\"] .here"));
    let label = json!(visit.words.acknowledge);
    browser
        .wait(&format!("{here}?.textContent === {label}"))
        .await;
    browser.click(&here).await;
    browser.wait(&ticked("acknowledgement")).await;
}

async fn records(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    // A wide slash is no command for Telegram: in a group that hides other talk the bot never sees it.
    for (number, chat, asked) in [(1, GROUP, "/incident 1"), (2, LI, "／timeline 2")] {
        demo.says(LI, GROUP, &format!("/report 着火 东风路{number}号"))
            .await;
        let page = format!("#{number}");
        demo.until("page", |state| state.message(ZHAO, &page).map(|_| ()))
            .await;
        demo.presses(ZHAO, ZHAO, "收到").await;
        browser.wait(&ticked("acknowledgement")).await;
        assert_eq!(browser.value(&ticked("timeline")).await, Value::Null);
        demo.says(LI, chat, asked).await;
        if number == 1 {
            demo.presses(LI, GROUP, "完整记录").await;
        }
        browser.wait(&ticked("timeline")).await;
        browser.click(&one(".again")).await;
        browser.wait(&format!("{DONE}.length === 0")).await;
    }
}
