//! From words and buttons to what is meant. One grammar a file, quoted on top.

pub mod answer;
pub mod button;
pub mod command;
pub mod ledger;
pub mod people;
pub mod prompt;
pub mod recognise;
pub mod roster;
pub mod swap;
pub mod tag;
pub mod update;

/// A text in one line, with single blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds full-width forms of ASCII to ASCII, so that a Chinese keyboard's `：` and `１` count as
/// `:` and `1`. Every character stays one character.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}
