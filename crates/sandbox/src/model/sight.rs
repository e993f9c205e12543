//! Who may do what at a phone, and what the bot gets to see of it.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::time::At;

use super::acts::Mistake;
use super::chats::{BotStanding, Chat, ChatKind};
use super::message::{Content, Message};
use super::telegram::Telegram;
use super::text;

impl Telegram {
    pub(crate) fn known(&self, person: TelegramUser) -> Result<(), Mistake> {
        match self.people.get(&person) {
            None => Err(Mistake::NoSuchPerson(person)),
            Some(person) if person.deactivated => Err(Mistake::Deactivated(person.id)),
            Some(_) => Ok(()),
        }
    }

    pub(crate) fn may_act(&self, person: TelegramUser, chat: TelegramChat) -> Result<(), Mistake> {
        self.known(person)?;
        let found = self.chats.get(&chat).ok_or(Mistake::NoSuchChat(chat))?;
        if let Some(to) = found.migrated_to {
            return Err(Mistake::Moved(chat, to));
        }
        if !found.members.contains_key(&person) {
            return Err(Mistake::NotAMember(person, chat));
        }
        let blocked = self.people.get(&person).is_some_and(|who| who.blocked);
        if found.kind == ChatKind::Private && blocked {
            return Err(Mistake::Blocked(person));
        }
        Ok(())
    }

    pub(crate) fn bot_is_in(&self, chat: TelegramChat) -> bool {
        self.chats.get(&chat).is_some_and(|chat| chat.bot.present())
    }

    /// Puts a message in the bot's queue, if the bot may see it.
    pub(crate) fn tell_bot(&mut self, kind: &str, chat: TelegramChat, id: MessageId, now: At) {
        let Some(chat) = self.chats.get(&chat) else {
            return;
        };
        let Some(message) = chat.message(id) else {
            return;
        };
        if !self.bot_sees(chat, message) || !self.queue.wants(kind) {
            return;
        }
        let payload = self.message_json(chat, message).to_string();
        self.queue.push(kind, &payload, now);
    }

    /// Source: Telegram, "Bots: privacy mode".
    fn bot_sees(&self, chat: &Chat, message: &Message) -> bool {
        if !chat.bot.present() {
            return false;
        }
        let open = chat.kind == ChatKind::Private
            || chat.bot == BotStanding::Administrator
            || !self.bot.privacy
            || matches!(message.content, Content::Service(_));
        if open {
            return true;
        }
        let answers_bot = message
            .reply_to
            .and_then(|id| chat.message(id))
            .is_some_and(Message::by_bot);
        let meant = text::command(&message.text).is_some_and(|(_, bot)| {
            bot.is_none_or(|name| name.eq_ignore_ascii_case(&self.bot.username))
        });
        answers_bot || meant
    }
}
