//! Photos, files and places: their lines of the record, the button that shows them again.

use crate::ids::IncidentNumber;
use crate::incoming::AttachmentKind;
use crate::limits::NEWS_CHARS;
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::render::compose::{shorten, typed};
use crate::render::{View, message};
use crate::state::event::Actor;
use crate::state::evidence::{Evidence, Unkept};
use crate::state::incident::Incident;

/// Bytes of the units that sizes are told in.
const UNITS: [(u64, &str); 3] = [
    (1024 * 1024 * 1024, "GB"),
    (1024 * 1024, "MB"),
    (1024, "kB"),
];

/// A size as people say it, with one decimal where it is not whole.
pub(super) fn size(bytes: u64) -> String {
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| bytes >= *unit) else {
        return format!("{bytes} B");
    };
    let (whole, tenth) = (bytes / unit, bytes % unit * 10 / unit);
    if tenth == 0 {
        format!("{whole} {name}")
    } else {
        format!("{whole}.{tenth} {name}")
    }
}

/// The button that shows everything again; none where there is nothing.
pub(super) fn buttons(view: &View<'_>, incident: &Incident) -> Vec<Vec<Button>> {
    let pieces = incident.pieces_of_all();
    if pieces == 0 {
        return Vec::new();
    }
    vec![vec![Button {
        label: view.say("label-files", &[("n", pieces.into())]),
        data: Press::Files(incident.number).encode(),
    }]]
}

/// A line of the record.
pub(super) fn sentence(view: &View<'_>, by: &Actor, evidence: &Evidence) -> String {
    let who = view.actor(by);
    match evidence {
        Evidence::Added { evidence, .. } => {
            let what = evidence.iter().map(|one| kind(view, one.kind)).collect();
            view.say(
                "ev-evidence",
                &[
                    ("who", (&who).into()),
                    ("what", (&view.listed(what)).into()),
                ],
            )
        }
        Evidence::Placed { position, .. } => view.say(
            "ev-position",
            &[
                ("who", (&who).into()),
                ("position", (&typed(&position.to_string())).into()),
            ],
        ),
        Evidence::Kept {
            piece,
            kind: what,
            sha256,
            bytes,
        } => view.say(
            "ev-evidence-kept",
            &[
                ("what", (&numbered(view, *what, *piece)).into()),
                ("size", (&size(*bytes)).into()),
                ("hash", (&sha256.to_string()).into()),
            ],
        ),
        Evidence::Refused {
            piece,
            kind: what,
            why,
        } => {
            let what = match piece {
                Some(piece) => numbered(view, *what, *piece),
                None => kind(view, *what),
            };
            let what = ("what", (&what).into());
            match why {
                Unkept::TooLarge { limit } => view.say(
                    "ev-evidence-large",
                    &[what, ("limit", (&size(*limit)).into())],
                ),
                Unkept::NotGiven => view.say("ev-evidence-not-given", &[what]),
                Unkept::TooMany { limit } => {
                    view.say("ev-evidence-many", &[what, ("limit", (*limit).into())])
                }
            }
        }
        Evidence::Failed {
            piece,
            kind: what,
            reason,
        } => view.say(
            "ev-evidence-failed",
            &[
                ("what", (&numbered(view, *what, *piece)).into()),
                ("reason", (&typed(&shorten(reason, NEWS_CHARS))).into()),
            ],
        ),
    }
}

/// To an administrator: one could not be kept.
pub(super) fn failed(view: &View<'_>, number: IncidentNumber, why: &str) -> Message {
    let why = typed(&shorten(why, NEWS_CHARS));
    message(&view.say(
        "admin-evidence-failed",
        &[("n", number.0.into()), ("why", (&why).into())],
    ))
}

fn numbered(view: &View<'_>, what: AttachmentKind, piece: u32) -> String {
    let what = kind(view, what);
    view.say(
        "piece",
        &[("what", (&what).into()), ("piece", piece.into())],
    )
}

fn kind(view: &View<'_>, kind: AttachmentKind) -> String {
    let id = match kind {
        AttachmentKind::Photo => "piece-photo",
        AttachmentKind::Video | AttachmentKind::VideoNote | AttachmentKind::Animation => {
            "piece-video"
        }
        AttachmentKind::Voice | AttachmentKind::Audio => "piece-sound",
        AttachmentKind::Document => "piece-document",
        AttachmentKind::Position => "piece-position",
    };
    view.say(id, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        let mega = 1024 * 1024;
        for (bytes, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1536, "1.5 kB"),
            (20 * mega, "20 MB"),
            (2000 * mega, "1.9 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
