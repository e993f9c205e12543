//! A forwarded command is shown, not given; what it says can be reported by a reply.

mod support;

use dutybell_core::ids::{MessageId, TelegramUser};
use dutybell_core::incoming::{Incoming, Quoted, Sender};
use support::{Story, TOWN, private};

const LI: i64 = 14;

fn forwarded(story: &mut Story, chat: dutybell_core::ids::TelegramChat, text: &str) -> Incoming {
    match story.written(LI, chat, text) {
        Incoming::Message(mut message) => {
            message.forwarded = true;
            Incoming::Message(message)
        }
        other => other,
    }
}

#[test]
fn a_forwarded_command_is_not_obeyed() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    let before = story.sent.len();
    for text in ["/report fire", "/close 1 over", "/reprot fire", "/ack x"] {
        let message = forwarded(&mut story, TOWN, text);
        story.update(message);
    }
    assert_eq!(story.sent.len(), before, "silence in the group");
    for text in ["/report fire", "/close 1 over", "/nothing", "Report"] {
        let message = forwarded(&mut story, private(LI), text);
        story.update(message);
        let last = story.lines(private(LI)).pop().unwrap();
        assert_eq!(
            last,
            "I do not take forwarded messages as commands. To report what it says, reply to it with /report",
            "{text}"
        );
    }
    assert_eq!(story.engine.open().count(), 1);
    assert!(story.engine.open().all(|folder| folder.incident.is_open()));
}

#[test]
fn a_forwarded_text_may_still_answer_a_form() {
    let mut story = Story::begin();
    story.say(LI, private(LI), "/report");
    let message = forwarded(&mut story, private(LI), "smoke over the school");
    story.update(message);
    assert_eq!(story.engine.open().count(), 1);
}

#[test]
fn a_reply_to_a_forwarded_report_reports_what_it_says() {
    let mut story = Story::begin();
    for (quoted, stored) in [
        ("/report I: the mill burns \n", "I: the mill burns"),
        ("the mill smokes", "the mill smokes"),
        ("/report@other_bot fire", "/report@other_bot fire"),
    ] {
        let Incoming::Message(mut message) = story.written(LI, TOWN, "/report") else {
            unreachable!("a message is written");
        };
        message.reply_to = Some(Box::new(Quoted {
            id: MessageId(7),
            from: Some(Sender {
                id: TelegramUser(11),
                name: "Zhao".into(),
                bot: false,
                language: None,
            }),
            text: quoted.into(),
            attachments: Vec::new(),
        }));
        story.update(Incoming::Message(message));
        let last = story.engine.open().last().unwrap();
        assert_eq!(last.incident.text, stored);
    }
}
