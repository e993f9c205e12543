//! `/prompts`: what is open.

use super::*;

#[test]
fn whoever_asks_gets_his_questions_anew_and_the_older_copy_loses_its_buttons() {
    let mut story = acknowledging();
    story.say(LI, private(LI), "/prompts");
    assert_eq!(story.newest(LI), "Nothing waits for your answer.");
    until(&mut story, 11, 25, 9, 0);
    story.say(LI, TOWN, "/prompts");
    let shown = texts(&story, LI);
    assert_eq!(shown.len(), 4);
    assert!(
        shown.contains(
            &"📋 1 question waits for your answer, each a message of its own.".to_owned()
        )
    );
    assert!(story.shown(TOWN).is_empty());
    assert_eq!(labels(&story, LI), ["Done"]);
    story.press(LI, private(LI), "Done");
    assert!(labels(&story, LI).is_empty());
}

#[test]
fn those_who_see_to_it_read_who_is_missing() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.press(LI, private(LI), "Done");
    for user in [ZHAO, OFFICE] {
        story.say(user, private(user), "/prompts");
        assert_eq!(
            story.newest(user),
            "Nothing waits for your answer.\nNot answered:\n\
             1. Safety inspection · 25 November · by 26 Nov 09:00 · 1 of 2 have answered: Deputy"
        );
        assert!(labels(&story, user).is_empty(), "it is not late yet");
    }
    until(&mut story, 11, 26, 9, 0);
    story.say(OFFICE, private(OFFICE), "/prompts");
    assert_eq!(
        story.press(OFFICE, private(OFFICE), "Ask again 1"),
        "Asked again (1)."
    );
    story.say(SUN, private(SUN), "/help");
    story.press(SUN, private(SUN), "To answer");
    assert!(
        texts(&story, SUN)
            .iter()
            .any(|text| text.starts_with("📋 1 question"))
    );
    story.say(99, private(99), "/prompts");
    assert!(!story.newest(99).contains("Safety"));
}
