//! What happens to groups: who comes and goes, the bot's standing, the growing up.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::time::At;

use super::acts::Mistake;
use super::chats::{BotStanding, Chat, ChatKind, Group, Role};
use super::message::{Author, Content, Message, Service};
use super::people::Person;
use super::telegram::Telegram;
use super::transcript::About;

impl Telegram {
    /// Somebody gets Telegram.
    pub fn add_person(&mut self, person: Person, now: At) {
        let chat = Chat::private(person.id);
        self.chats.entry(chat.id).or_insert(chat);
        self.people.insert(person.id, person);
        self.changed(About::People, now);
    }

    /// Somebody makes a group. The bot hears of it if it is in it.
    pub fn add_group(&mut self, group: Group, now: At) {
        let (id, creator, standing) = (group.id, group.members.first().copied(), group.bot);
        let before = Chat::group(Group {
            bot: BotStanding::Stranger,
            ..group
        });
        self.chats.insert(id, before);
        if standing != BotStanding::Stranger {
            self.set_standing(id, creator, standing, now);
        }
        self.changed(About::Chats, now);
    }

    /// Somebody comes into a group.
    pub fn join(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        now: At,
    ) -> Result<(), Mistake> {
        self.known(person)?;
        let found = self.chats.get_mut(&chat).ok_or(Mistake::NoSuchChat(chat))?;
        found.members.entry(person).or_insert(Role::Member);
        self.service(chat, person, Service::Joined { who: Some(person) }, now);
        self.changed(About::Chats, now);
        Ok(())
    }

    /// Somebody goes.
    pub fn leave(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        now: At,
    ) -> Result<(), Mistake> {
        self.may_act(person, chat)?;
        self.service(chat, person, Service::Left { who: Some(person) }, now);
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.members.remove(&person);
        }
        self.changed(About::Chats, now);
        Ok(())
    }

    /// Somebody gives a member other rights.
    pub fn set_role(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        role: Role,
        now: At,
    ) -> Result<(), Mistake> {
        self.may_act(person, chat)?;
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.members.insert(person, role);
        }
        self.changed(About::Chats, now);
        Ok(())
    }

    /// Somebody adds the bot, removes it, or gives it other rights; `None` is the bot itself.
    pub fn set_standing(
        &mut self,
        id: TelegramChat,
        by: Option<TelegramUser>,
        after: BotStanding,
        now: At,
    ) {
        let Some(chat) = self.chats.get_mut(&id) else {
            return;
        };
        let before = chat.bot;
        if before == after {
            return;
        }
        let actor = by.unwrap_or(self.bot.id);
        if before.present() && !after.present() {
            self.service(id, actor, Service::Left { who: None }, now);
        }
        if let Some(chat) = self.chats.get_mut(&id) {
            chat.bot = after;
        }
        self.push_standing(id, actor, before, after, now);
        if !before.present() && after.present() {
            self.service(id, actor, Service::Joined { who: None }, now);
        }
        self.changed(About::Chats, now);
    }

    /// The fault: thrown out by the one who made the group.
    pub(crate) fn shut_out(&mut self, id: TelegramChat, now: At) {
        let by = self.creator(id);
        self.set_standing(id, by, BotStanding::Kicked, now);
    }

    pub(crate) fn let_in_again(&mut self, id: TelegramChat, now: At) {
        let by = self.creator(id);
        self.set_standing(id, by, BotStanding::Member, now);
    }

    fn creator(&self, id: TelegramChat) -> Option<TelegramUser> {
        let members = &self.chats.get(&id)?.members;
        members
            .iter()
            .find(|(_, role)| **role == Role::Creator)
            .or_else(|| members.iter().next())
            .map(|(id, _)| *id)
    }

    /// A group grows up: it gets another id, the old one refuses from now on, and both chats get
    /// a service message. Source: Bot API, Message.migrate_to_chat_id.
    pub fn migrate(
        &mut self,
        from: TelegramChat,
        to: TelegramChat,
        now: At,
    ) -> Result<(), Mistake> {
        let refused = Mistake::CannotMigrate(from, to);
        let group = self.chats.get(&from).ok_or(Mistake::NoSuchChat(from))?;
        if group.kind != ChatKind::Group
            || group.migrated_to.is_some()
            || self.chats.contains_key(&to)
        {
            return Err(refused);
        }
        let by = self.creator(from).ok_or(refused)?;
        let grown = Chat {
            members: group.members.clone(),
            bot: group.bot,
            ..Chat::group(Group {
                id: to,
                kind: ChatKind::Supergroup,
                title: group.title.clone(),
                members: Vec::new(),
                bot: group.bot,
            })
        };
        self.chats.insert(to, grown);
        self.service(from, by, Service::MigratedTo { chat: to }, now);
        if let Some(group) = self.chats.get_mut(&from) {
            group.migrated_to = Some(to);
        }
        self.service(to, by, Service::MigratedFrom { chat: from }, now);
        self.changed(About::Chats, now);
        Ok(())
    }

    fn service(&mut self, chat: TelegramChat, by: TelegramUser, service: Service, now: At) {
        let mut message = Message {
            content: Content::Service(service),
            silent: true,
            ..Message::of(by, now)
        };
        if by == self.bot.id {
            message.author = Author::Bot;
        }
        if let Ok(id) = self.post(chat, message) {
            self.tell_bot("message", chat, id, now);
        }
    }
}
