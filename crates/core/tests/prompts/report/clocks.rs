//! The written report when the bot was down, or its clock was wrong.

use super::*;

/// The first report is made; then the clock goes to the second round, which is asked and answered before its time.
/// When that was, by the right clock.
fn far_ahead() -> (Story, At) {
    let mut story = screening();
    all_answer(&mut story);
    story.press(ZHAO, private(ZHAO), "Reported");
    let right = story.now;
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    (story, right)
}

/// The clock is right again, and the second round comes in its time, with a report of its own.
fn is_drafted_in_its_time(mut story: Story, right: At) {
    story.now = right.plus(DAY);
    story.restart();
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    assert_eq!(books(&story, ZHAO).len(), 3);
    assert_eq!(
        story.press(ZHAO, private(ZHAO), "Reported"),
        "Noted: reported."
    );
}

#[test]
fn what_a_clock_far_ahead_told_is_told_in_its_time() {
    let mut story = screening();
    all_answer(&mut story);
    let right = story.now;
    story.now = right.plus(DAY * 200);
    story.pass(Duration::ZERO);
    assert!(newest(&story, 1)[0].starts_with("🟥 197 d"));
    story.now = right.plus(HOUR);
    story.restart();
    story.pass(Duration::ZERO);
    let before = texts(&story, ZHAO).len();
    until(&mut story, 12, 4, 9, 0);
    let told = texts(&story, ZHAO).split_off(before);
    let heads: Vec<&str> = told
        .iter()
        .map(|text| &text[..text.find(' ').unwrap()])
        .collect();
    assert_eq!(heads, ["⏳", "⏳", "🟥"], "{told:?}");
}

#[test]
fn a_report_of_a_round_that_a_clock_far_ahead_asked_is_counted_again() {
    let mut story = screening();
    all_answer(&mut story);
    story.press(ZHAO, private(ZHAO), "Reported");
    registers(&mut story, "Neighbours");
    let right = story.now;
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    assert_eq!(books(&story, ZHAO).len(), 2);
    story.now = right.plus(DAY);
    story.restart();
    story.pass(Duration::ZERO);
    assert!(!labels(&story, ZHAO).contains(&"Reported".to_owned()));
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    let last = books(&story, ZHAO).pop().unwrap();
    let registered = last.draft.mediations.unwrap().registered;
    assert_eq!(registered, [DisputeNumber(1)]);
}

#[test]
fn a_clock_that_is_set_back_a_little_undoes_nothing() {
    let mut story = screening();
    registers(&mut story, "Neighbours");
    all_answer(&mut story);
    story.press(ZHAO, private(ZHAO), "Reported");
    story.now = local(12, 1, 1, 0);
    story.restart();
    until(&mut story, 12, 1, 10, 0);
    assert_eq!(books(&story, ZHAO).len(), 1);
    assert_eq!(report_kinds(&story), ["report_drafted", "reported"]);
}

#[test]
fn what_was_told_late_is_late_whatever_the_clock_says_then() {
    let mut story = screening();
    until(&mut story, 12, 4, 9, 0);
    story.now = local(12, 4, 8, 59);
    story.restart();
    let toast = story.press(ZHAO, private(ZHAO), "Reported");
    assert_eq!(toast, "Noted: reported, late.");
}

#[test]
fn a_report_that_was_made_by_a_clock_far_ahead_is_made_in_its_time() {
    let (mut story, right) = far_ahead();
    story.press(ZHAO, private(ZHAO), "Reported");
    is_drafted_in_its_time(story, right);
}

#[test]
fn what_was_due_while_the_bot_was_down_comes_once_and_says_when_it_was_due() {
    let mut story = screening();
    answers(&mut story, LI);
    sleeps_until(&mut story, 12, 5, 10, 0);
    // Drafted now, and late from the first.
    let told = newest(&story, 2);
    assert!(told[0].starts_with("Report: "), "{told:?}");
    assert_eq!(
        told[1],
        "🟥 1 d 1 h late: written report, Dispute screening, 1–15 December\n\
         Due 4 Dec 09:00, delayed\n\
         Was due to Judicial office by 4 Dec 09:00. Still press Reported once it is made.\n\
         1 of 2 screened · 0 new · 0 pending\n\
         Missing: Deputy"
    );
    assert_eq!(report_kinds(&story), ["report_drafted", "report_late"]);
}

#[test]
fn screenings_that_were_not_asked_stand_in_the_report_that_follows_them() {
    let mut story = screening();
    // One has answered: the report of the first round is drafted at its limit.
    answers(&mut story, LI);
    until(&mut story, 12, 3, 9, 0);
    // Down over the second round, back for the third.
    story.now = NaiveDate::from_ymd_opt(2027, 1, 1)
        .and_then(|day| day.and_hms_opt(1, 30, 0))
        .map(|local| At::from(local.and_utc()))
        .unwrap();
    story.restart();
    story.pass(Duration::ZERO);
    let drafts = |story: &Story| -> Vec<u32> {
        books(story, ZHAO)
            .iter()
            .map(|book| book.draft.skipped)
            .collect()
    };
    assert_eq!(drafts(&story), [0]);
    // Both open rounds are answered, the older first.
    for _ in 0..2 {
        answers(&mut story, SUN);
    }
    answers(&mut story, LI);
    assert_eq!(drafts(&story), [0, 0, 1]);
    let text = newest(&story, 2).remove(0);
    assert!(
        text.contains("1 more not asked, the bot was down: missing"),
        "{text}"
    );
    // In the figures there is no report of it.
    story.say(OFFICE, private(OFFICE), "/stats 2026-12");
    let chart = story.chart(OFFICE);
    let onward = chart
        .into_iter()
        .skip_while(|line| line != "[Onward reports]");
    let onward: Vec<String> = onward.skip(1).take(2).collect();
    assert_eq!(
        onward,
        [
            "On time | 0/2 · 0% | 0",
            "2 not made (screening of 1 Dec, 16 Dec)"
        ]
    );
}

#[test]
fn a_report_of_a_clock_far_ahead_whose_round_had_ended_stands_for_no_true_round() {
    let (mut story, right) = far_ahead();
    story.pass(HOUR * 20);
    story.press(ZHAO, private(ZHAO), "Reported");
    story.pass(HOUR * 5);
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    let at = local(12, 16, 9, 0);
    assert!(prompting.round(at).is_none() && prompting.report(at).is_some());
    is_drafted_in_its_time(story, right);
}

#[test]
fn a_clock_that_is_far_behind_for_a_while_takes_no_report_along() {
    let mut story = screening();
    all_answer(&mut story);
    until(&mut story, 12, 3, 12, 0);
    // The power was gone, and the clock of the machine with it.
    sleeps_until(&mut story, 11, 25, 0, 0);
    sleeps_until(&mut story, 12, 3, 12, 5);
    let at = local(12, 1, 9, 0);
    let report = |story: &Story| {
        let prompting = &story.engine.desk().prompts[&"weekly".into()];
        prompting.report(at).map(|report| report.limit)
    };
    assert_eq!(report(&story), Some(local(12, 4, 9, 0)));
    // What is asked anew is drafted anew, with the limit that it had.
    all_answer(&mut story);
    assert_eq!(report(&story), Some(local(12, 4, 9, 0)));
    let kinds = report_kinds(&story);
    assert_eq!(
        kinds,
        ["report_drafted", "report_reminded", "report_redrafted"]
    );
    let toast = story.press(ZHAO, private(ZHAO), "Reported");
    assert_eq!(toast, "Noted: reported.");
}

#[test]
fn a_report_that_was_made_stays_made_through_a_clock_far_behind() {
    let mut story = screening();
    all_answer(&mut story);
    story.pass(HOUR * 12);
    story.press(ZHAO, private(ZHAO), "Reported");
    story.pass(HOUR * 8);
    sleeps_until(&mut story, 11, 25, 0, 0);
    sleeps_until(&mut story, 12, 2, 6, 0);
    all_answer(&mut story);
    assert_eq!(report_kinds(&story), ["report_drafted", "reported"]);
    assert_eq!(books(&story, ZHAO).len(), 1);
}
