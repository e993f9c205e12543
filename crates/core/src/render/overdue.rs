//! What the auditor says.

use crate::audit::{Late, Overdue};
use crate::ids::IncidentNumber;
use crate::outgoing::Message;
use crate::render::{View, message};
use crate::time::At;

/// Something is overdue, the gravest first.
pub(super) fn overdue(view: &View<'_>, found: &[Overdue], in_group: bool) -> Message {
    let mut lines: Vec<String> = found.iter().map(|overdue| line(view, overdue)).collect();
    if let Some(first) = lines.first_mut() {
        let now = view.time(view.now);
        *first = view.say(
            "overdue-head",
            &[("now", (&now).into()), ("what", (&*first).into())],
        );
    }
    if found.iter().any(|overdue| overdue.kind.is_grave()) {
        lines.push(view.duty_call());
    }
    lines.extend(what_to_do(view, found));
    let mut said = message(&lines.join("\n"));
    said.sound = found.iter().any(|overdue| overdue.kind.rings(in_group));
    said
}

/// A line for each way to mend it, each once.
fn what_to_do(view: &View<'_>, found: &[Overdue]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for overdue in found {
        let line = match overdue.kind {
            Late::Pages | Late::Reminders | Late::Answers | Late::Cards => {
                view.say("overdue-do-sending", &[])
            }
            Late::Steps | Late::Timers => view.say("overdue-do-timers", &[]),
            Late::Stuck => {
                let first = overdue.incidents.first().map_or(0, |number| number.0);
                view.say("overdue-do-stuck", &[("n", first.into())])
            }
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn line(view: &View<'_>, overdue: &Overdue) -> String {
    let numbers = overdue.incidents.iter();
    let numbers: Vec<String> = numbers.map(|number| number_of(view, *number)).collect();
    let which = if numbers.is_empty() {
        String::new()
    } else {
        let numbers = view.listed(numbers);
        view.say("overdue-which", &[("numbers", (&numbers).into())])
    };
    view.say(
        &format!("overdue-{}", overdue.kind.word()),
        &[
            ("n", overdue.count.into()),
            ("since", (&view.time(overdue.since)).into()),
            ("which", (&which).into()),
        ],
    )
}

fn number_of(view: &View<'_>, number: IncidentNumber) -> String {
    view.say("label-number", &[("n", number.0.into())])
}

/// It is over.
pub(super) fn over(view: &View<'_>, over: &[(Late, At)]) -> Message {
    let what = over
        .iter()
        .map(|(kind, since)| {
            let kind = view.say(&format!("late-{}", kind.word()), &[]);
            view.say(
                "overdue-past",
                &[
                    ("what", (&kind).into()),
                    ("since", (&view.time(*since)).into()),
                ],
            )
        })
        .collect();
    let now = view.time(view.now);
    message(&view.say(
        "overdue-over",
        &[
            ("now", (&now).into()),
            ("what", (&view.listed(what)).into()),
        ],
    ))
}
