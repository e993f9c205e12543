//! A message that was changed after it told something: noted, never in place of what it said.

mod support;

use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_core::incoming::{ChatMessage, Incoming, Quoted};
use support::carried::{answers, photo};
use support::{Story, TOWN, private, sender};

const LI: i64 = 14;
const ZHAO: i64 = 11;

fn edits(story: &mut Story, user: i64, chat: TelegramChat, id: MessageId, text: &str) {
    edits_as(story, (user, chat), id, text, |_| {});
}

fn edits_as(
    story: &mut Story,
    (user, chat): (i64, TelegramChat),
    id: MessageId,
    text: &str,
    change: impl FnOnce(&mut ChatMessage),
) {
    let Incoming::Message(mut message) = story.written(user, chat, text) else {
        unreachable!("a message is written");
    };
    message.id = id;
    change(&mut message);
    story.update(Incoming::Edited(message));
}

fn reported(text: &str) -> (Story, MessageId) {
    let mut story = Story::begin();
    let message = story.written(LI, TOWN, text);
    let Incoming::Message(written) = &message else {
        unreachable!("a message is written");
    };
    let id = written.id;
    story.update(message);
    (story, id)
}

#[test]
fn a_changed_report_stands_beside_what_it_said() {
    let (mut story, id) = reported("/report smoke in the mill");
    edits(&mut story, LI, TOWN, id, "/report smoke in the mill");
    edits(&mut story, LI, TOWN, id, "/report  smoke in the mill ");
    assert_eq!(
        story.kinds(1).last(),
        Some(&"paged"),
        "a preview is no change"
    );
    edits(&mut story, LI, TOWN, id, "/report I: smoke in the school");
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(
        card.contains("«smoke in the mill»\n✎ 02:11 Li Qiang edited: «I: smoke in the school»"),
        "{card}"
    );
    assert!(
        card.contains("Level II"),
        "the level is one tap, not a guess"
    );
    assert!(
        story.shown(private(ZHAO))[0]
            .1
            .text
            .contains("✎ 02:11 Li Qiang edited")
    );
    assert_eq!(story.shown(private(ZHAO)).len(), 1, "nobody is rung for it");
    edits(&mut story, LI, TOWN, id, "/report I: smoke in the school");
    let record = story.record(1);
    let noted: Vec<_> = record
        .iter()
        .filter(|entry| entry.event.kind() == "edited")
        .collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].event.text(), "I: smoke in the school");
    story.replays(1);
}

#[test]
fn a_changed_update_is_noted_too() {
    let (mut story, _) = reported("/report smoke");
    story.say(ZHAO, TOWN, "/update 1 two hurt");
    let id = story.last_said();
    edits(&mut story, ZHAO, TOWN, id, "/update 1 three hurt");
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(
        card.contains("«two hurt»\n✎ 02:11 Zhao Jianguo edited the update: «three hurt»"),
        "{card}"
    );
    story.replays(1);
}

#[test]
fn a_message_that_told_nothing_becomes_a_report_and_one_that_did_never_a_second() {
    let (mut story, id) = reported("/reprot smoke");
    assert_eq!(story.engine.open().count(), 0);
    edits(&mut story, LI, TOWN, id, "/report smoke");
    assert_eq!(story.engine.open().count(), 1);
    story.press(ZHAO, TOWN, "Stand down");
    edits(&mut story, LI, TOWN, id, "/report smoke, corrected");
    assert_eq!(
        story.engine.desk().last_incident,
        1,
        "it is closed, and stays one report"
    );
    let later = MessageId(id.0 + 500);
    edits(&mut story, LI, TOWN, later, "/ack 1");
    edits(&mut story, LI, TOWN, later, "/report");
    assert_eq!(
        story.engine.desk().last_incident,
        1,
        "no other command is obeyed"
    );
}

#[test]
fn too_many_changes_are_said_once_and_not_noted() {
    let (mut story, id) = reported("/report smoke");
    for n in 0..15 {
        edits(&mut story, LI, TOWN, id, &format!("/report smoke {n}"));
        story.pass(Duration::from_secs(1));
    }
    assert_eq!(
        story
            .kinds(1)
            .iter()
            .filter(|kind| **kind == "edited")
            .count(),
        10
    );
    let said = story.lines(TOWN);
    assert_eq!(
        said.iter()
            .filter(|line| line.contains("edited too often"))
            .count(),
        1
    );
}

#[test]
fn a_mended_command_takes_in_what_it_answers() {
    let (mut story, id) = reported("/reprot");
    edits_as(&mut story, (LI, TOWN), id, "/report", |message| {
        message.reply_to = Some(Box::new(Quoted {
            id: MessageId(7),
            from: Some(sender(ZHAO)),
            text: "smoke in the mill".into(),
            attachments: vec![photo("mill")],
        }));
    });
    let incident = &story.engine.open().next().unwrap().incident;
    assert_eq!(incident.text, "smoke in the mill");
    assert_eq!(incident.pieces().count(), 1);
    story.replays(1);
}

#[test]
fn a_mended_command_without_a_text_begins_the_form() {
    let (mut story, id) = reported("/reprot");
    edits(&mut story, LI, TOWN, id, "/report");
    assert_eq!(story.engine.desk().forms.len(), 1);
    assert!(story.button(TOWN, "Fire").is_some());
}

#[test]
fn a_stranger_who_mends_his_command_is_told_who_he_is() {
    let mut story = Story::begin();
    let stranger = private(77);
    edits(&mut story, 77, stranger, MessageId(3), "/report smoke");
    assert_eq!(story.engine.desk().last_incident, 0);
    assert!(story.lines(stranger)[0].contains("77"));
}

#[test]
fn a_photo_that_gets_its_words_later_is_noted() {
    let (mut story, _) = reported("/report smoke");
    answers(&mut story, (LI, TOWN), "🔴 #1", &[photo("a")]);
    let id = story.last_said();
    edits(&mut story, LI, TOWN, id, "the roof is down");
    let record = story.record(1);
    let noted = record.last().unwrap();
    assert_eq!(noted.event.kind(), "edited");
    assert_eq!(noted.event.text(), "the roof is down");
    story.replays(1);
}

#[test]
fn what_is_changed_of_what_is_over_is_said_not_to_be_noted() {
    let (mut story, id) = reported("/report smoke");
    story.press(ZHAO, TOWN, "Stand down");
    let before = story.lines(TOWN).len();
    edits(&mut story, LI, TOWN, id, "/report smoke");
    assert_eq!(story.lines(TOWN).len(), before, "a preview");
    for text in ["/report smoke, it burns again", "/report it burns"] {
        edits(&mut story, LI, TOWN, id, text);
    }
    let said = story.lines(TOWN).split_off(before);
    assert_eq!(
        said,
        ["NOT stored: #1 was over at 02:11. It goes on? Report it anew: /report"]
    );
}

#[test]
fn news_of_what_is_over_are_said_not_to_be_stored() {
    let (mut story, _) = reported("/report smoke");
    story.press(ZHAO, TOWN, "Stand down");
    story.say(LI, TOWN, "/update 1 it burns again");
    let last = story.lines(TOWN).pop().unwrap();
    assert!(last.starts_with("NOT stored: #1"), "{last}");
    assert_eq!(story.kinds(1).last(), Some(&"closed"));
}
