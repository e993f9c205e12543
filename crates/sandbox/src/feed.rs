//! What the program around the sandbox tells the page bit by bit: a list that only grows, of which
//! each page gets what it has not got yet.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

/// What lies further back is forgotten.
const KEPT: usize = 2_000;

/// The list.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    lines: VecDeque<Line>,
    last: u64,
}

/// A line of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    /// Counts 1, 2, 3 …
    pub(crate) n: u64,
    /// What was told.
    pub(crate) told: Value,
}

impl Feed {
    /// Adds to the end.
    pub(crate) fn push(&mut self, told: Value) {
        self.last += 1;
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(Line { n: self.last, told });
    }

    /// What came after the line of this number. A number that was never given belongs to another
    /// list: all of this one is new then.
    pub(crate) fn since(&self, n: u64) -> impl Iterator<Item = &Line> {
        let n = if n > self.last { 0 } else { n };
        self.lines.iter().filter(move |line| line.n > n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gets_what_it_lacks_and_the_oldest_is_forgotten() {
        let mut feed = Feed::default();
        for told in 0..KEPT + 3 {
            feed.push(told.into());
        }
        let numbers = |since| feed.since(since).map(|line| line.n).collect::<Vec<_>>();
        assert_eq!(numbers(0).len(), KEPT);
        assert_eq!(numbers(0)[0], 4);
        let last = KEPT as u64 + 3;
        assert_eq!(numbers(last - 1), [last]);
        assert!(numbers(last).is_empty());
        assert_eq!(numbers(last + 9).len(), KEPT, "another list's number");
    }
}
