//! Presence checks: whoever is on duty is asked for one tap.

use super::*;
use dutybell_core::ids::MessageId;
use dutybell_core::settings::Presence;
use dutybell_core::state::schedule::Schedule;

/// Li until 08:30 and Sun after him are asked every two hours, with ten minutes to press.
fn checked(cron: &str) -> Settings {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].asks.remind.clear();
    settings.presence = vec![Presence {
        id: "watch".into(),
        name: None,
        schedule: Schedule::cron(cron).unwrap(),
        roster: "office".into(),
        within: MINUTE * 10,
        escalate: Vec::new(),
    }];
    settings
}

const TWO_HOURS: &str = "0 0 */2 * * *";

fn begin_checked() -> Story {
    Story::with(checked(TWO_HOURS))
}

/// Kinds of the log that are about presence.
fn presence(story: &Story) -> Vec<&'static str> {
    let kinds = kinds(story).into_iter();
    let about = |kind: &&str| kind.starts_with("presence") || kind.starts_with("in_post");
    kinds.filter(about).collect()
}

fn in_post(story: &Story, user: i64) -> usize {
    let shown = story.shown(private(user));
    let labels = shown
        .iter()
        .flat_map(|(_, message)| message.rows.iter().flatten());
    labels.filter(|button| button.label == "In post").count()
}

#[test]
fn whoever_is_on_duty_is_asked_alone_and_answers_by_one_tap() {
    let mut story = begin_checked();
    until(&mut story, 24, 3, 59);
    assert!(texts(&story, LI).is_empty(), "nothing is owed from before");
    until(&mut story, 24, 4, 0);
    assert_eq!(
        texts(&story, LI),
        ["🔔 04:00 Presence check · Town office\n\
          Press In post by 04:10, or this is told to: Commander."]
    );
    assert_eq!(rings(&story, LI), [true]);
    assert!(texts(&story, SUN).is_empty() && story.shown(TOWN).is_empty());
    until(&mut story, 24, 4, 9);
    assert_eq!(story.press(LI, private(LI), "In post"), "You are in post.");
    assert_eq!(in_post(&story, LI), 0);
    assert_eq!(story.newest(LI), "✅ 04:09 In post · Town office");
    until(&mut story, 24, 5, 59);
    assert!(texts(&story, ZHAO).is_empty(), "nobody is told");
    assert_eq!(presence(&story), ["presence_asked", "in_post"]);
    let last = log(&story).pop().unwrap();
    assert_eq!(
        last.event.text(),
        "office 2026-11-23T00:30:00.000Z: watch 2026-11-23T20:00:00.000Z"
    );
}

#[test]
fn whoever_does_not_press_is_told_of_and_a_late_tap_is_marked() {
    let mut story = begin_checked();
    until(&mut story, 24, 4, 10);
    assert_eq!(
        story.newest(ZHAO),
        "⚠️ Li Qiang: no answer at 04:10 to the presence check of 04:00 · Town office\n\
         Call: +86 138 0000 0014"
    );
    assert_eq!(
        story.newest(LI),
        "⚠️ You have not answered the presence check of 04:00 · Town office\n\
         Told to: Zhao Jianguo. If you are in post, press In post."
    );
    assert_eq!(in_post(&story, LI), 1, "the older copy has lost it");
    assert_eq!(rings(&story, ZHAO), [true]);
    until(&mut story, 24, 4, 20);
    let toast = story.press(LI, private(LI), "In post");
    assert_eq!(
        toast,
        "You are in post. It is noted that you answered late."
    );
    assert_eq!(in_post(&story, LI), 0);
    assert_eq!(
        story.newest(LI),
        "✅ 04:20 In post · Town office\nLate: due by 04:10"
    );
    assert_eq!(
        story.newest(ZHAO),
        "✅ 04:20 Li Qiang is in post · Town office\nLate: due by 04:10"
    );
    assert_eq!(
        presence(&story),
        [
            "presence_asked",
            "presence_missed",
            "presence_told",
            "in_post_late"
        ]
    );
}

#[test]
fn the_next_check_takes_the_button_of_the_one_before() {
    let mut story = begin_checked();
    until(&mut story, 24, 4, 30);
    let (message, data) = story.button(private(LI), "In post").unwrap();
    until(&mut story, 24, 6, 0);
    assert_eq!(in_post(&story, LI), 1);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "The presence check of 04:00 is over. Nothing to do.");
    assert_eq!(story.press(LI, private(LI), "In post"), "You are in post.");
    // Once more on a copy that nobody knows of.
    let (_, data) = (message, data.replace("1795464000000", "1795471200000"));
    let toast = story.press_data(LI, private(LI), MessageId(9), &data);
    assert_eq!(toast, "You answered at 06:00. Nothing to do.");
    let toast = story.press_data(SUN, TOWN, MessageId(9), &data);
    assert_eq!(toast, "This check is for Li Qiang: only they press here.");
}

#[test]
fn what_was_missed_while_the_bot_was_down_comes_once_while_its_time_runs() {
    let mut story = begin_checked();
    story.pass(MINUTE);
    sleeps_until(&mut story, 24, 4, 7);
    assert_eq!(
        texts(&story, LI),
        ["🔔 04:07 Presence check · Town office\n\
          Due 04:00, delayed\n\
          Press In post by 04:17, or this is told to: Commander."]
    );
    story.restart();
    story.pass(MINUTE);
    assert_eq!(texts(&story, LI).len(), 1, "once");
}

#[test]
fn of_a_check_whose_time_is_over_nothing_is_sent_but_it_is_noted() {
    let mut story = begin_checked();
    story.pass(MINUTE);
    sleeps_until(&mut story, 24, 8, 10);
    let about = texts(&story, LI);
    assert!(about.is_empty(), "{about:?}");
    let entries = log(&story);
    let noted = entries.last().unwrap();
    assert_eq!(noted.event.kind(), "presence_not_sent");
    assert_eq!(
        noted.event.text(),
        "office 2026-11-23T00:30:00.000Z: watch 2026-11-23T20:00:00.000Z: 3 until \
         2026-11-24T00:00:00.000Z"
    );
    story.restart();
    until(&mut story, 24, 9, 59);
    assert_eq!(presence(&story), ["presence_not_sent"], "and once only");
}

#[test]
fn a_check_that_is_asked_late_keeps_the_next_one_from_being_asked_beside_it() {
    let mut settings = checked(TWO_HOURS);
    settings.presence[0].within = HOUR * 2;
    let mut story = Story::with(settings);
    story.pass(MINUTE);
    sleeps_until(&mut story, 24, 5, 50);
    until(&mut story, 24, 6, 30);
    assert_eq!(in_post(&story, LI), 1);
    assert_eq!(presence(&story), ["presence_asked", "presence_skipped"]);
    until(&mut story, 24, 7, 50);
    assert!(story.newest(ZHAO).starts_with("⚠️ Li Qiang: no answer"));
}

#[test]
fn a_time_as_long_as_the_way_to_the_next_check_leaves_none_out() {
    let mut settings = checked(TWO_HOURS);
    settings.presence[0].within = HOUR * 2;
    let mut story = Story::with(settings);
    // The writer is busy for a moment.
    until(&mut story, 24, 3, 59);
    story.now = story.now.plus(MINUTE + Duration::from_millis(50));
    story.pass(Duration::ZERO);
    assert_eq!(in_post(&story, LI), 1);
    until(&mut story, 24, 6, 0);
    assert_eq!(
        presence(&story),
        [
            "presence_asked",
            "presence_missed",
            "presence_told",
            "presence_asked"
        ]
    );
}

#[test]
fn whoever_takes_over_is_not_asked_twice_and_whoever_hands_over_is_free() {
    let mut story = Story::with(checked("0 25,30 8 * * *"));
    until(&mut story, 24, 8, 30);
    // Sun is being asked for On duty; Li was asked while it was his shift.
    assert_eq!((in_post(&story, SUN), in_post(&story, LI)), (0, 1));
    until(&mut story, 24, 8, 32);
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 8, 40);
    assert_eq!(in_post(&story, LI), 0, "his shift is over");
    assert!(texts(&story, ZHAO).is_empty());
    assert_eq!(
        presence(&story),
        ["presence_asked", "presence_skipped", "presence_freed"]
    );
    let mut story = Story::with(checked("0 34,50 8 * * *"));
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 8, 34);
    assert_eq!((in_post(&story, SUN), in_post(&story, LI)), (0, 0));
    until(&mut story, 24, 8, 50);
    assert_eq!(in_post(&story, SUN), 1);
    assert_eq!(presence(&story), ["presence_spared", "presence_asked"]);
}

#[test]
fn whoever_has_not_come_by_the_end_of_his_time_is_asked_like_everybody_else() {
    let mut story = Story::with(checked("0 45 8 * * *"));
    until(&mut story, 24, 8, 45);
    assert_eq!((in_post(&story, SUN), in_post(&story, LI)), (1, 1));
}

#[test]
fn at_a_handover_nobody_is_asked_twice_whichever_timer_comes_first() {
    let mut story = Story::with(checked("0 30 8 * * *"));
    until(&mut story, 24, 8, 31);
    assert_eq!((in_post(&story, SUN), in_post(&story, LI)), (0, 0));
    assert_eq!(presence(&story), ["presence_spared"]);
    // The check was due before the shift began, and the bot starts after that.
    let mut story = Story::with(checked("30 29 8 * * *"));
    story.pass(MINUTE);
    sleeps_until(&mut story, 24, 8, 33);
    assert_eq!((buttons(&story, SUN), in_post(&story, SUN)), (1, 0));
    assert_eq!(in_post(&story, LI), 0);
}

#[test]
fn on_duty_says_as_much_as_in_post() {
    let mut story = Story::with(checked("0 45 8 * * *"));
    until(&mut story, 24, 8, 50);
    let told = texts(&story, ZHAO).len();
    story.press(SUN, private(SUN), "On duty");
    let told_of_it = texts(&story, ZHAO).len();
    assert!(told_of_it >= told);
    until(&mut story, 24, 8, 56);
    assert_eq!((in_post(&story, SUN), in_post(&story, LI)), (0, 0));
    assert_eq!(texts(&story, ZHAO).len(), told_of_it, "nothing of a check");
    assert_eq!(
        presence(&story),
        ["presence_asked", "presence_freed", "presence_freed"]
    );
}

#[test]
fn whoever_stands_in_for_a_roster_is_asked_and_spared_as_well() {
    let mut settings = checked("0 33,50 8 * * *");
    leaders_stand_in(&mut settings);
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 31);
    story.press(ZHAO, private(ZHAO), "On duty");
    until(&mut story, 24, 8, 33);
    assert_eq!(in_post(&story, ZHAO), 0);
    until(&mut story, 24, 8, 50);
    assert_eq!(in_post(&story, ZHAO), 1);
}

#[test]
fn the_row_says_who_is_told_and_the_groups_are_where_there_is_nobody() {
    let mut settings = checked(TWO_HOURS);
    settings.presence[0].escalate = vec![Whom::Person("office".into())];
    settings.presence[0].name = Some("Night watch".into());
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 4, 10);
    let told = story.newest(OFFICE);
    assert!(
        told.starts_with("⚠️ Li Qiang") && told.contains("· Night watch"),
        "{told}"
    );
    assert!(texts(&story, ZHAO).is_empty());
    for person in &mut settings.people {
        if person.admin {
            person.telegram = None;
        }
    }
    let mut story = Story::with(settings);
    until(&mut story, 24, 4, 10);
    let told = story.lines(TOWN);
    assert!(
        told[0].starts_with("⚠️ Li Qiang: no answer at 04:10"),
        "{told:?}"
    );
    assert!(!story.shown(TOWN)[0].1.text.contains("+86"));
    assert!(story.newest(LI).contains("Told to: the group."));
}

#[test]
fn whoever_cannot_be_reached_is_told_of_in_time() {
    let mut story = begin_checked();
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken.push((private(LI), blocked));
    until(&mut story, 24, 4, 10);
    assert!(story.newest(ZHAO).contains("Can't be reached here"));
    let kinds = presence(&story);
    assert_eq!(
        kinds[..4],
        [
            "presence_asked",
            "presence_not_delivered",
            "presence_missed",
            "presence_told"
        ]
    );
}

#[test]
fn a_question_that_never_arrived_is_not_held_against_anybody() {
    let mut story = begin_checked();
    story.broken.push((private(LI), Outcome::Expired));
    until(&mut story, 24, 4, 5);
    story.broken.clear();
    until(&mut story, 24, 4, 10);
    assert_eq!(
        story.newest(ZHAO),
        "⚠️ Li Qiang: the presence check of 04:00 was not delivered in time · Town office\n\
         Call: +86 138 0000 0014"
    );
    assert_eq!(
        story.newest(LI),
        "⚠️ The presence check of 04:00 did not reach you in time · Town office\n\
         Told to: Zhao Jianguo. If you are in post, press In post."
    );
    story.say(ZHAO, private(ZHAO), "/stats 2026-11");
    let chart = story.chart(ZHAO);
    assert!(
        chart.last().unwrap().contains("no presence check"),
        "{chart:?}"
    );
    until(&mut story, 24, 4, 20);
    assert_eq!(story.press(LI, private(LI), "In post"), "You are in post.");
    assert_eq!(
        story.newest(ZHAO),
        "✅ 04:20 Li Qiang is in post · Town office"
    );
    assert_eq!(
        presence(&story),
        [
            "presence_asked",
            "presence_not_delivered",
            "presence_unreached",
            "presence_told",
            "in_post"
        ]
    );
}

#[test]
fn whoever_has_no_account_is_not_asked_and_yet_told_of() {
    let mut settings = rostered(&[&["li", "wang"], &["sun"]]);
    settings.presence = checked(TWO_HOURS).presence;
    let mut story = Story::with(settings);
    until(&mut story, 24, 4, 0);
    let last = log(&story).pop().unwrap();
    assert!(last.event.text().contains(": li until"), "{:?}", last.event);
    story.press(LI, private(LI), "In post");
    until(&mut story, 24, 4, 10);
    let told = story.newest(ZHAO);
    assert!(
        told.starts_with("⚠️ Wang Fang: the presence check of 04:00 was not delivered in time"),
        "{told}"
    );
    assert!(told.contains("Can't be reached here"), "{told}");
    assert_eq!(
        presence(&story),
        [
            "presence_asked",
            "in_post",
            "presence_unreached",
            "presence_told"
        ]
    );
}

#[test]
fn a_check_under_way_ends_when_its_row_asks_another_roster() {
    let mut settings = checked(TWO_HOURS);
    let patrol = Roster {
        id: "patrol".into(),
        name: "Patrol".into(),
        turns: vec![vec!["zhao".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(patrol);
    let mut story = Story::with(settings.clone());
    until(&mut story, 24, 4, 1);
    assert_eq!(in_post(&story, LI), 1);
    settings.presence[0].roster = "patrol".into();
    story.reconfigure(settings);
    assert_eq!(in_post(&story, LI), 0);
    until(&mut story, 24, 4, 11);
    assert_eq!(presence(&story), ["presence_asked", "presence_withdrawn"]);
    assert_eq!(log(&story).pop().unwrap().event.roster, "office".into());
    until(&mut story, 24, 6, 0);
    assert_eq!((in_post(&story, LI), in_post(&story, ZHAO)), (0, 1));
}

#[test]
fn a_row_that_is_gone_or_changed_owes_nothing() {
    let mut story = begin_checked();
    until(&mut story, 24, 4, 1);
    assert_eq!(in_post(&story, LI), 1);
    let mut settings = checked(TWO_HOURS);
    settings.presence.clear();
    story.reconfigure(settings);
    assert_eq!(in_post(&story, LI), 0);
    until(&mut story, 24, 7, 0);
    assert!(texts(&story, ZHAO).is_empty());
    // It fired under this setting before it was one.
    story.reconfigure(checked("0 55 6 * * *"));
    until(&mut story, 24, 7, 5);
    assert_eq!(presence(&story), ["presence_asked", "presence_withdrawn"]);
    story.reconfigure(checked("0 58 6,7 * * *"));
    until(&mut story, 24, 7, 58);
    assert_eq!(
        presence(&story),
        ["presence_asked", "presence_withdrawn", "presence_asked"]
    );
}

#[test]
fn a_check_of_a_clock_that_was_ahead_blocks_nothing_when_it_is_corrected() {
    let mut story = begin_checked();
    story.now = At(story.now.0 + 400 * 86_400_000);
    story.pass(HOUR * 2 - MINUTE * 6);
    assert_eq!(in_post(&story, LI), 1);
    story.now = At(story.now.0 - 400 * 86_400_000 - 3_600_000);
    story.restart();
    story.pass(Duration::ZERO);
    assert_eq!(in_post(&story, LI), 0);
    until(&mut story, 24, 4, 0);
    assert_eq!(in_post(&story, LI), 1);
    let kinds = presence(&story);
    assert_eq!(
        kinds[kinds.len() - 3..],
        ["presence_asked", "presence_withdrawn", "presence_asked"]
    );
}

#[test]
fn a_clock_that_is_set_back_asks_nobody_twice() {
    let mut story = begin_checked();
    until(&mut story, 24, 4, 1);
    story.press(LI, private(LI), "In post");
    story.now = At(story.now.0 - 3_600_000);
    story.restart();
    until(&mut story, 24, 5, 59);
    assert_eq!(presence(&story), ["presence_asked", "in_post"]);
    // It was years ahead once: the checks go on from now.
    let mut story = begin_checked();
    story.now = At(story.now.0 + 400 * 86_400_000);
    story.pass(HOUR);
    story.now = At(story.now.0 - 400 * 86_400_000);
    story.restart();
    let before = presence(&story).len();
    until(&mut story, 24, 4, 0);
    assert_eq!(presence(&story).len(), before + 1);
}

#[test]
fn everybody_on_a_shift_answers_for_himself() {
    let mut settings = rostered(&[&["li", "zhao"], &["sun"]]);
    settings.presence = checked(TWO_HOURS).presence;
    let mut story = Story::with(settings);
    until(&mut story, 24, 4, 1);
    story.press(LI, private(LI), "In post");
    assert_eq!((in_post(&story, LI), in_post(&story, ZHAO)), (0, 1));
    until(&mut story, 24, 4, 10);
    // The commander is the one who is missing: the administrator hears of it.
    assert!(story.newest(OFFICE).starts_with("⚠️ Zhao Jianguo"));
    assert!(story.newest(ZHAO).starts_with("⚠️ You have not answered"));
    assert_eq!(story.newest(LI), "✅ 04:01 In post · Town office");
}
