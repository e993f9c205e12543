//! What was said lately, by the key that the page gave it: a page whose answer was lost says it
//! again, and it must not stand there twice.

use std::collections::VecDeque;

use serde_json::Value;

/// A page repeats itself within a minute or two.
const KEPT: usize = 200;

/// The latest keys with what was answered.
#[derive(Debug, Default)]
pub(crate) struct Said(VecDeque<(String, Value)>);

impl Said {
    pub(crate) fn answer_to(&self, key: &str) -> Option<Value> {
        let (_, answer) = self.0.iter().find(|(known, _)| known == key)?;
        Some(answer.clone())
    }

    pub(crate) fn note(&mut self, key: String, answer: Value) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((key, answer));
    }
}
