//! A month of duty: its table, in parts that fit a picture each, and what stands under them.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::decide::DutyMonth;
use crate::ids::{PersonId, RosterId};
use crate::limits::{OVERRIDE_KEPT, SHEET_COLUMNS, SHEET_LINE_WIDTHS, SHEET_LINES};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::parse::roster::MonthPress;
use crate::render::buttons::rows;
use crate::render::compose::{plain, typed};
use crate::render::{View, message};
use crate::settings::{Language, Rotation, SpecialPeriod};
use crate::sheet::{Column, Day, NOBODY, Name, SPECIAL, STAND_IN, SWAPPED, Sheet, Stint, shares};
use crate::state::roster::{DutyDay, Month, Stand};
use crate::time::At;

/// The pictures of a month, each with the message under it. The last has the buttons.
pub fn month_pictures(view: &View<'_>, month: &DutyMonth) -> Vec<(Sheet, Message)> {
    let sheets = sheets(view, month);
    let last = sheets.len().saturating_sub(1);
    let captioned = sheets.into_iter().enumerate().map(|(index, sheet)| {
        let title = view.name(&sheet.title);
        let mut head = view.say("roster-caption", &[("title", (&title).into())]);
        if let Some(part) = &sheet.part {
            head = format!("{head} · {part}");
        }
        let mut caption = message(&head);
        if index == last {
            caption.rows = buttons(view, month, false);
        }
        (sheet, caption)
    });
    captioned.collect()
}

/// What one can look at from here.
pub(super) fn buttons(view: &View<'_>, month: &DutyMonth, as_text: bool) -> Vec<Vec<Button>> {
    let press = |to: Month, one: Option<RosterId>, as_text: bool| {
        Press::Month(MonthPress {
            month: Some(to),
            roster: one,
            as_text,
        })
    };
    let turning = [
        (month.month.before(), "label-month-before"),
        (month.month.after(), "label-month-after"),
    ];
    let turning = turning.into_iter().filter_map(|(to, label)| {
        let to = to?;
        let name = view.say("month-name", &[("month", to.month.into())]);
        Some(Button {
            label: view.say(label, &[("month", (&name).into())]),
            data: press(to, month.one.clone(), as_text).encode(),
        })
    });
    let other = if as_text {
        "label-roster-picture"
    } else {
        "label-roster-text"
    };
    let other = view.button(other, &press(month.month, month.one.clone(), !as_text));
    let mut all = vec![turning.collect(), vec![other]];
    let rosters = &view.settings.rosters;
    if rosters.len() > 1 {
        let shown = |id: &RosterId| month.one.as_ref() == Some(id);
        let mut alone: Vec<Button> = rosters
            .iter()
            .filter(|roster| !shown(&roster.id))
            .map(|roster| {
                let to = press(month.month, Some(roster.id.clone()), as_text);
                view.named_button(&roster.name, &to)
            })
            .collect();
        if month.one.is_some() {
            alone.push(view.button("label-roster-all", &press(month.month, None, as_text)));
        }
        all.extend(rows(alone));
    }
    all
}

/// The table of a month, cut where it does not fit one picture.
fn sheets(view: &View<'_>, month: &DutyMonth) -> Vec<Sheet> {
    let groups = month.rosters.len().div_ceil(SHEET_COLUMNS).max(1);
    let per_group = month.rosters.len().div_ceil(groups).max(1);
    let mut sheets: Vec<Sheet> = month
        .rosters
        .chunks(per_group)
        .flat_map(|rosters| cut(whole(view, month, rosters)))
        .collect();
    for sheet in &mut sheets {
        sheet.legend = legend(view, month, &sheet.days);
    }
    let all = sheets.len();
    if all > 1 {
        for (index, sheet) in sheets.iter_mut().enumerate() {
            let arguments = [("n", (index + 1).into()), ("all", all.into())];
            sheet.part = Some(view.say("roster-part", &arguments));
        }
    }
    sheets
}

/// The table in one piece, for a message of text.
pub(super) fn whole(
    view: &View<'_>,
    month: &DutyMonth,
    rosters: &[(RosterId, Vec<DutyDay>)],
) -> Sheet {
    let named = |id: &RosterId| {
        let known = view.settings.roster(id);
        bare(known.map_or(id.as_str(), |roster| roster.name.as_str()))
    };
    let zone = view.settings.timezone;
    let today = view.now.utc().with_timezone(&zone).date_naive();
    let periods = &view.settings.special_periods;
    let dates: Vec<NaiveDate> = month.month.days().collect();
    let days: Vec<Day> = dates
        .iter()
        .enumerate()
        .map(|(index, date)| {
            let cells = rosters.iter().map(|(_, days)| {
                let stands = days.get(index).map_or(&[][..], |day| &day.stands);
                stands.iter().map(|one| stint(view, *date, one)).collect()
            });
            Day {
                number: date.day(),
                weekday: weekday(view, *date),
                weekend: matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
                today: (month.running == Some(*date)).then(|| {
                    let word = if *date == today {
                        "roster-today"
                    } else {
                        "roster-on-now"
                    };
                    view.say(word, &[])
                }),
                special: periods.iter().any(|period| lies_in(period, *date)),
                cells: cells
                    .zip(rosters)
                    .map(|(cell, (roster, _))| with_times(view, roster, cell))
                    .collect(),
            }
        })
        .collect();
    let now = view.time(view.now);
    let date = day_of(view, today);
    Sheet {
        title: title(view, month, named),
        part: None,
        date_head: view.say("roster-date", &[]),
        columns: rosters
            .iter()
            .map(|(id, _)| Column {
                name: named(id),
                hours: hours(view, id),
            })
            .collect(),
        legend: legend(view, month, &days),
        days,
        lacking: view.say("roster-lacking", &[]),
        foot: view.say(
            "roster-as-of",
            &[
                ("date", (&date).into()),
                ("time", (&now).into()),
                ("zone", zone.name().into()),
            ],
        ),
        comma: match view.language {
            Language::Zh => "、",
            Language::En => ", ",
        }
        .to_owned(),
    }
}

fn title(view: &View<'_>, month: &DutyMonth, named: impl Fn(&RosterId) -> String) -> String {
    let name = view.say("month-name", &[("month", month.month.month.into())]);
    let year = month.month.year.to_string();
    let when = view.say(
        "month-title",
        &[("month", (&name).into()), ("year", (&year).into())],
    );
    let only = match (&month.one, &*month.rosters) {
        (Some(id), _) | (None, [(id, _)]) => Some(named(id)),
        _ => None,
    };
    match only {
        Some(roster) => view.say(
            "roster-title-of",
            &[("month", (&when).into()), ("roster", (&roster).into())],
        ),
        None => view.say("roster-title", &[("month", (&when).into())]),
    }
}

/// When shifts begin, where that is the same each day.
fn hours(view: &View<'_>, id: &RosterId) -> Option<String> {
    let roster = view.settings.roster(id)?;
    if matches!(roster.rotation, Rotation::Shifts(_)) {
        return None;
    }
    let time = roster.handover.format("%H:%M").to_string();
    Some(view.say("roster-from", &[("time", (&time).into())]))
}

fn stint(view: &View<'_>, date: NaiveDate, stand: &Stand) -> Stint {
    let shift = &stand.shift;
    let people = shift.people.iter().map(|id| Name {
        name: person_apart(view, id),
        swapped: stand.swapped.contains(id),
    });
    let starts_here = local_date(view, shift.from) == date || !stand.from_handover;
    Stint {
        from: starts_here.then(|| clock(view, date, shift.from)),
        until: stand.ends.then(|| {
            let time = clock(view, date, shift.to);
            view.say("roster-until", &[("time", (&time).into())])
        }),
        people: people.collect(),
        stand_in: !shift.stand_ins.is_empty(),
    }
}

/// Times that the column says already are left out.
fn with_times(view: &View<'_>, roster: &RosterId, mut cell: Vec<Stint>) -> Vec<Stint> {
    let known = view.settings.roster(roster);
    let usual = known
        .filter(|roster| !matches!(roster.rotation, Rotation::Shifts(_)))
        .map(|roster| roster.handover.format("%H:%M").to_string());
    for stint in &mut cell {
        if stint.from.is_some() && stint.from == usual {
            stint.from = None;
        }
    }
    cell
}

/// A local time; of the next day it says so, since a duty day goes on into it.
fn clock(view: &View<'_>, date: NaiveDate, at: At) -> String {
    let time = crate::render::local_time(view.settings.timezone, at);
    if local_date(view, at) > date {
        view.say("roster-next-day", &[("time", (&time).into())])
    } else {
        time
    }
}

fn local_date(view: &View<'_>, at: At) -> NaiveDate {
    at.utc().with_timezone(&view.settings.timezone).date_naive()
}

fn lies_in(period: &SpecialPeriod, date: NaiveDate) -> bool {
    period.from <= date && date <= period.to
}

/// What the signs in these days of a month mean.
fn legend(view: &View<'_>, month: &DutyMonth, days: &[Day]) -> Vec<String> {
    let stints = || days.iter().flat_map(|day| day.cells.iter().flatten());
    let swapped = stints().any(|stint| stint.people.iter().any(|name| name.swapped));
    let stand_in = stints().any(|stint| stint.stand_in);
    let mut legend = Vec::new();
    if swapped {
        legend.push(view.say("roster-swapped", &[("sign", SWAPPED.into())]));
    }
    if stand_in {
        legend.push(view.say("roster-stand-in", &[("sign", STAND_IN.into())]));
    }
    let periods = view.settings.special_periods.iter();
    let dates: Vec<NaiveDate> = days
        .iter()
        .filter_map(|day| month.month.day(day.number))
        .collect();
    let in_it = periods.filter(|period| dates.iter().any(|date| lies_in(period, *date)));
    legend.extend(in_it.map(|period| {
        let (from, to) = (day_of(view, period.from), day_of(view, period.to));
        view.say(
            "roster-special",
            &[
                ("sign", SPECIAL.into()),
                ("name", (&bare(&period.name)).into()),
                ("from", (&from).into()),
                ("to", (&to).into()),
            ],
        )
    }));
    if days.iter().any(|day| is_forgotten(view, month.month, day)) {
        legend.push(view.say("roster-forgotten", &[("sign", SWAPPED.into())]));
    }
    legend
}

/// Whether somebody was on duty then, and who stood in for whom is in the duty log alone by now.
fn is_forgotten(view: &View<'_>, month: Month, day: &Day) -> bool {
    let kept = i64::try_from(OVERRIDE_KEPT.as_millis()).unwrap_or(i64::MAX);
    let since = local_date(view, At(view.now.0.saturating_sub(kept)));
    let date = month.day(day.number);
    date.is_some_and(|date| date <= since) && day.cells.iter().any(|cell| !cell.is_empty())
}

fn weekday(view: &View<'_>, date: NaiveDate) -> String {
    let number = date.weekday().number_from_monday();
    view.say("weekday", &[("n", number.into())])
}

pub(super) fn day_of(view: &View<'_>, date: NaiveDate) -> String {
    let month = date.month();
    view.say(
        "day-of-month",
        &[("month", month.into()), ("day", date.day().into())],
    )
}

/// A person's name, whole, with the id where somebody else is called so too.
pub(super) fn person_apart(view: &View<'_>, id: &PersonId) -> String {
    let known = view.settings.person(id);
    let name = bare(known.map_or(id.as_str(), |person| person.name.as_str()));
    if !view.has_namesake(id) {
        return name;
    }
    let id = bare(id.as_str());
    view.say(
        "person-with-id",
        &[("name", (&name).into()), ("id", (&id).into())],
    )
}

/// A name whole, in one line, without what would turn a line round.
fn bare(name: &str) -> String {
    plain(&typed(&one_line(name)))
}

/// Cut between days where it would be too long for a picture.
fn cut(sheet: Sheet) -> Vec<Sheet> {
    let columns = sheet.columns.len().clamp(1, SHEET_COLUMNS);
    let rooms = rooms(&sheet);
    let lines: Vec<usize> = sheet.days.iter().map(|day| height(day, &rooms)).collect();
    let all: usize = lines.iter().sum();
    let most = SHEET_LINES[columns - 1];
    if all <= most {
        return vec![sheet];
    }
    let share = all.div_ceil(all.div_ceil(most));
    let mut parts: Vec<Vec<Day>> = Vec::new();
    let mut used = share;
    for (day, lines) in sheet.days.iter().zip(lines) {
        if used >= share {
            parts.push(Vec::new());
            used = 0;
        }
        used += lines;
        if let Some(part) = parts.last_mut() {
            part.push(day.clone());
        }
    }
    let parts = parts.into_iter().map(|days| Sheet {
        days,
        ..sheet.clone()
    });
    parts.collect()
}

/// What a line of each column holds, as far as that can be said without a font.
fn rooms(sheet: &Sheet) -> Vec<f32> {
    let columns = sheet.columns.iter().enumerate().map(|(index, column)| {
        let cells = sheet.days.iter().filter_map(|day| day.cells.get(index));
        let stints: Vec<Vec<f32>> = cells.flatten().map(pieces).collect();
        let widest = stints.iter().flatten().copied().fold(0.0, f32::max);
        let longest = stints.iter().map(|pieces| pieces.iter().sum());
        (widest, longest.fold(width(&column.name), f32::max))
    });
    let columns: Vec<(f32, f32)> = columns.collect();
    let each = SHEET_LINE_WIDTHS[columns.len().clamp(1, SHEET_COLUMNS) - 1];
    shares(&columns, columns.iter().map(|_| each).sum())
}

/// Lines that a day takes in a picture.
fn height(day: &Day, rooms: &[f32]) -> usize {
    let cells = day.cells.iter().zip(rooms);
    let lines = cells.map(|(cell, room)| {
        let stints = cell.iter().map(|stint| lines(&pieces(stint), *room));
        stints.sum()
    });
    lines.max().unwrap_or(1).max(1)
}

/// Lines of a stint: a name goes into one whole, if it fits one at all.
fn lines(pieces: &[f32], room: f32) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for width in pieces {
        if used > 0.0 && used + width > room {
            lines += 1;
            used = 0.0;
        }
        used += width;
        while used > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// About how wide each piece of a stint is that stays together.
fn pieces(stint: &Stint) -> Vec<f32> {
    let names = stint.people.iter().map(|name| width(&name.signed()) + 0.7);
    let times = stint.from.iter().chain(&stint.until);
    names.chain(times.map(|time| width(time))).collect()
}

/// About how wide a text is, in widths of a Chinese character.
fn width(text: &str) -> f32 {
    let widths = text.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 });
    widths.sum()
}

/// What stands in a cell without anybody.
pub(super) fn nobody(cell: &[Stint]) -> Option<&'static str> {
    cell.is_empty().then_some(NOBODY)
}
