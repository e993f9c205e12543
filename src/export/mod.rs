//! Exports: a file a kind.

pub(crate) mod duty;
pub(crate) mod incidents;
mod workbook;

use std::io::Write;

use chrono_tz::Tz;
use clap::ValueEnum;
use dutybell_core::ids::PersonId;
use dutybell_core::settings::Settings;
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

/// An instant as clocks in the configuration's zone show it.
fn local(zone: Tz, at: At) -> Cell {
    Cell::Moment(at.utc().with_timezone(&zone).naive_local())
}

/// A person as people say it.
fn name(settings: &Settings, id: &PersonId) -> String {
    let known = settings.person(id);
    known.map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// Who did something, as people say it; nothing for the bot.
fn actor(settings: &Settings, actor: &Actor) -> Option<String> {
    match actor {
        Actor::Person(id) => Some(name(settings, id)),
        Actor::Guest { name, .. } => Some(name.clone()),
        Actor::Bot => None,
    }
}
