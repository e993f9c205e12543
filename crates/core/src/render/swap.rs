//! Swaps: who takes a shift, asked and told.

use crate::decide::{Seen, SwapSaid, SwapTold};
use crate::ids::{PersonId, RosterId};
use crate::limits::{LABEL_COLUMNS, REMINDER_RINGS};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::people::PeoplePress;
use crate::parse::swap::{SlotTag, SwapPress};
use crate::parse::tag::Tag;
use crate::render::buttons::rows;
use crate::render::compose::{fit, plain};
use crate::render::duty::{roster_name, span};
use crate::render::{View, message};
use crate::state::event::Actor;
use crate::state::swap::{Slot, Swap, Unanswered, Way};
use crate::time::At;

/// Buttons with a date a row.
const DATES_PER_ROW: usize = 2;

/// What is said about swaps.
pub(super) fn said(view: &View<'_>, said: &SwapSaid) -> Message {
    match said {
        SwapSaid::Which { slots, to } => {
            let lines = slots.iter().enumerate();
            let lines = lines.map(|(index, slot)| format!("{}. {}", index + 1, line(view, slot)));
            let head = view.say("swap-which", &[]);
            let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
            let mut question = message(&lines.join("\n"));
            let buttons = slots.iter().enumerate().map(|(index, slot)| {
                let tag = tag(slot);
                let press = match to {
                    Some(to) => SwapPress::To {
                        slot: tag,
                        to: Tag::of(to.as_str()),
                        sure: false,
                    },
                    None => SwapPress::Whom(tag),
                };
                labelled(&(index + 1).to_string(), press)
            });
            question.rows = rows(buttons.collect());
            question
        }
        SwapSaid::ShiftsOf { person, slots } => shifts_of(view, person, slots),
        SwapSaid::Whom { slot, own, people } => whom(view, slot, *own, people),
        SwapSaid::Sure {
            slot,
            to,
            clash,
            reached,
        } => {
            let arguments = [("to", &*view.person(to)), ("name", &*view.person(&slot.of))];
            let mut lines = vec![say(view, "swap-sure", &arguments), line(view, slot)];
            lines.extend(clashing(view, to, clash));
            lines.push(if *reached {
                view.say("swap-sure-told", &[])
            } else {
                say(view, "swap-sure-untold", &[("name", &*view.person(to))])
            });
            let sure = SwapPress::To {
                slot: tag(slot),
                to: Tag::of(to.as_str()),
                sure: true,
            };
            confirm(view, &lines, sure)
        }
        SwapSaid::TakeSure(slot) => {
            let name = view.person(&slot.of);
            let lines = [
                say(view, "swap-take-sure", &[("name", &name)]),
                line(view, slot),
                view.say("swap-take-sure-pages", &[]),
            ];
            let sure = SwapPress::Take {
                slot: tag(slot),
                sure: true,
            };
            confirm(view, &lines, sure)
        }
        SwapSaid::Asked { swap, clash } => asked(view, swap, clash),
        SwapSaid::Waits(swap) => {
            let to = view.person(&swap.to);
            let mut lines = vec![
                say(view, "swap-waits", &[("to", &to)]),
                line(view, &swap.give),
            ];
            lines.extend(in_return(view, swap));
            lines.push(view.say("swap-waits-yours", &[]));
            let mut waits = message(&lines.join("\n"));
            let withdraw = Press::Swap(SwapPress::Withdraw(swap.began));
            waits.rows = vec![vec![view.button("label-cancel", &withdraw)]];
            waits
        }
        SwapSaid::Agreed(swap) => {
            let (to, name) = (view.person(&swap.to), view.person(&swap.give.of));
            let arguments = [("to", &*to), ("name", &*name)];
            let head = say(view, "swap-agreed", &arguments);
            let lines = [
                Some(head),
                Some(line(view, &swap.give)),
                in_return(view, swap),
            ];
            lines_of(lines)
        }
        SwapSaid::Over {
            swap,
            why,
            asker,
            news,
        } => over(view, swap, *why, *asker, *news),
        SwapSaid::Moved {
            moves,
            way,
            by,
            seen,
        } => moved(view, moves, *way, by, *seen),
        SwapSaid::SteppedIn(slot) => lines_of([
            Some(view.say("swap-stepped-in", &[])),
            Some(line(view, slot)),
            None,
        ]),
        SwapSaid::Dropped => message(&view.say("swap-dropped", &[])),
        SwapSaid::NotWanted => message(&view.say("swap-not-wanted", &[])),
    }
}

/// The buttons of one's own shifts, or of somebody's whom one looks after: by date, and where that is the
/// same for two of them, by number. Whether the lines are to be numbered.
pub(super) fn swap_buttons(view: &View<'_>, slots: &[Slot]) -> (bool, Vec<Vec<Button>>) {
    let dates: Vec<String> = slots.iter().map(|slot| date(view, slot.from)).collect();
    let numbered = (1..dates.len()).any(|index| dates[..index].contains(&dates[index]));
    let buttons = slots.iter().zip(&dates).enumerate();
    let buttons: Vec<Button> = buttons
        .map(|(index, (slot, date))| {
            let number = (index + 1).to_string();
            let what = if numbered { &number } else { date };
            let label = say(view, "label-swap-at", &[("date", what)]);
            labelled(&label, SwapPress::Whom(tag(slot)))
        })
        .collect();
    let rows = buttons.chunks(DATES_PER_ROW).map(<[Button]>::to_vec);
    (numbered, rows.collect())
}

/// The button of a reminder.
pub(super) fn cannot_button(view: &View<'_>, slot: &Slot) -> Button {
    view.button(
        "label-swap-cannot",
        &Press::Swap(SwapPress::Whom(tag(slot))),
    )
}

/// The buttons that take over running shifts, with whose place it is, and where somebody has two of them,
/// with the roster.
pub(super) fn take_buttons(view: &View<'_>, slots: &[Slot]) -> Vec<Vec<Button>> {
    let button = |slot: &Slot| {
        let places = slots.iter().filter(|other| other.of == slot.of);
        let name = if places.count() > 1 {
            roster_name(view, &slot.roster)
        } else {
            view.person_label(&slot.of)
        };
        let take = SwapPress::Take {
            slot: tag(slot),
            sure: false,
        };
        labelled(&say(view, "label-take-over", &[("name", &name)]), take)
    };
    slots.iter().map(|slot| vec![button(slot)]).collect()
}

/// One sentence about swaps.
pub(super) fn told(view: &View<'_>, told: &SwapTold) -> String {
    let about = |id: &str, person: &PersonId| say(view, id, &[("name", &*view.person(person))]);
    match told {
        SwapTold::NoShift { of, next } => {
            let dates: Vec<String> = next.iter().map(|at| date(view, *at)).collect();
            let none = dates.is_empty();
            let next = view.listed(dates);
            match of {
                None if none => view.say("duty-mine-none", &[]),
                Some(of) if none => about("swap-shifts-none", of),
                None => say(view, "line-swap-no-shift", &[("next", &next)]),
                Some(of) => {
                    let name = view.person(of);
                    let arguments = [("name", &*name), ("next", &*next)];
                    say(view, "line-swap-no-shift-of", &arguments)
                }
            }
        }
        SwapTold::Several => view.say("line-swap-several", &[]),
        SwapTold::InPrivate => view.say("line-swap-in-private", &[]),
        SwapTold::Asked(to) => about("line-swap-asked", to),
        SwapTold::Waits(to) => about("line-swap-waits", to),
        SwapTold::Unbound(to) => about("line-swap-unbound", to),
        SwapTold::GoneAway(to) => about("line-swap-gone-away", to),
        SwapTold::IsOn(to) => about("line-swap-is-on", to),
        SwapTold::OfOthers(of) => about("line-swap-of-others", of),
        SwapTold::NotYours(roster) => {
            let roster = roster_name(view, roster);
            say(view, "line-swap-not-yours", &[("roster", &roster)])
        }
        SwapTold::Done => view.say("line-swap-done", &[]),
        SwapTold::Refused => view.say("line-swap-refused", &[]),
        SwapTold::Withdrawn => view.say("line-swap-withdrawn", &[]),
        SwapTold::Void => view.say("line-swap-void", &[]),
        SwapTold::Gone => view.say("line-swap-gone", &[]),
        SwapTold::Dropped => view.say("swap-dropped", &[]),
    }
}

fn shifts_of(view: &View<'_>, person: &PersonId, slots: &[Slot]) -> Message {
    let name = view.person(person);
    let id = if slots.is_empty() {
        "swap-shifts-none"
    } else {
        "swap-shifts-of"
    };
    let (numbered, buttons) = swap_buttons(view, slots);
    let lines = slots.iter().enumerate().map(|(index, slot)| {
        let line = line(view, slot);
        if numbered {
            format!("{}. {line}", index + 1)
        } else {
            line
        }
    });
    let lines: Vec<String> = std::iter::once(say(view, id, &[("name", &name)]))
        .chain(lines)
        .collect();
    let mut answer = message(&lines.join("\n"));
    answer.rows = buttons;
    let back = Press::People(PeoplePress::Card(person.clone()));
    answer
        .rows
        .push(vec![view.button("label-people-one", &back)]);
    answer
}

fn whom(view: &View<'_>, slot: &Slot, own: bool, people: &[PersonId]) -> Message {
    let name = view.person(&slot.of);
    let date = view.day_of(slot.from);
    let head = if own {
        view.say("swap-whom-own", &[])
    } else {
        say(view, "swap-whom", &[("name", &name)])
    };
    let hint = if own {
        say(view, "swap-whom-own-hint", &[("date", &date)])
    } else {
        say(view, "swap-whom-hint", &[("date", &date), ("name", &name)])
    };
    let mut question = message(&[head, line(view, slot), hint].join("\n"));
    let buttons = people.iter().map(|to| {
        let press = SwapPress::To {
            slot: tag(slot),
            to: Tag::of(to.as_str()),
            sure: false,
        };
        view.person_button(to, &Press::Swap(press))
    });
    question.rows = rows(buttons.collect());
    question.rows.push(vec![dropping(view)]);
    question
}

fn asked(view: &View<'_>, swap: &Swap, clash: &[RosterId]) -> Message {
    let (name, from) = (view.person(&swap.give.of), view.time(swap.give.from));
    let arguments = [("name", &*name), ("from", &*from)];
    let mut lines = vec![say(view, "swap-asked", &arguments), line(view, &swap.give)];
    lines.extend(in_return(view, swap));
    lines.extend(clashing(view, &swap.to, clash));
    lines.push(say(view, "swap-asked-until", &[("name", &name)]));
    let mut question = message(&lines.join("\n"));
    let press = |press| Press::Swap(press);
    question.rows = vec![
        vec![view.button("label-confirm", &press(SwapPress::Yes(swap.began)))],
        vec![view.button("label-swap-no", &press(SwapPress::No(swap.began)))],
    ];
    question.sound = is_near(view, swap.give.from);
    question
}

fn over(view: &View<'_>, swap: &Swap, why: Unanswered, asker: bool, news: bool) -> Message {
    let id = match why {
        Unanswered::Refused if !asker => "swap-over-refused-you",
        Unanswered::TooLate if !asker => "swap-over-late-you",
        Unanswered::Refused => "swap-over-refused",
        Unanswered::Withdrawn => "swap-over-withdrawn",
        Unanswered::TooLate => "swap-over-late",
        Unanswered::Void => "swap-over-void",
        Unanswered::Unreached => "swap-over-unreached",
    };
    let to = view.person(&swap.to);
    let again = asker && matches!(why, Unanswered::Refused | Unanswered::Unreached);
    let yours = again.then(|| view.say("swap-over-yours", &[]));
    let head = say(view, id, &[("to", &to)]);
    let mut told = lines_of([Some(head), Some(line(view, &swap.give)), yours]);
    if again && news {
        let another = Press::Swap(SwapPress::Whom(tag(&swap.give)));
        told.rows = vec![vec![view.button("label-swap-another", &another)]];
    }
    told.sound = again && news && is_near(view, swap.give.from);
    told
}

fn moved(view: &View<'_>, moves: &[(Slot, PersonId)], way: Way, by: &Actor, seen: Seen) -> Message {
    let mut lines: Vec<String> = Vec::new();
    if let Some((slot, on)) = moves.first() {
        let from = view.time(slot.from);
        let (on, off) = (view.person(on), view.person(&slot.of));
        let arguments = [("from", &*from), ("on", &*on), ("off", &*off)];
        lines.push(match seen {
            Seen::On => say(view, "swap-moved-on", &arguments),
            Seen::Off => say(view, "swap-moved-off", &arguments),
            Seen::Others => say(view, "swap-moved", &arguments),
        });
    }
    for (slot, on) in moves {
        let what = line(view, slot);
        let (on, off) = (view.person(on), view.person(&slot.of));
        let arguments = [("what", &*what), ("on", &*on), ("off", &*off)];
        lines.push(say(view, "swap-moved-line", &arguments));
    }
    lines.push(match way {
        Way::Swap => view.say("swap-moved-agreed", &[]),
        Way::Cover => say(view, "swap-moved-by", &[("by", &*view.actor(by))]),
        Way::Taken => view.say("swap-moved-taken", &[]),
        Way::Undone => view.say("swap-moved-undone", &[]),
    });
    let mut told = message(&lines.join("\n"));
    let begins = moves
        .first()
        .is_some_and(|(slot, _)| is_near(view, slot.from));
    told.sound = seen == Seen::On && begins;
    told
}

fn in_return(view: &View<'_>, swap: &Swap) -> Option<String> {
    let back = swap.back.as_ref()?;
    let (what, name) = (line(view, back), view.person(&swap.give.of));
    let to = view.person(&swap.to);
    let arguments = [("what", &*what), ("name", &*name), ("to", &*to)];
    Some(say(view, "swap-in-return", &arguments))
}

fn clashing(view: &View<'_>, person: &PersonId, clash: &[RosterId]) -> Option<String> {
    (!clash.is_empty()).then(|| {
        let rosters = view.listed(clash.iter().map(|id| roster_name(view, id)).collect());
        let name = view.person(person);
        say(
            view,
            "swap-clash",
            &[("name", &name), ("rosters", &rosters)],
        )
    })
}

fn confirm(view: &View<'_>, lines: &[String], sure: SwapPress) -> Message {
    let mut question = message(&lines.join("\n"));
    let sure = view.button("label-confirm", &Press::Swap(sure));
    question.rows = vec![vec![sure], vec![dropping(view)]];
    question
}

fn dropping(view: &View<'_>) -> Button {
    view.button("label-cancel", &Press::Swap(SwapPress::Drop))
}

fn labelled(label: &str, press: SwapPress) -> Button {
    Button {
        label: fit(&plain(label), LABEL_COLUMNS),
        data: Press::Swap(press).encode(),
    }
}

fn tag(slot: &Slot) -> SlotTag {
    SlotTag::new(&slot.roster, slot.from, &slot.of)
}

/// When a place is, and of which roster.
fn line(view: &View<'_>, slot: &Slot) -> String {
    let (span, roster) = (
        span(view, slot.from, slot.to),
        roster_name(view, &slot.roster),
    );
    say(view, "swap-slot", &[("span", &span), ("roster", &roster)])
}

/// `12-03 08:30`, as it fits a button.
fn date(view: &View<'_>, at: At) -> String {
    let local = at.utc().with_timezone(&view.settings.timezone);
    local.format("%m-%d %H:%M").to_string()
}

fn is_near(view: &View<'_>, from: At) -> bool {
    from.since(view.now) <= REMINDER_RINGS
}

fn say(view: &View<'_>, id: &str, arguments: &[(&str, &str)]) -> String {
    let arguments: Vec<_> = arguments
        .iter()
        .map(|(name, value)| (*name, (*value).into()))
        .collect();
    view.say(id, &arguments)
}

fn lines_of(lines: [Option<String>; 3]) -> Message {
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    message(&lines.join("\n"))
}

impl View<'_> {
    /// `12-03`, as `/swap` reads it.
    fn day_of(&self, at: At) -> String {
        let local = at.utc().with_timezone(&self.settings.timezone);
        local.format("%m-%d").to_string()
    }
}
