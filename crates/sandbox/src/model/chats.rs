//! Chats, who is in them, and what the bot may do there.

use std::collections::BTreeMap;

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::keyboard::{Keyboard, Markup};
use super::message::{Author, Message};
use super::people::{Bot, Person};

/// What a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// One person and the bot.
    Private,
    /// A small group; it gets another id when it grows up.
    Group,
    /// A grown-up group.
    Supergroup,
}

impl ChatKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}

/// A person's standing in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Made the group.
    Creator,
    /// May do more than others.
    Administrator,
    /// Anybody else.
    Member,
}

/// The bot's standing in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotStanding {
    /// Never was there.
    Stranger,
    /// There, like anybody.
    Member,
    /// There, and sees everything.
    Administrator,
    /// There, but may not write.
    Restricted,
    /// Went by itself.
    Left,
    /// Was removed.
    Kicked,
}

impl BotStanding {
    /// Whether it gets updates from the chat.
    pub fn present(self) -> bool {
        matches!(self, Self::Member | Self::Administrator | Self::Restricted)
    }
}

/// A group to start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Negative id.
    pub id: TelegramChat,
    /// Small or grown up.
    pub kind: ChatKind,
    /// What stands above it.
    pub title: String,
    /// Who is in it; the first made it.
    pub members: Vec<TelegramUser>,
    /// What the bot is there.
    pub bot: BotStanding,
}

impl Group {
    /// A supergroup with the bot as a plain member.
    pub fn new(
        id: i64,
        title: impl Into<String>,
        members: impl IntoIterator<Item = TelegramUser>,
    ) -> Self {
        Self {
            id: TelegramChat(id),
            kind: ChatKind::Supergroup,
            title: title.into(),
            members: members.into_iter().collect(),
            bot: BotStanding::Member,
        }
    }
}

/// A chat with what was written in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chat {
    /// Its id.
    pub id: TelegramChat,
    /// What it is.
    pub kind: ChatKind,
    /// What stands above it; empty for private chats.
    pub title: String,
    /// People in it.
    pub members: BTreeMap<TelegramUser, Role>,
    /// What the bot is in it.
    pub bot: BotStanding,
    /// What was written and not deleted.
    pub messages: BTreeMap<MessageId, Message>,
    /// The pinned message.
    pub pinned: Option<MessageId>,
    /// The id that works now.
    pub migrated_to: Option<TelegramChat>,
    /// The keyboard below the text field.
    pub keyboard: Option<ShownKeyboard>,
    pub(crate) last_message: i64,
    pub(crate) read: BTreeMap<TelegramUser, MessageId>,
}

/// A reply keyboard that stays until another message takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownKeyboard {
    /// The message that brought it.
    pub message: MessageId,
    /// Whose phone shows it; `None` is everybody's.
    pub only: Option<TelegramUser>,
    /// What it is.
    pub keyboard: Keyboard,
}

impl Chat {
    /// Whether somebody may do here what members may not.
    pub(crate) fn administered_by(&self, person: TelegramUser) -> bool {
        matches!(
            self.members.get(&person),
            Some(Role::Creator | Role::Administrator)
        )
    }

    pub(crate) fn group(group: Group) -> Self {
        let members = group
            .members
            .into_iter()
            .enumerate()
            .map(|(place, id)| {
                let role = if place == 0 {
                    Role::Creator
                } else {
                    Role::Member
                };
                (id, role)
            })
            .collect();
        Self {
            members,
            title: group.title,
            bot: group.bot,
            ..Self::empty(group.id, group.kind)
        }
    }

    pub(crate) fn private(person: TelegramUser) -> Self {
        Self {
            members: BTreeMap::from([(person, Role::Member)]),
            bot: BotStanding::Member,
            ..Self::empty(person.private_chat(), ChatKind::Private)
        }
    }

    fn empty(id: TelegramChat, kind: ChatKind) -> Self {
        Self {
            id,
            kind,
            title: String::new(),
            members: BTreeMap::new(),
            bot: BotStanding::Stranger,
            messages: BTreeMap::new(),
            pinned: None,
            migrated_to: None,
            keyboard: None,
            last_message: 0,
            read: BTreeMap::new(),
        }
    }

    pub(crate) fn next_message(&mut self) -> MessageId {
        self.last_message += 1;
        MessageId(self.last_message)
    }

    pub(crate) fn show_keyboard(
        &mut self,
        message: MessageId,
        markup: &Markup,
        reader: Option<TelegramUser>,
    ) {
        match markup {
            Markup::Keyboard(keyboard) => {
                self.keyboard = Some(ShownKeyboard {
                    message,
                    only: reader.filter(|_| keyboard.selective),
                    keyboard: keyboard.clone(),
                });
            }
            Markup::Remove => self.keyboard = None,
            Markup::None | Markup::Inline(_) | Markup::Force(_) => {}
        }
    }

    /// A message, if it was not deleted.
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(&id)
    }

    /// The newest message of the bot.
    pub fn last_of_bot(&self) -> Option<&Message> {
        self.messages
            .values()
            .rev()
            .find(|message| message.author == Author::Bot)
    }

    /// What this person has not read, counted up to `most`.
    pub fn unread(&self, person: TelegramUser, most: usize) -> usize {
        let read = self.read.get(&person).copied().unwrap_or(MessageId(0));
        self.messages
            .range(MessageId(read.0 + 1)..)
            .filter(|(_, message)| message.author != Author::Person(person))
            .take(most)
            .count()
    }

    /// Up to which message this person has read.
    pub fn read_to(&self, person: TelegramUser) -> MessageId {
        self.read.get(&person).copied().unwrap_or(MessageId(0))
    }

    pub(crate) fn set_read(&mut self, person: TelegramUser, message: MessageId) -> bool {
        let read = self.read.entry(person).or_insert(MessageId(0));
        let further = message > *read;
        *read = message.max(*read);
        further
    }

    /// `Chat` of the Bot API.
    pub(crate) fn json(&self, people: &BTreeMap<TelegramUser, Person>) -> Value {
        let mut chat = json!({ "id": self.id, "type": self.kind.name() });
        match people.get(&TelegramUser(self.id.0)) {
            Some(person) if self.kind == ChatKind::Private => {
                chat["first_name"] = json!(person.name);
                if let Some(last) = &person.last_name {
                    chat["last_name"] = json!(last);
                }
                if let Some(name) = &person.username {
                    chat["username"] = json!(name);
                }
            }
            _ => chat["title"] = json!(self.title),
        }
        chat
    }
}

/// `ChatMember` of the Bot API for the bot.
pub(crate) fn bot_member(bot: &Bot, standing: BotStanding) -> Value {
    member(&bot.user(), standing_name(standing))
}

/// `ChatMember` of the Bot API for a person.
pub(crate) fn person_member(person: &Person, role: Option<Role>) -> Value {
    let status = match role {
        Some(Role::Creator) => "creator",
        Some(Role::Administrator) => "administrator",
        Some(Role::Member) => "member",
        None => "left",
    };
    member(&person.user(), status)
}

fn standing_name(standing: BotStanding) -> &'static str {
    match standing {
        BotStanding::Stranger | BotStanding::Left => "left",
        BotStanding::Member => "member",
        BotStanding::Administrator => "administrator",
        BotStanding::Restricted => "restricted",
        BotStanding::Kicked => "kicked",
    }
}

fn member(user: &Value, status: &str) -> Value {
    let mut member = json!({ "status": status, "user": user });
    let rights: &[(&str, bool)] = match status {
        "creator" => &[("is_anonymous", false)],
        "administrator" => &[
            ("can_be_edited", false),
            ("is_anonymous", false),
            ("can_manage_chat", true),
            ("can_delete_messages", true),
            ("can_manage_video_chats", true),
            ("can_restrict_members", true),
            ("can_promote_members", false),
            ("can_change_info", true),
            ("can_invite_users", true),
            ("can_post_stories", false),
            ("can_edit_stories", false),
            ("can_delete_stories", false),
            ("can_pin_messages", true),
        ],
        "restricted" => &[
            ("is_member", true),
            ("can_send_messages", false),
            ("can_send_audios", false),
            ("can_send_documents", false),
            ("can_send_photos", false),
            ("can_send_videos", false),
            ("can_send_video_notes", false),
            ("can_send_voice_notes", false),
            ("can_send_polls", false),
            ("can_send_other_messages", false),
            ("can_add_web_page_previews", false),
            ("can_change_info", false),
            ("can_invite_users", false),
            ("can_pin_messages", false),
            ("can_manage_topics", false),
        ],
        _ => &[],
    };
    for (right, granted) in rights {
        member[*right] = json!(granted);
    }
    if matches!(status, "restricted" | "kicked") {
        member["until_date"] = json!(0);
    }
    member
}
