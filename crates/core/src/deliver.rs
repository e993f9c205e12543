//! Which message leaves next. No I/O: the shell asks [`Deliver::next`], sends, and reports.
//!
//! * Pages before answers before cards before reminders before the rest (SPEC, promise 3).
//! * A chat that must wait holds up no other chat.
//! * What is not a page leaves one after the other in its chat, in the order it was said in: what
//!   flies abreast may arrive in any order, and the second part of a text before the first. One
//!   that failed is overtaken while it waits: a message that never gets through must not hold up
//!   its chat.
//! * Windows are counted from the end of a request: Telegram can't have seen it later.
//! * Answers to presses count against no limit and wait for nothing.
//! * An upload of our own copy of a file takes minutes on a slow line, and a table is drawn first: they
//!   fly beside the rest and count once they have ended, so that no page waits for them. Tables of one
//!   chat go one after the other: the parts of a month are in order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use crate::engine::Order;
use crate::ids::{RowId, TelegramChat};
use crate::limits::{
    COPIES_IN_FLIGHT, GROUP_RESERVE_ANSWERS, GROUP_RESERVE_PAGES, IN_FLIGHT, IN_FLIGHT_PER_CHAT,
    PAUSE_OF_ALL, PAUSED_CHATS_MEAN_ALL, RETRY_AFTER_LONGEST,
};
use crate::outgoing::{Outcome, Priority, Row};
use crate::settings::SendLimits;
use crate::time::At;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Send this row and report its end.
    Send(Row),
    /// Nobody waits for this row any more; report it as expired.
    Expired(Row),
    /// Nothing before this instant, unless something is offered or ends.
    Wait(Option<At>),
}

/// What waits or is on its way at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many rows.
    pub rows: usize,
    /// Since when the oldest of those waits that may leave by now.
    pub oldest: Option<At>,
    /// Since when the oldest page among them waits.
    pub oldest_page: Option<At>,
}

/// A row on its way.
#[derive(Debug, Clone, Copy)]
struct Flight {
    /// `None` for an answer to a press.
    chat: Option<TelegramChat>,
    is_page: bool,
    is_copy: bool,
    since: At,
}

impl Flight {
    fn of(row: &Row) -> Self {
        Self {
            chat: row.body.chat(),
            is_page: is_page(row),
            is_copy: row.body.is_slow(),
            since: row.since(),
        }
    }
}

/// An answer to a press is as urgent as a page, but is none.
fn is_page(row: &Row) -> bool {
    row.priority == Priority::Page && row.body.chat().is_some()
}

/// The rows that wait, and what went out lately.
#[derive(Debug)]
pub struct Deliver {
    limits: SendLimits,
    rows: BTreeMap<RowId, Row>,
    answers: BTreeSet<(At, RowId)>,
    answers_in_flight: usize,
    copies_in_flight: usize,
    lanes: BTreeMap<TelegramChat, Lane>,
    in_flight: BTreeMap<RowId, Flight>,
    /// Rows that ended, until the engine has dealt with it.
    settling: BTreeSet<RowId>,
    recent: VecDeque<At>,
    paused_until: Option<At>,
    /// The last instant that was told: an earlier one means that the clock was set back.
    latest: Option<At>,
}

/// One chat.
#[derive(Debug, Default)]
struct Lane {
    /// When each is due.
    queue: BTreeMap<(Priority, RowId), At>,
    in_flight: u32,
    copies_in_flight: usize,
    /// Whether one that is not a page is in flight.
    in_turn: bool,
    recent: VecDeque<At>,
    paused_until: Option<At>,
}

impl Deliver {
    /// Begins with nothing to send.
    pub fn new(limits: SendLimits) -> Self {
        Self {
            limits,
            rows: BTreeMap::new(),
            answers: BTreeSet::new(),
            answers_in_flight: 0,
            copies_in_flight: 0,
            lanes: BTreeMap::new(),
            in_flight: BTreeMap::new(),
            settling: BTreeSet::new(),
            recent: VecDeque::new(),
            paused_until: None,
            latest: None,
        }
    }

    /// Takes a row. A row of the same id that waits is replaced. While it is in flight, or its end
    /// is not dealt with yet, the offer is dropped: it was made without knowing of the end, and the
    /// end leads to an edit or to [`Deliver::again`] if something is outdated.
    pub fn offer(&mut self, row: Row) {
        if !self.in_flight.contains_key(&row.id) && !self.settling.contains(&row.id) {
            self.put(row);
        }
    }

    /// The engine has dealt with the end of a row: it is to be sent once more.
    pub fn again(&mut self, mut row: Row) {
        self.settled(row.id);
        let lane = row.body.chat().and_then(|chat| self.lanes.get(&chat));
        if let Some(until) = lane.and_then(|lane| lane.paused_until) {
            // The pause says when. Whoever reckoned the row's instant heard of it a moment later,
            // and what was said after it would go first.
            row.due = row.due.min(until);
        }
        self.put(row);
    }

    /// The engine has dealt with the end of a row.
    pub fn settled(&mut self, id: RowId) {
        self.settling.remove(&id);
    }

    fn put(&mut self, mut row: Row) {
        if let Some(before) = self.withdraw(row.id) {
            // A newer text has not waited any less.
            row.waits_since.get_or_insert(before.since());
        }
        match row.body.chat() {
            Some(chat) => {
                let queue = &mut self.lanes.entry(chat).or_default().queue;
                queue.insert((row.priority, row.id), row.due);
            }
            None => {
                self.answers.insert((row.due, row.id));
            }
        }
        self.rows.insert(row.id, row);
    }

    /// Takes a row back; `None` where it does not wait here (it is in flight, or done).
    pub fn withdraw(&mut self, id: RowId) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        self.forget_place(&row);
        Some(row)
    }

    fn forget_place(&mut self, row: &Row) {
        self.answers.remove(&(row.due, row.id));
        if let Some(lane) = row.body.chat().and_then(|chat| self.lanes.get_mut(&chat)) {
            lane.queue.remove(&(row.priority, row.id));
        }
    }

    /// Rows that wait or are in flight.
    pub fn len(&self) -> usize {
        self.rows.len() + self.in_flight.len()
    }

    /// Whether nothing waits and nothing is in flight.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes other limits; what went out lately counts against them.
    pub fn set_limits(&mut self, limits: SendLimits) {
        self.limits = limits;
    }

    /// What waits or is on its way. A row that is to leave later only because a try failed waits
    /// since it was due at first.
    pub fn backlog(&self, now: At) -> Backlog {
        let waiting = self.rows.values().map(Flight::of);
        let mut backlog = Backlog {
            rows: self.len(),
            ..Backlog::default()
        };
        for row in waiting.chain(self.in_flight.values().copied()) {
            if row.since > now {
                continue;
            }
            let oldest =
                |before: Option<At>| Some(before.map_or(row.since, |at| at.min(row.since)));
            backlog.oldest = oldest(backlog.oldest);
            if row.is_page {
                backlog.oldest_page = oldest(backlog.oldest_page);
            }
        }
        backlog
    }

    /// Does what the engine says; a row that was taken back before it left is returned, to be
    /// reported as withdrawn.
    pub fn obey(&mut self, order: Order) -> Option<Row> {
        match order {
            Order::Offer(row) => self.offer(*row),
            Order::Again(row) => self.again(*row),
            Order::Settled(id) => self.settled(id),
            Order::Withdraw(id) => return self.withdraw(id),
        }
        None
    }

    /// What to do now.
    pub fn next(&mut self, now: At) -> Next {
        self.look_at_clock(now);
        if let Some(row) = self.next_answer(now) {
            return row;
        }
        let mut wake: Option<At> = self.next_answer_due();
        if let Some(until) = self.overall_free_at(now) {
            return Next::Wait(earlier(wake, until));
        }
        let mut best: Option<((Priority, At, RowId), TelegramChat)> = None;
        let rows = &self.rows;
        let no_copies = self.copies_in_flight >= COPIES_IN_FLIGHT;
        let barred = |id: &RowId, one_flies: bool| {
            rows.get(id).is_some_and(|row| {
                let in_order = row.body.is_picture();
                row.body.is_slow() && (no_copies || in_order && one_flies)
            })
        };
        for (chat, lane) in &mut self.lanes {
            if lane.queue.is_empty() {
                continue;
            }
            match lane.head(now, *chat, &self.limits, barred) {
                Ok(head) => {
                    if best.is_none_or(|(best, _)| head < best) {
                        best = Some((head, *chat));
                    }
                }
                Err(at) => wake = earlier(wake, at),
            }
        }
        let Some(((_, _, id), chat)) = best else {
            return Next::Wait(wake);
        };
        let Some(row) = self.withdraw(id) else {
            return Next::Wait(wake);
        };
        if row.expires.is_some_and(|expires| expires < now) {
            return Next::Expired(row);
        }
        let flight = Flight::of(&row);
        self.in_flight.insert(id, flight);
        self.copies_in_flight += usize::from(flight.is_copy);
        if let Some(lane) = self.lanes.get_mut(&chat) {
            if flight.is_copy {
                lane.copies_in_flight += 1;
            } else {
                lane.in_flight += 1;
                lane.in_turn |= !flight.is_page;
            }
        }
        Next::Send(row)
    }

    /// A clock set back takes every instant noted before back with it: none of them may lie ahead by
    /// more than it did, or a page would wait for as long as the clock was set back.
    fn look_at_clock(&mut self, now: At) {
        let back = self.latest.map_or(0, |latest| latest.0 - now.0);
        self.latest = Some(now);
        if back <= 0 {
            return;
        }
        let earlier = |at: &mut At| at.0 = at.0.saturating_sub(back);
        self.recent.iter_mut().for_each(earlier);
        self.paused_until.iter_mut().for_each(earlier);
        for lane in self.lanes.values_mut() {
            lane.recent.iter_mut().for_each(earlier);
            lane.paused_until.iter_mut().for_each(earlier);
        }
        for flight in self.in_flight.values_mut() {
            earlier(&mut flight.since);
        }
        for mut row in std::mem::take(&mut self.rows).into_values() {
            self.forget_place(&row);
            earlier(&mut row.due);
            row.waits_since.iter_mut().for_each(earlier);
            self.put(row);
        }
    }

    fn next_answer(&mut self, now: At) -> Option<Next> {
        if self.answers_in_flight >= IN_FLIGHT {
            return None;
        }
        let (due, id) = self.answers.first().copied()?;
        if due > now {
            return None;
        }
        let row = self.withdraw(id)?;
        if row.expires.is_some_and(|expires| expires < now) {
            return Some(Next::Expired(row));
        }
        self.answers_in_flight += 1;
        self.in_flight.insert(id, Flight::of(&row));
        Some(Next::Send(row))
    }

    /// When the first answer that must wait may be tried again.
    fn next_answer_due(&self) -> Option<At> {
        let (due, _) = self.answers.first()?;
        (self.answers_in_flight < IN_FLIGHT).then_some(*due)
    }

    /// `None`: free now. Otherwise when to look again, where that is known.
    fn overall_free_at(&mut self, now: At) -> Option<Option<At>> {
        if let Some(until) = still_ahead(self.paused_until, now) {
            return Some(Some(until));
        }
        forget_before(&mut self.recent, now, SECOND);
        let flying = self.in_flight.len() - self.answers_in_flight - self.copies_in_flight;
        if flying >= IN_FLIGHT {
            return Some(None);
        }
        let limit = self.limits.overall_per_second as usize;
        if self.recent.len() + flying < limit {
            return None;
        }
        Some(self.recent.front().map(|first| first.plus(SECOND)))
    }

    /// The sending of a row ended.
    pub fn ended(&mut self, id: RowId, outcome: &Outcome, now: At) {
        self.look_at_clock(now);
        let Some(flight) = self.in_flight.remove(&id) else {
            return;
        };
        self.settling.insert(id);
        let Some(chat) = flight.chat else {
            self.answers_in_flight = self.answers_in_flight.saturating_sub(1);
            return;
        };
        self.recent.push_back(now);
        let lane = self.lanes.entry(chat).or_default();
        if flight.is_copy {
            self.copies_in_flight = self.copies_in_flight.saturating_sub(1);
            lane.copies_in_flight = lane.copies_in_flight.saturating_sub(1);
        } else {
            lane.in_flight = lane.in_flight.saturating_sub(1);
            lane.in_turn &= flight.is_page;
        }
        lane.recent.push_back(now);
        if let Outcome::RetryAfter(span) = outcome {
            let until = now.plus((*span).min(RETRY_AFTER_LONGEST));
            lane.paused_until = Some(lane.paused_until.map_or(until, |paused| paused.max(until)));
            self.pause_all_if_many(now);
        }
        self.forget_idle_lane(chat, now);
    }

    /// Telegram does not say whether a chat or the bot must wait: several chats may mean the bot.
    /// A moment for all is enough to let its window pass, and holds up no page for long.
    fn pause_all_if_many(&mut self, now: At) {
        let paused = self
            .lanes
            .values()
            .filter(|lane| still_ahead(lane.paused_until, now).is_some())
            .count();
        if paused >= PAUSED_CHATS_MEAN_ALL {
            self.paused_until = Some(now.plus(PAUSE_OF_ALL));
        }
    }

    /// Keeps memory with the chats that are in use.
    fn forget_idle_lane(&mut self, chat: TelegramChat, now: At) {
        const SWEEP_ABOVE: usize = 256;
        if self.lanes.len() > SWEEP_ABOVE {
            self.lanes.retain(|other, lane| {
                *other == chat
                    || !lane.queue.is_empty()
                    || lane.in_flight > 0
                    || lane.copies_in_flight > 0
                    || lane.paused_until.is_some_and(|until| until > now)
                    || lane
                        .recent
                        .back()
                        .is_some_and(|last| now.since(*last) < MINUTE)
            });
        }
    }
}

impl Lane {
    /// The row to send now; else when to look again, where that is known.
    fn head(
        &mut self,
        now: At,
        chat: TelegramChat,
        limits: &SendLimits,
        barred: impl Fn(&RowId, bool) -> bool,
    ) -> Result<(Priority, At, RowId), Option<At>> {
        if let Some(until) = still_ahead(self.paused_until, now) {
            return Err(Some(until));
        }
        let cap = limits.chat_per_second.clamp(1, IN_FLIGHT_PER_CHAT);
        if self.in_flight >= cap {
            return Err(None);
        }
        let keep = if chat.is_private() { SECOND } else { MINUTE };
        forget_before(&mut self.recent, now, keep);
        let flying = self.in_flight as usize;
        let in_second = self
            .recent
            .iter()
            .rev()
            .take_while(|at| now.since(**at) < SECOND)
            .count();
        if in_second + flying >= limits.chat_per_second as usize {
            let oldest = self.recent.iter().rev().nth(in_second.saturating_sub(1));
            return Err(oldest.filter(|_| in_second > 0).map(|at| at.plus(SECOND)));
        }
        let mut wake: Option<At> = None;
        for (&(priority, id), &due) in &self.queue {
            if self.in_turn && priority != Priority::Page {
                break;
            }
            let key = (priority, due, id);
            if due > now {
                wake = earlier(wake, Some(due));
                continue;
            }
            if barred(&id, self.copies_in_flight > 0) {
                continue;
            }
            if chat.is_private() {
                return Ok(key);
            }
            let allowed = group_share(priority, limits.group_per_minute as usize);
            // A page never waits for a copy; the rest leaves it the place that its end will take.
            let copies = usize::from(priority != Priority::Page) * self.copies_in_flight;
            let used = self.recent.len() + flying + copies;
            if used < allowed {
                return Ok(key);
            }
            // Enough old ones must leave the window for this priority's share.
            let leaves = used - allowed;
            wake = earlier(wake, self.recent.get(leaves).map(|at| at.plus(MINUTE)));
        }
        Err(wake)
    }
}

/// How many of a group's minute a priority may use: the last places are kept for pages and answers.
fn group_share(priority: Priority, limit: usize) -> usize {
    let kept = match priority {
        Priority::Page => 0,
        Priority::Answer => GROUP_RESERVE_PAGES,
        Priority::Card | Priority::Reminder | Priority::Bulk => {
            GROUP_RESERVE_PAGES + GROUP_RESERVE_ANSWERS
        }
    };
    limit.saturating_sub(kept).max(1)
}

fn forget_before(recent: &mut VecDeque<At>, now: At, span: Duration) {
    while recent.front().is_some_and(|at| now.since(*at) >= span) {
        recent.pop_front();
    }
}

/// The end of a pause that is not over.
fn still_ahead(until: Option<At>, now: At) -> Option<At> {
    until.filter(|until| *until > now)
}

fn earlier(one: Option<At>, other: Option<At>) -> Option<At> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
