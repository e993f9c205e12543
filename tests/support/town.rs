//! The town as a whole: its Telegram, its bot, its files.

use std::path::PathBuf;
use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_core::pace::Pace;
use dutybell_core::time::At;
use dutybell_sandbox::Sandbox;
use dutybell_sandbox::model::{Call, Fault, FaultId, Heard, MessageView, Scope, Telegram};
use tempfile::TempDir;

use super::plan::now;
use super::{Bot, PATIENCE, Plan, TOKEN, look};

/// A town. The bot is killed with it.
pub(crate) struct Town {
    pub(super) sandbox: Sandbox,
    pub(super) bot: Option<Bot>,
    pub(super) seen: Vec<(TelegramChat, MessageId)>,
    /// Refusals of Telegram that a test provokes, by their words.
    pub(super) refusals: Vec<&'static str>,
    /// How often the bot was killed.
    pub(super) deaths: usize,
    /// How the bot's time runs; `None`: as it does.
    pub(super) pace: Option<Pace>,
    pub(super) home: TempDir,
}

impl Town {
    /// The calm town with its bot running.
    pub(crate) async fn begin() -> Self {
        Self::with(Plan::calm()).await
    }

    /// A town after this plan with its bot running.
    pub(crate) async fn with(plan: Plan) -> Self {
        let mut town = Self::asleep(plan).await;
        town.wake();
        town
    }

    /// A town whose bot does not run yet.
    pub(crate) async fn asleep(plan: Plan) -> Self {
        let home = home();
        std::fs::write(home.path().join("dutybell.toml"), plan.configuration()).unwrap();
        Self {
            sandbox: Sandbox::start(plan.setup()).await.unwrap(),
            bot: None,
            seen: Vec::new(),
            refusals: Vec::new(),
            deaths: 0,
            pace: None,
            home,
        }
    }

    /// Its Telegram, running.
    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// The configuration file.
    pub(crate) fn config(&self) -> PathBuf {
        self.home.path().join("dutybell.toml")
    }

    /// The store's directory.
    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Writes the configuration anew.
    pub(crate) fn configure(&self, plan: &Plan) {
        std::fs::write(self.config(), plan.configuration()).unwrap();
    }

    /// Starts the bot.
    pub(crate) fn wake(&mut self) {
        assert!(self.bot.is_none(), "the bot runs already");
        let (config, url) = (self.config(), self.sandbox.api_url());
        self.bot = Some(Bot::start_at(&config, &url, TOKEN, self.pace));
    }

    /// From its next start on the bot's time is so far ahead, and runs so many times as fast.
    pub(crate) fn time_runs(&mut self, ahead: Duration, factor: u32) {
        let real = now();
        self.pace = Some(Pace {
            real,
            shown: real.plus(ahead),
            factor,
        });
    }

    /// Starts the bot with a clock that shows this instant.
    pub(crate) fn wake_at(&mut self, shown: At) {
        let real = now();
        self.pace = Some(Pace {
            real,
            shown,
            factor: 1,
        });
        self.wake();
    }

    /// Starts the bot with another token in its environment.
    pub(crate) fn wake_with_token(&mut self, token: &str) {
        assert!(self.bot.is_none(), "the bot runs already");
        self.bot = Some(Bot::start(&self.config(), &self.sandbox.api_url(), token));
    }

    /// Starts the bot with nothing in its environment but the token.
    pub(crate) fn wake_by_configuration(&mut self) {
        assert!(self.bot.is_none(), "the bot runs already");
        self.bot = Some(Bot::start(&self.config(), "", TOKEN));
    }

    /// Asks the running bot's web server.
    pub(crate) async fn get(&mut self, path: &str) -> (u16, String) {
        let address = self.bot().http().await;
        let answer = reqwest::get(format!("http://{address}{path}"))
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// SIGINT; it must end well and in time.
    pub(crate) async fn interrupt(&mut self) {
        let status = self.bot.take().expect("a bot runs").signal("-INT").await;
        assert_eq!(status.code(), Some(0), "a clean stop");
    }

    /// Goes on acting until the bot ends by itself: its exit code and its last words.
    pub(crate) async fn ends_while(
        &mut self,
        mut act: impl FnMut(&Self, usize),
    ) -> (Option<i32>, String) {
        let mut bot = self.bot.take().expect("a bot runs");
        self.deaths += 1;
        for round in 1.. {
            let before = self.telegram(|telegram, _| telegram.updates().confirmed());
            act(self, round);
            let taken = self.sandbox.until(
                |telegram| (telegram.updates().confirmed() > before).then_some(()),
                PATIENCE,
            );
            tokio::select! {
                taken = taken => assert!(taken.is_ok(), "neither an end nor an answer"),
                status = bot.ended() => {
                    bot.read_to_end().await;
                    return (status.code(), bot.log());
                }
            }
        }
        unreachable!("there is always another round")
    }

    /// SIGKILL.
    pub(crate) async fn kill(&mut self) {
        self.bot.take().expect("a bot runs").kill().await;
        self.deaths += 1;
    }

    /// SIGKILL and a new start.
    pub(crate) async fn restart(&mut self) {
        self.kill().await;
        self.wake();
    }

    /// SIGTERM; it must end well and in time.
    pub(crate) async fn stop(&mut self) {
        let status = self.bot.take().expect("a bot runs").stop().await;
        assert_eq!(status.code(), Some(0), "a clean stop");
    }

    /// The running bot.
    pub(crate) fn bot(&mut self) -> &mut Bot {
        self.bot.as_mut().expect("a bot runs")
    }

    /// Acts on the Telegram, or looks at it.
    pub(crate) fn telegram<T>(&self, act: impl FnOnce(&mut Telegram, At) -> T) -> T {
        self.sandbox.with(act)
    }

    /// Where the Telegram listens.
    pub(crate) fn api_url(&self) -> String {
        self.sandbox.api_url()
    }

    /// The same as an address.
    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.sandbox.address()
    }

    /// Waits for something; the bot must live meanwhile, where it runs.
    pub(crate) async fn until<T>(
        &mut self,
        what: &str,
        look: impl FnMut(&Telegram) -> Option<T>,
    ) -> T {
        let waits = self.sandbox.until(look, PATIENCE);
        let found = match &mut self.bot {
            Some(bot) => {
                tokio::select! {
                    found = waits => found.ok(),
                    status = bot.ended() => {
                        panic!("the bot ended ({status}) before {what}:\n{}", bot.log())
                    }
                }
            }
            None => waits.await.ok(),
        };
        found.unwrap_or_else(|| self.fail(&format!("missing: {what}")))
    }

    /// Fails the test and shows the chats.
    pub(super) fn fail(&self, why: &str) -> ! {
        let chats = self.telegram(|telegram, _| chats(telegram));
        let log = self.bot.as_ref().map(Bot::log).unwrap_or_default();
        panic!(
            "{}\n\n{}\nthe bot's log:\n{log}",
            narrow(why),
            narrow(&chats)
        );
    }

    /// Something goes wrong from now on.
    pub(crate) fn fault(&self, fault: Fault, scope: Scope) -> FaultId {
        self.telegram(|telegram, now| telegram.inject(fault, scope, now))
    }

    /// It goes right again.
    pub(crate) fn mend(&self, fault: FaultId) {
        assert!(self.telegram(|telegram, now| telegram.lift(fault, now)));
    }

    /// Waits until so many calls were hit by a fault.
    pub(crate) async fn hits(&mut self, fault: FaultId, hits: u32) {
        self.until(&format!("{hits} failed calls"), |telegram| {
            let mut faults = telegram.faults().iter();
            faults.find(|active| active.id == fault && active.hits >= hits)?;
            Some(())
        })
        .await;
    }

    /// Waits for a call that Telegram saw and answered so.
    pub(crate) async fn call(&mut self, what: &str, is: impl Fn(&Call) -> bool) -> Call {
        self.until(what, |telegram| {
            telegram.calls_since(0).find(|call| is(call)).cloned()
        })
        .await
    }

    /// Waits until Telegram refused a call with these words, which the test provokes.
    pub(crate) async fn refused(&mut self, words: &'static str) {
        self.refusals.push(words);
        self.call(&format!("a refusal with “{words}”"), |call| {
            matches!(&call.answer, Heard::Error { description, .. } if description.contains(words))
        })
        .await;
    }
}

/// A folder of its own; in memory where there is such a place, since no power is cut here and a
/// disk that others keep busy would only make everybody wait.
fn home() -> TempDir {
    const IN_MEMORY: &str = "/dev/shm";
    tempfile::tempdir_in(IN_MEMORY)
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// Lines as short as a reader wants them.
fn narrow(text: &str) -> String {
    const COLUMNS: usize = 160;
    let lines = text
        .lines()
        .map(|line| dutybell_core::render::shorten(line, COLUMNS));
    lines.collect::<Vec<_>>().join("\n")
}

/// All chats as their people see them, for whoever reads a failure.
fn chats(telegram: &Telegram) -> String {
    let mut text = String::new();
    for chat in telegram.chats().filter(|chat| !chat.messages.is_empty()) {
        let name = telegram.people().find(|person| person.id.0 == chat.id.0);
        let name = name.map_or(chat.title.clone(), |person| person.name.clone());
        text.push_str(&format!("== {name} ({})\n", chat.id));
        for message in chat.messages.values() {
            let view = MessageView::of(message, chat);
            let from = match view.from {
                Some(user) => user.to_string(),
                None => "bot".to_owned(),
            };
            text.push_str(&format!("[{} {from}] {}\n", view.id, look(&view)));
        }
    }
    text
}
