//! Level and category in a report (SPEC section 2, "Recognition in a report").
//!
//! ```text
//! level     = id | alias            category = keyword
//! short     = one or two Latin letters or digits
//! ```
//! * Case does not matter; full-width forms count as the plain ones.
//! * A short level word counts only as the first word, before one of `: ： 级 , ，`.
//! * A word that begins with a Latin letter or digit counts from the start of a word; any other
//!   word counts anywhere.
//! * Longer matches win over those inside them.
//! * Of several levels the highest counts; of several categories the one with the highest default,
//!   of equals the one written first. A level named wins over a category's default.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::ids::{CategoryId, SeverityId};
use crate::parse::fold;
use crate::settings::Settings;

/// What a report names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The level it gets.
    pub severity: Option<SeverityId>,
    /// Whether the report itself names the level.
    pub severity_named: bool,
    /// The category, where it names one.
    pub category: Option<CategoryId>,
}

/// The words of a configuration, ready to search with.
#[derive(Debug)]
pub struct Recogniser {
    levels: Vocabulary,
    short_levels: Vec<(String, usize)>,
    categories: Vocabulary,
}

#[derive(Debug)]
struct Vocabulary {
    search: Option<AhoCorasick>,
    /// Index of the level or category that the word of the same index names.
    owner: Vec<usize>,
    /// Whether the word of the same index must begin a word.
    latin: Vec<bool>,
}

struct Found {
    start: usize,
    end: usize,
    owner: usize,
}

impl Recogniser {
    /// Prepares the words of a configuration.
    pub fn new(settings: &Settings) -> Self {
        let mut long = Vec::new();
        let mut short_levels = Vec::new();
        for (index, severity) in settings.severities.iter().enumerate() {
            for word in std::iter::once(severity.id.as_str())
                .chain(severity.aliases.iter().map(String::as_str))
            {
                let word = normal(word);
                if is_short(&word) {
                    short_levels.push((word, index));
                } else {
                    long.push((word, index));
                }
            }
        }
        let keywords = settings
            .categories
            .iter()
            .enumerate()
            .flat_map(|(index, category)| {
                category
                    .keywords
                    .iter()
                    .map(move |word| (normal(word), index))
            });
        Self {
            levels: Vocabulary::new(long),
            short_levels,
            categories: Vocabulary::new(keywords.collect()),
        }
    }

    /// What a report names, and the level that follows from it.
    pub fn recognise(&self, text: &str, settings: &Settings) -> Recognised {
        let text = normal(text);
        let level = self
            .levels
            .find(&text)
            .into_iter()
            .map(|found| found.owner)
            .chain(self.short_level(&text))
            .min();
        let default_rank = |index: usize| {
            settings
                .categories
                .get(index)
                .and_then(|category| category.severity.as_ref())
                .map_or(usize::MAX, |severity| settings.rank(severity))
        };
        let category = self
            .categories
            .find(&text)
            .into_iter()
            .min_by_key(|found| (default_rank(found.owner), found.start, found.owner))
            .and_then(|found| settings.categories.get(found.owner));
        let severity = level
            .and_then(|index| settings.severities.get(index))
            .map(|severity| severity.id.clone())
            .or_else(|| category.and_then(|category| category.severity.clone()))
            .or_else(|| {
                settings
                    .default_severity()
                    .map(|severity| severity.id.clone())
            });
        Recognised {
            severity,
            severity_named: level.is_some(),
            category: category.map(|category| category.id.clone()),
        }
    }

    fn short_level(&self, text: &str) -> Option<usize> {
        let text = text.trim_start();
        self.short_levels
            .iter()
            .filter(|(word, _)| {
                text.strip_prefix(word.as_str())
                    .is_some_and(|rest| rest.starts_with([':', '级', ',']))
            })
            .map(|(_, index)| *index)
            .min()
    }
}

impl Vocabulary {
    fn new(words: Vec<(String, usize)>) -> Self {
        let words: Vec<_> = words
            .into_iter()
            .filter(|(word, _)| !word.is_empty())
            .collect();
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|(word, _)| word))
            .ok();
        Self {
            search,
            latin: words.iter().map(|(word, _)| begins_latin(word)).collect(),
            owner: words.into_iter().map(|(_, owner)| owner).collect(),
        }
    }

    /// All matches that count, without those inside longer ones.
    fn find(&self, text: &str) -> Vec<Found> {
        let Some(search) = &self.search else {
            return Vec::new();
        };
        let counted: Vec<Found> = search
            .find_overlapping_iter(text)
            .filter(|found| {
                !self.latin[found.pattern().as_usize()] || begins_word(text, found.start())
            })
            .map(|found| Found {
                start: found.start(),
                end: found.end(),
                owner: self.owner[found.pattern().as_usize()],
            })
            .collect();
        let inside_longer = |inner: &Found| {
            counted.iter().any(|outer| {
                outer.start <= inner.start
                    && inner.end <= outer.end
                    && outer.end - outer.start > inner.end - inner.start
            })
        };
        let keep: Vec<bool> = counted.iter().map(|found| !inside_longer(found)).collect();
        counted
            .into_iter()
            .zip(keep)
            .filter_map(|(found, keep)| keep.then_some(found))
            .collect()
    }
}

/// The level that a single word names: its id or an alias, also with `级` behind it.
pub fn severity_named(settings: &Settings, word: &str) -> Option<SeverityId> {
    let word = normal(word.trim());
    let bare = word.strip_suffix('级').unwrap_or(&word);
    settings
        .severities
        .iter()
        .find(|severity| {
            std::iter::once(severity.id.as_str())
                .chain(severity.aliases.iter().map(String::as_str))
                .map(normal)
                .any(|name| name == word || name == bare)
        })
        .map(|severity| severity.id.clone())
}

fn normal(text: &str) -> String {
    fold(text).to_lowercase()
}

fn is_short(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Letters of scripts that put blanks between words.
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Chinese characters and their neighbours, written without blanks.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn begins_latin(word: &str) -> bool {
    word.chars().next().is_some_and(is_spaced)
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(is_spaced)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::settings::{Category, Language, SelfTest, SendLimits, Severity};

    fn town() -> Settings {
        let severity = |id: &str, aliases: &[&str]| Severity {
            id: id.into(),
            name: format!("Level {id} by name"),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            default: false,
        };
        let category = |id: &str, keywords: &[&str], severity: Option<&str>| Category {
            id: id.into(),
            name: format!("{id} by name"),
            keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
            severity: severity.map(Into::into),
        };
        Settings {
            timezone: chrono_tz::Asia::Shanghai,
            language: Language::Zh,
            duty_phone: None,
            public_url: None,
            people: Vec::new(),
            chats: Vec::new(),
            roles: Vec::new(),
            severities: vec![
                severity("I", &["1", "特别重大", "critical"]),
                severity("II", &["2", "重大", "major"]),
                severity("III", &["3", "较大"]),
                severity("IV", &["4", "一般", "minor"]),
            ],
            categories: vec![
                category("fire", &["fire", "smoke", "着火", "火灾"], Some("II")),
                category("flood", &["flood", "water", "洪水"], Some("II")),
                category("brawl", &["brawl", "fight", "打架"], Some("III")),
                category("noise", &["firecracker"], None),
            ],
            policies: Vec::new(),
            musters: Vec::new(),
            rosters: Vec::new(),
            special_periods: Vec::new(),
            holidays: std::sync::Arc::default(),
            presence: Vec::new(),
            prompts: Vec::new(),
            ledger: crate::settings::Ledger::default(),
            selftest: SelfTest::default(),
            limits: SendLimits::default(),
            evidence: crate::settings::EvidenceLimits::default(),
        }
    }

    fn seen(text: &str) -> (String, bool, Option<String>) {
        let settings = town();
        let found = Recogniser::new(&settings).recognise(text, &settings);
        (
            found.severity.unwrap().to_string(),
            found.severity_named,
            found.category.map(|id| id.to_string()),
        )
    }

    fn named(level: &str, category: Option<&str>) -> (String, bool, Option<String>) {
        (level.into(), true, category.map(Into::into))
    }

    fn default(level: &str, category: Option<&str>) -> (String, bool, Option<String>) {
        (level.into(), false, category.map(Into::into))
    }

    #[test]
    fn short_words_count_only_as_the_first_word_before_a_mark() {
        assert_eq!(seen("II: smoke"), named("II", Some("fire")));
        assert_eq!(seen("ii，smoke"), named("II", Some("fire")));
        assert_eq!(seen("1级 水管"), named("I", None));
        assert_eq!(seen("１级：水管"), named("I", None));
        assert_eq!(seen("2,water"), named("II", Some("flood")));
        assert_eq!(seen("3 people hurt"), default("IV", None));
        assert_eq!(seen("I saw nothing"), default("IV", None));
        assert_eq!(seen("door 1: open"), default("IV", None));
        assert_eq!(seen("12: open"), default("IV", None));
    }

    #[test]
    fn a_latin_word_counts_from_the_start_of_a_word() {
        assert_eq!(seen("FIRES on the hill"), default("II", Some("fire")));
        assert_eq!(seen("a misfire"), default("IV", None));
        assert_eq!(seen("厂房fire了"), default("II", Some("fire")));
        assert_eq!(seen("III at the gate"), named("III", None));
    }

    #[test]
    fn longer_matches_win_over_those_inside_them() {
        assert_eq!(seen("特别重大 事故"), named("I", None));
        assert_eq!(seen("重大事故"), named("II", None));
        assert_eq!(seen("特别重大，另有重大"), named("I", None));
        assert_eq!(seen("firecracker heard"), default("IV", Some("noise")));
        assert_eq!(seen("firecracker, then fire"), default("II", Some("fire")));
    }

    #[test]
    fn the_highest_level_and_the_gravest_category_count() {
        assert_eq!(seen("较大 或 一般"), named("III", None));
        assert_eq!(seen("打架 then smoke"), default("II", Some("fire")));
        assert_eq!(seen("water and smoke"), default("II", Some("flood")));
        assert_eq!(seen("minor smoke"), named("IV", Some("fire")));
    }

    #[test]
    fn names_do_not_count_and_nothing_gets_the_default() {
        assert_eq!(seen("noise by name"), default("IV", None));
        assert_eq!(seen(""), default("IV", None));
        let mut settings = town();
        settings.severities[2].default = true;
        let found = Recogniser::new(&settings).recognise("hello", &settings);
        assert_eq!(found.severity, Some("III".into()));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_every_report_gets_a_level(text in ".{0,120}") {
            let settings = town();
            let found = Recogniser::new(&settings).recognise(&text, &settings);
            prop_assert!(found.severity.is_some());
        }
    }
}
