//! Shifts against an oracle that does it another way: it looks at the wall clock minute by minute for
//! each handover since the roster began, and at each instant follows the rules word by word.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, and says where"
)]

mod oracle;
mod plan;

use dutybell_core::ids::PersonId;
use dutybell_core::state::roster::Shift;
use dutybell_core::time::At;
use proptest::prelude::*;

use oracle::{Oracle, handovers};
use plan::plan;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn brief(shifts: &[Shift]) -> Vec<(At, At, Vec<PersonId>)> {
    let brief = |shift: &Shift| (shift.from, shift.to, shift.people.clone());
    shifts.iter().map(brief).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_roster_names_at_each_instant_whom_the_rules_name(
        plan in plan(),
        minutes in proptest::collection::vec(0..10 * 1440_i64, 24),
    ) {
        let oracle = Oracle::of(&plan);
        let ask = plan.ask();
        let mut instants: Vec<At> = minutes
            .iter()
            .map(|minute| At(plan.span.start.0 + minute * MINUTE + 7))
            .collect();
        for moment in oracle.moments() {
            instants.extend([At(moment.0 - 1), moment]);
        }
        instants.retain(|at| plan.span.contains(at));
        for roster in &plan.rosters {
            let told: Vec<Option<Shift>> =
                instants.iter().map(|at| ask.shift_at(&roster.id, *at)).collect();
            for (at, shift) in instants.iter().zip(&told) {
                let people = shift.as_ref().map_or(&[][..], |shift| &shift.people);
                let (_, expected) = oracle.so(&roster.id, *at);
                prop_assert_eq!(people, &expected[..], "{} at {}", roster.id, at.rfc3339());
                prop_assert!(shift.as_ref().is_none_or(|s| s.from <= *at && *at < s.to));
            }
            // Whenever it is asked for, it is the same shift with the same name.
            let all: Vec<Shift> = ask.shifts(&roster.id, plan.span.clone()).collect();
            prop_assert!(told.iter().flatten().all(|shift| all.contains(shift)));
            // The clock goes back: what was told stays so.
            for (at, shift) in instants.iter().zip(&told).rev() {
                prop_assert_eq!(&ask.shift_at(&roster.id, *at), shift);
            }
        }
    }

    #[test]
    fn shifts_of_a_roster_are_those_of_the_rules_without_gap_and_overlap(plan in plan()) {
        let oracle = Oracle::of(&plan);
        let ask = plan.ask();
        for roster in &plan.rosters {
            let shifts: Vec<Shift> = ask.shifts(&roster.id, plan.span.clone()).collect();
            prop_assert_eq!(brief(&shifts), oracle.shifts(&roster.id), "{}", roster.id);
            for pair in shifts.windows(2) {
                prop_assert!(pair[0].from < pair[0].to && pair[0].to <= pair[1].from);
                let next = ask.next_after(&roster.id, pair[0].from);
                prop_assert_eq!(next.as_ref(), Some(&pair[1]));
            }
            // A base roster that has begun knows no gap.
            let special = plan.periods.iter().any(|p| p.rosters.contains(&roster.id));
            let begun = handovers(plan.zone, roster, plan.span.start);
            if !special && !begun.is_empty() {
                let (first, last) = (shifts.first().unwrap(), shifts.last().unwrap());
                prop_assert!(first.from <= plan.span.start && plan.span.end <= last.to);
                prop_assert!(shifts.windows(2).all(|pair| pair[0].to == pair[1].from));
            }
            // Another span tells the same shifts, so that their names hold.
            let later = At(plan.span.start.0 + 2 * DAY + 7)..plan.span.end;
            let again: Vec<Shift> = ask.shifts(&roster.id, later.clone()).collect();
            let rest: Vec<Shift> =
                shifts.into_iter().filter(|shift| shift.to > later.start).collect();
            prop_assert_eq!(again, rest);
        }
    }

    #[test]
    fn everybody_finds_all_shifts_of_a_roster_that_are_his(plan in plan()) {
        let ask = plan.ask();
        for n in 0..6 {
            let person = PersonId::new(format!("p{n}"));
            let mine = ask.shifts_of(&person, &plan.span);
            prop_assert!(mine.is_sorted_by_key(|shift| shift.from));
            for roster in &plan.rosters {
                for shift in ask.shifts(&roster.id, plan.span.clone()) {
                    let on = shift.people.contains(&person);
                    let elsewhere = shift.stand_ins.iter().any(|id| {
                        let other = ask.shift_at(id, shift.from);
                        other.is_some_and(|other| other.people.contains(&person))
                    });
                    prop_assert_eq!(mine.contains(&shift), on && !elsewhere, "{}", person);
                }
            }
        }
    }
}
