//! Photos for what is over: kept with what goes on for it, or refused in true words.

mod support;

use dutybell_core::ids::{IncidentNumber, MessageId, TelegramChat};
use dutybell_core::incoming::{ChatMessage, Quoted};
use dutybell_core::state::incident::Incident;
use support::carried::{answers, carries, photo};
use support::{Story, TOWN};

const LI: i64 = 14;
const GUEST: i64 = 99;

fn incident(story: &Story) -> Incident {
    let folder = story.engine.open().next();
    let folder = folder.unwrap_or_else(|| panic!("no incident is open"));
    folder.incident.clone()
}

/// The last line said in a chat.
fn last(story: &Story, chat: TelegramChat) -> String {
    story.lines(chat).pop().unwrap_or_default()
}

/// Li reports a fire, a guest the same with a photo, and they are made one.
fn merged() -> (Story, MessageId) {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    let report = "/report the mill is on fire";
    carries(&mut story, (GUEST, TOWN), report, &[photo("a")], |_| {});
    let report = story.last_said();
    story.press(GUEST, TOWN, "Same as #1");
    (story, report)
}

#[test]
fn a_photo_under_a_report_that_was_merged_is_kept_with_what_goes_on() {
    let (mut story, report) = merged();
    carries(&mut story, (GUEST, TOWN), "", &[photo("b")], |message| {
        message.reply_to = Some(Box::new(Quoted {
            id: report,
            from: Some(support::sender(GUEST)),
            text: "/report the mill is on fire".into(),
            attachments: Vec::new(),
        }));
    });
    assert_eq!(incident(&story).number, IncidentNumber(1));
    assert_eq!(incident(&story).evidence.len(), 1);
    answers(&mut story, (GUEST, TOWN), "➡️ #2", &[photo("c")]);
    assert_eq!(incident(&story).evidence.len(), 2, "{}", last(&story, TOWN));
    story.replays(1);
}

#[test]
fn later_pictures_of_an_album_follow_what_goes_on() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    let album = |message: &mut ChatMessage| message.album = Some("album".into());
    let report = "/report the mill is on fire";
    carries(&mut story, (GUEST, TOWN), report, &[photo("a")], album);
    story.press(GUEST, TOWN, "Same as #1");
    carries(&mut story, (GUEST, TOWN), "", &[photo("b")], album);
    assert_eq!(incident(&story).evidence.len(), 1, "{}", last(&story, TOWN));
}

#[test]
fn a_photo_for_what_was_withdrawn_is_told_so() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    story.press(LI, TOWN, "Withdraw");
    story.press(LI, TOWN, "Confirm");
    answers(&mut story, (LI, TOWN), "⚪ #1", &[photo("a")]);
    let line = last(&story, TOWN);
    assert!(line.starts_with("NOT stored: #1"), "{line}");
}
