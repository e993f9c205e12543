//! Invitations over time: what no scenario can wait for.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::time::Duration;

use dutybell_core::incoming::Incoming;
use dutybell_core::limits::{INVITE_KEPT, INVITE_LIFE, WRONG_CODES, WRONG_CODES_WITHIN};
use dutybell_core::outgoing::{Drawn, Outcome, Outgoing, Unreachable};
use support::{Story, TOWN, private};

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

#[test]
fn a_replaced_code_says_so_and_is_no_guess() {
    let mut story = Story::begin();
    let older = invites(&mut story);
    let newer = invites(&mut story);
    for _ in 0..=WRONG_CODES {
        let told = answer(&mut story, WANG, &older);
        assert!(
            told.starts_with("A newer invitation took the place"),
            "{told}"
        );
    }
    assert!(story.engine.desk().guesses.is_empty());
    assert!(answer(&mut story, WANG, &newer).contains("you can be paged now"));
    // Whoever was bound by the newer one has nothing to hear of the older.
    assert!(answer(&mut story, WANG, &older).contains("you can be paged now"));
    // In its time it is forgotten.
    story.pass(INVITE_KEPT + Duration::from_secs(1));
    story.say(OFFICE, private(OFFICE), "/people wang");
    story.press(OFFICE, private(OFFICE), "Unbind");
    story.press(OFFICE, private(OFFICE), "Confirm");
    invites(&mut story);
    assert_eq!(story.engine.desk().invites.len(), 1);
}

#[test]
fn a_code_in_a_group_is_void_for_everybody() {
    let mut story = Story::begin();
    let code = invites(&mut story);
    story.say(WANG, TOWN, &format!("/start {code}"));
    let told = story.lines(TOWN).pop().unwrap();
    assert!(
        told.starts_with("Everybody here could use this code, so it is void."),
        "{told}"
    );
    let told = story.lines(private(OFFICE)).pop().unwrap();
    assert!(
        told.starts_with("⚠️ The code for Wang Fang was written in the group"),
        "{told}"
    );
    assert!(answer(&mut story, 99, &code).starts_with("Everybody here could use this code"));
    assert!(story.engine.desk().guesses.is_empty());
    // It was said once; what is no good code is a plain /start.
    story.say(WANG, TOWN, &format!("/start {code}"));
    story.say(WANG, TOWN, "/start anything");
    let told = story.lines(TOWN);
    assert!(told[told.len() - 2].starts_with("Commands"), "{told:?}");
    assert!(told[told.len() - 1].starts_with("Commands"), "{told:?}");
    // Also where a channel or a stranger wrote it.
    let code = invites(&mut story);
    let Incoming::Message(mut message) = story.written(WANG, TOWN, &format!("/start {code}"))
    else {
        unreachable!("it is a message");
    };
    (message.from, message.forwarded) = (None, true);
    story.update(Incoming::Message(message));
    assert!(answer(&mut story, WANG, &code).starts_with("Everybody here could use this code"));
}

#[test]
fn what_does_not_arrive_in_private_is_said_in_the_group() {
    let mut story = Story::begin();
    let never = Outcome::Unreachable(Unreachable::NeverStarted);
    story.broken = vec![(private(OFFICE), never)];
    for command in ["/invite wang", "/people", "/people wang", "/people export"] {
        story.say(OFFICE, TOWN, command);
        let told = story.lines(TOWN).pop().unwrap();
        let hint = "It did not arrive: I can't write to you in private yet. \
                    Open t.me/duty_bot and press Start, then ask again.";
        assert_eq!(told, hint, "{command}");
    }
    story.broken.clear();
    let before = story.lines(TOWN).len();
    story.say(OFFICE, TOWN, "/people");
    assert_eq!(story.lines(TOWN).len(), before + 1);
}
