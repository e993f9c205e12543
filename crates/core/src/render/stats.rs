//! The figures of a month: a chart, and the same as text.

use crate::chart::{Bar, Chart, Section, thousandths};
use crate::decide::Stats;
use crate::ids::{CategoryId, SeverityId};
use crate::limits::{STATS_NUMBERS, STATS_PEOPLE, STATS_ROWS};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::render::compose::{plain, typed};
use crate::render::roster::day_of;
use crate::render::{View, message, stats_rates};
use crate::state::attendance::Tally;
use crate::state::figures::Incidents;
use crate::state::roster::Month;

/// The chart, and what stands under it.
pub fn stats_picture(view: &View<'_>, stats: &Stats) -> (Chart, Message) {
    let chart = chart(view, stats);
    let mut caption = message(&head(view, &chart));
    let as_text = view.button("label-stats-text", &Press::StatsText(stats.month));
    caption.rows = vec![turning(view, stats, Press::Stats), vec![as_text]];
    (chart, caption)
}

/// As text, with the buttons under it.
pub(super) fn text(view: &View<'_>, stats: &Stats) -> Message {
    let mut figures = chart_text(view, &chart(view, stats));
    let to = |month: Option<Month>| month.map_or(Press::Stats(None), Press::StatsText);
    let picture = view.button("label-stats-picture", &Press::Stats(Some(stats.month)));
    figures.rows = vec![turning(view, stats, to), vec![picture]];
    figures
}

/// A chart as text.
pub fn chart_text(view: &View<'_>, chart: &Chart) -> Message {
    let mut lines = vec![head(view, chart)];
    for section in &chart.sections {
        lines.push(String::new());
        lines.push(typed(&section.head));
        let bars = section.bars.iter();
        lines.extend(bars.map(|bar| format!("{} · {}", typed(&bar.label), typed(&bar.value))));
        lines.extend(section.notes.iter().map(|note| typed(note)));
    }
    message(&lines.join("\n"))
}

fn head(view: &View<'_>, chart: &Chart) -> String {
    let title = typed(&chart.title);
    view.say("stats-caption", &[("title", (&title).into())])
}

fn turning(view: &View<'_>, stats: &Stats, press: impl Fn(Option<Month>) -> Press) -> Vec<Button> {
    let turn = |label: &str, month: Month| Button {
        label: view.say(label, &[("month", (&month.to_string()).into())]),
        data: press(Some(month)).encode(),
    };
    let earlier = stats
        .month
        .before()
        .map(|month| turn("label-stats-earlier", month));
    let later = stats.month.after().filter(|_| stats.over);
    let later = later.map(|month| turn("label-stats-later", month));
    earlier.into_iter().chain(later).collect()
}

fn chart(view: &View<'_>, stats: &Stats) -> Chart {
    let (year, month) = (
        stats.month.year.to_string(),
        format!("{:02}", stats.month.month),
    );
    let title = view.say(
        "stats-title",
        &[("year", (&year).into()), ("month", (&month).into())],
    );
    let today = view
        .now
        .utc()
        .with_timezone(&view.settings.timezone)
        .date_naive();
    let (date, time) = (day_of(view, today), view.time(view.now));
    let foot = view.say(
        "roster-as-of",
        &[
            ("date", (&date).into()),
            ("time", (&time).into()),
            ("zone", view.settings.timezone.name().into()),
        ],
    );
    Chart {
        title,
        sections: [
            Some(incidents(view, &stats.incidents)),
            stats_rates::screening(view, stats),
            stats_rates::mediation(view, stats),
            stats_rates::onward(view, stats),
            stats_rates::others(view, stats),
            Some(attendance(view, stats)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        lacking: view.say("roster-lacking", &[]),
        foot,
    }
}

/// What was reported, by level and category, and how long it waited.
fn incidents(view: &View<'_>, figures: &Incidents) -> Section {
    let reported = figures.reported;
    let head = view.say("stats-incidents", &[("n", reported.into())]);
    let mut section = Section {
        head,
        bars: Vec::new(),
        notes: Vec::new(),
    };
    let counted = |label: &str, count: u32| Bar {
        label: plain(label),
        value: count.to_string(),
        length: Some(thousandths(count, reported)),
        target: None,
    };
    for (id, count) in &figures.severities {
        section.bars.push(counted(&level(view, id), *count));
    }
    for (id, count) in figures.categories.iter().take(STATS_ROWS) {
        section
            .bars
            .push(counted(&category(view, id.as_ref()), *count));
    }
    let more = figures
        .categories
        .iter()
        .skip(STATS_ROWS)
        .map(|(_, count)| count);
    if figures.categories.len() > STATS_ROWS {
        let rest = view.say("stats-other-categories", &[]);
        section.bars.push(counted(&rest, more.sum()));
    }
    let half = figures.percentile(50).zip(figures.percentile(90));
    if let Some((half, most)) = half {
        let (half, most) = (view.span(half), view.span(most));
        let note = view.say(
            "stats-waits",
            &[
                ("half", (&half).into()),
                ("most", (&most).into()),
                ("n", figures.waits.len().into()),
            ],
        );
        section.notes.push(plain(&note));
    }
    if let Some((longest, number)) = figures.waits.last() {
        let longest = view.span(*longest);
        let arguments = [("span", (&longest).into()), ("number", number.0.into())];
        section
            .notes
            .push(plain(&view.say("stats-longest", &arguments)));
    }
    if !figures.unanswered.is_empty() {
        let numbers = figures.unanswered.iter();
        let shown = first_numbers(numbers.map(|number| format!("#{number}")));
        let arguments = [
            ("n", figures.unanswered.len().into()),
            ("numbers", (&shown).into()),
        ];
        section
            .notes
            .push(plain(&view.say("stats-unanswered", &arguments)));
    }
    for (id, count) in [
        ("stats-withdrawn", figures.withdrawn),
        ("stats-merged", figures.merged),
    ] {
        if count > 0 {
            section.notes.push(view.say(id, &[("n", count.into())]));
        }
    }
    section
}

fn category(view: &View<'_>, id: Option<&CategoryId>) -> String {
    match id {
        Some(_) => view.category(id),
        None => view.say("stats-no-category", &[]),
    }
}

/// `I 特别重大`
fn level(view: &View<'_>, id: &SeverityId) -> String {
    let name = view.settings.severity(id).map(|level| level.name.as_str());
    let (id, name) = (view.name(id.as_str()), view.name(name.unwrap_or_default()));
    view.say(
        "stats-level",
        &[("level", (&id).into()), ("name", (&name).into())],
    )
}

/// The first of several numbers, and that there are more.
pub(super) fn first_numbers(mut numbers: impl Iterator<Item = String>) -> String {
    let mut shown: Vec<String> = numbers.by_ref().take(STATS_NUMBERS).collect();
    if numbers.next().is_some() {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

/// Shifts and presence checks, a line a person.
fn attendance(view: &View<'_>, stats: &Stats) -> Section {
    let alone = |id: &str| Section {
        head: view.say(id, &[]),
        bars: Vec::new(),
        notes: Vec::new(),
    };
    let Some(attendance) = &stats.attendance else {
        return alone("stats-attendance-unread");
    };
    if attendance.is_empty() {
        return alone("stats-attendance-none");
    }
    let mut section = alone("stats-attendance");
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
        let value = parts.collect::<Vec<String>>().join(" · ");
        section
            .bars
            .push(Bar::plain(plain(&view.person_apart(person)), value));
    }
    let more = attendance.len().saturating_sub(STATS_PEOPLE);
    if more > 0 {
        section
            .notes
            .push(view.say("stats-more", &[("n", more.into())]));
    }
    section
}

/// On time, late, missed: the section's heading says so.
fn words(tally: Tally) -> String {
    format!("{}/{}/{}", tally.on_time, tally.late, tally.missed)
}
