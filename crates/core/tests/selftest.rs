//! Who can be reached, by hand and each morning.

mod support;

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use dutybell_core::engine::Input;
use dutybell_core::incoming::{Incoming, Membership};
use dutybell_core::limits::CHECK_LIFE;
use dutybell_core::outgoing::{Outcome, Outgoing, Priority, Unreachable};
use dutybell_core::settings::{Muster, RoleMembers, Roster, Rotation, Settings};
use support::{START, Story, TOWN, chat_ref, private, sender, settings};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// Town office, the administrator.
const OFFICE: i64 = 15;
const ZHAO: i64 = 11;
const SUN: i64 = 12;
const LI: i64 = 14;

/// With a check at half past seven.
fn mornings() -> Settings {
    let mut settings = settings();
    settings.selftest.morning = NaiveTime::from_hms_opt(7, 30, 0);
    settings
}

fn gone(user: i64, why: Unreachable) -> (dutybell_core::ids::TelegramChat, Outcome) {
    (private(user), Outcome::Unreachable(why))
}

/// How often a chat was asked whether it can be reached.
fn knocks(story: &Story, user: i64) -> usize {
    let knock = Outgoing::Knock {
        chat: private(user),
    };
    story.sent.iter().filter(|(_, body)| *body == knock).count()
}

fn unreachable(story: &Story, id: &str) -> Option<Unreachable> {
    story.engine.desk().people.get(&id.into())?.unreachable
}

#[test]
fn the_result_names_who_cannot_be_reached_and_how_to_mend_it() {
    let mut story = Story::begin();
    story.broken = vec![gone(SUN, Unreachable::NeverStarted)];
    story.say(OFFICE, private(OFFICE), "/selftest");
    let shown = story.shown(private(OFFICE));
    assert_eq!(shown.len(), 1, "the answer is edited into the result");
    let result = &shown[0].1;
    assert_eq!(
        result.text,
        "⚠️ 02:11 2 of 4 people on call can be reached\n\
         ✗ Sun Min: never started the bot → open t.me/duty_bot and press Start\n\
         ✗ Wang Fang: no Telegram account known → /invite wang\n\
         ⚠ No night test yet: Zhao Jianguo, Town office\n\
         ✅ Groups fine: town"
    );
    let labels: Vec<Vec<&str>> = result
        .rows
        .iter()
        .map(|row| row.iter().map(|button| button.label.as_str()).collect())
        .collect();
    assert_eq!(
        labels,
        [
            vec!["Test again"],
            vec!["Invite Wang Fang"],
            vec!["Night: Zhao Jian…", "Night tests"],
        ]
    );
    assert!(!result.sound);
    // Li is in no policy, so nobody asks after him; nothing was written to anybody else.
    assert_eq!(knocks(&story, LI), 0);
    assert_eq!(knocks(&story, ZHAO), 1);
    assert!(story.shown(private(ZHAO)).is_empty() && story.shown(TOWN).is_empty());
    assert_eq!(unreachable(&story, "sun"), Some(Unreachable::NeverStarted));
    assert_eq!(story.engine.desk().selftests.check, None);
}

#[test]
fn in_the_group_and_again_by_a_button_in_the_same_message() {
    let mut story = Story::begin();
    story.say(OFFICE, TOWN, "/selftest");
    assert_eq!(story.shown(TOWN).len(), 1);
    assert!(
        story.lines(TOWN)[0].contains("3 of 4"),
        "{:?}",
        story.lines(TOWN)
    );
    story.broken = vec![gone(SUN, Unreachable::Blocked)];
    story.now = story.now.plus(MINUTE);
    let toast = story.press(OFFICE, TOWN, "Test again");
    assert_eq!(toast, "Checking …");
    assert_eq!(story.shown(TOWN).len(), 1);
    assert!(
        story.lines(TOWN)[0].contains("2 of 4"),
        "{:?}",
        story.lines(TOWN)
    );
}

#[test]
fn only_administrators_ask_for_it() {
    let mut story = Story::begin();
    for (user, chat) in [(ZHAO, private(ZHAO)), (ZHAO, TOWN), (99, TOWN)] {
        story.say(user, chat, "/selftest");
        let lines = story.lines(chat);
        assert!(
            lines
                .last()
                .unwrap()
                .starts_with("Only administrators may do this. Ask: Town office."),
            "{lines:?}"
        );
    }
    story.say(OFFICE, private(OFFICE), "/selftest");
    let (message, data) = story.button(private(OFFICE), "Test again").unwrap();
    let toast = story.press_data(ZHAO, private(OFFICE), message, &data);
    assert!(toast.starts_with("Only administrators"), "{toast}");
    story.say(OFFICE, private(OFFICE), "/selftest tonight");
    assert!(story.newest(OFFICE).contains("/selftest night"));
}

#[test]
fn a_chat_that_is_not_configured_learns_nobodys_name() {
    let mut story = Story::begin();
    let elsewhere = dutybell_core::ids::TelegramChat(-77);
    story.say(OFFICE, elsewhere, "/help");
    let toast = story.press(OFFICE, elsewhere, "Self-test");
    assert!(toast.starts_with("This chat is not configured"), "{toast}");
    story.say(OFFICE, elsewhere, "/selftest");
    let lines = story.lines(elsewhere);
    assert!(
        lines
            .last()
            .unwrap()
            .starts_with("This chat is not configured")
    );
}

#[test]
fn whoever_can_be_reached_again_is_paged_where_his_step_waits() {
    let mut story = Story::begin();
    story.broken = vec![gone(ZHAO, Unreachable::Blocked)];
    story.say(LI, TOWN, "/report fire in the hall");
    // The step of the commander was passed, and comes again in the second round.
    story.pass(5 * MINUTE);
    assert!(story.shown(private(ZHAO)).is_empty());
    story.broken.clear();
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert_eq!(unreachable(&story, "zhao"), None);
    // Whoever is of a running step is called back at once.
    let mut story = Story::begin();
    story.broken = vec![gone(SUN, Unreachable::Blocked)];
    story.say(LI, TOWN, "/report III: a tree");
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert_eq!(unreachable(&story, "sun"), Some(Unreachable::Blocked));
    story.broken.clear();
    story.press(OFFICE, private(OFFICE), "Test again");
    assert_eq!(unreachable(&story, "sun"), None);
}

#[test]
fn a_person_who_is_being_paged_and_proves_out_of_reach_is_named_for_it() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report fire in the hall");
    assert_eq!(story.shown(private(ZHAO)).len(), 1);
    story.broken = vec![gone(ZHAO, Unreachable::Deactivated)];
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert!(
        story.kinds(1).contains(&"unreachable"),
        "{:?}",
        story.kinds(1)
    );
    // Nobody else is of his step: it is passed.
    assert_eq!(story.shown(private(SUN)).len(), 1);
    story.replays(1);
}

#[test]
fn telegram_that_does_not_answer_leaves_it_open() {
    let mut story = Story::begin();
    let lost = Outcome::Transient("no connection".into());
    story.broken = vec![(private(SUN), lost.clone()), (TOWN, lost)];
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert!(story.newest(OFFICE).starts_with("🔎"));
    story.pass(CHECK_LIFE);
    let result = story.newest(OFFICE);
    assert!(
        result.contains("? Sun Min: not known, Telegram did not answer"),
        "{result}"
    );
    assert!(result.contains("? Group “town”: not known"), "{result}");
    assert!(result.starts_with(
        "⚠️ 02:11 2 of 4 people on call can be reached · 1 not known · 1 group not known\n"
    ));
    // What is not known is not held against him.
    assert_eq!(unreachable(&story, "sun"), None);
}

#[test]
fn a_death_in_the_middle_loses_nothing() {
    let mut story = Story::begin();
    let asked = story.written(OFFICE, private(OFFICE), "/selftest");
    story.hear(asked);
    // Two of them have left, nobody knows how they ended.
    story.departs();
    story.departs();
    story.restart();
    story.catch_up();
    assert!(
        story.newest(OFFICE).contains("3 of 4"),
        "{:?}",
        story.lines(private(OFFICE))
    );
    assert_eq!(story.engine.desk().selftests.check, None);
}

#[test]
fn a_check_that_the_bot_slept_through_is_made_anew() {
    let mut story = Story::begin();
    let lost = Outcome::Transient("no connection".into());
    story.broken = [ZHAO, SUN, OFFICE]
        .map(|user| (private(user), lost.clone()))
        .into();
    story.say(OFFICE, TOWN, "/selftest");
    assert!(story.lines(TOWN)[0].starts_with("🔎"));
    story.broken.clear();
    story.now = story.now.plus(HOUR);
    story.restart();
    story.pass(MINUTE);
    assert_eq!(story.shown(TOWN).len(), 1);
    assert!(
        story.lines(TOWN)[0].starts_with("⚠️ 03:11 3 of 4"),
        "{:?}",
        story.lines(TOWN)
    );
}

#[test]
fn probes_let_pages_and_answers_go_first() {
    let mut story = Story::begin();
    let asked = story.written(OFFICE, private(OFFICE), "/selftest");
    story.hear(asked);
    let report = story.written(LI, TOWN, "/report fire");
    story.hear(report);
    let page = story.departs();
    assert_eq!(page.priority, Priority::Page);
    story.ends(page, support::sent(7000));
}

#[test]
fn a_group_that_shut_the_bot_out_or_grew_up_is_named() {
    let mut story = Story::begin();
    story.broken = vec![(TOWN, Outcome::Unreachable(Unreachable::NoRights))];
    story.say(OFFICE, private(OFFICE), "/selftest");
    let result = story.newest(OFFICE);
    assert!(
        result.contains("✗ Group “town”: I can't write there"),
        "{result}"
    );
    let (head, _) = result.split_once('\n').unwrap();
    assert!(head.ends_with(" · 1 group can't be written to"), "{head}");
    let grown = dutybell_core::ids::TelegramChat(-1_002);
    story.broken = vec![(TOWN, Outcome::Moved(grown))];
    story.press(OFFICE, private(OFFICE), "Test again");
    let shown = story.shown(private(OFFICE));
    let result = &shown[0].1.text;
    assert!(
        result.contains(
            "⚠ Group “town” has a new id and is followed → put it into the configuration: -1002"
        ),
        "{result}"
    );
    assert!(result.contains("✅ Groups fine: town"), "{result}");
}

#[test]
fn a_step_that_pages_nobody_is_named_and_never_all_is_well() {
    let mut settings = mornings();
    settings.people.retain(|person| person.telegram.is_some());
    // Zhao alone was the commander, and is it no longer.
    settings.roles[0].members = RoleMembers::People(Vec::new());
    let mut story = Story::with(settings);
    story.pass(6 * HOUR);
    let told = story.newest(OFFICE);
    assert!(
        told.starts_with(
            "⚠️ 07:30 2 of 2 people on call can be reached · 1 step pages nobody\n\
             ✗ Commander: nobody, the step is skipped →"
        ),
        "{told}"
    );
    assert_eq!(
        story.lines(TOWN),
        ["⚠️ 07:30 2 of 2 people on call can be reached · 1 step pages nobody"]
    );
}

#[test]
fn a_step_whose_roster_has_nobody_later_is_named() {
    let mut settings = settings();
    settings.people.retain(|person| person.telegram.is_some());
    settings.rosters = vec![Roster {
        id: "office".into(),
        name: "Office duty".into(),
        turns: vec![vec!["zhao".into()], vec!["li".into()]],
        start: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        handover: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        rotation: Rotation::Daily,
        patrol: false,
        asks: dutybell_core::settings::Asks::default(),
    }];
    settings.roles[0].members = RoleMembers::Roster("office".into());
    let mut story = Story::with(settings.clone());
    story.say(OFFICE, private(OFFICE), "/selftest");
    assert!(story.newest(OFFICE).starts_with("✅"));
    // Zhao has the night, and whoever comes after him has left.
    settings.people[2].gone = true;
    let mut story = Story::with(settings);
    story.say(OFFICE, private(OFFICE), "/selftest");
    let told = story.newest(OFFICE);
    assert!(
        told.contains("\n✗ Commander: nobody at some hour until tomorrow"),
        "{told}"
    );
}

#[test]
fn a_team_of_which_too_few_can_be_reached_is_named() {
    let mut settings = settings();
    settings.musters = vec![Muster {
        team: "deputy".into(),
        point: "Town hall yard".into(),
        within: 30 * MINUTE,
        need: Some(2),
    }];
    let mut story = Story::with(settings);
    story.say(OFFICE, private(OFFICE), "/selftest");
    let result = story.newest(OFFICE);
    assert!(
        result.contains("⚠ Deputy: 1 of 2 wanted can be reached, not: Wang Fang"),
        "{result}"
    );
    assert!(result.contains("1 team too small"), "{result}");
}

#[test]
fn each_morning_the_administrators_hear_and_the_group_only_what_is_wrong() {
    let mut story = Story::with(mornings());
    // Nothing is owed for the mornings before the first start.
    story.pass(MINUTE);
    assert!(story.sent.is_empty());
    story.pass(6 * HOUR);
    let told = story.lines(private(OFFICE));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("⚠️ 07:30 3 of 4 people on call can be reached"));
    assert_eq!(
        story.lines(TOWN),
        ["⚠️ 07:30 3 of 4 people on call can be reached"]
    );
    let all = story.sent.iter().filter_map(|(_, body)| match body {
        Outgoing::Send { message, .. } => Some(message.sound),
        _ => None,
    });
    assert!(all.clone().count() == 2 && all.into_iter().all(|sound| !sound));
    // The next one comes the next morning, once.
    story.pass(24 * HOUR);
    assert_eq!(story.lines(TOWN).len(), 2);
}

#[test]
fn where_all_is_well_the_group_hears_nothing() {
    let mut settings = mornings();
    settings.people.retain(|person| person.telegram.is_some());
    let mut story = Story::with(settings);
    story.pass(6 * HOUR);
    let told = story.lines(private(OFFICE));
    assert!(told[0].starts_with("✅ 07:30 3 of 3"), "{told:?}");
    assert!(story.lines(TOWN).is_empty());
}

#[test]
fn a_morning_without_a_line_calls_nobody_out_of_reach() {
    let mut story = Story::with(mornings());
    let lost = Outcome::Transient("no connection".into());
    let chats = [ZHAO, SUN, LI, OFFICE].map(private);
    story.broken = chats
        .into_iter()
        .chain([TOWN])
        .map(|chat| (chat, lost.clone()))
        .collect();
    // 07:30 has been, and nobody answers.
    story.pass(5 * HOUR + 25 * MINUTE);
    assert!(story.engine.desk().selftests.check.is_some(), "it asks on");
    story.broken.clear();
    story.pass(10 * MINUTE);
    let told = story.lines(TOWN);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("3 of 4 people on call can be reached"),
        "{told:?}"
    );
    assert!(!told[0].contains("not known"), "{told:?}");
    let whole = &story.shown(TOWN)[0].1.text;
    assert!(whole.contains("Due 07:30, delayed"), "{whole}");
}

#[test]
fn an_administrator_who_cannot_be_reached_is_named_to_the_others_and_in_the_group() {
    let mut settings = mornings();
    for person in &mut settings.people {
        person.admin |= person.id.as_str() == "zhao";
    }
    let mut story = Story::with(settings);
    story.broken = vec![gone(OFFICE, Unreachable::Blocked)];
    story.pass(6 * HOUR);
    assert!(
        story
            .newest(ZHAO)
            .contains("✗ Town office: blocked the bot")
    );
    let group = &story.shown(TOWN)[0].1.text;
    assert!(
        group.contains("Administrators who can't be reached: Town office"),
        "{group}"
    );
}

#[test]
fn a_morning_missed_while_the_bot_was_down_comes_once_and_says_when_it_was_due() {
    let mut story = Story::with(mornings());
    story.now = START.plus(55 * HOUR);
    story.restart();
    story.pass(MINUTE);
    let told = story.shown(private(OFFICE));
    assert_eq!(
        told.len(),
        1,
        "two mornings are past, one check tells how it is"
    );
    let text = &told[0].1.text;
    assert!(text.contains("Due 24 Nov 07:30, delayed"), "{text}");
    // A restart owes nothing twice.
    story.restart();
    story.pass(MINUTE);
    assert_eq!(story.shown(private(OFFICE)).len(), 1);
    story.pass(24 * HOUR);
    let told = story.shown(private(OFFICE));
    assert_eq!(told.len(), 2);
    assert!(!told[1].1.text.contains("delayed"), "{}", told[1].1.text);
}

#[test]
fn another_time_of_the_morning_holds_from_the_next_reading_of_the_file_on() {
    let mut story = Story::with(mornings());
    let mut other = mornings();
    other.selftest.morning = NaiveTime::from_hms_opt(6, 0, 0);
    story
        .engine
        .reconfigure(std::sync::Arc::new(other), story.now);
    story.tell(Input::Audit {
        slack: Duration::ZERO,
    });
    story.pass(4 * HOUR);
    assert!(
        story.lines(TOWN)[0].starts_with("⚠️ 06:00"),
        "{:?}",
        story.lines(TOWN)
    );
}

#[test]
fn who_blocks_the_bot_meanwhile_is_not_taken_for_reachable() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/selftest");
    story.update(Incoming::Membership(Membership {
        chat: chat_ref(private(SUN)),
        by: sender(SUN),
        present: false,
    }));
    assert_eq!(unreachable(&story, "sun"), Some(Unreachable::Blocked));
}
