//! A mistake of the file: where, what, and how to mend it.

use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong and what to do about it, not yet tied to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) reason: String,
    pub(super) mend: String,
}

impl Flaw {
    pub(super) fn new(reason: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            mend: mend.into(),
        }
    }
}

/// A flaw at a byte of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) flaw: Flaw,
    /// Set where something is said not to be there.
    pub(super) absent: Option<Absent>,
}

/// What is said not to be there: if it stands on a line that could not be read, nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Absent {
    /// From the whole file: an id, a table.
    File(String),
    /// From the table that the flaw is told of: keys, any of which would do.
    Section(Vec<&'static str>),
    /// From the brackets at which the flaw is told.
    Brackets,
}

/// Collects flaws while the checks go through the file.
#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Found>);

impl Findings {
    pub(super) fn add(&mut self, at: usize, flaw: Flaw) {
        self.0.push(Found {
            at,
            flaw,
            absent: None,
        });
    }

    /// Adds a flaw that says something is not there.
    pub(super) fn add_absent(&mut self, at: usize, absent: Absent, flaw: Flaw) {
        self.0.push(Found {
            at,
            flaw,
            absent: Some(absent),
        });
    }
}

/// Turns bytes of the file into lines and columns.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self { text, starts }
    }

    /// Counted from 1, as editors do.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Counted from 1 in characters.
    fn column(&self, at: usize) -> usize {
        let start = self
            .starts
            .get(self.line(at) - 1)
            .copied()
            .unwrap_or_default();
        self.text
            .get(start..at.min(self.text.len()))
            .map_or(1, |before| before.chars().count() + 1)
    }

    pub(super) fn locate(&self, found: Found) -> Problem {
        Problem {
            line: self.line(found.at),
            column: self.column(found.at),
            reason: found.flaw.reason,
            mend: found.flaw.mend,
        }
    }
}

/// One mistake, ready to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Line of the file, from 1.
    pub(crate) line: usize,
    /// Character of the line, from 1.
    pub(crate) column: usize,
    /// What is wrong. Never quotes a value that may be a secret.
    pub(crate) reason: String,
    /// What to do about it.
    pub(crate) mend: String,
}

/// Why a configuration can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problems {
    /// There is no text to check.
    #[error("{}: {reason}\n  {mend}", path.display())]
    Unreadable {
        /// The file as it was named.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        mend: String,
    },
    /// Every mistake of the file, in the order of the file; never empty.
    #[error("{}", Listing { path, list })]
    Mistakes {
        /// The file as it was named.
        path: PathBuf,
        /// In the order of the file.
        list: Vec<Problem>,
    },
}

impl Problems {
    /// The first and its line, where it has one.
    pub(crate) fn first(&self) -> (Option<usize>, &str) {
        match self {
            Self::Unreadable { reason, .. } => (None, reason),
            Self::Mistakes { list, .. } => list
                .first()
                .map_or((None, ""), |problem| (Some(problem.line), &problem.reason)),
        }
    }

    /// How many are told.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Unreadable { .. } => 1,
            Self::Mistakes { list, .. } => list.len(),
        }
    }
}

struct Listing<'a> {
    path: &'a Path,
    list: &'a [Problem],
}

impl fmt::Display for Listing<'_> {
    /// `file:line:column: reason` is what editors and terminals turn into a link. The line itself is
    /// not shown: it may hold a secret, and a refused reload is told to administrators in a chat.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            let Problem {
                line,
                column,
                reason,
                mend,
            } = problem;
            write!(
                f,
                "{}:{line}:{column}: {reason}\n  {mend}",
                self.path.display()
            )?;
        }
        Ok(())
    }
}
