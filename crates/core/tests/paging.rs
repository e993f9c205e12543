//! Whom paging reaches, when it stops, and where it goes on.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod support;

use std::time::Duration;

use dutybell_core::decide::Folder;
use dutybell_core::ids::TelegramUser;
use dutybell_core::incoming::{ChatRef, Incoming, Membership, Sender};
use dutybell_core::outgoing::{Outcome, Outgoing, Unreachable};
use dutybell_core::settings::{
    Category, Policy, Role, RoleMembers, SendLimits, Settings, Step, Target,
};
use dutybell_core::state::incident::Incident;
use support::{Story, TOWN, private, settings};

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);
const BLOCKED: Outcome = Outcome::Unreachable(Unreachable::Blocked);

/// The texts that were sent to a chat as new messages, oldest first.
fn posted(story: &Story, chat: dutybell_core::ids::TelegramChat) -> Vec<String> {
    let texts = story.sent.iter().filter_map(|(_, body)| match body {
        Outgoing::Send {
            chat: to, message, ..
        } if *to == chat => Some(message.text.clone()),
        _ => None,
    });
    texts.collect()
}

fn blocks(story: &mut Story, user: i64) {
    story.update(Incoming::Membership(Membership {
        chat: ChatRef {
            id: private(user),
            private: true,
            title: String::new(),
        },
        by: Sender {
            id: TelegramUser(user),
            name: String::new(),
            bot: false,
            language: None,
        },
        present: false,
    }));
}

/// The first open incident as it was stored before there was a trail.
fn without_trail(story: &Story) -> Incident {
    let folder = story.engine.open().next().unwrap();
    let mut stored = serde_json::to_value(&folder.incident).unwrap();
    stored.as_object_mut().unwrap().remove("trail").unwrap();
    serde_json::from_value(stored).unwrap()
}

/// As the town, with a policy of its own for road accidents.
fn departments() -> Settings {
    let mut settings = settings();
    settings.categories.push(Category {
        id: "traffic".into(),
        name: "Road accident".into(),
        keywords: vec!["crash".into()],
        severity: None,
    });
    settings.roles.push(Role {
        id: "traffic".into(),
        name: "Traffic desk".into(),
        members: RoleMembers::People(vec!["li".into()]),
    });
    let step = Step {
        page: vec![Target::Role("traffic".into())],
        wait: MINUTE * 5,
        again: None,
    };
    let policy = Policy {
        id: "traffic".into(),
        severities: Vec::new(),
        categories: vec!["traffic".into()],
        steps: vec![step],
        repeat: 0,
        ack_timeout: None,
    };
    settings.policies.insert(0, policy);
    settings
}

#[test]
fn a_round_that_reaches_nobody_is_the_last() {
    let mut settings = settings();
    settings.policies[0].repeat = 5;
    settings.limits = SendLimits::default();
    let mut story = Story::with(settings);
    for user in [11, 12] {
        story.broken.push((private(user), BLOCKED));
    }
    story.say(14, TOWN, "/report smoke");
    for _ in 0..180 {
        story.pass(SECOND);
    }
    let told = posted(&story, TOWN);
    let ends: Vec<usize> = (0..told.len())
        .filter(|at| told[*at].contains("everyone was paged"))
        .collect();
    assert_eq!(ends.len(), 1, "{told:#?}");
    let after = &told[ends[0]..];
    assert!(
        !after.iter().any(|text| text.contains("is paged")),
        "{after:#?}"
    );
    for name in ["Zhao Jianguo", "Sun Min"] {
        assert!(
            told[ends[0]].contains(&format!("Unreachable: {name} (blocked the bot)")),
            "{told:#?}"
        );
    }
    assert_eq!(
        story
            .kinds(1)
            .iter()
            .filter(|kind| **kind == "paged")
            .count(),
        2
    );
}

#[test]
fn who_can_be_reached_keeps_the_rounds_going() {
    let mut story = Story::begin();
    story.broken.push((private(11), BLOCKED));
    story.say(14, TOWN, "/report smoke");
    story.pass(MINUTE * 4);
    story.pass(MINUTE * 6);
    assert_eq!(
        posted(&story, private(12)).len(),
        2,
        "the deputy in both rounds"
    );
    assert_eq!(
        story
            .kinds(1)
            .iter()
            .filter(|kind| **kind == "paged")
            .count(),
        4
    );
    assert!(
        posted(&story, TOWN)
            .last()
            .unwrap()
            .contains("everyone was paged")
    );
}

#[test]
fn a_notice_that_could_not_leave_in_time_is_told_by_the_newest() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.broken.push((TOWN, Outcome::Transient("down".into())));
    for _ in 0..500 {
        story.pass(SECOND);
    }
    story.broken.clear();
    for _ in 0..40 {
        story.pass(SECOND);
    }
    let notices: Vec<String> = posted(&story, TOWN)
        .into_iter()
        .filter(|text| text.starts_with('⏫'))
        .collect();
    assert_eq!(notices.len(), 1, "{notices:#?}");
    assert!(
        notices[0].contains("no answer, Zhao Jianguo is paged"),
        "{notices:#?}"
    );
    assert!(
        notices[0].contains("Wang Fang: unreachable (no Telegram account known)"),
        "{notices:#?}"
    );
    assert!(
        notices[0].contains("Sun Min: delivered, no answer"),
        "{notices:#?}"
    );
    assert!(
        !notices[0].contains("Zhao Jianguo: delivered"),
        "{notices:#?}"
    );
}

#[test]
fn who_blocks_the_bot_while_he_is_paged_is_named_and_passed_at_once() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    blocks(&mut story, 11);
    assert!(story.lines(private(12))[0].starts_with("🔴 LEVEL II Fire"));
    let told = posted(&story, TOWN);
    let notice = told.last().unwrap();
    assert!(
        notice.contains("nobody left to answer, Sun Min is paged"),
        "{told:#?}"
    );
    assert!(
        notice.contains("Zhao Jianguo: unreachable (blocked the bot)"),
        "{told:#?}"
    );
}

#[test]
fn who_is_not_being_paged_blocks_the_bot_unnoticed() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    let before = posted(&story, TOWN).len();
    blocks(&mut story, 12);
    story.press(11, private(11), "Acknowledge");
    blocks(&mut story, 11);
    assert_eq!(posted(&story, TOWN).len(), before);
    assert!(!story.kinds(1).contains(&"unreachable"));
}

#[test]
fn another_category_pages_whom_its_policy_names() {
    let mut story = Story::with(departments());
    story.say(14, TOWN, "/report smoke");
    let toast = story.press(11, TOWN, "Road accident");
    assert_eq!(toast, "#1 is Road accident now.");
    assert!(story.lines(private(14))[0].starts_with("🔴 LEVEL II Road accident"));
    let told = posted(&story, TOWN);
    assert!(
        told.last()
            .unwrap()
            .starts_with("⏫ #1 02:11 category changed, Li Qiang is paged"),
        "{told:#?}"
    );
    let card = story.shown(TOWN)[0].1.text.clone();
    assert!(card.contains("Li Qiang (Traffic desk)"), "{card}");
    assert!(
        card.contains("02:11 paging began again: category changed"),
        "{card}"
    );
    let kinds = story.kinds(1);
    let changed = kinds
        .iter()
        .position(|kind| *kind == "category_changed")
        .unwrap();
    assert_eq!(
        kinds[changed + 1..changed + 4],
        ["restarted", "step_entered", "paged"]
    );
    story.replays(1);
    // Whoever was paged before may still take it, and his page says so.
    let toast = story.press(11, private(11), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
}

#[test]
fn a_category_after_the_acknowledgement_pages_nobody() {
    let mut story = Story::with(departments());
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    story.press(11, TOWN, "Road accident");
    assert!(story.lines(private(14)).is_empty());
    assert!(!story.kinds(1).contains(&"restarted"));
}

#[test]
fn a_category_of_the_same_policy_pages_nobody_anew() {
    let mut story = Story::with(departments());
    story.say(14, TOWN, "/report II: something");
    let before = story.kinds(1).len();
    story.press(14, TOWN, "Fire");
    assert_eq!(story.kinds(1)[before..], ["category_changed"]);
}

#[test]
fn escalate_after_the_acknowledgement_pages_the_step_after() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    let calls = posted(&story, private(11)).len();
    let toast = story.press(14, TOWN, "Escalate");
    assert_eq!(toast, "#1 escalated. Paging Sun Min.");
    assert_eq!(
        posted(&story, private(11)).len(),
        calls,
        "who has it is not woken"
    );
    story.press(12, private(12), "Acknowledge");
    story.say(14, TOWN, "/escalate 1");
    assert_eq!(
        posted(&story, private(11)).len(),
        calls + 1,
        "after the last step from the first on"
    );
    story.replays(1);
}

#[test]
fn an_incident_stored_before_steps_were_remembered_escalates_from_the_first() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    let old = without_trail(&story);
    assert_eq!(old.step_to_escalate(), 0);
    dutybell_core::invariants::record(&old, &story.record(1)).unwrap();
}

#[test]
fn an_incident_stored_before_gets_its_trail_from_its_record() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    let whole = story.engine.open().next().unwrap().clone();
    let old = Folder {
        incident: without_trail(&story),
        ..whole.clone()
    };
    story.starts_with(old);
    assert_eq!(story.engine.open().next().unwrap().incident, whole.incident);
    story.replays(1);
}

#[test]
fn the_end_says_that_paging_began_again() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.pass(MINUTE * 17);
    let end = story.shown(TOWN).last().unwrap().clone();
    assert!(
        end.1.text.contains("02:11 Zhao Jianguo ×6"),
        "{}",
        end.1.text
    );
    story.pass(MINUTE);
    story.press(15, TOWN, "Page everyone again");
    let shown = story.shown(TOWN);
    let (_, now) = shown.iter().find(|(id, _)| *id == end.0).unwrap();
    assert!(
        now.text.contains("Paging began again at 02:29."),
        "{}",
        now.text
    );
    assert!(!now.text.contains("has stopped paging"), "{}", now.text);
    assert!(
        now.text.contains("02:11 Zhao Jianguo ×6"),
        "as it was: {}",
        now.text
    );
    assert!(now.rows.is_empty(), "{:?}", now.rows);
    story.press(11, private(11), "Acknowledge");
    let shown = story.shown(TOWN);
    let (_, now) = shown.iter().find(|(id, _)| *id == end.0).unwrap();
    assert!(
        now.text.contains("Paging began again at 02:29."),
        "{}",
        now.text
    );
}

#[test]
fn the_page_leads_to_who_reported() {
    use dutybell_core::outgoing::EntityKind;
    let mut settings = settings();
    for person in &mut settings.people {
        if person.id.as_str() == "li" {
            person.phone = None;
        }
    }
    let mut story = Story::with(settings);
    story.say(14, TOWN, "/report smoke");
    let (_, page) = story.shown(private(11))[0].clone();
    let chat = EntityKind::Mention(TelegramUser(14));
    assert!(
        page.entities.iter().any(|entity| entity.kind == chat),
        "{page:?}"
    );
    story.say(12, TOWN, "/report fire");
    let (_, page) = story.shown(private(11))[1].clone();
    assert!(
        page.text
            .contains("Reported 02:11 by Sun Min · +86 138 0000 0012"),
        "{page:?}"
    );
    assert!(page.entities.is_empty(), "{page:?}");
}

/// Nobody is paged after an acknowledgement, but what is escalated then goes to the department that
/// it concerns; a tap on the wrong category locks nobody out.
#[test]
fn a_category_changed_after_an_acknowledgement_takes_the_next_escalation_along() {
    let mut story = Story::with(departments());
    story.say(12, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    story.press(11, TOWN, "Road accident");
    assert!(story.lines(private(14)).is_empty(), "nobody is paged by it");
    story.say(14, TOWN, "/escalate 1");
    assert_eq!(
        posted(&story, private(14)).len(),
        1,
        "the traffic desk is paged"
    );
    assert!(posted(&story, private(12)).is_empty(), "and not the deputy");
    let toast = story.press(11, TOWN, "Fire");
    assert!(!toast.contains("may not"), "{toast}");
}
