//! Evidence: what comes with reports, updates and answers, how much of it is kept, and what comes of
//! fetching it.

use std::time::Duration;

use crate::decide::acknowledge::no_incident;
use crate::decide::message::{live_incident, told_incident};
use crate::decide::{Decision, Draft, Effect, Line, Place, Speech, Turn, World, likeness, rights};
use crate::ids::{IncidentNumber, MessageId, TelegramChat};
use crate::incoming::{Attachment, ChatMessage, Sender};
use crate::limits::{
    ALBUM_BYTES, ALBUM_LIFE, FETCH_FIRST, FETCH_FOR, FETCH_LONGEST, FETCH_TRIES,
    FETCH_TRIES_OF_DAY, FULL_AGAIN, NOT_SHOWN_AGAIN, SHOWN_AGAIN,
};
use crate::outgoing::Priority;
use crate::state::desk::DeskChange;
use crate::state::event::{Actor, Event, Origin};
use crate::state::evidence::{Album, Evidence, Fetch, Fetched, Filed, Unkept};
use crate::state::incident::Incident;
use crate::time::At;

/// What came with a message.
#[derive(Clone, Copy)]
pub(super) struct Came<'a> {
    /// Where, and by which message.
    pub(super) place: Place,
    /// Photos, files, places.
    pub(super) attachments: &'a [Attachment],
    /// The album that they are of.
    pub(super) album: Option<&'a str>,
    /// The message itself, for the record.
    pub(super) origin: Option<Origin>,
}

impl<'a> Came<'a> {
    /// With this message.
    pub(super) fn with(message: &'a ChatMessage) -> Self {
        Self {
            place: Place {
                chat: message.chat.id,
                message: Some(message.id),
            },
            attachments: &message.attachments,
            album: message.album.as_deref(),
            origin: Some(message.origin()),
        }
    }

    /// Nothing, but at this place.
    pub(super) fn nothing(place: Place) -> Self {
        Self {
            place,
            attachments: &[],
            album: None,
            origin: None,
        }
    }
}

/// What an incident takes of what came, and what is too much for it.
pub(super) fn split<'a>(
    world: &World<'_>,
    before: usize,
    came: &'a [Attachment],
) -> (&'a [Attachment], &'a [Attachment]) {
    let limit = usize::try_from(world.settings.evidence.max_files).unwrap_or(usize::MAX);
    came.split_at(came.len().min(limit.saturating_sub(before)))
}

/// Sees to what an entry has just brought to an incident: the pieces after the first `before`, and
/// what was too much. Says what of it is not kept.
pub(super) fn file(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    before: usize,
    surplus: &[Attachment],
    came: &Came<'_>,
) -> Option<Line> {
    let (limits, now) = (turn.world.settings.evidence, turn.now);
    remember_album(turn, number, sender, came);
    let by = turn.actor(sender);
    let draft = turn.open(number)?;
    let pieces: Vec<(u32, Attachment)> = draft
        .incident
        .pieces()
        .skip(before)
        .map(|(piece, attachment)| (piece, attachment.clone()))
        .collect();
    let mut line = None;
    let mut wanted = Vec::new();
    for (piece, attachment) in pieces {
        let kind = attachment.kind;
        if let Some(position) = attachment.position {
            let placed = Evidence::Placed { piece, position };
            draft.emit(by.clone(), Event::Evidence(placed), now);
        } else if attachment.size.is_some_and(|size| size > limits.max_file) {
            line = Some(refuse_large(
                draft,
                piece,
                &attachment,
                limits.max_file,
                now,
            ));
        } else if !attachment.unique_id.is_empty() {
            wanted.push(Fetch {
                incident: number,
                piece,
                kind,
                file_id: attachment.file_id,
                limit: limits.max_file,
                chat: came.place.chat,
                message: came.place.message,
                since: now,
                due: now,
                attempt: 0,
                refusals: 0,
            });
        }
    }
    for attachment in surplus {
        let limit = limits.max_files;
        let refused = Evidence::Refused {
            piece: None,
            kind: attachment.kind,
            why: Unkept::TooMany { limit },
        };
        draft.emit(Actor::Bot, Event::Evidence(refused), now);
        line = Some(Line::EvidenceTooMany { number, limit });
    }
    let wanted = wanted
        .into_iter()
        .map(|fetch| DeskChange::Fetch(number, fetch.piece, Some(Box::new(fetch))));
    turn.decision.desk.extend(wanted);
    line
}

fn refuse_large(
    draft: &mut Draft,
    piece: u32,
    attachment: &Attachment,
    limit: u64,
    now: At,
) -> Line {
    let refused = Evidence::Refused {
        piece: Some(piece),
        kind: attachment.kind,
        why: Unkept::TooLarge { limit },
    };
    draft.emit(Actor::Bot, Event::Evidence(refused), now);
    Line::EvidenceTooLarge {
        number: draft.incident.number,
        limit,
    }
}

/// What follows in an album has no caption: it belongs to where the first one went.
fn remember_album(turn: &mut Turn<'_>, number: IncidentNumber, sender: &Sender, came: &Came<'_>) {
    let Some(name) = came.album.filter(|name| name.len() <= ALBUM_BYTES) else {
        return;
    };
    let albums = &turn.world.desk.albums;
    if albums.contains_key(&(came.place.chat, name.to_owned())) {
        return;
    }
    let old = albums
        .iter()
        .filter(|(_, album)| turn.now.since(album.at) > ALBUM_LIFE)
        .map(|((chat, name), _)| DeskChange::Album(*chat, name.clone(), None));
    let mut changes: Vec<DeskChange> = old.collect();
    let album = Album {
        incident: number,
        by: sender.id,
        at: turn.now,
    };
    changes.push(DeskChange::Album(
        came.place.chat,
        name.to_owned(),
        Some(album),
    ));
    turn.decision.desk.extend(changes);
}

/// A later picture of an album of which one went to an incident; `false` where it is none. What is
/// well needs no answer: the first one had it.
pub(super) fn of_album(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender) -> bool {
    let Some(name) = message.album.clone() else {
        return false;
    };
    let album = turn.world.desk.albums.get(&(message.chat.id, name));
    let Some(album) = album.filter(|album| album.by == sender.id) else {
        return false;
    };
    let came = Came::with(message);
    let line = likeness::update(turn, album.incident, sender, message.text.trim(), &came);
    let told = match line {
        Line::UpdateStored(_) | Line::EvidenceStored(_) => true,
        Line::EvidenceTooMany { number, .. } => told_full_lately(turn, number),
        _ => false,
    };
    if !told {
        turn.answer(came.place, line);
    }
    true
}

/// An album of ten would say ten times that nothing more is kept.
fn told_full_lately(turn: &mut Turn<'_>, number: IncidentNumber) -> bool {
    turn.lately("evidence_full", &number.to_string(), FULL_AGAIN)
}

/// Which messages of ours an answer with a photo may answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// A live message of an incident, or its report.
    Live,
    /// Whatever the bot wrote of an incident.
    Told,
}

/// A photo, file or place as an answer to a message about an incident, with words or without;
/// `false` where it is none.
pub(super) fn as_answer(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    answered: Answered,
) -> bool {
    let Some(quoted) = message.reply_to.as_deref() else {
        return false;
    };
    let chat = message.chat.id;
    if message.attachments.is_empty() || !rights::belongs(&turn.world, chat, Some(sender.id)) {
        return false;
    }
    let number = match answered {
        Answered::Live => live_incident(turn, chat, quoted),
        Answered::Told => told_incident(turn, quoted),
    };
    let Some(number) = number else {
        return false;
    };
    let came = Came::with(message);
    let line = likeness::update(turn, number, sender, message.text.trim(), &came);
    turn.answer(came.place, line);
    true
}

/// Photos, files and places of an incident are shown again.
pub(super) fn show(turn: &mut Turn<'_>, place: Place, number: IncidentNumber) -> Line {
    let Some(incident) = turn.look(number) else {
        return no_incident(&turn.world, number);
    };
    if incident.pieces_of_all() == 0 {
        return Line::EvidenceNone(number);
    }
    if send_all(turn, place, &incident) {
        Line::EvidenceComes(number)
    } else {
        Line::EvidenceCame(number)
    }
}

/// Shows every piece again, also of what was joined to it: from Telegram, else from our disk.
/// `false` where that was done just now: a press more would fill the chat's minute.
pub(super) fn send_all(turn: &mut Turn<'_>, place: Place, incident: &Incident) -> bool {
    if incident.pieces_of_all() == 0 {
        return true;
    }
    let of = format!("{}/{}", place.chat, incident.number);
    if turn.lately("shown", &of, SHOWN_AGAIN) {
        return false;
    }
    send_pieces(turn, place, incident);
    for also in incident.also().iter().filter(|also| also.pieces > 0) {
        if let Some(joined) = turn.look(also.number) {
            send_pieces(turn, place, &joined);
        }
    }
    true
}

fn send_pieces(turn: &mut Turn<'_>, place: Place, incident: &Incident) {
    let files = incident.pieces().map(|(piece, file)| Effect::File {
        chat: place.chat,
        file: file.clone(),
        kept: incident.kept(piece).map(Box::new),
        reply_to: place.message,
    });
    turn.decision.effects.extend(files);
}

/// Telegram shows a piece neither by its handle nor from our disk: said once of all that were asked
/// for together.
pub fn not_shown(
    world: World<'_>,
    chat: TelegramChat,
    reply_to: Option<MessageId>,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let asked = reply_to.map_or(0, |message| message.0);
    if !turn.lately("not_shown", &format!("{chat}/{asked}"), NOT_SHOWN_AGAIN) {
        turn.decision.effects.push(Effect::Say {
            chat,
            reply_to,
            speech: Line::EvidenceNotShown.into(),
            priority: Priority::Bulk,
        });
    }
    turn.done()
}

/// A try to fetch a file ended.
pub fn fetched(
    world: World<'_>,
    number: IncidentNumber,
    piece: u32,
    fetched: &Fetched,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let Some(fetch) = world.desk.fetches.get(&(number, piece)) else {
        return turn.done();
    };
    let kind = fetch.kind;
    let tired = now.since(fetch.since) >= FETCH_FOR && fetch.attempt + 1 >= FETCH_TRIES_OF_DAY;
    let refused = matches!(fetched, Fetched::Gone { .. });
    let again = match fetched {
        Fetched::Kept { sha256, bytes } => {
            let (sha256, bytes) = (*sha256, *bytes);
            let kept = Evidence::Kept {
                piece,
                kind,
                sha256,
                bytes,
            };
            note(&mut turn, number, kept);
            None
        }
        Fetched::TooLarge => {
            let limit = fetch.limit;
            let refused = Evidence::Refused {
                piece: Some(piece),
                kind,
                why: Unkept::TooLarge { limit },
            };
            note(&mut turn, number, refused);
            let line = Line::EvidenceTooLarge { number, limit };
            turn.answer(place_of(&world, fetch), line);
            None
        }
        Fetched::NotGiven => {
            let refused = Evidence::Refused {
                piece: Some(piece),
                kind,
                why: Unkept::NotGiven,
            };
            note(&mut turn, number, refused);
            turn.answer(place_of(&world, fetch), Line::EvidenceNotGiven(number));
            None
        }
        Fetched::Later { wait, .. } if !tired => Some(wait.unwrap_or_default()),
        Fetched::Gone { .. } if fetch.refusals + 1 < FETCH_TRIES => Some(Duration::ZERO),
        Fetched::Disk { why } => {
            // Said at once, since only somebody at the machine can mend it.
            let known = turn.look(number);
            let known = known.is_some_and(|known| known.filed.get(&piece) == Some(&Filed::Failed));
            if tired || !known {
                fail(&mut turn, number, fetch, why);
            }
            (!tired).then_some(FETCH_LONGEST / 10)
        }
        Fetched::Later { why, .. } | Fetched::Gone { why } => {
            fail(&mut turn, number, fetch, why);
            None
        }
    };
    let next = again.map(|wait| {
        Box::new(Fetch {
            attempt: fetch.attempt + 1,
            refusals: fetch.refusals + u32::from(refused),
            due: now.plus(backoff(fetch.attempt).max(wait)),
            ..fetch.clone()
        })
    });
    turn.decision
        .desk
        .push(DeskChange::Fetch(number, piece, next));
    turn.done()
}

fn note(turn: &mut Turn<'_>, number: IncidentNumber, evidence: Evidence) {
    let now = turn.now;
    if let Some(draft) = turn.open(number) {
        draft.emit(Actor::Bot, Event::Evidence(evidence), now);
    }
}

fn fail(turn: &mut Turn<'_>, number: IncidentNumber, fetch: &Fetch, why: &str) {
    let failed = Evidence::Failed {
        piece: fetch.piece,
        kind: fetch.kind,
        reason: why.to_owned(),
    };
    note(turn, number, failed);
    let why = why.to_owned();
    turn.tell_once_an_hour("evidence", &Speech::EvidenceFailed { number, why });
}

/// Where the file came; message ids end with a group's id.
fn place_of(world: &World<'_>, fetch: &Fetch) -> Place {
    let chat = world.desk.current(fetch.chat);
    Place {
        chat,
        message: fetch.message.filter(|_| chat == fetch.chat),
    }
}

/// Doubles with each try, capped.
fn backoff(attempt: u32) -> Duration {
    FETCH_FIRST
        .saturating_mul(1_u32 << attempt.min(16))
        .min(FETCH_LONGEST)
}
