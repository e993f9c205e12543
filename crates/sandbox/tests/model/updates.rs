use std::collections::BTreeSet;

use dutybell_core::ids::UpdateId;
use dutybell_sandbox::model::{Answer, Limits, Poll, UpdateQueue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::town::{TOWN, ZHAO, at, ok, quiet, refused, town, waiting};

fn ids(updates: &Value) -> Vec<i64> {
    updates
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["update_id"].as_i64().unwrap())
        .collect()
}

#[test]
fn an_update_stays_until_a_higher_offset_confirms_it() {
    let mut telegram = quiet();
    for text in ["/a", "/b", "/c"] {
        telegram.say(ZHAO, TOWN, text, at(0)).unwrap();
    }
    for _ in 0..2 {
        let same = ok(&mut telegram, "getUpdates", json!({ "offset": 1 }));
        assert_eq!(ids(&same), [1, 2, 3]);
    }
    let rest = ok(&mut telegram, "getUpdates", json!({ "offset": 3 }));
    assert_eq!(ids(&rest), [3]);
    let rest = ok(&mut telegram, "getUpdates", json!({ "offset": 0 }));
    assert_eq!(ids(&rest), [3], "what was confirmed never comes again");
    assert_eq!(telegram.updates().confirmed(), 2);
}

#[test]
fn a_negative_offset_counts_from_the_newest_and_forgets_the_rest() {
    let mut telegram = quiet();
    for text in ["/a", "/b", "/c"] {
        telegram.say(ZHAO, TOWN, text, at(0)).unwrap();
    }
    let last = ok(&mut telegram, "getUpdates", json!({ "offset": -1 }));
    assert_eq!(ids(&last), [3]);
    assert_eq!(waiting(&mut telegram).len(), 1);
    let all = ok(&mut telegram, "getUpdates", json!({ "offset": -50 }));
    assert_eq!(ids(&all), [3]);
}

#[test]
fn limit_is_one_to_a_hundred() {
    let mut telegram = quiet();
    for _ in 0..120 {
        telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    }
    for (limit, count) in [(1, 1), (7, 7), (100, 100), (500, 100), (0, 1)] {
        let list = ok(&mut telegram, "getUpdates", json!({ "limit": limit }));
        assert_eq!(ids(&list).len(), count);
    }
}

#[test]
fn allowed_updates_are_remembered_and_hold_for_what_comes_later() {
    let mut telegram = quiet();
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    ok(
        &mut telegram,
        "getUpdates",
        json!({ "allowed_updates": ["callback_query"] }),
    );
    telegram.say(ZHAO, TOWN, "/b", at(0)).unwrap();
    assert_eq!(
        waiting(&mut telegram).len(),
        1,
        "the first was there before"
    );
    ok(
        &mut telegram,
        "getUpdates",
        json!({ "allowed_updates": [] }),
    );
    telegram.say(ZHAO, TOWN, "/c", at(0)).unwrap();
    assert_eq!(waiting(&mut telegram).len(), 2);
}

#[test]
fn numbering_may_start_anew_and_an_old_offset_then_confirms_nothing() {
    let mut telegram = quiet();
    telegram.renumber_updates(UpdateId(90_000));
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    ok(&mut telegram, "getUpdates", json!({ "offset": 90_001 }));
    telegram.renumber_updates(UpdateId(12));
    telegram.say(ZHAO, TOWN, "/b", at(0)).unwrap();
    let list = ok(&mut telegram, "getUpdates", json!({ "offset": 90_001 }));
    assert_eq!(ids(&list), [12]);
}

#[test]
fn updates_are_kept_for_a_day() {
    let mut telegram = quiet();
    telegram.say(ZHAO, TOWN, "/old", at(0)).unwrap();
    telegram
        .say(ZHAO, TOWN, "/new", at(24 * 3_600_000 + 1))
        .unwrap();
    assert_eq!(waiting(&mut telegram).len(), 1);
}

#[test]
fn asked_the_same_within_half_a_second_one_update_comes() {
    let mut telegram = town(Limits::telegram());
    telegram.say(ZHAO, TOWN, "/a", at(0)).unwrap();
    telegram.say(ZHAO, TOWN, "/b", at(0)).unwrap();
    let mut count = |millis| {
        let answer = telegram.call("getUpdates", &json!({ "offset": 1 }), at(millis));
        ids(&answer.value().unwrap()).len()
    };
    assert_eq!(count(0), 2);
    assert_eq!(count(100), 1);
    assert_eq!(count(700), 2);
}

#[test]
fn a_poll_waits_until_something_comes_or_its_time_is_over() {
    let mut telegram = quiet();
    let params = json!({ "timeout": 10 });
    let Poll::Wait(waiting) = telegram.poll(&params, at(0)) else {
        panic!("nothing is there");
    };
    let Poll::Wait(waiting) = telegram.poll_again(waiting, at(9_999)) else {
        panic!("the time is not over");
    };
    assert_eq!(
        telegram.poll_again(waiting.clone(), at(10_000)),
        Poll::Ready(Answer::Reply("[]".to_owned()))
    );
    telegram.say(ZHAO, TOWN, "/a", at(5_000)).unwrap();
    let Poll::Ready(answer) = telegram.poll_again(waiting, at(5_000)) else {
        panic!("something is there");
    };
    assert_eq!(ids(&answer.value().unwrap()), [1]);
}

#[test]
fn a_second_poll_ends_the_first() {
    let mut telegram = quiet();
    let params = json!({ "timeout": 10 });
    let Poll::Wait(first) = telegram.poll(&params, at(0)) else {
        panic!("nothing is there");
    };
    let Poll::Wait(_) = telegram.poll(&params, at(1)) else {
        panic!("nothing is there");
    };
    let Poll::Ready(answer) = telegram.poll_again(first, at(2)) else {
        panic!("the first is over");
    };
    assert_eq!(answer.status(), Some(409));
    assert!(
        answer
            .body()
            .contains("terminated by other getUpdates request")
    );
}

#[test]
fn a_webhook_and_polling_exclude_each_other() {
    let mut telegram = quiet();
    let hook = json!({ "url": "https://example.org/bot" });
    ok(&mut telegram, "setWebhook", hook);
    assert_eq!(refused(&mut telegram, "getUpdates", json!({})).code, 409);
    ok(&mut telegram, "deleteWebhook", json!({}));
    assert_eq!(waiting(&mut telegram).len(), 0);
}

#[derive(Debug, Clone)]
enum Step {
    Arrive,
    /// Ask with the offset that the bot holds; `true` if the answer gets through.
    Poll(usize, bool),
    /// Ask with an offset of before.
    AskOld,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Arrive),
        3 => (1_usize..6, any::<bool>()).prop_map(|(limit, through)| Step::Poll(limit, through)),
        1 => Just(Step::AskOld),
    ];
    prop::collection::vec(step, 0..80)
}

proptest! {
    /// Whatever the order of arrivals, polls, lost answers and old offsets: a bot that raises its
    /// offset only for what it holds gets every update, and again only what it had not confirmed.
    #[test]
    fn nothing_is_lost_and_only_the_unconfirmed_is_repeated(steps in steps()) {
        let mut queue = UpdateQueue::new(UpdateId(1));
        let mut held = BTreeSet::new();
        let (mut arrived, mut offset, mut confirmed) = (0_i64, 0_i64, 0_i64);
        for step in steps {
            match step {
                Step::Arrive => {
                    queue.push("message", "{}", at(0));
                    arrived += 1;
                }
                Step::Poll(limit, through) => {
                    queue.confirm(offset);
                    confirmed = confirmed.max(offset - 1);
                    let (list, _) = queue.batch(limit);
                    let list = ids(&serde_json::from_str(&list).unwrap());
                    for id in &list {
                        prop_assert!(*id > confirmed, "{id} was confirmed");
                    }
                    if through {
                        offset = list.last().map_or(offset, |last| last + 1);
                        held.extend(list);
                    }
                }
                Step::AskOld => queue.confirm(1),
            }
        }
        queue.confirm(offset);
        let (rest, _) = queue.batch(1_000);
        held.extend(ids(&serde_json::from_str(&rest).unwrap()));
        prop_assert_eq!(held, (1..=arrived).collect::<BTreeSet<_>>());
    }
}
