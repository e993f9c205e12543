//! The program as its operator meets it: exit codes, and one clear sentence with the mend.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use dutybell_sandbox::model::{Fault, Heard, Scope};
use support::{GROUP, Plan, Ran, TOKEN, Town, dutybell};

/// Runs the bot on this town's configuration, with these variables, to its end.
async fn run(town: &Town, variables: &[(&str, &str)]) -> Ran {
    let config = town.config();
    dutybell(&["run", "--config", config.to_str().unwrap()], variables).await
}

fn tells(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, code, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "no “{word}” in: {}", ran.err);
    }
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

#[tokio::test]
async fn a_wrong_token_is_told_and_not_shown() {
    let town = Town::asleep(Plan::calm()).await;
    let api = town.api_url();
    let wrong = "7000000001:wrong-Secret";
    let ran = run(
        &town,
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", wrong)],
    )
    .await;
    tells(&ran, 2, &["Telegram refuses the bot token", "BotFather"]);
    assert!(!ran.err.contains("wrong-Secret"), "{}", ran.err);
    let ran = run(
        &town,
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", "x/../y")],
    )
    .await;
    tells(&ran, 2, &["Telegram refuses the bot token", "characters"]);
}

#[tokio::test]
async fn a_missing_token_and_one_that_others_may_read() {
    let town = Town::asleep(Plan::calm()).await;
    let api = town.api_url();
    let ran = run(&town, &[("TELOXIDE_API_URL", &api)]).await;
    tells(&ran, 2, &["there is no bot token", "TELOXIDE_TOKEN"]);
    let file = town.config().with_file_name("token");
    std::fs::write(&file, TOKEN).unwrap();
    chmod("644", &file);
    let ran = run(&town, &[("TELOXIDE_API_URL", &api)]).await;
    tells(&ran, 2, &["others may read the token file", "chmod 600"]);
}

#[tokio::test]
async fn the_token_may_stand_in_its_file() {
    let mut town = Town::asleep(Plan::calm()).await;
    let file = town.config().with_file_name("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    chmod("600", &file);
    town.wake_with_token("");
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

fn chmod(mode: &str, path: &Path) {
    let done = Command::new("chmod").arg(mode).arg(path).status();
    assert!(done.unwrap().success());
}

#[tokio::test]
async fn an_address_that_is_none_is_told() {
    let town = Town::asleep(Plan::calm()).await;
    for url in ["nonsense", "127.0.0.1:80", "http://"] {
        let ran = run(
            &town,
            &[("TELOXIDE_API_URL", url), ("TELOXIDE_TOKEN", TOKEN)],
        )
        .await;
        tells(
            &ran,
            2,
            &["TELOXIDE_API_URL is no address", "it looks like"],
        );
    }
}

#[tokio::test]
async fn a_telegram_that_cannot_be_reached_is_waited_for() {
    let mut town = Town::asleep(Plan::calm()).await;
    let down = town.fault(Fault::Down, Scope::everything());
    town.wake();
    town.bot().logs("Telegram can't be asked yet").await;
    // It stops well also then.
    town.stop().await;
    town.wake();
    town.bot().logs("Telegram can't be asked yet").await;
    town.mend(down);
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

#[tokio::test]
async fn a_store_in_use_is_told_and_left_alone() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let api = town.api_url();
    let ran = run(
        &town,
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", TOKEN)],
    )
    .await;
    tells(&ran, 2, &["in use by another process", "stop it first"]);
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_data_dir_that_is_no_directory_is_told() {
    let town = Town::asleep(Plan::calm()).await;
    std::fs::write(town.config().with_file_name("data"), "a file").unwrap();
    let api = town.api_url();
    let ran = run(
        &town,
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", TOKEN)],
    )
    .await;
    tells(&ran, 1, &["data", "choose another data_dir"]);
}

/// A small disk of its own; taken away with it.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    /// `None` where this user may not mount, and then it says so.
    fn mount(at: &'a Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(at)
            .output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(at));
        }
        eprintln!("not tested: no file system can be mounted here");
        None
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // What is still open there keeps it until its end.
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[tokio::test]
async fn a_data_dir_that_cannot_be_written_is_told() {
    let town = Town::asleep(Plan::calm()).await;
    let data = town.config().with_file_name("data");
    let Some(_disk) = Disk::mount(&data, "ro") else {
        return;
    };
    let api = town.api_url();
    let ran = run(
        &town,
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", TOKEN)],
    )
    .await;
    tells(&ran, 1, &["can't be written", "own the directory"]);
}

#[tokio::test]
async fn a_disk_that_fills_up_ends_the_bot_with_a_sentence_and_loses_no_report() {
    let mut town = Town::asleep(Plan::calm()).await;
    let data = town.config().with_file_name("data");
    let Some(_disk) = Disk::mount(&data, "size=24m") else {
        return;
    };
    town.wake();
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    let filler = data.join("filler");
    fill(&filler);
    let ended = town.ends_while(|town, round| {
        town.says(
            "li",
            GROUP,
            &format!("/report house {round} {}", "burns ".repeat(600)),
        );
    });
    let (status, log) = ended.await;
    assert_eq!(status, Some(1), "{log}");
    assert!(log.contains("is full"), "{log}");
    assert!(log.contains("make room there and start again"), "{log}");
    assert!(!log.contains("panicked"), "{log}");
    std::fs::remove_file(filler).unwrap();
    town.wake();
    let said = town.telegram(|telegram, _| telegram.chat(GROUP).unwrap().messages.len());
    assert!(said > 2);
    town.settles().await;
    let stored = town.export().await;
    let reported = town.telegram(|telegram, _| {
        let messages = telegram.chat(GROUP).unwrap().messages.values();
        messages
            .filter(|message| message.text.starts_with("/report"))
            .count()
    });
    assert_eq!(stored.len(), reported, "every report, each once");
}

/// Writes until nothing goes in any more.
fn fill(path: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).unwrap();
    for size in [1 << 16, 1 << 12, 1] {
        let chunk = vec![1_u8; size];
        while file.write_all(&chunk).is_ok() {}
    }
}

#[tokio::test]
async fn sigterm_and_sigint_stop_it_cleanly_also_with_work_at_hand() {
    let mut town = Town::begin().await;
    let slow = Fault::Slow { millis: 60_000 };
    town.fault(slow, Scope::everything().method("sendMessage"));
    town.says("li", GROUP, "/report smoke");
    town.rings("zhao", "LEVEL II").await;
    town.stop().await;
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.interrupt().await;
}

#[tokio::test]
async fn the_commands_are_registered_however_often_telegram_says_no() {
    let mut town = Town::asleep(Plan::calm()).await;
    let register = || Scope::everything().method("setMyCommands");
    let broken = town.fault(Fault::ServerError { code: 502 }, register());
    town.wake();
    // Whoever reports meanwhile is not held up.
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.hits(broken, 2).await;
    let waits = Fault::TooManyRequests {
        chat: None,
        retry_after: 1,
    };
    let once = Scope::times(1).method("setMyCommands");
    town.fault(waits, once);
    town.mend(broken);
    let told = town
        .call("a call that must wait", |call| {
            matches!(call.answer, Heard::Error { code: 429, .. })
        })
        .await;
    for code in [None, Some("zh"), Some("en")] {
        let what = format!("the commands for {code:?}");
        let done = town
            .call(&what, |call| {
                call.method == "setMyCommands"
                    && call.params["language_code"].as_str() == code
                    && matches!(call.answer, Heard::Ok(_))
            })
            .await;
        assert!(done.at.since(told.at) >= Duration::from_millis(950));
    }
    town.end().await;
}

#[tokio::test]
async fn bad_usage_is_2_and_help_is_0() {
    for arguments in [
        &["fly"][..],
        &[],
        &["run", "--nonsense"],
        &["export", "incidents"],
    ] {
        let ran = dutybell(arguments, &[]).await;
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("Usage"), "{arguments:?}: {}", ran.err);
    }
    let ran = dutybell(&["--help"], &[]).await;
    assert_eq!(ran.code, 0);
    for command in ["demo", "run", "check", "export", "verify"] {
        assert!(ran.out.contains(command), "{}", ran.out);
    }
    let ran = dutybell(&["--version"], &[]).await;
    assert_eq!((ran.code, ran.out.starts_with("dutybell ")), (0, true));
}

#[tokio::test]
async fn a_configuration_is_checked_before_anything_else() {
    let town = Town::asleep(Plan::calm()).await;
    let ran = town.runs(&["check"]).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let broken =
        Plan::calm().also("[[roles]]\nid = \"zhao\"\nname = \"x\"\npeople = [\"nobody\"]\n");
    town.configure(&broken);
    let ran = town.runs(&["check"]).await;
    assert_eq!(ran.code, 1);
    let told = format!("{}{}", ran.out, ran.err);
    assert!(
        told.contains("nobody") && told.contains("2 problems"),
        "{told}"
    );
    let ran = run(&town, &[("TELOXIDE_TOKEN", TOKEN)]).await;
    tells(&ran, 2, &["nobody", "zhao"]);
    let ran = dutybell(&["run", "--config", "/nowhere/dutybell.toml"], &[]).await;
    tells(&ran, 2, &["/nowhere/dutybell.toml", "no such file"]);
}

#[tokio::test]
async fn the_examples_of_the_house_are_good() {
    for example in ["config/dutybell.toml", "config/demo.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(example);
        let ran = dutybell(&["check", "--config", path.to_str().unwrap()], &[]).await;
        assert_eq!(ran.code, 0, "{example}: {}{}", ran.out, ran.err);
    }
}
