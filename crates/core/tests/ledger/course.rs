//! A dispute's way from its registration to its end.

use super::*;

#[test]
fn agreed_revisited_closed() {
    let mut story = begin_with_card();
    let chat = private(LI);
    assert_eq!(
        newest(&story, LI),
        "📒 D1 · Neighbours · East village · registered\n\
         Mediate by 24 Dec 02:11\n\
         Mediator: Li Qiang\n\
         Parties: Ge Dafu and Wu Xiaomei\n\
         Account: Dafu's fence stands on Wu's ground\n\
         02:11 Li Qiang: registered it"
    );
    assert_eq!(story.press(LI, chat, "Begin mediation"), "Noted in D1.");
    assert_eq!(stage(&story), Stage::Mediating);
    story.press(LI, chat, "Agreed");
    story.say(LI, chat, "The fence moves by one foot");
    assert_eq!(stage(&story), Stage::Agreed);
    let with_agreed = |(_, message): &(_, dutybell_core::outgoing::Message)| {
        let mut buttons = message.rows.iter().flatten();
        buttons.any(|button| button.label == "Agreed")
    };
    assert!(
        !story.shown(chat).iter().any(with_agreed),
        "no old card asks"
    );
    let card = newest(&story, LI);
    assert!(card.contains("Revisit by 24 Dec 02:11"), "{card}");
    assert!(card.contains("«The fence moves by one foot»"), "{card}");
    // It is no end yet: there is no way to close it before somebody went there.
    assert!(!labels(&story, LI).contains(&"Close".to_owned()));
    story.pass(DAY * 20);
    story.say(LI, chat, "/revisit D1 both greet each other");
    story.press(LI, chat, "They keep it");
    assert_eq!(stage(&story), Stage::Revisited);
    story.press(LI, chat, "Close");
    assert!(story.engine.desk().disputes.values().all(Dispute::is_open));
    story.press(LI, chat, "Confirm");
    assert_eq!(stage(&story), Stage::Closed);
    assert!(newest(&story, LI).contains("Outcome: agreed"));
    assert_eq!(
        kinds(&story),
        [
            "ledger_registered",
            "ledger_mediation_began",
            "ledger_agreed",
            "ledger_revisited",
            "ledger_closed",
        ]
    );
}

#[test]
fn a_transfer_counts_only_when_the_body_has_accepted_it() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed: neither gives way");
    assert_eq!(stage(&story), Stage::Failed);
    story.press(LI, chat, "Transfer");
    story.press(LI, chat, "Judicial office");
    // Without a note of how the parties were calmed nothing goes anywhere.
    assert_eq!(stage(&story), Stage::Failed);
    story.say(LI, chat, "Both sat down and drank tea");
    assert_eq!(stage(&story), Stage::Offered);
    assert!(dispute(&story, 1).is_open());
    let shown = story.shown(chat);
    let letter = shown
        .iter()
        .find(|(_, message)| message.text.contains("Letter of transfer"));
    let letter = &letter.unwrap().1;
    // What is forwarded names nobody; what names them can't be forwarded.
    assert!(!letter.protect);
    for word in ["Dafu", "Wu", "tea", "fence"] {
        assert!(!letter.text.contains(word), "{}", letter.text);
    }
    let named = shown
        .iter()
        .filter(|(_, message)| message.text.contains("Ge Dafu"));
    assert!(named.clone().count() > 1);
    assert!(named.into_iter().all(|(_, message)| message.protect));
    story.press(LI, chat, "Refused");
    story.say(LI, chat, "not theirs");
    assert_eq!(stage(&story), Stage::Failed);
    story.say(LI, chat, "/transfer 1 labour bureau");
    story.say(LI, chat, "they are calm");
    story.press(LI, chat, "Accepted");
    story.say(LI, chat, "Director Feng, desk 3");
    assert_eq!(stage(&story), Stage::Transferred);
    let gone = dispute(&story, 1);
    assert!(!gone.is_open());
    let accepted: Vec<bool> = gone
        .transfers
        .iter()
        .map(|it| it.answered.unwrap().1)
        .collect();
    assert_eq!(accepted, [false, true]);
    entries(&story);
}

#[test]
fn a_second_mediation_may_follow_a_failure() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 未达成 一方未到");
    story.press(LI, chat, "Begin mediation");
    assert_eq!(stage(&story), Stage::Mediating);
    story.say(LI, chat, "/mediated 1 达成，各让一尺");
    assert_eq!(stage(&story), Stage::Agreed);
    entries(&story);
}

#[test]
fn what_breaks_out_again_is_open_again_and_counted() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed they shook hands");
    story.pass(DAY * 10);
    story.say(LI, chat, "/revisit 1");
    story.say(LI, chat, "the fence is back");
    story.press(LI, chat, "Broke out again");
    let again = dispute(&story, 1);
    assert_eq!((again.stage, again.reopened), (Stage::Registered, 1));
    assert_eq!(again.mediate_by, story.now.plus(DAY * 30));
    story.say(LI, chat, "/mediated 1 agreed once more");
    story.say(LI, chat, "/revisit 1 fine");
    story.press(LI, chat, "They keep it");
    story.press(LI, chat, "Close");
    story.press(LI, chat, "Confirm");
    story.press(LI, chat, "Broke out again");
    story.say(LI, chat, "a new wall");
    let again = dispute(&story, 1);
    assert_eq!((again.stage, again.reopened), (Stage::Registered, 2));
    assert!(again.is_open());
    entries(&story);
}

#[test]
fn a_failed_one_is_closed_with_a_reason_only() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed no");
    story.press(LI, chat, "Close");
    assert_eq!(stage(&story), Stage::Failed);
    story.say(LI, chat, "they went to court");
    assert_eq!(stage(&story), Stage::Closed);
    assert!(newest(&story, LI).contains("Outcome: not agreed"));
}

#[test]
fn a_result_without_its_first_word_is_asked_for_by_buttons() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 they shook hands");
    assert_eq!(stage(&story), Stage::Registered);
    assert_eq!(labels(&story, LI), ["Agreed", "Not agreed", "Cancel"]);
    story.press(LI, chat, "Not agreed");
    assert_eq!(stage(&story), Stage::Failed);
    assert!(newest(&story, LI).contains("«they shook hands»"));
    story.say(LI, chat, "/mediated 1");
    assert_eq!(
        newest(&story, LI),
        "D1 is “not agreed” now, so that can't be done. What can be: /dispute 1"
    );
}

#[test]
fn mistakes_are_answered_by_what_mends_them() {
    let mut story = begin_with_card();
    let chat = private(LI);
    for (said, answer) in [
        ("/mediated", "Write the number, as in /mediated 3."),
        ("/mediated Ge Dafu", "Write the number, as in /mediated 3."),
        ("/revisit 9 x", "There is no D9, the last one is D1."),
        (
            "/revisit 1 x",
            "D1 is “registered” now, so that can't be done. What can be: /dispute 1",
        ),
        ("/transfer 1 the moon", "D1: to which body?"),
        ("/dispute 纠纷7", "There is no D7"),
    ] {
        story.say(LI, chat, said);
        let told = newest(&story, LI);
        assert!(told.starts_with(answer), "{said}: {told}");
    }
}

#[test]
fn an_old_button_shows_how_it_stands_now() {
    let mut story = begin_with_card();
    let chat = private(LI);
    let (card, begin) = story.button(chat, "Begin mediation").unwrap();
    story.say(LI, chat, "/mediated 1 agreed fine");
    let told = story.press_data(LI, chat, card, &begin);
    assert_eq!(
        told,
        "D1 is “agreed” now, so that can't be done. What can be: /dispute 1"
    );
    let shown = story.shown(chat);
    let (_, old) = shown.iter().find(|(id, _)| *id == card).unwrap();
    assert!(old.text.contains("· agreed"), "{}", old.text);
}

#[test]
fn the_mediator_and_those_who_lead_say_who_mediates() {
    let mut story = begin_with_card();
    story.say(SUN, private(SUN), "/dispute 1");
    let refused = story.press(SUN, private(SUN), "Other mediator");
    assert_eq!(
        refused,
        "Who mediates is for Li Qiang, Zhao Jianguo to say."
    );
    story.say(ZHAO, private(ZHAO), "/dispute 1");
    story.press(ZHAO, private(ZHAO), "Other mediator");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    assert_eq!(dispute(&story, 1).mediator.as_str(), "sun");
    assert_eq!(
        newest(&story, SUN),
        "📒 D1 · Neighbours · East village: you mediate\nMediate by 24 Dec 02:11"
    );
}

#[test]
fn whoever_mediates_hears_what_others_do_with_it() {
    let mut story = begin_with_card();
    let before = story.shown(private(LI)).len();
    story.say(LI, private(LI), "/mediated 1 failed no");
    story.say(ZHAO, private(ZHAO), "/transfer 1 Judicial office");
    story.say(ZHAO, private(ZHAO), "I spoke with Ge Dafu");
    let shown = story.shown(private(LI));
    let told: Vec<&str> = shown[before..]
        .iter()
        .map(|(_, message)| message.text.as_str())
        .filter(|text| text.contains("Zhao"))
        .collect();
    assert_eq!(
        told,
        ["📒 D1 · Neighbours · East village\n\
          02:11 Zhao Jianguo: calmed, offered to Judicial office"]
    );
    assert_eq!(labels(&story, LI), ["Show"]);
}

#[test]
fn a_mediation_that_another_begins_is_told_and_nothing_to_whoever_keeps_it_no_more() {
    let mut story = begin_with_card();
    story.say(ZHAO, private(ZHAO), "/dispute 1");
    story.press(ZHAO, private(ZHAO), "Begin mediation");
    assert_eq!(
        newest(&story, LI),
        "📒 D1 · Neighbours · East village\n02:11 Zhao Jianguo: mediation began"
    );
    let mut settings = village();
    settings.prompts[0].ask = vec![Target::Person("sun".into())];
    story.reconfigure(settings);
    let before = story.shown(private(LI)).len();
    story.say(ZHAO, private(ZHAO), "/mediated 1 failed no");
    assert_eq!(stage(&story), Stage::Failed);
    assert_eq!(story.shown(private(LI)).len(), before);
}

#[test]
fn whoever_mediated_hears_that_another_does() {
    let mut story = begin_with_card();
    story.say(ZHAO, private(ZHAO), "/dispute 1");
    story.press(ZHAO, private(ZHAO), "Other mediator");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    assert_eq!(
        newest(&story, LI),
        "📒 D1 · Neighbours · East village\n\
         02:11 Zhao Jianguo: Sun Min mediates from now on"
    );
}

#[test]
fn what_breaks_out_again_at_a_revisit_is_told_once() {
    let mut story = begin_with_card();
    story.say(LI, private(LI), "/mediated 1 agreed fine");
    let before = story.shown(private(LI)).len();
    story.say(SUN, private(SUN), "/revisit 1 they shout again");
    story.press(SUN, private(SUN), "Broke out again");
    assert_eq!(stage(&story), Stage::Registered);
    let shown = story.shown(private(LI));
    let told: Vec<&str> = shown[before..]
        .iter()
        .map(|(_, it)| it.text.as_str())
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("Sun Min: broke out again"), "{told:?}");
}

#[test]
fn the_list_tells_what_broke_out_again_from_what_is_new() {
    let mut story = begin_with_card();
    registers(&mut story);
    story.say(LI, private(LI), "/mediated 1 agreed fine");
    story.press(LI, private(LI), "Broke out again");
    story.say(LI, private(LI), "they shout");
    story.say(SUN, private(SUN), "/disputes");
    let list = newest(&story, SUN);
    let lines: Vec<&str> = list.lines().skip(1).collect();
    let again = "registered · Broke out again: 1 · Mediate by";
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("D1") && line.contains(again)),
        "{list}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("D2") && !line.contains("again")),
        "{list}"
    );
}

#[test]
fn a_question_that_is_dropped_says_of_which_dispute() {
    let mut story = begin_with_card();
    story.press(LI, private(LI), "Agreed");
    let told = story.press(LI, private(LI), "Cancel");
    assert_eq!(told, "Dropped, nothing was added to D1.");
    assert_eq!(newest(&story, LI), "Dropped, nothing was added to D1.");
    story.say(LI, private(LI), "/dispute");
    let told = story.press(LI, private(LI), "Cancel");
    assert_eq!(told, "Dropped, nothing was registered.");
}

#[test]
fn a_body_that_is_not_configured_is_answered_by_those_that_are() {
    let mut story = begin_with_card();
    story.say(LI, private(LI), "/transfer 1 the moon");
    let shown = story.shown(private(LI));
    let told = &shown[shown.len() - 2].1.text;
    assert_eq!(told, "No such body is configured ([ledger] bodies).");
    story.press(LI, private(LI), "Judicial office");
    story.say(LI, private(LI), "calm now");
    assert_eq!(stage(&story), Stage::Offered);
}

#[test]
fn a_correction_is_added_and_nothing_is_rewritten() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "Correction");
    story.say(LI, chat, "It is Wu Xiaohong");
    let card = newest(&story, LI);
    assert!(
        card.contains("Wu Xiaomei") && card.contains("«It is Wu Xiaohong»"),
        "{card}"
    );
    assert_eq!(kinds(&story), ["ledger_registered", "ledger_corrected"]);
}

#[test]
fn the_list_has_late_ones_first_and_no_names() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.pass(DAY * 31);
    registers(&mut story);
    story.say(LI, chat, "/mediated 2 agreed fine");
    story.say(LI, chat, "/disputes");
    let list = newest(&story, LI);
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines[0], "📒 Open disputes (2)");
    assert!(
        lines[1].starts_with("⚠️ D1 · Neighbours · East village · registered"),
        "{list}"
    );
    assert!(lines[2].starts_with("D2 · "), "{list}");
    assert!(!list.contains("Dafu"));
    story.press(LI, chat, "Late");
    assert!(newest(&story, LI).starts_with("📒 Late disputes (1)"));
    story.press(LI, chat, "By state");
    story.press(LI, chat, "agreed");
    assert!(newest(&story, LI).starts_with("📒 agreed (1)\nD2"));
    story.press(LI, chat, "By kind");
    story.press(LI, chat, "Family");
    assert!(newest(&story, LI).starts_with("📒 Family (0)\nNone."));
    story.press(LI, chat, "Mine");
    assert!(newest(&story, LI).starts_with("📒 Disputes I mediate (2)"));
}

#[test]
fn a_second_tap_on_confirm_hits_no_new_button() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed fine");
    story.say(LI, chat, "/revisit 1 fine");
    story.press(LI, chat, "They keep it");
    let without_buttons = |story: &Story, id| {
        let shown = story.shown(chat);
        let (_, message) = shown.iter().find(|(known, _)| *known == id).unwrap();
        message.rows.is_empty()
    };
    for label in ["May turn violent", "Close"] {
        story.press(LI, chat, label);
        let (asked, confirm) = story.button(chat, "Confirm").unwrap();
        story.press_data(LI, chat, asked, &confirm);
        assert!(without_buttons(&story, asked), "{label}");
        story.press_data(LI, chat, asked, &confirm);
        assert!(without_buttons(&story, asked), "{label}");
    }
    assert_eq!(stage(&story), Stage::Closed);
    assert_eq!(story.engine.open().count(), 1);
}

#[test]
fn a_question_that_nobody_can_answer_any_more_loses_its_buttons() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "Other mediator");
    let (asked, sun) = story.button(chat, "Sun Min").unwrap();
    story.say(SUN, private(SUN), "/mediated 1 failed no");
    story.say(SUN, private(SUN), "/dispute 1");
    story.press(SUN, private(SUN), "Close");
    story.say(SUN, private(SUN), "court");
    let told = story.press_data(LI, chat, asked, &sun);
    assert_eq!(
        told,
        "D1 is “closed” now, so that can't be done. What can be: /dispute 1"
    );
    let shown = story.shown(chat);
    let (_, now) = shown.iter().find(|(id, _)| *id == asked).unwrap();
    assert!(now.text.contains("· closed"), "{}", now.text);
}
