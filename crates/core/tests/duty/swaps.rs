//! Swaps, cover by an administrator, and taking over a running shift.

use super::*;

/// Labels of the newest message of a chat.
fn labels(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    let (_, newest) = shown.last().unwrap();
    let buttons = newest.rows.iter().flatten();
    buttons.map(|button| button.label.clone()).collect()
}

fn moves(story: &Story) -> Vec<String> {
    let log = log(story);
    let moved = log.iter().filter(|entry| {
        let kind = entry.event.kind();
        kind.starts_with("swap") || kind == "covered" || kind == "stepped_in" || kind == "noted"
    });
    moved
        .map(|entry| {
            let by = entry.by.export().unwrap_or_else(|| "-".into());
            format!("{by} {} {}", entry.event.kind(), entry.event.text())
        })
        .collect()
}

#[test]
fn a_swap_is_asked_confirmed_and_seen_by_the_office() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    // Sun has the shift of the 24th.
    story.say(SUN, private(SUN), "/swap 11-24 Zhao");
    assert_eq!(
        story.newest(SUN),
        "⏳ Asked Zhao Jianguo, no answer yet\n\
         08:30–25 Nov 08:30 · Town office\n\
         Until that is confirmed, the shift is yours."
    );
    assert_eq!(
        story.newest(ZHAO),
        "🔁 Sun Min asks you for a shift · 08:30\n\
         08:30–25 Nov 08:30 · Town office\n\
         Until you confirm, Sun Min stays responsible."
    );
    assert_eq!(labels(&story, ZHAO), ["Confirm", "I can't"]);
    assert_eq!(rings(&story, ZHAO), [false]);
    // A death in between loses nothing.
    story.restart();
    let toast = story.press(ZHAO, private(ZHAO), "Confirm");
    assert_eq!(toast, "Swapped. It has been told.");
    assert_eq!(
        texts(&story, TOWN.0),
        ["🔁 08:30 Zhao Jianguo for Sun Min\n\
          08:30–25 Nov 08:30 · Town office: Zhao Jianguo (was Sun Min)\n\
          Both agreed."]
    );
    assert!(
        story
            .newest(SUN)
            .starts_with("🔁 Zhao Jianguo takes your shift of 08:30")
    );
    let all = texts(&story, SUN);
    assert!(
        all[0].starts_with("✅ Swapped: Zhao Jianguo for Sun Min"),
        "{all:?}"
    );
    assert!(labels(&story, ZHAO).is_empty() && labels(&story, SUN).is_empty());
    until(&mut story, 24, 8, 30);
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    assert!(story.newest(ZHAO).starts_with("🟢 08:30 Your shift starts"));
    assert_eq!(buttons(&story, SUN), 0);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
    // The shift after it is as the roster has it.
    until(&mut story, 25, 8, 30);
    assert_eq!(responsible(&story, &settings), ["li", "zhao"]);
    assert_eq!(
        moves(&story),
        [
            "sun swap_asked office 2026-11-24T00:30:00.000Z: sun, to zhao",
            "zhao swapped office 2026-11-24T00:30:00.000Z: zhao for sun, \
             2026-11-24T00:30:00.000Z to 2026-11-25T00:30:00.000Z",
        ]
    );
}

#[test]
fn in_exchange_each_has_the_other_shift() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.say(SUN, TOWN, "/swap 11-24 Li 11-25");
    assert!(story.newest(TOWN.0).contains("It is in your private chat."));
    assert!(
        story
            .newest(LI)
            .contains("In return Sun Min takes Li Qiang's 25 Nov 08:30"),
        "{}",
        story.newest(LI)
    );
    story.press(LI, private(LI), "Confirm");
    for (day, who) in [(24, "li"), (25, "sun"), (26, "sun"), (27, "li")] {
        until(&mut story, day, 12, 0);
        assert_eq!(responsible(&story, &settings)[0], who, "{day}");
    }
}

#[test]
fn who_can_t_says_so_and_another_is_asked() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.say(SUN, private(SUN), "/duty");
    assert!(labels(&story, SUN).contains(&"Swap 11-24 08:30".into()));
    story.press(SUN, private(SUN), "Swap 11-24 08:30");
    assert!(story.newest(SUN).starts_with("🔁 Who takes your shift?"));
    // Those of the roster first; whoever can't be asked is not offered.
    assert_eq!(
        labels(&story, SUN),
        ["Li Qiang", "Zhao Jianguo", "Town office", "Cancel"]
    );
    assert_eq!(
        story.press(SUN, private(SUN), "Zhao Jianguo"),
        "Zhao Jianguo is asked."
    );
    assert_eq!(
        story.press(ZHAO, private(ZHAO), "I can't"),
        "Answered: you can't."
    );
    assert_eq!(
        story.newest(SUN),
        "✗ Zhao Jianguo can't take it\n\
         08:30–25 Nov 08:30 · Town office\n\
         The shift is still yours."
    );
    story.press(SUN, private(SUN), "Ask another");
    story.press(SUN, private(SUN), "Li Qiang");
    story.press(SUN, private(SUN), "Cancel");
    assert_eq!(
        story.newest(LI),
        "✗ Swap withdrawn\n08:30–25 Nov 08:30 · Town office"
    );
    until(&mut story, 24, 12, 0);
    assert_eq!(responsible(&story, &settings)[0], "sun");
    let kinds: Vec<_> = kinds(&story)
        .into_iter()
        .filter(|kind| kind.starts_with("swap"))
        .collect();
    assert_eq!(
        kinds,
        ["swap_asked", "swap_refused", "swap_asked", "swap_withdrawn"]
    );
}

#[test]
fn of_several_asked_the_first_has_it_and_late_presses_change_nothing() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.say(SUN, private(SUN), "/swap today Zhao");
    assert!(
        story.newest(SUN).starts_with("⏳ Asked Zhao"),
        "{}",
        story.newest(SUN)
    );
    story.say(SUN, private(SUN), "/swap today Zhao");
    assert_eq!(
        story.newest(SUN),
        "Zhao Jianguo has been asked, and has not answered yet."
    );
    story.say(SUN, private(SUN), "/swap 今天 li");
    let (message, data) = story.button(private(LI), "Confirm").unwrap();
    let (_, of_zhao) = story.button(private(ZHAO), "Confirm").unwrap();
    // A bystander can't answer for others.
    let toast = story.press_data(OFFICE, private(OFFICE), message, &of_zhao);
    assert!(toast.starts_with("This is Zhao Jianguo's shift"), "{toast}");
    story.press(ZHAO, private(ZHAO), "Confirm");
    assert_eq!(story.button(private(LI), "Confirm"), None);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert!(toast.starts_with("This button is old"), "{toast}");
    until(&mut story, 24, 12, 0);
    assert_eq!(responsible(&story, &settings)[0], "zhao");
}

#[test]
fn a_question_that_nobody_answers_ends_with_the_shift_and_one_that_does_not_arrive_at_once() {
    let mut story = begin();
    story.broken = vec![(private(ZHAO), Outcome::Unreachable(Unreachable::Blocked))];
    story.say(SUN, private(SUN), "/swap 11-24 zhao");
    assert!(
        story
            .newest(SUN)
            .starts_with("✗ Zhao Jianguo can't be reached"),
        "{}",
        story.newest(SUN)
    );
    story.broken.clear();
    story.say(SUN, private(SUN), "/swap 11-24 li");
    until(&mut story, 25, 8, 30);
    assert_eq!(story.button(private(LI), "Confirm"), None);
    assert!(
        texts(&story, SUN)
            .iter()
            .any(|text| text.starts_with("✗ Li Qiang never confirmed")),
        "{:?}",
        texts(&story, SUN)
    );
    assert!(story.engine.desk().duties.swaps.is_empty());
}

#[test]
fn an_administrator_finds_cover_for_the_sick_and_both_are_told() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.say(OFFICE, private(OFFICE), "/people sun");
    story.press(OFFICE, private(OFFICE), "Shifts");
    story.press(OFFICE, private(OFFICE), "Swap 11-24 08:30");
    story.press(OFFICE, private(OFFICE), "Zhao Jianguo");
    let all = texts(&story, OFFICE);
    assert!(
        all.iter()
            .any(|text| text.starts_with("❓ Zhao Jianguo instead of Sun Min?")),
        "{all:?}"
    );
    assert!(moves(&story).is_empty(), "nothing without Confirm");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(story.newest(SUN).contains("Arranged by Town office."));
    assert!(
        story
            .newest(ZHAO)
            .starts_with("🔁 From 08:30 you are on duty for Sun Min")
    );
    assert!(story.newest(TOWN.0).contains("Arranged by Town office."));
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    // By words as well, and not for everybody.
    story.say(SUN, private(SUN), "/swap 11-25 Li Qiang Zhao Jianguo");
    assert!(story.newest(SUN).starts_with("This is Li Qiang's shift"));
    story.say(OFFICE, private(OFFICE), "/swap 11-25 Li Qiang Zhao Jianguo");
    story.press(OFFICE, private(OFFICE), "Confirm");
    until(&mut story, 25, 8, 31);
    assert_eq!(responsible(&story, &settings)[0], "zhao");
}

#[test]
fn a_running_shift_is_taken_over_at_once_and_pages_follow() {
    let settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    assert!(story.newest(LI).contains("a tree"));
    story.say(SUN, private(SUN), "/duty");
    story.press(SUN, private(SUN), "Replace Li Qiang");
    assert!(
        story
            .newest(SUN)
            .starts_with("❓ Take over from Li Qiang now?")
    );
    assert_eq!(
        story.press(SUN, private(SUN), "Confirm"),
        "You are on duty."
    );
    assert_eq!(responsible(&story, &settings), ["sun"]);
    assert!(
        story.newest(SUN).contains("a tree"),
        "what rings rings him: {}",
        story.newest(SUN)
    );
    assert!(
        story
            .newest(LI)
            .starts_with("🔁 Sun Min takes your shift of"),
        "{}",
        story.newest(LI)
    );
    assert!(story.newest(TOWN.0).contains("Sun Min"));
    // Nobody is asked for the rest of the shift, and Li may take it back.
    story.pass(MINUTE * 15);
    assert_eq!(buttons(&story, SUN), 0);
    assert!(texts(&story, ZHAO).is_empty(), "{:?}", texts(&story, ZHAO));
    story.say(LI, private(LI), "/duty");
    story.press(LI, private(LI), "Replace Sun Min");
    story.press(LI, private(LI), "Confirm");
    assert_eq!(responsible(&story, &settings), ["li"]);
    // Whoever takes no turns there has no such button.
    story.say(ZHAO, private(ZHAO), "/duty");
    assert_eq!(labels(&story, ZHAO), ["Calendar"]);
}

#[test]
fn of_a_team_only_whoever_is_new_is_asked() {
    let settings = rostered(&[&["li", "sun"]]);
    let mut story = Story::with(settings.clone());
    story.say(OFFICE, private(OFFICE), "/swap 11-23 Sun Min Zhao");
    story.press(OFFICE, private(OFFICE), "Confirm");
    story.pass(Duration::from_secs(1));
    assert_eq!(
        responsible(&story, &settings),
        ["li", "zhao"],
        "Li is there"
    );
    assert_eq!(buttons(&story, LI), 0, "{:?}", texts(&story, LI));
    assert_eq!(buttons(&story, ZHAO), 1);
    story.pass(MINUTE * 20);
    assert!(story.newest(ZHAO).starts_with("⚠️ You are not on duty"));
    assert_eq!(buttons(&story, LI), 0);
}

#[test]
fn a_reminder_is_noted_or_leads_to_a_swap_and_its_buttons_go_when_the_shift_begins() {
    let mut story = begin();
    until(&mut story, 24, 8, 0);
    assert_eq!(labels(&story, SUN), ["Noted", "Can't come, swap"]);
    assert_eq!(
        story.press(SUN, private(SUN), "Noted"),
        "Noted: you are on duty 08:30."
    );
    assert_eq!(labels(&story, SUN), ["Can't come, swap"]);
    story.press(SUN, private(SUN), "Can't come, swap");
    assert!(story.newest(SUN).starts_with("🔁 Who takes your shift?"));
    story.press(SUN, private(SUN), "Zhao Jianguo");
    assert_eq!(rings(&story, ZHAO), [true], "it begins within the hour");
    until(&mut story, 24, 8, 30);
    assert_eq!(story.button(private(SUN), "Can't come, swap"), None);
    // Zhao comes after all, in the middle of it.
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 9, 0);
    let settings = rostered(&[&["li"], &["sun"]]);
    story.press(ZHAO, private(ZHAO), "Confirm");
    story.pass(Duration::ZERO);
    assert_eq!(responsible(&story, &settings), ["zhao", "sun"]);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
    assert!(moves(&story)[0].starts_with("sun noted office"));
}

#[test]
fn what_is_wrong_is_said() {
    let mut story = begin();
    let said = |story: &mut Story, text: &str| {
        story.say(SUN, private(SUN), text);
        story.newest(SUN)
    };
    assert_eq!(
        said(&mut story, "/swap wednesday zhao"),
        "“wednesday” is no date. Write /swap 12-03 NAME, or /swap tomorrow NAME."
    );
    assert!(
        said(&mut story, "/swap 11-25 zhao")
            .starts_with("You have no shift that day. Yours: 11-24 08:30"),
    );
    assert!(said(&mut story, "/swap 11-24 nobody").contains("nobody"));
    assert!(said(&mut story, "/swap 11-24 sun").starts_with("Sun Min is on that shift already."));
    assert!(said(&mut story, "/swap 11-24 wang").starts_with("Wang Fang has not started the bot"));
    assert!(story.engine.desk().duties.swaps.is_empty());
}

#[test]
fn whoever_stands_in_may_acknowledge_what_began_meanwhile() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.people.push(dutybell_core::settings::Person {
        id: "chen".into(),
        name: "Chen Jing".into(),
        telegram: Some(dutybell_core::ids::TelegramUser(16)),
        ..settings.people[0].clone()
    });
    let mut story = Story::with(settings);
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    story.press(16, private(16), "Confirm");
    until(&mut story, 24, 8, 40);
    story.press(16, private(16), "On duty");
    story.say(ZHAO, TOWN, "/report III: a cow on the rails");
    assert!(story.newest(16).contains("a cow"));
    assert_eq!(
        story.press(16, private(16), "Acknowledge"),
        "Acknowledged #1. Nobody else is paged."
    );
}
