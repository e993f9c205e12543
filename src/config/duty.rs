//! `[[rosters]]`: who is on shift when.

use chrono::NaiveTime;
use dutybell_core::ids::{PersonId, RosterId};
use dutybell_core::limits::{ACK_WITHIN, HANDOVER_NOTE, SIGN_WITHIN};
use dutybell_core::settings::{Asks, Roster, Rotation, Whom};

use super::draft::Draft;
use super::kind::Kind;
use super::names::Names;
use super::problem::{Absent, Findings, Flaw};
use super::tree::{Node, Table, Value};
use super::{calendar, duration};

/// A captain and two members (DOMAIN, "Duty").
const FEWEST_OF_PATROL: usize = 3;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    for roster in draft.root.rows("rosters") {
        check_rotation(roster, findings);
        check_patrol(roster, findings);
    }
}

/// A patrol has a captain and at least two members (DOMAIN, "Duty").
fn check_patrol(roster: &Table, findings: &mut Findings) {
    if !roster.flag("patrol") {
        return;
    }
    for turn in roster.list("people") {
        let people = team(turn).len();
        // An empty list is told already.
        if (1..FEWEST_OF_PATROL).contains(&people) {
            let reason = match people {
                1 => "this patrol has a captain and no members; it needs at least two".to_owned(),
                _ => "this patrol has a captain and one member; it needs at least two".to_owned(),
            };
            let mend = r#"write each turn as a list, the captain first: ["wang", "chen", "zhou"]"#;
            findings.add(turn.at, Flaw::new(reason, mend));
        }
    }
}

/// One id, or the ids of a list.
fn team(turn: &Node) -> Vec<&str> {
    match &turn.value {
        Value::List(people) => people.iter().filter_map(|node| node.value.text()).collect(),
        one => one.text().into_iter().collect(),
    }
}

pub(super) fn day(row: &Table, key: &str) -> Option<chrono::NaiveDate> {
    calendar::date(row.text(key)?).ok()
}

fn check_rotation(roster: &Table, findings: &mut Findings) {
    let rotation = roster.text("rotation");
    let Some(shifts) = Shifts::of(roster) else {
        if rotation == Some("shifts") {
            let flaw = Flaw::new(
                "a rotation by shifts needs the times at which they begin",
                r#"add shifts = ["08:00", "20:00"]"#,
            );
            findings.add_absent(
                roster.place("rotation"),
                Absent::Section(vec!["shifts"]),
                flaw,
            );
        } else if !roster.has("handover") {
            let flaw = Flaw::new(
                "`handover` is missing in this row of `rosters`",
                r#"add handover = "08:30", the time at which one shift follows the other"#,
            );
            findings.add_absent(roster.at, Absent::Section(vec!["handover"]), flaw);
        }
        return;
    };
    if roster.has("shifts")
        && let Some(entry) = roster.entry("rotation")
        && rotation != Some("shifts")
    {
        findings.add(
            entry.at,
            Flaw::new(
                "this roster has both `rotation` and `shifts`",
                "keep one of the two: with `shifts`, several people take turns in a day",
            ),
        );
    }
    for pair in shifts.0.windows(2) {
        if pair[1].0 <= pair[0].0 {
            findings.add(
                pair[1].1,
                Flaw::new(
                    "this shift does not begin after the one before it",
                    r#"write the times of one day in order, like ["00:00", "08:00", "16:00"]"#,
                ),
            );
        }
    }
    if let Some(handover) = time(roster)
        && shifts.0.iter().all(|(begin, _)| *begin != handover)
    {
        findings.add(
            roster.place("handover"),
            Flaw::new(
                "no shift begins at `handover`",
                "leave `handover` out, or write the shift that the first of `people` takes on `start`",
            ),
        );
    }
}

/// Where each shift of a day begins, and where that is written.
struct Shifts(Vec<(NaiveTime, usize)>);

impl Shifts {
    /// `shifts = […]` beside the other keys, or inside of `rotation`.
    fn of(roster: &Table) -> Option<Self> {
        let holder = roster
            .table("rotation")
            .or_else(|| roster.has("shifts").then_some(roster))?;
        let read = |(text, at)| Some((calendar::time(text).ok()?, at));
        Some(Self(holder.texts("shifts").filter_map(read).collect()))
    }
}

fn time(roster: &Table) -> Option<NaiveTime> {
    calendar::time(roster.text("handover")?).ok()
}

pub(super) fn roster(row: &Table) -> Option<Roster> {
    let rotation = match Shifts::of(row) {
        Some(shifts) => Rotation::Shifts(shifts.0.into_iter().map(|(begin, _)| begin).collect()),
        None if row.text("rotation") == Some("weekly") => Rotation::Weekly,
        None => Rotation::Daily,
    };
    let first_shift = match &rotation {
        Rotation::Shifts(shifts) => shifts.first().copied(),
        Rotation::Daily | Rotation::Weekly => None,
    };
    Some(Roster {
        id: RosterId::new(row.text("id")?),
        name: row.name()?,
        turns: row
            .list("people")
            .iter()
            .map(|turn| team(turn).into_iter().map(PersonId::from).collect())
            .collect(),
        start: day(row, "start")?,
        handover: time(row).or(first_shift)?,
        rotation,
        patrol: row.flag("patrol"),
        asks: Asks::default(),
    })
}

/// The roster, and how its people are asked.
pub(super) fn asking_roster(row: &Table, names: &Names<'_>) -> Option<Roster> {
    let remind = row.texts("remind");
    Some(Roster {
        asks: Asks {
            remind: remind
                .map(|(span, _)| duration::parse(span).ok())
                .collect::<Option<_>>()?,
            ack_within: row.span("ack_within").unwrap_or(ACK_WITHIN),
            handover_note: row.span("handover_note").unwrap_or(HANDOVER_NOTE),
            sign_within: row.span("sign_within").unwrap_or(SIGN_WITHIN),
            escalate: escalate(row, names),
        },
        ..roster(row)?
    })
}

/// Who is told: people, roles or rosters.
pub(super) fn escalate(row: &Table, names: &Names<'_>) -> Vec<Whom> {
    let whom = row.texts("escalate").map(|(id, _)| {
        if names.has(Kind::Role, id) {
            Whom::Role(id.into())
        } else if names.has(Kind::Person, id) {
            Whom::Person(id.into())
        } else {
            Whom::Roster(id.into())
        }
    });
    whom.collect()
}
