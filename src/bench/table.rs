//! The table that is printed: figure, aim, and whether it is met.

use std::fmt::Write as _;

/// One line.
pub(super) struct Figure {
    /// What was measured.
    pub(super) what: &'static str,
    /// How it came out.
    pub(super) is: String,
    /// What it should be.
    pub(super) aim: String,
    /// Whether it is.
    pub(super) met: Option<bool>,
}

/// The figures as a table in Markdown.
pub(super) fn table(figures: &[Figure]) -> String {
    let mut text = String::from("| figure | measured | aim | met |\n| --- | --- | --- | --- |\n");
    for Figure { what, is, aim, met } in figures {
        let met = match met {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        // Writing to a String can't fail.
        let _ = writeln!(text, "| {what} | {is} | {aim} | {met} |");
    }
    text
}
