//! Several mistakes at once, broken lines among them, and text that is no configuration at all.

use proptest::prelude::*;

use super::super::{Problems, load};
use super::{BASE, changed, problems};

/// `line: reason` of each.
fn lines(text: &str) -> Vec<String> {
    problems(text)
        .iter()
        .map(|problem| format!("{}: {}", problem.line, problem.reason))
        .collect()
}

#[test]
fn all_eight_mistakes_are_told_in_the_order_of_the_file() {
    let text = r#"timezone = Asia/Shanghai
langauge = "zh"
[[people]]
id = "zhao"
name = "Zhao
telegram = "1001"
[[chats]]
id = "town"
[[roles]]
id = "zhao"
people = ["zaho"]
[[severities]]
id = "I"
[[policies]]
id = "all"
steps = [
  { page = ["zhao"], wait = "3 m" },
]
"#;
    assert_eq!(
        lines(text),
        [
            "1: a text or duration stands without quotes",
            "2: the file has no key `langauge`",
            "5: this text has no closing quote, or a `\\` that means nothing",
            "6: `telegram` can't be a text",
            "7: `telegram` is missing in this row of `chats`",
            "10: the id `zhao` is already the person on line 4",
            "11: there is no person `zaho`",
            "17: `3 m` has a blank in it",
        ]
    );
}

#[test]
fn a_broken_line_hides_nothing_and_causes_nothing() {
    for (old, new, told) in [
        // The broken line held the id: the references to it are not told as well.
        (
            "id = \"li\"",
            "id \"li\"",
            "6: the `=` after the key is missing",
        ),
        (
            "people = [\"zhao\", \"li\"]",
            "people",
            "13: the `=` after the key is missing",
        ),
        (
            "[[roles]]",
            "[[roles]",
            "11: the `]]` of this header is missing",
        ),
        (
            "[\"1\", \"critical\"]",
            "[\"1\", \"critical\"",
            "16: this `[` is never closed",
        ),
        (
            "again = \"1m\" },",
            "again = \"1m\"",
            "27: this `{` is never closed",
        ),
        ("\"3m\", again", "\"3m\" again", "27: a comma is missing"),
        (
            "wait = \"3m\"",
            "wait = 3m",
            "27: a text or duration stands without quotes",
        ),
        (
            "name = \"Li\"",
            "name = “Li”",
            "7: a text or duration stands without quotes",
        ),
        ("name = \"Li\"", "name =", "7: nothing stands after `=`"),
        (
            "name = \"Li\"",
            "name = \"Li\"\nname = \"Lee\"",
            "8: this key or table is written twice",
        ),
        (
            "name = \"Li\"",
            "name = \"Li\"\n电话 = \"119\"",
            "8: a key has letters other than a-z, digits, `_` and `-`",
        ),
    ] {
        assert_eq!(lines(&changed(old, new)), [told], "{new}");
    }
}

#[test]
fn a_table_written_twice_is_told() {
    let text = changed("", "[http]\nlisten = \"127.0.0.1:1\"\n[http]\n");
    assert_eq!(lines(&text), ["31: this key or table is written twice"]);
}

#[test]
fn what_is_wrong_beside_a_broken_line_is_told() {
    let steps = r#"{ page = ["li"] wait = "1m" },
  { page = [], wait = "1m" },
  { page"#;
    let text = BASE
        .replace("name = \"Li\"", "name = Li")
        .replace("name = \"Zhao\"\n", "")
        .replace("{ page", steps);
    assert_eq!(
        lines(&text),
        [
            "1: `name` is missing in this row of `people`",
            "6: a text or duration stands without quotes",
            "26: a comma is missing",
            "27: `page` is empty: this step can page nobody",
        ]
    );
}

#[test]
fn an_empty_file_lacks_the_four_tables() {
    let told = lines("");
    assert_eq!(told.len(), 4, "{told:#?}");
    for (line, table) in told
        .iter()
        .zip(["people", "chats", "severities", "policies"])
    {
        assert_eq!(*line, format!("1: `{table}` is missing in the file"));
    }
}

#[test]
fn a_file_that_is_none_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("duty.toml");
    let missing = load(&file).unwrap_err();
    assert!(matches!(missing, Problems::Unreadable { .. }));
    assert!(
        missing
            .to_string()
            .contains("duty.toml: there is no such file\n  "),
        "{missing}"
    );
    let no_file = load(folder.path()).unwrap_err().to_string();
    assert!(no_file.contains("this is a folder"), "{no_file}");

    std::fs::write(
        &file,
        b"timezone = \"Asia/Shanghai\"\ndata_dir = \"\xca\xfd\"\n",
    )
    .unwrap();
    let gbk = load(&file).unwrap_err().to_string();
    assert!(
        gbk.contains("duty.toml:2:13: from here on the file is not UTF-8"),
        "{gbk}"
    );
}

#[test]
fn a_problem_is_printed_as_editors_link_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("duty.toml");
    std::fs::write(&file, changed("wait = \"3m\"", "wait = \"3\"")).unwrap();
    let told = load(&file).unwrap_err().to_string();
    let told = told.replace(&folder.path().display().to_string(), "DIR");
    insta::assert_snapshot!(told, @r#"
    DIR/duty.toml:27:34: `3` has no unit
      write a whole number and one unit: "90s", "3m", "2h" or "1d"
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = problems(&text);
    }

    #[test]
    fn nothing_made_of_toml_panics(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "[[people]]", "[", "]", "{", "}", "=", "\"", "'", "\"\"\"", "\n", "id", " = ", ",",
                "steps", "policies", "1", "\"3m\"", "#", ".", "\\", "火", "\r\n", "\u{feff}", "true",
            ]),
            0..60,
        )
    ) {
        let _ = problems(&parts.concat());
    }

    #[test]
    fn no_change_of_a_good_file_panics(
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        put in "[\\[\\]{}=\"',.#a-z0-9\\n级 -]{0,12}",
        spec in any::<bool>(),
    ) {
        let text: Vec<char> = if spec { include_str!("spec.toml") } else { BASE }.chars().collect();
        let from = at.index(text.len());
        let to = (from + cut).min(text.len());
        let changed: String = text[..from].iter().copied()
            .chain(put.chars())
            .chain(text[to..].iter().copied())
            .collect();
        // The same file is told in the same way each time, in its own order.
        let told = problems(&changed);
        prop_assert!(told.is_sorted_by_key(|problem| (problem.line, problem.column)));
        prop_assert_eq!(&told, &problems(&changed));
    }
}
