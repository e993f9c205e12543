//! Reports of the same: a likeness is offered on the later card, and one tap makes them one.
//!
//! Nothing waits for a likeness: both are paged before anybody looks. The graver of the two goes on,
//! of equals the one with a category, else the earlier, so that no level falls and no policy for a
//! grave matter gives way to one for a lesser. A wrong tap is healed by a new report.

use crate::decide::acknowledge::no_incident;
use crate::decide::evidence::Came;
use crate::decide::{Action, Draft, Line, Turn, World, course, escalation, rights};
use crate::ids::{IncidentNumber, TelegramUser};
use crate::incoming::Sender;
use crate::limits::{LIKE_CANDIDATES, LIKE_WITHIN};
use crate::state::event::{Actor, Event, Restart};
use crate::state::incident::{Ending, Incident, Phase};
use crate::state::likeness::{Wording, is_like};
use crate::time::At;

/// Offers the earliest open incident that a new one looks like.
pub(super) fn offer(draft: &mut Draft, world: &World<'_>, now: At) {
    let new = &draft.incident;
    let wording = Wording::of(&new.text);
    let found = candidates(world, now)
        .filter(|open| open.drill == new.drill)
        .filter(|open| is_like(new.category.as_ref(), &wording, open))
        .map(|open| open.number)
        .min();
    if found.is_some() {
        draft.emit(Actor::Bot, Event::Likened { to: found }, now);
    }
}

/// Open incidents of the last minutes, the newest first.
pub(super) fn candidates<'a>(world: &World<'a>, now: At) -> impl Iterator<Item = &'a Incident> {
    let newest = world.open.values().rev().map(|folder| &folder.incident);
    newest
        .take(LIKE_CANDIDATES)
        .filter(move |open| now.since(open.reported_at) <= LIKE_WITHIN)
}

/// They are the same: one goes on for both.
pub(super) fn same(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    to: IncidentNumber,
) -> Line {
    let world = turn.world;
    let (Some(later), Some(other)) = (turn.look(number), goes_on_as(turn, to)) else {
        return no_incident(&world, number);
    };
    for incident in [&later, &other] {
        if let Phase::Closed { at, .. } = incident.phase {
            let number = incident.number;
            return Line::ClosedAlready { number, at };
        }
    }
    // What a button says can be forged: only what the card offers is made one.
    let offered = later.like().map(|like| going_on(turn, like));
    if offered != Some(other.number) || other.number == number || other.drill != later.drill {
        return Line::OldButton;
    }
    let weight = |incident: &Incident| {
        let rank = world.settings.rank(&incident.severity);
        (rank, incident.category.is_none())
    };
    let (goes_on, ends) = if weight(&later) < weight(&other) {
        (later, other)
    } else {
        (other, later)
    };
    // A reporter's right reaches as far as his own report.
    let own = ends.reporter_telegram == sender.id && sender.id != TelegramUser::ANONYMOUS;
    if !own && !rights::may_direct(&world, &ends, sender.id, turn.now) {
        return rights::refusal(&ends, Action::ChangeLevel);
    }
    let by = turn.actor(sender);
    merge(turn, &by, &goes_on, &ends);
    Line::Merged {
        number: ends.number,
        into: goes_on.number,
    }
}

fn merge(turn: &mut Turn<'_>, by: &Actor, goes_on: &Incident, ends: &Incident) {
    let (world, now) = (turn.world, turn.now);
    let into = goes_on.number;
    let equal = world.settings.rank(&goes_on.severity) == world.settings.rank(&ends.severity);
    let holder = ends.holder();
    if let Some(draft) = turn.open(ends.number) {
        draft.emit(by.clone(), Event::Merged { into }, now);
    }
    let Some(draft) = turn.open(into) else {
        return;
    };
    for also in ends.reports() {
        draft.emit(by.clone(), Event::Joined(Box::new(also)), now);
    }
    for (fact, answer) in &ends.facts {
        let mut facts = draft.incident.facts.iter();
        let known = facts
            .find(|(given, _)| given == fact)
            .map(|(_, known)| *known);
        // Of two answers the graver one counts.
        if known.is_none_or(|known| answer.outweighs(known)) {
            let given = Event::FactGiven {
                fact: *fact,
                answer: *answer,
            };
            draft.emit(by.clone(), given, now);
        }
    }
    // What is graver needs its own acknowledgement, and whoever has it must be one of its people. Who
    // is giving it to somebody else, or was asked whether he is still there, silences nothing.
    let is_there = ends.handing().is_none() && !ends.is_asked_about();
    let takes = holder.filter(|holder| {
        let person = holder.person().and_then(|id| world.settings.person(id));
        let asked = |id| {
            draft
                .incident
                .asks(id, world.settings, &world.desk.duties, now)
        };
        equal
            && is_there
            && draft.incident.is_open()
            && person.is_some_and(|person| person.admin || asked(&person.id))
    });
    if let Some(holder) = takes {
        let with = Event::AcknowledgedWith {
            holder: holder.clone(),
            number: ends.number,
        };
        draft.emit(by.clone(), with, now);
    }
    // Somebody was called for the one that ends, or had it: what goes on must not lie with nobody.
    let left_alone = matches!(draft.incident.phase, Phase::Exhausted { .. });
    if left_alone && !matches!(ends.phase, Phase::Exhausted { .. }) {
        escalation::restart(draft, &world, by.clone(), Restart::ByHand, now);
    }
    if let Some(holder) = holder {
        let line = match takes {
            Some(_) => Line::YoursAs {
                number: ends.number,
                into,
            },
            None => Line::GoesOnAs {
                number: ends.number,
                into,
            },
        };
        turn.whisper(holder, line);
    }
}

/// The incident that goes on for a number; itself where it was not merged.
pub(super) fn goes_on_as(turn: &Turn<'_>, number: IncidentNumber) -> Option<Incident> {
    let mut incident = turn.look(number)?;
    // Each merge leads to an incident that ran then, so the way has an end.
    while let Some(next) = incident.merged_into().and_then(|into| turn.look(into)) {
        incident = next;
    }
    Some(incident)
}

/// The number under which a number goes on; itself where it was not merged.
pub(super) fn going_on(turn: &Turn<'_>, number: IncidentNumber) -> IncidentNumber {
    goes_on_as(turn, number).map_or(number, |incident| incident.number)
}

/// News of an incident, kept with what goes on for it.
pub(super) fn update(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    text: &str,
    came: &Came<'_>,
) -> Line {
    let number = going_on(turn, number);
    let line = course::update(turn, number, sender, text, came);
    in_which_way(turn, line)
}

/// Says of an incident that is over in which way it is.
pub(super) fn in_which_way(turn: &Turn<'_>, line: Line) -> Line {
    let Line::ClosedAlready { number, at } = line else {
        return line;
    };
    let ending = turn.look(number).map(|incident| incident.phase);
    match ending {
        Some(Phase::Closed {
            ending: Ending::Merged(_),
            ..
        }) => match goes_on_as(turn, number) {
            Some(incident) => Line::GoesOnAs {
                number,
                into: incident.number,
            },
            None => line,
        },
        Some(Phase::Closed {
            ending: Ending::Withdrawn,
            ..
        }) => Line::WithdrawnBefore { number, at },
        _ => line,
    }
}

impl Turn<'_> {
    /// Where an incident ended, cards that offer it offer what goes on for it, or nothing.
    pub(super) fn renew_offers(&mut self) {
        let now = self.now;
        let drafts = self.decision.drafts.values();
        let ended: Vec<IncidentNumber> = drafts
            .map(|draft| &draft.incident)
            .filter(|incident| incident.is_closed())
            .map(|incident| incident.number)
            .filter(|number| self.world.open.contains_key(number))
            .collect();
        for ended in ended {
            let offering: Vec<IncidentNumber> = self
                .world
                .open
                .values()
                .filter(|folder| folder.incident.like() == Some(ended))
                .map(|folder| folder.incident.number)
                .collect();
            for number in offering {
                let next = goes_on_as(self, ended).filter(|next| !next.is_closed());
                let to = next.map(|next| next.number).filter(|next| *next != number);
                if let Some(draft) = self.open(number)
                    && !draft.incident.is_closed()
                {
                    draft.emit(Actor::Bot, Event::Likened { to }, now);
                }
            }
        }
    }
}
