//! The dialogue of `dutybell init`: what it says, as meaning, and its words.

use crate::render::compose::shorten;
use crate::render::words::Words;
use crate::settings::Language;

/// Characters of a name on a terminal.
const NAME_CHARS: usize = 48;

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'a> {
    /// A file is there already: overwrite it?
    Exists(&'a str),
    /// A file is there already, and nobody can be asked.
    ExistsStop(&'a str),
    /// The token of this file is used.
    TokenUsed(&'a str),
    /// The token, please.
    TokenAsk,
    /// No token looks so.
    TokenShape,
    /// Telegram does not know it.
    TokenWrong(&'a str),
    /// There is none.
    TokenMissing,
    /// The bot's name, and where its token is.
    TokenKept(&'a str, &'a str),
    /// Telegram can't be reached for this reason: through a proxy?
    Unreachable(&'a str),
    /// The same through the proxy that was given: another one, or none?
    UnreachableThrough(&'a str),
    /// The same where nobody can be asked.
    UnreachableStop(&'a str),
    /// No proxy's address looks so.
    ProxyShape,
    /// What to do in Telegram; the bot's name.
    Meet(&'a str),
    /// Until when to wait.
    Wait,
    /// The same where nobody presses Enter.
    WaitPipe,
    /// A group came.
    Group(&'a str, i64),
    /// A group went.
    GroupLeft(&'a str, i64),
    /// Somebody came.
    Person(&'a str, i64),
    /// Somebody came, with his number on the list.
    Numbered(usize, &'a str, i64),
    /// A group, with its number on the list.
    NumberedGroup(usize, &'a str, i64),
    /// Who is the administrator.
    Admin(&'a str, i64),
    /// Is a group to be left out?
    LeaveGroupsOutAsk,
    /// Is anybody to be left out?
    LeaveOutAsk,
    /// Who is the administrator?
    AdminAsk,
    /// Numbers go from 1 to this one.
    NoNumber(usize),
    /// No group yet.
    LacksGroup(&'a str),
    /// Nobody yet.
    LacksPerson(&'a str),
    /// A second poller.
    Second,
    /// A webhook.
    Webhook,
    /// So many updates wait that Telegram shows no more; a word lets them go.
    Full,
    /// The same where nobody can be asked.
    FullStop,
    /// They are gone.
    Forgotten,
    /// Telegram can't be asked.
    Trouble(&'a str),
    /// Done.
    Written(&'a str),
    /// An example that is not there yet.
    Later(&'a str),
}

/// The words.
pub fn setup(words: &Words, language: Language, said: Said<'_>) -> String {
    let say = |id: &str, arguments: &[(&str, &str)]| {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(name, value)| (*name, (*value).into()))
            .collect();
        words.say(language, id, &arguments)
    };
    let named = |id: &str, name: &str, number: i64| {
        // A terminal obeys control characters.
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        let name = shorten(&name, NAME_CHARS);
        say(id, &[("name", &name), ("id", &number.to_string())])
    };
    match said {
        Said::Exists(file) => say("setup-exists", &[("file", file)]),
        Said::ExistsStop(file) => say("setup-exists-stop", &[("file", file)]),
        Said::TokenUsed(file) => say("setup-token-used", &[("file", file)]),
        Said::TokenAsk => say("setup-token-ask", &[]),
        Said::TokenShape => say("setup-token-shape", &[]),
        Said::TokenWrong(why) => say("setup-token-wrong", &[("why", why)]),
        Said::TokenMissing => say("setup-token-missing", &[]),
        Said::TokenKept(bot, file) => say("setup-token-kept", &[("bot", bot), ("file", file)]),
        Said::Unreachable(why) => say("setup-unreachable", &[("why", why)]),
        Said::UnreachableThrough(why) => say("setup-unreachable-through", &[("why", why)]),
        Said::UnreachableStop(why) => say("setup-unreachable-stop", &[("why", why)]),
        Said::ProxyShape => say("setup-proxy-shape", &[]),
        Said::Meet(bot) => say("setup-meet", &[("bot", bot)]),
        Said::Wait => say("setup-wait", &[]),
        Said::WaitPipe => say("setup-wait-pipe", &[]),
        Said::Group(name, id) => named("setup-group", name, id),
        Said::GroupLeft(name, id) => named("setup-group-left", name, id),
        Said::Person(name, id) => named("setup-person", name, id),
        Said::Numbered(number, name, id) => {
            format!("{number}. {}", named("setup-person", name, id))
        }
        Said::NumberedGroup(number, name, id) => {
            format!("{number}. {}", named("setup-group", name, id))
        }
        Said::Admin(name, id) => named("setup-admin", name, id),
        Said::LeaveGroupsOutAsk => say("setup-leave-groups-out", &[]),
        Said::LeaveOutAsk => say("setup-leave-out", &[]),
        Said::AdminAsk => say("setup-choose-admin", &[]),
        Said::NoNumber(most) => say("setup-no-number", &[("most", &most.to_string())]),
        Said::LacksGroup(bot) => say("setup-lacks-group", &[("bot", bot)]),
        Said::LacksPerson(bot) => say("setup-lacks-person", &[("bot", bot)]),
        Said::Second => say("setup-second", &[]),
        Said::Webhook => say("setup-webhook", &[]),
        Said::Full => say("setup-full", &[]),
        Said::FullStop => say("setup-full-stop", &[]),
        Said::Forgotten => say("setup-forgotten", &[]),
        Said::Trouble(why) => say("setup-trouble", &[("why", why)]),
        Said::Written(file) => say("setup-written", &[("file", file)]),
        Said::Later(base) => say("setup-later", &[("base", base)]),
    }
}
