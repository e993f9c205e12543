//! Figures as people see them: all their words are there, in the reader's language.
//!
//! The shell draws it as a picture, `render::stats` writes it as text, so both say the same.

use serde::{Deserialize, Serialize};

/// The figures of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Of which month.
    pub title: String,
    /// A subject each.
    pub sections: Vec<Section>,
    /// What stands for a character that a picture can't show means.
    pub lacking: String,
    /// As of when, and in which zone.
    pub foot: String,
}

/// A subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it is about.
    pub head: String,
    /// A line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<Bar>,
    /// What is to be said of them, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Of what.
    pub label: String,
    /// As it is read.
    pub value: String,
    /// How long its bar is, in thousandths of the longest there can be; `None`: it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u16>,
    /// Where the line stands that it should reach, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u16>,
}

impl Bar {
    /// A figure without a bar.
    pub fn plain(label: String, value: String) -> Self {
        Self {
            label,
            value,
            length: None,
            target: None,
        }
    }

    /// Whether it falls short of what it should reach.
    pub fn is_short(&self) -> bool {
        self.length
            .zip(self.target)
            .is_some_and(|(length, target)| length < target)
    }
}

/// A part of a whole in thousandths, rounded down, so that only all of it is all.
pub fn thousandths(part: u32, whole: u32) -> u16 {
    let share = u64::from(part) * 1000 / u64::from(whole.max(1));
    u16::try_from(share.min(1000)).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up_to_its_target() {
        assert_eq!(thousandths(0, 0), 0);
        assert_eq!(thousandths(3, 3), 1000);
        assert_eq!(thousandths(979, 1000), 979);
        assert_eq!(thousandths(9799, 10_000), 979);
        let bar = |part, whole| Bar {
            length: Some(thousandths(part, whole)),
            target: Some(980),
            ..Bar::plain(String::new(), String::new())
        };
        assert!(bar(9799, 10_000).is_short());
        assert!(!bar(98, 100).is_short());
    }
}
