//! A dispute is registered across a death of the real program, raises an incident, and names nobody where
//! others read: not in the group, not in the log, not in the metrics.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use support::{GROUP, Plan, Town, look};

const SCREENING: &str = r#"
[[prompts]]
id = "screening"
kind = "screening"
cron = "0 0 9 1,16 * *"
ask = ["li"]
within = "2d"
escalate = ["zhao"]

[ledger]
places = ["East village"]
bodies = ["Judicial office"]
"#;

const NAMES: [&str; 3] = ["Dafu", "Xiaomei", "fence"];

#[tokio::test]
async fn a_dispute_survives_a_death_and_names_nobody_to_others() {
    let mut town = Town::with(Plan::calm().http().also(SCREENING)).await;
    town.says("li", "li", "/dispute");
    town.sees("li", "What is it about?").await;
    town.presses("li", "Neighbours").await;
    town.presses("li", "East village").await;
    town.says("li", "li", "Ge Dafu and Wu Xiaomei");
    town.sees("li", "What happened?").await;
    town.settles().await;
    // In the middle of the form.
    let before = town.bot().whole_log();
    town.restart().await;
    town.says("li", "li", "the fence stands on her ground");
    town.sees("li", "Who mediates?").await;
    town.presses("li", "I mediate").await;
    let toast = town.presses("li", "Confirm").await;
    assert_eq!(toast.text, "D1 is registered.");
    town.presses("li", "Show").await;
    let card = town.sees("li", "📒 D1 · Neighbours").await;
    assert!(card.view.protect, "{card:?}");
    insta::assert_snapshot!(look(&card.view), @r"
    📒 D1 · Neighbours · East village · registered
    Mediate by HH:MM
    Mediator: Li Qiang
    Parties: Ge Dafu and Wu Xiaomei
    Account: the fence stands on her ground
    HH:MM Li Qiang: registered it
    ❬Begin mediation❭
    ❬Agreed | Not agreed | Transfer❭
    ❬May turn violent❭
    ❬Correction | Other mediator | All of it❭
    ");
    town.says("li", GROUP, "/dispute Ge Dafu against Wu Xiaomei");
    town.sees(GROUP, "in private only: https://t.me/").await;
    town.says("office", "office", "/dispute 1");
    town.sees(
        "office",
        "The ledger is kept by Zhao Jianguo, Li Qiang alone.",
    )
    .await;
    town.presses("li", "May turn violent").await;
    let toast = town.presses("li", "Confirm").await;
    assert_eq!(toast.text, "Incident #1 is raised, paging.");
    let incident = town.sees(GROUP, "#1").await;
    assert!(
        incident
            .text()
            .contains("Dispute D1 (Neighbours · East village)"),
        "{}",
        incident.text()
    );
    town.settles().await;
    for message in town.wall(GROUP) {
        let named = NAMES.iter().any(|name| message.text.contains(name));
        // Li himself typed them there.
        assert!(!named || message.from.is_some(), "{}", message.text);
    }
    let (_, metrics) = town.get("/metrics").await;
    let log = [before, town.bot().whole_log()].join("\n");
    assert!(log.lines().count() > 10, "{log}");
    for name in NAMES {
        assert!(
            !metrics.contains(name) && !log.contains(name),
            "{name}: {log}"
        );
    }
    town.stop().await;
    let verified = town.runs(&["verify"]).await;
    let holds = "the ledger holds: 1 disputes";
    assert!(
        verified.code == 0 && verified.out.contains(holds),
        "{}",
        verified.out
    );
}
