//! Days off, and the schedules that know of them.

use dutybell_core::time::At;

use super::{changed, check};

/// 2026-09-30 12:00 in Shanghai.
const NOW: At = At(1_790_740_800_000);

const HOLIDAYS: &str = r#"
[[holidays]]
name = " 国庆节 "
from = "2026-10-01"
to = 2026-10-07
[[holidays]]
name = "调休"
from = "2026-10-10"
work = true
[[rosters]]
id = "office"
people = ["li"]
start = "2026-11-02"
handover = "08:30"
[[presence]]
id = "watch"
on = "workday 09:00"
roster = "office"
within = "10m"
"#;

/// When a row of `[[prompts]]` with these keys fires next.
fn next(keys: &str) -> String {
    let row = format!(
        "[[prompts]]\nid = \"p\"\nkind = \"screening\"\nask = [\"li\"]\nwithin = \"2d\"\n{keys}\n"
    );
    let config = check(&changed("", &format!("{HOLIDAYS}{row}"))).unwrap();
    let zone = config.settings.timezone;
    let next = config.settings.prompts[0]
        .schedule
        .next_after(zone, NOW)
        .unwrap();
    next.utc()
        .with_timezone(&zone)
        .format("%F %H:%M")
        .to_string()
}

#[test]
fn days_off_are_read_and_schedules_know_them() {
    let settings = check(&changed("", HOLIDAYS)).unwrap().settings;
    let rows: Vec<(&str, String, String, bool)> = settings
        .holidays
        .0
        .iter()
        .map(|row| {
            (
                row.name.as_str(),
                row.from.to_string(),
                row.to.to_string(),
                row.work,
            )
        })
        .collect();
    let day = str::to_owned;
    assert_eq!(
        rows,
        [
            ("国庆节", day("2026-10-01"), day("2026-10-07"), false),
            ("调休", day("2026-10-10"), day("2026-10-10"), true),
        ]
    );
    let watch = &settings.presence[0].schedule;
    let fires = watch.fires_after(settings.timezone, NOW).take(4);
    let days: Vec<String> = fires.map(|at| at.utc().format("%d").to_string()).collect();
    assert_eq!(days, ["08", "09", "10", "12"]);
}

#[test]
fn a_prompt_waits_for_a_working_day_only_where_it_says_so() {
    assert_eq!(next("on = \"1,16 09:00\""), "2026-10-01 09:00");
    assert_eq!(
        next("on = \"1,16 09:00\"\nholidays = \"keep\""),
        "2026-10-01 09:00"
    );
    assert_eq!(
        next("on = \"1,16 09:00\"\nholidays = \"next\""),
        "2026-10-08 09:00"
    );
    assert_eq!(
        next("cron = \"0 30 9 1 * *\"\nholidays = \"next\""),
        "2026-10-08 09:30"
    );
}

#[test]
fn the_rows_for_other_places_in_the_example_are_good() {
    let example = include_str!("../../../config/dutybell.toml");
    let there = check(example).unwrap();
    let mut written = example.to_owned();
    let mut row = false;
    for line in example.lines() {
        row = line.starts_with("# [[prompts]]")
            || line.starts_with("# [[holidays]]")
            || row && !line.is_empty();
        if let Some(line) = line.strip_prefix("# ").filter(|_| row) {
            written.push_str(&format!("\n{line}"));
        }
    }
    let all = check(&written).unwrap();
    assert_eq!(all.settings.prompts.len(), there.settings.prompts.len() + 6);
    assert_eq!(
        all.settings.holidays.0.len(),
        there.settings.holidays.0.len() + 1
    );
}
