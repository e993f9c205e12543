//! A month of duty as messages of text: every name whole, a line for each day and roster.

use crate::decide::DutyMonth;
use crate::limits::ROSTER_TEXT_UNITS;
use crate::outgoing::Message;
use crate::render::compose::typed;
use crate::render::roster::{buttons, nobody, whole};
use crate::render::{View, message};
use crate::sheet::{Day, SPECIAL, STAND_IN, Sheet, Stint};

/// A line is cut between names after so many units: nobody reads a longer one, and it fits a message.
const LINE_UNITS: usize = 1000;

/// A month, with the buttons under its last message.
pub(super) fn month(view: &View<'_>, month: &DutyMonth) -> Vec<Message> {
    let sheet = whole(view, month, &month.rosters);
    let mut messages = sheet_text(view, &sheet);
    if let Some(last) = messages.last_mut() {
        last.rows = buttons(view, month, true);
    }
    messages
}

/// A table as text.
pub fn sheet_text(view: &View<'_>, sheet: &Sheet) -> Vec<Message> {
    let title = typed(&sheet.title);
    let mut head = view.say("roster-caption", &[("title", (&title).into())]);
    if let Some(part) = &sheet.part {
        head = format!("{head} · {part}");
    }
    // Under a table of one roster its name stands in the head alone.
    let alone = sheet.columns.len() == 1;
    let mut blocks: Vec<Vec<String>> = vec![vec![head]];
    for column in &sheet.columns {
        if let Some(hours) = &column.hours {
            blocks[0].push(told(view, &typed(&column.name), hours));
        }
    }
    for day in &sheet.days {
        blocks.push(lines_of(view, sheet, day, alone));
    }
    let legend = sheet.legend.iter().map(|line| typed(line));
    blocks.push(legend.chain([typed(&sheet.foot)]).collect());
    messages(blocks)
}

fn lines_of(view: &View<'_>, sheet: &Sheet, day: &Day, alone: bool) -> Vec<String> {
    let special = day.special.then(|| SPECIAL.to_owned());
    let number = day.number.to_string();
    let date = view.say(
        "roster-text-day",
        &[
            ("day", (&number).into()),
            ("weekday", (&day.weekday).into()),
        ],
    );
    let head = [Some(date), day.today.clone(), special];
    let head: Vec<String> = head.into_iter().flatten().collect();
    let head = head.join(" ");
    if alone {
        let cell = day.cells.first().map_or(&[][..], Vec::as_slice);
        return cell_lines(view, sheet, &head, cell);
    }
    let cells = sheet.columns.iter().zip(&day.cells);
    let cells = cells.flat_map(|(column, cell)| {
        cell_lines(view, sheet, &format!("· {}", typed(&column.name)), cell)
    });
    std::iter::once(head).chain(cells).collect()
}

/// Who is there, in as many lines as it takes.
fn cell_lines(view: &View<'_>, sheet: &Sheet, head: &str, cell: &[Stint]) -> Vec<String> {
    if let Some(nobody) = nobody(cell) {
        return vec![told(view, head, nobody)];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for (index, stint) in cell.iter().enumerate() {
        if index > 0 {
            line.push_str(&view.say("roster-text-then", &[]));
        }
        let from = stint.from.iter().map(|from| format!("{from} "));
        let sign = stint.stand_in.then(|| STAND_IN.to_owned());
        line.extend(from.chain(sign));
        for (index, name) in stint.people.iter().enumerate() {
            if index > 0 {
                line.push_str(&sheet.comma);
            }
            if units(&line) > LINE_UNITS {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(&typed(&name.signed()));
        }
        line.extend(stint.until.iter().map(|until| format!(" {until}")));
    }
    lines.push(line);
    if let Some(first) = lines.first_mut() {
        *first = told(view, head, first);
    }
    lines
}

fn told(view: &View<'_>, head: &str, what: &str) -> String {
    view.say(
        "roster-text-line",
        &[("head", head.into()), ("what", what.into())],
    )
}

/// As few messages as fit; a day stays in one where it can.
fn messages(blocks: Vec<Vec<String>>) -> Vec<Message> {
    let mut texts: Vec<String> = Vec::new();
    let mut text = String::new();
    for block in blocks {
        let block_units: usize = block.iter().map(|line| units(line) + 1).sum();
        let whole = block_units <= ROSTER_TEXT_UNITS;
        if whole && units(&text) + block_units > ROSTER_TEXT_UNITS {
            texts.push(std::mem::take(&mut text));
        }
        for line in block {
            if units(&text) + units(&line) + 1 > ROSTER_TEXT_UNITS && !text.is_empty() {
                texts.push(std::mem::take(&mut text));
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line);
        }
    }
    texts.push(text);
    let texts = texts.iter().filter(|text| !text.is_empty());
    texts.map(|text| message(text)).collect()
}

/// UTF-16 units; marks of ours count too, so there are rather fewer in the message.
fn units(marked: &str) -> usize {
    marked.encode_utf16().count()
}
