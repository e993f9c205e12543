//! The language of what the program says to whoever starts it: as given, or as the environment has it.

use clap::ValueEnum;
use dutybell_core::settings;

/// `--language`
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// The language that was given, else the environment's.
pub(super) fn chosen(given: Option<Language>) -> settings::Language {
    match given {
        Some(Language::Zh) => settings::Language::Zh,
        Some(Language::En) => settings::Language::En,
        None => of(|name| std::env::var(name).ok()),
    }
}

/// As POSIX orders the variables. Where none names a language the product's default holds.
fn of(variable: impl Fn(&str) -> Option<String>) -> settings::Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let none = named.is_empty() || named == "POSIX" || named == "C" || named.starts_with("C.");
    if none || named.starts_with("zh") {
        settings::Language::Zh
    } else {
        settings::Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use settings::Language::{En, Zh};

    #[test]
    fn the_first_variable_that_says_something_names_the_language() {
        let set = |all: &'static str, messages: &'static str, lang: &'static str| {
            of(move |name| {
                let value = match name {
                    "LC_ALL" => all,
                    "LC_MESSAGES" => messages,
                    _ => lang,
                };
                Some(value.to_owned())
            })
        };
        assert_eq!(of(|_| None), Zh);
        assert_eq!(set("", "", "en_US.UTF-8"), En);
        assert_eq!(set("", "zh_CN.UTF-8", "en_US.UTF-8"), Zh);
        assert_eq!(set("de_DE.UTF-8", "zh_CN.UTF-8", ""), En);
        assert_eq!(set("C.UTF-8", "", "en_US.UTF-8"), Zh);
    }
}
