//! Who is on duty, and one's own shifts.

use super::{ask, give, keep, step_in};
use crate::decide::{DutySaid, Line, MyShift, OnCall, Place, Speech, Turn, rights};
use crate::ids::{PersonId, TelegramChat};
use crate::incoming::Sender;
use crate::limits::{MY_SHIFTS, MY_SHIFTS_AHEAD};
use crate::state::duty::on_duty;
use crate::time::At;

/// `/oncall`: now and next, of each roster.
pub(in crate::decide) fn on_call(turn: &Turn<'_>, chat: TelegramChat) -> Speech {
    let (world, now) = (turn.world, turn.now);
    let settings = world.settings;
    let rosters = world.rosters();
    let all = settings.rosters.iter().map(|roster| OnCall {
        roster: roster.id.clone(),
        now: on_duty(settings, &world.desk.duties, &roster.id, now),
        until: rosters.shift_at(&roster.id, now).map(|shift| shift.to),
        next: rosters
            .next_after(&roster.id, now)
            .map(|shift| (shift.from, shift.people)),
    });
    Speech::Duty(Box::new(DutySaid::OnCall {
        rosters: all.collect(),
        private: chat.is_private(),
    }))
}

/// `/duty`: the sender's shifts. In private a running one that he has not taken over is asked for once
/// more, with the button. A line where nobody knows who that is.
pub(in crate::decide) fn my_shifts(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
) -> Option<Line> {
    let (world, now) = (turn.world, turn.now);
    let Some(person) = rights::person_id(&world, sender.id) else {
        return Some(Line::MayNotRead);
    };
    let said = mine(turn, &person, place.chat.is_private());
    turn.answer(place, Speech::Duty(Box::new(said)));
    if !place.chat.is_private() {
        return None;
    }
    let running = world.rosters().shifts_of(&person, &(now..At(now.0 + 1)));
    for shift in running {
        let roster = world.settings.roster(&shift.roster);
        let known = world.desk.duties.rosters.get(&shift.roster);
        let (Some(roster), Some(known)) = (roster, known) else {
            continue;
        };
        let mut duty = known.clone();
        let asked = duty.shift_mut(shift.from).filter(|watched| {
            let missing = watched.missing().any(|missing| *missing == person);
            watched.asked.is_some() && !watched.over && missing
        });
        if let Some(watched) = asked {
            ask::repeat(turn, roster, watched, &person);
            keep(&mut turn.decision, &shift.roster, Some(duty));
        }
    }
    None
}

/// One's shifts, and what can be done about them.
pub(super) fn mine(turn: &Turn<'_>, person: &PersonId, private: bool) -> DutySaid {
    let span = turn.now..turn.now.plus(MY_SHIFTS_AHEAD);
    let shifts = turn.world.rosters().shifts_of(person, &span);
    let shifts = shifts.iter().take(MY_SHIFTS).map(|shift| MyShift {
        roster: shift.roster.clone(),
        from: shift.from,
        to: shift.to,
        pressed: give::pressed(turn, shift, person),
    });
    DutySaid::Mine {
        shifts: shifts.collect(),
        person: person.clone(),
        takes: if private {
            step_in::takes(turn, person)
        } else {
            Vec::new()
        },
        private,
    }
}
