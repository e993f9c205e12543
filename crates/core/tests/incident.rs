//! The main job as the core decides it: report, page, escalate, acknowledge.

mod support;

use std::time::Duration;

use dutybell_core::ids::IncidentNumber;
use dutybell_core::outgoing::{Outcome, Unreachable};
use support::{Story, TOWN, private};

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_report_is_shown_and_paged_and_acknowledged() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke in 12 Dongfeng Rd");
    assert_eq!(
        story.lines(private(11)),
        [
            "🔴 LEVEL II Fire · smoke in 12 Dongfeng Rd · #1 [\"Acknowledge\", \"Can't respond\", \"Escalate\", \"Full text, photos\"]"
        ]
    );
    assert!(story.lines(TOWN)[0].starts_with("🔴 #1 Fire · Level II · waiting"));
    let toast = story.press(11, private(11), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
    assert!(
        story.lines(TOWN)[0].starts_with("🟠 #1 Fire · Level II · Zhao Jianguo acknowledged 02:11")
    );
    story.pass(MINUTE * 10);
    assert!(story.lines(private(12)).is_empty(), "nobody else is paged");
}

#[test]
fn it_rings_again_goes_on_and_is_exhausted_loudly() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.pass(MINUTE);
    assert!(story.lines(private(11))[1].starts_with("🔴 2nd CALL"));
    assert!(
        !story.lines(private(11))[0].contains('['),
        "the older copy loses its buttons"
    );
    story.pass(MINUTE * 2);
    assert!(story.lines(private(12))[0].starts_with("🔴 LEVEL II Fire"));
    let notice = story.shown(TOWN)[2].1.clone();
    assert!(
        notice.text.contains("no answer, Sun Min is paged"),
        "{}",
        notice.text
    );
    assert!(
        notice
            .text
            .contains("Wang Fang: unreachable (no Telegram account known)")
    );
    assert!(notice.text.contains("+86 138 0000 0000"));
    assert!(!notice.sound);
    story.pass(MINUTE * 14);
    let last = story.shown(TOWN).last().unwrap().1.clone();
    assert!(
        last.text
            .starts_with("⛔ #1 Fire: everyone was paged, nobody acknowledged"),
        "{}",
        last.text
    );
    assert!(last.sound);
    assert!(last.text.contains("02:11 Zhao Jianguo ×6"), "{}", last.text);
    assert!(
        story.lines(private(15)).last().unwrap().starts_with("⛔"),
        "administrators too"
    );
    let toast = story.press(15, TOWN, "Page everyone again");
    assert!(toast.contains("Zhao Jianguo"), "{toast}");
}

#[test]
fn an_unreachable_commander_is_noticed_at_once() {
    let mut story = Story::begin();
    story
        .broken
        .push((private(11), Outcome::Unreachable(Unreachable::Blocked)));
    story.say(14, TOWN, "/report smoke");
    assert!(
        story.lines(private(12))[0].starts_with("🔴 LEVEL II Fire"),
        "the deputy, without a wait"
    );
    let notice = story
        .shown(TOWN)
        .iter()
        .map(|(_, m)| m.text.clone())
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        notice.contains("Zhao Jianguo: unreachable (blocked the bot)"),
        "{notice}"
    );
}

#[test]
fn silence_after_the_acknowledgement_is_asked_about_and_pages_again() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.press(11, private(11), "Acknowledge");
    story.pass(MINUTE * 30);
    assert!(
        story
            .lines(private(11))
            .last()
            .unwrap()
            .contains("no update for 30 min")
    );
    story.press(11, private(11), "Still on it");
    story.pass(MINUTE * 29);
    story.say(11, private(11), "/update 1 water is on");
    story.pass(MINUTE * 34);
    assert_eq!(
        story
            .lines(private(11))
            .iter()
            .filter(|l| l.starts_with("🔴"))
            .count(),
        0
    );
    story.pass(MINUTE);
    assert!(
        story
            .lines(private(11))
            .last()
            .unwrap()
            .starts_with("🔴 2nd CALL")
    );
}

#[test]
fn the_record_replays_to_what_is_stored() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    story.pass(MINUTE * 4);
    story.press(12, private(12), "Can't respond");
    story.press(11, TOWN, "Level I");
    story.press(11, private(11), "Acknowledge");
    story.say(11, TOWN, "/close 1 out");
    assert!(story.engine.open().next().is_none());
    use dutybell_core::store::{Key, Reads, Space};
    let folder: dutybell_core::decide::Folder = dutybell_core::codec::decode(
        &story
            .store
            .state(&Key::numbered(Space::Archive, 1))
            .unwrap()
            .unwrap(),
    )
    .unwrap();
    let entries: Vec<_> = story
        .store
        .events(1)
        .unwrap()
        .iter()
        .map(|bytes| dutybell_core::codec::decode(bytes).unwrap())
        .collect();
    dutybell_core::invariants::record(&folder.incident, &entries).unwrap();
    assert_eq!(folder.incident.number, IncidentNumber(1));
    assert!(story.lines(TOWN)[0].starts_with("🟢 #1 Fire · stood down"));
    for chat in [TOWN, private(11), private(12)] {
        for (_, message) in story.shown(chat) {
            assert!(
                message.rows.is_empty(),
                "buttons of a decided matter: {}",
                message.text
            );
        }
    }
}

#[test]
fn the_guided_form_stores_at_the_text() {
    let mut story = Story::begin();
    story.say(14, private(14), "/report");
    story.press(14, private(14), "Fire");
    story.press(14, private(14), "Level I");
    story.say(14, private(14), "12 Dongfeng Rd, third floor");
    let card = story
        .lines(private(14))
        .into_iter()
        .find(|l| l.starts_with("🔴 #1"))
        .unwrap();
    assert!(card.starts_with("🔴 #1 Fire · Level I · waiting"), "{card}");
    assert!(
        story.lines(TOWN)[0].starts_with("🔴 #1 Fire"),
        "announced in the group too"
    );
}

#[test]
fn a_card_that_changes_while_it_is_on_its_way_is_sent_once() {
    use dutybell_core::deliver::{Deliver, Next};
    use dutybell_core::engine::Order;
    use dutybell_core::outgoing::Row;

    let mut story = Story::begin();
    let mut deliver = Deliver::new(support::settings().limits);
    let orders = story.decide(support::says(14, TOWN, "/report smoke"));
    orders
        .into_iter()
        .for_each(|order| drop(deliver.obey(order)));
    let mut flying: Vec<Row> = Vec::new();
    while let Next::Send(row) = deliver.next(story.now) {
        flying.push(row);
    }
    let card = flying
        .iter()
        .position(|row| row.body.chat() == Some(TOWN))
        .unwrap();
    let card = flying.remove(card);
    // News changes the card; before the delivery hears of it, the card lands.
    let changed = story.decide(support::says(14, TOWN, "/update 1 roof burns"));
    assert!(
        changed
            .iter()
            .any(|order| matches!(order, Order::Offer(row) if row.id == card.id))
    );
    deliver.ended(card.id, &support::sent(2), story.now);
    changed
        .into_iter()
        .for_each(|order| drop(deliver.obey(order)));
    while let Next::Send(row) = deliver.next(story.now) {
        assert_ne!(row.id, card.id, "a second copy of the card");
    }
}

#[test]
fn a_late_escalate_wakes_nobody_after_the_acknowledgement() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    let (card, data) = story.button(TOWN, "Escalate").unwrap();
    story.press(11, private(11), "Acknowledge");
    let toast = story.press_data(14, TOWN, card, &data);
    assert!(toast.starts_with("Zhao Jianguo acknowledged #1"), "{toast}");
    assert!(story.lines(private(12)).is_empty(), "nobody is paged");
}

#[test]
fn a_second_escalate_at_the_last_step_does_not_begin_anew() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report minor things");
    let (card, data) = story.button(TOWN, "Escalate").unwrap();
    let first = story.press_data(14, TOWN, card, &data);
    let second = story.press_data(11, TOWN, card, &data);
    assert_eq!(first, second);
    assert!(second.contains("nobody is left to page"), "{second}");
    assert_eq!(
        story.lines(private(12)).len(),
        1,
        "the deputy was paged once"
    );
}

#[test]
fn a_command_under_a_closed_card_is_about_that_card() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    let card = story.shown(TOWN)[0].clone();
    story.say(15, TOWN, "/close 1 out");
    story.say(14, TOWN, "/report flood");
    story.reply(
        15,
        TOWN,
        (card.0, &story.shown(TOWN)[0].1.text.clone()),
        "/close done",
    );
    let open: Vec<u64> = story
        .engine
        .open()
        .map(|folder| folder.incident.number.0)
        .collect();
    assert_eq!(open, [2], "the other incident goes on");
}

#[test]
fn who_blocks_the_bot_after_a_page_is_named() {
    let mut story = Story::begin();
    story.say(14, TOWN, "/report smoke");
    let blocked = Outcome::Unreachable(Unreachable::Blocked);
    story.broken.push((private(11), blocked));
    story.pass(MINUTE);
    let told: Vec<String> = story.shown(TOWN).into_iter().map(|(_, m)| m.text).collect();
    assert!(
        told.iter()
            .any(|text| text.contains("Zhao Jianguo: unreachable (blocked the bot)")),
        "{told:?}"
    );
}
