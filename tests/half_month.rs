//! A half month of a mediation committee, over the real program: disputes are registered, settled, break out
//! again, fail, are transferred, revisited; one mediator is silent; the written report goes on. The figures are
//! those counted by hand, and no party's name is anywhere but with the mediators.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use support::{GROUP, Plan, Seen, Town, local, look};

const COMMITTEE: &str = r#"
[[prompts]]
id = "screening"
kind = "screening"
on = "1,16 09:00"
ask = ["li", "sun"]
within = "2d"
escalate = ["zhao"]
report_to = "town"
onward_to = "Judicial office"
onward_within = "1d"

[ledger]
places = ["East village", "West village"]
bodies = ["Judicial office", "Labour bureau"]
"#;

/// What was typed of parties and quarrels.
const NAMES: [&str; 6] = ["Dafu", "Xiaomei", "Guohua", "Meihua", "fence", "dowry"];

/// Who keeps no ledger.
const OTHERS: [&str; 4] = ["office", "chen", "wang", "guest"];

/// Registers a dispute under the question of the screening.
async fn registers(town: &mut Town, number: u32, kind: &str, parties: &str, account: &str) {
    town.presses("li", "Register dispute").await;
    town.sees("li", "What is it about?").await;
    town.presses("li", kind).await;
    town.presses("li", "East village").await;
    town.says("li", "li", parties);
    town.sees("li", "What happened?").await;
    town.says("li", "li", account);
    town.sees("li", "Who mediates?").await;
    town.presses("li", "I mediate").await;
    let toast = town.presses("li", "Confirm").await;
    assert_eq!(toast.text, format!("D{number} is registered."));
}

/// Says something of a dispute, and sees its card.
async fn tells(town: &mut Town, command: &str, card: &str) -> Seen {
    town.says("li", "li", command);
    town.sees("li", card).await
}

#[tokio::test]
async fn a_half_month_from_screening_to_written_report() {
    let mut town = Town::asleep(Plan::calm().http().also(COMMITTEE)).await;
    let mut log = String::new();
    town.wake_at(local("2026-12-01 08:59:57"));
    town.sees("li", "📋 Dispute screening, 1–15 December").await;
    town.sees("sun", "📋 Dispute screening, 1–15 December")
        .await;
    registers(
        &mut town,
        1,
        "Neighbours",
        "Ge Dafu and Wu Xiaomei",
        "a fence",
    )
    .await;
    registers(
        &mut town,
        2,
        "Labour, wages",
        "Guohua's men",
        "three months' pay",
    )
    .await;
    registers(&mut town, 3, "Family", "Meihua and her sister", "a dowry").await;
    registers(&mut town, 4, "Housing land", "Wu Guohua", "a yard").await;
    town.presses("li", "That is all").await;
    // Settled, visited again, and kept.
    tells(&mut town, "/mediated 1 agreed: the fence moves", "📒 D1").await;
    tells(
        &mut town,
        "/revisit 1 both greet each other",
        "D1: do they keep",
    )
    .await;
    town.presses("li", "They keep it").await;
    // Failed, and taken by another body.
    tells(&mut town, "/mediated 2 failed: no money is there", "📒 D2").await;
    tells(&mut town, "/transfer 2 Labour bureau", "calm").await;
    tells(
        &mut town,
        "They drank tea with Guohua",
        "Letter of transfer",
    )
    .await;
    town.presses("li", "Accepted").await;
    tells(&mut town, "Director Feng", "📒 D2").await;
    // Settled, and broken out again.
    tells(&mut town, "/mediated 3 agreed: Meihua shares", "📒 D3").await;
    tells(
        &mut town,
        "/revisit 3 the dowry is back on the table",
        "D3: do they keep",
    )
    .await;
    town.presses("li", "Broke out again").await;
    town.settles().await;
    log.push_str(&town.bot().whole_log());
    town.kill().await;

    // Sun says nothing.
    town.wake_at(local("2026-12-03 08:59:57"));
    let missing = town.sees(GROUP, "📋 Not answered: Sun Min").await;
    assert!(
        missing.text().contains("1 of 2 have answered"),
        "{}",
        missing.text()
    );
    let report = town.sees("zhao", "Report: Dispute screening").await;
    insta::assert_snapshot!(look(&report.view), @r"
    Report: Dispute screening, 1–15 December
    To: Judicial office
    Counted: 1 December 2026 HH:MM to 3 December 2026 HH:MM

    Screened: 1 of 2 (1 on time, 0 late)
    Missing: Sun Min

    4 new, 1 broken out again
    1 settled, 1 failed, 1 transferred (taken), 1 revisited
    1 settled and broken out again: no success
    2 pending, 0 of them past the limit

    By kind: new/settled/failed/transferred/pending
    Family: 1/0/0/0/1
    Neighbours: 1/1/0/0/0
    Housing land: 1/0/0/0/1
    Labour, wages: 1/0/1/1/0
    ");
    town.sees("zhao", "📁 Written report as a spreadsheet")
        .await;
    let due = town.sees("zhao", "📋 Written report drafted").await;
    insta::assert_snapshot!(look(&due.view), @r"
    📋 Written report drafted: Dispute screening, 1–15 December
    To Judicial office by HH:MM, then press Reported.
    1 of 2 screened · 4 new · 2 pending
    Missing: Sun Min
    ❬Reported❭
    ");
    let book = sent_workbook(&town, "screening-2026-12-01");
    by_hand(&book);
    town.settles().await;
    town.kill().await;
    town.wake_at(local("2026-12-03 09:10:00"));
    let toast = town.presses("zhao", "Reported").await;
    assert_eq!(toast.text, "Noted: reported.");
    town.becomes(&due, "✅ Written report is with Judicial office")
        .await;
    town.sees(GROUP, "✅ Written report is with Judicial office")
        .await;
    town.says("zhao", "zhao", "/stats 2026-12");
    town.sees("zhao", "Figures").await;
    town.presses("zhao", "As text").await;
    let stats = town.sees("zhao", "Onward reports").await;
    insta::assert_snapshot!(look(&stats.view), @r"
    📊 Figures of 2026-12

    Incidents: 0

    Dispute screening
    Done · 1/2 · 50% ⚠ below 98%
    On time · 1/2 · 50%
    Not answered: 1 (Sun Min)

    Mediation
    Agreed, of all that ended · 1/3 · 33.3% ⚠ below 95%
    Registered · 4
    Transferred and accepted · 1
    Failed: 1 (D2)
    Agreed, broke out again: 1 (D3)
    In mediation: 2 (D3 D4)

    Onward reports
    On time · 1/1 · 100%

    Attendance: no shift and no presence check in the duty log.
    ❬◀ 2026-11❭
    ❬As a picture❭
    ");
    let (_, metrics) = town.get("/metrics").await;
    town.settles().await;
    log.push_str(&town.bot().whole_log());
    town.kill().await;

    // The next half month: what was counted is not counted again.
    town.wake_at(local("2026-12-16 08:59:57"));
    town.sees("li", "📋 Dispute screening, 16–31 December")
        .await;
    town.presses("li", "Nothing found").await;
    town.sees("sun", "📋 Dispute screening, 16–31 December")
        .await;
    town.presses("sun", "Nothing found").await;
    town.sees(GROUP, "complete 2/2 · 0 new · 2 in mediation")
        .await;
    let report = town.sees("zhao", "Report: Dispute screening, 16–31").await;
    insta::assert_snapshot!(look(&report.view), @r"
    Report: Dispute screening, 16–31 December
    To: Judicial office
    Counted: 3 December 2026 HH:MM to 16 December 2026 HH:MM

    Screened: 2 of 2 (2 on time, 0 late)

    0 new, 0 broken out again
    0 settled, 0 failed, 0 transferred (taken), 0 revisited
    2 pending, 0 of them past the limit

    By kind: new/settled/failed/transferred/pending
    Family: 0/0/0/0/1
    Housing land: 0/0/0/0/1
    ");
    town.settles().await;
    log.push_str(&town.bot().whole_log());
    nobody_is_named(&town, &metrics, &log);
    town.stop().await;

    let verified = town.runs(&["verify"]).await;
    let holds = "the ledger holds: 4 disputes";
    assert!(
        verified.code == 0 && verified.out.contains(holds),
        "{}",
        verified.out
    );
    exported(&town).await;
}

/// The workbook says what was done above.
fn by_hand(path: &Path) {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Written report", "By kind", "Disputes", "Screened"]
    );
    let kinds = book.worksheet_range("By kind").unwrap();
    let rows: Vec<(String, Vec<f64>)> = kinds
        .rows()
        .skip(1)
        .map(|row| {
            let numbers = row[1..].iter().map(|cell| match cell {
                Data::Float(number) => *number,
                other => panic!("no number: {other:?}"),
            });
            (row[0].to_string(), numbers.collect())
        })
        .collect();
    let of = |kind: &str| {
        let row = rows.iter().find(|(name, _)| name == kind).unwrap();
        row.1.clone()
    };
    // New, reopened, settled, broken, failed, taken, closed, revisited, pending, past the limit.
    assert_eq!(of("Neighbours"), [1., 0., 1., 0., 0., 0., 0., 1., 0., 0.]);
    assert_eq!(
        of("Labour, wages"),
        [1., 0., 0., 0., 1., 1., 0., 0., 0., 0.]
    );
    assert_eq!(of("Family"), [1., 1., 0., 1., 0., 0., 0., 0., 1., 0.]);
    assert_eq!(of("Housing land"), [1., 0., 0., 0., 0., 0., 0., 0., 1., 0.]);
    assert_eq!(of("Total"), [4., 1., 1., 1., 1., 1., 0., 1., 2., 0.]);
    // It goes to others: no name is in any cell of it.
    for (sheet, range) in book.worksheets() {
        for (row, column, cell) in range.used_cells() {
            let cell = cell.to_string();
            let named = NAMES.iter().find(|name| cell.contains(**name));
            assert_eq!(named, None, "{sheet} {row}:{column}: {cell}");
        }
    }
    let disputes = book.worksheet_range("Disputes").unwrap();
    assert_eq!(disputes.rows().count(), 5);
    let screened = book.worksheet_range("Screened").unwrap();
    let screened: Vec<String> = screened
        .rows()
        .map(|row| {
            row.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect();
    assert_eq!(
        screened[1..],
        ["Li Qiang | In time | 4", "Sun Min | Missing | 0"]
    );
}

/// The newest workbook on anybody's phone, in a file of its own.
fn sent_workbook(town: &Town, name: &str) -> PathBuf {
    let (called, bytes) = town.telegram(|telegram, _| {
        let mut files = telegram
            .files()
            .filter(|(_, file)| file.name.ends_with(".xlsx"));
        let (_, file) = files.next_back().unwrap();
        (file.name.clone(), file.bytes.clone())
    });
    assert!(called.starts_with(name), "{called}");
    let path = town.config().with_file_name(called);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Groups, other people's chats, names of files, log and metrics.
fn nobody_is_named(town: &Town, metrics: &str, log: &str) {
    assert!(log.lines().count() > 30 && metrics.lines().count() > 10);
    let mut read: Vec<String> = town.wall(GROUP).into_iter().map(|view| view.text).collect();
    assert!(read.len() >= 4, "{read:?}");
    // What is forwarded.
    let forwarded = town.wall("zhao").into_iter().map(|view| view.text);
    read.extend(forwarded.filter(|text| text.contains("eport")));
    for who in OTHERS {
        read.extend(town.wall(who).into_iter().map(|view| view.text));
    }
    read.extend(town.telegram(|telegram, _| {
        let names = telegram.files().map(|(_, file)| file.name.clone());
        names.collect::<Vec<String>>()
    }));
    read.extend([metrics.to_owned(), log.to_owned()]);
    // The search finds what is there: the mediator has typed it all.
    let own: Vec<String> = town.wall("li").into_iter().map(|view| view.text).collect();
    for name in NAMES {
        assert!(own.iter().any(|text| text.contains(name)), "{name}");
    }
    for text in read {
        for name in NAMES {
            assert!(!text.contains(name), "{name}: {text}");
        }
    }
}

/// How many entries of the ledger `verify` finds.
async fn ledger_entries(town: &Town) -> u64 {
    let verified = town.runs(&["verify"]).await.out;
    let (_, counted) = verified.split_once("the ledger holds: ").unwrap();
    let entries = counted.split(", ").nth(1).unwrap();
    entries.trim_end_matches(" entries").parse().unwrap()
}

/// What is exported is what was counted, and names nobody.
async fn exported(town: &Town) {
    let out = town.data().with_file_name("disputes.jsonl");
    let file = out.display().to_string();
    let wrote = ["export", "disputes", "--format", "jsonl", "--out", &file];
    let before = ledger_entries(town).await;
    assert_eq!(town.runs(&wrote).await.code, 0);
    // It is a reading, like any other.
    assert_eq!(ledger_entries(town).await, before + 1);
    let text = std::fs::read_to_string(out).unwrap();
    for name in NAMES {
        assert!(!text.contains(name), "{name}");
    }
    let disputes: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let states: Vec<&str> = disputes
        .iter()
        .map(|dispute| dispute["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states,
        ["revisited", "transferred", "registered", "registered"]
    );
    // Each number with the entries that it counts: what happened several times is counted, and its last time told.
    for dispute in &disputes {
        let entries = dispute["timeline"].as_array().unwrap();
        let of = |kind: &'static str| entries.iter().filter(move |entry| entry["kind"] == kind);
        for (count, kind) in [
            ("transfers_offered", "ledger_transfer_offered"),
            ("transfers_accepted", "ledger_transfer_accepted"),
            ("transfers_refused", "ledger_transfer_refused"),
        ] {
            assert_eq!(dispute[count], of(kind).count(), "{dispute}");
        }
        for (at, kind) in [
            ("failed_at", "ledger_failed"),
            ("revisited_at", "ledger_revisited"),
        ] {
            let last = of(kind)
                .next_back()
                .map_or(&Value::Null, |entry| &entry["at"]);
            assert_eq!(&dispute[at], last, "{dispute}");
        }
    }
    let times = |kind: &str| {
        let entries = disputes
            .iter()
            .flat_map(|dispute| dispute["timeline"].as_array().unwrap());
        entries.filter(|entry| entry["kind"] == kind).count()
    };
    assert_eq!(times("ledger_registered"), 4);
    assert_eq!(times("ledger_agreed"), 2);
    assert_eq!(times("ledger_failed"), 1);
    assert_eq!(times("ledger_transfer_accepted"), 1);
    assert_eq!(times("ledger_reopened"), 1);
}
