//! What the core takes for one report, without disk and network: decide, render, encode.
//!
//! `cargo bench --bench decide`

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dutybell_core::decide::BotSelf;
use dutybell_core::engine::{Engine, Input};
use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser, UpdateId};
use dutybell_core::incoming::{ChatMessage, ChatRef, Incoming, Sender};
use dutybell_core::render::words::Words;
use dutybell_core::settings::{
    Category, Chat, EvidenceLimits, Language, Person, Policy, Role, RoleMembers, SelfTest,
    SendLimits, Settings, Severity, Step, Target,
};
use dutybell_core::state::invite::Seed;
use dutybell_core::store::model::{Disk, ModelStore};
use dutybell_core::time::At;

const REPORTS: i64 = 2000;

fn settings() -> Settings {
    let severity = |id: &str| Severity {
        id: id.into(),
        name: id.into(),
        aliases: Vec::new(),
        default: false,
    };
    Settings {
        timezone: chrono_tz::Asia::Shanghai,
        language: Language::Zh,
        duty_phone: None,
        public_url: None,
        people: vec![Person {
            id: "zhao".into(),
            name: "赵建国".into(),
            telegram: Some(TelegramUser(11)),
            phone: Some("+86 138 0000 0001".into()),
            language: None,
            admin: true,
            gone: false,
        }],
        chats: vec![Chat {
            id: "town".into(),
            telegram: TelegramChat(-1001),
            reports: true,
            announce: true,
            offer: true,
            language: None,
        }],
        roles: vec![Role {
            id: "commander".into(),
            name: "总指挥".into(),
            members: RoleMembers::People(vec!["zhao".into()]),
        }],
        severities: ["I", "II", "III", "IV"].map(severity).into(),
        categories: vec![Category {
            id: "fire".into(),
            name: "火灾".into(),
            keywords: vec!["着火".into(), "fire".into()],
            severity: Some("II".into()),
        }],
        policies: vec![Policy {
            id: "all".into(),
            severities: Vec::new(),
            categories: Vec::new(),
            steps: vec![Step {
                page: vec![Target::Role("commander".into())],
                wait: Duration::from_secs(180),
                again: Some(Duration::from_secs(60)),
            }],
            repeat: 2,
            ack_timeout: Some(Duration::from_secs(1800)),
        }],
        musters: Vec::new(),
        rosters: Vec::new(),
        special_periods: Vec::new(),
        holidays: std::sync::Arc::default(),
        presence: Vec::new(),
        prompts: Vec::new(),
        ledger: dutybell_core::settings::Ledger::default(),
        selftest: SelfTest::default(),
        limits: SendLimits::default(),
        evidence: EvidenceLimits::default(),
    }
}

fn report(id: i64) -> Input {
    Input::Update {
        id: UpdateId(id),
        incoming: Incoming::Message(ChatMessage {
            chat: ChatRef {
                id: TelegramChat(-1001),
                private: false,
                title: String::new(),
            },
            id: MessageId(id),
            from: Some(Sender {
                id: TelegramUser(11),
                name: "赵建国".into(),
                bot: false,
                language: None,
            }),
            text: "/report 东风路12号三楼着火，有人被困".into(),
            attachments: Vec::new(),
            contact: None,
            album: None,
            reply_to: None,
            forwarded: false,
        }),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "measuring is what a bench is for"
)]
#[expect(clippy::expect_used, reason = "a bench that can't go on says so")]
fn main() {
    let disk = Disk::default();
    let mut store = ModelStore::open(&disk).expect("a new disk opens");
    let bot = BotSelf {
        id: TelegramUser(1),
        username: "duty_bot".into(),
    };
    let words = Arc::new(Words::new());
    let now = At(1_795_457_460_000);
    let (mut engine, _) = Engine::load(
        &mut store,
        Arc::new(settings()),
        words,
        bot,
        Seed::new([0; 32]),
        now,
    )
    .expect("an empty store loads");
    let start = Instant::now();
    let mut bytes = 0;
    for id in 1..=REPORTS {
        engine
            .handle(&report(id), now, &store)
            .expect("a report is decided");
        let commit = black_box(engine.take()).expect("a report is stored");
        bytes += commit
            .batch
            .rows
            .iter()
            .map(|row| row.value.len())
            .sum::<usize>();
        bytes += commit
            .batch
            .events
            .iter()
            .map(|event| event.value.len())
            .sum::<usize>();
        bytes += commit
            .batch
            .state
            .iter()
            .filter_map(|write| write.value.as_ref())
            .map(Vec::len)
            .sum::<usize>();
    }
    let each = start.elapsed() / u32::try_from(REPORTS).unwrap_or(1);
    println!(
        "one report: {each:?}, {} bytes stored",
        bytes as i64 / REPORTS
    );
}
