//! `[[special_periods]]`: holidays and big events, at which rosters are on duty besides the usual ones
//! or instead of them.
//!
//! A roster that stands in for another must leave no instant without anybody, so it hands over when
//! the other does, and has begun by then.

use chrono::{NaiveDate, NaiveTime};
use dutybell_core::ids::RosterId;
use dutybell_core::settings::{Roster, SpecialPeriod};

use super::draft::Draft;
use super::duty::{self, day};
use super::problem::{Findings, Flaw, Lines};
use super::tree::Table;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let rosters: Vec<Row> = draft.root.rows("rosters").filter_map(Row::of).collect();
    let mut earlier: Vec<Span<'_>> = Vec::new();
    for row in draft.root.rows("special_periods") {
        let Some((from, to)) = day(row, "from").zip(day(row, "to")) else {
            continue;
        };
        if to < from {
            findings.add(
                row.place("to"),
                Flaw::new(
                    format!("the period ends on {to}, before it begins on {from}"),
                    "write the first day into `from` and the last into `to`",
                ),
            );
            continue;
        }
        let period = Span { row, from, to };
        check_stand_ins(&period, &rosters, &draft.lines, findings);
        for other in &earlier {
            if period.overlaps(other) {
                check_overlap(&period, other, &draft.lines, findings);
            }
        }
        earlier.push(period);
    }
}

/// A roster, and where it begins.
struct Row {
    roster: Roster,
    start: usize,
}

impl Row {
    fn of(row: &Table) -> Option<Self> {
        Some(Self {
            roster: duty::roster(row)?,
            start: row.place("start"),
        })
    }
}

/// A period whose days are good.
struct Span<'t> {
    row: &'t Table,
    from: NaiveDate,
    to: NaiveDate,
}

impl<'t> Span<'t> {
    fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    fn names(&self, key: &str, roster: &str) -> bool {
        self.row.texts(key).any(|(id, _)| id == roster)
    }

    fn replaced(&self) -> impl Iterator<Item = (&'t str, usize)> {
        self.row.texts("instead_of")
    }
}

fn check_stand_ins(period: &Span<'_>, rosters: &[Row], lines: &Lines<'_>, findings: &mut Findings) {
    let find = |id: &str| rosters.iter().find(|row| row.roster.id.as_str() == id);
    let stand_ins = || period.row.texts("rosters").filter_map(|(id, _)| find(id));
    for (id, at) in period.replaced() {
        if period.names("rosters", id) {
            findings.add(
                at,
                Flaw::new(
                    format!("`{id}` can't stand in for itself"),
                    "name in `rosters` who is on duty in this period, and in `instead_of` who is not",
                ),
            );
        } else if find(id).is_some_and(|row| row.roster.patrol)
            && !stand_ins().any(|row| row.roster.patrol)
        {
            findings.add(
                at,
                Flaw::new(
                    format!("`{id}` is a patrol, and none of those that stand in for it is"),
                    "write patrol = true into one of them, with a captain and at least two members",
                ),
            );
        }
    }
    for (id, at) in period.row.texts("rosters") {
        let Some(row) = find(id) else { continue };
        let roster = &row.roster;
        // One that stands in for itself is told already.
        let mut replaced = period
            .replaced()
            .filter(|(other, _)| *other != id)
            .filter_map(|(other, _)| find(other))
            .peekable();
        if replaced.peek().is_some()
            && (roster.start, roster.handover) > (period.from, roster.day_begins())
        {
            findings.add(at, begins_late(roster, period.from, lines.line(row.start)));
        }
        if let Some(other) = replaced.find(|other| other.roster.day_begins() != roster.day_begins())
        {
            findings.add(at, other_handover(roster, &other.roster));
        }
    }
}

fn begins_late(roster: &Roster, from: NaiveDate, line: usize) -> Flaw {
    let id = &roster.id;
    let (begins, period, latest) = if roster.start > from {
        (format!("on {}", roster.start), format!("on {from}"), from)
    } else {
        let at = |time: NaiveTime| time.format("at %H:%M").to_string();
        let before = from.pred_opt().unwrap_or(from);
        (at(roster.handover), at(roster.day_begins()), before)
    };
    Flaw::new(
        format!(
            "`{id}` begins {begins}, after the period does {period}, and stands in for nobody until then"
        ),
        format!("write start = \"{latest}\" or an earlier day on line {line}"),
    )
}

fn other_handover(roster: &Roster, other: &Roster) -> Flaw {
    let (mine, its) = (roster.day_begins(), other.day_begins());
    Flaw::new(
        format!(
            "`{}` takes over at {}, but `{}`, for which it stands in, hands over at {}",
            roster.id,
            mine.format("%H:%M"),
            other.id,
            its.format("%H:%M"),
        ),
        "give both the same first handover of the day, or there would be a gap between them",
    )
}

/// A roster is replaced once at a time, and only where it is not on extra duty itself.
fn check_overlap(period: &Span<'_>, other: &Span<'_>, lines: &Lines<'_>, findings: &mut Findings) {
    let line = lines.line(other.row.at);
    for (id, at) in period.replaced() {
        if other.names("instead_of", id) {
            findings.add(
                at,
                Flaw::new(
                    format!("`{id}` is replaced already in the period on line {line}, which overlaps this one"),
                    "let one of the two end before the other begins, or take the roster out of one `instead_of`",
                ),
            );
        }
    }
    for (replacing, special) in [(period, other), (other, period)] {
        for (id, at) in replacing.replaced() {
            // Within one period that is a roster that stands in for itself.
            if special.names("rosters", id) && !replacing.names("rosters", id) {
                let line = lines.line(special.row.at);
                findings.add(
                    at,
                    Flaw::new(
                        format!(
                            "`{id}` is replaced here, and on duty itself in the period on line {line}, which overlaps this one"
                        ),
                        "take it out of this `instead_of`, or of `rosters` there",
                    ),
                );
            }
        }
    }
}

pub(super) fn period(row: &Table) -> Option<SpecialPeriod> {
    let ids = |key| row.texts(key).map(|(id, _)| RosterId::new(id)).collect();
    Some(SpecialPeriod {
        name: row.text("name")?.trim().to_owned(),
        from: day(row, "from")?,
        to: day(row, "to")?,
        rosters: ids("rosters"),
        instead_of: ids("instead_of"),
    })
}
