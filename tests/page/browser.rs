//! Chromium without a window, by the WebDriver protocol of its driver.
//!
//! Every command has a time limit, and waiting is done in the page: it looks again whenever
//! something in it changed.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const CHROMIUM: &str = "/usr/bin/chromium";
const DRIVER: &str = "/usr/bin/chromedriver";
/// A command that takes longer is stuck: a cold browser on a busy machine takes a third of it.
const LIMIT: Duration = Duration::from_secs(60);
/// What the page is waited for, in milliseconds; shorter than [`LIMIT`], so that its own words
/// are heard.
const PATIENCE: u32 = 40_000;

/// The driver takes a free port of IPv6 and wants the same one of IPv4: beside many servers of other tests
/// somebody may have that, and it ends.
const MOST_STARTS: u32 = 5;

/// Elements that may be drawn anew just when they are clicked.
const MOST_MISSED: u32 = 20;

/// Looks for something again after each change; `null`, `false` and errors are not it.
const WAIT: &str = "
    const [look, done] = arguments;
    const found = new Function(look);
    const watcher = new MutationObserver(attempt);
    function attempt() {
      const it = found();
      if (!it) return;
      watcher.disconnect();
      done(it);
    }
    watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    attempt();
";

/// axe-core, see the note beside it.
const AXE: &str = include_str!("axe/axe.min.js");

const BARRIERS: &str = "
    const [done] = arguments;
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
      ({ violations }) => done(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))),
      (error) => done([String(error)]),
    );
";

/// A driver that listens, and its port; `Err` is what it said before it ended.
async fn driver() -> Result<(Child, String), String> {
    let mut driver = Command::new(DRIVER)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let listening = async {
        let mut said = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, port)) = line.split_once("successfully on port ") {
                return Ok(port.trim_end_matches('.').to_owned());
            }
            said = line;
        }
        Err(said)
    };
    let port = timeout(LIMIT, listening)
        .await
        .expect("the driver starts")?;
    Ok((driver, port))
}

/// A browser with one page.
pub(crate) struct Browser {
    _driver: Child,
    _profile: TempDir,
    session: String,
    http: reqwest::Client,
}

impl Browser {
    /// Whether there is one; says so if not, unless it is required.
    pub(crate) fn is_there() -> bool {
        let missing = [CHROMIUM, DRIVER]
            .into_iter()
            .find(|program| !std::path::Path::new(program).exists());
        let Some(missing) = missing else {
            return true;
        };
        let required = std::env::var("DUTYBELL_REQUIRE_CHROMIUM").is_ok_and(|it| it == "1");
        assert!(!required, "{missing} is missing");
        println!("skipped: {missing} is missing");
        false
    }

    pub(crate) async fn start() -> Self {
        let mut tries = 0;
        let (driver, port) = loop {
            match driver().await {
                Ok(started) => break started,
                Err(said) => {
                    tries += 1;
                    assert!(tries < MOST_STARTS, "the driver does not start: {said}");
                }
            }
        };
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            _driver: driver,
            session: format!("http://127.0.0.1:{port}/session"),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            _profile: profile,
        };
        let folder = browser._profile.path().display();
        let options = json!({
            "binary": CHROMIUM,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-proxy-server",
                format!("--user-data-dir={folder}"),
            ],
        });
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": PATIENCE, "pageLoad": PATIENCE },
        });
        let session = browser
            .ask("", json!({ "capabilities": { "alwaysMatch": wanted } }))
            .await;
        browser.session = format!(
            "{}/{}",
            browser.session,
            session["sessionId"].as_str().unwrap()
        );
        browser
    }

    async fn ask(&self, command: &str, body: Value) -> Value {
        match self.try_to(command, body).await {
            Ok(value) => value,
            Err(why) => panic!("{command}: {why}"),
        }
    }

    async fn try_to(&self, command: &str, body: Value) -> Result<Value, Value> {
        let url = format!("{}{command}", self.session);
        let asking = async {
            let answer = self.http.post(url).json(&body).send().await.unwrap();
            let status = answer.status();
            (status, answer.json::<Value>().await.unwrap())
        };
        let (status, mut answer) = timeout(LIMIT, asking).await.expect(command);
        let value = answer["value"].take();
        if status.is_success() {
            Ok(value)
        } else {
            Err(value)
        }
    }

    /// Opens an address on a screen of this size.
    pub(crate) async fn open(&self, url: &str, (width, height): (u32, u32)) {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": screen });
        self.ask("/goog/cdp/execute", command).await;
        self.ask("/url", json!({ "url": url })).await;
    }

    /// The window that is looked at.
    pub(crate) async fn window(&self) -> String {
        let url = format!("{}/window", self.session);
        let asking = async { self.http.get(url).send().await?.json::<Value>().await };
        let answer = timeout(LIMIT, asking).await.expect("window").unwrap();
        answer["value"].as_str().unwrap().to_owned()
    }

    /// Another window of the same browser, which is looked at from now on.
    pub(crate) async fn another_window(&self) -> String {
        let window = self.ask("/window/new", json!({ "type": "window" })).await;
        let window = window["handle"].as_str().unwrap().to_owned();
        self.looks_at(&window).await;
        window
    }

    /// Looks at this window from now on.
    pub(crate) async fn looks_at(&self, window: &str) {
        self.ask("/window", json!({ "handle": window })).await;
    }

    /// The system's colours are `light` or `dark` from now on.
    pub(crate) async fn prefers(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let params = json!({ "features": features });
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": params });
        self.ask("/goog/cdp/execute", command).await;
        let dressed = format!("matchMedia('(prefers-color-scheme: {scheme})').matches");
        assert_eq!(self.value(&dressed).await, true, "{scheme}");
    }

    /// What an expression is worth.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression};");
        self.ask("/execute/sync", json!({ "script": script, "args": [] }))
            .await
    }

    /// Waits until an expression is worth something.
    pub(crate) async fn wait(&self, expression: &str) -> Value {
        let look = format!("return {expression};");
        self.ask("/execute/async", json!({ "script": WAIT, "args": [look] }))
            .await
    }

    /// Clicks what an expression names, as soon as it is there.
    pub(crate) async fn click(&self, expression: &str) {
        for _ in 0..MOST_MISSED {
            let element = self.element(expression).await;
            let click = format!("/element/{element}/click");
            match self.try_to(&click, json!({})).await {
                Ok(_) => return,
                // The page drew another one in between.
                Err(why) if why["error"] == "stale element reference" => {}
                Err(why) => panic!("{expression}: {why}"),
            }
        }
        panic!("{expression} is drawn again and again");
    }

    /// Types into what an expression names.
    pub(crate) async fn types(&self, expression: &str, text: &str) {
        let element = self.element(expression).await;
        let typed = json!({ "text": text });
        self.ask(&format!("/element/{element}/value"), typed).await;
    }

    async fn element(&self, expression: &str) -> String {
        let element = self.wait(expression).await;
        let (_, id) = element.as_object().and_then(|it| it.iter().next()).unwrap();
        id.as_str().unwrap().to_owned()
    }

    /// Presses a key of the keyboard where the focus is; named as WebDriver names it.
    pub(crate) async fn presses(&self, key: char) {
        let strokes = json!([
            { "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }
        ]);
        let source = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.ask("/actions", json!({ "actions": [source] })).await;
    }

    /// Loads the page anew.
    pub(crate) async fn reload(&self) {
        self.ask("/refresh", json!({})).await;
    }

    /// Takes the page's line away, or gives it back.
    pub(crate) async fn offline(&self, offline: bool) {
        let line = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
        });
        let command = json!({ "cmd": "Network.emulateNetworkConditions", "params": line });
        self.ask(
            "/goog/cdp/execute",
            json!({ "cmd": "Network.enable", "params": {} }),
        )
        .await;
        self.ask("/goog/cdp/execute", command).await;
    }

    /// What axe-core finds against the accessibility of what is shown now, a line each.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        self.ask("/execute/sync", json!({ "script": AXE, "args": [] }))
            .await;
        let found = self
            .ask("/execute/async", json!({ "script": BARRIERS, "args": [] }))
            .await;
        let lines = found.as_array().unwrap().iter();
        lines
            .map(|line| line.as_str().unwrap().to_owned())
            .collect()
    }

    /// Errors on the console since the last look.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.ask("/se/log", json!({ "type": "browser" })).await;
        let severe = log.as_array().unwrap().iter();
        severe
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| line["message"].to_string())
            .collect()
    }

    /// Closes the browser; without this it would outlive its driver.
    pub(crate) async fn close(&self) {
        let closing = self.http.delete(&self.session).send();
        let _ = timeout(LIMIT, closing).await;
    }
}
