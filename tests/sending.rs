//! Sending: pages first, limits kept, failures retried, nothing lost and hardly anything twice.

mod support;

use std::time::Duration;

use dutybell_sandbox::model::{Call, Fault, Heard, Scope};
use serde_json::json;
use support::{GROUP, Place as _, Plan, Town, entries, kinds};

/// Both are paged at once.
const BOTH: &str = r#"{ page = ["commander", "deputy"], wait = "1h" }"#;

fn sends(call: &Call, place: impl support::Place) -> bool {
    call.method == "sendMessage" && call.params["chat_id"] == json!(place.chat())
}

#[tokio::test]
async fn a_chat_that_must_wait_holds_up_no_other_chat() {
    let mut town = Town::with(Plan::calm().policy(BOTH, "")).await;
    let zhao = "zhao".chat();
    let waits = Fault::TooManyRequests {
        chat: Some(zhao),
        retry_after: 2,
    };
    town.fault(waits, Scope::times(1).chat(zhao));
    town.reports("li", "smoke").await;
    let sun = town.rings("sun", "LEVEL II").await;
    let first = town
        .call("a page to zhao", |call| sends(call, "zhao"))
        .await;
    assert!(matches!(first.answer, Heard::Error { code: 429, .. }));
    // Sent again too early it would be a violation, which the end of the test finds.
    let zhao = town.rings("zhao", "LEVEL II").await;
    assert!(zhao.view.at.since(first.at) >= Duration::from_millis(1900));
    assert!(sun.view.at < zhao.view.at);
    town.end().await;
}

#[tokio::test]
async fn telegram_is_down_for_some_seconds_and_nothing_is_lost() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let down = town.fault(Fault::Down, Scope::everything());
    town.says("li", GROUP, "/report fire in the mill");
    town.hits(down, 5).await;
    town.mend(down);
    town.sees(GROUP, "🔴 #2 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "fire in the mill").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn a_page_waits_for_telegram_and_comes_once() {
    let mut town = Town::begin().await;
    let down = town.fault(Fault::Down, Scope::everything().method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    town.hits(down, 6).await;
    town.mend(down);
    town.rings("zhao", "LEVEL II").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.end().await;
}

#[tokio::test]
async fn answers_without_sense_are_tried_again() {
    let mut town = Town::begin().await;
    let fault = Fault::ServerError { code: 502 };
    town.fault(fault, Scope::times(4).method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    town.rings("zhao", "LEVEL II").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.end().await;
}

#[tokio::test]
async fn an_answer_that_was_lost_costs_one_copy_at_most() {
    let mut town = Town::begin().await;
    let zhao = "zhao".chat();
    let lost = Scope::times(1).method("sendMessage").chat(zhao);
    town.fault(Fault::AnswerLost, lost);
    town.reports("li", "smoke").await;
    let first = town.rings("zhao", "LEVEL II").await;
    let copy = town.rings("zhao", "LEVEL II").await;
    assert_eq!(first.text(), copy.text());
    town.settles().await;
    let toast = town.presses_late("zhao", &first, "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    town.becomes(&copy, "you acknowledged").await;
    // The bot never learned of the first one, until it was pressed.
    town.loses_buttons(&first).await;
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "paged"), 1);
}

#[tokio::test]
async fn a_kill_while_a_page_is_on_its_way_costs_one_copy_at_most() {
    let mut town = Town::begin().await;
    let slow = Fault::Slow { millis: 60_000 };
    let slow = town.fault(slow, Scope::everything().method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    let page = town.rings("zhao", "LEVEL II").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.kill().await;
    town.mend(slow);
    town.wake();
    // Whether it had arrived is not known, so it comes again, and the copies of it by nothing else.
    let copy = town.rings("zhao", "LEVEL II").await;
    assert_eq!(copy.text(), page.text());
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.presses("zhao", "Acknowledge").await;
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "paged"), 1);
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn a_kill_before_anything_left_loses_nothing_and_repeats_nothing() {
    let mut town = Town::begin().await;
    let down = town.fault(Fault::Down, Scope::everything().method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    town.hits(down, 2).await;
    town.kill().await;
    town.mend(down);
    town.wake();
    town.rings("zhao", "LEVEL II").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.end().await;
    let pages = town.wall("zhao").len();
    assert_eq!(pages, 1, "nothing was in doubt");
}

#[tokio::test]
async fn a_page_refused_for_its_form_comes_without_it() {
    let mut town = Town::begin().await;
    let zhao = "zhao".chat();
    let refuses = Fault::ServerError { code: 400 };
    let once = Scope::times(1).method("sendMessage").chat(zhao);
    town.fault(refuses, once);
    town.says(
        "li",
        GROUP,
        "/report smoke at www.example.com, ask @somebody",
    );
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.refused("Internal Server Error").await;
    let page = town.rings("zhao", "LEVEL II").await;
    assert!(page.view.entities.is_empty(), "{:?}", page.view);
    town.presses("zhao", "Acknowledge").await;
    town.end().await;
}

#[tokio::test]
async fn a_page_refused_for_good_is_in_the_record_and_goes_on_to_the_next() {
    let mut town = Town::begin().await;
    let zhao = "zhao".chat();
    let refuses = Fault::ServerError { code: 400 };
    let always = Scope::everything().method("sendMessage").chat(zhao);
    town.fault(refuses, always);
    town.reports("li", "smoke").await;
    town.refused("Internal Server Error").await;
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "Sun Min is paged").await;
    town.shows(GROUP, "Zhao Jianguo (Commander) · not delivered")
        .await;
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "page_failed"), 1);
}

#[tokio::test]
async fn changes_of_a_card_that_must_wait_come_as_one() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let waits = Fault::TooManyRequests {
        chat: Some(GROUP),
        retry_after: 2,
    };
    let edits = Scope::times(1).method("editMessageText").chat(GROUP);
    let waits = town.fault(waits, edits);
    for news in 1..=6 {
        town.says("li", "li", &format!("/update 1 news {news}"));
        town.sees("li", "#1: update stored.").await;
    }
    town.becomes(&card, "«news 6»").await;
    assert!(!town.telegram(|telegram, _| telegram.faults().iter().any(|f| f.id == waits)));
    let edits = town.telegram(|telegram, _| {
        let calls = telegram.calls_since(0);
        calls
            .filter(|call| call.method == "editMessageText")
            .filter(|call| matches!(call.answer, Heard::Ok(_)))
            .count()
    });
    assert_eq!(
        edits, 1,
        "the one that was refused said “news 1”, the next says all"
    );
    town.end().await;
}

#[tokio::test]
async fn true_limits_are_kept_and_a_page_overtakes_what_waits() {
    let mut town = Town::with(Plan::calm().with_true_limits()).await;
    for _ in 0..4 {
        town.says("zhao", "zhao", "/help");
    }
    town.sees("zhao", "Commands").await;
    town.says("li", GROUP, "/report smoke");
    let page = town.rings("zhao", "LEVEL II").await;
    let mut last = page.view.at;
    for _ in 0..3 {
        last = town.sees("zhao", "Commands").await.view.at.max(last);
    }
    assert!(page.view.at < last, "answers waited, the page did not");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.end().await;
}

#[tokio::test]
async fn a_group_hears_no_more_than_telegram_allows() {
    let mut town = Town::with(Plan::calm().with_true_limits()).await;
    for number in 1..=4 {
        town.says("li", GROUP, &format!("/report fire in house {number}"));
    }
    for number in 1..=4 {
        town.rings("zhao", &format!("fire in house {number}")).await;
        town.sees(GROUP, &format!("🔴 #{number} Fire")).await;
    }
    for _ in 1..=4 {
        town.sees(GROUP, "Is anyone hurt?").await;
    }
    town.presses("zhao", "Acknowledge").await;
    town.shows(GROUP, "🟠 #4 Fire").await;
    town.end().await;
}

#[tokio::test]
async fn forty_people_are_paged_at_thirty_a_second() {
    let steps = r#"{ page = ["crowd"], wait = "1h" }"#;
    let plan = Plan::calm().crowd(40).policy(steps, "");
    let mut town = Town::with(plan.with_true_limits()).await;
    let card = town.reports("li", "smoke").await;
    let mut times = Vec::new();
    for place in Plan::crowd_chats(40) {
        times.push(town.rings(place, "LEVEL II").await.view.at);
    }
    let (first, last) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    assert!(last.since(*first) < Duration::from_secs(5));
    assert!(town.now(&card).text.contains("and 28 more"), "{card:?}");
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "paged"), 40);
}

#[tokio::test]
async fn where_the_group_is_closed_to_the_bot_people_are_paged_all_the_same() {
    let mut town = Town::begin().await;
    let kicked = town.fault(Fault::Kicked { chat: GROUP }, Scope::everything());
    town.sees("office", "I can't write to the chat -1001000000001")
        .await;
    town.says("li", "li", "/report smoke");
    town.sees("li", "🔴 #1 Fire").await;
    town.sees("li", "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.mend(kicked);
    town.sees(GROUP, "🔴 #1 Fire").await;
    let stored = town.end().await;
    assert!(kinds(&stored[0]).contains(&"post_failed"));
}
