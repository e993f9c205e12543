use dutybell_sandbox::model::{Answer, Fault, Heard, Poll, Scope, Telegram};
use serde_json::json;

use crate::town::{LI, TOWN, YARD, ZHAO, at, bot_says, ok, quiet, waiting};

fn send(telegram: &mut Telegram) -> Answer {
    let params = json!({ "chat_id": TOWN, "text": "x" });
    telegram.call("sendMessage", &params, at(0))
}

fn messages(telegram: &Telegram) -> usize {
    telegram.chat(TOWN).unwrap().messages.len()
}

#[test]
fn down_answers_nothing_and_does_nothing_until_it_is_lifted() {
    let mut telegram = quiet();
    let id = telegram.inject(Fault::Down, Scope::everything(), at(0));
    for _ in 0..3 {
        assert_eq!(send(&mut telegram), Answer::Dropped);
    }
    assert_eq!(messages(&telegram), 0);
    assert_eq!(telegram.faults()[0].hits, 3);
    assert!(telegram.lift(id, at(0)));
    assert!(!telegram.lift(id, at(0)));
    assert_eq!(send(&mut telegram).status(), Some(200));
}

#[test]
fn down_also_ends_a_poll_that_waits() {
    let mut telegram = quiet();
    let Poll::Wait(waiting) = telegram.poll(&json!({ "timeout": 30 }), at(0)) else {
        panic!("nothing is there");
    };
    telegram.inject(Fault::Down, Scope::everything(), at(1));
    let poll = telegram.poll_again(waiting, at(1));
    assert_eq!(poll, Poll::Ready(Answer::Dropped));
}

#[test]
fn a_lost_answer_is_a_sent_message() {
    let mut telegram = quiet();
    let scope = Scope::times(1).method("SendMessage");
    telegram.inject(Fault::AnswerLost, scope, at(0));
    assert_eq!(send(&mut telegram), Answer::Dropped);
    assert_eq!(messages(&telegram), 1);
    assert_eq!(
        telegram.calls_since(0).last().unwrap().answer,
        Heard::Nothing { took_effect: true }
    );
    assert!(telegram.faults().is_empty());
    assert_eq!(send(&mut telegram).status(), Some(200));
}

#[test]
fn scopes_narrow_by_method_and_chat() {
    let mut telegram = quiet();
    let fault = Fault::ServerError { code: 502 };
    let scope = Scope::everything().method("sendMessage").chat(TOWN);
    telegram.inject(fault, scope, at(0));
    assert_eq!(send(&mut telegram).status(), Some(502));
    bot_says(&mut telegram, YARD, "fine here");
    ok(&mut telegram, "getChat", json!({ "chat_id": TOWN }));
}

#[test]
fn too_many_requests_holds_the_chat_for_as_long_as_it_says() {
    let mut telegram = quiet();
    let fault = Fault::TooManyRequests {
        chat: Some(TOWN),
        retry_after: 5,
    };
    telegram.inject(fault, Scope::times(1), at(0));
    let error = send(&mut telegram);
    assert_eq!(error.error().unwrap().parameters.retry_after, Some(5));
    bot_says(&mut telegram, YARD, "others go on");
    let params = json!({ "chat_id": TOWN, "text": "x" });
    let early = telegram.call("sendMessage", &params, at(3_000));
    assert_eq!(early.error().unwrap().parameters.retry_after, Some(2));
    assert_eq!(telegram.violation_count(), 1);
    let later = telegram.call("sendMessage", &params, at(5_000));
    assert_eq!(later.status(), Some(200));
}

#[test]
fn slow_takes_effect_at_once() {
    let mut telegram = quiet();
    telegram.inject(Fault::Slow { millis: 700 }, Scope::times(1), at(0));
    let Answer::Delayed {
        millis: 700,
        answer,
    } = send(&mut telegram)
    else {
        panic!("it is not slow");
    };
    assert_eq!(answer.status(), Some(200));
    assert_eq!(messages(&telegram), 1);
}

#[test]
fn blocked_and_kicked_are_undone_when_they_end() {
    let mut telegram = quiet();
    telegram.inject(Fault::Blocked { person: ZHAO }, Scope::times(2), at(0));
    let kicked = telegram.inject(Fault::Kicked { chat: TOWN }, Scope::everything(), at(0));
    let to_zhao = json!({ "chat_id": ZHAO, "text": "x" });
    for status in [403, 403, 200] {
        let answer = telegram.call("sendMessage", &to_zhao, at(0));
        assert_eq!(answer.status(), Some(status));
    }
    assert_eq!(send(&mut telegram).status(), Some(403));
    telegram.lift(kicked, at(0));
    assert_eq!(send(&mut telegram).status(), Some(200));
}

#[test]
fn a_forgotten_confirmation_brings_updates_again_once() {
    let mut telegram = quiet();
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    telegram.inject(Fault::RepeatUpdates, Scope::everything(), at(0));
    let count = |telegram: &mut Telegram| {
        let list = ok(telegram, "getUpdates", json!({ "offset": 2 }));
        list.as_array().unwrap().len()
    };
    assert_eq!(count(&mut telegram), 1, "it was confirmed and comes again");
    assert_eq!(count(&mut telegram), 0);
}

#[test]
fn garbage_goes_into_the_queue_as_it_is() {
    let mut telegram = quiet();
    for fault in [
        Fault::lone_surrogate(TOWN, LI),
        Fault::nested(200),
        Fault::fields_missing(),
        Fault::id_missing(),
    ] {
        telegram.inject(fault, Scope::everything(), at(0));
    }
    telegram.say(ZHAO, TOWN, "/after", at(0)).unwrap();
    let answer = telegram.call("getUpdates", &json!({}), at(0));
    let Answer::Reply(text) = &answer else {
        panic!("{answer:?}");
    };
    assert!(text.contains("\\ud800"));
    assert!(answer.value().is_none(), "no parser takes it whole");
    let raw: Vec<&serde_json::value::RawValue> = serde_json::from_str(text).unwrap();
    assert_eq!(raw.len(), 5);
    assert!(telegram.faults().is_empty());
    ok(&mut telegram, "getUpdates", json!({ "offset": 6 }));
    assert_eq!(waiting(&mut telegram).len(), 0);
}

#[test]
fn faults_are_data() {
    let fault: Fault = serde_json::from_value(json!({
        "kind": "too_many_requests", "retry_after": 3,
    }))
    .unwrap();
    assert_eq!(
        fault,
        Fault::TooManyRequests {
            chat: None,
            retry_after: 3
        }
    );
    let scope: Scope = serde_json::from_value(json!({ "times": 2 })).unwrap();
    assert_eq!(scope, Scope::times(2));
}
