//! What is known of whether somebody can be reached, from what happens by the way.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::ids::TelegramUser;
use dutybell_core::incoming::{Contact, Incoming};
use dutybell_core::outgoing::{Outcome, Outgoing, Unreachable};
use dutybell_core::settings::Language;
use support::{Story, private};

const OFFICE: i64 = 15;
const SUN: i64 = 12;
const WU: i64 = 77;

/// The administrator forwards Wu's contact and adds him.
fn adds_wu(story: &mut Story) {
    let Incoming::Message(mut message) = story.written(OFFICE, private(OFFICE), "") else {
        unreachable!("it is a message");
    };
    message.contact = Some(Box::new(Contact {
        name: "Wu Lei".into(),
        phone: "+86 138".into(),
        user: Some(TelegramUser(WU)),
    }));
    story.update(Incoming::Message(message));
    story.press(OFFICE, private(OFFICE), "Confirm");
}

fn wu_is(story: &mut Story) -> String {
    story.say(OFFICE, private(OFFICE), "/people wu_lei");
    story.newest(OFFICE).lines().nth(1).unwrap().to_owned()
}

#[test]
fn whoever_is_bound_by_a_contact_is_tried_before_he_counts() {
    let mut story = Story::begin();
    adds_wu(&mut story);
    let card = story
        .shown(private(OFFICE))
        .into_iter()
        .find(|(_, message)| message.text.starts_with("👤 Wu Lei"));
    assert!(card.unwrap().1.text.contains("? bound, not tried yet"));
    // Nothing is written to him for that.
    let to_wu = story
        .sent
        .iter()
        .filter(|(_, body)| body.chat() == Some(private(WU)));
    let to_wu: Vec<_> = to_wu.map(|(_, body)| body.clone()).collect();
    assert_eq!(to_wu, [Outgoing::Knock { chat: private(WU) }]);
    assert_eq!(wu_is(&mut story), "✓ bound");
}

#[test]
fn whoever_never_pressed_start_is_found_out_at_once() {
    let mut story = Story::begin();
    let never = Outcome::Unreachable(Unreachable::NeverStarted);
    story.broken = vec![(private(WU), never)];
    adds_wu(&mut story);
    assert_eq!(wu_is(&mut story), "✗ never started the bot");
    // His Start is heard of.
    story.broken.clear();
    story.say(WU, private(WU), "/start");
    assert_eq!(wu_is(&mut story), "✓ bound");
}

#[test]
fn where_nothing_was_heard_he_is_not_called_reachable() {
    let mut story = Story::begin();
    story.broken = vec![(private(WU), Outcome::Transient("no connection".into()))];
    adds_wu(&mut story);
    assert_eq!(wu_is(&mut story), "? bound, not tried yet");
    story.restart();
    assert_eq!(wu_is(&mut story), "? bound, not tried yet");
}

#[test]
fn another_language_as_the_first_sign_of_life_is_a_sign_of_life() {
    let mut story = Story::begin();
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken = vec![(private(SUN), blocked)];
    story.say(OFFICE, private(OFFICE), "/selftest");
    let note = |story: &Story| story.engine.desk().people[&"sun".into()].clone();
    assert_eq!(note(&story).unreachable, Some(Unreachable::Blocked));
    story.broken.clear();
    story.say(SUN, private(SUN), "/lang zh");
    assert_eq!(note(&story).unreachable, None);
    assert_eq!(note(&story).language, Some(Language::Zh));
}
