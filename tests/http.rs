//! The program's own web server: health, readiness, figures, manners.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

mod support;

use std::collections::BTreeMap;

use dutybell_sandbox::model::{Fault, Scope};
use support::{Plan, TOKEN, Town, dutybell};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

/// Figures by name and labels, as a machine reads them; every line must be one that it knows.
fn parsed(text: &str) -> BTreeMap<String, f64> {
    assert!(text.ends_with("# EOF\n"), "{text}");
    let mut families = Vec::new();
    let mut figures = BTreeMap::new();
    for line in text.lines() {
        if let Some(about) = line.strip_prefix("# ") {
            let mut words = about.split(' ');
            match (words.next(), words.next(), words.next()) {
                (Some("TYPE"), Some(name), Some(kind)) => {
                    assert!(
                        ["counter", "gauge", "histogram", "info"].contains(&kind),
                        "{line}"
                    );
                    families.push(name.to_owned());
                }
                (Some("HELP" | "UNIT"), Some(_), Some(_)) | (Some("EOF"), None, None) => {}
                _ => panic!("no line of OpenMetrics: {line}"),
            }
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(
            families.iter().any(|family| name.starts_with(family)),
            "{line}"
        );
        figures.insert(name.to_owned(), value.parse().unwrap());
    }
    figures
}

#[tokio::test]
async fn the_figures_tell_what_happened_and_nobody_s_name() {
    let mut town = Town::with(Plan::calm().http()).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.settles().await;
    let address = town.bot().http().await;
    let answer = reqwest::get(format!("http://{address}/metrics"))
        .await
        .unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    // The bot hears that its last message arrived a moment after everybody sees it.
    let quiet = async {
        loop {
            let (_, text) = town.get("/metrics").await;
            let figures = parsed(&text);
            let taken = figures["dutybell_updates_total{result=\"read\"}"];
            if figures["dutybell_outbox_rows"] == 0.0 && taken >= 5.0 {
                return (text, figures);
            }
        }
    };
    let quiet = tokio::time::timeout(support::PATIENCE, quiet).await;
    let (text, figures) = quiet.expect("the outbox becomes empty");
    for (name, value) in [
        ("dutybell_incidents{state=\"open\"}", 0.0),
        ("dutybell_incidents{state=\"acknowledged\"}", 1.0),
        ("dutybell_incidents{state=\"closed\"}", 0.0),
        ("dutybell_pages_total", 1.0),
        ("dutybell_acknowledge_seconds_count", 1.0),
        ("dutybell_outbox_rows", 0.0),
        ("dutybell_outbox_oldest_seconds", 0.0),
        ("dutybell_sends_total{outcome=\"unreachable\"}", 0.0),
        ("dutybell_updates_total{result=\"kept_aside\"}", 0.0),
        // The report, the press, and those who asked after the bot.
        ("dutybell_updates_total{result=\"read\"}", 5.0),
    ] {
        assert_eq!(figures.get(name), Some(&value), "{name} in\n{text}");
    }
    assert!(
        figures["dutybell_sends_total{outcome=\"sent\"}"] >= 3.0,
        "{text}"
    );
    assert!(figures["dutybell_commit_seconds_count"] >= 3.0, "{text}");
    assert!(
        figures["dutybell_last_poll_timestamp_seconds"] > 1.7e9,
        "{text}"
    );
    assert!(
        text.contains(concat!("version=\"", env!("CARGO_PKG_VERSION"), "\"")),
        "{text}"
    );
    for secret in ["zhao", "Zhao", "smoke", "1001", TOKEN] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    town.end().await;
}

#[tokio::test]
async fn pages_have_manners() {
    let mut town = Town::with(Plan::calm().http()).await;
    let address = town.bot().http().await;
    let client = reqwest::Client::new();
    let url = |path: &str| format!("http://{address}{path}");
    for path in ["/", "/nothing", "/telegram", "/healthz/x", "/../etc/passwd"] {
        let got = client.get(url(path)).send().await.unwrap();
        assert_eq!(got.status().as_u16(), 404, "{path}");
        assert_eq!(got.headers()["x-content-type-options"], "nosniff");
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
        let posted = client.post(url(path)).body("x").send().await.unwrap();
        assert_eq!(posted.status().as_u16(), 405, "{path}");
        assert_eq!(posted.headers()["cache-control"], "no-store");
    }
    assert_eq!(
        client
            .head(url("/healthz"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        200
    );
    town.settles().await;
    assert_eq!(town.get("/readyz").await, (200, "ready\n".to_owned()));
    // Connections that say nothing, or half a request, hold up no stop.
    let _silent = TcpStream::connect(address).await.unwrap();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nHost:")
        .await
        .unwrap();
    town.stop().await;
}

#[tokio::test]
async fn without_telegram_it_is_alive_and_not_ready() {
    let mut town = Town::asleep(Plan::calm().http()).await;
    let down = town.fault(Fault::Down, Scope::everything());
    town.wake();
    assert_eq!(town.get("/healthz").await, (200, "alive\n".to_owned()));
    let (status, why) = town.get("/readyz").await;
    assert_eq!(
        (status, why.as_str()),
        (503, "intake: Telegram has not answered yet\n")
    );
    assert_eq!(town.get("/metrics").await.0, 200);
    town.mend(down);
    town.settles().await;
    assert_eq!(town.get("/readyz").await.0, 200);
    town.end().await;
}

#[tokio::test]
async fn an_address_in_use_is_told_with_the_mend() {
    let town = Town::asleep(Plan::calm().http()).await;
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = std::fs::read_to_string(town.config()).unwrap();
    std::fs::write(town.config(), text.replace("127.0.0.1:0", &address)).unwrap();
    let config = town.config();
    let api = town.api_url();
    let ran = dutybell(
        &["run", "--config", config.to_str().unwrap()],
        &[("TELOXIDE_API_URL", &api), ("TELOXIDE_TOKEN", TOKEN)],
    )
    .await;
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains(&address), "{}", ran.err);
    assert!(
        ran.err.contains("stop it, or choose another port"),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn the_program_asks_itself_how_it_is() {
    let mut town = Town::with(Plan::calm().http()).await;
    town.settles().await;
    town.bot().http().await;
    let ran = town.runs(&["health"]).await;
    assert_eq!((ran.code, ran.out.as_str()), (0, "alive\n"), "{}", ran.err);
    let ran = town.runs(&["health", "--ready"]).await;
    assert_eq!((ran.code, ran.out.as_str()), (0, "ready\n"), "{}", ran.err);
    // The running bot goes on by the old file, and is well.
    let text = std::fs::read_to_string(town.config()).unwrap();
    let broken = format!("{text}\nnonsense = [\n");
    std::fs::write(town.config(), broken).unwrap();
    let ran = town.runs(&["health"]).await;
    assert_eq!((ran.code, ran.out.as_str()), (0, "alive\n"), "{}", ran.err);
    town.kill().await;
    let ran = town.runs(&["health"]).await;
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("does not answer"), "{}", ran.err);
    std::fs::write(town.config(), text).unwrap();
    town.wake();
    town.bot().http().await;
    town.stop().await;
    let ran = town.runs(&["health"]).await;
    assert_eq!(ran.code, 1, "nobody listens at port 0: {}", ran.err);
    town.configure(&Plan::calm());
    let ran = town.runs(&["health"]).await;
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("has no [http]"), "{}", ran.err);
}

#[tokio::test]
async fn logs_may_be_json() {
    let town = Town::asleep(Plan::calm()).await;
    let config = town.config();
    let api = town.api_url();
    let run = ["run", "--config", config.to_str().unwrap()];
    let wrong = "7000000001:wrong";
    let down = town.fault(Fault::Down, Scope::times(1));
    let ran = dutybell(
        &run,
        &[
            ("TELOXIDE_API_URL", &api),
            ("TELOXIDE_TOKEN", wrong),
            ("DUTYBELL_LOG_FORMAT", "yaml"),
        ],
    )
    .await;
    assert!(
        ran.err.contains("neither \"json\" nor \"text\""),
        "{}",
        ran.err
    );
    town.telegram(|telegram, now| telegram.lift(down, now));
    // It logs that it waits, and is then refused.
    let other = "http://127.0.0.1:1";
    let bot = tokio::process::Command::new(env!("CARGO_BIN_EXE_dutybell"))
        .args(run)
        .env("TELOXIDE_API_URL", other)
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("DUTYBELL_LOG_FORMAT", "json")
        .env_remove("DUTYBELL_LOG")
        .stderr(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut bot = bot.unwrap();
    use tokio::io::AsyncBufReadExt as _;
    let mut lines = tokio::io::BufReader::new(bot.stderr.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["message"], "Telegram can't be asked yet");
    assert_eq!(line["level"], "WARN");
    assert!(line["error"].is_string(), "{line}");
    bot.kill().await.unwrap();
}
