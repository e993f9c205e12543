//! Whoever has it hands it on, to a person or back to the policy.

mod support;

use support::{GROUP, Plan, Town, kinds, look};

#[tokio::test]
async fn handed_on_to_a_person_who_takes_it_over() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.becomes(&page, "you acknowledged").await;
    let toast = town.presses_in(GROUP, "li", "Hand on").await;
    assert!(
        toast.alert && toast.text.contains("Town Office"),
        "{}",
        toast.text
    );
    town.presses("zhao", "Hand on").await;
    let choice = town.sees("zhao", "hand on to whom?").await;
    insta::assert_snapshot!(look(&choice.view), @r"
    ↪️ #1: hand on to whom?
    Zhao Jianguo has it until somebody takes it over.
    ❬Sun Min❭
    ❬Back to the policy❭
    ❬Cancel❭
    ");
    let toast = town.presses("zhao", "Sun Min").await;
    assert!(
        toast.text.starts_with("#1: Sun Min is being called"),
        "{}",
        toast.text
    );
    town.loses_buttons(&choice).await;
    let offered = town.rings("sun", "hands it on to you").await;
    insta::assert_snapshot!(look(&offered.view), @r"
    🔴 LEVEL II Fire · smoke · #1
    «smoke»
    Reported HH:MM by Li Qiang · +86 138 0000 1005
    Zhao Jianguo hands it on to you at HH:MM. Not acknowledged by HH:MM: paging starts again.
    ❬Acknowledge❭
    ❬Can't respond❭
    ❬Full text, photos❭
    ");
    town.sees(GROUP, "Zhao Jianguo hands it on, Sun Min is called")
        .await;
    let still = town.becomes(&card, "hands on to Sun Min").await;
    assert!(
        still
            .text
            .starts_with("🟠 #1 Fire · Level II · Zhao Jianguo acknowledged")
    );
    town.presses("sun", "Acknowledge").await;
    town.becomes(&card, "Sun Min acknowledged").await;
    town.sees("zhao", "#1: Sun Min has taken it over").await;
    town.loses_buttons(&page).await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "sun");
    assert_eq!(
        kinds(&stored[0]),
        [
            "reported",
            "step_entered",
            "paged",
            "acknowledged",
            "handed_on",
            "paged",
            "acknowledged"
        ]
    );
}

#[tokio::test]
async fn handed_back_the_next_step_is_paged_at_once_also_after_a_kill() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.becomes(&card, "Zhao Jianguo acknowledged").await;
    town.presses_in(GROUP, "office", "Hand on").await;
    town.sees(GROUP, "hand on to whom?").await;
    town.settles().await;
    town.restart().await;
    let toast = town.presses_in(GROUP, "zhao", "Back to the policy").await;
    assert_eq!(toast.text, "#1 is handed back. Paging Sun Min.");
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "handed back, Sun Min is paged").await;
    town.becomes(&card, "🔴 #1 Fire · Level II · waiting").await;
    let stored = town.end().await;
    let back = stored[0]["timeline"].as_array().unwrap().iter();
    let back: Vec<_> = back
        .filter(|entry| entry["text"] == "handed back")
        .collect();
    assert_eq!(back.len(), 1);
    assert_eq!(back[0]["by"], "zhao");
}

#[tokio::test]
async fn what_is_not_taken_over_is_paged_anew() {
    let steps = r#"{ page = ["commander", "deputy"], wait = "2s" }"#;
    let mut town = Town::with(Plan::calm().policy(steps, "repeat = 100")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.rings("sun", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.presses("zhao", "Hand on").await;
    town.sees("zhao", "hand on to whom?").await;
    town.presses("zhao", "Sun Min").await;
    town.rings("sun", "hands it on to you").await;
    town.sees(GROUP, "not taken over").await;
    town.rings("zhao", "2nd CALL").await;
    town.rings("sun", "3rd CALL").await;
    town.presses("zhao", "Acknowledge").await;
    let stored = town.export().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}
