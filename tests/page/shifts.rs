//! The tour's second chapter: a shift that is handed over, one that is swapped, and one to which nobody
//! comes, with the bot killed between its question and the press.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};

use crate::program::ZHAO;
use crate::visit::{
    DESK, DONE, EN, END, FITS, PHONE, Visit, ZH, labelled, one, phone, ticked, visit,
};

#[tokio::test]
async fn shifts_on_a_phone_in_chinese() {
    visit(ZH, PHONE, shifts).await;
}

#[tokio::test]
async fn shifts_on_a_desk_in_english() {
    visit(EN, DESK, shifts).await;
}

#[tokio::test]
async fn an_open_incident_is_closed_before_time_is_skipped() {
    visit(EN, DESK, after_an_incident).await;
}

async fn shifts(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    visit.opens_chapter("duty").await;
    browser.wait(&one("[data-step=note].current")).await;
    assert_eq!(browser.value(DONE).await, json!([]), "nothing has happened");
    visit.is_sound().await;

    // Hours are skipped, for the page and the bot alike: a reminder comes when it is due.
    let on_duty = visit.people("counted", 0).await[0];
    visit.skips().await;
    let [first] = visit.people("reminded", 0).await[..] else {
        panic!("one for each shift");
    };
    let (at, shift) = visit.times("reminded", 0).await;
    let late = at - (shift - TimeDelta::minutes(10));
    assert!(
        late >= TimeDelta::zero() && late < TimeDelta::seconds(30),
        "{late}"
    );

    // Whoever goes leaves a line for the next. The words are the tour's, the sending his.
    browser.wait(&visit.marked_in(on_duty)).await;
    browser.click(&one(".help")).await;
    let written = format!(
        "{}.value.startsWith('/handover ')",
        phone(on_duty, "textarea")
    );
    browser.wait(&written).await;
    browser.click(&phone(on_duty, ".send")).await;
    browser.wait(&ticked("note")).await;

    // Between the question and the press the bot dies.
    visit.skips().await;
    assert_eq!(visit.people("asked", 0).await, [first]);
    visit.kills_the_bot().await;
    visit.opens_private_chat_of(first).await;
    visit.presses_mark(first, visit.words.on_duty).await;
    demo.duty("taken_over", 0).await;
    assert_eq!(
        browser.value(&ticked("taken")).await,
        Value::Null,
        "nothing is signed"
    );
    visit.presses_mark(first, "✓ 1").await;
    browser.wait(&ticked("taken")).await;
    let sign = labelled(first, "✓ 1");
    browser.wait(&format!("!{sign}")).await;
    visit.is_sound().await;

    // The next one can't come, and a colleague agrees to stand in.
    visit.skips().await;
    let [second] = visit.people("reminded", 1).await[..] else {
        panic!("one for each shift");
    };
    visit.opens_private_chat_of(second).await;
    visit.presses_mark(second, visit.words.cannot_come).await;
    let offered = format!(
        "{}.find(({{ textContent }}) => textContent !== {})",
        format_args!(
            "[...document.querySelectorAll('.phone[data-person=\"{second}\"] .inline.here')]"
        ),
        json!(visit.words.cannot_come)
    );
    browser.click(&offered).await;
    let asked = demo.duty("swap_asked", 0).await;
    let (_, stand_in) = asked["text"].as_str().unwrap().split_once(", to ").unwrap();
    let stand_in = visit.user(stand_in).await;
    visit.opens_private_chat_of(stand_in).await;
    assert_eq!(
        browser.value(&ticked("swap")).await,
        Value::Null,
        "only asked"
    );
    visit.presses_mark(stand_in, visit.words.confirm).await;
    browser.wait(&ticked("swap")).await;

    // He is asked, and nobody comes: six minutes pass in as many seconds, and then there is time to read.
    visit.skips().await;
    assert_eq!(visit.people("asked", 1).await, [stand_in]);
    browser.wait(&one("#pace.here")).await;
    browser
        .value("document.getElementById('knob').focus()")
        .await;
    browser.presses(END).await;
    browser.wait(&ticked("missed")).await;
    browser
        .wait("document.getElementById('factor').textContent === '1×'")
        .await;
    let told = demo.duty("told", 0).await;
    assert!(
        told["text"].as_str().unwrap().ends_with(", to zhao"),
        "{told}"
    );
    let says = format!(
        "{}.textContent.includes({})",
        one(".next"),
        json!(visit.name(first).await)
    );
    browser.wait(&says).await;
    visit.opens_private_chat_of(ZHAO).await;
    let heard = format!(
        "{}.textContent.includes({})",
        phone(ZHAO, "[role=log]"),
        json!(visit.words.not_there)
    );
    browser.wait(&heard).await;
    assert_eq!(browser.value(FITS).await, true);
    let here = one(".here");
    browser.wait(&format!("!{here}")).await;
    visit.is_sound().await;

    // The chapter stays open and ticked when the page is loaded anew, and the log's chain holds.
    browser.reload().await;
    browser.wait(&format!("{DONE}.length === 4")).await;
    browser.click(&one("#drawer-switch")).await;
    // Skipping time is no trouble.
    browser.wait(&one("[data-key=hook-kill]")).await;
    let buttons = "document.querySelectorAll('.trouble .danger').length";
    assert_eq!(browser.value(buttons).await, 1);
    browser.click(&one("[data-room=record]")).await;
    browser
        .wait("document.querySelector('.verdict')?.textContent.startsWith('✓')")
        .await;
    let names = "[...document.querySelectorAll('.record strong')].map((it) => it.textContent)";
    let names = browser.value(names).await;
    let counted = format!("{}.1", visit.words.duty_log);
    assert_eq!(names.as_array().unwrap().last(), Some(&json!(counted)));
    visit.is_sound().await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());

    // From here on again.
    browser.presses('\u{e00c}').await;
    browser.click(&one(".again")).await;
    browser.wait(&format!("{DONE}.length === 0")).await;
    visit.opens_chapter("incident").await;
    browser.wait(&one("[data-step=report].current")).await;
}

async fn after_an_incident(visit: Arc<Visit>) {
    let (browser, demo) = (&visit.browser, &visit.demo);
    visit.opens().await;
    demo.says(crate::program::LI, crate::program::GROUP, "/report smoke")
        .await;
    visit.opens_private_chat_of(ZHAO).await;
    browser
        .click(&labelled(ZHAO, visit.words.acknowledge))
        .await;
    browser.wait(&ticked("acknowledgement")).await;
    let says = |what: &str| format!("{}.textContent.includes('{what}')", one(".next"));
    for chapter in ["screening", "duty"] {
        visit.opens_chapter(chapter).await;
        browser.wait(&says("“Stand down”")).await;
    }
    assert_eq!(
        browser
            .value("document.querySelector('.help').hidden")
            .await,
        true
    );
    browser.click(&phone(ZHAO, ".tab[data-kind=group]")).await;
    visit.presses_mark(ZHAO, "Stand down").await;
    browser.wait(&one(".help:not([hidden])")).await;
    visit.skips().await;
    demo.duty("reminded", 0).await;
}

impl Visit {
    /// Where the tour leads, as far as that is in somebody's hands: his phone, or the way to it.
    fn marked_in(&self, person: i64) -> String {
        format!("document.querySelector('.here')?.closest('[data-person=\"{person}\"]')")
    }

    /// Whom an entry of the duty log names.
    async fn people(&self, kind: &str, number: usize) -> Vec<i64> {
        let entry = self.demo.duty(kind, number).await;
        let (_, named) = entry["text"].as_str().unwrap().rsplit_once(": ").unwrap();
        let mut people = Vec::new();
        for id in named.split(", ") {
            people.push(self.user(id).await);
        }
        people
    }

    /// When an entry was made, and when its shift begins.
    async fn times(
        &self,
        kind: &str,
        number: usize,
    ) -> (DateTime<chrono::FixedOffset>, DateTime<chrono::FixedOffset>) {
        let entry = self.demo.duty(kind, number).await;
        let read = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let text = entry["text"].as_str().unwrap();
        let shift = text.split([' ']).nth(1).unwrap().trim_end_matches(':');
        (read(entry["at"].as_str().unwrap()), read(shift))
    }

    /// The account of somebody named in the record.
    async fn user(&self, id: &str) -> i64 {
        let state = self.demo.state().await;
        let captions = state.0["program"]["captions"].as_object().unwrap();
        let found = captions.iter().find(|(_, caption)| caption["id"] == id);
        found.unwrap().0.parse().unwrap()
    }

    async fn name(&self, person: i64) -> String {
        let state = self.demo.state().await;
        let people = state.0["people"].as_array().unwrap();
        let found = people.iter().find(|it| it["id"] == person).unwrap();
        found["name"].as_str().unwrap().to_owned()
    }
}
