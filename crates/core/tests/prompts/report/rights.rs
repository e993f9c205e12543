//! Who gets the written report, and who may say that it is made.

use super::*;

#[test]
fn who_may_not_is_told_who_may_and_a_second_press_who_has() {
    let mut story = screening();
    all_answer(&mut story);
    let (message, reported) = story.button(private(ZHAO), "Reported").unwrap();
    let toast = story.press_data(LI, private(LI), message, &reported);
    assert_eq!(
        toast,
        "Only Zhao Jianguo and administrators may report this."
    );
    story.say(ZHAO, private(ZHAO), "/prompts");
    assert_eq!(
        newest(&story, 1),
        ["Nothing waits for your answer.\n\
          Written reports to be made:\n\
          Dispute screening, 1–15 December · to Judicial office by 4 Dec 09:00"]
    );
    story.press(ZHAO, private(ZHAO), "Show report 1");
    assert!(newest(&story, 1)[0].starts_with("📋 Written report: Dispute"));
    assert_eq!(books(&story, ZHAO).len(), 2);
    story.press(ZHAO, private(ZHAO), "Reported");
    let toast = story.press_data(ZHAO, private(ZHAO), message, &reported);
    assert_eq!(toast, "Zhao Jianguo reported it at 09:00. Nothing to do.");
    story.pass(DAY * 20);
    let toast = story.press_data(ZHAO, private(ZHAO), message, &reported);
    assert!(
        toast.starts_with("The written report of 1 Dec 09:00 waits no more"),
        "{toast}"
    );
    assert_eq!(report_kinds(&story)[..2], ["report_drafted", "reported"]);
}

#[test]
fn without_a_leader_the_administrator_has_the_figures_and_no_list() {
    let mut settings = village();
    settings.prompts[0].escalate.clear();
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    registers(&mut story, "Neighbours");
    all_answer(&mut story);
    let texts = texts(&story, OFFICE);
    assert!(texts[0].contains("Neighbours: 1/0/0/0/1"), "{texts:?}");
    assert!(
        texts[1].starts_with("📋 Written report drafted"),
        "{texts:?}"
    );
    assert!(books(&story, OFFICE).is_empty());
}

#[test]
fn where_nobody_can_be_written_to_the_group_says_so() {
    let mut story = screening();
    answers(&mut story, LI);
    let blocked = || Outcome::Unreachable(Unreachable::Blocked);
    for _ in 0..6 {
        story.broken.push((private(ZHAO), blocked()));
    }
    answers(&mut story, SUN);
    let told = group(&story);
    let told = told.last().unwrap();
    assert!(
        told.starts_with("⚠️ Nobody can get the written report: Dispute screening"),
        "{told}"
    );
    assert!(kinds(&story).contains(&"not_delivered"));
}

#[test]
fn whoever_was_sent_it_may_say_that_it_is_made() {
    let mut settings = village();
    let mut story = Story::with(settings.clone());
    until(&mut story, 12, 1, 9, 0);
    all_answer(&mut story);
    settings.prompts[0].escalate = vec![Whom::Person("sun".into())];
    story.reconfigure(settings);
    let toast = story.press(ZHAO, private(ZHAO), "Reported");
    assert_eq!(toast, "Noted: reported.");
}
