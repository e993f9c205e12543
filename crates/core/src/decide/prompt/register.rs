//! Disputes that a screening finds.

use super::{keep, known, log, refresh};
use crate::decide::form::Pressed;
use crate::decide::{Line, Place, Turn, ledger};
use crate::ids::{DisputeNumber, PersonId};
use crate::state::event::Actor;
use crate::state::prompt::Origin;
use crate::state::prompt_log::What;

/// Register dispute was pressed. The ledger's guided form begins here and ends in [`dispute_registered`].
pub(super) fn pressed(turn: &mut Turn<'_>, pressed: Pressed<'_>, origin: &Origin) -> Line {
    let place = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    ledger::begin_form(turn, place, pressed.sender, Some(origin.clone()))
}

/// A dispute was registered for the question of a screening. Also one that comes after the answer counts.
pub(in crate::decide) fn dispute_registered(
    turn: &mut Turn<'_>,
    origin: &Origin,
    number: DisputeNumber,
    person: &PersonId,
) {
    let mut prompting = known(turn, &origin.prompt);
    let round = prompting
        .as_mut()
        .and_then(|known| known.round_mut(origin.at));
    let Some(round) = round else { return };
    let unit = round.unit_mut(origin.unit);
    let Some(unit) = unit.filter(|unit| !unit.disputes.contains(&number)) else {
        return;
    };
    unit.disputes.push(number);
    let who = unit.who.clone();
    refresh(&mut turn.decision, &origin.prompt, round, origin.unit, None);
    keep(&mut turn.decision, &origin.prompt, prompting);
    log(
        &mut turn.decision,
        (&origin.prompt, origin.at),
        Some(&who),
        Actor::Person(person.clone()),
        What::Registered { dispute: number },
    );
}
