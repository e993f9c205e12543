use super::told;

#[test]
fn levels_and_policies() {
    told(&[
        (
            "aliases = [\"2\"]",
            "aliases = [\"2\", §\"CRITICAL\"]",
            "`CRITICAL` already names the severity `I` on line 16",
            "one severity only",
        ),
        (
            "aliases = [\"2\"]",
            "aliases = [\"2\", §\"１\"]",
            "`１` already names the severity `I` on line 16",
            "one severity only",
        ),
        (
            "aliases = [\"2\"]",
            "aliases = [\"2\", §\"i\"]",
            "`i` already names the severity `I` on line 15",
            "one severity only",
        ),
        (
            "aliases = [\"2\"]",
            "default = true\n[[severities]]\nid = \"III\"\ndefault = §true",
            "the default severity is already marked on line 19",
            "one severity",
        ),
        (
            "page = [\"commander\"]",
            "page = §[]",
            "`page` is empty: this step can page nobody",
            "at least one",
        ),
        (
            "[[policies]]\nid = \"rest\"",
            "[[roles]]\nid = \"vacant\"\npeople = []\n[[policies]]\nid = §\"first\"\nseverities = [\"I\"]\nsteps = [{ page = [\"vacant\"], wait = \"1m\" }]\n[[policies]]\nid = \"rest\"",
            "this policy can page nobody: nobody has the roles of its steps",
            "somebody who is there",
        ),
        (
            "steps = [\n  { page = [\"commander\"], wait = \"3m\", again = \"1m\" },\n]",
            "steps = §[]",
            "`steps` is empty",
            "at least one",
        ),
        (
            "again = \"1m\"",
            "again = §\"3m\"",
            "`again` never comes before the step's `wait` is over",
            "shorter",
        ),
        (
            "id = \"rest\"",
            "id = §\"rest\"\nseverities = [\"I\"]",
            "the last policy must be for everything, or some incidents page nobody",
            "[[policies]]",
        ),
        (
            "",
            "[[policies]]\nid = §\"late\"\nsteps = [{ page = [\"li\"], wait = \"1m\" }]",
            "this policy is never used: `rest` on line 25 takes all that it is for",
            "to the end",
        ),
        (
            "[[policies]]\n",
            "[[policies]]\nid = \"a\"\nseverities = [\"I\", \"II\"]\nsteps = [{ page = [\"li\"], wait = \"1m\" }]\n[[policies]]\nid = §\"b\"\nseverities = [\"I\"]\ncategories = [\"fire\"]\nsteps = [{ page = [\"li\"], wait = \"1m\" }]\n[[policies]]\n",
            "this policy is never used: `a` on line 25 takes all that it is for",
            "above `a`",
        ),
        (
            "id = \"rest\"",
            "id = \"rest\"\nack_timeout = §\"0m\"",
            "`0m` is no time at all",
            "\"90s\"",
        ),
    ]);
}

#[test]
fn duty() {
    let roster = |keys: &str| {
        format!("§[[rosters]]\nid = \"r\"\npeople = [\"li\"]\nstart = \"2026-11-02\"\n{keys}")
    };
    let at = |keys: &str| roster(keys).replacen('§', "", 1);
    let period = |from: &str, to: &str| {
        at(&format!(
            "handover = \"08:30\"\n[[special_periods]]\nname = \"Spring\"\nfrom = {from}\nto = {to}\nrosters = [\"r\"]"
        ))
    };
    told(&[
        (
            "",
            &roster(""),
            "`handover` is missing in this row of `rosters`",
            "08:30",
        ),
        (
            "",
            &at("handover = §\"24:00\""),
            "24:00 is no time of day",
            "midnight is 00:00",
        ),
        (
            "",
            &at("handover = \"08:30\"\nrotation = §\"monthly\""),
            "`rotation` can't be `monthly`",
            "\"daily\" or \"weekly\"",
        ),
        (
            "",
            &at("rotation = §\"shifts\""),
            "a rotation by shifts needs the times at which they begin",
            "shifts = [",
        ),
        (
            "",
            &at("§rotation = \"daily\"\nshifts = [\"08:00\"]"),
            "this roster has both `rotation` and `shifts`",
            "one of the two",
        ),
        (
            "",
            &at("shifts = [\"20:00\", §\"08:00\"]"),
            "this shift does not begin after the one before it",
            "in order",
        ),
        (
            "",
            &at("shifts = §[]"),
            "`shifts` is empty: the day has no shift",
            "leave `shifts` out",
        ),
        (
            "",
            &at("handover = §\"09:00\"\nshifts = [\"08:00\", \"20:00\"]"),
            "no shift begins at `handover`",
            "leave `handover` out",
        ),
        (
            "",
            &at("handover = \"08:30\"\nremind = [§\"soon\"]"),
            "`soon` is no duration",
            "\"90s\"",
        ),
        (
            "",
            &at("handover = \"08:30\"\nescalate = [§\"boss\"]"),
            "there is no person or role or roster `boss`",
            "here: `zhao`",
        ),
        (
            "",
            &period("\"2027-02-05\"", "§\"2027-02-01\""),
            "the period ends on 2027-02-01, before it begins on 2027-02-05",
            "first day",
        ),
        (
            "",
            &period("§\"2027-02-30\"", "\"2027-03-01\""),
            "there is no day 2027-02-30",
            "2026-11-02",
        ),
        (
            "page = [\"commander\"], wait = \"3m\", again = \"1m\" },\n]",
            &format!(
                "page = [§\"r\"], wait = \"3m\" }},\n]\n{}",
                at("handover = \"08:30\"")
            ),
            "there is no person or role `r`",
            "add a role with roster = \"r\"",
        ),
    ]);
}
