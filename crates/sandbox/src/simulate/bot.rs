//! One life of the bot: what the program's shells do, without threads.
//!
//! The writer takes what has come in, makes it durable, and only then lets orders out; the
//! delivery sends; the poller asks for more after what it got is durable.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use dutybell_core::decide::BotSelf;
use dutybell_core::deliver::{Deliver, Next};
use dutybell_core::engine::{Commit, Engine, Input};
use dutybell_core::ids::RowId;
use dutybell_core::limits::INPUTS_PER_COMMIT;
use dutybell_core::outgoing::Outcome;
use dutybell_core::parse::answer;
use dutybell_core::state::duty::Watched;
use dutybell_core::state::invite::Seed;
use dutybell_core::state::presence::{Check, Checks};
use dutybell_core::state::prompt::Prompting;
use dutybell_core::store::{Committed, Fence, Store, StoreError};
use dutybell_core::time::At;

use super::poller::{Asking, undelayed};
use super::request;
use super::world::{Event, Flight, World};
use super::{Breach, lanes::Lanes};
use crate::model::Fault;

/// At start, timers wait so long for the first updates.
const TIMERS_WAIT: Duration = Duration::from_secs(3);
/// Timers handled in one commit.
const TIMERS_PER_COMMIT: usize = 64;
/// Longest time for the answer to a message.
const ANSWER_MILLIS: i64 = 20_000;

/// A process.
pub(crate) struct Bot {
    pub(crate) life: u64,
    pub(crate) started: At,
    pub(crate) store: Box<dyn Store>,
    fence: Fence,
    pub(crate) engine: Engine,
    pub(crate) deliver: Deliver,
    pub(crate) lanes: Lanes,
    pub(crate) inbox: VecDeque<Input>,
    busy_until: At,
    pub(super) timers_from: Option<At>,
    deliver_wake: Option<At>,
    pub(super) asking: Asking,
    pub(super) offset: Option<i64>,
    pub(super) pause: i64,
    /// Rows sent whose end is not durable: a death leaves them in doubt.
    pub(crate) unsettled: BTreeSet<RowId>,
    /// Rows whose end is with the engine.
    ending: BTreeSet<RowId>,
}

impl Bot {
    /// The clock was set: what was put off may be due.
    pub(crate) fn look_again(&mut self) {
        self.deliver_wake = Some(At(i64::MIN));
    }
}

impl World {
    /// Starts a process on the disk.
    pub(crate) fn start(&mut self) -> Result<(), Breach> {
        if self.bot.is_some() {
            return Ok(());
        }
        self.lives += 1;
        self.tell_of("the bot starts");
        self.witness.starts.push(self.now);
        self.forget_timers();
        if let Some(point) = self.doom.take().and_then(|doom| doom.again) {
            self.disk.die_at(1, point);
            self.figures.deaths_at_start += 1;
        }
        let now = self.bot_clock();
        let loaded = self
            .vault
            .open(&self.disk, self.planted)
            .and_then(|mut store| {
                let me = self.telegram.bot();
                let bot = BotSelf {
                    id: me.id,
                    username: me.username.clone(),
                };
                let (settings, words) = (Arc::clone(&self.settings), Arc::clone(&self.words));
                let (engine, fence) =
                    Engine::load(&mut *store, settings, words, bot, Seed::new([0; 32]), now)?;
                Ok((store, engine, fence))
            });
        let (store, engine, fence) = match loaded {
            Ok(loaded) => loaded,
            Err(StoreError::Fatal(_)) => {
                self.after(5_000, Event::Start);
                return Ok(());
            }
            Err(error) => {
                return Err(self.breach("S1", format!("the store can't be taken up: {error}")));
            }
        };
        self.bot = Some(Bot {
            life: self.lives,
            started: self.now,
            store,
            fence,
            engine,
            deliver: Deliver::new(self.settings.limits),
            lanes: Lanes::default(),
            inbox: VecDeque::new(),
            busy_until: self.now,
            timers_from: Some(self.now.plus(TIMERS_WAIT)),
            deliver_wake: None,
            asking: Asking::At(self.now),
            offset: None,
            pause: 200,
            unsettled: BTreeSet::new(),
            ending: BTreeSet::new(),
        });
        self.check_whole()?;
        self.commit()
    }

    /// The process is gone, with everything in its memory.
    pub(crate) fn die(&mut self, why: &str) {
        let Some(bot) = self.bot.take() else {
            return;
        };
        self.tell_of(&format!("the bot dies: {why}"));
        self.figures.deaths += 1;
        for row in bot.unsettled {
            self.witness.doubt(row);
        }
        let down = self.doom.map_or(Duration::from_secs(5), |doom| doom.down);
        self.later(self.now.plus(down), Event::Start);
    }

    /// When the bot wants to do something by itself.
    pub(crate) fn wake(&self) -> Option<At> {
        let bot = self.bot.as_ref()?;
        let inbox = (!bot.inbox.is_empty()).then_some(bot.busy_until);
        let timer = bot.store.next_timer().ok().flatten().map(|due| {
            let held = bot.timers_from.unwrap_or(self.now);
            self.true_time(due).max(held).max(bot.busy_until)
        });
        let deliver = bot.deliver_wake.map(|at| self.true_time(at));
        let ask = match &bot.asking {
            Asking::At(at) => Some(*at),
            Asking::Held(waiting, _) => Some(waiting.until),
            Asking::UnderWay | Asking::Storing => None,
        };
        // What is due now was done; what still is must not stop the clock.
        let soon = self.now.plus(Duration::from_millis(1));
        [inbox, timer, deliver, ask]
            .into_iter()
            .flatten()
            .min()
            .map(|at| at.max(soon))
    }

    /// Lets the bot do all that it can do now.
    pub(crate) fn pump(&mut self) -> Result<(), Breach> {
        while self.write()? || self.send()? || self.ask() {}
        Ok(())
    }

    fn write(&mut self) -> Result<bool, Breach> {
        let (clock, now) = (self.bot_clock(), self.now);
        let Some(bot) = &mut self.bot else {
            return Ok(false);
        };
        if bot.busy_until > now {
            return Ok(false);
        }
        let mut work: Vec<Input> = Vec::new();
        while work.len() < INPUTS_PER_COMMIT
            && let Some(input) = bot.inbox.pop_front()
        {
            work.push(input);
        }
        if work.is_empty() {
            if bot.timers_from.is_some_and(|from| from > now) {
                return Ok(false);
            }
            bot.timers_from = None;
            match bot.store.claim_timers(&bot.fence, clock, TIMERS_PER_COMMIT) {
                Ok(timers) => work.extend(timers.into_iter().map(Input::Timer)),
                Err(error) => {
                    self.die(&error.to_string());
                    return Ok(false);
                }
            }
        }
        if work.is_empty() {
            return Ok(false);
        }
        for input in work {
            if let Input::Ended { row, .. } = &input {
                bot.ending.insert(row.id);
            }
            if let Err(error) = bot.engine.handle(&input, clock, &*bot.store) {
                self.die(&error.to_string());
                return Ok(false);
            }
        }
        self.commit()?;
        Ok(true)
    }

    /// Makes durable what was decided, and only then lets it be known.
    fn commit(&mut self) -> Result<(), Breach> {
        let millis = self.chance.between(1, self.sync_millis);
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let mut orders = Vec::new();
        let mut batch = None;
        if let Some(commit) = bot.engine.take() {
            let Commit {
                batch: written,
                orders: given,
                ..
            } = commit;
            match bot.store.commit(&bot.fence, &written) {
                Ok(Committed::Done) => {}
                Err(StoreError::Fatal(reason)) => {
                    self.die(&reason);
                    return Ok(());
                }
                other => return Err(self.breach("S1", format!("a commit ended as {other:?}"))),
            }
            (batch, orders) = (Some(written), given);
        }
        self.figures.commits += 1;
        let ending = std::mem::take(&mut bot.ending);
        bot.unsettled.retain(|row| !ending.contains(row));
        bot.busy_until = self.now.plus(Duration::from_millis(millis.cast_unsigned()));
        if matches!(bot.asking, Asking::Storing) {
            bot.asking = Asking::At(self.now);
        }
        if let Some(batch) = &batch {
            self.check_commit(batch, &orders)?;
        }
        let (now, clock) = (self.now, self.bot_clock());
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        for order in orders {
            bot.lanes.told(&order, now, clock);
            if let Some(row) = bot.deliver.obey(order) {
                let row = Box::new(row);
                let outcome = Outcome::Withdrawn;
                bot.inbox.push_back(Input::Ended { row, outcome });
            }
        }
        bot.deliver_wake = Some(At(i64::MIN));
        Ok(())
    }

    fn send(&mut self) -> Result<bool, Breach> {
        let clock = self.bot_clock();
        let now = self.now;
        let Some(bot) = &mut self.bot else {
            return Ok(false);
        };
        if bot.deliver_wake.is_none_or(|wake| wake > clock) {
            return Ok(false);
        }
        match bot.deliver.next(clock) {
            Next::Wait(wake) => {
                bot.deliver_wake = wake;
                return Ok(false);
            }
            Next::Expired(row) => {
                bot.lanes.gone(row.id);
                let outcome = Outcome::Expired;
                bot.inbox.push_back(Input::Ended {
                    row: Box::new(row),
                    outcome,
                });
            }
            Next::Send(row) => {
                bot.unsettled.insert(row.id);
                let life = bot.life;
                let broken = bot.lanes.sends(&row, now);
                if let Err(what) = broken {
                    return Err(self.breach("P3", what));
                }
                self.check_sending(&row)?;
                let flight = Flight {
                    life,
                    sent: now,
                    row,
                };
                let millis = self.chance.between(15, 150);
                self.after(millis, Event::Arrives(Box::new(flight)));
            }
        }
        Ok(true)
    }

    /// A message reaches Telegram.
    pub(crate) fn arrives(&mut self, flight: Flight) -> Result<(), Breach> {
        let (method, call) = request::of(&flight.row.body, flight.row.stripped);
        let before = self.telegram.seq();
        let answer = self.telegram.call(method, &call, self.now);
        self.check_arrival(&flight.row, before)?;
        let (answer, delay) = undelayed(answer);
        self.is_bad_for(delay);
        let mut outcome = match answer.status() {
            Some(status) => answer::outcome(&flight.row.body, status, answer.body().as_bytes()),
            None => self.silence(),
        };
        let mut back = self.chance.between(15, 150) + delay;
        let waited = i64::try_from(self.now.since(flight.sent).as_millis()).unwrap_or(0);
        if waited + back > ANSWER_MILLIS {
            back = ANSWER_MILLIS - waited;
            outcome = Outcome::Unknown("no answer in time".to_owned());
        }
        self.after(back, Event::Returns(Box::new(flight), outcome));
        Ok(())
    }

    /// No answer: where nobody is there, a phone line says so at once as often as not.
    fn silence(&mut self) -> Outcome {
        let down = self
            .telegram
            .faults()
            .iter()
            .any(|active| active.fault == Fault::Down);
        if down && self.chance.percent(50) {
            Outcome::Transient("no connection".to_owned())
        } else {
            Outcome::Unknown("connection closed".to_owned())
        }
    }

    /// An answer reaches the process.
    pub(crate) fn returns(&mut self, flight: Flight, outcome: Outcome) -> Result<(), Breach> {
        if !matches!(outcome, Outcome::Sent(_) | Outcome::Unchanged) {
            let (id, chat) = (flight.row.id, flight.row.body.chat());
            self.tell_of(&format!("row {id} to {chat:?}: {outcome:?}"));
        }
        if matches!(outcome, Outcome::Unknown(_)) {
            self.witness.doubt(flight.row.id);
            self.figures.doubts += 1;
        }
        let (clock, now) = (self.bot_clock(), self.now);
        let Some(bot) = self.bot.as_mut().filter(|bot| bot.life == flight.life) else {
            return Ok(());
        };
        bot.lanes.ended(flight.row.id, &outcome, now);
        bot.deliver.ended(flight.row.id, &outcome, clock);
        bot.deliver_wake = Some(At(i64::MIN));
        let row = Box::new(flight.row);
        bot.inbox.push_back(Input::Ended { row, outcome });
        Ok(())
    }

    /// Whether the bot has nothing to do and nothing under way but its poll.
    pub(crate) fn bot_is_idle(&self) -> bool {
        self.bot.as_ref().is_some_and(|bot| {
            bot.inbox.is_empty()
                && bot.deliver.is_empty()
                && bot.unsettled.is_empty()
                && matches!(bot.asking, Asking::Held(..))
                && matches!(bot.store.next_timer(), Ok(due) if only_a_shift_ends(&bot.engine, due))
        })
    }
}

/// Whether nothing will happen by itself but that a shift ends, and another begins, or that somebody is asked
/// anew: whether he is in post, or by a prompt; or that a limit of a dispute comes.
fn only_a_shift_ends(engine: &Engine, due: Option<At>) -> bool {
    let desk = engine.desk();
    let seams = desk.duties.rosters.values().filter_map(|duty| duty.due);
    let seams = seams.chain(desk.presence.values().filter_map(Checks::due));
    let seams = seams.chain(desk.prompts.values().filter_map(Prompting::due));
    let ledger = engine.settings();
    let disputes = desk.disputes.values();
    let limits = disputes.filter_map(|dispute| dispute.next_due(&ledger.ledger));
    let seams = seams.chain(limits.map(|(due, _)| due));
    let incidents = engine
        .open()
        .any(|folder| folder.incident.next_due().is_some());
    let offers = desk.offers.values().any(|offer| offer.stands());
    due.is_none()
        || due == seams.min()
            && !incidents
            && !offers
            && desk.forms.is_empty()
            && desk.selftests.next_due().is_none()
            && !desk.presence.values().any(|checks| {
                let mut open = checks.check.iter();
                open.any(Check::is_open)
            })
            && desk.prompts.values().all(|prompting| {
                let mut rounds = prompting.rounds.iter();
                rounds.all(|round| round.told.is_some() || round.completed.is_some())
            })
            && desk.duties.rosters.values().all(|duty| {
                let owed = |watched: &Watched| {
                    watched.asked.is_some() && !watched.told && watched.missing().next().is_some()
                };
                !duty
                    .shifts
                    .iter()
                    .any(|watched| !watched.over && owed(watched))
            })
}
