//! Who leaves, and who comes back: what is promised is what is so afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::sync::Arc;

use dutybell_core::outgoing::Outgoing;
use dutybell_core::settings::RoleMembers;
use support::{Story, TOWN, private, settings};

const OFFICE: i64 = 15;
const SUN: i64 = 12;
const LI: i64 = 14;
const ZHAO: i64 = 11;

/// An administrator opens a person's card and presses these buttons; the last answer.
fn office(story: &mut Story, person: &str, labels: &[&str]) -> String {
    story.say(OFFICE, private(OFFICE), &format!("/people {person}"));
    let mut toasts = labels
        .iter()
        .map(|label| story.press(OFFICE, private(OFFICE), label))
        .collect::<Vec<_>>();
    toasts.pop().unwrap()
}

#[test]
fn nobody_leaves_a_policy_with_nobody_to_page() {
    let mut story = Story::begin();
    assert_eq!(
        office(&mut story, "wang", &["Has left", "Confirm"]),
        "Done, and in the record."
    );
    // Of the rest's one step only Sun is left.
    let refused = "The policy rest could page nobody any more. \
                   First put somebody else into one of its roles, or change it in the \
                   configuration file. Only the account is lost? Unbind.";
    assert_eq!(office(&mut story, "sun", &["Has left"]), refused);
    assert_eq!(office(&mut story, "sun", &["Roles", "✓ Deputy"]), refused);
    let overlay = &story.engine.desk().overlay;
    assert!(!overlay.people.contains_key(&"sun".into()));
    // With somebody else there, both may be.
    office(&mut story, "li", &["Roles", "Deputy", "Confirm"]);
    let done = office(&mut story, "sun", &["Roles", "✓ Deputy", "Confirm"]);
    assert_eq!(done, "Done, and in the record.");
    // A role may go empty where the policy has others.
    let done = office(&mut story, "zhao", &["Has left", "Confirm"]);
    assert_eq!(done, "Done, and in the record.");
    story.say(LI, TOWN, "/report III: a tree");
    assert!(story.newest(LI).contains("a tree"));
}

#[test]
fn whoever_is_back_hears_what_is_his() {
    let mut story = Story::begin();
    office(&mut story, "sun", &["Has left", "Confirm"]);
    office(&mut story, "sun", &["Is back"]);
    assert_eq!(
        story.newest(OFFICE),
        "Is Sun Min back? Then:\nRoles: Deputy"
    );
    let toast = story.press(OFFICE, private(OFFICE), "Confirm");
    assert_eq!(toast, "Done, and in the record.");
    assert_eq!(
        story.newest(SUN),
        "👤 Town office noted that you are back, as Deputy: pages arrive here again."
    );
}

#[test]
fn after_an_export_nothing_is_promised_that_the_file_no_longer_gives() {
    let mut story = Story::begin();
    office(&mut story, "sun", &["Has left", "Confirm"]);
    // The file as `/people export` writes it: who has left is without account and role.
    let mut file = settings();
    file.people[1].telegram = None;
    if let RoleMembers::People(deputies) = &mut file.roles[1].members {
        deputies.retain(|id| id.as_str() != "sun");
    }
    story.engine.reconfigure(Arc::new(file), story.now);
    let before = story.shown(private(SUN)).len();
    office(&mut story, "sun", &["Is back"]);
    assert_eq!(
        story.newest(OFFICE),
        "Is Sun Min back? Then:\nNo role\n○ no Telegram account yet"
    );
    let toast = story.press(OFFICE, private(OFFICE), "Confirm");
    assert_eq!(
        toast,
        "Noted, but no Telegram account is Sun Min's any more: invite, or no page arrives."
    );
    assert_eq!(story.shown(private(SUN)).len(), before);
    assert!(story.newest(OFFICE).contains("○ no Telegram account yet"));
}

/// How many messages and edits went to somebody after the first `from` of all.
fn changes(story: &Story, user: i64, from: usize) -> usize {
    let chat = private(user);
    let to_him = |body: &&Outgoing| body.chat() == Some(chat);
    story.sent[from..]
        .iter()
        .map(|(_, body)| body)
        .filter(to_him)
        .count()
}

#[test]
fn cards_and_questions_of_a_reporter_who_left_lose_their_buttons_and_are_not_followed() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report smoke");
    let with_buttons = |story: &Story| {
        let shown = story.shown(private(LI));
        shown
            .iter()
            .filter(|(_, shown)| !shown.rows.is_empty())
            .count()
    };
    assert_eq!(with_buttons(&story), 2, "card and missing fact");
    office(&mut story, "li", &["Has left", "Confirm"]);
    assert_eq!(with_buttons(&story), 0);
    let before = story.sent.len();
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.say(ZHAO, TOWN, "/update 1 two hurt");
    story.replays(1);
    story.press(ZHAO, private(ZHAO), "Stand down");
    assert_eq!(changes(&story, LI, before), 0);
    assert!(story.lines(TOWN)[0].starts_with("🟢 #1"));
}
