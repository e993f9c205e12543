//! No party's name leaves the private chats of those who keep the ledger.

use super::*;
use dutybell_core::engine::Input;
use dutybell_core::ids::{MessageId, UpdateId};
use dutybell_core::incoming::{Incoming, Quoted};
use dutybell_core::outgoing::Outgoing;
use support::{of_bot, photo};

const ANOTHER: &str = "NOT stored: you replied to another message. Write where and what without replying to a message, or /cancel.";

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
    assert_eq!(newest(&story, LI), ANOTHER);
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

/// How often Li was told that his reply is not stored.
fn refusals(story: &Story) -> usize {
    let shown = story.shown(private(LI)).into_iter();
    shown.filter(|(_, said)| said.text == ANOTHER).count()
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
    for (refused, (message, said)) in (1..).zip(&shown) {
        story.reply(LI, chat, (*message, &said.text), PARTIES);
        assert_eq!(refusals(&story), refused, "{}", said.text);
    }
    let texts: Vec<_> = shown.iter().map(|(_, said)| &said.text).collect();
    for sign in ["📒", "📋", "🟥", "Too long"] {
        assert!(
            texts.iter().any(|text| text.starts_with(sign)),
            "{sign}: {texts:#?}"
        );
    }
    let second_page = texts.iter().any(|text| text.starts_with("📒 D1, part 2\n"));
    assert!(second_page, "{texts:#?}");
    assert!(story.engine.open().next().is_none());
    story.reply(LI, chat, (question, &asked.text), "smoke in the yard");
    assert!(story.kinds(1).contains(&"reported"), "{:?}", story.kinds(1));
}

#[test]
fn a_copy_of_the_question_of_which_nobody_knows_is_the_question() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/report");
    let (_, asked) = story.shown(chat).pop().unwrap();
    // Telegram's answer to the first copy was lost.
    let copy = MessageId(9_000);
    story.reply(LI, chat, (copy, "Too long"), PARTIES);
    assert_eq!(refusals(&story), 1);
    // Whoever answers the refusal has read what to write.
    story.reply(LI, chat, (copy, &asked.text), "smoke in the yard");
    assert!(story.kinds(1).contains(&"reported"), "{:?}", story.kinds(1));
    story.say(LI, chat, "/report");
    story.reply(LI, chat, (copy, ANOTHER), "a gate is open");
    assert!(story.kinds(2).contains(&"reported"), "{:?}", story.kinds(2));
}

#[test]
fn an_update_takes_replies_to_its_question_and_to_its_incident_alone() {
    let mut story = begin();
    let chat = private(LI);
    registers(&mut story);
    let (registered, card) = story.shown(chat).pop().unwrap();
    story.say(LI, chat, "/report smoke in the yard");
    story.say(LI, chat, "/update 1");
    story.reply(LI, chat, (registered, &card.text), PARTIES);
    assert_eq!(
        newest(&story, LI),
        "NOT stored: you replied to another message. Write the news of #1 without replying to a message, or /cancel."
    );
    assert!(!story.kinds(1).contains(&"updated"));
    let told = "📝 Registered as #1.";
    story.reply(LI, chat, (MessageId(9_000), told), "it grows");
    assert!(story.kinds(1).contains(&"updated"), "{:?}", story.kinds(1));
}

#[test]
fn a_picture_for_a_message_about_a_dispute_gets_into_no_incident() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/report smoke in the yard");
    let shows = |story: &mut Story, text: &str, form: bool| {
        if form {
            story.say(LI, chat, "/report");
        }
        for _ in 0..2 {
            let mut said = story.written(LI, chat, "Dafu hit Wu Xiaomei");
            if let Incoming::Message(message) = &mut said {
                message.album = Some(format!("album of {text} {form}"));
                message.attachments.push(photo("handle", "unique"));
                message.reply_to = Some(Box::new(of_bot(MessageId(9_000), text)));
            }
            story.update(said);
        }
        let told = newest(story, LI);
        story.say(LI, chat, "/cancel");
        (told, story.kinds(1).contains(&"updated"))
    };
    // A place may have a name that looks like an incident's number.
    for text in [
        "📒 D1 · Neighbours · site #1 · registered",
        "✅ D1 · Neighbours · 3#1: registered",
    ] {
        assert!(!shows(&mut story, text, false).1, "{text}");
        assert_eq!(
            shows(&mut story, text, true),
            (ANOTHER.to_owned(), false),
            "{text}"
        );
    }
    assert!(shows(&mut story, "🔥 #1 Fire · site 3#12", false).1);
    // Each album was refused once.
    assert_eq!(refusals(&story), 2);
    assert_eq!(story.engine.open().count(), 1);
}

#[test]
fn what_could_not_be_read_is_kept_aside_for_a_while_and_no_longer() {
    let mut story = begin();
    let kept = |story: &Story| {
        let mut kept = Vec::new();
        let each = &mut |_: &[u8], value: &[u8]| {
            kept.push(String::from_utf8_lossy(value).into_owned());
            Ok(())
        };
        story.store.load(Space::Quarantine, each).unwrap();
        kept
    };
    let unreadable = |story: &mut Story, id: i64, raw: &str| {
        story.tell(Input::Unreadable {
            id: Some(UpdateId(id)),
            raw: raw.as_bytes().to_vec(),
            reason: "no such thing".to_owned(),
        });
    };
    unreadable(&mut story, 9001, "Ge Dafu");
    story.pass(DAY * 20);
    unreadable(&mut story, 9002, "Wu Xiaomei");
    assert_eq!(kept(&story).len(), 2);
    story.pass(DAY * 10);
    assert_eq!(kept(&story).len(), 1);
    assert!(kept(&story)[0].contains("Xiaomei"));
    // Whether it runs meanwhile or not.
    story.now = story.now.plus(DAY * 20);
    story.restart();
    story.pass(Duration::ZERO);
    assert!(kept(&story).is_empty());
    unreadable(&mut story, 9003, "Feng");
    story.pass(DAY * 31);
    assert!(kept(&story).is_empty());
}
