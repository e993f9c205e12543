//! Invitations over time: what no scenario can wait for.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::time::Duration;

use dutybell_core::limits::{INVITE_LIFE, WRONG_CODES, WRONG_CODES_WITHIN};
use dutybell_core::outgoing::{Drawn, Outgoing};
use support::{Story, private};

const OFFICE: i64 = 15;
const WANG: i64 = 13;

fn invites(story: &mut Story) -> String {
    story.say(OFFICE, private(OFFICE), "/invite wang");
    let link = story.sent.iter().rev().find_map(|(_, body)| match body {
        Outgoing::Upload {
            drawn: Drawn::Qr(link),
            ..
        } => Some(link.clone()),
        _ => None,
    });
    let link = link.unwrap();
    link.rsplit_once('=').unwrap().1.to_owned()
}

fn answer(story: &mut Story, user: i64, code: &str) -> String {
    story.say(user, private(user), &format!("/start {code}"));
    story.lines(private(user)).pop().unwrap()
}

#[test]
fn a_code_ends_with_its_time() {
    let mut story = Story::begin();
    let code = invites(&mut story);
    story.pass(INVITE_LIFE - Duration::from_secs(1));
    story.restart();
    story.pass(Duration::from_secs(1));
    assert!(answer(&mut story, WANG, &code).starts_with("This code is too old."));
    let code = invites(&mut story);
    assert!(answer(&mut story, WANG, &code).contains("Wang Fang, you can be paged now"));
}

#[test]
fn wrong_codes_are_forgotten_after_a_while() {
    let mut story = Story::begin();
    let code = invites(&mut story);
    for _ in 0..WRONG_CODES {
        answer(&mut story, WANG, "guess");
    }
    assert!(answer(&mut story, WANG, &code).starts_with("Too many wrong codes."));
    story.pass(WRONG_CODES_WITHIN);
    assert!(answer(&mut story, WANG, &code).contains("you can be paged now"));
    assert!(story.engine.desk().guesses.is_empty());
}

#[test]
fn the_store_holds_no_code_once_the_link_has_left() {
    let mut story = Story::begin();
    let code = invites(&mut story);
    let kept = format!("{:?}", story.engine.desk());
    assert!(!kept.contains(&code), "{kept}");
    assert_eq!(story.engine.desk().invites.len(), 1);
}
