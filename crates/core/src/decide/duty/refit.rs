//! Stand-ins while rosters and people change: a span follows the shift that it is for, and nobody stands
//! in who is not there any more.

use super::said::DutySaid;
use super::said_swap::{Seen, SwapSaid};
use crate::decide::{Decision, Effect, Sending, Speech};
use crate::ids::PersonId;
use crate::limits::SHIFT_KEPT;
use crate::outgoing::{Priority, Subject};
use crate::settings::Settings;
use crate::state::desk::{Desk, DeskChange};
use crate::state::duty_log::What;
use crate::state::event::Actor;
use crate::state::roster::{Override, Rosters, Shift, each_once};
use crate::state::swap::{Slot, Way};
use crate::time::At;

/// Who stands in for whom by the settings in force. What fits no shift any more is dropped: whoever had the
/// place has it again, and hears it, and so do the administrators.
pub(super) fn refit(
    decision: &mut Decision,
    settings: &Settings,
    desk: &Desk,
    now: At,
) -> Vec<Override> {
    let before = &desk.duties.overrides;
    let mut kept: Vec<Override> = Vec::new();
    let mut gone: Vec<Override> = Vec::new();
    for over in before {
        if over.to <= now {
            kept.push(over.clone());
            continue;
        }
        let here = settings.person(&over.on).is_some_and(|person| !person.gone);
        let span = Rosters::of(settings, &kept);
        let over = &chained(over, &gone);
        match place(&span, over, now).filter(|_| here) {
            Some(shift) => kept.push(Override {
                from: if over.from <= now {
                    over.from
                } else {
                    shift.from.max(now)
                },
                to: shift.to,
                ..over.clone()
            }),
            None => {
                // What has been stays as it was.
                let past = Override {
                    to: now,
                    ..over.clone()
                };
                kept.extend(Some(past).filter(|past| past.from < now));
                drop_it(decision, settings, over, now);
                gone.push(over.clone());
            }
        }
    }
    if kept != *before {
        decision.desk.push(DeskChange::Overrides(kept.clone()));
    }
    kept
}

/// Whoever took a place from somebody who has left has it from whose it was before.
fn chained(over: &Override, gone: &[Override]) -> Override {
    let through = gone.iter().rev().find(|one| {
        let meets = one.from < over.to && over.from < one.to;
        one.roster == over.roster && one.on == over.off && meets
    });
    Override {
        off: through.map_or_else(|| over.off.clone(), |one| one.off.clone()),
        ..over.clone()
    }
}

/// The shift that an override is for: of those in its span in which that person stands, the one that it
/// covers longest.
fn place(rosters: &Rosters<'_>, over: &Override, now: At) -> Option<Shift> {
    let span = over.from.max(now)..over.to;
    let covered = |shift: &Shift| shift.to.min(over.to).since(shift.from.max(over.from));
    let shifts = rosters.shifts(&over.roster, span);
    let with = shifts.filter(|shift| shift.people.contains(&over.off));
    with.max_by_key(covered)
}

fn drop_it(decision: &mut Decision, settings: &Settings, over: &Override, now: At) {
    let slot = Slot {
        roster: over.roster.clone(),
        from: over.from.max(now),
        to: over.to,
        of: over.on.clone(),
    };
    let undone = What::Moved {
        off: over.on.clone(),
        on: over.off.clone(),
        from: slot.from,
        to: slot.to,
        way: Way::Undone,
    };
    super::log(decision, &over.roster, over.from, undone);
    let said = |seen| {
        let moved = SwapSaid::Moved {
            moves: vec![(slot.clone(), over.off.clone())],
            way: Way::Undone,
            by: Actor::Bot,
            seen,
        };
        Speech::Duty(Box::new(DutySaid::Swap(moved)))
    };
    let administrators = settings.administrators().map(|person| person.id.clone());
    let both = [over.off.clone(), over.on.clone()];
    let people: Vec<PersonId> = each_once(both.into_iter().chain(administrators));
    for person in people {
        let known = settings.person(&person).filter(|known| !known.gone);
        let Some(user) = known.and_then(|known| known.telegram) else {
            continue;
        };
        let seen = match () {
            () if person == over.off => Seen::On,
            () if person == over.on => Seen::Off,
            () => Seen::Others,
        };
        decision.effects.push(Effect::Send {
            body: Sending::Say {
                chat: user.private_chat(),
                reply_to: None,
                speech: said(seen),
            },
            priority: Priority::Reminder,
            subject: Subject::Other,
            life: SHIFT_KEPT,
        });
    }
}
