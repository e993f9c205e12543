//! Whoever stands in for somebody: what he may and hears, and what becomes of it when a shift is cut, or
//! rosters and people change.

use super::*;
use dutybell_core::ids::TelegramUser;
use dutybell_core::settings::Person;

const CHEN: i64 = 16;

/// Chen takes no turns and has no role.
fn with_chen(turns: &[&[&str]]) -> Settings {
    let mut settings = rostered(turns);
    settings.people.push(Person {
        id: "chen".into(),
        name: "Chen Jing".into(),
        telegram: Some(TelegramUser(CHEN)),
        ..settings.people[0].clone()
    });
    settings
}

fn cover(story: &mut Story, words: &str) {
    story.say(OFFICE, private(OFFICE), &format!("/swap {words}"));
    story.press(OFFICE, private(OFFICE), "Confirm");
    story.pass(Duration::from_secs(1));
}

#[test]
fn whoever_stays_responsible_after_standing_in_may_do_what_he_is_called_for() {
    let settings = with_chen(&[&["li"], &["sun"]]);
    let mut story = Story::with(settings.clone());
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    story.press(CHEN, private(CHEN), "Confirm");
    // Not before he has the shift.
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    story.say(CHEN, TOWN, "/close 1 done");
    assert!(story.engine.open().count() == 1);
    until(&mut story, 24, 8, 40);
    story.press(CHEN, private(CHEN), "On duty");
    until(&mut story, 25, 8, 45);
    assert_eq!(responsible(&story, &settings), ["li", "chen"]);
    story.say(ZHAO, TOWN, "/report III: a cow on the rails");
    // Also when nobody is rung any more.
    until(&mut story, 25, 8, 59);
    story.say(CHEN, TOWN, "/ack 2");
    story.say(CHEN, TOWN, "/close 2 done");
    assert!(
        story
            .engine
            .open()
            .all(|folder| folder.incident.number.0 != 2)
    );
}

#[test]
fn what_rings_rings_whoever_covers_a_running_shift_at_once() {
    let mut story = Story::with(with_chen(&[&["li"], &["sun"]]));
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    story.say(OFFICE, private(OFFICE), "/swap 11-23 li chen");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(
        texts(&story, CHEN)
            .iter()
            .any(|text| text.starts_with("🔴")),
        "{:?}",
        texts(&story, CHEN)
    );
    // The times are those at which the place changes hands.
    assert!(
        story.newest(TOWN.0).contains("02:11–08:30"),
        "{}",
        story.newest(TOWN.0)
    );
}

#[test]
fn in_a_team_what_the_sick_one_had_goes_to_the_stand_in_with_a_sheet() {
    let mut story = Story::with(with_chen(&[&["li", "sun"]]));
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    story.press(SUN, private(SUN), "Acknowledge");
    story.say(SUN, private(SUN), "/handover car 3 is in repair");
    cover(&mut story, "11-23 sun chen");
    story.press(CHEN, private(CHEN), "On duty");
    assert!(story.kinds(1).contains(&"moved_with_shift"));
    let all = texts(&story, CHEN);
    assert!(
        all.iter()
            .any(|text| text.contains("📋") && text.contains("car 3")),
        "{all:?}"
    );
}

#[test]
fn only_who_is_free_is_told_so_and_who_was_rung_hears_that_somebody_came() {
    let mut story = Story::with(rostered(&[&["li"], &["sun", "li"]]));
    until(&mut story, 24, 8, 41);
    assert!(
        texts(&story, ZHAO)
            .iter()
            .any(|text| text.starts_with("⚠️ Sun Min not on duty"))
    );
    story.say(OFFICE, private(OFFICE), "/duty");
    story.press(OFFICE, private(OFFICE), "Replace Sun Min");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(
        texts(&story, LI)
            .iter()
            .all(|text| !text.contains("You are free"))
    );
    assert!(
        story.newest(ZHAO).contains("Town office is on duty"),
        "{}",
        story.newest(ZHAO)
    );
    // Li was late before the shift was cut, and is late after it.
    let toast = story.press(LI, private(LI), "On duty");
    assert!(toast.contains("late"), "{toast}");
}

#[test]
fn whoever_leaves_stands_in_for_nobody() {
    let settings = with_chen(&[&["li"], &["sun"]]);
    let mut story = Story::with(settings.clone());
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    story.press(CHEN, private(CHEN), "Confirm");
    story.reconfigure(rostered(&[&["li"], &["sun"]]));
    let undone = "🔁 From 08:30 you are on duty for chen\n\
                  08:30–25 Nov 08:30 · Town office: Sun Min (was chen)\n\
                  Roster or people have changed: the swap no longer holds.";
    assert_eq!(story.newest(SUN), undone);
    assert!(story.newest(OFFICE).contains("the swap no longer holds"));
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    assert!(kinds(&story).contains(&"swap_undone"));
}

#[test]
fn a_swap_follows_a_handover_that_is_moved() {
    let settings = with_chen(&[&["li"], &["sun"]]);
    let mut story = Story::with(settings.clone());
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    story.press(CHEN, private(CHEN), "Confirm");
    let mut later = settings;
    later.rosters[0].handover = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    story.reconfigure(later.clone());
    for (day, hour, minute, who) in [
        (24, 8, 45, "li"),
        (24, 9, 1, "chen"),
        (25, 8, 59, "chen"),
        (25, 9, 1, "li"),
    ] {
        until(&mut story, day, hour, minute);
        assert_eq!(responsible(&story, &later)[0], who, "{day} {hour}:{minute}");
    }
}

#[test]
fn with_two_shifts_on_a_day_nothing_is_guessed() {
    let mut settings = with_chen(&[&["li"], &["sun"]]);
    let gate = Roster {
        id: "gate".into(),
        name: "Gate".into(),
        turns: vec![vec!["sun".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(gate);
    let mut story = Story::with(settings);
    story.say(SUN, private(SUN), "/swap 11-24 Li 11-25");
    assert!(
        story
            .newest(SUN)
            .starts_with("There are several shifts that day")
    );
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    assert_eq!(
        story.newest(SUN),
        "Which shift?\n1. 08:30–25 Nov 08:30 · Town office\n2. 08:30–25 Nov 08:30 · Gate"
    );
    story.press(SUN, private(SUN), "2");
    assert!(story.newest(CHEN).contains("· Gate"));
    story.say(SUN, private(SUN), "/duty");
    assert!(
        story.newest(SUN).contains("\n2. 🕗"),
        "{}",
        story.newest(SUN)
    );
    assert!(story.button(private(SUN), "Swap 2").is_some());
    // In return the same roster's, where both are.
    story.say(LI, private(LI), "/swap 11-25 chen");
    assert!(
        story.newest(LI).starts_with("⏳ Asked Chen Jing"),
        "{}",
        story.newest(LI)
    );
}

#[test]
fn an_administrator_arranges_his_own_and_hears_who_can_t_be_told() {
    let settings = with_chen(&[&["li"], &["office"]]);
    let mut story = Story::with(settings.clone());
    story.say(OFFICE, private(OFFICE), "/swap 11-24 Wang Fang");
    assert!(
        story
            .newest(OFFICE)
            .contains("⚠️ The bot can't reach Wang Fang: phone."),
        "{}",
        story.newest(OFFICE)
    );
    story.press(OFFICE, private(OFFICE), "Confirm");
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings)[0], "wang");
}

#[test]
fn a_question_taken_back_before_it_left_asks_nobody() {
    let mut story = Story::with(with_chen(&[&["li"], &["sun"]]));
    let asked = story.written(SUN, private(SUN), "/swap 11-24 chen");
    story.hear(asked);
    let row = story.departs();
    let began = *story.engine.desk().duties.swaps.keys().next().unwrap();
    let data = dutybell_core::parse::button::Press::Swap(
        dutybell_core::parse::swap::SwapPress::Withdraw(began),
    );
    let id = dutybell_core::ids::MessageId(1);
    let toast = story.press_data(SUN, private(SUN), id, &data.encode());
    assert_eq!(toast, "Withdrawn.");
    story.ends(row, support::sent(900));
    story.catch_up();
    assert_eq!(story.newest(CHEN), "✗ No longer wanted, nothing to answer");
}

#[test]
fn whoever_stands_in_and_leaves_in_the_middle_gives_the_rest_back() {
    let settings = with_chen(&[&["li"], &["sun"]]);
    let mut story = Story::with(settings.clone());
    story.say(SUN, private(SUN), "/swap 11-24 chen");
    story.press(CHEN, private(CHEN), "Confirm");
    until(&mut story, 24, 8, 35);
    story.press(CHEN, private(CHEN), "On duty");
    until(&mut story, 24, 16, 0);
    let without = rostered(&[&["li"], &["sun"]]);
    story.reconfigure(without.clone());
    story.pass(Duration::from_secs(1));
    assert_eq!(responsible(&story, &without)[0], "sun");
    assert_eq!(buttons(&story, SUN), 1, "he is asked for the rest");
    // What has been stays as it was.
    let duties = &story.engine.desk().duties;
    let noon = At(story.now.0 - 4 * 3_600_000);
    let was = duties
        .named(&settings)
        .shift_at(&"office".into(), noon)
        .unwrap();
    assert_eq!(was.people, ["chen".into()]);
    until(&mut story, 24, 16, 20);
    assert!(
        story.newest(ZHAO).starts_with("⚠️ Sun Min not on duty"),
        "{}",
        story.newest(ZHAO)
    );
}

#[test]
fn a_place_that_came_through_somebody_who_leaves_stays_with_whoever_has_it() {
    let mut settings = with_chen(&[&["li"], &["sun"]]);
    settings.people[2].telegram = Some(TelegramUser(13));
    let mut story = Story::with(settings.clone());
    cover(&mut story, "11-24 sun wang");
    cover(&mut story, "11-24 wang chen");
    settings.people.remove(2);
    story.reconfigure(settings.clone());
    until(&mut story, 24, 8, 31);
    assert_eq!(responsible(&story, &settings)[0], "chen");
}

#[test]
fn whoever_was_told_of_is_not_told_of_again_for_the_rest_and_an_older_button_counts() {
    let mut story = Story::with(with_chen(&[&["zhao"], &["sun", "li"]]));
    until(&mut story, 24, 8, 41);
    let told = |story: &Story| {
        let all = texts(story, ZHAO);
        all.iter()
            .filter(|text| text.starts_with("⚠️ Li Qiang not on duty"))
            .count()
    };
    assert_eq!(told(&story), 1);
    let (message, data) = story.button(private(LI), "On duty").unwrap();
    cover(&mut story, "11-24 sun chen");
    story.pass(MINUTE * 20);
    assert_eq!(told(&story), 1);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert!(toast.contains("late"), "{toast}");
}
