//! Many bad days.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so")]

use std::sync::Arc;

use dutybell_core::render::words::Words;
use dutybell_sandbox::simulate::{Figures, Plan, Planted, Run, run_with, shrink};

/// Days in an ordinary run of the tests.
const SEEDS: u64 = 160;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs seeds in two threads; gives the first failing run by seed, and what happened in all.
fn run_all(seeds: std::ops::Range<u64>, planted: Planted) -> (Option<Run>, Figures) {
    let words = Arc::new(Words::new());
    let halves = std::thread::scope(|scope| {
        let words = &words;
        let seeds = &seeds;
        let half = move |odd: u64| {
            let mut figures = Figures::default();
            for seed in seeds.clone().filter(|seed| seed % 2 == odd) {
                let run = run_with(&Plan::of(seed), planted, words);
                figures += run.figures;
                if run.breach.is_some() {
                    return (Some(run), figures);
                }
            }
            (None, figures)
        };
        let other = scope.spawn(move || half(1));
        [half(0), other.join().unwrap()]
    });
    let mut figures = Figures::default();
    let mut failed: Vec<Run> = Vec::new();
    for (run, part) in halves {
        figures += part;
        failed.extend(run);
    }
    failed.sort_by_key(|run| run.seed);
    (failed.into_iter().next(), figures)
}

/// The smallest plan that fails, and what happens in it.
fn story(seed: u64) -> String {
    let words = Arc::new(Words::new());
    let plan = shrink(&Plan::of(seed), Planted::Nothing, &words);
    let run = run_with(&plan, Planted::Nothing, &words);
    format!("{plan}\n\n{run}\n\nrun it again: DUTYBELL_SEED={seed}")
}

#[test]
fn every_promise_is_kept_on_bad_days() {
    if let Some(seed) = number("DUTYBELL_SEED") {
        let plan = Plan::of(seed);
        let run = run_with(&plan, Planted::Nothing, &Arc::new(Words::new()));
        println!("{plan}\n\n{run}");
        assert!(run.breach.is_none(), "{}", story(seed));
        return;
    }
    let first = number("DUTYBELL_FIRST_SEED").unwrap_or(0);
    let seeds = first..first + number("DUTYBELL_SEEDS").unwrap_or(SEEDS);
    let (failed, figures) = run_all(seeds, Planted::Nothing);
    if let Some(run) = failed {
        panic!("{}", story(run.seed));
    }
    println!("{figures:?}");
    // A simulation in which nothing happens proves nothing.
    assert!(figures.incidents > 1_000, "{figures:?}");
    assert!(figures.pages > 3_000, "{figures:?}");
    assert!(figures.exhausted > 100, "{figures:?}");
    assert!(figures.acknowledged > 500, "{figures:?}");
    assert!(figures.restarts > 50, "{figures:?}");
    assert!(
        figures.deaths > 400 && figures.deaths_at_start > 50,
        "{figures:?}"
    );
    assert!(
        figures.death_points.iter().all(|deaths| *deaths > 50),
        "{figures:?}"
    );
    assert!(
        figures.doubts > 200 && figures.migrations > 20,
        "{figures:?}"
    );
    assert!(
        figures.questions > 3_000 && figures.answers > 2_000 && figures.late_answers > 300,
        "{figures:?}"
    );
    assert!(
        figures.missed > 1_000 && figures.reminders > 1_000,
        "{figures:?}"
    );
    assert!(
        figures.disputes > 300 && figures.mediated > 200 && figures.transferred > 30,
        "{figures:?}"
    );
    assert!(
        figures.revisited > 50 && figures.reopened > 50 && figures.raised > 30,
        "{figures:?}"
    );
    assert!(
        figures.forgotten > 100 && figures.told_late > 300,
        "{figures:?}"
    );
}

#[test]
fn a_seed_makes_the_same_day_every_time() {
    for seed in [1, 7, 42] {
        let words = Arc::new(Words::new());
        let plan = Plan::of(seed);
        assert_eq!(plan, Plan::of(seed));
        let once = run_with(&plan, Planted::Nothing, &words);
        let twice = run_with(&plan, Planted::Nothing, &words);
        assert!(once == twice, "seed {seed} tells two stories");
        assert!(once.trace.len() > 100);
    }
}

#[test]
fn bugs_planted_on_purpose_are_found() {
    // The first four break whatever they meet first.
    for (planted, promise) in [
        (Planted::LosesTimers, None),
        (Planted::LosesRows, None),
        (Planted::KeepsSentRows, None),
        (Planted::ConfirmsEarly, None),
        (Planted::LosesRecurring, Some("P5")),
        (Planted::Unprotected, Some("P8")),
    ] {
        // As many days as it takes: which batches are hit, and whether anything waits in them then, is chance.
        let (failed, _) = run_all(0..100, planted);
        let Some(failed) = failed else {
            panic!("{planted:?} goes unnoticed");
        };
        let found = failed.breach.map(|breach| breach.promise);
        assert!(
            promise.is_none() || found == promise,
            "{planted:?}: {found:?}"
        );
    }
}

/// What breaks in many seeds, one line each, for whoever looks for bugs.
#[test]
fn survey() {
    let Some(count) = number("DUTYBELL_SURVEY") else {
        return;
    };
    let first = number("DUTYBELL_FIRST_SEED").unwrap_or(0);
    let words = Arc::new(Words::new());
    std::thread::scope(|scope| {
        for odd in 0..2 {
            let words = &words;
            scope.spawn(move || {
                for seed in (first..first + count).filter(|seed| seed % 2 == odd) {
                    let run = run_with(&Plan::of(seed), Planted::Nothing, words);
                    if let Some(breach) = run.breach {
                        println!("seed {seed}: {breach}");
                    }
                }
            });
        }
    });
}
