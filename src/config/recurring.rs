//! `[[prompts]]` and `[[committees]]`: the recurring work of the villages.

use super::draft::Draft;
use super::duration;
use super::problem::{Findings, Flaw};
use super::tree::Table;

/// Fewest members of a mediation committee (People's Mediation Law, article 8; DOMAIN "Disputes").
const FEWEST_MEMBERS: usize = 3;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    for prompt in draft.root.rows("prompts") {
        check_prompt(prompt, findings);
    }
    for committee in draft.root.rows("committees") {
        check_committee(committee, findings);
    }
}

fn check_prompt(prompt: &Table, findings: &mut Findings) {
    if let Some(within) = prompt.span("within") {
        for (text, at) in prompt.texts("remind") {
            if duration::parse(text).is_ok_and(|before| before >= within) {
                let reason =
                    format!("a reminder {text} before the limit comes before the question");
                findings.add(at, Flaw::new(reason, "make it shorter than `within`"));
            }
        }
    }
    if let Some(entry) = prompt.entry("items")
        && prompt.text("kind").is_some_and(|kind| kind != "checklist")
    {
        findings.add(
            entry.at,
            Flaw::new(
                "only a checklist has `items`",
                "write kind = \"checklist\", or leave `items` out",
            ),
        );
    }
}

fn check_committee(committee: &Table, findings: &mut Findings) {
    let members = committee.list("members").len();
    let women = committee.whole("women");
    let rules = [
        (
            "members",
            members < FEWEST_MEMBERS,
            format!(
                "a mediation committee has at least {FEWEST_MEMBERS} members, this one has {members}"
            ),
            "add members",
        ),
        (
            "members",
            members >= FEWEST_MEMBERS && members.is_multiple_of(2),
            format!("a mediation committee has an odd number of members, this one has {members}"),
            "add one member or take one out",
        ),
        (
            "women",
            women == Some(0),
            "a mediation committee has at least one woman".to_owned(),
            "add a member who is a woman, and count her in `women`",
        ),
        (
            "women",
            women.is_some_and(|women| usize::try_from(women).is_ok_and(|women| women > members)),
            format!("`women` counts more people than the {members} members"),
            "write how many of the members are women",
        ),
    ];
    for (key, broken, reason, mend) in rules {
        // An empty list of members is told already.
        if broken && members > 0 {
            findings.add(committee.place(key), Flaw::new(reason, mend));
        }
    }
}
