//! The written report where the row is gone, changed or new.

use super::*;

#[test]
fn a_row_that_is_gone_asks_for_no_report() {
    let mut story = screening();
    all_answer(&mut story);
    let mut settings = village();
    settings.prompts.clear();
    story.reconfigure(settings);
    assert!(labels(&story, ZHAO).is_empty());
    assert_eq!(report_kinds(&story), ["report_drafted", "report_given_up"]);
}

#[test]
fn a_row_that_gets_a_report_counts_from_then_on() {
    let mut settings = village();
    settings.prompts[0].onward = None;
    let mut story = Story::with(settings);
    registers(&mut story, "Neighbours");
    story.pass(HOUR);
    story.reconfigure(village());
    registers(&mut story, "Family");
    until(&mut story, 12, 1, 9, 0);
    all_answer(&mut story);
    let book = books(&story, ZHAO).remove(0);
    let registered = book.draft.mediations.unwrap().registered;
    assert_eq!(registered, [DisputeNumber(2)]);
    assert_eq!(book.draft.pending, [DisputeNumber(1), DisputeNumber(2)]);
}

#[test]
fn a_row_of_another_name_goes_on_where_the_one_before_ended() {
    let mut story = screening();
    all_answer(&mut story);
    story.press(ZHAO, private(ZHAO), "Reported");
    registers(&mut story, "Neighbours");
    let mut settings = village();
    settings.prompts[0].id = "half".into();
    story.reconfigure(settings);
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    let last = books(&story, ZHAO).pop().unwrap();
    let registered = last.draft.mediations.unwrap().registered;
    assert_eq!(registered, [DisputeNumber(1)]);
}

#[test]
fn what_was_asked_otherwise_gets_no_report() {
    let mut settings = village();
    settings.prompts[0].kind = PromptKind::Acknowledge;
    settings.prompts[0].onward = None;
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    story.reconfigure(village());
    story.press(SUN, private(SUN), "Done");
    story.press(LI, private(LI), "Done");
    story.pass(HOUR);
    assert!(report_kinds(&story).is_empty());
}

#[test]
fn a_row_of_another_name_takes_nobody_out_of_the_rate() {
    let mut story = screening();
    answers(&mut story, LI);
    until(&mut story, 12, 3, 9, 0);
    let mut settings = village();
    settings.prompts[0].id = "half".into();
    story.reconfigure(settings);
    story.say(OFFICE, private(OFFICE), "/stats 2026-12");
    let chart = story.chart(OFFICE);
    assert!(
        chart
            .iter()
            .any(|line| line.starts_with("Done | 1/2 · 50%")),
        "{chart:?}"
    );
}
