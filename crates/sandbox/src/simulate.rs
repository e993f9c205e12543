//! A town, a bot and a bad day, from a seed.
//!
//! A seed makes a [`Plan`] that can be read: who reports what and when, how people answer, what
//! breaks and when the bot dies. The plan runs in one thread under one clock against the same
//! engine, store contract and delivery as the program's, and against the model of Telegram. After
//! every step the promises are checked. In the end all faults are lifted, a few people answer
//! for good and the rest never again, and the town must come to rest with nothing owed.
//!
//! ```
//! use dutybell_sandbox::simulate::{Plan, Planted, run};
//!
//! let plan = Plan::of(7);
//! let run = run(&plan, Planted::Nothing);
//! assert!(run.breach.is_none(), "{run}");
//! ```

mod acts;
mod answers;
mod asked;
mod bot;
mod chance;
mod crowd;
mod disputes;
mod draw;
mod lanes;
mod mediators;
mod plan;
mod planted;
mod poller;
mod quiet;
mod request;
mod rounds;
mod secrets;
mod shrink;
mod story;
mod town;
mod watch;
mod witness;
mod world;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dutybell_core::render::words::Words;
use dutybell_core::time::At;

pub use plan::{Act, Action, Death, Plan, ReportForm, Temper, Wish};
pub use planted::Planted;
pub use shrink::shrink;
pub use town::{Place, Shape, Who};

use world::World;

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{promise}: {what}")]
pub struct Breach {
    /// `I1` … are the core's invariants, `P1` … SPEC's promises, `C` the chat, `L` coming to rest,
    /// `S` the store, `T` the simulation itself.
    pub promise: &'static str,
    /// When.
    pub at: At,
    /// What was found.
    pub what: String,
}

/// What happened in a run, so that a simulation in which nothing happens is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Reports made.
    pub reports: u64,
    /// Incidents stored.
    pub incidents: u64,
    /// Pages that reached a phone.
    pub pages: u64,
    /// Buttons pressed.
    pub presses: u64,
    /// Incidents acknowledged, counted anew after each restart.
    pub acknowledged: u64,
    /// Incidents stood down.
    pub closed: u64,
    /// Incidents for which everybody was paged in vain.
    pub exhausted: u64,
    /// Times that paging began anew.
    pub restarts: u64,
    /// Commits.
    pub commits: u64,
    /// Deaths of the bot.
    pub deaths: u64,
    /// Deaths during a start after a death.
    pub deaths_at_start: u64,
    /// Deaths planned in a commit, by point.
    pub death_points: [u64; 3],
    /// Sendings of which nobody knows whether they arrived.
    pub doubts: u64,
    /// Groups that became supergroups.
    pub migrations: u64,
    /// Questions of prompts asked.
    pub questions: u64,
    /// Answers that people were told are noted.
    pub answers: u64,
    /// Those of them that were late.
    pub late_answers: u64,
    /// Questions with no answer in time.
    pub missed: u64,
    /// Reminders of prompts.
    pub reminders: u64,
    /// Disputes that people were told are registered.
    pub disputes: u64,
    /// Results of mediations.
    pub mediated: u64,
    /// Disputes that a body has taken.
    pub transferred: u64,
    /// Visits after an agreement.
    pub revisited: u64,
    /// Disputes that broke out again.
    pub reopened: u64,
    /// Incidents raised from disputes.
    pub raised: u64,
    /// Disputes whose names were removed.
    pub forgotten: u64,
    /// Times that a passed limit of a dispute was told.
    pub told_late: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.reports += other.reports;
        self.incidents += other.incidents;
        self.pages += other.pages;
        self.presses += other.presses;
        self.acknowledged += other.acknowledged;
        self.closed += other.closed;
        self.exhausted += other.exhausted;
        self.restarts += other.restarts;
        self.commits += other.commits;
        self.deaths += other.deaths;
        self.deaths_at_start += other.deaths_at_start;
        for (own, others) in self.death_points.iter_mut().zip(other.death_points) {
            *own += others;
        }
        self.doubts += other.doubts;
        self.migrations += other.migrations;
        self.questions += other.questions;
        self.answers += other.answers;
        self.late_answers += other.late_answers;
        self.missed += other.missed;
        self.reminders += other.reminders;
        self.disputes += other.disputes;
        self.mediated += other.mediated;
        self.transferred += other.transferred;
        self.revisited += other.revisited;
        self.reopened += other.reopened;
        self.raised += other.raised;
        self.forgotten += other.forgotten;
        self.told_late += other.told_late;
    }
}

/// How a plan went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The seed of the plan.
    pub seed: u64,
    /// The promise that was not kept, if one was not.
    pub breach: Option<Breach>,
    /// What happened.
    pub figures: Figures,
    /// What happened, line by line.
    pub trace: Vec<String>,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.trace {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "{:?}", self.figures)?;
        match &self.breach {
            Some(breach) => write!(f, "seed {}: {breach}", self.seed),
            None => write!(f, "seed {}: every promise was kept", self.seed),
        }
    }
}

/// Runs a plan.
pub fn run(plan: &Plan, planted: Planted) -> Run {
    run_with(plan, planted, &Arc::new(Words::new()))
}

/// Runs a plan with words that were read before: reading them takes a while.
pub fn run_with(plan: &Plan, planted: Planted, words: &Arc<Words>) -> Run {
    let mut world = World::new(plan.clone(), Arc::clone(words), planted);
    // A panic of the bot is a finding like any other, and its transcript is wanted.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        while world.step()? {}
        Ok(())
    }));
    let breach = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(breach)) => Some(breach),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned().or_else(|| {
                panic
                    .downcast_ref::<&str>()
                    .map(|words| (*words).to_owned())
            });
            Some(world.breach("S3", format!("panicked: {}", words.unwrap_or_default())))
        }
    };
    Run {
        seed: plan.seed,
        breach,
        figures: world.figures,
        trace: world.trace,
    }
}
