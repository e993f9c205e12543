//! Rosters that change, stand in for others, or name nobody to tell.

use super::*;

#[test]
fn the_administrators_hear_where_a_roster_names_nobody() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].asks = Asks::default();
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 30);
    assert_eq!(texts(&story, SUN).len(), 1, "no reminder is configured");
    assert!(
        story
            .newest(SUN)
            .contains("this is told to: the administrators")
    );
    until(&mut story, 24, 8, 40);
    assert!(
        story
            .newest(OFFICE)
            .starts_with("⚠️ Sun Min not on duty at 08:40")
    );
}

#[test]
fn whoever_stands_in_is_asked_once_and_takes_over_for_both() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    leaders_stand_in(&mut settings);
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 8, 30);
    let asked = texts(&story, ZHAO);
    let starts = asked.iter().filter(|text| text.starts_with("🟢"));
    assert_eq!(starts.count(), 1, "{asked:?}");
    assert!(story.newest(ZHAO).contains("· Leaders"));
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
    // After the period the office is on duty again, and Zhao stays until it has come.
    until(&mut story, 25, 8, 30);
    let named = responsible(&story, &settings);
    assert!(named.len() == 2 && named[1] == "zhao", "{named:?}");
}

#[test]
fn a_roster_that_is_new_or_changed_is_followed_at_once() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut story = Story::with(support::settings());
    assert!(story.engine.desk().duties.rosters.is_empty());
    story.reconfigure(settings.clone());
    assert_eq!(responsible(&story, &settings), ["li"]);
    assert!(texts(&story, LI).is_empty());
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    // Zhao has it instead: he is asked, and Sun stays until he has pressed.
    settings.rosters[0].turns[1] = vec!["zhao".into()];
    story.reconfigure(settings.clone());
    story.pass(Duration::ZERO);
    assert!(story.newest(ZHAO).starts_with("🟢 08:30 Your shift starts"));
    assert_eq!(responsible(&story, &settings), ["zhao", "sun"]);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
    let free = "✅ 08:31 Zhao Jianguo is on duty · Town office\nYou are free.";
    assert_eq!(story.newest(SUN), free);
    until(&mut story, 25, 8, 31);
    assert_eq!(buttons(&story, LI), 1);
    story.reconfigure(support::settings());
    assert!(story.engine.desk().duties.rosters.is_empty());
    assert_eq!(buttons(&story, LI), 0);
    assert_eq!(story.store_timers(), None);
}

#[test]
fn whoever_has_left_does_not_stay_responsible() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    let li = settings.people.iter_mut().find(|one| one.id == "li".into());
    li.unwrap().gone = true;
    story.reconfigure(settings.clone());
    assert_eq!(responsible(&story, &settings), ["sun"]);
    settings.people.retain(|one| one.id != "li".into());
    settings.rosters[0].turns[0] = vec!["zhao".into()];
    story.reconfigure(settings.clone());
    assert_eq!(responsible(&story, &settings), ["sun"]);
}

#[test]
fn whoever_is_relieved_on_two_rosters_hears_it_once() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let leaders = Roster {
        id: "leaders".into(),
        name: "Leaders".into(),
        turns: vec![vec!["li".into()], vec!["zhao".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(leaders);
    settings.special_periods = vec![SpecialPeriod {
        name: "Holiday".into(),
        from: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        rosters: vec!["leaders".into()],
        instead_of: vec!["office".into()],
    }];
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    story.press(ZHAO, private(ZHAO), "On duty");
    let free = |text: &&String| text.contains("You are free.");
    let told = texts(&story, LI);
    assert_eq!(told.iter().filter(free).count(), 1, "{told:?}");
}

#[test]
fn whoever_is_taken_out_of_a_running_shift_loses_the_button() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    let (message, data) = story.button(private(SUN), "On duty").unwrap();
    settings.rosters[0].turns[1] = vec!["zhao".into()];
    story.reconfigure(settings.clone());
    story.pass(Duration::ZERO);
    assert_eq!((buttons(&story, SUN), buttons(&story, ZHAO)), (0, 1));
    let toast = story.press_data(SUN, private(SUN), message, &data);
    assert_eq!(
        toast,
        "This shift is for Zhao Jianguo: only they press here."
    );
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    // Back again: he is asked anew.
    settings.rosters[0].turns[1] = vec!["sun".into()];
    story.reconfigure(settings.clone());
    story.pass(Duration::ZERO);
    assert_eq!((buttons(&story, SUN), buttons(&story, ZHAO)), (1, 0));
    assert_eq!(
        story.press(SUN, private(SUN), "On duty"),
        "You are on duty."
    );
}

#[test]
fn whoever_was_told_of_is_late_also_after_somebody_has_joined() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut story = begin();
    until(&mut story, 24, 8, 40);
    assert!(
        story
            .newest(ZHAO)
            .starts_with("⚠️ Sun Min not on duty at 08:40")
    );
    settings.rosters[0].turns[1].push("office".into());
    story.reconfigure(settings);
    story.pass(Duration::ZERO);
    assert!(
        story
            .newest(OFFICE)
            .starts_with("🟢 08:30 Your shift starts")
    );
    until(&mut story, 24, 8, 42);
    let toast = story.press(SUN, private(SUN), "On duty");
    assert_eq!(toast, "You are on duty. It is noted that you came late.");
    let told = "✅ 08:42 Sun Min is on duty · Town office\nLate: due 08:30";
    assert_eq!(story.newest(ZHAO), told);
    // The one who joined has his whole time.
    let toast = story.press(OFFICE, private(OFFICE), "On duty");
    assert_eq!(toast, "You are on duty.");
}

#[test]
fn where_nobody_is_left_to_be_told_the_group_hears() {
    let mut settings = rostered(&[&["li"], &["office"]]);
    settings.rosters[0].asks = Asks::default();
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 40);
    let shown = story.shown(TOWN);
    let told = &shown.last().unwrap().1;
    assert_eq!(
        told.text,
        "⚠️ Town office not on duty at 08:40 (due 08:30) · Town office\n\
         Until then Li Qiang stays responsible."
    );
    assert!(told.sound);
    assert!(story.newest(OFFICE).contains("Told to: the group."));
    story.press(OFFICE, private(OFFICE), "On duty");
    let shown = story.shown(TOWN);
    let came = &shown.last().unwrap().1.text;
    assert!(
        came.starts_with("✅ 08:40 Town office is on duty"),
        "{came}"
    );
}

#[test]
fn whoever_missed_his_shift_reads_who_was_really_told() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].asks.escalate = vec![Whom::Role("deputy".into())];
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 40);
    // The deputies are Sun himself and one whose account is unknown.
    assert!(
        story
            .newest(OFFICE)
            .starts_with("⚠️ Sun Min not on duty at 08:40")
    );
    assert!(story.newest(SUN).contains("Told to: Town office."));
}
