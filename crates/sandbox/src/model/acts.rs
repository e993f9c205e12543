//! What people do at their phones.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::time::At;

use super::callbacks::Pressed;
use super::chats::BotStanding;
use super::keyboard::Markup;
use super::message::{Author, Content, Message};
use super::saying::Saying;
use super::telegram::Telegram;
use super::text;
use super::transcript::{About, Happening};

/// Something that can't be done at a phone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// Nobody has this id.
    #[error("nobody has the id {0}")]
    NoSuchPerson(TelegramUser),
    /// No chat has this id.
    #[error("no chat has the id {0}")]
    NoSuchChat(TelegramChat),
    /// No file has this handle, or it is of another kind.
    #[error("no such file: {0}")]
    NoSuchFile(String),
    /// Not there, or deleted.
    #[error("chat {0} has no message {1}")]
    NoSuchMessage(TelegramChat, MessageId),
    /// No button of the message holds this.
    #[error("message {1} in chat {0} has no button that sends `{2}`")]
    NoSuchButton(TelegramChat, MessageId, String),
    /// Only members write in a group.
    #[error("{0} is not in chat {1}")]
    NotAMember(TelegramUser, TelegramChat),
    /// A blocked bot can't be written to.
    #[error("{0} has blocked the bot")]
    Blocked(TelegramUser),
    /// An account that is gone does nothing.
    #[error("the account of {0} is deactivated")]
    Deactivated(TelegramUser),
    /// Only who wrote a message changes it.
    #[error("message {1} in chat {0} is of somebody else")]
    NotTheirs(TelegramChat, MessageId),
    /// Only administrators write in the name of a group.
    #[error("{0} does not administer chat {1}")]
    NotAnonymous(TelegramUser, TelegramChat),
    /// Nothing to send.
    #[error("the message is empty")]
    Empty,
    /// Longer than a phone sends.
    #[error("the message has more than {0} characters")]
    TooLong(usize),
    /// The group has another id now.
    #[error("chat {0} is now {1}")]
    Moved(TelegramChat, TelegramChat),
    /// Only small groups become supergroups, and only to an id that is free.
    #[error("chat {0} can't become a supergroup with the id {1}")]
    CannotMigrate(TelegramChat, TelegramChat),
}

impl Telegram {
    /// Sends text.
    pub fn say(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        text: &str,
        now: At,
    ) -> Result<MessageId, Mistake> {
        self.send(person, chat, Saying::text(text), now)
    }

    /// Sends text as an answer to a message.
    pub fn reply(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        to: MessageId,
        text: &str,
        now: At,
    ) -> Result<MessageId, Mistake> {
        self.send(person, chat, Saying::text(text).replying(to), now)
    }

    /// Presses Start in the private chat, with the code of a link if there is one.
    pub fn start(
        &mut self,
        person: TelegramUser,
        code: Option<&str>,
        now: At,
    ) -> Result<MessageId, Mistake> {
        let text = match code {
            Some(code) => format!("/start {code}"),
            None => "/start".to_owned(),
        };
        self.say(person, person.private_chat(), &text, now)
    }

    /// Sends anything a phone can send.
    pub fn send(
        &mut self,
        person: TelegramUser,
        chat_id: TelegramChat,
        saying: Saying,
        now: At,
    ) -> Result<MessageId, Mistake> {
        self.may_act(person, chat_id)?;
        if saying.anonymous && !self.administers(person, chat_id) {
            return Err(Mistake::NotAnonymous(person, chat_id));
        }
        let text = saying.text.trim();
        let (content, most) = self.content(&saying)?;
        let text = if most == 0 { "" } else { text };
        if text::units(text) > most {
            return Err(Mistake::TooLong(most));
        }
        if let Some(id) = saying.reply_to
            && self.message(chat_id, id).is_none()
        {
            return Err(Mistake::NoSuchMessage(chat_id, id));
        }
        let message = Message {
            entities: text::found(text),
            text: text.to_owned(),
            content,
            reply_to: saying.reply_to,
            forwarded_from: saying.forwarded_from.map(Author::Person),
            anonymous: saying.anonymous,
            album: saying.album,
            ..Message::of(person, now)
        };
        if chat_id.is_private() {
            self.mark_started(person, now);
        }
        let id = self
            .post(chat_id, message)
            .map_err(|_| Mistake::NoSuchChat(chat_id))?;
        self.read(person, chat_id, id, now)?;
        self.tell_bot("message", chat_id, id, now);
        Ok(id)
    }

    /// What a message carries, and how many characters may stand with it.
    fn content(&mut self, saying: &Saying) -> Result<(Content, usize), Mistake> {
        if let Some((kind, file_id)) = &saying.file {
            if self.files.use_as(file_id, *kind) != Some(true) {
                return Err(Mistake::NoSuchFile(file_id.clone()));
            }
            let (kind, file_id) = (*kind, file_id.clone());
            return Ok((Content::File { kind, file_id }, text::CAPTION_UNITS));
        }
        if let Some((latitude, longitude)) = saying.location {
            let content = Content::Location {
                latitude,
                longitude,
            };
            return Ok((content, 0));
        }
        if let Some(contact) = saying.contact.clone() {
            return Ok((Content::Contact(contact), 0));
        }
        if let Some(emoji) = saying.sticker.clone() {
            return Ok((Content::Sticker { emoji }, 0));
        }
        if let Some(question) = saying.poll.clone() {
            return Ok((Content::Poll { question }, 0));
        }
        if saying.text.trim().is_empty() {
            return Err(Mistake::Empty);
        }
        Ok((Content::Text, text::TEXT_UNITS))
    }

    fn administers(&self, person: TelegramUser, chat: TelegramChat) -> bool {
        self.chats
            .get(&chat)
            .is_some_and(|chat| chat.administered_by(person))
    }

    /// Changes the text of an own message.
    pub fn edit_text(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        id: MessageId,
        text: &str,
        now: At,
    ) -> Result<(), Mistake> {
        self.may_act(person, chat)?;
        let mut message = self
            .message(chat, id)
            .ok_or(Mistake::NoSuchMessage(chat, id))?
            .clone();
        if message.author != Author::Person(person) {
            return Err(Mistake::NotTheirs(chat, id));
        }
        let text = text.trim();
        if text.is_empty() && message.is_text() {
            return Err(Mistake::Empty);
        }
        message.text = text.to_owned();
        message.entities = text::found(text);
        message.edited = Some(now);
        self.replace(chat, message, now);
        self.tell_bot("edited_message", chat, id, now);
        Ok(())
    }

    /// Deletes a message: an own one anywhere, any in a private chat, and whoever administers a
    /// group any there. The bot is not told, as Telegram tells bots nothing of it.
    pub fn delete(
        &mut self,
        person: TelegramUser,
        chat_id: TelegramChat,
        id: MessageId,
        now: At,
    ) -> Result<(), Mistake> {
        self.may_act(person, chat_id)?;
        let chat = self
            .chats
            .get_mut(&chat_id)
            .ok_or(Mistake::NoSuchChat(chat_id))?;
        let any = chat_id.is_private() || chat.administered_by(person);
        match chat.message(id) {
            None => return Err(Mistake::NoSuchMessage(chat_id, id)),
            Some(message) if !any && message.author != Author::Person(person) => {
                return Err(Mistake::NotTheirs(chat_id, id));
            }
            Some(_) => chat.messages.remove(&id),
        };
        self.happened(Some(chat_id), now, Happening::Deleted { message: id });
        Ok(())
    }

    /// Presses a button that is there; gives the id of the callback query.
    pub fn press(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
        now: At,
    ) -> Result<String, Mistake> {
        let found = self
            .message(chat, message)
            .ok_or(Mistake::NoSuchMessage(chat, message))?;
        if !found
            .markup
            .buttons()
            .any(|button| button.data() == Some(data))
        {
            return Err(Mistake::NoSuchButton(chat, message, data.to_owned()));
        }
        self.press_stale(person, chat, message, data, now)
    }

    /// Presses a button that the phone still shows although it is gone: an edit is on its way.
    pub fn press_stale(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
        now: At,
    ) -> Result<String, Mistake> {
        self.may_act(person, chat)?;
        let pressed = Pressed {
            by: person,
            chat,
            message,
            data: data.to_owned(),
            at: now,
            answer: None,
        };
        let label = self
            .message(chat, message)
            .and_then(|message| {
                message
                    .markup
                    .buttons()
                    .find(|button| button.data() == Some(data))
            })
            .map(|button| button.text.clone())
            .unwrap_or_default();
        let id = self.callbacks.press(pressed.clone());
        let update = self.press_json(&id, &pressed).to_string();
        if self.bot_is_in(chat) {
            self.queue.push("callback_query", &update, now);
        }
        let happening = Happening::Pressed {
            by: person,
            message,
            label,
            data: data.to_owned(),
            press: id.clone(),
        };
        self.happened(Some(chat), now, happening);
        Ok(id)
    }

    /// Has read up to a message.
    pub fn read(
        &mut self,
        person: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        now: At,
    ) -> Result<(), Mistake> {
        let further = self
            .chats
            .get_mut(&chat)
            .ok_or(Mistake::NoSuchChat(chat))?
            .set_read(person, message);
        if further {
            let by = person;
            self.happened(Some(chat), now, Happening::Read { by, message });
        }
        Ok(())
    }

    /// Blocks the bot.
    pub fn block(&mut self, person: TelegramUser, now: At) -> Result<(), Mistake> {
        self.known(person)?;
        self.set_blocked(person, true, now);
        Ok(())
    }

    /// Takes the block back.
    pub fn unblock(&mut self, person: TelegramUser, now: At) -> Result<(), Mistake> {
        self.known(person)?;
        self.set_blocked(person, false, now);
        Ok(())
    }

    /// Leaves Telegram. Bots are not told.
    pub fn deactivate(&mut self, person: TelegramUser, now: At) -> Result<(), Mistake> {
        self.people
            .get_mut(&person)
            .ok_or(Mistake::NoSuchPerson(person))?
            .deactivated = true;
        self.changed(About::People, now);
        Ok(())
    }

    pub(crate) fn set_blocked(&mut self, id: TelegramUser, blocked: bool, now: At) {
        let Some(person) = self.people.get_mut(&id) else {
            return;
        };
        if person.blocked == blocked {
            return;
        }
        person.blocked = blocked;
        let met = person.started;
        // Only who once started the bot can be heard of. Source: Bot API, Update.my_chat_member.
        if met {
            let (before, after) = if blocked {
                (BotStanding::Member, BotStanding::Kicked)
            } else {
                (BotStanding::Kicked, BotStanding::Member)
            };
            self.push_standing(id.private_chat(), id, before, after, now);
        }
        self.changed(About::People, now);
    }

    fn mark_started(&mut self, id: TelegramUser, now: At) {
        if let Some(person) = self.people.get_mut(&id)
            && !person.started
        {
            person.started = true;
            self.changed(About::People, now);
        }
    }
}

impl Message {
    /// An empty message of a person, to be filled in.
    pub(crate) fn of(person: TelegramUser, now: At) -> Self {
        Self {
            id: MessageId(0),
            at: now,
            author: Author::Person(person),
            text: String::new(),
            entities: Vec::new(),
            content: Content::Text,
            reply_to: None,
            edited: None,
            silent: false,
            protect: false,
            markup: Markup::None,
            forwarded_from: None,
            anonymous: false,
            album: None,
            reactions: Vec::new(),
        }
    }
}
