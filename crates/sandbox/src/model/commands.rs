//! The bot's list of commands, per scope and language.
//! Source: Bot API, BotCommandScope, "Determining list of commands".

use std::collections::BTreeMap;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::ApiError;
use super::chats::{Chat, ChatKind, Role};

/// Commands in one list. Source: Bot API, setMyCommands.
const MOST: usize = 100;

/// A command with its explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Without the slash.
    pub command: String,
    /// What it does.
    pub description: String,
}

impl Command {
    fn read(value: &Value) -> Result<Self, ApiError> {
        let name = value["command"].as_str().unwrap_or_default();
        let name = name.strip_prefix('/').unwrap_or(name);
        let description = value["description"].as_str().unwrap_or_default().trim();
        let fits = (1..=32).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&description.chars().count()) {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        Ok(Self {
            command: name.to_owned(),
            description: description.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Reach {
    Default,
    AllPrivate,
    AllGroups,
    AllAdministrators,
    Chat(TelegramChat),
    ChatAdministrators(TelegramChat),
    ChatMember(TelegramChat, TelegramUser),
}

impl Reach {
    fn read(scope: Option<&Value>) -> Result<Self, ApiError> {
        let Some(scope) = scope else {
            return Ok(Self::Default);
        };
        let chat = || {
            scope["chat_id"]
                .as_i64()
                .map(TelegramChat)
                .ok_or_else(|| ApiError::bad("chat not found"))
        };
        Ok(match scope["type"].as_str().unwrap_or_default() {
            "default" => Self::Default,
            "all_private_chats" => Self::AllPrivate,
            "all_group_chats" => Self::AllGroups,
            "all_chat_administrators" => Self::AllAdministrators,
            "chat" => Self::Chat(chat()?),
            "chat_administrators" => Self::ChatAdministrators(chat()?),
            "chat_member" => {
                let user = scope["user_id"].as_i64().map(TelegramUser);
                Self::ChatMember(
                    chat()?,
                    user.ok_or_else(|| ApiError::bad("invalid user_id specified"))?,
                )
            }
            _ => {
                return Err(ApiError::bad(
                    "can't parse BotCommandScope: unsupported type specified",
                ));
            }
        })
    }

    /// The scopes that apply, the narrowest first.
    fn for_reader(chat: &Chat, person: TelegramUser) -> Vec<Self> {
        if chat.kind == ChatKind::Private {
            return vec![Self::Chat(chat.id), Self::AllPrivate, Self::Default];
        }
        let leads = matches!(
            chat.members.get(&person),
            Some(Role::Creator | Role::Administrator)
        );
        let mut reaches = vec![Self::ChatMember(chat.id, person)];
        if leads {
            reaches.push(Self::ChatAdministrators(chat.id));
        }
        reaches.push(Self::Chat(chat.id));
        if leads {
            reaches.push(Self::AllAdministrators);
        }
        reaches.extend([Self::AllGroups, Self::Default]);
        reaches
    }
}

/// The lists as they were set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Listed>", into = "Vec<Listed>")]
pub(crate) struct Commands {
    lists: BTreeMap<(Reach, String), Vec<Command>>,
}

/// JSON names fields by text only, so a kept list carries its reach and language with it.
#[derive(Serialize, Deserialize)]
struct Listed {
    reach: Reach,
    language: String,
    commands: Vec<Command>,
}

impl From<Vec<Listed>> for Commands {
    fn from(listed: Vec<Listed>) -> Self {
        let lists = listed
            .into_iter()
            .map(|list| ((list.reach, list.language), list.commands));
        Self {
            lists: lists.collect(),
        }
    }
}

impl From<Commands> for Vec<Listed> {
    fn from(commands: Commands) -> Self {
        let lists = commands.lists.into_iter();
        lists
            .map(|((reach, language), commands)| Listed {
                reach,
                language,
                commands,
            })
            .collect()
    }
}

impl Commands {
    pub(crate) fn set(
        &mut self,
        scope: Option<&Value>,
        language: &str,
        list: &Value,
    ) -> Result<(), ApiError> {
        let key = (Reach::read(scope)?, checked(language)?);
        let list = list
            .as_array()
            .ok_or_else(|| ApiError::bad("can't parse commands JSON object"))?;
        if list.len() > MOST {
            return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
        }
        let commands = list.iter().map(Command::read).collect::<Result<_, _>>()?;
        self.lists.insert(key, commands);
        Ok(())
    }

    pub(crate) fn get(
        &self,
        scope: Option<&Value>,
        language: &str,
    ) -> Result<&[Command], ApiError> {
        let key = (Reach::read(scope)?, checked(language)?);
        Ok(self.lists.get(&key).map_or(&[], Vec::as_slice))
    }

    pub(crate) fn delete(&mut self, scope: Option<&Value>, language: &str) -> Result<(), ApiError> {
        let key = (Reach::read(scope)?, checked(language)?);
        self.lists.remove(&key);
        Ok(())
    }

    /// What a person's phone offers in a chat.
    pub(crate) fn seen_by(
        &self,
        chat: &Chat,
        person: TelegramUser,
        language: Option<&str>,
    ) -> &[Command] {
        let language = language.and_then(|tag| tag.get(..2)).unwrap_or_default();
        for reach in Reach::for_reader(chat, person) {
            for language in [language, ""] {
                let list = self.lists.get(&(reach.clone(), language.to_owned()));
                if let Some(list) = list.filter(|list| !list.is_empty()) {
                    return list;
                }
            }
        }
        &[]
    }
}

/// Two letters or none. Source: Bot API, setMyCommands.language_code.
fn checked(language: &str) -> Result<String, ApiError> {
    let fits = language.is_empty()
        || (language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase()));
    if fits {
        Ok(language.to_owned())
    } else {
        Err(ApiError::bad("invalid language code specified"))
    }
}
