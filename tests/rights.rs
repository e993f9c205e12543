//! Who may do what, checked on every command and button; a refusal says who may.

mod support;

use support::{ELSEWHERE, GROUP, Place as _, Town, kinds, user};

#[tokio::test]
async fn anybody_in_the_group_reports_updates_and_escalates() {
    let mut town = Town::begin().await;
    town.reports("guest", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.says("guest", GROUP, "/update 1 the roof too");
    town.sees(GROUP, "#1: update stored.").await;
    town.says("guest", GROUP, "/escalate 1");
    town.sees(GROUP, "#1 escalated. Paging Sun Min.").await;
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "escalated, Sun Min is paged").await;
    town.end().await;
}

#[tokio::test]
async fn a_bystander_is_refused_kindly_with_who_may() {
    let mut town = Town::begin().await;
    let card = town.reports("guest", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    for who in ["guest", "li", "chen"] {
        for (label, refusal) in [
            (
                "Acknowledge",
                "You may not acknowledge #1. These may: Commander, Deputy.",
            ),
            (
                "Stand down",
                "You may not stand down a level II incident. These may: Commander, Deputy. You may \
                 escalate or update.",
            ),
            (
                "Level I",
                "You may not change #1. These may: Commander, Deputy.",
            ),
            (
                "Road accident",
                "You may not change #1. These may: Commander, Deputy.",
            ),
        ] {
            let toast = town.presses_late(who, &card, label).await;
            assert_eq!(toast.text, refusal);
            assert!(toast.alert, "a refusal must not pass unseen");
        }
    }
    for (command, refusal) in [
        ("/ack 1", "You may not acknowledge #1."),
        (
            "/close 1 out",
            "You may not stand down a level II incident.",
        ),
        ("/severity 1 I", "You may not change #1."),
    ] {
        town.says("li", GROUP, command);
        town.sees(GROUP, refusal).await;
    }
    let stored = town.end().await;
    assert_eq!(kinds(&stored[0]), ["reported", "step_entered", "paged"]);
}

#[tokio::test]
async fn people_of_any_step_and_administrators_direct() {
    let mut town = Town::begin().await;
    // Not paged yet, but of a later step.
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let toast = town.presses_in(GROUP, "sun", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    town.says("office", "office", "/severity 1 III");
    town.sees("office", "#1 is level III now.").await;
    town.says("office", "office", "/close 1 a drill");
    town.sees("office", "#1 stood down.").await;
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    town.says("office", GROUP, "/ack 2");
    town.sees(GROUP, "Acknowledged #2.").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "sun");
    assert_eq!(stored[0]["closed_by"], "office");
    assert_eq!(stored[1]["acknowledged_by"], "office");
}

#[tokio::test]
async fn who_is_not_configured_is_told_his_number_in_private() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    for said in [
        "/start",
        "/incidents",
        "/incident 1",
        "/timeline 1",
        "/ack 1",
        "hello?",
    ] {
        town.says("stranger", "stranger", said);
        let answer = town
            .sees("stranger", "You are not in the configuration yet")
            .await;
        assert!(answer.text().contains("2002"), "{said}: {}", answer.text());
    }
    // Button data forwarded or guessed gives nobody a right.
    let press = town.press(user("stranger"), "stranger".chat(), page.id(), "1:ack:1");
    let toast = town.toast(&press).await;
    assert!(toast.text.contains("2002"), "{}", toast.text);
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "open");
}

#[tokio::test]
async fn in_a_group_that_is_not_configured_everything_is_refused_with_the_chats_id() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    for said in [
        "/incidents",
        "/incident 1",
        "/ack 1",
        "/close 1 x",
        "/update 1 x",
        "/escalate 1",
    ] {
        town.says("li", ELSEWHERE, said);
        let answer = town.sees(ELSEWHERE, "This chat is not configured").await;
        assert!(answer.text().contains("-1001000000009"), "{said}");
    }
    let stored = town.end().await;
    assert_eq!(kinds(&stored[0]), ["reported", "step_entered", "paged"]);
}

#[tokio::test]
async fn the_language_of_a_group_is_the_administrators_to_change() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/lang zh");
    town.sees(GROUP, "Only administrators change the language of a group.")
        .await;
    town.says("office", GROUP, "/lang zh");
    town.sees(GROUP, "中文").await;
    town.says("li", GROUP, "/incidents");
    town.sees(GROUP, "没有").await;
    town.end().await;
}
