//! The page's words: every one that is asked for is there, once, in both languages.
//!
//! The page has no build chain that would say so, and a key that stands twice is no mistake for a
//! browser: the later one wins without a word. So the files are read as they are written, a key a
//! line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by its panic"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 2] = ["zh", "en"];

/// Key and text in the order of the file.
type Words = Vec<(String, String)>;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(folder(path)).expect(path)
}

/// The table of a module, by language.
fn table(module: &str) -> BTreeMap<String, Words> {
    let text = read(&format!("page/{module}"));
    let (_, table) = text.split_once("const table = {\n").expect(module);
    let (table, _) = table.split_once("\n};\n").expect(module);
    let mut found: BTreeMap<String, Words> = BTreeMap::new();
    let mut language = String::new();
    for line in table.lines() {
        if let Some(begun) = line.trim().strip_suffix(": {") {
            language = begun.to_owned();
        } else if line.trim() != "}," {
            let word = line.trim().split_once(": \"");
            let word = word.and_then(|(key, rest)| Some((key, rest.strip_suffix("\",")?)));
            let (key, said) = word.unwrap_or_else(|| panic!("{module}: {line}"));
            let words = found.entry(language.clone()).or_default();
            words.push((key.to_owned(), said.to_owned()));
        }
    }
    assert!(found.keys().all(|it| LANGUAGES.contains(&it.as_str())));
    assert_eq!(found.len(), LANGUAGES.len(), "{module}");
    found
}

fn keys(words: &Words) -> Vec<&str> {
    let mut keys: Vec<&str> = words.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys
}

/// What stands between `before` and `after`, wherever it does.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let parts = text.split(before).skip(1);
    parts
        .filter_map(|rest| Some(rest.split_once(after)?.0))
        .collect()
}

/// `{name}` and the like.
fn variables(said: &str) -> Vec<&str> {
    let mut names = between(said, "{", "}");
    names.sort_unstable();
    names
}

#[test]
fn both_languages_have_the_same_words_and_none_twice() {
    for module in ["words.js", "tour_words.js", "kinds.js"] {
        let table = table(module);
        for (language, words) in &table {
            let keys = keys(words);
            let twice: Vec<_> = keys.windows(2).filter(|it| it[0] == it[1]).collect();
            assert!(twice.is_empty(), "{module} {language}: {twice:?}");
        }
        let (zh, en) = (&table["zh"], &table["en"]);
        assert_eq!(keys(zh), keys(en), "{module}");
        for (key, said) in zh {
            let (_, other) = en.iter().find(|(other, _)| other == key).unwrap();
            assert_eq!(variables(said), variables(other), "{module} {key}");
        }
    }
}

#[test]
fn every_kind_of_entry_has_a_word_and_every_word_a_kind() {
    let mut kinds = Vec::new();
    // Entries of the prompt log are called as others are, and have words of their own.
    let files = [
        ("event.rs", "pub fn kind", ""),
        ("evidence.rs", "fn kind", ""),
        ("duty_log.rs", "fn kind", ""),
        ("duty_log/presence.rs", "pub fn kind", ""),
        ("prompt_log.rs", "fn kind", "prompt_"),
        ("ledger/log.rs", "fn kind", ""),
    ];
    for (file, by, before) in files {
        let text = read(&format!("../core/src/state/{file}"));
        let body = between(
            &text,
            &format!("{by}(&self) -> &'static str {{"),
            "\n    }\n",
        );
        let [body] = body[..] else {
            panic!("{file}: {} functions", body.len());
        };
        let found = between(body, "=> \"", "\"").into_iter();
        kinds.extend(found.map(|kind| format!("{before}{kind}")));
    }
    kinds.sort_unstable();
    kinds.dedup();
    // Of each file: what is read here would say so if it were written in another way.
    for known in [
        "reported",
        "closed",
        "position",
        "evidence_failed",
        "asked_again",
        "swap_refused",
        "presence_asked",
        "prompt_nothing_found",
        "ledger_revisited",
    ] {
        assert!(kinds.iter().any(|kind| kind == known), "{known}: {kinds:?}");
    }
    for (language, words) in table("kinds.js") {
        assert_eq!(keys(&words), kinds, "{language}");
    }
}

#[test]
fn every_word_that_the_page_asks_for_is_there() {
    let tables = [table("words.js"), table("tour_words.js")];
    let mut there: Vec<&str> = tables.iter().flat_map(|it| keys(&it["zh"])).collect();
    there.sort_unstable();
    assert!(there.windows(2).all(|it| it[0] != it[1]), "one in both");
    let mut asked = 0;
    for file in fs::read_dir(folder("page")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for before in ["word(\"", "data-word=\"", "data-label=\"", "data-title=\""] {
            // `kindWord` has a table of its own, and its kinds are no literals.
            for key in between(&text, before, "\"") {
                assert!(there.contains(&key), "{}: {key}", path.display());
                asked += 1;
            }
        }
    }
    assert!(asked > 80, "{asked}");
}

#[test]
fn the_tour_calls_the_bots_buttons_as_the_bot_does() {
    let table = table("tour_words.js");
    for (word, label) in [
        ("acknowledge", "label-acknowledge"),
        ("onDuty", "label-on-duty"),
        ("standDown", "label-stand-down"),
        ("cannotCome", "label-swap-cannot"),
        ("confirm", "label-confirm"),
        ("sign", "label-sign"),
        ("nothingFound", "label-nothing-found"),
        ("registerDispute", "label-register-dispute"),
        ("allRegistered", "label-all-registered"),
        ("reported", "label-reported"),
        ("neighbours", "dispute-kind-neighbours"),
        ("iMediate", "label-dispute-me"),
        ("back", "label-dispute-back"),
        ("cancelForm", "label-cancel"),
        ("show", "label-dispute-show"),
        ("agreed", "label-dispute-agreed"),
        ("beginMediation", "label-dispute-begin"),
        ("revisit", "label-dispute-revisit"),
        ("kept", "label-dispute-kept"),
        ("closeDispute", "label-dispute-close"),
        ("askParties", "dispute-ask-parties"),
        ("askAccount", "dispute-ask-account"),
        ("askAgreed", "dispute-tell-agreed"),
        ("askRevisit", "dispute-tell-revisit"),
    ] {
        for language in LANGUAGES {
            let texts = read(&format!("../core/locales/{language}.ftl"));
            let [text] = between(&texts, &format!("\n{label} = "), "\n")[..] else {
                panic!("{language}: {label}");
            };
            let said = table[language].iter().find(|(key, _)| key == word);
            // The first of those that are numbered; which dispute a question is about stands in front.
            let expected = text.replace("{ $n }", "1");
            let of = ["{ $d }: ", "{ $d } "];
            let of = of.into_iter().find_map(|of| expected.strip_prefix(of));
            let expected = of.unwrap_or(&expected).to_owned();
            assert_eq!(said.map(|(_, said)| said), Some(&expected), "{language}");
        }
    }
}

#[test]
fn what_happens_is_called_as_in_the_workbook() {
    let table = table("kinds.js");
    let logs = [
        ("log-", "", 30),
        ("promptlog-", "prompt_", 20),
        ("ledgerlog-", "", 15),
    ];
    for (language, (log, before, least)) in LANGUAGES
        .into_iter()
        .flat_map(|language| logs.map(|log| (language, log)))
    {
        let texts = read(&format!("../core/locales/{language}.ftl"));
        let logged: Vec<_> = texts
            .lines()
            .filter_map(|line| line.strip_prefix(log)?.split_once(" = "))
            .collect();
        assert!(logged.len() > least, "{language} {log}: {}", logged.len());
        for (kind, text) in logged {
            let kind = format!("{before}{kind}");
            let said = table[language].iter().find(|(key, _)| *key == kind);
            let (_, said) = said.unwrap_or_else(|| panic!("{language}: {kind}"));
            // In a line of its own a word begins with a capital letter.
            let begins = said.chars().next().unwrap().to_uppercase().to_string();
            let rest = said.chars().next().unwrap().len_utf8();
            assert_eq!(format!("{begins}{}", &said[rest..]), text, "{language}");
        }
    }
}
