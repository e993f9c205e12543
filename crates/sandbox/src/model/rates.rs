//! Telegram's limits on sending. Source: Bot API FAQ, "My bot is hitting limits".

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use dutybell_core::ids::TelegramChat;
use dutybell_core::time::At;
use serde::{Deserialize, Serialize};

/// A call that was under way when another one was told to wait could not know it.
const IN_FLIGHT: Duration = Duration::from_millis(500);

/// Violations are counted for ever and kept up to so many.
const KEPT_VIOLATIONS: usize = 1_000;

/// By so much one call takes longer on its way than the next, on a busy machine.
const JITTER_MILLIS: u32 = 12;

/// Where time runs fast, windows are shorter by up to this: the rest still keeps floods out.
const MOST_TOLERANCE_MILLIS: u32 = 900;

fn real_time() -> u32 {
    1
}

/// How much may be sent. `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// In all chats together.
    pub overall_per_second: Option<u32>,
    /// In one chat.
    pub chat_per_second: Option<u32>,
    /// In one group or supergroup.
    pub group_per_minute: Option<u32>,
    /// Milliseconds by which a window is shorter than it should be: calls that left in time may
    /// arrive a little closer together.
    pub tolerance_millis: u32,
    /// Milliseconds within which a getUpdates of the same offset gets one update only.
    pub hasty_poll_millis: Option<u32>,
}

impl Limits {
    /// As Telegram has them.
    pub const fn telegram() -> Self {
        Self {
            overall_per_second: Some(30),
            chat_per_second: Some(1),
            group_per_minute: Some(20),
            tolerance_millis: 100,
            hasty_poll_millis: Some(500),
        }
    }

    /// None at all, for benches.
    pub const fn off() -> Self {
        Self {
            overall_per_second: None,
            chat_per_second: None,
            group_per_minute: None,
            tolerance_millis: 0,
            hasty_poll_millis: None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::telegram()
    }
}

/// Which limit was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Too much in all chats together.
    Overall,
    /// Too much in one chat.
    Chat,
    /// Too much in one group.
    Group,
    /// Sent again before `retry_after` had passed.
    Early,
}

/// A call that broke a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// When.
    pub at: At,
    /// Which method.
    pub method: String,
    /// Where.
    pub chat: Option<TelegramChat>,
    /// Which limit.
    pub rule: Rule,
    /// What the bot was told to wait.
    pub retry_after: u64,
}

#[derive(Debug, Clone, Copy)]
struct Wait {
    told: At,
    until: At,
}

/// Counts what is sent. What lies at most a minute back is not kept over a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rates {
    limits: Limits,
    #[serde(skip)]
    overall: VecDeque<At>,
    #[serde(skip)]
    seconds: BTreeMap<TelegramChat, VecDeque<At>>,
    #[serde(skip)]
    minutes: BTreeMap<TelegramChat, VecDeque<At>>,
    /// `None` is the whole bot.
    #[serde(skip)]
    waits: BTreeMap<Option<TelegramChat>, Wait>,
    violations: Vec<Violation>,
    violation_count: u64,
    /// How many times as fast as real its time runs.
    #[serde(skip, default = "real_time")]
    haste: u32,
}

impl Rates {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            overall: VecDeque::new(),
            seconds: BTreeMap::new(),
            minutes: BTreeMap::new(),
            waits: BTreeMap::new(),
            violations: Vec::new(),
            violation_count: 0,
            haste: real_time(),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) fn set_limits(&mut self, limits: Limits) {
        *self = Self {
            violations: std::mem::take(&mut self.violations),
            violation_count: self.violation_count,
            haste: self.haste,
            ..Self::new(limits)
        };
    }

    pub(crate) fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn violation_count(&self) -> u64 {
        self.violation_count
    }

    /// Tells the bot (or one chat) to wait, as a fault does.
    pub(crate) fn impose(&mut self, chat: Option<TelegramChat>, seconds: u64, now: At) {
        let until = now.plus(Duration::from_secs(seconds));
        self.waits.insert(chat, Wait { told: now, until });
    }

    /// Counts a call, or says how many seconds it must wait.
    pub(crate) fn count(&mut self, method: &str, chat: TelegramChat, now: At) -> Result<(), u64> {
        if let Some(refusal) = self.still_waiting(method, chat, now) {
            return Err(refusal);
        }
        let second = self.window(Duration::from_secs(1));
        let minute = self.window(Duration::from_secs(60));
        let group = self
            .limits
            .group_per_minute
            .filter(|_| !chat.is_private())
            .and_then(|most| full(self.minutes.entry(chat).or_default(), most, minute, now))
            .map(|free| (free, Rule::Group, Some(chat)));
        let single = self
            .limits
            .chat_per_second
            .and_then(|most| full(self.seconds.entry(chat).or_default(), most, second, now))
            .map(|free| (free, Rule::Chat, Some(chat)));
        let overall = self
            .limits
            .overall_per_second
            .and_then(|most| full(&mut self.overall, most, second, now))
            .map(|free| (free, Rule::Overall, None));
        if let Some((free, rule, scope)) = group.or(single).or(overall) {
            let seconds = seconds_until(free, now);
            self.impose(scope, seconds, now);
            self.note(method, Some(chat), rule, seconds, now);
            return Err(seconds);
        }
        if self.limits.group_per_minute.is_some() && !chat.is_private() {
            self.minutes.entry(chat).or_default().push_back(now);
        }
        if self.limits.chat_per_second.is_some() {
            self.seconds.entry(chat).or_default().push_back(now);
        }
        if self.limits.overall_per_second.is_some() {
            self.overall.push_back(now);
        }
        Ok(())
    }

    fn still_waiting(&mut self, method: &str, chat: TelegramChat, now: At) -> Option<u64> {
        for scope in [None, Some(chat)] {
            let Some(wait) = self.waits.get(&scope).copied() else {
                continue;
            };
            // The bot rounds as it likes: the tolerance holds for the end of a wait too.
            let end = At(wait.until.0 - i64::from(self.tolerance_millis()));
            if now >= end {
                self.waits.remove(&scope);
                continue;
            }
            let seconds = seconds_until(wait.until, now);
            if now.since(wait.told) > IN_FLIGHT * self.haste {
                self.note(method, Some(chat), Rule::Early, seconds, now);
            }
            return Some(seconds);
        }
        None
    }

    /// What a call takes on its way is real, and counts for more where time runs faster.
    fn tolerance_millis(&self) -> u32 {
        let jitter = JITTER_MILLIS * (self.haste - 1);
        (self.limits.tolerance_millis + jitter)
            .min(MOST_TOLERANCE_MILLIS.max(self.limits.tolerance_millis))
    }

    pub(crate) fn set_haste(&mut self, haste: u32) {
        self.haste = haste.max(1);
    }

    fn window(&self, span: Duration) -> Duration {
        span.saturating_sub(Duration::from_millis(self.tolerance_millis().into()))
    }

    fn note(
        &mut self,
        method: &str,
        chat: Option<TelegramChat>,
        rule: Rule,
        retry_after: u64,
        at: At,
    ) {
        self.violation_count += 1;
        if self.violations.len() < KEPT_VIOLATIONS {
            self.violations.push(Violation {
                at,
                method: method.to_owned(),
                chat,
                rule,
                retry_after,
            });
        }
    }
}

/// When the window has room again, if it has none now.
fn full(sent: &mut VecDeque<At>, most: u32, window: Duration, now: At) -> Option<At> {
    while sent
        .front()
        .is_some_and(|oldest| now >= oldest.plus(window))
    {
        sent.pop_front();
    }
    (sent.len() >= most as usize).then(|| sent.front().map_or(now, |oldest| oldest.plus(window)))
}

fn seconds_until(until: At, now: At) -> u64 {
    let millis = u64::try_from(until.since(now).as_millis()).unwrap_or(u64::MAX);
    millis.div_ceil(1000).max(1)
}
