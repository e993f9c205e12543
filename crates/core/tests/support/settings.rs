//! The town that the core's tests play in.

use std::time::Duration;

use dutybell_core::ids::TelegramUser;
use dutybell_core::settings::{
    Category, Chat, EvidenceLimits, Language, Person, Policy, Role, RoleMembers, SelfTest,
    SendLimits, Settings, Severity, Step, Target,
};

use super::TOWN;

const MINUTE: Duration = Duration::from_secs(60);

pub(crate) fn settings() -> Settings {
    let person = |id: &str, name: &str, telegram: Option<i64>| Person {
        id: id.into(),
        name: name.into(),
        telegram: telegram.map(TelegramUser),
        phone: Some(format!("+86 138 0000 {:04}", telegram.unwrap_or(0))),
        language: Some(Language::En),
        admin: id == "office",
        gone: false,
    };
    let role = |id: &str, name: &str, people: &[&str]| Role {
        id: id.into(),
        name: name.into(),
        members: RoleMembers::People(people.iter().map(|id| (*id).into()).collect()),
    };
    let step = |targets: &[&str], minutes: u32, again: Option<Duration>| Step {
        page: targets
            .iter()
            .map(|id| Target::Role((*id).into()))
            .collect(),
        wait: MINUTE * minutes,
        again,
    };
    let severity = |id: &str| Severity {
        id: id.into(),
        name: id.into(),
        aliases: Vec::new(),
        default: false,
    };
    Settings {
        timezone: chrono_tz::Asia::Shanghai,
        language: Language::En,
        duty_phone: Some("+86 138 0000 0000".into()),
        public_url: None,
        people: vec![
            person("zhao", "Zhao Jianguo", Some(11)),
            person("sun", "Sun Min", Some(12)),
            person("wang", "Wang Fang", None),
            person("li", "Li Qiang", Some(14)),
            person("office", "Town office", Some(15)),
        ],
        chats: vec![Chat {
            id: "town".into(),
            telegram: TOWN,
            reports: true,
            announce: true,
            offer: true,
            language: None,
        }],
        roles: vec![
            role("commander", "Commander", &["zhao"]),
            role("deputy", "Deputy", &["sun", "wang"]),
        ],
        severities: vec![
            severity("I"),
            severity("II"),
            severity("III"),
            severity("IV"),
        ],
        categories: vec![Category {
            id: "fire".into(),
            name: "Fire".into(),
            keywords: vec!["fire".into(), "smoke".into()],
            severity: Some("II".into()),
        }],
        policies: vec![
            Policy {
                id: "major".into(),
                severities: vec!["I".into(), "II".into()],
                categories: Vec::new(),
                steps: vec![
                    step(&["commander"], 3, Some(MINUTE)),
                    step(&["deputy"], 5, None),
                ],
                repeat: 1,
                ack_timeout: Some(MINUTE * 30),
            },
            Policy {
                id: "rest".into(),
                severities: Vec::new(),
                categories: Vec::new(),
                steps: vec![step(&["deputy"], 5, None)],
                repeat: 0,
                ack_timeout: None,
            },
        ],
        musters: Vec::new(),
        rosters: Vec::new(),
        special_periods: Vec::new(),
        holidays: std::sync::Arc::default(),
        presence: Vec::new(),
        prompts: Vec::new(),
        ledger: dutybell_core::settings::Ledger::default(),
        selftest: SelfTest {
            morning: None,
            ..SelfTest::default()
        },
        limits: SendLimits {
            overall_per_second: 10_000,
            chat_per_second: 10_000,
            group_per_minute: 10_000,
        },
        evidence: EvidenceLimits::default(),
    }
}
