//! `dutybell demo` found again after the worst that can happen to it, and gone after a clean stop.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

#[path = "demo/program.rs"]
#[allow(dead_code, reason = "the page's tests use the rest")]
mod program;

use std::fs;
use std::path::Path;
use std::time::Duration;

use program::{CHEN, Demo, GROUP, LI, PATIENCE, State, ZHAO, command};
use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::time::timeout;

const REPORT: &str = "/report 着火 东风路12号";
/// A signal ends the program within this.
const CLEAN: Duration = Duration::from_secs(5);

/// All chats with their messages.
fn chats(state: &State) -> Value {
    state.0["chats"].clone()
}

async fn refused(folder: &Path, listen: &str) -> String {
    let ended = command(folder).args(["--listen", listen]).output();
    let ended = timeout(PATIENCE, ended).await.unwrap().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(ended.stdout, b"");
    String::from_utf8(ended.stderr).unwrap()
}

#[tokio::test]
async fn everything_is_found_again_after_the_demo_was_killed() {
    let folder = tempdir().unwrap();
    let table = folder.path().join("table");
    let demo = Demo::start(&table).await;
    assert!(
        demo.says.contains("Ctrl-C") && demo.says.contains("table"),
        "{}",
        demo.says
    );

    demo.says(LI, GROUP, REPORT).await;
    // A bot that dies before it noted what it sent may send it again: it is left that time.
    demo.until("noted page", |state| {
        let card = state.message(GROUP, "#1 火灾")?;
        state.message(GROUP, "请补充")?;
        card["text"].as_str()?.contains("已呼叫").then_some(())
    })
    .await;
    let bot = demo.bot().await;
    demo.act("hook/kill", json!({})).await;
    demo.until("other bot", |state| state.bot().filter(|now| *now != bot))
        .await;
    demo.presses(ZHAO, ZHAO, "收到").await;
    demo.until("acknowledged card", |state| {
        let card = state.message(GROUP, "#1 火灾")?;
        card["text"].as_str()?.contains("已收到").then_some(())
    })
    .await;
    let quiet = demo.until("answer to all presses", |state| {
        let open = state.0["open_presses"].as_array()?;
        (open.is_empty() && state.0["unconfirmed_updates"] == 0).then(|| chats(state))
    });
    let before = quiet.await;
    demo.dies().await;

    let demo = Demo::start(&table).await;
    assert_eq!(chats(&demo.state().await), before);
    demo.says(LI, GROUP, "/timeline 1").await;
    let told = demo.until("timeline", |state| {
        let told = state.messages(GROUP).last()?["text"].as_str()?;
        (told.contains("东风路12号") && told.contains("赵建国")).then_some(())
    });
    told.await;
    demo.presses(ZHAO, GROUP, "应急结束").await;
    demo.until("closed card", |state| {
        let card = state.message(GROUP, "#1 火灾")?;
        card["text"].as_str()?.contains("已结束").then_some(())
    })
    .await;

    let (status, log) = demo.stops("TERM", CLEAN).await;
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(fs::read_dir(&table).unwrap().next().is_none());
}

#[tokio::test]
async fn a_report_made_while_no_bot_lives_is_taken_by_the_next_one() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    demo.bot().await;
    let down = json!({ "fault": { "kind": "down" } });
    let fault = demo.act("fault", down).await;
    demo.says(LI, GROUP, REPORT).await;
    demo.dies().await;

    let demo = Demo::start(folder.path()).await;
    assert_eq!(demo.state().await.0["unconfirmed_updates"], 1);
    demo.act("lift", fault).await;
    demo.until("page", |state| state.button(ZHAO, "收到")).await;
    let state = demo.state().await;
    let reports = state
        .messages(GROUP)
        .iter()
        .filter(|it| it["text"] == REPORT);
    assert_eq!(reports.count(), 1);
    demo.dies().await;
}

#[tokio::test]
async fn what_is_damaged_is_put_aside_with_the_store() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    demo.says(LI, GROUP, REPORT).await;
    demo.until("page", |state| state.button(ZHAO, "收到")).await;
    demo.dies().await;
    let kept = folder.path().join("telegram/state.json");
    let text = fs::read(&kept).unwrap();
    fs::write(&kept, &text[..text.len() / 2]).unwrap();

    let demo = Demo::start(folder.path()).await;
    assert!(demo.state().await.messages(GROUP).is_empty());
    demo.says(LI, GROUP, REPORT).await;
    demo.until("first incident", |state| {
        let page = state.messages(ZHAO).first()?;
        page["text"].as_str()?.contains("#1").then_some(())
    })
    .await;
    let (status, log) = demo.stops("INT", CLEAN).await;
    assert_eq!(status.code(), Some(0));
    assert!(
        log.contains("starts fresh") && log.contains("damaged"),
        "{log}"
    );
    let aside = folder.path().join("aside-1");
    assert!(aside.join("data").is_dir() && aside.join("telegram").is_dir());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn two_demos_do_not_share_a_folder() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let why = refused(folder.path(), "127.0.0.1:0").await;
    assert!(
        why.contains("another demo is running in the folder"),
        "{why}"
    );
    assert!(why.contains("--data DIR"), "{why}");
    demo.dies().await;
}

#[tokio::test]
async fn what_is_not_the_demos_is_left_alone() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("dutybell.toml"), "language = \"zh\"\n").unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let why = refused(folder.path(), "127.0.0.1:0").await;
    assert!(why.contains("is not the demo's"), "{why}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn a_busy_address_is_named_with_the_mend() {
    let folder = tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let why = refused(folder.path(), &address).await;
    assert!(why.contains(&address) && why.contains("in use"), "{why}");
    assert!(why.contains("--listen 127.0.0.1:0"), "{why}");
    assert_eq!(why.lines().count(), 2, "{why}");
}

#[tokio::test]
async fn a_death_at_any_moment_leaves_a_whole_table() {
    let folder = tempdir().unwrap();
    for death in 0..6 {
        let demo = Demo::start(folder.path()).await;
        assert_eq!(
            count(&demo.state().await),
            death,
            "what was answered is there"
        );
        demo.says(LI, GROUP, &format!("{REPORT} {death}")).await;
        if death % 2 == 1 {
            demo.until("confirmed report", |state| {
                (state.0["unconfirmed_updates"] == 0).then_some(())
            })
            .await;
        }
        let log = demo.dies().await;
        assert!(!log.contains("starts fresh"), "{log}");
    }
    let demo = Demo::start(folder.path()).await;
    for incident in 1..=6 {
        let sign = format!("#{incident}\n");
        demo.until(&sign, |state| state.message(ZHAO, &sign).map(|_| ()))
            .await;
    }
    let (status, log) = demo.stops("TERM", CLEAN).await;
    assert_eq!(status.code(), Some(0), "{log}");
}

#[tokio::test]
async fn time_is_skipped_once_for_bot_and_telegram_and_stays_ahead_after_a_death() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    demo.bot().await;
    demo.duty("counted", 0).await;
    let before = demo.state().await.0["now"].as_i64().unwrap();
    let skip = || demo.act("hook/next_shift", json!({}));
    let (one, other) = tokio::join!(skip(), skip());
    let there = one["pace"]["shown"].as_i64().unwrap();
    let paces = [&one["pace"]["shown"], &other["pace"]["shown"]];
    let apart = paces[0].as_i64().unwrap() - paces[1].as_i64().unwrap();
    assert!(apart.abs() < 10_000, "{paces:?}");
    let hour = 3_600_000;
    assert!((2 * hour..4 * hour).contains(&(there - before)), "{one}");
    let reminded = demo.duty("reminded", 0).await;
    let at = chrono::DateTime::parse_from_rfc3339(reminded["at"].as_str().unwrap()).unwrap();
    let after = at.timestamp_millis() - there;
    assert!((0..30_000).contains(&after), "{reminded}");
    assert_eq!(one["pace"]["factor"], 1);
    demo.dies().await;

    let demo = Demo::start(folder.path()).await;
    assert!(demo.state().await.0["now"].as_i64().unwrap() >= at.timestamp_millis());
    demo.bot().await;
    let again = demo.act("hook/next_shift", json!({})).await;
    assert!(again["pace"]["shown"].as_i64().unwrap() > there, "{again}");
    demo.duty("asked", 0).await;
    demo.dies().await;
}

#[tokio::test]
async fn a_screening_is_skipped_to_and_can_be_answered_after_a_death() {
    let folder = tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    demo.bot().await;
    demo.duty("counted", 0).await;
    let pace = demo.act("hook/next_screening", json!({})).await;
    let there = pace["pace"]["shown"].as_i64().unwrap();
    let asked = demo.logged("prompt", "asked", 1).await;
    let text = asked["text"].as_str().unwrap();
    // Half past nine in the town.
    assert!(
        text.starts_with("screening ") && text.contains("T01:30:00.000Z west_side: chen"),
        "{text}"
    );
    let at = chrono::DateTime::parse_from_rfc3339(asked["at"].as_str().unwrap()).unwrap();
    let after = at.timestamp_millis() - there;
    assert!((0..30_000).contains(&after), "{asked}");
    demo.until("both questions", |state| {
        let chats = [LI, CHEN];
        let asked = chats
            .iter()
            .filter_map(|chat| state.button(*chat, "无纠纷"));
        (asked.count() == 2).then_some(())
    })
    .await;
    demo.dies().await;

    let demo = Demo::start(folder.path()).await;
    demo.bot().await;
    demo.presses(CHEN, CHEN, "无纠纷").await;
    let signed = demo.logged("prompt", "nothing_found", 0).await;
    assert_eq!(signed["by"], "chen");
    assert_eq!(signed["seq"], 3);
    demo.dies().await;
}

#[tokio::test]
async fn the_town_speaks_the_language_of_whoever_starts_it() {
    let towns = [
        ([("LANG", "en_US.UTF-8")].as_slice(), "en"),
        (&[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")], "zh"),
        (&[], "zh"),
    ];
    for (environment, language) in towns {
        let folder = tempdir().unwrap();
        let mut command = command(folder.path());
        command.envs(environment.iter().copied());
        let demo = Demo::start_by(command).await;
        let state = demo.state().await;
        assert_eq!(state.0["language"], language, "{environment:?}");
        for other in ["zh", "en"] {
            let how = state.0["program"]["languages"][other].as_str().unwrap();
            assert_eq!(how, format!("dutybell demo --language {other}"));
        }
        demo.dies().await;
    }
}

/// How many reports stand in the group.
fn count(state: &State) -> usize {
    let messages = state.messages(GROUP).iter();
    messages
        .filter(|it| it["text"].as_str().is_some_and(|it| it.starts_with(REPORT)))
        .count()
}
