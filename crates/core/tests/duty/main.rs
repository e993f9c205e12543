//! Taking over a shift: reminders before it, On duty at its start, and nobody who presses.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod attendance;
mod changes;
mod feed;
mod handover;
mod incidents;
mod month;
mod presence;
mod press;
mod reminders;
mod standing_in;
#[path = "../support/mod.rs"]
mod support;
mod swaps;

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use dutybell_core::codec;
use dutybell_core::outgoing::{Outcome, Outgoing, Unreachable};
use dutybell_core::settings::{
    Asks, Role, RoleMembers, Roster, Rotation, Settings, SpecialPeriod, Target, Whom,
};
use dutybell_core::state::duty::on_duty;
use dutybell_core::state::duty_log::DutyEntry;
use dutybell_core::state::log::{self, Log, Logged as _};
use dutybell_core::time::At;
use support::{Story, TOWN, private, settings};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// Town office, the administrator.
const OFFICE: i64 = 15;
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;

/// Li has the shift until 08:30, Sun the one after it; whoever is on duty is paged for what is not grave.
fn rostered(turns: &[&[&str]]) -> Settings {
    let mut settings = settings();
    settings.rosters = vec![Roster {
        id: "office".into(),
        name: "Town office".into(),
        turns: turns
            .iter()
            .map(|turn| turn.iter().map(|id| (*id).into()).collect())
            .collect(),
        start: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        handover: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        rotation: Rotation::Daily,
        patrol: false,
        asks: Asks {
            remind: vec![HOUR * 24, MINUTE * 30],
            ack_within: MINUTE * 10,
            escalate: vec![Whom::Role("commander".into())],
            ..Asks::default()
        },
    }];
    settings.roles.push(Role {
        id: "duty_officer".into(),
        name: "Duty officer".into(),
        members: RoleMembers::Roster("office".into()),
    });
    settings.policies[1].steps[0].page = vec![Target::Role("duty_officer".into())];
    settings
}

fn begin() -> Story {
    Story::with(rostered(&[&["li"], &["sun"]]))
}

/// On 24 November the leaders, of whom Zhao is one, are on duty instead of the office.
fn leaders_stand_in(settings: &mut Settings) {
    let leaders = Roster {
        id: "leaders".into(),
        name: "Leaders".into(),
        turns: vec![vec!["zhao".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(leaders);
    settings.special_periods = vec![SpecialPeriod {
        name: "Holiday".into(),
        from: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        rosters: vec!["leaders".into()],
        instead_of: vec!["office".into()],
    }];
}

/// Lets time pass until this local time of that day of November.
fn until(story: &mut Story, day: u32, hour: u32, minute: u32) {
    let local = NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    let at = At::from(local.and_utc()).0 - 8 * 3_600_000;
    story.pass(At(at).since(story.now));
    assert_eq!(story.now, At(at));
}

/// The bot is down until then.
fn sleeps_until(story: &mut Story, day: u32, hour: u32, minute: u32) {
    let local = NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    story.now = At(At::from(local.and_utc()).0 - 8 * 3_600_000);
    story.restart();
    story.pass(Duration::ZERO);
}

/// The messages of a private chat as they stand.
fn texts(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    shown.into_iter().map(|(_, message)| message.text).collect()
}

fn rings(story: &Story, user: i64) -> Vec<bool> {
    let shown = story.shown(private(user));
    shown.iter().map(|(_, message)| message.sound).collect()
}

fn responsible(story: &Story, settings: &Settings) -> Vec<String> {
    let duties = &story.engine.desk().duties;
    let people = on_duty(settings, duties, &"office".into(), story.now);
    people.iter().map(ToString::to_string).collect()
}

fn log(story: &Story) -> Vec<DutyEntry> {
    let stored = dutybell_core::store::Reads::events(&story.store, Log::Duty.stream()).unwrap();
    let log: Vec<DutyEntry> = stored
        .iter()
        .map(|bytes| codec::decode(bytes).unwrap())
        .collect();
    log::verify(story.engine.desk().log_end(Log::Duty), &log).unwrap();
    log
}

fn kinds(story: &Story) -> Vec<&'static str> {
    log(story).iter().map(|entry| entry.event.kind()).collect()
}

/// Messages of a chat that still have the button.
fn buttons(story: &Story, user: i64) -> usize {
    let shown = story.shown(private(user));
    let with = |label: &&str| *label == "On duty";
    let labels = shown
        .iter()
        .flat_map(|(_, message)| message.rows.iter().flatten())
        .map(|button| button.label.as_str());
    labels.filter(with).count()
}
