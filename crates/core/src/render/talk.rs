//! Welcome, help, who am I, and the list of commands for Telegram's menu.

use crate::ids::{PersonId, TelegramChat, TelegramUser};
use crate::outgoing::{Keyboard, Message};
use crate::parse::button::Press;
use crate::parse::command::{CATALOGUE, Command};
use crate::parse::ledger::LedgerPress;
use crate::parse::people::PeoplePress;
use crate::parse::prompt::PromptPress;
use crate::parse::roster::MonthPress;
use crate::render::words::Words;
use crate::render::{View, message};
use crate::settings::Language;

/// Of all rosters, as pictures.
const THIS_MONTH: MonthPress = MonthPress {
    month: None,
    roster: None,
    as_text: false,
};

/// After Start.
pub(super) fn welcome(view: &View<'_>, person: Option<&PersonId>) -> Message {
    let name = person.map(|id| view.person(id)).unwrap_or_default();
    let mut lines = vec![view.say("welcome", &[("name", (&name).into())])];
    if let Some(id) = person {
        let roles = view.roles_of(id);
        if !roles.is_empty() {
            let roles = view.listed(roles);
            lines.push(view.say("welcome-roles", &[("roles", (&roles).into())]));
        }
    }
    lines.push(view.say("welcome-how", &[]));
    let mut welcome = message(&lines.join("\n"));
    welcome.keyboard = Some(keys(view));
    welcome
}

fn keys(view: &View<'_>) -> Keyboard {
    Keyboard::Reply(vec![
        vec![view.say("label-report", &[])],
        vec![
            view.say("label-incidents", &[]),
            view.say("label-help", &[]),
        ],
    ])
}

/// What a key of the reply keyboard stands for, in whatever language it was labelled.
pub fn shortcut(words: &Words, text: &str) -> Option<Command> {
    let text = text.trim();
    [Language::Zh, Language::En]
        .into_iter()
        .find_map(|language| {
            let is = |label: &str| words.say(language, label, &[]) == text;
            if is("label-report") {
                Some(Command::Report {
                    text: String::new(),
                })
            } else if is("label-incidents") {
                Some(Command::Incidents)
            } else if is("label-help") {
                Some(Command::Help)
            } else {
                None
            }
        })
}

/// All commands, with buttons for those that need no number.
pub(super) fn help(view: &View<'_>) -> Message {
    let mut lines = vec![view.say("help-head", &[])];
    for command in CATALOGUE {
        let text = view.say(&format!("cmd-{command}"), &[]);
        lines.push(match argument(command) {
            Some(argument) => view.say(
                "help-line",
                &[
                    ("command", command.into()),
                    ("argument", (&view.say(argument, &[])).into()),
                    ("text", (&text).into()),
                ],
            ),
            None => view.say(
                "help-line-plain",
                &[("command", command.into()), ("text", (&text).into())],
            ),
        });
    }
    lines.push(view.say("help-foot", &[]));
    let mut help = message(&lines.join("\n"));
    let other = match view.language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    help.rows = vec![
        vec![view.button("label-report", &Press::Report)],
        vec![view.button("label-incidents", &Press::List(0))],
        vec![
            view.button("label-oncall", &Press::OnCall),
            view.button("label-my-shifts", &Press::MyShifts),
            view.button("label-roster", &Press::Month(THIS_MONTH)),
        ],
        vec![view.button("label-prompts", &Press::Prompt(PromptPress::Mine))],
        vec![
            view.button("label-disputes", &Press::Ledger(LedgerPress::Open)),
            view.button("label-dispute-new", &Press::Ledger(LedgerPress::New)),
        ],
        vec![
            view.button("label-stats", &Press::Stats(None)),
            view.button("label-exports", &Press::Exports),
        ],
        vec![
            // A language is named in itself.
            crate::outgoing::Button {
                label: match other {
                    Language::Zh => "中文",
                    Language::En => "English",
                }
                .to_owned(),
                data: Press::Lang(other).encode(),
            },
            crate::outgoing::Button {
                label: view.say("cmd-whoami", &[]),
                data: Press::Whoami.encode(),
            },
        ],
        vec![
            view.button("label-people", &Press::People(PeoplePress::List(0))),
            view.button("label-selftest", &Press::SelfTest),
        ],
    ];
    help
}

fn argument(command: &str) -> Option<&'static str> {
    match command {
        "report" => Some("arg-report"),
        "incident" | "ack" | "escalate" | "timeline" => Some("arg-number"),
        "update" => Some("arg-update"),
        "close" => Some("arg-close"),
        "severity" => Some("arg-severity"),
        "lang" => Some("arg-lang"),
        "invite" => Some("arg-person"),
        "people" => Some("arg-people"),
        "roster" => Some("arg-roster"),
        "selftest" => Some("arg-selftest"),
        "swap" => Some("arg-swap"),
        "handover" => Some("arg-report"),
        "dispute" => Some("arg-dispute"),
        "mediated" => Some("arg-mediated"),
        "transfer" => Some("arg-transfer"),
        "revisit" => Some("arg-revisit"),
        "stats" => Some("arg-stats"),
        "export" => Some("arg-export"),
        _ => None,
    }
}

/// The commands with a description each, for `setMyCommands`.
pub fn command_list(words: &Words, language: Language) -> Vec<(&'static str, String)> {
    CATALOGUE
        .into_iter()
        .map(|command| (command, words.say(language, &format!("cmd-{command}"), &[])))
        .collect()
}

/// Who the bot takes somebody for, and the ids that a configuration needs.
pub(super) fn whoami(view: &View<'_>, user: TelegramUser, chat: TelegramChat) -> Message {
    let mut lines = Vec::new();
    match view.settings.person_of(user) {
        Some(person) => {
            lines.push(view.say(
                "whoami-known",
                &[
                    ("name", (&view.name(&person.name)).into()),
                    ("person", (&view.name(person.id.as_str())).into()),
                ],
            ));
            let roles = view.roles_of(&person.id);
            if !roles.is_empty() {
                let roles = view.listed(roles);
                lines.push(view.say("whoami-roles", &[("roles", (&roles).into())]));
            }
            if person.admin {
                lines.push(view.say("whoami-admin", &[]));
            }
            if let (Some(phone), true) = (&person.phone, chat.is_private()) {
                lines.push(view.say("whoami-phone", &[("phone", phone.into())]));
            }
        }
        None => lines.push(view.say("whoami-unknown", &[])),
    }
    lines.push(view.say("whoami-user", &[("id", (&user.to_string()).into())]));
    if !chat.is_private() {
        lines.push(view.say("whoami-chat", &[("id", (&chat.to_string()).into())]));
    }
    message(&lines.join("\n"))
}
