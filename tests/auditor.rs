//! Whatever is overdue and unsent is said where people will see it.

mod support;

use std::time::Duration;

use dutybell_sandbox::model::{Fault, Scope};
use support::{GROUP, Place as _, Plan, Town};

/// A bot for which a minute passes in a second.
async fn hurried() -> Town {
    let mut town = Town::asleep(Plan::calm().http()).await;
    town.time_runs(Duration::ZERO, 60);
    town.wake();
    town
}

#[tokio::test]
async fn a_page_that_does_not_leave_is_said_once_and_that_it_is_over() {
    let mut town = hurried().await;
    let to_zhao = Scope::everything()
        .method("sendMessage")
        .chat("zhao".chat());
    let down = town.fault(Fault::Down, to_zhao);
    town.reports("li", "smoke").await;
    let told = town.rings("office", "1 page is not sent").await;
    assert!(told.text().starts_with("⚠️"), "{}", told.text());
    assert!(told.text().contains("(#1)"), "{}", told.text());
    assert!(told.text().contains("+86 138 0000 0000"), "{}", told.text());
    town.rings(GROUP, "1 page is not sent").await;
    let (_, metrics) = town.get("/metrics").await;
    assert!(
        metrics.contains("dutybell_overdue{kind=\"pages\"} 1"),
        "{metrics}"
    );
    let (status, why) = town.get("/readyz").await;
    assert_eq!(status, 503);
    assert!(why.contains("auditor: 1 pages overdue since"), "{why}");
    // Known already, also to the one who takes over after a death.
    town.settles().await;
    town.restart().await;
    town.bot().logs("overdue.kind=\"pages\"").await;
    town.mend(down);
    town.rings("zhao", "LEVEL II").await;
    town.sees("office", "in time again: pages").await;
    town.sees(GROUP, "in time again: pages").await;
    town.end().await;
}

#[tokio::test]
async fn what_could_not_be_said_while_telegram_was_down_is_said_after_it() {
    let mut town = hurried().await;
    let mute = town.fault(Fault::Down, Scope::everything().method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    town.bot().logs("overdue.kind=\"pages\"").await;
    town.mend(mute);
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.rings("office", "1 page is not sent").await;
    town.rings(GROUP, "1 page is not sent").await;
    town.sees("office", "in time again: pages").await;
    town.sees(GROUP, "in time again: pages").await;
    town.end().await;
}
