//! Taking over a shift: reminders before it, On duty at its start, and nobody who presses.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod support;

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use dutybell_core::codec;
use dutybell_core::outgoing::{Outcome, Unreachable};
use dutybell_core::settings::{
    Asks, Role, RoleMembers, Roster, Rotation, Settings, SpecialPeriod, Target, Whom,
};
use dutybell_core::state::duty::on_duty;
use dutybell_core::state::duty_log::{self, DutyEntry, STREAM};
use dutybell_core::time::At;
use support::{START, Story, TOWN, private, settings};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// Town office, the administrator.
const OFFICE: i64 = 15;
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;

/// Li has the shift until 08:30, Sun the one after it; whoever is on duty is paged for what is not grave.
fn rostered(turns: &[&[&str]]) -> Settings {
    let mut settings = settings();
    settings.rosters = vec![Roster {
        id: "office".into(),
        name: "Town office".into(),
        turns: turns
            .iter()
            .map(|turn| turn.iter().map(|id| (*id).into()).collect())
            .collect(),
        start: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        handover: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        rotation: Rotation::Daily,
        patrol: false,
        asks: Asks {
            remind: vec![HOUR * 24, MINUTE * 30],
            ack_within: MINUTE * 10,
            escalate: vec![Whom::Role("commander".into())],
        },
    }];
    settings.roles.push(Role {
        id: "duty_officer".into(),
        name: "Duty officer".into(),
        members: RoleMembers::Roster("office".into()),
    });
    settings.policies[1].steps[0].page = vec![Target::Role("duty_officer".into())];
    settings
}

fn begin() -> Story {
    Story::with(rostered(&[&["li"], &["sun"]]))
}

/// Lets time pass until this local time of that day of November.
fn until(story: &mut Story, day: u32, hour: u32, minute: u32) {
    let local = NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    let at = At::from(local.and_utc()).0 - 8 * 3_600_000;
    story.pass(At(at).since(story.now));
    assert_eq!(story.now, At(at));
}

/// The bot is down until then.
fn sleeps_until(story: &mut Story, day: u32, hour: u32, minute: u32) {
    let local = NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap();
    story.now = At(At::from(local.and_utc()).0 - 8 * 3_600_000);
    story.restart();
    story.pass(Duration::ZERO);
}

/// The messages of a private chat as they stand.
fn texts(story: &Story, user: i64) -> Vec<String> {
    let shown = story.shown(private(user));
    shown.into_iter().map(|(_, message)| message.text).collect()
}

fn newest(story: &Story, user: i64) -> String {
    texts(story, user).pop().unwrap_or_default()
}

fn rings(story: &Story, user: i64) -> Vec<bool> {
    let shown = story.shown(private(user));
    shown.iter().map(|(_, message)| message.sound).collect()
}

fn responsible(story: &Story, settings: &Settings) -> Vec<String> {
    let duties = &story.engine.desk().duties;
    let people = on_duty(settings, duties, &"office".into(), story.now);
    people.iter().map(ToString::to_string).collect()
}

fn log(story: &Story) -> Vec<DutyEntry> {
    let stored = dutybell_core::store::Store::events(&story.store, STREAM).unwrap();
    let log: Vec<DutyEntry> = stored
        .iter()
        .map(|bytes| codec::decode(bytes).unwrap())
        .collect();
    duty_log::verify(story.engine.desk().duty_log, &log).unwrap();
    log
}

fn kinds(story: &Story) -> Vec<&'static str> {
    log(story).iter().map(|entry| entry.duty.kind()).collect()
}

/// Messages of a chat that still have the button.
fn buttons(story: &Story, user: i64) -> usize {
    let shown = story.shown(private(user));
    let with = |label: &&str| *label == "On duty";
    let labels = shown
        .iter()
        .flat_map(|(_, message)| message.rows.iter().flatten())
        .map(|button| button.label.as_str());
    labels.filter(with).count()
}

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
    assert_eq!(rings(&story, LI), [false]);
    assert_eq!(
        newest(&story, SUN),
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
        newest(&story, SUN),
        "✅ 08:32 On duty · Town office\nYour shift: 08:30–25 Nov 08:30"
    );
    assert_eq!(
        newest(&story, LI),
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
    assert!(newest(&story, SUN).starts_with("🟡 Your shift started at 08:30: are you there?"));
    assert_eq!(buttons(&story, SUN), 1, "the older copy has lost it");
    assert!(texts(&story, ZHAO).is_empty());
    until(&mut story, 24, 8, 40);
    assert_eq!(
        newest(&story, ZHAO),
        "⚠️ Sun Min not on duty at 08:40 (due 08:30) · Town office\n\
         Call: +86 138 0000 0012\n\
         Until then Li Qiang stays responsible."
    );
    assert!(newest(&story, SUN).starts_with("⚠️ You are not on duty (due 08:30) · Town office"));
    assert_eq!(rings(&story, ZHAO), [true]);
    assert!(rings(&story, SUN).iter().all(|rings| *rings));
    until(&mut story, 24, 9, 0);
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    let toast = story.press(SUN, private(SUN), "On duty");
    assert_eq!(toast, "You are on duty. It is noted that you came late.");
    assert_eq!(responsible(&story, &settings), ["sun"]);
    assert_eq!(buttons(&story, SUN), 0);
    let told = "✅ 09:00 Sun Min is on duty · Town office\nLate: due 08:30";
    assert_eq!(newest(&story, ZHAO), told);
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
            newest(&story, user).contains("a tree lies on the road"),
            "{user}"
        );
    }
    story.press(SUN, private(SUN), "On duty");
    story.say(ZHAO, TOWN, "/report III: a cow on the rails");
    assert!(newest(&story, SUN).contains("cow"));
    assert!(!newest(&story, LI).contains("cow"));
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
    assert!(newest(&story, SUN).contains("On this shift with you: Town office"));
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
    assert!(
        newest(&story, SUN).starts_with(late),
        "{}",
        newest(&story, SUN)
    );
    sleeps_until(&mut story, 24, 9, 0);
    let late = "🟢 08:30 Your shift starts · Town office\nDue 08:30, delayed\n";
    assert!(
        newest(&story, SUN).starts_with(late),
        "{}",
        newest(&story, SUN)
    );
    assert!(newest(&story, SUN).contains("Press On duty by 09:10"));
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
    assert!(newest(&story, LI).starts_with("🟢 08:30 Your shift starts"));
    assert_eq!(texts(&story, LI).len(), 1);
    let log = log(&story);
    let noted = log.iter().find(|entry| entry.duty.kind() == "not_sent");
    assert_eq!(
        noted.unwrap().duty.text(),
        "office 2026-11-24T00:30:00.000Z: 3 until 2026-11-27T00:30:00.000Z"
    );
    assert_eq!(responsible(&story, &settings), ["li"]);
}

#[test]
fn whoever_was_asked_and_not_told_of_is_told_of_after_the_bot_was_down() {
    let mut story = begin();
    until(&mut story, 24, 8, 33);
    sleeps_until(&mut story, 24, 9, 30);
    let told = newest(&story, ZHAO);
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
    let told = newest(&story, ZHAO);
    assert!(
        told.contains("Can't be reached here: no Telegram account known"),
        "{told}"
    );
    let mut story = begin();
    story.broken = vec![(private(SUN), Outcome::Unreachable(Unreachable::Blocked))];
    until(&mut story, 24, 8, 40);
    assert!(newest(&story, ZHAO).contains("Can't be reached here: blocked the bot"));
    assert!(kinds(&story).contains(&"not_delivered"));
}

#[test]
fn the_administrators_hear_where_a_roster_names_nobody() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].asks = Asks::default();
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 30);
    assert_eq!(texts(&story, SUN).len(), 1, "no reminder is configured");
    assert!(newest(&story, SUN).contains("this is told to: the administrators"));
    until(&mut story, 24, 8, 40);
    assert!(newest(&story, OFFICE).starts_with("⚠️ Sun Min not on duty at 08:40"));
}

#[test]
fn whoever_stands_in_is_asked_once_and_takes_over_for_both() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let leaders = Roster {
        id: "leaders".into(),
        name: "Leaders".into(),
        turns: vec![vec!["zhao".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(leaders);
    settings.special_periods = vec![SpecialPeriod {
        name: "Holiday".into(),
        from: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        rosters: vec!["leaders".into()],
        instead_of: vec!["office".into()],
    }];
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 8, 30);
    let asked = texts(&story, ZHAO);
    let starts = asked.iter().filter(|text| text.starts_with("🟢"));
    assert_eq!(starts.count(), 1, "{asked:?}");
    assert!(newest(&story, ZHAO).contains("· Leaders"));
    assert_eq!(responsible(&story, &settings), ["zhao", "li"]);
    story.press(ZHAO, private(ZHAO), "On duty");
    assert_eq!(responsible(&story, &settings), ["zhao"]);
    // After the period the office is on duty again, and Zhao stays until it has come.
    until(&mut story, 25, 8, 30);
    let named = responsible(&story, &settings);
    assert!(named.len() == 2 && named[1] == "zhao", "{named:?}");
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
    assert!(newest(&story, ZHAO).contains("Sun Min: +86 138 0000 0012"));
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
    assert!(newest(&story, SUN).starts_with("Your shifts\n✅ 08:30–25 Nov 08:30"));
    story.press(SUN, private(SUN), "On call");
    assert!(newest(&story, SUN).contains("🟢 Town office: Sun Min until"));
}

#[test]
fn a_roster_that_is_new_or_changed_is_followed_at_once() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut story = Story::with(support::settings());
    assert!(story.engine.desk().duties.is_empty());
    story.reconfigure(settings.clone());
    assert_eq!(responsible(&story, &settings), ["li"]);
    assert!(texts(&story, LI).is_empty());
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    // Zhao has it instead: he is asked, and Sun stays until he has pressed.
    settings.rosters[0].turns[1] = vec!["zhao".into()];
    story.reconfigure(settings.clone());
    story.pass(Duration::ZERO);
    assert!(newest(&story, ZHAO).starts_with("🟢 08:30 Your shift starts"));
    story.reconfigure(support::settings());
    assert!(story.engine.desk().duties.is_empty());
    assert_eq!(buttons(&story, ZHAO), 0);
    assert_eq!(story.store_timers(), None);
    let _ = START;
}
