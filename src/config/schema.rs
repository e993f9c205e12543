//! The one table of all tables, their keys and types.
//!
//! Unknown keys, suggestions, types, required keys, ids and references all come from here.

use super::kind::Kind;
use super::problem::Flaw;
use super::{address, calendar, duration, evidence, schedule, word};

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Type {
    Text(&'static Form),
    Number(&'static Range),
    Flag,
    OneOf(&'static [&'static str]),
    /// Names a row of its kind.
    Id(Kind),
    /// Names rows that exist.
    Ref(&'static [Kind]),
    List(&'static List),
    Table(&'static Shape),
    /// `[[key]]`
    Rows(&'static Shape),
    /// A table, or else what the first says.
    OrTable(&'static Type, &'static Shape),
    /// A list, or else one of what it holds.
    OrList(&'static List),
}

/// A text that follows a form.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) example: &'static str,
    pub(super) check: fn(&str) -> Result<(), Flaw>,
}

/// A whole number between two bounds.
#[derive(Debug)]
pub(super) struct Range {
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) example: &'static str,
    /// What is told of a number outside.
    pub(super) reason: &'static str,
    pub(super) mend: &'static str,
}

/// A list of one type.
#[derive(Debug)]
pub(super) struct List {
    pub(super) of: Type,
    /// What an empty list would mean, where it is refused.
    pub(super) empty: Option<&'static str>,
}

/// A table: its keys.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) keys: &'static [Key],
    /// Of each pair exactly one key stands.
    pub(super) choices: &'static [[&'static str; 2]],
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) ty: Type,
    pub(super) required: bool,
}

const fn must(name: &'static str, ty: Type) -> Key {
    Key {
        name,
        ty,
        required: true,
    }
}

const fn may(name: &'static str, ty: Type) -> Key {
    Key {
        name,
        ty,
        required: false,
    }
}

const fn shape(keys: &'static [Key]) -> Shape {
    Shape { keys, choices: &[] }
}

macro_rules! form {
    ($name:ident, $example:literal, $check:expr) => {
        const $name: Type = Type::Text(&Form {
            example: $example,
            check: |text| $check(text).map(drop),
        });
    };
}

macro_rules! list {
    ($of:expr) => {
        Type::List(&List {
            of: $of,
            empty: None,
        })
    };
    ($of:expr, $empty:literal) => {
        Type::List(&List {
            of: $of,
            empty: Some($empty),
        })
    };
}

form!(TEXT, r#""text""#, word::text);
form!(PHONE, r#""+86 138 0000 0001""#, word::phone);
form!(SPAN, r#""3m""#, duration::parse);
form!(SIZE, r#""20MB""#, evidence::size);
form!(ROOM, r#""1GB""#, evidence::room);
form!(TIME, r#""08:30""#, calendar::time);
form!(DATE, r#""2026-11-02""#, calendar::date);
form!(ZONE, r#""Asia/Shanghai""#, calendar::zone);
form!(CRON, r#""0 0 9 1,16 * *""#, schedule::cron);
form!(CHECKS, r#""0 0 */2 * * *""#, schedule::cron);
form!(ON, r#""wed 09:00""#, schedule::on);
form!(LISTEN, r#""127.0.0.1:8090""#, address::listen);
form!(SERVER, r#""https://api.telegram.org""#, address::server);
form!(
    WEBHOOK,
    r#""https://duty.example.org/telegram""#,
    address::webhook
);
form!(PUBLIC, r#""https://duty.example.org""#, address::pages);
form!(PROXY, r#""socks5://127.0.0.1:1080""#, address::proxy);
form!(VARIABLE, r#""DUTYBELL_MONITORING_TOKEN""#, word::variable);

const LANGUAGE: Type = Type::OneOf(&["zh", "en"]);
const PERSON: Type = Type::Ref(&[Kind::Person]);
const PAGED: Type = Type::Ref(&[Kind::Person, Kind::Role]);
const ESCALATED: Type = Type::Ref(&[Kind::Person, Kind::Role, Kind::Roster]);
const CHAT: Type = Type::Ref(&[Kind::Chat]);
const SEVERITY: Type = Type::Ref(&[Kind::Severity]);
const CATEGORY: Type = Type::Ref(&[Kind::Category]);
const ROSTER: Type = Type::Ref(&[Kind::Roster]);
const SEVERITIES: Type = list!(SEVERITY, "an empty list is for no severity at all");
const CATEGORIES: Type = list!(CATEGORY, "an empty list is for no category at all");

/// Telegram's ids have at most 52 bits (Bot API, `User.id`).
const TELEGRAM_MOST: i64 = (1 << 52) - 1;

const USER_NUMBER: Type = Type::Number(&Range {
    least: 1,
    most: TELEGRAM_MOST,
    example: "1001",
    reason: "a person's Telegram number is positive; negative ones are groups",
    mend: "ask the person to send /whoami to the bot, or leave the key out and use /invite",
});
const GROUP_NUMBER: Type = Type::Number(&Range {
    least: -TELEGRAM_MOST,
    most: -1,
    example: "-1001000000001",
    reason: "a group's Telegram number is negative; positive ones are people",
    mend: "put the minus sign in front of it, like -1001000000001",
});
const COUNT: Type = Type::Number(&Range {
    least: 1,
    most: u32::MAX as i64,
    example: "6",
    reason: "this must be at least 1",
    mend: "write a whole number from 1 on",
});
const REPEAT: Type = Type::Number(&Range {
    least: 0,
    most: 100,
    example: "2",
    reason: "this must be from 0 to 100",
    mend: "write how many rounds follow the first one, like 2",
});
const WOMEN: Type = Type::Number(&Range {
    least: 0,
    most: u32::MAX as i64,
    example: "1",
    reason: "this can't be negative",
    mend: "write how many of the members are women",
});

/// The file.
pub(super) static ROOT: Shape = shape(&[
    may("timezone", ZONE),
    may("language", LANGUAGE),
    may("data_dir", TEXT),
    may("duty_phone", PHONE),
    may("http", Type::Table(&HTTP)),
    may("telegram", Type::Table(&TELEGRAM)),
    may("evidence", Type::Table(&EVIDENCE)),
    must("people", Type::Rows(&PEOPLE)),
    must("chats", Type::Rows(&CHATS)),
    may("roles", Type::Rows(&ROLES)),
    must("severities", Type::Rows(&SEVERITY_ROWS)),
    may("categories", Type::Rows(&CATEGORY_ROWS)),
    must("policies", Type::Rows(&POLICIES)),
    may("deadlines", Type::Rows(&DEADLINES)),
    may("musters", Type::Rows(&MUSTERS)),
    may("rosters", Type::Rows(&ROSTERS)),
    may("presence", Type::Rows(&PRESENCE)),
    may("selftest", Type::Table(&SELFTEST)),
    may("sources", Type::Rows(&SOURCES)),
    may("special_periods", Type::Rows(&SPECIAL_PERIODS)),
    may("holidays", Type::Rows(&HOLIDAYS)),
    may("prompts", Type::Rows(&PROMPTS)),
    may("committees", Type::Rows(&COMMITTEES)),
    may("ledger", Type::Table(&LEDGER)),
]);

static HTTP: Shape = shape(&[must("listen", LISTEN), may("url", PUBLIC)]);

static TELEGRAM: Shape = shape(&[
    may("mode", Type::OneOf(&["polling", "webhook"])),
    may("api_url", SERVER),
    may("files_dir", TEXT),
    may("proxy", PROXY),
    may("token_file", TEXT),
    may("webhook_url", WEBHOOK),
    may("limits", Type::Table(&LIMITS)),
]);

static LIMITS: Shape = shape(&[
    may("overall_per_second", COUNT),
    may("chat_per_second", COUNT),
    may("group_per_minute", COUNT),
]);

static EVIDENCE: Shape = shape(&[
    may("max_file", SIZE),
    may("max_files", COUNT),
    may("keep_free", ROOM),
]);

static PEOPLE: Shape = shape(&[
    must("id", Type::Id(Kind::Person)),
    must("name", TEXT),
    may("telegram", USER_NUMBER),
    may("phone", PHONE),
    may("language", LANGUAGE),
    may("admin", Type::Flag),
]);

static CHATS: Shape = shape(&[
    must("id", Type::Id(Kind::Chat)),
    must("telegram", GROUP_NUMBER),
    may("reports", Type::Flag),
    may("announce", Type::Flag),
    may("offer", Type::Flag),
    may("language", LANGUAGE),
]);

static ROLES: Shape = Shape {
    keys: &[
        must("id", Type::Id(Kind::Role)),
        may("name", TEXT),
        may("people", list!(PERSON)),
        may("roster", ROSTER),
    ],
    choices: &[["people", "roster"]],
};

static SEVERITY_ROWS: Shape = shape(&[
    must("id", Type::Id(Kind::Severity)),
    may("name", TEXT),
    may("aliases", list!(TEXT)),
    may("default", Type::Flag),
]);

static CATEGORY_ROWS: Shape = shape(&[
    must("id", Type::Id(Kind::Category)),
    may("name", TEXT),
    may("keywords", list!(TEXT)),
    may("severity", SEVERITY),
]);

static POLICIES: Shape = shape(&[
    must("id", Type::Id(Kind::Policy)),
    may("severities", SEVERITIES),
    may("categories", CATEGORIES),
    must("steps", Type::Rows(&STEPS)),
    may("repeat", REPEAT),
    may("ack_timeout", SPAN),
]);

static STEPS: Shape = shape(&[
    must("page", list!(PAGED, "this step can page nobody")),
    must("wait", SPAN),
    may("again", SPAN),
]);

static DEADLINES: Shape = shape(&[
    must("id", Type::Id(Kind::Deadline)),
    may("severities", SEVERITIES),
    may("categories", CATEGORIES),
    must("to", TEXT),
    must("within", SPAN),
    must("owner", PAGED),
    may("form", Type::OneOf(&["phone", "written"])),
    may("clock", Type::OneOf(&["reported", "learned", "occurred"])),
]);

static MUSTERS: Shape = shape(&[
    must("team", Type::Ref(&[Kind::Role])),
    must("point", TEXT),
    must("within", SPAN),
    may("need", COUNT),
]);

static SELFTEST: Shape = shape(&[may("morning", TIME), may("night_proof", SPAN)]);

static ROSTERS: Shape = shape(&[
    must("id", Type::Id(Kind::Roster)),
    may("name", TEXT),
    must("people", list!(TURN, "nobody takes a turn in this roster")),
    must("start", DATE),
    may("handover", TIME),
    may(
        "rotation",
        Type::OrTable(&Type::OneOf(&["daily", "weekly", "shifts"]), &SHIFTS),
    ),
    may("shifts", SHIFT_TIMES),
    may("patrol", Type::Flag),
    may("remind", list!(SPAN)),
    may("ack_within", SPAN),
    may("handover_note", SPAN),
    may("sign_within", SPAN),
    may("escalate", list!(ESCALATED)),
]);

const TURN: Type = Type::OrList(&List {
    of: PERSON,
    empty: Some("nobody has this turn"),
});
const SHIFT_TIMES: Type = list!(TIME, "the day has no shift");

static SHIFTS: Shape = shape(&[must("shifts", SHIFT_TIMES)]);

static PRESENCE: Shape = Shape {
    keys: &[
        must("id", Type::Id(Kind::Presence)),
        may("name", TEXT),
        may("cron", CHECKS),
        may("on", ON),
        must("roster", ROSTER),
        must("within", SPAN),
        may("escalate", list!(ESCALATED)),
    ],
    choices: &[["cron", "on"]],
};

static SOURCES: Shape = shape(&[
    must("id", Type::Id(Kind::Source)),
    must("kind", Type::OneOf(&["alertmanager", "json"])),
    must("token_env", VARIABLE),
    must("chat", CHAT),
    may("category", CATEGORY),
    may("severity", SEVERITY),
]);

static SPECIAL_PERIODS: Shape = shape(&[
    must("name", TEXT),
    must("from", DATE),
    must("to", DATE),
    must("rosters", list!(ROSTER, "nobody is on extra duty")),
    may("instead_of", list!(ROSTER, "no roster is replaced")),
]);

static HOLIDAYS: Shape = shape(&[
    must("name", TEXT),
    must("from", DATE),
    may("to", DATE),
    may("work", Type::Flag),
]);

static PROMPTS: Shape = Shape {
    keys: &[
        must("id", Type::Id(Kind::Prompt)),
        may("name", TEXT),
        must(
            "kind",
            Type::OneOf(&["screening", "acknowledge", "checklist"]),
        ),
        may("cron", CRON),
        may("on", ON),
        may("holidays", Type::OneOf(&["next", "keep"])),
        may("periods", list!(TEXT, "it is never asked")),
        must("ask", list!(PAGED, "nobody is asked")),
        must("within", SPAN),
        may("remind", list!(SPAN)),
        may("escalate", list!(ESCALATED)),
        may("report_to", CHAT),
        may("each_person", Type::Flag),
        may("onward_to", TEXT),
        may("onward_within", SPAN),
        may("items", list!(TEXT, "there is nothing to check")),
    ],
    choices: &[["cron", "on"]],
};

static LEDGER: Shape = shape(&[
    may("places", list!(TEXT, "there is no place to choose")),
    may("bodies", list!(TEXT, "there is no body to choose")),
    may("mediate_within", SPAN),
    may("revisit_after", SPAN),
    may("remind", list!(SPAN)),
    may("retention", SPAN),
]);

static COMMITTEES: Shape = shape(&[
    must("id", Type::Id(Kind::Committee)),
    may("name", TEXT),
    must("members", list!(PERSON, "the committee has no members")),
    must("women", WOMEN),
]);

/// Keys that people expect and that may never be in the file.
pub(super) const SECRET_KEYS: [&str; 3] = ["token", "bot_token", "secret"];
