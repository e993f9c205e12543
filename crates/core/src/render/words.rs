//! The locale files, ready to speak.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::settings::Language;

const ZH: &str = include_str!("../../locales/zh.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

/// All words in both languages.
pub struct Words {
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

/// A value for a sentence. Counts are numbers, or the wrong plural is chosen.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    /// A text, typed text already marked (`compose::typed`).
    Text(&'a str),
    /// A number.
    Number(u64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Argument<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Argument<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Argument<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::new()
    }
}

impl Words {
    /// Reads the locale files, which are part of the program.
    pub fn new() -> Self {
        Self {
            zh: bundle(ZH, "zh-CN"),
            en: bundle(EN, "en"),
        }
    }

    /// A sentence. A key that is missing shows itself; a test makes sure that none is.
    pub fn say(&self, language: Language, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let bundle = match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        };
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            debug_assert!(false, "no words for {id}");
            return id.to_owned();
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            let value = match value {
                Argument::Text(text) => FluentValue::from(*text),
                Argument::Number(number) => FluentValue::from(*number),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&values), &mut errors)
            .into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        text
    }
}

fn bundle(source: &str, language: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    // What can be parsed is used even if something can't; a test refuses any error.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(part, _)| part);
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Keys with the variables of their sentences.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" = ")
                && !line.starts_with(' ')
            {
                key.clone_into(&mut current);
                assert!(
                    keys.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{key} twice"
                );
            }
            for variable in line.split('$').skip(1) {
                let name: String = variable
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '-')
                    .collect();
                if let Some(variables) = keys.get_mut(&current) {
                    variables.insert(name);
                }
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_keys_and_variables() {
        let (zh, en) = (keys(ZH), keys(EN));
        assert!(zh.len() > 200);
        for (key, variables) in &en {
            assert_eq!(zh.get(key), Some(variables), "{key}");
        }
        assert_eq!(zh.len(), en.len());
    }

    #[test]
    fn the_files_parse_without_an_error() {
        for source in [ZH, EN] {
            let parsed = FluentResource::try_new(source.to_owned());
            assert!(
                parsed.is_ok(),
                "{:?}",
                parsed.err().map(|(_, errors)| errors)
            );
        }
    }

    #[test]
    fn every_key_that_the_code_names_exists_and_every_key_is_used() {
        let code: String = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/render"))
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        for key in keys(EN).keys() {
            let family = key
                .rsplit_once('-')
                .map_or(key.as_str(), |(family, _)| family);
            assert!(
                code.contains(&format!("\"{key}\"")) || code.contains(&format!("\"{family}-")),
                "{key} is used nowhere"
            );
        }
    }

    #[test]
    fn labels_of_the_specification_are_its_words() {
        let words = Words::new();
        for (key, en, zh) in [
            ("label-acknowledge", "Acknowledge", "收到"),
            ("label-cannot", "Can't respond", "无法到场"),
            ("label-escalate", "Escalate", "升级"),
            ("label-update", "Update", "续报"),
            ("label-stand-down", "Stand down", "应急结束"),
            ("label-cancel", "Cancel", "取消"),
            ("label-report", "Report", "报告"),
            ("label-on-duty", "On duty", "到岗"),
            ("label-nothing-found", "Nothing found", "无纠纷"),
            ("label-register-dispute", "Register dispute", "登记纠纷"),
        ] {
            assert_eq!(words.say(Language::En, key, &[]), en);
            assert_eq!(words.say(Language::Zh, key, &[]), zh);
        }
    }
}
