use dutybell_core::ids::TelegramChat;
use dutybell_sandbox::model::{Answer, Group, Limits, Person, Rule, Telegram, Town};
use serde_json::json;

use crate::town::{TOWN, ZHAO, at, town};

fn send(telegram: &mut Telegram, chat: TelegramChat, millis: i64) -> Option<u64> {
    let params = json!({ "chat_id": chat, "text": "x" });
    match telegram.call("sendMessage", &params, at(millis)) {
        Answer::Reply(_) => None,
        Answer::Error(error) => {
            assert_eq!(error.code, 429);
            error.parameters.retry_after
        }
        answer => panic!("{answer:?}"),
    }
}

#[test]
fn one_a_second_in_a_chat_with_a_small_tolerance() {
    let mut telegram = town(Limits::telegram());
    let zhao = ZHAO.private_chat();
    assert_eq!(send(&mut telegram, zhao, 0), None);
    assert_eq!(
        send(&mut telegram, zhao, 950),
        None,
        "a little early is fine"
    );
    assert_eq!(send(&mut telegram, zhao, 1_500), Some(1));
    assert_eq!(telegram.violations()[0].rule, Rule::Chat);
    assert_eq!(send(&mut telegram, zhao, 2_600), None);
}

#[test]
fn twenty_a_minute_in_a_group() {
    let mut telegram = town(Limits::telegram());
    for second in 0..20 {
        assert_eq!(send(&mut telegram, TOWN, second * 1_000), None);
    }
    assert_eq!(send(&mut telegram, TOWN, 20_000), Some(40));
    assert_eq!(telegram.violations()[0].rule, Rule::Group);
    let zhao = ZHAO.private_chat();
    assert_eq!(send(&mut telegram, zhao, 20_000), None, "others go on");
    assert_eq!(send(&mut telegram, TOWN, 60_000), None);
}

#[test]
fn thirty_a_second_over_all() {
    let people = (1..=40).map(|id| Person::new(id, "x").started()).collect();
    let mut telegram = Telegram::new(Town {
        people,
        ..Town::default()
    });
    for id in 1..=30 {
        assert_eq!(send(&mut telegram, TelegramChat(id), id), None);
    }
    assert_eq!(send(&mut telegram, TelegramChat(31), 500), Some(1));
    assert_eq!(telegram.violations()[0].rule, Rule::Overall);
    assert_eq!(send(&mut telegram, TelegramChat(31), 1_500), None);
}

#[test]
fn who_does_not_wait_is_refused_again_and_found_out() {
    let mut telegram = town(Limits::telegram());
    for second in 0..20 {
        send(&mut telegram, TOWN, second * 1_000);
    }
    assert_eq!(send(&mut telegram, TOWN, 20_000), Some(40));
    assert_eq!(send(&mut telegram, TOWN, 20_200), Some(40), "was under way");
    assert_eq!(telegram.violation_count(), 1);
    assert_eq!(send(&mut telegram, TOWN, 30_000), Some(30));
    assert_eq!(telegram.violations()[1].rule, Rule::Early);
}

#[test]
fn edits_count_and_answers_to_presses_do_not() {
    let mut telegram = town(Limits::telegram());
    let zhao = ZHAO.private_chat();
    assert_eq!(send(&mut telegram, zhao, 0), None);
    let edit = json!({ "chat_id": zhao, "message_id": 1, "text": "y" });
    let answer = telegram.call("editMessageText", &edit, at(100));
    assert_eq!(answer.status(), Some(429));
    for _ in 0..50 {
        let params = json!({ "callback_query_id": "1" });
        let answer = telegram.call("answerCallbackQuery", &params, at(100));
        assert_eq!(answer.status(), Some(400));
        let params = json!({ "chat_id": zhao, "action": "typing" });
        let answer = telegram.call("sendChatAction", &params, at(100));
        assert_eq!(answer.status(), Some(200));
    }
}

#[test]
fn limits_can_be_off_and_changed() {
    let mut telegram = town(Limits::off());
    for _ in 0..100 {
        assert_eq!(send(&mut telegram, TOWN, 0), None);
    }
    assert_eq!(telegram.violation_count(), 0);
    telegram.set_limits(Limits::telegram());
    telegram.add_group(Group::new(-77, "New", [ZHAO]), at(0));
    assert_eq!(send(&mut telegram, TelegramChat(-77), 0), None);
    assert_eq!(send(&mut telegram, TelegramChat(-77), 0), Some(1));
}
