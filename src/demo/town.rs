//! The demo's people and group, as the sandbox needs them: they follow from the configuration.

use std::net::SocketAddr;

use dutybell_core::settings::Settings;
use dutybell_sandbox::Setup;
use dutybell_sandbox::model::{Bot, Group, Person, Town};

/// A sandbox with everybody of the configuration, all of whom have pressed Start.
pub(super) fn setup(listen: SocketAddr, settings: &Settings, token: &str, language: &str) -> Setup {
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
        ..Setup::default()
    }
}
