//! Buttons to choose one of many by its name: each told from the others, and no more of them than Telegram takes.

use crate::limits::{CHOICES, LABEL_COLUMNS};
use crate::outgoing::Button;
use crate::parse::button::Press;
use crate::render::View;
use crate::render::buttons::rows;
use crate::render::compose::{fit, plain};

/// One of those that can be chosen.
pub(super) struct Choice {
    /// Its whole name, marked.
    pub(super) name: String,
    /// As it fits a button.
    pub(super) label: String,
    /// What choosing it does.
    pub(super) press: Press,
}

impl Choice {
    /// One of the names of the configuration.
    pub(super) fn named(view: &View<'_>, name: &str, press: Press) -> Self {
        let name = view.name(name);
        Self {
            label: fit(&plain(&name), LABEL_COLUMNS),
            name,
            press,
        }
    }
}

/// A page of the choices.
pub(super) struct Choices {
    /// The whole names of those whose labels alone are alike, to stand above the buttons.
    pub(super) lines: Vec<String>,
    /// The buttons.
    pub(super) rows: Vec<Vec<Button>>,
}

/// So many of them as one message takes; `to` leads to another page, from 0.
pub(super) fn choices(
    view: &View<'_>,
    all: &[Choice],
    page: u32,
    to: impl Fn(u32) -> Press,
) -> Choices {
    let labels: Vec<&str> = all.iter().map(|choice| choice.label.as_str()).collect();
    let numbers = numbers(&labels);
    let pages = all.len().div_ceil(CHOICES).max(1);
    let page = usize::try_from(page).unwrap_or(0).min(pages - 1);
    let shown = all.iter().zip(&numbers).skip(page * CHOICES).take(CHOICES);
    let mut lines = Vec::new();
    let mut buttons = Vec::new();
    for (choice, number) in shown {
        let label = match number {
            Some(number) => {
                lines.push(format!("{number} {}", choice.name));
                label(*number, &plain(&choice.name))
            }
            None => choice.label.clone(),
        };
        buttons.push(Button {
            label,
            data: choice.press.encode(),
        });
    }
    let mut rows = rows(buttons);
    let page = u32::try_from(page).unwrap_or(0);
    let mut turning = Vec::new();
    if page > 0 {
        turning.push(view.button("label-back", &to(page - 1)));
    }
    if (page as usize) + 1 < pages {
        turning.push(view.button("label-more", &to(page + 1)));
    }
    if !turning.is_empty() {
        rows.push(turning);
    }
    Choices { lines, rows }
}

/// The place among all, from 1, of each label that is like another; `None` for those that are like no other.
pub(super) fn numbers(labels: &[&str]) -> Vec<Option<usize>> {
    let alike = |label: &str| labels.iter().filter(|other| **other == label).count() > 1;
    let placed = (1..).zip(labels);
    placed
        .map(|(place, label)| alike(label).then_some(place))
        .collect()
}

/// A label with its number before it: the number is whole, whatever is left of the name.
pub(super) fn label(number: usize, name: &str) -> String {
    let number = number.to_string();
    let room = LABEL_COLUMNS.saturating_sub(number.len() + 1);
    format!("{number} {}", fit(name, room))
}
