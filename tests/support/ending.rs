//! The end of a test: nothing left over, nothing broken, and what was stored.

use dutybell_core::ids::TelegramChat;
use dutybell_sandbox::model::{Heard, Telegram};
use serde_json::Value;

use super::chat::posted;
use super::{Place as _, Ran, Town, dutybell, look};

/// One answer may start what another one waits for; what a test leaves over is no longer chain.
const LINKS: usize = 3;

/// Asks who he is, again and again.
const ECHO: &str = "echo";

impl Town {
    /// Every message of the bot was seen, and no more is on its way.
    pub(crate) async fn expect_nothing_else(&mut self) {
        self.settles().await;
        self.fail_on_what_is_left();
        self.telegram(|telegram, _| {
            // The poll that brought the last echo has confirmed all before it.
            assert!(telegram.updates().len() <= 1, "{:?}", telegram.updates());
        });
    }

    /// What was sent has arrived, and the bot has it in its store that it has.
    pub(crate) async fn settles(&mut self) {
        for _ in 0..LINKS {
            self.echoes().await;
        }
    }

    /// The bot is through with what came before: it answers somebody who asks after it.
    pub(crate) async fn echoes(&mut self) {
        let asked = self.says(ECHO, ECHO, "/whoami");
        self.until("an echo", |telegram| {
            let mut answers = posted(telegram)
                .filter(|(chat, _)| *chat == ECHO.chat())
                .filter_map(|(_, view)| view.reply_to.as_ref());
            answers.find(|quoted| quoted.id == asked).map(|_| ())
        })
        .await;
    }

    fn fail_on_what_is_left(&self) {
        let left: Vec<String> = self.telegram(|telegram, _| {
            posted(telegram)
                .filter(|(chat, view)| !self.seen.contains(&(*chat, view.id)))
                .filter(|(chat, _)| *chat != ECHO.chat())
                .filter(|(chat, view)| !self.may_be_a_copy(telegram, *chat, &view.text))
                .map(|(chat, view)| format!("in {chat}: {}", look(view)))
                .collect()
        });
        if !left.is_empty() {
            self.fail(&format!("nobody expected\n{}", left.join("\n")));
        }
    }

    /// A death between sending and recording may add one copy of a message (SPEC, promise 2).
    fn may_be_a_copy(&self, telegram: &Telegram, chat: TelegramChat, text: &str) -> bool {
        let copies = posted(telegram)
            .filter(|(at, view)| *at == chat && view.text == text)
            .map(|(_, view)| self.seen.contains(&(chat, view.id)));
        let (seen, left): (Vec<bool>, Vec<bool>) = copies.partition(|seen| *seen);
        !seen.is_empty() && left.len() <= self.deaths
    }

    /// Nothing else comes, the bot stops cleanly, its record holds: the incidents as exported.
    pub(crate) async fn end(&mut self) -> Vec<Value> {
        self.expect_nothing_else().await;
        self.stop().await;
        self.fail_on_what_is_left();
        self.fail_on_bad_manners();
        let verified = self.runs(&["verify"]).await;
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
        self.export().await
    }

    /// Telegram had nothing to complain about.
    fn fail_on_bad_manners(&self) {
        self.telegram(|telegram, _| {
            assert_eq!(telegram.violations(), [], "limits of Telegram");
            let open: Vec<_> = telegram.open_presses().collect();
            assert!(open.is_empty(), "presses without an answer: {open:?}");
            for call in telegram.calls_since(0) {
                if let Heard::Error {
                    code: 400 | 404,
                    description,
                    ..
                } = &call.answer
                {
                    let provoked = self
                        .refusals
                        .iter()
                        .chain(self.repeated())
                        .any(|words| description.contains(words));
                    assert!(provoked, "Telegram refused: {call:?}");
                }
            }
        });
    }

    /// What a repeated change, or a press answered once more, is refused with.
    fn repeated(&self) -> &[&'static str] {
        if self.deaths > 0 {
            &["message is not modified", "query is too old"]
        } else {
            &[]
        }
    }

    /// A command of the program on this town's configuration.
    pub(crate) async fn runs(&self, arguments: &[&str]) -> Ran {
        let config = self.config();
        let config = ["--config", config.to_str().unwrap()];
        dutybell(&[arguments, &config].concat(), &[]).await
    }

    /// `dutybell export incidents`, line by line; stops the bot if it runs.
    pub(crate) async fn export(&mut self) -> Vec<Value> {
        if self.bot.is_some() {
            self.stop().await;
        }
        let out = self.home.path().join("incidents.jsonl");
        let to = out.to_str().unwrap();
        let ran = self
            .runs(&["export", "incidents", "--format", "jsonl", "--out", to])
            .await;
        assert_eq!(ran.code, 0, "{}", ran.err);
        let lines = std::fs::read_to_string(out).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Kinds of the timeline of an exported incident, but for the deliveries: when the news of one
/// comes in is chance.
pub(crate) fn kinds(incident: &Value) -> Vec<&str> {
    let entries = incident["timeline"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["kind"].as_str().unwrap())
        .filter(|kind| *kind != "delivered")
        .collect()
}

/// How many entries of a kind an exported incident has.
pub(crate) fn entries(incident: &Value, kind: &str) -> usize {
    let entries = incident["timeline"].as_array().unwrap().iter();
    entries.filter(|entry| entry["kind"] == kind).count()
}
