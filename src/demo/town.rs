//! The demo's people and group, as the sandbox needs them: they follow from the configuration.

use std::net::SocketAddr;

use dutybell_core::settings::{RoleMembers, Settings};
use dutybell_sandbox::model::{Bot, Group, Person, Town};
use dutybell_sandbox::{Keep, Setup};
use serde_json::{Map, Value, json};

/// A sandbox with everybody of the configuration, all of whom have pressed Start.
pub(super) fn setup(
    listen: SocketAddr,
    settings: &Settings,
    token: &str,
    language: &str,
    keep: Keep,
) -> Setup {
    let people: Vec<Person> = settings
        .people
        .iter()
        .filter_map(|person| Some((person.telegram?, &person.name)))
        .map(|(user, name)| Person::new(user.0, name).speaking(language).started())
        .collect();
    let members: Vec<_> = people.iter().map(|person| person.id).collect();
    let (bot, group) = match language {
        "en" => ("Dutybell", "Town emergency"),
        _ => ("值班铃", "东镇应急"),
    };
    let groups = settings
        .chats
        .iter()
        .map(|chat| Group::new(chat.telegram.0, group, members.iter().copied()))
        .collect();
    Setup {
        listen,
        town: Town {
            bot: Bot {
                name: bot.to_owned(),
                username: "dutybell_demo_bot".to_owned(),
                token: token.to_owned(),
                ..Bot::default()
            },
            people,
            groups,
            ..Town::default()
        },
        language: language.to_owned(),
        timezone: Some(settings.timezone.name().to_owned()),
        keep: Some(keep),
        ..Setup::default()
    }
}

/// Who somebody is, for the head of the phone. The names of roles are in the town's own language;
/// their ids are English words.
pub(super) fn captions(settings: &Settings) -> Value {
    let mut captions = Map::new();
    for role in &settings.roles {
        let RoleMembers::People(members) = &role.members else {
            continue;
        };
        for person in settings.people.iter().filter(|it| members.contains(&it.id)) {
            if let Some(user) = person.telegram {
                let caption = json!({ "zh": role.name, "en": role.id });
                captions.insert(user.to_string(), caption);
            }
        }
    }
    Value::Object(captions)
}
