//! `/export`: what is stored, as a workbook, in private: for everybody configured, the ledger for those who keep
//! it (SPEC section 3, "Rights": reading).

use crate::decide::{Effect, Line, Place, Speech, Turn, World, ledger, rights};
use crate::ids::TelegramUser;
use crate::incoming::Sender;
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Drawn, Exported};

/// The command.
pub(super) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, asked: &str) {
    let kinds = kinds(&turn.world, sender.id);
    let mut known = Exported::ALL.into_iter();
    match known.find(|known| asked.eq_ignore_ascii_case(known.word())) {
        Some(kind) if kinds.contains(&kind) => make(turn, place, sender, kind),
        Some(kind) => turn.answer(place, refusal(&turn.world, kind)),
        None if kinds.is_empty() => turn.answer(place, Line::MayNotRead),
        None => {
            let asked = asked.to_owned();
            let speech = Speech::Exports { asked, kinds };
            turn.answer_in_private(place, sender.id, speech);
        }
    }
}

/// A button that asks which there are.
pub(super) fn ask(turn: &mut Turn<'_>, place: Place, sender: &Sender) -> Line {
    let kinds = kinds(&turn.world, sender.id);
    if kinds.is_empty() {
        return Line::MayNotRead;
    }
    let asked = String::new();
    let speech = Speech::Exports { asked, kinds };
    turn.answer_in_private(place, sender.id, speech);
    Line::Comes
}

/// The button of one.
pub(super) fn press(turn: &mut Turn<'_>, place: Place, sender: &Sender, kind: Exported) -> Line {
    if !kinds(&turn.world, sender.id).contains(&kind) {
        return refusal(&turn.world, kind);
    }
    make(turn, place, sender, kind);
    Line::Comes
}

/// What a user may have.
fn kinds(world: &World<'_>, user: TelegramUser) -> Vec<Exported> {
    let reads = rights::may_read(world, user);
    let person = rights::person_id(world, user);
    let keeps = person.is_some_and(|person| rights::keeps_ledger(world.settings, &person));
    let may = |kind: &Exported| match kind {
        Exported::Incidents | Exported::Duty | Exported::Prompts => reads,
        Exported::Disputes => keeps,
    };
    Exported::ALL.into_iter().filter(may).collect()
}

fn refusal(world: &World<'_>, kind: Exported) -> Line {
    match kind {
        Exported::Incidents | Exported::Duty | Exported::Prompts => Line::MayNotRead,
        Exported::Disputes => ledger::not_yours(world),
    }
}

fn make(turn: &mut Turn<'_>, asked: Place, sender: &Sender, kind: Exported) {
    if kind == Exported::Disputes {
        ledger::exported(turn, sender);
    }
    turn.decision.effects.push(Effect::Draw {
        chat: sender.id.private_chat(),
        reply_to: asked.in_private(),
        drawn: Drawn::Workbook(kind),
        speech: Speech::Exported(kind),
        subject: asked.elsewhere(),
        life: ANSWER_LIFE,
    });
}
