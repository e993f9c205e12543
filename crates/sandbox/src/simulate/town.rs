//! The town of the simulation: who is there, who is paged, what Telegram knows of them.

use std::fmt;
use std::time::Duration;

use chrono::NaiveDate;
use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::settings::{
    Category, Chat, EvidenceLimits, Language, Person, Policy, Presence, Role, RoleMembers, Roster,
    Rotation, SelfTest, SendLimits, Settings, Severity, Step, Target,
};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::time::At;

use super::asked;
use crate::model::{ChatKind, Group, Limits, Logs, Person as Phone, Telegram, Town};

/// 2026-11-24 00:10 in Shanghai.
pub(crate) const START: At = At(1_795_450_200_000);

const MINUTE: Duration = Duration::from_secs(60);

/// Somebody in town.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Commander.
    Zhao,
    /// Deputy.
    Sun,
    /// Deputy who never pressed Start.
    Wang,
    /// Takes turns on duty.
    Li,
    /// Takes turns on duty.
    Qian,
    /// Administrator, and of the command group.
    Chen,
    /// Of the command group.
    He,
    /// In the group, not in the configuration.
    Guest,
    /// Neither in the group nor in the configuration.
    Stranger,
}

impl Who {
    /// Everybody with a phone.
    pub const ALL: [Self; 9] = [
        Self::Zhao,
        Self::Sun,
        Self::Wang,
        Self::Li,
        Self::Qian,
        Self::Chen,
        Self::He,
        Self::Guest,
        Self::Stranger,
    ];

    /// Everybody in the configuration who has a phone.
    pub const STAFF: [Self; 7] = [
        Self::Zhao,
        Self::Sun,
        Self::Wang,
        Self::Li,
        Self::Qian,
        Self::Chen,
        Self::He,
    ];

    /// Those whom the screening's `ask` or `escalate` names: they keep the ledger.
    pub const KEEPERS: [Self; 4] = [Self::Zhao, Self::Sun, Self::Qian, Self::He];

    /// The Telegram user.
    pub fn user(self) -> TelegramUser {
        TelegramUser(1001 + self as i64)
    }

    /// Whoever has this user.
    pub fn of(user: TelegramUser) -> Option<Self> {
        Self::ALL.into_iter().find(|who| who.user() == user)
    }

    /// Id in the configuration and name in a plan.
    pub fn id(self) -> &'static str {
        match self {
            Self::Zhao => "zhao",
            Self::Sun => "sun",
            Self::Wang => "wang",
            Self::Li => "li",
            Self::Qian => "qian",
            Self::Chen => "chen",
            Self::He => "he",
            Self::Guest => "guest",
            Self::Stranger => "stranger",
        }
    }

    /// Whether this person keeps the ledger.
    pub fn keeps_ledger(self) -> bool {
        Self::KEEPERS.contains(&self)
    }

    /// Whether the configuration names this person.
    pub fn is_configured(self) -> bool {
        Self::STAFF.contains(&self)
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Where something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// With the bot alone.
    Private,
    /// A small group that can grow up; takes reports.
    Town,
    /// A supergroup in which cards are posted and no reports taken.
    Hall,
}

impl Place {
    /// The groups.
    pub const GROUPS: [Self; 2] = [Self::Town, Self::Hall];

    /// The chat as it is configured.
    pub fn configured(self, who: Who) -> TelegramChat {
        match self {
            Self::Private => who.user().private_chat(),
            Self::Town => TelegramChat(-500),
            Self::Hall => TelegramChat(-1_001_000_000_002),
        }
    }
}

/// What the town's group becomes.
pub(crate) const GROWN_TOWN: TelegramChat = TelegramChat(-1_001_000_000_001);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Private => "the bot",
            Self::Town => "town",
            Self::Hall => "hall",
        })
    }
}

/// What differs between the configurations of two seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Rounds after the first.
    pub repeat: u32,
    /// Minutes after which the first step rings anew.
    pub again: Option<u32>,
    /// Minutes without an update after which the one who acknowledged is asked.
    pub ack_timeout: Option<u32>,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "repeat {}", self.repeat)?;
        if let Some(minutes) = self.again {
            write!(f, ", rings again after {minutes} min")?;
        }
        if let Some(minutes) = self.ack_timeout {
            write!(f, ", asks after {minutes} min of silence")?;
        }
        Ok(())
    }
}

/// The configuration.
pub(crate) fn settings(shape: Shape) -> Settings {
    Settings {
        timezone: chrono_tz::Asia::Shanghai,
        language: Language::En,
        duty_phone: Some("+86 138 0000 0000".into()),
        public_url: None,
        people: people(),
        chats: vec![
            chat("town", Place::Town, true),
            chat("hall", Place::Hall, false),
        ],
        roles: vec![
            role("commander", &["zhao"]),
            role("deputy", &["sun", "wang", "zhou"]),
            role("command_group", &["he", "chen", "zhao"]),
            role("nobody", &[]),
            role("mediator_east", &["he", "sun"]),
            role("mediator_west", &["qian"]),
            role("judicial", &["zhao"]),
            Role {
                id: "duty_officer".into(),
                name: "Duty officer".into(),
                members: RoleMembers::Roster("office".into()),
            },
        ],
        severities: ["I", "II", "III", "IV"].map(severity).into(),
        categories: vec![
            category("fire", &["fire", "smoke", "着火"], Some("II")),
            category("flood", &["flood", "water", "积水"], Some("III")),
            category("quarrel", &["quarrel", "打架"], None),
        ],
        policies: policies(shape),
        musters: Vec::new(),
        rosters: NaiveDate::from_ymd_opt(2026, 11, 1)
            .into_iter()
            .map(office)
            .collect(),
        special_periods: Vec::new(),
        holidays: std::sync::Arc::default(),
        presence: Schedule::cron("0 0,30 * * * *")
            .into_iter()
            .map(watch)
            .collect(),
        prompts: asked::prompts(),
        ledger: asked::ledger(),
        // A town that rests has nothing before it: a morning would never let it.
        selftest: SelfTest {
            morning: None,
            ..SelfTest::default()
        },
        limits: SendLimits::default(),
        evidence: EvidenceLimits::default(),
    }
}

/// Whoever is on duty in the office is asked for one tap.
fn watch(schedule: Schedule) -> Presence {
    Presence {
        id: "watch".into(),
        name: None,
        schedule,
        roster: "office".into(),
        within: MINUTE * 10,
        escalate: Vec::new(),
    }
}

fn people() -> Vec<Person> {
    let mut people: Vec<Person> = Who::STAFF
        .into_iter()
        .map(|who| Person {
            id: who.id().into(),
            name: format!("{} {}", who.id(), "Jianguo"),
            telegram: Some(who.user()),
            phone: Some(format!("+86 138 0000 {:04}", who.user().0)),
            language: Some(if who.user().0 % 2 == 0 {
                Language::Zh
            } else {
                Language::En
            }),
            admin: who == Who::Chen,
            gone: false,
        })
        .collect();
    people.push(Person {
        id: "zhou".into(),
        name: "zhou without Telegram".into(),
        telegram: None,
        phone: None,
        language: None,
        admin: false,
        gone: false,
    });
    people
}

fn chat(id: &str, place: Place, reports: bool) -> Chat {
    Chat {
        id: id.into(),
        // Groups don't depend on who asks.
        telegram: place.configured(Who::Zhao),
        reports,
        announce: true,
        offer: true,
        language: None,
    }
}

fn role(id: &str, people: &[&str]) -> Role {
    Role {
        id: id.into(),
        name: id.replace('_', " "),
        members: RoleMembers::People(people.iter().map(|id| (*id).into()).collect()),
    }
}

fn severity(id: &str) -> Severity {
    Severity {
        id: id.into(),
        name: id.into(),
        aliases: Vec::new(),
        default: false,
    }
}

fn category(id: &str, keywords: &[&str], severity: Option<&str>) -> Category {
    Category {
        id: id.into(),
        name: id.into(),
        keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
        severity: severity.map(Into::into),
    }
}

fn office(start: NaiveDate) -> Roster {
    Roster {
        id: "office".into(),
        name: "Office".into(),
        turns: vec![vec!["li".into()], vec!["qian".into()]],
        start,
        handover: chrono::NaiveTime::MIN + Duration::from_secs(8 * 3600),
        rotation: Rotation::Shifts(
            [0, 4, 8, 12, 16, 20]
                .map(|hour| chrono::NaiveTime::MIN + Duration::from_secs(hour * 3600))
                .into(),
        ),
        patrol: false,
        asks: dutybell_core::settings::Asks::default(),
    }
}

fn policies(shape: Shape) -> Vec<Policy> {
    let step = |roles: &[&str], minutes: u32, again: Option<u32>| Step {
        page: roles.iter().map(|id| Target::Role((*id).into())).collect(),
        wait: MINUTE * minutes,
        again: again.map(|minutes| MINUTE * minutes),
    };
    let ack_timeout = shape.ack_timeout.map(|minutes| MINUTE * minutes);
    vec![
        Policy {
            id: "major".into(),
            severities: vec!["I".into(), "II".into()],
            categories: Vec::new(),
            steps: vec![
                step(&["duty_officer", "commander"], 3, shape.again),
                step(&["deputy"], 5, None),
                step(&["command_group"], 10, None),
            ],
            repeat: shape.repeat,
            ack_timeout,
        },
        Policy {
            id: "water".into(),
            severities: Vec::new(),
            categories: vec!["flood".into()],
            steps: vec![step(&["nobody"], 5, None), step(&["deputy"], 4, Some(2))],
            repeat: shape.repeat.min(1),
            ack_timeout,
        },
        Policy {
            id: "rest".into(),
            severities: Vec::new(),
            categories: Vec::new(),
            steps: vec![step(&["duty_officer"], 5, None)],
            repeat: 0,
            ack_timeout: None,
        },
    ]
}

/// Telegram as it is before anything happens.
pub(crate) fn telegram() -> Telegram {
    let phones = Who::ALL
        .into_iter()
        .map(|who| {
            let phone = Phone::new(who.user().0, format!("{} Jianguo", who.id()));
            match who {
                Who::Wang | Who::Guest | Who::Stranger => phone,
                _ => phone.started(),
            }
        })
        .collect();
    let members = Who::ALL
        .into_iter()
        .filter(|who| *who != Who::Stranger)
        .map(Who::user);
    Telegram::new(Town {
        people: phones,
        groups: vec![
            Group {
                kind: ChatKind::Group,
                ..Group::new(Place::Town.configured(Who::Zhao).0, "Town", members.clone())
            },
            Group::new(Place::Hall.configured(Who::Zhao).0, "Hall", members),
        ],
        limits: Limits::telegram(),
        logs: Logs {
            calls: 0,
            transcript: 4_000,
        },
        ..Town::default()
    })
}
