//! Pages first (SPEC, promise 3), counted anew from outside: which pages wait, and whether each
//! has a reason to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use dutybell_core::engine::Order;
use dutybell_core::ids::{RowId, TelegramChat};
use dutybell_core::limits::{IN_FLIGHT, PAUSED_CHATS_MEAN_ALL};
use dutybell_core::outgoing::{Outcome, Priority, Row};
use dutybell_core::settings::SendLimits;
use dutybell_core::time::At;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// The longest `retry_after` of a plan.
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// A page that waits.
#[derive(Debug)]
struct Waiting {
    chat: TelegramChat,
    /// By the true time: setting the clock must not keep a page back.
    due: At,
    /// Since when it waits without a reason.
    idle_since: Option<At>,
}

/// What waits, flies and was sent in this life; by the true time.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    pages: BTreeMap<RowId, Waiting>,
    flying: BTreeMap<RowId, Option<TelegramChat>>,
    /// Rows that ended, until the engine has dealt with it: offers of them don't count.
    settling: BTreeSet<RowId>,
    ended: BTreeMap<TelegramChat, VecDeque<At>>,
    overall: VecDeque<At>,
    /// Chats that were told to wait: when, and until when.
    paused: BTreeMap<TelegramChat, (At, At)>,
}

/// Why a page waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// Its chat.
    Chat,
    /// All chats together.
    Overall,
}

impl Lanes {
    /// The delivery is told something.
    pub(crate) fn told(&mut self, order: &Order, now: At, clock: At) {
        if let Order::Again(row) = order {
            self.settling.remove(&row.id);
        }
        match order {
            Order::Offer(row) if self.settling.contains(&row.id) => {}
            Order::Offer(row) | Order::Again(row) => {
                self.pages.remove(&row.id);
                let chat = row.body.chat();
                if let (Priority::Page, Some(chat)) = (row.priority, chat)
                    && !self.flying.contains_key(&row.id)
                {
                    let waiting = Waiting {
                        chat,
                        due: now.plus(row.due.since(clock).min(LONGEST_RETRY)),
                        idle_since: None,
                    };
                    self.pages.insert(row.id, waiting);
                }
            }
            Order::Withdraw(id) => self.gone(*id),
            Order::Settled(id) => {
                self.settling.remove(id);
                self.gone(*id);
            }
        }
    }

    /// A row no longer waits.
    pub(crate) fn gone(&mut self, id: RowId) {
        self.pages.remove(&id);
    }

    /// A row leaves; says what is wrong about it.
    pub(crate) fn sends(&mut self, row: &Row, now: At) -> Result<(), String> {
        self.pages.remove(&row.id);
        let chat = row.body.chat();
        if let (Some(chat), true) = (chat, row.priority != Priority::Page) {
            for (id, page) in self.pages.iter().filter(|(_, page)| page.due <= now) {
                let reason = self.reason(page.chat, now, &SendLimits::default());
                let overtaken = page.chat == chat && reason != Some(Reason::Chat);
                if overtaken || matches!(reason, Some(Reason::Overall)) {
                    return Err(format!(
                        "a {:?} leaves for {chat} while the page {id} waits for {}",
                        row.priority, page.chat
                    ));
                }
            }
        }
        self.flying.insert(row.id, chat);
        Ok(())
    }

    /// A row's answer came.
    pub(crate) fn ended(&mut self, id: RowId, outcome: &Outcome, now: At) {
        let chat = self.flying.remove(&id);
        self.settling.insert(id);
        let Some(Some(chat)) = chat else {
            return;
        };
        let ended = self.ended.entry(chat).or_default();
        ended.push_back(now);
        while ended.front().is_some_and(|at| now.since(*at) >= MINUTE) {
            ended.pop_front();
        }
        self.overall.push_back(now);
        while self
            .overall
            .front()
            .is_some_and(|at| now.since(*at) >= SECOND)
        {
            self.overall.pop_front();
        }
        if let Outcome::RetryAfter(span) = outcome {
            let (_, until) = self.paused.entry(chat).or_insert((now, now));
            *until = now.plus(*span).max(*until);
        }
    }

    /// All that could leave has left: says which page waits without a reason for too long.
    pub(crate) fn idle(&mut self, now: At, limits: &SendLimits) -> Result<(), String> {
        let reasons: Vec<(RowId, Option<Reason>)> = self
            .pages
            .iter()
            .filter(|(_, page)| page.due <= now)
            .map(|(id, page)| (*id, self.reason(page.chat, now, limits)))
            .collect();
        for (id, reason) in reasons {
            let Some(page) = self.pages.get_mut(&id) else {
                continue;
            };
            if reason.is_some() {
                page.idle_since = None;
                continue;
            }
            let since = *page.idle_since.get_or_insert(now);
            if now.since(since) > SECOND {
                let chat = page.chat;
                return Err(format!("the page {id} to {chat} waits for nothing"));
            }
        }
        Ok(())
    }

    /// Whether a chat was told to wait before what arrives now can have left: others have to find
    /// out for themselves when the whole bot is meant.
    pub(crate) fn was_told(&self, chat: TelegramChat, now: At) -> bool {
        self.paused
            .get(&chat)
            .is_some_and(|(told, until)| now.since(*told) > SECOND / 2 && *until > now)
    }

    fn reason(&self, chat: TelegramChat, now: At, limits: &SendLimits) -> Option<Reason> {
        let flying_here = self.flying.values().filter(|to| **to == Some(chat)).count();
        let none = VecDeque::new();
        let ended = self.ended.get(&chat).unwrap_or(&none);
        let within = |span| ended.iter().filter(|at| now.since(**at) < span).count();
        let paused = self
            .paused
            .get(&chat)
            .is_some_and(|(_, until)| *until > now);
        let full =
            !chat.is_private() && within(MINUTE) + flying_here >= limits.group_per_minute as usize;
        if paused || flying_here > 0 || within(SECOND) > 0 || full {
            return Some(Reason::Chat);
        }
        let flying = self.flying.values().flatten().count();
        let recent = self
            .overall
            .iter()
            .filter(|at| now.since(**at) < SECOND)
            .count();
        let all_paused = self
            .paused
            .values()
            .filter(|(_, until)| *until > now)
            .count();
        if flying >= IN_FLIGHT
            || recent + flying >= limits.overall_per_second as usize
            || all_paused >= PAUSED_CHATS_MEAN_ALL
        {
            return Some(Reason::Overall);
        }
        None
    }
}
