//! Checklists.

use super::*;
use dutybell_core::incoming::{Attachment, AttachmentKind, Incoming};
use dutybell_core::outgoing::Outgoing;

fn checking() -> Story {
    let items = ["Duty phone", "Fire engine 2", "Radios"];
    let items = items.iter().map(ToString::to_string).collect();
    let mut settings = asking(PromptKind::Checklist(items));
    settings.prompts[0].name = Some("Equipment".into());
    settings.prompts[0].ask = vec![Target::Role("deputy".into())];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    story
}

#[test]
fn each_item_is_tapped_and_handed_in_as_a_whole() {
    let mut story = checking();
    assert_eq!(
        texts(&story, SUN),
        ["📋 Equipment · 25 November · Deputy\n\
          Tap each: ✓ good, once more ✗ a problem. Submit by 26 Nov 09:00.\n\
          ○ Duty phone\n○ Fire engine 2\n○ Radios"]
    );
    assert_eq!(
        labels(&story, SUN),
        [
            "○ Duty phone",
            "○ Fire engine 2",
            "○ Radios"
        ]
    );
    let toast = story.press(SUN, private(SUN), "○ Duty phone");
    assert_eq!(toast, "✓ Good. A problem? Tap once more.");
    story.press(SUN, private(SUN), "○ Fire engine 2");
    assert!(story.button(private(SUN), "Submit").is_none());
    story.press(SUN, private(SUN), "○ Radios");
    assert_eq!(labels(&story, SUN)[0], "Submit");
    // A death in between loses no mark.
    story.restart();
    let toast = story.press(SUN, private(SUN), "Submit");
    assert_eq!(toast, "Noted: all 3 items are good.");
    assert_eq!(
        texts(&story, SUN),
        ["✅ Equipment · 25 November · Deputy\nSun Min 09:00: all 3 items are good"]
    );
    assert_eq!(
        group(&story),
        ["📋 Equipment · 25 November: complete 1/1 · 100 % on time"]
    );
    assert_eq!(kinds(&story), ["asked", "checked", "completed"]);
    assert_eq!(
        entries(&story)[1].event.text(),
        "weekly 2026-11-25T01:00:00.000Z deputy: good, good, good"
    );
}

#[test]
fn a_problem_is_said_in_words_and_pictures_and_told() {
    let mut story = checking();
    story.press(SUN, private(SUN), "○ Duty phone");
    story.press(SUN, private(SUN), "○ Radios");
    story.press(SUN, private(SUN), "○ Fire engine 2");
    let toast = story.press(SUN, private(SUN), "✓ Fire engine 2");
    assert_eq!(toast, "✗ A problem. A line or a photo, please.");
    assert_eq!(
        story.newest(SUN),
        "✗ Fire engine 2: what is wrong? A line or a photo, please."
    );
    // The question survives a death.
    story.restart();
    story.say(SUN, private(SUN), &"x".repeat(301));
    assert!(story.newest(SUN).starts_with("Too long"));
    let photo = Attachment {
        kind: AttachmentKind::Photo,
        file_id: "handle".into(),
        unique_id: "unique".into(),
        size: None,
        name: None,
        position: None,
    };
    let mut said = story.written(SUN, private(SUN), "flat tyre");
    if let Incoming::Message(message) = &mut said {
        message.attachments.push(photo);
    }
    story.update(said);
    assert_eq!(story.newest(SUN), "Noted: Fire engine 2");
    assert_eq!(
        texts(&story, SUN)[0].lines().nth(3),
        Some("✗ Fire engine 2: «flat tyre» 📷1")
    );
    assert!(story.shown(TOWN).is_empty());
    story.press(SUN, private(SUN), "Submit");
    let told = "⚠️ Deputy: 1 problem found\nEquipment · 25 November · Sun Min\n\
                ✗ Fire engine 2: «flat tyre» 📷1";
    assert_eq!(texts(&story, ZHAO), [told]);
    assert_eq!(rings(&story, ZHAO), [false]);
    assert_eq!(
        group(&story),
        [
            told,
            "📋 Equipment · 25 November: complete 1/1 · 1 problem · 100 % on time"
        ]
    );
    let copies = story.sent.iter().filter(
        |(_, body)| matches!(body, Outgoing::SendFile { file_id, .. } if file_id == "handle"),
    );
    assert_eq!(copies.count(), 2);
    assert_eq!(
        entries(&story)[1].event.text(),
        "weekly 2026-11-25T01:00:00.000Z deputy: 2 «flat tyre» unique"
    );
}

#[test]
fn a_problem_that_was_none_is_taken_back_with_its_question() {
    let mut story = checking();
    story.press(SUN, private(SUN), "○ Radios");
    story.press(SUN, private(SUN), "✓ Radios");
    story.press(SUN, private(SUN), "✗ Radios");
    assert_eq!(
        story.newest(SUN),
        "✗ Radios: what is wrong? A line or a photo, please."
    );
    story.say(SUN, private(SUN), "hello");
    assert!(!kinds(&story).contains(&"remarked"));
    assert!(texts(&story, SUN)[0].contains("✓ Radios"));
}

#[test]
fn a_remark_that_comes_after_the_handing_in_is_told_too() {
    let mut story = checking();
    story.press(SUN, private(SUN), "○ Duty phone");
    story.press(SUN, private(SUN), "○ Fire engine 2");
    story.press(SUN, private(SUN), "○ Radios");
    story.press(SUN, private(SUN), "✓ Radios");
    story.press(SUN, private(SUN), "Submit");
    assert!(story.newest(ZHAO).ends_with("✗ Radios"));
    story.say(SUN, private(SUN), "one is missing");
    assert!(story.newest(ZHAO).ends_with("✗ Radios: «one is missing»"));
    assert!(texts(&story, SUN)[0].contains("«one is missing»"));
}
