//! The configuration's text: the example or a plain one, with the people and groups that came.

use std::fmt::Write as _;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::settings::Language;
use dutybell_core::state::people_toml;

use super::Base;
use super::meet::Met;

/// The town's example.
const TOWN: &str = include_str!("../../config/dutybell.toml");

/// What stands around the people, groups and roles where no example is asked for.
const HEAD: &str = include_str!("plain_head.toml");
const TAIL: &str = include_str!("plain_tail.toml");

/// The line of either text that stands where no proxy is needed.
const NO_PROXY: &str =
    "# proxy = \"socks5://127.0.0.1:1080\"      # where Telegram can't be reached directly (代理)";

/// The text of the file; the first of the people is the administrator.
pub(super) fn configuration(
    met: &Met,
    base: Option<Base>,
    language: Language,
    proxy: Option<&str>,
) -> String {
    let word = match language {
        Language::Zh => "zh",
        Language::En => "en",
    };
    let text = match base {
        Some(_) => town(met).replacen("language = \"zh\"", &format!("language = \"{word}\""), 1),
        None => plain(met, word),
    };
    match proxy {
        Some(proxy) => text.replacen(NO_PROXY, &format!("proxy = {}", quote(proxy)), 1),
        None => text,
    }
}

fn plain(met: &Met, language: &str) -> String {
    let mut text = HEAD.replace("{language}", language);
    let ids = ids(met, &[]);
    for (index, ((user, name), id)) in met.people.iter().zip(&ids).enumerate() {
        person(&mut text, id, name, *user, index == 0);
    }
    text.push_str("\n# Groups (群组): reports are taken and incidents shown here.\n");
    for (index, (chat, _)) in met.groups.iter().enumerate() {
        group(&mut text, &group_id(index), *chat);
    }
    let quoted = |ids: &[String]| {
        let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        quoted.join(", ")
    };
    text.push_str(
        &TAIL
            .replace("{commander}", &quoted(&ids[..ids.len().min(1)]))
            .replace("{everybody}", &quoted(&ids)),
    );
    text
}

fn person(text: &mut String, id: &str, name: &str, user: TelegramUser, admin: bool) {
    // Writing to a String can't fail.
    let _ = write!(
        text,
        "\n[[people]]\nid = \"{id}\"\nname = {}\ntelegram = {user}\n# phone = \"+86 138 0000 0000\"\n",
        quote(name)
    );
    if admin {
        text.push_str("admin = true\n");
    }
}

fn group(text: &mut String, id: &str, chat: TelegramChat) {
    let _ = write!(
        text,
        "\n[[chats]]\nid = \"{id}\"\ntelegram = {chat}\nreports = true\nannounce = true\n"
    );
}

fn group_id(index: usize) -> String {
    match index {
        0 => "town".to_owned(),
        index => format!("group{}", index + 1),
    }
}

/// A text as TOML writes it, whatever somebody calls himself: nobody's name needs control characters.
fn quote(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    people_toml::quoted(&clean)
}

/// Ids from Latin names, else counted; none is in use already.
fn ids(met: &Met, taken: &[&str]) -> Vec<String> {
    const LONGEST: usize = 24;
    // Roles share the name space.
    let mut ids: Vec<String> = Vec::new();
    for (_, name) in &met.people {
        let first = name.split_whitespace().next().unwrap_or_default();
        let plain = first.chars().all(|c| c.is_ascii_alphanumeric());
        let stem = if plain && !first.is_empty() && first.len() <= LONGEST {
            first.to_ascii_lowercase()
        } else {
            "person".to_owned()
        };
        let free = |id: &String| {
            !ids.contains(id) && !taken.contains(&id.as_str()) && !RESERVED.contains(&id.as_str())
        };
        let id = std::iter::once(stem.clone())
            .filter(|id| id != "person")
            .chain((1..).map(|n| format!("{stem}{n}")))
            .find(free);
        ids.extend(id);
    }
    ids
}

/// Ids of roles in either text.
const RESERVED: [&str; 8] = [
    "commander",
    "deputy",
    "duty",
    "duty_officer",
    "duty_leader",
    "command_group",
    "patrol",
    "everybody",
];

/// The example with whoever came in the places of its people, in its order. Its other people stay
/// without an account, to be renamed and invited; no made-up number stays in force.
fn town(met: &Met) -> String {
    let mut text = String::new();
    let (mut people, mut groups) = (met.people.iter(), met.groups.iter());
    let mut section = Section::Other;
    let mut last_person = 0;
    for line in TOWN.lines() {
        if line.starts_with("[[people]]") {
            section = Section::Person(people.next(), last_person == 0);
            last_person = 1;
        } else if line.starts_with("[[chats]]") {
            section = Section::Chat(groups.next());
            if matches!(section, Section::Chat(None)) {
                continue;
            }
        } else if line.starts_with("# ----") || line.starts_with('[') {
            if line.starts_with("# ---- Chats") {
                add_people(&mut text, people.by_ref(), met);
            } else if line.starts_with("# ---- Roles") {
                for (index, (chat, _)) in groups.by_ref().enumerate() {
                    group(&mut text, &group_id(index + 2), *chat);
                }
                text.push('\n');
            }
            section = Section::Other;
        }
        if let Some(line) = section.line(line) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// People for whom the example has no place.
fn add_people<'a>(
    text: &mut String,
    people: impl Iterator<Item = &'a (TelegramUser, String)>,
    met: &Met,
) {
    let taken: Vec<&str> = TOWN
        .lines()
        .filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'))
        .collect();
    let ids = ids(met, &taken);
    for (user, name) in people {
        let known = met.people.iter().zip(&ids);
        let id = known
            .filter(|((other, _), _)| other == user)
            .map(|(_, id)| id);
        for id in id {
            person(text, id, name, *user, false);
        }
    }
    text.push('\n');
}

/// Where in the example a line stands, and who takes its place.
enum Section<'a> {
    Other,
    Person(Option<&'a (TelegramUser, String)>, bool),
    Chat(Option<&'a (TelegramChat, String)>),
}

impl Section<'_> {
    fn line(&self, line: &str) -> Option<String> {
        let key = line.split(" = ").next().unwrap_or_default();
        match (self, key) {
            (Self::Other, "duty_phone") => Some(format!("# {line}")),
            // Some of the example have no account: the line comes with the name.
            (Self::Person(Some((user, name)), _), "name") => {
                Some(format!("name = {}\ntelegram = {user}", quote(name)))
            }
            (Self::Person(Some(_), _), "phone") => {
                Some("# phone = \"+86 138 0000 0000\"".to_owned())
            }
            (Self::Person(Some(_), _), "telegram" | "language") => None,
            (Self::Person(None, _), "name") => {
                Some(format!("{line}  # example: rename, then /invite"))
            }
            (Self::Person(None, _), "phone") => Some(format!("# {line}")),
            (Self::Person(None, _), "telegram") => None,
            (Self::Person(_, first), "admin") => first.then(|| line.to_owned()),
            (Self::Chat(Some((chat, _))), "telegram") => Some(format!("telegram = {chat}")),
            (Self::Chat(None), "id" | "telegram" | "reports" | "announce") => None,
            _ => Some(line.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::config;

    fn met(people: &[String], groups: usize) -> Met {
        Met {
            groups: (1..)
                .take(groups)
                .map(|n| (TelegramChat(-n), format!("G{n}")))
                .collect(),
            people: (1..)
                .zip(people)
                .map(|(n, name)| (TelegramUser(5000 + n), name.clone()))
                .collect(),
            ..Met::default()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn whoever_comes_the_file_is_good(
            people in proptest::collection::vec("[a-zA-Z \"\\\\赵#'=.]{0,12}x", 1..12),
            groups in 1usize..4,
            town: bool,
            proxy in proptest::option::of("socks5://[a-z\"']{0,4}:[a-z]{0,4}@[a-z]{1,9}:1080"),
        ) {
            let met = met(&people, groups);
            let base = town.then_some(Base::Town);
            let text = configuration(&met, base, Language::En, proxy.as_deref());
            let config = match config::parse(&text, Path::new("")) {
                Ok(config) => config,
                Err(problems) => return Err(TestCaseError::fail(format!("{problems:?}\n{text}"))),
            };
            let bound = config.settings.people.iter().filter(|p| p.telegram.is_some()).count();
            prop_assert_eq!(bound, people.len());
            prop_assert_eq!(config.settings.chats.len(), groups);
            let through = config.telegram.proxy.as_ref().map(|proxy| proxy.expose_secret());
            prop_assert_eq!(through, proxy.as_deref());
            // The image's HEALTHCHECK asks there.
            prop_assert!(config.http_listen.is_some());
            let administrators: Vec<_> = config.settings.administrators().collect();
            prop_assert_eq!(administrators.len(), 1);
            prop_assert_eq!(administrators[0].telegram, Some(TelegramUser(5001)));
            prop_assert_eq!(administrators[0].name.trim(), people[0].trim());
        }
    }
}
