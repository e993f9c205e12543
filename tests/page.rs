//! The demo's page in a browser: the whole tour as three people, with the bot killed in its middle,
//! and a page without a line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

#[path = "page/browser.rs"]
mod browser;
#[path = "page/heard.rs"]
mod heard;
#[path = "demo/program.rs"]
#[allow(dead_code, reason = "the demo's own tests use the rest")]
mod program;
#[path = "page/screenings.rs"]
mod screenings;
#[path = "page/shifts.rs"]
mod shifts;
#[path = "page/town.rs"]
mod town;
#[path = "page/visit.rs"]
mod visit;
#[path = "page/windows.rs"]
mod windows;

use std::sync::Arc;

use browser::Browser;
use dutybell_sandbox::{Sandbox, Setup};
use program::{GROUP, LI, ZHAO};
use serde_json::json;
use visit::{
    DESK, DONE, EN, END, FITS, PHONE, SUN, Visit, ZH, labelled, one, phone, ticked, times, visit,
};

#[tokio::test]
async fn the_tour_on_a_phone_in_chinese() {
    visit(ZH, PHONE, tour).await;
}

#[tokio::test]
async fn the_tour_on_a_desk_in_english() {
    visit(EN, DESK, tour).await;
}

#[tokio::test]
async fn the_tour_on_a_phone_in_english() {
    visit(EN, PHONE, tour).await;
}

#[tokio::test]
async fn the_tour_on_a_desk_in_chinese() {
    visit(ZH, DESK, tour).await;
}

#[tokio::test]
async fn a_page_without_a_line_catches_up_and_says_nothing_twice() {
    visit(EN, DESK, without_a_line).await;
}

#[tokio::test]
async fn the_keyboard_stays_where_it_is_behind_the_scenes() {
    visit(EN, DESK, by_keyboard).await;
}

#[tokio::test]
async fn what_is_sent_twice_at_once_is_said_once_and_what_fails_comes_back() {
    visit(EN, DESK, sends).await;
}

#[tokio::test]
async fn a_chain_belongs_to_one_demo_and_may_have_lost_its_start() {
    visit(EN, DESK, chains).await;
}

#[tokio::test]
async fn an_alert_keeps_the_keyboard_and_the_sound_is_said_once() {
    visit(EN, DESK, is_said).await;
}

#[tokio::test]
async fn a_page_that_comes_after_two_thousand_entries_does_not_cry_wolf() {
    if !Browser::is_there() {
        return;
    }
    let setup = Setup {
        language: "en".to_owned(),
        ..Setup::default()
    };
    let sandbox = Sandbox::start(setup).await.unwrap();
    for number in 1..=2_001 {
        sandbox.tell(json!({
            "number": number, "seq": 2, "at": "2026-03-01T10:00:00.000Z", "kind": "updated",
            "by": null, "text": "", "hash": "ab".repeat(32),
        }));
    }
    let browser = Browser::start().await;
    browser.open(&sandbox.page_url(), DESK).await;
    browser.click(&one("#drawer-switch")).await;
    browser.click(&one("[data-room=record]")).await;
    let verdict = browser
        .wait("document.querySelector('.verdict')?.textContent")
        .await;
    browser.close().await;
    sandbox.shutdown().await;
    let verdict = verdict.as_str().unwrap();
    assert!(verdict.starts_with("✓ 2000 "), "{verdict}");
    assert!(verdict.contains("not checkable from here"), "{verdict}");
}

async fn tour(visit: Arc<Visit>) {
    let browser = &visit.browser;
    visit.opens().await;
    assert_eq!(browser.value("innerWidth").await, visit.screen.0);
    assert_eq!(browser.value(DONE).await, json!([]), "nothing has happened");
    visit.is_sound().await;

    // Somebody reports. The text is the tour's, the sending his.
    browser.click(&one(".help")).await;
    let field = phone(LI, "textarea");
    let written = format!("{field}.value.startsWith('/report ')");
    browser.wait(&written).await;
    browser.click(&phone(LI, "[data-photo]")).await;
    browser.click(&phone(LI, ".send")).await;
    browser.wait(&ticked("report")).await;
    let photo = phone(LI, ".message.own .photo");
    browser.wait(&format!("{photo}?.naturalWidth > 0")).await;

    // The commander's phone has it, and it counts as a page once he has looked.
    visit.opens_private_chat_of(ZHAO).await;
    browser.wait(&ticked("page")).await;
    browser.wait(&labelled(ZHAO, visit.words.acknowledge)).await;
    visit.is_sound().await;

    visit.kills_the_bot().await;

    // Nobody answers: three minutes pass in three seconds.
    browser
        .value("document.getElementById('knob').focus()")
        .await;
    browser.presses(END).await;
    browser.wait(&ticked("escalation")).await;
    // The tour slows the clock down again, so that there is time to read.
    browser
        .wait("document.getElementById('factor').textContent === '1×'")
        .await;

    // The deputy takes it.
    visit.opens_private_chat_of(SUN).await;
    assert_eq!(browser.value(FITS).await, true);
    browser.click(&labelled(SUN, visit.words.acknowledge)).await;
    browser.wait(&ticked("acknowledgement")).await;
    let now = phone(SUN, "[role=log] .text");
    let acknowledged = json!(visit.words.acknowledged);
    browser
        .wait(&format!("{now}?.textContent.includes({acknowledged})"))
        .await;

    // All of it is on record, and stays ticked when the page is loaded anew.
    browser.click(&one(".help")).await;
    browser.click(&phone(LI, ".send")).await;
    browser.wait(&ticked("timeline")).await;
    assert_eq!(browser.value(DONE).await.as_array().unwrap().len(), 5);
    browser.reload().await;
    browser.wait(&format!("{DONE}.length === 5")).await;

    browser.click(&one("#drawer-switch")).await;
    browser.click(&one("[data-room=record]")).await;
    browser
        .wait("document.querySelector('.verdict')?.textContent.startsWith('✓')")
        .await;
    // The reporter has no role, and a name all the same.
    let named = [
        "[...document.querySelectorAll('.record summary')].find((it) => it.querySelector('strong').textContent === '#1.1').querySelector('.where').textContent".to_owned(),
        format!("{}.textContent", phone(LI, "h2")),
    ];
    assert_eq!(
        browser.value(&named[0]).await,
        browser.value(&named[1]).await
    );
    visit.is_sound().await;
    browser.click(&one("[data-room=calls]")).await;
    browser.wait(&one(".lines details")).await;
    visit.is_sound().await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

async fn without_a_line(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    demo.says(ZHAO, GROUP, "before").await;
    browser.wait(&format!("{} === 1", times("before"))).await;
    browser.offline(true).await;
    browser
        .wait("document.getElementById('line').classList.contains('broken')")
        .await;
    demo.says(ZHAO, GROUP, "meanwhile").await;
    browser.types(&phone(LI, "textarea"), "from a tunnel").await;
    browser.click(&phone(LI, ".send")).await;
    browser.wait(&phone(LI, ".unsent")).await;
    browser.offline(false).await;
    for said in ["meanwhile", "from a tunnel"] {
        browser.wait(&format!("{} === 1", times(said))).await;
    }
    browser.wait(&format!("!{}", phone(LI, ".unsent"))).await;
    let state = demo.state().await;
    let count = |said: &str| {
        let messages = state.messages(GROUP).iter();
        messages.filter(|message| message["text"] == said).count()
    };
    assert_eq!([count("meanwhile"), count("from a tunnel")], [1, 1]);
    browser.reload().await;
    for said in ["before", "meanwhile", "from a tunnel"] {
        browser.wait(&format!("{} === 1", times(said))).await;
    }
}

async fn by_keyboard(visit: Arc<Visit>) {
    let browser = &visit.browser;
    visit.opens().await;
    browser.click(&one("#drawer-switch")).await;
    let down = one("[data-key=down]");
    browser.wait(&down).await;
    browser.value(&format!("{down}.focus()")).await;
    for on in [true, false] {
        browser.presses(' ').await;
        let flipped = one(&format!("[data-key=down][aria-checked={on}]"));
        browser.wait(&flipped).await;
        let focused = format!("document.activeElement === {down}");
        assert_eq!(browser.value(&focused).await, true, "on: {on}");
    }
    for room in ["calls", "record"] {
        browser.click(&one(&format!("[data-room={room}]"))).await;
        let filter = one("#room .filter");
        browser.types(&filter, "send").await;
        let at = format!("{filter}.setSelectionRange(2, 2)");
        browser.value(&at).await;
        for language in ["zh", "en"] {
            let other = one(&format!("[data-language={language}]"));
            browser.value(&format!("{other}.click()")).await;
            let place =
                "[document.activeElement.value, document.activeElement.selectionStart]".to_owned();
            assert_eq!(browser.value(&place).await, json!(["send", 2]), "{room}");
        }
    }
    visit.is_sound().await;
}

async fn sends(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    let field = phone(LI, "textarea");
    let submit = format!("{field}.form.requestSubmit()");
    browser.types(&field, "only once").await;
    browser
        .value(&format!("[{submit}, {submit}, {field}.value]"))
        .await;
    browser.wait(&format!("{} === 1", times("only once"))).await;
    demo.says(ZHAO, GROUP, "afterwards").await;
    browser
        .wait(&format!("{} === 1", times("afterwards")))
        .await;
    let state = demo.state().await;
    let said = state.messages(GROUP).iter();
    let count = said
        .filter(|message| message["text"] == "only once")
        .count();
    assert_eq!(count, 1);

    browser.types(&field, "refused").await;
    let refuses = "window.fetch = async () => new Response('{\"error\":\"no\"}', { status: 400 })";
    browser
        .value(&format!("[{refuses}, {submit}, 0].at(-1)"))
        .await;
    browser.wait(&phone(LI, ".toast")).await;
    let back = browser.value(&format!("{field}.value")).await;
    assert_eq!(back, "refused");
}

async fn chains(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    demo.says(LI, GROUP, "/report smoke").await;
    browser.click(&one("#drawer-switch")).await;
    browser.click(&one("[data-room=record]")).await;
    browser
        .wait("[...document.querySelectorAll('#room .lines strong')].some((it) => it.textContent === '#1.3')")
        .await;
    let found = browser.value(CHAINS).await;
    let whole = found["whole"].as_str().unwrap();
    assert!(whole.starts_with('✓'), "{found}");
    assert_eq!(found["forged"].as_str().unwrap().chars().next(), Some('✗'));
    assert_eq!(found["other demo"], whole);
    assert_eq!(found["tail"], json!([true, [1]]));
    assert_eq!(found["missing"], false, "an entry that nothing excuses");
    assert_eq!(found["forged tail"], false);
}

/// The page's own modules, held against the record that they were told.
const CHAINS: &str = "(async () => {
    const { Chain } = await import('/page/chain.js');
    const { Record } = await import('/page/record.js');
    const { state } = await import('/page/store.js');
    const entries = state.record.filter(({ number }) => number === 1).slice(0, 3);
    const forged = entries.map((entry) => ({ ...entry, hash: 'ab'.repeat(32) }));
    const record = new Record();
    const says = async (list) => {
      state.record = list;
      await record.judge();
      return record.verdict.textContent;
    };
    const found = { whole: await says(entries) };
    state.started += 1;
    found.forged = await says(forged);
    state.started += 1;
    found['other demo'] = await says(entries);
    const tail = new Chain(0);
    found.tail = [await tail.check(entries.slice(1), true), [...tail.cut]];
    found.missing = await new Chain(0).check(entries.slice(1), false);
    found['forged tail'] = await new Chain(0).check([entries[1], forged[2]], true);
    return found;
  })()";

async fn is_said(visit: Arc<Visit>) {
    let browser = &visit.browser;
    visit.opens().await;
    let sound = one("#sound");
    let label = format!("[{sound}.getAttribute('aria-label'), {sound}.title]");
    let before = browser.value(&label).await;
    browser.click(&sound).await;
    browser.wait(&one("#sound[aria-pressed=false]")).await;
    assert_eq!(browser.value(&label).await, before);

    let found = browser.value(ALERTS).await;
    assert_eq!(
        found,
        json!({
            "another": "BODY", "heard": "Too late", "inside": "OK", "reach": ["OK"],
            "after": "TEXTAREA", "rest": 0, "silent": "",
        })
    );
}

/// A phone of its own on the page, on which the bot answers with an alert.
const ALERTS: &str = "(async () => {
    const { Phone } = await import('/page/phone.js');
    const around = { shown: () => true, touched: () => {}, rang: () => {}, moved: () => {} };
    const phone = new Phone(1001, around);
    document.body.append(phone.element);
    phone.render();
    const found = {};
    document.activeElement.blur();
    phone.alert('Too late');
    found.another = document.activeElement.tagName;
    found.heard = phone.hearable.textContent;
    phone.closeAlert();
    phone.composer.field.focus();
    phone.alert('Too late');
    phone.alert('Far too late');
    found.inside = document.activeElement.textContent;
    const reached = [...phone.element.querySelectorAll('button, textarea, [tabindex]')];
    found.reach = reached.filter((it) => !it.closest('[inert]')).map((it) => it.textContent);
    document.activeElement.click();
    found.after = document.activeElement.tagName;
    found.rest = phone.element.querySelectorAll('[inert]').length;
    found.silent = phone.hearable.textContent;
    phone.element.remove();
    return found;
  })()";
