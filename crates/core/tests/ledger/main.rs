//! The dispute ledger: registered, mediated, transferred, revisited, closed, and no name where it must not be.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod choose;
mod course;
mod form;
mod incident;
mod letter;
mod limits;
mod machine;
mod privacy;
mod rights;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use dutybell_core::codec;
use dutybell_core::invariants;
use dutybell_core::settings::{Ledger, Prompt, PromptKind, Settings, Target, Whom};
use dutybell_core::state::ledger::{Dispute, LedgerEntry, Stage, Text, TextKey};
use dutybell_core::state::log::{self, Log, Logged as _};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::store::{Reads as _, Space, Store as _};
use support::{Story, TOWN, private, settings};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// Who leads: named by `escalate`.
const ZHAO: i64 = 11;
/// Mediators: named by `ask`.
const SUN: i64 = 12;
const LI: i64 = 14;
/// The administrator, who keeps no ledger.
const OFFICE: i64 = 15;

/// Words that must not get out.
const PARTIES: &str = "Ge Dafu and Wu Xiaomei";
const ACCOUNT: &str = "Dafu's fence stands on Wu's ground";

fn village() -> Settings {
    let mut settings = settings();
    settings.prompts = vec![Prompt {
        id: "screening".into(),
        name: None,
        kind: PromptKind::Screening,
        schedule: Schedule::cron("0 0 9 1,16 * *").unwrap(),
        ask: vec![Target::Person("li".into()), Target::Role("deputy".into())],
        each_person: false,
        within: DAY * 2,
        remind: Vec::new(),
        escalate: vec![Whom::Person("zhao".into())],
        report_to: None,
        onward: None,
    }];
    settings.ledger = Ledger {
        places: vec!["East village".into(), "West village".into()],
        bodies: vec!["Judicial office".into(), "Labour bureau".into()],
        ..Ledger::default()
    };
    settings
}

fn begin() -> Story {
    Story::with(village())
}

/// Li registers a dispute of neighbours and mediates it himself.
fn registers(story: &mut Story) {
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    story.press(LI, chat, "I mediate");
    story.press(LI, chat, "Confirm");
}

/// The same, with its card shown.
fn begin_with_card() -> Story {
    let mut story = begin();
    registers(&mut story);
    story.press(LI, private(LI), "Show");
    story
}

fn dispute(story: &Story, number: usize) -> Dispute {
    let mut disputes = story.engine.desk().disputes.values();
    disputes.nth(number - 1).unwrap().clone()
}

fn stage(story: &Story) -> Stage {
    dispute(story, 1).stage
}

fn texts(story: &Story) -> BTreeMap<TextKey, Text> {
    let mut texts = BTreeMap::new();
    let each = &mut |name: &[u8], value: &[u8]| {
        texts.insert(TextKey::read(name).unwrap(), codec::decode(value).unwrap());
        Ok(())
    };
    story.store.load(Space::Private, each).unwrap();
    texts
}

/// Everything that the store holds, as text.
fn stored(story: &Story) -> String {
    let mut all = String::new();
    for space in Space::ALL {
        let each = &mut |_: &[u8], value: &[u8]| {
            all.push_str(&String::from_utf8_lossy(value));
            Ok(())
        };
        story.store.load(space, each).unwrap();
    }
    for row in story.store.rows(1000).unwrap() {
        all.push_str(&String::from_utf8_lossy(&row.value));
    }
    for log in Log::ALL {
        for event in story.store.events(log.stream()).unwrap() {
            all.push_str(&String::from_utf8_lossy(&event));
        }
    }
    all
}

/// The log, which holds and tells what is stored.
fn entries(story: &Story) -> Vec<LedgerEntry> {
    let stored = story.store.events(Log::Ledger.stream()).unwrap();
    let stored = stored.iter().map(|bytes| codec::decode(bytes).unwrap());
    let log: Vec<LedgerEntry> = stored.collect();
    let desk = story.engine.desk();
    log::verify(desk.log_end(Log::Ledger), &log).unwrap();
    invariants::ledger(&desk.disputes, &log, &texts(story)).unwrap();
    log
}

/// Kinds of the entries but for readings.
fn kinds(story: &Story) -> Vec<&'static str> {
    let log = entries(story).into_iter().map(|entry| entry.event.kind());
    log.filter(|kind| *kind != "ledger_read").collect()
}

/// The newest message of a private chat as it stands.
fn newest(story: &Story, user: i64) -> String {
    let shown = story.shown(private(user));
    shown
        .last()
        .map(|(_, message)| message.text.clone())
        .unwrap()
}

fn labels(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    let (_, message) = shown.last().unwrap();
    let buttons = message.rows.iter().flatten();
    buttons.map(|button| button.label.clone()).collect()
}
