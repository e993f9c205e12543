//! Shifts: before them, at their start, and where nobody takes them over (MESSAGES 8 and 9).

use crate::decide::{DutySaid, MyShift, OnCall, OnShift};
use crate::ids::{PersonId, RosterId};
use crate::limits::REMINDER_RINGS;
use crate::outgoing::{Message, Unreachable};
use crate::parse::button::Press;
use crate::parse::roster::FeedPress;
use crate::render::people::role_name;
use crate::render::{View, handover, message, presence, swap};
use crate::settings::Whom;
use crate::state::duty::Pressed;
use crate::state::handover::Note;
use crate::state::swap::Slot;
use crate::time::At;

/// What is said about a shift.
pub(super) fn said(view: &View<'_>, said: &DutySaid) -> Message {
    match said {
        DutySaid::Coming {
            called,
            next,
            until,
            noted,
            person,
        } => {
            let mut reminder = coming(view, called, next, *until);
            let noting = Press::Noted(called.from, called.roster.clone());
            let noting = vec![view.button("label-noted", &noting)];
            let slot = Slot {
                roster: called.roster.clone(),
                from: called.from,
                to: called.to,
                of: person.clone(),
            };
            let swapping = vec![swap::cannot_button(view, &slot)];
            reminder.rows = (!noted).then_some(noting).into_iter().collect();
            reminder.rows.push(swapping);
            reminder
        }
        DutySaid::Asked {
            called,
            again,
            until,
            open,
            left,
        } => asked(view, (called, left), *again, *until, *open),
        DutySaid::OnCall { rosters, private } => on_call(view, rosters, *private),
        DutySaid::Mine {
            shifts,
            person,
            takes,
            private,
        } => {
            let slots = if *private {
                slots_of(shifts, person)
            } else {
                Vec::new()
            };
            let (numbered, swaps) = swap::swap_buttons(view, &slots);
            let mut answer = mine(view, shifts, numbered);
            let actions = swaps.into_iter().chain(swap::take_buttons(view, takes));
            answer.rows.splice(0..0, actions);
            answer
        }
        DutySaid::Swap(said) => swap::said(view, said),
        DutySaid::Handover(said) => handover::said(view, said),
        DutySaid::Missed {
            called,
            told,
            posted,
        } => missed(view, called, told, *posted),
        DutySaid::NotTaken {
            called,
            person,
            private,
        } => not_taken(view, called, person, *private),
        DutySaid::Taken {
            roster,
            from,
            to,
            pressed,
        } => {
            let head = taken(view, "duty-taken", roster, *pressed, None);
            let span = span(view, *from, *to);
            let line = view.say("duty-taken-span", &[("span", (&span).into())]);
            let late = late_press(view, *from, *pressed);
            let lines: Vec<String> = [head, line].into_iter().chain(late).collect();
            message(&lines.join("\n"))
        }
        DutySaid::TakenBy {
            roster,
            from,
            person,
            pressed,
            relieved,
        } => {
            let head = taken(view, "duty-taken-by", roster, *pressed, Some(person));
            let free = relieved.then(|| view.say("duty-relieved", &[]));
            let lines = [Some(head), late_press(view, *from, *pressed), free];
            let lines: Vec<String> = lines.into_iter().flatten().collect();
            message(&lines.join("\n"))
        }
        DutySaid::Presence(said) => presence::said(view, said),
    }
}

fn coming(view: &View<'_>, called: &OnShift, next: &[PersonId], until: At) -> Message {
    let span = span(view, called.from, called.to);
    let mut lines = vec![view.say(
        "duty-coming",
        &[
            ("span", (&span).into()),
            ("roster", (&roster_name(view, &called.roster)).into()),
        ],
    )];
    lines.extend(view.late(called.due));
    lines.extend(with(view, called));
    let people = (view.people(&called.before), view.people(next));
    lines.push(match (called.before.is_empty(), next.is_empty()) {
        (true, true) => view.say("duty-nobody-around", &[]),
        (true, false) => view.say("duty-next", &[("next", (&people.1).into())]),
        (false, true) => view.say("duty-from", &[("who", (&people.0).into())]),
        (false, false) => view.say(
            "duty-from-next",
            &[("who", (&people.0).into()), ("next", (&people.1).into())],
        ),
    });
    lines.push(press_by(view, called, until));
    let mut reminder = message(&lines.join("\n"));
    reminder.sound = called.from.since(view.now) <= REMINDER_RINGS;
    reminder
}

fn asked(
    view: &View<'_>,
    (called, left): (&OnShift, &[Note]),
    again: bool,
    until: At,
    open: usize,
) -> Message {
    let id = if again {
        "duty-asked-again"
    } else {
        "duty-asked"
    };
    let mut lines = vec![head(view, id, called)];
    lines.extend(view.late(called.due));
    lines.extend(with(view, called));
    lines.extend(stays(view, called));
    if !left.is_empty() {
        lines.push(view.say("duty-left", &[]));
        lines.extend(handover::left(view, left));
    }
    if open > 0 {
        lines.push(view.say("duty-open", &[("n", open.into())]));
    }
    lines.push(press_by(view, called, until));
    let mut question = with_button(view, called, &lines);
    if open > 0 {
        let show = view.button("label-show-open", &Press::ShowOpen);
        question.rows.push(vec![show]);
    }
    question
}

/// Now and next; phone numbers a line each, where they may stand.
fn on_call(view: &View<'_>, rosters: &[OnCall], private: bool) -> Message {
    let time = view.time(view.now);
    let mut lines = vec![if rosters.is_empty() {
        view.say("oncall-none", &[])
    } else {
        view.say("oncall-head", &[("time", (&time).into())])
    }];
    for one in rosters {
        let roster = roster_name(view, &one.roster);
        let roster = ("roster", (&roster).into());
        lines.push(match one.until {
            Some(until) => view.say(
                "oncall-now",
                &[
                    roster,
                    ("who", (&view.people(&one.now)).into()),
                    ("time", (&view.time(until)).into()),
                ],
            ),
            None => view.say("oncall-rests", &[roster]),
        });
        let phones = one.now.iter().filter(|_| private).filter_map(|person| {
            let phone = view.settings.person(person)?.phone.as_ref()?;
            let name = view.person(person);
            let arguments = [("name", (&name).into()), ("phone", phone.into())];
            Some(view.say("oncall-phone", &arguments))
        });
        lines.extend(phones);
        if let Some((from, people)) = &one.next {
            let (time, who) = (view.time(*from), view.people(people));
            lines.push(view.say(
                "oncall-next",
                &[("time", (&time).into()), ("who", (&who).into())],
            ));
        }
    }
    message(&lines.join("\n"))
}

fn mine(view: &View<'_>, shifts: &[MyShift], numbered: bool) -> Message {
    let mut lines = vec![view.say("duty-mine", &[])];
    if shifts.is_empty() {
        lines = vec![view.say("duty-mine-none", &[])];
    }
    for (index, shift) in shifts.iter().enumerate() {
        let span = span(view, shift.from, shift.to);
        let roster = roster_name(view, &shift.roster);
        let arguments = [("span", (&span).into()), ("roster", (&roster).into())];
        let id = match shift.pressed {
            Some(_) => "duty-mine-taken",
            None if shift.from <= view.now => "duty-mine-runs",
            None => "duty-mine-comes",
        };
        let line = view.say(id, &arguments);
        lines.push(if numbered {
            format!("{}. {line}", index + 1)
        } else {
            line
        });
    }
    let mut mine = message(&lines.join("\n"));
    let calendar = Press::Feed(FeedPress::List);
    mine.rows = vec![vec![view.button("label-calendar", &calendar)]];
    mine
}

/// One's places on shifts.
fn slots_of(shifts: &[MyShift], person: &PersonId) -> Vec<Slot> {
    let slots = shifts.iter().map(|shift| Slot {
        roster: shift.roster.clone(),
        from: shift.from,
        to: shift.to,
        of: person.clone(),
    });
    slots.collect()
}

fn missed(view: &View<'_>, called: &OnShift, told: &[PersonId], posted: bool) -> Message {
    let mut lines = vec![head(view, "duty-missed", called)];
    lines.extend(view.late(called.due));
    lines.extend(stays(view, called));
    let told = if posted {
        view.say("duty-groups", &[])
    } else {
        view.people(told)
    };
    lines.push(if told.is_empty() {
        view.say("duty-missed-nobody", &[])
    } else {
        view.say("duty-missed-told", &[("told", (&told).into())])
    });
    with_button(view, called, &lines)
}

fn not_taken(view: &View<'_>, called: &OnShift, person: &PersonId, private: bool) -> Message {
    let (name, roster) = (view.person(person), roster_name(view, &called.roster));
    let (now, from) = (view.time(view.now), view.time(called.from));
    let mut lines = vec![view.say(
        "duty-not-taken",
        &[
            ("name", (&name).into()),
            ("time", (&now).into()),
            ("from", (&from).into()),
            ("roster", (&roster).into()),
        ],
    )];
    lines.extend(view.late(called.due));
    lines.extend(reach(view, person, private));
    lines.extend(stays(view, called));
    let mut told = message(&lines.join("\n"));
    told.sound = true;
    told
}

/// Why somebody can't be reached here, where that is known, and how to call him.
pub(super) fn reach(view: &View<'_>, person: &PersonId, private: bool) -> Vec<String> {
    let known = view.settings.person(person);
    let note = view.desk.people.get(person);
    let why = match known.and_then(|person| person.telegram) {
        None => Some(Unreachable::NotBound),
        Some(_) => note.and_then(|note| note.unreachable),
    };
    let why = why.map(|why| {
        let why = view.why(why);
        view.say("duty-unreachable", &[("why", (&why).into())])
    });
    let phone = known.and_then(|person| person.phone.as_ref());
    let phone = phone.filter(|_| private);
    let phone = phone.map(|phone| view.say("duty-phone", &[("phone", phone.into())]));
    why.into_iter().chain(phone).collect()
}

fn with_button(view: &View<'_>, called: &OnShift, lines: &[String]) -> Message {
    let mut question = message(&lines.join("\n"));
    let press = Press::OnDuty(called.from, called.roster.clone());
    question.rows = vec![vec![view.button("label-on-duty", &press)]];
    question.sound = true;
    question
}

fn head(view: &View<'_>, id: &str, called: &OnShift) -> String {
    let (from, roster) = (view.time(called.from), roster_name(view, &called.roster));
    view.say(
        id,
        &[("from", (&from).into()), ("roster", (&roster).into())],
    )
}

/// Who else is on the shift: each presses for himself.
fn with(view: &View<'_>, called: &OnShift) -> Option<String> {
    (!called.with.is_empty()).then(|| {
        let who = view.people(&called.with);
        view.say("duty-with", &[("who", (&who).into())])
    })
}

/// Who is responsible until somebody presses.
fn stays(view: &View<'_>, called: &OnShift) -> Option<String> {
    (!called.before.is_empty()).then(|| {
        let who = view.people(&called.before);
        view.say("duty-stays", &[("who", (&who).into())])
    })
}

fn press_by(view: &View<'_>, called: &OnShift, until: At) -> String {
    let (time, told) = (view.time(until), told(view, &called.roster));
    view.say(
        "duty-press-by",
        &[("time", (&time).into()), ("told", (&told).into())],
    )
}

/// Who hears of it where nobody presses.
fn told(view: &View<'_>, roster: &RosterId) -> String {
    let known = view.settings.roster(roster);
    whom(view, known.map_or(&[], |roster| &roster.asks.escalate))
}

/// The names of whoever is told; the administrators, where nobody is named.
pub(super) fn whom(view: &View<'_>, whom: &[Whom]) -> String {
    if whom.is_empty() {
        return view.say("duty-administrators", &[]);
    }
    let names = whom.iter().map(|one| match one {
        Whom::Person(person) => view.person(person),
        Whom::Role(role) => role_name(view, role),
        Whom::Roster(roster) => roster_name(view, roster),
    });
    view.listed(names.collect())
}

fn taken(
    view: &View<'_>,
    id: &str,
    roster: &RosterId,
    pressed: Pressed,
    person: Option<&PersonId>,
) -> String {
    let (time, roster) = (view.time(pressed.at), roster_name(view, roster));
    let name = person.map(|person| view.person(person));
    let mut arguments = vec![("time", (&time).into()), ("roster", (&roster).into())];
    if let Some(name) = &name {
        arguments.push(("name", name.into()));
    }
    view.say(id, &arguments)
}

/// Late is marked late.
fn late_press(view: &View<'_>, from: At, pressed: Pressed) -> Option<String> {
    pressed.late.then(|| {
        let from = view.time(from);
        view.say("duty-late", &[("from", (&from).into())])
    })
}

/// From when until when.
pub(super) fn span(view: &View<'_>, from: At, to: At) -> String {
    let (from, to) = (view.time(from), view.time(to));
    view.say(
        "duty-span",
        &[("from", (&from).into()), ("to", (&to).into())],
    )
}

pub(super) fn roster_name(view: &View<'_>, roster: &RosterId) -> String {
    let known = view.settings.roster(roster);
    view.name(known.map_or(roster.as_str(), |roster| roster.name.as_str()))
}
