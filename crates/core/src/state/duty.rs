//! Taking over a shift: what is under way of each roster's running shift and those ahead, and who is
//! responsible (SPEC section 2, "On shift").
//!
//! Who is named follows from rosters and time alone (`state::roster`); who took over does not, so it is
//! kept here. The entries of what happened are in `state::duty_log`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RosterId, TelegramChat};
use crate::limits::{NOTES_KEPT, SHIFT_KEPT, SHIFTS_WATCHED};
use crate::settings::{Asks, RoleMembers, Settings, Whom};
use crate::state::handover::Handover;
use crate::state::roster::{Override, Rosters, Shift, each_once};
use crate::state::selftest::Stands;
use crate::state::swap::Swap;
use crate::time::At;

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
        let last = self.rosters.get(roster).map(|duty| &duty.last.people);
        settings.takes_turns(person, roster)
            || last.is_some_and(|last| last.contains(person))
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

/// What is to be done about a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its people are reminded, so long before.
    Remind(Duration),
    /// They are asked whether they are there.
    Ask,
    /// Once more.
    AskAgain,
    /// It is told that they did not press.
    Tell,
    /// Its people are asked for a note for the next.
    AskNote,
    /// It is told what was not signed of what was handed over.
    Unsigned,
    /// It has ended.
    End,
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
            let waits = notes.any(|note| !note.passed_on) || watched.from == last;
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

    /// Until when On duty is to be pressed; `None` where nobody was asked yet.
    pub fn until(&self, asks: &Asks) -> Option<At> {
        let until = self.asked?.plus(asks.ack_within);
        Some(until.min(self.to))
    }

    /// What is still to be done, and when, ascending. Nothing but what is to be signed is later than the end of a shift.
    pub fn agenda(&self, asks: &Asks, since: At) -> Vec<(At, Step)> {
        if self.over {
            return self.signing(asks).into_iter().collect();
        }
        let mut agenda: Vec<(At, Step)> = Vec::new();
        match self.asked {
            _ if self.people.is_empty() => {}
            None => {
                let mut leads: Vec<Duration> = asks.remind.clone();
                leads.sort_unstable_by(|one, other| other.cmp(one));
                let open = leads.into_iter().filter(|lead| {
                    self.reminded.is_none_or(|done| millis(*lead) < done)
                        && self.before(*lead) >= since
                });
                agenda.extend(open.map(|lead| (self.before(lead), Step::Remind(lead))));
                agenda.push((self.from, Step::Ask));
            }
            Some(_) if self.missing().next().is_none() || self.told => {}
            Some(asked) => {
                if !self.again {
                    agenda.push((asked.plus(asks.ack_within / 2), Step::AskAgain));
                }
                agenda.push((asked.plus(asks.ack_within), Step::Tell));
            }
        }
        if !self.handover.asked && !self.taken.is_empty() {
            let lead = asks.handover_note.min(self.to.since(self.from) / 2);
            agenda.push((self.to.minus(lead), Step::AskNote));
        }
        agenda.retain(|(due, _)| *due < self.to);
        agenda.push((self.to, Step::End));
        agenda.extend(self.signing(asks));
        agenda.sort_by_key(|(due, _)| *due);
        agenda
    }

    /// When it is told what is not signed, also after the shift.
    fn signing(&self, asks: &Asks) -> Option<(At, Step)> {
        let sheet = self.handover.sheet.as_ref()?;
        let waits = !sheet.told && sheet.unsigned().next().is_some();
        waits.then(|| (sheet.since.plus(asks.sign_within), Step::Unsigned))
    }

    /// Messages with buttons.
    pub fn loose(&self) -> impl Iterator<Item = Loose> {
        let copies = self.copies.iter().filter(|copy| !copy.superseded);
        let copies = copies.filter(|copy| !self.over && !self.taken.contains_key(&copy.person));
        let papers = self.handover.papers.iter().filter(|paper| paper.buttons);
        let copies = copies.map(|copy| (copy.chat, copy.stands));
        copies.chain(papers.map(|paper| (paper.chat, paper.stands)))
    }

    /// What is to be done now, and when it was due: of several that were missed the last.
    pub fn step(&self, asks: &Asks, since: At, now: At) -> Option<(At, Step)> {
        let agenda = self.agenda(asks, since).into_iter();
        agenda.take_while(|(due, _)| *due <= now).last()
    }

    /// Notes that a reminder, and all before it, are dealt with.
    pub fn reminded(&mut self, lead: Duration) {
        self.reminded = Some(millis(lead));
    }

    fn before(&self, lead: Duration) -> At {
        self.from.minus(lead)
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// Who is asked for a shift on its roster: whoever has it from one that stands in is asked there.
pub fn asked_here(rosters: &Rosters<'_>, shift: &Shift) -> Vec<PersonId> {
    let stand_ins: Vec<Shift> = shift
        .stand_ins
        .iter()
        .filter_map(|roster| rosters.shift_at(roster, shift.from))
        .collect();
    let elsewhere = |person: &PersonId| stand_ins.iter().any(|one| one.people.contains(person));
    let people = shift.people.iter();
    people
        .filter(|person| !elsewhere(person))
        .cloned()
        .collect()
}

/// Who took over before a shift and is responsible beside its people, as nobody of it has pressed.
pub fn one_before(settings: &Settings, duties: &Duties, shift: &Shift) -> Vec<PersonId> {
    let rosters = duties.named(settings);
    let Some(duty) = duties.rosters.get(&shift.roster) else {
        return Vec::new();
    };
    let last = &duty.last;
    // Whoever pressed and was taken out of the shift since then has not taken it over for the others.
    let taken_over = |from: At, last: &TakenOver| {
        let in_it = last.people.iter().any(|one| shift.people.contains(one));
        last.shift == from && in_it
    };
    let by_stand_in = |roster: &RosterId| {
        let runs = rosters.shift_at(roster, shift.from);
        runs.zip(duties.rosters.get(roster))
            .is_some_and(|(runs, duty)| taken_over(runs.from, &duty.last))
    };
    if taken_over(shift.from, last) || shift.stand_ins.iter().any(by_stand_in) {
        return Vec::new();
    }
    // Where nobody was on duty in between, nobody is left from before.
    let mut end = None;
    let shifts = rosters
        .shifts(&shift.roster, last.shift..shift.from)
        .all(|one| {
            let follows = end.is_none_or(|end| end == one.from);
            end = Some(one.to);
            follows
        });
    let unbroken = shifts && end.is_none_or(|end| end >= shift.from);
    if !unbroken {
        return Vec::new();
    }
    let known = |one: &&PersonId| settings.person(one).is_some_and(|person| !person.gone);
    last.people.iter().filter(known).cloned().collect()
}

/// Who is on duty: the people named for now, and whoever took over last until one of them has pressed.
pub fn on_duty(settings: &Settings, duties: &Duties, roster: &RosterId, now: At) -> Vec<PersonId> {
    let rosters = duties.named(settings);
    let Some(shift) = rosters.shift_at(roster, now) else {
        return Vec::new();
    };
    let before = one_before(settings, duties, &shift);
    each_once(shift.people.into_iter().chain(before))
}

/// Who has a role now.
pub fn with_role(
    settings: &Settings,
    duties: &Duties,
    members: &RoleMembers,
    now: At,
) -> Vec<PersonId> {
    match members {
        RoleMembers::People(people) => people.clone(),
        RoleMembers::Roster(roster) => on_duty(settings, duties, roster, now),
    }
}

/// Who is told, each once.
pub fn told(settings: &Settings, duties: &Duties, whom: &[Whom], now: At) -> Vec<PersonId> {
    each_once(whom.iter().flat_map(|one| match one {
        Whom::Person(person) => vec![person.clone()],
        Whom::Role(role) => settings.role(role).map_or_else(Vec::new, |role| {
            with_role(settings, duties, &role.members, now)
        }),
        Whom::Roster(roster) => on_duty(settings, duties, roster, now),
    }))
}
