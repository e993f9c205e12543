//! The workbooks of prompts and disputes, opened by LibreOffice: what it shows is what is stored, numbers and
//! times are such, texts stay texts, and columns are wide enough.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use serde_json::Value;
use support::{Plan, Town};

/// Li screens each ten minutes, and keeps the ledger. A name that looks like a formula is none.
const SCREENING: &str = r#"
[[prompts]]
id = "screening"
name = "=1+1 排查"
kind = "screening"
cron = "0 */10 * * * *"
ask = ["li"]
within = "9m"

[ledger]
places = ["东村"]
bodies = ["司法所"]
"#;

/// Fields by tabs, texts in quotes and nothing else, UTF-8, cells as they are shown, every sheet a file.
const AS_SHOWN: &str =
    "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,true,false,true,false,false,-1";

/// Whether LibreOffice is there; says so if not, unless it is required.
fn is_there() -> bool {
    let there = Command::new("soffice")
        .arg("--version")
        .output()
        .is_ok_and(|ran| ran.status.success());
    let required = std::env::var("DUTYBELL_REQUIRE_LIBREOFFICE").is_ok_and(|it| it == "1");
    assert!(there || !required, "soffice is missing");
    if !there {
        println!("skipped: soffice is missing");
    }
    there
}

/// What LibreOffice makes of a workbook, in a folder of its own.
fn converted(book: &Path, to: &str) -> PathBuf {
    let kind = to.split(':').next().unwrap();
    let folder = book.with_extension(kind);
    let profile = book.with_file_name("profile");
    let ran = Command::new("soffice")
        .arg("--headless")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--convert-to", to, "--outdir"])
        .arg(&folder)
        .arg(book)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && folder.exists(), "{told}");
    folder
}

/// A sheet as it is shown: headings, and rows of fields; texts in their quotes.
fn sheet(folder: &Path, book: &str, name: &str) -> Vec<Vec<String>> {
    let path = folder.join(format!("{book}-{name}.csv"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    text.lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// The field in the column of this heading.
fn under<'a>(rows: &'a [Vec<String>], row: usize, heading: &str) -> &'a str {
    let quoted = format!("\"{heading}\"");
    let column = rows[0].iter().position(|field| *field == quoted);
    let column = column.unwrap_or_else(|| panic!("{heading} in {:?}", rows[0]));
    &rows[row][column]
}

/// A time as it is shown is this one, in the town's time, to the second.
fn shows(shown: &str, stored: &Value) {
    let shown = NaiveDateTime::parse_from_str(shown, "%Y-%m-%d %H:%M:%S");
    let shown = shown.unwrap_or_else(|error| panic!("no time, or a text: {error}"));
    let stored = DateTime::parse_from_rfc3339(stored.as_str().unwrap()).unwrap();
    let stored = stored.naive_utc() + TimeDelta::hours(8);
    let apart = (shown - stored).abs();
    assert!(apart <= TimeDelta::seconds(1), "{shown} for {stored}");
}

async fn exported(town: &Town, kind: &str) -> (PathBuf, Vec<Value>) {
    let out = |format: &str| town.config().with_file_name(format!("{kind}.{format}"));
    for format in ["xlsx", "jsonl"] {
        let to = out(format).display().to_string();
        let ran = town
            .runs(&["export", kind, "--format", format, "--out", &to])
            .await;
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let lines = std::fs::read_to_string(out("jsonl")).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (out("xlsx"), lines.collect())
}

/// Columns are as wide as what is in them: a time is shown whole, and a hash pushes nothing out of sight. (That the
/// heading is frozen no conversion tells: without a window LibreOffice drops what a view has.)
fn is_laid_out(book: &Path) {
    let folder = converted(book, "fods");
    let name = book.with_extension("fods");
    let text = std::fs::read_to_string(folder.join(name.file_name().unwrap())).unwrap();
    let widths = text.split("style:column-width=\"").skip(1);
    let widths: Vec<f64> = widths
        .filter_map(|rest| rest.split_once("in\"")?.0.parse().ok())
        .collect();
    let of_times = widths.iter().filter(|inches| (1.9..2.3).contains(*inches));
    assert!(of_times.count() > 0, "{widths:?}");
    assert!(widths.iter().all(|inches| *inches < 6.0), "{widths:?}");
}

#[tokio::test]
async fn libreoffice_shows_prompts_and_disputes_as_they_are_stored() {
    if !is_there() {
        return;
    }
    let plan = Plan::calm().language(Some("zh")).also(SCREENING);
    let mut town = Town::asleep(plan).await;
    town.time_runs(Duration::ZERO, 30);
    town.wake();
    town.sees("li", "📋").await;
    town.presses("li", "登记纠纷").await;
    town.sees("li", "哪一类纠纷？").await;
    town.presses("li", "劳资").await;
    town.presses("li", "东村").await;
    town.says("li", "li", "葛大福、吴小妹");
    town.sees("li", "事情经过？").await;
    town.says("li", "li", "欠薪三个月");
    town.sees("li", "谁来调解？").await;
    town.presses("li", "我来调解").await;
    town.presses("li", "确认").await;
    town.presses("li", "全部登记完").await;
    town.settles().await;
    town.stop().await;

    let (book, lines) = exported(&town, "disputes").await;
    let rows = sheet(&converted(&book, AS_SHOWN), "disputes", "纠纷登记簿");
    assert_eq!(rows.len(), 2, "{rows:?}");
    let dispute = &lines[0];
    assert_eq!(under(&rows, 1, "编号"), "1");
    assert_eq!(under(&rows, 1, "村（地点）"), "\"东村\"");
    shows(under(&rows, 1, "登记时间"), &dispute["registered_at"]);
    shows(under(&rows, 1, "调解期限"), &dispute["mediate_by"]);
    assert_eq!(under(&rows, 1, "纠纷类型"), "\"劳资\"");
    assert_eq!(under(&rows, 1, "复发次数"), "0");
    assert_eq!(under(&rows, 1, "最近达成时间"), "");
    is_laid_out(&book);

    let (book, lines) = exported(&town, "prompts").await;
    let folder = converted(&book, AS_SHOWN);
    let rows = sheet(&folder, "prompts", "回复情况");
    let asked = lines.iter().filter(|line| line["kind"] == "asked");
    assert_eq!(rows.len(), asked.count() + 1);
    assert_eq!(under(&rows, 1, "定期工作"), "\"=1+1 排查\"", "no text runs");
    let first = lines.iter().find(|line| line["kind"] == "asked").unwrap();
    shows(under(&rows, 1, "应问时间"), &first["due"]);
    shows(under(&rows, 1, "询问时间"), &first["at"]);
    let answer = lines.iter().find(|line| line["kind"] == "all_registered");
    shows(under(&rows, 1, "回复时间"), &answer.unwrap()["at"]);
    assert_eq!(under(&rows, 1, "问题数"), "0");
    assert_eq!(under(&rows, 1, "轮数（停机未问的合为一行）"), "1");
    assert_eq!(under(&rows, 1, "登记纠纷"), "\"纠纷1\"");
    let rows = sheet(&folder, "prompts", "定期工作日志");
    assert_eq!(rows.len(), lines.len() + 1);
    for (index, line) in lines.iter().enumerate() {
        let seq = line["seq"].to_string();
        assert_eq!(under(&rows, index + 1, "序号"), seq);
        shows(under(&rows, index + 1, "时间"), &line["at"]);
    }
    is_laid_out(&book);
}
