//! The tour's third chapter: two sides are screened, one signs that there is nothing, the other registers a
//! dispute; the written report goes on; the dispute is mediated, revisited and closed; its names stand nowhere
//! but with those who keep the ledger.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::program::{CHEN, GROUP, LI, ZHAO};
use crate::visit::{DESK, DONE, EN, FITS, PHONE, SUN, Visit, ZH, one, phone, ticked, visit};

/// Who leads the ledger.
const WANG: i64 = 1005;

#[tokio::test]
async fn a_dispute_on_a_phone_in_chinese() {
    visit(ZH, PHONE, disputes).await;
}

#[tokio::test]
async fn a_dispute_on_a_desk_in_english() {
    visit(EN, DESK, disputes).await;
}

#[tokio::test]
async fn where_nobody_found_anything_one_is_registered_by_command() {
    visit(EN, DESK, nothing_found).await;
}

#[tokio::test]
async fn a_wide_picture_is_shown_whole() {
    visit(ZH, PHONE, pictures).await;
}

async fn disputes(visit: Arc<Visit>) {
    let (browser, demo, words) = (&visit.browser, &visit.demo, visit.words.screening);
    visit.opens().await;
    visit.opens_chapter("screening").await;
    browser.wait(&one("[data-step=screening].current")).await;
    assert_eq!(browser.value(DONE).await, json!([]), "nothing has happened");
    visit.is_sound().await;

    // A fortnight is skipped, and both sides are asked when they are to be.
    visit.skips().await;
    let asked = demo.logged("prompt", "asked", 1).await;
    let text = asked["text"].as_str().unwrap();
    assert!(text.contains("T01:30:00.000Z west_side: chen"), "{text}");
    visit.opens_private_chat_of(CHEN).await;
    visit.presses_mark(CHEN, words.nothing_found).await;
    browser.wait(&ticked("screening")).await;

    // The other side registers one, step by step. Words are the tour's, the sending is the visitor's.
    visit.opens_private_chat_of(LI).await;
    visit.presses_mark(LI, words.register).await;
    for choice in words.choices {
        visit.presses_mark(LI, choice).await;
    }
    visit.writes(LI).await;
    visit.writes(LI).await;
    visit.presses_mark(LI, words.i_mediate).await;
    visit.kills_the_bot().await;
    visit.presses_mark(LI, visit.words.confirm).await;
    browser.wait(&ticked("dispute")).await;
    visit.is_sound().await;

    // The group hears how many, and no name.
    visit.presses_mark(LI, words.that_is_all).await;
    demo.logged("prompt", "completed", 0).await;
    if visit.screen == PHONE {
        assert_eq!(browser.value(&ticked("summary")).await, Value::Null);
        let persona = format!("#personas [data-person=\"{ZHAO}\"].here");
        browser.click(&one(&persona)).await;
    }
    browser.wait(&ticked("summary")).await;
    let counts = json!(words.counts);
    let heard = phone(ZHAO, "[role=log]");
    browser
        .wait(&format!("{heard}.textContent.includes({counts})"))
        .await;

    // The written report is drafted for whoever leads the ledger.
    visit.opens_private_chat_of(WANG).await;
    visit.presses_mark(WANG, words.reported).await;
    browser.wait(&ticked("onward")).await;

    visit.opens_private_chat_of(LI).await;
    visit.presses_mark(LI, words.show).await;
    // The press of a button whose message stays as it is has an end too.
    let waits = phone(LI, ".inline[aria-busy=true]");
    browser.wait(&format!("!{waits}")).await;
    visit.presses_mark(LI, words.agreed).await;
    visit.writes(LI).await;
    browser.wait(&ticked("agreed")).await;

    // Days later the revisit comes, and then it is over.
    visit.skips().await;
    demo.logged("ledger", "ledger_reminded", 0).await;
    visit.presses_mark(LI, words.show).await;
    visit.presses_mark(LI, words.revisit).await;
    visit.writes(LI).await;
    visit.presses_mark(LI, words.kept).await;
    visit.presses_mark(LI, words.close).await;
    assert_eq!(browser.value(&ticked("revisit")).await, Value::Null);
    visit.presses_mark(LI, visit.words.confirm).await;
    browser.wait(&ticked("revisit")).await;
    assert_eq!(browser.value(DONE).await.as_array().unwrap().len(), 6);
    assert_eq!(browser.value(FITS).await, true);
    visit.is_sound().await;

    visit.names_nobody_to_others().await;

    // It stays ticked when the page is loaded anew, and the chains hold.
    browser.reload().await;
    browser.wait(&format!("{DONE}.length === 6")).await;
    browser.click(&one("#drawer-switch")).await;
    browser.wait(&one("[data-key=hook-kill]")).await;
    let buttons = "document.querySelectorAll('.trouble .danger').length";
    assert_eq!(browser.value(buttons).await, 1, "skipping is no trouble");
    browser.click(&one("[data-room=record]")).await;
    browser
        .wait("document.querySelector('.verdict')?.textContent.startsWith('✓')")
        .await;
    let shown = browser
        .value("document.querySelector('.record').textContent")
        .await;
    let shown = shown.as_str().unwrap();
    assert!(shown.contains("D1; neighbours"), "{shown}");
    for name in words.names {
        assert!(!shown.contains(name), "{name}");
    }
    visit.is_sound().await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

async fn nothing_found(visit: Arc<Visit>) {
    let (browser, words) = (&visit.browser, visit.words.screening);
    visit.opens().await;
    visit.opens_chapter("screening").await;
    visit.skips().await;
    for person in [CHEN, LI] {
        visit
            .demo
            .presses(person, person, words.nothing_found)
            .await;
    }
    browser.wait(&ticked("screening")).await;
    browser.wait(&ticked("summary")).await;
    visit.opens_private_chat_of(LI).await;
    visit.writes(LI).await;
    for choice in words.choices {
        visit.presses_mark(LI, choice).await;
    }
    visit.writes(LI).await;
    visit.writes(LI).await;
    visit.presses_mark(LI, words.i_mediate).await;
    visit.presses_mark(LI, visit.words.confirm).await;
    browser.wait(&ticked("dispute")).await;
    visit.demo.presses(WANG, WANG, words.reported).await;
    browser.wait(&ticked("onward")).await;
    // Not agreed at first: it is not lost.
    visit.presses_mark(LI, words.show).await;
    visit.demo.says(LI, LI, "/mediated 1 failed, no").await;
    visit.presses_mark(LI, words.begins).await;
    visit.presses_mark(LI, words.agreed).await;
    visit.writes(LI).await;
    browser.wait(&ticked("agreed")).await;

    // From here on again: what was done before does not count.
    browser.click(&one(".again")).await;
    browser.wait(&format!("{DONE}.length === 0")).await;
    browser.wait(&one(".help.here:not([hidden])")).await;
}

/// What is wider than it is high, as the chart of a month is.
async fn pictures(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    demo.says(LI, GROUP, "/stats").await;
    let picture = phone(LI, ".message:not(.own) .photo");
    browser
        .wait(&format!(
            "{picture}?.naturalWidth > 0 && {picture}.complete"
        ))
        .await;
    let shapes = format!(
        "[{picture}.naturalWidth / {picture}.naturalHeight, {picture}.clientWidth / {picture}.clientHeight, getComputedStyle({picture}).objectFit]"
    );
    let shapes = browser.value(&shapes).await;
    assert_eq!(shapes[2], "contain", "{shapes}");
    let (drawn, shown) = (shapes[0].as_f64().unwrap(), shapes[1].as_f64().unwrap());
    assert!((drawn - shown).abs() < 0.05, "{shapes}");
    let at_end = phone(LI, "[role=log]");
    let below = format!("{at_end}.scrollHeight - {at_end}.scrollTop - {at_end}.clientHeight < 2");
    browser.wait(&below).await;
    visit.is_sound().await;
}

impl Visit {
    /// Sends what the tour proposes on somebody's phone.
    async fn writes(&self, person: i64) {
        let (browser, field) = (&self.browser, phone(person, "textarea"));
        let marked = phone(person, ".dock.here");
        browser.wait(&marked).await;
        browser.click(&one(".help:not([hidden])")).await;
        browser.wait(&format!("{field}.value !== ''")).await;
        browser.click(&phone(person, ".send")).await;
        browser.wait(&format!("!{marked}")).await;
    }

    /// The parties stand in the mediator's chat, in no other one, and in no entry of the record.
    async fn names_nobody_to_others(&self) {
        let words = self.words.screening;
        self.demo.says(ZHAO, ZHAO, "/disputes").await;
        let refusal = self.demo.until("refusal", |state| {
            state.message(ZHAO, words.refused).map(|_| ())
        });
        refusal.await;
        let state = self.demo.state().await;
        for name in words.names {
            assert!(state.message(LI, name).is_some(), "{name}");
            for chat in [GROUP, ZHAO, SUN, CHEN, WANG] {
                assert!(state.message(chat, name).is_none(), "{name} in {chat}");
            }
        }
        // Whatever of it the bot has written there is protected from being forwarded.
        let named = state.messages(LI).iter().filter(|it| {
            let text = it["text"].as_str().unwrap_or_default();
            words.names.iter().any(|name| text.contains(name))
        });
        let bots: Vec<&Value> = named.filter(|it| it["from"].is_null()).collect();
        assert!(bots.len() > 3 && bots.iter().all(|it| it["protect"] == true));
        let told = json!(self.demo.told().await).to_string();
        assert!(told.contains("ledger_closed"), "{told}");
        for name in words.names {
            assert!(!told.contains(name), "{name}");
        }
    }
}
