//! A group becomes a supergroup: its id changes, and the bot follows.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::ids::TelegramChat;
use dutybell_sandbox::model::{Fault, Scope};
use serde_json::json;
use support::{Plan, Town};

const SMALL: TelegramChat = TelegramChat(-4001);
const GROWN: TelegramChat = TelegramChat(-1_001_000_000_777);

fn grows(town: &Town) {
    town.telegram(|telegram, now| telegram.migrate(SMALL, GROWN, now))
        .unwrap();
}

#[tokio::test]
async fn the_service_message_is_followed_and_cards_go_along() {
    let mut town = Town::with(Plan::calm().small_group(SMALL)).await;
    town.says("li", SMALL, "/report smoke");
    town.sees(SMALL, "🔴 #1 Fire").await;
    town.sees(SMALL, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    // The bot has heard that all of it arrived: what is on its way is asked anew in the new group.
    town.settles().await;
    grows(&town);
    let told = town.sees("office", "became a supergroup").await;
    assert!(told.text().contains("-1001000000777"), "{}", told.text());
    town.sees(GROWN, "🔴 #1 Fire").await;
    town.presses("zhao", "Acknowledge").await;
    town.shows(GROWN, "🟠 #1 Fire").await;
    town.says("li", GROWN, "/report fire in the mill");
    town.sees(GROWN, "🔴 #2 Fire").await;
    town.sees(GROWN, "Is anyone hurt?").await;
    town.rings("zhao", "fire in the mill").await;
    let stored = town.end().await;
    assert_eq!(stored[1]["chat_telegram"], json!(GROWN));
}

#[tokio::test]
async fn the_refusal_of_a_message_is_followed_too() {
    let steps = r#"{ page = ["commander"], wait = "2s" }, { page = ["deputy"], wait = "1h" }"#;
    let plan = Plan::calm().policy(steps, "").small_group(SMALL);
    let mut town = Town::with(plan).await;
    town.says("li", SMALL, "/report smoke");
    town.sees(SMALL, "🔴 #1 Fire").await;
    town.sees(SMALL, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    // The bot does not hear of the change, it meets it.
    let deaf = town.fault(Fault::Down, Scope::everything().method("getUpdates"));
    grows(&town);
    town.refused("upgraded to a supergroup").await;
    town.sees("office", "became a supergroup").await;
    town.sees(GROWN, "🔴 #1 Fire").await;
    town.sees(GROWN, "no answer, Sun Min is paged").await;
    town.rings("sun", "LEVEL II").await;
    town.mend(deaf);
    town.presses("sun", "Acknowledge").await;
    town.shows(GROWN, "🟠 #1 Fire").await;
    town.end().await;
}

#[tokio::test]
async fn the_new_id_is_known_after_a_restart() {
    let mut town = Town::with(Plan::calm().small_group(SMALL)).await;
    grows(&town);
    town.sees("office", "became a supergroup").await;
    town.restart().await;
    town.says("li", GROWN, "/report smoke");
    town.sees(GROWN, "🔴 #1 Fire").await;
    town.sees(GROWN, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

#[tokio::test]
async fn an_answer_on_its_way_reaches_the_new_group() {
    let mut town = Town::with(Plan::calm().small_group(SMALL)).await;
    let down = town.fault(Fault::Down, Scope::everything().method("sendMessage"));
    town.says("li", SMALL, "/help");
    town.hits(down, 1).await;
    let deaf = town.fault(Fault::Down, Scope::everything().method("getUpdates"));
    grows(&town);
    town.mend(down);
    town.refused("upgraded to a supergroup").await;
    town.sees(GROWN, "Commands").await;
    town.sees("office", "became a supergroup").await;
    town.mend(deaf);
    town.end().await;
}
