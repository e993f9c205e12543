//! Handed on to a person or back to the policy: one owner at a time, and never none without a call.

mod support;

use std::time::Duration;

use dutybell_core::ids::TelegramUser;
use dutybell_core::outgoing::{Entity, EntityKind, Outcome, Unreachable};
use dutybell_core::settings::RoleMembers;
use dutybell_core::state::event::Event;
use dutybell_core::state::incident::Incident;
use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;
const OFFICE: i64 = 15;

/// Zhao has acknowledged.
fn acknowledged() -> Story {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story
}

fn last_line(story: &Story, user: i64) -> String {
    story.lines(private(user)).pop().unwrap_or_default()
}

#[test]
fn a_person_is_called_and_the_holder_has_it_until_it_is_taken_over() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    assert_eq!(
        last_line(&story, ZHAO),
        "↪️ #1: hand on to whom? [\"Sun Min\", \"Back to the policy\", \"Cancel\"]",
        "nobody without an account, not the holder"
    );
    let toast = story.press(ZHAO, private(ZHAO), "Sun Min");
    assert!(toast.starts_with("#1: Sun Min is being called"), "{toast}");
    let page = story.shown(private(SUN)).pop().unwrap().1;
    assert!(page.sound);
    assert!(
        page.text
            .contains("Zhao Jianguo hands it on to you at 02:11. Not acknowledged by 02:14")
    );
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(card.starts_with("🟠 #1 Fire · Level II · Zhao Jianguo acknowledged 02:11"));
    assert!(card.contains("hands on to Sun Min"), "{card}");
    let called = story.shown(TOWN).pop().unwrap().1;
    assert!(!called.sound);
    assert!(
        called
            .text
            .starts_with("↪️ #1 Zhao Jianguo hands it on, Sun Min is called")
    );
    let notifies = |entity: &Entity| entity.kind == EntityKind::Mention(TelegramUser(SUN));
    assert!(called.entities.iter().any(notifies), "{called:?}");
    assert_eq!(
        last_line(&story, ZHAO),
        "#1: settled, nothing to answer any more."
    );

    let toast = story.press(SUN, private(SUN), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
    assert!(story.lines(TOWN)[0].starts_with("🟠 #1 Fire · Level II · Sun Min acknowledged"));
    assert_eq!(
        last_line(&story, ZHAO),
        "#1: Sun Min has taken it over. Nothing to do for you."
    );
    story.pass(MINUTE * 10);
    assert_eq!(
        story.kinds(1),
        [
            "reported",
            "step_entered",
            "paged",
            "acknowledged",
            "handed_on",
            "paged",
            "acknowledged"
        ]
    );
    story.replays(1);
}

#[test]
fn what_nobody_takes_over_is_paged_anew() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    story.pass(MINUTE * 3);
    assert!(
        last_line(&story, ZHAO).contains("2nd CALL"),
        "{:?}",
        story.lines(private(ZHAO))
    );
    let notice = story.shown(TOWN).pop().unwrap().1.text;
    assert!(
        notice.contains("not taken over, Zhao Jianguo is paged"),
        "{notice}"
    );
    assert!(notice.contains("Sun Min: delivered, no answer"), "{notice}");
    let page = &story.shown(private(SUN))[0].1.text;
    assert!(!page.contains("hands it on to you"), "{page}");
    assert_eq!(story.kinds(1)[6..8], ["restarted", "step_entered"]);
    story.replays(1);
}

#[test]
fn who_cant_come_or_cant_be_reached_is_not_waited_for() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    let toast = story.press(SUN, private(SUN), "Can't respond");
    assert!(toast.contains("Paging Zhao Jianguo"), "{toast}");
    story.replays(1);

    let mut story = acknowledged();
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken.push((private(SUN), blocked));
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    let notice = story.shown(TOWN).pop().unwrap().1.text;
    assert!(notice.contains("not taken over"), "{notice}");
    assert!(
        notice.contains("Sun Min: unreachable (blocked the bot)"),
        "{notice}"
    );
    story.replays(1);
}

#[test]
fn back_to_the_policy_goes_on_at_once_past_who_gives_it_back() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    let toast = story.press(ZHAO, private(ZHAO), "Back to the policy");
    assert_eq!(toast, "#1 is handed back. Paging Sun Min.");
    assert!(last_line(&story, SUN).starts_with("🔴 LEVEL II Fire"));
    assert!(story.lines(TOWN)[0].starts_with("🔴 #1 Fire · Level II · waiting"));
    let record = story.record(1);
    let back = record
        .iter()
        .find(|entry| entry.event.kind() == "restarted")
        .unwrap();
    assert_eq!(back.event.text(), "handed back");
    assert_eq!(back.by.export().as_deref(), Some("zhao"));
    story.replays(1);
}

#[test]
fn only_the_holder_and_administrators_may_and_a_second_press_rings_nobody() {
    let mut story = acknowledged();
    let toast = story.press(LI, TOWN, "Hand on");
    assert_eq!(
        toast,
        "Zhao Jianguo has #1. Only Zhao Jianguo and administrators may hand it on: Town office."
    );
    story.press(OFFICE, TOWN, "Hand on");
    let toast = story.press(LI, TOWN, "Sun Min");
    assert!(toast.starts_with("Zhao Jianguo has #1"), "{toast}");
    let (message, data) = story.button(TOWN, "Sun Min").unwrap();
    story.press_data(OFFICE, TOWN, message, &data);
    story.press_data(OFFICE, TOWN, message, &data);
    assert_eq!(story.shown(private(SUN)).len(), 1);
    story.press_data(LI, TOWN, message, "1:to:1:li");
    assert_eq!(
        story
            .kinds(1)
            .iter()
            .filter(|kind| **kind == "handed_on")
            .count(),
        1
    );
}

#[test]
fn a_choice_can_be_dropped_and_survives_a_death() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    let toast = story.press(ZHAO, private(ZHAO), "Cancel");
    assert_eq!(toast, "#1: nothing was changed.");
    assert_eq!(
        last_line(&story, ZHAO),
        "#1: settled, nothing to answer any more."
    );
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    story.restart();
    story.pass(MINUTE * 4);
    assert!(
        story.lines(TOWN)[0].starts_with("🔴 #1"),
        "the call ran out after the death"
    );
}

#[test]
fn who_asks_twice_finds_the_question_above_and_later_one_below() {
    let mut story = acknowledged();
    for _ in 0..3 {
        let toast = story.press(ZHAO, private(ZHAO), "Hand on");
        assert!(toast.starts_with("Choose"), "{toast}");
    }
    let questions = |story: &Story| {
        let shown = story.shown(private(ZHAO));
        let asks = |text: &str| text.starts_with("↪️ #1: hand on to whom?");
        shown.iter().filter(|(_, shown)| asks(&shown.text)).count()
    };
    let messages = story.shown(private(ZHAO)).len();
    assert_eq!(questions(&story), 1);
    story.pass(MINUTE);
    story.press(ZHAO, private(ZHAO), "Hand on");
    assert_eq!(questions(&story), 1, "the older one is settled");
    assert_eq!(story.shown(private(ZHAO)).len(), messages + 1);
}

#[test]
fn the_holder_hears_silently_what_an_administrator_does_with_it() {
    let mut story = acknowledged();
    story.press(OFFICE, TOWN, "Hand on");
    story.press(OFFICE, TOWN, "Sun Min");
    let told = story.shown(private(ZHAO)).pop().unwrap().1;
    assert!(
        told.text
            .starts_with("↪️ #1 Town office hands it on, Sun Min is called"),
        "{}",
        told.text
    );
    assert!(!told.sound);

    let mut story = acknowledged();
    story.press(OFFICE, TOWN, "Hand on");
    story.press(OFFICE, TOWN, "Back to the policy");
    let hears = |(_, message): &(_, dutybell_core::outgoing::Message)| {
        message.text == "#1: Town office gave it back, and others are paged. It is no longer yours."
            && !message.sound
    };
    assert!(story.shown(private(ZHAO)).iter().any(hears));
    let own = |(_, message): &(_, dutybell_core::outgoing::Message)| {
        message.text.contains("gave it back, and others")
    };
    assert!(!story.shown(private(OFFICE)).iter().any(own));
}

#[test]
fn who_cant_come_is_not_waited_for_again_after_it_was_given_back() {
    let mut settings = support::settings();
    let deputies = ["sun", "li"].map(Into::into).to_vec();
    settings.roles[1].members = RoleMembers::People(deputies);
    let mut story = Story::with(settings);
    story.say(LI, TOWN, "/report III: smoke");
    story.press(LI, private(LI), "Can't respond");
    story.press(SUN, private(SUN), "Acknowledge");
    story.press(SUN, private(SUN), "Hand on");
    let pages = story.shown(private(LI)).len();
    story.press(SUN, private(SUN), "Back to the policy");
    assert_eq!(
        story.shown(private(LI)).len(),
        pages,
        "he has said that he can't"
    );
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(card.starts_with("⛔ #1"), "nobody is left: {card}");
    assert!(card.contains("Sun Min (Deputy) · gave it back"), "{card}");
    assert!(card.contains("Li Qiang (Deputy) · can't respond"), "{card}");
    let page = story.shown(private(SUN));
    assert!(
        page.iter()
            .any(|(_, page)| page.text.contains("You gave it back")),
        "{page:?}"
    );
    story.replays(1);
}

#[test]
fn a_withdrawal_is_told_to_who_is_called_and_no_more_to_who_had_it() {
    let mut story = acknowledged();
    story.press(LI, TOWN, "Withdraw");
    story.press(LI, TOWN, "Confirm");
    let told = |story: &Story| {
        let shown = story.shown(private(ZHAO)).into_iter();
        let mut texts = shown.map(|(_, message)| (message.text, message.rows.len()));
        texts
            .find(|(text, _)| text.starts_with("⚪ #1"))
            .unwrap_or_default()
    };
    assert_eq!(told(&story).1, 1, "he may stand it down");
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Sun Min");
    let page = story.shown(private(SUN)).pop().unwrap().1.text;
    assert!(page.contains("withdrew"), "{page}");
    story.press(SUN, private(SUN), "Acknowledge");
    let (text, rows) = told(&story);
    assert_eq!(rows, 0, "it is Sun's now");
    assert!(!text.contains("You have it"), "{text}");
}

#[test]
fn a_question_to_who_had_it_does_not_tell_of_another() {
    let mut story = acknowledged();
    story.pass(MINUTE * 30);
    let asked = |line: &String| line.contains("no update for");
    assert!(story.lines(private(ZHAO)).iter().any(asked));
    story.press(OFFICE, TOWN, "Hand on");
    story.press(OFFICE, TOWN, "Sun Min");
    story.press(SUN, private(SUN), "Acknowledge");
    assert!(!story.lines(private(ZHAO)).iter().any(asked));
}

/// Sun and Li are the deputies, and no others are called.
fn with_deputies() -> Story {
    let mut settings = support::settings();
    let deputies = ["sun", "li"].map(Into::into).to_vec();
    settings.roles[1].members = RoleMembers::People(deputies);
    let mut story = Story::with(settings);
    story.say(LI, TOWN, "/report III: smoke");
    story
}

#[test]
fn who_took_it_after_all_is_rung_when_nobody_takes_it_over() {
    let mut story = with_deputies();
    story.press(LI, private(LI), "Can't respond");
    story.press(LI, private(LI), "Acknowledge");
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(!card.contains("can't respond"), "he has it: {card}");
    story.press(LI, private(LI), "Hand on");
    story.press(LI, private(LI), "Sun Min");
    let calls = story.shown(private(LI)).len();
    story.press(SUN, private(SUN), "Can't respond");
    let newest = last_line(&story, LI);
    assert!(newest.contains("CALL"), "{newest}");
    assert_eq!(story.shown(private(LI)).len(), calls + 1);
    story.replays(1);
}

#[test]
fn who_gave_it_back_and_took_it_again_is_rung_when_nobody_takes_it_over() {
    let mut story = with_deputies();
    story.press(LI, private(LI), "Acknowledge");
    story.press(LI, private(LI), "Hand on");
    story.press(LI, private(LI), "Back to the policy");
    story.press(LI, private(LI), "Acknowledge");
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(!card.contains("gave it back"), "he has it: {card}");
    story.press(LI, private(LI), "Hand on");
    story.press(LI, private(LI), "Sun Min");
    let calls = story.shown(private(LI)).len();
    story.pass(MINUTE * 5);
    assert!(story.shown(private(LI)).len() > calls);
    story.replays(1);
}

#[test]
fn an_administrator_who_gives_it_back_excuses_nobody() {
    let mut story = with_deputies();
    story.press(LI, private(LI), "Can't respond");
    story.press(LI, private(LI), "Acknowledge");
    let calls = story.shown(private(LI)).len();
    story.press(OFFICE, TOWN, "Hand on");
    story.press(OFFICE, TOWN, "Back to the policy");
    let newest = story.lines(private(LI));
    assert!(
        newest[calls..].iter().any(|line| line.contains("CALL")),
        "{newest:?}"
    );
}

#[test]
fn entries_that_do_not_tell_who_is_excused_read_as_they_did() {
    let mut story = acknowledged();
    story.press(ZHAO, private(ZHAO), "Hand on");
    story.press(ZHAO, private(ZHAO), "Back to the policy");
    let mut record = story.record(1);
    for entry in &mut record {
        if let Event::Restarted { excused, .. } = &mut entry.event {
            assert_eq!(excused.take().unwrap(), ["zhao".into()]);
        }
    }
    let incident = Incident::replay(&record).unwrap();
    assert_eq!(incident.declined, ["zhao".into()]);
    assert!(!incident.was_given_back_by(&"zhao".into()));
}
