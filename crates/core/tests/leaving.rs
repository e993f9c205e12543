//! Somebody is marked as gone: nothing in his private chat waits for him or follows any more.

mod support;

use dutybell_core::outgoing::Outgoing;
use support::{Story, TOWN, private};

const LI: i64 = 14;
const OFFICE: i64 = 15;
const ZHAO: i64 = 11;

/// An administrator marks somebody as gone.
fn leaves(story: &mut Story, person: &str) {
    story.say(OFFICE, private(OFFICE), "/people");
    let shown = story.shown(private(OFFICE));
    let (message, _) = shown.last().unwrap_or_else(|| panic!("no list of people"));
    let data = format!("1:p:go:!:{person}");
    story.press_data(OFFICE, private(OFFICE), *message, &data);
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
    leaves(&mut story, "li");
    assert_eq!(with_buttons(&story), 0);
    let before = story.sent.len();
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.say(ZHAO, TOWN, "/update 1 two hurt");
    story.replays(1);
    story.press(ZHAO, private(ZHAO), "Stand down");
    assert_eq!(changes(&story, LI, before), 0);
    assert!(story.lines(TOWN)[0].starts_with("🟢 #1"));
}
