//! Reminders, and what is not answered in time.

use super::*;

#[test]
fn a_reminder_is_silent_until_an_hour_before_the_limit_and_what_is_late_rings() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.press(SUN, private(SUN), "Done");
    until(&mut story, 11, 26, 3, 0);
    assert_eq!(
        story.newest(LI),
        "⏰ Not answered yet: Safety inspection · 25 November\n\
         Press Done when it is, by 09:00. 1 of 2 have answered."
    );
    assert_eq!(
        texts(&story, SUN).len(),
        1,
        "whoever has answered is left alone"
    );
    until(&mut story, 11, 26, 8, 30);
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(rings(&story, LI), [false, false, true, true]);
    assert_eq!(labels(&story, LI), ["Done"], "one copy has them");
    assert_eq!(
        story.newest(LI),
        "⚠️ Late: Safety inspection · 25 November\n\
         Due by 09:00. You can still answer; it is noted as late. 1 of 2 have answered."
    );
    assert_eq!(
        texts(&story, ZHAO),
        ["📋 Not answered: Li Qiang\n\
          Safety inspection · 25 November · due by 09:00 · 1 of 2 have answered\n\
          Li Qiang: Call: +86 138 0000 0014"]
    );
    assert_eq!(rings(&story, ZHAO), [true]);
    assert_eq!(
        group(&story),
        ["📋 Not answered: Li Qiang\n\
          Safety inspection · 25 November · due by 09:00 · 1 of 2 have answered"]
    );
    assert!(!story.shown(TOWN)[0].1.sound, "a group's is silent");
    assert_eq!(
        kinds(&story),
        [
            "asked",
            "asked",
            "done",
            "reminded",
            "reminded",
            "not_answered",
            "told"
        ]
    );
}

#[test]
fn a_late_answer_is_taken_marked_and_told_to_whom_it_was_missing() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    until(&mut story, 11, 26, 9, 30);
    let toast = story.press(SUN, private(SUN), "Done");
    assert_eq!(toast, "Noted: done, and that it is late.");
    assert_eq!(
        story.newest(SUN),
        "✅ Safety inspection · 25 November · Deputy\nSun Min 09:30: done\nLate: due by 09:00"
    );
    let told = "📋 Deputy has answered: done\nSafety inspection · 25 November\n\
                Sun Min 09:30: done\nLate: due by 09:00";
    assert_eq!(story.newest(ZHAO), told);
    assert_eq!(rings(&story, ZHAO), [true, false]);
    assert_eq!(group(&story).last().unwrap(), told);
    until(&mut story, 11, 26, 10, 0);
    story.press(LI, private(LI), "Done");
    let shown = story.shown(TOWN);
    assert_eq!(
        shown.last().unwrap().1.text,
        "📋 Safety inspection · 25 November: complete 2/2 · 0 % on time\n\
         Late: Li Qiang, Deputy"
    );
    assert!(
        shown.iter().all(|(_, message)| message.rows.is_empty()),
        "nobody is left to be asked again"
    );
    assert!(labels(&story, ZHAO).is_empty());
    let last: Vec<_> = kinds(&story).into_iter().rev().take(5).collect();
    assert_eq!(
        last,
        [
            "completed",
            "done_late",
            "done_late",
            "told",
            "not_answered"
        ]
    );
}

#[test]
fn those_who_are_missing_are_asked_again_by_one_tap() {
    let mut story = acknowledging();
    until(&mut story, 11, 26, 9, 0);
    let (message, data) = story.button(TOWN, "Ask again").unwrap();
    let toast = story.press_data(99, TOWN, message, &data);
    assert_eq!(
        toast,
        "Only Zhao Jianguo, those who are asked and administrators have it asked again."
    );
    until(&mut story, 11, 26, 9, 20);
    assert_eq!(story.press(ZHAO, TOWN, "Ask again"), "Asked again (2).");
    assert!(
        story
            .newest(LI)
            .starts_with("❗ Please answer: Safety inspection · 25 November")
    );
    assert_eq!(rings(&story, LI).last(), Some(&true));
    assert_eq!(labels(&story, LI), ["Done"]);
    let toast = story.press(OFFICE, TOWN, "Ask again");
    assert_eq!(toast, "They were asked at 09:20. Give them a moment.");
    until(&mut story, 11, 26, 9, 31);
    assert_eq!(story.press(SUN, TOWN, "Ask again"), "Asked again (2).");
    story.press(LI, private(LI), "Done");
    story.press(SUN, private(SUN), "Done");
    let toast = story.press_data(ZHAO, TOWN, message, &data);
    assert_eq!(toast, "All have answered.");
}

#[test]
fn a_day_later_the_group_hears_it_once_more() {
    let mut story = acknowledging();
    until(&mut story, 11, 26, 12, 0);
    story.press(LI, private(LI), "Done");
    until(&mut story, 11, 27, 9, 0);
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 Not answered, 1 day late: Deputy\n\
         Safety inspection · 25 November · due by 26 Nov 09:00 · 1 of 2 have answered"
    );
    let with = story.shown(TOWN).into_iter();
    let with = with.filter(|(_, message)| !message.rows.is_empty()).count();
    assert_eq!(with, 1, "the newest has the button");
    let before = story.shown(TOWN).len();
    until(&mut story, 12, 2, 8, 59);
    assert_eq!(story.shown(TOWN).len(), before);
    // The next round comes; until its limit the last can be answered.
    until(&mut story, 12, 2, 9, 0);
    assert_eq!(labels(&story, SUN).len(), 2);
    until(&mut story, 12, 3, 9, 0);
    assert_eq!(labels(&story, SUN).len(), 1);
    let ended = entries(&story).into_iter();
    let ended: Vec<_> = ended
        .filter(|entry| entry.event.kind() == "ended")
        .collect();
    assert_eq!(
        ended[0].event.text(),
        "weekly 2026-11-25T01:00:00.000Z: deputy"
    );
}

#[test]
fn a_press_on_a_round_that_has_ended_gets_a_friendly_answer() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    let (message, data) = story.button(private(LI), "Done").unwrap();
    until(&mut story, 12, 3, 9, 1);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(
        toast,
        "The one of 25 Nov 09:00 is over and can't be answered any more. What is open: /prompts"
    );
    assert!(!kinds(&story).contains(&"done_late"));
}

#[test]
fn whoever_wants_to_be_reminded_tomorrow_is_at_the_hour_of_the_question() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].within = DAY * 3;
    settings.prompts[0].remind = vec![DAY * 2 + HOUR * 12];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 11, 0);
    let toast = story.press(LI, private(LI), "Remind tomorrow");
    assert_eq!(toast, "You are reminded 26 Nov 09:00.");
    until(&mut story, 11, 25, 21, 0);
    assert_eq!(
        texts(&story, LI).len(),
        1,
        "not before the hour he has named"
    );
    assert_eq!(texts(&story, SUN).len(), 2);
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(texts(&story, LI).len(), 2);
    assert_eq!(rings(&story, LI), [false, false], "a day is left");
    assert_eq!(rings(&story, SUN), [false, false]);
    story.press(LI, private(LI), "Done");
    story.press(SUN, private(SUN), "Done");
    assert!(group(&story)[0].contains("complete 2/2 · 100 % on time"));
}

#[test]
fn without_group_and_people_to_tell_the_administrators_hear_it() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].escalate.clear();
    settings.prompts[0].report_to = None;
    let mut story = Story::with(settings);
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(texts(&story, OFFICE).len(), 1);
    until(&mut story, 11, 27, 9, 0);
    assert!(
        story
            .newest(OFFICE)
            .starts_with("📋 Not answered, 1 day late: Li Qiang, Deputy")
    );
    assert!(story.shown(TOWN).is_empty());
    assert_eq!(
        story.press(OFFICE, private(OFFICE), "Ask again"),
        "Asked again (2)."
    );
}

#[test]
fn remind_tomorrow_is_there_only_while_tomorrow_leaves_time() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].within = DAY + HOUR;
    settings.prompts[0].remind.clear();
    let mut story = Story::with(settings.clone());
    until(&mut story, 11, 25, 9, 0);
    assert_eq!(labels(&story, LI), ["Done"]);
    settings.prompts[0].within = DAY * 2;
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    assert_eq!(labels(&story, LI), ["Done", "Remind tomorrow"]);
    story.press(LI, private(LI), "Remind tomorrow");
    let (message, data) = story.button(private(LI), "Remind tomorrow").unwrap();
    // The message was on the phone since the day before.
    until(&mut story, 11, 26, 8, 0);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "Tomorrow is too late: answer by 27 Nov 09:00.");
    assert_eq!(labels(&story, LI), ["Done"], "it goes");
    sleeps_until(&mut story, 11, 27, 9, 30);
    assert!(
        !kinds(&story).contains(&"reminded"),
        "what the limit brings is enough"
    );
    assert_eq!(labels(&story, LI), ["Done"]);
}

#[test]
fn a_late_answer_is_told_to_whom_the_lateness_was_told_and_to_who_sees_to_it_now() {
    let mut story = acknowledging();
    until(&mut story, 11, 26, 9, 0);
    let mut changed = story.settings.clone();
    changed.prompts[0].escalate = vec![Whom::Person("office".into())];
    story.reconfigure(changed);
    story.press(SUN, private(SUN), "Done");
    for user in [ZHAO, OFFICE] {
        assert!(
            story
                .newest(user)
                .starts_with("📋 Deputy has answered: done"),
            "{user}"
        );
    }
}

#[test]
fn of_a_daily_row_nothing_is_told_of_a_round_that_ends() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].schedule = Schedule::cron("0 0 9 * * *").unwrap();
    settings.prompts[0].within = HOUR;
    settings.prompts[0].remind.clear();
    let mut story = Story::with(settings);
    until(&mut story, 11, 27, 11, 0);
    let late = group(&story)
        .into_iter()
        .filter(|text| text.contains("day late"));
    assert_eq!(late.count(), 0);
    assert_eq!(labels(&story, LI), ["Done"], "of the last one");
}

#[test]
fn no_round_ends_before_its_limit_and_its_end_outlives_the_next_round() {
    let mut story = acknowledging();
    until(&mut story, 12, 2, 9, 0);
    story.press(LI, private(LI), "Done");
    story.press(SUN, private(SUN), "Done");
    let first = |story: &Story| {
        let prompting = &story.engine.desk().prompts[&"weekly".into()];
        prompting.rounds[0].clone()
    };
    assert_eq!(first(&story).at, local(11, 25, 9, 0));
    assert_eq!(first(&story).closes, Some(local(12, 3, 9, 0)));
    until(&mut story, 12, 3, 9, 0);
    assert!(kinds(&story).contains(&"ended"));
}

/// Found by the simulation: a group grew up after it was told who had not answered. The change of that
/// message was sent on to the new group, where its number is that of another message, which lost its buttons.
#[test]
fn nothing_is_changed_in_a_group_that_grew_up() {
    let grown = TelegramChat(-1_001_001);
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(group(&story).len(), 1, "Li and the deputies are missing");
    story.broken = vec![(TOWN, Outcome::Moved(grown))];
    story.press(SUN, private(SUN), "Done");
    story.press(LI, private(LI), "Done");
    let there = story
        .sent
        .iter()
        .filter(|(_, body)| body.chat() == Some(grown));
    let there: Vec<&Outgoing> = there.map(|(_, body)| body).collect();
    assert!(
        there
            .iter()
            .all(|body| matches!(body, Outgoing::Send { .. })),
        "{there:?}"
    );
    assert_eq!(there.len(), 2, "a late answer, and that all have answered");
}

#[test]
fn whoever_is_silent_is_named_however_many_there_are() {
    let mut settings = asking(PromptKind::Acknowledge);
    let villages = (0..20).map(|n| format!("village{n}"));
    for id in villages {
        settings.people.push(dutybell_core::settings::Person {
            id: id.as_str().into(),
            name: format!("V{id}"),
            telegram: None,
            ..settings.people[0].clone()
        });
        settings.prompts[0]
            .ask
            .push(Target::Person(id.as_str().into()));
    }
    let mut story = Story::with(settings);
    until(&mut story, 11, 26, 9, 0);
    let all = |text: &str| (0..20).all(|n| text.contains(&format!("Vvillage{n}")));
    assert!(all(&group(&story)[0]), "{:?}", group(&story));
    assert!(all(&texts(&story, ZHAO)[0]));
    story.say(ZHAO, private(ZHAO), "/prompts");
    assert!(all(&story.newest(ZHAO)), "{}", story.newest(ZHAO));
}

#[test]
fn the_last_late_answer_is_posted_with_its_name() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.press(SUN, private(SUN), "Done");
    until(&mut story, 11, 26, 9, 30);
    story.press(LI, private(LI), "Done");
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 Safety inspection · 25 November: complete 2/2 · 50 % on time\nLate: Li Qiang"
    );
}

#[test]
fn of_many_who_were_late_each_is_named() {
    let mut settings = asking(PromptKind::Acknowledge);
    let li = settings.people[3].clone();
    settings.prompts[0].ask.clear();
    for nth in 0..60 {
        let id = format!("p{nth}");
        let name = format!("Villager {nth}");
        let telegram = Some(dutybell_core::ids::TelegramUser(200 + nth));
        settings.prompts[0]
            .ask
            .push(Target::Person(id.as_str().into()));
        let id = id.as_str().into();
        let person = dutybell_core::settings::Person {
            id,
            name,
            telegram,
            ..li.clone()
        };
        settings.people.push(person);
    }
    let mut story = Story::with(settings);
    until(&mut story, 11, 26, 9, 0);
    for nth in 0..60 {
        story.press(200 + nth, private(200 + nth), "Done");
    }
    let told = group(&story).pop().unwrap();
    for nth in 0..60 {
        assert!(told.contains(&format!("Villager {nth}")), "{told}");
    }
}
