//! Checklists: their items, what was found of each, and messages that hold it.

use crate::decide::{Answered, Problem, PromptQuestion, RoundTitle};
use crate::ids::PersonId;
use crate::limits::{ITEM_CHARS, LABEL_COLUMNS, MESSAGE_CHARS, PROBLEMS_UNITS, REMARK_CHARS};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::parse::prompt::QuestionButton;
use crate::render::choices::{label, numbers};
use crate::render::compose::{fit, headed_pages, plain, shorten, typed};
use crate::render::prompt_title::{title, unit};
use crate::render::{View, message};
use crate::settings::Target;
use crate::state::prompt::{Found, Item};

/// Characters of a remark where not all of them fit a message whole: the first with which they do.
const REMARKS_SHORT: [usize; 4] = [120, 60, 20, 0];

/// An item's name.
pub(super) fn name(item: &str) -> String {
    typed(&shorten(&one_line(item), ITEM_CHARS))
}

/// Lines about items as one text that fits a message: remarks are shortened where that must be, and it says so.
pub(super) fn fitted(view: &View<'_>, lines: impl Fn(usize) -> Vec<String>) -> String {
    let whole = lines(REMARK_CHARS).join("\n");
    if fits(&whole) {
        return whole;
    }
    let mut short = whole;
    for most in REMARKS_SHORT {
        let mut lines = lines(most);
        lines.push(view.say("prompt-remarks-short", &[]));
        short = lines.join("\n");
        if fits(&short) {
            break;
        }
    }
    short
}

fn fits(text: &str) -> bool {
    text.encode_utf16().count() < MESSAGE_CHARS
}

/// A line an item, with the number that its button has.
pub(super) fn lines(view: &View<'_>, names: &[String], items: &[Item], most: usize) -> Vec<String> {
    let numbered = names.iter().zip(label_numbers(names)).zip(items);
    let lines = numbered.map(|((item, number), state)| {
        let name = name(item);
        let name = number.map_or_else(|| name.clone(), |number| format!("{number} {name}"));
        let line = format!("{} {name}", mark(state.found));
        if state.found != Some(Found::Problem) {
            return line;
        }
        with_remark(view, line, (&state.remark, most), state.files.len())
    });
    lines.collect()
}

/// A button an item, one in a row.
pub(super) fn buttons(
    names: &[String],
    asked: &PromptQuestion,
    press: impl Fn(QuestionButton) -> Press,
) -> Vec<Vec<Button>> {
    let numbered = names.iter().zip(label_numbers(names));
    let items = (0..).zip(numbered.zip(&asked.unit.items));
    let items = items.map(|(place, ((item, number), state))| {
        let label = match number {
            Some(number) => label(number, &plain(&name(item))),
            None => short(item),
        };
        let wanted = match state.found {
            Some(Found::Good) => Found::Problem,
            Some(Found::Problem) | None => Found::Good,
        };
        vec![Button {
            label: format!("{} {label}", mark(state.found)),
            data: press(QuestionButton::Item(place, wanted)).encode(),
        }]
    });
    items.collect()
}

fn short(item: &str) -> String {
    fit(&plain(&name(item)), LABEL_COLUMNS)
}

/// What tells items apart whose short names are alike.
fn label_numbers(names: &[String]) -> Vec<Option<usize>> {
    let labels: Vec<String> = names.iter().map(|item| short(item)).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    numbers(&labels)
}

/// What was found wrong, with remarks of at most so many characters.
pub(super) fn problem_lines(view: &View<'_>, what: &Answered, most: usize) -> Vec<String> {
    match what {
        Answered::Checked { problems, .. } => {
            let problems = problems.iter();
            problems.map(|one| problem(view, one, most)).collect()
        }
        _ => Vec::new(),
    }
}

/// What was found wrong, whole, to those who see to it: in as many messages as it takes, each of which says of
/// which checklist it is.
pub(super) fn problems(
    view: &View<'_>,
    of: &RoundTitle,
    (who, by): (&Target, &PersonId),
    problems: &[Problem],
) -> Vec<Message> {
    let (who, name) = (unit(view, who), view.person(by));
    let head = view.say(
        "prompt-problems",
        &[("who", (&who).into()), ("n", problems.len().into())],
    );
    let of = view.say(
        "prompt-of-unit",
        &[
            ("title", (&title(view, of)).into()),
            ("unit", (&name).into()),
        ],
    );
    let lines = [head, of.clone()].into_iter();
    let lines = lines.chain(problems.iter().map(|one| problem(view, one, REMARK_CHARS)));
    let lines: Vec<String> = lines.collect();
    let pages = headed_pages(&lines, PROBLEMS_UNITS, |part| {
        let arguments = [("title", (&of).into()), ("part", part.into())];
        view.say("prompt-problems-part", &arguments)
    });
    pages.iter().map(|page| message(page)).collect()
}

fn problem(view: &View<'_>, problem: &Problem, most: usize) -> String {
    let line = format!("{} {}", mark(Some(Found::Problem)), name(&problem.item));
    with_remark(view, line, (&problem.remark, most), problem.files)
}

fn with_remark(
    view: &View<'_>,
    mut line: String,
    (remark, most): (&str, usize),
    files: usize,
) -> String {
    if !remark.is_empty() {
        let text = typed(&shorten(&one_line(remark), most));
        let line_and_text = [("line", (&line).into()), ("text", (&text).into())];
        line = view.say("prompt-remark", &line_and_text);
    }
    if files > 0 {
        let line_and_files = [("line", (&line).into()), ("n", files.into())];
        line = view.say("prompt-files", &line_and_files);
    }
    line
}

fn mark(found: Option<Found>) -> &'static str {
    match found {
        None => "○",
        Some(Found::Good) => "✓",
        Some(Found::Problem) => "✗",
    }
}
