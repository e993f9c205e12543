//! What it does to paging and checks that somebody is on duty by a roster: several people on a shift,
//! rosters that rest outside of their special periods, and those that stand in.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod support;

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use dutybell_core::ids::{PersonId, TelegramChat};
use dutybell_core::settings::{
    Muster, Role, RoleMembers, Roster, Rotation, Settings, SpecialPeriod, Target,
};
use support::{START, Story, TOWN, private, settings};

const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;
const OFFICE: i64 = 15;
const MINUTE: Duration = Duration::from_secs(60);

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn roster(id: &str, turns: &[&[&str]]) -> Roster {
    let turn = |turn: &&[&str]| turn.iter().map(|id| PersonId::from(*id)).collect();
    Roster {
        id: id.into(),
        name: id.into(),
        turns: turns.iter().map(turn).collect(),
        start: day(2),
        handover: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        rotation: Rotation::Daily,
        patrol: false,
        asks: dutybell_core::settings::Asks::default(),
    }
}

fn period(from: u32, to: u32, instead_of: &[&str]) -> SpecialPeriod {
    SpecialPeriod {
        name: "Holidays".into(),
        from: day(from),
        to: day(to),
        rosters: vec!["extra".into()],
        instead_of: instead_of.iter().map(|id| (*id).into()).collect(),
    }
}

/// The first step of the gravest level pages the role `first`, which a roster fills; the second pages
/// Sun Min and Wang Fang. It is the duty day of 23 November.
fn town(first: &str, rosters: Vec<Roster>, periods: Vec<SpecialPeriod>) -> Settings {
    let mut settings = settings();
    for id in ["office", "extra"] {
        settings.roles.push(Role {
            id: id.into(),
            name: format!("The {id}"),
            members: RoleMembers::Roster(id.into()),
        });
    }
    settings.policies[0].steps[0].page = vec![Target::Role(first.into())];
    (settings.rosters, settings.special_periods) = (rosters, periods);
    settings
}

fn pages(story: &Story, user: i64) -> usize {
    let lines = story.lines(private(user));
    lines.iter().filter(|line| line.contains("LEVEL I")).count()
}

/// Everything that a chat shows.
fn told(story: &Story, chat: TelegramChat) -> String {
    let texts = story.shown(chat).into_iter().map(|(_, shown)| shown.text);
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn all_of_a_shift_are_paged_each_once() {
    let rosters = vec![roster("office", &[&["li", "zhao"]])];
    let mut settings = town("office", rosters, Vec::new());
    settings.policies[0].steps[0]
        .page
        .push(Target::Person("zhao".into()));
    let mut story = Story::with(settings);
    story.say(SUN, TOWN, "/report I: smoke");
    assert_eq!([LI, ZHAO].map(|user| pages(&story, user)), [1, 1]);
    // In the order of the shift.
    let paged: Vec<_> = story
        .sent
        .iter()
        .filter_map(|(_, body)| body.chat())
        .filter(|chat| [private(LI), private(ZHAO)].contains(chat))
        .collect();
    assert_eq!(paged[..2], [private(LI), private(ZHAO)]);
}

#[test]
fn a_roster_that_rests_is_skipped_at_once_and_not_named() {
    let rosters = vec![roster("extra", &[&["li"]])];
    let mut story = Story::with(town("extra", rosters, vec![period(25, 26, &[])]));
    story.say(ZHAO, TOWN, "/report I: smoke");
    assert_eq!([LI, SUN].map(|user| pages(&story, user)), [0, 1]);
    assert!(
        !told(&story, TOWN).contains("skipped"),
        "{}",
        told(&story, TOWN)
    );
    // The record tells that the step was passed all the same.
    assert!(
        story.kinds(1).contains(&"step_passed"),
        "{:?}",
        story.kinds(1)
    );
}

#[test]
fn who_is_missing_beside_a_roster_that_rests_is_named() {
    let rosters = vec![roster("extra", &[&["li"]])];
    let mut settings = town("extra", rosters, vec![period(25, 26, &[])]);
    settings.roles[0].members = RoleMembers::People(Vec::new());
    settings.policies[0].steps[0]
        .page
        .push(Target::Role("commander".into()));
    let mut story = Story::with(settings);
    story.say(ZHAO, TOWN, "/report I: smoke");
    let told = told(&story, TOWN);
    let mut lines = told.lines();
    assert!(
        lines.any(|line| line == "Commander: nobody there, skipped"),
        "{told}"
    );
}

#[test]
fn a_roster_that_has_not_begun_is_named_though_its_period_runs() {
    let mut late = roster("extra", &[&["li"]]);
    late.start = day(25);
    let mut story = Story::with(town("extra", vec![late], vec![period(22, 26, &[])]));
    story.say(ZHAO, TOWN, "/report I: smoke");
    let told = told(&story, TOWN);
    assert!(told.contains("The extra: nobody there, skipped"), "{told}");
}

#[test]
fn who_stands_in_is_paged_and_may_acknowledge() {
    let rosters = vec![roster("office", &[&["zhao"]]), roster("extra", &[&["li"]])];
    let mut story = Story::with(town("office", rosters, vec![period(22, 26, &["office"])]));
    story.say(SUN, TOWN, "/report I: smoke");
    assert_eq!([LI, ZHAO].map(|user| pages(&story, user)), [1, 0]);
    story.press(LI, private(LI), "Acknowledge");
    assert!(
        story.kinds(1).contains(&"acknowledged"),
        "{:?}",
        story.kinds(1)
    );
}

#[test]
fn a_step_of_a_roster_that_rests_is_no_vacant_step() {
    let checked = |start: u32| {
        let mut extra = roster("extra", &[&["li"]]);
        extra.start = day(start);
        let settings = town("extra", vec![extra], vec![period(24, 26, &[])]);
        let mut story = Story::with(settings);
        story.say(OFFICE, private(OFFICE), "/selftest");
        told(&story, private(OFFICE))
    };
    // It comes on duty in the morning, and until then nobody is missing.
    let resting = checked(2);
    assert!(!resting.contains("The extra"), "{resting}");
    // Its period begins in the morning, and nobody comes.
    let late = checked(25);
    assert!(
        late.contains("✗ The extra: nobody at some hour until tomorrow"),
        "{late}"
    );
}

#[test]
fn a_team_that_rests_is_not_too_small() {
    let mustered = |period: SpecialPeriod| {
        let rosters = vec![roster("extra", &[&["wang"]])];
        let mut settings = town("commander", rosters, vec![period]);
        settings.musters = vec![Muster {
            team: "extra".into(),
            point: "Town hall yard".into(),
            within: 30 * MINUTE,
            need: Some(1),
        }];
        let mut story = Story::with(settings);
        story.say(OFFICE, private(OFFICE), "/selftest");
        told(&story, private(OFFICE))
    };
    assert_eq!(START.rfc3339(), "2026-11-23T18:11:00.000Z");
    // It begins in thirty hours: not before the next morning's check.
    let resting = mustered(period(25, 26, &[]));
    assert!(!resting.contains("The extra"), "{resting}");
    let soon = mustered(period(24, 26, &[]));
    let few = "⚠ The extra: 0 of 1 wanted can be reached, not: Wang Fang";
    assert!(soon.contains(few), "{soon}");
    let running = mustered(period(22, 23, &[]));
    assert!(running.contains(few), "{running}");
}
