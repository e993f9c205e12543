//! A failing plan made smaller: what can be left out without the failure going away is left out.

use std::sync::Arc;

use dutybell_core::render::words::Words;

use super::plan::Plan;
use super::planted::Planted;
use super::run_with;

/// Runs that shrinking may cost.
const MOST_RUNS: usize = 400;

/// The smallest plan found that breaks the same promise.
pub fn shrink(plan: &Plan, planted: Planted, words: &Arc<Words>) -> Plan {
    let Some(breach) = run_with(plan, planted, words).breach else {
        return plan.clone();
    };
    let mut smallest = plan.clone();
    let mut runs = 0;
    let mut size = smallest.actions.len().div_ceil(2);
    while size > 0 && runs < MOST_RUNS {
        let mut from = 0;
        while from < smallest.actions.len() && runs < MOST_RUNS {
            let smaller = smallest.without(|index| (from..from + size).contains(&index));
            runs += 1;
            let again = run_with(&smaller, planted, words).breach;
            if again.is_some_and(|again| again.promise == breach.promise) {
                smallest = smaller;
            } else {
                from += size;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    smallest
}
