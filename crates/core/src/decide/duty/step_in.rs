//! Somebody takes over a running shift at once, in the place of whoever has it.

use super::said_swap::{SwapSaid, SwapTold};
use super::{moved, swap, take};
use crate::decide::form::Pressed as Place;
use crate::decide::{Line, Turn, rights};
use crate::ids::PersonId;
use crate::limits::MY_SHIFTS;
use crate::state::duty::Pressed;
use crate::state::event::Actor;
use crate::state::swap::{Slot, Way};

/// Places on running shifts that somebody may take over: those of rosters in which he takes turns, and
/// all for administrators.
pub(super) fn takes(turn: &Turn<'_>, me: &PersonId) -> Vec<Slot> {
    let rosters = turn.world.rosters();
    let settings = turn.world.settings;
    let administers = settings.person(me).is_some_and(|person| person.admin);
    let mine = settings
        .rosters
        .iter()
        .filter(|roster| administers || settings.takes_turns(me, &roster.id));
    let running = mine
        .filter_map(|roster| rosters.shift_at(&roster.id, turn.now))
        .filter(|shift| shift.stand_ins.is_empty() && !shift.people.contains(me));
    let slots = running.flat_map(|shift| {
        let people = shift.people.clone().into_iter();
        people.map(move |of| super::give::slot(&shift, &of))
    });
    slots.take(MY_SHIFTS).collect()
}

/// The button; with Confirm the place changes hands.
pub(super) fn press(
    turn: &mut Turn<'_>,
    place: Place<'_>,
    me: &PersonId,
    slot: Slot,
    sure: bool,
) -> Line {
    let settings = turn.world.settings;
    let may =
        rights::administers(&turn.world, place.sender.id) || settings.takes_turns(me, &slot.roster);
    if !may {
        return Line::Swap(SwapTold::NotYours(slot.roster));
    }
    let rosters = turn.world.rosters();
    let shift = rosters.shift_at(&slot.roster, turn.now);
    if shift.is_none_or(|shift| shift.people.contains(me) || shift.from != slot.from) {
        return Line::Swap(SwapTold::IsOn(me.clone()));
    }
    if !sure {
        let asked = crate::decide::Place {
            chat: place.chat,
            message: None,
        };
        super::give::answer(turn, asked, place.sender, SwapSaid::TakeSure(slot));
        return Line::Comes;
    }
    let by = Actor::Person(me.clone());
    let moves = vec![(slot.clone(), me.clone())];
    let duties = moved::make(turn, &by, &moves, Way::Taken);
    let pressed = Pressed {
        at: turn.now,
        late: false,
    };
    let now_runs = duties.named(settings).shift_at(&slot.roster, turn.now);
    if let (Some(shift), Some(roster)) = (now_runs, settings.roster(&slot.roster)) {
        let others = take::takes_over(turn, &duties, roster, shift.from, (me, pressed));
        let watched = duties.rosters.get(&roster.id);
        let watched = watched.and_then(|duty| duty.shift(shift.from));
        if watched.is_some_and(|watched| watched.awaited) {
            take::tell_leaders(turn, roster, shift.from, (me, pressed), &others);
        }
        // Whose place it was has heard it already, and who is on the shift is not free.
        let free = |other: &PersonId| *other != slot.of && !shift.people.contains(other);
        let others = others.into_iter().filter(free);
        take::tell_relieved(
            turn,
            &slot.roster,
            shift.from,
            (me, pressed),
            others.collect(),
        );
    }
    swap::rewrite(
        turn,
        place.chat,
        place.message,
        SwapSaid::SteppedIn(slot.from_now(turn.now)),
    );
    Line::DutyTaken { late: false }
}
