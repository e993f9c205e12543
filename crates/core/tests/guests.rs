//! People of a chat whom the configuration does not name: they may report, not read.

mod support;

use support::{Story, TOWN, private};

const GUEST: i64 = 77;

#[test]
fn a_guest_reports_updates_and_escalates_but_does_not_read() {
    let mut story = Story::begin();
    story.say(GUEST, TOWN, "/report smoke");
    assert!(story.lines(TOWN)[0].starts_with("🔴 #1 Fire"));
    story.say(GUEST, TOWN, "/update 1 more smoke");
    assert!(
        story
            .lines(TOWN)
            .iter()
            .any(|line| line.contains("update stored")),
        "{:?}",
        story.lines(TOWN)
    );
    for command in ["/incidents", "/incident 1", "/timeline 1"] {
        let before = story.lines(TOWN).len();
        story.say(GUEST, TOWN, command);
        let lines = story.lines(TOWN);
        assert_eq!(lines.len(), before + 1, "{command}");
        assert_eq!(
            lines[before],
            "Only people whom the configuration names may read this. To be added, ask: Town office.",
            "{command}"
        );
    }
    let (message, data) = story.button(private(11), "Full text, photos").unwrap();
    let toast = story.press_data(GUEST, TOWN, message, &data);
    assert!(toast.starts_with("Only people whom"), "{toast}");
    let toast = story.press(GUEST, TOWN, "Escalate");
    assert!(toast.contains("Sun Min"), "{toast}");
}

#[test]
fn each_stranger_of_a_foreign_chat_is_told_to_the_administrator() {
    let mut story = Story::begin();
    let foreign = dutybell_core::ids::TelegramChat(-4242);
    story.say(GUEST, foreign, "/report smoke");
    story.say(GUEST, foreign, "/report smoke!");
    story.say(78, foreign, "/report water in the mine");
    let told = story.shown(private(15));
    let told: Vec<&str> = told
        .iter()
        .map(|(_, message)| message.text.as_str())
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].contains("water in the mine"), "{told:?}");
}
