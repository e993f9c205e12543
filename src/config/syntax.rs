//! The parser's messages in an office clerk's words.

use toml::de::Error;

use super::problem::Flaw;
use super::recover::Open;

const UNQUOTED: &str = "string values must be quoted";

/// Beginning of the parser's message, what is told, how it is mended. Values are not quoted: the
/// broken line may hold a secret.
const WORDS: &[(&str, &str, &str)] = &[
    (
        UNQUOTED,
        "a text or duration stands without quotes",
        r#"put it in straight quotes: "…""#,
    ),
    (
        "invalid boolean",
        "this is neither true nor false",
        "write true or false in small letters",
    ),
    (
        "key with no value",
        "the `=` after the key is missing",
        r#"write key = "value""#,
    ),
    (
        "missing value",
        "nothing stands after `=`",
        "write a value after it, or delete the line",
    ),
    (
        "duplicate key",
        "this key or table is written twice",
        "keep one of the two",
    ),
    (
        "unclosed table",
        "the `]` of this header is missing",
        "write [name]",
    ),
    (
        "unclosed array table",
        "the `]]` of this header is missing",
        "write [[name]]",
    ),
    (
        "invalid basic string",
        "this text has no closing quote, or a `\\` that means nothing",
        r#"end it with " and write \ as \\"#,
    ),
    (
        "invalid multi-line basic string",
        "this text has no closing quotes, or a `\\` that means nothing",
        r#"end it with """ and write \ as \\"#,
    ),
    (
        "invalid literal string",
        "this text has no closing quote",
        "end it with '",
    ),
    (
        "invalid unquoted key",
        "a key has letters other than a-z, digits, `_` and `-`",
        "the keys are English words; only values may be Chinese",
    ),
    (
        "missing comma",
        "a comma is missing",
        "put `,` between the two",
    ),
    (
        "unexpected leading zero",
        "a number starts with 0",
        "leave the 0 out; times and phone numbers stand in quotes",
    ),
    (
        "unexpected `=` in array",
        "a `]` is missing before this",
        "close the list with `]`",
    ),
    (
        "extra comma",
        "there is a comma too many",
        "leave one `,` out",
    ),
];

/// Whether a key or table is there twice.
pub(super) fn is_duplicate(error: &Error) -> bool {
    error.message().starts_with("duplicate key")
}

/// What is told about a line that can't be read.
pub(super) fn flaw(error: &Error) -> Flaw {
    let message = match error.span() {
        // Said of `key =` as well, where there is no text to put into quotes.
        Some(span) if span.is_empty() && error.message().starts_with(UNQUOTED) => "missing value",
        _ => error.message(),
    };
    WORDS
        .iter()
        .find(|(start, ..)| message.starts_with(start))
        .map_or_else(
            || {
                Flaw::new(
                    format!("this line can't be read: {message}"),
                    "compare it with the commented example config/dutybell.toml",
                )
            },
            |(_, reason, mend)| Flaw::new(*reason, *mend),
        )
}

/// What is told about a bracket or quote without its other half.
pub(super) fn unclosed(open: Open) -> Flaw {
    let (what, close) = match open {
        Open::Bracket => ("this `[`", "`]`"),
        Open::Brace => ("this `{`", "`}`"),
        Open::Quotes => ("this quote", "the same quotes"),
    };
    Flaw::new(
        format!("{what} is never closed"),
        format!("close it with {close}"),
    )
}
