//! What `/people export` gives, put into the file that it came from.

use dutybell_core::settings::Settings;
use dutybell_core::state::change::Change;
use dutybell_core::state::overlay::Overlay;
use dutybell_core::state::people_toml;

use super::check;

const SPEC: &str = include_str!("spec.toml");

/// The file with these tables in place of its own, as the message under the export says.
fn merged(file: &str, tables: &str) -> String {
    let mut kept = String::new();
    let mut ours = true;
    for line in file.lines() {
        if line.starts_with('[') {
            ours = !matches!(line.trim(), "[[people]]" | "[[roles]]");
        }
        if ours {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    format!("{kept}{tables}")
}

fn exported(settings: &Settings) -> String {
    merged(SPEC, &people_toml::text(settings))
}

#[test]
fn an_unchanged_export_says_what_the_file_says() {
    let file = check(SPEC).unwrap().settings;
    let again = check(&exported(&file)).unwrap().settings;
    assert_eq!(format!("{again:?}"), format!("{file:?}"));
}

#[test]
fn what_was_changed_in_chat_is_accepted_and_is_what_was_in_force() {
    let file = check(SPEC).unwrap().settings;
    let mut overlay = Overlay::default();
    for change in [
        Change::Added {
            person: "wu_lei".into(),
            name: "Wu \"Lei\" \\ 吴磊".into(),
            phone: Some("+86 138 0000 0099".into()),
        },
        Change::PutIn {
            person: "wu_lei".into(),
            role: "commander".into(),
        },
        Change::Bound {
            person: "wu_lei".into(),
            user: dutybell_core::ids::TelegramUser(1099),
            name: "Wu".into(),
        },
        Change::TakenOut {
            person: "zhao".into(),
            role: "commander".into(),
        },
        Change::Gone {
            person: "li".into(),
            user: None,
        },
    ] {
        overlay.apply(&change);
    }
    let mut in_force = overlay.over(&file);
    let again = check(&exported(&in_force)).unwrap().settings;
    // The file has no word for having left: without account and role it comes to the same.
    for person in &mut in_force.people {
        person.gone = false;
    }
    assert_eq!(format!("{again:?}"), format!("{in_force:?}"));
}
