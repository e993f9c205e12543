//! What is allowed in `[[prompts]]`, `[ledger]`, `[[committees]]` and `[[holidays]]`, and may not be what was
//! meant, in words for `dutybell check`.

use std::fmt;
use std::time::Duration;

use dutybell_core::settings::{Ledger, Prompt, Settings};
use dutybell_core::state::schedule::holidays::Holiday;
use dutybell_core::time::At;

use super::check::list;
use super::mediation::screenings;
use crate::config::committees::Committee;
use crate::config::duration;

/// So many times of a row are compared at most, of a year: what comes oftener has its shortest gap soon.
const COMPARED: usize = 400;

/// February is the shortest month, wherever in the year one looks.
const YEAR: Duration = Duration::from_secs(366 * 24 * 3600);

/// Days in a row that no public holiday has: more are a school's, or a slip of a digit.
const LONG: i64 = 15;

/// A note a line, each with a line break before it.
pub(super) struct Doubts<'a> {
    /// In force, with what was changed in chat.
    pub(super) settings: &'a Settings,
    pub(super) committees: &'a [Committee],
    pub(super) now: At,
}

impl fmt::Display for Doubts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.settings;
        let prompts = settings.prompts.iter();
        let prompts = prompts.filter_map(|row| Some((row.name.as_deref()?, row.id.as_str())));
        let committees = self.committees.iter();
        let committees = committees.map(|row| (row.name.as_str(), ""));
        let notes = reminders(&settings.ledger)
            .into_iter()
            .chain(retention(&settings.ledger))
            .chain(screenings(settings).flat_map(reports))
            .chain(settings.prompts.iter().filter_map(|row| self.overlap(row)))
            .chain(namesakes("prompts", prompts))
            .chain(namesakes("committees", committees))
            .chain(holidays(&settings.holidays.0));
        for note in notes {
            write!(f, "\nnote: {note}")?;
        }
        Ok(())
    }
}

impl Doubts<'_> {
    /// A question that comes while the one before is still open.
    fn overlap(&self, row: &Prompt) -> Option<String> {
        let zone = self.settings.timezone;
        let end = self.now.plus(YEAR);
        let times = row.schedule.fires_after(zone, self.now);
        let times = times.take_while(|at| *at <= end).take(COMPARED);
        let times: Vec<At> = times.collect();
        let gaps = times.windows(2).filter_map(|pair| match pair {
            [one, next] => u64::try_from(next.0 - one.0).ok(),
            _ => None,
        });
        let gap = Duration::from_millis(gaps.min()?);
        (row.within > gap).then(|| {
            format!(
                "{}: within {} is longer than the {} to its next question, so several are open at once",
                row.id,
                duration::words(row.within),
                duration::words(gap)
            )
        })
    }
}

/// Limits before which no reminder comes, and reminders that come before none.
fn reminders(ledger: &Ledger) -> Vec<String> {
    let spans = [
        ("mediate_within", ledger.mediate_within),
        ("revisit_after", ledger.revisit_after),
    ];
    let Some(shortest) = ledger.remind.iter().min() else {
        return Vec::new();
    };
    let mut notes: Vec<String> = spans
        .iter()
        .filter(|(_, span)| shortest >= span)
        .map(|(key, span)| {
            format!(
                "[ledger] no reminder is left for {key} ({}): write one into remind that is shorter",
                duration::words(*span)
            )
        })
        .collect();
    let longest = ledger.mediate_within.max(ledger.revisit_after);
    let never = ledger.remind.iter().filter(|before| **before >= longest);
    if *shortest < longest {
        notes.extend(never.map(|before| {
            format!(
                "[ledger] the reminder {} is no shorter than mediate_within and revisit_after: it never comes",
                duration::words(*before)
            )
        }));
    }
    notes
}

/// Names that may be gone while a dispute still goes on.
fn retention(ledger: &Ledger) -> Option<String> {
    let kept = ledger.retention?;
    let spans = [
        ("mediate_within", ledger.mediate_within),
        ("revisit_after", ledger.revisit_after),
    ];
    let longer = spans.iter().filter(|(_, span)| kept < *span);
    let longer: Vec<String> = longer
        .map(|(key, span)| format!("{key} ({})", duration::words(*span)))
        .collect();
    (!longer.is_empty()).then(|| {
        format!(
            "[ledger] retention ({}) is shorter than {}: names may be gone before the next step",
            duration::words(kept),
            longer.join(" and ")
        )
    })
}

/// A written report that nobody gets, or whose end nobody hears of.
fn reports(row: &Prompt) -> Vec<String> {
    let id = &row.id;
    if row.onward.is_none() {
        return Vec::new();
    }
    let lacks = [
        (
            row.escalate.is_empty(),
            "without escalate the administrators get the written report",
        ),
        (
            row.report_to.is_none(),
            "without report_to no group reads that the written report is made",
        ),
    ];
    let lacks = lacks.iter().filter(|(lacking, _)| *lacking);
    lacks.map(|(_, note)| format!("{id}: {note}")).collect()
}

/// Rows that messages can't tell apart; of each its name and, where it has one that is known, its id.
fn namesakes<'a>(table: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let rows: Vec<(&str, &str)> = rows.collect();
    let mut notes = Vec::new();
    for (index, (name, _)) in rows.iter().enumerate() {
        let same = |row: &&(&str, &str)| row.0.to_lowercase() == name.to_lowercase();
        if rows[..index].iter().any(|row| same(&row)) {
            continue;
        }
        let all: Vec<&str> = rows.iter().filter(same).map(|(_, id)| *id).collect();
        if all.len() < 2 {
            continue;
        }
        let ids = list(all.iter().filter(|id| !id.is_empty()));
        let ids = if ids.is_empty() {
            String::new()
        } else {
            format!(" ({ids})")
        };
        notes.push(format!(
            "{} {table} are called {name}{ids}: nobody can tell them apart",
            all.len()
        ));
    }
    notes
}

/// Days off that look like a slip of a digit.
fn holidays(rows: &[Holiday]) -> Vec<String> {
    let days = |row: &Holiday| format!("{} ({} to {})", row.name, row.from, row.to);
    let mut notes = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let count = (row.to - row.from).num_days() + 1;
        if count > LONG {
            notes.push(format!(
                "[[holidays]] {} has {count} days in a row: check its days",
                days(row)
            ));
        }
        let earlier = rows.iter().take(index);
        let earlier = earlier.filter(|other| other.work == row.work);
        let overlapping = earlier.filter(|other| other.from <= row.to && row.from <= other.to);
        notes.extend(overlapping.map(|other| {
            format!(
                "[[holidays]] {} and {} overlap: check their days",
                days(other),
                days(row)
            )
        }));
    }
    notes
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config;

    /// 2026-11-24 02:11 in Shanghai.
    const NOW: At = At(1_795_457_460_000);

    /// What is noted of these rows, beside those of a file of which nothing is.
    fn notes(rows: &str) -> String {
        let spec = include_str!("../config/tests/spec.toml");
        let at = spec.find("[[prompts]]").unwrap();
        let rest = spec[at + 1..]
            .find("\n[")
            .map_or("", |to| &spec[at + 1 + to..]);
        let text = format!("{}\n{rest}\n{rows}", &spec[..at]);
        let config = config::parse(&text, Path::new("")).unwrap();
        let doubts = Doubts {
            settings: &config.settings,
            committees: &config.committees,
            now: NOW,
        };
        doubts.to_string().trim_start().to_owned()
    }

    fn prompt(keys: &str) -> String {
        format!("[[prompts]]\nid = \"p\"\nask = [\"li\"]\n{keys}\n")
    }

    #[test]
    fn the_example_gives_no_cause() {
        let text = include_str!("../../config/dutybell.toml");
        let config = config::parse(text, Path::new("")).unwrap();
        let doubts = Doubts {
            settings: &config.settings,
            committees: &config.committees,
            now: NOW,
        };
        assert_eq!(doubts.to_string(), "");
        assert_eq!(notes(""), "");
    }

    #[test]
    fn each_limit_has_a_reminder_or_a_note() {
        let ledger = |keys: &str| notes(&format!("[ledger]\n{keys}\n"));
        let left = "note: [ledger] no reminder is left for";
        let mend = "write one into remind that is shorter";
        // Equal is too long: it would come with the registration.
        for within in ["3d", "5d"] {
            assert_eq!(
                ledger(&format!("mediate_within = \"{within}\"")),
                format!("{left} mediate_within ({within}): {mend}")
            );
        }
        assert_eq!(
            ledger("revisit_after = \"2d\"\nmediate_within = \"3d\""),
            format!("{left} mediate_within (3d): {mend}\n{left} revisit_after (2d): {mend}")
        );
        assert_eq!(
            ledger("remind = [\"40d\", \"1d\"]"),
            "note: [ledger] the reminder 40d is no shorter than mediate_within and revisit_after: it never comes"
        );
        // Who wants none has none.
        for good in [
            "remind = []\nmediate_within = \"3d\"",
            "mediate_within = \"6d\"",
        ] {
            assert_eq!(ledger(good), "", "{good}");
        }
    }

    #[test]
    fn names_that_go_too_soon_are_noted() {
        assert_eq!(
            notes("[ledger]\nretention = \"40d\"\nrevisit_after = \"60d\"\n"),
            "note: [ledger] retention (40d) is shorter than revisit_after (60d): names may be gone before the next step"
        );
        assert!(
            notes("[ledger]\nretention = \"20d\"\n")
                .contains("shorter than mediate_within (30d) and revisit_after (30d): ")
        );
        assert_eq!(notes("[ledger]\nretention = \"30d\"\n"), "");
    }

    #[test]
    fn a_screening_says_who_gets_its_report() {
        let screening = |keys: &str| {
            notes(&prompt(&format!(
                "kind = \"screening\"\non = \"1 09:00\"\nwithin = \"2d\"\n{keys}"
            )))
        };
        let onward = "onward_to = \"Office\"\nonward_within = \"1d\"\n";
        assert_eq!(screening(""), "");
        assert_eq!(
            screening(onward),
            "note: p: without escalate the administrators get the written report\n\
             note: p: without report_to no group reads that the written report is made"
        );
        let whole = format!("{onward}escalate = [\"li\"]\nreport_to = \"town\"\n");
        assert_eq!(screening(&whole), "");
    }

    #[test]
    fn a_question_that_meets_the_next_is_noted() {
        let asked = |within: &str| {
            notes(&prompt(&format!(
                "kind = \"acknowledge\"\ncron = \"0 0 8,14 * * *\"\nwithin = \"{within}\""
            )))
        };
        assert_eq!(
            asked("8h"),
            "note: p: within 8h is longer than the 6h to its next question, so several are open at once"
        );
        assert_eq!(asked("6h"), "");
        // Of two weeks February is the first that has fewer days, three months from now.
        let halves = notes(&prompt(
            "kind = \"acknowledge\"\non = \"1,16 09:00\"\nwithin = \"14d\"",
        ));
        assert!(
            halves.contains("within 14d is longer than the 13d to"),
            "{halves}"
        );
    }

    #[test]
    fn rows_of_one_name_are_noted_once() {
        let row = |id: &str, name: &str| {
            prompt(&format!(
                "name = \"{name}\"\nkind = \"acknowledge\"\non = \"wed 09:00\"\nwithin = \"8h\""
            ))
            .replace("\"p\"", &format!("\"{id}\""))
        };
        let three = [row("a", "例会"), row("b", "例会 "), row("c", "例会")];
        assert_eq!(
            notes(&three.concat()),
            "note: 3 prompts are called 例会 (a, b, c): nobody can tell them apart"
        );
        assert_eq!(notes(&[row("a", "例会"), row("b", "培训")].concat()), "");
        let committee = |id: &str| {
            format!(
                "[[committees]]\nid = \"{id}\"\nname = \"东村\"\nmembers = [\"zhao\", \"li\", \"wang\"]\nwomen = 1\n"
            )
        };
        assert_eq!(
            notes(&[committee("x"), committee("y")].concat()),
            "note: 2 committees are called 东村: nobody can tell them apart"
        );
    }

    #[test]
    fn days_off_with_a_wrong_digit_are_noted() {
        let row = |name: &str, from: &str, to: &str| {
            format!("[[holidays]]\nname = \"{name}\"\nfrom = \"2027-{from}\"\nto = \"2027-{to}\"\n")
        };
        assert_eq!(
            notes(&row("国庆", "10-01", "10-17")),
            "note: [[holidays]] 国庆 (2027-10-01 to 2027-10-17) has 17 days in a row: check its days"
        );
        assert_eq!(
            notes(&[row("a", "05-01", "05-05"), row("b", "05-05", "05-06")].concat()),
            "note: [[holidays]] a (2027-05-01 to 2027-05-05) and b (2027-05-05 to 2027-05-06) overlap: check their days"
        );
        let good = [
            row("a", "05-01", "05-15"),
            row("b", "05-16", "05-17"),
            row("c", "05-09", "05-09") + "work = true\n",
        ];
        assert_eq!(notes(&good.concat()), "");
    }
}
