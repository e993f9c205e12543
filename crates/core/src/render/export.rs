//! Workbooks: which there are, and what one holds.

use crate::outgoing::{Exported, Message};
use crate::parse::button::Press;
use crate::render::{View, message};

/// Which there are.
pub(super) fn kinds(view: &View<'_>, asked: &str, kinds: &[Exported]) -> Message {
    let text = if asked.is_empty() {
        view.say("export-which", &[])
    } else {
        let asked = view.name(asked);
        view.say("export-unknown", &[("asked", (&asked).into())])
    };
    let mut all = message(&text);
    let button = |kind: &Exported| {
        let label = format!("label-export-{}", kind.word());
        vec![view.button(&label, &Press::Export(*kind))]
    };
    all.rows = kinds.iter().map(button).collect();
    all
}

/// What one holds.
pub(super) fn caption(view: &View<'_>, kind: Exported) -> Message {
    let time = view.time(view.now);
    let id = format!("export-{}", kind.word());
    message(&view.say(&id, &[("time", (&time).into())]))
}

/// It could not be made or sent.
pub(super) fn failed(view: &View<'_>, kind: Exported) -> Message {
    message(&view.say("export-failed", &[("kind", kind.word().into())]))
}
