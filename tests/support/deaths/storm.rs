//! Lives, deaths, and the quiet after them.

use std::time::Duration;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_sandbox::model::{MessageView, Telegram};

use super::plan::{Act, Life, Moment};
use super::reckoning;
use crate::support::{GROUP, PATIENCE, Place as _, Town, user};

/// Once all is done, so long is waited for a call that may never come.
const IDLE: Duration = Duration::from_millis(25);

/// On a busy machine no moment is waited for longer.
const LATEST: Duration = Duration::from_secs(2);

/// A report that was sent to Telegram.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) by: TelegramUser,
    pub(super) chat: TelegramChat,
    pub(super) text: String,
}

/// A button that was pressed.
#[derive(Debug)]
pub(super) struct Pressed {
    pub(super) who: &'static str,
    pub(super) label: &'static str,
    /// The incident whose message it was.
    pub(super) number: u64,
    /// Names the press.
    pub(super) id: String,
}

/// The town in the storm.
pub(crate) struct Storm {
    pub(super) town: Town,
    pub(super) reports: Vec<Said>,
    pub(super) presses: Vec<Pressed>,
    /// The place of each death among all that happened in Telegram.
    pub(super) deaths: Vec<u64>,
    born: u64,
    /// Lives in which Telegram heard more than who the bot is.
    spoke: usize,
}

impl Storm {
    /// Before it: the bot does not run yet.
    pub(crate) fn begin(town: Town) -> Self {
        Self {
            town,
            reports: Vec::new(),
            presses: Vec::new(),
            deaths: Vec::new(),
            born: 0,
            spoke: 0,
        }
    }

    /// Wakes the bot and lets people act, up to the moment of its death.
    pub(crate) async fn live(&mut self, life: &Life) {
        for act in &life.before {
            self.act(act);
        }
        self.born = self.town.telegram(|telegram, _| telegram.seq());
        self.town.wake();
        for (calls, act) in &life.during {
            self.hears(*calls).await;
            self.act(act);
        }
        self.comes(life.death).await;
    }

    /// SIGKILL.
    pub(crate) async fn dies(&mut self) {
        self.town.kill().await;
        let born = self.born;
        let (seq, calls) = self
            .town
            .telegram(|telegram, _| (telegram.seq(), telegram.calls_since(born).count()));
        self.deaths.push(seq);
        self.spoke += usize::from(calls > 1);
    }

    /// Wakes the bot for good, waits until all is quiet, and looks at what is left.
    pub(crate) async fn end(mut self) {
        self.town.wake();
        self.quiet().await;
        self.town.stop().await;
        let stopped = self.town.telegram(|telegram, _| telegram.seq());
        self.town.wake();
        self.town.echoes().await;
        self.town.stop().await;
        self.nothing_came_after(stopped);
        let verified = self.town.runs(&["verify"]).await;
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
        let stored = self.town.export().await;
        let (deaths, spoke) = (self.deaths.len(), self.spoke);
        println!(
            "{} reports, {} presses, {deaths} deaths, {spoke} of them while the bot spoke",
            self.reports.len(),
            self.presses.len()
        );
        assert!(spoke * 4 >= deaths, "most died before they did anything");
        let doubled = reckoning::all(&self, &stored);
        println!("{doubled} messages came twice");
    }

    /// The updates are confirmed, the presses answered, each report is on a card in the group, and
    /// the bot is through with what it has to send.
    async fn quiet(&mut self) {
        let texts: Vec<String> = self
            .reports
            .iter()
            .map(|said| format!("«{}»", said.text))
            .collect();
        let settled = self.town.until("all is settled", |telegram| {
            let shown: String = posted(telegram)
                .filter(|(_, chat, _)| *chat == GROUP)
                .map(|(_, _, view)| view.text.as_str())
                .collect();
            let confirmed = telegram.updates().is_empty();
            let is_settled = confirmed
                && all_answered(telegram)
                && texts.iter().all(|text| shown.contains(text));
            is_settled.then_some(())
        });
        // Where it does not come to that the reckoning says what is missing.
        let _ = tokio::time::timeout(PATIENCE / 2, settled).await;
        // What still waits in the group goes out one after the other between the echoes.
        let mut unchanged = 0;
        let mut before = self.said_so_far();
        while unchanged < 3 {
            self.town.echoes().await;
            let now = self.said_so_far();
            unchanged = if now == before { unchanged + 1 } else { 0 };
            before = now;
        }
    }

    /// The last message that is no echo.
    fn said_so_far(&self) -> Option<u64> {
        self.town.telegram(|telegram, _| {
            posted(telegram)
                .filter(|(_, chat, _)| *chat != user("echo").private_chat())
                .map(|(seq, _, _)| seq)
                .last()
        })
    }

    /// What was stopped cleanly while it was quiet has nothing more to say.
    fn nothing_came_after(&self, stopped: u64) {
        self.town.telegram(|telegram, _| {
            assert!(!telegram.transcript_lost(0), "the transcript is too short");
            let late: Vec<_> = posted(telegram)
                .filter(|(seq, chat, _)| *seq > stopped && *chat != user("echo").private_chat())
                .map(|(_, chat, view)| format!("in {chat}: {}", view.text))
                .collect();
            assert!(late.is_empty(), "after a clean stop: {}", late.join("\n"));
        });
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Report {
                who,
                in_group,
                text,
            } => {
                let chat = chat(who, *in_group);
                self.town.says(who, chat, &format!("/report {text}"));
                self.reports.push(Said {
                    by: user(who),
                    chat,
                    text: text.clone(),
                });
            }
            Act::Press {
                who,
                in_group,
                label,
                back,
            } => {
                let chat = chat(who, *in_group);
                let wall = self.town.wall(chat);
                let mut with_button: Vec<_> = wall
                    .iter()
                    .filter_map(|view| Some((view, data(view, label)?, number(&view.text)?)))
                    .collect();
                with_button.reverse();
                with_button.truncate(back + 1);
                // Where there is none yet nobody can press it.
                let Some((view, data, number)) = with_button.pop() else {
                    return;
                };
                let id = self.town.press(user(who), chat, view.id, &data);
                self.presses.push(Pressed {
                    who,
                    label,
                    number,
                    id,
                });
            }
        }
    }

    async fn comes(&mut self, moment: Moment) {
        self.hears(moment.calls).await;
        if !moment.later.is_zero() {
            tokio::time::sleep(moment.later).await;
        }
        for _ in 0..moment.ways {
            tokio::task::yield_now().await;
        }
    }

    /// Waits until Telegram has heard so many calls of this life, or all is done: which moment it
    /// is does not matter to what is tested, only that moments differ.
    async fn hears(&mut self, calls: usize) {
        let born = self.born;
        let heard = move |telegram: &Telegram| telegram.calls_since(born).count() >= calls;
        let done = move |telegram: &Telegram| {
            let told = telegram.updates().is_empty() && telegram.calls_since(born).next().is_some();
            told && all_answered(telegram)
        };
        let moment = async {
            self.town
                .until("a call", |telegram| {
                    (heard(telegram) || done(telegram)).then_some(())
                })
                .await;
            let late = self
                .town
                .until("a call", |telegram| heard(telegram).then_some(()));
            let _ = tokio::time::timeout(IDLE, late).await;
        };
        let _ = tokio::time::timeout(LATEST, moment).await;
    }
}

/// Whether each press has its answer, also where the answer came so late that Telegram refused it.
pub(super) fn all_answered(telegram: &Telegram) -> bool {
    telegram.open_presses().all(|(id, _)| {
        let mut calls = telegram.calls_since(0);
        calls.any(|call| call.params["callback_query_id"] == id.as_str())
    })
}

/// Every new message of the bot with its place among all that happened, oldest first.
pub(super) fn posted(
    telegram: &Telegram,
) -> impl Iterator<Item = (u64, TelegramChat, &MessageView)> {
    telegram
        .transcript_since(0)
        .filter_map(|entry| Some((entry.seq, entry.chat?, entry.posted_by_bot()?)))
}

/// The number behind the last `#` of the first line.
pub(super) fn number(text: &str) -> Option<u64> {
    let (_, after) = text.lines().next()?.rsplit_once('#')?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn chat(who: &str, in_group: bool) -> TelegramChat {
    if in_group { GROUP } else { who.chat() }
}

fn data(view: &MessageView, label: &str) -> Option<String> {
    let mut buttons = view.buttons.iter().flatten();
    let button = buttons.find(|button| button.text == label)?;
    button.data().map(str::to_owned)
}
