//! Reading: the list of open incidents, one card, one record.

use crate::decide::acknowledge::no_incident;
use crate::decide::{Line, Place, Speech, Turn};
use crate::ids::IncidentNumber;
use crate::state::incident::Incident;
use crate::state::posts::PostKind;

/// Open incidents, highest level first, then the oldest.
pub(super) fn incidents(turn: &Turn<'_>, page: u32) -> Speech {
    let world = turn.world;
    let mut list: Vec<Incident> = world
        .open
        .values()
        .map(|folder| folder.incident.clone())
        .collect();
    list.sort_by_key(|incident| (world.settings.rank(&incident.severity), incident.number));
    Speech::Incidents { list, page }
}

/// One card, as it stands. While the incident is not closed the copy lives, and says nothing here;
/// one a chat is enough.
pub(super) fn incident(
    turn: &mut Turn<'_>,
    place: Place,
    number: IncidentNumber,
) -> Option<Speech> {
    let Some(incident) = turn.look(number) else {
        return Some(no_incident(&turn.world, number).into());
    };
    if incident.is_closed() {
        return Some(Speech::Card(Box::new(incident)));
    }
    let posts = &mut turn.open(number)?.posts;
    for post in posts.list.iter_mut().filter(|post| post.chat == place.chat) {
        if let PostKind::Copy { superseded } = &mut post.kind {
            *superseded = true;
        }
    }
    let copy = PostKind::Copy { superseded: false };
    posts.add(copy, place.chat, place.message);
    None
}

/// One record, whole.
pub(super) fn timeline(turn: &Turn<'_>, number: IncidentNumber) -> Speech {
    match turn.look(number) {
        Some(incident) => Speech::Timeline {
            incident: Box::new(incident),
            entries: turn.world.archive.record(number),
        },
        None => no_incident(&turn.world, number).into(),
    }
}

/// Answers a press by a new message in the chat of the button.
pub(super) fn as_message(turn: &mut Turn<'_>, place: Place, speech: Speech) -> Line {
    match speech {
        Speech::Line(line) => line,
        speech => {
            turn.answer(place, speech);
            Line::Comes
        }
    }
}
