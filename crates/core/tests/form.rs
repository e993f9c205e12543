//! A form's questions lose their buttons with the form, however late the news of them is.

mod support;

use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::{Incoming, Press};
use dutybell_core::limits::{FORM_LIFE, FORM_REMINDER};
use dutybell_core::outgoing::{EntityKind, Outcome, Outgoing};
use support::{Story, TOWN, private, sent};

const LI: i64 = 14;
const CATEGORY: &str = "📝 What is it? Tap, or reply to this with where and what. [\"Fire\", \"Something else\", \"Cancel\"]";
const OVER: &str = "📝 This form is closed. New report: /report";

/// Everything asked of Telegram that only takes buttons away.
fn strips(story: &Story) -> usize {
    let bodies = story.sent.iter().map(|(_, body)| body);
    bodies
        .filter(|body| matches!(body, Outgoing::Strip { .. }))
        .count()
}

fn press(user: i64, chat: TelegramChat, message: MessageId, data: &str) -> Incoming {
    Incoming::Press(Press {
        id: format!("early-{message}-{data}"),
        from: support::sender(user),
        chat: Some(support::chat_ref(chat)),
        message: Some(message),
        data: data.into(),
    })
}

#[test]
fn the_text_takes_the_question_and_says_what_came_of_it() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    assert_eq!(story.lines(private(LI)), [CATEGORY]);
    story.say(LI, private(LI), "smoke in the mill");
    assert_eq!(story.lines(private(LI))[0], "📝 Registered as #1.");
    assert!(story.engine.desk().forms.is_empty());
}

#[test]
fn cancel_and_the_end_of_its_time_take_the_question_in_groups_too() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report");
    story.press(LI, TOWN, "Fire");
    story.say(LI, TOWN, "/cancel");
    assert_eq!(story.lines(TOWN)[0], OVER);
    story.say(LI, TOWN, "/report");
    story.pass(FORM_LIFE);
    assert_eq!(story.lines(TOWN)[2], OVER);
    assert!(story.button(TOWN, "Cancel").is_none());
}

#[test]
fn a_newer_form_takes_the_question_of_the_older() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    story.say(LI, private(LI), "/report");
    assert_eq!(story.lines(private(LI)), [OVER, CATEGORY]);
    story.press(LI, private(LI), "Fire");
    story.press(LI, private(LI), "Level II");
    let lines = story.lines(private(LI));
    assert_eq!(lines[1], "📝 Fire · Level II");
    assert_eq!(lines.len(), 3);
    assert_eq!(strips(&story), 0);
}

#[test]
fn a_question_that_has_not_left_is_taken_back() {
    let mut story = Story::begin();
    let begins = story.written(LI, private(LI), "/report");
    story.hear(begins);
    let text = story.written(LI, private(LI), "smoke");
    story.hear(text);
    story.catch_up();
    assert!(
        story.lines(private(LI))[0].starts_with("🔴 #1"),
        "{:?}",
        story.lines(private(LI))
    );
}

#[test]
fn a_question_in_flight_loses_its_buttons_when_it_arrives() {
    let mut story = Story::begin();
    let begins = story.written(LI, private(LI), "/report");
    story.hear(begins);
    let question = story.departs();
    let text = story.written(LI, private(LI), "smoke");
    story.hear(text);
    story.ends(question, sent(900));
    assert_eq!(story.lines(private(LI))[0], "📝 Registered as #1.");
    assert!(story.button(private(LI), "Fire").is_none());
}

#[test]
fn a_question_in_flight_that_fails_is_not_tried_again() {
    for outcome in [
        Outcome::Transient("502".into()),
        Outcome::Unknown("lost".into()),
        Outcome::RetryAfter(Duration::from_secs(1)),
    ] {
        let mut story = Story::begin();
        let begins = story.written(LI, private(LI), "/report");
        story.hear(begins);
        let question = story.departs();
        let cancel = story.written(LI, private(LI), "/cancel");
        story.hear(cancel);
        story.ends(question, outcome);
        story.pass(Duration::from_secs(60));
        assert_eq!(
            story.lines(private(LI)),
            ["Cancelled. Nothing was stored."],
            "no question"
        );
    }
}

#[test]
fn a_press_that_is_quicker_than_the_news_leaves_nothing_to_strip() {
    let mut story = Story::begin();
    let begins = story.written(LI, private(LI), "/report");
    story.hear(begins);
    let question = story.departs();
    // It is in the chat; only the bot has not heard of it yet.
    let id = MessageId(900);
    story.sent.push((id, question.body.clone()));
    let (at, data) = story.button(private(LI), "Fire").unwrap();
    assert_eq!(at, id);
    story.hear(press(LI, private(LI), id, &data));
    story.catch_up();
    story.hears_of(question, Outcome::Sent(Some(id)));
    story.catch_up();
    assert_eq!(strips(&story), 0);
    story.press(LI, private(LI), "Level II");
    assert_eq!(story.lines(private(LI))[0], "📝 Fire · Level II");
    assert_eq!(strips(&story), 0);
    let form = story.engine.desk().forms.values().next().unwrap();
    assert_eq!(form.questions.len(), 1, "only the text is waited for");
}

#[test]
fn the_end_of_a_form_overtakes_no_change_of_its_question() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    let (id, data) = story.button(private(LI), "Fire").unwrap();
    story.hear(press(LI, private(LI), id, &data));
    let _toast = story.departs();
    let change = story.departs();
    assert!(matches!(change.body, Outgoing::Edit { .. }), "{change:?}");
    let cancel = story.written(LI, private(LI), "/cancel");
    story.hear(cancel);
    story.catch_up();
    story.ends(change, Outcome::Sent(Some(id)));
    assert_eq!(story.lines(private(LI))[0], OVER, "the newest stands");
    // The same where the change waited to be tried again.
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    story.broken = vec![(private(LI), Outcome::Transient("502".into()))];
    story.press(LI, private(LI), "Fire");
    story.say(LI, private(LI), "/cancel");
    story.broken.clear();
    story.pass(Duration::from_secs(60));
    assert_eq!(story.lines(private(LI))[0], OVER);
    let edits = story
        .sent
        .iter()
        .filter(|(_, body)| matches!(body, Outgoing::Edit { .. }));
    assert_eq!(edits.count(), 1, "what is overtaken is not sent");
}

#[test]
fn a_restart_forgets_no_question() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report");
    story.restart();
    story.press(LI, TOWN, "Fire");
    story.restart();
    story.say(LI, TOWN, "/cancel");
    assert_eq!(story.lines(TOWN)[0], OVER);
    // A question that waited through the restart is known when it arrives.
    story.broken = vec![(TOWN, Outcome::Transient("502".into()))];
    story.say(LI, TOWN, "/report");
    story.restart();
    story.broken.clear();
    story.pass(Duration::from_secs(30));
    story.say(LI, TOWN, "/cancel");
    let lines = story.lines(TOWN);
    assert!(lines.iter().all(|line| !line.contains('[')), "{lines:?}");
}

#[test]
fn a_question_that_was_deleted_stops_nothing() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    story.broken = vec![(private(LI), Outcome::Gone("not found".into()))];
    story.press(LI, private(LI), "Fire");
    story.broken.clear();
    story.say(LI, private(LI), "the mill burns");
    assert_eq!(story.engine.open().count(), 1);
    assert!(story.engine.desk().forms.is_empty());
}

#[test]
fn a_form_goes_on_where_its_group_goes() {
    const GROWN: TelegramChat = TelegramChat(-1_001_001);
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report");
    story.update(Incoming::Migrated {
        from: TOWN,
        to: GROWN,
    });
    story.pass(FORM_REMINDER);
    let (id, text) = story
        .shown(GROWN)
        .last()
        .map(|(id, message)| (*id, message.text.clone()))
        .unwrap();
    assert!(text.contains("NOT stored yet"), "{text}");
    story.reply(LI, GROWN, (id, &text), "smoke in the hall");
    assert_eq!(story.engine.open().count(), 1);
}

#[test]
fn the_reminder_and_the_end_name_in_a_group_who_is_meant() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report");
    let report = story.last_said();
    story.pass(FORM_LIFE);
    for words in ["NOT stored yet", "was dropped, nothing was stored"] {
        let (message, reply_to) = story
            .sent
            .iter()
            .find_map(|(_, body)| match body {
                Outgoing::Send {
                    message, reply_to, ..
                } if message.text.contains(words) => Some((message, reply_to)),
                _ => None,
            })
            .unwrap();
        assert_eq!(*reply_to, Some(report), "{words}");
        assert!(message.text.starts_with("User 14:\n"), "{}", message.text);
        let mentioned = EntityKind::Mention(TelegramUser(LI));
        assert!(
            message
                .entities
                .iter()
                .any(|entity| entity.kind == mentioned)
        );
        assert!(!message.sound);
    }
}

#[test]
fn in_private_nobody_needs_to_be_named() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    story.pass(FORM_REMINDER);
    let lines = story.lines(private(LI));
    assert!(lines[1].starts_with("⏳ Your report is NOT stored yet"));
    story.pass(FORM_LIFE);
    let lines = story.lines(private(LI));
    assert_eq!(lines.len(), 3, "reminded once, dropped once");
    assert!(lines[2].starts_with("📝 The unfinished report was dropped"));
    assert_eq!(lines[0], OVER);
}
