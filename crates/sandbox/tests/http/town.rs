//! A sandbox to test against, and a bot's client.

use std::time::Duration;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_sandbox::model::{Group, Limits, Person, Town};
use dutybell_sandbox::{Sandbox, Setup};
use serde_json::{Value, json};

pub(crate) const ZHAO: TelegramUser = TelegramUser(1001);
pub(crate) const TOWN: TelegramChat = TelegramChat(-1_001_000_000_001);
/// Longer than anything here takes, shorter than anybody waits for a test.
pub(crate) const SOON: Duration = Duration::from_secs(10);

pub(crate) async fn sandbox() -> Sandbox {
    with(Setup::default()).await
}

pub(crate) async fn with(setup: Setup) -> Sandbox {
    Sandbox::start(Setup {
        town: Town {
            people: vec![
                Person::new(1001, "Zhao").speaking("en").started(),
                Person::new(1002, "李强").speaking("zh"),
            ],
            groups: vec![Group::new(TOWN.0, "Town", [ZHAO, TelegramUser(1002)])],
            limits: Limits::off(),
            ..Town::default()
        },
        ..setup
    })
    .await
    .unwrap()
}

pub(crate) struct Client {
    http: reqwest::Client,
    api: String,
    root: String,
}

impl Client {
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        let token = sandbox.with(|telegram, _| telegram.bot().token.clone());
        Self {
            http: reqwest::Client::new(),
            api: format!("{}/bot{token}", sandbox.api_url()),
            root: sandbox.api_url(),
        }
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) fn url(&self, method: &str) -> String {
        format!("{}/{method}", self.api)
    }

    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    pub(crate) async fn try_call(
        &self,
        method: &str,
        params: Value,
    ) -> Result<(u16, Value), reqwest::Error> {
        let answer = self
            .http
            .post(self.url(method))
            .json(&params)
            .send()
            .await?;
        let status = answer.status().as_u16();
        Ok((status, answer.json().await?))
    }

    /// The result of a call that works.
    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.try_call(method, params).await.unwrap();
        assert_eq!((status, &body["ok"]), (200, &json!(true)), "{body}");
        body["result"].clone()
    }

    /// Posts to the control interface.
    pub(crate) async fn act(&self, act: &str, params: Value) -> (u16, Value) {
        let url = self.page(&format!("/sandbox/{act}"));
        let answer = self.http.post(url).json(&params).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.http.get(self.page(path)).send().await.unwrap();
        answer.json().await.unwrap()
    }
}
