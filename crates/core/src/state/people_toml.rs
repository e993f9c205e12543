//! People and roles as the configuration file writes them, so that what was changed in chat can be
//! put into it.

use std::fmt::Write as _;

use crate::settings::{Language, RoleMembers, Settings};

/// The tables `[[people]]` and `[[roles]]` that are in force. Who is marked as gone stands there too, in
/// no role and without an account: rosters and policies of the file may still name him.
pub fn text(settings: &Settings) -> String {
    let mut out = String::new();
    for person in &settings.people {
        let mut row = vec![
            "[[people]]".to_owned(),
            format!("id = {}", quoted(person.id.as_str())),
            format!("name = {}", quoted(&person.name)),
        ];
        row.extend(person.telegram.map(|user| format!("telegram = {user}")));
        let phone = person.phone.as_ref();
        row.extend(phone.map(|phone| format!("phone = {}", quoted(phone))));
        row.extend(person.language.map(|language| {
            let word = match language {
                Language::Zh => "zh",
                Language::En => "en",
            };
            format!("language = \"{word}\"")
        }));
        row.extend(person.admin.then(|| "admin = true".to_owned()));
        for line in row {
            // Writing to a String can't fail.
            let _ = writeln!(out, "{line}");
        }
        out.push('\n');
    }
    for role in &settings.roles {
        let members = match &role.members {
            RoleMembers::People(people) => {
                let ids: Vec<String> = people.iter().map(|id| quoted(id.as_str())).collect();
                format!("people = [{}]", ids.join(", "))
            }
            RoleMembers::Roster(roster) => format!("roster = {}", quoted(roster.as_str())),
        };
        let (id, name) = (quoted(role.id.as_str()), quoted(&role.name));
        let _ = writeln!(out, "[[roles]]\nid = {id}\nname = {name}\n{members}\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A basic string. Source: TOML 1.0, "String".
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_a_string() {
        assert_eq!(
            quoted("Li \"Q\" \\ \n\u{7f}"),
            r#""Li \"Q\" \\ \u000A\u007F""#
        );
        assert_eq!(quoted("李强"), "\"李强\"");
    }
}
