//! `[[committees]]` (DOMAIN, "Disputes"): at least three members, an odd number, at least one woman.

use super::super::{BASE, check};
use super::told;

fn committee(members: &str, women: &str) -> String {
    format!(
        "[[committees]]\nid = \"c\"\nname = \"村调解委员会\"\nmembers = {members}\nwomen = {women}\n\
         [[people]]\nid = \"a\"\nname = \"A\"\n[[people]]\nid = \"b\"\nname = \"B\"\n\
         [[people]]\nid = \"c\"\nname = \"C\"\n"
    )
}

#[test]
fn three_or_five_with_a_woman_are_good() {
    for (members, women) in [
        ("[\"zhao\", \"li\", \"a\"]", "1"),
        ("[\"zhao\", \"li\", \"a\"]", "3"),
        ("[\"zhao\", \"li\", \"a\", \"b\", \"c\"]", "2"),
    ] {
        let text = format!("{BASE}\n{}", committee(members, women));
        assert!(check(&text).is_ok(), "{members} {women}");
    }
}

#[test]
fn every_rule_is_told_where_it_is_broken_and_how_it_is_mended() {
    told(&[
        (
            "",
            &committee("§[\"zhao\"]", "1"),
            "a mediation committee has at least 3 members, this one has 1",
            "add members",
        ),
        (
            "",
            &committee("§[\"zhao\", \"li\"]", "1"),
            "a mediation committee has at least 3 members, this one has 2",
            "add members",
        ),
        (
            "",
            &committee("§[\"zhao\", \"li\", \"a\", \"b\"]", "1"),
            "a mediation committee has an odd number of members, this one has 4",
            "add one member or take one out",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", \"a\"]", "§0"),
            "a mediation committee has at least one woman",
            "a member who is a woman",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", \"a\"]", "§4"),
            "`women` counts more people than the 3 members",
            "how many of the members are women",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", \"a\"]", "§-1"),
            "this can't be negative",
            "how many of the members are women",
        ),
        (
            "",
            &committee("§[]", "1"),
            "`members` is empty: the committee has no members",
            "",
        ),
    ]);
}

#[test]
fn members_are_people_of_the_file_each_once() {
    told(&[
        (
            "",
            &committee("[\"zhao\", \"li\", §\"zoe\"]", "1"),
            "there is no person `zoe`",
            "",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", §\"zhaoo\"]", "1"),
            "there is no person `zhaoo`",
            "did you mean `zhao`",
        ),
        (
            "",
            &committee("[§\"commander\"]", "2"),
            "there is no person `commander`",
            "`commander` is a role",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", §\"Zhao\"]", "1"),
            "there is no person `Zhao`",
            "Zhao is the name of `zhao`: write zhao",
        ),
        (
            "",
            &committee("[\"zhao\", \"li\", §\"li\"]", "1"),
            "`li` stands twice in `members`",
            "name it once",
        ),
    ]);
}
