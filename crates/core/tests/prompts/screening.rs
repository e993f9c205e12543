//! Screenings.

use super::*;
use dutybell_core::settings::RoleMembers;

/// Li and Sun screen on the 1st and 16th and have two days.
fn screening() -> Story {
    let mut settings = half_monthly();
    let prompt = &mut settings.prompts[0];
    prompt.name = Some("Half-monthly dispute screening".into());
    prompt.remind = vec![DAY];
    Story::with(settings)
}

#[test]
fn nothing_found_is_signed_by_a_person() {
    let mut story = screening();
    until(&mut story, 12, 1, 9, 0);
    assert_eq!(
        texts(&story, SUN),
        ["📋 Dispute screening, 1–15 December · Deputy\nAnswer by 3 Dec 09:00."]
    );
    assert_eq!(
        labels(&story, SUN),
        ["Nothing found", "Register dispute", "Remind tomorrow"]
    );
    let toast = story.press(SUN, private(SUN), "Nothing found");
    assert_eq!(toast, "Noted: nothing found.");
    assert_eq!(
        texts(&story, SUN),
        ["✅ Dispute screening, 1–15 December · Deputy\nSun Min 09:00: nothing found"]
    );
    let signed = entries(&story).pop().unwrap();
    assert_eq!(signed.event.kind(), "nothing_found");
    assert_eq!(signed.by.export().as_deref(), Some("sun"));
    story.press(LI, private(LI), "Nothing found");
    assert_eq!(
        group(&story),
        ["📋 Screening, 1–15 December: complete 2/2 · 0 new · 0 in mediation · 100 % on time"]
    );
}

/// Through the guided form, begun under the question.
fn registers(story: &mut Story) {
    story.press(LI, private(LI), "Register dispute");
    fills_in(story, LI, "Neighbours");
}

#[test]
fn as_many_are_registered_as_there_are_and_that_is_all_closes_it() {
    let mut story = screening();
    until(&mut story, 12, 1, 9, 0);
    story.press(SUN, private(SUN), "Nothing found");
    assert!(!labels(&story, LI).contains(&"That is all".to_owned()));
    let (message, nothing) = story.button(private(LI), "Nothing found").unwrap();
    registers(&mut story);
    let toast = story.press_data(LI, private(LI), message, &nothing);
    assert!(
        toast.starts_with("You have registered 1 dispute"),
        "{toast}"
    );
    registers(&mut story);
    assert!(group(&story).is_empty(), "not before it is closed");
    story.restart();
    story.press(LI, private(LI), "That is all");
    assert_eq!(
        group(&story),
        ["📋 Screening, 1–15 December: complete 2/2 · 2 new · 2 in mediation · 100 % on time"]
    );
    let registered = entries(&story);
    let registered = registered
        .iter()
        .filter(|entry| entry.event.kind() == "dispute_registered");
    assert_eq!(registered.count(), 2);
    let origins = story.engine.desk().disputes.values();
    let origins: Vec<_> = origins
        .map(|dispute| dispute.origin.as_ref().unwrap().unit)
        .collect();
    assert_eq!(origins, [0, 0]);
}

#[test]
fn the_second_half_is_called_so_and_a_silent_mediator_is_told_of() {
    let mut story = screening();
    until(&mut story, 12, 16, 9, 0);
    assert!(
        texts(&story, LI)
            .last()
            .unwrap()
            .starts_with("📋 Dispute screening, 16–31 December")
    );
    story.press(LI, private(LI), "Nothing found");
    until(&mut story, 12, 18, 9, 0);
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 Not answered: Deputy\n\
         Dispute screening, 16–31 December · due by 09:00 · 1 of 2 have answered"
    );
}

#[test]
fn in_chinese_it_reads_as_an_officer_writes_it() {
    let mut settings = screening().settings;
    settings.language = dutybell_core::settings::Language::Zh;
    for person in &mut settings.people {
        person.language = None;
    }
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    assert_eq!(
        texts(&story, SUN),
        ["📋 12月上半月矛盾纠纷排查 · Deputy\n请于 12月3日 09:00 前回复。"]
    );
    assert_eq!(labels(&story, SUN), ["无纠纷", "登记纠纷", "明天再提醒"]);
    story.press(SUN, private(SUN), "无纠纷");
    until(&mut story, 12, 3, 9, 0);
    until(&mut story, 12, 4, 9, 0);
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 Li Qiang 尚未回复，已超 1 天\n12月上半月矛盾纠纷排查 · 应于 12月3日 09:00 前 · 已回复 1/2"
    );
    assert!(story.button(TOWN, "再问未回复者").is_some());
    story.press(LI, private(LI), "无纠纷");
    assert_eq!(
        group(&story).last().unwrap(),
        "📋 12月上半月排查完成 2/2 · 新登记 0 · 在调 0 · 按时 50%\n迟复：Li Qiang"
    );
}

fn screening_on(schedule: Schedule) -> Story {
    let mut settings = screening().settings;
    settings.prompts[0].schedule = schedule;
    Story::with(settings)
}

#[test]
fn halves_that_begin_on_other_days_are_called_by_their_days() {
    let mut story = screening_on(Schedule::cron("0 0 9 8,23 * *").unwrap());
    until(&mut story, 12, 8, 9, 0);
    let title = |story: &Story| {
        texts(story, LI)
            .pop()
            .unwrap()
            .lines()
            .next()
            .map(str::to_owned)
    };
    assert_eq!(
        title(&story).unwrap(),
        "📋 Dispute screening, 8 December to 22 December"
    );
    until(&mut story, 12, 23, 9, 0);
    assert_eq!(
        title(&story).unwrap(),
        "📋 Dispute screening, 23 December to 7 January"
    );
}

#[test]
fn a_half_that_waits_for_a_working_day_is_called_by_its_own_days() {
    // 16 January 2027 is a Saturday.
    let schedule = Schedule::on("1,16 09:00").unwrap();
    let mut story = screening_on(schedule.moved(std::sync::Arc::default()));
    until(&mut story, 12, 31, 9, 0);
    story.pass(DAY * 18);
    assert_eq!(
        texts(&story, LI).pop().unwrap().lines().next(),
        Some("📋 Dispute screening, 16–31 January")
    );
}

#[test]
fn in_chinese_what_is_done_each_day_is_said_so() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.language = dutybell_core::settings::Language::Zh;
    settings.prompts[0].name = Some("值班电话检查".into());
    for person in &mut settings.people {
        person.language = None;
    }
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    assert_eq!(
        texts(&story, LI),
        ["📋 值班电话检查 · 11月25日\n请于 11月26日 09:00 前完成，并点“已完成”。"]
    );
    story.press(LI, private(LI), "已完成");
    story.press(SUN, private(SUN), "已完成");
    assert_eq!(
        group(&story),
        ["📋 值班电话检查 · 11月25日：完成 2/2 · 按时 100%"]
    );
}

/// Sun fills in the dispute that he began to register.
fn registers_for_the_screening(story: &mut Story) {
    let chat = private(SUN);
    story.press(SUN, chat, "Neighbours");
    story.say(SUN, chat, "the mill");
    story.say(SUN, chat, "Ge Dafu and Wu Xiaomei");
    story.say(SUN, chat, "a fence");
    story.press(SUN, chat, "I mediate");
    story.press(SUN, chat, "Confirm");
}

#[test]
fn nothing_found_is_not_signed_while_a_dispute_is_filled_in() {
    let mut story = screening();
    until(&mut story, 12, 1, 9, 0);
    let (question, nothing) = story.button(private(LI), "Nothing found").unwrap();
    story.press(LI, private(LI), "Register dispute");
    story.press(LI, private(LI), "Neighbours");
    let toast = story.press_data(LI, private(LI), question, &nothing);
    assert_eq!(
        toast,
        "A dispute is being registered for it: that is finished or cancelled first."
    );
    story.say(LI, private(LI), "/cancel");
    story.press_data(LI, private(LI), question, &nothing);
    assert_eq!(entries(&story).pop().unwrap().event.kind(), "nothing_found");
}

#[test]
fn a_colleague_of_the_role_does_not_sign_it_meanwhile_either() {
    let mut settings = asking(PromptKind::Screening);
    settings.prompts[0].ask = vec![Target::Role("deputy".into())];
    let deputies = ["sun", "li"].map(|id| id.into()).to_vec();
    settings.roles[1].members = RoleMembers::People(deputies);
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    story.press(SUN, private(SUN), "Register dispute");
    let toast = story.press(LI, private(LI), "Nothing found");
    assert_eq!(
        toast,
        "A dispute is being registered for it: that is finished or cancelled first."
    );
    assert!(!kinds(&story).contains(&"nothing_found"));
    // Nor that the first is all, while a second is filled in.
    registers_for_the_screening(&mut story);
    story.press(SUN, private(SUN), "Register dispute");
    let told = story.press(LI, private(LI), "That is all");
    assert_eq!(told, toast);
    assert!(!kinds(&story).contains(&"all_registered"));
}

#[test]
fn whoever_registered_and_did_not_finish_is_told_apart_from_the_silent() {
    let mut settings = asking(PromptKind::Screening);
    settings.prompts[0].ask = vec![Target::Person("sun".into()), Target::Person("li".into())];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    story.press(SUN, private(SUN), "Register dispute");
    registers_for_the_screening(&mut story);
    until(&mut story, 11, 26, 9, 0);
    let told = group(&story);
    assert_eq!(
        told.last().unwrap().lines().collect::<Vec<_>>()[..3],
        [
            "📋 Not answered: Sun Min, Li Qiang",
            "Safety inspection · 25 November · due by 09:00 · 0 of 2 have answered",
            "Registered, but “That is all” not pressed: Sun Min (1)",
        ]
    );
}

#[test]
fn whoever_writes_instead_of_pressing_is_shown_the_way_to_the_button() {
    let mut story = screening();
    until(&mut story, 12, 1, 9, 0);
    story.say(LI, private(LI), "there are none here");
    let told = story.newest(LI).to_owned();
    assert!(
        told.contains("A question waits for one of its buttons: /prompts"),
        "{told}"
    );
    story.press(LI, private(LI), "Nothing found");
    story.say(LI, private(LI), "there are none here");
    assert!(!story.newest(LI).contains("A question waits"));
}
