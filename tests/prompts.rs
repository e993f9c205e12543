//! A checklist comes, is half done when the bot dies, is late, and is handed in: the real program, its time
//! thirty times as fast.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::time::Duration;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use support::{GROUP, Plan, Town, look};

const EQUIPMENT: &str = r#"
[[prompts]]
id = "equipment"
name = "Equipment"
kind = "checklist"
items = ["Duty phone", "Radios"]
cron = "0 */10 * * * *"
ask = ["officer"]
within = "5m"
escalate = ["zhao"]
report_to = "town"
"#;

#[tokio::test]
async fn a_checklist_survives_a_death_is_told_when_late_and_comes_out_in_every_format() {
    let plan = Plan::calm()
        .policy("{ page = [\"officer\"], wait = \"1h\" }", "")
        .rostered("")
        .also(EQUIPMENT);
    let mut town = Town::asleep(plan).await;
    town.time_runs(Duration::ZERO, 30);
    town.wake();
    let asked = town.sees("li", "📋 Equipment").await;
    assert!(asked.view.silent, "the first asking is silent");
    insta::assert_snapshot!(look(&asked.view), @r"
    📋 Equipment · HH:MM · Duty officer
    Tap each: ✓ good, once more ✗ a problem. Submit by HH:MM.
    ○ Duty phone
    ○ Radios
    ❬○ Duty phone❭
    ❬○ Radios❭
    ");
    town.presses("li", "○ Duty phone").await;
    town.becomes(&asked, "✓ Duty phone").await;
    town.presses("li", "○ Radios").await;
    let toast = town.presses("li", "✓ Radios").await;
    assert_eq!(toast.text, "✗ A problem. A line or a photo, please.");
    town.sees("li", "✗ Radios: what is wrong?").await;
    town.settles().await;
    town.restart().await;
    town.says("li", "li", "one battery is flat");
    town.sees("li", "Noted: Radios").await;
    town.rings("zhao", "📋 Not answered: Duty officer").await;
    town.sees(GROUP, "📋 Not answered: Duty officer").await;
    let late = town.rings("li", "⚠️ Late: Equipment").await;
    let toast = town.presses("li", "Submit").await;
    assert_eq!(
        toast.text,
        "Noted: 1 item has a problem, and that it is late."
    );
    town.becomes(&late, "1 item has a problem").await;
    town.sees("zhao", "✗ Radios: «one battery is flat»").await;
    town.sees(GROUP, "complete 1/1 · 1 problem · 0 % on time")
        .await;
    town.stop().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.starts_with("the record holds") && verified.out.contains("of the prompt log"),
        "{}",
        verified.out
    );
    let file = |format: &str| town.data().with_file_name(format!("prompts.{format}"));
    for format in ["jsonl", "csv", "xlsx"] {
        let out = file(format).display().to_string();
        let wrote = town
            .runs(&["export", "prompts", "--format", format, "--out", &out])
            .await;
        assert!(wrote.out.is_empty());
    }
    let lines = std::fs::read_to_string(file("jsonl")).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<&str> = lines
        .iter()
        .take(6)
        .map(|line| line["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "asked",
            "remarked",
            "not_answered",
            "told",
            "checked_late",
            "completed"
        ]
    );
    assert_eq!(lines[4]["by"], "li");
    assert_eq!(lines[4]["unit"], "officer");
    let csv = std::fs::read_to_string(file("csv")).unwrap();
    assert_eq!(csv.lines().count(), lines.len() + 1);
    let mut book: Xlsx<_> = open_workbook(file("xlsx")).unwrap();
    let answers = book.worksheet_range("Answers").unwrap();
    let row: Vec<&Data> = answers.rows().nth(1).unwrap().iter().collect();
    assert_eq!(row[0], &Data::String("Equipment".to_owned()));
    assert!(matches!(row[1], Data::DateTime(_)), "{row:?}");
    assert_eq!(row[5], &Data::String("Late".to_owned()));
    assert_eq!(row[9], &Data::Float(1.0));
    assert_eq!(row[10], &Data::String("2: one battery is flat".to_owned()));
    let log = book.worksheet_range("Prompt log").unwrap();
    assert_eq!(log.rows().count(), lines.len() + 1);
}

#[tokio::test]
async fn a_row_that_is_taken_out_of_the_file_says_who_had_not_answered() {
    let steps = "{ page = [\"officer\"], wait = \"1h\" }";
    let with = |more: &str| Plan::calm().policy(steps, "").rostered("").also(more);
    let mut town = Town::asleep(with(EQUIPMENT)).await;
    town.time_runs(Duration::ZERO, 30);
    town.wake();
    let asked = town.sees("li", "📋 Equipment").await;
    town.configure(&with(""));
    town.bot().hang_up().await;
    town.bot().logs("the configuration was read anew").await;
    let told = town.sees(GROUP, "🟥 No longer asked: Equipment").await;
    insta::assert_snapshot!(look(&told.view), @r"
    🟥 No longer asked: Equipment · HH:MM
    Withdrawn: the row equipment is not in the configuration any more.
    Had not answered: Duty officer
    ");
    town.loses_buttons(&asked).await;
    town.stop().await;
}
