//! Night tests: a person is called as at night and says whether the phone rang.

mod support;

use std::time::Duration;

use dutybell_core::limits::NIGHT_ANSWER;
use dutybell_core::outgoing::{Outcome, Unreachable};
use support::{START, Story, private};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Town office, the administrator.
const OFFICE: i64 = 15;
const ZHAO: i64 = 11;
const SUN: i64 = 12;

#[test]
fn a_night_test_that_was_heard_is_kept_as_a_proof() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/selftest night sun");
    assert!(
        story
            .newest(OFFICE)
            .starts_with("The test call goes to Sun Min.")
    );
    let test = story.shown(private(SUN)).remove(0).1;
    assert!(test.sound, "it rings");
    assert_eq!(
        test.text,
        "🔔 Test call, no incident\n\
         Locked and in Do Not Disturb: did you hear it?\n\
         Asked for by Town office. Answer within 10 minutes."
    );
    assert!(!test.text.contains('#'));
    // Somebody else's word does not count, were he an administrator.
    let (message, data) = story.button(private(SUN), "Yes").unwrap();
    let toast = story.press_data(OFFICE, private(SUN), message, &data);
    assert_eq!(
        toast,
        "This test call is for Sun Min, and only Sun Min can answer it."
    );
    story.restart();
    story.now = story.now.plus(MINUTE);
    assert_eq!(
        story.press(SUN, private(SUN), "Yes"),
        "Thank you. Kept as a proof."
    );
    assert_eq!(
        story.lines(private(SUN)),
        ["✅ Test call heard at 02:12. Thank you."]
    );
    assert_eq!(
        story.newest(OFFICE),
        "✅ Sun Min heard the test call of 02:11."
    );
    let proof = |story: &Story| story.engine.desk().people[&"sun".into()].night_proof;
    assert_eq!(proof(&story), Some(START.plus(MINUTE)));
    story.restart();
    assert_eq!(proof(&story), Some(START.plus(MINUTE)));
    // A second press of the same button.
    let toast = story.press_data(SUN, private(SUN), message, &data);
    assert!(toast.starts_with("This test is over."), "{toast}");
    assert_eq!(proof(&story), Some(START.plus(MINUTE)));
    // It counts for a month.
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert!(
        !story.newest(OFFICE).contains("Sun Min"),
        "{}",
        story.newest(OFFICE)
    );
    story.pass(31 * DAY);
    story.say(OFFICE, private(OFFICE), "/selftest");
    let result = story.newest(OFFICE);
    assert!(
        result.contains("⚠ Sun Min: night test 31 days ago → repeat tonight"),
        "{result}"
    );
}

#[test]
fn a_night_test_that_was_not_heard_brings_advice_and_no_proof() {
    let mut story = Story::begin();
    story.say(SUN, private(SUN), "/selftest night");
    let lines = story.lines(private(SUN));
    assert!(
        lines.iter().any(|line| line.starts_with("Test call sent.")),
        "{lines:?}"
    );
    story.press(SUN, private(SUN), "No");
    let advice = story.shown(private(SUN));
    let advice = advice
        .iter()
        .find(|(_, m)| m.text.starts_with("🔕"))
        .unwrap();
    assert!(advice.1.text.contains("Android") && advice.1.text.contains("iPhone"));
    // Of his own test the administrators hear.
    assert!(
        story
            .newest(OFFICE)
            .starts_with("🔕 Sun Min did not hear the test call")
    );
    let note = story.engine.desk().people.get(&"sun".into());
    assert!(note.is_none_or(|note| note.night_proof.is_none()));
    story.press(SUN, private(SUN), "Once more");
    story.press(SUN, private(SUN), "Yes");
    assert!(story.newest(OFFICE).starts_with("✅ Sun Min heard"));
}

#[test]
fn a_night_test_that_nobody_answers_is_told_after_ten_minutes() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/selftest night zhao");
    let (message, data) = story.button(private(ZHAO), "No").unwrap();
    story.restart();
    story.pass(NIGHT_ANSWER);
    assert_eq!(
        story.newest(OFFICE),
        "🔕 Zhao Jianguo: no answer to the test call of 02:11."
    );
    assert_eq!(story.lines(private(ZHAO)), ["🔔 This test call is over."]);
    let toast = story.press_data(ZHAO, private(ZHAO), message, &data);
    assert_eq!(toast, "This test is over. A new one: /selftest night");
    assert_eq!(story.store_timers(), None);
}

#[test]
fn a_night_test_that_does_not_arrive_is_told_at_once() {
    let mut story = Story::begin();
    story.broken = vec![(private(ZHAO), Outcome::Unreachable(Unreachable::Blocked))];
    story.say(OFFICE, private(OFFICE), "/selftest night zhao");
    assert!(story.newest(OFFICE).contains("could not be delivered"));
    story.say(OFFICE, private(OFFICE), "/selftest night wang");
    assert!(story.newest(OFFICE).contains("Wang Fang is not bound yet"));
    story.say(OFFICE, private(OFFICE), "/selftest night nobody");
    assert!(story.newest(OFFICE).contains("Nobody is called “nobody”"));
    story.say(ZHAO, private(ZHAO), "/selftest night sun");
    story.broken.clear();
    story.say(ZHAO, private(ZHAO), "/selftest night sun");
    assert!(story.newest(ZHAO).starts_with("Only administrators"));
}

#[test]
fn another_test_takes_the_place_of_one_that_waits() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/selftest night sun");
    let (message, data) = story.button(private(SUN), "Yes").unwrap();
    story.now = story.now.plus(MINUTE);
    story.say(OFFICE, private(OFFICE), "/selftest night sun");
    assert_eq!(story.lines(private(SUN))[0], "🔔 This test call is over.");
    let toast = story.press_data(SUN, private(SUN), message, &data);
    assert!(toast.starts_with("This test is over."), "{toast}");
    assert_eq!(
        story.press(SUN, private(SUN), "Yes"),
        "Thank you. Kept as a proof."
    );
}

#[test]
fn the_list_of_night_tests_begins_with_who_was_never_tested() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/selftest night sun");
    story.press(SUN, private(SUN), "Yes");
    story.say(OFFICE, private(OFFICE), "/selftest");
    story.press(OFFICE, private(OFFICE), "Night tests");
    let list = story.newest(OFFICE);
    assert_eq!(
        list,
        "🔔 Who is called as at night? The phone will ring.\n\
         Zhao Jianguo: never tested\n\
         Town office: never tested\n\
         Sun Min: last heard 02:11"
    );
    story.press(OFFICE, private(OFFICE), "Zhao Jianguo");
    assert!(story.lines(private(ZHAO))[0].starts_with("🔔 Test call, no incident"));
}
