//! `dutybell init` against the sandbox, on a terminal and from a pipe.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_sandbox::model::{Bot, Group, Person, Town};
use dutybell_sandbox::{Sandbox, Setup};
use rexpect::session::{PtySession, spawn_command};
use support::{GROUP, Gate, PATIENCE, TOKEN, dutybell};
use tokio::io::AsyncWriteExt as _;

/// A group that somebody else put the bot into.
const OTHER: TelegramChat = TelegramChat(-1_001_000_000_002);

async fn sandbox() -> Sandbox {
    let people = [
        (1001, "Zhao Jianguo"),
        (1002, "孙敏"),
        (1003, "Passer-by"),
        (1004, "Stranger"),
    ];
    let setup = Setup {
        town: Town {
            bot: Bot::with_token(TOKEN, "dutybell_bot"),
            people: people.map(|(id, name)| Person::new(id, name)).into(),
            groups: vec![
                Group::new(GROUP.0, "Town", people.map(|(id, _)| TelegramUser(id))),
                Group::new(OTHER.0, "Stranger's", [TelegramUser(1004)]),
            ],
            ..Town::default()
        },
        ..Setup::default()
    };
    Sandbox::start(setup).await.unwrap()
}

/// Somebody writes in the group alone, two press Start, and one of them writes in the group.
fn come(sandbox: &Sandbox) {
    sandbox.with(|telegram, now| {
        telegram
            .say(TelegramUser(1003), GROUP, "/hello", now)
            .unwrap();
        telegram.start(TelegramUser(1001), None, now).unwrap();
        telegram.start(TelegramUser(1002), None, now).unwrap();
        telegram
            .say(TelegramUser(1002), GROUP, "/report smoke", now)
            .unwrap();
    });
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Runs it with this on standard input.
async fn piped(sandbox: &Sandbox, arguments: &[&str], input: &str) -> (i32, String, String) {
    piped_to(&sandbox.api_url(), arguments, input).await
}

async fn piped_to(api_url: &str, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_dutybell"))
        .arg("init")
        .args(arguments)
        .args(["--language", "en"])
        .env("TELOXIDE_API_URL", api_url)
        .env_remove("TELOXIDE_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It may have ended already.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let ran = tokio::time::timeout(PATIENCE, child.wait_with_output());
    let ran = ran.await.unwrap().unwrap();
    (
        ran.status.code().unwrap(),
        String::from_utf8(ran.stdout).unwrap(),
        String::from_utf8(ran.stderr).unwrap(),
    )
}

#[tokio::test]
async fn from_a_pipe_it_writes_what_check_finds_good_and_confirms_nothing() {
    for from in [&[][..], &["--from", "town"]] {
        let sandbox = sandbox().await;
        come(&sandbox);
        let waiting = sandbox.with(|telegram, _| telegram.updates().len());
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("conf/duty.toml");
        let shown = out.to_str().unwrap();
        // What a full disk leaves: the token is asked for all the same.
        std::fs::create_dir(home.path().join("conf")).unwrap();
        std::fs::write(home.path().join("conf/token"), "\n").unwrap();
        let arguments = [&["--out", shown], from].concat();
        let (code, said, complained) = piped(&sandbox, &arguments, &format!("{TOKEN}\n")).await;
        assert_eq!(code, 0, "{said}{complained}");
        for words in [
            "@dutybell_bot",
            "✓ group Town (-1001000000001)",
            "✓ Zhao Jianguo (1001), administrator",
            "✓ 孙敏 (1002)",
        ] {
            assert!(said.contains(words), "no “{words}” in {said}");
        }
        let token = home.path().join("conf/token");
        assert_eq!(mode(&token), 0o600);
        assert_eq!(std::fs::read_to_string(&token).unwrap().trim(), TOKEN);
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(!format!("{text}{said}").contains("1003"), "{text}{said}");
        for text in [&text, &said, &complained] {
            assert!(!text.contains(TOKEN), "the token is shown: {text}");
        }
        let checked = dutybell(&["check", "--config", shown], &[]).await;
        assert_eq!(checked.code, 0, "{}", checked.out);
        // Reports that came meanwhile are the bot's to take.
        sandbox.with(|telegram, _| {
            assert_eq!(telegram.updates().len(), waiting);
            assert_eq!(telegram.updates().confirmed(), 0);
        });
        // Never overwritten without being asked.
        let (code, _, complained) = piped(&sandbox, &arguments, &format!("{TOKEN}\n")).await;
        assert_eq!(code, 2);
        assert!(complained.contains("exists already"), "{complained}");
        assert_eq!(std::fs::read_to_string(&out).unwrap(), text);
        sandbox.shutdown().await;
    }
}

#[tokio::test]
async fn what_can_not_go_on_ends_with_two_and_a_sentence() {
    let sandbox = sandbox().await;
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let out = out.to_str().unwrap();
    for (arguments, input, words) in [
        (
            &["--out", out][..],
            "7000000001:wrong\n",
            "Telegram does not know this token",
        ),
        (&["--out", out], "what?\n", "That is no token."),
        (&["--out", out], "", "No token was given."),
        (
            &["--out", out, "--from", "mine"],
            "",
            "“mine” comes in a later version",
        ),
    ] {
        let (code, said, complained) = piped(&sandbox, arguments, input).await;
        assert_eq!(code, 2, "{said}{complained}");
        assert!(complained.contains(words), "no “{words}” in {complained}");
        assert!(!complained.contains("7000000001:wrong"), "{complained}");
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
    sandbox.shutdown().await;
}

/// A port at which nobody listens.
fn nowhere() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A proxy from wherever to the sandbox.
async fn gate(sandbox: &Sandbox) -> Gate {
    let gate = Gate::socks().await;
    let address = sandbox.api_url().trim_start_matches("http://").to_owned();
    gate.leads_to(Some(address.trim_end_matches('/').parse().unwrap()));
    gate
}

fn administrator(text: &str) -> &str {
    let mut people = text.split("[[people]]").skip(1);
    let admin = people.find(|person| person.contains("admin = true"));
    admin.unwrap().lines().nth(2).unwrap()
}

fn terminal(api_url: &str, out: &str) -> PtySession {
    terminal_with(api_url, &["--out", out])
}

fn terminal_with(api_url: &str, arguments: &[&str]) -> PtySession {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dutybell"));
    command
        .args(["init", "--language", "en"])
        .args(arguments)
        .env("TELOXIDE_API_URL", api_url)
        .env_remove("TELOXIDE_TOKEN");
    let patience = u64::try_from(PATIENCE.as_millis()).unwrap();
    spawn_command(command, Some(patience)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_terminal_it_asks_again_and_waits_for_enter() {
    let sandbox = sandbox().await;
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    std::fs::write(&out, "old").unwrap();
    let mut talk = terminal(&sandbox.api_url(), out.to_str().unwrap());
    let mut heard = String::new();
    heard += &talk.exp_string("Type yes:").unwrap();
    talk.send_line("yes").unwrap();
    heard += &talk.exp_string("it is not shown").unwrap();
    talk.send_line("7000000001:wrong").unwrap();
    heard += &talk.exp_string("does not know this token").unwrap();
    heard += &talk.exp_string("it is not shown").unwrap();
    talk.send_line(TOKEN).unwrap();
    heard += &talk.exp_string("press Enter").unwrap();
    talk.send_line("").unwrap();
    // The group is known from the bot's coming into it or from what is said there.
    come(&sandbox);
    heard += &talk.exp_string("group Town").unwrap();
    heard += &talk.exp_string("(1002)").unwrap();
    talk.send_line("").unwrap();
    heard += &talk.exp_string("left out?").unwrap();
    talk.send_line("").unwrap();
    heard += &talk.exp_string("Who is the administrator?").unwrap();
    talk.send_line("").unwrap();
    heard += &talk
        .exp_string("Zhao Jianguo (1001), administrator")
        .unwrap();
    heard += &talk.exp_string("is written").unwrap();
    heard += &talk.exp_eof().unwrap();
    assert!(!heard.contains("sandbox"), "the token is shown: {heard}");
    assert!(!heard.contains("7000000001:wrong"), "{heard}");
    assert_eq!(mode(&home.path().join("token")), 0o600);
    let checked = dutybell(&["check", "--config", out.to_str().unwrap()], &[]).await;
    assert_eq!(checked.code, 0, "{}", checked.out);
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_terminal_somebody_says_who_is_the_administrator_and_who_is_left_out() {
    let sandbox = sandbox().await;
    // A stranger found the bot before anybody else did.
    sandbox.with(|telegram, now| telegram.start(TelegramUser(1004), None, now).unwrap());
    come(&sandbox);
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    std::fs::write(home.path().join("token"), TOKEN).unwrap();
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(home.path().join("token"), private).unwrap();
    let mut talk = terminal(&sandbox.api_url(), out.to_str().unwrap());
    talk.exp_regex(r"1\. \S+ Stranger \(1004\)").unwrap();
    talk.exp_regex(r"3\. \S+ \S+ \(1002\)").unwrap();
    talk.send_line("").unwrap();
    talk.exp_string("left out?").unwrap();
    talk.send_line("4").unwrap();
    talk.exp_string("Type numbers from 1 to 3.").unwrap();
    talk.send_line("1").unwrap();
    talk.exp_regex(r"1\. \S+ Zhao Jianguo \(1001\)").unwrap();
    talk.exp_regex(r"2\. \S+ \S+ \(1002\)").unwrap();
    talk.exp_string("Who is the administrator?").unwrap();
    talk.send_line("2").unwrap();
    talk.exp_string(" (1002), administrator").unwrap();
    talk.exp_eof().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert_eq!(administrator(&text), "name = \"孙敏\"", "{text}");
    assert!(text.contains("telegram = 1001"), "{text}");
    assert!(!text.contains("1003") && !text.contains("1004"), "{text}");
    let checked = dutybell(&["check", "--config", out.to_str().unwrap()], &[]).await;
    assert_eq!(checked.code, 0, "{}", checked.out);
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_telegram_can_not_be_reached_a_terminal_asks_for_a_proxy() {
    let sandbox = sandbox().await;
    come(&sandbox);
    let gate = gate(&sandbox).await;
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let mut talk = terminal(&nowhere(), out.to_str().unwrap());
    talk.exp_string("it is not shown").unwrap();
    talk.send_line(TOKEN).unwrap();
    talk.exp_string("can't be reached").unwrap();
    talk.exp_string("or Enter to try again").unwrap();
    talk.send_line("").unwrap();
    talk.exp_string("or Enter to try again").unwrap();
    talk.send_line("127.0.0.1:1080").unwrap();
    talk.exp_string("no proxy's address").unwrap();
    talk.send_line(&format!("socks5://{}", gate.address()))
        .unwrap();
    talk.exp_string("3. Each person").unwrap();
    talk.exp_regex(r"2\. \S+ \S+ \(1002\)").unwrap();
    for prompt in ["left out?", "administrator?", "is written"] {
        talk.send_line("").unwrap();
        talk.exp_string(prompt).unwrap();
    }
    talk.exp_eof().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    let line = format!("\nproxy = \"socks5://{}\"\n", gate.address());
    assert!(text.contains(&line), "{text}");
    sandbox.shutdown().await;
}

/// A talkative group, and somebody who presses Start behind a hundred messages.
fn a_hundred_wait(sandbox: &Sandbox) {
    sandbox.with(|telegram, now| {
        for _ in 0..100 {
            telegram
                .say(TelegramUser(1003), GROUP, "/hello", now)
                .unwrap();
        }
        telegram.start(TelegramUser(1001), None, now).unwrap();
    });
}

#[tokio::test]
async fn behind_a_hundred_messages_a_pipe_says_that_nobody_is_seen() {
    let sandbox = sandbox().await;
    a_hundred_wait(&sandbox);
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let arguments = ["--out", out.to_str().unwrap()];
    let (code, said, complained) = piped(&sandbox, &arguments, &format!("{TOKEN}\n")).await;
    assert_eq!(code, 2, "{said}{complained}");
    assert!(complained.contains("100 messages wait"), "{complained}");
    sandbox.with(|telegram, _| assert_eq!(telegram.updates().confirmed(), 0));
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_messages_are_let_go_at_a_word_and_at_nothing_else() {
    let sandbox = sandbox().await;
    a_hundred_wait(&sandbox);
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let mut talk = terminal(&sandbox.api_url(), out.to_str().unwrap());
    talk.exp_string("it is not shown").unwrap();
    talk.send_line(TOKEN).unwrap();
    talk.exp_string("type forget").unwrap();
    talk.send_line("").unwrap();
    talk.exp_string("Nobody yet").unwrap();
    sandbox.with(|telegram, _| assert_eq!(telegram.updates().confirmed(), 0));
    talk.send_line("forget").unwrap();
    talk.exp_string("Dropped.").unwrap();
    talk.exp_regex(r"1\. \S+ Zhao Jianguo \(1001\)").unwrap();
    for prompt in ["left out?", "is written"] {
        talk.send_line("").unwrap();
        talk.exp_string(prompt).unwrap();
    }
    talk.exp_eof().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains(&format!("telegram = {GROUP}")), "{text}");
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_leads_nowhere_is_taken_back() {
    let sandbox = sandbox().await;
    come(&sandbox);
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let shown = out.to_str().unwrap();
    let nowhere = nowhere().replace("http://", "socks5://");
    let mut talk = terminal_with(&sandbox.api_url(), &["--out", shown, "--proxy", &nowhere]);
    talk.exp_string("it is not shown").unwrap();
    talk.send_line(TOKEN).unwrap();
    talk.exp_string("through this proxy").unwrap();
    talk.exp_string("- for none").unwrap();
    talk.send_line("-").unwrap();
    talk.exp_string("3. Each person").unwrap();
    talk.exp_regex(r"2\. \S+ \S+ \(1002\)").unwrap();
    for prompt in ["left out?", "administrator?", "is written"] {
        talk.send_line("").unwrap();
        talk.exp_string(prompt).unwrap();
    }
    talk.exp_eof().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(!text.contains("\nproxy"), "{text}");
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_groups_one_is_left_out() {
    let sandbox = sandbox().await;
    come(&sandbox);
    sandbox.with(|telegram, now| {
        telegram
            .say(TelegramUser(1004), OTHER, "/hello", now)
            .unwrap();
    });
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let mut talk = terminal(&sandbox.api_url(), out.to_str().unwrap());
    talk.exp_string("it is not shown").unwrap();
    talk.send_line(TOKEN).unwrap();
    talk.exp_string("group Stranger's").unwrap();
    talk.send_line("").unwrap();
    talk.exp_regex(r"2\. \S+ group Stranger's").unwrap();
    talk.exp_string("Is a group to be left out?").unwrap();
    talk.send_line("2").unwrap();
    talk.exp_regex(r"2\. \S+ \S+ \(1002\)").unwrap();
    talk.exp_string("left out?").unwrap();
    for prompt in ["administrator?", "is written"] {
        talk.send_line("").unwrap();
        talk.exp_string(prompt).unwrap();
    }
    talk.exp_eof().unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains(&format!("telegram = {GROUP}")), "{text}");
    assert!(!text.contains(&OTHER.to_string()), "{text}");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn from_a_pipe_the_proxy_is_an_argument() {
    let sandbox = sandbox().await;
    come(&sandbox);
    let gate = gate(&sandbox).await;
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("duty.toml");
    let shown = out.to_str().unwrap();
    let input = format!("{TOKEN}\n");
    let (code, _, complained) = piped_to(&nowhere(), &["--out", shown], &input).await;
    assert_eq!(code, 2);
    assert!(complained.contains("--proxy socks5://"), "{complained}");
    let bad = ["--out", shown, "--proxy", "127.0.0.1"];
    let (code, _, complained) = piped_to(&nowhere(), &bad, &input).await;
    assert_eq!(code, 2);
    assert!(complained.contains("no proxy's address"), "{complained}");
    let proxy = format!("socks5://{}", gate.address());
    let arguments = ["--out", shown, "--from", "town", "--proxy", &proxy];
    let (code, said, complained) = piped_to(&nowhere(), &arguments, &input).await;
    assert_eq!(code, 0, "{said}{complained}");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains(&format!("\nproxy = \"{proxy}\"\n")), "{text}");
    sandbox.shutdown().await;
}
