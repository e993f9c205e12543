//! ```text
//! message  = command | glued | talk
//! command  = "/" name [ "@" bot ] [ blanks argument ]
//! name     = one of CATALOGUE, case does not matter
//! number   = [ "#" ] digits
//! glued    = "/" word of the ledger [ "@" bot ] argument that begins with no letter of A to Z
//! ```
//! A command for another bot is not for us. A leading `／` counts as `/`.

use crate::ids::IncidentNumber;
use crate::parse::ledger::LedgerCommand;
use crate::parse::{fold, roster};
use crate::settings::Language;
use crate::state::ledger::Private;
use crate::state::roster::Month;

/// A command of the chat interface (SPEC section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/start [code]`
    Start {
        /// The code of an invitation; empty where Start was pressed without one.
        code: String,
    },
    /// `/help`
    Help,
    /// `/lang zh|en`
    Lang(Language),
    /// `/whoami`
    Whoami,
    /// `/cancel`
    Cancel,
    /// `/invite PERSON`
    Invite {
        /// Id or name, possibly nothing.
        person: String,
    },
    /// `/people`, `/people PERSON`, `/people export`
    People {
        /// Id or name, `export`, or nothing.
        asked: String,
    },
    /// `/selftest`
    SelfTest,
    /// `/selftest night [PERSON]`
    NightTest {
        /// Id or name; empty is the sender.
        person: String,
    },
    /// `/report TEXT`; without text as reply, caption or guided form.
    Report {
        /// What was typed after the command, blanks at the ends cut.
        text: String,
    },
    /// `/incidents`
    Incidents,
    /// `/incident N`
    Incident(Which),
    /// `/timeline N`
    Timeline(Which),
    /// `/oncall`
    OnCall,
    /// `/duty`
    Duty,
    /// `/handover TEXT`
    Handover {
        /// What was typed after the command, possibly nothing.
        text: String,
    },
    /// `/swap DATE PERSON`
    Swap {
        /// What was typed after the command (`parse::swap`), possibly nothing.
        asked: String,
    },
    /// `/stats`, `/stats YYYY-MM`
    Stats(Option<Month>),
    /// `/export KIND`
    Export {
        /// What was typed after the command, possibly nothing.
        kind: String,
    },
    /// `/roster [YYYY-MM] [ROSTER] [text]`
    Roster {
        /// Which month; `None`: the running one.
        month: Option<Month>,
        /// Id or name; empty: all.
        roster: String,
        /// As text instead of pictures.
        as_text: bool,
    },
    /// `/prompts`
    Prompts,
    /// `/ack N`
    Ack(Which),
    /// `/escalate N`
    Escalate(Which),
    /// `/severity N ID`
    Severity(Which, String),
    /// `/update N TEXT`
    Update(Which, String),
    /// `/close N REASON`
    Close(Which, String),
    /// A command of the ledger.
    Ledger(LedgerCommand),
}

/// Which incident is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// By number.
    Number(IncidentNumber),
    /// The one whose message is answered, or the only open one.
    Obvious,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// A command for this bot.
    Command(Command),
    /// A command for this bot that is not understood.
    Wrong(Mistake),
    /// A command for another bot.
    NotForUs,
    /// No command.
    Talk,
}

/// What is wrong with a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// There is no such command; perhaps this one was meant.
    Unknown {
        /// Without the slash; empty where it is not to be repeated.
        given: String,
        /// Without the slash.
        near: Option<&'static str>,
    },
    /// A number was expected.
    NotANumber {
        /// Which command.
        command: &'static str,
        /// What was given.
        given: String,
    },
    /// Something is missing behind the number.
    Missing {
        /// Which command.
        command: &'static str,
    },
    /// A month that the calendar does not have.
    Month {
        /// Which command.
        command: &'static str,
        /// What was given.
        given: String,
    },
    /// Neither alone nor with `night`.
    SelfTest {
        /// What was given.
        given: String,
    },
    /// No day looks so.
    SwapDay {
        /// What was given.
        given: String,
    },
    /// No such language.
    Language {
        /// What was given, possibly nothing.
        given: String,
    },
}

/// Every command, in the order of `/help` and of Telegram's command list.
pub const CATALOGUE: [&str; 30] = [
    "report",
    "incidents",
    "incident",
    "ack",
    "escalate",
    "update",
    "close",
    "severity",
    "timeline",
    "oncall",
    "duty",
    "roster",
    "swap",
    "handover",
    "prompts",
    "dispute",
    "disputes",
    "mediated",
    "transfer",
    "revisit",
    "stats",
    "export",
    "people",
    "invite",
    "selftest",
    "help",
    "whoami",
    "lang",
    "cancel",
    "start",
];

/// Those of the ledger.
const LEDGER: [&str; 5] = ["dispute", "disputes", "mediated", "transfer", "revisit"];

/// Reads a text. `bot` is this bot's user name without `@`.
pub fn parse(text: &str, bot: &str) -> Parsed {
    let text = text.trim();
    let Some(rest) = text.strip_prefix('/').or_else(|| text.strip_prefix('／')) else {
        return Parsed::Talk;
    };
    let (head, argument) = match rest.find(char::is_whitespace) {
        Some(at) => (&rest[..at], rest[at..].trim()),
        None => (rest, ""),
    };
    if let Some(command) = of_ledger(rest, bot) {
        return command;
    }
    let (name, target) = match head.split_once('@') {
        Some((name, target)) => (name, Some(target)),
        None => (head, None),
    };
    if target.is_some_and(|target| !target.eq_ignore_ascii_case(bot)) {
        return Parsed::NotForUs;
    }
    if !name.chars().next().is_some_and(char::is_alphanumeric) {
        return Parsed::Talk;
    }
    let name = name.to_lowercase();
    match CATALOGUE.into_iter().find(|known| *known == name) {
        Some(known) => match command(known, argument) {
            Ok(command) => Parsed::Command(command),
            Err(mistake) => Parsed::Wrong(mistake),
        },
        None => Parsed::Wrong(Mistake::Unknown {
            near: near(&name),
            given: name,
        }),
    }
}

/// A word of the ledger with something else than a letter right after it, as in `/dispute张三`: what follows
/// may name somebody, so it is read as what follows a command and never as the name of one.
fn of_ledger(rest: &str, bot: &str) -> Option<Parsed> {
    let split = |text: &str, of: fn(char) -> bool| text.find(|c| !of(c)).unwrap_or(text.len());
    let (word, after) = rest.split_at(split(rest, |c| c.is_ascii_alphabetic()));
    let known = LEDGER
        .into_iter()
        .find(|known| word.eq_ignore_ascii_case(known))?;
    let argument = match after.strip_prefix('@') {
        Some(after) => {
            let of_names = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let (target, argument) = after.split_at(split(after, of_names));
            if !target.eq_ignore_ascii_case(bot) {
                return Some(Parsed::NotForUs);
            }
            argument
        }
        None => after,
    };
    let command = command(known, argument.trim());
    Some(command.map_or_else(Parsed::Wrong, Parsed::Command))
}

fn near(name: &str) -> Option<&'static str> {
    CATALOGUE
        .into_iter()
        .map(|known| (strsim::osa_distance(known, name), known))
        // Two letters of a short name make another word: `/add` is no `/ack`.
        .filter(|(distance, _)| *distance <= if name.chars().count() <= 4 { 1 } else { 2 })
        .min()
        .map(|(_, known)| known)
}

fn command(name: &'static str, argument: &str) -> Result<Command, Mistake> {
    let one = || only_number(name, argument);
    Ok(match name {
        "start" => Command::Start {
            code: argument.to_owned(),
        },
        "invite" => Command::Invite {
            person: argument.to_owned(),
        },
        "people" => Command::People {
            asked: argument.to_owned(),
        },
        "selftest" => selftest(argument)?,
        "help" => Command::Help,
        "whoami" => Command::Whoami,
        "cancel" => Command::Cancel,
        "lang" => match argument.to_lowercase().as_str() {
            "zh" | "中文" => Command::Lang(Language::Zh),
            "en" | "english" => Command::Lang(Language::En),
            _ => {
                return Err(Mistake::Language {
                    given: argument.to_owned(),
                });
            }
        },
        "report" => Command::Report {
            text: argument.to_owned(),
        },
        "incidents" => Command::Incidents,
        "incident" => Command::Incident(one()?),
        "timeline" => Command::Timeline(one()?),
        "oncall" => Command::OnCall,
        "duty" => Command::Duty,
        "handover" => Command::Handover {
            text: argument.to_owned(),
        },
        "swap" => Command::Swap {
            asked: argument.to_owned(),
        },
        "export" => Command::Export {
            kind: argument.to_owned(),
        },
        "dispute" => Command::Ledger(LedgerCommand::Dispute(Private::new(argument))),
        "disputes" => Command::Ledger(LedgerCommand::Disputes),
        "mediated" => Command::Ledger(LedgerCommand::Mediated(Private::new(argument))),
        "transfer" => Command::Ledger(LedgerCommand::Transfer(Private::new(argument))),
        "revisit" => Command::Ledger(LedgerCommand::Revisit(Private::new(argument))),
        "stats" if argument.is_empty() => Command::Stats(None),
        "stats" => {
            let month = fold(argument).parse().map_err(|()| Mistake::Month {
                command: name,
                given: argument.to_owned(),
            })?;
            Command::Stats(Some(month))
        }
        "roster" => roster::command(argument)?,
        "prompts" => Command::Prompts,
        "ack" => Command::Ack(one()?),
        "escalate" => Command::Escalate(one()?),
        "severity" => {
            let (which, rest) = number_and_rest(argument);
            if rest.is_empty() {
                return Err(Mistake::Missing { command: name });
            }
            Command::Severity(which, rest)
        }
        "update" => {
            let (which, rest) = number_and_rest(argument);
            Command::Update(which, rest)
        }
        _ => {
            let (which, rest) = number_and_rest(argument);
            Command::Close(which, rest)
        }
    })
}

fn selftest(argument: &str) -> Result<Command, Mistake> {
    let (word, rest) = match argument.find(char::is_whitespace) {
        Some(at) => (&argument[..at], argument[at..].trim()),
        None => (argument, ""),
    };
    match word.to_lowercase().as_str() {
        "" => Ok(Command::SelfTest),
        "night" | "夜间" => Ok(Command::NightTest {
            person: rest.to_owned(),
        }),
        _ => Err(Mistake::SelfTest {
            given: argument.to_owned(),
        }),
    }
}

/// Reads a number as people write it: `7`, `#7`, `７`.
fn number(word: &str) -> Option<IncidentNumber> {
    let word = fold(word);
    word.strip_prefix('#')
        .unwrap_or(&word)
        .parse()
        .ok()
        .map(IncidentNumber)
}

fn only_number(command: &'static str, argument: &str) -> Result<Which, Mistake> {
    let Some(word) = argument.split_whitespace().next() else {
        return Ok(Which::Obvious);
    };
    number(word)
        .map(Which::Number)
        .ok_or_else(|| Mistake::NotANumber {
            command,
            given: word.to_owned(),
        })
}

fn number_and_rest(argument: &str) -> (Which, String) {
    let (word, rest) = match argument.find(char::is_whitespace) {
        Some(at) => (&argument[..at], argument[at..].trim()),
        None => (argument, ""),
    };
    match number(word) {
        Some(number) => (Which::Number(number), rest.to_owned()),
        None => (Which::Obvious, argument.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cmd(text: &str) -> Command {
        match parse(text, "duty_bot") {
            Parsed::Command(command) => command,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn commands_are_read_with_and_without_the_bot() {
        let report = |text: &str| Command::Report { text: text.into() };
        assert_eq!(
            cmd("/report smoke on 3rd floor"),
            report("smoke on 3rd floor")
        );
        assert_eq!(cmd("/report@Duty_Bot  II: smoke \n"), report("II: smoke"));
        assert_eq!(cmd("／REPORT 着火"), report("着火"));
        assert_eq!(cmd("/report\nline two"), report("line two"));
        assert_eq!(cmd("/report"), report(""));
    }

    #[test]
    fn numbers_come_in_every_dress() {
        let seven = Which::Number(IncidentNumber(7));
        assert_eq!(cmd("/ack 7"), Command::Ack(seven));
        assert_eq!(cmd("/ack #7"), Command::Ack(seven));
        assert_eq!(cmd("/ack ＃７"), Command::Ack(seven));
        assert_eq!(cmd("/ack"), Command::Ack(Which::Obvious));
        assert_eq!(
            cmd("/update 7 water is up"),
            Command::Update(seven, "water is up".into())
        );
        assert_eq!(
            cmd("/close false alarm"),
            Command::Close(Which::Obvious, "false alarm".into())
        );
        assert_eq!(cmd("/severity 7 II"), Command::Severity(seven, "II".into()));
    }

    #[test]
    fn a_self_test_is_of_all_or_of_one_by_night() {
        let night = |person: &str| Command::NightTest {
            person: person.into(),
        };
        assert_eq!(cmd("/selftest"), Command::SelfTest);
        assert_eq!(cmd("/selftest night"), night(""));
        assert_eq!(cmd("/selftest Night  Sun Min "), night("Sun Min"));
        assert_eq!(cmd("/selftest 夜间 孙敏"), night("孙敏"));
        assert_eq!(
            parse("/selftest nigth", "duty_bot"),
            Parsed::Wrong(Mistake::SelfTest {
                given: "nigth".into()
            })
        );
    }

    #[test]
    fn a_month_a_roster_and_text_come_in_any_order() {
        let asked = |month: Option<(i32, u32)>, roster: &str, as_text| Command::Roster {
            month: month.and_then(|(year, month)| Month::new(year, month)),
            roster: roster.into(),
            as_text,
        };
        assert_eq!(cmd("/roster"), asked(None, "", false));
        assert_eq!(cmd("/roster text"), asked(None, "", true));
        let december = Some((2026, 12));
        assert_eq!(cmd("/roster 2026-12"), asked(december, "", false));
        let town = asked(december, "Town office", true);
        assert_eq!(cmd("/roster Town office 2026-12 Text"), town);
        let patrol = asked(december, "巡逻队", true);
        assert_eq!(cmd("/roster ２０２６年１２月 文字 巡逻队"), patrol);
        for given in ["2026-13", "2026", "11"] {
            let wrong = Parsed::Wrong(Mistake::Month {
                command: "roster",
                given: given.into(),
            });
            assert_eq!(parse(&format!("/roster {given}"), "duty_bot"), wrong);
        }
    }

    #[test]
    fn what_follows_a_word_of_the_ledger_is_no_part_of_its_name() {
        let dispute = |text: &str| Command::Ledger(LedgerCommand::Dispute(Private::new(text)));
        assert_eq!(cmd("/dispute张三"), dispute("张三"));
        assert_eq!(cmd("/Dispute张三 和李四"), dispute("张三 和李四"));
        assert_eq!(cmd("/dispute@duty_bot张三"), dispute("张三"));
        assert_eq!(cmd("/dispute@duty_bot 3"), dispute("3"));
        assert_eq!(cmd("/dispute3"), dispute("3"));
        let mediated = LedgerCommand::Mediated(Private::new("3达成"));
        assert_eq!(cmd("/mediated3达成"), Command::Ledger(mediated));
        assert_eq!(cmd("/disputes"), Command::Ledger(LedgerCommand::Disputes));
        assert_eq!(parse("/dispute@other_bot 3", "duty_bot"), Parsed::NotForUs);
        let unknown = |text| matches!(parse(text, "duty_bot"), Parsed::Wrong(_));
        assert!(unknown("/disputed"));
    }

    #[test]
    fn what_is_not_for_us_and_what_is_wrong() {
        assert_eq!(
            parse("/report@other_bot fire", "duty_bot"),
            Parsed::NotForUs
        );
        assert_eq!(parse("fire!", "duty_bot"), Parsed::Talk);
        assert_eq!(parse("/", "duty_bot"), Parsed::Talk);
        assert_eq!(parse("/.,", "duty_bot"), Parsed::Talk);
        assert_eq!(
            parse("/reprot x", "duty_bot"),
            Parsed::Wrong(Mistake::Unknown {
                given: "reprot".into(),
                near: Some("report")
            })
        );
        assert_eq!(
            parse("/ack seven", "duty_bot"),
            Parsed::Wrong(Mistake::NotANumber {
                command: "ack",
                given: "seven".into()
            })
        );
        assert_eq!(
            parse("/severity 7", "duty_bot"),
            Parsed::Wrong(Mistake::Missing {
                command: "severity"
            })
        );
        assert_eq!(
            parse("/lang fr", "duty_bot"),
            Parsed::Wrong(Mistake::Language { given: "fr".into() })
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in ".{0,200}") {
            let _ = parse(&text, "duty_bot");
            let _ = parse(&format!("/{text}"), "duty_bot");
        }

        #[test]
        fn a_report_keeps_its_text(text in "[^/\\s](.{0,80}[^\\s])?") {
            let text = text.trim();
            prop_assert_eq!(cmd(&format!("/report {text}")), Command::Report { text: text.into() });
        }
    }
}
