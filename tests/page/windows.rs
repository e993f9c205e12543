//! A second window of the page beside the first.

use std::sync::Arc;

use crate::program::{GROUP, LI, ZHAO};
use crate::visit::{DESK, EN, Visit, labelled, phone, ticked, times, visit};

#[tokio::test]
async fn two_windows_show_the_same_and_nothing_twice() {
    visit(EN, DESK, beside).await;
}

async fn beside(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    let first = browser.window().await;
    let second = browser.another_window().await;
    visit.opens().await;
    for (here, there, said) in [
        (&second, &first, "from the second"),
        (&first, &second, "from the first"),
    ] {
        browser.looks_at(here).await;
        browser.types(&phone(LI, "textarea"), said).await;
        browser.click(&phone(LI, ".send")).await;
        for window in [here, there] {
            browser.looks_at(window).await;
            browser.wait(&format!("{} === 1", times(said))).await;
        }
    }

    // What the bot does and what people read and press is seen in both.
    demo.says(LI, GROUP, "/report smoke").await;
    browser.looks_at(&second).await;
    visit.opens_private_chat_of(ZHAO).await;
    for window in [&second, &first] {
        browser.looks_at(window).await;
        browser.wait(&ticked("report")).await;
        browser.wait(&ticked("page")).await;
    }
    visit.opens_private_chat_of(ZHAO).await;
    let button = labelled(ZHAO, visit.words.acknowledge);
    browser.click(&button).await;
    for window in [&first, &second] {
        browser.looks_at(window).await;
        browser.wait(&ticked("acknowledgement")).await;
        browser.wait(&format!("!{button}")).await;
    }

    let state = demo.state().await;
    for said in ["from the second", "from the first", "/report smoke"] {
        let all = state.messages(GROUP).iter();
        assert_eq!(all.filter(|it| it["text"] == said).count(), 1, "{said}");
        for window in [&first, &second] {
            browser.looks_at(window).await;
            assert_eq!(browser.value(&times(said)).await, 1, "{said}");
        }
    }
    for window in [&first, &second] {
        browser.looks_at(window).await;
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    }
}
