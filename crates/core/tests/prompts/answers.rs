//! Who is asked, and who answers.

use super::*;

#[test]
fn each_answers_alone_and_the_group_hears_that_all_have() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 8, 59);
    assert!(texts(&story, LI).is_empty(), "nothing is owed from before");
    until(&mut story, 11, 25, 9, 0);
    assert_eq!(
        texts(&story, LI),
        ["📋 Safety inspection · 25 November\nPress Done when it is, by 26 Nov 09:00."]
    );
    assert_eq!(
        texts(&story, SUN),
        ["📋 Safety inspection · 25 November · Deputy\nPress Done when it is, by 26 Nov 09:00."]
    );
    assert_eq!(rings(&story, LI), [false]);
    assert_eq!(labels(&story, LI), ["Done"]);
    assert!(story.shown(TOWN).is_empty());
    until(&mut story, 11, 25, 10, 5);
    assert_eq!(story.press(LI, private(LI), "Done"), "Noted: done.");
    assert_eq!(
        texts(&story, LI),
        ["✅ Safety inspection · 25 November\nLi Qiang 10:05: done"]
    );
    assert!(labels(&story, LI).is_empty());
    assert!(story.shown(TOWN).is_empty());
    story.press(SUN, private(SUN), "Done");
    assert_eq!(
        group(&story),
        ["📋 Safety inspection · 25 November: complete 2/2 · 100 % on time"]
    );
    assert!(!story.shown(TOWN)[0].1.sound);
    until(&mut story, 12, 2, 8, 59);
    assert!(texts(&story, ZHAO).is_empty(), "nobody is told");
    assert_eq!(story.shown(TOWN).len(), 1);
    assert_eq!(
        kinds(&story),
        ["asked", "asked", "done", "done", "completed"]
    );
    assert_eq!(
        entries(&story)[2].event.text(),
        "weekly 2026-11-25T01:00:00.000Z li"
    );
}

#[test]
fn one_of_a_role_answers_for_it_and_every_copy_says_so() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.people[2].telegram = Some(dutybell_core::ids::TelegramUser(13));
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    let (message, data) = story.button(private(13), "Done").unwrap();
    story.press(SUN, private(SUN), "Done");
    let answered = "✅ Safety inspection · 25 November · Deputy\nSun Min 09:00: done";
    assert_eq!(texts(&story, SUN), [answered]);
    assert_eq!(texts(&story, 13), [answered]);
    let toast = story.press_data(13, private(13), message, &data);
    assert_eq!(toast, "Sun Min answered at 09:00. Nothing to do.");
    assert_eq!(kinds(&story), ["asked", "asked", "done"]);
}

#[test]
fn of_each_person_of_a_role_an_answer_is_wanted() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].each_person = true;
    settings.prompts[0].ask.push(Target::Person("sun".into()));
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    assert_eq!(texts(&story, SUN).len(), 1, "nobody is asked twice");
    story.press(SUN, private(SUN), "Done");
    story.press(LI, private(LI), "Done");
    assert!(story.shown(TOWN).is_empty(), "Wang is missing");
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(
        group(&story),
        ["📋 Not answered: Wang Fang\n\
          Safety inspection · 25 November · due by 09:00 · 2 of 3 have answered\n\
          Not reached: Wang Fang"]
    );
}

#[test]
fn a_press_of_others_and_of_bystanders_answers_nothing() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    let (message, data) = story.button(private(LI), "Done").unwrap();
    for user in [SUN, 99] {
        let toast = story.press_data(user, private(user), message, &data);
        assert_eq!(toast, "This is for Li Qiang: only they answer here.");
    }
    assert_eq!(labels(&story, LI).len(), 1);
    story.press(LI, private(LI), "Done");
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "Li Qiang answered at 09:00. Nothing to do.");
    assert_eq!(kinds(&story), ["asked", "asked", "done"]);
}

#[test]
fn a_role_by_roster_is_whoever_is_on_duty_at_the_asking() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.rosters = vec![dutybell_core::settings::Roster {
        id: "office".into(),
        name: "Town office".into(),
        turns: vec![vec!["zhao".into()], vec!["li".into()]],
        start: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        handover: chrono::NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        rotation: dutybell_core::settings::Rotation::Daily,
        patrol: false,
        asks: dutybell_core::settings::Asks {
            remind: Vec::new(),
            ..dutybell_core::settings::Asks::default()
        },
    }];
    settings.roles.push(dutybell_core::settings::Role {
        id: "officer".into(),
        name: "Duty officer".into(),
        members: dutybell_core::settings::RoleMembers::Roster("office".into()),
    });
    settings.prompts[0].ask = vec![Target::Role("officer".into())];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 8, 30);
    story.press(LI, private(LI), "On duty");
    until(&mut story, 11, 25, 9, 0);
    assert!(
        story
            .newest(LI)
            .starts_with("📋 Safety inspection · 25 November · Duty officer")
    );
    assert!(
        texts(&story, ZHAO)
            .iter()
            .all(|text| !text.contains("Safety"))
    );
    story.press(LI, private(LI), "Done");
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 Safety inspection · 25 November: complete 1/1 · 100 % on time"
    );
}

#[test]
fn typed_names_do_nothing() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].name = Some("@everybody /close 1".into());
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    let (_, message) = story.shown(private(LI)).remove(0);
    let kinds: Vec<_> = message.entities.iter().map(|entity| &entity.kind).collect();
    assert_eq!(kinds, [&dutybell_core::outgoing::EntityKind::Code]);
}
