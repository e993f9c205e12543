//! `/export`: what is stored, as a workbook, in private.

use crate::decide::{Effect, Line, Place, Speech, Turn, rights};
use crate::incoming::Sender;
use crate::outgoing::{Drawn, Exported};

/// The command.
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, kind: &str) {
    if !rights::administers(&turn.world, sender.id) {
        return turn.answer(place, Line::AdministratorsOnly);
    }
    let mut kinds = Exported::ALL.into_iter();
    match kinds.find(|known| kind.eq_ignore_ascii_case(known.word())) {
        Some(kind) => make(turn, place, sender, kind),
        None => turn.answer_in_private(place, sender.id, Speech::Exports(kind.to_owned())),
    }
}

/// A button that asks which there are.
pub(super) fn ask(turn: &mut Turn<'_>, place: Place, sender: &Sender) -> Line {
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    turn.answer_in_private(place, sender.id, Speech::Exports(String::new()));
    Line::Comes
}

/// The button of one.
pub(super) fn press(turn: &mut Turn<'_>, place: Place, sender: &Sender, kind: Exported) -> Line {
    if !rights::administers(&turn.world, sender.id) {
        return Line::AdministratorsOnly;
    }
    make(turn, place, sender, kind);
    Line::Comes
}

fn make(turn: &mut Turn<'_>, asked: Place, sender: &Sender, kind: Exported) {
    turn.decision.effects.push(Effect::Draw {
        chat: sender.id.private_chat(),
        reply_to: asked.in_private(),
        drawn: Drawn::Workbook(kind),
        speech: Speech::Exported(kind),
        subject: asked.elsewhere(),
    });
}
