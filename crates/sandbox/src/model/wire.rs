//! Messages and updates as the Bot API writes them.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::time::At;
use serde_json::{Value, json};

use super::callbacks::Pressed;
use super::chats::{BotStanding, Chat, bot_member};
use super::message::{Author, Content, Message, Service, SharedContact};
use super::telegram::Telegram;

/// Unix time in seconds, as the Bot API dates.
pub(crate) fn date(at: At) -> i64 {
    at.0.div_euclid(1000)
}

impl Telegram {
    pub(crate) fn author_json(&self, author: Author) -> Value {
        match author {
            Author::Bot => self.bot.user(),
            Author::Person(id) => self.user_json(id),
        }
    }

    pub(crate) fn user_json(&self, id: TelegramUser) -> Value {
        match self.people.get(&id) {
            Some(person) => person.user(),
            None => json!({ "id": id, "is_bot": false, "first_name": "" }),
        }
    }

    /// `Message`; the message that it answers stands in it, but not what that one answers.
    pub(crate) fn message_json(&self, chat: &Chat, message: &Message) -> Value {
        let mut object = self.bare_message_json(chat, message);
        if let Some(answered) = message.reply_to.and_then(|id| chat.message(id)) {
            object["reply_to_message"] = self.bare_message_json(chat, answered);
        }
        object
    }

    fn bare_message_json(&self, chat: &Chat, message: &Message) -> Value {
        let mut object = json!({
            "message_id": message.id,
            "date": date(message.at),
            "chat": chat.json(&self.people),
            "from": self.author_json(message.author),
        });
        match &message.content {
            Content::Text => {}
            Content::File { kind, file_id } => self.files.attach(&mut object, *kind, file_id),
            Content::Location {
                latitude,
                longitude,
            } => object["location"] = json!({ "latitude": latitude, "longitude": longitude }),
            Content::Contact(contact) => object["contact"] = shared(contact),
            Content::Sticker { emoji } => object["sticker"] = sticker(emoji),
            Content::Poll { question } => object["poll"] = poll(question),
            Content::Service(service) => self.put_service(&mut object, chat, service),
        }
        if message.anonymous {
            object["from"] = group_anonymous_bot();
            object["sender_chat"] = chat.json(&self.people);
        }
        let (text, entities) = if message.is_text() {
            ("text", "entities")
        } else {
            ("caption", "caption_entities")
        };
        if !message.text.is_empty() {
            object[text] = json!(message.text);
        }
        if !message.entities.is_empty() {
            object[entities] = json!(message.entities);
        }
        if let Some(markup) = message.markup.json() {
            object["reply_markup"] = markup;
        }
        if let Some(edited) = message.edited {
            object["edit_date"] = json!(date(edited));
        }
        if let Some(album) = &message.album {
            object["media_group_id"] = json!(album);
        }
        if message.protect {
            object["has_protected_content"] = json!(true);
        }
        if let Some(author) = message.forwarded_from {
            object["forward_origin"] = json!({
                "type": "user",
                "date": date(message.at),
                "sender_user": self.author_json(author),
            });
        }
        object
    }

    fn put_service(&self, object: &mut Value, chat: &Chat, service: &Service) {
        let who =
            |who: Option<TelegramUser>| self.author_json(who.map_or(Author::Bot, Author::Person));
        match service {
            Service::Joined { who: person } => object["new_chat_members"] = json!([who(*person)]),
            Service::Left { who: person } => object["left_chat_member"] = who(*person),
            Service::MigratedTo { chat } => object["migrate_to_chat_id"] = json!(chat),
            Service::MigratedFrom { chat } => object["migrate_from_chat_id"] = json!(chat),
            Service::Pinned { message } => {
                object["pinned_message"] = match chat.message(*message) {
                    Some(pinned) => self.bare_message_json(chat, pinned),
                    None => unreachable_message(chat, message.0, self),
                };
            }
        }
    }

    /// `CallbackQuery`
    pub(crate) fn press_json(&self, id: &str, pressed: &Pressed) -> Value {
        let message = self.chats.get(&pressed.chat).map(|chat| {
            chat.message(pressed.message).map_or_else(
                || unreachable_message(chat, pressed.message.0, self),
                |message| self.message_json(chat, message),
            )
        });
        json!({
            "id": id,
            "from": self.user_json(pressed.by),
            "message": message,
            "chat_instance": format!("instance{}", pressed.chat),
            "data": pressed.data,
        })
    }

    /// Puts `my_chat_member` in the queue.
    pub(crate) fn push_standing(
        &mut self,
        chat: TelegramChat,
        by: TelegramUser,
        before: BotStanding,
        after: BotStanding,
        now: At,
    ) {
        let Some(chat) = self.chats.get(&chat) else {
            return;
        };
        let update = json!({
            "chat": chat.json(&self.people),
            "from": self.user_json(by),
            "date": date(now),
            "old_chat_member": bot_member(&self.bot, before),
            "new_chat_member": bot_member(&self.bot, after),
        });
        self.queue.push("my_chat_member", &update.to_string(), now);
    }
}

/// `InaccessibleMessage`: its date is 0. Source: Bot API.
fn unreachable_message(chat: &Chat, id: i64, telegram: &Telegram) -> Value {
    json!({ "chat": chat.json(&telegram.people), "message_id": id, "date": 0 })
}

/// Stands in for whoever writes in the name of a group. Source: Bot API, Message.from.
fn group_anonymous_bot() -> Value {
    json!({
        "id": 1_087_968_824,
        "is_bot": true,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    })
}

/// `Contact`
fn shared(contact: &SharedContact) -> Value {
    let mut object = json!({ "phone_number": contact.phone, "first_name": contact.name });
    if let Some(user) = contact.user {
        object["user_id"] = json!(user);
    }
    object
}

fn sticker(emoji: &str) -> Value {
    json!({
        "file_id": "sticker",
        "file_unique_id": "sticker",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": false,
        "is_video": false,
        "emoji": emoji,
    })
}

fn poll(question: &str) -> Value {
    let option = |text: &str| json!({ "text": text, "voter_count": 0 });
    json!({
        "id": "1",
        "question": question,
        "options": [option("1"), option("2")],
        "total_voter_count": 0,
        "is_closed": false,
        "is_anonymous": true,
        "type": "regular",
        "allows_multiple_answers": false,
    })
}
