use super::told;

/// Rosters `office` and `leaders` with these keys, and what follows.
fn duty(office: &str, leaders: &str, rest: &str) -> String {
    format!(
        "[[rosters]]\nid = \"office\"\nstart = \"2026-11-02\"\n{office}\n\
         [[rosters]]\nid = \"leaders\"\n{leaders}\n{rest}"
    )
}

const OFFICE: &str = "people = [\"li\"]\nhandover = \"08:30\"";
const LEADERS: &str = "people = [\"zhao\"]\nstart = \"2026-11-02\"\nhandover = \"08:30\"";

/// A period that begins on this day of February and lasts until that.
fn period(from: u32, to: u32, rosters: &str, instead_of: &str) -> String {
    format!(
        "[[special_periods]]\nname = \"Spring\"\nfrom = \"2027-02-{from:02}\"\nto = \"2027-02-{to:02}\"\nrosters = {rosters}\ninstead_of = {instead_of}\n"
    )
}

#[test]
fn several_people_on_a_shift() {
    let people = |people: &str| {
        let keys = format!("people = {people}\nhandover = \"08:30\"");
        duty(&keys, LEADERS, "")
    };
    told(&[
        (
            "",
            &people("[\"li\", [\"zhao\", §\"lii\"]]"),
            "there is no person `lii`",
            "did you mean `li`?",
        ),
        (
            "",
            &people("[\"li\", §[]]"),
            "`people` is empty: nobody has this turn",
            "at least one",
        ),
        (
            "",
            &people("[[\"zhao\", §\"zhao\"]]"),
            "`zhao` stands twice in `people`",
            "once",
        ),
        (
            "",
            &people("[\"li\", [\"li\", \"zhao\"], §\"li\"]"),
            "`li` stands twice in `people`",
            "once",
        ),
        (
            "",
            &people("[\"li\", [§[\"zhao\"]]]"),
            "`people` can't be a list",
            "id of a person",
        ),
        (
            "",
            &people("§\"li\""),
            "`people` can't be a text",
            "[\"id of a person\"]",
        ),
    ]);
}

#[test]
fn a_patrol_has_a_captain_and_two_members() {
    let patrol = |people: &str| {
        let people = format!("people = {people}\nhandover = \"08:30\"\npatrol = true");
        let third = "[[people]]\nid = \"wu\"\nname = \"Wu\"";
        duty(&people, LEADERS, third)
    };
    told(&[
        (
            "",
            &patrol("[[\"zhao\", \"li\", \"wu\"], §\"li\"]"),
            "this patrol has a captain and no members; it needs at least two",
            "the captain first",
        ),
        (
            "",
            &patrol("[§[\"zhao\", \"li\"]]"),
            "this patrol has a captain and one member; it needs at least two",
            "the captain first",
        ),
        (
            "",
            &(patrol("[[\"zhao\", \"li\", \"wu\"]]")
                + "\n"
                + &period(5, 12, "[\"leaders\"]", "[§\"office\"]")),
            "`office` is a patrol, and none of those that stand in for it is",
            "patrol = true",
        ),
        (
            "",
            &duty(
                "people = [\"li\"]\nhandover = \"08:30\"\npatrol = §\"yes\"",
                LEADERS,
                "",
            ),
            "`patrol` can't be a text",
            "true",
        ),
    ]);
}

#[test]
fn a_roster_that_stands_in_leaves_no_gap() {
    let with = |leaders: &str, rosters: &str, instead_of: &str| {
        duty(OFFICE, leaders, &period(5, 12, rosters, instead_of))
    };
    let late = LEADERS.replace("2026-11-02", "2027-02-06");
    let evening = "people = [\"zhao\"]\nstart = \"2027-02-05\"\nhandover = \"20:30\"\nshifts = [\"08:30\", \"20:30\"]";
    told(&[
        (
            "",
            &with(LEADERS, "[\"leaders\"]", "[§\"ofice\"]"),
            "there is no roster `ofice`",
            "did you mean `office`?",
        ),
        (
            "",
            &with(LEADERS, "[\"leaders\"]", "§[]"),
            "`instead_of` is empty: no roster is replaced",
            "leave `instead_of` out",
        ),
        (
            "",
            &with(
                &LEADERS.replace("08:30", "09:00"),
                "[§\"leaders\"]",
                "[\"office\"]",
            ),
            "`leaders` takes over at 09:00, but `office`, for which it stands in, hands over at 08:30",
            "the same first handover",
        ),
        (
            "",
            &with(&late, "[§\"leaders\"]", "[\"office\"]"),
            "`leaders` begins on 2027-02-06, after the period does on 2027-02-05, and stands in for nobody until then",
            "start = \"2027-02-05\" or an earlier day on line 37",
        ),
        (
            "",
            &with(evening, "[§\"leaders\"]", "[\"office\"]"),
            "`leaders` begins at 20:30, after the period does at 08:30, and stands in for nobody until then",
            "start = \"2027-02-04\" or an earlier day on line 37",
        ),
        (
            "",
            &with(LEADERS, "[\"leaders\", \"office\"]", "[§\"office\"]"),
            "`office` can't stand in for itself",
            "who is not",
        ),
    ]);
}

#[test]
fn periods_that_overlap_agree_about_a_roster() {
    let both = |first: String, second: String| duty(OFFICE, LEADERS, &(first + &second));
    let extra = |from, to, roster: &str| {
        period(from, to, &format!("[\"{roster}\"]"), "[]").replace("instead_of = []\n", "")
    };
    told(&[
        (
            "",
            &both(
                period(5, 12, "[\"leaders\"]", "[\"office\"]"),
                period(12, 14, "[\"leaders\"]", "[§\"office\"]"),
            ),
            "`office` is replaced already in the period on line 39, which overlaps this one",
            "before the other begins",
        ),
        (
            "",
            &both(
                period(5, 12, "[\"leaders\"]", "[§\"office\"]"),
                extra(1, 5, "office"),
            ),
            "`office` is replaced here, and on duty itself in the period on line 45, which overlaps this one",
            "out of this `instead_of`",
        ),
        (
            "",
            &both(
                extra(10, 28, "office"),
                period(5, 12, "[\"leaders\"]", "[§\"office\"]"),
            ),
            "`office` is replaced here, and on duty itself in the period on line 39, which overlaps this one",
            "out of this `instead_of`",
        ),
    ]);
}

#[test]
fn a_policy_of_special_rosters_alone_pages_nobody_on_other_days() {
    let special = "[[roles]]\nid = \"extra\"\nroster = \"leaders\"\n[[policies]]\nid = §\"first\"\nseverities = [\"I\"]\nsteps = [{ page = [\"extra\"], wait = \"1m\" }]\n[[policies]]\nid = \"rest\"";
    let rosters = duty(
        OFFICE,
        LEADERS,
        &period(5, 12, "[\"leaders\"]", "[\"office\"]"),
    );
    let steps = "steps = [\n  { page = [\"commander\"], wait = \"3m\", again = \"1m\" },\n]\n";
    let text = format!("{special}\n{steps}{rosters}");
    told(&[(
        &format!("[[policies]]\nid = \"rest\"\n{steps}"),
        &text,
        "this policy can page nobody outside of special periods: its rosters are on duty in them only",
        "always there",
    )]);
}
