//! Taking over a shift: what is under way of each roster's running shift and those ahead, and who is
//! responsible (SPEC section 2, "On shift").
//!
//! Who is named follows from rosters and time alone (`state::roster`); who took over does not, so it is
//! kept here. The entries of what happened are in `state::duty_log`.

mod agenda;
mod responsible;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RosterId, TelegramChat};
use crate::limits::{NOTES_KEPT, SHIFT_KEPT, SHIFTS_WATCHED};
use crate::settings::{Asks, Settings};
use crate::state::handover::Handover;
use crate::state::roster::{Override, Rosters, Shift};
use crate::state::selftest::Stands;
use crate::state::swap::Swap;
use crate::time::At;

pub use agenda::Step;
pub use responsible::{asked_here, on_duty, one_before, told, with_role};

/// What time and rosters alone don't say about shifts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duties {
    /// What is under way, by roster.
    pub rosters: BTreeMap<RosterId, Duty>,
    /// Who stands in for whom, in the order in which that was agreed.
    pub overrides: Vec<Override>,
    /// Who was asked to stand in and has not answered, by when that was.
    pub swaps: BTreeMap<At, Swap>,
}

impl Duties {
    /// Who is on duty when, as it stands now.
    pub fn named<'a>(&'a self, settings: &'a Settings) -> Rosters<'a> {
        Rosters::of(settings, &self.overrides)
    }

    /// Whether somebody takes turns in a roster, has stood in there for somebody else at some time of a
    /// span, or has taken it over last and stays responsible.
    pub fn involve(
        &self,
        settings: &Settings,
        person: &PersonId,
        roster: &RosterId,
        span: &Range<At>,
    ) -> bool {
        let of_roster = |over: &&Override| {
            over.roster == *roster || settings.stand_ins(roster).any(|one| *one == over.roster)
        };
        let stood_in =
            |over: &Override| over.on == *person && over.to > span.start && over.from <= span.end;
        settings.takes_turns(person, roster)
            || on_duty(settings, self, roster, span.end).contains(person)
            || self.overrides.iter().filter(of_roster).any(stood_in)
    }
}

/// What is under way of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Since when the roster is known here: a reminder that was due before is not owed.
    pub since: At,
    /// Who took over last.
    pub last: TakenOver,
    /// The running shift, those ahead that are to be reminded of, and those that ended a short time ago,
    /// by their beginning. The latter are kept since a clock may be set back, and nobody is to be asked
    /// twice.
    pub shifts: Vec<Watched>,
    /// When the next thing is to be done.
    pub due: Option<At>,
}

/// Who took over, and which shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// The shift's beginning.
    pub shift: At,
    /// Who, in the order in which they came.
    pub people: Vec<PersonId>,
}

/// A shift, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// When it begins.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// Who is asked for it on this roster; nobody where all of them are asked on one that stands in.
    pub people: Vec<PersonId>,
    /// The shortest time before the shift, in milliseconds, whose reminder is dealt with.
    #[serde(default)]
    pub reminded: Option<u64>,
    /// When its people were asked whether they are there.
    #[serde(default)]
    pub asked: Option<At>,
    /// Whether they were asked again.
    #[serde(default)]
    pub again: bool,
    /// Whether it was told that they did not press.
    #[serde(default)]
    pub told: bool,
    /// Of whom that was told: it stays so when others join the shift and all are asked anew.
    #[serde(default)]
    pub missed: Vec<PersonId>,
    /// Whether it was told that somebody was missing before others came to stand on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaited: bool,
    /// Whether it ended, and that is dealt with.
    #[serde(default)]
    pub over: bool,
    /// Who has noted a reminder.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub noted: BTreeSet<PersonId>,
    /// Who pressed On duty, and when.
    #[serde(default)]
    pub taken: BTreeMap<PersonId, Pressed>,
    /// Messages with the button.
    #[serde(default)]
    pub copies: Vec<Copied>,
    /// How it is handed over.
    #[serde(default, skip_serializing_if = "Handover::is_empty")]
    pub handover: Handover,
}

/// Somebody pressed On duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressed {
    /// When.
    pub at: At,
    /// Whether that was late.
    pub late: bool,
}

/// A message whose buttons go: in which chat, and which.
pub type Loose = (TelegramChat, Stands);

/// A message with buttons: On duty, or those of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Counts 1, 2, 3 … within the shift.
    pub nth: u32,
    /// Who is asked.
    pub person: PersonId,
    /// Where.
    pub chat: TelegramChat,
    /// Which message.
    pub stands: Stands,
    /// Whether a newer one has the button instead.
    #[serde(default)]
    pub superseded: bool,
}

impl Duty {
    /// Of a roster that was not known before: whoever is named counts at once.
    pub fn begin(rosters: &Rosters<'_>, roster: &RosterId, asks: &Asks, now: At) -> Self {
        let running = rosters.shift_at(roster, now);
        let mut duty = Self {
            since: now,
            last: TakenOver {
                shift: running.as_ref().map_or(now, |shift| shift.from),
                people: running.map_or_else(Vec::new, |shift| shift.people),
            },
            shifts: Vec::new(),
            due: None,
        };
        duty.plan(rosters, roster, asks, now);
        let counted = duty.last.clone();
        for watched in &mut duty.shifts {
            if watched.from == counted.shift {
                let pressed = Pressed {
                    at: now,
                    late: false,
                };
                let people = watched.people.iter().cloned();
                watched.taken = people.map(|person| (person, pressed)).collect();
                watched.asked = Some(now);
            }
        }
        duty.plan(rosters, roster, asks, now);
        duty
    }

    /// Looks at the running shift and those ahead as they follow from the rosters now, and at what is due
    /// next.
    /// Returns messages that nothing is known of any more: their buttons go.
    pub fn plan(
        &mut self,
        rosters: &Rosters<'_>,
        roster: &RosterId,
        asks: &Asks,
        now: At,
    ) -> Vec<Loose> {
        let stand = self.ahead(rosters, roster, asks, now);
        let stands = |from: At| stand.iter().any(|shift| shift.from == from);
        let shifts = std::mem::take(&mut self.shifts).into_iter();
        let (kept, gone): (Vec<Watched>, Vec<Watched>) = shifts.partition(|watched| {
            // Nobody was asked for what is no shift any more.
            let known = watched.over || watched.asked.is_some() || watched.to <= now;
            known || stands(watched.from)
        });
        self.shifts = kept;
        let mut loose: Vec<Loose> = gone.iter().flat_map(Watched::loose).collect();
        let mut cut: Option<Watched> = None;
        for watched in &mut self.shifts {
            let runs = watched.from <= now && now < watched.to && !watched.over;
            if runs && !stands(watched.from) {
                cut = Some(watched.clone());
                watched.to = now;
                watched.told = true;
            }
        }
        for shift in &stand {
            let people = asked_here(rosters, shift);
            match self.shift_mut(shift.from) {
                Some(watched) => watched.follow(shift.to, people),
                None => {
                    let mut watched = Watched::new(shift, people);
                    if let Some(was) = cut.take().filter(|_| shift.from <= now) {
                        watched.stay(&was);
                        self.last.follow(was.from, shift);
                    }
                    self.shifts.push(watched);
                }
            }
        }
        self.shifts.sort_by_key(|watched| watched.from);
        let (last, within) = (self.last.shift, |end: At, span| now.since(end) < span);
        let shifts = std::mem::take(&mut self.shifts).into_iter();
        let (kept, forgotten): (Vec<Watched>, Vec<Watched>) = shifts.partition(|watched| {
            // What was left for whoever comes next waits for him, and whoever stays responsible may
            // still hand over.
            let mut notes = watched.handover.notes.iter();
            let sheet = watched.handover.sheet.as_ref();
            let unsigned = sheet.is_some_and(|sheet| sheet.unsigned().next().is_some());
            let waits = unsigned || notes.any(|note| !note.passed_on) || watched.from == last;
            let (shortly, waits) = (
                within(watched.to, SHIFT_KEPT),
                waits && within(watched.to, NOTES_KEPT),
            );
            !watched.over || shortly || waits
        });
        self.shifts = kept;
        loose.extend(forgotten.iter().flat_map(Watched::loose));
        let next = self
            .shifts
            .iter()
            .filter_map(|watched| watched.agenda(asks, self.since).first().copied());
        self.due = next.map(|(due, _)| due).min();
        loose
    }

    /// The running shift, those whose earliest reminder is due, and the one after them: its reminder is
    /// the next. Where a clock was set back, what was reminded of stays known.
    fn ahead(&self, rosters: &Rosters<'_>, roster: &RosterId, asks: &Asks, now: At) -> Vec<Shift> {
        let lead = asks.remind.iter().max().copied().unwrap_or_default();
        let reminded = self.shifts.iter().filter(|one| one.reminded.is_some());
        let reminded = reminded.map(|one| one.from).max();
        let near = now.plus(lead).max(reminded.unwrap_or(now));
        let mut whole = false;
        rosters
            .shifts(roster, now..At(i64::MAX))
            .take_while(|shift| {
                let wanted = !whole;
                whole = shift.from > near;
                wanted
            })
            .take(SHIFTS_WATCHED)
            .collect()
    }

    /// A shift by its beginning.
    pub fn shift(&self, from: At) -> Option<&Watched> {
        self.shifts.iter().find(|watched| watched.from == from)
    }

    /// A shift by its beginning, to be changed.
    pub fn shift_mut(&mut self, from: At) -> Option<&mut Watched> {
        self.shifts.iter_mut().find(|watched| watched.from == from)
    }

    /// Messages of whoever is not asked any more: they have the button no longer.
    pub fn outdate(&mut self) -> Vec<Copied> {
        let mut outdated: Vec<Copied> = Vec::new();
        for watched in self.shifts.iter_mut().filter(|watched| !watched.over) {
            let (people, taken) = (&watched.people, &watched.taken);
            let asked = |person| people.contains(person) || taken.contains_key(person);
            for copy in &mut watched.copies {
                if !copy.superseded && !asked(&copy.person) {
                    copy.superseded = true;
                    outdated.push(copy.clone());
                }
            }
        }
        outdated
    }

    /// Somebody takes over a shift that these people have. The first of it frees who took over before;
    /// whoever had taken it over and is not in it any more is free too.
    pub fn take_over(&mut self, shift: At, person: &PersonId, people: &[PersonId]) {
        if self.last.shift != shift {
            self.last = TakenOver {
                shift,
                people: Vec::new(),
            };
        }
        self.last.people.retain(|other| people.contains(other));
        if !self.last.people.contains(person) {
            self.last.people.push(person.clone());
        }
    }
}

impl TakenOver {
    /// A shift was cut in two: who has taken over and is still on it has taken over the rest.
    fn follow(&mut self, was: At, shift: &Shift) {
        let stay = |person: &PersonId| shift.people.contains(person);
        if self.shift == was && self.people.iter().any(stay) {
            self.shift = shift.from;
            self.people.retain(stay);
        }
    }
}

impl Watched {
    fn new(shift: &Shift, people: Vec<PersonId>) -> Self {
        Self {
            from: shift.from,
            to: shift.to,
            people,
            reminded: None,
            asked: None,
            again: false,
            told: false,
            missed: Vec::new(),
            awaited: false,
            over: false,
            noted: BTreeSet::new(),
            taken: BTreeMap::new(),
            copies: Vec::new(),
            handover: Handover::default(),
        }
    }

    /// In the middle of a shift others came to stand on it: whoever was there is there, and is not asked
    /// again.
    fn stay(&mut self, was: &Self) {
        let people = &self.people;
        let taken = was.taken.iter();
        let taken = taken.filter(|(person, _)| people.contains(*person));
        self.taken = taken.map(|(person, at)| (person.clone(), *at)).collect();
        let missed = was.missed.iter().filter(|person| people.contains(person));
        self.missed = missed.cloned().collect();
        self.handover.incidents_before = was.handover.incidents_before;
        self.handover.asked = was.handover.asked;
        self.awaited = was.awaited || was.told && was.missing().next().is_some();
    }

    /// The shift has another end or other people: whoever is new in it was not asked yet.
    fn follow(&mut self, to: At, people: Vec<PersonId>) {
        let known =
            |person: &PersonId| self.people.contains(person) || self.taken.contains_key(person);
        if self.asked.is_some() && !people.iter().all(known) {
            self.asked = None;
            self.again = false;
            self.told = false;
        }
        self.to = to;
        self.people = people;
    }

    /// Who has not pressed.
    pub fn missing(&self) -> impl Iterator<Item = &PersonId> {
        let people = self.people.iter();
        people.filter(|person| !self.taken.contains_key(*person))
    }

    /// Messages with buttons.
    pub fn loose(&self) -> impl Iterator<Item = Loose> {
        let copies = self.copies.iter().filter(|copy| !copy.superseded);
        let copies = copies.filter(|copy| !self.over && !self.taken.contains_key(&copy.person));
        let papers = self.handover.papers.iter().filter(|paper| paper.buttons);
        let copies = copies.map(|copy| (copy.chat, copy.stands));
        copies.chain(papers.map(|paper| (paper.chat, paper.stands)))
    }
}
