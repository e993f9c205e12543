//! Prompts: whoever is asked answers alone, in time, late or not at all.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod answers;
mod checklist;
mod down;
mod hearers;
mod late;
mod long;
mod mine;
mod report;
mod screening;
#[path = "../support/mod.rs"]
mod support;
mod walk;
mod withdrawn;

use std::time::Duration;

use chrono::NaiveDate;
use dutybell_core::codec;
use dutybell_core::ids::TelegramChat;
use dutybell_core::outgoing::{Outcome, Outgoing};
use dutybell_core::render::sheets::SheetWords;
use dutybell_core::render::words::Words;
use dutybell_core::settings::{Language, Prompt, PromptKind, Settings, Target, Whom};
use dutybell_core::state::log::{self, Log, Logged as _};
use dutybell_core::state::prompt_log::PromptEntry;
use dutybell_core::state::schedule::Schedule;
use dutybell_core::time::At;
use support::{Story, TOWN, private, settings};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;
/// The administrator.
const OFFICE: i64 = 15;

/// Li and the deputies (Sun; Wang has no account) are asked each Wednesday at 09:00, with a day to answer.
fn asking(kind: PromptKind) -> Settings {
    let mut settings = settings();
    settings.prompts = vec![Prompt {
        id: "weekly".into(),
        name: Some("Safety inspection".into()),
        kind,
        schedule: Schedule::cron("0 0 9 * * Wed").unwrap(),
        ask: vec![Target::Person("li".into()), Target::Role("deputy".into())],
        each_person: false,
        within: DAY,
        remind: vec![HOUR * 6, HOUR / 2],
        escalate: vec![Whom::Person("zhao".into())],
        report_to: Some("town".into()),
        onward: None,
    }];
    settings
}

/// Half-monthly screenings with two days to answer.
fn half_monthly() -> Settings {
    let mut settings = asking(PromptKind::Screening);
    let prompt = &mut settings.prompts[0];
    prompt.schedule = Schedule::cron("0 0 9 1,16 * *").unwrap();
    prompt.within = DAY * 2;
    settings
}

/// The guided form is filled in by somebody who mediates himself.
fn fills_in(story: &mut Story, user: i64, kind: &str) {
    let chat = private(user);
    story.press(user, chat, kind);
    story.say(user, chat, "East village");
    story.say(user, chat, "Ge Dafu and Wu Xiaomei");
    story.say(user, chat, "a fence");
    story.press(user, chat, "I mediate");
    story.press(user, chat, "Confirm");
}

fn acknowledging() -> Story {
    Story::with(asking(PromptKind::Acknowledge))
}

/// The instant of a local time of this year.
fn local(month: u32, day: u32, hour: u32, minute: u32) -> At {
    let local = NaiveDate::from_ymd_opt(2026, month, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    At(At::from(local.and_utc()).0 - 8 * 3_600_000)
}

/// Lets time pass until then.
fn until(story: &mut Story, month: u32, day: u32, hour: u32, minute: u32) {
    let at = local(month, day, hour, minute);
    story.pass(at.since(story.now));
    assert_eq!(story.now, at);
}

/// The bot is down until then.
fn sleeps_until(story: &mut Story, month: u32, day: u32, hour: u32, minute: u32) {
    story.now = local(month, day, hour, minute);
    story.restart();
    story.pass(Duration::ZERO);
}

/// The messages of a private chat as they stand.
fn texts(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    shown.into_iter().map(|(_, message)| message.text).collect()
}

fn group(story: &Story) -> Vec<String> {
    let shown = story.shown(TOWN);
    shown.into_iter().map(|(_, message)| message.text).collect()
}

fn rings(story: &Story, user: i64) -> Vec<bool> {
    let shown = story.shown(private(user));
    shown.iter().map(|(_, message)| message.sound).collect()
}

/// Labels of the buttons that a chat still has.
fn labels(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user)).into_iter();
    let buttons = shown.flat_map(|(_, message)| message.rows.into_iter().flatten());
    buttons.map(|button| button.label).collect()
}

fn entries(story: &Story) -> Vec<PromptEntry> {
    let stored = dutybell_core::store::Reads::events(&story.store, Log::Prompt.stream()).unwrap();
    let entries: Vec<PromptEntry> = stored
        .iter()
        .map(|bytes| codec::decode(bytes).unwrap())
        .collect();
    log::verify(story.engine.desk().log_end(Log::Prompt), &entries).unwrap();
    entries
}

fn kinds(story: &Story) -> Vec<&'static str> {
    let entries = entries(story);
    let words = Words::new();
    for language in [Language::Zh, Language::En] {
        let words = SheetWords {
            words: &words,
            language,
        };
        // A word that is missing shows its key.
        for entry in &entries {
            let word = words.prompt_event(entry.event.kind());
            assert!(!word.contains("promptlog"), "{word}");
        }
    }
    entries.iter().map(|entry| entry.event.kind()).collect()
}
