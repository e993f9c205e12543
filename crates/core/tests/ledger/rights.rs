//! Who keeps the ledger, and who reads that they read.

use super::*;
#[test]
fn whom_a_screening_names_keeps_the_ledger_and_nobody_else() {
    let mut story = begin_with_card();
    let refused = "The ledger is kept by Zhao Jianguo, Sun Min, Wang Fang, Li Qiang alone.";
    for said in [
        "/dispute",
        "/disputes",
        "/dispute 1",
        "/mediated 1 agreed",
        "/transfer 1",
        "/revisit 1",
    ] {
        story.say(OFFICE, private(OFFICE), said);
        assert_eq!(newest(&story, OFFICE), refused, "{said}");
    }
    // Data of a button that somebody else was shown.
    let (message, card) = story.button(private(LI), "All of it").unwrap();
    let told = story.press_data(OFFICE, private(OFFICE), message, &card);
    assert_eq!(told, refused);
    story.say(99, private(99), "/disputes");
    assert!(!newest(&story, 99).contains("D1"));
    for user in [ZHAO, SUN, LI] {
        story.say(user, private(user), "/dispute 1");
        assert!(newest(&story, user).contains(PARTIES));
    }
    let read = entries(&story).into_iter();
    let readers =
        read.filter(|entry| entry.event.kind() == "ledger_read" && entry.event.dispute.is_some());
    let readers: Vec<String> = readers.map(|entry| entry.by.export().unwrap()).collect();
    assert_eq!(readers, ["li", "zhao", "sun", "li"]);
}

#[test]
fn an_administrator_sees_who_read_what_and_no_name() {
    let mut story = begin_with_card();
    story.say(SUN, private(SUN), "/disputes");
    story.say(OFFICE, private(OFFICE), "/disputes");
    story.press(OFFICE, private(OFFICE), "Who read what");
    assert_eq!(
        newest(&story, OFFICE),
        "📒 Who read what (newest first)\n\
         02:11 · Sun Min · list (no names)\n\
         02:11 · Li Qiang · D1 · card"
    );
    // Whoever is no administrator does not see it.
    let told = story.press_data(SUN, private(SUN), story.last_said(), "1:d:rd:0");
    assert!(
        told.contains("administrator") || told.contains("Town office"),
        "{told}"
    );
}

#[test]
fn a_copy_that_is_made_on_the_machine_while_the_bot_is_stopped_is_a_reading() {
    let mut story = begin_with_card();
    let now = story.now;
    dutybell_core::engine::note_copy(&mut story.store, now).unwrap();
    story.restart();
    let last = entries(&story).pop().unwrap();
    assert_eq!((last.event.kind(), last.by.export()), ("ledger_read", None));
    story.say(OFFICE, private(OFFICE), "/disputes");
    story.press(OFFICE, private(OFFICE), "Who read what");
    assert_eq!(
        newest(&story, OFFICE),
        "📒 Who read what (newest first)\n\
         02:11 · export on the machine\n\
         02:11 · Li Qiang · D1 · card"
    );
    // The bot goes on where the copy ended.
    story.say(SUN, private(SUN), "/dispute 1");
    assert_eq!(
        entries(&story).len(),
        usize::try_from(last.seq).unwrap() + 1
    );
}

#[test]
fn of_an_empty_ledger_no_copy_is_noted() {
    let mut story = begin();
    let now = story.now;
    dutybell_core::engine::note_copy(&mut story.store, now).unwrap();
    story.restart();
    assert!(entries(&story).is_empty());
}

#[test]
fn an_administrator_who_keeps_the_ledger_too_sees_who_read_what() {
    let mut settings = village();
    settings.prompts[0]
        .ask
        .push(Target::Person("office".into()));
    let mut story = Story::with(settings);
    story.say(OFFICE, private(OFFICE), "/disputes");
    story.press(OFFICE, private(OFFICE), "Who read what");
    assert!(newest(&story, OFFICE).contains("list (no names)"));
    // From there the list is one tap away.
    story.press(OFFICE, private(OFFICE), "All open");
    assert!(newest(&story, OFFICE).starts_with("📒 Open disputes"));
    story.say(LI, private(LI), "/disputes");
    assert!(!labels(&story, LI).contains(&"Who read what".to_owned()));
}

#[test]
fn in_a_group_the_bot_answers_by_one_line_and_keeps_nothing() {
    let mut story = begin();
    for said in [
        "/dispute Ge Dafu against Wu Xiaomei",
        "/dispute葛大富",
        "/transfer3葛大富",
        "/mediated 1 agreed Ge Dafu pays",
        "/mediated Ge Dafu",
        "/transfer Ge Dafu",
        "/revisit Ge Dafu",
    ] {
        story.say(LI, TOWN, said);
        let shown = story.shown(TOWN);
        let (_, message) = shown.last().unwrap();
        assert_eq!(
            message.text,
            "The ledger is kept in private only: https://t.me/duty_bot\n\
             If you typed names here, delete that message; the bot kept nothing of it.",
            "{said}"
        );
    }
    // A word that is nearly one of the ledger's, with a name at its end.
    story.say(LI, TOWN, "/disput葛");
    let shown = story.shown(TOWN);
    assert_eq!(
        shown.last().unwrap().1.text,
        "There is no such command. Did you mean /dispute?"
    );
    story.say(LI, TOWN, "/disputes");
    let shown = story.shown(TOWN);
    assert_eq!(
        shown.last().unwrap().1.text,
        "The ledger is kept in private only: https://t.me/duty_bot"
    );
    assert!(story.engine.desk().forms.is_empty());
    assert!(entries(&story).is_empty());
    let stored = stored(&story);
    assert!(
        !stored.contains("Dafu") && !stored.contains('葛'),
        "{stored}"
    );
}

#[test]
fn the_button_under_help_sends_the_list_and_leaves_the_help() {
    let mut story = begin();
    story.say(LI, private(LI), "/help");
    let (help, _) = story.button(private(LI), "Disputes").unwrap();
    story.press(LI, private(LI), "Disputes");
    assert!(newest(&story, LI).starts_with("📒 Open disputes (0)"));
    let shown = story.shown(private(LI));
    let (_, help) = shown.iter().find(|(id, _)| *id == help).unwrap();
    assert!(help.text.contains("/report"), "{}", help.text);
    // An administrator who does not keep it finds who read what.
    story.say(OFFICE, private(OFFICE), "/help");
    story.press(OFFICE, private(OFFICE), "Disputes");
    assert_eq!(labels(&story, OFFICE), ["Who read what"]);
    // A stranger learns his number, and not who keeps the ledger.
    for data in ["1:d:ls", "1:d:new", "1:d:s:1", "1:d:rd:0"] {
        let told = story.press_data(99, private(99), story.last_said(), data);
        assert!(!told.contains("Li Qiang"), "{told}");
    }
}

#[test]
fn who_keeps_it_no_more_reads_and_answers_nothing() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "Agreed");
    let mut settings = village();
    settings.prompts[0].ask = vec![Target::Person("sun".into())];
    story.reconfigure(settings);
    story.say(LI, chat, "Dafu pays");
    assert_eq!(stage(&story), Stage::Registered);
    assert!(story.engine.desk().forms.is_empty());
    assert!(newest(&story, LI).starts_with("The ledger is kept by"));
    let told = story.press(LI, chat, "All of it");
    assert!(told.starts_with("The ledger is kept by"), "{told}");
}

#[test]
fn without_a_screening_it_says_how_to_name_those_who_keep_it() {
    let mut settings = village();
    settings.prompts.clear();
    let mut story = Story::with(settings);
    story.say(LI, private(LI), "/dispute");
    assert!(newest(&story, LI).contains("kind = \"screening\""));
}
