//! What a stopped bot hands out: every incident with its record.

mod support;

use serde_json::Value;
use support::{GROUP, Town, dutybell};

/// An incident that went all the way, one that waits, and one that nobody categorised.
async fn three_incidents() -> Town {
    let mut town = Town::begin().await;
    town.reports("li", "II: smoke, \"quoted\"\nsecond line")
        .await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.says("zhao", GROUP, "/close 1 out");
    town.sees(GROUP, "#1 stood down.").await;
    town.reports("guest", "=1+1 fire").await;
    town.rings("zhao", "=1+1 fire").await;
    town.reports("li", "something").await;
    town.rings("chen", "something").await;
    town.rings("wang", "something").await;
    town
}

#[tokio::test]
async fn a_line_an_incident_in_order_with_every_field() {
    let mut town = three_incidents().await;
    let stored = town.end().await;
    let numbers: Vec<u64> = stored
        .iter()
        .map(|line| line["number"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    let fields: Vec<&String> = stored[0].as_object().unwrap().keys().collect();
    let mut expected = [
        "number",
        "state",
        "severity",
        "category",
        "text",
        "drill",
        "reporter",
        "reporter_telegram",
        "chat_telegram",
        "reported_at",
        "acknowledged_by",
        "acknowledged_at",
        "closed_by",
        "closed_at",
        "timeline",
    ];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    let closed = &stored[0];
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["text"], "II: smoke, \"quoted\"\nsecond line");
    assert_eq!(closed["drill"], false);
    assert_eq!(closed["reporter_telegram"], 1005);
    assert_eq!(closed["chat_telegram"], -1_001_000_000_001_i64);
    assert_eq!(closed["acknowledged_by"], "zhao");
    assert_eq!(closed["closed_by"], "zhao");
    for time in ["reported_at", "acknowledged_at", "closed_at"] {
        let text = closed[time].as_str().unwrap();
        chrono::DateTime::parse_from_rfc3339(text).unwrap();
    }
    let waits = &stored[1];
    assert_eq!(waits["state"], "open");
    for empty in [
        "reporter",
        "acknowledged_by",
        "acknowledged_at",
        "closed_by",
        "closed_at",
    ] {
        assert_eq!(waits[empty], Value::Null, "{empty}");
    }
    for incident in &stored {
        let mut hashes = Vec::new();
        for entry in incident["timeline"].as_array().unwrap() {
            let mut fields: Vec<&String> = entry.as_object().unwrap().keys().collect();
            fields.sort();
            assert_eq!(fields, ["at", "by", "hash", "kind", "text"]);
            hashes.push(entry["hash"].as_str().unwrap());
        }
        assert_eq!(incident["timeline"][0]["kind"], "reported");
        assert_eq!(incident["timeline"][0]["text"], incident["text"]);
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), incident["timeline"].as_array().unwrap().len());
        assert!(hashes.iter().all(|hash| hash.len() == 64));
    }
}

#[tokio::test]
async fn a_spreadsheet_runs_no_formula_of_a_report() {
    let mut town = three_incidents().await;
    town.end().await;
    let out = town.config().with_file_name("incidents.csv");
    let to = out.to_str().unwrap();
    let ran = town
        .runs(&["export", "incidents", "--format", "csv", "--out", to])
        .await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut rows = csv::Reader::from_path(&out).unwrap();
    let text = rows
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "text")
        .unwrap();
    let texts: Vec<String> = rows
        .records()
        .map(|row| row.unwrap()[text].to_owned())
        .collect();
    assert_eq!(
        texts,
        [
            "II: smoke, \"quoted\"\nsecond line",
            "'=1+1 fire",
            "something"
        ]
    );
}

#[tokio::test]
async fn a_running_bot_keeps_its_store_and_says_so() {
    let mut town = three_incidents().await;
    let out = town.config().with_file_name("x.jsonl");
    let to = out.to_str().unwrap();
    for command in [
        vec!["export", "incidents", "--format", "jsonl", "--out", to],
        vec!["verify"],
    ] {
        let ran = town.runs(&command).await;
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("in use by another process"), "{}", ran.err);
        assert!(ran.err.contains("stop it first"), "{}", ran.err);
    }
    assert!(!out.exists());
    town.end().await;
}

#[tokio::test]
async fn nothing_is_exported_half() {
    let mut town = three_incidents().await;
    town.end().await;
    let ran = town
        .runs(&[
            "export",
            "incidents",
            "--format",
            "jsonl",
            "--out",
            "/nowhere/x.jsonl",
        ])
        .await;
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("choose another --out"), "{}", ran.err);
    let ran = dutybell(
        &["export", "prayers", "--format", "jsonl", "--out", "x"],
        &[],
    )
    .await;
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("incidents"), "{}", ran.err);
}

#[tokio::test]
async fn the_chain_of_every_record_is_verified() {
    let mut town = three_incidents().await;
    town.end().await;
    let ran = town.runs(&["verify"]).await;
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with("the record holds: 3 incidents, "),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn a_folder_without_a_store_is_told_and_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("dutybell.toml");
    std::fs::write(&config, include_str!("../config/demo.toml")).unwrap();
    let config = config.to_str().unwrap();
    let out = folder.path().join("x.jsonl");
    let out = out.to_str().unwrap();
    for command in [
        vec![
            "export",
            "incidents",
            "--format",
            "jsonl",
            "--out",
            out,
            "--config",
            config,
        ],
        vec!["verify", "--config", config],
    ] {
        let ran = dutybell(&command, &[]).await;
        assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains("holds no store"), "{}", ran.err);
        assert!(ran.err.contains("mend `data_dir`"), "{}", ran.err);
    }
    assert!(!folder.path().join("data").exists());
}
