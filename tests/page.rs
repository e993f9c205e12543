//! The demo's page in a browser: the whole tour as three people, with the bot killed in its middle,
//! and a page without a line.

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
use program::{Demo, GROUP, LI, ZHAO};
use serde_json::json;
use tempfile::tempdir;

/// The deputy.
const SUN: i64 = 1003;
const PHONE: (u32, u32) = (390, 844);
const DESK: (u32, u32) = (1440, 900);
/// The End key, as WebDriver writes it: the knob's fastest place.
const END: char = '\u{e010}';
const ESCAPE: char = '\u{e00c}';

/// A language, and what is read and pressed in it.
#[derive(Clone, Copy)]
struct Words {
    language: &'static str,
    acknowledge: &'static str,
    acknowledged: &'static str,
}

const ZH: Words = Words {
    language: "zh",
    acknowledge: "收到",
    acknowledged: "已收到",
};
const EN: Words = Words {
    language: "en",
    acknowledge: "Acknowledge",
    acknowledged: "acknowledged",
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

/// A demo, a browser, and what is done there.
struct Visit {
    demo: Demo,
    browser: Browser,
    words: Words,
    screen: (u32, u32),
}

async fn visit<F>(words: Words, screen: (u32, u32), act: fn(Arc<Visit>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if !Browser::is_there() {
        return;
    }
    let folder = tempdir().unwrap();
    let visit = Arc::new(Visit {
        demo: Demo::start_with(folder.path(), &["--language", words.language]).await,
        browser: Browser::start().await,
        words,
        screen,
    });
    let done = tokio::spawn(act(Arc::clone(&visit))).await;
    visit.browser.close().await;
    if let Err(failed) = done {
        resume_unwind(failed.into_panic());
    }
}

async fn tour(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
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

    // The bot is killed. Another process takes over, and has the whole record.
    let before = demo.bot().await;
    browser.click(&one("#drawer-switch")).await;
    visit.is_sound().await;
    browser.click(&one("[data-key=hook-kill]")).await;
    let other = demo
        .until("another bot", |state| {
            state.bot().filter(|now| *now != before)
        })
        .await;
    let told = "document.getElementById('fate').textContent";
    browser
        .wait(&format!(
            "{told}.includes('{before}') && {told}.includes('{other}')"
        ))
        .await;
    let state = demo.state().await;
    let found = &state.0["program"]["bot"]["found"];
    assert_eq!(found["lost"], 0);
    assert!(found["before"].as_u64().unwrap() >= 4, "{found}");
    browser.presses(ESCAPE).await;
    browser
        .wait("document.getElementById('drawer').hidden")
        .await;
    browser.click(&one("#fate-close")).await;

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

impl Visit {
    async fn opens(&self) {
        self.browser.open(self.demo.url(), self.screen).await;
        self.browser.wait(&phone(LI, "[role=log]")).await;
        self.browser
            .wait("document.getElementById('line').textContent && !document.querySelector('.line.broken')")
            .await;
    }

    /// Takes somebody's phone and opens the bot's chat on it.
    async fn opens_private_chat_of(&self, person: i64) {
        if self.screen.0 < 481 {
            let persona = format!("#personas [data-person=\"{person}\"]");
            self.browser.click(&one(&persona)).await;
        }
        self.browser
            .click(&phone(person, ".tab[data-kind=private]"))
            .await;
    }

    /// Nothing is wider than the screen, and everybody can use what is shown.
    async fn is_sound(&self) {
        assert_eq!(
            self.browser.value(FITS).await,
            true,
            "wider than the screen"
        );
        assert_eq!(self.browser.barriers().await, Vec::<String>::new());
    }
}

const FITS: &str = "document.scrollingElement.scrollWidth <= innerWidth && \
                    document.querySelector('.bar').scrollWidth <= innerWidth";

const DONE: &str = "[...document.querySelectorAll('.steps .done')].map((it) => it.dataset.step)";

fn one(selector: &str) -> String {
    format!("document.querySelector('{selector}')")
}

fn ticked(step: &str) -> String {
    one(&format!("[data-step={step}].done"))
}

fn phone(person: i64, inside: &str) -> String {
    one(&format!(".phone[data-person=\"{person}\"] {inside}"))
}

/// How often it stands on the reporter's phone.
fn times(said: &str) -> String {
    format!(
        "[...document.querySelectorAll('.phone[data-person=\"{LI}\"] .message .text')].filter((it) => it.textContent === {}).length",
        json!(said)
    )
}

fn labelled(person: i64, label: &str) -> String {
    format!(
        "[...document.querySelectorAll('.phone[data-person=\"{person}\"] .inline')].find((it) => it.textContent === {})",
        json!(label)
    )
}
