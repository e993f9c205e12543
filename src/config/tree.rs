//! The file as a tree whose every key and value knows its place, in the order of the file.
//!
//! `toml` gives keys sorted by name and borrows the text; mistakes are told in the order of the
//! file, and a file with broken lines is put together from several texts, hence an own tree.

use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::duration;

/// A value and the byte of the file at which it starts.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) value: Value,
}

/// What a key can hold.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    /// `None`: more digits than 64 bits hold.
    Whole(Option<i64>),
    Point,
    Flag(bool),
    /// A date or time written without quotes, as it is written.
    Moment(String),
    List(Vec<Node>),
    Table(Table),
}

/// A table; `at` is its header, or its opening brace.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) at: usize,
    pub(super) entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: usize,
    pub(super) node: Node,
}

impl Value {
    /// The kind of value in words, for "… is a list".
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Point => "a number with a point",
            Self::Flag(_) => "true or false",
            Self::Moment(_) => "a date or time without quotes",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The text; dates and times count with and without quotes.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Moment(text) => Some(text),
            _ => None,
        }
    }
}

impl Table {
    /// Converts what `toml` read from a piece of the file that starts at byte `shift`.
    pub(super) fn from_toml(table: &DeTable<'_>, at: usize, shift: usize) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                at: key.span().start + shift,
                node: node(value, shift),
            })
            .collect();
        entries.sort_by_key(|entry| entry.at);
        Self {
            at: at + shift,
            entries,
        }
    }

    /// Adds what another piece of the same file holds: lists grow, tables merge.
    pub(super) fn merge(&mut self, other: Self) {
        for entry in other.entries {
            let Some(mine) = self.entries.iter_mut().find(|mine| mine.key == entry.key) else {
                self.entries.push(entry);
                continue;
            };
            match (&mut mine.node.value, entry.node.value) {
                (Value::List(mine), Value::List(more)) => mine.extend(more),
                (Value::Table(mine), Value::Table(more)) => mine.merge(more),
                // `[policies.x]` means the last `[[policies]]` above it.
                (Value::List(mine), Value::Table(more)) => {
                    if let Some(Value::Table(last)) = mine.last_mut().map(|node| &mut node.value) {
                        last.merge(more);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Where the value of `key` starts, or the table where it has none.
    pub(super) fn place(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |node| node.at)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.text()
    }

    /// What the row is called: its `name`, or else its `id`.
    pub(super) fn name(&self) -> Option<String> {
        let name = self.text("name").or_else(|| self.text("id"))?;
        Some(name.trim().to_owned())
    }

    pub(super) fn texts(&self, key: &str) -> impl Iterator<Item = (&str, usize)> {
        self.list(key)
            .iter()
            .filter_map(|node| Some((node.value.text()?, node.at)))
    }

    pub(super) fn list(&self, key: &str) -> &[Node] {
        match self.get(key).map(|node| &node.value) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    pub(super) fn rows(&self, key: &str) -> impl Iterator<Item = &Self> {
        self.list(key).iter().filter_map(|node| match &node.value {
            Value::Table(table) => Some(table),
            _ => None,
        })
    }

    pub(super) fn table(&self, key: &str) -> Option<&Self> {
        match &self.get(key)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn whole(&self, key: &str) -> Option<i64> {
        match self.get(key)?.value {
            Value::Whole(number) => number,
            _ => None,
        }
    }

    /// `false` where the key is left out.
    pub(super) fn flag(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|node| &node.value),
            Some(Value::Flag(true))
        )
    }

    /// Whether the key says no; `false` where it is left out.
    pub(super) fn refuses(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|node| &node.value),
            Some(Value::Flag(false))
        )
    }

    pub(super) fn span(&self, key: &str) -> Option<Duration> {
        duration::parse(self.text(key)?).ok()
    }
}

fn node(value: &Spanned<DeValue<'_>>, shift: usize) -> Node {
    let at = value.span().start;
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            Value::Whole(i64::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(_) => Value::Point,
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|value| node(value, shift)).collect()),
        DeValue::Table(table) => Value::Table(Table::from_toml(table, at, shift)),
    };
    Node {
        at: at + shift,
        value,
    }
}
