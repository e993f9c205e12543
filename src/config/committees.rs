//! `[[committees]]`: how a mediation committee is made up (People's Mediation Law, article 8; DOMAIN, "Disputes").

use dutybell_core::ids::PersonId;

use super::draft::Draft;
use super::kind::Kind;
use super::problem::{Findings, Flaw};
use super::tree::Table;

/// Fewest members of a mediation committee.
const FEWEST_MEMBERS: usize = 3;

/// A committee of the file.
#[derive(Debug, Clone)]
pub(crate) struct Committee {
    /// What it is called.
    pub(crate) name: String,
    /// Its members.
    pub(crate) members: Vec<PersonId>,
    /// How many of them are women.
    pub(crate) women: usize,
}

/// A rule that is broken.
pub(crate) struct Broken {
    /// The key that tells it.
    key: &'static str,
    /// What is wrong.
    pub(crate) reason: String,
    mend: &'static str,
}

/// `None` where the row has a mistake.
pub(super) fn committee(row: &Table) -> Option<Committee> {
    let members = row.texts("members").map(|(id, _)| PersonId::new(id));
    Some(Committee {
        name: row.name()?,
        members: members.collect(),
        women: usize::try_from(row.whole("women")?).ok()?,
    })
}

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    for committee in draft.root.rows("committees") {
        let members = committee.list("members").len();
        // An empty list of members is told already, and so is a number below none.
        if members == 0 {
            continue;
        }
        let women = committee.whole("women");
        let women = women.and_then(|women| usize::try_from(women).ok());
        // Whoever names somebody that there is not has not said yet how many they are.
        let is_person = |(id, _): (&str, usize)| draft.names.has(Kind::Person, id);
        if !committee.texts("members").all(is_person) {
            continue;
        }
        for Broken { key, reason, mend } in broken(members, women) {
            findings.add(committee.place(key), Flaw::new(reason, mend));
        }
    }
}

/// What the law asks for and so many members, with so many women among them where that is known, are not.
pub(crate) fn broken(members: usize, women: Option<usize>) -> Vec<Broken> {
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
            women.is_some_and(|women| women > members),
            format!("`women` counts more people than the {members} members"),
            "write how many of the members are women",
        ),
    ];
    let rules = rules.into_iter().filter(|(_, broken, ..)| *broken);
    let rules = rules.map(|(key, _, reason, mend)| Broken { key, reason, mend });
    rules.collect()
}
