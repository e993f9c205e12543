//! People who are called alike are told apart by their ids.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::settings::Settings;
use support::{Story, private, settings};

const OFFICE: i64 = 15;

/// Somebody else is called Wang Fang too, and whoever comes first in the file is called as Sun's id.
fn alike() -> Settings {
    let mut settings = settings();
    for (id, name) in [("wang2", "Wang Fang"), ("chen", "Sun")] {
        let mut other = settings.people[2].clone();
        other.id = id.into();
        other.name = name.into();
        settings.people.push(other);
    }
    settings.people.rotate_right(1);
    settings
}

fn labels(story: &Story) -> Vec<String> {
    let shown = story.shown(private(OFFICE)).pop().unwrap().1;
    let buttons = shown.rows.into_iter().flatten();
    buttons.map(|button| button.label).collect()
}

#[test]
fn nobody_is_guessed_where_several_are_called_so() {
    let mut story = Story::with(alike());
    for (command, given) in [
        ("/people", "Wang Fang"),
        ("/invite", "wang f"),
        ("/selftest night", "wang fang"),
    ] {
        story.say(OFFICE, private(OFFICE), &format!("{command} {given}"));
        assert_eq!(
            story.newest(OFFICE),
            format!(
                "Several are called “{given}”: Wang Fang (wang), Wang Fang (wang2). \
                 Write the id in brackets instead."
            )
        );
    }
    story.say(OFFICE, private(OFFICE), "/people wang2");
    assert!(story.newest(OFFICE).starts_with("👤 Wang Fang (wang2)"));
    // An id goes before a name, also where the name comes first in the file.
    story.say(OFFICE, private(OFFICE), "/people sun");
    assert!(
        story.newest(OFFICE).starts_with("👤 Sun Min (sun)"),
        "{}",
        story.newest(OFFICE)
    );
}

#[test]
fn buttons_of_namesakes_have_the_id() {
    let mut story = Story::with(alike());
    story.say(OFFICE, private(OFFICE), "/people");
    let told = story.newest(OFFICE);
    assert!(told.contains("Wang Fang (wang): ○"), "{told}");
    assert!(told.contains("Wang Fang (wang2): ○"), "{told}");
    assert!(told.contains("\nZhao Jianguo: ✓"), "{told}");
    let buttons = labels(&story);
    assert!(
        buttons.contains(&"Wang Fang wang".to_owned()),
        "{buttons:?}"
    );
    assert!(
        buttons.contains(&"Wang Fang wang2".to_owned()),
        "{buttons:?}"
    );
    story.say(OFFICE, private(OFFICE), "/invite");
    let buttons = labels(&story);
    assert_eq!(buttons, ["Sun", "Wang Fang wang", "Wang Fang wang2"]);
}
