//! Reads a file that may have broken lines, and goes on behind each of them.
//!
//! The parser's own recovery loses what follows a broken line and reports its consequences. So the
//! file is cut at its `[headers]`, and in each piece the first broken line is told, blanked, and the
//! piece read again.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::problem::{Absent, Flaw, Found};
use super::syntax;
use super::tree::Table;

/// More broken lines than anybody mends at once; the rest is told next time.
const MOST_FLAWS: usize = 100;

/// What could be read.
pub(super) struct Parsed {
    pub(super) root: Table,
    pub(super) broken: Vec<Found>,
    lost: Vec<Lost>,
}

/// Lines that could not be read, where, and the piece of the file they stood in.
struct Lost {
    piece: Range<usize>,
    at: usize,
    lines: String,
}

impl Parsed {
    /// Whether what is told as missing may only be unread.
    pub(super) fn excuses(&self, text: &str, found: &Found) -> bool {
        self.lost.iter().any(|lost| {
            let names = |name: &str| words(&lost.lines).any(|word| word == name);
            match &found.absent {
                None => false,
                Some(Absent::File(name)) => names(name),
                Some(Absent::Section(keys)) => {
                    lost.piece.contains(&found.at) && keys.iter().any(|key| names(key))
                }
                Some(Absent::Brackets) => text
                    .get(found.at..lost.at)
                    .is_some_and(|between| between.trim() == "["),
            }
        })
    }

    fn lose(&mut self, piece: &Range<usize>, at: usize, lines: &str) {
        self.lost.push(Lost {
            piece: piece.clone(),
            at,
            lines: lines.to_owned(),
        });
    }
}

/// The ids and keys in a line.
fn words(lines: &str) -> impl Iterator<Item = &str> {
    lines.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
}

/// Reads `text`; never fails, `broken` says what could not be read.
pub(super) fn parse(text: &str) -> Parsed {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut parsed = Parsed {
        root: Table::default(),
        broken: Vec::new(),
        lost: Vec::new(),
    };
    if errors.is_empty() {
        parsed.root = Table::from_toml(table.get_ref(), 0, 0);
        return parsed;
    }
    for piece in pieces(text) {
        if parsed.broken.len() >= MOST_FLAWS {
            parsed.lose(&piece, piece.start, &text[piece.clone()]);
        } else {
            read_piece(text, piece, &mut parsed);
        }
    }
    // A table written twice is seen only where the whole file is read.
    for error in errors {
        let at = start(&error);
        if syntax::is_duplicate(&error) && is_header(line_of(text, at)) {
            parsed.broken.push(found(at, syntax::flaw(&error)));
        }
    }
    parsed
}

/// From header line to header line.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && is_header(line) {
            cuts.push(at);
        }
        at += line.len();
    }
    cuts.push(text.len());
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

fn is_header(line: &str) -> bool {
    line.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('[')
}

fn read_piece(text: &str, piece: Range<usize>, parsed: &mut Parsed) {
    let shift = piece.start;
    let original = &text[piece.clone()];
    let mut readable = original.to_owned();
    loop {
        let (table, errors) = DeTable::parse_recoverable(&readable);
        let Some(error) = errors.iter().min_by_key(|error| start(error)) else {
            parsed
                .root
                .merge(Table::from_toml(table.get_ref(), 0, shift));
            return;
        };
        let blame = blame(table.get_ref(), &readable, error);
        parsed.broken.push(found(blame.at + shift, blame.flaw));
        let header_broken = is_header(original) && blame.lines.start == 0;
        let already_blank = readable[blame.lines.clone()].trim().is_empty();
        if header_broken || already_blank || parsed.broken.len() >= MOST_FLAWS {
            parsed.lose(&piece, shift, original);
            return;
        }
        let at = blame.lines.start + shift;
        parsed.lose(&piece, at, &readable[blame.lines.clone()]);
        let blank = blanked(&readable[blame.lines.clone()]);
        readable.replace_range(blame.lines, &blank);
    }
}

fn blanked(lines: &str) -> String {
    lines
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

fn found(at: usize, flaw: Flaw) -> Found {
    Found {
        at,
        flaw,
        absent: None,
    }
}

/// What is told and which lines are left out of the next reading.
struct Blame {
    at: usize,
    lines: Range<usize>,
    flaw: Flaw,
}

/// The parser notices an unclosed bracket far behind it; the reader must look at the bracket.
fn blame(table: &DeTable<'_>, text: &str, error: &Error) -> Blame {
    let at = start(error);
    let line = line_range(text, at);
    let here = text.get(line.clone()).unwrap_or_default();
    let ends_here = text.get(at..).unwrap_or_default().trim().is_empty();
    let in_text = error.message().contains(" string");
    if let Some((open, kind)) = innermost(table, at, in_text)
        && (ends_here
            || open < line.start
                && (kind == Open::Brace || kind == Open::Bracket && starts_key(here)))
    {
        let first = line_range(text, open);
        let last = if ends_here { text.len() } else { line.start };
        return Blame {
            at: open,
            lines: first.start..last,
            flaw: syntax::unclosed(kind),
        };
    }
    Blame {
        at,
        lines: line,
        flaw: syntax::flaw(error),
    }
}

/// What was opened and not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Bracket,
    Brace,
    Quotes,
}

/// The innermost list or inline table that the byte lies in; or text, if that is what is broken.
fn innermost(table: &DeTable<'_>, at: usize, in_text: bool) -> Option<(usize, Open)> {
    table
        .values()
        .find_map(|value| innermost_of(value, at, in_text))
}

fn innermost_of(value: &Spanned<DeValue<'_>>, at: usize, in_text: bool) -> Option<(usize, Open)> {
    let span = value.span();
    let inside = span.start < at && at <= span.end;
    let own = |kind| inside.then_some((span.start, kind));
    match value.get_ref() {
        DeValue::Array(list) => list
            .iter()
            .find_map(|value| innermost_of(value, at, in_text))
            .or_else(|| own(Open::Bracket)),
        DeValue::Table(table) => innermost(table, at, in_text).or_else(|| own(Open::Brace)),
        DeValue::String(_) if in_text => own(Open::Quotes),
        _ => None,
    }
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

fn line_range(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    let start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let end = bytes[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |newline| at + newline + 1);
    start..end
}

fn line_of(text: &str, at: usize) -> &str {
    text.get(line_range(text, at)).unwrap_or_default()
}

fn starts_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    })
}
