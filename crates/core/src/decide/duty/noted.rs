//! A reminder of a shift is noted.

use super::{ask, keep, log_by, take};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Speech, Turn, rights};
use crate::ids::RosterId;
use crate::state::duty_log::What;
use crate::time::At;

/// Noted. The other button stays, as long as the shift has not begun.
pub(in crate::decide) fn note(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    id: &RosterId,
    from: At,
) -> Line {
    let world = turn.world;
    let known = world.desk.duties.rosters.get(id);
    let watched = known.and_then(|duty| duty.shift(from));
    let (Some(roster), Some(known), Some(watched)) = (world.settings.roster(id), known, watched)
    else {
        take::take_button(turn, pressed);
        return Line::DutyGone;
    };
    let person = rights::person_id(&world, pressed.sender.id);
    let Some(person) = person.filter(|person| watched.people.contains(person)) else {
        return Line::DutyOfOthers(watched.people.clone());
    };
    if watched.asked.is_some() || watched.from <= turn.now {
        take::take_button(turn, pressed);
        return Line::OldButton;
    }
    if !watched.noted.contains(&person) {
        let by = turn.actor(pressed.sender);
        log_by(&mut turn.decision, &by, id, from, What::Noted);
    }
    let mut duty = known.clone();
    if let Some(watched) = duty.shift_mut(from) {
        watched.noted.insert(person.clone());
        let said = ask::coming(turn, roster, watched, &person, None);
        turn.decision.effects.push(Effect::Rewrite {
            chat: pressed.chat,
            id: pressed.message,
            speech: Speech::Duty(Box::new(said)),
        });
    }
    keep(&mut turn.decision, id, Some(duty));
    Line::DutyNoted(from)
}
