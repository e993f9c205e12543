//! Reports of the same: each is paged at once, one tap makes them one, and no page is lost by it.

mod support;

use std::time::Duration;

use dutybell_core::incoming::Incoming;
use dutybell_core::state::incident::Phase;
use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;
const GUEST: i64 = 99;

/// Li and a guest report the same fire.
fn twice() -> Story {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    story.pass(MINUTE);
    story.say(GUEST, TOWN, "/report the mill is on fire");
    story
}

fn card(story: &Story, number: u64) -> String {
    let found = story
        .shown(TOWN)
        .into_iter()
        .map(|(_, message)| message.text);
    let mut found = found.filter(|text| {
        let line = text.lines().next().unwrap_or_default();
        line.contains(&format!("#{number} ")) && text.contains("registered")
    });
    found
        .next()
        .unwrap_or_else(|| panic!("no card of #{number}"))
}

#[test]
fn a_likeness_holds_nothing_back_and_one_tap_makes_them_one() {
    let mut story = twice();
    let pages = story.lines(private(ZHAO));
    assert!(
        pages.last().unwrap().contains("#2"),
        "paged at once: {pages:?}"
    );
    let (_, data) = story.button(TOWN, "Same as #1").unwrap();
    assert_eq!(data, "1:same:2:1");
    let toast = story.press(GUEST, TOWN, "Same as #1");
    assert_eq!(
        toast,
        "#2 goes on as #1, and only #1 rings on. Not the same after all? Report it anew."
    );
    assert!(card(&story, 2).starts_with("➡️ #2 Fire · goes on as #1"));
    assert!(card(&story, 1).contains("Also reported 02:12 by User 99 (#2) «the mill is on fire»"));
    let lines = story.lines(private(ZHAO));
    let second = lines.iter().find(|line| line.contains("#2")).unwrap();
    assert_eq!(second, "➡️ #2 Fire · goes on as #1");
    story.replays(1);
    story.pass(MINUTE);
    let rings: Vec<_> = story.lines(private(ZHAO)).split_off(lines.len());
    assert!(rings.iter().all(|line| line.contains("#1")), "{rings:?}");
    let record = story.record(2);
    assert_eq!(record.last().unwrap().event.text(), "same as #1");
}

#[test]
fn late_presses_and_commands_lead_to_what_goes_on() {
    let mut story = twice();
    let page = story.shown(private(ZHAO)).pop().unwrap().0;
    story.press(ZHAO, TOWN, "Same as #1");
    for text in ["/close 2 over", "/severity 2 I"] {
        story.say(ZHAO, private(ZHAO), text);
        let last = story.lines(private(ZHAO)).pop().unwrap();
        assert_eq!(last, "#2 goes on as #1. See there: /incident 1", "{text}");
    }
    let toast = story.press_data(ZHAO, private(ZHAO), page, "1:no:2");
    assert!(toast.starts_with("#2 goes on as #1"), "{toast}");
    let toast = story.press_data(ZHAO, private(ZHAO), page, "1:ack:2");
    assert_eq!(
        toast, "Acknowledged #1. Nobody else is paged.",
        "it takes what goes on"
    );

    let mut story = twice();
    story.press(ZHAO, TOWN, "Same as #1");
    story.say(ZHAO, private(ZHAO), "/ack 2");
    assert!(
        card(&story, 1).starts_with("🟠 #1"),
        "a command does as the button"
    );
}

#[test]
fn who_has_the_later_one_has_the_earlier_too() {
    let mut story = twice();
    let (message, _) = story.button(private(ZHAO), "Acknowledge").unwrap();
    story.press_data(ZHAO, private(ZHAO), message, "1:ack:2");
    story.press(ZHAO, TOWN, "Same as #1");
    assert!(card(&story, 1).starts_with("🟠 #1 Fire · Level II · Zhao Jianguo acknowledged"));
    let last = story.lines(private(ZHAO)).pop().unwrap();
    assert_eq!(last, "🟠 #2 goes on as #1, and #1 is yours.");
    story.pass(MINUTE * 10);
    assert!(story.lines(private(SUN)).is_empty(), "nobody else is paged");
    story.replays(1);
}

#[test]
fn the_graver_goes_on_and_needs_its_own_acknowledgement() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.say(GUEST, TOWN, "/report I: the mill is on fire");
    let toast = story.press(GUEST, TOWN, "Same as #1");
    assert!(
        toast.starts_with("You may not change #1"),
        "another's report, which somebody has: {toast}"
    );
    assert!(card(&story, 1).starts_with("🟠 #1"));
    let toast = story.press(ZHAO, TOWN, "Same as #1");
    assert!(toast.starts_with("#1 goes on as #2"), "{toast}");
    assert!(card(&story, 2).starts_with("🔴 #2 Fire · Level I · waiting"));
    story.pass(MINUTE * 3);
    assert!(!story.lines(private(SUN)).is_empty(), "it pages on");
    story.replays(2);
}

/// #1 has called everybody in vain when Li reports the same once more, as less grave.
fn again_after_everybody_was_called() -> Story {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report III: smoke in the mill");
    story.pass(MINUTE * 6);
    let mut open = story.engine.open();
    assert!(
        open.any(|folder| matches!(folder.incident.phase, Phase::Exhausted { .. })),
        "nobody is called any more"
    );
    drop(open);
    story.say(LI, TOWN, "/report IV: the mill is on fire");
    story
}

#[test]
fn what_goes_on_calls_anew_where_the_other_was_calling() {
    let mut story = again_after_everybody_was_called();
    let toast = story.press(LI, TOWN, "Same as #1");
    assert!(toast.starts_with("#2 goes on as #1"), "{toast}");
    let last = story.lines(private(SUN)).pop().unwrap();
    assert!(last.starts_with("🔴 2nd CALL"), "{last}");
    assert!(last.contains("#1"), "{last}");
    assert!(story.store_timers().is_some(), "and goes on calling");
    story.replays(1);
}

#[test]
fn what_goes_on_calls_anew_where_somebody_had_the_other() {
    let mut story = again_after_everybody_was_called();
    let (message, _) = story.button(private(SUN), "Acknowledge").unwrap();
    story.press_data(SUN, private(SUN), message, "1:ack:2");
    let before = story.kinds(1).len();
    story.press(LI, TOWN, "Same as #1");
    let kinds = story.kinds(1).split_off(before);
    assert!(kinds.contains(&"restarted"), "{kinds:?}");
    assert!(kinds.contains(&"paged"), "{kinds:?}");
    assert!(story.store_timers().is_some(), "somebody is called");
    story.replays(1);
}

#[test]
fn news_of_what_was_merged_is_kept_with_what_goes_on() {
    let mut story = twice();
    story.press(GUEST, TOWN, "Same as #1");
    story.say(ZHAO, private(ZHAO), "/update 2 water is short");
    assert!(card(&story, 1).contains("water is short"));
    let kinds = story.kinds(2);
    assert_eq!(kinds.last(), Some(&"merged"));
    story.replays(1);
}

#[test]
fn of_equals_the_one_with_a_category_goes_on() {
    let mut story = Story::begin();
    story.say(
        LI,
        TOWN,
        "/report II: somebody fell into the river at the mill",
    );
    story.pass(MINUTE);
    story.say(
        LI,
        TOWN,
        "/report II: somebody fell into the river at the mill, smoke",
    );
    let toast = story.press(LI, TOWN, "Same as #1");
    assert!(toast.starts_with("#1 goes on as #2"), "{toast}");
    assert!(card(&story, 2).starts_with("🔴 #2 Fire"));
}

#[test]
fn only_what_the_card_offers_can_be_made_one() {
    let mut story = twice();
    story.say(GUEST, TOWN, "/report a tree fell across the bridge");
    let (message, _) = story.button(TOWN, "Same as #1").unwrap();
    let toast = story.press_data(GUEST, TOWN, message, "1:same:3:1");
    assert!(!toast.contains("goes on as"), "{toast}");
    assert!(card(&story, 3).starts_with("🔴 #3"));
}

#[test]
fn three_reports_offer_the_first_and_chains_lead_to_it() {
    let mut story = twice();
    story.say(SUN, TOWN, "/report fire, the mill");
    assert_eq!(story.button(TOWN, "Same as #1").unwrap().1, "1:same:3:1");
    story.press(ZHAO, TOWN, "Stand down");
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report somebody fell into the river at the mill");
    story.pass(MINUTE * 9);
    story.say(
        GUEST,
        TOWN,
        "/report somebody fell into the river by the mill",
    );
    story.pass(MINUTE * 9);
    story.say(
        SUN,
        TOWN,
        "/report fell into the river by the mill, somebody",
    );
    assert_eq!(
        story.button(TOWN, "Same as #2").unwrap().1,
        "1:same:3:2",
        "the first is too old"
    );
    story.press(SUN, TOWN, "Same as #1");
    assert!(story.button(TOWN, "Same as #2").is_none(), "#2 has ended");
    assert_eq!(story.button(TOWN, "Same as #1").unwrap().1, "1:same:3:1");
    story.press(SUN, TOWN, "Same as #1");
    assert!(card(&story, 1).matches("Also reported").count() == 2);
    story.replays(1);
}

#[test]
fn what_is_not_alike_is_not_offered_and_an_end_takes_the_offer_away() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report the dam leaks near the bridge");
    story.say(LI, TOWN, "/report two cars crashed");
    assert!(story.button(TOWN, "Same as #1").is_none());
    let mut story = twice();
    assert!(story.button(TOWN, "Same as #1").is_some());
    story.say(ZHAO, TOWN, "/close 1 out");
    assert!(story.button(TOWN, "Same as #1").is_none());
    let mut story = twice();
    let (message, data) = story.button(TOWN, "Same as #1").unwrap();
    let toast = story.press_data(LI, TOWN, message, &data);
    assert!(
        toast.starts_with("You may not change #2"),
        "not its reporter: {toast}"
    );
}

#[test]
fn a_report_of_others_outlives_a_withdrawal() {
    let mut story = twice();
    story.press(GUEST, TOWN, "Same as #1");
    story.press(LI, TOWN, "Withdraw");
    let toast = story.press(LI, TOWN, "Confirm");
    assert_eq!(
        toast,
        "#1: noted. Others have reported or confirmed it, so it goes on."
    );
    assert!(card(&story, 1).starts_with("🔴 #1"));
    story.replays(1);
}

#[test]
fn who_is_giving_the_later_one_away_silences_nothing() {
    let mut story = twice();
    let (message, _) = story.button(private(ZHAO), "Acknowledge").unwrap();
    story.press_data(ZHAO, private(ZHAO), message, "1:ack:2");
    story.press_data(ZHAO, private(ZHAO), message, "1:hand:2");
    story.press_data(ZHAO, private(ZHAO), message, "1:to:2:sun");
    assert!(
        story.kinds(2).contains(&"handed_on"),
        "{:?}",
        story.kinds(2)
    );
    story.press(ZHAO, TOWN, "Same as #1");
    assert!(card(&story, 1).starts_with("🔴 #1"), "{}", card(&story, 1));
    let last = story.lines(private(ZHAO)).pop().unwrap();
    assert_eq!(last, "#2 goes on as #1. See there: /incident 1");
    story.pass(MINUTE * 3);
    let paged = story.lines(private(SUN));
    assert!(paged.iter().any(|line| line.contains("#1")), "{paged:?}");
}

#[test]
fn who_was_asked_whether_he_is_still_there_silences_nothing() {
    let mut settings = support::settings();
    settings.policies[0].ack_timeout = Some(MINUTE);
    let mut story = Story::with(settings);
    story.say(LI, TOWN, "/report smoke in the mill");
    story.say(GUEST, TOWN, "/report the mill is on fire");
    let (message, _) = story.button(private(ZHAO), "Acknowledge").unwrap();
    story.press_data(ZHAO, private(ZHAO), message, "1:ack:2");
    story.pass(MINUTE);
    let lines = story.lines(private(ZHAO));
    let asked = lines.iter().any(|line| line.contains("no update for"));
    assert!(asked, "{lines:?}");
    story.press(GUEST, TOWN, "Same as #1");
    assert_eq!(story.kinds(2).last(), Some(&"merged"));
    assert!(card(&story, 1).starts_with("🔴 #1"), "{}", card(&story, 1));
    story.pass(MINUTE * 2);
    let paged = story.lines(private(SUN));
    assert!(paged.iter().any(|line| line.contains("#1")), "{paged:?}");
}

#[test]
fn what_the_ended_one_knew_goes_on() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    story.press(LI, TOWN, "No");
    story.say(GUEST, TOWN, "/report the mill at 12 is on fire");
    let report = story.last_said();
    let (question, _) = story.button(TOWN, "Yes").unwrap();
    story.press_data(GUEST, TOWN, question, "1:fact:2:hurt:yes");
    story.say(GUEST, TOWN, "/update 2 gas bottles inside");
    let Incoming::Message(mut edited) =
        story.written(GUEST, TOWN, "/report the mill at 21 is on fire")
    else {
        unreachable!("a message is written");
    };
    edited.id = report;
    story.update(Incoming::Edited(edited));
    story.press(GUEST, TOWN, "Same as #1");
    let card = card(&story, 1);
    assert!(
        card.contains("Anyone hurt: yes"),
        "the graver answer: {card}"
    );
    assert!(card.contains("«the mill at 21 is on fire»"), "{card}");
    assert!(
        card.contains("News of #2 02:11 User 99: «gas bottles inside»"),
        "{card}"
    );
    let whole = story.press(ZHAO, private(ZHAO), "Full text, photos");
    assert!(!whole.is_empty());
    let full = story.shown(private(ZHAO)).pop().unwrap().1.text;
    assert!(full.contains("gas bottles inside"), "{full}");
    story.replays(1);
}

#[test]
fn what_others_confirmed_under_the_other_number_outlives_a_withdrawal() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke in the mill");
    story.say(LI, TOWN, "/report the mill is on fire");
    story.say(GUEST, TOWN, "/update 2 I see flames");
    story.press(LI, TOWN, "Same as #1");
    let (message, _) = story.button(TOWN, "Withdraw").unwrap();
    story.press_data(LI, TOWN, message, "1:wd:1");
    let toast = story.press_data(LI, TOWN, message, "1:wdc:1");
    assert_eq!(
        toast,
        "#1: noted. Others have reported or confirmed it, so it goes on."
    );
    assert!(card(&story, 1).starts_with("🔴 #1"));
}

#[test]
fn a_changed_update_of_what_was_merged_is_noted_with_what_goes_on() {
    let mut story = twice();
    story.say(GUEST, TOWN, "/update 2 gas bottles inside");
    let update = story.last_said();
    story.press(GUEST, TOWN, "Same as #1");
    let edits = |story: &mut Story, text: &str| {
        let Incoming::Message(mut edited) = story.written(GUEST, TOWN, text) else {
            unreachable!("a message is written");
        };
        edited.id = update;
        story.update(Incoming::Edited(edited));
    };
    for _ in 0..2 {
        edits(&mut story, "/update 2 no gas bottles");
    }
    let noted = story.record(1);
    let noted: Vec<_> = noted
        .iter()
        .filter(|entry| entry.event.kind() == "edited")
        .map(|entry| entry.event.text())
        .collect();
    assert_eq!(noted, ["no gas bottles"]);
    assert!(
        card(&story, 1).contains("«no gas bottles»"),
        "{}",
        card(&story, 1)
    );
    story.replays(1);
    story.press(ZHAO, TOWN, "Stand down");
    edits(&mut story, "/update 2 they explode");
    let last = story.lines(TOWN).pop().unwrap();
    assert!(last.starts_with("NOT stored: #1 was over"), "{last}");
}
