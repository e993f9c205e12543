//! Rates of screenings and mediations, compared with those counted by hand, each with what it lacks.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod support;

use std::time::Duration;

use dutybell_core::settings::{Ledger, Prompt, PromptKind, Settings, Target, Whom};
use dutybell_core::state::schedule::Schedule;
use support::{Story, private, settings};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;

/// Li and the deputies screen twice a month and have two days.
fn village() -> Settings {
    let mut settings = settings();
    let screening = Prompt {
        id: "screening".into(),
        name: None,
        kind: PromptKind::Screening,
        schedule: Schedule::on("1,16 09:00").unwrap(),
        ask: vec![Target::Person("li".into()), Target::Role("deputy".into())],
        each_person: false,
        within: DAY * 2,
        remind: Vec::new(),
        escalate: vec![Whom::Person("zhao".into())],
        report_to: None,
        onward: None,
    };
    settings.prompts = vec![
        Prompt {
            id: "inspection".into(),
            name: Some("Safety inspection".into()),
            kind: PromptKind::Acknowledge,
            schedule: Schedule::on("wed 09:00").unwrap(),
            ask: vec![Target::Person("sun".into())],
            within: HOUR * 8,
            ..screening.clone()
        },
        screening,
    ];
    settings.ledger = Ledger {
        places: vec!["East village".into()],
        bodies: vec!["Judicial office".into()],
        ..Ledger::default()
    };
    settings
}

/// Until this local hour of a day of December.
fn until(story: &mut Story, day: u32, hour: u32) {
    let to = chrono::NaiveDate::from_ymd_opt(2026, 12, day)
        .and_then(|day| day.and_hms_opt(hour, 0, 0))
        .unwrap()
        .and_local_timezone(chrono_tz::Asia::Shanghai)
        .unwrap();
    let to = dutybell_core::time::At::from(to.with_timezone(&chrono::Utc));
    story.pass(to.since(story.now));
}

/// Registers a dispute.
fn registers(story: &mut Story) {
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, "Ge Dafu and Wu Xiaomei");
    story.say(LI, chat, "a fence");
    story.press(LI, chat, "I mediate");
    story.press(LI, chat, "Confirm");
}

fn section<'a>(chart: &'a [String], head: &str) -> Vec<&'a str> {
    let lines = chart.iter().map(String::as_str);
    let mut lines = lines.skip_while(|line| *line != format!("[{head}]"));
    assert!(lines.next().is_some(), "no {head} in {chart:?}");
    lines.take_while(|line| !line.starts_with('[')).collect()
}

#[test]
fn a_month_with_a_silent_mediator_a_failure_and_one_that_broke_out_again() {
    let mut story = Story::with(village());
    // First half: Li in time, nobody of the deputies.
    until(&mut story, 1, 9);
    story.press(LI, private(LI), "Nothing found");
    for _ in 0..4 {
        registers(&mut story);
    }
    until(&mut story, 2, 10);
    story.press(SUN, private(SUN), "Done");
    for (number, result) in [
        (1, "agreed they share it"),
        (2, "agreed they share it"),
        (3, "failed no way"),
        (4, "agreed they share it"),
    ] {
        story.say(LI, private(LI), &format!("/mediated {number} {result}"));
    }
    until(&mut story, 5, 12);
    story.say(ZHAO, private(ZHAO), "/stats 2026-12");
    let chart = story.chart(ZHAO);
    assert_eq!(
        section(&chart, "Dispute screening"),
        [
            "Done | 1/2 · 50% ⚠ below 98% | 500",
            "On time | 1/2 · 50%",
            "Not answered: 1 (Deputy)",
        ]
    );
    assert_eq!(
        section(&chart, "Mediation"),
        [
            "Agreed, of all that ended | 3/4 · 75% ⚠ below 95% | 750",
            "Registered | 4",
            "Failed: 1 (D3)",
            "Failed, next step open: 1 (D3)",
        ]
    );
    // Sun answers late, and what was agreed breaks out again.
    story.press(SUN, private(SUN), "Nothing found");
    story.say(LI, private(LI), "/dispute 1");
    story.press(LI, private(LI), "Broke out again");
    story.say(LI, private(LI), "the fence again");
    // Second half: both in time; nobody inspects any more.
    until(&mut story, 16, 9);
    story.press(LI, private(LI), "Nothing found");
    story.press(SUN, private(SUN), "Nothing found");
    until(&mut story, 17, 12);
    story.say(ZHAO, private(ZHAO), "/stats 2026-12");
    let chart = story.chart(ZHAO);
    assert_eq!(
        section(&chart, "Dispute screening"),
        [
            "Done | 4/4 · 100% ✓ (target 98%) | 1000",
            "On time | 3/4 · 75%",
            "Late: 1 (Deputy)",
        ]
    );
    assert_eq!(
        section(&chart, "Mediation"),
        [
            "Agreed, of all that ended | 2/4 · 50% ⚠ below 95% | 500",
            "Registered | 4",
            "Failed: 1 (D3)",
            "Failed, next step open: 1 (D3)",
            "Agreed, broke out again: 1 (D1)",
            "In mediation: 1 (D1)",
        ]
    );
    assert_eq!(
        section(&chart, "Check-ins: on time/late/missing"),
        ["Safety inspection | 1/0/2"]
    );
    // No name of a party is in what goes to a group.
    let all = format!("{chart:?}");
    assert!(!all.contains("Ge Dafu") && !all.contains("fence"));
    // In November nothing of it.
    story.say(ZHAO, private(ZHAO), "/stats 2026-11");
    let chart = story.chart(ZHAO);
    assert!(
        chart.iter().all(|line| !line.contains("Mediation")),
        "{chart:?}"
    );
}

#[test]
fn what_was_not_asked_is_missing_in_its_own_month() {
    let mut story = Story::with(village());
    // Down over both screenings of December and of January.
    story.now = story.now.plus(DAY * 70);
    story.restart();
    story.pass(Duration::ZERO);
    for (month, missing) in [("2026-12", 4), ("2027-01", 4), ("2027-02", 0)] {
        story.say(ZHAO, private(ZHAO), &format!("/stats {month}"));
        let chart = story.chart(ZHAO);
        let done = section(&chart, "Dispute screening")[0];
        let all = format!("Done | 0/{missing} · 0%");
        assert_eq!(done.starts_with(&all), missing > 0, "{month}: {done}");
    }
}

#[test]
fn what_was_moved_and_not_asked_is_missing_in_its_own_month() {
    let mut settings = village();
    let holidays = std::sync::Arc::clone(&settings.holidays);
    settings.prompts[1].schedule = Schedule::on("last 09:00").unwrap().moved(holidays);
    let mut story = Story::with(settings);
    // The last of January 2027 is a Sunday, and so is that of February.
    story.now = story.now.plus(DAY * 130);
    story.restart();
    story.pass(Duration::ZERO);
    for (month, missing) in [
        ("2026-11", 2),
        ("2026-12", 2),
        ("2027-01", 2),
        ("2027-02", 2),
    ] {
        story.say(ZHAO, private(ZHAO), &format!("/stats {month}"));
        let chart = story.chart(ZHAO);
        let done = section(&chart, "Dispute screening")[0];
        let all = format!("Done | 0/{missing} · 0%");
        assert!(done.starts_with(&all), "{month}: {done}");
    }
}

#[test]
fn a_mediation_that_ends_by_a_transfer_is_no_success_and_one_that_never_began_is_none() {
    let mut story = Story::with(village());
    for _ in 0..4 {
        registers(&mut story);
    }
    story.say(LI, private(LI), "/mediated 1 agreed they shook hands");
    // Mediated and handed on; handed on without a mediation; handed on after a failure.
    story.say(LI, private(LI), "/dispute 2");
    story.press(LI, private(LI), "Begin mediation");
    story.say(LI, private(LI), "/mediated 4 failed no way");
    for number in [2, 3, 4] {
        story.say(
            LI,
            private(LI),
            &format!("/transfer {number} Judicial office"),
        );
        story.say(LI, private(LI), "talked to both");
        story.say(LI, private(LI), &format!("/dispute {number}"));
        story.press(LI, private(LI), "Accepted");
        story.say(LI, private(LI), "they take it");
    }
    story.say(ZHAO, private(ZHAO), "/stats");
    let chart = story.chart(ZHAO);
    let mediation = section(&chart, "Mediation");
    assert!(
        mediation[0].starts_with("Agreed, of all that ended | 1/3 · 33.3%"),
        "{mediation:?}"
    );
    assert!(
        mediation.contains(&"Failed: 1 (D4)")
            && mediation.contains(&"Mediated, then taken by a body: 1 (D2)"),
        "{mediation:?}"
    );
    assert!(
        mediation.contains(&"Transferred and accepted | 3"),
        "{mediation:?}"
    );
}

#[test]
fn what_a_month_was_late_with_stays_so_when_it_breaks_out_again_later() {
    let mut settings = village();
    settings.ledger.mediate_within = DAY * 10;
    let mut story = Story::with(settings);
    registers(&mut story);
    story.say(LI, private(LI), "/mediated 1 failed no way");
    until(&mut story, 1, 12);
    story.say(LI, private(LI), "/dispute 1");
    story.press(LI, private(LI), "Begin mediation");
    let late = |story: &mut Story| {
        story.say(ZHAO, private(ZHAO), "/stats 2026-12");
        let chart = story.chart(ZHAO);
        chart.contains(&"Of these past their limit: 1 (D1)".to_owned())
    };
    story.pass(DAY * 35);
    assert!(late(&mut story));
    story.say(LI, private(LI), "/mediated 1 agreed at last");
    story.say(LI, private(LI), "/dispute 1");
    story.press(LI, private(LI), "Broke out again");
    story.say(LI, private(LI), "they shout");
    assert!(late(&mut story));
}

#[test]
fn a_month_to_come_has_no_figures() {
    let mut story = Story::with(village());
    story.say(ZHAO, private(ZHAO), "/stats 2026-12");
    let shown = story.shown(private(ZHAO));
    assert_eq!(
        shown.last().unwrap().1.text,
        "2026-12 has yet to come: there are no figures of it. This month: /stats"
    );
}

#[test]
fn a_screening_that_nobody_answered_is_one_also_when_its_row_is_gone() {
    let mut story = Story::with(village());
    until(&mut story, 4, 12);
    let mut settings = village();
    settings.prompts.truncate(1);
    story.reconfigure(settings);
    story.say(ZHAO, private(ZHAO), "/stats 2026-12");
    let chart = story.chart(ZHAO);
    let done = section(&chart, "Dispute screening")[0];
    assert!(done.starts_with("Done | 0/2 · 0%"), "{done}");
    assert!(
        !chart.iter().any(|line| line.starts_with("screening")),
        "{chart:?}"
    );
}

#[test]
fn what_was_moved_to_a_working_day_of_the_next_month_is_of_its_own() {
    let mut settings = village();
    let holidays = std::sync::Arc::clone(&settings.holidays);
    settings.prompts[0].schedule = Schedule::on("last 09:00").unwrap().moved(holidays);
    let mut story = Story::with(settings);
    // The last of January 2027 is a Sunday.
    until(&mut story, 1, 9);
    story.pass(DAY * 62);
    story.press(SUN, private(SUN), "Done");
    story.pass(DAY);
    for (month, row) in [
        ("2027-01", Some("Safety inspection | 1/0/0")),
        ("2027-02", None),
    ] {
        story.say(ZHAO, private(ZHAO), &format!("/stats {month}"));
        let chart = story.chart(ZHAO);
        let found = chart
            .iter()
            .find(|line| line.starts_with("Safety inspection"));
        assert_eq!(found.map(String::as_str), row, "{month}");
    }
}

#[test]
fn of_many_who_are_silent_so_many_are_named_and_the_rest_counted() {
    let mut settings = village();
    for n in 0..13 {
        let id = format!("village{n}");
        settings.people.push(dutybell_core::settings::Person {
            id: id.as_str().into(),
            name: format!("V{n}"),
            telegram: None,
            ..settings.people[0].clone()
        });
        settings.prompts[1]
            .ask
            .push(Target::Person(id.as_str().into()));
    }
    let mut story = Story::with(settings);
    until(&mut story, 4, 12);
    story.say(ZHAO, private(ZHAO), "/stats 2026-12");
    let chart = story.chart(ZHAO);
    let missing = section(&chart, "Dispute screening").pop().unwrap();
    assert!(
        missing.starts_with("Not answered: 15 (") && missing.ends_with("V7 and 5 more)"),
        "{missing}"
    );
}

#[test]
fn what_failed_and_goes_on_waits_for_no_next_step() {
    let mut story = Story::with(village());
    registers(&mut story);
    registers(&mut story);
    let waits = |story: &mut Story| {
        story.say(ZHAO, private(ZHAO), "/stats");
        let chart = story.chart(ZHAO);
        let waits = chart
            .into_iter()
            .find(|line| line.starts_with("Failed, next step open"));
        waits.unwrap_or_default()
    };
    for number in [1, 2] {
        story.say(
            LI,
            private(LI),
            &format!("/mediated {number} failed no way"),
        );
    }
    assert_eq!(waits(&mut story), "Failed, next step open: 2 (D1 D2)");
    story.say(LI, private(LI), "/transfer 1 Judicial office");
    story.say(LI, private(LI), "talked to both");
    assert_eq!(waits(&mut story), "Failed, next step open: 1 (D2)");
    story.press(LI, private(LI), "Refused");
    story.say(LI, private(LI), "not theirs");
    assert_eq!(waits(&mut story), "Failed, next step open: 2 (D1 D2)");
    story.say(LI, private(LI), "/dispute 2");
    story.press(LI, private(LI), "Begin mediation");
    assert_eq!(waits(&mut story), "Failed, next step open: 1 (D1)");
}
