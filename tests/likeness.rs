//! Several people report the same within minutes.

mod support;

use support::{GROUP, Town, kinds, look};

#[tokio::test]
async fn each_is_paged_at_once_and_one_tap_makes_them_one() {
    let mut town = Town::begin().await;
    let first = town.reports("li", "smoke in the mill").await;
    town.rings("zhao", "#1").await;
    let second = town.reports("guest", "the mill is on fire").await;
    let page = town.rings("zhao", "#2").await;
    let toast = town.presses_in(GROUP, "li", "Same as #1").await;
    assert!(
        toast.text.starts_with("You may not change #2"),
        "{}",
        toast.text
    );
    let toast = town.presses_in(GROUP, "guest", "Same as #1").await;
    assert_eq!(
        toast.text,
        "#2 goes on as #1, and only #1 rings on. Not the same after all? Report it anew."
    );
    town.loses_buttons(&second).await;
    town.loses_buttons(&page).await;
    insta::assert_snapshot!(look(&town.now(&second)), @r"
    ➡️ #2 Fire · goes on as #1
    «the mill is on fire»
    HH:MM Passer By reported · registered
    HH:MM Zhao Jianguo (Commander) · paged
    ");
    town.becomes(&first, "Also reported").await;
    let card = town.now(&first);
    assert!(
        card.text
            .contains("by Passer By (#2) «the mill is on fire»"),
        "{}",
        card.text
    );
    let late = town.presses_late("zhao", &page, "Acknowledge").await;
    assert_eq!(late.text, "Acknowledged #1. Nobody else is paged.");
    town.says("zhao", "zhao", "/update 2 water is up");
    town.becomes(&first, "water is up").await;
    town.sees("zhao", "#1: update stored.").await;
    let stored = town.end().await;
    assert_eq!(stored[1]["state"], "closed");
    let last = stored[1]["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!(last["kind"], "merged");
    assert_eq!(last["text"], "same as #1");
    assert_eq!(last["by"], "telegram:2001");
    assert!(kinds(&stored[0]).contains(&"joined"));
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn three_reports_become_one_through_a_kill() {
    let mut town = Town::begin().await;
    let first = town.reports("li", "smoke in the mill").await;
    town.rings("zhao", "#1").await;
    town.reports("guest", "the mill is on fire").await;
    town.rings("zhao", "#2").await;
    town.presses_in(GROUP, "zhao", "Same as #1").await;
    town.becomes(&first, "Also reported").await;
    town.settles().await;
    town.restart().await;
    town.reports("chen", "fire").await;
    town.rings("zhao", "#3").await;
    let toast = town.presses_in(GROUP, "chen", "Same as #1").await;
    assert!(toast.text.starts_with("#3 goes on as #1"), "{}", toast.text);
    town.becomes(&first, "(#3) «fire»").await;
    let stored = town.end().await;
    let states: Vec<_> = stored
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["open", "closed", "closed"]);
}
