//! Checklists.

use super::*;
use dutybell_core::incoming::Incoming;
use dutybell_core::outgoing::Outgoing;
use support::{of_bot, photo};

fn checking() -> Story {
    let mut story = Story::with(equipment());
    until(&mut story, 11, 25, 9, 0);
    story
}

/// The same, of somebody who keeps the ledger too: what he says must not get where it does not belong.
fn checking_by_keeper() -> Story {
    let mut settings = equipment();
    let mut screening = settings.prompts[0].clone();
    screening.id = "screening".into();
    screening.kind = PromptKind::Screening;
    screening.schedule = Schedule::cron("0 0 9 1 * *").unwrap();
    settings.prompts.push(screening);
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    story
}

fn equipment() -> Settings {
    let items = ["Duty phone", "Fire engine 2", "Radios"];
    let items = items.iter().map(ToString::to_string).collect();
    let mut settings = asking(PromptKind::Checklist(items));
    settings.prompts[0].name = Some("Equipment".into());
    settings.prompts[0].ask = vec![Target::Role("deputy".into())];
    settings
}

#[test]
fn each_item_is_tapped_and_handed_in_as_a_whole() {
    let mut story = checking();
    assert_eq!(
        texts(&story, SUN),
        ["📋 Equipment · 25 November · Deputy\n\
          Tap each: ✓ good, once more ✗ a problem. Submit by 26 Nov 09:00.\n\
          ○ Duty phone\n○ Fire engine 2\n○ Radios"]
    );
    assert_eq!(
        labels(&story, SUN),
        ["○ Duty phone", "○ Fire engine 2", "○ Radios"]
    );
    let toast = story.press(SUN, private(SUN), "○ Duty phone");
    assert_eq!(toast, "✓ Good. A problem? Tap once more.");
    story.press(SUN, private(SUN), "○ Fire engine 2");
    assert!(story.button(private(SUN), "Submit").is_none());
    story.press(SUN, private(SUN), "○ Radios");
    assert_eq!(labels(&story, SUN)[0], "Submit");
    // A death in between loses no mark.
    story.restart();
    let toast = story.press(SUN, private(SUN), "Submit");
    assert_eq!(toast, "Noted: all 3 items are good.");
    assert_eq!(
        texts(&story, SUN),
        ["✅ Equipment · 25 November · Deputy\nSun Min 09:00: all 3 items are good"]
    );
    assert_eq!(
        group(&story),
        ["📋 Equipment · 25 November: complete 1/1 · 100 % on time"]
    );
    assert_eq!(kinds(&story), ["asked", "checked", "completed"]);
    assert_eq!(
        entries(&story)[1].event.text(),
        "weekly 2026-11-25T01:00:00.000Z deputy: good, good, good"
    );
}

#[test]
fn a_problem_is_said_in_words_and_pictures_and_told() {
    let mut story = checking();
    story.press(SUN, private(SUN), "○ Duty phone");
    story.press(SUN, private(SUN), "○ Radios");
    story.press(SUN, private(SUN), "○ Fire engine 2");
    let toast = story.press(SUN, private(SUN), "✓ Fire engine 2");
    assert_eq!(toast, "✗ A problem. A line or a photo, please.");
    assert_eq!(
        story.newest(SUN),
        "✗ Fire engine 2: what is wrong? A line or a photo, please."
    );
    // The question survives a death.
    story.restart();
    story.say(SUN, private(SUN), &"x".repeat(301));
    assert!(story.newest(SUN).starts_with("Too long"));
    let photo = photo("handle", "unique");
    let mut said = story.written(SUN, private(SUN), "flat tyre");
    if let Incoming::Message(message) = &mut said {
        message.attachments.push(photo);
    }
    story.update(said);
    assert_eq!(story.newest(SUN), "Noted: Fire engine 2");
    assert_eq!(
        texts(&story, SUN)[0].lines().nth(3),
        Some("✗ Fire engine 2: «flat tyre» 📷1")
    );
    assert!(story.shown(TOWN).is_empty());
    story.press(SUN, private(SUN), "Submit");
    let told = "⚠️ Deputy: 1 problem found\nEquipment · 25 November · Sun Min\n\
                ✗ Fire engine 2: «flat tyre» 📷1";
    assert_eq!(texts(&story, ZHAO), [told]);
    assert_eq!(rings(&story, ZHAO), [false]);
    assert_eq!(
        group(&story),
        [
            told,
            "📋 Equipment · 25 November: complete 1/1 · 1 problem · 100 % on time"
        ]
    );
    let copies = story.sent.iter().filter(
        |(_, body)| matches!(body, Outgoing::SendFile { file_id, .. } if file_id == "handle"),
    );
    assert_eq!(copies.count(), 2);
    assert_eq!(
        entries(&story)[1].event.text(),
        "weekly 2026-11-25T01:00:00.000Z deputy: 2 «flat tyre» unique (handle)"
    );
}

#[test]
fn a_problem_that_was_none_is_taken_back_with_its_question() {
    let mut story = checking();
    marks(&mut story, &["○ Radios", "✓ Radios", "✗ Radios"]);
    assert_eq!(
        story.newest(SUN),
        "✗ Radios: what is wrong? A line or a photo, please."
    );
    story.say(SUN, private(SUN), "hello");
    assert!(!kinds(&story).contains(&"remarked"));
    assert!(texts(&story, SUN)[0].contains("✓ Radios"));
}

#[test]
fn after_the_handing_in_nothing_is_waited_for() {
    let mut story = checking();
    marks(
        &mut story,
        &["○ Duty phone", "○ Fire engine 2", "○ Radios", "✓ Radios"],
    );
    story.press(SUN, private(SUN), "Submit");
    assert!(story.newest(ZHAO).ends_with("✗ Radios"));
    assert!(story.engine.desk().forms.is_empty());
    story.say(SUN, private(SUN), "my daughter is ill");
    assert!(!kinds(&story).contains(&"remarked"));
    assert!(group(&story).iter().all(|text| !text.contains("daughter")));
}

#[test]
fn a_keeper_says_what_is_wrong_under_the_checklist_too_and_under_nothing_else() {
    let mut story = checking_by_keeper();
    let (checklist, shown) = story.shown(private(SUN)).pop().unwrap();
    marks(&mut story, &["○ Radios", "✓ Radios"]);
    let other = dutybell_core::ids::MessageId(9_000);
    story.reply(SUN, private(SUN), (other, "📒 D1 · Neighbours"), "Dafu");
    assert_eq!(
        story.newest(SUN),
        "NOT stored: you replied to another message. Write what is wrong without replying to a message, or /cancel."
    );
    story.reply(
        SUN,
        private(SUN),
        (checklist, &shown.text),
        &"x".repeat(2000),
    );
    let (too_long, told) = story.shown(private(SUN)).pop().unwrap();
    assert!(told.text.contains("shorter"), "{}", told.text);
    story.reply(SUN, private(SUN), (too_long, &told.text), "no tone");
    assert!(texts(&story, SUN)[0].ends_with("✗ Radios: «no tone»"));
    assert!(!kinds(&story).is_empty() && !format!("{:?}", entries(&story)).contains("Dafu"));
}

fn marks(story: &mut Story, labels: &[&str]) {
    for label in labels {
        story.press(SUN, private(SUN), label);
    }
}

/// The message that asks what is wrong with an item.
fn asked(story: &Story, item: &str) -> dutybell_core::ids::MessageId {
    let asks = |body: &Outgoing| match body {
        Outgoing::Send { message, .. } => message.text.starts_with(&format!("✗ {item}: what")),
        _ => false,
    };
    let found = story.sent.iter().find(|(_, body)| asks(body));
    found.unwrap().0
}

#[test]
fn items_are_asked_for_in_turn_and_a_reply_is_about_the_item_that_it_answers() {
    in_turn(checking());
    in_turn(checking_by_keeper());
}

fn in_turn(mut story: Story) {
    marks(&mut story, &["○ Duty phone", "✓ Duty phone", "○ Radios"]);
    let toast = story.press(SUN, private(SUN), "✓ Radios");
    assert_eq!(
        toast,
        "✗ A problem. You are asked for it after the last one."
    );
    story.say(SUN, private(SUN), "no tone");
    assert_eq!(
        story.newest(SUN),
        "✗ Radios: what is wrong? A line or a photo, please."
    );
    let phone = asked(&story, "Duty phone");
    story.reply(SUN, private(SUN), (phone, ""), "since Monday");
    story.say(SUN, private(SUN), "flat");
    let shown = texts(&story, SUN);
    let lines: Vec<&str> = shown[0].lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "✗ Duty phone: «no tone since Monday»",
            "○ Fire engine 2",
            "✗ Radios: «flat»"
        ]
    );
    assert!(story.engine.desk().forms.is_empty());
}

#[test]
fn every_picture_of_an_album_is_of_its_item_and_other_words_are_not() {
    album_of_item(checking());
    album_of_item(checking_by_keeper());
}

fn album_of_item(mut story: Story) {
    marks(&mut story, &["○ Radios", "✓ Radios"]);
    let asking = of_bot(asked(&story, "Radios"), "");
    for (nth, unique) in ["one", "two"].into_iter().enumerate() {
        let mut said = story.written(SUN, private(SUN), if nth == 0 { "broken" } else { "" });
        if let Incoming::Message(message) = &mut said {
            message.album = Some("album".into());
            message.reply_to = Some(Box::new(asking.clone()));
            message.attachments.push(photo(unique, unique));
        }
        story.update(said);
    }
    assert!(texts(&story, SUN)[0].contains("✗ Radios: «broken» 📷2"));
    story.say(SUN, private(SUN), "hello");
    assert!(story.engine.desk().forms.is_empty());
    assert!(texts(&story, SUN)[0].contains("✗ Radios: «broken» 📷2"));
}

#[test]
fn a_tap_that_comes_twice_changes_nothing_and_what_was_said_is_kept() {
    let mut story = checking();
    let (message, data) = story.button(private(SUN), "○ Radios").unwrap();
    for _ in 0..2 {
        let toast = story.press_data(SUN, private(SUN), message, &data);
        assert_eq!(toast, "✓ Good. A problem? Tap once more.");
    }
    assert!(texts(&story, SUN)[0].contains("✓ Radios"));
    marks(&mut story, &["✓ Radios"]);
    story.say(SUN, private(SUN), "flat");
    marks(&mut story, &["✗ Radios"]);
    assert!(
        texts(&story, SUN)[0].ends_with("✓ Radios"),
        "good needs no words"
    );
    let toast = story.press(SUN, private(SUN), "✓ Radios");
    assert_eq!(toast, "✗ A problem; what you said of it stands.");
    assert!(texts(&story, SUN)[0].ends_with("✗ Radios: «flat»"));
    assert!(story.engine.desk().forms.is_empty());
}

#[test]
fn a_report_that_is_being_written_goes_on() {
    let mut story = checking();
    story.say(SUN, private(SUN), "/report");
    marks(&mut story, &["○ Radios"]);
    let toast = story.press(SUN, private(SUN), "✓ Radios");
    assert!(
        toast.starts_with("✗ A problem. You are writing something else"),
        "{toast}"
    );
    story.say(SUN, private(SUN), "smoke at the mill");
    assert_eq!(story.engine.open().count(), 1);
    marks(&mut story, &["✗ Radios", "✓ Radios"]);
    assert!(story.newest(SUN).starts_with("✗ Radios: what is wrong?"));
}

#[test]
fn what_was_good_in_the_end_has_no_remark_in_the_figures() {
    let mut story = checking();
    marks(&mut story, &["○ Duty phone", "✓ Duty phone"]);
    story.say(SUN, private(SUN), "no tone");
    marks(&mut story, &["○ Fire engine 2", "✓ Fire engine 2"]);
    story.say(SUN, private(SUN), "flat tyre");
    marks(&mut story, &["✗ Duty phone", "○ Radios", "Submit"]);
    let counted = dutybell_core::state::prompt_answers::answerings(&entries(&story));
    assert_eq!(counted[0].remarks, [(2, "flat tyre".to_owned())]);
    assert_eq!(counted[0].problems, 1);
}

fn shows(story: &mut Story, unique: &str, album: Option<&str>) {
    let asking = of_bot(asked(story, "Radios"), "");
    let mut said = story.written(SUN, private(SUN), "");
    if let Incoming::Message(message) = &mut said {
        message.album = album.map(str::to_owned);
        message.reply_to = Some(Box::new(asking));
        message.attachments.push(photo(unique, unique));
    }
    story.update(said);
}

#[test]
fn that_no_more_pictures_are_passed_on_is_said_once_of_an_album() {
    let mut story = checking();
    marks(&mut story, &["○ Radios", "✓ Radios"]);
    let full = "Noted: Radios. Only the first 10 photos or files are passed on.";
    for nth in 0..8 {
        shows(&mut story, &format!("a{nth}"), Some("a"));
    }
    let fulls = |story: &Story| {
        let all = texts(story, SUN).into_iter();
        all.filter(|text| text == full).count()
    };
    assert_eq!(fulls(&story), 0);
    for nth in 0..6 {
        shows(&mut story, &format!("b{nth}"), Some("b"));
    }
    assert_eq!(fulls(&story), 1);
    // What comes alone is answered alone.
    shows(&mut story, "late", None);
    assert_eq!((fulls(&story), story.newest(SUN)), (2, full.to_owned()));
    assert!(texts(&story, SUN)[0].contains("✗ Radios 📷10"));
    let kept = kinds(&story).into_iter();
    let kept = kept.filter(|kind| *kind == "remarked").count();
    assert_eq!(kept, 15, "the log has all");
}
