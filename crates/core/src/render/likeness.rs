//! Who else reported the same, and the button that says so.

use crate::limits::{ALSO_CHARS, ALSO_SHOWN};
use crate::outgoing::Button;
use crate::parse::button::Press;
use crate::render::View;
use crate::render::compose::{shorten, typed};
use crate::state::incident::Incident;

/// Other reports of the same, the newest ones.
pub(super) fn also(view: &View<'_>, incident: &Incident) -> Vec<String> {
    let also = incident.also();
    let hidden = also.len().saturating_sub(ALSO_SHOWN);
    let mut lines: Vec<String> = also
        .iter()
        .skip(hidden)
        .flat_map(|also| {
            let text = if also.text.is_empty() {
                view.say("file-only", &[])
            } else {
                typed(&shorten(&also.text, ALSO_CHARS))
            };
            let told = view.say(
                "card-also",
                &[
                    ("n", also.number.0.into()),
                    ("time", (&view.time(also.at)).into()),
                    ("who", (&view.actor(&also.by)).into()),
                    ("text", (&text).into()),
                ],
            );
            let news = also.news.as_ref().filter(|news| !news.text.is_empty());
            std::iter::once(told).chain(news.map(|news| {
                let text = typed(&shorten(&news.text, ALSO_CHARS));
                view.say(
                    "card-also-news",
                    &[
                        ("n", also.number.0.into()),
                        ("time", (&view.time(news.at)).into()),
                        ("who", (&view.actor(&news.by)).into()),
                        ("text", (&text).into()),
                    ],
                )
            }))
        })
        .collect();
    if hidden > 0 {
        lines.push(view.say("card-also-more", &[("n", hidden.into())]));
    }
    lines
}

/// One tap makes two into one.
pub(super) fn button(view: &View<'_>, incident: &Incident) -> Option<Vec<Button>> {
    let to = incident.like()?;
    Some(vec![Button {
        label: view.say("label-same", &[("n", to.0.into())]),
        data: Press::Same(incident.number, to).encode(),
    }])
}
