//! Exports: a file a kind.

pub(crate) mod disputes;
pub(crate) mod duty;
pub(crate) mod incidents;
pub(crate) mod prompts;
pub(crate) mod screening_report;
mod workbook;

use std::io::Write;

use chrono_tz::Tz;
use clap::ValueEnum;
use dutybell_core::ids::PersonId;
use dutybell_core::settings::{Person, Settings};
use dutybell_core::state::event::Actor;
use dutybell_core::time::At;

use workbook::Cell;

/// Where an export is written to.
pub(crate) type Out<'a> = dyn Write + Send + 'a;

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated, UTF-8, with a heading.
    Csv,
    /// A workbook for spreadsheet programs, in the configuration's language.
    Xlsx,
}

/// A text of a csv file. A spreadsheet runs what begins like a formula; an apostrophe in front makes it text.
fn field(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Columns of a log in a workbook: its text is what the hash is over, and no text for readers.
fn logged<'a>(columns: &[&'a str]) -> Vec<&'a str> {
    let columns = columns.iter().map(|column| match *column {
        "text" => "record",
        column => column,
    });
    columns.collect()
}

/// An instant as clocks in the configuration's zone show it.
fn local(zone: Tz, at: At) -> Cell {
    Cell::Moment(at.utc().with_timezone(&zone).naive_local())
}

/// A person as people say it; of several with one name, with the id.
fn name(settings: &Settings, id: &PersonId) -> String {
    named(&settings.people, id)
}

fn named(people: &[Person], id: &PersonId) -> String {
    let Some(person) = people.iter().find(|person| person.id == *id) else {
        return id.to_string();
    };
    let called = person.name.to_lowercase();
    let mut others = people.iter().filter(|other| other.id != *id);
    if others.any(|other| other.name.to_lowercase() == called) {
        format!("{} ({id})", person.name)
    } else {
        person.name.clone()
    }
}

/// Who did something, as people say it; nothing for the bot.
fn actor(settings: &Settings, actor: &Actor) -> Option<String> {
    match actor {
        Actor::Person(id) => Some(name(settings, id)),
        Actor::Guest { name, .. } => Some(name.clone()),
        Actor::Bot => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namesakes_are_told_apart_by_their_ids() {
        let person = |id: &str, name: &str| Person {
            id: id.into(),
            name: name.into(),
            telegram: None,
            phone: None,
            language: None,
            admin: false,
            gone: false,
        };
        let people = [
            person("wang", "王芳"),
            person("wang2", "王芳"),
            person("li", "李强"),
        ];
        let named = |id: &str| named(&people, &id.into());
        assert_eq!(named("wang2"), "王芳 (wang2)");
        assert_eq!(named("wang"), "王芳 (wang)");
        assert_eq!(named("li"), "李强");
        assert_eq!(named("nobody"), "nobody");
    }
}
