//! Intake: what Telegram has for the bot is taken once, whatever happens on the way.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::ids::UpdateId;
use dutybell_sandbox::model::{Fault, Heard, Scope};
use serde_json::{Value, json};
use support::{GROUP, Raw, TOKEN, Town};

/// Calls Telegram with the bot's own token, as another program would.
async fn calls(town: &Town, method: &str, params: Value) -> Value {
    let url = format!("{}/bot{TOKEN}/{method}", town.api_url());
    let answer = reqwest::Client::new().post(url).json(&params).send().await;
    answer.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn repeated_updates_change_nothing() {
    let mut town = Town::begin().await;
    let repeats = town.fault(Fault::RepeatUpdates, Scope::everything());
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.says("li", GROUP, "/update 1 water is on");
    town.sees(GROUP, "#1: update stored.").await;
    town.presses("zhao", "Acknowledge").await;
    town.hits(repeats, 2).await;
    town.mend(repeats);
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(support::entries(&stored[0], "updated"), 1);
    assert_eq!(support::entries(&stored[0], "acknowledged"), 1);
}

#[tokio::test]
async fn what_was_said_while_the_bot_was_dead_is_taken_at_its_start() {
    let mut town = Town::begin().await;
    town.settles().await;
    town.kill().await;
    town.says("li", GROUP, "/report smoke");
    town.says("guest", GROUP, "/report fire in the mill");
    town.wake();
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "🔴 #2 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke").await;
    town.rings("zhao", "fire in the mill").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn a_report_taken_but_not_confirmed_is_stored_once() {
    let mut town = Town::begin().await;
    // Every answer to a poll is lost on its way: taken by Telegram's lights, unseen by the bot.
    let lost = Scope::times(2).method("getUpdates");
    town.fault(Fault::AnswerLost, lost);
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.kill().await;
    town.wake();
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_crowd_of_updates_is_taken_in_order() {
    let mut town = Town::asleep(support::Plan::calm()).await;
    for number in 1..=150 {
        town.message(&Raw::message("guest", GROUP).with("text", json!(format!("talk {number}"))));
    }
    town.says("li", GROUP, "/report smoke");
    town.says("li", GROUP, "/update 1 first");
    town.says("li", GROUP, "/update 1 second");
    town.wake();
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.sees(GROUP, "#1: update stored.").await;
    town.sees(GROUP, "#1: update stored.").await;
    town.shows(GROUP, "Li Qiang: «second»").await;
    let stored = town.end().await;
    assert_eq!(support::entries(&stored[0], "updated"), 2);
}

#[tokio::test]
async fn numbers_of_updates_may_start_anew() {
    let mut town = Town::begin().await;
    town.telegram(|telegram, _| telegram.renumber_updates(UpdateId(700_000_000)));
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    // After an idle week nothing waits any more.
    let forget = json!({ "drop_pending_updates": true });
    calls(&town, "deleteWebhook", forget).await;
    town.telegram(|telegram, _| telegram.renumber_updates(UpdateId(1_000)));
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn polls_that_fail_are_tried_again() {
    let mut town = Town::begin().await;
    let polls = Scope::times(3).method("getUpdates");
    town.fault(Fault::ServerError { code: 502 }, polls);
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn another_program_with_the_same_token_is_told_to_the_administrator_once() {
    let mut town = Town::begin().await;
    for conflicts in 1..=2 {
        // Whoever polls later wins; so the other one polls until the bot was the earlier one.
        while refused_polls(&town) < conflicts {
            calls(&town, "getUpdates", json!({ "timeout": 0 })).await;
        }
    }
    let notice = town
        .sees("office", "Another program uses this bot's token")
        .await;
    assert!(notice.text().contains("BotFather"), "{}", notice.text());
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

/// How many polls of the bot were ended by another one.
fn refused_polls(town: &Town) -> usize {
    town.telegram(|telegram, _| {
        let calls = telegram.calls_since(0);
        calls
            .filter(|call| matches!(call.answer, Heard::Error { code: 409, .. }))
            .count()
    })
}

#[tokio::test]
async fn a_webhook_left_behind_is_taken_away_and_nothing_is_lost_with_it() {
    let mut town = Town::asleep(support::Plan::calm()).await;
    town.says("li", GROUP, "/report smoke");
    let url = json!({ "url": "https://example.com/telegram" });
    let set = calls(&town, "setWebhook", url).await;
    assert_eq!(set["ok"], true, "{set}");
    town.wake();
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

#[tokio::test]
async fn an_edited_report_changes_nothing() {
    let mut town = Town::begin().await;
    let said = town.says("li", GROUP, "/report smoke");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.telegram(|telegram, now| {
        telegram.edit_text(
            support::user("li"),
            GROUP,
            said,
            "/report smoke and fire",
            now,
        )
    })
    .unwrap();
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "smoke");
}
