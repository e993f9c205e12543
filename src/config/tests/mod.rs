//! Whole files: what is told of them, and what becomes of good ones.

mod export;
mod good;
mod holidays;
mod mistakes;
mod several;

use std::path::Path;

use super::{Config, Problem, parse};

/// The smallest good file.
const BASE: &str = r#"[[people]]
id = "zhao"
name = "Zhao"
telegram = 1001
[[people]]
id = "li"
name = "Li"
[[chats]]
id = "town"
telegram = -1001000000001
[[roles]]
id = "commander"
people = ["zhao", "li"]
[[severities]]
id = "I"
aliases = ["1", "critical"]
[[severities]]
id = "II"
aliases = ["2"]
[[categories]]
id = "fire"
keywords = ["fire"]
severity = "I"
[[policies]]
id = "rest"
steps = [
  { page = ["commander"], wait = "3m", again = "1m" },
]
"#;

fn check(text: &str) -> Result<Config, Vec<Problem>> {
    parse(text, Path::new("/etc/dutybell"))
}

fn problems(text: &str) -> Vec<Problem> {
    check(text).err().unwrap_or_default()
}

/// `BASE` with `old` replaced, or with `new` behind it where `old` is empty.
fn changed(old: &str, new: &str) -> String {
    if old.is_empty() {
        return format!("{BASE}{new}");
    }
    assert_eq!(BASE.matches(old).count(), 1, "{old}");
    BASE.replace(old, new)
}
