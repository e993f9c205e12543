//! A row is gone while its time runs: nobody leaves the count in silence.

use super::*;
use dutybell_core::outgoing::Unreachable;
use dutybell_core::settings::Onward;

fn village() -> Settings {
    let mut settings = half_monthly();
    settings.prompts[0].name = None;
    settings
}

/// Li has answered the screening of the first half of December, the deputies have not.
fn one_is_silent(settings: Settings) -> Story {
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    story.press(LI, private(LI), "Nothing found");
    story
}

/// The row is called otherwise from now on.
fn renamed(story: &mut Story) {
    let mut settings = story.settings.clone();
    settings.prompts[0].id = "half".into();
    story.reconfigure(settings);
}

fn screenings(story: &mut Story) -> Vec<String> {
    story.say(OFFICE, private(OFFICE), "/stats 2026-12");
    let chart = story.chart(OFFICE).into_iter();
    let section = chart.skip_while(|line| line != "[Dispute screening]");
    let mut lines: Vec<String> = section.skip(1).collect();
    if let Some(end) = lines.iter().position(|line| line.starts_with('[')) {
        lines.truncate(end);
    }
    lines
}

const WITHDRAWN: &str = "🟥 No longer asked: Dispute screening, 1–15 December\n\
                         Withdrawn: the row weekly is not in the configuration any more.\n\
                         Had not answered: Deputy";

#[test]
fn the_group_hears_of_it_and_it_stands_beside_the_rate() {
    let mut story = one_is_silent(village());
    renamed(&mut story);
    assert_eq!(group(&story), [WITHDRAWN]);
    assert_eq!(kinds(&story).last(), Some(&"withdrawn"));
    let lines = screenings(&mut story);
    assert!(lines[0].starts_with("Done | 1/1 · 100%"), "{lines:?}");
    assert_eq!(lines.last().unwrap(), "Withdrawn: 1 (Deputy)");
    // It is told once.
    story.restart();
    story.pass(HOUR);
    assert_eq!(group(&story).len(), 1);
}

#[test]
fn where_the_bot_was_thrown_out_of_the_group_an_administrator_hears_of_it() {
    let mut story = one_is_silent(village());
    let gone = Outcome::Unreachable(Unreachable::NoRights);
    story.broken = vec![(TOWN, gone)];
    renamed(&mut story);
    assert!(group(&story).is_empty());
    assert_eq!(texts(&story, OFFICE), [WITHDRAWN]);
}

#[test]
fn where_neither_the_group_nor_an_administrator_is_in_reach_an_announcing_group_hears_of_it() {
    let mut settings = village();
    let mut other = settings.chats[0].clone();
    other.id = "office".into();
    other.telegram = dutybell_core::ids::TelegramChat(-2002);
    other.announce = false;
    settings.chats.push(other);
    settings.prompts[0].report_to = Some("office".into());
    let mut story = one_is_silent(settings);
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken = vec![(private(OFFICE), blocked)];
    story.say(OFFICE, private(OFFICE), "/help");
    story.broken.push((
        dutybell_core::ids::TelegramChat(-2002),
        Outcome::Unreachable(Unreachable::NoRights),
    ));
    renamed(&mut story);
    assert_eq!(group(&story), [WITHDRAWN]);
}

#[test]
fn a_row_that_goes_while_the_bot_is_down_is_told_at_the_start() {
    let mut story = one_is_silent(village());
    story.settings.prompts.clear();
    sleeps_until(&mut story, 12, 1, 12, 0);
    assert_eq!(group(&story), [WITHDRAWN]);
}

#[test]
fn who_was_missing_already_stays_so_and_is_told_too() {
    let mut story = one_is_silent(village());
    until(&mut story, 12, 3, 9, 0);
    renamed(&mut story);
    assert_eq!(group(&story).last().unwrap(), WITHDRAWN);
    let lines = screenings(&mut story);
    assert!(lines[0].starts_with("Done | 1/2 · 50%"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.starts_with("Withdrawn")));
}

#[test]
fn where_all_have_answered_there_is_nothing_to_tell() {
    let mut story = one_is_silent(village());
    story.press(SUN, private(SUN), "Nothing found");
    let before = story.sent.len();
    renamed(&mut story);
    assert_eq!(story.sent.len(), before);
}

#[test]
fn without_a_group_the_administrators_hear_and_the_announcing_groups_where_those_can_not() {
    let mut settings = village();
    settings.prompts[0].report_to = None;
    let mut story = one_is_silent(settings.clone());
    renamed(&mut story);
    assert_eq!(texts(&story, OFFICE), [WITHDRAWN]);
    assert!(group(&story).is_empty());

    let mut story = one_is_silent(settings);
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken = vec![(private(OFFICE), blocked)];
    story.say(OFFICE, private(OFFICE), "/help");
    renamed(&mut story);
    assert_eq!(group(&story), [WITHDRAWN]);
}

#[test]
fn it_is_told_where_the_row_said_last() {
    let mut settings = village();
    settings.prompts[0].report_to = None;
    let mut story = one_is_silent(settings);
    story.reconfigure(village());
    renamed(&mut story);
    assert_eq!(group(&story), [WITHDRAWN]);
}

#[test]
fn a_written_report_that_waits_or_was_to_be_drafted_is_told_too() {
    let mut settings = village();
    settings.prompts[0].onward = Some(Onward {
        to: "Judicial office".into(),
        within: DAY,
    });
    let mut story = one_is_silent(settings.clone());
    renamed(&mut story);
    let none = format!("{WITHDRAWN}\nNo written report to Judicial office is drafted.");
    assert_eq!(group(&story), [none]);

    let mut story = one_is_silent(settings);
    story.press(SUN, private(SUN), "Nothing found");
    story.pass(HOUR);
    renamed(&mut story);
    assert_eq!(
        group(&story).last().unwrap(),
        "🟥 No longer asked for, and not made: written report, Dispute screening, 1–15 December\n\
         It is due to Judicial office by 4 Dec 09:00.\n\
         Withdrawn: the row weekly is not in the configuration any more."
    );
}

#[test]
fn what_a_clock_far_ahead_had_asked_is_void_and_not_told() {
    let mut story = Story::with(village());
    story.now = local(12, 16, 9, 0);
    story.pass(Duration::ZERO);
    story.press(LI, private(LI), "Nothing found");
    story.now = local(11, 25, 11, 0);
    story.restart();
    story.pass(Duration::ZERO);
    assert_eq!(kinds(&story).last(), Some(&"withdrawn_untrue"));
    assert!(
        group(&story)
            .iter()
            .all(|text| !text.contains("No longer asked"))
    );
    let lines = screenings(&mut story);
    assert!(
        lines.iter().all(|line| !line.starts_with("Withdrawn")),
        "{lines:?}"
    );
}

#[test]
fn in_chinese_it_reads_as_an_officer_writes_it() {
    let mut settings = village();
    settings.language = Language::Zh;
    for person in &mut settings.people {
        person.language = None;
    }
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    story.press(LI, private(LI), "无纠纷");
    renamed(&mut story);
    assert_eq!(
        group(&story),
        ["🟥 不再询问：12月上半月矛盾纠纷排查\n\
          已撤销：配置里已没有 weekly 这一项。\n\
          未回复：Deputy"]
    );
    story.say(OFFICE, private(OFFICE), "/stats 2026-12");
    let chart = story.chart(OFFICE);
    assert!(
        chart.iter().any(|line| line == "撤销：1（Deputy）"),
        "{chart:?}"
    );
}
