//! Mediation committees that people have left in chat, in words for `dutybell check`.

use std::fmt;

use dutybell_core::settings::Settings;

use crate::config::committees::{Broken, Committee, broken};

/// A note for each that is not made up as the law asks any more, each with a line break before it. What the file
/// says by itself is checked with it.
pub(super) struct Left<'a> {
    pub(super) committees: &'a [Committee],
    /// In force, with what was changed in chat.
    pub(super) settings: &'a Settings,
}

impl fmt::Display for Left<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for committee in self.committees {
            if let Some(note) = self.note(committee) {
                write!(f, "\nnote: {note}")?;
            }
        }
        Ok(())
    }
}

impl Left<'_> {
    fn note(&self, committee: &Committee) -> Option<String> {
        let people = committee.members.iter();
        let gone: Vec<&str> = people
            .filter_map(|id| self.settings.person(id))
            .filter(|person| person.gone)
            .map(|person| person.name.as_str())
            .collect();
        if gone.is_empty() {
            return None;
        }
        let members = committee.members.len() - gone.len();
        let rules = broken(members, None).into_iter();
        let mut wrong: Vec<String> = rules.map(|Broken { reason, .. }| reason).collect();
        // Who of them is a woman does not stand in the file.
        if committee.women <= gone.len() {
            wrong.push(
                "a mediation committee has at least one woman, and she may have left".to_owned(),
            );
        }
        if wrong.is_empty() {
            return None;
        }
        let (who, left) = (
            gone.join(", "),
            if gone.len() == 1 { "has" } else { "have" },
        );
        Some(format!(
            "{}: {who} {left} left (/people): {}; in `members` put others in their place, and count `women` anew",
            committee.name,
            wrong.join("; ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use dutybell_core::state::change::Change;
    use dutybell_core::state::overlay::Overlay;

    use super::*;
    use crate::config;

    /// The note of a committee of so many, with so many women, of which the first ones have left.
    fn note(members: usize, women: usize, gone: usize) -> String {
        let ids: Vec<String> = (1..=members).map(|n| format!("\"m{n}\"")).collect();
        let people = (1..=members).map(|n| format!("[[people]]\nid = \"m{n}\"\nname = \"M{n}\"\n"));
        let text = format!(
            "{}\n{}[[committees]]\nid = \"east\"\nname = \"East village\"\nmembers = [{}]\nwomen = {women}\n",
            include_str!("../config/tests/spec.toml"),
            people.collect::<String>(),
            ids.join(", ")
        );
        let config = config::parse(&text, std::path::Path::new("")).unwrap();
        let mut overlay = Overlay::default();
        for n in 1..=gone {
            let person = format!("m{n}").as_str().into();
            overlay.apply(&Change::Gone { person, user: None });
        }
        let settings = overlay.over(&config.settings);
        let committees = &config.committees;
        Left {
            committees,
            settings: &settings,
        }
        .to_string()
    }

    #[test]
    fn who_has_left_is_no_member_any_more() {
        let mend = "in `members` put others in their place, and count `women` anew";
        assert_eq!(
            note(3, 2, 1),
            format!(
                "\nnote: East village: M1 has left (/people): a mediation committee has at least 3 members, this one \
                 has 2; {mend}"
            )
        );
        assert_eq!(
            note(5, 2, 1),
            format!(
                "\nnote: East village: M1 has left (/people): a mediation committee has an odd number of members, this \
                 one has 4; {mend}"
            )
        );
        assert_eq!(
            note(5, 2, 2),
            format!(
                "\nnote: East village: M1, M2 have left (/people): a mediation committee has at least one woman, and she \
                 may have left; {mend}"
            )
        );
        // All of them, and none.
        assert!(note(3, 1, 3).contains("this one has 0"));
        assert_eq!(note(5, 3, 2), "");
        assert_eq!(note(3, 1, 0), "");
    }
}
