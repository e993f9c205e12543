//! Overrides: alone, one after the other, and over special periods.

use super::periods::holidays;
use super::*;

/// Whoever stands in on the replaced roster alone is found there.
#[test]
fn an_override_of_a_replaced_roster_holds_there() {
    let town = holidays().with("2027-02-04 08:30", "2027-02-04 20:30", "sun", "chen");
    let at = town.at("2027-02-04 12:00");
    assert_eq!(town.who("office", at), "chen+wu+he");
    assert_eq!(town.who("leaders", at), "sun");
    let span = at..At(at.0 + 1);
    let shifts = town.ask().shifts_of(&"chen".into(), &span);
    let rosters: Vec<&str> = shifts.iter().map(|shift| shift.roster.as_str()).collect();
    assert_eq!(rosters, ["office"]);
}

#[test]
fn an_override_of_a_stand_in_holds_for_the_replaced_roster_as_well() {
    let mut town = holidays();
    town.rosters.rotate_left(1);
    let town = town.with("2027-02-04 10:00", "2027-02-04 11:00", "sun", "chen");
    assert_eq!(
        town.plan("office", "2027-02-04 09:00", "2027-02-04 12:00"),
        [
            "2027-02-04 08:30 +1:30h sun+wu+he",
            "2027-02-04 10:00 +1h chen+wu+he",
            "2027-02-04 11:00 +9:30h sun+wu+he",
        ]
    );
}

#[test]
fn an_override_cuts_the_shift_whose_people_it_changes() {
    let town = china(office(Rotation::Daily));
    // From the evening over the handover: wang stands there alone afterwards, by his own turn.
    let town = town.with("2026-11-02 20:00", "2026-11-03 12:00", "li", "wang");
    assert_eq!(
        town.plan("office", "2026-11-02 08:30", "2026-11-04 08:30"),
        [
            "2026-11-02 08:30 +11:30h li",
            "2026-11-02 20:00 +12:30h wang",
            "2026-11-03 08:30 +24h wang",
        ]
    );
}

#[test]
fn later_overrides_follow_earlier_ones() {
    let town = china(office(Rotation::Daily))
        .with("2026-11-02 08:30", "2026-11-03 08:30", "li", "wang")
        .with("2026-11-02 12:00", "2026-11-02 16:00", "wang", "chen")
        .with("2026-11-02 14:00", "2026-11-02 15:00", "chen", "li");
    assert_eq!(
        town.plan("office", "2026-11-02 08:30", "2026-11-03 08:30"),
        [
            "2026-11-02 08:30 +3:30h wang",
            "2026-11-02 12:00 +2h chen",
            "2026-11-02 14:00 +1h li",
            "2026-11-02 15:00 +1h chen",
            "2026-11-02 16:00 +16:30h wang",
        ]
    );
    // The other way round the second finds nobody to relieve.
    let mut turned = town;
    turned.overrides.reverse();
    assert_eq!(
        turned.plan("office", "2026-11-02 08:30", "2026-11-03 08:30"),
        ["2026-11-02 08:30 +24h wang"]
    );
}

#[test]
fn nobody_stands_twice_on_a_shift() {
    let team = || {
        china(roster(
            "r",
            &["li+wang+chen"],
            "2026-11-02",
            "08:30",
            Rotation::Daily,
        ))
    };
    let day = ("2026-11-02 08:30", "2026-11-03 08:30");
    let who = |off: &str, on: &str| {
        let town = team().with(day.0, day.1, off, on);
        town.who("r", town.at(day.0))
    };
    // The captain's stand-in leads; a captain who stands in for a member goes on leading.
    assert_eq!(who("li", "chen"), "chen+wang");
    assert_eq!(who("chen", "li"), "li+wang");
    assert_eq!(who("li", "zhao"), "zhao+wang+chen");
    assert_eq!(who("zhao", "sun"), "li+wang+chen");
    assert_eq!(who("li", "li"), "li+wang+chen");
}
