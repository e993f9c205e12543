//! What happens late is marked late: in the record, in the notice, in the page.

mod support;

use std::time::Duration;

use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);

impl Story {
    /// The bot is down for so long: what falls due meanwhile happens after it.
    fn down(&mut self, span: Duration) {
        self.now = self.now.plus(span);
        self.pass(Duration::ZERO);
    }

    fn texts(&self, kind: &str) -> Vec<String> {
        let entries = self.record(1).into_iter();
        entries
            .filter(|entry| entry.event.kind() == kind)
            .map(|entry| entry.event.text())
            .collect()
    }
}

#[test]
fn a_late_step_says_when_it_was_due() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.down(MINUTE * 20);
    let page = story.shown(private(12))[0].1.clone();
    assert!(
        page.text.contains("\nDue 02:14, delayed\n"),
        "{}",
        page.text
    );
    let notice = story.shown(TOWN).last().unwrap().1.clone();
    assert!(
        notice
            .text
            .contains("⏫ #1 02:31 no answer, Sun Min is paged\nDue 02:14, delayed\n"),
        "{}",
        notice.text
    );
    assert_eq!(
        story.texts("step_passed"),
        ["round 1 step 1: no answer, due 2026-11-23T18:14:00.000Z"]
    );
    assert_eq!(
        story.texts("step_entered"),
        [
            "round 1 step 1",
            "round 1 step 2, due 2026-11-23T18:14:00.000Z"
        ]
    );
    story.say(11, private(11), "/timeline 1");
    let record = story.shown(private(11)).last().unwrap().1.text.clone();
    assert!(
        record.contains("round 1, step 2 · Due 02:14:00, delayed"),
        "{record}"
    );
    story.replays(1);
    // The next one is in time again.
    story.pass(MINUTE * 5);
    assert_eq!(story.texts("step_passed")[1], "round 1 step 2: no answer");
}

#[test]
fn what_happens_in_time_is_not_marked() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.now = story.now.plus(MINUTE * 2);
    story.pass(Duration::ZERO);
    story.pass(MINUTE * 30);
    let said = story
        .record(1)
        .iter()
        .filter(|entry| entry.event.text().contains("due"))
        .count();
    assert_eq!(said, 0);
    assert!(
        !story
            .shown(TOWN)
            .iter()
            .any(|(_, message)| message.text.contains("delayed"))
    );
}

#[test]
fn a_late_ring_says_when_it_was_due() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.down(MINUTE * 2 + Duration::from_secs(30));
    let page = story.shown(private(11))[1].1.clone();
    assert!(page.text.contains("Due 02:12, delayed"), "{}", page.text);
    assert_eq!(
        story.texts("rang_again"),
        ["attempt 2, due 2026-11-23T18:12:00.000Z"]
    );
}

#[test]
fn a_late_end_says_when_it_was_due() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report minor things");
    story.down(MINUTE * 10);
    let end = story.shown(TOWN).last().unwrap().1.clone();
    assert!(end.text.starts_with("⛔ #1"), "{}", end.text);
    assert!(end.text.contains("Due 02:16, delayed"), "{}", end.text);
}

#[test]
fn a_late_question_says_when_it_was_due() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    story.down(MINUTE * 40);
    let question = story.shown(private(11)).last().unwrap().1.clone();
    assert!(
        question.text.contains("no update for 40 min"),
        "{}",
        question.text
    );
    assert!(
        question.text.contains("Due 02:41, delayed"),
        "{}",
        question.text
    );
    assert_eq!(story.texts("questioned"), ["due 2026-11-23T18:41:00.000Z"]);
    story.down(MINUTE * 10);
    let page = story.shown(private(11)).last().unwrap().1.clone();
    assert!(page.text.contains("Due 02:56, delayed"), "{}", page.text);
    assert_eq!(
        story.texts("restarted"),
        ["no update after the acknowledgement, due 2026-11-23T18:56:00.000Z"]
    );
    story.replays(1);
}

#[test]
fn entries_of_before_read_and_hash_as_they_did() {
    use dutybell_core::state::event::Event;
    for (stored, text) in [
        (r#"{"step_entered":{"round":1,"step":0}}"#, "round 1 step 1"),
        (
            r#"{"step_passed":{"round":1,"step":0,"why":"no_answer"}}"#,
            "round 1 step 1: no answer",
        ),
        (r#"{"rang_again":{"attempt":2}}"#, "attempt 2"),
        (r#""questioned""#, ""),
        (r#"{"restarted":{"why":"by_hand"}}"#, "by hand"),
        (r#"{"category_changed":{"from":null,"to":"fire"}}"#, "fire"),
    ] {
        let event: Event = serde_json::from_str(stored).unwrap();
        assert_eq!(event.text(), text);
        assert_eq!(serde_json::to_string(&event).unwrap(), stored);
    }
}
