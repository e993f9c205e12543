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

#[test]
fn after_a_press_the_list_shows_what_is_open_now() {
    let mut story = acknowledging();
    until(&mut story, 11, 26, 9, 0);
    story.say(OFFICE, private(OFFICE), "/prompts");
    let list = |story: &Story| texts(story, OFFICE).pop().unwrap();
    assert!(
        list(&story).contains("0 of 2 have answered"),
        "{}",
        list(&story)
    );
    story.press(SUN, private(SUN), "Done");
    story.press(OFFICE, private(OFFICE), "Ask again 1");
    assert!(
        list(&story).contains("1 of 2 have answered: Li Qiang"),
        "{}",
        list(&story)
    );
    let (message, data) = story.button(private(OFFICE), "Ask again 1").unwrap();
    story.press(LI, private(LI), "Done");
    let toast = story.press_data(OFFICE, private(OFFICE), message, &data);
    assert_eq!(toast, "All have answered.");
    assert_eq!(list(&story), "Nothing waits for your answer.");
    assert!(labels(&story, OFFICE).is_empty());
}

#[test]
fn a_copy_that_nobody_knew_of_is_kept_up_to_date_once_it_was_pressed() {
    let items = vec!["Cars".to_owned(), "Radios".to_owned()];
    let mut story = Story::with(asking(PromptKind::Checklist(items)));
    until(&mut story, 11, 25, 9, 0);
    let (known, data) = story.button(private(LI), "○ Cars").unwrap();
    let copy = dutybell_core::ids::MessageId(9_000);
    story.press_data(LI, private(LI), copy, &data);
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    let copies = prompting.rounds[0].copies.iter();
    let of_li: Vec<_> = copies.filter(|copy| copy.chat == private(LI)).collect();
    let at = |id| dutybell_core::state::selftest::Stands::At(id);
    assert_eq!(of_li.len(), 2);
    assert_eq!(of_li[0].stands, at(copy));
    assert_eq!(of_li[1].stands, at(known));
}
