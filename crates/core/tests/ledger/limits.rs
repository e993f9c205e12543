//! Limits: reminded before, told late and again each week, and names whose time is over.

use super::*;
use dutybell_core::audit::Late;
use dutybell_core::engine::Input;
use dutybell_core::outgoing::{Outcome, Unreachable};
use dutybell_core::state::ledger::What;

fn rings(story: &Story, user: i64) -> bool {
    let shown = story.shown(private(user));
    shown.last().unwrap().1.sound
}

fn heard(story: &Story, user: i64, words: &str) -> bool {
    let shown = story.shown(private(user));
    shown.iter().any(|(_, it)| it.text.contains(words))
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
    let late = "🟥 D1 · Neighbours · East village: time is up for the mediation (02:11)\nMediator: Li Qiang";
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
    story.pass(DAY * 29);
    assert_eq!(told(&story), 3);
    // Nor is a failure forgotten.
    story.pass(DAY * 2);
    assert_eq!(told(&story), 4);
    assert!(newest(&story, ZHAO).contains("not agreed, and time is up for what follows"));
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
    assert!(newest(&story, ZHAO).contains("time is up for the revisit"));
}

#[test]
fn a_question_to_a_body_stops_no_clock() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/transfer 1 judicial office");
    story.say(LI, chat, "calm");
    assert_eq!(stage(&story), Stage::Offered);
    story.pass(DAY * 31);
    assert!(newest(&story, ZHAO).contains("time is up for the mediation"));
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

#[test]
fn whatever_is_open_has_a_limit_and_is_told_when_it_passes() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed no");
    story.pass(DAY * 25);
    assert!(newest(&story, LI).contains("mediate again, transfer or close by"));
    story.say(LI, chat, "/transfer 1 judicial office");
    story.say(LI, chat, "calm");
    story.say(LI, chat, "/dispute 1");
    assert!(newest(&story, LI).contains("Waits for Judicial office since 02:11"));
    story.press(LI, chat, "Letter");
    let shown = story.shown(chat);
    let letters = shown
        .iter()
        .filter(|(_, it)| it.text.contains("A dispute registered 24 November 2026"));
    assert_eq!(letters.count(), 2);
    story.pass(DAY * 31);
    assert!(heard(&story, ZHAO, "time is up for the body's answer"));
    story.say(LI, chat, "/dispute 1");
    let card = newest(&story, LI);
    assert!(
        card.contains("24 November 2026 02:11 Li Qiang: registered it"),
        "{card}"
    );
    story.press(LI, chat, "Refused");
    story.say(LI, chat, "not theirs");
    let card = newest(&story, LI);
    assert!(
        !card.contains("Body:") && !card.contains("Waits for"),
        "{card}"
    );
    story.press(LI, chat, "Begin mediation");
    // A second mediation has its own time.
    assert_eq!(dispute(&story, 1).mediate_by, story.now.plus(DAY * 30));
    story.say(LI, chat, "/mediated 1 agreed fine");
    story.say(LI, chat, "/revisit 1 fine");
    story.press(LI, chat, "They keep it");
    story.pass(DAY * 31);
    assert!(heard(&story, ZHAO, "time is up for closing it"));
}

#[test]
fn what_rests_is_forgotten_and_what_was_told_last_counts() {
    let mut settings = village();
    settings.ledger.retention = Some(DAY * 100);
    let mut story = Story::with(settings);
    registers(&mut story);
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed no");
    story.pass(DAY * 60);
    story.say(LI, chat, "/dispute 1");
    story.press(LI, chat, "Correction");
    story.say(LI, chat, "it is Wu Xiaohong");
    story.pass(DAY * 60);
    assert_eq!(texts(&story).len(), 4);
    story.pass(DAY * 41);
    assert!(texts(&story).is_empty());
    // What is added after that stays for its own time.
    story.say(LI, chat, "/dispute 1");
    story.press(LI, chat, "Correction");
    story.say(LI, chat, "they moved away");
    story.pass(DAY);
    assert_eq!(texts(&story).len(), 1);
    story.pass(DAY * 100);
    assert!(texts(&story).is_empty());
    entries(&story);
}

#[test]
fn whoever_has_several_late_ones_hears_of_all_at_once() {
    let mut story = begin();
    for _ in 0..12 {
        registers(&mut story);
    }
    let late = |story: &Story| {
        let shown = story.shown(private(ZHAO)).into_iter();
        let late = shown.filter(|(_, it)| it.text.starts_with("🟥"));
        late.map(|(_, it)| it.text.clone()).collect::<Vec<_>>()
    };
    story.now = story.now.plus(DAY * 31);
    story.restart();
    story.pass(Duration::ZERO);
    assert_eq!(late(&story).len(), 1, "{:?}", late(&story));
    let told = newest(&story, ZHAO);
    assert!(
        told.starts_with("🟥 12 disputes are late\n⚠️ D1 · "),
        "{told}"
    );
    assert!(told.contains("and 2 more: /disputes"), "{told}");
    assert!(!told.contains("Dafu"), "{told}");
    assert!(rings(&story, ZHAO));
}

#[test]
fn a_mediator_who_keeps_the_ledger_no_more_is_no_dead_end() {
    let mut story = begin_with_card();
    let mut settings = village();
    settings.prompts[0].ask = vec![Target::Person("sun".into())];
    story.reconfigure(settings);
    let before = newest(&story, LI);
    story.pass(DAY * 25);
    assert!(newest(&story, ZHAO).starts_with("⏳ D1"));
    assert_eq!(newest(&story, LI), before);
    // Anybody who keeps it can see to it.
    story.say(SUN, private(SUN), "/dispute 1");
    story.press(SUN, private(SUN), "Other mediator");
    story.press(SUN, private(SUN), "Sun Min");
    assert_eq!(dispute(&story, 1).mediator.as_str(), "sun");
}

#[test]
fn who_can_not_be_reached_is_not_told_and_the_administrators_hear_without_names() {
    let mut story = begin_with_card();
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken = vec![(private(LI), blocked.clone()), (private(ZHAO), blocked)];
    // The reminder finds that out about the mediator, and goes to whoever leads: he can't be reached either.
    story.pass(DAY * 26);
    assert!(heard(
        &story,
        OFFICE,
        "⏳ D1 · Neighbours · East village: mediate by"
    ));
    story.pass(DAY * 5);
    assert!(heard(
        &story,
        OFFICE,
        "D1 · Neighbours · East village: time is up for the mediation"
    ));
    assert!(!heard(&story, OFFICE, "Dafu"));
    let told = entries(&story).into_iter().rev();
    let mut told = told.filter_map(|entry| match entry.event.what {
        What::LateTold { to, .. } => Some(to),
        _ => None,
    });
    assert_eq!(told.next().unwrap(), ["office".into()]);
}

#[test]
fn a_timer_of_the_ledger_that_is_lost_is_noticed() {
    let mut story = Story::with(Settings {
        // Nothing else has a timer then.
        prompts: Vec::new(),
        ..village()
    });
    let mut settings = village();
    settings.selftest.morning = None;
    story.reconfigure(settings.clone());
    registers(&mut story);
    settings.prompts.clear();
    story.reconfigure(settings);
    story.now = story.now.plus(DAY * 26);
    story.loses_timers();
    story.tell(Input::Audit {
        slack: Duration::ZERO,
    });
    let found = story.engine.overdue();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].count), (Late::Timers, 1));
}

#[test]
fn a_limit_that_was_told_to_nobody_in_reach_goes_on_at_once_and_once() {
    let mut story = begin_with_card();
    story.pass(DAY * 29);
    assert!(newest(&story, LI).starts_with("⏳ D1"));
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken = vec![(private(LI), blocked.clone())];
    story.pass(DAY);
    assert!(!heard(&story, OFFICE, "D1"), "who leads has it");
    assert!(newest(&story, ZHAO).starts_with("🟥 D1"));
    story.broken.push((private(ZHAO), blocked));
    story.pass(DAY * 7);
    assert_eq!(
        newest(&story, OFFICE),
        "🟥 D1 · Neighbours · East village: mediation late by 7 d 0 h (due 24 Dec 02:11)\nMediator: Li Qiang"
    );
    let told = |story: &Story| -> Vec<Vec<String>> {
        let told = entries(story).into_iter();
        let told = told.filter_map(|entry| match entry.event.what {
            What::LateTold { to, .. } => Some(to),
            _ => None,
        });
        told.map(|to| to.iter().map(ToString::to_string).collect())
            .collect()
    };
    let all = [vec!["li", "zhao"], vec!["zhao"], vec!["office"]];
    assert_eq!(told(&story), all);
    // A death and a start tell nobody twice.
    story.restart();
    story.pass(DAY);
    assert_eq!(told(&story), all);
}

#[test]
fn each_reminder_of_several_disputes_goes_on_where_the_first_tells_that_he_is_out_of_reach() {
    let mut story = begin();
    registers(&mut story);
    registers(&mut story);
    story.broken = vec![(private(LI), Outcome::Unreachable(Unreachable::Blocked))];
    story.now = story.now.plus(DAY * 26);
    story.restart();
    story.pass(Duration::ZERO);
    assert!(heard(&story, ZHAO, "⏳ D1 ·") && heard(&story, ZHAO, "⏳ D2 ·"));
    let told = story.shown(private(ZHAO)).into_iter();
    let told = told.filter(|(_, message)| message.text.starts_with('⏳'));
    assert_eq!(told.count(), 2);
}
