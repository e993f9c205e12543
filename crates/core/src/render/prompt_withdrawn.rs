//! What a row had under way that is gone from the configuration.

use crate::ids::PromptId;
use crate::outgoing::Message;
use crate::render::prompt_title::{all_units, title};
use crate::render::{View, message};
use crate::settings::Target;
use crate::state::prompt_title::RoundTitle;

/// A round of it, and who had not answered.
pub(super) fn round(
    view: &View<'_>,
    (row, of): (&PromptId, &RoundTitle),
    missing: &[Target],
    report: Option<&str>,
) -> Message {
    let of = title(view, of);
    let mut lines = vec![view.say("prompt-withdrawn", &[("title", (&of).into())])];
    lines.push(why(view, row));
    if !missing.is_empty() {
        let names = all_units(view, missing);
        lines.push(view.say("prompt-withdrawn-missing", &[("names", (&names).into())]));
    }
    if let Some(to) = report {
        let to = view.name(to);
        lines.push(view.say("prompt-withdrawn-report", &[("to", (&to).into())]));
    }
    message(&lines.join("\n"))
}

/// Why nobody is asked any more.
pub(super) fn why(view: &View<'_>, row: &PromptId) -> String {
    let row = view.name(row.as_str());
    view.say("prompt-withdrawn-why", &[("row", (&row).into())])
}
