//! Figures of a month's incidents, compared with those counted by hand.

mod support;

use std::time::Duration;

use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;

/// Reports, and somebody acknowledges after so many minutes.
fn reported(story: &mut Story, text: &str, acknowledged: Option<u32>) {
    story.say(LI, TOWN, &format!("/report {text}"));
    let number = story.engine.desk().last_incident;
    if let Some(minutes) = acknowledged {
        story.pass(MINUTE * minutes);
        let major = text.starts_with("I:") || text.starts_with("II:");
        let who = if major { ZHAO } else { SUN };
        story.say(who, TOWN, &format!("/ack {number}"));
    }
}

#[test]
fn the_figures_are_those_counted_by_hand() {
    let mut story = Story::begin();
    reported(&mut story, "II: smoke in the yard", Some(1));
    reported(&mut story, "IV: a tree has fallen", Some(3));
    reported(&mut story, "I: fire in the school", Some(2));
    reported(&mut story, "IV: a lamp is broken", Some(9));
    reported(&mut story, "III: water in the cellar", None);
    // Taken back before anybody had it.
    story.say(LI, TOWN, "/report IV: nothing after all");
    story.press(LI, TOWN, "Withdraw");
    story.press(LI, TOWN, "Confirm");
    story.say(ZHAO, private(ZHAO), "/stats");
    assert_eq!(
        story.chart(ZHAO)[..12],
        [
            "Figures of 2026-11",
            "[Incidents: 6]",
            "I I | 1 | 166",
            "II II | 1 | 166",
            "III III | 1 | 166",
            "IV IV | 3 | 500",
            "Fire | 2 | 333",
            "Without category | 4 | 666",
            "Until acknowledged: half within 2 min, 90% within 9 min (4 acknowledged)",
            "Longest wait: 9 min (#4)",
            "Never acknowledged: 1 (#5)",
            "Withdrawn by the reporter: 1",
        ]
    );
}

#[test]
fn what_is_joined_counts_once_and_paging_anew_changes_no_wait() {
    let mut story = Story::begin();
    reported(&mut story, "II: smoke in the mill", Some(1));
    story.say(SUN, TOWN, "/report II: the mill is on fire");
    story.press(SUN, TOWN, "Same as #1");
    // No news for half an hour and five minutes: paged anew, and acknowledged again.
    story.pass(MINUTE * 36);
    story.say(ZHAO, TOWN, "/ack 1");
    let cycles: Vec<u32> = story
        .engine
        .open()
        .map(|folder| folder.incident.cycle)
        .collect();
    assert_eq!(cycles, [2]);
    story.say(ZHAO, private(ZHAO), "/stats");
    let chart = story.chart(ZHAO);
    assert_eq!(chart[1], "[Incidents: 1]", "{chart:?}");
    let waits = "Until acknowledged: half within 1 min, 90% within 1 min (1 acknowledged)";
    assert!(chart.contains(&waits.to_owned()), "{chart:?}");
    let joined = "Joined to another, not counted: 1".to_owned();
    assert!(chart.contains(&joined), "{chart:?}");
}

#[test]
fn each_month_has_its_own_also_after_a_restart_and_a_clock_that_was_ahead() {
    let mut story = Story::begin();
    reported(&mut story, "II: smoke in November", Some(1));
    story.say(ZHAO, TOWN, "/close 1 done");
    story.pass(DAY * 10);
    reported(&mut story, "II: smoke in December", Some(1));
    reported(&mut story, "II: fire in December", Some(1));
    let incidents = |story: &mut Story, month: &str| {
        story.say(ZHAO, private(ZHAO), &format!("/stats {month}"));
        story.chart(ZHAO)[1].clone()
    };
    let both = |story: &mut Story| {
        assert_eq!(incidents(story, "2026-10"), "[Incidents: 0]");
        assert_eq!(incidents(story, "2026-11"), "[Incidents: 1]");
        assert_eq!(incidents(story, "2026-12"), "[Incidents: 2]");
    };
    both(&mut story);
    story.restart();
    both(&mut story);
    // For a moment the clock was a year ahead.
    let right = story.now;
    story.now = right.plus(DAY * 365);
    story.say(ZHAO, private(ZHAO), "/incidents");
    story.now = right;
    reported(&mut story, "II: more smoke in December", Some(1));
    assert_eq!(incidents(&mut story, "2026-12"), "[Incidents: 3]");
    assert_eq!(incidents(&mut story, "2026-11"), "[Incidents: 1]");
}
