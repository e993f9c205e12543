//! Limits: reminded before, told late and again each week, and names whose time is over.

use super::*;

fn rings(story: &Story, user: i64) -> bool {
    let shown = story.shown(private(user));
    shown.last().unwrap().1.sound
}

#[test]
fn a_mediator_is_reminded_and_what_is_late_is_told_each_week_until_something_is_done() {
    let mut story = begin_with_card();
    story.pass(DAY * 24 + DAY / 2);
    assert!(!newest(&story, LI).starts_with('⏳'));
    story.pass(DAY / 2);
    assert_eq!(
        newest(&story, LI),
        "⏳ D1 · Neighbours · East village: mediate by 24 Dec 02:11"
    );
    assert!(!rings(&story, LI), "earlier than an hour before: silent");
    story.pass(DAY * 5);
    let late =
        "🟥 D1 · Neighbours · East village: mediation late by 0 s (due 02:11)\nMediator: Li Qiang";
    assert_eq!(newest(&story, LI), late);
    assert_eq!(newest(&story, ZHAO), late);
    assert!(rings(&story, LI) && rings(&story, ZHAO));
    story.pass(DAY * 15);
    let told = |story: &Story| {
        kinds(story)
            .iter()
            .filter(|kind| **kind == "ledger_late_told")
            .count()
    };
    assert_eq!(told(&story), 3);
    story.say(LI, private(LI), "/mediated 1 failed no");
    story.pass(DAY * 30);
    assert_eq!(told(&story), 3);
    // The groups heard nothing of it.
    assert!(story.shown(TOWN).is_empty());
}

#[test]
fn what_was_missed_while_the_bot_was_down_comes_once_and_says_when_it_was_due() {
    let mut story = begin_with_card();
    story.now = story.now.plus(DAY * 46);
    story.restart();
    story.pass(Duration::ZERO);
    let told = newest(&story, LI);
    assert!(
        told.starts_with("🟥 D1") && told.contains("late by 16 d"),
        "{told}"
    );
    let last = told.lines().last().unwrap();
    assert!(last.contains("7 Jan 02:11"), "{told}");
    assert_eq!(kinds(&story), ["ledger_registered", "ledger_late_told"]);
    story.pass(DAY * 4);
    assert_eq!(kinds(&story).len(), 2);
    story.pass(DAY * 2);
    assert_eq!(kinds(&story).len(), 3);
}

#[test]
fn a_revisit_has_its_limit_too() {
    let mut story = begin_with_card();
    story.say(LI, private(LI), "/mediated 1 agreed fine");
    story.pass(DAY * 25);
    assert!(newest(&story, LI).starts_with("⏳ D1 · Neighbours · East village: revisit by"));
    story.pass(DAY * 5);
    assert!(newest(&story, ZHAO).contains("revisit late"));
}

#[test]
fn a_question_to_a_body_stops_no_clock() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/transfer 1 judicial office");
    story.say(LI, chat, "calm");
    assert_eq!(stage(&story), Stage::Offered);
    story.pass(DAY * 31);
    assert!(newest(&story, ZHAO).contains("mediation late"));
}

#[test]
fn after_its_time_names_and_words_are_gone_and_the_chain_holds() {
    let mut settings = village();
    settings.ledger.retention = Some(DAY * 100);
    let mut story = Story::with(settings);
    registers(&mut story);
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed no");
    story.press(LI, chat, "Close");
    story.say(LI, chat, "they went to court");
    assert_eq!(texts(&story).len(), 4);
    story.pass(DAY * 99);
    assert_eq!(texts(&story).len(), 4);
    story.pass(DAY * 2);
    assert!(texts(&story).is_empty());
    assert!(!stored(&story).contains("Dafu"), "and nowhere else either");
    entries(&story);
    assert!(kinds(&story).contains(&"ledger_names_removed"));
    story.say(LI, chat, "/dispute 1");
    let card = newest(&story, LI);
    assert!(
        !card.contains("Dafu") && card.contains("removed after their time"),
        "{card}"
    );
    // Figures stay.
    let gone = dispute(&story, 1);
    assert_eq!(gone.stage, Stage::Closed);
    story.restart();
    assert_eq!(dispute(&story, 1), gone);
    // What breaks out again is told anew, and goes in its turn.
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "Dafu built a wall");
    assert_eq!(texts(&story).len(), 1);
    story.say(LI, chat, "/mediated 1 failed no");
    story.press(LI, chat, "Close");
    story.say(LI, chat, "court");
    story.pass(DAY * 101);
    assert!(texts(&story).is_empty());
    entries(&story);
}

#[test]
fn a_text_that_was_tampered_with_is_noticed() {
    let story = begin_with_card();
    let log = entries(&story);
    let disputes = &story.engine.desk().disputes;
    let mut kept = texts(&story);
    let key = *kept.keys().next().unwrap();
    let mut other = kept[&key].clone();
    other.words = dutybell_core::state::ledger::Private::new("Somebody else");
    kept.insert(key, other);
    let told = invariants::ledger(disputes, &log, &kept)
        .unwrap_err()
        .to_string();
    assert_eq!(
        told,
        "I7: ledger: text 1 of dispute 1 does not match its digest"
    );
    kept.remove(&key);
    let told = invariants::ledger(disputes, &log, &kept)
        .unwrap_err()
        .to_string();
    assert_eq!(told, "I7: ledger: text 1 of dispute 1 is missing");
    let mut altered = disputes.clone();
    altered
        .values_mut()
        .for_each(|dispute| dispute.stage = Stage::Closed);
    let told = invariants::ledger(&altered, &log, &texts(&story))
        .unwrap_err()
        .to_string();
    assert_eq!(told, "I7: dispute 1 is stored otherwise than the log tells");
}
