//! A reporter takes his report back: his own only, and never over the head of who has it.

mod support;

use std::time::Duration;

use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);
const ZHAO: i64 = 11;
const LI: i64 = 14;
const GUEST: i64 = 99;

#[test]
fn before_anybody_has_it_a_withdrawal_ends_it_and_everybody_paged_hears_so() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    let toast = story.press(ZHAO, TOWN, "Withdraw");
    assert_eq!(
        toast,
        "Only Li Qiang, who reported #1, may withdraw it. You may update or escalate."
    );
    story.press(LI, TOWN, "Withdraw");
    assert!(
        story.engine.open().all(|folder| folder.incident.is_open()),
        "asked first"
    );
    let toast = story.press(ZHAO, TOWN, "Confirm");
    assert!(toast.starts_with("Only Li Qiang"), "{toast}");
    let (question, data) = story.button(TOWN, "Confirm").unwrap();
    let toast = story.press(LI, TOWN, "Confirm");
    assert!(toast.starts_with("#1 is withdrawn and over"), "{toast}");
    assert!(
        story.lines(TOWN)[0].starts_with("⚪ #1 Fire · withdrawn 02:11"),
        "{:?}",
        story.lines(TOWN)
    );
    assert!(
        story.shown(TOWN)[0]
            .1
            .text
            .contains("02:11 Li Qiang withdrew the report")
    );
    let lines = story.lines(private(ZHAO));
    assert!(lines[0].starts_with("⚪ #1 Fire · withdrawn"), "{lines:?}");
    assert_eq!(
        lines[1],
        "⚪ #1: Li Qiang withdrew the report. Nothing to do for you."
    );
    assert!(!story.shown(private(ZHAO))[1].1.sound);
    assert!(
        story.lines(TOWN).iter().all(|line| !line.contains('[')),
        "{:?}",
        story.lines(TOWN)
    );
    story.pass(MINUTE * 20);
    assert_eq!(story.shown(private(ZHAO)).len(), 2, "nothing rings on");
    let late = story.press_data(LI, TOWN, question, &data);
    assert!(
        late.starts_with("#1 was withdrawn by its reporter at 02:11"),
        "{late}"
    );
    story.say(ZHAO, private(ZHAO), "/ack 1");
    assert!(story.lines(private(ZHAO))[2].starts_with("#1 was withdrawn by its reporter"));
}

#[test]
fn once_somebody_has_it_he_decides() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.press(LI, TOWN, "Withdraw");
    let toast = story.press(LI, TOWN, "Confirm");
    assert_eq!(toast, "#1: noted. Whoever has it decides.");
    assert!(story.lines(TOWN)[0].starts_with("🟠 #1"));
    let told = story.shown(private(ZHAO)).pop().unwrap().1;
    assert!(
        told.text
            .starts_with("⚪ #1 Fire: Li Qiang withdrew the report at 02:11")
    );
    assert!(!told.sound);
    story.replays(1);
    assert!(story.button(TOWN, "Withdraw").is_none(), "once is enough");
    story.press(ZHAO, private(ZHAO), "Stand down");
    assert!(story.lines(TOWN)[0].starts_with("🟢 #1"));
    assert!(
        story
            .lines(private(ZHAO))
            .iter()
            .all(|line| !line.contains('['))
    );
}

#[test]
fn a_question_can_be_dropped_by_the_reporter() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.press(LI, TOWN, "Withdraw");
    assert!(
        story
            .press(ZHAO, TOWN, "Cancel")
            .starts_with("Only Li Qiang")
    );
    assert_eq!(story.press(LI, TOWN, "Cancel"), "#1: nothing was changed.");
    assert!(story.button(TOWN, "Confirm").is_none());
    assert_eq!(story.kinds(1).last(), Some(&"paged"));
}

#[test]
fn what_others_have_confirmed_outlives_a_withdrawal() {
    for news in ["/update 1 I see the smoke too", "/escalate 1"] {
        let mut story = Story::begin();
        story.say(LI, TOWN, "/report smoke");
        story.say(GUEST, TOWN, news);
        story.press(LI, TOWN, "Withdraw");
        let asked = story.shown(TOWN).pop().unwrap().1.text;
        assert!(asked.contains("it goes on"), "{asked}");
        let toast = story.press(LI, TOWN, "Confirm");
        assert_eq!(
            toast, "#1: noted. Others have reported or confirmed it, so it goes on.",
            "{news}"
        );
        assert!(story.lines(TOWN)[0].starts_with("🔴 #1"), "{news}");
        story.replays(1);
    }
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.say(LI, TOWN, "/update 1 only a barbecue");
    story.press(LI, TOWN, "Withdraw");
    let toast = story.press(LI, TOWN, "Confirm");
    assert!(toast.starts_with("#1 is withdrawn and over"), "{toast}");
}

#[test]
fn who_is_called_anew_knows_of_the_withdrawal_and_the_reporter_may_end_it() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.press(LI, TOWN, "Withdraw");
    story.press(LI, TOWN, "Confirm");
    assert!(story.button(TOWN, "Withdraw").is_none());
    story.pass(MINUTE * 61);
    assert!(
        story.engine.open().all(|folder| folder.incident.is_open()),
        "silent too long: people are called anew"
    );
    let page = story.shown(private(ZHAO)).pop().unwrap().1.text;
    assert!(
        page.contains("02:11 Li Qiang withdrew the report"),
        "{page}"
    );
    story.press(LI, TOWN, "Withdraw");
    let toast = story.press(LI, TOWN, "Confirm");
    assert!(toast.starts_with("#1 is withdrawn and over"), "{toast}");
    assert!(story.store_timers().is_none(), "nobody is called any more");
}

#[test]
fn who_presses_twice_is_asked_once() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.press(LI, TOWN, "Withdraw");
    let before = story.shown(TOWN).len();
    let toast = story.press(LI, TOWN, "Withdraw");
    assert_eq!(toast, "Confirm it in the message below.");
    assert_eq!(story.shown(TOWN).len(), before);
}
