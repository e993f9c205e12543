//! What was changed in chat, over the file and over time.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::ids::{PersonId, RoleId, TelegramUser};
use dutybell_core::settings::{RoleMembers, Settings};
use dutybell_core::state::change::Change;
use dutybell_core::state::overlay::{Aspect, Overlay};
use dutybell_core::state::people_toml;
use proptest::prelude::*;
use support::settings;

fn over(changes: &[Change], file: &Settings) -> Settings {
    let mut overlay = Overlay::default();
    changes.iter().for_each(|change| overlay.apply(change));
    overlay.over(file)
}

fn members(settings: &Settings, role: &str) -> Vec<String> {
    match &settings.role(&role.into()).unwrap().members {
        RoleMembers::People(people) => people.iter().map(ToString::to_string).collect(),
        RoleMembers::Roster(_) => panic!("no list"),
    }
}

fn bound(person: &str, user: i64) -> Change {
    Change::Bound {
        person: person.into(),
        user: TelegramUser(user),
        name: "as Telegram has it".into(),
    }
}

fn unbound(person: &str, user: i64) -> Change {
    Change::Unbound {
        person: person.into(),
        user: TelegramUser(user),
    }
}

fn put_in(person: &str, role: &str) -> Change {
    Change::PutIn {
        person: person.into(),
        role: role.into(),
    }
}

#[test]
fn an_account_goes_from_one_person_to_another() {
    let file = settings();
    // Zhao's old phone is Wang's now.
    let now = over(&[unbound("zhao", 11), bound("wang", 11)], &file);
    assert_eq!(now.person(&"zhao".into()).unwrap().telegram, None);
    let owner = now.person_of(TelegramUser(11)).unwrap();
    assert_eq!(owner.id, "wang".into());
    // Without the first, the file's word stands.
    let now = over(&[bound("wang", 11)], &file);
    assert_eq!(now.person_of(TelegramUser(11)).unwrap().id, "zhao".into());
}

#[test]
fn who_has_left_is_in_no_role_and_comes_back_as_before() {
    let file = settings();
    let gone = Change::Gone {
        person: "sun".into(),
        user: Some(TelegramUser(12)),
    };
    let back = Change::Returned {
        person: "sun".into(),
    };
    let changes = [put_in("sun", "commander"), gone, back];
    let now = over(&changes[..2], &file);
    assert_eq!(members(&now, "deputy"), ["wang"]);
    assert_eq!(members(&now, "commander"), ["zhao"]);
    assert!(now.person_of(TelegramUser(12)).is_none());
    let now = over(&changes, &file);
    assert_eq!(members(&now, "deputy"), ["sun", "wang"]);
    assert_eq!(members(&now, "commander"), ["zhao", "sun"]);
    assert_eq!(now.person_of(TelegramUser(12)).unwrap().id, "sun".into());
    // An account that has become somebody else's meanwhile stays there.
    let [into, gone, back] = changes;
    let now = over(&[into, gone, bound("wang", 12), back], &file);
    assert_eq!(now.person_of(TelegramUser(12)).unwrap().id, "wang".into());
    assert_eq!(now.person(&"sun".into()).unwrap().telegram, None);
}

#[test]
fn what_the_file_says_by_now_falls_away_and_later_lines_of_it_count() {
    let mut file = settings();
    let mut overlay = Overlay::default();
    overlay.apply(&put_in("li", "commander"));
    overlay.apply(&bound("wang", 13));
    assert_eq!(overlay.in_file(&file), []);
    file.people[2].telegram = Some(TelegramUser(13));
    if let RoleMembers::People(people) = &mut file.roles[0].members {
        people.push("li".into());
    }
    let same = overlay.in_file(&file);
    assert_eq!(
        same,
        [
            (PersonId::new("li"), vec![Aspect::Role("commander".into())]),
            (PersonId::new("wang"), vec![Aspect::Account]),
        ]
    );
    for (person, what) in same {
        overlay.apply(&Change::InFile { person, what });
    }
    // Taken out of the file afterwards, it is not put in again from before.
    assert_eq!(members(&overlay.over(&settings()), "commander"), ["zhao"]);
    assert_eq!(overlay.in_file(&settings()), []);
}

#[test]
fn somebody_added_is_there_until_the_file_has_him() {
    let added = Change::Added {
        person: "wu".into(),
        name: "Wu \"Lei\"".into(),
        phone: Some("+86 1".into()),
    };
    let changes = [added, put_in("wu", "deputy")];
    let now = over(&changes, &settings());
    assert_eq!(members(&now, "deputy"), ["sun", "wang", "wu"]);
    let text = people_toml::text(&now);
    assert!(text.contains("id = \"wu\"\nname = \"Wu \\\"Lei\\\"\"\nphone = \"+86 1\""));
    assert!(text.contains("people = [\"sun\", \"wang\", \"wu\"]"));
}

proptest! {
    /// Whatever is changed in whatever order: one account is one person, roles name known people
    /// once, and who has left is in none.
    #[test]
    fn the_settings_in_force_are_sound(
        steps in proptest::collection::vec((0..9_u8, 0..6_usize, 0..6_usize, 0..2_usize), 0..30)
    ) {
        let file = settings();
        let people = ["zhao", "sun", "wang", "li", "office", "wu"];
        let roles = ["commander", "deputy"];
        let mut overlay = Overlay::default();
        for (kind, person, user, role) in steps {
            let person = PersonId::new(people[person]);
            let role = RoleId::new(roles[role]);
            let user = TelegramUser(10 + i64::try_from(user).unwrap());
            let now = overlay.over(&file);
            let has = now.person(&person).and_then(|person| person.telegram);
            let taken = now.person_of(user).is_some();
            overlay.apply(&match kind {
                // As `decide` has it: a free account, and a person without one.
                0 if has.is_some() || taken => continue,
                0 => Change::Bound { person, user, name: String::new() },
                1 => Change::Unbound { person, user },
                2 => Change::Added { person, name: "N".into(), phone: None },
                3 | 4 => Change::PutIn { person, role },
                5 => Change::TakenOut { person, role },
                6 => Change::Gone { person, user: has },
                7 => Change::Returned { person },
                _ => {
                    let same = overlay.in_file(&file).into_iter().next();
                    let Some((person, what)) = same else { continue };
                    let before = overlay.over(&file);
                    let change = Change::InFile { person, what };
                    overlay.apply(&change);
                    let after = overlay.over(&file);
                    prop_assert_eq!(format!("{before:?}"), format!("{after:?}"));
                    continue;
                }
            });
        }
        let now = overlay.over(&file);
        for role in roles {
            let members = members(&now, role);
            for member in &members {
                let known = now.person(&PersonId::new(&**member));
                prop_assert!(known.is_some_and(|person| !person.gone));
                prop_assert_eq!(members.iter().filter(|other| *other == member).count(), 1);
            }
        }
        for user in now.people.iter().filter_map(|person| person.telegram) {
            let owners = now.people.iter().filter(|p| p.telegram == Some(user)).count();
            prop_assert_eq!(owners, 1, "{} is several people", user);
        }
    }
}
