//! A shift from the reminder to its end.

use super::*;

#[test]
fn whoever_is_named_when_the_bot_is_installed_counts_at_once() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.pass(HOUR);
    assert!(texts(&story, LI).is_empty() && texts(&story, SUN).is_empty());
    assert_eq!(responsible(&story, &settings), ["li"]);
    assert_eq!(kinds(&story), ["counted"]);
    // The reminder a day before the next shift was due before the bot was there.
    until(&mut story, 24, 7, 59);
    assert!(texts(&story, SUN).is_empty());
}

#[test]
fn a_shift_is_reminded_of_begun_and_taken_over() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 0);
    assert_eq!(
        texts(&story, SUN),
        ["🕗 You are on duty 08:30–25 Nov 08:30 · Town office\n\
          You take over from Li Qiang. Next: Li Qiang\n\
          Press On duty by 08:40, or this is told to: Commander."]
    );
    // The next day's reminder is a day ahead of it, and silent.
    until(&mut story, 24, 8, 30);
    assert_eq!(rings(&story, SUN), [true, true]);
    // Li was asked for a handover note.
    assert_eq!(rings(&story, LI), [false, false]);
    assert_eq!(
        story.newest(SUN),
        "🟢 08:30 Your shift starts · Town office\n\
         Until then Li Qiang stays responsible.\n\
         Press On duty by 08:40, or this is told to: Commander."
    );
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    until(&mut story, 24, 8, 32);
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
    assert_eq!(responsible(&story, &settings), ["sun"]);
    assert_eq!(buttons(&story, SUN), 0);
    assert_eq!(
        story.newest(SUN),
        "✅ 08:32 On duty · Town office\nYour shift: 08:30–25 Nov 08:30"
    );
    assert_eq!(
        story.newest(LI),
        "✅ 08:32 Sun Min is on duty · Town office\nYou are free."
    );
    until(&mut story, 24, 20, 0);
    assert!(texts(&story, ZHAO).is_empty(), "nobody is told");
    assert_eq!(
        kinds(&story),
        ["counted", "reminded", "asked", "reminded", "taken_over"]
    );
}

#[test]
fn whoever_does_not_press_is_asked_again_and_told_of_and_the_one_before_stays() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 35);
    assert!(
        story
            .newest(SUN)
            .starts_with("🟡 Your shift started at 08:30: are you there?")
    );
    assert_eq!(buttons(&story, SUN), 1, "the older copy has lost it");
    assert!(texts(&story, ZHAO).is_empty());
    until(&mut story, 24, 8, 40);
    assert_eq!(
        story.newest(ZHAO),
        "⚠️ Sun Min not on duty at 08:40 (due 08:30) · Town office\n\
         Call: +86 138 0000 0012\n\
         Until then Li Qiang stays responsible."
    );
    assert!(
        story
            .newest(SUN)
            .starts_with("⚠️ You are not on duty (due 08:30) · Town office")
    );
    assert_eq!(rings(&story, ZHAO), [true]);
    assert!(rings(&story, SUN).iter().all(|rings| *rings));
    until(&mut story, 24, 9, 0);
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    let toast = story.press(SUN, private(SUN), "On duty");
    assert_eq!(toast, "You are on duty. It is noted that you came late.");
    assert_eq!(responsible(&story, &settings), ["sun"]);
    assert_eq!(buttons(&story, SUN), 0);
    let told = "✅ 09:00 Sun Min is on duty · Town office\nLate: due 08:30";
    assert_eq!(story.newest(ZHAO), told);
    let kinds = kinds(&story);
    let last = &kinds[kinds.len() - 4..];
    assert_eq!(
        last,
        ["asked_again", "not_taken_over", "told", "taken_over_late"]
    );
}

#[test]
fn a_page_in_between_goes_to_both() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    for user in [SUN, LI] {
        assert!(
            story.newest(user).contains("a tree lies on the road"),
            "{user}"
        );
    }
    story.press(SUN, private(SUN), "On duty");
    story.say(ZHAO, TOWN, "/report III: a cow on the rails");
    assert!(story.newest(SUN).contains("cow"));
    assert!(!story.newest(LI).contains("cow"));
    // Whoever was called before may still take what he was called for.
    assert_eq!(
        story.press(LI, private(LI), "Acknowledge"),
        "Acknowledged #1. Nobody else is paged."
    );
}

#[test]
fn nobody_presses_for_two_shifts() {
    let settings = rostered(&[&["li"], &["sun"], &["zhao"]]);
    let mut story = Story::with(settings.clone());
    until(&mut story, 25, 8, 31);
    // Li counted, Sun never came: both wait for Zhao beside him.
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    assert_eq!(buttons(&story, SUN), 0, "his shift is over");
    let toast = story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(toast, "You are on duty.");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
}

#[test]
fn each_of_two_presses_for_himself_and_the_first_frees_the_one_before() {
    let settings = rostered(&[&["li"], &["sun", "office"]]);
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 8, 30);
    assert!(
        story
            .newest(SUN)
            .contains("On this shift with you: Town office")
    );
    assert_eq!(responsible(&story, &settings), ["sun", "office", "li"]);
    story.press(OFFICE, private(OFFICE), "On duty");
    assert_eq!(responsible(&story, &settings), ["sun", "office"]);
    until(&mut story, 24, 8, 40);
    assert_eq!(
        texts(&story, ZHAO),
        ["⚠️ Sun Min not on duty at 08:40 (due 08:30) · Town office\nCall: +86 138 0000 0012"]
    );
    // Who took over is responsible until somebody of the next shift has pressed.
    until(&mut story, 25, 8, 30);
    assert_eq!(responsible(&story, &settings), ["li", "office"]);
}

#[test]
fn a_press_that_is_too_late_or_not_ones_own_is_answered_kindly() {
    let mut story = begin();
    until(&mut story, 24, 8, 30);
    let (message, data) = story.button(private(SUN), "On duty").unwrap();
    let toast = story.press_data(ZHAO, private(SUN), message, &data);
    assert_eq!(toast, "This shift is for Sun Min: only they press here.");
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
    story.pass(MINUTE);
    let toast = story.press_data(SUN, private(SUN), message, &data);
    assert_eq!(toast, "You have been on duty since 08:30. Nothing to do.");
    until(&mut story, 25, 8, 31);
    let (message, data) = story.button(private(LI), "On duty").unwrap();
    until(&mut story, 26, 8, 31);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "This shift is over: 25 Nov 08:30 to 08:30.");
    until(&mut story, 29, 8, 31);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(
        toast,
        "This shift is no longer in the roster. Nothing to do."
    );
}

#[test]
fn a_death_between_asking_and_pressing_costs_nothing() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.restart();
    story.pass(MINUTE);
    assert_eq!(texts(&story, SUN).len(), 2, "nothing is asked twice");
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
    story.restart();
    until(&mut story, 24, 9, 0);
    assert_eq!(responsible(&story, &settings), ["sun"]);
    assert!(texts(&story, ZHAO).is_empty());
}

#[test]
fn what_was_missed_comes_once_with_the_time_at_which_it_was_due() {
    let mut story = begin();
    until(&mut story, 24, 7, 0);
    sleeps_until(&mut story, 24, 8, 20);
    let late = "🕗 You are on duty 08:30–25 Nov 08:30 · Town office\nDue 08:00, delayed\n";
    assert!(story.newest(SUN).starts_with(late), "{}", story.newest(SUN));
    sleeps_until(&mut story, 24, 9, 0);
    let late = "🟢 08:30 Your shift starts · Town office\nDue 08:30, delayed\n";
    assert!(story.newest(SUN).starts_with(late), "{}", story.newest(SUN));
    assert!(story.newest(SUN).contains("Press On duty by 09:10"));
    assert_eq!(texts(&story, SUN).len(), 2);
    until(&mut story, 24, 9, 9);
    assert!(texts(&story, ZHAO).is_empty(), "he has his ten minutes");
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
}

#[test]
fn of_shifts_that_are_over_nothing_is_sent_but_noted() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 7, 0);
    sleeps_until(&mut story, 27, 12, 0);
    // Sun's of the 24th and 26th, Li's of the 25th: over. Li's of the 27th runs.
    assert!(texts(&story, SUN).iter().all(|text| text.starts_with("🕗")));
    assert!(story.newest(LI).starts_with("🟢 08:30 Your shift starts"));
    assert_eq!(texts(&story, LI).len(), 1);
    let log = log(&story);
    let noted = log.iter().find(|entry| entry.event.kind() == "not_sent");
    assert_eq!(
        noted.unwrap().event.text(),
        "office 2026-11-24T00:30:00.000Z: 3 until 2026-11-27T00:30:00.000Z"
    );
    assert_eq!(responsible(&story, &settings), ["li"]);
}

#[test]
fn whoever_was_asked_and_not_told_of_is_told_of_after_the_bot_was_down() {
    let mut story = begin();
    until(&mut story, 24, 8, 33);
    sleeps_until(&mut story, 24, 9, 30);
    let told = story.newest(ZHAO);
    assert!(
        told.starts_with(
            "⚠️ Sun Min not on duty at 09:30 (due 08:30) · Town office\nDue 08:40, delayed"
        ),
        "{told}"
    );
    assert_eq!(buttons(&story, SUN), 1);
}

#[test]
fn a_clock_that_is_set_back_asks_nobody_twice() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    let before = (texts(&story, SUN).len(), texts(&story, LI).len());
    story.now = At(story.now.0 - 3_600_000);
    story.restart();
    // Li's shift runs once more, and Sun has taken over already.
    assert_eq!(responsible(&story, &settings), ["li", "sun"]);
    until(&mut story, 24, 8, 50);
    assert_eq!((texts(&story, SUN).len(), texts(&story, LI).len()), before);
    assert_eq!(responsible(&story, &settings), ["sun"]);
}

#[test]
fn whoever_cannot_be_reached_is_told_of_with_the_reason() {
    let mut story = Story::with(rostered(&[&["li"], &["wang"]]));
    until(&mut story, 24, 8, 40);
    let told = story.newest(ZHAO);
    assert!(
        told.contains("Can't be reached here: no Telegram account known"),
        "{told}"
    );
    let mut story = begin();
    story.broken = vec![(private(SUN), Outcome::Unreachable(Unreachable::Blocked))];
    until(&mut story, 24, 8, 40);
    assert!(
        story
            .newest(ZHAO)
            .contains("Can't be reached here: blocked the bot")
    );
    assert!(kinds(&story).contains(&"not_delivered"));
}

#[test]
fn who_is_on_duty_and_which_shifts_are_mine() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.say(ZHAO, TOWN, "/oncall");
    let shown = story.shown(TOWN);
    let told = &shown.last().unwrap().1.text;
    assert_eq!(
        told,
        "On duty at 08:31\n\
         🟢 Town office: Sun Min, Li Qiang until 25 Nov 08:30\n\
         Next 25 Nov 08:30: Li Qiang"
    );
    story.say(ZHAO, private(ZHAO), "/oncall");
    assert!(story.newest(ZHAO).contains("Sun Min: +86 138 0000 0012"));
    story.say(99, TOWN, "/oncall");
    let shown = story.shown(TOWN);
    assert!(
        !shown.last().unwrap().1.text.contains("Sun Min"),
        "a guest reads nothing"
    );
    story.say(SUN, private(SUN), "/duty");
    let texts = texts(&story, SUN);
    let mine = &texts[texts.len() - 2];
    assert!(
        mine.starts_with(
            "Your shifts\n\
             🟡 08:30–25 Nov 08:30 · Town office · not on duty yet\n\
             🕗 26 Nov 08:30–27 Nov 08:30 · Town office\n"
        ),
        "{mine}"
    );
    assert_eq!(
        buttons(&story, SUN),
        1,
        "the newest copy has the button alone"
    );
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
    assert_eq!(buttons(&story, SUN), 0);
    story.say(SUN, private(SUN), "/help");
    story.press(SUN, private(SUN), "My shifts");
    assert!(
        story
            .newest(SUN)
            .starts_with("Your shifts\n✅ 08:30–25 Nov 08:30")
    );
    story.press(SUN, private(SUN), "On call");
    assert!(story.newest(SUN).contains("🟢 Town office: Sun Min until"));
}
