//! Presence checks (查岗): the question, and where it is not answered.

use crate::decide::PresenceSaid;
use crate::ids::PresenceId;
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::duty::{reach, roster_name, whom};
use crate::render::{View, message};
use crate::state::duty::Pressed;
use crate::time::At;

/// What is said about a presence check.
pub(super) fn said(view: &View<'_>, said: &PresenceSaid) -> Message {
    match said {
        PresenceSaid::Asked {
            row,
            at,
            due,
            until,
        } => {
            let mut lines = vec![head(
                view,
                "presence-asked",
                row,
                due.map_or(*at, |_| view.now),
            )];
            lines.extend(view.late(*due));
            let (time, told) = (view.time(*until), told(view, row));
            lines.push(view.say(
                "presence-press-by",
                &[("time", (&time).into()), ("told", (&told).into())],
            ));
            with_button(view, row, *at, &lines)
        }
        PresenceSaid::Missed {
            row,
            at,
            told,
            posted,
            reached,
        } => {
            let told = if *posted {
                view.say("duty-groups", &[])
            } else {
                view.people(told)
            };
            let id = if *reached {
                "presence-missed"
            } else {
                "presence-unreached"
            };
            let head = head(view, id, row, *at);
            let line = if told.is_empty() {
                view.say("presence-missed-nobody", &[])
            } else {
                view.say("presence-missed-told", &[("told", (&told).into())])
            };
            with_button(view, row, *at, &[head, line])
        }
        PresenceSaid::NotInPost {
            row,
            at,
            person,
            due,
            private,
            reached,
        } => {
            let (name, place) = (view.person(person), place(view, row));
            let (now, at) = (view.time(view.now), view.time(*at));
            let (name, at, place) = (
                ("name", (&name).into()),
                ("at", (&at).into()),
                ("place", (&place).into()),
            );
            let head = if *reached {
                let time = ("time", (&now).into());
                view.say("presence-not-in-post", &[name, time, at, place])
            } else {
                view.say("presence-not-reached", &[name, at, place])
            };
            let mut lines = vec![head];
            lines.extend(view.late(*due));
            lines.extend(reach(view, person, *private));
            let mut told = message(&lines.join("\n"));
            told.sound = true;
            told
        }
        PresenceSaid::InPost {
            row,
            pressed,
            until,
        } => {
            let head = head(view, "presence-in-post", row, pressed.at);
            let lines = std::iter::once(head).chain(late_press(view, *pressed, *until));
            message(&lines.collect::<Vec<String>>().join("\n"))
        }
        PresenceSaid::InPostBy {
            row,
            person,
            pressed,
            until,
        } => {
            let (name, place) = (view.person(person), place(view, row));
            let time = view.time(pressed.at);
            let head = view.say(
                "presence-in-post-by",
                &[
                    ("name", (&name).into()),
                    ("time", (&time).into()),
                    ("place", (&place).into()),
                ],
            );
            let lines = std::iter::once(head).chain(late_press(view, *pressed, *until));
            message(&lines.collect::<Vec<String>>().join("\n"))
        }
    }
}

fn with_button(view: &View<'_>, row: &PresenceId, at: At, lines: &[String]) -> Message {
    let mut question = message(&lines.join("\n"));
    let press = Press::InPost(at, row.clone());
    question.rows = vec![vec![view.button("label-in-post", &press)]];
    question.sound = true;
    question
}

fn head(view: &View<'_>, id: &str, row: &PresenceId, time: At) -> String {
    let (time, place) = (view.time(time), place(view, row));
    view.say(id, &[("time", (&time).into()), ("place", (&place).into())])
}

/// Late is marked late.
fn late_press(view: &View<'_>, pressed: Pressed, until: At) -> Option<String> {
    pressed.late.then(|| {
        let until = view.time(until);
        view.say("presence-late", &[("time", (&until).into())])
    })
}

/// Where somebody is to be: by its own name, or that of its roster.
fn place(view: &View<'_>, row: &PresenceId) -> String {
    let known = view.settings.presence_row(row);
    match known.map(|row| (&row.name, &row.roster)) {
        Some((Some(name), _)) => view.name(name),
        Some((None, roster)) => roster_name(view, roster),
        None => view.name(row.as_str()),
    }
}

/// Who hears of it where nobody presses.
fn told(view: &View<'_>, row: &PresenceId) -> String {
    let known = view.settings.presence_row(row);
    whom(view, known.map_or(&[], |row| view.settings.told_of(row)))
}
