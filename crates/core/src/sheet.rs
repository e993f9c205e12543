//! A table of duty as people see it: all its words are there, in the reader's language.
//!
//! The shell draws it as a picture, `render::roster` writes it as text, so both say the same. A picture
//! may have to say a character otherwise (its font lacks one); here every name stands whole.

use serde::{Deserialize, Serialize};

/// A month of duty, or a part of one that fits a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which month, and of what.
    pub title: String,
    /// Which part of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Over the days.
    pub date_head: String,
    /// A roster each, at least one.
    pub columns: Vec<Column>,
    /// A row each.
    pub days: Vec<Day>,
    /// What signs mean, a line each: those alone that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legend: Vec<String>,
    /// What stands for a character that a picture can't show means.
    pub lacking: String,
    /// As of when, and in which zone.
    pub foot: String,
    /// Between two names.
    pub comma: String,
}

/// A roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// When its shifts begin, where that is the same each day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Of the month.
    pub number: u32,
    /// Shortened.
    pub weekday: String,
    /// Saturday or Sunday.
    pub weekend: bool,
    /// The word for today, in its row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// Whether it lies in a special period.
    pub special: bool,
    /// What stands under each column, in their order.
    pub cells: Vec<Vec<Stint>>,
}

/// Who is on duty from when on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stint {
    /// From when, where the column does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when, where nobody follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who, the captain first.
    pub people: Vec<Name>,
    /// Whether they come from a roster that stands in for this one.
    pub stand_in: bool,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Whole.
    pub name: String,
    /// Whether in the place of somebody else.
    pub swapped: bool,
}

/// In front of somebody who is there in the place of somebody else.
pub const SWAPPED: &str = "⇄";
/// At a day of a special period.
pub const SPECIAL: &str = "★";
/// In front of people of a roster that stands in.
pub const STAND_IN: &str = "◆";
/// Where nobody is on duty.
pub const NOBODY: &str = "—";

impl Name {
    /// With the sign in front, where one belongs there.
    pub fn signed(&self) -> String {
        if self.swapped {
            format!("{SWAPPED}{}", self.name)
        } else {
            self.name.clone()
        }
    }
}

/// How wide each column is: whatever it needs, as far as all of them have room. `columns` are the widths
/// of what stays together and of what would stand in one line; `all` is shared out, in the same unit.
pub fn shares(columns: &[(f32, f32)], all: f32) -> Vec<f32> {
    let even = all / columns.iter().map(|_| 1.0).sum::<f32>().max(1.0);
    let least = columns.iter().map(|(least, _)| least.min(even));
    let wants: Vec<(f32, f32)> = least
        .zip(columns)
        .map(|(least, (_, whole))| (least, (whole - least).max(0.0)))
        .collect();
    let spare = all - wants.iter().map(|(least, _)| least).sum::<f32>();
    let wanted: f32 = wants.iter().map(|(_, want)| want).sum();
    let (part, rest) = if wanted > spare {
        (spare / wanted, 0.0)
    } else {
        (1.0, (spare - wanted) / all * even)
    };
    let shares = wants.iter().map(|(least, want)| least + want * part + rest);
    shares.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_gets_what_it_needs_and_all_is_given() {
        let near = |columns: &[(f32, f32)], expected: &[f32]| {
            let shares = shares(columns, 900.0);
            assert!(
                (shares.iter().sum::<f32>() - 900.0).abs() < 0.1,
                "{shares:?}"
            );
            for (share, expected) in shares.iter().zip(expected) {
                assert!((share - expected).abs() < 0.1, "{shares:?}");
            }
        };
        near(&[(100.0, 100.0)], &[900.0]);
        near(
            &[(100.0, 150.0), (100.0, 150.0), (200.0, 450.0)],
            &[200.0, 200.0, 500.0],
        );
        near(&[(100.0, 100.0), (200.0, 1600.0)], &[100.0, 800.0]);
        near(&[(2000.0, 2000.0), (2000.0, 4000.0)], &[450.0, 450.0]);
    }
}
