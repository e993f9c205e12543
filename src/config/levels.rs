//! `[[severities]]` and `[[categories]]`: what a report is recognised as.

use dutybell_core::ids::{CategoryId, SeverityId};
use dutybell_core::settings::{Category, Severity};

use super::draft::Draft;
use super::problem::{Findings, Flaw};
use super::tree::Table;
use super::word;

/// A word names one level, and one level at most is the default.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    check_words(draft, findings);
    let mut defaults = draft
        .root
        .rows("severities")
        .filter(|row| row.flag("default"))
        .map(|row| row.place("default"));
    let Some(first) = defaults.next() else { return };
    for second in defaults {
        let reason = format!(
            "the default severity is already marked on line {}",
            draft.lines.line(first)
        );
        findings.add(
            second,
            Flaw::new(reason, "leave `default = true` at one severity"),
        );
    }
}

fn check_words(draft: &Draft<'_>, findings: &mut Findings) {
    let mut seen: Vec<(String, usize, &str, usize)> = Vec::new();
    for (rank, row) in draft.root.rows("severities").enumerate() {
        let Some(id) = row.text("id") else { continue };
        for (word, at) in std::iter::once((id, row.place("id"))).chain(row.texts("aliases")) {
            let folded = word::fold(word);
            let clash = seen
                .iter()
                .find(|(other, level, ..)| *other == folded && *level != rank);
            match clash {
                // Two equal ids are told as such.
                Some((_, _, other, _)) if *other == id && word == id => {}
                Some((_, _, other, line)) => findings.add(
                    at,
                    Flaw::new(
                        format!(
                            "`{word}` already names the severity `{other}` on line {}",
                            draft.lines.line(*line)
                        ),
                        "a word in a report can name one severity only: remove it from one of the two",
                    ),
                ),
                None => seen.push((folded, rank, id, at)),
            }
        }
    }
}

pub(super) fn severity(row: &Table) -> Option<Severity> {
    Some(Severity {
        id: SeverityId::new(row.text("id")?),
        name: row.name()?,
        aliases: words(row, "aliases"),
        default: row.flag("default"),
    })
}

pub(super) fn category(row: &Table) -> Option<Category> {
    Some(Category {
        id: CategoryId::new(row.text("id")?),
        name: row.name()?,
        keywords: words(row, "keywords"),
        severity: row.text("severity").map(SeverityId::new),
    })
}

fn words(row: &Table, key: &str) -> Vec<String> {
    row.texts(key)
        .map(|(word, _)| word.trim().to_owned())
        .collect()
}
