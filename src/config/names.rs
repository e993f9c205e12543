//! The ids that the file defines: unique in their table, and what references may name.

use super::kind::Kind;
use super::problem::{Findings, Flaw, Lines};
use super::schema::{ROOT, Type};
use super::suggest;
use super::tree::Table;

/// One id and where it stands.
struct Name<'t> {
    kind: Kind,
    id: &'t str,
    at: usize,
    /// As people call it, where the row says so.
    name: Option<&'t str>,
}

/// Every id of the file, in its order.
pub(super) struct Names<'t>(Vec<Name<'t>>);

impl<'t> Names<'t> {
    pub(super) fn collect(root: &'t Table) -> Self {
        let mut names = Vec::new();
        for key in ROOT.keys {
            let Type::Rows(shape) = key.ty else { continue };
            let kind = shape.keys.iter().find_map(|key| match key.ty {
                Type::Id(kind) => Some(kind),
                _ => None,
            });
            let Some(kind) = kind else { continue };
            names.extend(root.rows(key.name).filter_map(|row| {
                Some(Name {
                    kind,
                    id: row.text("id")?,
                    at: row.place("id"),
                    name: row.text("name").map(str::trim),
                })
            }));
        }
        names.sort_by_key(|name| name.at);
        Self(names)
    }

    /// Tells the second of two equal ids, with the line of the first.
    pub(super) fn check_unique(&self, lines: &Lines<'_>, findings: &mut Findings) {
        for (index, name) in self.0.iter().enumerate() {
            let earlier = self.0[..index]
                .iter()
                .find(|earlier| earlier.id == name.id && earlier.kind.shares_names_with(name.kind));
            let Some(earlier) = earlier else { continue };
            let mend = if earlier.kind == name.kind {
                "give one of the two another id"
            } else {
                "people and roles share one name space: give one of the two another id"
            };
            findings.add(
                name.at,
                Flaw::new(
                    format!(
                        "the id `{}` is already the {} on line {}",
                        name.id,
                        earlier.kind.singular(),
                        lines.line(earlier.at)
                    ),
                    mend,
                ),
            );
        }
    }

    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.0.iter().any(|name| name.kind == kind && name.id == id)
    }

    /// The ids of those of these kinds that are called so.
    fn called(&self, kinds: &[Kind], name: &str) -> Vec<&'t str> {
        let all = self.0.iter().filter(|row| kinds.contains(&row.kind));
        let called = all.filter(|row| row.name == Some(name.trim()));
        called.map(|row| row.id).collect()
    }

    /// What is wrong with naming `id` where one of `kinds` is wanted.
    pub(super) fn missing(&self, kinds: &[Kind], id: &str) -> Option<Flaw> {
        if kinds.iter().any(|kind| self.has(*kind, id)) {
            return None;
        }
        let words = |name: fn(Kind) -> &'static str, between: &str| {
            let words: Vec<&str> = kinds.iter().map(|kind| name(*kind)).collect();
            words.join(between)
        };
        let reason = format!("there is no {} `{id}`", words(Kind::singular, " or "));
        let other = self.0.iter().find(|name| name.id == id);
        let mend = match other.map(|name| name.kind) {
            Some(Kind::Roster) if kinds.contains(&Kind::Role) => {
                format!("`{id}` is a roster: add a role with roster = \"{id}\" and name that role")
            }
            Some(other) => format!("`{id}` is a {}", other.singular()),
            None if !self.called(kinds, id).is_empty() => {
                let ids = self.called(kinds, id);
                let named: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                let write = match &ids[..] {
                    [one] => format!("write {one}"),
                    _ => "write the id that is meant".to_owned(),
                };
                format!("{id} is the name of {}: {write}", named.join(" and "))
            }
            None => suggest::hint(
                id,
                &words(Kind::table, " and "),
                self.0
                    .iter()
                    .filter(|name| kinds.contains(&name.kind))
                    .map(|name| name.id),
            ),
        };
        Some(Flaw::new(reason, mend))
    }
}
