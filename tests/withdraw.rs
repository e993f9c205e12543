//! A reporter takes his report back.

mod support;

use support::{GROUP, Town, look};

#[tokio::test]
async fn before_anybody_has_it() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.presses_in(GROUP, "li", "Withdraw").await;
    let question = town.sees(GROUP, "withdraw the report?").await;
    insta::assert_snapshot!(look(&question.view), @r"
    ❓ #1: withdraw the report?
    That ends the incident. Nobody is paged any more.
    ❬Confirm❭
    ❬Cancel❭
    ");
    let toast = town.presses_in(GROUP, "sun", "Confirm").await;
    assert!(toast.text.starts_with("Only Li Qiang"), "{}", toast.text);
    let toast = town.presses_in(GROUP, "li", "Confirm").await;
    assert!(toast.text.starts_with("#1 is withdrawn"), "{}", toast.text);
    town.loses_buttons(&question).await;
    town.loses_buttons(&page).await;
    town.loses_buttons(&card).await;
    insta::assert_snapshot!(look(&town.now(&card)), @r"
    ⚪ #1 Fire · withdrawn HH:MM after N s
    «smoke»
    HH:MM Li Qiang reported · registered
    HH:MM Li Qiang withdrew the report
    HH:MM Zhao Jianguo (Commander) · paged
    ");
    town.sees("zhao", "⚪ #1: Li Qiang withdrew the report")
        .await;
    let late = town.presses_late("zhao", &page, "Acknowledge").await;
    assert!(
        late.text.contains("#1 was withdrawn by its reporter"),
        "{}",
        late.text
    );
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "closed");
    assert_eq!(stored[0]["closed_by"], "li");
}

#[tokio::test]
async fn once_somebody_has_it_he_decides() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report smoke");
    town.sees(GROUP, "🔴 #1").await;
    town.sees("li", "registered").await;
    town.sees("li", "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.presses("li", "Withdraw").await;
    town.sees("li", "Zhao Jianguo has it, and decides").await;
    town.settles().await;
    town.restart().await;
    let toast = town.presses("li", "Confirm").await;
    assert_eq!(toast.text, "#1: noted. Whoever has it decides.");
    town.sees("zhao", "Li Qiang withdrew the report").await;
    town.presses("zhao", "Stand down").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["closed_by"], "zhao");
    let kinds = support::kinds(&stored[0]);
    assert_eq!(kinds[kinds.len() - 2..], ["withdrawn", "closed"]);
}
