//! Special periods: extra rosters, and those that stand in for others.

use super::*;

/// Leaders are extra; the weekly office goes on beside them.
#[test]
fn rosters_of_a_period_are_on_duty_in_it_only() {
    let leaders = roster(
        "leaders",
        &["zhao", "sun"],
        "2027-02-01",
        "09:00",
        Rotation::Weekly,
    );
    let town = Town::of(Asia::Shanghai, vec![office(Rotation::Weekly), leaders]).in_periods(vec![
        period("2027-02-05", "2027-02-12", &["leaders"], &[]),
        period("2027-05-01", "2027-05-01", &["leaders"], &[]),
    ]);
    assert_eq!(
        town.plan("leaders", "2026-01-01 00:00", "2028-01-01 00:00"),
        [
            "2027-02-05 09:00 +72h zhao",
            "2027-02-08 09:00 +120h sun",
            "2027-05-01 09:00 +24h zhao",
        ]
    );
    assert_eq!(
        town.plan("office", "2027-02-05 00:00", "2027-02-13 00:00"),
        ["2027-02-01 08:30 +168h wang", "2027-02-08 08:30 +168h chen"]
    );
    let rests = |roster: &str, at: &str| town.ask().rests(&roster.into(), town.at(at));
    assert!(rests("leaders", "2027-02-05 08:59") && rests("leaders", "2027-02-13 09:00"));
    assert!(!rests("leaders", "2027-02-05 09:00") && !rests("leaders", "2027-02-13 08:59"));
    // It has not begun, which is another matter.
    assert!(!rests("office", "2026-01-01 00:00"));
}

#[test]
fn periods_that_meet_or_overlap_do_not_cut_a_shift() {
    let town =
        china(roster("r", &THREE, "2027-02-01", "09:00", Rotation::Weekly)).in_periods(vec![
            period("2027-02-02", "2027-02-03", &["r"], &[]),
            period("2027-02-03", "2027-02-04", &["r"], &[]),
            period("2027-02-05", "2027-02-06", &["r"], &[]),
        ]);
    assert_eq!(
        town.plan("r", "2027-02-01 00:00", "2027-03-01 00:00"),
        ["2027-02-02 09:00 +120h li"]
    );
    // It is the same shift whenever it is asked for.
    let shift = |at: &str| town.ask().shift_at(&"r".into(), town.at(at));
    let first = shift("2027-02-02 09:00");
    assert!(first.is_some());
    for at in ["2027-02-03 09:00", "2027-02-05 08:59", "2027-02-07 08:59"] {
        assert_eq!(shift(at), first, "{at}");
    }
}

#[test]
fn a_period_is_a_seam_also_of_a_roster_that_has_not_begun() {
    let late = roster("r", &THREE, "2027-02-07", "09:00", Rotation::Weekly);
    let town = china(late).in_periods(vec![period("2027-02-05", "2027-02-08", &["r"], &[])]);
    let span = town.at("2027-02-01 00:00")..town.at("2027-02-09 09:00");
    let seams = town.ask().seams(&"r".into(), &span).into_iter();
    let seams: Vec<String> = seams.map(|at| town.local(at)).collect();
    assert_eq!(seams, ["2027-02-05 09:00", "2027-02-07 09:00"]);
}

/// The office's people by weeks, the thirteenth of which begins on 1 February; over the holidays leaders by days and drivers in two shifts.
pub(super) fn holidays() -> Town {
    let leaders = roster(
        "leaders",
        &["zhao", "sun"],
        "2027-02-01",
        "08:30",
        Rotation::Daily,
    );
    let drivers = roster(
        "drivers",
        &["wu+he", "zhao"],
        "2027-02-01",
        "08:30",
        times(&["08:30", "20:30"]),
    );
    Town::of(
        Asia::Shanghai,
        vec![office(Rotation::Weekly), leaders, drivers],
    )
    .in_periods(vec![period(
        "2027-02-03",
        "2027-02-04",
        &["leaders", "drivers"],
        &["office"],
    )])
}

#[test]
fn a_period_replaces_a_roster_and_what_it_interrupts_goes_on_after_it() {
    assert_eq!(
        holidays().plan("office", "2027-02-02 00:00", "2027-02-09 00:00"),
        [
            "2027-02-01 08:30 +48h wang",
            "2027-02-03 08:30 +12h zhao+wu+he",
            "2027-02-03 20:30 +12h zhao",
            "2027-02-04 08:30 +12h sun+wu+he",
            "2027-02-04 20:30 +12h sun+zhao",
            "2027-02-05 08:30 +72h wang",
            "2027-02-08 08:30 +168h chen",
        ]
    );
}

#[test]
fn shifts_of_stand_ins_say_so_and_are_somebodys_once() {
    let town = holidays();
    let at = town.at("2027-02-03 09:00");
    let shift = town.ask().shift_at(&"office".into(), at).unwrap();
    assert_eq!(shift.stand_ins, ["leaders".into(), "drivers".into()]);
    let own = town.ask().shift_at(&"leaders".into(), at).unwrap();
    assert!(own.stand_ins.is_empty());
    let of = |person: &str| -> Vec<String> {
        let span = town.at("2027-02-01 00:00")..town.at("2027-02-12 00:00");
        let shifts = town.ask().shifts_of(&person.into(), &span).into_iter();
        shifts
            .map(|shift| format!("{} {}", shift.roster, town.local(shift.from)))
            .collect()
    };
    assert_eq!(
        of("zhao"),
        [
            "leaders 2027-02-03 08:30",
            "drivers 2027-02-03 20:30",
            "drivers 2027-02-04 20:30",
        ]
    );
    assert_eq!(
        of("wang"),
        ["office 2027-02-01 08:30", "office 2027-02-05 08:30"]
    );
    assert!(of("nobody").is_empty());
}
