//! The bot beside a demo: its time runs as it is told, and it tells what is in its record.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

mod support;

use std::process::Stdio;
use std::time::Duration;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_sandbox::Sandbox;
use serde_json::Value;
use support::{GROUP, PATIENCE, Plan, TOKEN, Town, user};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

const STEPS: &str = r#"{ page = ["commander"], wait = "3m" }, { page = ["deputy"], wait = "1h" }"#;

/// A bot whose input and output are held.
struct Beside {
    child: Child,
    input: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
}

impl Beside {
    fn start(town: &Town, sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dutybell"))
            .args(["run", "--until-stdin-ends", "--tell-record", "--config"])
            .arg(town.config())
            .args(["--pace", &sandbox.pace().borrow().to_string()])
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", sandbox.api_url())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            told: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    async fn hears(&mut self, line: &str) {
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    /// Reads on until an entry, or the end of what was found, is as looked for; all that was read.
    async fn tells(&mut self, look: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut all = Vec::new();
        let reading = async {
            loop {
                let line = self.told.next_line().await.unwrap().expect("the bot lives");
                let value: Value = serde_json::from_str(&line).unwrap();
                let found = look(&value);
                all.push(value);
                if found {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.unwrap();
        all
    }
}

fn of_kind(kind: &'static str) -> impl Fn(&Value) -> bool {
    move |line| line["kind"] == kind
}

fn paged(sandbox: &Sandbox, person: &str) -> impl Future<Output = ()> {
    let chat = TelegramChat(user(person).0);
    let seen = sandbox.until(
        move |telegram| {
            let mut entries = telegram.transcript_since(0);
            entries.find_map(|entry| {
                (entry.chat == Some(chat)).then(|| entry.posted_by_bot())??;
                Some(())
            })
        },
        PATIENCE,
    );
    async { seen.await.unwrap() }
}

#[tokio::test]
async fn at_sixty_times_a_step_of_three_minutes_is_passed_in_seconds() {
    let town = Town::asleep(Plan::calm().policy(STEPS, "repeat = 0").with_true_limits()).await;
    let sandbox = town.sandbox();
    let mut bot = Beside::start(&town, sandbox);
    bot.tells(|line| line["whole"] == 0).await;
    let li: TelegramUser = user("li");
    sandbox
        .with(|telegram, now| telegram.say(li, GROUP, "/report smoke", now))
        .unwrap();
    bot.tells(of_kind("delivered")).await;
    paged(sandbox, "zhao").await;
    let pace = sandbox.set_pace(60);
    bot.hears(&format!("clock {pace}\n")).await;
    // PATIENCE is far less than the three minutes.
    let told = bot.tells(of_kind("delivered")).await;
    assert!(
        told.iter().any(|line| line["kind"] == "step_passed"),
        "{told:?}"
    );
    paged(sandbox, "sun").await;
    let passed = told.iter().find(|line| line["kind"] == "step_passed");
    let at = passed.unwrap()["at"].as_str().unwrap();
    let at = chrono::DateTime::parse_from_rfc3339(at).unwrap();
    assert!(at.timestamp_millis() - pace.shown.0 > 170_000, "{at}");

    // The one after it goes on from there, also where time runs at its usual pace again.
    let pace = sandbox.set_pace(1);
    bot.child.kill().await.unwrap();
    let mut next = Beside::start(&town, sandbox);
    let found = next.tells(|line| line["whole"].is_u64()).await;
    let last = found[found.len() - 2]["at"].as_str().unwrap();
    let last = chrono::DateTime::parse_from_rfc3339(last).unwrap();
    sandbox
        .with(|telegram, now| telegram.say(li, GROUP, "/update 1 it burns", now))
        .unwrap();
    let told = next.tells(of_kind("updated")).await;
    let at = told.last().unwrap()["at"].as_str().unwrap();
    let at = chrono::DateTime::parse_from_rfc3339(at).unwrap();
    assert!(at >= last, "{at} is before {last}");
    assert!(at.timestamp_millis() >= pace.shown.0, "{at}");
    assert!(Duration::from_millis((at.timestamp_millis() - pace.shown.0) as u64) < PATIENCE);
    drop(next.input);
    let ended = tokio::time::timeout(PATIENCE, next.child.wait()).await;
    assert_eq!(ended.unwrap().unwrap().code(), Some(0));
}

#[tokio::test]
async fn what_was_skipped_is_due_at_once_and_nothing_of_it_is_called_overdue() {
    let town = Town::asleep(Plan::calm().policy(STEPS, "repeat = 0").with_true_limits()).await;
    let sandbox = town.sandbox();
    let mut bot = Beside::start(&town, sandbox);
    bot.tells(|line| line["whole"].is_u64()).await;
    let li: TelegramUser = user("li");
    sandbox
        .with(|telegram, now| telegram.say(li, GROUP, "/report smoke", now))
        .unwrap();
    bot.tells(of_kind("delivered")).await;
    let hour = Duration::from_secs(3_600);
    let pace = sandbox.clock().skip(|now| Some(now.plus(hour))).unwrap();
    bot.hears(&format!("clock {pace}\n")).await;
    bot.tells(of_kind("step_passed")).await;
    paged(sandbox, "sun").await;
    // The auditor has looked: a minute had passed at once.
    sandbox
        .with(|telegram, now| telegram.say(li, GROUP, "/update 1 it burns", now))
        .unwrap();
    bot.tells(of_kind("updated")).await;
    let overdue = sandbox.with(|telegram, _| {
        let mut entries = telegram.transcript_since(0);
        entries.find_map(|entry| {
            let text = &entry.posted_by_bot()?.text;
            text.contains("due since").then(|| text.clone())
        })
    });
    assert_eq!(overdue, None);
}
