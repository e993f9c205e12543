//! Who lives in the town, and the configuration that says so.

use std::fmt::Write as _;
use std::time::Duration;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::time::At;
use dutybell_sandbox::Setup;
use dutybell_sandbox::model::{Bot, ChatKind, Group, Limits, Person, Town as Telegram};

/// The town's group: reports are taken and announced here.
pub(crate) const GROUP: TelegramChat = TelegramChat(-1_001_000_000_001);
/// A group that the configuration does not name.
pub(crate) const ELSEWHERE: TelegramChat = TelegramChat(-1_001_000_000_009);
/// The bot's token.
pub(crate) const TOKEN: &str = "7000000001:sandbox";

/// Somebody of the configuration: id, Telegram user, name.
const CONFIGURED: [(&str, i64, &str); 6] = [
    ("zhao", 1001, "Zhao Jianguo"),
    ("sun", 1002, "Sun Min"),
    ("chen", 1003, "Chen Yue"),
    ("wang", 1004, "Wang Fang"),
    ("li", 1005, "Li Qiang"),
    ("office", 1006, "Town Office"),
];

/// Others with a phone. `echo` asks who he is, so that a test knows that the bot is through with
/// all that came before.
const OTHERS: [(&str, i64, &str); 3] = [
    ("guest", 2001, "Passer By"),
    ("stranger", 2002, "Far Away"),
    ("echo", 2003, "Echo"),
];

/// Nobody is called by time alone: what happens is what people do.
const CALM: &str = r#"
[[policies]]
id = "major"
severities = ["I", "II"]
steps = [
  { page = ["commander"], wait = "1h" },
  { page = ["deputy"], wait = "1h" },
]

[[policies]]
id = "general"
steps = [{ page = ["duty"], wait = "1h" }]
"#;

const TABLES: &str = r#"
[[roles]]
id = "commander"
name = "Commander"
people = ["zhao"]

[[roles]]
id = "deputy"
name = "Deputy"
people = ["sun"]

[[roles]]
id = "duty"
name = "Duty desk"
people = ["chen", "wang"]

[[severities]]
id = "I"
name = "Extraordinary"
aliases = ["1", "特别重大", "critical"]

[[severities]]
id = "II"
name = "Major"
aliases = ["2", "重大", "major"]

[[severities]]
id = "III"
name = "Serious"
aliases = ["3", "较大", "serious"]

[[severities]]
id = "IV"
name = "Ordinary"
aliases = ["4", "一般", "minor"]

[[categories]]
id = "fire"
name = "Fire"
keywords = ["fire", "smoke", "着火", "火灾"]
severity = "II"

[[categories]]
id = "traffic"
name = "Road accident"
keywords = ["crash", "车祸"]
severity = "III"
"#;

/// A town in the making.
pub(crate) struct Plan {
    language: Option<&'static str>,
    policies: String,
    /// The configured Telegram id of the group, and what kind it is.
    group: (TelegramChat, ChatKind),
    strangers: Vec<&'static str>,
    blockers: Vec<&'static str>,
    unbound: Vec<&'static str>,
    limited: bool,
    crowd: i64,
    http: bool,
    sees_talk: bool,
    telegram: String,
    more: String,
}

/// The first of the crowd.
const CROWD: i64 = 5001;

impl Plan {
    /// English, everybody has started the bot, no step ends within a test.
    pub(crate) fn calm() -> Self {
        Self {
            language: Some("en"),
            policies: CALM.to_owned(),
            group: (GROUP, ChatKind::Supergroup),
            strangers: Vec::new(),
            blockers: Vec::new(),
            unbound: Vec::new(),
            limited: false,
            crowd: 0,
            http: false,
            sees_talk: false,
            telegram: String::new(),
            more: String::new(),
        }
    }

    /// One policy for everything: its steps, and further keys.
    pub(crate) fn policy(self, steps: &str, keys: &str) -> Self {
        let policies = format!("[[policies]]\nid = \"all\"\nsteps = [{steps}]\n{keys}\n");
        Self { policies, ..self }
    }

    /// The configured language; `None` leaves the key out.
    pub(crate) fn language(self, language: Option<&'static str>) -> Self {
        Self { language, ..self }
    }

    /// The group is a small one that may yet grow up.
    pub(crate) fn small_group(self, id: TelegramChat) -> Self {
        let group = (id, ChatKind::Group);
        Self { group, ..self }
    }

    /// This person never pressed Start.
    pub(crate) fn never_started(mut self, who: &'static str) -> Self {
        self.strangers.push(who);
        self
    }

    /// This person has blocked the bot.
    pub(crate) fn blocked(mut self, who: &'static str) -> Self {
        self.blockers.push(who);
        self
    }

    /// The configuration does not know this person's Telegram user.
    pub(crate) fn unbound(mut self, who: &'static str) -> Self {
        self.unbound.push(who);
        self
    }

    /// Telegram's true limits, on both sides.
    pub(crate) fn with_true_limits(self) -> Self {
        let limited = true;
        Self { limited, ..self }
    }

    /// So many more people, who are the role `crowd`.
    pub(crate) fn crowd(mut self, people: i64) -> Self {
        self.crowd = people;
        let names: Vec<String> = (1..=people).map(|n| format!("\"crowd{n}\"")).collect();
        for n in 1..=people {
            let _ = write!(
                self.more,
                "[[people]]\nid = \"crowd{n}\"\nname = \"Crowd {n}\"\ntelegram = {}\n",
                CROWD - 1 + n
            );
        }
        let _ = write!(
            self.more,
            "[[roles]]\nid = \"crowd\"\nname = \"Crowd\"\npeople = [{}]\n",
            names.join(", ")
        );
        self
    }

    /// The private chats of the crowd.
    pub(crate) fn crowd_chats(people: i64) -> impl Iterator<Item = TelegramChat> {
        (CROWD..CROWD + people).map(TelegramChat)
    }

    /// The program listens, at any port: [`super::Bot::http`] tells which.
    pub(crate) fn http(self) -> Self {
        let http = true;
        Self { http, ..self }
    }

    /// The bot sees what people write to each other: its privacy mode is off.
    pub(crate) fn sees_talk(self) -> Self {
        let sees_talk = true;
        Self { sees_talk, ..self }
    }

    /// One more key of `[telegram]`.
    pub(crate) fn telegram(mut self, key: &str, value: &str) -> Self {
        let _ = writeln!(self.telegram, "{key} = \"{value}\"");
        self
    }

    /// A roster and its role, `officer`: Li has the shift that runs, Sun the one that begins in
    /// [`SIX_HOURS`] or up to a minute before that.
    pub(crate) fn rostered(self, keys: &str) -> Self {
        let begins = now().plus(SIX_HOURS);
        let first = begins.utc() - chrono::TimeDelta::days(1);
        let first = first.with_timezone(&chrono_tz::Asia::Shanghai);
        let (day, time) = (first.format("%Y-%m-%d"), local_time(begins));
        self.also(&format!(
            "[[roles]]\nid = \"officer\"\nname = \"Duty officer\"\nroster = \"post\"\n\
             [[rosters]]\nid = \"post\"\nname = \"Town post\"\npeople = [\"li\", \"sun\"]\n\
             start = \"{day}\"\nhandover = \"{time}\"\nrotation = \"daily\"\n{keys}\n"
        ))
    }

    /// More tables at the end of the configuration.
    pub(crate) fn also(mut self, tables: &str) -> Self {
        self.more.push_str(tables);
        self
    }

    /// The configuration as a file has it.
    pub(crate) fn configuration(&self) -> String {
        let mut text = String::from("timezone = \"Asia/Shanghai\"\n");
        if let Some(language) = self.language {
            let _ = writeln!(text, "language = \"{language}\"");
        }
        text.push_str("data_dir = \"data\"\nduty_phone = \"+86 138 0000 0000\"\n");
        if self.http {
            text.push_str("\n[http]\nlisten = \"127.0.0.1:0\"\n");
            text.push_str("url = \"https://duty.example.org\"\n");
        }
        // A morning that came in the middle of a test would be told.
        let morning = local_time(now().plus(HALF_A_DAY));
        let _ = writeln!(text, "\n[selftest]\nmorning = \"{morning}\"");
        // Nothing depends on what the machine's disk has free.
        if !self.more.contains("[evidence]") {
            text.push_str("\n[evidence]\nkeep_free = \"0MB\"\n");
        }
        let _ = write!(text, "\n[telegram]\n{}", self.telegram);
        if !self.limited {
            text.push_str("\n[telegram.limits]\noverall_per_second = 100000\n");
            text.push_str("chat_per_second = 100000\ngroup_per_minute = 100000\n");
        }
        for (id, user, name) in CONFIGURED {
            let _ = write!(text, "\n[[people]]\nid = \"{id}\"\nname = \"{name}\"\n");
            if !self.unbound.contains(&id) {
                let _ = writeln!(text, "telegram = {user}");
            }
            let _ = writeln!(text, "phone = \"+86 138 0000 {user}\"");
            if id == "office" {
                text.push_str("admin = true\n");
            }
        }
        let _ = write!(
            text,
            "\n[[chats]]\nid = \"town\"\ntelegram = {}\nreports = true\nannounce = true\n",
            self.group.0
        );
        text.push_str(TABLES);
        text.push_str(&self.policies);
        text.push_str(&self.more);
        text
    }

    /// The Telegram that goes with it.
    pub(crate) fn setup(&self) -> Setup {
        let people = CONFIGURED
            .into_iter()
            .chain(OTHERS)
            .map(|(id, user, name)| {
                let person = Person::new(user, name).speaking(self.language.unwrap_or("zh"));
                Person {
                    started: !self.strangers.contains(&id),
                    blocked: self.blockers.contains(&id),
                    ..person
                }
            });
        let crowd =
            (1..=self.crowd).map(|n| Person::new(CROWD - 1 + n, format!("Crowd {n}")).started());
        let members = CONFIGURED
            .into_iter()
            .map(|(_, user, _)| TelegramUser(user));
        let town = Group {
            id: self.group.0,
            kind: self.group.1,
            ..Group::new(0, "Town", members.chain([user("guest")]))
        };
        let elsewhere = Group::new(ELSEWHERE.0, "Elsewhere", [user("stranger"), user("li")]);
        Setup {
            town: Telegram {
                bot: Bot {
                    privacy: !self.sees_talk,
                    ..Bot::with_token(TOKEN, "dutybell_bot")
                },
                people: people.chain(crowd).collect(),
                groups: vec![town, elsewhere],
                limits: if self.limited {
                    Limits::telegram()
                } else {
                    Limits::off()
                },
                ..Telegram::default()
            },
            ..Setup::default()
        }
    }
}

/// From now until the town's morning.
pub(crate) const HALF_A_DAY: Duration = Duration::from_secs(12 * 3600);

/// From now until a shift begins.
pub(crate) const SIX_HOURS: Duration = Duration::from_secs(6 * 3600);

/// Now, by the machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the program under test reads the same clock"
)]
pub(super) fn now() -> At {
    At::from(chrono::Utc::now())
}

/// The instant of a local time of the town.
pub(crate) fn local(time: &str) -> At {
    let naive = chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S");
    let there = naive
        .expect("a time")
        .and_local_timezone(chrono_tz::Asia::Shanghai);
    At::from(there.unwrap().to_utc())
}

fn local_time(at: At) -> String {
    let local = at.utc().with_timezone(&chrono_tz::Asia::Shanghai);
    local.format("%H:%M").to_string()
}

/// The Telegram user of somebody.
pub(crate) fn user(who: &str) -> TelegramUser {
    CONFIGURED
        .into_iter()
        .chain(OTHERS)
        .find(|(id, ..)| *id == who)
        .map(|(_, user, _)| TelegramUser(user))
        .unwrap_or_else(|| panic!("nobody is called {who}"))
}
