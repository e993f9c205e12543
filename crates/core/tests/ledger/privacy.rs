//! No party's name leaves the private chats of those who keep the ledger.

use super::*;
use dutybell_core::ids::MessageId;
use dutybell_core::incoming::{Incoming, Quoted};
use dutybell_core::outgoing::Outgoing;

const NAMES: [&str; 5] = ["Dafu", "Wu Xiaomei", "fence", "Feng", "tea"];

fn holds_a_name(text: &str) -> bool {
    NAMES.iter().any(|name| text.contains(name))
}

/// All that can happen to a dispute, with names in every text.
fn everything(story: &mut Story) {
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed Dafu does not come");
    story.press(LI, chat, "Transfer");
    story.press(LI, chat, "Judicial office");
    story.say(LI, chat, "Dafu drank tea");
    story.press(LI, chat, "Accepted");
    story.say(LI, chat, "Feng of the office");
    story.press(LI, chat, "May turn violent");
    story.press(LI, chat, "Confirm");
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "Dafu hit Wu Xiaomei");
    story.press(LI, chat, "Correction");
    story.say(LI, chat, "it was Dafu's son");
    story.press(LI, chat, "All of it");
    story.pass(DAY * 40);
}

#[test]
fn rows_to_others_the_log_and_debug_output_name_nobody() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    // In the middle of a form, which holds them.
    let desk = format!("{:?}", story.engine.desk());
    assert!(!holds_a_name(&desk), "{desk}");
    story.press(LI, chat, "I mediate");
    story.press(LI, chat, "Confirm");
    story.press(LI, chat, "Show");
    everything(&mut story);
    let keepers = [ZHAO, SUN, LI].map(private);
    let mut told = 0;
    for (_, body) in &story.sent {
        let (message, chat) = match body {
            Outgoing::Send { message, chat, .. } | Outgoing::Edit { message, chat, .. } => {
                (message, *chat)
            }
            Outgoing::Answer { text, .. } => {
                assert!(!holds_a_name(text), "{text}");
                continue;
            }
            _ => continue,
        };
        if holds_a_name(&message.text) {
            told += 1;
            assert!(keepers.contains(&chat), "{chat}: {}", message.text);
            assert!(message.protect, "{}", message.text);
        }
    }
    assert!(told > 5);
    for entry in entries(&story) {
        let words = format!("{} {entry:?}", entry.event.text());
        assert!(!holds_a_name(&words), "{words}");
    }
    for entry in story.record(1) {
        let words = format!("{} {entry:?}", entry.event.text());
        assert!(!holds_a_name(&words), "{words}");
    }
    let desk = format!("{:?}", story.engine.desk());
    assert!(!holds_a_name(&desk), "{desk}");
    let kept = format!("{:?}", texts(&story));
    assert!(!kept.is_empty() && !holds_a_name(&kept), "{kept}");
}

/// Li answers his own words in private.
fn answers_himself(story: &mut Story, text: &str) {
    let Incoming::Message(mut message) = story.written(LI, private(LI), text) else {
        panic!("it was written");
    };
    message.reply_to = Some(Box::new(Quoted {
        id: MessageId(50),
        from: message.from.clone(),
        text: PARTIES.into(),
        attachments: Vec::new(),
    }));
    story.update(Incoming::Message(message));
}

#[test]
fn what_a_keeper_wrote_in_private_goes_into_no_report() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    let (old, kind) = story.button(chat, "Neighbours").unwrap();
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, "/cancel");
    // The words that he typed there, answered later.
    answers_himself(&mut story, "/report");
    assert!(story.engine.open().next().is_none());
    assert!(story.engine.desk().forms.is_empty());
    assert!(newest(&story, LI).contains("no report takes it over"));
    answers_himself(&mut story, "/report a brawl");
    let incident = story.engine.open().next().unwrap().incident.clone();
    assert_eq!(incident.text, "a brawl");
    // What waits for nothing is answered by what the ledger knows.
    story.say(LI, chat, PARTIES);
    assert!(newest(&story, LI).contains("/dispute"));
    let told = story.press_data(LI, chat, old, &kind);
    assert_eq!(
        told,
        "That question is over. A new dispute: /dispute; all of them: /disputes"
    );
}

#[test]
fn an_answer_to_a_question_that_is_over_gets_into_no_report() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    let (question, asked) = story.shown(chat).pop().unwrap();
    assert!(
        asked.text.contains("Who are the parties?"),
        "{}",
        asked.text
    );
    story.say(LI, chat, "/cancel");
    story.say(LI, chat, "/report");
    let (newest_question, _) = story.shown(chat).pop().unwrap();
    // The bot lags, and Li answers what he still sees.
    story.reply(LI, chat, (question, &asked.text), PARTIES);
    assert_eq!(
        newest(&story, LI),
        "You replied to an older message, and something else is asked now: nothing is stored. Please answer the newest question, or send /cancel."
    );
    assert!(!stored(&story).contains("Dafu"));
    story.reply(
        LI,
        chat,
        (newest_question, "What happened?"),
        "smoke in the yard",
    );
    assert!(story.kinds(1).contains(&"reported"), "{:?}", story.kinds(1));
}

#[test]
fn a_keeper_answers_everything_else_as_anybody_does() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/report");
    story.pass(std::time::Duration::from_secs(180));
    let (reminder, told) = story.shown(chat).pop().unwrap();
    assert!(told.text.contains("NOT stored yet"), "{}", told.text);
    // As the bot has asked him to.
    story.reply(LI, chat, (reminder, &told.text), "smoke in the yard");
    assert!(story.kinds(1).contains(&"reported"));
    // An update, told as a reply to the page; it is about an incident that names a dispute.
    registers(&mut story);
    story.press(LI, chat, "Show");
    story.press(LI, chat, "May turn violent");
    story.press(LI, chat, "Confirm");
    let pages = [ZHAO, SUN].into_iter().find_map(|user| {
        let mut shown = story.shown(private(user)).into_iter();
        let page = shown.rfind(|(_, message)| message.text.contains("D1 (Neighbours"))?;
        Some((user, page))
    });
    let (user, (page, paged)) = pages.unwrap();
    story.press(user, private(user), "Acknowledge");
    story.press(user, private(user), "Update");
    story.reply(
        user,
        private(user),
        (page, &paged.text),
        "two cars are there",
    );
    assert!(story.kinds(2).contains(&"updated"), "{:?}", story.kinds(2));
}

#[test]
fn no_message_of_the_ledger_is_answered_into_a_report() {
    let mut story = begin();
    let chat = private(LI);
    registers(&mut story);
    story.press(LI, chat, "Show");
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    // Too long, which is said in a sentence that names no dispute.
    story.say(LI, chat, &"tea ".repeat(2000));
    story.say(LI, chat, "/cancel");
    // A text that begins like a page, and goes over more than one message.
    let lines = format!("#1 fence\n{}", "tea ".repeat(480));
    for _ in 0..3 {
        story.press(LI, chat, "Correction");
        story.say(LI, chat, &lines);
    }
    story.press(LI, chat, "All of it");
    // Over limits, reminders and a screening, on the first of the month.
    story.pass(DAY * 40);
    story.say(LI, chat, "/report");
    let mut shown = story.shown(chat);
    let (question, asked) = shown.pop().unwrap();
    assert!(asked.text.contains("What is it?"), "{}", asked.text);
    let sentence = "You replied to an older message, and something else is asked now: nothing is stored. Please answer the newest question, or send /cancel.";
    for (message, said) in &shown {
        story.reply(LI, chat, (*message, &said.text), PARTIES);
        assert_eq!(newest(&story, LI), sentence, "{}", said.text);
    }
    let texts: Vec<_> = shown.iter().map(|(_, said)| &said.text).collect();
    for sign in ["📒", "📋", "🟥", "Too long"] {
        assert!(
            texts.iter().any(|text| text.starts_with(sign)),
            "{sign}: {texts:#?}"
        );
    }
    let second_page = texts
        .iter()
        .any(|text| text.contains("tea") && !text.contains("D1"));
    assert!(second_page, "{texts:#?}");
    assert!(story.engine.open().next().is_none());
    story.reply(LI, chat, (question, &asked.text), "smoke in the yard");
    assert!(story.kinds(1).contains(&"reported"), "{:?}", story.kinds(1));
}
