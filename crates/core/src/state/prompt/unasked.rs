//! That rounds were not asked, while those who are told have yet to get it.

use serde::{Deserialize, Deserializer, Serialize};

use super::Copied;
use crate::settings::PromptKind;
use crate::time::At;

/// Rounds that were not asked, since the bot was down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unasked {
    /// What would have been asked.
    pub kind: PromptKind,
    /// As the row was called.
    pub name: Option<String>,
    /// How many.
    pub rounds: u32,
    /// When the first was due.
    pub first: At,
    /// When the last was due.
    pub last: At,
    /// Messages that say so.
    pub copies: Vec<Copied>,
}

/// Earlier builds knew of one at most.
pub(super) fn one_or_several<'de, D: Deserializer<'de>>(
    stored: D,
) -> Result<Vec<Unasked>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Several(Vec<Unasked>),
        One(Option<Box<Unasked>>),
    }
    Ok(match Stored::deserialize(stored)? {
        Stored::Several(several) => several,
        Stored::One(one) => one.map(|one| *one).into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Prompting;

    #[test]
    fn what_an_earlier_build_stored_is_read() {
        let unasked = r#"{"kind": "acknowledge", "name": null, "rounds": 2, "first": 1, "last": 2, "copies": []}"#;
        for (stored, count) in [
            (format!(r#""unasked": {unasked}, "#), 1),
            (format!(r#""unasked": [{unasked}, {unasked}], "#), 2),
            (String::new(), 0),
        ] {
            let prompting = format!(r#"{{{stored}"since": 0, "next": null}}"#);
            let read: Result<Prompting, _> = serde_json::from_str(&prompting);
            assert_eq!(
                read.map(|it| it.unasked.len()).ok(),
                Some(count),
                "{stored}"
            );
        }
    }
}
