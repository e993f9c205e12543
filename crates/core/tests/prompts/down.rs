//! The bot is down, the clock is set, and the configuration changes.

use super::*;
use dutybell_core::state::prompt_answers::{Outcome, answerings};

#[test]
fn after_a_pause_over_two_firings_the_last_is_asked_once_with_its_whole_time() {
    let mut story = acknowledging();
    sleeps_until(&mut story, 12, 5, 10, 0);
    assert_eq!(
        texts(&story, LI),
        [
            "📋 Safety inspection · 2 December\nDue 2 Dec 09:00, delayed\n\
          Press Done when it is, by 6 Dec 10:00."
        ]
    );
    assert_eq!(
        kinds(&story),
        ["not_asked", "told", "asked_late", "asked_late"]
    );
    assert_eq!(
        group(&story),
        ["⚠️ Safety inspection: 1 question was not asked\n\
          The bot was down, due 25 Nov 09:00. It counts as not answered."]
    );
    assert_eq!(
        entries(&story)[0].event.text(),
        "weekly 2026-11-25T01:00:00.000Z: 1 until 2026-11-25T01:00:00.000Z: li, deputy"
    );
    story.restart();
    story.pass(Duration::ZERO);
    assert_eq!(kinds(&story).len(), 4);
    until(&mut story, 12, 6, 10, 0);
    assert_eq!(texts(&story, ZHAO).len(), 1);
    until(&mut story, 12, 9, 9, 0);
    assert!(story.newest(LI).contains("9 December"));
}

#[test]
fn what_the_limit_was_to_bring_comes_after_the_start_and_says_when_it_was_due() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    sleeps_until(&mut story, 11, 26, 11, 0);
    assert_eq!(
        texts(&story, ZHAO),
        ["📋 Not answered: Li Qiang, Deputy\nDue 09:00, delayed\n\
          Safety inspection · 25 November · due by 09:00 · 0 of 2 have answered\n\
          Li Qiang: Call: +86 138 0000 0014\n\
          Sun Min: Call: +86 138 0000 0012\n\
          Wang Fang: Can't be reached here: no Telegram account known\n\
          Wang Fang: Call: +86 138 0000 0000"]
    );
    assert_eq!(texts(&story, LI).len(), 2, "no reminder after the limit");
    // Dead for days: the day after is over too, and it says how many have passed.
    sleeps_until(&mut story, 11, 29, 11, 0);
    assert!(group(&story).last().unwrap().contains("3 days late"));
}

#[test]
fn a_clock_that_is_set_back_asks_nobody_twice() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.now = local(11, 25, 8, 0);
    story.restart();
    until(&mut story, 11, 25, 10, 0);
    assert_eq!(texts(&story, LI).len(), 1);
    // Far ahead by mistake: what it asked is withdrawn, and the right one is asked.
    story.now = local(12, 16, 9, 0);
    story.pass(Duration::ZERO);
    assert!(story.newest(LI).contains("16 December"));
    story.now = local(11, 25, 11, 0);
    story.restart();
    story.pass(Duration::ZERO);
    assert_eq!(kinds(&story).last(), Some(&"withdrawn_untrue"));
    until(&mut story, 12, 2, 9, 0);
    assert!(story.newest(LI).contains("2 December"));
    until(&mut story, 12, 16, 9, 0);
    assert!(story.newest(LI).contains("16 December"));
}

#[test]
fn another_configuration_changes_nothing_that_runs() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    let mut changed = asking(PromptKind::Checklist(vec!["Cars".into()]));
    changed.prompts[0].name = Some("Cars".into());
    changed.prompts[0].within = HOUR;
    changed.prompts[0].schedule = Schedule::cron("0 0 10 * * Wed").unwrap();
    story.reconfigure(changed);
    until(&mut story, 11, 25, 9, 59);
    assert_eq!(texts(&story, LI).len(), 1);
    until(&mut story, 11, 25, 10, 0);
    assert!(story.newest(LI).starts_with("📋 Cars · 25 November"));
    let toast = story.press(LI, private(LI), "Done");
    assert_eq!(toast, "Noted: done.");
    until(&mut story, 11, 25, 11, 0);
    assert!(story.newest(ZHAO).contains("Cars"));
    until(&mut story, 11, 26, 9, 0);
    assert!(story.newest(ZHAO).contains("Safety inspection"));
}

#[test]
fn a_row_that_is_gone_takes_its_buttons_along() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.press(SUN, private(SUN), "Done");
    let (message, data) = story.button(private(LI), "Done").unwrap();
    let mut without = story.settings.clone();
    without.prompts.clear();
    story.reconfigure(without);
    assert!(labels(&story, LI).is_empty());
    assert_eq!(
        entries(&story).last().unwrap().event.text(),
        "weekly 2026-11-25T01:00:00.000Z: li"
    );
    let toast = story.press_data(LI, private(LI), message, &data);
    assert!(toast.contains("is over"), "{toast}");
    until(&mut story, 11, 26, 10, 0);
    assert!(texts(&story, ZHAO).is_empty());
}

#[test]
fn whom_the_question_never_reached_is_named_so() {
    let mut story = acknowledging();
    story.pass(local(11, 25, 8, 59).since(story.now));
    story.broken = vec![(
        private(LI),
        dutybell_core::outgoing::Outcome::Unreachable(
            dutybell_core::outgoing::Unreachable::Blocked,
        ),
    )];
    until(&mut story, 11, 25, 9, 0);
    assert!(kinds(&story).contains(&"not_delivered"));
    story.broken.clear();
    until(&mut story, 11, 26, 9, 0);
    assert!(
        group(&story)[0].contains("Not reached: Li Qiang"),
        "{:?}",
        group(&story)
    );
}

#[test]
fn what_became_of_each_question_is_counted_from_the_log() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    story.press(LI, private(LI), "Done");
    until(&mut story, 11, 27, 9, 0);
    story.press(SUN, private(SUN), "Done");
    until(&mut story, 12, 2, 9, 0);
    story.press(LI, private(LI), "Done");
    until(&mut story, 12, 4, 9, 0);
    sleeps_until(&mut story, 12, 17, 9, 0);
    let counted = answerings(&entries(&story));
    let outcomes: Vec<Outcome> = counted.iter().map(|one| one.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::InTime,
            Outcome::Late,
            Outcome::InTime,
            Outcome::Missing,
            Outcome::NotAsked,
            Outcome::NotAsked,
            Outcome::Open,
            Outcome::Open
        ]
    );
    assert_eq!(counted[4].rounds, 1);
    assert_eq!(counted[4].at, local(12, 9, 9, 0));
    assert_eq!(counted[4].unit, Some(Target::Person("li".into())));
    assert_eq!(counted[5].unit, Some(Target::Role("deputy".into())));
    let (by, at) = counted[1].answer.clone().unwrap();
    assert_eq!(by.export().as_deref(), Some("sun"));
    assert_eq!(at, local(11, 27, 9, 0));
    let words = Words::new();
    for language in [Language::Zh, Language::En] {
        let words = SheetWords {
            words: &words,
            language,
        };
        for one in &counted {
            assert!(!words.outcome(one.outcome).contains("outcome"));
        }
    }
}

fn each(cron: &str) -> Settings {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].schedule = Schedule::cron(cron).unwrap();
    settings
}

/// The bot is down until then, and its file is edited meanwhile.
fn sleeps_and_wakes_by(story: &mut Story, settings: Settings, (month, day): (u32, u32)) {
    story.settings = settings;
    sleeps_until(story, month, day, 10, 0);
}

#[test]
fn what_is_owed_survives_an_edited_schedule() {
    // Down over the firing, and edited meanwhile to one that fires later.
    let mut story = Story::with(each("0 0 9 1 * *"));
    until(&mut story, 11, 30, 12, 0);
    sleeps_and_wakes_by(&mut story, each("0 0 9 15 * *"), (12, 2));
    assert_eq!(kinds(&story), ["asked_late", "asked_late"]);
    assert!(story.newest(LI).contains("1 December"));
    story.restart();
    story.pass(Duration::ZERO);
    until(&mut story, 12, 3, 9, 0);
    let asked = |story: &Story| {
        let kinds = kinds(story).into_iter();
        kinds.filter(|kind| kind.starts_with("asked")).count()
    };
    assert_eq!(asked(&story), 2, "once");
    until(&mut story, 12, 15, 9, 0);
    assert_eq!(asked(&story), 4);
}

#[test]
fn of_what_both_settings_fired_while_the_bot_was_down_the_last_is_asked() {
    let mut story = Story::with(each("0 0 9 1 * *"));
    until(&mut story, 11, 30, 12, 0);
    sleeps_and_wakes_by(&mut story, each("0 0 9 2 * *"), (12, 4));
    assert_eq!(
        kinds(&story),
        ["not_asked", "told", "asked_late", "asked_late"]
    );
    assert!(story.newest(LI).contains("2 December"));
    assert_eq!(entries(&story)[0].event.at, local(12, 1, 9, 0));
}

#[test]
fn what_another_setting_fires_before_it_was_in_force_is_not_owed() {
    let mut story = Story::with(each("0 0 9 1 * *"));
    until(&mut story, 11, 29, 12, 0);
    // Edited while the bot runs, and by a restart.
    story.reconfigure(each("0 0 9 28 * *"));
    story.pass(Duration::ZERO);
    assert!(kinds(&story).is_empty());
    until(&mut story, 11, 30, 12, 0);
    sleeps_and_wakes_by(&mut story, each("0 0 9 * * Wed"), (12, 1));
    assert!(kinds(&story).is_empty());
    until(&mut story, 12, 2, 9, 0);
    assert_eq!(kinds(&story), ["asked", "asked"]);
}

/// Telegram is down until then: the bot goes on, nothing leaves.
fn telegram_is_down_until(story: &mut Story, month: u32, day: u32, hour: u32, minute: u32) {
    story.offline = true;
    until(story, month, day, hour, minute);
    story.offline = false;
    story.pass(Duration::ZERO);
}

#[test]
fn whoever_gets_the_question_late_has_the_whole_time_from_then() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 8, 59);
    telegram_is_down_until(&mut story, 11, 25, 12, 0);
    assert!(
        texts(&story, LI)[0].ends_with("by 26 Nov 12:00."),
        "{:?}",
        texts(&story, LI)
    );
    assert!(texts(&story, SUN)[0].ends_with("by 26 Nov 12:00."));
    assert_eq!(kinds(&story), ["asked", "asked", "extended"]);
    until(&mut story, 11, 26, 11, 0);
    story.press(LI, private(LI), "Done");
    until(&mut story, 11, 26, 12, 0);
    assert_eq!(
        kinds(&story)[3..],
        [
            "reminded",
            "reminded",
            "done",
            "reminded",
            "not_answered",
            "told"
        ]
    );
    let counted = answerings(&entries(&story));
    assert_eq!(counted[0].outcome, Outcome::InTime);
    assert_eq!(counted[1].until, Some(local(11, 26, 12, 0)));
}

#[test]
fn a_question_that_did_not_arrive_in_time_is_told_as_that_and_answered_in_time_later() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 8, 59);
    telegram_is_down_until(&mut story, 11, 26, 12, 0);
    let undelivered = "not_answered_undelivered";
    assert_eq!(
        kinds(&story)
            .iter()
            .filter(|kind| **kind == undelivered)
            .count(),
        2
    );
    assert!(
        texts(&story, ZHAO)[0].contains("Not reached: Li Qiang, Deputy"),
        "{:?}",
        texts(&story, ZHAO)
    );
    assert!(
        story
            .newest(LI)
            .contains("Was due by 09:00, but did not reach you then. Please answer now."),
        "{}",
        story.newest(LI)
    );
    let counted = answerings(&entries(&story));
    assert_eq!(counted[0].outcome, Outcome::Missing);
    assert_eq!(counted[0].said, Some(undelivered));
    until(&mut story, 11, 26, 13, 0);
    assert_eq!(story.press(LI, private(LI), "Done"), "Noted: done.");
    assert!(
        story
            .newest(ZHAO)
            .starts_with("📋 Li Qiang has answered: done")
    );
    until(&mut story, 11, 27, 13, 0);
    assert_eq!(
        story.press(SUN, private(SUN), "Done"),
        "Noted: done, and that it is late."
    );
}

#[test]
fn whoever_blocked_the_bot_has_missed_it_and_whoever_has_no_account_was_not_reached() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].ask = vec![Target::Person("li".into()), Target::Person("wang".into())];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 8, 59);
    story.broken = vec![(
        private(LI),
        dutybell_core::outgoing::Outcome::Unreachable(
            dutybell_core::outgoing::Unreachable::Blocked,
        ),
    )];
    until(&mut story, 11, 26, 9, 0);
    let entries = entries(&story);
    let missing = entries.iter().filter_map(|entry| {
        let kind = entry.event.kind();
        kind.starts_with("not_answered").then_some(kind)
    });
    let missing: Vec<_> = missing.collect();
    assert_eq!(missing, ["not_answered", "not_answered_undelivered"]);
}

#[test]
fn after_days_of_silence_one_message_says_how_late_it_is() {
    let mut story = acknowledging();
    until(&mut story, 11, 25, 9, 0);
    sleeps_until(&mut story, 11, 28, 9, 0);
    until(&mut story, 11, 30, 9, 0);
    let told = group(&story);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "📋 Not answered, 2 days late: Li Qiang, Deputy\nDue 26 Nov 09:00, delayed"
        ),
        "{told:?}"
    );
    assert_eq!(texts(&story, ZHAO).len(), 1);
}
