//! The demo's people and group, as the sandbox needs them: they follow from the configuration.

use std::net::SocketAddr;

use dutybell_core::settings::{self, Language, RoleMembers, Settings};
use dutybell_sandbox::model::{Bot, Group, Person, Town};
use dutybell_sandbox::{Keep, Setup};
use serde_json::{Map, Value, json};

/// How many times as fast as real time the page may let time run.
const PACES: [u32; 7] = [1, 2, 5, 10, 20, 30, 60];

/// A sandbox with everybody of the configuration, all of whom have pressed Start.
pub(super) fn setup(
    listen: SocketAddr,
    settings: &Settings,
    token: &str,
    language: Language,
    keep: Keep,
) -> Setup {
    let (tag, bot, group) = match language {
        Language::En => ("en", "Dutybell", "Town emergency"),
        Language::Zh => ("zh", "值班铃", "东镇应急"),
    };
    let people: Vec<Person> = settings
        .people
        .iter()
        .filter_map(|person| Some((person.telegram?, &person.name)))
        .map(|(user, name)| Person::new(user.0, name).speaking(tag).started())
        .collect();
    let members: Vec<_> = people.iter().map(|person| person.id).collect();
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
        language: tag.to_owned(),
        timezone: Some(settings.timezone.name().to_owned()),
        keep: Some(keep),
        paces: PACES.to_vec(),
        ..Setup::default()
    }
}

/// Under which id somebody stands in the record and, where he has roles, who he is: for the head of
/// his phone. The names of roles are in the town's own language; their ids are English words.
pub(super) fn captions(settings: &Settings) -> Value {
    let caption = |person: &settings::Person| {
        let mut caption = json!({ "id": person.id });
        let roles = settings.roles.iter().filter(|role| {
            matches!(&role.members, RoleMembers::People(members) if members.contains(&person.id))
        });
        let roles: Vec<_> = roles
            .map(|role| (role.name.clone(), role.id.as_str().replace('_', " ")))
            .collect();
        if !roles.is_empty() {
            let (names, words): (Vec<_>, Vec<_>) = roles.into_iter().unzip();
            caption["zh"] = json!(names.join(" · "));
            caption["en"] = json!(words.join(" · "));
        }
        Some((person.telegram?.to_string(), caption))
    };
    let captions: Map<_, _> = settings.people.iter().filter_map(caption).collect();
    Value::Object(captions)
}

/// What an English town is called otherwise. Keywords stay: a town understands both languages.
const ENGLISH: [(&str, &str); 23] = [
    ("language = \"zh\"", "language = \"en\""),
    ("name = \"李强\"", "name = \"Li Qiang\""),
    ("name = \"赵建国\"", "name = \"Zhao Jianguo\""),
    ("name = \"孙敏\"", "name = \"Sun Min\""),
    ("name = \"陈玥\"", "name = \"Chen Yue\""),
    ("name = \"王芳\"", "name = \"Wang Fang\""),
    ("name = \"总指挥\"", "name = \"Commander\""),
    ("name = \"副指挥\"", "name = \"Deputy\""),
    ("name = \"值班室\"", "name = \"Duty office\""),
    ("name = \"特别重大\"", "name = \"Extraordinary\""),
    ("name = \"重大\"", "name = \"Major\""),
    ("name = \"较大\"", "name = \"Serious\""),
    ("name = \"一般\"", "name = \"Ordinary\""),
    ("name = \"火灾\"", "name = \"Fire\""),
    ("name = \"汛情\"", "name = \"Flood\""),
    ("name = \"交通事故\"", "name = \"Road accident\""),
    ("name = \"镇政府值班室\"", "name = \"Town office\""),
    ("name = \"东片\"", "name = \"East side\""),
    ("name = \"西片\"", "name = \"West side\""),
    ("name = \"矛盾纠纷排查\"", "name = \"Dispute screening\""),
    (
        "onward_to = \"镇司法所\"",
        "onward_to = \"Judicial office\"",
    ),
    (
        "places = [\"东村\", \"西村\"]",
        "places = [\"East village\", \"West village\"]",
    ),
    ("bodies = [\"镇司法所\"]", "bodies = [\"Judicial office\"]"),
];

/// The town of the configuration with English names.
pub(super) fn in_english(town: &str) -> String {
    let named = |text: String, (chinese, english): (&str, &str)| text.replacen(chinese, english, 1);
    ENGLISH.into_iter().fold(town.to_owned(), named)
}

/// Hours from one handover to the next.
const SHIFT_HOURS: u32 = 4;

/// The town with its handovers at other hours: first as it suits whoever starts at this local hour, with
/// three to four hours before a shift begins, so that nothing of it comes into his first incident; then
/// in every other way in which an earlier demo may have been started.
pub(super) fn towns(town: &str, hour: u32) -> Vec<String> {
    let offsets = (0..SHIFT_HOURS).map(|offset| (hour + offset) % SHIFT_HOURS);
    let shifts = |offset| -> String {
        let begins = (offset..24).step_by(SHIFT_HOURS as usize);
        let begins: Vec<String> = begins.map(|hour| format!("\"{hour:02}:00\"")).collect();
        format!("shifts = [{}]", begins.join(", "))
    };
    offsets
        .map(|offset| town.replacen(&shifts(0), &shifts(offset), 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{TOWN, settings};
    use super::*;
    use chrono::Timelike as _;
    use dutybell_core::state::roster::Rosters;
    use dutybell_core::time::At;

    #[test]
    fn no_shift_begins_in_the_first_three_hours_whenever_somebody_starts() {
        let hour = std::time::Duration::from_secs(3_600);
        for minute in (0..24 * 60).step_by(15) {
            let now = At(1_772_000_000_000 + minute * 60_000);
            for text in [TOWN.to_owned(), in_english(TOWN)] {
                let zone = settings(&text, std::path::Path::new("")).unwrap().timezone;
                let towns = towns(&text, now.utc().with_timezone(&zone).hour());
                assert_eq!(towns.len(), 4);
                let settings = settings(&towns[0], std::path::Path::new("")).unwrap();
                let rosters = Rosters::of(&settings, &[]);
                let next = rosters.next_after(&settings.rosters[0].id, now).unwrap();
                let left = next.from.since(now);
                assert!(left >= 3 * hour && left <= 4 * hour, "{left:?} at {now:?}");
                assert!(rosters.shift_at(&settings.rosters[0].id, now).is_some());
            }
        }
    }

    #[test]
    fn everybody_has_a_name_in_the_record_and_the_names_of_his_roles() {
        let Ok(config) = crate::config::parse(TOWN, std::path::Path::new("")) else {
            panic!("the town's configuration");
        };
        let captions = captions(&config.settings);
        assert_eq!(captions.as_object().map(Map::len), Some(5));
        let east = json!({ "id": "li", "zh": "东片", "en": "east side" });
        assert_eq!(captions["1001"], east);
        let both = json!({ "id": "chen", "zh": "值班室 · 西片", "en": "office · west side" });
        assert_eq!(captions["1004"], both);
        let deputy = json!({ "id": "sun", "zh": "副指挥", "en": "deputy" });
        assert_eq!(captions["1003"], deputy);
    }

    #[test]
    fn every_name_of_the_english_town_is_english() {
        let english = in_english(TOWN);
        let both = ["keywords = ", "aliases = ", "#"];
        let named = |line: &&str| both.iter().all(|begin| !line.starts_with(begin));
        for line in english.lines().filter(named) {
            assert!(line.is_ascii(), "{line}");
        }
        assert!(english.contains("language = \"en\""));
    }
}
