//! What people say, see and press.

use dutybell_core::ids::{MessageId, TelegramChat, TelegramUser};
use dutybell_core::incoming::AttachmentKind;
use dutybell_sandbox::model::{File, Happening, MessageView, Saying, Telegram, Toast};

use super::{Town, user};

/// Where something is said: a group by its id, the private chat with the bot by who is in it.
pub(crate) trait Place: Copy {
    /// The chat.
    fn chat(self) -> TelegramChat;
}

impl Place for TelegramChat {
    fn chat(self) -> TelegramChat {
        self
    }
}

impl Place for &str {
    fn chat(self) -> TelegramChat {
        user(self).private_chat()
    }
}

/// A message of the bot, as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Where.
    pub(crate) chat: TelegramChat,
    /// How it looked when it came.
    pub(crate) view: MessageView,
}

impl Seen {
    /// Its id.
    pub(crate) fn id(&self) -> MessageId {
        self.view.id
    }

    /// Its text.
    pub(crate) fn text(&self) -> &str {
        &self.view.text
    }

    /// The data of a button that it came with.
    pub(crate) fn data(&self, label: &str) -> String {
        data(&self.view, label).unwrap_or_else(|| panic!("no button {label}: {:?}", self.view))
    }
}

impl Town {
    /// Somebody writes.
    pub(crate) fn says(&self, who: &str, place: impl Place, text: &str) -> MessageId {
        self.sends(who, place, Saying::text(text))
    }

    /// Somebody answers a message.
    pub(crate) fn replies(
        &self,
        who: &str,
        place: impl Place,
        to: MessageId,
        text: &str,
    ) -> MessageId {
        self.sends(who, place, Saying::text(text).replying(to))
    }

    /// Somebody sends a photo with a caption.
    pub(crate) fn shows_photo(&self, who: &str, place: impl Place, caption: &str) -> MessageId {
        let photo = self.photo();
        let saying = Saying::text(caption).with_file(AttachmentKind::Photo, photo);
        self.sends(who, place, saying)
    }

    /// A photo on somebody's phone.
    pub(crate) fn photo(&self) -> String {
        self.telegram(|telegram, _| {
            telegram.keep_file(File {
                kind: Some(AttachmentKind::Photo),
                name: "photo.jpg".to_owned(),
                mime: "image/jpeg".to_owned(),
                bytes: [0xff, 0xd8, 0xff].into(),
            })
        })
    }

    /// Somebody deletes a message of the bot.
    pub(crate) fn deletes(&self, who: &str, seen: &Seen) {
        let done =
            self.telegram(|telegram, now| telegram.delete(user(who), seen.chat, seen.id(), now));
        done.unwrap_or_else(|mistake| self.fail(&format!("{who}: {mistake}")));
    }

    /// Somebody sends anything a phone sends.
    pub(crate) fn sends(&self, who: &str, place: impl Place, saying: Saying) -> MessageId {
        let sent =
            self.telegram(|telegram, now| telegram.send(user(who), place.chat(), saying, now));
        sent.unwrap_or_else(|mistake| self.fail(&format!("{who}: {mistake}")))
    }

    /// A new message of the bot that does not ring.
    pub(crate) async fn sees(&mut self, place: impl Place, text: &str) -> Seen {
        let seen = self.comes(place, text).await;
        assert!(seen.view.silent, "it rings: {}", seen.text());
        seen
    }

    /// A new message of the bot that rings.
    pub(crate) async fn rings(&mut self, place: impl Place, text: &str) -> Seen {
        let seen = self.comes(place, text).await;
        assert!(!seen.view.silent, "it does not ring: {}", seen.text());
        seen
    }

    async fn comes(&mut self, place: impl Place, text: &str) -> Seen {
        let chat = place.chat();
        let known = self.seen.clone();
        let view = self
            .until(&format!("“{text}” in {chat}"), |telegram| {
                posted(telegram)
                    .filter(|(at, view)| *at == chat && !known.contains(&(chat, view.id)))
                    .find(|(_, view)| view.text.contains(text))
                    .map(|(_, view)| view.clone())
            })
            .await;
        self.seen.push((chat, view.id));
        Seen { chat, view }
    }

    /// Waits until a message of the bot that is still there reads so, whenever it came.
    pub(crate) async fn shows(&mut self, place: impl Place, text: &str) -> MessageView {
        let chat = place.chat();
        self.until(
            &format!("a message that shows “{text}” in {chat}"),
            |telegram| {
                messages(telegram, chat)
                    .into_iter()
                    .rfind(|view| view.text.contains(text))
            },
        )
        .await
    }

    /// Waits until a message reads otherwise.
    pub(crate) async fn becomes(&mut self, seen: &Seen, text: &str) -> MessageView {
        let (chat, id) = (seen.chat, seen.id());
        self.until(
            &format!("“{text}” instead of “{}”", seen.text()),
            |telegram| {
                messages(telegram, chat)
                    .into_iter()
                    .find(|view| view.id == id && view.text.contains(text))
            },
        )
        .await
    }

    /// A message as it is now.
    pub(crate) fn now(&self, seen: &Seen) -> MessageView {
        let all = self.telegram(|telegram, _| messages(telegram, seen.chat));
        let now = all.into_iter().find(|view| view.id == seen.id());
        now.unwrap_or_else(|| self.fail("the message is gone"))
    }

    /// All messages of the bot in a chat, as they are now.
    pub(crate) fn wall(&self, place: impl Place) -> Vec<MessageView> {
        self.telegram(|telegram, _| messages(telegram, place.chat()))
    }

    /// Waits until a message has lost its buttons.
    pub(crate) async fn loses_buttons(&mut self, seen: &Seen) {
        let (chat, id) = (seen.chat, seen.id());
        self.until(
            &format!("no buttons under “{}”", seen.text()),
            |telegram| {
                messages(telegram, chat)
                    .into_iter()
                    .find(|view| view.id == id && view.buttons.is_empty())
            },
        )
        .await;
    }

    /// Somebody presses the newest button with this label in his private chat.
    pub(crate) async fn presses(&mut self, who: &str, label: &str) -> Toast {
        self.presses_in(user(who).private_chat(), who, label).await
    }

    /// Somebody presses the newest button with this label in a chat.
    pub(crate) async fn presses_in(&mut self, place: impl Place, who: &str, label: &str) -> Toast {
        let press = self.begins_press(place, who, label).await;
        self.toast(&press).await
    }

    /// The press alone; its answer comes with [`Town::toast`].
    pub(crate) async fn begins_press(
        &mut self,
        place: impl Place,
        who: &str,
        label: &str,
    ) -> String {
        let chat = place.chat();
        let (message, data) = self
            .until(&format!("a button “{label}” in {chat}"), |telegram| {
                let mut newest = messages(telegram, chat).into_iter().rev();
                newest.find_map(|view| Some((view.id, data(&view, label)?)))
            })
            .await;
        self.press(user(who), chat, message, &data)
    }

    /// Presses a button that a message came with, though it may be gone by now.
    pub(crate) async fn presses_late(&mut self, who: &str, seen: &Seen, label: &str) -> Toast {
        let press = self.press(user(who), seen.chat, seen.id(), &seen.data(label));
        self.toast(&press).await
    }

    /// A press with any data.
    pub(crate) fn press(
        &self,
        who: TelegramUser,
        chat: TelegramChat,
        message: MessageId,
        data: &str,
    ) -> String {
        let pressed =
            self.telegram(|telegram, now| telegram.press_stale(who, chat, message, data, now));
        pressed.unwrap_or_else(|mistake| self.fail(&mistake.to_string()))
    }

    /// What the bot says to a press.
    pub(crate) async fn toast(&mut self, press: &str) -> Toast {
        self.until("the answer to a press", |telegram| {
            telegram.press_of(press)?.answer.clone()
        })
        .await
    }

    /// Somebody reports in the group and it is stored: its card and the question for more.
    pub(crate) async fn reports(&mut self, who: &str, text: &str) -> Seen {
        self.says(who, super::GROUP, &format!("/report {text}"));
        let card = self.sees(super::GROUP, "registered").await;
        self.sees(super::GROUP, "Is anyone hurt?").await;
        card
    }
}

/// Every new message of the bot, oldest first.
pub(super) fn posted(telegram: &Telegram) -> impl Iterator<Item = (TelegramChat, &MessageView)> {
    telegram.transcript_since(0).filter_map(|entry| {
        let Happening::Posted { message } = &entry.what else {
            return None;
        };
        let told = message.by_bot() && message.service.is_none();
        told.then_some((entry.chat?, &**message))
    })
}

fn messages(telegram: &Telegram, chat: TelegramChat) -> Vec<MessageView> {
    let Some(chat) = telegram.chat(chat) else {
        return Vec::new();
    };
    let views = chat
        .messages
        .values()
        .map(|message| MessageView::of(message, chat));
    views
        .filter(|view| view.by_bot() && view.service.is_none())
        .collect()
}

fn data(view: &MessageView, label: &str) -> Option<String> {
    let mut buttons = view.buttons.iter().flatten();
    let button = buttons.find(|button| button.text == label)?;
    button.data().map(str::to_owned)
}
