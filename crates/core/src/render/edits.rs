//! What was changed after it was said: beside what it said before, never in its place.

use crate::limits::NEWS_CHARS;
use crate::render::View;
use crate::render::compose::{shorten, typed};
use crate::state::incident::{Incident, News};

/// The report as its writer changed it last.
pub(super) fn report(view: &View<'_>, incident: &Incident) -> Option<String> {
    let edit = incident.edits()?.report.as_ref()?;
    Some(line(view, "card-edited", edit, NEWS_CHARS))
}

/// The update that was changed last.
pub(super) fn update(view: &View<'_>, incident: &Incident) -> Option<String> {
    let edit = incident.edits()?.update.as_ref()?;
    Some(line(view, "card-edited-update", edit, NEWS_CHARS))
}

/// The report as it reads now, whole, for who asks for all.
pub(super) fn whole(view: &View<'_>, incident: &Incident) -> Vec<String> {
    let edit = incident.edits().and_then(|edits| edits.report.as_ref());
    let edit = edit.map(|edit| line(view, "card-edited", edit, usize::MAX));
    edit.iter()
        .flat_map(|edit| edit.lines().map(str::to_owned))
        .collect()
}

fn line(view: &View<'_>, id: &str, edit: &News, characters: usize) -> String {
    let text = if edit.text.is_empty() {
        view.say("file-only", &[])
    } else {
        typed(&shorten(&edit.text, characters))
    };
    view.say(
        id,
        &[
            ("time", (&view.time(edit.at)).into()),
            ("who", (&view.actor(&edit.by)).into()),
            ("text", (&text).into()),
        ],
    )
}
