//! Whether two reports may be of the same: a likeness is offered on a card, and decides nothing.

use std::collections::BTreeMap;

use crate::ids::CategoryId;
use crate::limits::{LIKE_ACROSS, LIKE_WORDS};
use crate::parse::fold;
use crate::state::incident::Incident;

/// How much two texts share, in thousandths: pairs of neighbouring characters that both have, so
/// that it serves Chinese and English alike (Dice's coefficient). Case, blanks and punctuation don't
/// count. Symmetric; 1000 for equal texts.
pub fn similarity(one: &str, other: &str) -> u32 {
    Wording::of(one).similarity(&Wording::of(other))
}

/// A text as it is compared: worked out once, however many it is compared with.
pub struct Wording {
    letters: Vec<char>,
    pairs: BTreeMap<(char, char), usize>,
}

impl Wording {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let letters = letters(text);
        let pairs = pairs(&letters);
        Self { letters, pairs }
    }

    fn similarity(&self, other: &Self) -> u32 {
        const WHOLE: usize = 1000;
        if self.letters == other.letters {
            return 1000;
        }
        let count = |pairs: &BTreeMap<(char, char), usize>| pairs.values().sum::<usize>();
        let in_other = |pair| other.pairs.get(pair).copied().unwrap_or(0);
        let both: usize = self
            .pairs
            .iter()
            .map(|(pair, times)| in_other(pair).min(*times))
            .sum();
        let all = (count(&self.pairs) + count(&other.pairs)).max(1);
        u32::try_from(2 * both * WHOLE / all).unwrap_or(0)
    }
}

/// Whether a report with this category and wording may be of the same as an incident, or as one of the
/// reports that it took in.
pub fn is_like(category: Option<&CategoryId>, wording: &Wording, incident: &Incident) -> bool {
    let least = match (category, &incident.category) {
        (Some(one), Some(other)) if one == other => return true,
        (Some(_), Some(_)) => LIKE_ACROSS,
        _ => LIKE_WORDS,
    };
    let also = incident.also().iter().map(|also| also.text.as_str());
    std::iter::once(incident.text.as_str())
        .chain(also)
        .any(|other| {
            !wording.letters.is_empty() && wording.similarity(&Wording::of(other)) >= least
        })
}

fn letters(text: &str) -> Vec<char> {
    fold(text)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Pairs of neighbours with how often they come; a single letter is its own pair.
fn pairs(letters: &[char]) -> BTreeMap<(char, char), usize> {
    let mut pairs = BTreeMap::new();
    if let [only] = letters {
        pairs.insert((*only, *only), 1);
    }
    for pair in letters.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_default() += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_told_by_two_people_is_alike_and_other_things_are_not() {
        for (one, other) in [
            ("东风路12号三楼冒烟，有人被困", "东风路12号冒烟了"),
            ("smoke in 12 Dongfeng Rd", "12 Dongfeng Rd, lots of smoke!"),
        ] {
            assert!(similarity(one, other) >= LIKE_WORDS, "{one} / {other}");
        }
        for (one, other) in [
            ("东风路12号三楼冒烟，有人被困", "河堤渗水，需要沙袋"),
            ("smoke in 12 Dongfeng Rd", "the dam leaks at the mill"),
        ] {
            assert!(similarity(one, other) < LIKE_WORDS, "{one} / {other}");
        }
    }

    #[test]
    fn case_width_and_punctuation_do_not_count() {
        assert_eq!(similarity("Smoke, 12 Rd.", "ＳＭＯＫＥ 12rd"), 1000);
        assert_eq!(similarity("", "smoke"), 0);
    }

    proptest! {
        #[test]
        fn similarity_is_symmetric_bounded_and_whole_for_equals(
            one in "[a-d 火烟路]{0,12}", other in "[a-d 火烟路]{0,12}",
        ) {
            let alike = similarity(&one, &other);
            prop_assert_eq!(alike, similarity(&other, &one));
            prop_assert!(alike <= 1000);
            prop_assert_eq!(similarity(&one, &one), 1000);
        }
    }
}
