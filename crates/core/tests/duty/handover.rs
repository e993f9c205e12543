//! Handing a shift over: a note, the sheet, what is not signed, and what comes with the shift.

use super::*;

fn labels(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    let (_, newest) = shown.last().unwrap();
    let buttons = newest.rows.iter().flatten();
    buttons.map(|button| button.label.clone()).collect()
}

/// The newest message of a chat that begins so.
fn found(story: &Story, user: i64, begins: &str) -> String {
    let all = texts(story, user);
    let mut found = all.iter().rev().filter(|text| text.starts_with(begins));
    found
        .next()
        .unwrap_or_else(|| panic!("no {begins} in {all:#?}"))
        .clone()
}

fn answers(story: &mut Story, user: i64, begins: &str, text: &str) {
    let shown = story.shown(private(user));
    let asked = shown
        .iter()
        .rev()
        .find(|(_, message)| message.text.starts_with(begins));
    let (id, quoted) = asked
        .map(|(id, message)| (*id, message.text.clone()))
        .unwrap();
    story.reply(user, private(user), (id, &quoted), text);
}

#[test]
fn a_note_and_what_is_open_are_handed_over_and_signed_item_by_item() {
    let mut story = begin();
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    story.press(LI, private(LI), "Acknowledge");
    until(&mut story, 24, 8, 15);
    assert_eq!(
        story.newest(LI),
        "🔁 08:30 handover to Sun Min · Town office\n\
         Shift: on duty 02:11\n\
         One line for the log, please: reply to this, or press:"
    );
    assert_eq!(
        labels(&story, LI),
        ["All quiet", "Hand over the open items"]
    );
    assert_eq!(rings(&story, LI).last(), Some(&false));
    answers(&mut story, LI, "🔁 08:30 handover", "car 3 is in *repair*");
    assert_eq!(story.newest(LI), "Left for the next · Town office");
    found(
        &story,
        LI,
        "✅ Left for the next · Town office\nLi Qiang 08:15: car 3 is in *repair*",
    );
    until(&mut story, 24, 8, 30);
    let asked = found(&story, SUN, "🟢 08:30 Your shift starts");
    assert!(
        asked.contains("Left for you:\nLi Qiang 08:15: car 3 is in *repair*\n1 incident is open"),
        "{asked}"
    );
    story.press(SUN, private(SUN), "Show open items");
    assert!(story.newest(SUN).contains("#1"), "{}", story.newest(SUN));
    // A death between the question and the press costs nothing.
    story.restart();
    story.press(SUN, private(SUN), "On duty");
    let sheet = found(&story, SUN, "📋");
    assert_eq!(
        sheet,
        "📋 Please sign item by item (2) · Town office\n\
         From Li Qiang\n\
         ☐ 1. Li Qiang 08:15: car 3 is in *repair*\n\
         ☐ 2. 🟠 #1 Incident · Level III · with Sun Min since 08:30\n\
         «III: a tree lies on the road»"
    );
    // What Li had as officer of the day comes with the shift, and he hears it.
    assert_eq!(story.kinds(1).last(), Some(&"moved_with_shift"));
    story.replays(1);
    found(&story, LI, "#1: Sun Min has taken it over.");
    assert_eq!(story.press(SUN, private(SUN), "✓ 1"), "Signed.");
    assert!(found(&story, SUN, "📋").contains("☑ 1. Li Qiang"));
    assert_eq!(story.press(SUN, private(SUN), "✓ 2"), "All signed.");
    found(&story, SUN, "✅ Handover signed · Town office");
    until(&mut story, 24, 12, 0);
    assert!(
        texts(&story, ZHAO)
            .iter()
            .all(|text| !text.contains("not signed"))
    );
    let kinds = kinds(&story);
    for kind in ["handover_note", "handed_over", "signed"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
}

#[test]
fn what_stays_unsigned_is_told_to_both_and_to_who_leads() {
    let mut story = begin();
    until(&mut story, 24, 8, 20);
    story.say(LI, private(LI), "/handover key of car 2 is with Wang");
    assert_eq!(story.newest(LI), "Left for the next · Town office");
    until(&mut story, 24, 8, 32);
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 9, 1);
    assert!(texts(&story, ZHAO).is_empty());
    until(&mut story, 24, 9, 2);
    let told = "⚠️ 08:30 handover: 1 not signed · Town office\n\
                Li Qiang → Sun Min\n\
                Li Qiang 08:20: key of car 2 is with Wang";
    for user in [ZHAO, SUN, LI] {
        assert_eq!(story.newest(user), told, "{user}");
    }
    // What is late rings, for both.
    for user in [ZHAO, SUN, LI] {
        assert_eq!(rings(&story, user).last(), Some(&true), "{user}");
    }
    // Once; and it may still be signed.
    until(&mut story, 24, 11, 0);
    assert_eq!(texts(&story, ZHAO).len(), 1);
    assert_eq!(story.press(SUN, private(SUN), "✓ 1"), "All signed.");
    assert!(kinds(&story).contains(&"unsigned"));
}

#[test]
fn a_note_that_comes_after_the_taking_over_is_one_more_item() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    assert!(
        texts(&story, SUN)
            .iter()
            .all(|text| !text.starts_with("📋")),
        "nothing to sign"
    );
    answers(&mut story, LI, "🔁 08:30 handover", "the radio is broken");
    assert!(found(&story, SUN, "📋 Please sign item by item (1)").contains("the radio is broken"));
    answers(&mut story, LI, "✅ Left for the next", "and the lamp");
    assert!(found(&story, SUN, "📋 Please sign item by item (2)").contains("and the lamp"));
    // A bystander signs nothing.
    let (message, data) = story.button(private(SUN), "✓ 1").unwrap();
    let toast = story.press_data(ZHAO, private(ZHAO), message, &data);
    assert!(toast.starts_with("This shift is for Sun Min"), "{toast}");
}

#[test]
fn all_quiet_is_a_note_and_nothing_to_sign() {
    let mut story = begin();
    until(&mut story, 24, 8, 16);
    assert_eq!(labels(&story, LI), ["All quiet"]);
    assert_eq!(
        story.press(LI, private(LI), "All quiet"),
        "Left for the next · Town office"
    );
    until(&mut story, 24, 8, 30);
    assert!(found(&story, SUN, "🟢").contains("Left for you:\nLi Qiang 08:16: all quiet"));
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 10, 0);
    assert!(texts(&story, ZHAO).is_empty(), "{:?}", texts(&story, ZHAO));
}

#[test]
fn what_somebody_has_in_his_own_name_stays_his() {
    let mut settings = rostered(&[&["zhao"], &["sun"]]);
    // Zhao is the commander as well.
    let commander = Target::Role("commander".into());
    settings.policies[1].steps[0].page.push(commander);
    let mut story = Story::with(settings);
    story.say(LI, TOWN, "/report III: a tree lies on the road");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    until(&mut story, 24, 8, 30);
    story.press(SUN, private(SUN), "On duty");
    assert!(!story.kinds(1).contains(&"moved_with_shift"));
    assert!(found(&story, SUN, "📋").contains("Zhao Jianguo acknowledged"));
}

#[test]
fn nobody_is_asked_for_a_note_where_the_same_people_go_on_and_who_is_off_duty_has_none() {
    let mut story = Story::with(rostered(&[&["li"]]));
    until(&mut story, 24, 8, 29);
    assert!(texts(&story, LI).iter().all(|text| !text.starts_with("🔁")));
    story.say(ZHAO, private(ZHAO), "/handover all is well");
    assert_eq!(
        story.newest(ZHAO),
        "You have no shift to hand over: press On duty first."
    );
    story.say(LI, TOWN, "/handover");
    assert!(
        story
            .newest(LI)
            .starts_with("🔁 08:30 handover to Li Qiang"),
        "{}",
        story.newest(LI)
    );
}

#[test]
fn a_note_waits_for_whoever_takes_over_at_last() {
    let mut story = Story::with(rostered(&[&["li"], &["sun"], &["zhao"]]));
    until(&mut story, 24, 8, 20);
    story.say(LI, private(LI), "/handover the bridge is closed");
    // Sun never presses.
    until(&mut story, 26, 8, 31);
    story.press(LI, private(LI), "On duty");
    assert!(found(&story, LI, "📋").contains("the bridge is closed"));
    story.press(LI, private(LI), "✓ 1");
    until(&mut story, 27, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    assert!(
        texts(&story, SUN)
            .iter()
            .all(|text| !text.starts_with("📋"))
    );
}

#[test]
fn what_nobody_signed_is_handed_on_and_told_after_the_shift_too() {
    let mut story = begin();
    story.say(LI, private(LI), "/handover the gas valve is open");
    until(&mut story, 25, 8, 20);
    // Sun comes ten minutes before his shift ends, and signs nothing.
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 25, 8, 31);
    story.press(LI, private(LI), "On duty");
    assert!(found(&story, LI, "📋").contains("the gas valve is open"));
    until(&mut story, 25, 8, 51);
    assert!(found(&story, ZHAO, "⚠️ 24 Nov 08:30 handover: 1 not signed").contains("gas valve"));
}

#[test]
fn a_long_note_is_refused_twice_the_same_is_one_and_the_question_survives_a_second() {
    let mut story = begin();
    until(&mut story, 24, 8, 16);
    story.say(LI, private(LI), &format!("/handover {}", "x".repeat(281)));
    assert!(
        story
            .newest(LI)
            .starts_with("Too long: a handover note has at most 280")
    );
    story.press(LI, private(LI), "All quiet");
    story.say(LI, private(LI), "/handover");
    assert_eq!(labels(&story, LI), ["All quiet"]);
    story.press(LI, private(LI), "All quiet");
    let notes = kinds(&story)
        .into_iter()
        .filter(|kind| *kind == "handover_note");
    assert_eq!(notes.count(), 1);
    // Both questions take an answer.
    answers(&mut story, LI, "✅ Left for the next", "the lamp is broken");
    assert_eq!(story.newest(LI), "Left for the next · Town office");
}

#[test]
fn of_many_incidents_the_rest_has_a_line() {
    let mut story = begin();
    for number in 1..=13 {
        story.say(
            ZHAO,
            TOWN,
            &format!("/report III: tree {number} lies on the road"),
        );
        story.press(LI, private(LI), "Acknowledge");
    }
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    let sheet = found(&story, SUN, "📋 Please sign item by item (10)");
    assert!(
        sheet.contains("☐ 10. and #10, #11, #12, #13: /incidents"),
        "{sheet}"
    );
    let told = texts(&story, SUN);
    let yours = told
        .iter()
        .filter(|text| text.contains("is yours with the shift"));
    assert_eq!(yours.count(), 13);
}

#[test]
fn whoever_acknowledged_without_taking_over_hands_it_over_too_and_the_export_keeps_his_name() {
    let mut story = Story::with(rostered(&[&["li"], &["sun"], &["zhao"]]));
    until(&mut story, 24, 9, 0);
    // Sun is named, never presses On duty, and takes an incident.
    story.say(OFFICE, TOWN, "/report III: a tree lies on the road");
    story.press(SUN, private(SUN), "Acknowledge");
    let at = story.now;
    until(&mut story, 25, 8, 31);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert!(story.kinds(1).contains(&"moved_with_shift"));
    assert!(found(&story, ZHAO, "📋").contains("From Li Qiang, Sun Min"));
    let mut open = story.engine.open();
    let incident = &open.next().unwrap().incident;
    assert_eq!(incident.holder().unwrap().export().as_deref(), Some("zhao"));
    let (who, when) = incident.acknowledged.clone().unwrap();
    assert_eq!((who.export().as_deref(), when), (Some("sun"), at));
}

#[test]
fn in_a_special_period_it_goes_to_who_stands_in_and_back() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    leaders_stand_in(&mut settings);
    let mut story = Story::with(settings);
    story.say(SUN, TOWN, "/report III: a tree lies on the road");
    story.press(LI, private(LI), "Acknowledge");
    until(&mut story, 24, 8, 20);
    story.say(LI, private(LI), "/handover the bridge is closed");
    until(&mut story, 24, 8, 31);
    story.press(ZHAO, private(ZHAO), "On duty");
    let sheet = found(&story, ZHAO, "📋");
    assert!(
        sheet.contains("From Li Qiang") && sheet.contains("bridge"),
        "{sheet}"
    );
    assert!(sheet.contains("with Zhao Jianguo since 08:31"), "{sheet}");
    // A note that comes late goes to whoever is there now.
    story.say(LI, private(LI), "/handover and the ferry does not run");
    assert!(found(&story, ZHAO, "📋").contains("ferry"));
    until(&mut story, 25, 8, 20);
    story.say(ZHAO, private(ZHAO), "/handover the ferry runs again");
    until(&mut story, 25, 8, 31);
    let next = [LI, SUN]
        .into_iter()
        .find(|user| buttons(&story, *user) > 0)
        .unwrap();
    story.press(next, private(next), "On duty");
    let sheet = found(&story, next, "📋");
    assert!(
        sheet.contains("From Zhao Jianguo") && sheet.contains("runs again"),
        "{sheet}"
    );
    // At the handover after that, the leader of the period has nothing to do with it.
    story.say(next, private(next), "/handover the road is open");
    until(&mut story, 26, 8, 31);
    let third = [LI, SUN]
        .into_iter()
        .find(|user| buttons(&story, *user) > 0)
        .unwrap();
    story.press(third, private(third), "On duty");
    let sheet = found(&story, third, "📋");
    let from = sheet.lines().nth(1).unwrap();
    assert!(
        from.starts_with("From ") && !from.contains("Zhao"),
        "{sheet}"
    );
    assert_eq!(
        story
            .kinds(1)
            .iter()
            .filter(|kind| **kind == "moved_with_shift")
            .count(),
        3
    );
}

#[test]
fn a_late_note_is_told_in_time_where_nobody_signs_it() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 8, 45);
    story.say(LI, private(LI), "/handover the radio is broken");
    until(&mut story, 24, 9, 14);
    assert!(texts(&story, ZHAO).is_empty());
    until(&mut story, 24, 9, 15);
    assert!(found(&story, ZHAO, "⚠️ 08:30 handover: 1 not signed").contains("radio"));
}

#[test]
fn a_note_of_whoever_goes_on_is_for_the_next_also_after_others_came_to_stand_there() {
    let mut settings = rostered(&[&["li", "sun"], &["zhao"]]);
    settings.rosters[0].asks.escalate = Vec::new();
    let mut story = Story::with(settings);
    story.say(OFFICE, private(OFFICE), "/swap 11-23 sun Town office");
    story.press(OFFICE, private(OFFICE), "Confirm");
    story.pass(Duration::from_secs(1));
    story.say(LI, private(LI), "/handover valve 3 is open");
    until(&mut story, 24, 8, 31);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert!(found(&story, ZHAO, "📋").contains("valve 3 is open"));
}

#[test]
fn what_somebody_has_by_another_roster_of_the_policy_or_takes_off_duty_stays_his() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let leaders = Roster {
        id: "leaders".into(),
        name: "Leaders".into(),
        turns: vec![vec!["zhao".into()], vec!["office".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(leaders);
    settings.roles.push(Role {
        id: "leader".into(),
        name: "Leader".into(),
        members: RoleMembers::Roster("leaders".into()),
    });
    let leader = Target::Role("leader".into());
    settings.policies[1].steps[0].page.push(leader);
    let mut story = Story::with(settings);
    story.say(OFFICE, TOWN, "/report III: a tree lies on the road");
    story.press(LI, private(LI), "Acknowledge");
    until(&mut story, 24, 8, 31);
    // The leaders change; the office has not yet.
    story.press(OFFICE, private(OFFICE), "On duty");
    assert!(
        !story.kinds(1).contains(&"moved_with_shift"),
        "Li is responsible still"
    );
    story.press(SUN, private(SUN), "On duty");
    assert!(story.kinds(1).contains(&"moved_with_shift"));
    // Li takes one when he is off duty: it is his own.
    story.say(OFFICE, TOWN, "/report III: a cow on the rails");
    story.say(LI, TOWN, "/ack 2");
    until(&mut story, 25, 9, 0);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert!(!story.kinds(2).contains(&"moved_with_shift"));
}
