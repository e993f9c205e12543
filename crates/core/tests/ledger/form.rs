//! The guided registration.

use super::*;

#[test]
fn a_dispute_is_registered_step_by_step_across_a_restart() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    assert_eq!(newest(&story, LI), "📒 New dispute\nWhat is it about?");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, PARTIES);
    story.restart();
    story.catch_up();
    story.say(LI, chat, ACCOUNT);
    story.press(LI, chat, "I mediate");
    assert_eq!(
        newest(&story, LI),
        "📒 New dispute\nNeighbours · East village\n\
         Parties: Ge Dafu and Wu Xiaomei\n\
         Account: Dafu's fence stands on Wu's ground\n\
         Mediator: Li Qiang\nIs it right? Confirm registers it."
    );
    assert!(story.engine.desk().disputes.is_empty());
    assert_eq!(story.press(LI, chat, "Confirm"), "D1 is registered.");
    assert_eq!(
        newest(&story, LI),
        "✅ D1 · Neighbours · East village: registered\nMediate by 24 Dec 02:11\nMediator: Li Qiang"
    );
    assert!(story.engine.desk().forms.is_empty());
    assert_eq!(kinds(&story), ["ledger_registered"]);
    story.restart();
    assert_eq!(story.engine.desk().disputes.len(), 1);
    entries(&story);
}

#[test]
fn every_step_can_be_taken_back_and_dropped() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Family");
    story.press(LI, chat, "Back");
    story.press(LI, chat, "Housing land");
    assert!(newest(&story, LI).contains("Housing land\nWhere?"));
    story.press(LI, chat, "Cancel");
    assert!(story.engine.desk().forms.is_empty());
    assert_eq!(newest(&story, LI), "Dropped, nothing was registered.");
    assert!(texts(&story).is_empty() && entries(&story).is_empty());
}

#[test]
fn a_place_that_is_typed_is_a_text_and_stands_in_no_list() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Family");
    story.say(LI, chat, "Behind Dafu's house");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    story.press(LI, chat, "Sun Min");
    story.press(LI, chat, "Confirm");
    assert_eq!(dispute(&story, 1).place, None);
    story.say(LI, chat, "/disputes");
    let list = newest(&story, LI);
    assert!(
        list.contains("elsewhere") && !list.contains("Dafu"),
        "{list}"
    );
    story.say(LI, chat, "/dispute 1");
    assert!(newest(&story, LI).contains("Place: Behind Dafu's house"));
    // Whoever mediates hears of it, without a name.
    assert!(newest(&story, SUN).starts_with("📒 D1 · Family · elsewhere: you mediate"));
    // One that the file has, typed, is that one.
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Family");
    story.say(LI, chat, "west  VILLAGE");
    assert!(newest(&story, LI).contains("Family · West village"));
}

#[test]
fn words_are_wanted_and_said_so() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.say(LI, chat, "two neighbours quarrel");
    assert_eq!(newest(&story, LI), "Please press one of the buttons above.");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, &"x".repeat(301));
    assert_eq!(newest(&story, LI), "Too long: at most 300 characters.");
    story.say(LI, chat, PARTIES);
    assert!(newest(&story, LI).ends_with("What happened? Please type."));
}

#[test]
fn a_form_that_nobody_finishes_takes_its_words_along() {
    let mut story = begin();
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "East village");
    story.say(LI, chat, PARTIES);
    story.pass(Duration::from_secs(40 * 60));
    assert!(story.engine.desk().forms.is_empty());
    assert!(newest(&story, LI).contains("what you typed is deleted"));
    assert!(texts(&story).is_empty());
}

#[test]
fn a_result_that_nobody_tells_names_its_dispute() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "Agreed");
    story.pass(Duration::from_secs(40 * 60));
    assert!(story.engine.desk().forms.is_empty());
    let told = newest(&story, LI);
    assert!(told.contains("nothing was noted in D1"), "{told}");
    assert!(!told.contains("/dispute"), "{told}");
}

#[test]
fn what_came_too_late_is_not_called_noted() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "Agreed");
    let question = |story: &Story| {
        let shown = story.shown(chat);
        let asked = shown.iter().rev();
        let mut asked = asked.filter(|(_, it)| it.text.contains("what did they agree"));
        asked.next().map(|(id, _)| *id)
    };
    let asked = question(&story).unwrap();
    // Another is quicker.
    story.say(SUN, private(SUN), "/mediated 1 failed nobody came");
    story.say(LI, chat, "The fence moves");
    let shown = story.shown(chat);
    let (_, closed) = shown.iter().find(|(id, _)| *id == asked).unwrap();
    assert!(
        closed.text.starts_with("Not noted in D1"),
        "{}",
        closed.text
    );
    assert_eq!(stage(&story), Stage::Failed);
    assert_eq!(
        newest(&story, LI),
        "D1 is “not agreed” now, so that can't be done. What can be: /dispute 1"
    );
}

#[test]
fn the_button_of_another_draft_confirms_nothing() {
    let mut story = begin();
    let chat = private(LI);
    let fill = |story: &mut Story, parties: &str| {
        story.say(LI, chat, "/dispute");
        story.press(LI, chat, "Neighbours");
        story.press(LI, chat, "East village");
        story.say(LI, chat, parties);
        story.say(LI, chat, ACCOUNT);
        story.press(LI, chat, "I mediate");
    };
    fill(&mut story, "A and B");
    let (old, confirm) = story.button(chat, "Confirm").unwrap();
    fill(&mut story, "C and D");
    story.press_data(LI, chat, old, &confirm);
    assert!(story.engine.desk().disputes.is_empty());
    story.press(LI, chat, "Confirm");
    assert_eq!(story.engine.desk().disputes.len(), 1);
    // A second press of the same finds the form gone.
    let told = story.press_data(LI, chat, old, &confirm);
    assert!(!told.is_empty());
    assert_eq!(story.engine.desk().disputes.len(), 1);
}

#[test]
fn a_line_long_after_the_question_or_beside_it_is_shown_before_it_is_noted() {
    for waits in [true, false] {
        let mut story = begin_with_card();
        let chat = private(LI);
        story.press(LI, chat, "Agreed");
        if waits {
            story.pass(Duration::from_secs(180));
        } else {
            story.say(LI, chat, "/disputes");
        }
        story.say(LI, chat, "ok, I will call you back");
        assert_eq!(stage(&story), Stage::Registered);
        assert_eq!(
            newest(&story, LI),
            "D1: what did they agree? One line.\n«ok, I will call you back»\nIs that the answer? Nothing is noted yet."
        );
        let (old, confirm) = story.button(chat, "Confirm").unwrap();
        story.press(LI, chat, "Cancel");
        assert_eq!(stage(&story), Stage::Registered);
        story.say(LI, chat, "/dispute 1");
        story.press(LI, chat, "Agreed");
        story.say(LI, chat, "/disputes");
        story.say(LI, chat, "wait");
        // Another line takes its place, and the button of an older one confirms nothing.
        story.say(LI, chat, "they share it");
        story.press_data(LI, chat, old, &confirm);
        assert_eq!(stage(&story), Stage::Registered);
        story.press(LI, chat, "Confirm");
        assert_eq!(stage(&story), Stage::Agreed);
        assert!(story.engine.desk().forms.is_empty());
    }
}

#[test]
fn a_press_elsewhere_makes_a_line_doubtful_and_the_words_of_a_revisit_are_shown() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed they share it");
    story.press(LI, chat, "Revisit");
    story.say(LI, chat, "both are content");
    assert_eq!(
        newest(&story, LI),
        "D1: do they keep what they agreed? If they don't, it has broken out again.\n«both are content»"
    );
    story.press(LI, chat, "They keep it");
    assert_eq!(stage(&story), Stage::Revisited);
    // A button elsewhere is something else as well.
    story.say(LI, chat, "/dispute 1");
    story.press(LI, chat, "Correction");
    story.press(LI, chat, "All of it");
    story.say(LI, chat, "ok, on my way");
    assert!(newest(&story, LI).ends_with("Is that the answer? Nothing is noted yet."));
}

#[test]
fn a_choice_of_one_dispute_is_none_of_another() {
    let mut story = begin();
    let chat = private(LI);
    registers(&mut story);
    registers(&mut story);
    story.say(LI, chat, "/mediated 1 they share it");
    let (first, agreed) = story.button(chat, "Agreed").unwrap();
    story.say(LI, chat, "/mediated 2 both moved");
    let told = story.press_data(LI, chat, first, &agreed);
    assert!(told.starts_with("That question is over"), "{told}");
    assert_eq!(dispute(&story, 2).stage, Stage::Registered);
}
