//! The world in which the bot runs: one clock, one queue of events, one thread.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dutybell_core::outgoing::{Outcome, Row};
use dutybell_core::render::words::Words;
use dutybell_core::settings::Settings;
use dutybell_core::store::model::Disk;
use dutybell_core::time::At;

use super::bot::Bot;
use super::chance::Chance;
use super::crowd::{Crowd, Reaction};
use super::plan::Plan;
use super::planted::{Planted, Vault};
use super::poller::Polled;
use super::town::{self, Who};
use super::witness::Witness;
use super::{Breach, Figures};
use crate::model::{FaultId, Telegram};

/// Something that is due.
#[derive(Debug)]
pub(crate) enum Event {
    /// An action of the plan.
    Act(usize),
    /// Somebody does something at a phone.
    React(Box<Reaction>),
    /// A message reaches Telegram, whether the process that sent it lives or not.
    Arrives(Box<Flight>),
    /// The answer reaches the process that sent it.
    Returns(Box<Flight>, Outcome),
    /// A getUpdates reaches Telegram.
    PollArrives { life: u64, offset: Option<i64> },
    /// The answer reaches the process.
    PollReturns { life: u64, polled: Polled },
    /// A fault is lifted, if it has not run out.
    FaultEnds(FaultId),
    /// There is room on the disk again.
    DiskMended,
    /// The disk is quick again.
    DiskQuick,
    /// The bot is started.
    Start,
    /// A press must have been answered by now.
    PressDue(String),
    /// The plan is through: faults end.
    Rest,
}

/// A row under way.
#[derive(Debug, Clone)]
pub(crate) struct Flight {
    pub(crate) life: u64,
    pub(crate) sent: At,
    pub(crate) row: Row,
}

/// Everything.
pub(crate) struct World {
    pub(crate) plan: Plan,
    /// The true time.
    pub(crate) now: At,
    /// What the bot's clock is ahead by, in milliseconds.
    pub(crate) skew: i64,
    pub(crate) telegram: Telegram,
    pub(crate) disk: Disk,
    pub(crate) vault: Vault,
    pub(crate) settings: Arc<Settings>,
    pub(crate) words: Arc<Words>,
    pub(crate) planted: Planted,
    pub(crate) bot: Option<Bot>,
    pub(crate) lives: u64,
    pub(crate) chance: Chance,
    pub(crate) crowd: Crowd,
    pub(crate) witness: Witness,
    pub(crate) figures: Figures,
    pub(crate) trace: Vec<String>,
    /// How long a commit takes at most.
    pub(crate) sync_millis: i64,
    /// The last instant at which something was wrong.
    pub(crate) last_bad: At,
    pub(crate) resting: bool,
    /// Set before a planned death: how it goes on.
    pub(crate) doom: Option<super::plan::Death>,
    /// What of the transcript was looked at.
    pub(crate) heard: u64,
    queue: BTreeMap<(At, u64), Event>,
    ticket: u64,
}

impl World {
    pub(crate) fn new(plan: Plan, words: Arc<Words>, planted: Planted) -> Self {
        let now = town::START;
        let mut world = Self {
            now,
            skew: 0,
            telegram: town::telegram(),
            disk: Disk::new(),
            vault: Vault::default(),
            settings: Arc::new(town::settings(plan.shape)),
            words,
            planted,
            bot: None,
            lives: 0,
            chance: Chance::about(plan.seed, &[1]),
            crowd: Crowd::new(plan.seed),
            witness: Witness::default(),
            figures: Figures::default(),
            trace: Vec::new(),
            sync_millis: 3,
            last_bad: now,
            resting: false,
            doom: None,
            heard: 0,
            queue: BTreeMap::new(),
            ticket: 0,
            plan,
        };
        world.keep_files();
        for who in [Who::Wang, Who::Guest, Who::Stranger] {
            world.witness.goes_out(who.user().private_chat(), now);
        }
        world.later(now, Event::Start);
        for index in 0..world.plan.actions.len() {
            let at = now.plus(world.plan.actions[index].at);
            world.later(at, Event::Act(index));
        }
        world.later(now.plus(world.plan.end), Event::Rest);
        world
    }

    /// Puts something off until then.
    pub(crate) fn later(&mut self, at: At, event: Event) {
        self.ticket += 1;
        self.queue.insert((at, self.ticket), event);
    }

    /// Puts something off for so many milliseconds.
    pub(crate) fn after(&mut self, millis: i64, event: Event) {
        let at = self
            .now
            .plus(Duration::from_millis(millis.max(0).cast_unsigned()));
        self.later(at, event);
    }

    /// The bot's clock.
    pub(crate) fn bot_clock(&self) -> At {
        At(self.now.0 + self.skew)
    }

    /// The true time of an instant of the bot's clock.
    pub(crate) fn true_time(&self, at: At) -> At {
        At(at.0.saturating_sub(self.skew))
    }

    /// Runs until the next thing has happened; false when the end is reached.
    pub(crate) fn step(&mut self) -> Result<bool, Breach> {
        let due = self.queue.first_key_value().map(|((at, _), _)| *at);
        let wake = self.wake();
        let Some(next) = due.into_iter().chain(wake).min() else {
            return Err(self.breach("L1", "the world stands still".to_owned()));
        };
        self.note_weather();
        self.now = next.max(self.now);
        self.note_weather();
        if due.is_some_and(|due| due <= self.now)
            && let Some((_, event)) = self.queue.pop_first()
        {
            self.happens(event)?;
        }
        self.pump()?;
        self.listen()?;
        self.check_lanes()?;
        self.check_overdue()?;
        if self.resting {
            return self.is_quiet().map(|quiet| !quiet);
        }
        Ok(true)
    }

    fn happens(&mut self, event: Event) -> Result<(), Breach> {
        match event {
            Event::Act(index) => {
                let action = self.plan.actions[index].clone();
                self.act(index, action.what);
                Ok(())
            }
            Event::React(reaction) => {
                self.react(&reaction);
                Ok(())
            }
            Event::Arrives(flight) => self.arrives(*flight),
            Event::Returns(flight, outcome) => self.returns(*flight, outcome),
            Event::PollArrives { life, offset } => self.poll_arrives(life, offset),
            Event::PollReturns { life, polled } => self.poll_returns(life, polled),
            Event::FaultEnds(id) => {
                self.fault_ends(id);
                Ok(())
            }
            Event::DiskMended => {
                self.disk.repair();
                Ok(())
            }
            Event::DiskQuick => {
                self.sync_millis = 3;
                Ok(())
            }
            Event::Start => self.start(),
            Event::PressDue(id) => self.check_press(&id),
            Event::Rest => {
                self.rest();
                Ok(())
            }
        }
    }

    /// Whether something else than people is still to happen.
    pub(crate) fn nothing_under_way(&self) -> bool {
        self.queue.values().all(|event| {
            matches!(
                event,
                Event::PollArrives { .. } | Event::PollReturns { .. } | Event::PressDue(_)
            )
        })
    }

    /// Something stays wrong for so many milliseconds, whatever is lifted before.
    pub(crate) fn is_bad_for(&mut self, millis: i64) {
        let until = At(self.now.0.saturating_add(millis.min(60_000)));
        if millis > 0 {
            self.last_bad = self.last_bad.max(until);
        }
    }

    fn note_weather(&mut self) {
        let slow = self.sync_millis > 1_000;
        if self.bot.is_none() || slow || !self.telegram.faults().is_empty() {
            self.last_bad = self.last_bad.max(self.now);
        }
    }

    pub(crate) fn breach(&self, promise: &'static str, what: String) -> Breach {
        Breach {
            promise,
            at: self.now,
            what,
        }
    }
}
