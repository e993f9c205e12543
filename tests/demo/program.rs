//! `dutybell demo` as a process, seen from outside: by its page's address, what it writes, and how
//! it ends.
//!
//! Nothing here sleeps: the events of the page say when to look again, and the end of standard
//! error says that the demo and its bot, who share it, are both gone.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Longer than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) const GROUP: i64 = -1_001_000_000_001;
pub(crate) const LI: i64 = 1001;
/// The commander.
pub(crate) const ZHAO: i64 = 1002;

/// Of the office, and of the west side.
pub(crate) const CHEN: i64 = 1004;

/// A running demo.
pub(crate) struct Demo {
    child: Child,
    url: String,
    pub(crate) says: String,
    errors: JoinHandle<String>,
    http: reqwest::Client,
}

pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dutybell"));
    command
        .args(["demo", "--data"])
        .arg(folder)
        .env_remove("DUTYBELL_LOG")
        // Whoever runs the tests may speak any language.
        .envs(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| (name, "")))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

impl Demo {
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[]).await
    }

    pub(crate) async fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = command(folder);
        command.args(arguments);
        Self::start_by(command).await
    }

    pub(crate) async fn start_by(mut command: Command) -> Self {
        command.args(["--listen", "127.0.0.1:0"]);
        let mut child = command.spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let errors = tokio::spawn(async move {
            let mut text = String::new();
            errors.read_to_string(&mut text).await.unwrap();
            text
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = async || timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap();
        let Some(first) = line().await else {
            panic!("the demo does not start: {}", errors.await.unwrap());
        };
        let (_, url) = first.split_once("http://").expect("an address");
        let url = format!("http://{}", url.trim());
        let says = line().await.unwrap_or_default();
        Self {
            child,
            url,
            says,
            errors,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Posts to the control interface.
    pub(crate) async fn act(&self, act: &str, body: Value) -> Value {
        let url = format!("{}sandbox/{act}", self.url);
        let posting = async {
            let answer = self.http.post(url).json(&body).send().await.unwrap();
            let status = answer.status();
            (status, answer.json::<Value>().await.unwrap())
        };
        let (status, answer) = timeout(PATIENCE, posting).await.unwrap();
        assert!(status.is_success(), "{act} {body}: {answer}");
        answer
    }

    pub(crate) async fn says(&self, person: i64, chat: i64, text: &str) {
        let said = json!({ "person": person, "chat": chat, "text": text });
        self.act("say", said).await;
    }

    pub(crate) async fn state(&self) -> State {
        let url = format!("{}sandbox/state", self.url);
        let getting = async { self.http.get(url).send().await?.json().await };
        State(timeout(PATIENCE, getting).await.unwrap().unwrap())
    }

    /// Looks after everything that happens, until what is looked for is there.
    pub(crate) async fn until<T>(&self, what: &str, look: impl Fn(&State) -> Option<T>) -> T {
        let url = format!("{}sandbox/events", self.url);
        let looking = async {
            let mut events = self.http.get(url).send().await.unwrap();
            loop {
                if let Some(found) = look(&self.state().await) {
                    return found;
                }
                events.chunk().await.unwrap().expect("the events end");
            }
        };
        match timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(_) => panic!("no {what}:\n{}", self.state().await.told()),
        }
    }

    /// An entry of the duty log by its kind, the first being number 0, as soon as it is told.
    pub(crate) async fn duty(&self, kind: &str, number: usize) -> Value {
        self.logged("duty", kind, number).await
    }

    /// The same of any log.
    pub(crate) async fn logged(&self, log: &str, kind: &str, number: usize) -> Value {
        let url = format!("{}sandbox/events", self.url);
        let looking = async {
            let mut events = self.http.get(url).send().await.unwrap();
            loop {
                let told = self.told().await;
                let of_kind = |it: &&Value| it["number"] == log && it["kind"] == kind;
                if let Some(found) = told.iter().filter(of_kind).nth(number) {
                    return found.clone();
                }
                events.chunk().await.unwrap().expect("the events end");
            }
        };
        match timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(_) => panic!("no {log} {kind} {number}:\n{:#?}", self.told().await),
        }
    }

    /// All that the bot has told of its record.
    pub(crate) async fn told(&self) -> Vec<Value> {
        let url = format!("{}sandbox/feed", self.url);
        let getting = async { self.http.get(url).send().await?.json().await };
        let feed: Value = timeout(PATIENCE, getting).await.unwrap().unwrap();
        let lines = feed["lines"].as_array().unwrap().iter();
        lines.map(|line| line["told"].clone()).collect()
    }

    /// Presses the newest button with this label, as soon as it is there.
    pub(crate) async fn presses(&self, person: i64, chat: i64, label: &str) {
        let (message, data) = self.until(label, |state| state.button(chat, label)).await;
        let press = json!({ "person": person, "chat": chat, "message": message, "data": data });
        self.act("press", press).await;
    }

    pub(crate) async fn bot(&self) -> u64 {
        self.until("bot", State::bot).await
    }

    /// Ends it with no chance to say anything; what it and its bot had written to standard error,
    /// after both are gone.
    pub(crate) async fn dies(mut self) -> String {
        self.child.kill().await.unwrap();
        timeout(PATIENCE, self.errors).await.unwrap().unwrap()
    }

    /// Ends it with a signal as by Ctrl-C or a service manager; returns after the bot is gone too.
    pub(crate) async fn stops(mut self, signal: &str, within: Duration) -> (ExitStatus, String) {
        let id = self.child.id().unwrap();
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{signal} {id}")])
            .status();
        assert!(sent.await.unwrap().success());
        let ending = async {
            let status = self.child.wait().await.unwrap();
            (status, self.errors.await.unwrap())
        };
        timeout(within, ending).await.expect("it ends in time")
    }
}

/// `/sandbox/state`
pub(crate) struct State(pub(crate) Value);

impl State {
    pub(crate) fn bot(&self) -> Option<u64> {
        self.0["program"]["bot"]["pid"].as_u64()
    }

    pub(crate) fn messages(&self, chat: i64) -> &[Value] {
        let chats = self.0["chats"].as_array().unwrap();
        let chat = chats.iter().find(|it| it["id"] == chat).unwrap();
        chat["messages"].as_array().unwrap()
    }

    /// All that was said, a line each.
    fn told(&self) -> String {
        let chats = self.0["chats"].as_array().unwrap();
        let lines = chats.iter().flat_map(|chat| {
            let messages = chat["messages"].as_array().unwrap();
            messages.iter().map(|it| {
                let buttons: Vec<_> = labels(it).collect();
                format!("{} {} {} {buttons:?}\n", chat["id"], it["id"], it["text"])
            })
        });
        lines.collect()
    }

    /// The newest message that holds this text.
    pub(crate) fn message(&self, chat: i64, text: &str) -> Option<&Value> {
        let mut newest = self.messages(chat).iter().rev();
        newest.find(|it| it["text"].as_str().is_some_and(|it| it.contains(text)))
    }

    /// Message and data of the newest button with this label.
    pub(crate) fn button(&self, chat: i64, label: &str) -> Option<(i64, String)> {
        self.messages(chat).iter().rev().find_map(|message| {
            let mut buttons = message["buttons"]
                .as_array()?
                .iter()
                .flat_map(|row| row.as_array());
            let button =
                buttons.find_map(|row| row.iter().find(|button| button["text"] == label))?;
            Some((message["id"].as_i64()?, button["data"].as_str()?.to_owned()))
        })
    }
}

fn labels(message: &Value) -> impl Iterator<Item = &str> {
    let rows = message["buttons"].as_array().into_iter().flatten();
    rows.flat_map(|row| row.as_array().into_iter().flatten())
        .filter_map(|button| button["text"].as_str())
}
