//! What is overdue and unsent is said once, where people will see it.

mod support;

use std::time::Duration;

use dutybell_core::audit::{Late, Overdue};
use dutybell_core::engine::Input;
use dutybell_core::ids::TelegramChat;
use dutybell_core::incoming::{Attachment, AttachmentKind, Incoming, Press};
use dutybell_core::limits::{
    AUDIT_EVERY, OFFER_LIFE, OVERDUE_CARD, OVERDUE_PAGE, OVERDUE_REMINDER,
};
use dutybell_core::outgoing::{Outcome, Outgoing};
use support::{Story, TOWN, private};

const OFFICE: i64 = 15;
const ZHAO: i64 = 11;
const LI: i64 = 14;

fn audit(story: &mut Story) -> Vec<Overdue> {
    story.tell(Input::Audit {
        slack: Duration::ZERO,
    });
    story.engine.overdue().to_vec()
}

fn down(chat: TelegramChat) -> (TelegramChat, Outcome) {
    (chat, Outcome::Transient("no connection".into()))
}

fn kinds(found: &[Overdue]) -> Vec<Late> {
    found.iter().map(|overdue| overdue.kind).collect()
}

#[test]
fn a_town_that_works_has_nothing_overdue() {
    let mut story = Story::begin();
    assert!(audit(&mut story).is_empty());
    story.say(LI, TOWN, "/report fire in the hall");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.pass(AUDIT_EVERY);
    let before = story.sent.len();
    assert!(audit(&mut story).is_empty());
    assert_eq!(story.sent.len(), before);
}

#[test]
fn a_page_that_does_not_leave_is_said_once_and_that_it_is_over_once() {
    let mut story = Story::begin();
    story.broken = vec![down(private(ZHAO))];
    story.say(LI, TOWN, "/report fire in the hall");
    story.pass(OVERDUE_PAGE);
    assert!(audit(&mut story).is_empty(), "in time so far");
    story.pass(Duration::from_secs(1));
    let found = audit(&mut story);
    assert_eq!(kinds(&found), [Late::Pages]);
    assert_eq!(found[0].count, 1);
    let said = "⚠️ 02:11 1 page is not sent, due since 02:11 (#1)";
    let administrator = story.shown(private(OFFICE)).pop().unwrap().1;
    assert!(
        administrator.text.starts_with(said),
        "{}",
        administrator.text
    );
    assert!(
        administrator
            .text
            .contains("call the duty phone +86 138 0000 0000")
    );
    assert!(administrator.sound, "what is late rings");
    let group = story.shown(TOWN).pop().unwrap().1;
    assert!(group.text.starts_with(said), "{}", group.text);
    assert!(group.sound, "somebody may not be called");
    let advice = "\n→ Administrator: check the bot's way to Telegram.";
    assert_eq!(group.text.matches(advice).count(), 1, "{}", group.text);
    // Not every minute, not after a death either.
    let before = (story.shown(private(OFFICE)).len(), story.shown(TOWN).len());
    story.restart();
    story.pass(Duration::from_secs(20));
    assert_eq!(kinds(&audit(&mut story)), [Late::Pages]);
    assert_eq!(
        (story.shown(private(OFFICE)).len(), story.shown(TOWN).len()),
        before
    );
    // It leaves at last.
    story.broken.clear();
    story.pass(Duration::from_secs(30));
    let before = story.shown(private(OFFICE)).len();
    assert!(audit(&mut story).is_empty());
    assert_eq!(
        story.shown(private(OFFICE)).len(),
        before,
        "one look is not the end"
    );
    assert!(audit(&mut story).is_empty());
    let over = story.shown(private(OFFICE)).pop().unwrap().1;
    assert_eq!(
        over.text,
        "✅ 02:12 in time again: pages (late since 02:11)"
    );
    assert!(!over.sound);
    assert!(story.engine.desk().overdue.is_empty());
}

#[test]
fn a_page_is_late_also_where_telegram_said_to_wait_and_a_card_is_not() {
    let mut story = Story::begin();
    let wait = Outcome::RetryAfter(Duration::from_secs(1200));
    story.broken = vec![(private(ZHAO), wait.clone()), (TOWN, wait)];
    story.say(LI, TOWN, "/report II: fire in the hall");
    story.now = story.now.plus(OVERDUE_CARD + AUDIT_EVERY);
    let found = audit(&mut story);
    assert_eq!(kinds(&found)[0], Late::Pages, "{found:?}");
    assert!(!kinds(&found).contains(&Late::Cards), "{found:?}");
}

#[test]
fn a_card_that_is_stuck_is_said_without_a_sound() {
    let mut story = Story::begin();
    story.broken = vec![down(TOWN)];
    story.say(LI, TOWN, "/report fire in the hall");
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.now = story.now.plus(OVERDUE_CARD + Duration::from_secs(1));
    let found = audit(&mut story);
    assert!(kinds(&found).contains(&Late::Cards), "{found:?}");
    assert!(
        found.iter().all(|overdue| !overdue.kind.is_grave()),
        "{found:?}"
    );
    let said = story.shown(private(OFFICE)).pop().unwrap().1;
    assert!(
        said.text.contains("1 card does not show the latest"),
        "{}",
        said.text
    );
    assert!(!said.sound, "{}", said.text);
    // Its own words wait for the group too, and are no finding.
    story.now = story.now.plus(2 * OVERDUE_CARD);
    let again = audit(&mut story);
    assert_eq!(kinds(&again), kinds(&found));
}

#[test]
fn a_step_whose_timer_was_lost_is_said_and_taken_up_again() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report fire in the hall");
    // Somebody claims the timer and never deals with it.
    let due = story.store_timers().unwrap();
    story.now = due.plus(Duration::from_secs(61));
    story.loses_timers();
    assert_eq!(story.store_timers(), None);
    let found = audit(&mut story);
    assert_eq!(kinds(&found), [Late::Steps]);
    let said = story.shown(private(OFFICE)).pop().unwrap().1;
    assert!(
        said.text.contains("1 escalation has not happened"),
        "{}",
        said.text
    );
    assert!(said.sound);
    // It fires after all.
    story.pass(Duration::from_secs(1));
    assert!(audit(&mut story).is_empty());
    assert!(
        story.kinds(1).contains(&"rang_again"),
        "{:?}",
        story.kinds(1)
    );
}

/// A group takes twenty messages a minute: photos of a few incidents fill ten of them.
#[test]
fn photos_that_wait_for_their_turn_are_never_overdue() {
    let mut story = Story::begin();
    let Incoming::Message(mut message) = story.written(LI, TOWN, "/report fire") else {
        unreachable!("it is a message");
    };
    message.attachments = vec![Attachment {
        kind: AttachmentKind::Photo,
        file_id: "file-a".into(),
        unique_id: "a".into(),
        size: Some(1000),
        name: None,
        position: None,
    }];
    story.update(Incoming::Message(message));
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.say(OFFICE, private(OFFICE), "/timeline 1");
    let (message, data) = story
        .button(private(OFFICE), "Photos and files (1)")
        .unwrap();
    story.hear(Incoming::Press(Press {
        id: "photos".into(),
        from: support::sender(OFFICE),
        chat: Some(support::chat_ref(private(OFFICE))),
        message: Some(message),
        data,
    }));
    story.now = story.now.plus(OVERDUE_REMINDER * 2);
    assert_eq!(audit(&mut story), []);
}

#[test]
fn probes_of_a_check_are_never_overdue() {
    let mut story = Story::begin();
    story.broken = vec![down(private(ZHAO))];
    story.say(OFFICE, private(OFFICE), "/selftest");
    story.now = story.now.plus(Duration::from_secs(100));
    assert!(audit(&mut story).is_empty());
    let knocked = |body: &Outgoing| matches!(body, Outgoing::Knock { .. });
    assert!(story.sent.iter().any(|(_, body)| knocked(body)));
}

#[test]
fn what_calls_nobody_wakes_no_group_and_is_set_anew() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "smoke over the roofs");
    story.say(OFFICE, private(OFFICE), "/report");
    story.now = story.now.plus(OFFER_LIFE + Duration::from_secs(120));
    story.loses_timers();
    assert_eq!(story.store_timers(), None);
    let found = audit(&mut story);
    assert_eq!(kinds(&found), [Late::Timers]);
    assert_eq!(found[0].count, 2, "a form and an offer");
    let administrator = story.shown(private(OFFICE)).pop().unwrap().1;
    assert!(administrator.sound, "what is late rings");
    let told = "have not fired, due since";
    assert!(administrator.text.contains(told), "{}", administrator.text);
    assert!(
        administrator
            .text
            .ends_with("\n→ It is taken up again now. If this goes on, restart the bot."),
        "{}",
        administrator.text
    );
    let group = story.shown(TOWN).pop().unwrap().1;
    assert!(group.text.contains(told) && !group.sound, "{}", group.text);
    // Both happen after all.
    story.pass(Duration::from_secs(1));
    assert!(story.engine.desk().forms.values().all(|form| form.reminded));
    assert!(
        story
            .engine
            .desk()
            .offers
            .values()
            .all(|offer| !offer.stands())
    );
    assert!(audit(&mut story).is_empty());
}

#[test]
fn a_morning_whose_timer_was_lost_is_checked_after_all() {
    let mut settings = support::settings();
    settings.selftest.morning = chrono::NaiveTime::from_hms_opt(7, 30, 0);
    let mut story = Story::with(settings);
    story.now = story.store_timers().unwrap().plus(Duration::from_secs(120));
    story.loses_timers();
    assert_eq!(kinds(&audit(&mut story)), [Late::Timers]);
    story.pass(Duration::from_secs(1));
    let told = story.lines(private(OFFICE)).pop().unwrap();
    assert!(told.contains("people on call can be reached"), "{told}");
}
