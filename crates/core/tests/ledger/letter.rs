//! The letter to a body: what it says of a dispute's way, and what comes beside it on paper.

use super::*;
use dutybell_core::outgoing::Message;

fn messages(story: &Story) -> Vec<Message> {
    let shown = story.shown(private(LI)).into_iter();
    shown.map(|(_, message)| message).collect()
}

/// The newest letter, and what is enclosed with it.
fn letter(story: &Story) -> (Message, Message) {
    let messages = messages(story);
    let last = |words: &str| {
        let mut messages = messages.iter().rev();
        messages
            .find(|message| message.text.contains(words))
            .unwrap()
            .clone()
    };
    (last("Letter of transfer"), last("To be enclosed on paper"))
}

fn transfers(story: &mut Story, calming: &str) -> (Message, Message) {
    let chat = private(LI);
    story.say(LI, chat, "/transfer 1 judicial office");
    story.say(LI, chat, calming);
    letter(story)
}

/// The lines between what it is about and how the parties were calmed.
fn course(letter: &Message) -> String {
    let lines = letter.text.lines().skip(3);
    let lines = lines.take_while(|line| !line.starts_with("The parties were calmed"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_broke_out_again_tells_of_the_agreement_and_not_of_an_older_failure() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed: neither gives way");
    story.press(LI, chat, "Begin mediation");
    story.pass(DAY * 5);
    story.say(LI, chat, "/mediated 1 agreed: the fence moves");
    story.pass(DAY * 10);
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "Dafu hit him");
    let (letter, enclosed) = transfers(&mut story, "both sat down");
    assert_eq!(
        course(&letter),
        "The parties agreed 29 November 2026; it broke out again 9 December 2026.\n\
         It has not been mediated again."
    );
    assert!(!letter.protect);
    for word in ["Dafu", "Wu", "fence", "hit"] {
        assert!(!letter.text.contains(word), "{}", letter.text);
    }
    assert!(enclosed.protect);
    let told: Vec<&str> = enclosed.text.lines().skip(3).collect();
    assert_eq!(
        told,
        [
            "Mediation (24 November 2026): failed: neither gives way",
            "Mediation (29 November 2026): agreed: the fence moves",
            "Broke out again (9 December 2026): Dafu hit him",
            "Calming (9 December 2026): both sat down",
        ]
    );
}

#[test]
fn a_failure_after_it_broke_out_again_is_told_with_what_the_revisit_found() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed they shook hands");
    story.pass(DAY * 10);
    story.say(LI, chat, "/revisit 1 the fence is back");
    story.press(LI, chat, "Broke out again");
    story.pass(DAY);
    story.say(LI, chat, "/mediated 1 failed once more");
    let (letter, enclosed) = transfers(&mut story, "both sat down");
    assert_eq!(
        course(&letter),
        "The parties agreed 24 November 2026; it broke out again 4 December 2026.\n\
         Mediated again, it ended 5 December 2026 without an agreement."
    );
    let found = "Revisit (4 December 2026): the fence is back";
    assert!(
        enclosed.text.lines().any(|line| line == found),
        "{}",
        enclosed.text
    );
}

#[test]
fn what_a_body_had_taken_or_was_closed_says_so() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed no");
    let (first, _) = transfers(&mut story, "calm");
    assert_eq!(
        course(&first),
        "Mediation ended 24 November 2026 without an agreement."
    );
    story.press(LI, chat, "Accepted");
    story.say(LI, chat, "Director Feng");
    story.pass(DAY * 2);
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "a new wall");
    let (second, enclosed) = transfers(&mut story, "calm again");
    assert!(
        course(&second).starts_with(
            "It was taken over 24 November 2026 by Judicial office; it broke out again 26 November 2026."
        ),
        "{}",
        second.text
    );
    assert!(!enclosed.text.contains("Director Feng"));
    story.press(LI, chat, "Refused");
    story.say(LI, chat, "not theirs");
    story.say(LI, chat, "/mediated 1 failed no again");
    story.press(LI, chat, "Close");
    story.say(LI, chat, "they went to court");
    story.pass(DAY);
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "a ditch");
    let (third, enclosed) = transfers(&mut story, "calm once more");
    assert_eq!(
        course(&third),
        "Mediation ended 26 November 2026 without an agreement, and it was closed; it broke out again 27 November \
         2026.\nIt has not been mediated again."
    );
    for line in [
        "Closed (26 November 2026): they went to court",
        "Broke out again (27 November 2026): a ditch",
    ] {
        assert!(
            enclosed.text.lines().any(|it| it == line),
            "{}",
            enclosed.text
        );
    }
    entries(&story);
}
