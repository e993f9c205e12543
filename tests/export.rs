//! What a stopped bot hands out: every incident with its record.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use calamine::{Data, DataType as _, Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use support::{GROUP, Plan, SIX_HOURS, Town, dutybell};

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

/// Exports of a stopped bot's store.
async fn exported(town: &mut Town, kind: &str, format: &str) -> PathBuf {
    let out = town.config().with_file_name(format!("{kind}.{format}"));
    let to = out.to_str().unwrap();
    let ran = town
        .runs(&["export", kind, "--format", format, "--out", to])
        .await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    out
}

/// A sheet as another program reads it: headings, and rows.
fn sheet(path: &Path, name: &str) -> (Vec<String>, Vec<Vec<Data>>) {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    assert!(
        book.worksheet_formula(name).unwrap().is_empty(),
        "no text runs"
    );
    let range = book.worksheet_range(name).unwrap();
    let mut rows = range.rows().map(<[Data]>::to_vec);
    let headings = rows.next().unwrap();
    let headings = headings
        .iter()
        .map(|cell| cell.get_string().unwrap().to_owned());
    (headings.collect(), rows.collect())
}

#[tokio::test]
async fn the_duty_log_comes_out_whole_in_every_format() {
    let watch = "[[presence]]\nid = \"watch\"\nname = \"=1+1\"\ncron = \"0 */10 * * * *\"\n\
                 roster = \"post\"\nwithin = \"5m\"\n";
    let plan = Plan::calm().rostered("").also(watch);
    let mut town = Town::asleep(plan).await;
    town.time_runs(SIX_HOURS - Duration::from_secs(180), 60);
    town.wake();
    town.rings("sun", "Your shift starts · Town post").await;
    town.presses("sun", "On duty").await;
    town.sees("li", "Sun Min is on duty").await;
    town.rings("sun", "Presence check · =1+1").await;
    town.presses("sun", "In post").await;
    town.settles().await;
    town.stop().await;
    let path = exported(&mut town, "duty", "jsonl").await;
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |kind: &str| {
        let mut found = lines.iter().filter(|line| line["kind"] == kind);
        let line = found
            .next()
            .unwrap_or_else(|| panic!("no {kind} in {text}"));
        assert!(found.next().is_none(), "{kind} once");
        line.clone()
    };
    for (index, line) in (1..).zip(&lines) {
        assert_eq!(line["seq"], index);
        assert_eq!(line["roster"], "post");
        assert_eq!(line["hash"].as_str().unwrap().len(), 64);
        for time in ["at", "shift"] {
            chrono::DateTime::parse_from_rfc3339(line[time].as_str().unwrap()).unwrap();
        }
    }
    assert_eq!(of("counted")["people"][0], "li");
    assert_eq!(of("asked")["people"][0], "sun");
    let taken = of("taken_over");
    assert_eq!(
        (&taken["by"], &taken["check"]),
        (&"sun".into(), &Value::Null)
    );
    let in_post = of("in_post");
    assert_eq!(
        (&in_post["by"], &in_post["check"]),
        (&"sun".into(), &"watch".into())
    );
    assert_eq!(in_post["shift"], taken["shift"]);
    // The same in csv.
    let path = exported(&mut town, "duty", "csv").await;
    let mut csv = csv::Reader::from_path(path).unwrap();
    let headings = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        for (heading, field) in headings.iter().zip(row) {
            let expected = match &line[heading] {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Array(people) => {
                    let people = people.iter().filter_map(Value::as_str);
                    people.collect::<Vec<&str>>().join(", ")
                }
                _ => String::new(),
            };
            assert_eq!(field, expected, "{heading}");
        }
    }
    // The attendance alone.
    for format in ["jsonl", "csv"] {
        let out = town.config().with_file_name(format!("attendance.{format}"));
        let to = out.to_str().unwrap();
        let ran = town
            .runs(&[
                "export",
                "duty",
                "--attendance",
                "--format",
                format,
                "--out",
                to,
            ])
            .await;
        assert_eq!(ran.code, 0, "{}", ran.err);
        let said = &ran.err;
        assert!(said.contains(" of attendance exported to "), "{said}");
        let text = std::fs::read_to_string(&out).unwrap();
        let found = if format == "jsonl" {
            let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
            let of_sun: Value = lines.find(|line: &Value| line["person"] == "sun").unwrap();
            [
                of_sun["shifts_on_time"].clone(),
                of_sun["shifts_missed"].clone(),
            ]
            .map(|n| n.to_string())
        } else {
            let mut csv = csv::Reader::from_reader(text.as_bytes());
            let headings = csv.headers().unwrap().clone();
            assert_eq!(&headings[2], "shifts_on_time");
            assert_eq!(&headings[4], "shifts_missed");
            let mut rows = csv.records().map(Result::unwrap);
            let of_sun = rows.find(|row| &row[1] == "sun").unwrap();
            [of_sun[2].to_owned(), of_sun[4].to_owned()]
        };
        assert_eq!(found, ["1", "0"], "{text}");
    }
    let out = town.config().with_file_name("x.csv");
    let to = out.to_str().unwrap();
    let ran = town
        .runs(&[
            "export",
            "incidents",
            "--attendance",
            "--format",
            "csv",
            "--out",
            to,
        ])
        .await;
    assert_eq!(ran.code, 2, "{}", ran.err);
    // And in a workbook, in words and local times, as another program reads it.
    let path = exported(&mut town, "duty", "xlsx").await;
    let (headings, rows) = sheet(&path, "Duty log");
    assert_eq!(
        headings[..6],
        [
            "No.",
            "Time",
            "Event",
            "Roster",
            "Shift of",
            "Presence check"
        ]
    );
    assert_eq!(rows.len(), lines.len());
    let seq = usize::try_from(in_post["seq"].as_u64().unwrap()).unwrap();
    let row = &rows[seq - 1];
    assert_eq!(row[0].as_i64(), in_post["seq"].as_i64());
    let moment = |cell: &Data| {
        assert!(matches!(cell, Data::DateTime(_)), "{cell:?}");
        cell.as_datetime().unwrap()
    };
    let local = |text: &Value| {
        let at = chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).unwrap();
        at.with_timezone(&chrono_tz::Asia::Shanghai).naive_local()
    };
    let apart = moment(&row[1]) - local(&in_post["at"]);
    assert!(apart.num_milliseconds().abs() <= 1, "{apart}");
    assert_eq!(moment(&row[4]), local(&in_post["shift"]));
    let words = [2, 3, 5, 7].map(|column| row[column].get_string().unwrap());
    assert_eq!(words, ["In post", "Town post", "=1+1", "Sun Min"]);
    let (headings, rows) = sheet(&path, "Attendance");
    assert_eq!(headings[..3], ["Month", "Person", "Shifts on time"]);
    let sun = rows
        .iter()
        .find(|row| row[1] == Data::String("Sun Min".into()))
        .unwrap();
    let month = local(&taken["shift"]).format("%Y-%m").to_string();
    assert_eq!(sun[0], Data::String(month));
    let counts: Vec<i64> = sun[2..].iter().map(|cell| cell.as_i64().unwrap()).collect();
    assert_eq!(counts, [1, 0, 0, 0, 0, 0, 1, 0, 0]);
    match openpyxl(&path) {
        Some(told) => assert_eq!(told, "Duty log A2 True\nAttendance A2 True\n"),
        None => eprintln!("skipped: openpyxl is not here, so nobody looks at the frozen heading"),
    }
}

/// What openpyxl makes of the sheets: their names, where they are frozen, whether the heading is bold.
/// `None` where it is not installed.
fn openpyxl(path: &Path) -> Option<String> {
    const SCRIPT: &str = "import sys\ntry:\n  import openpyxl\nexcept ImportError:\n  sys.exit(3)\n\
        for s in openpyxl.load_workbook(sys.argv[1]):\n  print(s.title, s.freeze_panes, s['A1'].font.b)";
    let mut python = std::process::Command::new("python3");
    let ran = python.args(["-c", SCRIPT]).arg(path).output().ok()?;
    if ran.status.code() == Some(3) {
        return None;
    }
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// The newest workbook on anybody's phone, in a file of its own.
fn sent_workbook(town: &Town, name: &str) -> PathBuf {
    let found = town.telegram(|telegram, _| {
        let mut files = telegram
            .files()
            .filter(|(_, file)| file.name.ends_with(".xlsx"));
        files
            .next_back()
            .map(|(_, file)| (file.name.clone(), file.bytes.clone()))
    });
    let (called, bytes) = found.unwrap();
    assert!(called.starts_with(name), "{called}");
    let path = town.config().with_file_name(called);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn the_running_bot_sends_the_same_workbooks_to_administrators() {
    let mut town = three_incidents().await;
    town.says("office", "office", "/export incidents");
    town.sees("office", "Incidents with their records").await;
    let path = sent_workbook(&town, "incidents-");
    let (_, rows) = sheet(&path, "Incidents");
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][10].get_string(), Some("Zhao Jianguo"));
    let (_, entries) = sheet(&path, "Records");
    // While it was made the bot went on.
    town.reports("li", "one more").await;
    town.rings("chen", "one more").await;
    town.rings("wang", "one more").await;
    town.says("office", "office", "/export duty");
    town.sees("office", "Duty log and attendance").await;
    let (_, rows) = sheet(&sent_workbook(&town, "duty-"), "Duty log");
    assert!(rows.is_empty(), "there is no roster");
    let stored = town.end().await;
    let timelines = stored.iter().take(3);
    let whole = timelines.map(|line| line["timeline"].as_array().unwrap().len());
    let whole = whole.sum::<usize>();
    assert!(
        entries.len() <= whole && entries.len() > 10,
        "{} of {whole}",
        entries.len()
    );
}

#[tokio::test]
async fn incidents_come_as_a_workbook_with_their_records_beside_them() {
    let mut town = three_incidents().await;
    let stored = town.end().await;
    let path = exported(&mut town, "incidents", "xlsx").await;
    let (headings, rows) = sheet(&path, "Incidents");
    assert_eq!(headings[..5], ["No.", "State", "Level", "Category", "Text"]);
    assert_eq!(rows.len(), 3);
    for (row, line) in rows.iter().zip(&stored) {
        assert_eq!(row[0].as_i64(), line["number"].as_i64());
        assert_eq!(row[4].get_string(), line["text"].as_str());
        assert_eq!(row[8].as_i64(), line["chat_telegram"].as_i64());
        assert!(matches!(row[9], Data::DateTime(_)), "{:?}", row[9]);
    }
    assert_eq!(rows[0][1].get_string(), Some("Stood down"));
    assert_eq!(rows[0][10].get_string(), Some("Zhao Jianguo"));
    let (headings, entries) = sheet(&path, "Records");
    assert_eq!(headings[4], "Record as hashed (UTC)");
    let told = entries.iter().take(3);
    let told: Vec<&str> = told.map(|row| row[2].get_string().unwrap()).collect();
    assert_eq!(told, ["Reported", "Step begins", "Paged"]);
    let all = stored
        .iter()
        .map(|line| line["timeline"].as_array().unwrap().len());
    assert_eq!(entries.len(), all.sum::<usize>());
}

/// Li keeps a ledger.
const LEDGER: &str = r#"
[[prompts]]
id = "screening"
kind = "screening"
on = "1,16 09:00"
ask = ["li"]
within = "2d"

[ledger]
places = ["东村"]
bodies = ["司法所"]
"#;

#[tokio::test]
async fn the_ledger_comes_out_with_its_record_and_without_a_name() {
    let mut town = Town::with(Plan::calm().also(LEDGER)).await;
    town.says("li", "li", "/dispute");
    town.sees("li", "What is it about?").await;
    town.presses("li", "Labour, wages").await;
    town.presses("li", "东村").await;
    town.says("li", "li", "Ge Dafu and Wu Xiaomei");
    town.sees("li", "What happened?").await;
    town.says("li", "li", "three months of wages");
    town.sees("li", "Who mediates?").await;
    town.presses("li", "I mediate").await;
    town.presses("li", "Confirm").await;
    town.says("li", "li", "/mediated 1 failed he pays nothing");
    town.sees("li", "D1").await;
    town.says("li", "li", "/export disputes");
    town.sees("li", "Dispute ledger without names").await;
    let sent = sent_workbook(&town, "disputes-");
    let (_, rows) = sheet(&sent, "Disputes");
    assert_eq!(rows.len(), 1);
    town.stop().await;
    let mut texts: Vec<String> = Vec::new();
    for format in ["jsonl", "csv"] {
        let path = exported(&mut town, "disputes", format).await;
        texts.push(std::fs::read_to_string(path).unwrap());
    }
    let line: Value = serde_json::from_str(&texts[0]).unwrap();
    assert_eq!(
        [
            &line["number"],
            &line["state"],
            &line["kind"],
            &line["place"],
            &line["mediator"]
        ],
        [
            &Value::from(1),
            &"failed".into(),
            &"labour".into(),
            &"东村".into(),
            &"li".into()
        ]
    );
    let kinds = line["timeline"].as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.first(), Some(&"ledger_registered"));
    assert!(kinds.contains(&"ledger_failed"), "{kinds:?}");
    let mut csv = csv::Reader::from_reader(texts[1].as_bytes());
    assert_eq!(&csv.headers().unwrap()[3], "place");
    let row = csv.records().next().unwrap().unwrap();
    assert_eq!((&row[1], &row[3]), ("failed", "东村"));
    let path = exported(&mut town, "disputes", "xlsx").await;
    let (headings, rows) = sheet(&path, "Disputes");
    assert_eq!(
        headings[..5],
        ["No.", "State", "About", "Place", "Mediator"]
    );
    let words = [1, 2, 3, 4].map(|column| rows[0][column].get_string().unwrap());
    assert_eq!(words, ["not agreed", "Labour, wages", "东村", "Li Qiang"]);
    assert!(matches!(rows[0][5], Data::DateTime(_)), "{:?}", rows[0][5]);
    let (headings, entries) = sheet(&path, "Ledger records");
    assert_eq!(headings[4], "Record as hashed (UTC)");
    texts.push(format!("{rows:?}{entries:?}"));
    for text in texts {
        for name in [
            "Dafu",
            "Xiaomei",
            "wages he",
            "three months",
            "pays nothing",
        ] {
            assert!(!text.contains(name), "{name} in {text}");
        }
    }
}
