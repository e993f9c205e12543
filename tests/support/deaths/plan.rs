//! Who does what in which life of the bot, and when it dies. All of it follows from a seed.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// Who reports, and whether in the group.
const REPORTERS: [(&str, bool); 7] = [
    ("li", true),
    ("chen", true),
    ("guest", true),
    ("zhao", true),
    ("li", false),
    ("wang", false),
    ("sun", false),
];

/// How a report begins; each level has one.
const REPORTS: [&str; 4] = ["1级 flood", "smoke", "crash", "noise"];

/// Who presses what, and whether in the group.
const PRESSES: [(&str, bool, &str); 14] = [
    ("zhao", false, "Acknowledge"),
    ("sun", false, "Acknowledge"),
    ("chen", false, "Acknowledge"),
    ("wang", false, "Acknowledge"),
    ("zhao", true, "Acknowledge"),
    ("office", true, "Acknowledge"),
    ("zhao", false, "Can't respond"),
    ("chen", false, "Can't respond"),
    ("wang", false, "Can't respond"),
    ("guest", true, "Escalate"),
    ("li", true, "Escalate"),
    ("zhao", false, "Escalate"),
    ("office", true, "Level I"),
    ("office", true, "Level II"),
];

/// One thing that somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Reports.
    Report {
        /// Who.
        who: &'static str,
        /// In the group, not in private.
        in_group: bool,
        /// No other report says the same.
        text: String,
    },
    /// Presses a button of one of the latest messages that have it.
    Press {
        /// Who.
        who: &'static str,
        /// In the group, not in private.
        in_group: bool,
        /// Which.
        label: &'static str,
        /// Of which message, counted back from the newest.
        back: usize,
    },
}

/// A moment in the life of a bot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Telegram has heard so many calls.
    pub(crate) calls: usize,
    /// So long after that.
    pub(crate) later: Duration,
    /// And the scheduler was given way so often: finer than a timer.
    pub(crate) ways: usize,
}

/// A life of the bot.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    /// Done before it starts.
    pub(crate) before: Vec<Act>,
    /// Done while it runs, each when Telegram has heard so many calls.
    pub(crate) during: Vec<(usize, Act)>,
    /// When it dies.
    pub(crate) death: Moment,
}

/// The seed of this run: `DUTYBELL_SEED`, or any.
pub(crate) fn seed() -> u64 {
    let seed = match std::env::var("DUTYBELL_SEED") {
        Ok(seed) => seed.parse().expect("DUTYBELL_SEED is a number"),
        Err(_) => RandomState::new().hash_one(0),
    };
    // Shown where the test fails.
    println!("DUTYBELL_SEED={seed}");
    seed
}

/// The lives that follow from a seed.
pub(crate) fn lives(seed: u64, count: usize) -> Vec<Life> {
    let mut chance = Chance(seed);
    let mut told = 0;
    (0..count)
        .map(|_| {
            let mut life = Life {
                before: (0..chance.below(3))
                    .map(|_| act(&mut chance, &mut told))
                    .collect(),
                during: during(&mut chance, &mut told),
                death: death(&mut chance),
            };
            if life.death.calls == 0 {
                // Nobody waits for anything in a life as short as this.
                let acts = life.during.drain(..).map(|(_, act)| act);
                life.before.extend(acts);
            }
            life
        })
        .collect()
}

fn during(chance: &mut Chance, told: &mut usize) -> Vec<(usize, Act)> {
    let mut acts: Vec<_> = (0..1 + chance.below(4))
        .map(|_| (chance.below(14), act(chance, told)))
        .collect();
    acts.sort_by_key(|(calls, _)| *calls);
    acts
}

fn act(chance: &mut Chance, told: &mut usize) -> Act {
    if chance.below(5) < 2 {
        *told += 1;
        let (who, in_group) = chance.one_of(&REPORTERS);
        let text = format!("{} at mill {told}.", chance.one_of(&REPORTS));
        return Act::Report {
            who,
            in_group,
            text,
        };
    }
    let (who, in_group, label) = chance.one_of(&PRESSES);
    Act::Press {
        who,
        in_group,
        label,
        back: chance.below(4),
    }
}

fn death(chance: &mut Chance) -> Moment {
    let (calls, micros) = match chance.below(10) {
        // Still opening its store.
        0 => (0, chance.below(1_000)),
        1 | 2 => (0, chance.below(60_000)),
        // Right after a call, and a little later.
        3..=6 => (1 + chance.below(30), 0),
        _ => (1 + chance.below(20), chance.below(8_000)),
    };
    Moment {
        calls,
        later: Duration::from_micros(micros as u64),
        ways: chance.below(40),
    }
}

/// Draws that can be had again (splitmix64).
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.draw() % limit as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
