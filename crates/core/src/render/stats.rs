//! The figures of a month, a section a subject.

use crate::decide::Stats;
use crate::limits::STATS_PEOPLE;
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::render::{View, message};
use crate::state::attendance::Tally;
use crate::state::roster::Month;

/// All sections.
pub(super) fn stats(view: &View<'_>, stats: &Stats) -> Message {
    let (year, month) = (
        stats.month.year.to_string(),
        format!("{:02}", stats.month.month),
    );
    let head = view.say(
        "stats-head",
        &[("year", (&year).into()), ("month", (&month).into())],
    );
    let sections = [attendance(view, stats)];
    let lines: Vec<String> = std::iter::once(head).chain(sections).collect();
    let mut figures = message(&lines.join("\n"));
    let (before, after) = (stats.month.before(), stats.month.after());
    let earlier = before.map(|month| turn(view, "label-stats-earlier", month));
    let later = after.filter(|_| stats.over);
    let later = later.map(|month| turn(view, "label-stats-later", month));
    figures.rows = vec![earlier.into_iter().chain(later).collect()];
    figures
}

/// Shifts and presence checks, a line a person.
fn attendance(view: &View<'_>, stats: &Stats) -> String {
    let Some(attendance) = &stats.attendance else {
        return view.say("stats-attendance-unread", &[]);
    };
    if attendance.is_empty() {
        return view.say("stats-attendance-none", &[]);
    }
    let mut lines = vec![view.say("stats-attendance", &[])];
    for (person, counts) in attendance.iter().take(STATS_PEOPLE) {
        let parts = [
            ("stats-shifts", counts.shifts),
            ("stats-patrols", counts.patrols),
            ("stats-presence", counts.presence),
        ];
        let parts = parts
            .into_iter()
            .filter(|(_, tally)| !tally.is_empty())
            .map(|(id, tally)| view.say(id, &[("tally", (&words(tally)).into())]));
        let (name, counts) = (
            view.person_apart(person),
            parts.collect::<Vec<String>>().join(" · "),
        );
        lines.push(view.say(
            "stats-person",
            &[("name", (&name).into()), ("counts", (&counts).into())],
        ));
    }
    let more = attendance.len().saturating_sub(STATS_PEOPLE);
    if more > 0 {
        lines.push(view.say("stats-more", &[("n", more.into())]));
    }
    lines.join("\n")
}

/// On time, late, missed: the section's heading says so.
fn words(tally: Tally) -> String {
    format!("{}/{}/{}", tally.on_time, tally.late, tally.missed)
}

fn turn(view: &View<'_>, label: &str, month: Month) -> Button {
    Button {
        label: view.say(label, &[("month", (&month.to_string()).into())]),
        data: Press::Stats(Some(month)).encode(),
    }
}
