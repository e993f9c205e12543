//! Plain words in a group: a silent offer to report them, at most one at a time.

mod support;

use std::time::Duration;

use dutybell_core::outgoing::Outcome;
use support::carried::{carries, photo};
use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);
const LI: i64 = 14;
const SUN: i64 = 12;
const GUEST: i64 = 99;

const OFFER: &str = "Report this? Fire [\"Report\", \"Cancel\"]";
const OVER: &str = "Not reported. To report it, reply to the message with /report";

#[test]
fn a_tap_reports_what_was_written() {
    let mut story = Story::begin();
    story.say(GUEST, TOWN, "there is smoke over the school");
    let about = story.last_said();
    assert_eq!(story.lines(TOWN), [OFFER]);
    assert!(!story.shown(TOWN)[0].1.sound);
    let toast = story.press(LI, TOWN, "Report");
    assert_eq!(toast, "Reported as #1.");
    let folder = story.engine.open().next().unwrap();
    assert_eq!(folder.incident.text, "there is smoke over the school");
    assert_eq!(folder.incident.reporter.export().as_deref(), Some("li"));
    assert_eq!(folder.incident.message, Some(about));
    assert_eq!(story.lines(TOWN)[0], "Reported as #1.");
    assert!(story.lines(private(11))[0].starts_with("🔴 LEVEL II Fire"));
    story.replays(1);
}

#[test]
fn two_taps_are_one_report() {
    let mut story = Story::begin();
    story.say(GUEST, TOWN, "smoke over the school");
    let (message, data) = story.button(TOWN, "Report").unwrap();
    story.press_data(LI, TOWN, message, &data);
    assert_eq!(
        story.press_data(SUN, TOWN, message, &data),
        "Reported as #1."
    );
    assert_eq!(story.engine.desk().last_incident, 1);
}

#[test]
fn nobody_is_flooded_and_no_buttons_are_left_for_ever() {
    let mut story = Story::begin();
    for text in ["smoke here", "fire there", "fire fire"] {
        story.say(GUEST, TOWN, text);
    }
    assert_eq!(story.lines(TOWN), [OFFER]);
    story.pass(MINUTE * 2);
    story.say(GUEST, TOWN, "fire again");
    assert_eq!(story.lines(TOWN), [OVER, OFFER], "the older one ends");
    story.restart();
    story.pass(MINUTE * 10);
    assert_eq!(story.lines(TOWN), [OVER, OVER]);
    assert_eq!(story.engine.desk().last_incident, 0);
}

#[test]
fn what_is_no_news_is_not_offered() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "I smell smoke");
    assert!(!story.lines(private(LI))[0].starts_with("Report this?"));
    story.say(GUEST, TOWN, "II: nothing of a category");
    story.reply(
        GUEST,
        TOWN,
        (dutybell_core::ids::MessageId(1), "hello"),
        "fire",
    );
    assert!(
        story.lines(TOWN).is_empty(),
        "no category's word, an answer: {:?}",
        story.lines(TOWN)
    );
    story.say(LI, TOWN, "/report smoke in the mill");
    let before = story.lines(TOWN).len();
    story.say(GUEST, TOWN, "what a fire");
    assert_eq!(story.lines(TOWN).len(), before, "it is reported already");
    story.pass(MINUTE * 3);
    let before = story.lines(TOWN).len();
    story.say(GUEST, TOWN, "smoke in the mill, look!");
    assert_eq!(story.lines(TOWN).len(), before, "the same words");
    story.say(GUEST, TOWN, "the dormitory is on fire");
    assert_eq!(
        story.lines(TOWN).len(),
        before + 1,
        "another fire is another fire"
    );
}

#[test]
fn a_group_that_lets_its_offers_go_is_asked_more_seldom() {
    let mut story = Story::begin();
    let mut pauses = Vec::new();
    for _ in 0..6 {
        story.say(GUEST, TOWN, "fire");
        story.press(LI, TOWN, "Cancel");
        let offers = story.lines(TOWN).len();
        let mut minutes = 0;
        while story.lines(TOWN).len() == offers {
            story.pass(MINUTE);
            minutes += 1;
            story.say(GUEST, TOWN, "fire");
        }
        pauses.push(minutes);
        // Nobody takes the one that came either.
        story.press(LI, TOWN, "Cancel");
        story.pass(MINUTE * 16);
    }
    assert_eq!(pauses, [2, 8, 16, 16, 16, 16]);
    story.say(GUEST, TOWN, "fire");
    story.press(LI, TOWN, "Report");
    story.press(11, TOWN, "Stand down");
    story.pass(MINUTE * 2);
    story.say(GUEST, TOWN, "fire");
    assert!(
        story.button(TOWN, "Report").is_some(),
        "wanted, so offered again soon"
    );
}

#[test]
fn who_reports_the_same_himself_ends_the_offer() {
    let mut story = Story::begin();
    story.say(GUEST, TOWN, "smoke over the school");
    story.say(GUEST, TOWN, "/report smoke over the school!");
    assert_eq!(story.lines(TOWN)[0], "Reported as #1.");
    assert_eq!(story.engine.desk().last_incident, 1);
}

#[test]
fn an_offer_that_is_dropped_while_it_is_on_its_way_loses_its_buttons() {
    let mut story = Story::begin();
    let talk = story.written(GUEST, TOWN, "smoke over the school");
    story.hear(talk);
    let row = story.departs();
    let report = story.written(GUEST, TOWN, "/report smoke over the school");
    story.hear(report);
    story.ends(
        row,
        Outcome::Sent(Some(dutybell_core::ids::MessageId(9000))),
    );
    assert!(
        story.lines(TOWN).contains(&"Reported as #1.".to_owned()),
        "{:?}",
        story.lines(TOWN)
    );
    assert!(story.button(TOWN, "Report").is_none());
}

#[test]
fn a_chat_may_do_without() {
    let mut settings = support::settings();
    settings.chats[0].offer = false;
    let mut story = Story::with(settings);
    story.say(GUEST, TOWN, "smoke over the school");
    assert!(story.lines(TOWN).is_empty());
}

#[test]
fn all_pictures_of_an_album_are_reported_by_one_tap() {
    let mut story = Story::begin();
    for (id, words) in [("a", "smoke over the school"), ("b", ""), ("c", "")] {
        carries(&mut story, (GUEST, TOWN), words, &[photo(id)], |message| {
            message.album = Some("seven".into());
        });
    }
    assert_eq!(story.lines(TOWN), [OFFER]);
    story.press(LI, TOWN, "Report");
    let folder = story.engine.open().next().unwrap();
    assert_eq!(folder.incident.pieces().count(), 3);
    story.replays(1);
}
