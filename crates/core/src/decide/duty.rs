//! Taking over a shift: reminders before it, On duty at its start, and what follows where nobody presses
//! (SPEC section 2, "On shift").
//!
//! A roster has one timer, which follows from what is kept of it (`state::duty`). What was missed while
//! the bot was down comes once, and says when it was due; of a shift that is over nothing is sent.

mod ask;
mod feed;
mod give;
mod handover;
mod month;
mod moved;
mod noted;
mod presence;
mod read;
mod refit;
mod said;
mod said_handover;
mod said_swap;
mod sheet;
mod step_in;
mod swap;
mod take;

use std::collections::BTreeMap;

use crate::decide::{Decision, Effect, Speech, Turn, World};
use crate::ids::{PersonId, RosterId};
use crate::limits::SHIFT_KEPT;
use crate::outgoing::{Outcome, Outgoing};
use crate::settings::{Roster, Settings, Whom};
use crate::state::desk::{Desk, DeskChange};
use crate::state::duty::{
    Copied, Duties, Duty, Loose, Step, Watched, asked_here, one_before, told,
};
use crate::state::duty_log::{DutyEvent, What};
use crate::state::event::Actor;
use crate::state::roster::Rosters;
use crate::state::selftest::Stands;
use crate::time::At;

pub(super) use feed::press as feed;
pub use feed::{FeedOffer, FeedSaid};
pub(super) use give::{command as swap_command, press as swap_press, shifts_of};
pub(super) use handover::{
    command as handover_command, ended as handover_ended, press as note_press, reply as note_reply,
};
pub use month::{DutyMonth, MonthAsked};
pub(super) use month::{command as roster, show as show_month};
pub(super) use noted::note;
pub(super) use presence::{in_post, presence_ended};
pub use presence::{plan_presence, presence_due};
pub(super) use read::{my_shifts, on_call};
pub use said::{DutySaid, MyShift, OnCall, OnShift, PresenceSaid};
pub use said_handover::{HandoverSaid, HandoverTold, NoteAsked, SheetShown};
pub use said_swap::{Seen, SwapSaid, SwapTold};
pub(super) use sheet::sign;
pub(super) use swap::ended as swap_ended;
pub(super) use take::take;

/// Looks at every roster as it is configured now. A new one begins: whoever is named counts at once. What
/// is due stays for its timer.
pub fn plan_duties(settings: &Settings, desk: &Desk, now: At) -> Decision {
    let mut decision = Decision::default();
    let overrides = refit::refit(&mut decision, settings, desk, now);
    let rosters = Rosters::of(settings, &overrides);
    for roster in &settings.rosters {
        let known = desk.duties.rosters.get(&roster.id);
        let mut duty = known
            .cloned()
            .unwrap_or_else(|| Duty::begin(&rosters, &roster.id, &roster.asks, now));
        plan(&mut decision, &mut duty, &rosters, roster, now);
        if known.is_none() && !duty.last.people.is_empty() {
            let people = duty.last.people.clone();
            log(
                &mut decision,
                &roster.id,
                duty.last.shift,
                What::Counted { people },
            );
        }
        if known != Some(&duty) {
            keep(&mut decision, &roster.id, Some(duty));
        }
    }
    for (id, duty) in &desk.duties.rosters {
        if settings.roster(id).is_none() {
            let loose = duty.shifts.iter().flat_map(Watched::loose);
            loose.for_each(|loose| strip_loose(&mut decision, loose));
            keep(&mut decision, id, None);
        }
    }
    decision
}

/// A roster's timer fell due.
pub fn duty_due(world: World<'_>, id: &RosterId, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let (Some(roster), Some(known)) =
        (world.settings.roster(id), world.desk.duties.rosters.get(id))
    else {
        return turn.done();
    };
    let rosters = world.rosters();
    let mut duty = known.clone();
    plan(&mut turn.decision, &mut duty, &rosters, roster, now);
    let mut unsent: Vec<(At, At)> = Vec::new();
    let begun: Vec<At> = duty.shifts.iter().map(|watched| watched.from).collect();
    for from in begun {
        let Some(mut watched) = duty.shift(from).cloned() else {
            continue;
        };
        let Some((due, step)) = watched.step(&roster.asks, duty.since, now) else {
            continue;
        };
        let late = due.long_before(now);
        match step {
            Step::Remind(lead) => {
                watched.reminded(lead);
                ask::remind(&mut turn, roster, &mut watched, late);
            }
            Step::Ask => ask::ask(&mut turn, roster, &mut watched, late),
            Step::AskAgain => ask::ask_again(&mut turn, roster, &mut watched, late),
            Step::Tell => ask::tell(&mut turn, roster, &mut watched, late),
            Step::AskNote => handover::ask(&mut turn, roster, &mut watched, late),
            Step::Unsigned => sheet::tell(&mut turn, roster, &mut watched),
            Step::End => {
                if watched.asked.is_none() && !watched.people.is_empty() {
                    unsent.push((watched.from, watched.to));
                }
                if !watched.handover.asked && now.since(watched.to) < SHIFT_KEPT {
                    handover::ask(&mut turn, roster, &mut watched, late);
                }
                ask::end(&mut turn, roster, &mut watched, late);
                // The coming shift is always known, so whatever lies between this one and the next
                // known one began and ended while the bot was down.
                let next = duty.shifts.iter().map(|other| other.from);
                let next = next.filter(|other| *other >= watched.to).min();
                let missed = rosters.shifts(id, watched.to..next.unwrap_or(now).min(now));
                let missed = missed.filter(|shift| {
                    let whole = shift.from >= watched.to && shift.to <= now;
                    whole && !asked_here(&rosters, shift).is_empty()
                });
                unsent.extend(missed.map(|shift| (shift.from, shift.to)));
            }
        }
        if let Some(place) = duty.shift_mut(from) {
            *place = watched;
        }
    }
    if let (Some((first, _)), Some((_, to))) = (unsent.first(), unsent.last()) {
        let shifts = u32::try_from(unsent.len()).unwrap_or(u32::MAX);
        log(
            &mut turn.decision,
            id,
            *first,
            What::NotSent { shifts, to: *to },
        );
    }
    plan(&mut turn.decision, &mut duty, &rosters, roster, now);
    keep(&mut turn.decision, id, Some(duty));
    swap::settle(&mut turn, &world.desk.duties);
    turn.done()
}

/// The sending of a message about a shift ended for good.
pub(super) fn ended(
    turn: &mut Turn<'_>,
    (roster, shift): (&RosterId, At),
    (person, nth): (&PersonId, u32),
    body: &Outgoing,
    outcome: &Outcome,
) {
    if !matches!(outcome, Outcome::Sent(_)) {
        log(
            &mut turn.decision,
            roster,
            shift,
            What::NotDelivered {
                person: person.clone(),
            },
        );
    }
    let Some(chat) = body.chat() else {
        return;
    };
    let known = turn.world.desk.duties.rosters.get(roster);
    let watched = known.and_then(|duty| duty.shift(shift));
    let copy = watched.and_then(|watched| watched.copies.iter().find(|copy| copy.nth == nth));
    let stands = Stands::of(outcome);
    match (known, watched, copy) {
        (Some(duty), Some(watched), Some(copy)) => {
            let copy = Copied {
                stands,
                chat,
                ..copy.clone()
            };
            // It was decided while the message was on its way.
            match watched.taken.get(person) {
                Some(pressed) => {
                    take::show_taken(turn, roster, watched, &copy, *pressed);
                }
                None if copy.superseded || watched.over || !watched.people.contains(person) => {
                    strip(&mut turn.decision, &copy)
                }
                None => {}
            }
            let mut duty = duty.clone();
            let place = duty.shift_mut(shift);
            let copies = place.map(|watched| &mut watched.copies);
            if let Some(place) = copies.and_then(|all| all.iter_mut().find(|one| one.nth == nth)) {
                *place = copy;
            }
            keep(&mut turn.decision, roster, Some(duty));
        }
        _ => {
            if let Stands::At(id) = stands {
                turn.decision.effects.push(Effect::Strip { chat, id });
            }
        }
    }
}

/// Follows the rosters as they are now: whoever is asked no more loses the button.
fn plan(decision: &mut Decision, duty: &mut Duty, rosters: &Rosters<'_>, roster: &Roster, now: At) {
    for loose in duty.plan(rosters, &roster.id, &roster.asks, now) {
        strip_loose(decision, loose);
    }
    for copy in duty.outdate() {
        strip(decision, &copy);
    }
}

/// Who stays responsible until somebody of a shift has pressed.
fn before(
    settings: &Settings,
    duties: &Duties,
    roster: &Roster,
    watched: &Watched,
    but: &[PersonId],
) -> Vec<PersonId> {
    let shift = duties.named(settings).shift_at(&roster.id, watched.from);
    let mut before = shift.map_or_else(Vec::new, |shift| one_before(settings, duties, &shift));
    before.retain(|person| !but.contains(person));
    before
}

/// Who sees to it that a shift is taken over; the administrators where a roster names nobody else.
fn leaders(world: &World<'_>, roster: &Roster, but: &PersonId, now: At) -> Vec<PersonId> {
    leaders_of(world, &roster.asks.escalate, Some(but), now)
}

/// These, but for somebody whom it is about; the administrators where nobody of them is there.
pub(super) fn leaders_of(
    world: &World<'_>,
    whom: &[Whom],
    but: Option<&PersonId>,
    now: At,
) -> Vec<PersonId> {
    let settings = world.settings;
    let here = |person: &PersonId| {
        let known = settings.person(person);
        Some(person) != but && known.is_some_and(|known| known.telegram.is_some() && !known.gone)
    };
    let mut people = told(settings, &world.desk.duties, whom, now);
    people.retain(here);
    if people.is_empty() {
        let administrators = settings.administrators().map(|person| person.id.clone());
        people = administrators.filter(here).collect();
    }
    people
}

fn strip(decision: &mut Decision, copy: &Copied) {
    strip_loose(decision, (copy.chat, copy.stands));
}

fn strip_loose(decision: &mut Decision, (chat, stands): Loose) {
    if let Stands::At(id) = stands {
        decision.effects.push(Effect::Strip { chat, id });
    }
}

/// Keeps what is otherwise than it was before.
fn keep_changed(decision: &mut Decision, before: &Duties, all: BTreeMap<RosterId, Duty>) {
    for (id, duty) in all {
        if before.rosters.get(&id) != Some(&duty) {
            keep(decision, &id, Some(duty));
        }
    }
}

/// A message says that its question is answered; one that has another in its place loses its button.
fn show_answered(decision: &mut Decision, copy: &Copied, said: DutySaid) {
    if let (Stands::At(id), false) = (copy.stands, copy.superseded) {
        decision.effects.push(Effect::Rewrite {
            chat: copy.chat,
            id,
            speech: Speech::Duty(Box::new(said)),
        });
    } else {
        strip(decision, copy);
    }
}

fn keep(decision: &mut Decision, roster: &RosterId, duty: Option<Duty>) {
    decision
        .desk
        .push(DeskChange::Duty(roster.clone(), duty.map(Box::new)));
}

fn log(decision: &mut Decision, roster: &RosterId, shift: At, what: What) {
    log_by(decision, &Actor::Bot, roster, shift, what);
}

fn log_by(decision: &mut Decision, by: &Actor, roster: &RosterId, shift: At, what: What) {
    let event = DutyEvent {
        roster: roster.clone(),
        shift,
        what,
    };
    decision.duty.push((by.clone(), event));
}
